//! The other end: a client of the hall. It says who it is on every new connection, asks again what was not
//! answered, and keeps its copy of the screen. A shell brings it bytes and milliseconds.

mod copy;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::copy::OwnCopy;

use super::book::Book;
use super::limits::{BOOK_RESEND_MS, PENDING_MAX, RESEND_MS};
use super::protocol::{Answer, Ask, BadFrame, Deed, DeskAct, Hello, No, Scope, SheetAct, Tell, Want, Welcome};
use super::rules::Standing;
use super::screen::{Screen, Update};
use crate::model::{AnyRef, Ix, Refs, Role, Scenario};
use crate::sim::Refusal;

/// Milliseconds without a welcome, or without any word, after which a connection is given up.
const SILENCE_MS: u64 = 10_000;
/// The longest wait before the next connection is tried, in milliseconds.
const BACKOFF_MS_MAX: u64 = 5_000;

/// What a client writes down, so that it can be killed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    hello: Hello,
    next_id: u64,
    pending: BTreeMap<u64, Ask>,
    drafts: BTreeMap<String, Draft>,
    opened: u32,
    /// The seat that all of this is of.
    seat: Option<(u16, Ix<Role>)>,
}

impl Kept {
    /// As it is written down.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Numbers, texts and maps of them, which always serialise.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// What was written down; none when it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    rev: u64,
    text: String,
    kept: bool,
}

/// What a frame of the host brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The client is in.
    Welcome(Standing),
    /// A question was answered.
    Answer(u64, Answer),
    /// The screen changed.
    Screen,
    /// The book has come.
    Book,
    /// A draft is safe.
    Kept(String),
    /// Something was not possible.
    Refused(No),
    /// The host ends the connection, and why.
    Goodbye(No),
    /// Nothing new.
    Nothing,
}

/// A client.
pub struct Client {
    hello: Hello,
    welcome: Option<Welcome>,
    /// The seat to take at the gate.
    sit: Option<(u16, Option<Ix<Role>>)>,
    next_id: u64,
    pending: BTreeMap<u64, Ask>,
    drafts: BTreeMap<String, Draft>,
    /// How many messages and injects have been opened here.
    opened: u32,
    seat: Option<(u16, Ix<Role>)>,
    /// The team and seat that a facilitator or evaluator looks at.
    look: Option<(u16, Option<Ix<Role>>)>,
    /// The clock of this machine, in milliseconds since 1970.
    clock_ms: u64,
    screen: Screen,
    serial: u64,
    copy: Option<OwnCopy>,
    /// When each thing that waits for an answer was sent on this connection.
    sent: BTreeMap<Slot, u64>,
    acknowledge: bool,
    /// The host has let it in on this connection.
    is_in: bool,
    /// The host takes it for something else: the welcome was lost on the way.
    is_mistaken: bool,
    connected: Option<u64>,
    heard_at: u64,
    tries: u32,
    retry_at: u64,
    gone: Option<No>,
}

/// Something that is sent until it is answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Hello,
    Sit,
    Book,
    Ready,
    Opened,
    Look,
    Ask(u64),
    Draft(String),
}

impl Client {
    /// A client that has not connected yet; `hello.token` is 16 bytes that nobody can guess.
    pub fn new(hello: Hello, sit: Option<(u16, Option<Ix<Role>>)>) -> Self {
        let (pending, drafts) = (BTreeMap::new(), BTreeMap::new());
        Self::restore(Kept { hello, next_id: 1, pending, drafts, opened: 0, seat: None }, sit)
    }

    /// A client as it was when it was killed.
    pub fn restore(kept: Kept, sit: Option<(u16, Option<Ix<Role>>)>) -> Self {
        Self {
            hello: kept.hello,
            welcome: None,
            sit,
            next_id: kept.next_id,
            pending: kept.pending,
            drafts: kept.drafts,
            opened: kept.opened,
            seat: kept.seat,
            look: None,
            clock_ms: 0,
            screen: Screen::default(),
            serial: 0,
            copy: None,
            sent: BTreeMap::new(),
            acknowledge: false,
            is_in: false,
            is_mistaken: false,
            connected: None,
            heard_at: 0,
            tries: 0,
            retry_at: 0,
            gone: None,
        }
    }

    /// What is to be written down after every change of questions and drafts.
    pub fn kept(&self) -> Kept {
        let (hello, pending, drafts) = (self.hello.clone(), self.pending.clone(), self.drafts.clone());
        Kept { hello, next_id: self.next_id, pending, drafts, opened: self.opened, seat: self.seat }
    }

