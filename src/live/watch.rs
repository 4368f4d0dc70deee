//! What is followed of a team for those who direct and rate it: its score, the attack, mishaps, the sheet. Events are
//! taken in once, and the whole is put together anew at most once a second.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::attention::{Round, Sitting};
use super::limits::{EVIDENCE_MAX, STAFF_MS};
use super::screen::{Holder, SeatRow, Stage};
use super::sheet::{Sheet, differ};
use super::staff::{
    Check, Desk, Expectation, HostRow, InjectRow, MishapRow, SeatCare, StepRow, TaskRow, TeamCare, Told,
};
use super::store::Log;
use super::team::Team;
use crate::model::{AttackStep, Inject, Ix, Ref, Role, Scenario, SimTime, Table};
use crate::score::{CriticalTask, Fold, Score, Status};
use crate::sim::{AdHoc, Control, Exercise, InjectState, Obstacle, What, Wording};

/// What is followed of a team.
pub(super) struct Watch {
    fold: Fold,
    /// By step of the attack: when it was last heard of, and what stopped its last try.
    steps: Vec<(Option<SimTime>, Option<Obstacle>)>,
    mishaps: Vec<MishapRow>,
    made_up: Vec<AdHoc>,
    pub sheet: Sheet,
    /// Host's milliseconds and what was put together then.
    desk: Option<(u64, Arc<Desk>)>,
    cares: Option<(u64, Cares)>,
}

/// How a team and its seats do.
#[derive(Clone)]
pub(super) struct Cares {
    pub team: TeamCare,
    pub seats: BTreeMap<Ix<Role>, SeatCare>,
}

/// The team as it is now.
pub(super) struct Seen<'a> {
    pub number: u16,
    pub exercise: &'a Exercise,
    pub stage: Stage,
    pub broken: bool,
    /// Its seats as they are shown, what each has opened, and its machine at the last check.
    pub seats: &'a [(SeatRow, u32, Option<Check>)],
    /// What it was told.
    pub told: &'a [Told],
    pub now_ms: u64,
}

impl<L: Log> Team<L> {
    /// How this team, the `number`th of its hall, and its seats do.
    pub(super) fn cares(&mut self, number: u16, online: &BTreeSet<(u16, Ix<Role>)>, now_ms: u64) -> Cares {
        let (seats, stage, broken) = (self.sittings(number, online), self.stage(), self.is_broken());
        let (exercise, told) = (self.log.exercise(), self.told.as_slice());
        self.watch.cares(&Seen { number, exercise, stage, broken, seats: &seats, told, now_ms })
    }

    /// Everything about this team, for staff.
    pub(super) fn desk(&mut self, number: u16, online: &BTreeSet<(u16, Ix<Role>)>, now_ms: u64) -> Arc<Desk> {
        let (seats, stage, broken) = (self.sittings(number, online), self.stage(), self.is_broken());
        let (exercise, told) = (self.log.exercise(), self.told.as_slice());
        self.watch.desk(&Seen { number, exercise, stage, broken, seats: &seats, told, now_ms })
    }

    fn sittings(&self, number: u16, online: &BTreeSet<(u16, Ix<Role>)>) -> Vec<(SeatRow, u32, Option<Check>)> {
        let rows = self.seat_rows(number, online).into_iter();
        let with = |row: SeatRow| {
            let seat = self.seats.get(&row.role);
            let (opened, check) = seat.map_or((0, None), |seat| (seat.opened, seat.check.clone()));
            (row, opened, check)
        };
        rows.map(with).collect()
    }
}

impl Watch {
    /// Nothing followed yet.
    pub(super) fn new(scenario: &Scenario) -> Self {
        Self {
            fold: Fold::new(scenario),
            steps: vec![(None, None); scenario.file.attack.len()],
            mishaps: Vec::new(),
            made_up: Vec::new(),
            sheet: Sheet::default(),
            desk: None,
            cares: None,
        }
    }

    /// Something was done at a desk: what is shown is old.
    pub(super) fn stir(&mut self) {
        (self.desk, self.cares) = (self.desk.take().map(|(_, desk)| (0, desk)), None);
    }

    /// Takes in what has happened since.
    fn follow(&mut self, exercise: &Exercise) {
        for event in exercise.events().iter().skip(self.fold.events() as usize) {
            self.fold.push(event);
            let mut step = |step: Ix<AttackStep>, by: Option<Obstacle>| {
                if let Some(state) = self.steps.get_mut(step.us()) {
                    *state = (Some(event.at), by);
                }
            };
            match &event.what {
                What::StepBegan { step: ix } | What::StepDone { step: ix, .. } => step(*ix, None),
                What::StepBlocked { step: ix, by } => step(*ix, Some(*by)),
                What::StepGivenUp { step: ix } => {
                    let by = self.steps.get(ix.us()).and_then(|(_, by)| *by);
                    if let Some(state) = self.steps.get_mut(ix.us()) {
                        *state = (Some(event.at), by);
                    }
                }
                What::Mishap { kind, role, host, .. } => {
                    self.mishaps.push(MishapRow { at: event.at, kind: *kind, role: *role, host: *host });
                }
                What::Control(Control::AdHoc(ad_hoc)) => self.made_up.push((**ad_hoc).clone()),
                _ => {}
            }
        }
    }

