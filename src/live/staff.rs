//! What facilitators and evaluators see: of every team how it does, of the one they look at everything.

use serde::{Deserialize, Serialize};

use super::patch::{BadPatch, ListPatch, patch};
use super::protocol::Mark;
use crate::model::{AttackStep, DataStore, Host, Inject, Ix, Mishap, Procedure, Role, Scenario, Severity, SimTime};
use crate::score::{Reason, Status};
use crate::sim::{AdHoc, Edit, Event, HostTruth, InjectState, Obstacle, Progress, Wanted, Wording};

/// How far behind the plan somebody is, for its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pace {
    /// No open step is overdue.
    #[default]
    OnTime,
    /// The step that is most overdue is so by this many minutes, not yet [`super::attention::OVERDUE`].
    Late(u32),
    /// By that or more.
    Overdue(u32),
}

/// Something that somebody should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Flag {
    /// Team: its journal cannot be written; it stands still.
    Journal,
    /// Team: it is paused.
    Paused,
    /// Team: a step is overdue, and nobody who may do it can act: no seat, absent, no hand free.
    Stuck {
        /// Procedure of the plan.
        procedure: Ix<Procedure>,
        /// Place of the step in it.
        step: u16,
        /// Minutes overdue.
        mins: u32,
    },
    /// Seat: its person is not connected.
    Offline,
    /// Seat: did nothing for so many minutes, while something waits for it.
    Silent {
        /// Minutes.
        mins: u32,
    },
    /// Seat: has not opened an inject for so many minutes.
    Unopened {
        /// Which; the oldest of several.
        inject: Ix<Inject>,
        /// Minutes.
        mins: u32,
    },
}

/// What a seat's machine said at the last readiness check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Version of its program.
    pub version: String,
    /// It is the host's.
    pub same_version: bool,
    /// By how many milliseconds its clock is ahead of the host's.
    pub clock_off_ms: i64,
    /// That is no more than [`super::limits::CLOCK_OFF_MS_MAX`].
    pub clock_fits: bool,
}

/// Version of the program, which all machines of a hall should have.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Check {
    /// What a machine of this version with a clock that is so far ahead says.
    pub(super) fn new(version: &str, clock_off_ms: i64) -> Self {
        let clock_fits = clock_off_ms.unsigned_abs() <= super::limits::CLOCK_OFF_MS_MAX;
        Self { version: version.to_owned(), same_version: version == VERSION, clock_off_ms, clock_fits }
    }
}

/// How a seat does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatCare {
    /// Injects without an answer that offer choices, and orders that wait for its approval.
    pub waiting: u16,
    /// Messages and injects that it has not opened.
    pub unopened: u16,
    /// How late its own steps of the plan are.
    pub pace: Pace,
    /// What to look at, the gravest first.
    pub flags: Vec<Flag>,
    /// Its machine at the last readiness check.
    pub check: Option<Check>,
}

/// How a team does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCare {
    /// Its score in thousandths: what it cannot lose any more.
    pub score_permille: u32,
    /// What the score would be if the run ended now.
    pub as_it_stands_permille: u32,
    /// How late its steps of the plan are.
    pub pace: Pace,
    /// When the active part ends by the scenario.
    pub planned_end: SimTime,
    /// When it will end at this pace; see [`super::attention`] for the rule.
    pub expected_end: SimTime,
    /// What to look at, the gravest first.
    pub flags: Vec<Flag>,
}

/// How what an inject asks for stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// By the score: open, done, late, missed, or not applicable before the inject is sent.
    pub status: Status,
    /// Until when.
    pub due: Option<SimTime>,
    /// When it was done.
    pub met: Option<SimTime>,
}

/// An inject on the facilitator's board. The scenario says the rest of one that was not reworded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InjectRow {
    /// Which; those made up are numbered on from those of the scenario.
    pub inject: Ix<Inject>,
    /// Where it stands. One that waits for a condition or for the facilitator is told apart by the scenario.
    pub state: InjectState,
    /// Words and addressees, where the direction worded it anew or made it up.
    pub words: Option<Box<Wording>>,
    /// Roles addressed, and whether each has opened it.
    pub to: Vec<(Ix<Role>, bool)>,
    /// The choice taken, and by whom.
    pub answered: Option<(Ix<Role>, u8)>,
    /// How what it asks for stands; none when nothing is expected.
    pub expected: Option<Expectation>,
    /// For one made up: what is expected.
    pub wanted: Option<Box<Wanted>>,
}

impl InjectRow {
    /// The inject as it would stand in the scenario: with its new words, and one made up at the moment at which it
    /// was or will be sent. `scenario` is the whole one, as staff have it.
    pub fn as_inject(&self, scenario: &Scenario) -> Option<Inject> {
        let of_scenario = scenario.file.injects.get(self.inject.us());
        let to = self.to.iter().map(|(role, _)| *role).collect();
        let Some(words) = self.words.as_deref().cloned() else { return of_scenario.cloned() };
        let Some(mut inject) = of_scenario.cloned() else {
            let at = match self.state {
                InjectState::Due(at) | InjectState::Sent(at) => Some(at),
                InjectState::Held(at) => at,
                InjectState::Waiting | InjectState::Dropped | InjectState::Skipped => None,
            };
            let made_up = AdHoc { words, to, at, wanted: self.wanted.as_deref().cloned() };
            return Some(made_up.to_inject(scenario, self.inject));
        };
        Edit { words, to }.apply(scenario, &mut inject);
        Some(inject)
    }
}