    /// Name and unit, as the host shows them.
    pub fn own_name(&self) -> String {
        self.hello.who()
    }

    /// What it was let in as.
    pub const fn welcome(&self) -> Option<&Welcome> {
        self.welcome.as_ref()
    }

    /// What it sees.
    pub const fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The scenario, as far as it knows of it; what the screen refers to is in it. None until the book has come.
    pub fn scenario(&self) -> Option<&Arc<Scenario>> {
        self.copy.as_ref().map(|copy| &copy.scenario)
    }

    /// Questions without an answer.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Why it does not connect any more: somebody must do something first.
    pub const fn gone(&self) -> Option<&No> {
        self.gone.as_ref()
    }

    /// The text of a draft.
    pub fn draft(&self, slot: &str) -> Option<&str> {
        self.drafts.get(slot).map(|draft| draft.text.as_str())
    }

    /// Whether a connection is to be made now.
    pub fn wants_connection(&self, now_ms: u64) -> bool {
        self.connected.is_none() && self.gone.is_none() && now_ms >= self.retry_at
    }

    /// Whether the connection is to be given up: nothing has been heard, or no welcome, for too long.
    pub fn gives_up(&self, now_ms: u64) -> bool {
        let heard_at = if self.is_in { self.heard_at } else { 0 };
        let silent = |since: u64| now_ms.saturating_sub(since.max(heard_at)) >= SILENCE_MS;
        self.connected.is_some_and(|since| self.is_mistaken || silent(since))
    }

    /// A connection stands.
    pub fn connected(&mut self, now_ms: u64) {
        self.connected = Some(now_ms);
        self.sent.clear();
        (self.serial, self.acknowledge, self.is_in, self.is_mistaken) = (0, false, false, false);
    }

    /// The connection is gone.
    pub fn disconnected(&mut self, now_ms: u64) {
        self.connected = None;
        self.tries = self.tries.saturating_add(1);
        self.retry_at = now_ms + (125 << self.tries.min(6)).min(BACKOFF_MS_MAX);
    }

    fn ask(&mut self, make: impl FnOnce(u64) -> Ask) -> Option<u64> {
        let oldest = self.pending.first_key_value().map_or(self.next_id, |(oldest, _)| *oldest);
        if self.next_id >= oldest + PENDING_MAX as u64 {
            return None;
        }
        let id = self.next_id;
        self.next_id += 1;
        self.pending.insert(id, make(id));
        Some(id)
    }

    /// Chooses another seat at the gate.
    pub fn choose(&mut self, team: u16, role: Option<Ix<Role>>) {
        self.sit = Some((team, role));
        self.sent.remove(&Slot::Sit);
    }

    /// Does something in the exercise; none when too many questions wait for their answers.
    pub fn give(&mut self, deed: Deed) -> Option<u64> {
        self.ask(|id| Ask::Deed { id, deed })
    }

    /// Does something at the facilitator's desk.
    pub fn direct(&mut self, scope: Scope, act: DeskAct) -> Option<u64> {
        self.ask(|id| Ask::Desk { id, scope, act })
    }

    /// Does something at the evaluator's sheet.
    pub fn rate(&mut self, team: u16, act: SheetAct) -> Option<u64> {
        self.ask(|id| Ask::Sheet { id, team, act })
    }

    /// Says what the clock of this machine shows, in milliseconds since 1970; it is told at a readiness check.
    pub const fn set_clock(&mut self, unix_ms: u64) {
        self.clock_ms = unix_ms;
    }

    /// The first `items` messages and injects of the seat have been opened.
    pub fn open_items(&mut self, items: u32) {
        self.opened = self.opened.max(items);
    }

    /// How many messages and injects of the seat have been opened, here or by who sat here before.
    pub fn opened_items(&self) -> u32 {
        self.opened.max(self.screen.hall.opened)
    }

    /// Looks at a team as a facilitator or evaluator, and takes the view of one of its seats; also again on every
    /// new connection.
    pub fn look(&mut self, at: Option<(u16, Option<Ix<Role>>)>) {
        self.look = at;
        self.sent.remove(&Slot::Look);
    }

    /// Writes a draft.
    pub fn write_draft(&mut self, slot: &str, text: &str) {
        let rev = self.drafts.get(slot).map_or(0, |draft| draft.rev) + 1;
        self.drafts.insert(slot.to_owned(), Draft { rev, text: text.to_owned(), kept: false });
        self.sent.remove(&Slot::Draft(slot.to_owned()));
    }

