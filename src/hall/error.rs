//! What can go wrong with a hall.

use std::io;
use std::path::{Path, PathBuf};

use crate::i18n::Tr;
use crate::journal;

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HallError {
    /// A file or folder.
    #[error("{}: {why}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why, in the words of the system.
        why: String,
    },
    /// A file of the hall does not hold what it should.
    #[error("{}: unreadable", .0.display())]
    BadFile(PathBuf),
    /// A hall stands in the folder already.
    #[error("{}: in use", .0.display())]
    Taken(PathBuf),
    /// No hall stands in the folder.
    #[error("{}: no hall", .0.display())]
    NoHall(PathBuf),
    /// The files of the scenario are not those that the hall was opened with.
    #[error("{0}: other files")]
    OtherScenario(String),
    /// The address cannot be listened on.
    #[error("{address}: {why}")]
    Listen {
        /// Which.
        address: String,
        /// Why, in the words of the system.
        why: String,
    },
    /// A team's journal.
    #[error("{0}")]
    Journal(#[from] journal::Error),
    /// Backups are to go into the folder of the hall itself.
    #[error("{}: backup of itself", .0.display())]
    BackupOfItself(PathBuf),
    /// The certificate could not be made or used.
    #[error("certificate")]
    Certificate,
    /// The system gives no random bytes.
    #[error("no random bytes")]
    NoRandom,
    /// A thread could not be started.
    #[error("thread: {0}")]
    Thread(String),
}

impl HallError {
    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        Self::File { path: path.to_owned(), why: error.to_string() }
    }

    /// What to tell the user, with the way out.
    pub fn say(&self, tr: &Tr) -> String {
        let path = |path: &Path| ("path", path.display().to_string().into());
        match self {
            Self::File { path: at, why } => tr.with("hall-error-file", &[path(at), ("why", why.clone().into())]),
            Self::BadFile(at) => tr.with("hall-error-bad-file", &[path(at)]),
            Self::Taken(at) => tr.with("hall-error-taken", &[path(at)]),
            Self::NoHall(at) => tr.with("hall-error-no-hall", &[path(at)]),
            Self::OtherScenario(id) => tr.with("hall-error-other-scenario", &[("id", id.clone().into())]),
            Self::Listen { address, why } => {
                tr.with("hall-error-listen", &[("address", address.clone().into()), ("why", why.clone().into())])
            }
            Self::Journal(error) => error.say(tr),
            Self::BackupOfItself(at) => tr.with("hall-error-backup-of-itself", &[path(at)]),
            Self::Certificate => tr.t("hall-error-certificate"),
            Self::NoRandom => tr.t("hall-error-no-random"),
            Self::Thread(why) => tr.with("hall-error-thread", &[("why", why.clone().into())]),
        }
    }
}
