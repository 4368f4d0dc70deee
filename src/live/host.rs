//! The host: connections on one side, teams on the other. A shell calls it with bytes and milliseconds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::book::Shelf;
use super::codes::{Code, Codes, Secret};
use super::conn::Conn;
use super::gate::{Gate, TurnedAway};
use super::limits;
use super::protocol::{Answer, Ask, DeskAct, Entrance, HallCodes, No, Scope, Tell};
use super::rules::{Standing, may};
use super::screen::{Holder, News, Row, Stage};
use super::show::Board;
use super::staff::Turned;
use super::store::{Log, Trace, Who};
use super::team::Team;
use crate::model::{Ix, Role};
use crate::standin::Kind;

/// Number of a connection, given by the shell and never used twice.
pub type ConnId = u64;

/// What a team is taken up from.
pub struct Opening<L> {
    /// Its name, for people.
    pub name: String,
    /// Its run with its journal.
    pub log: L,
    /// The notes and inputs of that journal; nothing for a new run.
    pub trail: Vec<Trace>,
    /// Seats that stand-ins play until a person sits down.
    pub stand_ins: Vec<(Ix<Role>, Kind)>,
}

/// What is to be done with a connection now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send this frame.
    Frame(Vec<u8>),
    /// Nothing.
    Idle,
    /// Close it and say so with [`Host::disconnected`].
    Close,
}

/// A hall full of teams.
pub struct Host<L: Log> {
    pub(super) codes: Codes,
    pub(super) teams: Vec<Team<L>>,
    pub(super) conns: BTreeMap<ConnId, Conn>,
    /// Seats whose client is connected.
    pub(super) online: BTreeSet<(u16, Ix<Role>)>,
    pub(super) shelf: Shelf,
    pub(super) gate: Gate,
    pub(super) boards: BTreeMap<Standing, Board>,
    /// Counts what changes the boards at once.
    pub(super) moved: u64,
    /// What the direction told everybody, and the count at which it was looked up.
    pub(super) told: (u64, Vec<News>),
    pub(super) now: u64,
    /// The clock of the machine, in milliseconds since 1970, as the shell said last.
    clock_ms: u64,
}

impl<L: Log> Host<L> {
    /// A host of these teams, new ones or taken up again; they all play the same scenario, set up alike.
    pub fn open(secret: Secret, now_ms: u64, teams: impl IntoIterator<Item = Opening<L>>) -> Self {
        let open = |from: Opening<L>| Team::open(from.name, from.log, &from.trail, &from.stand_ins);
        let teams: Vec<_> = teams.into_iter().map(open).collect();
        let shelf = teams.first().map(|team| Shelf::new(team.scenario())).unwrap_or_default();
        let (conns, online) = (BTreeMap::new(), BTreeSet::new());
        Self {
            codes: Codes::new(secret),
            teams,
            conns,
            online,
            shelf,
            gate: Gate::default(),
            boards: BTreeMap::new(),
            moved: 0,
            told: (0, Vec::new()),
            now: now_ms,
            clock_ms: 0,
        }
    }

    /// Takes up a team again whose journal could not be written.
    pub fn reopen(&mut self, team: u16, from: Opening<L>) {
        if let Some(old) = self.teams.get_mut(usize::from(team)) {
            *old = Team::open(from.name, from.log, &from.trail, &from.stand_ins);
            self.moved += 1;
            self.withdraw(team);
        }
    }

    /// The logs of teams in which something was written that somebody will be told about. The shell commits them, all
    /// at once, and says how it went with [`Self::committed`]; [`Self::next`] does it itself otherwise.
    pub fn unsafe_logs(&mut self) -> Vec<(u16, &mut L)> {
        let numbered = self.teams.iter_mut().enumerate();
        numbered.filter_map(|(number, team)| Some((number as u16, team.unsafe_log()?))).collect()
    }

    /// What was written in these teams is safe (true), or cannot be made so.
    pub fn committed(&mut self, results: &[(u16, bool)]) {
        for (number, is_safe) in results {
            if let Some(team) = self.teams.get_mut(usize::from(*number)) {
                team.committed(*is_safe);
            }
            if !is_safe {
                self.moved += 1;
                self.withdraw(*number);
            }
        }
    }

    fn make_safe(&mut self) {
        let results: Vec<_> =
            self.unsafe_logs().into_iter().map(|(number, log)| (number, log.commit().is_ok())).collect();
        self.committed(&results);
    }

