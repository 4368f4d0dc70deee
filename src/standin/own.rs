//! A bot's memory of its own work: what it ordered, what became of it, what it told whom.

use std::collections::BTreeMap;

use crate::model::{Ix, MessageKind, OrderKind, Role, Scenario, SimTime, Table, Verb};
use crate::sim::{Shared, Target, WorkState, WorkView};

/// What became of an order on a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tries {
    /// How often it was completed.
    pub done: u32,
    /// How often it did not succeed, was refused or denied.
    pub failed: u32,
    /// When it was last completed or failed.
    pub last: Option<SimTime>,
}

/// A message sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// Of which kind.
    pub kind: MessageKind,
    /// To whom.
    pub to: Vec<Ix<Role>>,
    /// Whether it carried facts.
    pub facts: bool,
    /// When.
    pub at: SimTime,
}

/// What became of the orders of a kind.
#[derive(Clone, Debug, Default)]
struct Closed {
    on: BTreeMap<Target, Tries>,
    /// How often it was completed, on any target.
    done: u32,
    /// When it last ended in any way on a target where it was ever completed.
    last: Option<SimTime>,
}

impl Closed {
    fn note(&mut self, target: Target, done: bool, at: SimTime) {
        let tries = self.on.entry(target).or_default();
        tries.last = tries.last.max(Some(at));
        if done {
            tries.done += 1;
            self.done += 1;
        } else {
            tries.failed += 1;
        }
        if tries.done > 0 {
            self.last = self.last.max(tries.last);
        }
    }
}

/// The digest of a seat's work list.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// By place in the work list: whether it has been taken in as closed.
    settled: Vec<bool>,
    /// First place that is not settled.
    first_open: usize,
    /// By order kind: what became of it on each target, and on all of them together.
    closed: Vec<Closed>,
    open: Vec<(Ix<OrderKind>, Target)>,
    /// Hands that open work occupies or will occupy.
    pub hands_wanted: u32,
    /// Messages sent.
    pub sent: Vec<Sent>,
}

impl Own {
    /// Reads what is new in the work list.
    pub fn read(&mut self, scenario: &Scenario, work: &[Shared<WorkView>]) {
        self.settled.resize(work.len(), false);
        self.open.clear();
        self.hands_wanted = 0;
        for (place, view) in work.iter().enumerate().skip(self.first_open) {
            if self.settled[place] {
                continue;
            }
            let kind = view.work.kind;
            if view.work.state.is_open() {
                self.open.push((kind, view.work.target));
                self.hands_wanted += u32::from(scenario.orders.at(kind).hands);
            } else {
                self.settled[place] = true;
                self.close(scenario, view);
            }
        }
        while self.settled.get(self.first_open) == Some(&true) {
            self.first_open += 1;
        }
    }

    fn close(&mut self, scenario: &Scenario, view: &WorkView) {
        let work = &view.work;
        let at = work.ends.unwrap_or(work.ordered);
        let done = work.state == WorkState::Done;
        self.closed_of(work.kind).note(work.target, done, at);
        if !done {
            return;
        }
        if let Verb::Message(kind) = scenario.orders.at(work.kind).verb {
            self.sent.push(Sent { kind, to: work.params.to.clone(), facts: !work.params.facts.is_empty(), at });
        }
    }

    /// Notes that an order was refused at `at`.
    pub fn refused(&mut self, kind: Ix<OrderKind>, target: Target, at: SimTime) {
        self.closed_of(kind).note(target, false, at);
    }

    fn closed_of(&mut self, kind: Ix<OrderKind>) -> &mut Closed {
        if self.closed.len() <= kind.us() {
            self.closed.resize_with(kind.us() + 1, Closed::default);
        }
        &mut self.closed[kind.us()]
    }

    /// What became of earlier tries.
    pub fn tries(&self, kind: Ix<OrderKind>, target: Target) -> Tries {
        self.closed.get(kind.us()).and_then(|closed| closed.on.get(&target)).copied().unwrap_or_default()
    }

    /// Whether such an order waits or runs.
    pub fn is_open(&self, kind: Ix<OrderKind>, target: Target) -> bool {
        self.open.contains(&(kind, target))
    }

    /// How many orders of a kind wait or run, on any target.
    pub fn open_of(&self, kind: Ix<OrderKind>) -> usize {
        self.open.iter().filter(|(other, _)| *other == kind).count()
    }

    /// How many orders of a kind were completed, on any target, and when last.
    pub fn done_of(&self, kind: Ix<OrderKind>) -> (u32, Option<SimTime>) {
        self.closed.get(kind.us()).map_or((0, None), |closed| (closed.done, closed.last))
    }
}
