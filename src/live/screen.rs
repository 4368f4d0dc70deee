//! What a connection may see, and how it is brought up to date.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::learned::Learned;
use super::patch::{BadPatch, ListPatch, SeatPatch, TeamPatch};
use super::protocol::HallCodes;
use super::staff::{Desk, DeskPatch, SeatCare, TeamCare, Turned};
use crate::model::{Ix, Phase, Role, SimTime};
use crate::sim::{SeatView, TeamView};

/// Where a team's exercise stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Not started yet.
    #[default]
    Lobby,
    /// Time passes.
    Running,
    /// Time stands still.
    Paused,
    /// It has ended.
    Over,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Lobby, Self::Running, Self::Paused, Self::Over];
}

/// Who holds a seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    /// Nobody.
    #[default]
    Nobody,
    /// A person.
    Person,
    /// A stand-in.
    StandIn,
}

/// A seat as others see it. What the reader is not entitled to is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatRow {
    /// Seat.
    pub role: Ix<Role>,
    /// Who holds it.
    pub holder: Holder,
    /// The person's name and unit.
    pub name: String,
    /// A client of the seat is connected.
    pub online: bool,
    /// Answered the last readiness check.
    pub ready: bool,
    /// When it last did something.
    pub acted: Option<SimTime>,
    /// The code that takes the seat over: for facilitators.
    pub code: Option<String>,
    /// How it does: for staff.
    pub care: Option<Box<SeatCare>>,
}

impl SeatRow {
    /// A seat of which nothing is told but who holds it.
    pub(super) const fn empty(role: Ix<Role>, holder: Holder) -> Self {
        let name = String::new();
        Self { role, holder, name, online: false, ready: false, acted: None, code: None, care: None }
    }
}

/// A team as those outside of it see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Team, counted from 0.
    pub team: u16,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// Its moment.
    pub now: SimTime,
    /// Its phase of the plan.
    pub phase: Phase,
    /// Its journal cannot be written: it stands still until it is taken up again. Shown to staff.
    pub trouble: bool,
    /// Its seats, as far as the reader is entitled to see them.
    pub seats: Vec<SeatRow>,
    /// How it does: for staff.
    pub care: Option<Box<TeamCare>>,
}

/// Something that the direction told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// When, in the team's time.
    pub at: SimTime,
    /// What.
    pub text: String,
}

/// What a connection sees of the hall beside the exercise itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hall {
    /// Where the own team stands.
    pub stage: Stage,
    /// Speed in thousandths of real time.
    pub rate_permille: u32,
    /// Number of the last readiness check.
    pub test: u32,
    /// A stand-in plays the own seat.
    pub stand_in: bool,
    /// What the direction told this seat.
    pub news: Vec<News>,
    /// The own team's seats.
    pub seats: Vec<SeatRow>,
    /// The codes of the hall: for facilitators.
    pub codes: Option<HallCodes>,
    /// How many messages and injects of the own seat have been opened.
    pub opened: u32,
    /// The team that a facilitator or evaluator looks at, and the seat whose view it has taken.
    pub look: Option<(u16, Option<Ix<Role>>)>,
    /// Who was turned away: for facilitators.
    pub turned: Vec<Turned>,
    /// Why the exercise stands still, while every team does: for those who watch.
    pub paused: Option<String>,
}

/// Everything that a connection sees at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// The team's moment.
    pub now: SimTime,
    /// The hall.
    pub hall: Hall,
    /// The seat's desk.
    pub seat: Option<Arc<SeatView>>,
    /// What the team shares.
    pub team: Option<Arc<TeamView>>,
    /// What the views refer to and the book of seats does not hold.
    pub learned: Arc<Learned>,
    /// The teams, for those outside of them.
    pub board: Arc<Vec<Row>>,
    /// The team that a facilitator or evaluator looks at.
    pub desk: Option<Arc<Desk>>,
}

/// Brings a screen up to date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Update {
    /// All of it.
    Whole {
        /// Number of this update; they grow on a connection.
        serial: u64,
        /// The screen.
        screen: Box<Screen>,
    },
    /// What changed since an update that the client has acknowledged.
    Change {
        /// Number of that update.
        base: u64,
        /// Number of this update.
        serial: u64,
        /// What changed.
        change: Box<Change>,
    },
}

/// What is different between two screens of the same connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    now: SimTime,
    hall: Option<Hall>,
    seat: Option<SeatPatch>,
    team: Option<TeamPatch>,
    learned: Option<Learned>,
    board: Option<ListPatch<Row>>,
    desk: Option<DeskPatch>,
}

