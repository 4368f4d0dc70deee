//! A run in progress on this machine: the exercise with its journal, the stand-ins on the other seats, the
//! desks of the seats that people hold, and how simulation time follows the wall.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{DeskFile, Track};
use crate::desktop::kit::{Mode, UiState};
use crate::journal::{self, Header, Timeline};
use crate::live::Deed;
use crate::model::{Ix, Role, Scenario, SimTime, Table};
use crate::sim::{Control, Exercise, Input, Receipt, Refusal, Setup, View};
use crate::standin::{Bot, Cast, Door, Driver, Kind};

/// Speeds offered, in thousandths of real time.
pub const RATES_PERMILLE: [u32; 8] = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];
/// Real time that one frame may let pass at most: after the machine has slept, the exercise goes on where it was.
const STEP_MAX: Duration = Duration::from_millis(1_000);
/// Real time that a jump plays between two frames, so that the window stays alive.
const JUMP_FRAME: Duration = Duration::from_millis(100);
/// Simulation time played at once during a jump.
const JUMP_SLICE_MS: i64 = 10 * 60_000;

/// The player named in a journal's header on a seat that a person holds.
pub const PERSON: &str = "person";

/// How a run is set up.
#[derive(Clone, Debug)]
pub struct RunSetup {
    /// What is played.
    pub scenario: Arc<Scenario>,
    /// Seats that people on this machine hold; the first is sat at.
    pub people: Vec<Ix<Role>>,
    /// Stand-ins on the other seats.
    pub standins: BTreeMap<Ix<Role>, Kind>,
    /// Seed, rules and handicaps.
    pub setup: Setup,
    /// Speed in thousandths of real time.
    pub rate_permille: u32,
    /// How much help the participants get.
    pub mode: Mode,
    /// File of the journal; a run without one is kept nowhere.
    pub journal: Option<PathBuf>,
    /// When the run was started, for people.
    pub started: String,
}

/// A run in progress on this machine.
pub struct Local {
    scenario: Arc<Scenario>,
    track: Track,
    driver: Driver,
    people: Vec<Ix<Role>>,
    role: Ix<Role>,
    mode: Mode,
    rate_permille: u32,
    /// Simulation time that has passed by the wall and is not yet a whole millisecond, in its millionths.
    carried_nanos: u64,
    jump: Option<SimTime>,
    /// Time does not pass by the wall: for pictures.
    frozen: bool,
    desks: BTreeMap<Ix<Role>, UiState>,
    nonce: u64,
}

