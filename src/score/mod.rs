//! The score: a pure fold over the events of a run, explained down to each event, rule and clause.
//!
//! [`Fold`] takes in events one by one and can be asked at any of them; [`score`] does both for a whole log.
//! How points come about, and why a run that goes on never loses what it has:
//!
//! - Four shares (`shares` of the plan): steps by weight, deadlines with legal ones counting more, evidence and
//!   reports, communication. What a share in which nothing applies would bring goes to the steps. Penalties
//!   cost, each once.
//! - An item that never applied is struck out at the end, and only when nothing was credited on it.
//! - Until the run is complete everything counts at its worst: what may still apply as applicable and not done,
//!   penalties as incurred, shares of the hosts touched as not reached. This floor only rises, and at the end it
//!   is the score. A run stopped by a control keeps its floor.
//! - An inject that the direction makes up takes its points from what of the communication share is not yet earned.
//! - A criterion once met stays met, and its first meeting counts for the deadline; a step done before one it
//!   needs is in order once it is done again after it. So doing more of what is right never costs points.

mod added;
mod compile;
mod fold;
mod groups;
mod items;
mod lines;
mod outcome;
mod places;
mod pulse;
mod rating;
mod render;
mod result;
mod rules;
mod tally;
#[cfg(test)]
mod tests;
mod words;

pub use fold::Fold;
pub use outcome::{Alerts, ClockResult, ClockState, Downtime, Leak, Outcome, Times};
pub use pulse::{Overdue, Standing};
pub use rating::is_critical;
pub use render::render_text;
pub use result::*;
pub use words::Words;

use crate::model::{Scenario, SimTime};
use crate::sim::{EndReason, Event};

use lines::Moment;
use outcome::outcome;
use tally::Tally;

/// The score of a log at `now`.
pub fn score(scenario: &Scenario, events: &[Event], now: SimTime) -> Score {
    let mut fold = Fold::new(scenario);
    for event in events {
        fold.push(event);
    }
    fold.score(scenario, now)
}

impl Fold {
    /// How far the run has come.
    pub fn run_state(&self) -> RunState {
        match self.ended {
            None => RunState::Running,
            Some((_, EndReason::Control)) => RunState::StoppedEarly,
            Some((_, EndReason::Time | EndReason::Condition)) => RunState::Complete,
        }
    }

    /// The score of the events taken in so far, at `now`; `scenario` is the one it was made for.
    pub fn score(&self, scenario: &Scenario, now: SimTime) -> Score {
        let state = self.run_state();
        let moment =
            |settled| Moment { now, settled, out_of_order_percent: scenario.plan.shares.out_of_order_percent.into() };
        let settled = state == RunState::Complete;
        let tally = Tally::new(self, scenario, moment(settled));
        let as_it_stands_permille =
            if settled { tally.permille() } else { Tally::new(self, scenario, moment(true)).permille() };
        let items = items::items(self, scenario, &tally);
        Score {
            scenario: scenario.file.id.clone(),
            content_hash: scenario.content_hash.clone(),
            at: now,
            state,
            t0: self.t0.map(|mark| mark.at),
            permille: tally.permille(),
            total_micro: tally.total_micro,
            as_it_stands_permille,
            verdict: self.verdict(scenario, state, tally.permille()),
            groups: groups::groups(scenario, &items),
            tasks: rating::tasks(self, scenario, &items),
            outcome: outcome(self, scenario, now, settled),
            shares: tally.shares,
            items,
        }
    }

    fn verdict(&self, scenario: &Scenario, state: RunState, permille: u32) -> Verdict {
        let pass = &scenario.file.pass;
        let holds = |cond: &crate::model::Ref<crate::model::NamedCond>| {
            self.conds.get(cond.ix().us()).is_some_and(|(_, holds)| *holds)
        };
        let must: Vec<_> = pass.must.iter().map(|cond| (cond.clone(), holds(cond))).collect();
        let needed_permille = u32::from(pass.score_percent) * 10;
        let passed = state != RunState::Running && permille >= needed_permille && must.iter().all(|(_, holds)| *holds);
        Verdict { passed, needed_permille, must }
    }
}
