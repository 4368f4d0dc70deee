//! What comes out: everything that happened, in order. Score and debrief read nothing else.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::alert::Alert;
use super::fact::{Fact, How};
use super::order::{Control, FieldValue, Params, Refusal, Target};
use super::shared::Shared;
use super::work::Work;
use crate::model::{
    Account, AlertRule, AttackStep, Channel, Evidence, Flag, Form, Host, Inject, Ix, MessageKind, Mishap, NamedCond,
    OrderKind, Role, Sensor, Severity, SimTime, System, SystemState, Vulnerability, Zone,
};

/// What stood in the way of an attack step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Obstacle {
    /// No foothold at the start: it was evicted, cut off from its master, or never there.
    NoFoothold,
    /// The start or target host is off.
    Off(Ix<Host>),
    /// The host is cut off.
    HostCut(Ix<Host>),
    /// A zone on the way is cut off.
    ZoneCut(Ix<Zone>),
    /// No firewall on any way lets the service through.
    Filtered,
    /// The service does not run on the target.
    ServiceDown(Ix<Host>),
    /// The weakness is closed.
    Patched(Ix<Vulnerability>),
    /// The account cannot be used.
    AccountLocked(Ix<Account>),
    /// The adversary's server is blocked or out of reach.
    SteeringCut,
    /// The circumstances the step needs do not hold.
    Circumstances,
    /// Nothing is left to go for.
    NoTarget,
}

/// The truth about the target of an order at the moment it was completed.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TargetTruth {
    /// The attack has touched the target (or the alert is real).
    pub touched: bool,
    /// The account was taken.
    pub taken: bool,
    /// The backup is clean.
    pub clean_backup: bool,
    /// The indicator is the attack's.
    pub true_indicator: bool,
    /// Hosts that the target covers, at most [`super::limits::TRUTH_HOSTS_MAX`] of them, touched ones first.
    pub hosts: Box<[Ix<Host>]>,
}

/// How a field of a report compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FieldVerdict {
    /// Says what is true.
    Right,
    /// Says honestly that it is not known, and the seat could not know.
    HonestUnknown,
    /// Says it is not known, though the seat knew.
    Withheld,
    /// Says what is not true.
    Wrong,
    /// Empty.
    Missing,
    /// Not compared, and filled in.
    Filled,
}

