//! Where scenarios are, and how one is loaded by its id or path.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Console, Failure};
use crate::content::{self, Folder, Outcome};
use crate::model::{CasesFile, Scenario};
use crate::trial;

/// Name of the folder of scenarios.
const FOLDER: &str = "scenarios";

/// The scenarios folder here, else beside the program.
pub(super) fn scenarios_folder() -> PathBuf {
    let here = PathBuf::from(FOLDER);
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join(FOLDER)).filter(|folder| folder.is_dir());
    if here.is_dir() { here } else { beside().unwrap_or(here) }
}

/// A scenario that stands in a folder of scenarios.
pub(super) struct Found {
    /// The folder of scenarios.
    pub root: PathBuf,
    /// The scenario's id.
    pub id: String,
}

impl Found {
    /// The scenario with this id in `root`, or at this path (its folder or its `scenario.ron`).
    pub(super) fn by_name(name: &str, root: &Path) -> Option<Self> {
        if !name.contains(['/', '\\']) && root.join(name).join("scenario.ron").is_file() {
            return Some(Self { root: root.to_owned(), id: name.to_owned() });
        }
        Self::at(Path::new(name))
    }

    /// The scenario whose folder or `scenario.ron` this is.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let folder = if path.is_file() { path.parent()? } else { path };
        // A relative path such as `.` has no name of its own.
        let folder = folder.canonicalize().ok().filter(|_| folder.join("scenario.ron").is_file())?;
        let id = folder.file_name()?.to_str()?.to_owned();
        Some(Self { root: shortened(folder.parent()?), id })
    }

    /// Loads it.
    pub(super) fn load(&self) -> Outcome {
        content::load(&Folder::new(&self.root), &self.id)
    }

    /// Loads it with its tests.
    pub(super) fn load_with_tests(&self) -> (Outcome, Option<CasesFile>) {
        content::load_with_tests(&Folder::new(&self.root), &self.id, &trial::is_player)
    }
}

/// `path` as seen from the current folder, when it is below it.
fn shortened(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let below = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    match below {
        Some(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Some(below) => below,
        None => path.to_owned(),
    }
}

/// The scenario named on the command line.
pub(super) fn find(name: &str, root: &Path, console: &Console<'_>) -> Result<Found, Failure> {
    Found::by_name(name, root).ok_or_else(|| {
        let known = content::scenarios(&Folder::new(root)).join(", ");
        let folder = root.display().to_string();
        let args = [("name", name.to_owned().into()), ("folder", folder.into()), ("known", known.into())];
        Failure::unusable(console.tr.with("cli-no-scenario", &args))
    })
}

/// The scenario named on the command line, ready to play.
pub(super) fn load(name: &str, root: &Path, console: &Console<'_>) -> Result<Arc<Scenario>, Failure> {
    let tr = console.tr;
    let outcome = find(name, root, console)?.load();
    match outcome.scenario {
        Some(scenario) => Ok(Arc::new(scenario)),
        None => Err(Failure::new(outcome.render(tr, content::Colour::Without) + &tr.t("cli-scenario-bad"))),
    }
}
