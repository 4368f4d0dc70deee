//! What comes in: orders of seats and controls of the exercise direction.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::adhoc::{AdHoc, Edit};
use super::alert::Alert;
use super::fact::Fact;
use super::work::Work;
use crate::model::{
    Account, Backup, Channel, Host, Indicator, Inject, Ix, Need, OrderKind, Param, Role, Severity, SimTime, Site, Span,
    System, TargetKind, Zone,
};

/// What an order is given on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Target {
    /// Nothing in particular.
    #[default]
    Nothing,
    /// A host.
    Host(Ix<Host>),
    /// A zone.
    Zone(Ix<Zone>),
    /// A site.
    Site(Ix<Site>),
    /// A system.
    System(Ix<System>),
    /// An account.
    Account(Ix<Account>),
    /// An indicator.
    Indicator(Ix<Indicator>),
    /// A backup; those taken during the exercise follow the scenario's.
    Backup(Ix<Backup>),
    /// An alert.
    Alert(Ix<Alert>),
    /// An inject.
    Inject(Ix<Inject>),
}

impl Target {
    /// Its part of a key of chance: a number of its kind, and its own.
    pub const fn key(self) -> (u64, u32) {
        match self {
            Self::Nothing => (0, 0),
            Self::Host(ix) => (1, ix.raw()),
            Self::Zone(ix) => (2, ix.raw()),
            Self::Site(ix) => (3, ix.raw()),
            Self::System(ix) => (4, ix.raw()),
            Self::Account(ix) => (5, ix.raw()),
            Self::Indicator(ix) => (6, ix.raw()),
            Self::Backup(ix) => (7, ix.raw()),
            Self::Alert(ix) => (8, ix.raw()),
            Self::Inject(ix) => (9, ix.raw()),
        }
    }

    /// Its kind.
    pub const fn kind(self) -> TargetKind {
        match self {
            Self::Nothing => TargetKind::Nothing,
            Self::Host(_) => TargetKind::Host,
            Self::Zone(_) => TargetKind::Zone,
            Self::Site(_) => TargetKind::Site,
            Self::System(_) => TargetKind::System,
            Self::Account(_) => TargetKind::Account,
            Self::Indicator(_) => TargetKind::Indicator,
            Self::Backup(_) => TargetKind::Backup,
            Self::Alert(_) => TargetKind::Alert,
            Self::Inject(_) => TargetKind::Inject,
        }
    }
}

/// What a field of a report is filled with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldValue {
    /// "Not yet known": honest as long as the seat could not know.
    Unknown,
    /// Free text.
    Text(String),
    /// A moment.
    Time(SimTime),
    /// A severity.
    Severity(Severity),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Count(u32),
    /// An entry of the list, by its id.
    One(String),
    /// Systems.
    Systems(Vec<Ix<System>>),
}

/// What was filled in with an order.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Params {
    /// Free text, at most [`super::limits::TEXT_BYTES_MAX`] bytes.
    pub text: String,
    /// Roles addressed.
    pub to: Vec<Ix<Role>>,
    /// Facts carried.
    pub facts: Vec<Ix<Fact>>,
    /// Severity.
    pub severity: Option<Severity>,
    /// Verdict on an alert: real (true) or false.
    pub verdict: Option<bool>,
    /// Choice of an inject, counted from 0.
    pub choice: Option<u8>,
    /// Channel used.
    pub channel: Option<Ix<Channel>>,
    /// Fields of a report by their ids.
    pub fields: BTreeMap<String, FieldValue>,
}

/// An order as a seat gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Chosen by the sender, unique for the seat; repeating it does nothing twice. 0 never repeats.
    pub nonce: u64,
    /// What.
    pub kind: Ix<OrderKind>,
    /// On what.
    pub target: Target,
    /// What was filled in.
    pub params: Params,
}

impl Order {
    /// An order without anything filled in.
    pub fn new(kind: Ix<OrderKind>, target: Target) -> Self {
        Self { nonce: 0, kind, target, params: Params::default() }
    }
}

/// A control of the exercise direction. All are logged; only those that change the exercise itself act here,
/// the rest tell the shell how to let time pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    /// Time stands still, with a reason that everybody sees.
    Pause(String),
    /// Time goes on.
    Resume,
    /// Speed in thousandths of real time: 500 to 60 000.
    Rate(u32),
    /// Jumps to a moment; all that would happen until then happens.
    Jump(SimTime),
    /// Sends an inject now.
    Send(Ix<Inject>),
    /// Holds an inject back until it is released.
    Hold(Ix<Inject>),
    /// Shifts an inject that has a time.
    Shift(Ix<Inject>, Span),
    /// Ends the run.
    End,
    /// Gives an inject that is held back its time or condition again; what was due meanwhile is sent now.
    Release(Ix<Inject>),
    /// Drops an inject for good; only [`Control::Send`] still sends it.
    Skip(Ix<Inject>),
    /// Shifts all injects that have a time and have not been sent.
    ShiftAll(Span),
    /// Words an inject anew that has not been sent.
    Edit(Ix<Inject>, Box<Edit>),
    /// Adds an inject that the scenario does not have.
    AdHoc(Box<AdHoc>),
}

/// Everything that can come into an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// A seat gives an order.
    Order(Ix<Role>, Order),
    /// A seat cancels its own order.
    Cancel(Ix<Role>, Ix<Work>),
    /// A seat approves or denies an order that waits for it.
    Decide(Ix<Role>, Ix<Work>, bool),
    /// A control.
    Control(Control),
}

/// Why something is not possible, and so what would make it possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// The exercise is over.
    Ended,
    /// The exercise is paused.
    Paused,
    /// The moment lies in the past, before `now`.
    Past(SimTime),
    /// No such order, target, seat or piece of work.
    Unknown,
    /// The role has no seat here.
    NoSeat,
    /// The role may not give this order; these roles may.
    NoAuthority(Vec<Ix<Role>>),
    /// The role may give it only on what is its own; these roles may on this target.
    NotOwn(Vec<Ix<Role>>),
    /// The order is given on another kind of target.
    WrongTarget(TargetKind),
    /// The seat does not know the target yet.
    NotKnown,
    /// A prerequisite is missing.
    Missing(Need),
    /// Something must be filled in.
    Fill(Param),
    /// A compulsory field of the form is empty.
    FillField(String),
    /// The value does not fit the field.
    WrongField(String),
    /// The channel does not work.
    ChannelDown(Ix<Channel>),
    /// The same order on the same target is already waiting or running.
    AlreadyRunning(Ix<Work>),
    /// It has been done or decided already.
    AlreadyDone,
    /// The text or list is longer than the limit.
    TooLong,
    /// Too many orders wait for this role.
    QueueFull,
}

/// What an accepted input led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receipt {
    /// The order became this piece of work.
    Work(Ix<Work>),
    /// Done.
    Done,
}
