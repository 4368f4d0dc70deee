//! Teams that cannot go on: their journal cannot be read or written. The others of the hall go on without them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::error::HallError;
use super::folder::HallFolder;
use crate::i18n::Tr;
use crate::journal::{self, Run};
use crate::live::Opening;
use crate::model::Scenario;

/// Why a team cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    journal: PathBuf,
    why: HallError,
    /// The journal when it was tried, and when it was last looked at.
    tried: Option<Mark>,
    seen: Option<Mark>,
}

/// Length of a file and when it was last written.
pub type Mark = (u64, Option<SystemTime>);

/// Teams that cannot go on, by number.
pub type Troubles = BTreeMap<u16, Trouble>;

impl Trouble {
    /// What keeps the team with this journal away; `tried` is how the file looked before it was read.
    pub fn new(journal: PathBuf, tried: Option<Mark>, why: HallError) -> Self {
        Self { journal, why, tried, seen: tried }
    }

    /// Looks at the journal again: whether another try may go otherwise. A full disk may have room again at any time,
    /// but a damaged file must have been put back, and not be on its way still: half a journal looks like one that
    /// ends there.
    pub(super) fn may_be_over(&mut self) -> bool {
        use journal::Error::{Broken, TooLarge};
        if !matches!(self.why, HallError::Journal(Broken(_) | TooLarge { .. })) {
            return true;
        }
        let now = mark(&self.journal);
        let is_settled = now.is_some() && now == self.seen;
        self.seen = now;
        is_settled && now != self.tried
    }

    /// What is wrong with which file, and how to mend it.
    pub fn say(&self, tr: &Tr) -> String {
        let name = self.journal.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        tr.with("hall-team-stopped", &[("file", name.into()), ("why", self.why.say(tr).into())])
    }

    /// Why, for whoever opens a hall in which nobody could play.
    pub(super) fn into_error(self) -> HallError {
        self.why
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.why.fmt(f)
    }
}

/// A team of the hall as its journal gives it back, or what keeps it away.
pub(super) fn take_up(
    folder: &HallFolder,
    team: usize,
    scenario: &Arc<Scenario>,
) -> Result<Opening<Run>, Box<Trouble>> {
    let journal = folder.journal(team);
    let tried = mark(&journal);
    folder.team(team, scenario).map_err(|why| Box::new(Trouble::new(journal, tried, why)))
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
    fn a_damaged_file_is_tried_again_when_it_was_put_back_and_a_full_disk_always() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("team-01.dtj");
        std::fs::write(&file, "damaged").unwrap();
        let damaged = journal::Error::Broken(Broken { record: 3, offset: 99, why: Why::BodyDamaged });
        let mut trouble = Trouble::new(file.clone(), mark(&file), damaged.into());
        let said = trouble.say(&Tr::new(Lang::Vi));
        assert!(said.contains("team-01.dtj") && said.contains("bản sao lưu"), "{said}");
        assert!(!trouble.may_be_over() && !trouble.may_be_over(), "nothing has changed");
        std::fs::remove_file(&file).unwrap();
        assert!(!trouble.may_be_over() && !trouble.may_be_over(), "no new journal takes its place");
        std::fs::write(&file, "half of").unwrap();
        assert!(!trouble.may_be_over());
        std::fs::write(&file, "half of a journal and the rest").unwrap();
        assert!(!trouble.may_be_over(), "it was still on its way");
        assert!(trouble.may_be_over());
        let mut full =
            Trouble::new(file.clone(), mark(&file), HallError::File { path: file, why: "no room".to_owned() });
        assert!(full.may_be_over() && full.may_be_over());
    }
}
