//! What a seat may see: its own desk and what the team shares. Panels, stand-ins and remote seats read
//! nothing else.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::adhoc::Wording;
use super::alert::{Alert, AlertView};
use super::fact::{Fact, KnownFact};
use super::order::{FieldValue, Target};
use super::shared::Shared;
use super::work::Work;
use crate::model::{
    Backup, Channel, Clock, Evidence, Form, Host, Inject, InjectKind, Ix, MessageKind, OrderKind, Phase, Procedure,
    Role, Scenario, Severity, SimTime, System, SystemState, Zone,
};

/// Something that reached a seat, or that it sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: ItemKind,
}

/// The kinds of items in the conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemKind {
    /// A message between seats.
    Message {
        /// From whom.
        from: Ix<Role>,
        /// To whom.
        to: Arc<[Ix<Role>]>,
        /// What kind.
        kind: MessageKind,
        /// Text.
        text: Arc<str>,
        /// Facts it carries.
        facts: Vec<Ix<Fact>>,
        /// Channel.
        channel: Option<Ix<Channel>>,
    },
    /// An inject.
    Inject {
        /// Which.
        inject: Ix<Inject>,
        /// The choice taken, and by whom.
        answered: Option<(Ix<Role>, u8)>,
    },
    /// An inject that the direction worded anew, or made up: it carries its words.
    Worded {
        /// Which; those made up are numbered on from those of the scenario and offer no choices.
        inject: Ix<Inject>,
        /// What it says.
        words: Box<Wording>,
        /// The choice taken, and by whom.
        answered: Option<(Ix<Role>, u8)>,
    },
}

impl ItemKind {
    /// The inject that it is.
    pub const fn inject(&self) -> Option<Ix<Inject>> {
        match self {
            Self::Inject { inject, .. } | Self::Worded { inject, .. } => Some(*inject),
            Self::Message { .. } => None,
        }
    }

    /// The choice taken of the inject that it is, and by whom.
    pub const fn answered(&self) -> Option<(Ix<Role>, u8)> {
        match self {
            Self::Inject { answered, .. } | Self::Worded { answered, .. } => *answered,
            Self::Message { .. } => None,
        }
    }

    /// How the inject that it is arrived.
    pub fn inject_kind(&self, scenario: &Scenario) -> Option<InjectKind> {
        match self {
            Self::Inject { inject, .. } => scenario.file.injects.get(inject.us()).map(|inject| inject.kind),
            Self::Worded { words, .. } => Some(words.kind),
            Self::Message { .. } => None,
        }
    }

    /// What the inject that it is says.
    pub fn words(&self, scenario: &Scenario) -> Option<Wording> {
        match self {
            Self::Inject { inject, .. } => scenario.file.injects.get(inject.us()).map(Wording::of),
            Self::Worded { words, .. } => Some((**words).clone()),
            Self::Message { .. } => None,
        }
    }
}

/// A piece of work as its seat (or the role that must approve it) sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkView {
    /// Number of the work.
    pub id: Ix<Work>,
    /// The work.
    pub work: Work,
}

/// One seat's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatView {
    /// Whose.
    pub role: Ix<Role>,
    /// Grows with every change of this view.
    pub version: u64,
    /// Alerts in its queue, oldest first.
    pub alerts: Vec<AlertView>,
    /// Facts it knows, in the order it learned them.
    pub facts: Vec<KnownFact>,
    /// Work it ordered, oldest first.
    pub work: Vec<Shared<WorkView>>,
    /// Work of others that waits for its approval.
    pub approvals: Vec<Shared<WorkView>>,
    /// Messages and injects, oldest first.
    pub items: Vec<Shared<Item>>,
}

/// An entry of the shared incident record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// When.
    pub at: SimTime,
    /// Who.
    pub role: Ix<Role>,
    /// What.
    pub what: RecordKind,
}

/// The kinds of entries of the incident record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordKind {
    /// The record was opened; the text is the opener's.
    Opened(String),
    /// An order was completed.
    Done(Ix<OrderKind>, Target),
    /// A finding was written down.
    Finding(Fact, Ix<Fact>),
    /// Evidence was secured; the hash is that of the exercise's stand-in for the image.
    Secured(Ix<Host>, Evidence, String),
    /// The incident was classified.
    Classified(Severity),
    /// A report was sent.
    Reported(Ix<Form>),
    /// A note.
    Note(String),
    /// The incident was closed.
    Closed,
}

/// A report that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportView {
    /// When.
    pub at: SimTime,
    /// By whom.
    pub role: Ix<Role>,
    /// Form.
    pub form: Ix<Form>,
    /// Channel.
    pub channel: Option<Ix<Channel>>,
    /// Fields.
    pub fields: Vec<(String, FieldValue)>,
}

