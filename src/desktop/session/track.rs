//! The exercise as it is played: with a journal, or without one for pictures and trials.

use std::path::Path;
use std::sync::Arc;

use crate::journal::{Error, Header, Run};
use crate::model::{Scenario, SimTime};
use crate::sim::{Exercise, Input, Receipt, Refusal};
use crate::standin::Door;

/// An exercise with or without a journal.
#[derive(Debug)]
pub struct Track(Kind);

#[derive(Debug)]
enum Kind {
    Kept(Box<Run>),
    Bare(Box<Exercise>),
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
    pub fn bare(exercise: Exercise) -> Self {
        Self(Kind::Bare(Box::new(exercise)))
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
            Kind::Bare(exercise) => exercise,
        }
    }

    fn advance(&mut self, to: SimTime) -> Result<(), Error> {
        match &mut self.0 {
            Kind::Kept(run) => run.advance(to),
            Kind::Bare(exercise) => {
                exercise.advance(to);
                Ok(())
            }
        }
    }

    fn apply(&mut self, at: SimTime, input: &Input) -> Result<Result<Receipt, Refusal>, Error> {
        match &mut self.0 {
            Kind::Kept(run) => run.apply(at, input),
            Kind::Bare(exercise) => Ok(exercise.apply(at, input)),
        }
    }
}
