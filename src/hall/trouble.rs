//! Teams that cannot go on: their journal cannot be read or written. The others of the hall go on without them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::error::HallError;
use crate::i18n::Tr;
use crate::journal;

/// Why a team cannot go on.
#[derive(Clone, Debug)]
pub struct Trouble {
    journal: PathBuf,
    why: Arc<HallError>,
    /// The journal as it was found; none when not its content is to blame.
    found: Option<Mark>,
}

/// Length of a file and when it was last written.
type Mark = (u64, Option<SystemTime>);

/// Teams that cannot go on, by number.
pub type Troubles = BTreeMap<u16, Trouble>;

impl Trouble {
    /// What keeps the team with this journal away.
    pub fn new(journal: PathBuf, why: HallError) -> Self {
        let in_content = matches!(why, HallError::Journal(journal::Error::Broken(_) | journal::Error::TooLarge { .. }));
        let found = if in_content { mark(&journal) } else { None };
        Self { journal, why: Arc::new(why), found }
    }

    /// Whether another try may go otherwise: a full disk may have room again, but a damaged file must be put back
    /// first.
    pub(super) fn may_be_over(&self) -> bool {
        self.found.is_none() || self.found != mark(&self.journal)
    }

    /// What is wrong with which file, and how to mend it.
    pub fn say(&self, tr: &Tr) -> String {
        let name = self.journal.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        tr.with("hall-team-stopped", &[("file", name.into()), ("why", self.why.say(tr).into())])
    }
}

impl PartialEq for Trouble {
    fn eq(&self, other: &Self) -> bool {
        self.journal == other.journal && self.found == other.found && self.why.to_string() == other.why.to_string()
    }
}

fn mark(file: &Path) -> Option<Mark> {
    let about = file.metadata().ok()?;
    Some((about.len(), about.modified().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Broken, Why};
    use crate::model::Lang;

    #[test]
    fn a_damaged_file_is_tried_again_when_it_has_changed_and_a_full_disk_always() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("team-01.dtj");
        std::fs::write(&file, "damaged").unwrap();
        let damaged = || journal::Error::Broken(Broken { record: 3, offset: 99, why: Why::BodyDamaged });
        let trouble = Trouble::new(file.clone(), damaged().into());
        assert!(!trouble.may_be_over());
        let said = trouble.say(&Tr::new(Lang::Vi));
        assert!(said.contains("team-01.dtj") && said.contains("bản sao lưu"), "{said}");
        std::fs::write(&file, "from a backup").unwrap();
        assert!(trouble.may_be_over());
        assert_ne!(trouble, Trouble::new(file.clone(), damaged().into()));
        let full = Trouble::new(file.clone(), HallError::File { path: file, why: "no room".to_owned() });
        assert!(full.may_be_over());
    }
}
