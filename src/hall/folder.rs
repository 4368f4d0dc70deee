//! The folder of a hall: what is played, by which teams, and a journal a team. It holds everything that a host
//! needs to be taken up again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::HallError;
use super::identity::write_private;
use crate::journal::{self, Durability, Header, Run};
use crate::live::{Opening, Trace, trail};
use crate::model::{Ix, Role, Scenario, Table};
use crate::sim::Setup;
use crate::standin::Kind;

/// Version of [`HallFile`].
const VERSION: u32 = 1;
/// File that says what is played.
const FILE: &str = "hall.ron";
/// Bytes of that file at most.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// The player named in a journal's header on a seat that waits for a person.
const PERSON: &str = "person";
/// Teams of a hall at most.
pub const TEAMS_MAX: usize = 64;

/// What is played, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HallFile {
    version: u32,
    /// Id of the scenario.
    pub scenario: String,
    /// Hash of the scenario's files: a hall goes on with what it began with.
    pub content_hash: String,
    /// Seed, rules and handicaps, the same for every team.
    pub setup: Setup,
    /// Names of the teams.
    pub teams: Vec<String>,
    /// Seats that stand-ins play until a person sits down: id of the role, kind.
    pub stand_ins: Vec<(String, String)>,
    /// When it was opened, for people.
    pub started: String,
}

impl HallFile {
    /// A new hall.
    pub fn new(
        scenario: &Scenario,
        setup: Setup,
        teams: Vec<String>,
        stand_ins: &[(Ix<Role>, Kind)],
        started: String,
    ) -> Self {
        let kind = |(role, kind): &(Ix<Role>, Kind)| (scenario.roles.at(*role).id.clone(), kind.to_string());
        Self {
            version: VERSION,
            scenario: scenario.file.id.clone(),
            content_hash: scenario.content_hash.clone(),
            setup,
            teams,
            stand_ins: stand_ins.iter().map(kind).collect(),
            started,
        }
    }
}

/// A hall's folder.
#[derive(Clone, Debug)]
pub struct HallFolder {
    path: PathBuf,
    file: HallFile,
}

impl HallFolder {
    /// Makes the folder of a new hall.
    ///
    /// # Errors
    /// When a hall stands there already, or it cannot be written.
    pub fn create(path: &Path, file: HallFile) -> Result<Self, HallError> {
        fs::create_dir_all(path).map_err(|error| HallError::file(path, &error))?;
        let at = path.join(FILE);
        if at.exists() {
            return Err(HallError::Taken(path.to_owned()));
        }
        let text = ron::ser::to_string_pretty(&file, ron::ser::PrettyConfig::default());
        write_private(&at, text.map_err(|_| HallError::BadFile(at.clone()))?.as_bytes())?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// The hall that stands in `path`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, HallError> {
        let at = path.join(FILE);
        let size = fs::metadata(&at).map_err(|_| HallError::NoHall(path.to_owned()))?.len();
        let bad = || HallError::BadFile(at.clone());
        if size > FILE_BYTES_MAX {
            return Err(bad());
        }
        let text = fs::read_to_string(&at).map_err(|error| HallError::file(&at, &error))?;
        let file: HallFile = ron::from_str(&text).map_err(|_| bad())?;
        let is_sound = file.version == VERSION && (1..=TEAMS_MAX).contains(&file.teams.len());
        if is_sound { Ok(Self { path: path.to_owned(), file }) } else { Err(bad()) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is played, and by whom.
    pub const fn file(&self) -> &HallFile {
        &self.file
    }

    /// The journal of a team, counted from 0.
    pub fn journal(&self, team: usize) -> PathBuf {
        self.path.join(format!("team-{:02}.dtj", team + 1))
    }

    /// A team as its journal gives it back; a new one without a journal. `scenario` is prepared by the hall's setup.
    ///
    /// # Errors
    /// When the journal cannot be read, continued or written.
    pub fn team(&self, team: usize, scenario: &Arc<Scenario>) -> Result<Opening<Run>, HallError> {
        let path = self.journal(team);
        let (log, trail) = if path.exists() {
            // What is torn at the end goes first; then the file holds exactly what counts.
            let (run, _) = Run::resume(&path, scenario)?;
            let bytes = journal::read_file(&path)?;
            (run, trail(&bytes).map_err(journal::Error::from)?)
        } else {
            (Run::start(&path, scenario, self.header(scenario))?, Vec::new())
        };
        Ok(self.opening(team, log, trail, scenario))
    }

    /// A team that waits for its journal: it is there, and nothing is accepted for it.
    pub fn stopped_team(&self, team: usize, scenario: &Arc<Scenario>) -> Opening<Run> {
        let log = Run::stopped(&self.journal(team), scenario, &self.file.setup);
        self.opening(team, log, Vec::new(), scenario)
    }

    fn opening(&self, team: usize, log: Run, trail: Vec<Trace>, scenario: &Scenario) -> Opening<Run> {
        let name = self.file.teams.get(team).cloned().unwrap_or_default();
        Opening { name, log, trail, stand_ins: self.stand_ins(scenario) }
    }

    fn stand_ins(&self, scenario: &Scenario) -> Vec<(Ix<Role>, Kind)> {
        let known = |(role, kind): &(String, String)| Some((scenario.role_named(role)?, kind.parse().ok()?));
        self.file.stand_ins.iter().filter_map(known).collect()
    }

    fn header(&self, scenario: &Scenario) -> Header {
        let player = |role: &str| {
            let of = self.file.stand_ins.iter().find(|(seat, _)| seat == role);
            of.map_or_else(|| PERSON.to_owned(), |(_, kind)| kind.clone())
        };
        let seats = scenario.file.seats.iter().map(|seat| {
            let id = &scenario.roles.at(seat.ix()).id;
            (id.clone(), player(id))
        });
        Header {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: self.file.scenario.clone(),
            content_hash: self.file.content_hash.clone(),
            setup: self.file.setup.clone(),
            seats: seats.collect(),
            started: self.file.started.clone(),
            durability: Durability::AtCommit,
            fork: None,
        }
    }

    /// Copies everything to `to`, whatever is being written meanwhile: journals only grow, and what is torn at the
    /// end of a copy was not accepted yet. A damaged journal does not take the place of its last good copy.
    ///
    /// # Errors
    /// When something cannot be read or written, or a journal is damaged; the others are copied all the same.
    pub fn back_up(&self, to: &Path) -> Result<(), HallError> {
        fs::create_dir_all(to).map_err(|error| HallError::file(to, &error))?;
        let entries = fs::read_dir(&self.path).map_err(|error| HallError::file(&self.path, &error))?;
        let mut damaged = Ok(());
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
            let bytes = fs::read(&path).map_err(|error| HallError::file(&path, &error))?;
            let is_journal = path.extension().is_some_and(|ends| ends == "dtj");
            match if is_journal { journal::check_chain(&bytes) } else { Ok(()) } {
                Err(broken) => damaged = Err(journal::Error::Broken(broken).into()),
                Ok(()) => write_private(&to.join(path.file_name().unwrap_or_default()), &bytes)?,
            }
        }
        damaged
    }
}
