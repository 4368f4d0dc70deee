//! What everybody in the hall may see: the big screen, the web page, a telephone. No seat, no score, no attack.

use serde::Serialize;

use crate::journal::Run;
use crate::live::{Host, News, Row, Stage, Team};
use crate::model::{Calendar, SimTime, Text};

/// The hall at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Board {
    /// Title of the scenario.
    pub title: Text,
    /// Fictional calendar at the start.
    pub starts: Option<Calendar>,
    /// The furthest moment of any team.
    pub now: SimTime,
    /// Length of the active part, in milliseconds.
    pub active_ms: i64,
    /// Why the exercise stands still, while every team does.
    pub paused: Option<String>,
    /// The teams.
    pub teams: Vec<TeamBoard>,
    /// What the direction told everybody.
    pub news: Vec<News>,
}

/// A team at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamBoard {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// Its moment.
    pub now: SimTime,
    /// How fast time passes, in thousandths of real time; 0 while it stands still.
    pub rate_permille: u32,
    /// Its phase of the plan.
    pub phase: Text,
    /// Seats that people hold.
    pub people: usize,
    /// Those of them whose client is connected.
    pub online: usize,
}

impl Board {
    /// The hall as it is now.
    pub fn of(host: &mut Host<Run>) -> Self {
        let rows = host.watched();
        let teams = host.teams();
        let scenario = teams.first().map(|team| team.exercise().scenario());
        let file = scenario.map(|scenario| &scenario.file);
        let phase_name = |row: &Row| {
            let phases = scenario.map(|scenario| scenario.plan.phases.as_slice()).unwrap_or_default();
            phases.iter().find(|phase| phase.id == row.phase).map(|phase| phase.name.clone()).unwrap_or_default()
        };
        let team = |row: &Row| {
            let (people, online) = host.people(row.team);
            let rate_permille = teams.get(usize::from(row.team)).map_or(0, Team::pace_permille);
            let phase = phase_name(row);
            TeamBoard { name: row.name.clone(), stage: row.stage, now: row.now, rate_permille, phase, people, online }
        };
        Self {
            title: file.map(|file| file.title.clone()).unwrap_or_default(),
            starts: file.map(|file| file.starts),
            now: rows.iter().map(|row| row.now).max().unwrap_or_default(),
            active_ms: file.map_or(0, |file| file.active.0),
            paused: host.paused(),
            teams: rows.iter().map(team).collect(),
            news: host.announcements(),
        }
    }

    /// The board apart from what time changes by passing.
    pub fn without_time(&self) -> Self {
        let mut board = self.clone();
        board.now = SimTime::START;
        board.teams.iter_mut().for_each(|team| team.now = SimTime::START);
        board
    }
}
