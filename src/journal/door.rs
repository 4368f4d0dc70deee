//! Stand-ins play a journalled run through the same door as a bare exercise.

use super::error::Error;
use super::record::Answer;
use super::run::Run;
use crate::model::SimTime;
use crate::sim::{Exercise, Input};
use crate::standin::Door;

impl Door for Run {
    type Error = Error;

    fn exercise(&self) -> &Exercise {
        self.exercise()
    }

    fn advance(&mut self, to: SimTime) -> Result<(), Error> {
        self.advance(to)
    }

    fn apply(&mut self, at: SimTime, input: &Input) -> Result<Answer, Error> {
        self.apply(at, input)
    }
}
