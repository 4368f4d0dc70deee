//! The exercise as it is played: with a journal, or without one for pictures and trials.

use std::path::Path;
use std::sync::Arc;

use crate::journal::{Error, Header, Run, Timeline};
use crate::model::{Scenario, SimTime};
use crate::sim::{Exercise, Input, Receipt, Refusal, Setup};
use crate::standin::Door;

/// An exercise with or without a journal.
#[derive(Debug)]
pub struct Track(Kind);

#[derive(Debug)]
enum Kind {
    Kept(Box<Run>),
    Bare(Box<Bare>),
}

/// A run without a file: the inputs are kept in memory, to look back on it.
#[derive(Debug)]
struct Bare {
    exercise: Exercise,
    setup: Setup,
    inputs: Vec<(SimTime, Input)>,
}

impl Track {
    /// A new run with a journal at `path`.
    ///
    /// # Errors
    /// When there is a file already or it cannot be written.
    pub fn start(path: &Path, scenario: &Arc<Scenario>, header: Header) -> Result<Self, Error> {
        Ok(Self(Kind::Kept(Box::new(Run::start(path, scenario, header)?))))
    }

    /// The run of the journal at `path`, taken up again.
    ///
    /// # Errors
    /// When the journal cannot be read, is finished, or is of another scenario.
    pub fn resume(path: &Path, scenario: &Arc<Scenario>) -> Result<Self, Error> {
        let (run, _) = Run::resume(path, scenario)?;
        Ok(Self(Kind::Kept(Box::new(run))))
    }

    /// A run that is kept nowhere.
    pub fn bare(scenario: &Arc<Scenario>, setup: Setup) -> Self {
        let exercise = Exercise::new(Arc::clone(scenario), &setup);
        Self(Kind::Bare(Box::new(Bare { exercise, setup, inputs: Vec::new() })))
    }

    /// The time-line of a run that is kept nowhere; that of another is read from its journal.
    pub fn timeline(&self) -> Option<Timeline> {
        let Kind::Bare(bare) = &self.0 else { return None };
        let (scenario, until) = (bare.exercise.scenario(), bare.exercise.now());
        Some(Timeline::replay(scenario, &bare.setup, bare.inputs.clone(), until))
    }

    /// Where the journal is.
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Kind::Kept(run) => Some(run.path()),
            Kind::Bare(_) => None,
        }
    }

    /// Closes the journal.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self) -> Result<(), Error> {
        match &mut self.0 {
            Kind::Kept(run) => run.finish().map(|_| ()),
            Kind::Bare(_) => Ok(()),
        }
    }
}

impl Door for Track {
    type Error = Error;

    fn exercise(&self) -> &Exercise {
        match &self.0 {
            Kind::Kept(run) => run.exercise(),
            Kind::Bare(bare) => &bare.exercise,
        }
    }

    fn advance(&mut self, to: SimTime) -> Result<(), Error> {
        match &mut self.0 {
            Kind::Kept(run) => run.advance(to),
            Kind::Bare(bare) => {
                bare.exercise.advance(to);
                Ok(())
            }
        }
    }

    fn apply(&mut self, at: SimTime, input: &Input) -> Result<Result<Receipt, Refusal>, Error> {
        match &mut self.0 {
            Kind::Kept(run) => run.apply(at, input),
            Kind::Bare(bare) => {
                bare.inputs.push((at, input.clone()));
                Ok(bare.exercise.apply(at, input))
            }
        }
    }
}
