//! Plays a recorded run again and compares it with what was written.

use std::path::Path;
use std::sync::Arc;

use super::chain::Hash;
use super::error::{Broken, Error, Why};
use super::reader::{Entry, Reader};
use super::record::{Header, Record};
use crate::model::{Scenario, SimTime};
use crate::sim::{Event, Exercise, Input};

/// A journal that holds: what it says of the run is what the engine gives.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The header.
    pub header: Header,
    /// Records, the header among them.
    pub records: u64,
    /// Inputs, accepted or refused.
    pub inputs: u64,
    /// Events compared.
    pub events: u64,
    /// State hashes compared.
    pub checkpoints: u64,
    /// Whether the run was finished; otherwise more could have followed.
    pub ended: bool,
    /// The last hash of the chain. Written down elsewhere, it proves that nothing was changed or cut off.
    pub seal: Hash,
    /// The exercise at the last recorded moment.
    pub exercise: Exercise,
}

/// Checks the journal at `path`: the chain, then every answer, event and state hash against a fresh run.
///
/// # Errors
/// The first bad record, or that the file cannot be read.
pub fn verify(path: &Path, scenario: &Arc<Scenario>) -> Result<Verified, Error> {
    Ok(verify_bytes(&super::read_file(path)?, scenario)?)
}

/// As [`verify`], of the bytes of a journal.
///
/// # Errors
/// The first bad record.
pub fn verify_bytes(bytes: &[u8], scenario: &Arc<Scenario>) -> Result<Verified, Broken> {
    let replayed = replay(bytes, scenario, &mut |_, _, _| {})?;
    match replayed.torn {
        Some(torn) => Err(torn),
        None => Ok(replayed.verified),
    }
}

/// As [`verify_bytes`], of a journal that may still be written: a torn last record is left out.
///
/// # Errors
/// The first bad record.
pub fn as_it_stands(bytes: &[u8], scenario: &Arc<Scenario>) -> Result<Verified, Broken> {
    replay(bytes, scenario, &mut |_, _, _| {}).map(|replayed| replayed.verified)
}

/// What playing a journal again gave.
pub(super) struct Replayed {
    /// The part that holds.
    pub verified: Verified,
    /// The bytes of the file that hold.
    pub good_bytes: u64,
    /// The record that was being written when the program stopped.
    pub torn: Option<Broken>,
}

/// Plays the records of `bytes` again, comparing everything; a torn last record ends it without being an error.
/// `seen` gets each input with the exercise after it.
pub(super) fn replay(
    bytes: &[u8],
    scenario: &Arc<Scenario>,
    seen: &mut dyn FnMut(SimTime, &Input, &Exercise),
) -> Result<Replayed, Broken> {
    // Damage comes before difference.
    check_chain(bytes)?;
    let mut reader = Reader::new(bytes)?;
    let header = reader.header().clone();
    if header.content_hash != scenario.content_hash {
        let why = Why::OtherScenario(header.content_hash, scenario.content_hash.clone());
        return Err(Broken { record: 0, offset: super::chain::OPENING.len() as u64, why });
    }
    let exercise = Exercise::new(Arc::clone(scenario), &header.setup);
    let mut again = Again { exercise, inputs: 0, events: 0, checkpoints: 0 };
    let mut torn = None;
    for entry in &mut reader {
        match entry {
            Ok(Entry { number, offset, record }) => {
                again.compare(&record, seen).map_err(|why| Broken { record: number, offset, why })?;
            }
            Err(broken) if broken.why == Why::Torn => torn = Some(broken),
            Err(broken) => return Err(broken),
        }
    }
    let Again { exercise, inputs, events, checkpoints } = again;
    let (records, ended, seal) = (reader.records(), reader.ended(), reader.link());
    let verified = Verified { header, records, inputs, events, checkpoints, ended, seal, exercise };
    Ok(Replayed { verified, good_bytes: reader.offset(), torn })
}

/// Checks the chain of a journal to its end without playing anything; a torn last record is no error.
///
/// # Errors
/// The first damaged record.
pub fn check_chain(bytes: &[u8]) -> Result<(), Broken> {
    let mut reader = Reader::new(bytes)?;
    match reader.find_map(Result::err) {
        Some(broken) if broken.why != Why::Torn => Err(broken),
        _ => Ok(()),
    }
}

/// A run played again beside its records.
struct Again {
    exercise: Exercise,
    inputs: u64,
    events: u64,
    checkpoints: u64,
}

impl Again {
    fn compare(&mut self, record: &Record, seen: &mut dyn FnMut(SimTime, &Input, &Exercise)) -> Result<(), Why> {
        match record {
            Record::Header(_) => Err(Why::OutOfOrder),
            Record::Note(_) => Ok(()),
            Record::Input { at, input, answer } => {
                self.inputs += 1;
                if self.exercise.apply(*at, input) != *answer {
                    return Err(Why::OtherAnswer(*at));
                }
                seen(*at, input, &self.exercise);
                Ok(())
            }
            Record::Events(events) => events.iter().try_for_each(|event| self.compare_event(event)),
            Record::Checkpoint { at, events, state_hash } => {
                self.checkpoints += 1;
                self.reach(*at);
                if self.exercise.events().len() as u64 != *events {
                    return Err(Why::OtherCount(self.exercise.events().len() as u64));
                }
                if self.exercise.state_hash() != *state_hash {
                    return Err(Why::OtherState(*at));
                }
                Ok(())
            }
            Record::End { at } => {
                self.reach(*at);
                match self.exercise.events().len() as u64 {
                    count if count == self.events => Ok(()),
                    count => Err(Why::OtherCount(count)),
                }
            }
        }
    }

    /// Lets time pass up to `at`, unless it has come: what an input brings about at its own moment happens
    /// only after a record that was written right behind it.
    fn reach(&mut self, at: SimTime) {
        if self.exercise.now() < at {
            self.exercise.advance(at);
        }
    }

    /// Events are written in order, so the next one written is the next one that happens.
    fn compare_event(&mut self, event: &Event) -> Result<(), Why> {
        let number = self.events as usize;
        if self.exercise.events().len() <= number {
            self.exercise.advance(event.at);
        }
        if self.exercise.events().get(number) != Some(event) {
            return Err(Why::OtherEvent(self.events));
        }
        self.events += 1;
        Ok(())
    }
}