    /// The next frame to send, if any.
    pub fn next(&mut self, now_ms: u64) -> Option<Vec<u8>> {
        self.connected?;
        if self.acknowledge {
            self.acknowledge = false;
            return Ask::Seen { serial: self.serial }.to_frame();
        }
        let (slot, ask) = self.waiting().find(|(slot, _)| {
            let patience = if *slot == Slot::Book { BOOK_RESEND_MS } else { RESEND_MS };
            let sent = self.sent.get(slot);
            sent.is_none_or(|sent| *slot != Slot::Hello && now_ms.saturating_sub(*sent) >= patience)
        })?;
        self.sent.insert(slot, now_ms);
        ask.to_frame()
    }

    /// Everything that waits for an answer, the oldest first.
    fn waiting(&self) -> impl Iterator<Item = (Slot, Ask)> {
        let standing = self.welcome.as_ref().filter(|_| self.is_in).map(|welcome| welcome.standing);
        let hello = standing.is_none().then(|| (Slot::Hello, Ask::Hello(self.hello.clone())));
        let at_gate = standing == Some(Standing::AtGate);
        let sit = self.sit.filter(|_| at_gate).map(|(team, role)| (Slot::Sit, Ask::Sit { team, role }));
        let works = standing.is_some() && !at_gate;
        let asks = self.pending.iter().filter(move |_| works).map(|(id, ask)| (Slot::Ask(*id), ask.clone()));
        let drafts = self.drafts.iter().filter(move |(_, draft)| works && !draft.kept).map(|(slot, draft)| {
            let ask = Ask::Draft { slot: slot.clone(), rev: draft.rev, text: draft.text.clone() };
            (Slot::Draft(slot.clone()), ask)
        });
        hello
            .into_iter()
            .chain(sit)
            .chain(self.book_wanted())
            .chain(self.readiness())
            .chain(self.opening())
            .chain(self.looking())
            .chain(asks)
            .chain(drafts)
    }

    /// The book of its standing, unless it has it.
    fn book_wanted(&self) -> Option<(Slot, Ask)> {
        let wanted = self.welcome.as_ref().filter(|_| self.is_in)?.book?;
        self.copy.as_ref().is_none_or(|copy| copy.id != wanted).then_some((Slot::Book, Ask::Book))
    }

    /// An open client is ready: it answers a check as soon as it has seen it.
    fn readiness(&self) -> Option<(Slot, Ask)> {
        let (role, test) = (self.welcome.as_ref()?.seat?.1, self.screen.hall.test);
        let own = self.screen.hall.seats.iter().find(|row| row.role == role)?;
        let asked = self.is_in && self.serial > 0 && test > 0 && !own.ready && !self.screen.hall.stand_in;
        (asked && self.screen.hall.stage == super::Stage::Lobby).then(|| {
            let version = super::VERSION.to_owned();
            (Slot::Ready, Ask::Ready { test, version, clock_ms: self.clock_ms })
        })
    }

    /// What was opened is told until the screen shows it.
    fn opening(&self) -> Option<(Slot, Ask)> {
        let is_news = self.is_in && self.serial > 0 && self.screen.hall.opened < self.opened;
        let seated = self.welcome.as_ref()?.seat.is_some();
        (is_news && seated).then_some((Slot::Opened, Ask::Opened { items: self.opened }))
    }

    /// Where to look is told until the screen shows it.
    fn looking(&self) -> Option<(Slot, Ask)> {
        let (team, role) = (self.look.map(|(team, _)| team), self.look.and_then(|(_, role)| role));
        let is_staff = matches!(self.welcome.as_ref()?.standing, Standing::Facilitator | Standing::Evaluator);
        let is_news = self.is_in && self.serial > 0 && self.screen.hall.look != self.look;
        (is_news && is_staff).then_some((Slot::Look, Ask::Look { team, role }))
    }