    /// How the team does, at most so old as [`STAFF_MS`] says.
    pub(super) fn cares(&mut self, seen: &Seen<'_>) -> Cares {
        match &self.cares {
            Some((at, cares)) if seen.now_ms.saturating_sub(*at) < STAFF_MS => return cares.clone(),
            _ => {}
        }
        self.follow(seen.exercise);
        let scenario = seen.exercise.scenario();
        let overdue = self.fold.overdue(scenario, seen.exercise.now());
        let overdue = if seen.stage == Stage::Over { Vec::new() } else { overdue };
        let Seen { exercise, stage, broken, .. } = *seen;
        let round = Round { exercise, fold: &self.fold, stage, broken, overdue: &overdue };
        let care = |(row, opened, check): &(SeatRow, u32, Option<Check>)| {
            let care = round.seat(&Sitting { row, opened: *opened });
            (row.role, SeatCare { check: check.clone(), ..care })
        };
        let seats = seen.seats.iter().map(care).collect();
        let rows: Vec<SeatRow> = seen.seats.iter().map(|(row, ..)| row.clone()).collect();
        let cares = Cares { team: round.team(&rows), seats };
        self.cares = Some((seen.now_ms, cares.clone()));
        cares
    }

    /// Everything about the team, at most so old as [`STAFF_MS`] says.
    pub(super) fn desk(&mut self, seen: &Seen<'_>) -> Arc<Desk> {
        match &self.desk {
            Some((at, desk)) if *at > 0 && seen.now_ms.saturating_sub(*at) < STAFF_MS => return Arc::clone(desk),
            _ => {}
        }
        self.follow(seen.exercise);
        let made = self.make(seen);
        let desk = match self.desk.take() {
            Some((_, old)) if *old == made => old,
            _ => Arc::new(made),
        };
        self.desk = Some((seen.now_ms.max(1), Arc::clone(&desk)));
        desk
    }

    fn make(&self, seen: &Seen<'_>) -> Desk {
        let exercise = seen.exercise;
        let scenario = exercise.scenario();
        let host = |host| HostRow { host, truth: exercise.host_truth(host) };
        let step = |step: Ix<AttackStep>| {
            let (at, stopped_by) = self.steps.get(step.us()).copied().unwrap_or_default();
            StepRow { step, progress: exercise.attack_progress(step), at, stopped_by }
        };
        let score = self.fold.score(scenario, exercise.now());
        let opened = opened(seen);
        Desk {
            team: seen.number,
            severity: exercise.true_severity(),
            injects: exercise.injects().filter_map(|(ix, state)| self.inject(seen, ix, state, &opened)).collect(),
            hosts: exercise.touched_hosts().into_iter().map(host).collect(),
            steps: scenario.file.attack.indices().map(step).collect(),
            leaked: exercise.leaked().collect(),
            mishaps: self.mishaps.clone(),
            tasks: score.tasks.iter().map(|task| self.task(exercise, &score, task)).collect(),
            remarks: self.sheet.remarks.clone(),
            paused: exercise.view(Ix::new(0)).team.paused.clone(),
            told: seen.told.to_vec(),
        }
    }

    fn inject(
        &self,
        seen: &Seen<'_>,
        inject: Ix<Inject>,
        state: InjectState,
        opened: &BTreeSet<(Ix<Role>, Ix<Inject>)>,
    ) -> Option<InjectRow> {
        let exercise = seen.exercise;
        let spec = exercise.inject(inject)?;
        let of_scenario = exercise.scenario().file.injects.len();
        let made_up = inject.us().checked_sub(of_scenario).and_then(|number| self.made_up.get(number));
        let stands = self.fold.inject_standing(inject, exercise.now());
        Some(InjectRow {
            inject,
            state,
            words: exercise.reworded().contains_key(&inject).then(|| Box::new(Wording::of(spec))),
            to: spec.to.iter().map(Ref::ix).map(|role| (role, opened.contains(&(role, inject)))).collect(),
            answered: exercise.inject_answer(inject),
            expected: stands.map(|stands| Expectation {
                status: if matches!(state, InjectState::Sent(_)) { stands.status } else { Status::NotApplicable },
                due: stands.due,
                met: stands.met,
            }),
            wanted: made_up.and_then(|made_up| made_up.wanted.clone()).map(Box::new),
        })
    }

    fn task(&self, exercise: &Exercise, score: &Score, task: &CriticalTask) -> TaskRow {
        let item = score.items.get(task.item);
        let given = self.sheet.given(&task.step.step);
        let differs = differ(&given);
        let event = |number: &u32| Some((*number, exercise.events().get(*number as usize)?.clone()));
        let events = item.into_iter().flat_map(|item| &item.events).take(EVIDENCE_MAX);
        TaskRow {
            procedure: task.step.procedure.ix(),
            step: task.step.index as u16,
            task: task.step.step.clone(),
            status: item.map_or(Status::NotApplicable, |item| item.status),
            due: item.and_then(|item| item.due),
            met: item.and_then(|item| item.at),
            proposed: task.rating,
            reason: task.reason.clone(),
            evidence: events.filter_map(event).collect(),
            given,
            differs,
        }
    }
}

/// Which seats have opened which injects. A stand-in reads everything at once.
fn opened(seen: &Seen<'_>) -> BTreeSet<(Ix<Role>, Ix<Inject>)> {
    let of_seat = |(row, opened, _): &(SeatRow, u32, Option<Check>)| {
        let items = &seen.exercise.view(row.role).seat.items;
        let read = if row.holder == Holder::StandIn { items.len() } else { *opened as usize };
        let role = row.role;
        items.iter().take(read).filter_map(move |item| Some((role, item.what.inject()?))).collect::<Vec<_>>()
    };
    seen.seats.iter().flat_map(of_seat).collect()
}
