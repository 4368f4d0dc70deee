//! What can be said between a client and the host. A frame is the version byte and one message in postcard.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::book::{Book, BookId};
use super::limits;
use super::rules::Standing;
use super::screen::{Stage, Update};
use crate::model::{Ix, Role};
/// A mark for a critical task, as the score proposes it.
pub use crate::score::Rating as Mark;
use crate::sim::{self, Control, FieldValue, Order, Params, Receipt, Refusal, Work};

/// Version of the protocol, the first byte of every frame. No other version is understood.
pub const PROTOCOL_VERSION: u8 = 4;

/// What a client is known by: 16 random bytes that it chose and keeps. Whoever has it has the seat.
pub type Token = [u8; 16];

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Before joining: who it is and what it wants.
    Hello(Hello),
    /// At the gate: takes a seat.
    Sit {
        /// Team, counted from 0.
        team: u16,
        /// Seat; any free one without it.
        role: Option<Ix<Role>>,
    },
    /// On a seat: does something in the exercise. A repeat of the id does nothing and gets the same answer.
    Deed {
        /// Chosen by the client, growing from 1.
        id: u64,
        /// What.
        deed: Deed,
    },
    /// On a seat: keeps a draft. The highest revision of a slot wins.
    Draft {
        /// Which draft.
        slot: String,
        /// Its revision.
        rev: u64,
        /// What it says; nothing removes it.
        text: String,
    },
    /// On a seat: answers the readiness check of this number.
    Ready {
        /// Number of the check.
        test: u32,
        /// Version of its program.
        version: String,
        /// Its clock, in milliseconds since 1970.
        clock_ms: u64,
    },
    /// At the facilitator's desk.
    Desk {
        /// As of a deed.
        id: u64,
        /// Which teams it is for.
        scope: Scope,
        /// What.
        act: DeskAct,
    },
    /// At an evaluator's sheet.
    Sheet {
        /// As of a deed.
        id: u64,
        /// Team, counted from 0.
        team: u16,
        /// What.
        act: SheetAct,
    },
    /// Up to which update the screen stands; 0 asks for a whole one.
    Seen {
        /// Its number.
        serial: u64,
    },
    /// Wants the book of its standing.
    Book,
    /// On a seat: so many of its messages and injects, from the first on, have been opened. Fewer than before change
    /// nothing.
    Opened {
        /// How many.
        items: u32,
    },
    /// At a facilitator's or evaluator's place: the team that it looks at, and the seat whose view it takes.
    Look {
        /// Team, counted from 0.
        team: Option<u16>,
        /// One of that team's seats.
        role: Option<Ix<Role>>,
    },
}

/// The first thing a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// What it is known by.
    pub token: Token,
    /// Name of the person.
    pub name: String,
    /// Unit of the person.
    pub unit: String,
    /// What it wants. A token that holds a seat gets that seat, whatever is wanted.
    pub want: Want,
}

impl Hello {
    /// Name and unit, as others see them.
    pub fn who(&self) -> String {
        let parts = [self.name.trim(), self.unit.trim()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// What a client wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Want {
    /// To take part.
    Enter {
        /// The PIN of the hall.
        pin: String,
    },
    /// Its seat back.
    Return,
    /// The seat that this code belongs to, from another machine.
    TakeOver {
        /// The seat's code.
        code: String,
    },
    /// To work as a facilitator or evaluator, as the code says.
    Staff {
        /// The code.
        code: String,
    },
    /// To watch.
    Watch {
        /// The PIN of the hall.
        pin: String,
    },
}

/// What a seat does in the exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Gives an order. The host puts the id in the place of the nonce.
    Order(Order),
    /// Cancels its own order.
    Cancel(Ix<Work>),
    /// Approves or denies what waits for it.
    Decide(Ix<Work>, bool),
}

/// The teams that something is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// One team.
    Team(u16),
    /// All teams.
    All,
}

/// What a facilitator does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeskAct {
    /// Asks every seat whether it is ready.
    CheckReady,
    /// Starts the exercise.
    Start {
        /// Why it starts although somebody is not ready.
        even_so: Option<String>,
    },
    /// Controls the run.
    Control(Control),
    /// Tells one seat or everybody something.
    Announce {
        /// The seat.
        to: Option<Ix<Role>>,
        /// What.
        text: String,
    },
    /// Puts a stand-in on a seat, or gives it back to its person.
    Swap {
        /// The seat.
        role: Ix<Role>,
        /// The stand-in, as `plan-follower:0.5`.
        stand_in: Option<String>,
    },
    /// Makes a code of the hall a new one. Who of the staff came in by the old one has to come in again.
    Renew(Entrance),
}