impl Local {
    /// Starts a run.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn start(mut setup: RunSetup) -> Result<Self, journal::Error> {
        setup.scenario = setup.setup.prepare(setup.scenario);
        let header = header_of(&setup);
        let track = match &setup.journal {
            Some(path) => Track::start(path, &setup.scenario, header)?,
            None => Track::bare(&setup.scenario, header.setup),
        };
        let mut cast = Cast::of_people(&setup.scenario);
        for (role, kind) in &setup.standins {
            cast.seat(*role, Some(Bot::new(*kind, *role, setup.setup.seed)));
        }
        let desk = DeskFile { mode: setup.mode, rate_permille: setup.rate_permille, ..DeskFile::default() };
        Ok(Self::new(setup.scenario, track, cast, setup.people, desk))
    }

    /// Takes up the run of the journal at `path` where it was left.
    ///
    /// # Errors
    /// When the journal cannot be read, is finished, or is of another scenario.
    pub fn resume(path: &Path, scenario: &Arc<Scenario>) -> Result<Self, journal::Error> {
        let header = journal::header(path)?;
        let track = Track::resume(path, scenario)?;
        let scenario = &header.setup.prepare(Arc::clone(scenario));
        let mut cast = Cast::of_people(scenario);
        let mut people = Vec::new();
        for (role, player) in &header.seats {
            let Some(role) = scenario.role_named(role) else { continue };
            match player.parse::<Kind>() {
                Ok(kind) => cast.seat(role, Some(Bot::new(kind, role, header.setup.seed))),
                Err(_) => people.push(role),
            }
        }
        Ok(Self::new(Arc::clone(scenario), track, cast, people, DeskFile::read(path)))
    }

    fn new(scenario: Arc<Scenario>, track: Track, cast: Cast, people: Vec<Ix<Role>>, desk: DeskFile) -> Self {
        let seated = desk.role.filter(|role| people.contains(role)).or_else(|| people.first().copied());
        // A scenario without seats cannot be loaded.
        let role = seated.unwrap_or_else(|| scenario.file.seats[0].ix());
        // Orders of the run's earlier sittings have used smaller numbers.
        let nonce = track.exercise().events().len() as u64;
        Self {
            driver: Driver::new(&scenario, cast),
            scenario,
            track,
            people,
            role,
            mode: desk.mode,
            rate_permille: desk.rate_permille,
            carried_nanos: 0,
            jump: None,
            frozen: false,
            desks: desk.desks,
            nonce,
        }
    }

    /// What is played.
    pub const fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }
    /// The exercise.
    pub fn exercise(&self) -> &Exercise {
        self.track.exercise()
    }
    /// The time-line of a run without a journal.
    pub fn timeline(&self) -> Option<Timeline> {
        self.track.timeline()
    }
    /// The journal's file.
    pub fn journal_path(&self) -> Option<&Path> {
        self.track.path()
    }
    /// The seat that is sat at.
    pub const fn role(&self) -> Ix<Role> {
        self.role
    }
    /// Seats that people hold.
    pub fn people(&self) -> &[Ix<Role>] {
        &self.people
    }
    /// How much help the participants get.
    pub const fn mode(&self) -> Mode {
        self.mode
    }
    /// Speed in thousandths of real time.
    pub const fn rate_permille(&self) -> u32 {
        self.rate_permille
    }
    /// What the seat sees.
    pub fn view(&self) -> View<'_> {
        self.exercise().view(self.role)
    }
    /// Whether time stands still.
    pub fn is_paused(&self) -> bool {
        self.view().team.paused.is_some()
    }
    /// Whether time passes by itself.
    pub fn runs(&self) -> bool {
        !self.is_paused() && !self.exercise().ended() && self.jump.is_none() && !self.frozen
    }
    /// The moment that a jump goes to.
    pub const fn jumping_to(&self) -> Option<SimTime> {
        self.jump
    }

    /// The exercise and the desk of the seat, side by side.
    pub fn exercise_and_desk(&mut self) -> (&Exercise, &mut UiState) {
        (self.track.exercise(), self.desks.entry(self.role).or_default())
    }

    /// The desk of the seat.
    pub fn desk(&mut self) -> &mut UiState {
        self.desks.entry(self.role).or_default()
    }

    /// Sits down at another seat that people hold.
    pub fn switch_seat(&mut self, role: Ix<Role>) {
        if self.people.contains(&role) {
            self.role = role;
        }
    }

    /// Lets as much simulation time pass as belongs to `real`. Whether any passed.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn pass(&mut self, real: Duration) -> Result<bool, journal::Error> {
        if self.jump.is_some() {
            self.jump_on()?;
            return Ok(true);
        }
        if !self.runs() {
            return Ok(false);
        }
        let real_nanos = real.min(STEP_MAX).as_nanos() as u64;
        let nanos = self.carried_nanos + real_nanos * u64::from(self.rate_permille) / 1_000;
        self.carried_nanos = nanos % 1_000_000;
        let until = SimTime(self.exercise().now().0 + (nanos / 1_000_000) as i64);
        self.driver.play(&mut self.track, until)?;
        Ok(true)
    }

    /// Plays up to `to` at once, with the stand-ins; for pictures and tests.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn play_to(&mut self, to: SimTime) -> Result<(), journal::Error> {
        self.driver.play(&mut self.track, to)
    }

    /// Lets time pass no more by the wall.
    pub const fn freeze(&mut self) {
        self.frozen = true;
    }

    /// Begins a jump; it goes on with every [`Self::pass`], and the stand-ins act on the way.
    pub fn begin_jump(&mut self, to: SimTime) {
        let end = SimTime::after_start(self.scenario.file.ends);
        let to = to.min(end);
        if to > self.exercise().now() && !self.exercise().ended() {
            self.jump = Some(to);
        }
    }

    #[allow(clippy::disallowed_methods, reason = "what is played between two frames is measured by the wall")]
    fn jump_on(&mut self) -> Result<(), journal::Error> {
        let Some(to) = self.jump else { return Ok(()) };
        if self.is_paused() {
            self.control(Control::Resume)?.ok();
        }
        let began = Instant::now();
        while self.exercise().now() < to && !self.exercise().ended() && began.elapsed() < JUMP_FRAME {
            let now = self.exercise().now();
            self.driver.play(&mut self.track, to.min(SimTime(now.0 + JUMP_SLICE_MS)))?;
        }
        if self.exercise().now() >= to || self.exercise().ended() {
            self.jump = None;
            // The way there has been played; the log says that it was a jump.
            self.control(Control::Jump(self.exercise().now()))?.ok();
        }
        Ok(())
    }

    /// Does something in the name of the seat.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn act(&mut self, deed: Deed) -> Result<Result<Receipt, Refusal>, journal::Error> {
        let input = match deed {
            Deed::Order(mut order) => {
                self.nonce += 1;
                order.nonce = self.nonce;
                Input::Order(self.role, order)
            }
            Deed::Cancel(work) => Input::Cancel(self.role, work),
            Deed::Decide(work, approve) => Input::Decide(self.role, work, approve),
        };
        self.input(input)
    }

    /// Applies an input at the present moment.
    ///
    /// # Errors
    /// When the journal cannot be written.
    fn input(&mut self, input: Input) -> Result<Result<Receipt, Refusal>, journal::Error> {
        let now = self.exercise().now();
        self.track.apply(now, &input)
    }

    /// Applies a control at the present moment.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn control(&mut self, control: Control) -> Result<Result<Receipt, Refusal>, journal::Error> {
        if let Control::Rate(permille) = control {
            self.rate_permille = permille.clamp(RATES_PERMILLE[0], RATES_PERMILLE[RATES_PERMILLE.len() - 1]);
        }
        self.input(Input::Control(control))
    }

    /// Writes down what the desks remember, beside the journal.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_desks(&self) -> Result<(), String> {
        let Some(path) = self.track.path() else { return Ok(()) };
        let desk = DeskFile {
            mode: self.mode,
            rate_permille: self.rate_permille,
            role: Some(self.role),
            desks: self.desks.clone(),
        };
        desk.write(path)
    }

    /// Closes the journal of a run that has ended.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn finish(&mut self) -> Result<(), journal::Error> {
        self.track.finish()
    }
}

fn header_of(setup: &RunSetup) -> Header {
    let seats = setup.scenario.file.seats.iter().map(|seat| {
        let role = seat.ix();
        let player = setup.standins.get(&role).map_or_else(|| PERSON.to_owned(), Kind::to_string);
        (setup.scenario.roles.at(role).id.clone(), player)
    });
    Header {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: setup.scenario.file.id.clone(),
        content_hash: setup.scenario.content_hash.clone(),
        setup: setup.setup.clone(),
        seats: seats.collect(),
        started: setup.started.clone(),
        durability: journal::Durability::EachInput,
        fork: None,
    }
}
