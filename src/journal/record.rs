//! What a journal holds.

use serde::{Deserialize, Serialize};

use super::chain::Hash;
use crate::model::SimTime;
use crate::sim::{Event, Input, Receipt, Refusal, Setup};

/// What the engine said to an input.
pub type Answer = Result<Receipt, Refusal>;

/// When an accepted input must be on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Durability {
    /// Before its receipt is given: for people.
    EachInput,
    /// When the run is finished: for runs that can be repeated from their seed.
    AtEnd,
    /// When whoever keeps the run commits it: for a hall, which gives no receipt before that and commits once for
    /// all that came together.
    AtCommit,
}

/// Where a branch left another run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// Seal of the other run's journal (the last hash of its chain).
    pub from: Hash,
    /// At which moment.
    pub at: SimTime,
}

/// The first record: what is needed to play the run again, and who played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the program.
    pub engine: String,
    /// Id of the scenario.
    pub scenario: String,
    /// Hash of the scenario's files.
    pub content_hash: String,
    /// Seed.
    pub setup: Setup,
    /// Role id and player of each seat that somebody plays.
    pub seats: Vec<(String, String)>,
    /// When the run was started, as the caller wrote it; the engine knows no calendar of this world.
    pub started: String,
    /// When an accepted input is on disk.
    pub durability: Durability,
    /// The run this one branches off.
    pub fork: Option<Fork>,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// The first.
    Header(Header),
    /// Something came in.
    Input {
        /// When.
        at: SimTime,
        /// What.
        input: Input,
        /// What the engine said.
        answer: Answer,
    },
    /// What happened next, in order.
    Events(Vec<Event>),
    /// The state, to compare with.
    Checkpoint {
        /// When.
        at: SimTime,
        /// Events so far.
        events: u64,
        /// Hash of the state.
        state_hash: Hash,
    },
    /// What a hall notes down beside the run: who sat where, who asked for the next input. Changes nothing in the run.
    Note(Vec<u8>),
    /// The last: the log was closed at this moment of the exercise.
    End {
        /// When.
        at: SimTime,
    },
}

const HEADER: u8 = 1;
const INPUT: u8 = 2;
const EVENTS: u8 = 3;
const CHECKPOINT: u8 = 4;
const END: u8 = 5;
const NOTE: u8 = 6;

impl Record {
    /// The number of its kind in a frame.
    pub(super) const fn kind(&self) -> u8 {
        match self {
            Self::Header(_) => HEADER,
            Self::Input { .. } => INPUT,
            Self::Events(_) => EVENTS,
            Self::Checkpoint { .. } => CHECKPOINT,
            Self::End { .. } => END,
            Self::Note(_) => NOTE,
        }
    }

    /// Its payload.
    pub(super) fn encode(&self) -> postcard::Result<Vec<u8>> {
        match self {
            Self::Header(header) => postcard::to_stdvec(header),
            Self::Input { at, input, answer } => postcard::to_stdvec(&(at, input, answer)),
            Self::Events(events) => postcard::to_stdvec(events),
            Self::Checkpoint { at, events, state_hash } => postcard::to_stdvec(&(at, events, state_hash)),
            Self::End { at } => postcard::to_stdvec(at),
            Self::Note(bytes) => Ok(bytes.clone()),
        }
    }

    /// Reads a payload; nothing when the kind is unknown or the bytes are not exactly one record.
    pub(super) fn decode(kind: u8, payload: &[u8]) -> Option<Self> {
        match kind {
            HEADER => whole(payload).map(Self::Header),
            INPUT => whole(payload).map(|(at, input, answer)| Self::Input { at, input, answer }),
            EVENTS => whole(payload).map(Self::Events),
            CHECKPOINT => whole(payload).map(|(at, events, state_hash)| Self::Checkpoint { at, events, state_hash }),
            END => whole(payload).map(|at| Self::End { at }),
            NOTE => Some(Self::Note(payload.to_vec())),
            _ => None,
        }
    }
}

fn whole<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Option<T> {
    match postcard::take_from_bytes(payload) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}
