//! One team: its run, its seats, its time, and the answers it gave. All of it follows from its journal.

mod taken;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::answers::Answers;
use super::learned::Learned;
use super::limits::{DRAFTS_MAX, JUMP_SLICE_MS};
use super::protocol::{Answer, Ask, Deed, Entrance, No};
use super::rules::{Standing, may};
use super::screen::{Holder, News, SeatRow, Stage};
use super::staff::{Check, Told};
use super::store::{Asked, Log, Note, Trace, Who};
use super::teacher::Teacher;
use super::watch::Watch;
use crate::journal;
use crate::model::{Ix, Role, Scenario, SimTime};
use crate::sim::{Control, Exercise, Input, Receipt, Refusal, SeatView, TeamView};
use crate::standin::{Cast, Driver, Kind};

/// A seat of a team.
#[derive(Clone, Debug, Default)]
pub(super) struct Seat {
    /// How many have sat here.
    pub generation: u32,
    /// Hash of the token of who sits here.
    pub holder: Option<[u8; 32]>,
    pub name: String,
    pub stand_in: bool,
    /// How many messages and injects have been opened.
    pub opened: u32,
    ready: u32,
    pub check: Option<Check>,
    acted: Option<SimTime>,
    drafts: BTreeMap<String, (u64, String)>,
}

/// A team.
pub struct Team<L: Log> {
    pub(super) name: String,
    pub(super) log: L,
    pub(super) seats: BTreeMap<Ix<Role>, Seat>,
    pub(super) test: u32,
    /// How often each code was renewed.
    pub(super) renewed: BTreeMap<Entrance, u32>,
    pub(super) rate_permille: u32,
    driver: Driver,
    teacher: Teacher,
    started: bool,
    broken: bool,
    /// Something was written that somebody will be told about, and is not safe yet.
    is_dirty: bool,
    /// Where a jump goes.
    jump: Option<SimTime>,
    /// Thousandths of a millisecond of simulation time that have passed and are no whole one yet.
    carried: u64,
    pub(super) told: Vec<Told>,
    /// Hashes of the tokens whose seats were taken over from another machine.
    pub(super) former: BTreeSet<[u8; 32]>,
    answers: Answers,
    /// Whose question the next input is.
    open: Option<(Who, u64)>,
    shots: BTreeMap<Ix<Role>, Arc<SeatView>>,
    shared: Option<Arc<TeamView>>,
    pub(super) watch: Watch,
}

impl<L: Log> Team<L> {
    /// Takes a team up where `trail`, the notes and inputs of its log, has left it. Seats of `stand_ins` are played
    /// by them until a person sits down.
    pub(super) fn open(name: String, log: L, trail: &[Trace], stand_ins: &[(Ix<Role>, Kind)]) -> Self {
        let scenario = Arc::clone(log.exercise().scenario());
        let driver = Driver::new(&scenario, Cast::of_people(&scenario));
        let seats = scenario.file.seats.iter().map(|seat| (seat.ix(), Seat::default())).collect();
        let mut team = Self {
            name,
            log,
            seats,
            test: 0,
            renewed: BTreeMap::new(),
            rate_permille: 1_000,
            driver,
            teacher: Teacher::new(&scenario),
            started: false,
            broken: false,
            is_dirty: false,
            jump: None,
            carried: 0,
            told: Vec::new(),
            former: BTreeSet::new(),
            answers: Answers::default(),
            open: None,
            shots: BTreeMap::new(),
            shared: None,
            watch: Watch::new(&scenario),
        };
        for (role, kind) in stand_ins {
            team.seat_bot(*role, Some(*kind));
        }
        for trace in trail {
            match trace {
                Trace::Note(note) => team.take_note(note),
                Trace::Input(at, input, answer) => team.take_input(*at, input, answer),
            }
        }
        team.write(&Note::Opened).ok();
        team.is_dirty = true;
        team
    }

    /// The exercise.
    pub fn exercise(&self) -> &Exercise {
        self.log.exercise()
    }

