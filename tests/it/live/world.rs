//! A hall in one thread: host, clients, a network that delays, loses, doubles, reorders and cuts, and disks that
//! fail. Everything follows from one seed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use dientap::live::{
    Answer, Client, ConnId, Deed, DeskAct, HallCodes, Heard, Hello, Host, Mark, Next, Scope, Secret, SheetAct,
    Standing, Tell, Token, Update, Want,
};
use dientap::model::{InjectKind, Ix, Ref, Role, Scenario, Span, Table, Text};
use dientap::sim::{AdHoc, Control, Edit, Exercise, Wanted, WantedDeed, Wording};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::disk::{Disks, MARK, marker};
use super::words::{Written, written};
use crate::chaos::Chaos;
use crate::secrecy::{Learned, Of, secret_words};

/// How bad it gets, in thousandths of each frame or step.
#[derive(Clone, Copy)]
pub struct Faults {
    pub lost: u32,
    pub doubled: u32,
    pub cut: u32,
    pub crash: u32,
    pub disk: u32,
    pub delay_ms: u64,
}

impl Faults {
    pub const NONE: Self = Self { lost: 0, doubled: 0, cut: 0, crash: 0, disk: 0, delay_ms: 20 };
    pub const MANY: Self = Self { lost: 30, doubled: 30, cut: 2, crash: 1, disk: 1, delay_ms: 200 };
}

pub struct Actor {
    pub client: Client,
    pub token: Token,
    pub standing: Standing,
    pub team: usize,
    pub link: Option<ConnId>,
    /// It takes nothing from its connection.
    pub stalled: bool,
    pub asked: BTreeMap<u64, u64>,
    pub answers: BTreeMap<u64, Answer>,
    pub slowest_ms: u64,
    pub wholes: u64,
    pub changes: u64,
    /// It has a screen of the run as it goes on now, not of one that a crash took back to its last safe moment.
    pub current: bool,
}

/// A frame on its way: to the host (true) or to the client.
type Packet = (ConnId, bool, Vec<u8>);

pub struct World<D: Disks> {
    pub rng: ChaCha8Rng,
    pub now: u64,
    pub scenario: Arc<Scenario>,
    pub disks: D,
    pub host: Host<D::Log>,
    pub actors: Vec<Actor>,
    pub faults: Faults,
    /// Length of a step.
    pub pace_ms: Range<u64>,
    pub crashes: u64,
    pub frames: u64,
    pub bytes: u64,
    chaos: Chaos,
    wire: BTreeMap<(u64, u64), Packet>,
    sent: u64,
    conns: u64,
    pub learned: Vec<Learned>,
    pub words: Vec<String>,
    /// What the author wrote, with what lets a seat read it; but for what public files say too.
    pub written: Written,
    /// Words that were read by somebody who may.
    pub read: BTreeSet<Of>,
    pub books: u64,
    /// Critical tasks.
    pub tasks: Vec<String>,
    pub teams: usize,
}

const SECRET: Secret = Secret([7; 32]);

