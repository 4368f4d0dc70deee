//! Tests of a scenario, written beside it in `tests.ron`: who plays, what a seat orders when, and what must come
//! of it.

use serde::{Deserialize, Serialize};

use super::attack::{AttackStep, Indicator};
use super::criteria::Mishap;
use super::ids::Ref;
use super::injects::Inject;
use super::network::{Account, Backup, Host, Site, System, Zone};
use super::orders::OrderKind;
use super::plan::{NamedCond, Severity};
use super::{Role, Span};

/// `tests.ron`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasesFile {
    /// Version of the file format.
    pub version: u32,
    /// The tests.
    pub cases: Vec<Case>,
}

/// A single test: a run and what must come of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows, in a sentence.
    pub name: String,
    /// Seed of the run.
    pub seed: u64,
    /// Id of the rule profile; the plan's first without it.
    #[serde(default)]
    pub profile: Option<String>,
    /// Ids of the handicaps that are switched on.
    #[serde(default)]
    pub handicaps: Vec<String>,
    /// The stand-in on every seat, as on the command line: `do-nothing`, `random`, `plan-follower:0.5`.
    pub team: String,
    /// Other stand-ins on single seats.
    #[serde(default)]
    pub seats: Vec<(Ref<Role>, String)>,
    /// Orders that are given whatever the stand-ins do.
    #[serde(default)]
    pub orders: Vec<CaseOrder>,
    /// The run is left at this time; absent, it is played to its end.
    #[serde(default)]
    pub until: Option<Span>,
    /// What must come of it: all of it.
    pub expect: Vec<Expect>,
}

/// An order of a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseOrder {
    /// When.
    pub at: Span,
    /// By which seat.
    pub seat: Ref<Role>,
    /// What.
    pub order: Ref<OrderKind>,
    /// On what.
    #[serde(default)]
    pub target: CaseTarget,
    /// Text filled in.
    #[serde(default)]
    pub text: String,
    /// Roles addressed.
    #[serde(default)]
    pub to: Vec<Ref<Role>>,
    /// Severity.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Choice of an inject, counted from 0.
    #[serde(default)]
    pub choice: Option<u8>,
    /// Whether it carries every fact that the seat knows.
    #[serde(default)]
    pub with_facts: bool,
    /// Whether it must be refused; otherwise it must be accepted.
    #[serde(default)]
    pub refused: bool,
}

/// The target of an order of a test.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CaseTarget {
    /// Nothing in particular.
    #[default]
    Nothing,
    /// A host.
    Host(Ref<Host>),
    /// A zone.
    Zone(Ref<Zone>),
    /// A site.
    Site(Ref<Site>),
    /// A system.
    System(Ref<System>),
    /// An account.
    Account(Ref<Account>),
    /// An indicator.
    Indicator(Ref<Indicator>),
    /// A backup.
    Backup(Ref<Backup>),
    /// An inject.
    Inject(Ref<Inject>),
}

/// What must have become of a step of the attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BranchIs {
    /// It went through, at least once.
    Done,
    /// It was given up and never went through.
    Failed,
    /// It never began.
    NotBegun,
    /// It did not go through, for whatever reason.
    NotDone,
}

/// What must have become of a step of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepIs {
    /// It was done, whenever and in whatever order.
    Done,
    /// It was done in order, and in time if it has a deadline.
    InTime,
    /// It was done after its deadline.
    Late,
    /// It was not done.
    Missed,
    /// It never applied.
    NotApplicable,
}

/// Something that must come of the run of a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expect {
    /// A named condition came to hold, not before and not after these times.
    Milestone {
        /// Which.
        cond: Ref<NamedCond>,
        /// Not later than this; at any time if absent.
        #[serde(default)]
        by: Option<Span>,
        /// Not earlier than this.
        #[serde(default)]
        not_before: Option<Span>,
    },
    /// A named condition never held.
    Never(Ref<NamedCond>),
    /// A step of the attack.
    Branch(Ref<AttackStep>, BranchIs),
    /// A step of the plan, by its id.
    Step(String, StepIs),
    /// An inject was sent.
    Sent(Ref<Inject>),
    /// An inject was not sent.
    NotSent(Ref<Inject>),
    /// A mishap came about.
    Mishap(Mishap),
    /// A mishap did not come about.
    NoMishap(Mishap),
    /// The run is passed, or not.
    Passed(bool),
    /// The score in percent lies between these, both included.
    Score(u8, u8),
}
