//! A recorded run with copies of its exercise along the way, to look at any moment of it at once.

use std::path::Path;
use std::sync::Arc;

use super::chain::Hash;
use super::error::{Broken, Error};
use super::record::Header;
use super::replay::{Replayed, replay};
use crate::model::{Scenario, SimTime, Span};
use crate::sim::{Control, Exercise, Input, Setup};

/// Copies kept at most; beyond it every second one is dropped and the next ones stand twice as far apart.
const MARKS_MAX: usize = 64;
/// Inputs and events between two copies at first: the work of catching up, whatever the time between them.
const WORK_BETWEEN: usize = 64;
/// Copies are looked for at least this often.
const LOOK_EVERY: Span = Span::mins(5);

/// A copy of the exercise and how many inputs had been applied to it.
#[derive(Clone, Debug)]
struct Mark {
    inputs: usize,
    exercise: Exercise,
}

impl Mark {
    fn work(&self) -> usize {
        self.inputs + self.exercise.events().len()
    }
}

/// A recorded run from its start to its last recorded moment.
#[derive(Clone, Debug)]
pub struct Timeline {
    inputs: Vec<(SimTime, Input)>,
    marks: Vec<Mark>,
    work_between: usize,
    until: SimTime,
}

impl Timeline {
    /// The time-line of the journal at `path`, with its header and seal. The journal is checked on the way;
    /// a torn last record is left out.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged, or the engine plays the run otherwise.
    pub fn load(path: &Path, scenario: &Arc<Scenario>) -> Result<(Self, Header, Hash), Error> {
        Ok(Self::read(&super::read_file(path)?, scenario)?)
    }

    /// As [`Timeline::load`], of the bytes of a journal.
    ///
    /// # Errors
    /// When they are damaged, or the engine plays the run otherwise.
    pub fn read(bytes: &[u8], scenario: &Arc<Scenario>) -> Result<(Self, Header, Hash), Broken> {
        let mut inputs = Vec::new();
        let Replayed { verified, .. } = replay(bytes, scenario, &mut |at, input, _| inputs.push((at, input.clone())))?;
        let timeline = Self::replay(scenario, &verified.header.setup, inputs, verified.exercise.now());
        Ok((timeline, verified.header, verified.seal))
    }

    /// The time-line of a run with these inputs, in order, up to `until`.
    pub fn replay(scenario: &Arc<Scenario>, setup: &Setup, inputs: Vec<(SimTime, Input)>, until: SimTime) -> Self {
        let mut exercise = Exercise::new(Arc::clone(scenario), setup);
        let start = Mark { inputs: 0, exercise: exercise.clone() };
        let mut timeline = Self { inputs, marks: vec![start], work_between: WORK_BETWEEN, until };
        for index in 0..timeline.inputs.len() {
            let at = timeline.inputs[index].0;
            timeline.walk(&mut exercise, at, index);
            exercise.apply(at, &timeline.inputs[index].1).ok();
            timeline.mark(&exercise, index + 1);
        }
        let all = timeline.inputs.len();
        timeline.walk(&mut exercise, until, all);
        timeline
    }

    /// The inputs in order.
    pub fn inputs(&self) -> &[(SimTime, Input)] {
        &self.inputs
    }

    /// The last recorded moment.
    pub const fn until(&self) -> SimTime {
        self.until
    }

    /// The exercise when everything up to and including `time` has happened.
    pub fn at(&self, time: SimTime) -> Exercise {
        let before = self.marks.partition_point(|mark| mark.exercise.now() <= time);
        // The first mark is the start; a time before it gives the start.
        let mark = &self.marks[before.saturating_sub(1)];
        let mut exercise = mark.exercise.clone();
        for (at, input) in self.inputs[mark.inputs..].iter().take_while(|(at, _)| *at <= time) {
            match input {
                // A jump past the moment stops at it.
                Input::Control(Control::Jump(to)) if *to > time => {
                    exercise.apply(*at, &Input::Control(Control::Jump(time))).ok();
                }
                _ => drop(exercise.apply(*at, input)),
            }
        }
        exercise.advance(time);
        exercise
    }

    /// Advances to `to` with a look for a copy every now and then.
    fn walk(&mut self, exercise: &mut Exercise, to: SimTime, inputs: usize) {
        while exercise.now() < to {
            let before = exercise.now();
            exercise.advance((before + LOOK_EVERY).min(to));
            self.mark(exercise, inputs);
            if exercise.now() == before {
                return; // over, or paused
            }
        }
    }

    fn mark(&mut self, exercise: &Exercise, inputs: usize) {
        let done = self.marks.last().map_or(0, Mark::work);
        if inputs + exercise.events().len() < done + self.work_between {
            return;
        }
        self.marks.push(Mark { inputs, exercise: exercise.clone() });
        if self.marks.len() > MARKS_MAX {
            let mut index = 0;
            self.marks.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.work_between *= 2;
        }
    }
}