    /// Its run with its journal.
    pub const fn log(&self) -> &L {
        &self.log
    }

    /// Whether its journal could not be written; nothing is accepted then until the team is taken up again.
    pub const fn is_broken(&self) -> bool {
        self.broken
    }

    /// Whether its journal could not be taken up: nobody knows who sits where until it is there again.
    pub(super) fn is_away(&self) -> bool {
        self.broken && self.seats.values().all(|seat| seat.generation == 0)
    }

    /// The seat of the client whose token has this hash.
    pub(super) fn seat_held_by(&self, holder: &[u8; 32]) -> Option<Ix<Role>> {
        self.seats.iter().find(|(_, seat)| seat.holder.as_ref() == Some(holder)).map(|(role, _)| *role)
    }

    /// The reason of a pause, while it lasts.
    pub fn paused(&self) -> Option<&str> {
        // Every seat sees it.
        self.exercise().view(Ix::new(0)).team.paused.as_deref()
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        let exercise = self.exercise();
        match () {
            () if exercise.ended() => Stage::Over,
            () if !self.started => Stage::Lobby,
            () if self.paused().is_some() => Stage::Paused,
            () => Stage::Running,
        }
    }

    /// How fast time passes now, in thousandths of real time: 0 while it stands still.
    pub fn pace_permille(&self) -> u32 {
        if self.stage() == Stage::Running && !self.broken { self.rate_permille } else { 0 }
    }

    pub(super) fn scenario(&self) -> &Arc<Scenario> {
        self.exercise().scenario()
    }

    /// Lets as much simulation time pass as belongs to `real_ms`.
    pub(super) fn tick(&mut self, real_ms: u64) {
        if self.broken || self.stage() == Stage::Over {
            return;
        }
        if let Some(to) = self.jump {
            self.jump_on(to);
        } else if self.stage() == Stage::Running {
            let passed = self.carried + real_ms * u64::from(self.rate_permille);
            self.carried = passed % 1_000;
            self.play(SimTime(self.exercise().now().0 + (passed / 1_000) as i64));
        }
    }

    fn play(&mut self, until: SimTime) {
        let played = self.driver.play(&mut self.log, until);
        self.hold(played).ok();
    }

    /// The way of a jump is played in slices with the stand-ins; then the log says that it was a jump.
    fn jump_on(&mut self, to: SimTime) {
        if self.stage() == Stage::Paused && self.apply(&Input::Control(Control::Resume)).is_err() {
            return;
        }
        let now = self.exercise().now();
        if now < to {
            self.play(to.min(SimTime(now.0 + JUMP_SLICE_MS)));
        } else {
            self.apply(&Input::Control(Control::Jump(now))).ok();
        }
    }

    /// The log has failed once: nothing more is accepted.
    fn hold<T>(&mut self, result: Result<T, L::Error>) -> Result<T, No> {
        result.map_err(|_| {
            self.broken = true;
            No::Storage
        })
    }

    fn write(&mut self, note: &Note) -> Result<(), No> {
        if self.broken {
            return Err(No::Storage);
        }
        let written = self.log.note(note);
        self.hold(written)?;
        self.take_note(note);
        Ok(())
    }

    /// Writes what somebody is told about: it must be safe before that.
    fn promise(&mut self, note: &Note) -> Result<(), No> {
        self.is_dirty = true;
        self.write(note)
    }

    /// Its log when something is to be made safe before anybody is told about it. One that has failed fails again,
    /// and nobody is told.
    pub(super) fn unsafe_log(&mut self) -> Option<&mut L> {
        self.is_dirty.then_some(&mut self.log)
    }

    /// What was written is safe, or cannot be made so.
    pub(super) const fn committed(&mut self, is_safe: bool) {
        self.is_dirty = false;
        self.broken |= !is_safe;
    }

