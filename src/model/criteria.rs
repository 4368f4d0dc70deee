//! Criteria: what must be in the log for a plan step, an inject's expectation or a penalty to count.

use serde::{Deserialize, Serialize};

use super::Role;
use super::forms::{Channel, Form};
use super::ids::Ref;
use super::injects::Inject;
use super::language::Scope;
use super::orders::OrderKind;
use super::plan::NamedCond;

/// What the target of an order must be for a criterion, judged by the truth at the time.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OnWhat {
    /// Any target.
    #[default]
    Anything,
    /// A host that the attack has touched, or a zone, site or system with such a host, or a true alert.
    Touched,
    /// Touched hosts: orders on at least this percentage of those touched when judged.
    TouchedPercent(u8),
    /// An account that was taken.
    TakenAccount,
    /// A backup that is clean.
    CleanBackup,
    /// An indicator of the attack.
    TrueIndicator,
    /// Something in this part of the network.
    Within(Scope),
}

/// Something that went wrong through what the team did; the engine notices it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mishap {
    /// Evidence of the attack was destroyed before it was secured.
    EvidenceDestroyed,
    /// A system was restored from a backup that carries the implant.
    InfectedRestore,
    /// A backup store was connected to, or left in reach of, an infected zone while restoring.
    BackupExposed,
    /// Hosts were connected again while the adversary still holds them.
    InfectedReconnect,
    /// A system was opened again before it was tested.
    ReopenedUntested,
    /// A service was cut where the attack had not been.
    NeedlessCut,
    /// Something was sent through a channel that the adversary reads.
    CompromisedChannel,
    /// A statement or report says what is not true.
    FalseStatement,
    /// A statement was published without approval.
    UnapprovedStatement,
    /// An alert of the attack was closed as false.
    TrueAlertDismissed,
}

/// A kind of message between seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MessageKind {
    /// Tells something, usually with facts.
    Inform,
    /// Asks for something.
    Request,
    /// Confirms receipt.
    Acknowledge,
    /// Gives a task.
    Instruct,
    /// Reports up the chain.
    Brief,
}

/// What must be in the log for a plan step, an inject's expectation or a penalty to count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Criterion {
    /// A completed order.
    Order {
        /// One of these kinds.
        kinds: Vec<Ref<OrderKind>>,
        /// By one of these roles; empty for any that has the authority.
        #[serde(default)]
        by: Vec<Ref<Role>>,
        /// On what.
        #[serde(default)]
        on: OnWhat,
        /// How many times.
        #[serde(default = "one")]
        at_least: u32,
    },
    /// A report.
    Report {
        /// On this form.
        form: Ref<Form>,
        /// By one of these roles; empty for any.
        #[serde(default)]
        by: Vec<Ref<Role>>,
        /// At least so many percent of the judged fields must be right.
        min_right_percent: u8,
    },
    /// A message.
    Message {
        /// From one of these roles; empty for any.
        #[serde(default)]
        from: Vec<Ref<Role>>,
        /// To one of these roles; empty for any.
        #[serde(default)]
        to: Vec<Ref<Role>>,
        /// Of one of these kinds; empty for any.
        #[serde(default)]
        kinds: Vec<MessageKind>,
        /// Whether it must carry at least one fact of the attack.
        #[serde(default)]
        with_fact: bool,
    },
    /// An inject answered with one of these choices (counted from 0).
    Answer {
        /// The inject.
        inject: Ref<Inject>,
        /// Accepted choices; empty for any answer.
        #[serde(default)]
        choices: Vec<u8>,
    },
    /// A classification that equals the truth, or is at most one level above it when `upwards`.
    Classified {
        /// By one of these roles; empty for any.
        #[serde(default)]
        by: Vec<Ref<Role>>,
        /// Whether one level too high is accepted ("when in doubt, the higher").
        #[serde(default)]
        upwards: bool,
    },
    /// A named condition becomes true.
    Becomes(Ref<NamedCond>),
    /// A mishap.
    Mishap(Mishap),
    /// A report or message through one of these channels.
    Through(Vec<Ref<Channel>>),
    /// All of these, in any order.
    All(Vec<Criterion>),
    /// Any of these.
    Any(Vec<Criterion>),
}

const fn one() -> u32 {
    1
}
