//! The score as a tree that opens down to events, rules and clauses.

use serde::{Deserialize, Serialize};

use crate::model::{
    Agency, DueBasis, Duty, Form, Inject, Mishap, NamedCond, Phase, PlanStep, Procedure, Purpose, Ref, Role, SimTime,
    Span, Text,
};

use super::outcome::Outcome;

/// The whole, in millionths: every amount of points is a whole number of these.
pub const WHOLE_MICRO: i64 = 1_000_000;

/// How far the run has come, which decides how what is still open counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum RunState {
    /// It goes on. The score is a floor: see [`Score::permille`].
    Running,
    /// It was stopped by a control before its end. The score stays the floor it was.
    StoppedEarly,
    /// It ran to its end time or end condition. The score is final.
    Complete,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// It never applied.
    NotApplicable,
    /// Neither done nor missed for good.
    Open,
    /// Done, or kept.
    Done,
    /// Done after the deadline.
    Late,
    /// Done before a step that it needs.
    OutOfOrder,
    /// Not done.
    Missed,
    /// A penalty that was incurred.
    Incurred,
    /// A penalty that was not incurred.
    Clear,
}

/// A share of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ShareKind {
    /// Steps done, by weight.
    Steps,
    /// Deadlines kept.
    Deadlines,
    /// Quality of evidence and reports.
    Evidence,
    /// Injects answered as expected.
    Communication,
    /// What penalties cost.
    Penalties,
}

impl ShareKind {
    /// All, in the order shown.
    pub const ALL: [Self; 5] = [Self::Steps, Self::Deadlines, Self::Evidence, Self::Communication, Self::Penalties];
}

/// A step of the plan as an item names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepPlace {
    /// Procedure whose wording and judge count.
    pub procedure: Ref<Procedure>,
    /// Id of the step.
    pub step: String,
    /// Its place in the procedure.
    #[serde(skip)]
    pub index: usize,
}

/// What an item is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Subject {
    /// A step of the plan done.
    Step(StepPlace),
    /// Its deadline kept.
    Deadline(StepPlace),
    /// A report, on any of these forms: how much of the best one is right.
    Report(Vec<Ref<Form>>),
    /// Traces secured on hosts that the attack touched.
    Evidence {
        /// Hosts with secured traces.
        secured: u32,
        /// Hosts that the attack touched.
        touched: u32,
        /// On how many of them it is asked for.
        asked: u32,
    },
    /// What an inject was expected to bring about.
    Inject(Ref<Inject>),
    /// A forbidden act of the plan.
    Penalty {
        /// Procedure that lists it.
        procedure: Ref<Procedure>,
        /// Its id.
        penalty: String,
        /// Its place in the procedure.
        #[serde(skip)]
        index: usize,
    },
    /// A mishap that costs points in every scenario.
    Mishap(Mishap),
}

/// A single amount of points with everything that explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What it is about.
    pub subject: Subject,
    /// The share it belongs to.
    pub share: ShareKind,
    /// In the plan's or the scenario's words; missing where only the product has words for it.
    pub what: Option<Text>,
    /// Where it stands.
    pub status: Status,
    /// Whether it looks done (or, for a penalty, clear), but counts only once that is certain.
    pub pending: bool,
    /// Points it can bring, in millionths of the whole; nothing for penalties and what does not apply.
    pub worth_micro: i64,
    /// Points it brings; below zero for penalties.
    pub got_micro: i64,
    /// Credit in percent of what it can bring.
    pub credit_percent: u32,
    /// Numbers of the events that met it, whole or in part.
    pub events: Vec<u32>,
    /// Roles that acted in them.
    pub by: Vec<Ref<Role>>,
    /// When it was met.
    pub at: Option<SimTime>,
    /// Until when it was due.
    pub due: Option<SimTime>,
    /// Where the deadline comes from.
    pub due_basis: Option<DueBasis>,
    /// What kind of duty it is.
    pub duty: Option<Duty>,
    /// Steps that were missing when it was done.
    pub done_before: Vec<String>,
    /// Role that should do it.
    pub role: Option<Ref<Role>>,
    /// Agency of that role.
    pub agency: Option<Ref<Agency>>,
    /// Procedures it belongs to.
    pub procedures: Vec<Ref<Procedure>>,
    /// Phase.
    pub phase: Option<Phase>,
    /// Purpose of the exercise that it serves most.
    pub purpose: Option<Purpose>,
    /// Sources with their tags.
    pub src: Vec<String>,
}

