//! The seat that is sat at: of a run on this machine, or of a team of a hall over the wire. The console sees and acts
//! the same way at either.

mod desk_file;
mod drafts;
mod local;
mod remote;
mod track;

use std::sync::Arc;
use std::time::Duration;

use bevy::prelude::Resource;

use super::kit::{Mode, UiState};
use crate::journal;
use crate::live::Deed;
use crate::model::{Ix, OrderKind, Role, Scenario, SimTime};
use crate::sim::{Exercise, Refusal, Target, View, foresee};
pub use desk_file::DeskFile;
pub use local::{Local, PERSON, RATES_PERMILLE, RunSetup};
pub use remote::{Place, Remote};
pub use track::Track;

/// The seat that is sat at.
#[derive(Resource)]
pub enum Session {
    /// Of a run on this machine.
    Local(Box<Local>),
    /// Of a team of a hall.
    Remote(Box<Remote>),
}

/// Why something was not done.
#[derive(Debug)]
pub enum Trouble {
    /// The exercise says no.
    Refused(Refusal),
    /// The journal cannot be written.
    Journal(journal::Error),
    /// Too much waits for the hall's answer.
    Waiting,
    /// Somebody else's seat is only looked at.
    OnlyLooking,
}

/// What the seat sees, and what it could do.
pub enum Sight<'a> {
    /// Of an exercise on this machine.
    Exercise(&'a Exercise, Ix<Role>),
    /// Of a screen that came over the wire.
    Screen(&'a Scenario, View<'a>),
}

impl<'a> Sight<'a> {
    /// What it sees.
    pub fn view(&self) -> View<'a> {
        match self {
            Self::Exercise(exercise, role) => exercise.view(*role),
            Self::Screen(_, view) => *view,
        }
    }

    /// Whether it could give an order on a target now, as far as it can know.
    ///
    /// # Errors
    /// Why not.
    pub fn possible(&self, kind: Ix<OrderKind>, target: Target) -> Result<(), Refusal> {
        match self {
            Self::Exercise(exercise, role) => exercise.possible(*role, kind, target),
            Self::Screen(scenario, view) => foresee(scenario, *view, kind, target),
        }
    }
}

impl Session {
    /// What is played, as far as this machine may know it.
    pub fn scenario(&self) -> &Arc<Scenario> {
        match self {
            Self::Local(local) => local.scenario(),
            Self::Remote(remote) => remote.scenario(),
        }
    }

    /// The seat.
    pub fn role(&self) -> Ix<Role> {
        match self {
            Self::Local(local) => local.role(),
            Self::Remote(remote) => remote.role(),
        }
    }

    /// How much help the participants get. In a hall everybody has the plan and nobody gets hints.
    pub fn mode(&self) -> Mode {
        match self {
            Self::Local(local) => local.mode(),
            Self::Remote(_) => Mode::Practice,
        }
    }

    /// Speed in thousandths of real time.
    pub fn rate_permille(&self) -> u32 {
        match self {
            Self::Local(local) => local.rate_permille(),
            Self::Remote(remote) => remote.hall().rate_permille,
        }
    }

    /// The moment.
    pub fn now(&self) -> SimTime {
        self.sight().view().now
    }

    /// Whether time passes by itself.
    pub fn runs(&self) -> bool {
        match self {
            Self::Local(local) => local.runs(),
            Self::Remote(remote) => remote.runs(),
        }
    }

    /// Whether it is over.
    pub fn ended(&self) -> bool {
        self.sight().view().team.ended.is_some()
    }

    /// The run on this machine, if it is one.
    pub fn local(&self) -> Option<&Local> {
        match self {
            Self::Local(local) => Some(local),
            Self::Remote(_) => None,
        }
    }

    /// The same, to change it.
    pub fn local_mut(&mut self) -> Option<&mut Local> {
        match self {
            Self::Local(local) => Some(local),
            Self::Remote(_) => None,
        }
    }

    /// The seat in a hall, if it is one.
    pub fn remote(&self) -> Option<&Remote> {
        match self {
            Self::Local(_) => None,
            Self::Remote(remote) => Some(remote),
        }
    }

    /// The same, to change it.
    pub fn remote_mut(&mut self) -> Option<&mut Remote> {
        match self {
            Self::Local(_) => None,
            Self::Remote(remote) => Some(remote),
        }
    }

    /// What the seat sees.
    pub fn sight(&self) -> Sight<'_> {
        match self {
            Self::Local(local) => Sight::Exercise(local.exercise(), local.role()),
            Self::Remote(remote) => remote.sight(),
        }
    }

    /// What the seat sees and its desk, side by side.
    pub fn sight_and_desk(&mut self) -> (Sight<'_>, &mut UiState) {
        match self {
            Self::Local(local) => {
                let role = local.role();
                let (exercise, desk) = local.exercise_and_desk();
                (Sight::Exercise(exercise, role), desk)
            }
            Self::Remote(remote) => remote.sight_and_desk(),
        }
    }

    /// The desk of the seat.
    pub fn desk(&mut self) -> &mut UiState {
        match self {
            Self::Local(local) => local.desk(),
            Self::Remote(remote) => remote.desk(),
        }
    }

    /// Lets as much time pass as belongs to `real`.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn pass(&mut self, real: Duration) -> Result<(), journal::Error> {
        match self {
            Self::Local(local) => local.pass(real).map(|_| ()),
            Self::Remote(remote) => {
                remote.pass(real);
                Ok(())
            }
        }
    }

    /// Does something in the exercise. What a hall says to it comes later.
    ///
    /// # Errors
    /// Why it was not done.
    pub fn act(&mut self, deed: Deed) -> Result<(), Trouble> {
        match self {
            Self::Local(local) => match local.act(deed) {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(why)) => Err(Trouble::Refused(why)),
                Err(error) => Err(Trouble::Journal(error)),
            },
            Self::Remote(remote) => remote.act(deed),
        }
    }

    /// Keeps what the desks remember.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_desks(&mut self) -> Result<(), String> {
        match self {
            Self::Local(local) => local.keep_desks(),
            Self::Remote(remote) => {
                remote.keep_desk();
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests;
