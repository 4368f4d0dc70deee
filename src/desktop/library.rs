//! What can be played and what has been played: the scenarios of the folder, and the runs kept on this machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::prelude::*;

use super::live::setup::{KeptHall, kept_halls};
use super::session::PERSON;
use crate::content::{self, Folder};
use crate::journal::{Header, Reader, Record, read_file};
use crate::model::{Calendar, Lang, Scenario, SimTime};

/// Ending of the names of journals.
const JOURNAL: &str = "dientap";

/// A scenario of the folder.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// Its id.
    pub id: String,
    /// The scenario, or what is wrong with it in words.
    pub scenario: Result<Arc<Scenario>, usize>,
}

/// A run that is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Name of its file, without the ending.
    pub name: String,
    /// Its journal.
    pub path: PathBuf,
    /// What was played, by whom.
    pub header: Header,
    /// The last moment that was recorded.
    pub until: SimTime,
    /// Whether it was brought to its end.
    pub finished: bool,
}

impl Kept {
    /// Ids of the roles that people played.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        self.header.seats.iter().filter(|(_, player)| player == PERSON).map(|(role, _)| role.as_str())
    }
}

/// What can be played and what has been played.
#[derive(Resource, Default)]
pub struct Library {
    /// Scenarios, by id.
    pub scenarios: Vec<Shelved>,
    /// Runs, the newest first.
    pub runs: Vec<Kept>,
    /// Halls, the newest first.
    pub halls: Vec<KeptHall>,
    /// Where the program keeps its data.
    pub(super) data: Option<PathBuf>,
}

impl Library {
    /// The library of these folders.
    pub fn open(scenarios: &Path, data: Option<&Path>) -> Self {
        let folder = Folder::new(scenarios);
        let load = |id: String| {
            let outcome = content::load(&folder, &id);
            Shelved { id, scenario: outcome.scenario.map(Arc::new).ok_or(outcome.diagnostics.len()) }
        };
        let mut scenarios: Vec<_> = content::scenarios(&folder).into_iter().map(load).collect();
        // From the easiest and shortest on, so that a newcomer begins at the top; what cannot be played comes last.
        scenarios.sort_by_key(|shelved| match &shelved.scenario {
            Ok(scenario) => (false, Some((scenario.file.level, scenario.file.active))),
            Err(_) => (true, None),
        });
        let mut library = Self { scenarios, runs: Vec::new(), halls: Vec::new(), data: data.map(Path::to_owned) };
        library.look_for_runs();
        library
    }

    /// Where runs are kept.
    fn runs_folder(&self) -> Option<PathBuf> {
        self.data.as_ref().map(|data| data.join("runs"))
    }

    /// Reads anew which runs and halls are kept.
    pub fn look_for_runs(&mut self) {
        let (Some(data), Some(folder)) = (&self.data, self.runs_folder()) else { return };
        self.halls = kept_halls(data);
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let journals = entries.filter(|path| path.extension().is_some_and(|ending| ending == JOURNAL));
        self.runs = journals.filter_map(|path| kept(&path)).collect();
        self.runs.sort_by(|a, b| b.name.cmp(&a.name));
    }

    /// The scenario with this id, if it can be played.
    pub fn scenario(&self, id: &str) -> Option<&Arc<Scenario>> {
        self.scenarios.iter().find(|shelved| shelved.id == id)?.scenario.as_ref().ok()
    }

    /// The run with this name.
    pub fn run(&self, name: &str) -> Option<&Kept> {
        self.runs.iter().find(|run| run.name == name)
    }

    /// Where the journal of a new run goes.
    ///
    /// # Errors
    /// When the folder of runs cannot be made.
    pub fn new_journal(&self, scenario: &str) -> Result<Option<PathBuf>, String> {
        let Some(folder) = self.runs_folder() else { return Ok(None) };
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let stamp: String = now().chars().filter(char::is_ascii_digit).collect();
        let free = (0..1_000).map(|n| if n == 0 { String::new() } else { format!("-{n}") });
        let names = free.map(|n| folder.join(format!("{stamp}-{scenario}{n}.{JOURNAL}")));
        Ok(names.into_iter().find(|path| !path.exists()))
    }
}

/// What is kept in the journal at `path`; nothing when it cannot be read.
fn kept(path: &Path) -> Option<Kept> {
    let name = path.file_stem()?.to_str()?.to_owned();
    let bytes = read_file(path).ok()?;
    let mut reader = Reader::new(&bytes).ok()?;
    let header = reader.header().clone();
    let mut until = SimTime::START;
    for entry in reader.by_ref().map_while(Result::ok) {
        until = match entry.record {
            Record::Input { at, .. } | Record::Checkpoint { at, .. } | Record::End { at } => until.max(at),
            Record::Events(events) => events.last().map_or(until, |event| until.max(event.at)),
            Record::Header(_) | Record::Note(_) => until,
        };
    }
    Some(Kept { name, path: path.to_owned(), header, until, finished: reader.ended() })
}

/// The date and time of this world in Vietnam: `2026-11-22 09:30:05`.
#[allow(clippy::disallowed_methods, reason = "names a new run for people; nothing is computed from it")]
pub fn now() -> String {
    let since_1970 = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let p = Calendar { minutes: 7 * 60 }.at(SimTime(since_1970.as_millis() as i64));
    format!("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", p.year, p.month, p.day, p.hour, p.minute, p.second)
}

/// The title of the scenario of a run: its own name, else its id.
pub fn title(library: &Library, id: &str, lang: Lang) -> String {
    library.scenario(id).map_or_else(|| id.to_owned(), |scenario| scenario.file.title.get(lang).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixture;
    use crate::desktop::session::{Local, RunSetup};

    #[test]
    fn a_run_stands_on_the_shelf_until_it_is_finished() {
        let data = tempfile::tempdir().unwrap();
        let mut library = Library::open(Path::new("no-such-folder"), Some(data.path()));
        assert!(library.scenarios.is_empty() && library.runs.is_empty());
        let scenario = Arc::new(fixture::tiny());
        let path = library.new_journal("mat-cong").unwrap().unwrap();
        let people = vec![scenario.role_named("SOC").unwrap()];
        let setup = RunSetup {
            scenario,
            people,
            standins: [].into(),
            setup: crate::sim::Setup::of(1),
            rate_permille: 1_000,
            mode: super::super::kit::Mode::Exam,
            journal: Some(path),
            started: now(),
        };
        let mut session = Local::start(setup).unwrap();
        session.play_to(SimTime(120_000)).unwrap();
        session.control(crate::sim::Control::Rate(2_000)).unwrap().unwrap();
        library.look_for_runs();
        assert_eq!(library.runs.len(), 1);
        let run = &library.runs[0];
        assert!(!run.finished && run.until == SimTime(120_000), "{run:?}");
        assert!(run.people().any(|role| role == "SOC"));
        session.finish().unwrap();
        library.look_for_runs();
        assert!(library.run(&library.runs[0].name).unwrap().finished);
    }
}