/// A legal clock as it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// Which.
    pub clock: Ix<Clock>,
    /// When it runs out.
    pub due: SimTime,
    /// When it was stopped.
    pub stopped: Option<SimTime>,
}

/// A backup taken during the exercise. Whether it is clean is for the team to find out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupView {
    /// Which: numbered on from those of the province.
    pub id: Ix<Backup>,
    /// What it is a backup of.
    pub system: Ix<System>,
    /// When it was taken.
    pub taken: SimTime,
    /// By whom; none when the direction had it taken.
    pub by: Option<Ix<Role>>,
}

/// What the whole team shares: the incident record, what it did, and what anybody can see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamView {
    /// Grows with every change of this view.
    pub version: u64,
    /// T0 as the team fixed it.
    pub t0: Option<SimTime>,
    /// Procedures that the scenario lets begin by a condition of their own, and since when they apply.
    pub begun: Vec<(Ix<Procedure>, SimTime)>,
    /// The incident record is open since.
    pub opened: Option<SimTime>,
    /// The team was convened.
    pub convened: Option<SimTime>,
    /// Severity as classified.
    pub severity: Option<Severity>,
    /// The incident was closed.
    pub closed: Option<SimTime>,
    /// The furthest phase of the plan with a completed order.
    pub phase: Phase,
    /// The incident record.
    pub record: Vec<RecordEntry>,
    /// Reports sent.
    pub reports: Vec<ReportView>,
    /// Legal clocks that run by the team's own classification.
    pub clocks: Vec<ClockView>,
    /// How each system does for its users, by index.
    pub systems: Vec<SystemState>,
    /// Hosts that the team has cut off.
    pub cut_hosts: Vec<Ix<Host>>,
    /// Zones that the team has cut off.
    pub cut_zones: Vec<Ix<Zone>>,
    /// Reason of the pause, while paused.
    pub paused: Option<String>,
    /// Alerts that the team has settled, with the verdict.
    pub settled: Vec<(Ix<Alert>, bool)>,
    /// Systems open, under test or under maintenance as the team left them.
    pub maintenance: Vec<Ix<System>>,
    /// Backups taken during the exercise.
    pub backups: Vec<BackupView>,
    /// The run has ended.
    pub ended: Option<SimTime>,
}

/// Everything a seat may see at a moment.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct View<'a> {
    /// The moment.
    pub now: SimTime,
    /// The seat's own desk.
    pub seat: &'a SeatView,
    /// What the team shares.
    pub team: &'a TeamView,
}

impl View<'_> {
    /// Whether this seat knows of a trace of the attack on `host`.
    pub fn knows_of(&self, host: Ix<Host>) -> bool {
        self.seat.facts.iter().any(|known| known.fact.kind.is_of_attack() && known.fact.kind.host() == Some(host))
    }
}

impl SeatView {
    /// An empty desk.
    pub fn empty(role: Ix<Role>) -> Self {
        Self {
            role,
            version: 0,
            alerts: Vec::new(),
            facts: Vec::new(),
            work: Vec::new(),
            approvals: Vec::new(),
            items: Vec::new(),
        }
    }

    /// Whether it knows a fact.
    pub fn knows(&self, id: Ix<Fact>) -> bool {
        self.facts.iter().any(|known| known.id == id)
    }
}

impl TeamView {
    /// From when on deadlines of a procedure count: T0, or when its own condition first held. None before.
    pub fn start_of(&self, scenario: &Scenario, procedure: Ix<Procedure>) -> Option<SimTime> {
        match scenario.begins_with(procedure) {
            None => self.t0,
            Some(_) => self.begun.iter().find(|(begun, _)| *begun == procedure).map(|(_, at)| *at),
        }
    }

    /// Whether a procedure applies already.
    pub fn has_begun(&self, scenario: &Scenario, procedure: Ix<Procedure>) -> bool {
        scenario.begins_with(procedure).is_none() || self.begun.iter().any(|(begun, _)| *begun == procedure)
    }

    /// What the team shares at the start, with `systems` systems.
    pub fn empty(systems: usize) -> Self {
        Self {
            version: 0,
            t0: None,
            begun: Vec::new(),
            opened: None,
            convened: None,
            severity: None,
            closed: None,
            phase: Phase::P0,
            record: Vec::new(),
            reports: Vec::new(),
            clocks: Vec::new(),
            systems: vec![SystemState::Up; systems],
            cut_hosts: Vec::new(),
            cut_zones: Vec::new(),
            paused: None,
            settled: Vec::new(),
            maintenance: Vec::new(),
            backups: Vec::new(),
            ended: None,
        }
    }
}