    fn apply(&mut self, input: &Input) -> Result<journal::Answer, No> {
        let at = self.exercise().now();
        self.is_dirty = true;
        let applied = self.log.apply(at, input);
        let answer = self.hold(applied)?;
        self.take_input(at, input, &answer);
        Ok(answer)
    }

    /// Does what is asked for, once and for all. None when it cannot be written down: then nobody knows whether it
    /// was done until the team has been taken up again, and the asker asks again.
    pub(super) fn settle(&mut self, who: Who, id: u64, what: Asked, input: Option<&Input>) -> Option<Answer> {
        let note = Note::Asked { at: self.exercise().now(), who, id, what };
        self.promise(&note).ok()?;
        match input {
            Some(input) => self.apply(input).ok().map(|answer| answer.map_err(No::Engine)),
            None => Some(Ok(Receipt::Done)),
        }
    }

    /// What there is to say to a question without doing anything: the answer it got before, or why it is not
    /// possible now.
    pub(super) fn known_answer(&mut self, who: Who, id: u64, standing: Standing, ask: &Ask) -> Option<Answer> {
        if self.broken {
            return None;
        }
        let known = self.answers.known(who, id);
        if known.is_some() {
            return known;
        }
        let no = may(standing, self.stage(), ask).err()?;
        Some(self.refuse(who, id, no))
    }

    /// A refusal is remembered like any other answer, so that a late copy of the question is not taken up.
    pub(super) fn refuse(&mut self, who: Who, id: u64, no: No) -> Answer {
        self.answers.remember(who, id, Err(no.clone()));
        Err(no)
    }

    /// The first id that `who` has not used.
    pub(super) fn next_id(&self, who: Who) -> u64 {
        self.answers.next_id(who)
    }

    /// Does a deed of a seat.
    pub(super) fn deed(&mut self, role: Ix<Role>, id: u64, deed: Deed, ask: &Ask) -> Option<Answer> {
        let who = Who::Seat(role);
        if self.broken {
            return None;
        }
        if let Some(answer) = self.known_answer(who, id, Standing::Participant, ask) {
            return Some(answer);
        }
        if self.seats.get(&role).is_some_and(|seat| seat.stand_in) {
            return Some(self.refuse(who, id, No::StandIn));
        }
        let input = match deed {
            Deed::Order(mut order) => {
                order.nonce = id;
                Input::Order(role, order)
            }
            Deed::Cancel(work) => Input::Cancel(role, work),
            Deed::Decide(work, approve) => Input::Decide(role, work, approve),
        };
        self.settle(who, id, Asked::Deed, Some(&input))
    }

    /// Seats a person; who sat there before has lost the seat.
    pub(super) fn seat_person(&mut self, role: Ix<Role>, holder: [u8; 32], name: String) -> Result<(), No> {
        let generation = self.seats.get(&role).ok_or(No::Unknown)?.generation + 1;
        self.promise(&Note::Seated { role, generation, holder, name })
    }

    pub(super) fn answer_check(
        &mut self,
        role: Ix<Role>,
        test: u32,
        version: &str,
        clock_off_ms: i64,
    ) -> Result<(), No> {
        match self.seats.get(&role) {
            Some(seat) if seat.ready == test => Ok(()),
            Some(_) if test == self.test => {
                self.promise(&Note::Ready { role, test, version: version.to_owned(), clock_off_ms })
            }
            _ => Err(No::Stale),
        }
    }

    /// A seat has opened so many of its messages and injects. It is on disk with what is accepted next: the client
    /// says it again when it is lost.
    pub(super) fn open_items(&mut self, role: Ix<Role>, items: u32) -> Result<(), No> {
        let there = self.exercise().view(role).seat.items.len() as u32;
        match self.seats.get(&role) {
            Some(seat) if items.min(there) > seat.opened => self.write(&Note::Read { role, items: items.min(there) }),
            Some(_) => Ok(()),
            None => Err(No::Unknown),
        }
    }