/// What lets somebody into the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Entrance {
    /// The PIN of participants and observers.
    Pin,
    /// The code of facilitators.
    Facilitators,
    /// The code of evaluators.
    Evaluators,
}

/// The codes of a hall that are valid now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallCodes {
    /// The PIN.
    pub pin: String,
    /// Of facilitators.
    pub facilitators: String,
    /// Of evaluators.
    pub evaluators: String,
}

/// What an evaluator does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SheetAct {
    /// Rates a critical task.
    Rate {
        /// Id of the task.
        task: String,
        /// The mark.
        mark: Mark,
        /// Why.
        note: String,
    },
    /// Writes down an observation at this moment of the run.
    Remark(String),
}

/// What the host says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tell {
    /// The client has been let in.
    Welcome(Welcome),
    /// The answer to the question with this id.
    Answer {
        /// The id.
        id: u64,
        /// The answer.
        answer: Answer,
    },
    /// A draft is kept.
    Kept {
        /// Which.
        slot: String,
        /// Its revision.
        rev: u64,
    },
    /// What is to be seen.
    Update(Box<Update>),
    /// The scenario, as the client's standing entitles to it.
    Book(Book),
    /// Something without an id was not possible. The connection stays.
    Refused(No),
    /// The host ends the connection.
    Goodbye(No),
}

/// The answer to a question with an id.
pub type Answer = Result<Receipt, No>;

/// What a client gets to know when it is let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// As what.
    pub standing: Standing,
    /// Its team and seat.
    pub seat: Option<(u16, Ix<Role>)>,
    /// The first id it may use: all smaller ones may have been used, by it or by those who sat here before.
    pub next_id: u64,
    /// Id of the scenario.
    pub scenario: String,
    /// Hash of the scenario's files.
    pub content_hash: String,
    /// The book of its standing.
    pub book: Option<BookId>,
    /// With it another machine takes the seat over.
    pub code: Option<String>,
    /// Drafts of the seat: slot, revision, text.
    pub drafts: Vec<(String, u64, String)>,
}

/// Why something is not possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum No {
    /// The client speaks another version; this is the host's.
    Version(u8),
    /// The bytes are no message.
    Malformed,
    /// The frame, a text or a list is too long.
    TooLong,
    /// Not from somebody of this standing.
    NotYours(Standing),
    /// Not at this stage of the exercise.
    NotNow(Stage),
    /// No such PIN, code, or token with a seat.
    WrongCode,
    /// Too many wrong codes; to be tried again after so many milliseconds.
    Wait(u64),
    /// The hall is full.
    Full,
    /// Said nothing in time.
    TooSlow,
    /// No such team, seat or task.
    Unknown,
    /// Somebody sits there.
    Taken,
    /// Another machine took the seat over.
    TakenOver,
    /// The same client came back on another connection.
    Replaced,
    /// An evaluator of the same name and unit came in on another machine.
    SameName,
    /// The code by which it came in has been renewed.
    CodeRenewed,
    /// A stand-in plays the seat.
    StandIn,
    /// These seats are not ready.
    NotReady(Vec<Ix<Role>>),
    /// So old that its answer is forgotten.
    Stale,
    /// It cannot be written down, so it does not count.
    Storage,
    /// The exercise says no.
    Engine(Refusal),
}

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadFrame {
    /// Of this other version.
    Version(u8),
    /// Longer than a frame may be.
    TooLong,
    /// Not exactly one message.
    Malformed,
    /// A text or list in it is longer than it may be.
    Excess,
}

impl From<BadFrame> for No {
    fn from(bad: BadFrame) -> Self {
        match bad {
            BadFrame::Version(_) => Self::Version(PROTOCOL_VERSION),
            BadFrame::TooLong | BadFrame::Excess => Self::TooLong,
            BadFrame::Malformed => Self::Malformed,
        }
    }
}

/// The bytes of a frame, with room for `left` more: what is too long is not written out first.
struct Bounded {
    bytes: Vec<u8>,
    left: usize,
}

impl Extend<u8> for Bounded {
    fn extend<I: IntoIterator<Item = u8>>(&mut self, more: I) {
        let before = self.bytes.len();
        self.bytes.extend(more.into_iter().take(self.left));
        self.left -= self.bytes.len() - before;
    }
}