    /// What was to be said about a team is not: it may never have been written down. Its members come in again, and
    /// staff ask again.
    fn withdraw(&mut self, team: u16) {
        let of_team = self.teams.get(usize::from(team));
        for conn in self.conns.values_mut() {
            // Whose seat was not known while its journal was away has waited at the gate.
            let has_seat = conn.standing == Standing::AtGate
                && of_team.is_some_and(|team| team.seat_held_by(&conn.holder).is_some());
            if has_seat || conn.seat.is_some_and(|(own, _)| own == team) {
                conn.close_instead(No::Storage);
            } else if conn.standing != Standing::Stranger && conn.seat.is_none() {
                conn.withdraw();
            }
        }
        self.count_online();
    }

    /// The teams.
    pub fn teams(&self) -> &[Team<L>] {
        &self.teams
    }

    /// Gives the logs back, to close them.
    pub fn into_logs(self) -> Vec<L> {
        self.teams.into_iter().map(|team| team.log).collect()
    }

    /// The team whose seat a connection has.
    pub fn team_of(&self, id: ConnId) -> Option<u16> {
        self.conns.get(&id)?.seat.map(|(team, _)| team)
    }

    /// The teams as anybody may see them.
    pub fn watched(&mut self) -> Arc<Vec<Row>> {
        self.board(Standing::Observer)
    }

    /// How many people a team has, and how many of their clients are connected.
    pub fn people(&self, team: u16) -> (usize, usize) {
        let rows = self.seat_rows(team);
        let people = || rows.iter().filter(|row| row.holder == Holder::Person);
        (people().count(), people().filter(|row| row.online).count())
    }

    /// What the direction told everybody in the hall: what every team was told, by the first team's time.
    pub fn announcements(&self) -> Vec<News> {
        let mut teams = self.teams.iter().filter(|team| !team.is_away());
        let Some(first) = teams.next() else { return Vec::new() };
        let told = |team: &Team<L>, text: &str| team.news_for(None).iter().any(|news| news.text == text);
        let to_all = |news: &News| teams.clone().all(|team| told(team, &news.text));
        first.news_for(None).into_iter().filter(to_all).collect()
    }

    /// A code as it is shown to those it is for.
    pub fn code(&self, code: Code) -> String {
        self.codes.text(code)
    }

    /// Who was turned away since this was asked last, oldest first; the oldest of very many are left out.
    pub fn turned_away(&mut self) -> Vec<TurnedAway> {
        self.gate.take()
    }

    /// How often somebody was turned away, by reason.
    pub fn turned(&self) -> Vec<Turned> {
        self.gate.counts()
    }

    /// Says what the clock of this machine shows, in milliseconds since 1970; the core reads none. Clocks of the
    /// clients are compared with it at a readiness check.
    pub const fn set_clock(&mut self, unix_ms: u64) {
        self.clock_ms = unix_ms;
    }

    /// The code that is valid now.
    pub fn code_for(&self, entrance: Entrance) -> Code {
        // A renewal that a crash cut short counts as soon as one team has it.
        let of_team = |team: &Team<L>| team.renewed.get(&entrance).copied().unwrap_or(0);
        let renewed = self.teams.iter().map(of_team).max().unwrap_or(0);
        match entrance {
            Entrance::Pin => Code::Pin(renewed),
            Entrance::Facilitators => Code::Facilitator(renewed),
            Entrance::Evaluators => Code::Evaluator(renewed),
        }
    }

    /// The codes that are valid now, as they are shown.
    pub fn hall_codes(&self) -> HallCodes {
        let text = |entrance| self.codes.text(self.code_for(entrance));
        HallCodes {
            pin: text(Entrance::Pin),
            facilitators: text(Entrance::Facilitators),
            evaluators: text(Entrance::Evaluators),
        }
    }

    /// A new connection from the address that the shell numbered `peer`.
    ///
    /// # Errors
    /// When there are too many; it is to be closed at once.
    pub fn connected(&mut self, id: ConnId, peer: u64, now_ms: u64) -> Result<(), No> {
        let strangers = self.conns.values().filter(|conn| conn.standing == Standing::Stranger && conn.peer == peer);
        if self.conns.len() >= limits::CONNS_MAX || strangers.count() >= limits::STRANGERS_PER_PEER_MAX {
            self.gate.note(&No::Full, peer, now_ms);
            return Err(No::Full);
        }
        self.conns.insert(id, Conn::new(peer, now_ms));
        Ok(())
    }

    /// A connection is gone.
    pub fn disconnected(&mut self, id: ConnId) {
        self.conns.remove(&id);
        self.count_online();
    }

    pub(super) fn count_online(&mut self) {
        self.moved += 1;
        let open = self.conns.values().filter(|conn| !conn.closing);
        self.online = open.filter_map(|conn| conn.seat).collect();
    }

