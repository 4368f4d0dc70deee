//! The figures of a team's run by which the teams of a hall are compared, from its journal.

use std::sync::Arc;

use super::protocol::Mark;
use super::sheet::{Settled, Sheet, marks};
use crate::journal::{self, Broken};
use crate::model::{Scenario, SimTime};
use crate::score::{ClockState, RunState, Score, Times, score};

/// What a team has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The last moment of its journal.
    pub now: SimTime,
    /// How far its run has come.
    pub state: RunState,
    /// The score in thousandths; a floor while the run goes on.
    pub permille: u32,
    /// What it would be if the run ended regularly now.
    pub as_it_stands_permille: u32,
    /// Whether the run is passed; only one that has ended can be.
    pub passed: bool,
    /// Times of the response.
    pub times: Times,
    /// Legal clocks that ran out or were stopped late.
    pub late_clocks: u32,
    /// Critical tasks.
    pub tasks: Tasks,
}

/// Critical tasks by the mark that stands: that of the evaluators where they agree, else the one proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tasks {
    /// Performed without challenges.
    pub p: u32,
    /// Performed with some challenges.
    pub s: u32,
    /// Performed with major challenges.
    pub m: u32,
    /// Unable to be performed.
    pub u: u32,
    /// No mark stands: neither proposed nor given.
    pub open: u32,
    /// Evaluators give different marks.
    pub differ: u32,
    /// Evaluators agree on another mark than the one proposed.
    pub overridden: u32,
}

impl Tasks {
    /// How many have this mark.
    pub const fn marked(&self, mark: Mark) -> u32 {
        match mark {
            Mark::P => self.p,
            Mark::S => self.s,
            Mark::M => self.m,
            Mark::U => self.u,
        }
    }

    /// The critical tasks of a score with what evaluators said of them.
    pub fn of(score: &Score, sheet: &Sheet) -> Self {
        let mut tasks = Self::default();
        for task in &score.tasks {
            let settled = Settled::of(task.rating, &sheet.given(&task.step.step));
            tasks.overridden += u32::from(matches!(settled, Settled::Overridden(_)));
            let count = match settled.mark() {
                Some(Mark::P) => &mut tasks.p,
                Some(Mark::S) => &mut tasks.s,
                Some(Mark::M) => &mut tasks.m,
                Some(Mark::U) => &mut tasks.u,
                None if settled == Settled::Differs => &mut tasks.differ,
                None => &mut tasks.open,
            };
            *count += 1;
        }
        tasks
    }
}

/// The figures of a journal as it stands: finished, unfinished or still being written.
///
/// # Errors
/// The first bad record; a torn last one is none.
pub fn figures(journal: &[u8], scenario: &Arc<Scenario>) -> Result<Figures, Broken> {
    let exercise = journal::as_it_stands(journal, scenario)?.exercise;
    let score = score(exercise.scenario(), exercise.events(), exercise.now());
    let is_late = |state: ClockState| state == ClockState::Missed;
    Ok(Figures {
        now: exercise.now(),
        state: score.state,
        permille: score.permille,
        as_it_stands_permille: score.as_it_stands_permille,
        passed: score.verdict.passed,
        times: score.outcome.times,
        late_clocks: score.outcome.clocks.iter().filter(|clock| is_late(clock.state)).count() as u32,
        tasks: Tasks::of(&score, &marks(journal)?),
    })
}