    /// A frame of the host has come.
    ///
    /// # Errors
    /// When it is none; the connection is to be given up.
    pub fn received(&mut self, bytes: &[u8], now_ms: u64) -> Result<Heard, BadFrame> {
        let tell = Tell::from_frame(bytes)?;
        self.heard_at = now_ms;
        Ok(match tell {
            Tell::Welcome(welcome) => self.enter(welcome),
            Tell::Answer { id, answer } => match self.pending.remove(&id) {
                Some(_) => Heard::Answer(id, self.with_names_resolved(answer)),
                None => Heard::Nothing,
            },
            Tell::Kept { slot, rev } => match self.drafts.get_mut(&slot).filter(|draft| draft.rev == rev) {
                Some(draft) => {
                    draft.kept = true;
                    Heard::Kept(slot)
                }
                None => Heard::Nothing,
            },
            Tell::Update(update) => self.update(*update),
            Tell::Book(book) => self.take_book(&book)?,
            Tell::Refused(no) => {
                if no == No::WrongCode && !self.is_in {
                    self.gone = Some(no.clone());
                }
                if no == No::Unknown {
                    // There is no such place to look at.
                    self.look = self.screen.hall.look;
                }
                let own = self.welcome.as_ref().filter(|_| self.is_in).map(|welcome| welcome.standing);
                self.is_mistaken |= matches!(no, No::NotYours(standing) if own.is_some_and(|own| own != standing));
                Heard::Refused(no)
            }
            Tell::Goodbye(no) => {
                if matches!(no, No::TakenOver | No::Replaced | No::SameName | No::CodeRenewed | No::Version(_)) {
                    self.gone = Some(no.clone());
                }
                Heard::Goodbye(no)
            }
        })
    }

    fn enter(&mut self, welcome: Welcome) -> Heard {
        (self.tries, self.is_in) = (0, true);
        if welcome.seat.is_some() {
            if self.seat.is_some_and(|seat| Some(seat) != welcome.seat) {
                // What waits was meant for another seat.
                (self.pending, self.drafts, self.opened) = (BTreeMap::new(), BTreeMap::new(), 0);
            }
            self.seat = welcome.seat;
        }
        self.next_id = self.next_id.max(welcome.next_id);
        for (slot, rev, text) in &welcome.drafts {
            if self.drafts.get(slot).is_none_or(|draft| draft.rev <= *rev) {
                self.drafts.insert(slot.clone(), Draft { rev: *rev, text: text.clone(), kept: true });
            }
        }
        // What one standing was entitled to is not shown to another.
        self.copy = self.copy.take().filter(|copy| Some(copy.id) == welcome.book);
        let standing = welcome.standing;
        self.welcome = Some(welcome);
        Heard::Welcome(standing)
    }

    fn update(&mut self, update: Update) -> Heard {
        self.acknowledge = true;
        match update {
            Update::Whole { serial, .. } | Update::Change { serial, .. } if serial <= self.serial => {
                return Heard::Nothing;
            }
            Update::Whole { serial, screen } => (self.serial, self.screen) = (serial, *screen),
            Update::Change { base, serial, change } if base == self.serial && change.says_nothing(&self.screen) => {
                self.serial = serial;
                return Heard::Nothing;
            }
            Update::Change { base, serial, change } => {
                if base == self.serial && change.apply(&mut self.screen).is_ok() {
                    self.serial = serial;
                } else {
                    // Asks for a whole screen.
                    self.serial = 0;
                }
            }
        }
        // Whoever directs comes back by the code that is valid then.
        if let (Want::Staff { code }, Some(codes)) = (&mut self.hello.want, &self.screen.hall.codes) {
            code.clone_from(&codes.facilitators);
        }
        if self.serial > 0
            && let Some(copy) = &mut self.copy
            && copy.learn(&self.screen.learned).is_err()
        {
            self.serial = 0;
        }
        Heard::Screen
    }

    fn take_book(&mut self, book: &Book) -> Result<Heard, BadFrame> {
        let wanted = self.welcome.as_ref().and_then(|welcome| welcome.book);
        if wanted != Some(book.id()) || self.copy.as_ref().is_some_and(|copy| copy.id == book.id()) {
            return Ok(Heard::Nothing);
        }
        let mut copy = OwnCopy::of(book).ok_or(BadFrame::Malformed)?;
        copy.learn(&self.screen.learned).map_err(|_| BadFrame::Malformed)?;
        self.copy = Some(copy);
        Ok(Heard::Book)
    }

    /// A refusal names an order of the catalogue; frames carry the name alone.
    fn with_names_resolved(&self, mut answer: Answer) -> Answer {
        if let (Err(No::Engine(Refusal::Missing(need))), Some(scenario)) = (&mut answer, self.scenario()) {
            need.refs(&mut Vec::new(), &mut |_, reference| {
                if let AnyRef::Order(order) = reference
                    && let Some(ix) = scenario.order_named(&order.id)
                {
                    order.resolve(ix);
                }
            });
        }
        answer
    }
}
