//! Who needs to be looked at. Everything is reckoned in simulation time: the core has no clock, and a pause of the
//! exercise is no silence of the team.
//!
//! **Estimated end** `[P]`: a team ends as much later than planned as it is behind now, and its delay is that of its
//! most overdue open step, or, when none is overdue, that of the step it did last. It ends no later than the
//! scenario does, and no earlier than now.

use super::screen::{Holder, SeatRow, Stage};
use super::staff::{Flag, Pace, SeatCare, TeamCare};
use crate::model::{Inject, Ix, Ref, Role, SimTime, Span};
use crate::score::{Fold, Overdue};
use crate::sim::{Exercise, ItemKind};

/// From when on a step that is overdue is more than late `[P]`.
pub const OVERDUE: Span = Span::mins(10);
/// After this time without a deed a seat is silent, if something waits for it `[P]`.
pub const SILENT: Span = Span::mins(6);
/// After this time an inject that was not opened is flagged `[P]`.
pub const UNOPENED: Span = Span::mins(5);

/// A seat as the one who reckons knows it.
pub(super) struct Sitting<'a> {
    /// How it is shown.
    pub row: &'a SeatRow,
    /// How many of its messages and injects it has opened.
    pub opened: u32,
}

/// A team as the one who reckons knows it.
pub(super) struct Round<'a> {
    pub exercise: &'a Exercise,
    pub fold: &'a Fold,
    pub stage: Stage,
    pub broken: bool,
    pub overdue: &'a [Overdue],
}

fn pace(by: Option<Span>) -> Pace {
    let mins = |by: Span| u32::try_from(by.as_mins()).unwrap_or(0);
    match by {
        None => Pace::OnTime,
        Some(by) if by < OVERDUE => Pace::Late(mins(by)),
        Some(by) => Pace::Overdue(mins(by)),
    }
}

/// Whole minutes since `then`, when they are at least `limit`.
fn mins_beyond(now: SimTime, then: SimTime, limit: Span) -> Option<u32> {
    let passed = now - then;
    (passed >= limit).then(|| u32::try_from(passed.as_mins()).unwrap_or(0))
}

/// What lies on a desk undone.
#[derive(Default)]
struct Lying {
    waiting: u16,
    unopened: u16,
    /// Since when the oldest of both.
    since: Option<SimTime>,
    /// The oldest inject that was not opened.
    inject: Option<(Ix<Inject>, SimTime)>,
}

impl Lying {
    fn of(exercise: &Exercise, role: Ix<Role>, opened: u32) -> Self {
        let view = exercise.view(role).seat;
        let mut lying = Self::default();
        for (place, item) in view.items.iter().enumerate() {
            let inject = item.what.inject();
            let offers = |inject| exercise.inject(inject).is_some_and(|inject| !inject.choices.is_empty());
            let waits = item.what.answered().is_none() && inject.is_some_and(offers);
            let own = matches!(&item.what, ItemKind::Message { from, .. } if *from == role);
            let unopened = place >= opened as usize && !own;
            lying.waiting += u16::from(waits);
            lying.unopened = lying.unopened.saturating_add(u16::from(unopened));
            if waits || unopened {
                lying.since = lying.since.or(Some(item.at));
            }
            if unopened {
                lying.inject = lying.inject.or(inject.map(|inject| (inject, item.at)));
            }
        }
        lying.waiting = lying.waiting.saturating_add(u16::try_from(view.approvals.len()).unwrap_or(u16::MAX));
        let asked = view.approvals.iter().map(|work| work.work.ordered).min();
        lying.since = [lying.since, asked].into_iter().flatten().min();
        lying
    }
}

impl Round<'_> {
    /// How a seat does.
    pub(super) fn seat(&self, seat: &Sitting<'_>) -> SeatCare {
        let (role, now) = (seat.row.role, self.exercise.now());
        let own = self.overdue.iter().filter(|overdue| overdue.role == role).map(|overdue| overdue.by).max();
        let mut lying = Lying::of(self.exercise, role, seat.opened);
        let mut flags = Vec::new();
        if seat.row.holder == Holder::Person {
            if !seat.row.online && self.stage != Stage::Over {
                flags.push(Flag::Offline);
            }
            let waits_since = [lying.since, own.map(|by| SimTime(now.0 - by.0))].into_iter().flatten().min();
            let silent_since = waits_since.map(|since| since.max(seat.row.acted.unwrap_or(SimTime::START)));
            let mins = silent_since.and_then(|since| mins_beyond(now, since, SILENT));
            flags.extend(mins.filter(|_| self.stage == Stage::Running).map(|mins| Flag::Silent { mins }));
            let unopened = lying
                .inject
                .and_then(|(inject, at)| Some(Flag::Unopened { inject, mins: mins_beyond(now, at, UNOPENED)? }));
            flags.extend(unopened.filter(|_| self.stage == Stage::Running));
        } else {
            // A stand-in reads everything at once.
            lying.unopened = 0;
        }
        let (waiting, unopened) = (lying.waiting, lying.unopened);
        SeatCare { waiting, unopened, pace: pace(own), flags, check: None }
    }

    /// How the whole team does.
    pub(super) fn team(&self, seats: &[SeatRow]) -> TeamCare {
        let scenario = self.exercise.scenario();
        let now = self.exercise.now();
        let (score_permille, as_it_stands_permille) = self.fold.permille(scenario, now);
        let planned_end = SimTime::after_start(scenario.file.active);
        let late = planned_end + self.fold.delay(now);
        let ends = SimTime::after_start(scenario.file.ends);
        let expected_end = match self.exercise.view(Ix::new(0)).team.ended {
            Some(ended) => ended,
            None => late.max(now).min(ends.max(now)),
        };
        let mut flags = Vec::new();
        if self.broken {
            flags.push(Flag::Journal);
        }
        if self.stage == Stage::Paused {
            flags.push(Flag::Paused);
        }
        let stuck = self.overdue.iter().filter(|overdue| !self.somebody_can(overdue.role, seats));
        flags.extend(stuck.max_by_key(|overdue| overdue.by).map(|overdue| Flag::Stuck {
            procedure: overdue.procedure,
            step: overdue.step as u16,
            mins: u32::try_from(overdue.by.as_mins()).unwrap_or(0),
        }));
        let pace = pace(self.overdue.iter().map(|overdue| overdue.by).max());
        TeamCare { score_permille, as_it_stands_permille, pace, planned_end, expected_end, flags }
    }

    /// Whether the role or a deputy sits there and has a hand free.
    fn somebody_can(&self, role: Ix<Role>, seats: &[SeatRow]) -> bool {
        let spec = self.exercise.scenario().roles.get(role.us());
        let deputies = spec.into_iter().flat_map(|spec| &spec.deputies).map(Ref::ix);
        std::iter::once(role).chain(deputies).any(|role| {
            let there = |row: &&SeatRow| row.role == role && (row.holder == Holder::StandIn || row.online);
            seats.iter().any(|row| there(&row)) && self.exercise.hands_left(role) > 0
        })
    }
}
