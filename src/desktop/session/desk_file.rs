//! What is kept beside a journal so that a run can be taken up as it was left: the desks of the seats. It is
//! no part of the run, and losing it loses only drafts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bevy::log::warn;
use serde::{Deserialize, Serialize};

use crate::desktop::kit::{Mode, UiState};
use crate::model::{Ix, Role};

/// The desks of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct DeskFile {
    /// How much help the participants get.
    pub mode: Mode,
    /// Speed in thousandths of real time.
    pub rate_permille: u32,
    /// The seat that was sat at.
    pub role: Option<Ix<Role>>,
    /// What the desk of each seat remembers.
    pub desks: BTreeMap<Ix<Role>, UiState>,
}

impl Default for DeskFile {
    fn default() -> Self {
        Self { mode: Mode::default(), rate_permille: 1_000, role: None, desks: BTreeMap::new() }
    }
}

impl DeskFile {
    /// Where the desks of the run at `journal` are kept.
    fn path(journal: &Path) -> PathBuf {
        journal.with_extension("desk.ron")
    }

    /// The desks kept beside a journal; empty ones where there are none or they cannot be read.
    pub fn read(journal: &Path) -> Self {
        let path = Self::path(journal);
        let Ok(text) = std::fs::read_to_string(&path) else { return Self::default() };
        ron::from_str(&text).unwrap_or_else(|problem| {
            warn!("{}: {problem}", path.display());
            Self::default()
        })
    }

    /// Keeps the desks beside a journal: first under another name, so that a half-written file never takes
    /// the place of a whole one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, journal: &Path) -> Result<(), String> {
        let (path, new) = (Self::path(journal), journal.with_extension("desk.new"));
        let text = ron::to_string(self).map_err(|error| error.to_string())?;
        std::fs::write(&new, text).and_then(|()| std::fs::rename(&new, &path)).map_err(|error| error.to_string())
    }
}