/// A host that the attack or a mishap touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostRow {
    /// Which.
    pub host: Ix<Host>,
    /// How it really is.
    pub truth: HostTruth,
}

/// A step of the attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    /// Which.
    pub step: Ix<AttackStep>,
    /// How far it has come.
    pub progress: Progress,
    /// When it was last heard of: began, went through, was stopped or given up.
    pub at: Option<SimTime>,
    /// What stopped its last try, unless it has gone through since.
    pub stopped_by: Option<Obstacle>,
}

/// A mishap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MishapRow {
    /// When.
    pub at: SimTime,
    /// What.
    pub kind: Mishap,
    /// Through whom.
    pub role: Ix<Role>,
    /// Where.
    pub host: Option<Ix<Host>>,
}

/// A mark that an evaluator gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Name and unit of the evaluator.
    pub name: String,
    /// The mark.
    pub mark: Mark,
    /// Why.
    pub note: String,
    /// When, in the team's time.
    pub at: SimTime,
}

/// A critical task on the evaluator's sheet: a step of the plan with the greatest weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Procedure of the plan.
    pub procedure: Ix<Procedure>,
    /// Place of the step in it.
    pub step: u16,
    /// Id of the task in [`super::SheetAct::Rate`]: that of the step.
    pub task: String,
    /// Where the step stands.
    pub status: Status,
    /// Until when it is due.
    pub due: Option<SimTime>,
    /// When it was done.
    pub met: Option<SimTime>,
    /// The mark that the log proposes; none while it is open or does not apply.
    pub proposed: Option<Mark>,
    /// Why.
    pub reason: Option<Reason>,
    /// The events that it is proposed for, with their numbers, at most [`super::limits::EVIDENCE_MAX`].
    pub evidence: Vec<(u32, Event)>,
    /// The last mark of each evaluator.
    pub given: Vec<Given>,
    /// Two evaluators gave different marks.
    pub differs: bool,
}

/// An observation of an evaluator, pinned to its moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// When, in the team's time.
    pub at: SimTime,
    /// Name and unit of the evaluator.
    pub name: String,
    /// What.
    pub text: String,
}

/// Everything about the team that a facilitator or evaluator looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Team, counted from 0.
    pub team: u16,
    /// Severity by the rules, of all that happened.
    pub severity: Severity,
    /// Injects: those of the scenario in its order, then those made up.
    pub injects: Vec<InjectRow>,
    /// Hosts touched.
    pub hosts: Vec<HostRow>,
    /// Steps of the attack, in the scenario's order.
    pub steps: Vec<StepRow>,
    /// Records that have left the network.
    pub leaked: Vec<(Ix<DataStore>, u32)>,
    /// Mishaps, oldest first.
    pub mishaps: Vec<MishapRow>,
    /// The evaluator's sheet.
    pub tasks: Vec<TaskRow>,
    /// Observations, oldest first.
    pub remarks: Vec<Remark>,
    /// Why it is paused, while it is.
    pub paused: Option<String>,
    /// What the direction told it, oldest first: all of it, or one seat.
    pub told: Vec<Told>,
}

/// Something that the direction told a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The seat; all of them without it.
    pub to: Option<Ix<Role>>,
    /// When, in the team's time.
    pub at: SimTime,
    /// What.
    pub text: String,
}

patch! {
    /// A change of what staff see of a team.
    DeskPatch of Desk
    values { team: u16, severity: Severity, paused: Option<String>, }
    lists {
        injects: InjectRow, hosts: HostRow, steps: StepRow, leaked: (Ix<DataStore>, u32), mishaps: MishapRow,
        tasks: TaskRow, remarks: Remark, told: Told,
    }
}

/// Why the host turned somebody away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Offence {
    /// A wrong PIN, code or token.
    WrongCode,
    /// A try while it had to wait after wrong codes.
    Hasty,
    /// A message that its standing does not allow.
    NotYours,
    /// Bytes that are no message.
    Malformed,
    /// A frame, text or list that is too long.
    TooLong,
    /// Another version of the protocol.
    Version,
    /// Too many connections, in all or of one address that did not say who they are.
    Crowd,
    /// A connection that did not say in time who it is.
    Silent,
}

/// How often somebody was turned away for one reason since the host runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// Why.
    pub offence: Offence,
    /// How often.
    pub count: u64,
    /// The last time, in the host's milliseconds.
    pub at_ms: u64,
    /// The number that the shell gave the address it last came from.
    pub peer: u64,
}