impl Change {
    /// What turns `old` into `new`; none when they are of different seats, or when something has gone that was learned.
    pub fn between(old: &Screen, new: &Screen) -> Option<Self> {
        let seat = match (&old.seat, &new.seat) {
            (None, None) => None,
            (Some(old), Some(new)) if old.role == new.role => {
                (!Arc::ptr_eq(old, new)).then(|| SeatPatch::between(old, new))
            }
            _ => return None,
        };
        let team = match (&old.team, &new.team) {
            (None, None) => None,
            (Some(old), Some(new)) => (!Arc::ptr_eq(old, new)).then(|| TeamPatch::between(old, new)),
            _ => return None,
        };
        let learned = match Arc::ptr_eq(&old.learned, &new.learned) {
            true => None,
            false => Some(new.learned.since(&old.learned)?).filter(|news| !news.is_empty()),
        };
        let desk = match (&old.desk, &new.desk) {
            (None, None) => None,
            (Some(old), Some(new)) if old.team == new.team => {
                (!Arc::ptr_eq(old, new)).then(|| DeskPatch::between(old, new))
            }
            _ => return None,
        };
        let hall = (old.hall != new.hall).then(|| new.hall.clone());
        let board = (!Arc::ptr_eq(&old.board, &new.board)).then(|| ListPatch::between(&old.board, &new.board));
        Some(Self { now: new.now, hall, seat, team, learned, board, desk })
    }

    /// Whether it leaves `screen` as it is, the moment too: a sign of life and no more.
    pub fn says_nothing(&self, screen: &Screen) -> bool {
        let Self { now, hall, seat, team, learned, board, desk } = self;
        let whole = hall.is_none() && seat.is_none() && team.is_none() && learned.is_none() && desk.is_none();
        *now == screen.now && whole && board.as_ref().is_none_or(|patch| patch.is_empty(&screen.board))
    }

    /// Brings `screen` up to date.
    ///
    /// # Errors
    /// When this is a change of another screen; `screen` is then worth nothing any more.
    pub fn apply(self, screen: &mut Screen) -> Result<(), BadPatch> {
        screen.now = self.now;
        if let Some(hall) = self.hall {
            screen.hall = hall;
        }
        if let Some(patch) = self.seat {
            patch.apply(Arc::make_mut(screen.seat.as_mut().ok_or(BadPatch)?))?;
        }
        if let Some(patch) = self.team {
            patch.apply(Arc::make_mut(screen.team.as_mut().ok_or(BadPatch)?))?;
        }
        if let Some(news) = self.learned {
            Arc::make_mut(&mut screen.learned).absorb(news);
        }
        if let Some(patch) = self.desk {
            patch.apply(Arc::make_mut(screen.desk.as_mut().ok_or(BadPatch)?))?;
        }
        match self.board {
            Some(patch) => patch.apply(Arc::make_mut(&mut screen.board)),
            None => Ok(()),
        }
    }
}

impl Screen {
    /// Whether the two show the same but for the moment.
    pub fn shows_the_same(&self, other: &Self) -> bool {
        let same_rows = self.board.len() == other.board.len()
            && self.board.iter().zip(other.board.iter()).all(|(one, two)| {
                (one.team, &one.name, one.stage, one.phase, one.trouble, &one.seats, &one.care)
                    == (two.team, &two.name, two.stage, two.phase, two.trouble, &two.seats, &two.care)
            });
        let same_learned = Arc::ptr_eq(&self.learned, &other.learned) || self.learned == other.learned;
        self.hall == other.hall
            && is_same(self.seat.as_ref(), other.seat.as_ref())
            && is_same(self.team.as_ref(), other.team.as_ref())
            && is_same(self.desk.as_ref(), other.desk.as_ref())
            && same_learned
            && same_rows
    }
}

fn is_same<T: PartialEq>(one: Option<&Arc<T>>, two: Option<&Arc<T>>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => Arc::ptr_eq(one, two) || one == two,
        (one, two) => one.is_none() && two.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_life_says_nothing_and_everything_else_says_something() {
        let old = Screen { now: SimTime(5), ..Screen::default() };
        assert!(Change::between(&old, &old).unwrap().says_nothing(&old));
        let later = Screen { now: SimTime(6), ..old.clone() };
        let told = Screen { hall: Hall { codes: Some(HallCodes::default()), ..Hall::default() }, ..old.clone() };
        for new in [later, told] {
            assert!(!Change::between(&old, &new).unwrap().says_nothing(&old));
        }
    }
}