/// The frame of a message; none when it would be longer than `max` bytes.
pub(super) fn frame<T: Serialize>(message: &T, max: usize) -> Option<Vec<u8>> {
    let frame = postcard::to_extend(message, Bounded { bytes: vec![PROTOCOL_VERSION], left: max }).ok()?;
    (frame.left > 0).then_some(frame.bytes)
}

fn read<T: DeserializeOwned>(bytes: &[u8], max: usize) -> Result<T, BadFrame> {
    if bytes.len() > max {
        return Err(BadFrame::TooLong);
    }
    let (version, body) = bytes.split_first().ok_or(BadFrame::Malformed)?;
    if *version != PROTOCOL_VERSION {
        return Err(BadFrame::Version(*version));
    }
    match postcard::take_from_bytes(body) {
        Ok((message, [])) => Ok(message),
        _ => Err(BadFrame::Malformed),
    }
}

impl Ask {
    /// Its frame.
    pub fn to_frame(&self) -> Option<Vec<u8>> {
        frame(self, limits::FRAME_IN_MAX)
    }

    /// Reads a frame of a client.
    ///
    /// # Errors
    /// What is wrong with the bytes.
    pub fn from_frame(bytes: &[u8]) -> Result<Self, BadFrame> {
        let ask: Self = read(bytes, limits::FRAME_IN_MAX)?;
        if ask.is_within_limits() { Ok(ask) } else { Err(BadFrame::Excess) }
    }

    fn is_within_limits(&self) -> bool {
        match self {
            Self::Hello(hello) => {
                is_name(&hello.name)
                    && is_name(&hello.unit)
                    && match &hello.want {
                        Want::Enter { pin: code }
                        | Want::Watch { pin: code }
                        | Want::TakeOver { code }
                        | Want::Staff { code } => code.len() <= limits::CODE_BYTES_MAX,
                        Want::Return => true,
                    }
            }
            Self::Deed { deed: Deed::Order(order), .. } => are_params(&order.params),
            Self::Draft { slot, text, .. } => is_name(slot) && text.len() <= limits::DRAFT_BYTES_MAX,
            Self::Desk { act, .. } => match act {
                DeskAct::Start { even_so: Some(text) }
                | DeskAct::Control(Control::Pause(text))
                | DeskAct::Announce { text, .. } => is_text(text),
                DeskAct::Swap { stand_in: Some(kind), .. } => is_name(kind),
                DeskAct::Control(Control::AdHoc(ad_hoc)) => ad_hoc.is_within_limits(),
                DeskAct::Control(Control::Edit(_, edit)) => edit.is_within_limits(),
                _ => true,
            },
            Self::Sheet { act: SheetAct::Rate { task, note, .. }, .. } => is_name(task) && is_text(note),
            Self::Sheet { act: SheetAct::Remark(text), .. } => is_text(text),
            Self::Ready { version, .. } => is_name(version),
            Self::Sit { .. }
            | Self::Deed { .. }
            | Self::Seen { .. }
            | Self::Book
            | Self::Opened { .. }
            | Self::Look { .. } => true,
        }
    }
}

impl Tell {
    /// Its frame; none when it is longer than a frame may be.
    pub fn to_frame(&self) -> Option<Vec<u8>> {
        frame(self, limits::FRAME_OUT_MAX)
    }

    /// Reads a frame of the host.
    ///
    /// # Errors
    /// What is wrong with the bytes.
    pub fn from_frame(bytes: &[u8]) -> Result<Self, BadFrame> {
        read(bytes, limits::FRAME_OUT_MAX)
    }
}

const fn is_name(text: &str) -> bool {
    text.len() <= limits::NAME_BYTES_MAX
}

const fn is_text(text: &str) -> bool {
    text.len() <= sim::limits::TEXT_BYTES_MAX
}

fn are_params(params: &Params) -> bool {
    let Params { text, to, facts, fields, severity: _, verdict: _, choice: _, channel: _ } = params;
    is_text(text)
        && to.len() <= sim::limits::LIST_MAX
        && facts.len() <= sim::limits::LIST_MAX
        && fields.len() <= sim::limits::FIELDS_MAX
        && fields.iter().all(|(id, value)| {
            is_name(id)
                && match value {
                    FieldValue::Text(text) | FieldValue::One(text) => is_text(text),
                    FieldValue::Systems(systems) => systems.len() <= sim::limits::LIST_MAX,
                    _ => true,
                }
        })
}
