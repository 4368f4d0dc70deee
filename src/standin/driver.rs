//! The driver of a run: lets time pass, lets the bots look at their desks when they have cause to, and
//! hands their orders in. It plays on a bare exercise and on one that is being journalled alike.

use std::sync::Arc;

use crate::model::{Ix, Role, Scenario, SimTime, Table};
use crate::sim::{Exercise, Input, Receipt, Refusal};

use super::bot::{Bot, Kind};
use super::checklist::{StepStatus, judge};
use super::mind::Desk;
use super::public::Public;
use super::training::Training;

/// The door to an exercise.
pub trait Door {
    /// What goes wrong beside a refusal: a journal that cannot be written.
    type Error;

    /// The exercise behind it.
    fn exercise(&self) -> &Exercise;

    /// Lets everything up to and including `to` happen.
    ///
    /// # Errors
    /// What the door's journal says.
    fn advance(&mut self, to: SimTime) -> Result<(), Self::Error>;

    /// Advances to `at` and applies an input.
    ///
    /// # Errors
    /// What the door's journal says.
    fn apply(&mut self, at: SimTime, input: &Input) -> Result<Result<Receipt, Refusal>, Self::Error>;
}

impl Door for Exercise {
    type Error = std::convert::Infallible;

    fn exercise(&self) -> &Exercise {
        self
    }

    fn advance(&mut self, to: SimTime) -> Result<(), Self::Error> {
        Self::advance(self, to);
        Ok(())
    }

    fn apply(&mut self, at: SimTime, input: &Input) -> Result<Result<Receipt, Refusal>, Self::Error> {
        Ok(Self::apply(self, at, input))
    }
}

/// Who sits on which seat.
#[derive(Clone, Debug)]
pub struct Cast {
    seats: Vec<Option<Bot>>,
}

impl Cast {
    /// Seats that are all left to people.
    pub fn of_people(scenario: &Scenario) -> Self {
        Self { seats: vec![None; scenario.roles.len()] }
    }

    /// Bots of one kind on every seat.
    pub fn of_bots(scenario: &Scenario, kind: Kind, seed: u64) -> Self {
        let mut cast = Self::of_people(scenario);
        for seat in &scenario.file.seats {
            cast.seat(seat.ix(), Some(Bot::new(kind, seat.ix(), seed)));
        }
        cast
    }

    /// Puts a bot on a seat, or leaves it to a person.
    pub fn seat(&mut self, role: Ix<Role>, bot: Option<Bot>) {
        if let Some(seat) = self.seats.get_mut(role.us()) {
            *seat = bot;
        }
    }

    /// The bot on a seat.
    pub fn bot(&self, role: Ix<Role>) -> Option<&Bot> {
        self.seats.get(role.us()).and_then(Option::as_ref)
    }
}

/// Rounds of bots answering each other within one moment; what is left waits for the next.
const ROUNDS_MAX: usize = 4;

/// Drives a run with its cast.
#[derive(Clone, Debug)]
pub struct Driver {
    scenario: Arc<Scenario>,
    training: Training,
    public: Public,
    steps: Vec<StepStatus>,
    team_version: Option<u64>,
    /// Who sits where.
    pub cast: Cast,
}

impl Driver {
    /// A driver of runs of `scenario`.
    pub fn new(scenario: &Arc<Scenario>, cast: Cast) -> Self {
        Self {
            scenario: scenario.clone(),
            training: Training::new(scenario),
            public: Public::default(),
            steps: Vec::new(),
            team_version: None,
            cast,
        }
    }

    /// Plays on until `until`, or until the run has ended.
    ///
    /// # Errors
    /// What the door's journal says.
    pub fn play<D: Door>(&mut self, door: &mut D, until: SimTime) -> Result<(), D::Error> {
        loop {
            for _ in 0..ROUNDS_MAX {
                if !self.round(door)? {
                    break;
                }
            }
            let exercise = door.exercise();
            let now = exercise.now();
            if exercise.ended() || now >= until {
                return Ok(());
            }
            let wake = self.next_wake().map(|wake| wake.max(SimTime(now.0 + 1)));
            let next = [exercise.next_due(), wake, Some(until)].into_iter().flatten().min().unwrap_or(until);
            door.advance(next)?;
        }
    }

    /// When the next bot looks at its desk of its own accord.
    pub fn next_wake(&self) -> Option<SimTime> {
        self.cast.seats.iter().flatten().filter_map(Bot::wake_at).min()
    }

    /// Every bot that has cause looks at its desk, in the order of the seats. Whether any gave an order.
    fn round<D: Door>(&mut self, door: &mut D) -> Result<bool, D::Error> {
        let mut acted = false;
        for role in self.scenario.roles.indices().collect::<Vec<_>>() {
            let Some(bot) = self.cast.seats.get_mut(role.us()).and_then(Option::as_mut) else { continue };
            let view = door.exercise().view(role);
            if door.exercise().ended() || !bot.has_cause(&view) {
                continue;
            }
            if self.team_version != Some(view.team.version) {
                self.team_version = Some(view.team.version);
                self.public.read(&self.scenario, &self.training, view.team);
                self.public.watch(view.team, view.now);
                judge(&self.training, &self.public.belief(&self.scenario, view.team, view.now), &mut self.steps);
            }
            let desk = Desk {
                scenario: &self.scenario,
                training: &self.training,
                public: &self.public,
                steps: &self.steps,
                reworded: door.exercise().reworded(),
                view,
            };
            for input in bot.think(&desk) {
                acted = true;
                let at = door.exercise().now();
                if door.apply(at, &input)?.is_err() {
                    bot.refused(&input, at);
                }
            }
        }
        Ok(acted)
    }
}

/// Plays a run to its end.
///
/// # Errors
/// What the door's journal says.
pub fn play_to_end<D: Door>(door: &mut D, cast: Cast) -> Result<(), D::Error> {
    let scenario = door.exercise().scenario().clone();
    let end = SimTime::after_start(scenario.file.ends);
    Driver::new(&scenario, cast).play(door, end)
}