    /// Lets time pass up to `now_ms` for every team. A clock that goes back changes nothing.
    pub fn tick(&mut self, now_ms: u64) {
        let real_ms = now_ms.saturating_sub(self.now).min(limits::STEP_MS_MAX);
        self.now = self.now.max(now_ms);
        self.teams.iter_mut().for_each(|team| team.tick(real_ms));
        for conn in self.conns.values_mut() {
            let is_stranger = conn.standing == Standing::Stranger && !conn.closing;
            if is_stranger && self.now.saturating_sub(conn.since) >= limits::HELLO_MS {
                self.gate.note(&No::TooSlow, conn.peer, self.now);
                conn.close(No::TooSlow);
            }
        }
    }

    /// What is to be done with a connection now. The shell asks only when it could send something.
    pub fn next(&mut self, id: ConnId, now_ms: u64) -> Next {
        self.make_safe();
        let Some(conn) = self.conns.get_mut(&id) else { return Next::Close };
        let tell = match conn.next() {
            Some(tell) => tell,
            None if conn.closing => return Next::Close,
            None => {
                // What a screen costs is not spent while the last update is on its way.
                if conn.flow.waits(now_ms) {
                    return Next::Idle;
                }
                let Some(screen) = self.screen(id) else { return Next::Idle };
                let update = self.conns.get_mut(&id).and_then(|conn| conn.flow.due(screen, now_ms));
                let Some(update) = update else { return Next::Idle };
                Tell::Update(Box::new(update))
            }
        };
        // A frame that is too long is a screen beyond all limits: nothing can be done for this client.
        tell.to_frame().map_or(Next::Close, Next::Frame)
    }

    /// A frame has come.
    pub fn received(&mut self, id: ConnId, bytes: &[u8], now_ms: u64) {
        let Some(conn) = self.conns.get_mut(&id).filter(|conn| !conn.closing) else { return };
        conn.flow.heard();
        match Ask::from_frame(bytes) {
            Err(bad) => {
                let no = No::from(bad);
                self.gate.note(&no, conn.peer, now_ms);
                conn.close(no);
                self.count_online();
            }
            Ok(ask) => {
                let (standing, stage) = (conn.standing, self.stage_for(id));
                match may(standing, stage, &ask) {
                    // The team decides about the stage: it may have answered the question before.
                    Err(no @ No::NotYours(_)) => self.refuse(id, &ask, no),
                    _ => self.take(id, &ask, now_ms),
                }
            }
        }
    }

    fn stage_for(&self, id: ConnId) -> Stage {
        let seat = self.conns.get(&id).and_then(|conn| conn.seat);
        seat.and_then(|(team, _)| self.teams.get(usize::from(team))).map_or(Stage::Lobby, Team::stage)
    }

    pub(super) fn tell(&mut self, id: ConnId, tell: Tell) {
        if let Some(conn) = self.conns.get_mut(&id) {
            conn.tell(tell);
        }
    }

    fn refuse(&mut self, id: ConnId, ask: &Ask, no: No) {
        if let Some(conn) = self.conns.get(&id) {
            self.gate.note(&no, conn.peer, self.now);
        }
        let tell = match ask {
            Ask::Deed { id, .. } | Ask::Desk { id, .. } | Ask::Sheet { id, .. } => {
                Tell::Answer { id: *id, answer: Err(no) }
            }
            _ => Tell::Refused(no),
        };
        self.tell(id, tell);
    }

    /// Takes up what a connection of the right standing says.
    fn take(&mut self, id: ConnId, ask: &Ask, now_ms: u64) {
        self.moved += u64::from(!matches!(ask, Ask::Seen { .. } | Ask::Deed { .. } | Ask::Draft { .. }));
        let Some(conn) = self.conns.get_mut(&id) else { return };
        let (who, name) = (Who::Staff(conn.staff()), conn.name.clone());
        let done = match ask {
            Ask::Hello(hello) => self.hello(id, hello, now_ms),
            Ask::Sit { team, role } => self.sit(id, *team, *role),
            Ask::Seen { serial } => {
                conn.flow.acknowledge(*serial);
                Ok(())
            }
            Ask::Book => match self.shelf.book(conn.standing) {
                Some(book) => {
                    conn.tell_book(book);
                    Ok(())
                }
                None => Err(No::Unknown),
            },
            Ask::Deed { id: number, deed } => {
                let answer =
                    self.own_team(id).ok().and_then(|(team, role)| team.deed(role, *number, deed.clone(), ask));
                return self.answer(id, *number, answer);
            }
            Ask::Draft { slot, rev, text } => {
                let kept = self.own_team(id).and_then(|(team, role)| team.keep_draft(role, slot, *rev, text));
                kept.map(|()| self.tell(id, Tell::Kept { slot: slot.clone(), rev: *rev }))
            }
            Ask::Ready { test, version, clock_ms } => {
                let clock_off_ms = clock_ms.cast_signed().saturating_sub(self.clock_ms.cast_signed());
                self.own_team(id).and_then(|(team, role)| team.answer_check(role, *test, version, clock_off_ms))
            }
            Ask::Opened { items } => self.own_team(id).and_then(|(team, role)| team.open_items(role, *items)),
            Ask::Look { team, role } => self.look(id, &name, *team, *role),
            Ask::Desk { id: number, scope, act } => {
                let answer = self.direct(who, *number, &name, *scope, act, ask);
                return self.answer(id, *number, answer);
            }
            Ask::Sheet { id: number, team, act } => {
                let answer = match self.teams.get_mut(usize::from(*team)) {
                    Some(team) => team.rate(who, *number, &name, act, ask),
                    None => Some(Err(No::Unknown)),
                };
                return self.answer(id, *number, answer);
            }
        };
        if let Err(no) = done {
            self.refuse(id, ask, no);
        }
    }

