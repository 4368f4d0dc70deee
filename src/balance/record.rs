//! What is kept of a single run.

use std::sync::Arc;

use super::load::Load;
use super::{Job, Spec};
use crate::model::{Scenario, SimTime, Span};
use crate::score::{Item, Score, ShareKind, Status, score};
use crate::sim::{Exercise, Setup, What};
use crate::standin::{Cast, Kind, play_to_end};

/// What became of a step of the attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It never began.
    NotBegun,
    /// It began and was neither through nor given up when the run ended.
    UnderWay,
    /// It was given up.
    Failed,
    /// It went through, at least once.
    Done,
}

/// What became of a step of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// As scored.
    pub status: Status,
    /// When it was done, counted from where its deadline counts from.
    pub after: Option<Span>,
    /// Whether it was done after its deadline, whatever else its status says.
    pub late: bool,
}

impl StepRecord {
    /// Whether it was done at all.
    pub const fn is_done(&self) -> bool {
        matches!(self.status, Status::Done | Status::Late | Status::OutOfOrder)
    }
}

/// What is kept of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Which run it was.
    pub job: Job,
    /// Score in thousandths.
    pub permille: u32,
    /// Whether it was passed.
    pub passed: bool,
    /// Whether each condition that must hold at the end does.
    pub must: Vec<bool>,
    /// Steps of the plan, in the order of the score.
    pub steps: Vec<StepRecord>,
    /// Steps of the attack, by index.
    pub attack: Vec<Fate>,
    /// When each inject was sent, by index.
    pub injects: Vec<Option<SimTime>>,
    /// Load of each seat, in the scenario's order.
    pub loads: Vec<Load>,
    /// What each item of the score could bring and what it brought, in millionths of the whole.
    pub points: Vec<(i64, i64)>,
}

impl Record {
    /// Plays a run and keeps what matters of it.
    pub fn play(scenario: &Arc<Scenario>, spec: &Spec, kind: Kind, job: Job) -> Self {
        let mut exercise = Exercise::new(Arc::clone(scenario), &Setup { seed: job.seed, ..spec.setup.clone() });
        // As the setup shaped it: a handicap may have taken a seat away.
        let scenario = Arc::clone(exercise.scenario());
        let Ok(()) = play_to_end(&mut exercise, Cast::of_bots(&scenario, kind, job.seed));
        let score = score(&scenario, exercise.events(), exercise.now());
        Self::of(&exercise, &score, job)
    }

    /// What matters of a run that was played.
    pub fn of(exercise: &Exercise, score: &Score, job: Job) -> Self {
        let scenario = exercise.scenario();
        let mut attack = vec![Fate::NotBegun; scenario.file.attack.len()];
        let mut injects = vec![None; scenario.file.injects.len()];
        for event in exercise.events() {
            match &event.what {
                What::StepBegan { step } => raise(&mut attack, step.us(), Fate::UnderWay),
                What::StepGivenUp { step } => raise(&mut attack, step.us(), Fate::Failed),
                What::StepDone { step, .. } => raise(&mut attack, step.us(), Fate::Done),
                What::InjectSent { inject } => {
                    if let Some(sent) = injects.get_mut(inject.us()) {
                        *sent = sent.or(Some(event.at));
                    }
                }
                _ => {}
            }
        }
        Self {
            job,
            permille: score.permille,
            passed: score.verdict.passed,
            must: score.verdict.must.iter().map(|(_, holds)| *holds).collect(),
            steps: score.items_of(ShareKind::Steps).map(|item| step(scenario, score, item)).collect(),
            attack,
            injects,
            loads: scenario.file.seats.iter().map(|seat| Load::of(exercise, seat.ix())).collect(),
            points: score.items.iter().map(|item| (item.worth_micro, item.got_micro)).collect(),
        }
    }
}

fn raise(fates: &mut [Fate], step: usize, fate: Fate) {
    if let Some(known) = fates.get_mut(step) {
        *known = fate.max(*known);
    }
}

fn step(scenario: &Scenario, score: &Score, item: &Item) -> StepRecord {
    let allowed = super::report::place_of(item).and_then(|place| place.find(scenario)).and_then(|step| step.due_min);
    let allowed = allowed.map(|minutes| Span::mins(minutes.into()));
    let origin = item.due.zip(allowed).map(|(due, allowed)| due - allowed).or(score.t0);
    let after = item.at.map(|at| at - origin.unwrap_or(SimTime::START));
    let late = item.at.zip(item.due).is_some_and(|(at, due)| at > due);
    StepRecord { status: item.status, after, late }
}
