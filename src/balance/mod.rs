//! Balance: many runs of a scenario by teams of stand-ins, and what they say about the scenario.
//!
//! [`Spec`] says who plays how often, [`play`] plays it on all cores, [`Report`] draws the figures from the
//! [`Record`]s. Every team meets the same seeds, so that teams differ by skill and not by luck.

mod figures;
mod findings;
mod load;
mod picture;
mod pool;
mod record;
mod report;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use figures::{LuckAndSkill, Spread, Times};
pub use findings::Finding;
pub use load::{Load, WINDOW};
pub use picture::picture;
pub use pool::{Watch, play};
pub use record::{Fate, Record, StepRecord};
pub use report::*;
pub use text::render_text;

use crate::sim::Setup;
use crate::standin::Kind;

/// Skills of the teams that follow the plan, in thousandths.
const SKILLS: [u16; 5] = [0, 250, 500, 750, 1_000];

/// Who plays, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The teams: each has the same kind of stand-in on every seat.
    pub teams: Vec<Kind>,
    /// Runs of all teams together.
    pub runs: usize,
    /// Rule profile and handicaps of every run; its seed is not used.
    pub setup: Setup,
    /// First seed; the next runs of a team have the seeds that follow.
    pub first_seed: u64,
}

/// A single run to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Team, by place in [`Spec::teams`].
    pub team: usize,
    /// Seed.
    pub seed: u64,
}

impl Spec {
    /// The usual teams: one that does nothing, one that acts at random, and five that follow the plan.
    pub fn usual_teams() -> Vec<Kind> {
        let skilled = SKILLS.into_iter().map(|skill_permille| Kind::PlanFollower { skill_permille });
        [Kind::DoNothing, Kind::Random].into_iter().chain(skilled).collect()
    }

    /// The run with this number, counted from 0: the teams take turns on each seed.
    pub fn job(&self, number: usize) -> Option<Job> {
        let teams = self.teams.len().max(1);
        let seed = self.first_seed.wrapping_add((number / teams) as u64);
        (number < self.runs && !self.teams.is_empty()).then_some(Job { team: number % teams, seed })
    }
}