    fn own_team(&mut self, id: ConnId) -> Result<(&mut Team<L>, Ix<Role>), No> {
        let (team, role) = self.conns.get(&id).and_then(|conn| conn.seat).ok_or(No::Unknown)?;
        self.teams.get_mut(usize::from(team)).map(|team| (team, role)).ok_or(No::Unknown)
    }

    /// An answer that cannot be given yet is not given: the client asks again.
    fn answer(&mut self, id: ConnId, number: u64, answer: Option<Answer>) {
        let tell = answer.map_or(Tell::Refused(No::Storage), |answer| Tell::Answer { id: number, answer });
        self.tell(id, tell);
    }

    fn direct(&mut self, who: Who, number: u64, name: &str, scope: Scope, act: &DeskAct, ask: &Ask) -> Option<Answer> {
        // Codes belong to the whole hall, whatever the scope says.
        let all = scope == Scope::All || matches!(act, DeskAct::Renew(_));
        let (first, count) = match scope {
            Scope::Team(team) if !all => (usize::from(team), 1),
            _ => (0, self.teams.len()),
        };
        let renewed = match act {
            DeskAct::Renew(entrance) => Some((*entrance, self.hall_codes())),
            _ => None,
        };
        let late = self.holds_back(act, first, count);
        let mut answer: Option<Answer> = None;
        let mut is_whole = true;
        // Each team answers for itself and remembers it; the first refusal is told. Teams that have come to their end
        // do not matter as long as others go on. A team whose journal cannot be written keeps the answer waiting, but
        // nobody else from doing it.
        let weight = |answer: &Answer| match answer {
            Err(No::NotNow(Stage::Over)) => 0,
            Ok(_) => 1,
            Err(_) => 2,
        };
        for team in self.teams.iter_mut().skip(first).take(count) {
            let Some(one) = team.direct(who, number, name, act, ask, &late) else {
                is_whole = false;
                continue;
            };
            if answer.as_ref().is_none_or(|told| weight(&one) > weight(told)) {
                answer = Some(one);
            }
        }
        // Not when an act is repeated whose answer was lost.
        if let Some((entrance, before)) = renewed
            && self.hall_codes() != before
        {
            self.send_away(entrance, who);
        }
        is_whole.then(|| answer.unwrap_or(Err(No::Unknown)))
    }

    /// The seats for which a start waits. It is for all teams that are asked or for none of them.
    fn holds_back(&self, act: &DeskAct, first: usize, count: usize) -> Vec<Ix<Role>> {
        if !matches!(act, DeskAct::Start { even_so: None }) {
            return Vec::new();
        }
        let teams = self.teams.iter().skip(first).take(count);
        teams.filter(|team| team.stage() == Stage::Lobby && !team.is_broken()).flat_map(Team::not_ready).collect()
    }

    /// Ends the connections of staff who came in by a code that has been renewed, but not of who renewed it. Whoever
    /// came in by the PIN stays.
    fn send_away(&mut self, by: Entrance, except: Who) {
        let standing = match by {
            Entrance::Pin => return,
            Entrance::Facilitators => Standing::Facilitator,
            Entrance::Evaluators => Standing::Evaluator,
        };
        for conn in self.conns.values_mut() {
            if conn.standing == standing && Who::Staff(conn.staff()) != except {
                conn.close(No::CodeRenewed);
            }
        }
        self.count_online();
    }

    /// A facilitator or evaluator looks at a team, and takes the view of one of its seats. Whose view was taken is
    /// written down.
    fn look(&mut self, id: ConnId, name: &str, team: Option<u16>, role: Option<Ix<Role>>) -> Result<(), No> {
        let look = team.map(|team| (team, role));
        let conn = self.conns.get_mut(&id).ok_or(No::Unknown)?;
        if conn.look == look {
            return Ok(());
        }
        if let Some((number, role)) = look {
            let team = self.teams.get_mut(usize::from(number)).ok_or(No::Unknown)?;
            if let Some(role) = role {
                team.looked(name, role)?;
            }
        }
        conn.look = look;
        Ok(())
    }
}