impl<D: Disks> World<D> {
    pub fn new(mut disks: D, scenario: Arc<Scenario>, seed: u64, teams: usize, faults: Faults) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let openings: Vec<_> = (0..teams).map(|team| disks.open(team, &mut rng)).collect();
        let host = Host::open(SECRET, 0, openings);
        let mut world = Self {
            rng,
            now: 0,
            words: secret_words(&scenario),
            written: written(&scenario),
            read: BTreeSet::new(),
            books: 0,
            tasks: tasks(&scenario),
            scenario,
            disks,
            host,
            actors: Vec::new(),
            faults,
            pace_ms: 5..30,
            crashes: 0,
            frames: 0,
            bytes: 0,
            chaos: Chaos::new(seed),
            wire: BTreeMap::new(),
            sent: 0,
            conns: 0,
            learned: (0..teams).map(|_| Learned::default()).collect(),
            teams,
        };
        world.invite();
        world
    }

    fn invite(&mut self) {
        let HallCodes { pin, facilitators: desk, evaluators: sheet } = self.host.hall_codes();
        for team in 0..self.teams {
            for role in self.scenario.file.seats.iter().map(Ref::ix).collect::<Vec<_>>() {
                let want = Want::Enter { pin: pin.clone() };
                self.add(Standing::Participant, team, want, Some((team as u16, Some(role))));
            }
        }
        self.add(Standing::Facilitator, 0, Want::Staff { code: desk }, None);
        self.add(Standing::Evaluator, 0, Want::Staff { code: sheet }, None);
        for _ in 0..2 {
            self.add(Standing::Observer, 0, Want::Watch { pin: pin.clone() }, None);
        }
    }

    fn add(&mut self, standing: Standing, team: usize, want: Want, sit: Option<(u16, Option<Ix<Role>>)>) {
        let mut token = [0; 16];
        token[..2].copy_from_slice(&(self.actors.len() as u16 + 1).to_be_bytes());
        let name = if standing == Standing::Participant { marker(team) } else { "khách".to_owned() };
        let hello = Hello { token, name, unit: String::new(), want };
        self.actors.push(Actor {
            client: Client::new(hello, sit),
            token,
            standing,
            team,
            link: None,
            stalled: false,
            asked: BTreeMap::new(),
            answers: BTreeMap::new(),
            slowest_ms: 0,
            wholes: 0,
            changes: 0,
            current: false,
        });
    }

    fn happens(&mut self, permille: u32) -> bool {
        self.rng.random_range(0..1_000) < permille
    }

    fn send(&mut self, packet: &Packet) {
        let copies = 1 + usize::from(self.happens(self.faults.doubled));
        for _ in 0..copies {
            if !self.happens(self.faults.lost) {
                let at = self.now + self.rng.random_range(1..=self.faults.delay_ms);
                self.sent += 1;
                self.wire.insert((at, self.sent), packet.clone());
            }
        }
    }

    /// One step of everything.
    pub fn step(&mut self, acting: bool) {
        self.now += self.rng.random_range(self.pace_ms.clone());
        if self.happens(self.faults.crash) {
            self.crash();
        }
        if self.happens(self.faults.disk) {
            let team = self.rng.random_range(0..self.teams);
            self.disks.fail(team);
        }
        self.host.tick(self.now);
        self.mend();
        let later = self.wire.split_off(&(self.now + 1, 0));
        for packet in std::mem::replace(&mut self.wire, later).into_values() {
            self.deliver(packet);
        }
        for number in 0..self.actors.len() {
            self.drive(number);
            if acting && self.happens(20) {
                self.act(number);
            }
        }
    }

    /// The shell takes up a team again whose journal could not be written.
    fn mend(&mut self) {
        for team in 0..self.teams {
            if self.host.teams()[team].is_broken() && self.rng.random_range(0..20) == 0 {
                let opening = self.disks.open(team, &mut self.rng);
                self.host.reopen(team as u16, opening);
                self.learned[team] = Learned::default();
                // What is on its way shows what may never have been written.
                self.wire.clear();
                self.actors.iter_mut().filter(|actor| actor.team == team).for_each(|actor| actor.current = false);
            }
        }
    }

    /// The host dies and comes back.
    pub fn crash(&mut self) {
        self.crashes += 1;
        let empty = Host::open(SECRET, self.now, []);
        drop(std::mem::replace(&mut self.host, empty));
        let openings: Vec<_> = (0..self.teams).map(|team| self.disks.open(team, &mut self.rng)).collect();
        self.host = Host::open(SECRET, self.now, openings);
        self.wire.clear();
        self.learned = (0..self.teams).map(|_| Learned::default()).collect();
        for actor in &mut self.actors {
            actor.current = false;
            if actor.link.take().is_some() {
                actor.client.disconnected(self.now);
            }
        }
    }

    fn cut(&mut self, number: usize) {
        let actor = &mut self.actors[number];
        if let Some(id) = actor.link.take() {
            actor.client.disconnected(self.now);
            self.host.disconnected(id);
            self.wire.retain(|_, (conn, ..)| *conn != id);
        }
    }

    fn deliver(&mut self, (id, to_host, frame): Packet) {
        if to_host {
            return self.host.received(id, &frame, self.now);
        }
        let Some(number) = self.actors.iter().position(|actor| actor.link == Some(id)) else { return };
        self.watch(number, &frame);
        let actor = &mut self.actors[number];
        if let Heard::Answer(id, answer) = actor.client.received(&frame, self.now).unwrap() {
            let waited = actor.asked.get(&id).map_or(0, |asked| self.now - asked);
            actor.slowest_ms = actor.slowest_ms.max(waited);
            assert!(actor.answers.insert(id, answer).is_none());
        }
    }

    /// Looks at everything that a client gets.
    fn watch(&mut self, number: usize, frame: &[u8]) {
        self.frames += 1;
        self.bytes += frame.len() as u64;
        let tell = Tell::from_frame(frame).unwrap();
        self.look_for_words(number, &tell, frame);
        let actor = &mut self.actors[number];
        self.books += u64::from(matches!(tell, Tell::Book(_)));
        match tell {
            Tell::Update(update) if matches!(*update, Update::Whole { .. }) => {
                actor.wholes += 1;
                actor.current = true;
            }
            Tell::Update(_) => actor.changes += 1,
            Tell::Answer { id, answer } => {
                assert!(actor.answers.get(&id).is_none_or(|first| *first == answer), "{id} got another answer");
            }
            _ => {}
        }
        if actor.standing == Standing::Participant && actor.client.welcome().is_some_and(|in_as| in_as.seat.is_some()) {
            let own = marker(actor.team);
            for said in said_by_teams(frame) {
                assert!(said.starts_with(own.as_bytes()), "another team's words were sent");
            }
        }
    }

    fn drive(&mut self, number: usize) {
        let cut = self.actors[number].client.gives_up(self.now) || self.happens(self.faults.cut);
        if cut {
            self.cut(number);
        }
        let now = self.now;
        if self.actors[number].client.wants_connection(now) {
            self.conns += 1;
            if self.host.connected(self.conns, number as u64, now).is_ok() {
                self.actors[number].link = Some(self.conns);
                self.actors[number].client.connected(now);
            }
        }
        let Some(id) = self.actors[number].link else { return };
        while let Some(frame) = self.actors[number].client.next(now) {
            self.send(&(id, true, frame));
        }
        while !self.actors[number].stalled {
            match self.host.next(id, now) {
                Next::Frame(frame) => self.send(&(id, false, frame)),
                Next::Idle => break,
                Next::Close => return self.cut(number),
            }
        }
    }

    /// A person does something.
    fn act(&mut self, number: usize) {
        let actor = &self.actors[number];
        let (team, standing) = (actor.team, actor.standing);
        let id = match standing {
            Standing::Participant => self.play(number),
            Standing::Facilitator => self.direct(number),
            Standing::Evaluator => {
                let team = self.rng.random_range(0..self.teams) as u16;
                let role = self.chaos.seat(&self.scenario);
                let task = self.tasks.first().cloned().unwrap_or_default();
                match self.rng.random_range(0..4) {
                    0 => self.look(number, usize::from(team), role),
                    1 => {
                        let act = SheetAct::Remark(marker(usize::from(team)));
                        self.actors[number].client.rate(team, act)
                    }
                    _ => {
                        let act = SheetAct::Rate { task, mark: Mark::S, note: marker(usize::from(team)) };
                        self.actors[number].client.rate(team, act)
                    }
                }
            }
            _ => None,
        };
        if let Some(id) = id {
            self.actors[number].asked.insert(id, self.now);
        }
        if standing == Standing::Participant && self.happens(300) {
            let items = self.actors[number].client.screen().seat.as_ref().map_or(0, |seat| seat.items.len() as u32);
            self.actors[number].client.open_items(items);
        }
        if standing == Standing::Participant && self.happens(100) {
            let text = format!("{} {}", marker(team), self.now);
            self.actors[number].client.write_draft("báo cáo", &text);
        }
    }

    fn play(&mut self, number: usize) -> Option<u64> {
        let actor = &mut self.actors[number];
        let role = actor.client.welcome()?.seat?.1;
        let exercise = self.host.teams()[actor.team].exercise();
        let waiting = exercise.view(role).seat.approvals.first().map(|work| work.id);
        let deed = match (self.rng.random_range(0..10), waiting) {
            (0..3, Some(work)) => Deed::Decide(work, self.rng.random()),
            (0, None) => Deed::Cancel(Ix::new(self.rng.random_range(0..20))),
            _ => {
                let mut order = self.chaos.legal_order(exercise, role)?;
                order.params.text = format!("{} ·", marker(actor.team));
                Deed::Order(order)
            }
        };
        actor.client.give(deed)
    }

    fn direct(&mut self, number: usize) -> Option<u64> {
        let team = self.rng.random_range(0..self.teams);
        let exercise = self.host.teams()[team].exercise();
        let inject = Ix::new(self.rng.random_range(0..self.scenario.file.injects.len().max(1) as u32));
        let role = self.chaos.seat(&self.scenario);
        let act = match self.rng.random_range(0..16) {
            0 => DeskAct::Control(Control::Pause("giải lao".to_owned())),
            1 => DeskAct::Control(Control::Send(inject)),
            2 => DeskAct::Control(Control::Shift(inject, Span::mins(5))),
            3 => DeskAct::Announce { to: None, text: format!("{} ·", marker(team)) },
            4 => DeskAct::Swap { role, stand_in: Some("plan-follower:0.5".to_owned()) },
            5 => DeskAct::Swap { role, stand_in: None },
            6 => return self.look(number, team, role),
            7 => DeskAct::Control(Control::Jump(exercise.now() + Span::mins(3))),
            8 => DeskAct::CheckReady,
            9 => DeskAct::Control(Control::Hold(inject)),
            10 => DeskAct::Control(Control::Release(inject)),
            11 => DeskAct::Control(Control::ShiftAll(Span::mins(self.rng.random_range(-5..6)))),
            12 if self.happens(200) => DeskAct::Control(Control::Skip(inject)),
            13 => {
                let edit = Edit { words: words(team), to: vec![role] };
                DeskAct::Control(Control::Edit(inject, Box::new(edit)))
            }
            14 => DeskAct::Control(Control::AdHoc(Box::new(self.made_up(team, role)))),
            _ => DeskAct::Control(Control::Resume),
        };
        self.actors[number].client.direct(Scope::Team(team as u16), act)
    }

    fn made_up(&mut self, team: usize, role: Ix<Role>) -> AdHoc {
        let at = self.happens(500).then(|| self.host.teams()[team].exercise().now() + Span::mins(4));
        let by = WantedDeed::Message { from: vec![role], to: Vec::new() };
        let action = Text { vi: "Báo lại.".to_owned(), en: String::new() };
        let wanted = Wanted { action, by: Some(by), within: Span::mins(10), points: 3 };
        AdHoc { words: words(team), to: vec![role], at, wanted: Some(wanted) }
    }

    /// Facilitators and evaluators look at a team or take the view of a seat.
    fn look(&mut self, number: usize, team: usize, role: Ix<Role>) -> Option<u64> {
        let role = self.happens(500).then_some(role);
        self.actors[number].client.look(Some((team as u16, role)));
        None
    }

    /// The facilitator's client.
    pub fn desk(&mut self) -> &mut Actor {
        self.actors.iter_mut().find(|actor| actor.standing == Standing::Facilitator).unwrap()
    }

    /// Lets the facilitator do something to all teams, and waits until it is done.
    pub fn order_all(&mut self, act: DeskAct) -> Answer {
        let id = self.desk().client.direct(Scope::All, act).unwrap();
        for _ in 0..20_000 {
            self.step(false);
            if let Some(answer) = self.desk().answers.get(&id) {
                return answer.clone();
            }
        }
        panic!("the facilitator got no answer")
    }

    /// Nothing goes wrong any more, nobody acts, and all questions are answered.
    pub fn calm_down(&mut self) {
        self.faults = Faults::NONE;
        self.actors.iter_mut().for_each(|actor| actor.stalled = false);
        // On a network that reorders, what was asked before may come after the pause.
        for _ in 0..20_000 {
            if self.desk().client.pending() == 0 {
                break;
            }
            self.step(false);
        }
        self.order_all(DeskAct::Control(Control::Pause("xong".to_owned()))).ok();
        // Longer than the longest silence, wait and resend together.
        let until = self.now + 40_000;
        while self.now < until {
            self.step(false);
        }
    }
}

