//! What goes on in a plan-follower when it looks at its desk: what it sees, and what it comes to want.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Host, Inject, Ix, OrderKind, Role, Scenario, SimTime, Table};
use crate::sim::{Fact, Target, View, Work, inject_as_it_stands};

use super::belief::Belief;
use super::checklist::StepStatus;
use super::knowledge::Knowledge;
use super::own::Own;
use super::public::Public;
use super::training::Training;

/// Everything that lies before a stand-in: its view, and what every member knows by training and by reading
/// the shared record.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The scenario; stand-ins read only its public parts.
    pub scenario: &'a Scenario,
    /// What members have learned.
    pub training: &'a Training,
    /// The record.
    pub public: &'a Public,
    /// The plan's steps as they look from outside.
    pub steps: &'a [StepStatus],
    /// Injects that the direction worded anew or made up. Like those of the scenario they say what should follow.
    pub reworded: &'a BTreeMap<Ix<Inject>, Arc<Inject>>,
    /// What the seat sees.
    pub view: View<'a>,
}

impl<'a> Desk<'a> {
    /// An inject as it stands.
    pub fn inject(&self, inject: Ix<Inject>) -> Option<&'a Inject> {
        inject_as_it_stands(self.scenario, self.reworded, inject)
    }
}

/// What made a bot want something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// Somebody waits for an approval.
    Approval,
    /// Something real is known and no record is open.
    Open,
    /// An inject was received.
    Inject,
    /// An alert is in the queue.
    Alert,
    /// Others do not know what it knows.
    Share,
    /// The record does not hold what it knows.
    Record,
    /// Somebody waits for a confirmation.
    Reply,
    /// A step of the plan, by its place in the training.
    Step(u32),
    /// An inject's expectation.
    Expected(u32),
    /// What was cut or closed can be given back.
    GiveBack,
}

/// What a want is about. The same want has the same key whenever it comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Why.
    pub reason: Reason,
    /// Which order; 0 for none.
    pub kind: u32,
    /// On what.
    pub target: Target,
    /// Which occurrence.
    pub turn: u32,
}

impl Key {
    /// A number for draws.
    pub fn number(&self) -> u64 {
        let (tag, on) = self.target.key();
        let parts = [self.reason_number(), u64::from(self.kind), tag, u64::from(on), u64::from(self.turn)];
        parts.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, part| (hash ^ part).wrapping_mul(0x0100_0000_01b3))
    }

    /// A number for the reason alone.
    pub const fn reason_number(&self) -> u64 {
        match self.reason {
            Reason::Approval => 1,
            Reason::Open => 2,
            Reason::Inject => 3,
            Reason::Alert => 4,
            Reason::Share => 5,
            Reason::Record => 6,
            Reason::Reply => 7,
            Reason::GiveBack => 8,
            Reason::Step(place) => 1_000 + place as u64,
            Reason::Expected(inject) => 1_000_000 + inject as u64,
        }
    }
}

/// An order as it is wanted; the rest is filled in at the moment it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Give {
    /// Roles to address.
    pub to: Vec<Ix<Role>>,
    /// Facts to carry; empty lets the filling choose where facts are asked for.
    pub facts: Vec<Ix<Fact>>,
    /// Whether facts are wanted although the order does not ask for them.
    pub with_facts: bool,
    /// Verdict on an alert.
    pub verdict: Option<bool>,
    /// Choice of an inject.
    pub choice: Option<u8>,
}

/// What a bot wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Give an order.
    Order(Ix<OrderKind>, Target, Give),
    /// Decide on an order that waits for approval.
    Decide(Ix<Work>, bool),
}

/// Something a bot wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Want {
    /// What it is about.
    pub key: Key,
    /// The smaller the sooner.
    pub urgency: i64,
    /// Not before this moment.
    pub not_before: SimTime,
    /// What to do.
    pub act: Act,
}

/// A bot that looks at its desk.
pub(super) struct Mind<'a> {
    /// What it sees.
    pub desk: &'a Desk<'a>,
    /// Who it is.
    pub me: Ix<Role>,
    /// What its facts come to.
    pub known: &'a Knowledge,
    /// What it did.
    pub own: &'a Own,
    /// Whether it thinks of the evidence before it destroys it.
    pub careful: bool,
    /// Hosts known to be touched, once they have been put in order.
    pub touched: OnceCell<Vec<Ix<Host>>>,
    /// Wants that were acted on or forgotten at an earlier look.
    pub settled: &'a BTreeSet<Key>,
    /// What it wants, apart from what is settled.
    pub wants: Vec<Want>,
    /// Orders that it wants, settled or not: which, on what, and which occurrence.
    pub wanted: BTreeSet<(u32, Target, u32)>,
    /// When it should look again even if nothing changes.
    pub look_again: Option<SimTime>,
}

impl<'a> Mind<'a> {
    /// The scenario.
    pub fn scenario(&self) -> &'a Scenario {
        self.desk.scenario
    }

    /// The moment.
    pub fn now(&self) -> SimTime {
        self.desk.view.now
    }

    /// Its picture of the exercise.
    pub fn belief(&self) -> Belief<'a> {
        Belief {
            scenario: self.desk.scenario,
            public: self.desk.public,
            team: self.desk.view.team,
            known: self.known,
            now: self.desk.view.now,
            whose: Some(self.me),
        }
    }

    /// Whether it may give an order on a target.
    pub fn may(&self, kind: Ix<OrderKind>, target: Target) -> bool {
        self.desk.training.may(self.scenario(), self.me, kind, target)
    }

    /// Whether another may give an order on a target.
    pub fn may_other(&self, role: Ix<Role>, kind: Ix<OrderKind>, target: Target) -> bool {
        self.desk.training.may(self.scenario(), role, kind, target)
    }

    /// Asks to look again at a moment to come.
    pub fn look_again_at(&mut self, at: SimTime) {
        if at > self.now() {
            self.look_again = Some(self.look_again.map_or(at, |other| other.min(at)));
        }
    }

    /// Wants an order, unless it is under way.
    pub fn want(&mut self, reason: Reason, urgency: i64, kind: Ix<OrderKind>, target: Target, give: Give) {
        let tries = self.own.tries(kind, target);
        let turn = tries.done + tries.failed;
        self.want_at(reason, urgency, SimTime::START, kind, target, turn, give);
    }

    /// As [`Mind::want`], not before a moment and for an occurrence told from others by `turn`.
    pub fn want_at(
        &mut self,
        reason: Reason,
        urgency: i64,
        not_before: SimTime,
        kind: Ix<OrderKind>,
        target: Target,
        turn: u32,
        give: Give,
    ) {
        let key = Key { reason, kind: kind.raw(), target, turn };
        let is_new = !self.own.is_open(kind, target) && self.wanted.insert((key.kind, target, turn));
        if is_new && !self.settled.contains(&key) {
            self.wants.push(Want { key, urgency, not_before, act: Act::Order(kind, target, give) });
        }
    }

    /// The name of an order, for texts.
    pub fn order_name(&self, kind: Ix<OrderKind>) -> &'a str {
        &self.scenario().orders.at(kind).name.vi
    }
}
