//! The exercise: its state, its queue of things to come, and the doors to it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::alert::Alert;
use super::chance::{self, Draw};
use super::effects::Actor;
use super::event::{EndReason, Event, What};
use super::fact::Fact;
use super::index::Index;
use super::limits;
use super::order::{Control, Input, Receipt, Refusal, Target};
use super::paths::PathCache;
use super::setup::Setup;
use super::shared::Shared;
use super::view::{SeatView, TeamView, View, WorkView};
use super::work::Work;
use super::world::{Attack, World};
use crate::model::{AttackStep, Host, Inject, Ix, Noise, OrderKind, Role, Scenario, Sensor, Severity, SimTime, Table};

/// Something that is due at a moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) enum Due {
    /// A step of the attack is tried.
    StepTry(Ix<AttackStep>),
    /// A try of a step is over; valid only for this occurrence.
    StepEnd(Ix<AttackStep>, u64),
    /// An alert reaches its queues.
    Alert(PendingAlert),
    /// The next false alert of a noise generator, counted.
    Noise(Ix<Noise>, u64),
    /// Work is complete.
    WorkEnd(Ix<Work>),
    /// An inject is sent.
    Inject(Ix<Inject>),
    /// Conditions that depend on time are looked at.
    Look,
    /// The run ends.
    End,
}

/// An alert on its way from a sensor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct PendingAlert {
    pub rule: Ix<crate::model::AlertRule>,
    pub host: Ix<Host>,
    pub sensor: Ix<Sensor>,
    /// The noise generator; none for the attack.
    pub noise: Option<Ix<Noise>>,
    pub facts: Vec<Ix<Fact>>,
}

/// Where an inject stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InjectState {
    /// Its condition has not held yet, or it is sent by hand.
    Waiting,
    /// Will be sent at this moment.
    Due(SimTime),
    /// Was sent.
    Sent(SimTime),
    /// The scenario dropped it: its condition did not hold when it was due, or an effect took it back.
    Dropped,
    /// The direction holds it back; when it would have been sent, if it had a time.
    Held(Option<SimTime>),
    /// The direction skips it.
    Skipped,
}

/// An exercise in progress: the one source of truth while it runs. Equal scenario, seed and inputs give an
/// equal state on every machine; there is no clock and no I/O in here.
#[derive(Clone, Debug)]
pub struct Exercise {
    pub(super) scenario: Arc<Scenario>,
    pub(super) index: Arc<Index>,
    pub(super) paths: PathCache,
    pub(super) seed: u64,
    pub(super) now: SimTime,
    pub(super) queue: BinaryHeap<Reverse<(SimTime, u64, Due)>>,
    pub(super) queued: u64,
    pub(super) world: World,
    pub(super) attack: Attack,
    /// Steps that wait or run.
    pub(super) attack_live: u32,
    pub(super) attack_over: bool,
    pub(super) facts: Vec<Fact>,
    pub(super) facts_at: BTreeMap<Ix<Host>, Vec<Ix<Fact>>>,
    pub(super) alerts: Vec<Alert>,
    /// By number; the desk of who ordered it holds the same.
    pub(super) work: Vec<Shared<WorkView>>,
    /// Hands in use, by role.
    pub(super) busy: Vec<u32>,
    /// Work that waits or runs, by role, in the order it was given.
    pub(super) open: Vec<Vec<Ix<Work>>>,
    pub(super) injects: Vec<InjectState>,
    /// Injects that the direction worded anew or made up.
    pub(super) reworded: BTreeMap<Ix<Inject>, Arc<Inject>>,
    pub(super) answers: Vec<Option<(Ix<Role>, u8)>>,
    pub(super) reported: Vec<Option<SimTime>>,
    pub(super) nonces: BTreeMap<(Ix<Role>, u64), Receipt>,
    pub(super) seats: Vec<SeatView>,
    pub(super) team: TeamView,
    /// Completed orders by kind, role and target, for conditions.
    pub(super) done: Vec<(Ix<OrderKind>, Ix<Role>, Target)>,
    pub(super) conds: Vec<bool>,
    pub(super) severity: Severity,
    pub(super) detected: Option<SimTime>,
    /// Something that conditions can see has changed since they were looked at.
    pub(super) stirred: bool,
    /// Something that systems depend on has changed.
    pub(super) shaken: bool,
    pub(super) events: Vec<Event>,
}