/// A share with its items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Which.
    pub kind: ShareKind,
    /// Points it can bring; nothing for penalties.
    pub worth_micro: i64,
    /// Points it brings; below zero for penalties.
    pub got_micro: i64,
    /// Its items, by place in [`Score::items`].
    pub items: Vec<usize>,
}

/// Items seen together: of a role, a procedure, a phase, a purpose, an agency. Penalties stay outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Stable id of what holds them together.
    pub id: String,
    /// Its name; missing for purposes, for which the product has words.
    pub name: Option<Text>,
    /// Points they can bring.
    pub worth_micro: i64,
    /// Points they bring.
    pub got_micro: i64,
    /// The items, by place in [`Score::items`].
    pub items: Vec<usize>,
}

impl Group {
    /// Points brought in percent of what can be brought, rounded; missing when there is nothing to bring.
    pub fn percent(&self) -> Option<i64> {
        (self.worth_micro > 0).then(|| (self.got_micro * 100 + self.worth_micro / 2) / self.worth_micro)
    }
}

/// The same items, grouped in five ways.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Groups {
    /// By the three purposes of the exercise, always reported separately.
    pub purposes: Vec<Group>,
    /// By role.
    pub roles: Vec<Group>,
    /// By procedure; an item of two procedures stands in both.
    pub procedures: Vec<Group>,
    /// By phase.
    pub phases: Vec<Group>,
    /// By agency.
    pub agencies: Vec<Group>,
}

/// Rating of a critical task, as on an HSEEP exercise evaluation form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rating {
    /// Performed without challenges.
    P,
    /// Performed with some challenges.
    S,
    /// Performed with major challenges.
    M,
    /// Unable to be performed.
    U,
}

/// Why a rating is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Done in order; there is no deadline.
    InOrder,
    /// Done in order and in time.
    InTime,
    /// Done so much after the deadline.
    Late(Span),
    /// Done before steps that it needs.
    OutOfOrder,
    /// Both.
    LateAndOutOfOrder(Span),
    /// Not done.
    NotDone,
}

/// A critical task (weight 3) with the rating proposed to the evaluator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CriticalTask {
    /// Which step.
    pub step: StepPlace,
    /// The item of the step, by place in [`Score::items`].
    pub item: usize,
    /// Proposed rating; none while it is open or when it does not apply.
    pub rating: Option<Rating>,
    /// Why.
    pub reason: Option<Reason>,
}

/// Whether the run is passed, and what decides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The run has ended with enough points and all that must hold.
    pub passed: bool,
    /// Points needed, in thousandths.
    pub needed_permille: u32,
    /// What must hold at the end, and whether it holds now.
    pub must: Vec<(Ref<NamedCond>, bool)>,
}

/// The score of a run at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Score {
    /// The scenario's id.
    pub scenario: String,
    /// Hash of the scenario's files.
    pub content_hash: String,
    /// The moment.
    pub at: SimTime,
    /// How far the run has come.
    pub state: RunState,
    /// T0: the first true sign reached a seat.
    pub t0: Option<SimTime>,
    /// The score in thousandths. Of a run that is not complete it is a floor, which whatever follows only
    /// raises: what may still come to apply counts as applicable and not done, what may still go wrong as gone
    /// wrong. So a run that stops early never outranks the same run completed.
    pub permille: u32,
    /// The same in millionths, before clamping at zero the sum of the shares.
    pub total_micro: i64,
    /// What the score would be if the run ended regularly at this moment; equals `permille` when complete.
    pub as_it_stands_permille: u32,
    /// Whether the run is passed.
    pub verdict: Verdict,
    /// The shares of the total.
    pub shares: Vec<Share>,
    /// All items.
    pub items: Vec<Item>,
    /// The items in groups.
    pub groups: Groups,
    /// Critical tasks with proposed ratings.
    pub tasks: Vec<CriticalTask>,
    /// Outcome measures.
    pub outcome: Outcome,
}

impl Score {
    /// The items of a share.
    pub fn items_of(&self, kind: ShareKind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.share == kind)
    }

    /// The item of the plan step with this id.
    pub fn step(&self, id: &str) -> Option<&Item> {
        self.items_of(ShareKind::Steps).find(|item| matches!(&item.subject, Subject::Step(place) if place.step == id))
    }

    /// The share of this kind.
    pub fn share(&self, kind: ShareKind) -> Option<&Share> {
        self.shares.iter().find(|share| share.kind == kind)
    }
}

impl StepPlace {
    /// The step in the plan of its scenario.
    pub fn find<'s>(&self, scenario: &'s crate::model::Scenario) -> Option<&'s PlanStep> {
        scenario.plan.procedures.get(self.procedure.ix().us())?.steps.get(self.index)
    }
}
