//! A run: an exercise together with its journal.

use std::path::Path;
use std::sync::Arc;

use super::chain::Hash;
use super::error::Error;
use super::record::{Answer, Durability, Header, Record};
use super::replay::{Replayed, replay};
use super::writer::Writer;
use crate::model::{Scenario, SimTime, Span};
use crate::sim::{Exercise, Input, Refusal, Setup};

/// Simulation time between two state hashes in the journal.
const CHECKPOINT_EVERY: Span = Span::mins(15);

/// What was cut off the end of a journal when its run was taken up again: the record that was being written
/// when the program stopped. Nothing that was accepted was in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Number of the record that was never finished.
    pub record: u64,
    /// How many bytes of it had been written.
    pub bytes: u64,
}

/// An exercise whose every input and event goes to its journal.
#[derive(Debug)]
pub struct Run {
    exercise: Exercise,
    writer: Writer,
    durability: Durability,
    /// Events that have been handed to the writer.
    written: usize,
    checkpoint: SimTime,
    finished: bool,
}

impl Run {
    /// A new run of `scenario`, with a new journal at `path`. The header's content hash is filled in here.
    ///
    /// # Errors
    /// When there is a file already or it cannot be written.
    pub fn start(path: &Path, scenario: &Arc<Scenario>, mut header: Header) -> Result<Self, Error> {
        header.content_hash.clone_from(&scenario.content_hash);
        let durability = header.durability;
        let exercise = Exercise::new(Arc::clone(scenario), &header.setup);
        let writer = Writer::create(path, header)?;
        let checkpoint = exercise.now();
        let mut run = Self { exercise, writer, durability, written: 0, checkpoint, finished: false };
        run.write_events()?;
        run.writer.flush()?;
        Ok(run)
    }

    /// A run at its start that takes nothing, in the place of one whose journal at `path` cannot be taken up; that
    /// file is not touched.
    pub fn stopped(path: &Path, scenario: &Arc<Scenario>, setup: &Setup) -> Self {
        let exercise = Exercise::new(Arc::clone(scenario), setup);
        let (writer, checkpoint) = (Writer::stopped(path), exercise.now());
        Self { exercise, writer, durability: Durability::AtCommit, written: 0, checkpoint, finished: false }
    }

    /// Takes up the run of the journal at `path` where it was left: by hand, by a kill, by a power cut.
    ///
    /// # Errors
    /// When the file cannot be read or written, is damaged, belongs to a run that was finished, or when the
    /// engine no longer plays the run as it was.
    pub fn resume(path: &Path, scenario: &Arc<Scenario>) -> Result<(Self, Option<Cut>), Error> {
        let bytes = super::read_file(path)?;
        let Replayed { verified, good_bytes, torn } = replay(&bytes, scenario, &mut |_, _, _| {})?;
        if verified.ended {
            return Err(Error::Closed(path.to_owned()));
        }
        let cut = torn.map(|torn| Cut { record: torn.record, bytes: bytes.len() as u64 - good_bytes });
        let mut run = Self {
            checkpoint: verified.exercise.now(),
            exercise: verified.exercise,
            writer: Writer::reopen(path, good_bytes, verified.seal)?,
            durability: verified.header.durability,
            written: verified.events as usize,
            finished: false,
        };
        run.write_events()?;
        run.writer.commit()?;
        Ok((run, cut))
    }

    /// A new run that repeats `inputs` up to and including `at` and goes on from there by itself.
    ///
    /// # Errors
    /// As [`Run::start`].
    pub fn fork(
        path: &Path,
        scenario: &Arc<Scenario>,
        header: Header,
        inputs: &[(SimTime, Input)],
        at: SimTime,
    ) -> Result<Self, Error> {
        let durability = header.durability;
        let mut run = Self::start(path, scenario, header)?;
        run.durability = Durability::AtEnd;
        for (when, input) in inputs.iter().take_while(|(when, _)| *when <= at) {
            run.apply(*when, input)?.ok();
        }
        run.advance(at)?;
        run.durability = durability;
        run.writer.commit()?;
        Ok(run)
    }