impl Exercise {
    /// A new run, at its start.
    pub fn new(scenario: Arc<Scenario>, setup: &Setup) -> Self {
        let scenario = setup.prepare(scenario);
        let index = Arc::new(Index::new(&scenario));
        let seats = scenario.roles.indices().map(SeatView::empty).collect();
        let mut exercise = Self {
            index,
            paths: PathCache::default(),
            seed: setup.seed,
            now: SimTime::START,
            queue: BinaryHeap::new(),
            queued: 0,
            world: World::new(&scenario),
            attack: vec![Default::default(); scenario.file.attack.len()],
            attack_live: 0,
            attack_over: false,
            facts: Vec::new(),
            facts_at: BTreeMap::new(),
            alerts: Vec::new(),
            work: Vec::new(),
            busy: vec![0; scenario.roles.len()],
            open: vec![Vec::new(); scenario.roles.len()],
            injects: vec![InjectState::Waiting; scenario.file.injects.len()],
            reworded: BTreeMap::new(),
            answers: vec![None; scenario.file.injects.len()],
            reported: vec![None; scenario.plan.forms.len()],
            nonces: BTreeMap::new(),
            seats,
            team: TeamView::empty(scenario.network.systems.len()),
            done: Vec::new(),
            conds: vec![false; scenario.plan.conditions.len()],
            severity: Severity::M4,
            detected: None,
            stirred: true,
            shaken: true,
            events: Vec::new(),
            scenario,
        };
        exercise.begin();
        exercise
    }

    fn begin(&mut self) {
        self.emit(What::Started);
        self.plant_what_stands();
        self.draw_variants();
        let scenario = self.scenario.clone();
        for effect in &scenario.file.starts_with {
            self.affect(effect, Target::Nothing, Actor::Direction(None));
        }
        self.begin_attack();
        self.begin_noise();
        self.begin_injects();
        for moment in self.index.looks.clone() {
            self.enqueue(moment, Due::Look);
        }
        self.enqueue(SimTime::after_start(self.scenario.file.ends), Due::End);
        self.settle();
    }

    /// Sets one flag of each variant.
    fn draw_variants(&mut self) {
        let scenario = self.scenario.clone();
        for variant in &scenario.file.variants {
            let drawn = self.draw("variant", chance::name_hash(&variant.id), 0).below(variant.one_of.len() as u64);
            if let Some(flag) = variant.one_of.get(drawn as usize) {
                self.set_flag(flag.ix(), true);
            }
        }
    }

    /// The scenario played, as the setup shaped it.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The moment.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Whether the run has ended.
    pub fn ended(&self) -> bool {
        self.team.ended.is_some()
    }

