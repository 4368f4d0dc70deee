//! What a team's journal holds beside the run itself. Notes and inputs together give a team back after the host
//! was killed; there is no other file.

use serde::{Deserialize, Serialize};

use super::protocol::{DeskAct, SheetAct};
use crate::journal::{self, Answer, Broken, Reader, Record, Run, Why};
use crate::model::{Ix, Role, SimTime};
use crate::sim::Input;
use crate::standin::Door;

/// Who asked for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Who {
    /// Whoever sits on the seat.
    Seat(Ix<Role>),
    /// The facilitator or evaluator whose token has this hash.
    Staff(u64),
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// A deed of the seat: the next input.
    Deed,
    /// An act of the facilitator of this name; a control of the run is also the next input.
    Desk(String, DeskAct),
    /// An act of the evaluator of this name.
    Sheet(String, SheetAct),
}

/// A note in a team's journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// A host took the run up.
    Opened,
    /// Somebody asked for something new.
    Asked {
        /// When.
        at: SimTime,
        /// Who.
        who: Who,
        /// Under which id.
        id: u64,
        /// For what.
        what: Asked,
    },
    /// Somebody sat down.
    Seated {
        /// Where.
        role: Ix<Role>,
        /// How many have sat there, this one included.
        generation: u32,
        /// Hash of the token.
        holder: [u8; 32],
        /// Name and unit.
        name: String,
    },
    /// A seat answered a readiness check.
    Ready {
        /// Which seat.
        role: Ix<Role>,
        /// Number of the check.
        test: u32,
        /// Version of its program.
        version: String,
        /// By how many milliseconds its clock was ahead of the host's.
        clock_off_ms: i64,
    },
    /// A seat's draft.
    Draft {
        /// Which seat.
        role: Ix<Role>,
        /// Which draft.
        slot: String,
        /// Its revision.
        rev: u64,
        /// What it says; nothing removes it.
        text: String,
    },
    /// A seat has opened so many of its messages and injects.
    Read {
        /// Which seat.
        role: Ix<Role>,
        /// How many.
        items: u32,
    },
    /// A facilitator or evaluator took the view of a seat.
    Looked {
        /// When.
        at: SimTime,
        /// Its name and unit.
        name: String,
        /// The seat.
        role: Ix<Role>,
    },
}

/// Something that a team's journal gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// A note.
    Note(Note),
    /// An input with its answer.
    Input(SimTime, Input, Answer),
}

/// A team's run with its journal: what [`Door`] does, and notes. What was written is safe once [`Log::commit`] has
/// returned without an error.
pub trait Log: Door {
    /// Writes a note behind what was written so far.
    ///
    /// # Errors
    /// When it cannot be written; the log then takes nothing more.
    fn note(&mut self, note: &Note) -> Result<(), Self::Error>;

    /// Makes everything written so far safe.
    ///
    /// # Errors
    /// When it cannot be written; the log then takes nothing more.
    fn commit(&mut self) -> Result<(), Self::Error>;
}

impl Log for Run {
    fn note(&mut self, note: &Note) -> Result<(), journal::Error> {
        let bytes = postcard::to_stdvec(note).map_err(|_| journal::Error::RecordTooLong(usize::MAX))?;
        Self::note(self, &bytes)
    }

    fn commit(&mut self) -> Result<(), journal::Error> {
        Self::commit(self)
    }
}

/// The notes and inputs of a journal, in order; a torn last record is left out.
///
/// # Errors
/// The first bad record.
pub fn trail(journal: &[u8]) -> Result<Vec<Trace>, Broken> {
    let mut traces = Vec::new();
    for entry in Reader::new(journal)? {
        let entry = match entry {
            Err(broken) if broken.why == Why::Torn => break,
            entry => entry?,
        };
        match entry.record {
            Record::Input { at, input, answer } => traces.push(Trace::Input(at, input, answer)),
            Record::Note(bytes) => match postcard::from_bytes(&bytes) {
                Ok(note) => traces.push(Trace::Note(note)),
                Err(_) => return Err(Broken { record: entry.number, offset: entry.offset, why: Why::Unreadable }),
            },
            Record::Header(_) | Record::Events(_) | Record::Checkpoint { .. } | Record::End { .. } => {}
        }
    }
    Ok(traces)
}