    /// The exercise.
    pub const fn exercise(&self) -> &Exercise {
        &self.exercise
    }

    /// Where the journal is.
    pub fn path(&self) -> &Path {
        self.writer.path()
    }

    /// Lets everything up to and including `to` happen.
    ///
    /// # Errors
    /// When the journal cannot be written; the run then takes nothing more.
    pub fn advance(&mut self, to: SimTime) -> Result<(), Error> {
        self.check_open()?;
        self.exercise.advance(to);
        let any = self.write_events()?;
        if self.write_due_checkpoint()? {
            return self.settle();
        }
        // A kill of this program then loses no more than the moment; a power cut no more than a checkpoint.
        if any && self.durability != Durability::AtEnd { self.writer.flush() } else { Ok(()) }
    }

    /// Advances to `at` and applies an input. When this returns, the input is as safe as the header's
    /// durability says; an answer that was never returned may have been lost.
    ///
    /// # Errors
    /// When the journal cannot be written; the run then takes nothing more.
    pub fn apply(&mut self, at: SimTime, input: &Input) -> Result<Answer, Error> {
        self.check_open()?;
        if at < self.exercise.now() {
            // Not an input of the run: a replay, which knows only recorded moments, could not repeat the answer.
            return Ok(Err(Refusal::Past(self.exercise.now())));
        }
        self.exercise.advance(at);
        self.write_events()?;
        let answer = self.exercise.apply(at, input);
        self.writer.append(&Record::Input { at, input: input.clone(), answer: answer.clone() })?;
        self.write_events()?;
        self.write_due_checkpoint()?;
        self.settle()?;
        Ok(answer)
    }

    /// Writes a note beside the run; it is on disk with the next accepted input or [`Run::commit`].
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn note(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.check_open()?;
        self.writer.append(&Record::Note(bytes.to_vec()))
    }

    /// Puts everything written so far on disk.
    ///
    /// # Errors
    /// When the journal cannot be written; the run then takes nothing more.
    pub fn commit(&mut self) -> Result<(), Error> {
        self.check_open()?;
        self.writer.commit()
    }

    /// Writes the last state hash and the end, and gives the seal of the journal.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn finish(&mut self) -> Result<Hash, Error> {
        self.check_open()?;
        self.write_events()?;
        self.write_checkpoint()?;
        self.writer.append(&Record::End { at: self.exercise.now() })?;
        self.writer.commit()?;
        self.finished = true;
        Ok(self.writer.link())
    }

    fn check_open(&self) -> Result<(), Error> {
        if self.finished { Err(Error::Closed(self.path().to_owned())) } else { self.writer.check() }
    }

    /// Hands new events to the writer; whether there were any.
    fn write_events(&mut self) -> Result<bool, Error> {
        let new = &self.exercise.events()[self.written..];
        let any = !new.is_empty();
        self.writer.append_events(new)?;
        self.written += new.len();
        Ok(any)
    }

    /// Writes a state hash when the last one is old; whether it did.
    fn write_due_checkpoint(&mut self) -> Result<bool, Error> {
        let due = self.exercise.now() - self.checkpoint >= CHECKPOINT_EVERY;
        if due {
            self.write_checkpoint()?;
        }
        Ok(due)
    }

    fn write_checkpoint(&mut self) -> Result<(), Error> {
        let (at, events) = (self.exercise.now(), self.exercise.events().len() as u64);
        self.checkpoint = at;
        self.writer.append(&Record::Checkpoint { at, events, state_hash: self.exercise.state_hash() })
    }

    fn settle(&mut self) -> Result<(), Error> {
        match self.durability {
            Durability::EachInput => self.writer.commit(),
            Durability::AtEnd | Durability::AtCommit => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