    /// Everything that happened so far.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// All facts that are or were true, by number: the truth, for debrief and tests.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// What the seat of `role` sees.
    pub fn view(&self, role: Ix<Role>) -> View<'_> {
        View { now: self.now, seat: &self.seats[role.us()], team: &self.team }
    }

    /// When the next thing is due.
    pub fn next_due(&self) -> Option<SimTime> {
        if self.ended() { None } else { self.queue.peek().map(|Reverse((at, _, _))| *at) }
    }

    /// Lets everything up to and including `to` happen. A moment in the past changes nothing.
    pub fn advance(&mut self, to: SimTime) {
        while let Some(Reverse((at, _, _))) = self.queue.peek() {
            if *at > to || self.ended() {
                break;
            }
            let Some(Reverse((at, _, due))) = self.queue.pop() else { break };
            self.now = self.now.max(at);
            self.happen(due);
            self.settle();
        }
        if !self.ended() {
            self.now = self.now.max(to);
        }
    }

    /// Advances to `at` and applies an input.
    ///
    /// # Errors
    /// The reason why it is not possible; the exercise is then as if it had not been tried, but for the
    /// log entry of a refused order.
    pub fn apply(&mut self, at: SimTime, input: &Input) -> Result<Receipt, Refusal> {
        if at < self.now {
            return Err(Refusal::Past(self.now));
        }
        self.advance(at);
        if self.ended() {
            return Err(Refusal::Ended);
        }
        let receipt = match input {
            Input::Order(role, order) => self.order(*role, order),
            Input::Cancel(role, work) => self.cancel(*role, *work),
            Input::Decide(role, work, approve) => self.decide(*role, *work, *approve),
            Input::Control(control) => self.control(control),
        };
        self.settle();
        receipt
    }

    fn control(&mut self, control: &Control) -> Result<Receipt, Refusal> {
        self.check_control(control)?;
        self.emit(What::Control(control.clone()));
        match control {
            Control::Pause(reason) => self.pause(Some(reason.clone())),
            Control::Resume => self.pause(None),
            Control::Rate(_) => {}
            Control::Jump(to) => {
                self.pause(None);
                self.settle();
                self.advance(*to);
            }
            Control::Send(inject) => self.send_inject(*inject),
            Control::Hold(inject) => self.hold_inject(*inject),
            Control::Shift(inject, by) => self.shift_inject(*inject, *by),
            Control::End => self.end(EndReason::Control),
            Control::Release(inject) => self.release_inject(*inject),
            Control::Skip(inject) => self.skip_inject(*inject),
            Control::ShiftAll(by) => self.shift_injects(*by),
            Control::Edit(inject, edit) => self.reword_inject(*inject, edit),
            Control::AdHoc(ad_hoc) => self.add_inject(ad_hoc),
        }
        Ok(Receipt::Done)
    }

    fn check_control(&self, control: &Control) -> Result<(), Refusal> {
        match control {
            Control::Pause(reason) if reason.len() > limits::TEXT_BYTES_MAX => Err(Refusal::TooLong),
            Control::Jump(to) if *to < self.now => Err(Refusal::Past(self.now)),
            Control::Send(inject)
            | Control::Hold(inject)
            | Control::Shift(inject, _)
            | Control::Release(inject)
            | Control::Skip(inject) => self.injects.get(inject.us()).map(|_| ()).ok_or(Refusal::Unknown),
            Control::Edit(inject, edit) => match self.injects.get(inject.us()) {
                _ if !edit.is_within_limits() => Err(Refusal::TooLong),
                Some(InjectState::Sent(_)) => Err(Refusal::AlreadyDone),
                Some(_) if edit.fits(&self.scenario) => Ok(()),
                _ => Err(Refusal::Unknown),
            },
            Control::AdHoc(ad_hoc) if !ad_hoc.is_within_limits() => Err(Refusal::TooLong),
            Control::AdHoc(_) if self.injects.len() >= self.scenario.file.injects.len() + limits::AD_HOC_MAX => {
                Err(Refusal::QueueFull)
            }
            Control::AdHoc(ad_hoc) if !ad_hoc.fits(&self.scenario) => Err(Refusal::Unknown),
            _ => Ok(()),
        }
    }

    fn pause(&mut self, reason: Option<String>) {
        self.team.paused = reason;
        self.team.version += 1;
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::StepTry(step) => self.try_step(step),
            Due::StepEnd(step, occurrence) => self.end_step(step, occurrence),
            Due::Alert(pending) => self.raise(pending),
            Due::Noise(noise, count) => self.make_noise(noise, count),
            Due::WorkEnd(work) => self.complete(work),
            Due::Inject(inject) => self.inject_due(inject),
            Due::Look => self.stirred = true,
            Due::End => self.end(EndReason::Time),
        }
        if self.events.len() >= limits::EVENTS_MAX {
            self.end(EndReason::Time);
        }
    }

    pub(super) fn end(&mut self, reason: EndReason) {
        if !self.ended() {
            self.emit(What::Ended(reason));
            self.team.ended = Some(self.now);
            self.team.version += 1;
        }
    }

    pub(super) fn emit(&mut self, what: What) {
        self.events.push(Event { at: self.now, what });
    }

    pub(super) fn enqueue(&mut self, at: SimTime, due: Due) {
        self.queued += 1;
        self.queue.push(Reverse((at.max(self.now), self.queued, due)));
    }

    pub(super) fn draw(&self, purpose: &str, what: u64, occurrence: u64) -> Draw {
        chance::draw(self.seed, purpose, what, occurrence)
    }

    /// A hash of the whole state: equal for equal scenario, seed and inputs on every machine.
    pub fn state_hash(&self) -> [u8; 32] {
        let mut queue: Vec<_> = self.queue.iter().map(|Reverse(entry)| entry).collect();
        queue.sort_unstable();
        let work: Vec<&Work> = self.work.iter().map(|held| &held.work).collect();
        let mut hash = HashWriter(Sha256::new());
        let parts = (
            (&self.scenario.content_hash, self.seed, self.now, queue, self.queued, &self.world, &self.attack),
            (self.attack_live, self.attack_over, &self.facts, &self.facts_at, &self.alerts, work, &self.open),
            (&self.injects, &self.answers, &self.reported, &self.nonces, &self.seats, &self.team, &self.done),
            (&self.busy, &self.conds, self.severity, self.detected, self.stirred, self.shaken, &self.events),
        );
        // Invariant: the state holds no type that postcard cannot write, and the writer never fails.
        let written = postcard::to_io(&parts, &mut hash);
        debug_assert!(written.is_ok(), "{:?}", written.err());
        // Only where there is any, so that runs without keep the hash they always had.
        if !self.reworded.is_empty() {
            let written = postcard::to_io(&self.reworded, &mut hash);
            debug_assert!(written.is_ok(), "{:?}", written.err());
        }
        hash.0.finalize().into()
    }
}

struct HashWriter(Sha256);

impl std::io::Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