    /// Somebody of the staff took the view of a seat.
    pub(super) fn looked(&mut self, name: &str, role: Ix<Role>) -> Result<(), No> {
        if !self.seats.contains_key(&role) {
            return Err(No::Unknown);
        }
        self.write(&Note::Looked { at: self.exercise().now(), name: name.to_owned(), role })
    }

    /// Keeps a draft unless a newer one is kept.
    pub(super) fn keep_draft(&mut self, role: Ix<Role>, slot: &str, rev: u64, text: &str) -> Result<(), No> {
        let drafts = &self.seats.get(&role).ok_or(No::Unknown)?.drafts;
        match drafts.get(slot) {
            Some((kept, _)) if *kept >= rev => return Ok(()),
            None if drafts.len() >= DRAFTS_MAX => return Err(No::TooLong),
            _ => {}
        }
        self.promise(&Note::Draft { role, slot: slot.to_owned(), rev, text: text.to_owned() })
    }

    pub(super) fn drafts(&self, role: Ix<Role>) -> Vec<(String, u64, String)> {
        let drafts = self.seats.get(&role).map(|seat| &seat.drafts);
        drafts.into_iter().flatten().map(|(slot, (rev, text))| (slot.clone(), *rev, text.clone())).collect()
    }

    /// Seats that are held by people who have not answered the last check, or whose program or clock is another than
    /// the host's, and seats that nobody holds.
    pub(super) fn not_ready(&self) -> Vec<Ix<Role>> {
        let fits = |seat: &Seat| seat.check.as_ref().is_some_and(|check| check.same_version && check.clock_fits);
        let answered = |seat: &Seat| seat.holder.is_some() && self.test > 0 && seat.ready == self.test;
        let waits = |seat: &Seat| !(seat.stand_in || (answered(seat) && fits(seat)));
        self.seats.iter().filter(|(_, seat)| waits(seat)).map(|(role, _)| *role).collect()
    }

    pub(super) fn news_for(&self, role: Option<Ix<Role>>) -> Vec<News> {
        let for_it = |told: &&Told| told.to.is_none() || told.to == role;
        self.told.iter().filter(for_it).map(|told| News { at: told.at, text: told.text.clone() }).collect()
    }

    /// The seats of this team, the `number`th of its hall.
    pub(super) fn seat_rows(&self, number: u16, online: &BTreeSet<(u16, Ix<Role>)>) -> Vec<SeatRow> {
        let row = |(role, seat): (&Ix<Role>, &Seat)| SeatRow {
            holder: match () {
                () if seat.stand_in => Holder::StandIn,
                () if seat.holder.is_some() => Holder::Person,
                () => Holder::Nobody,
            },
            name: seat.name.clone(),
            online: online.contains(&(number, *role)),
            ready: self.test > 0 && seat.ready == self.test,
            acted: seat.acted,
            ..SeatRow::empty(*role, Holder::Nobody)
        };
        self.seats.iter().map(row).collect()
    }

    /// The views of a seat, shared by all who see them.
    pub(super) fn shot(&mut self, role: Ix<Role>) -> (Arc<SeatView>, Arc<TeamView>) {
        let view = self.log.exercise().view(role);
        let seat = self.shots.entry(role).or_insert_with(|| Arc::new(view.seat.clone()));
        if seat.version != view.seat.version {
            *seat = Arc::new(view.seat.clone());
        }
        let team = self.shared.get_or_insert_with(|| Arc::new(view.team.clone()));
        if team.version != view.team.version {
            *team = Arc::new(view.team.clone());
        }
        (Arc::clone(seat), Arc::clone(team))
    }

    /// What a seat has come across that its book does not hold.
    pub(super) fn learned(&mut self, role: Ix<Role>) -> Arc<Learned> {
        let exercise = self.log.exercise();
        self.teacher.learned(exercise.scenario(), exercise.view(role))
    }

    /// Why a moment cannot be jumped to.
    pub(super) fn is_past(&self, to: SimTime) -> Option<Refusal> {
        let now = self.exercise().now();
        (to <= now).then_some(Refusal::Past(now))
    }
}