/// Ids of the critical tasks of a scenario.
fn tasks(scenario: &Scenario) -> Vec<String> {
    let trained = scenario.file.procedures.iter().map(|named| &scenario.plan.procedures[named.ix().us()]);
    let steps = trained.flat_map(|procedure| &procedure.steps);
    steps.filter(|step| dientap::score::is_critical(step)).map(|step| step.id.clone()).collect()
}

fn words(team: usize) -> Wording {
    let text = |vi: String| Text { vi, en: String::new() };
    let title = text(format!("Gọi gấp {}", marker(team)));
    Wording { kind: InjectKind::Call, from: text("Trực ban".to_owned()), title, body: text("Báo lại.".to_owned()) }
}

/// Whether some seat of the exercise got an inject: the runs are about something.
pub fn has_items(exercise: &Exercise) -> bool {
    let scenario = exercise.scenario();
    let mut items = scenario.roles.indices().flat_map(|role| exercise.view(role).seat.items.iter());
    items.any(|item| item.what.inject().is_some())
}

/// Where something begins that a member of a team has said.
fn said_by_teams(frame: &[u8]) -> impl Iterator<Item = &[u8]> {
    let begins = |from: &&[u8]| {
        let end = from.iter().take(24).position(|byte| *byte == b' ');
        from.starts_with(MARK.as_bytes()) && end.is_some_and(|end| from[end..].starts_with(" ·".as_bytes()))
    };
    (0..frame.len()).map(|at| &frame[at..]).filter(begins)
}