/// Why the run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndReason {
    /// The scenario's end time.
    Time,
    /// The scenario's end condition.
    Condition,
    /// A control.
    Control,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// The run began.
    Started,
    /// The run ended.
    Ended(EndReason),
    /// A control was applied.
    Control(Control),

    /// A step of the attack began.
    StepBegan {
        /// Which.
        step: Ix<AttackStep>,
    },
    /// A step went through.
    StepDone {
        /// Which.
        step: Ix<AttackStep>,
        /// Where it came from; none from outside.
        from: Option<Ix<Host>>,
        /// What it reached.
        hosts: Vec<Ix<Host>>,
    },
    /// A try of a step was stopped.
    StepBlocked {
        /// Which.
        step: Ix<AttackStep>,
        /// By what.
        by: Obstacle,
    },
    /// The adversary gave a step up.
    StepGivenUp {
        /// Which.
        step: Ix<AttackStep>,
    },
    /// The adversary can do nothing more.
    AttackOver,
    /// The attack touched a host for the first time.
    Touched {
        /// Which.
        host: Ix<Host>,
    },
    /// A fact came to be.
    FactBorn {
        /// Its number.
        id: Ix<Fact>,
        /// The fact.
        fact: Fact,
    },
    /// A system changed its state.
    SystemChanged {
        /// Which.
        system: Ix<System>,
        /// To what.
        state: SystemState,
    },
    /// A named condition changed.
    CondChanged {
        /// Which.
        cond: Ix<NamedCond>,
        /// Whether it holds now.
        holds: bool,
    },
    /// A flag changed.
    FlagChanged {
        /// Which.
        flag: Ix<Flag>,
        /// Whether it is set now.
        set: bool,
    },

    /// An alert appeared.
    AlertRaised {
        /// Its number.
        id: Ix<Alert>,
        /// What it says.
        rule: Ix<AlertRule>,
        /// Host it points at.
        host: Ix<Host>,
        /// Sensor.
        sensor: Ix<Sensor>,
        /// Whether the attack is behind it.
        real: bool,
    },
    /// A sign that no sensor took up.
    Unseen {
        /// Of which step.
        step: Ix<AttackStep>,
        /// What the alert would have said.
        rule: Ix<AlertRule>,
    },
    /// The first true sign reached a seat: T0 by the truth.
    Detected {
        /// Which seat.
        role: Ix<Role>,
    },
    /// A seat learned a fact.
    Learned {
        /// Who.
        role: Ix<Role>,
        /// What.
        id: Ix<Fact>,
        /// How.
        how: How,
    },

    /// An order was accepted.
    OrderGiven {
        /// Number of the work.
        work: Ix<Work>,
        /// Who.
        role: Ix<Role>,
        /// What.
        kind: Ix<OrderKind>,
        /// On what.
        target: Target,
        /// What was filled in.
        params: Shared<Params>,
    },
    /// An order was refused.
    OrderRefused {
        /// Who.
        role: Ix<Role>,
        /// What.
        kind: Ix<OrderKind>,
        /// Why.
        why: Refusal,
    },
    /// An order waits for approval.
    ApprovalAsked {
        /// Number of the work.
        work: Ix<Work>,
        /// Of whom.
        of: Ix<Role>,
    },
    /// An approval was given or denied.
    ApprovalDecided {
        /// Number of the work.
        work: Ix<Work>,
        /// By whom.
        by: Ix<Role>,
        /// Given (true) or denied.
        approved: bool,
    },
    /// Work began.
    OrderBegan {
        /// Number of the work.
        work: Ix<Work>,
    },
    /// Work was completed.
    OrderDone {
        /// Number of the work.
        work: Ix<Work>,
        /// Who.
        role: Ix<Role>,
        /// What.
        kind: Ix<OrderKind>,
        /// On what.
        target: Target,
        /// The truth about the target.
        truth: TargetTruth,
        /// Who approved it.
        approved_by: Option<Ix<Role>>,
    },
    /// Work failed.
    OrderFailed {
        /// Number of the work.
        work: Ix<Work>,
    },
    /// Work was cancelled.
    OrderCancelled {
        /// Number of the work.
        work: Ix<Work>,
    },
    /// Evidence was secured.
    Secured {
        /// By whom.
        role: Ix<Role>,
        /// On which host.
        host: Ix<Host>,
        /// What.
        evidence: Evidence,
        /// Whether it holds traces of the attack.
        touched: bool,
    },
    /// Something went wrong through what the team did.
    Mishap {
        /// What.
        kind: Mishap,
        /// Through whom.
        role: Ix<Role>,
        /// Through which work.
        work: Option<Ix<Work>>,
        /// Where.
        host: Option<Ix<Host>>,
    },

    /// A message was sent.
    Message {
        /// From whom.
        from: Ix<Role>,
        /// To whom.
        to: Arc<[Ix<Role>]>,
        /// What kind.
        kind: MessageKind,
        /// Text.
        text: Arc<str>,
        /// How many facts of the attack it carries.
        attack_facts: u32,
        /// Channel.
        channel: Option<Ix<Channel>>,
    },
    /// An inject was sent.
    InjectSent {
        /// Which.
        inject: Ix<Inject>,
    },
    /// An inject was held back, or its condition did not hold.
    InjectHeld {
        /// Which.
        inject: Ix<Inject>,
    },
    /// An inject was answered.
    InjectAnswered {
        /// Which.
        inject: Ix<Inject>,
        /// By whom.
        role: Ix<Role>,
        /// The choice, counted from 0.
        choice: u8,
    },
    /// A report was sent.
    Reported {
        /// By whom.
        role: Ix<Role>,
        /// Form.
        form: Ix<Form>,
        /// Channel.
        channel: Option<Ix<Channel>>,
        /// Each field in the form's order: what it says and how it compares.
        fields: Vec<(Option<FieldValue>, FieldVerdict)>,
    },
    /// The incident record was opened.
    Opened {
        /// By whom.
        role: Ix<Role>,
    },
    /// The incident was classified.
    Classified {
        /// By whom.
        role: Ix<Role>,
        /// As what.
        severity: Severity,
        /// By the rules.
        truth: Severity,
    },
    /// The team was convened.
    Convened {
        /// By whom.
        role: Ix<Role>,
    },
    /// The incident was closed.
    Closed {
        /// By whom.
        role: Ix<Role>,
    },
}

/// Something that happened at a moment. Its number is its place in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: What,
}
