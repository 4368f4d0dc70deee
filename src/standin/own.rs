//! A bot's memory of its own work: what it ordered, what became of it, what it told whom.

use std::collections::BTreeMap;

use crate::model::{Ix, MessageKind, OrderKind, Role, Scenario, SimTime, Table, Verb};
use crate::sim::{Target, WorkState, WorkView};

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

/// The digest of a seat's work list.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// By place in the work list: whether it has been taken in as closed.
    settled: Vec<bool>,
    /// First place that is not settled.
    first_open: usize,
    closed: BTreeMap<(Ix<OrderKind>, Target), Tries>,
    open: Vec<(Ix<OrderKind>, Target)>,
    /// Hands that open work occupies or will occupy.
    pub hands_wanted: u32,
    /// Messages sent.
    pub sent: Vec<Sent>,
}

impl Own {
    /// Reads what is new in the work list.
    pub fn read(&mut self, scenario: &Scenario, work: &[WorkView]) {
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
        let tries = self.closed.entry((work.kind, work.target)).or_default();
        tries.last = tries.last.max(Some(at));
        if work.state != WorkState::Done {
            tries.failed += 1;
            return;
        }
        tries.done += 1;
        if let Verb::Message(kind) = scenario.orders.at(work.kind).verb {
            self.sent.push(Sent { kind, to: work.params.to.clone(), facts: !work.params.facts.is_empty(), at });
        }
    }

    /// Notes that an order was refused at `at`.
    pub fn refused(&mut self, kind: Ix<OrderKind>, target: Target, at: SimTime) {
        let tries = self.closed.entry((kind, target)).or_default();
        tries.failed += 1;
        tries.last = Some(at);
    }

    /// What became of earlier tries.
    pub fn tries(&self, kind: Ix<OrderKind>, target: Target) -> Tries {
        self.closed.get(&(kind, target)).copied().unwrap_or_default()
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
        let mut times = 0;
        let mut last = None;
        for (_, tries) in self.closed.iter().filter(|((other, _), tries)| *other == kind && tries.done > 0) {
            times += tries.done;
            last = last.max(tries.last);
        }
        (times, last)
    }
}
