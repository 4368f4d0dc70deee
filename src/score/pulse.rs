//! What the direction asks for every second while a run goes on: cheaper than the whole score.

use super::fold::Fold;
use super::lines::{self, Moment};
use super::result::{RunState, Status};
use super::tally::Tally;
use crate::model::{Inject, Ix, Procedure, Role, Scenario, SimTime, Span};

/// A step of the plan that applies and whose time is over, not yet done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// Procedure of the plan.
    pub procedure: Ix<Procedure>,
    /// Place of the step in it.
    pub step: usize,
    /// Role that should do it.
    pub role: Ix<Role>,
    /// Since how long.
    pub by: Span,
}

/// How what an inject asks for stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands; open as long as the inject has not been sent.
    pub status: Status,
    /// Until when.
    pub due: Option<SimTime>,
    /// When it was done.
    pub met: Option<SimTime>,
}

impl Fold {
    /// [`super::Score::permille`] and [`super::Score::as_it_stands_permille`] alone.
    pub fn permille(&self, scenario: &Scenario, now: SimTime) -> (u32, u32) {
        let out_of_order_percent = scenario.plan.shares.out_of_order_percent.into();
        let at = |settled| Tally::new(self, scenario, Moment { now, settled, out_of_order_percent }).permille();
        match self.run_state() {
            RunState::Complete => (at(true), at(true)),
            RunState::Running | RunState::StoppedEarly => (at(false), at(true)),
        }
    }

    /// Steps that are overdue, in the order of the plan.
    pub fn overdue(&self, scenario: &Scenario, now: SimTime) -> Vec<Overdue> {
        let rules = self.rules.steps.iter();
        let late = rules.filter_map(|rule| {
            let by = lines::overdue(self, now, rule)?;
            let step = self.rules.plan_step(scenario, rule)?;
            Some(Overdue { procedure: *rule.procedures.first()?, step: rule.index, role: step.role.ix(), by })
        });
        late.collect()
    }

    /// How far a team is behind the plan: as much as its most overdue open step; when none is, as much as the step
    /// that it did last was late `[P]`.
    pub fn delay(&self, now: SimTime) -> Span {
        let rules = || self.rules.steps.iter();
        let open = rules().filter_map(|rule| lines::overdue(self, now, rule)).max();
        let last = || rules().filter_map(|rule| lines::done(self, rule)).max().map(|(_, late)| late);
        open.or_else(last).unwrap_or(Span::ZERO)
    }

    /// How what an inject asks for stands; none when it brings no points.
    pub fn inject_standing(&self, inject: Ix<Inject>, now: SimTime) -> Option<Standing> {
        let at = Moment { now, settled: false, out_of_order_percent: 0 };
        let (number, rule) = self.rules.injects.iter().enumerate().find(|(_, rule)| rule.inject == inject)?;
        let line = lines::inject(self, at, number, rule);
        Some(Standing { status: line.status, due: line.due, met: line.met.map(|mark| mark.at) })
    }
}
