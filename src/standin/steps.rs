//! When the time of a plan step has come.

use crate::model::{Criterion, Phase, PlanStep, SimTime, Span};

use super::checklist::StepStatus;
use super::errands::Errand;
use super::mind::{Mind, Reason};

/// Wants of the plan come in this order among themselves; things on the desk may come before.
const STEP_URGENCY: i64 = 1_000_000_000;
/// How long a member waits for a step that should come first, when its own has no deadline.
const PATIENCE: Span = Span::hours(6);
/// The same for steps of removing and restoring, which are worth little out of order.
const LONG_PATIENCE: Span = Span::hours(24);
/// A report on findings is not written before this much is known about an incident.
const FIRST_FINDINGS: Span = Span::hours(3);

impl Mind<'_> {
    /// What the plan's steps make it want.
    pub fn want_plan_steps(&mut self) {
        for (system, span) in &self.desk.training.outages {
            if let Some(at) = self.desk.public.will_be_out(*system, *span) {
                self.look_again_at(at);
            }
        }
        for place in 0..self.desk.steps.len() {
            let status = &self.desk.steps[place];
            if !self.desk.training.concerns(place, self.me) || !status.applies_to(self) {
                continue;
            }
            let step = status.step(self.scenario());
            if let Some(not_before) = self.ripe(place, step) {
                let due = status.due.map_or(i64::MAX / 4, |due| due.0).min(i64::MAX / 8);
                let errand = Errand {
                    reason: Reason::Step(place as u32),
                    first: std::slice::from_ref(&status.role),
                    urgency: STEP_URGENCY + due + place as i64,
                    not_before,
                    since: None,
                };
                self.pursue(errand, &step.judge);
            }
        }
    }

    /// Whether the time of a step has come, and if so before when it is not done all the same.
    fn ripe(&mut self, place: usize, step: &PlanStep) -> Option<SimTime> {
        if step.phase == Phase::P0 {
            return Some(SimTime::START);
        }
        if !self.known.is_alarmed() && self.desk.view.team.opened.is_none() {
            return None;
        }
        if !self.desk.steps[place].waits_for.is_empty() {
            let late = self.lateness(place, step);
            if self.now() < late {
                self.look_again_at(late);
                return None;
            }
        }
        let not_before = self.proper_time(place, step)?;
        self.look_again_at(not_before);
        Some(not_before)
    }

    /// When a member goes ahead although a step that should come first does not look done.
    fn lateness(&self, place: usize, step: &PlanStep) -> SimTime {
        let t0 = self.desk.steps[place].since.unwrap_or(self.now());
        let patience = if step.phase >= Phase::P4 { LONG_PATIENCE } else { PATIENCE };
        let late = self.desk.steps[place].due.map_or(t0 + patience, |due| due - Span((due - t0).0 / 4));
        late.min(self.late_in_the_run(t0))
    }

    /// Three quarters of the run: what is due later, or never, is done by then.
    pub fn late_in_the_run(&self, t0: SimTime) -> SimTime {
        let end = SimTime::after_start(self.scenario().file.ends);
        end - Span(((end - t0).0 / 4).max(0))
    }

    /// The moment from which a step makes sense: reports when there is something to report, the closing
    /// steps when the systems are back.
    fn proper_time(&self, place: usize, step: &PlanStep) -> Option<SimTime> {
        let Some(t0) = self.desk.steps[place].since else { return Some(SimTime::START) };
        let due = self.desk.steps[place].due;
        let reports = matches!(step.judge, Criterion::Report { .. });
        let moment = match step.phase {
            Phase::P6 => {
                let last = due.map_or(t0 + Span::hours(30), |due| t0 + Span((due - t0).0 * 3 / 4));
                let last = last.min(self.late_in_the_run(t0));
                (self.recovered() || self.now() >= last).then_some(t0 + FIRST_FINDINGS)?
            }
            _ if reports => match due {
                Some(due) if due - t0 > Span::hours(2) => t0 + Span((due - t0).0 * 2 / 5),
                Some(_) => t0,
                None => t0 + FIRST_FINDINGS,
            },
            Phase::P5 => t0 + Span::mins(60),
            _ => t0,
        };
        Some(moment.min(self.late_in_the_run(t0)))
    }

    /// Whether every step of removing and restoring that applies looks done.
    pub fn recovered(&self) -> bool {
        let steps = self.desk.steps.iter();
        let mut of_recovery = steps.filter(|status| status.applies && status.step(self.scenario()).phase == Phase::P4);
        of_recovery.all(|status| status.done.is_some()) && self.belief().is_quiet()
    }
}

impl StepStatus {
    /// Whether the step applies as this mind sees it. What only a seat knows so far counts as well.
    fn applies_to(&self, mind: &Mind<'_>) -> bool {
        let step = self.step(mind.scenario());
        let has_begun = mind.desk.view.team.has_begun(mind.scenario(), self.procedure);
        self.applies || has_begun && step.cond.as_ref().is_some_and(|cond| mind.belief().holds_named(cond.ix()))
    }
}
