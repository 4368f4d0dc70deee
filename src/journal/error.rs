//! What can be wrong with a journal. The words stand in `assets/*/cli.ftl`.

use std::fmt;
use std::path::{Path, PathBuf};

use super::chain::Hash;
use crate::i18n::Tr;
use crate::model::{Lang, SimTime};

/// `hash` in hexadecimal.
pub fn hex(hash: &Hash) -> String {
    hash.iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

/// Why a record is bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The file does not begin as a journal does.
    NotAJournal,
    /// The format is of another version.
    Version(u8),
    /// The record was being written when the program stopped; nothing accepted was in it.
    Torn,
    /// Its length or kind was changed.
    HeadDamaged,
    /// Its content or hash was changed.
    BodyDamaged,
    /// It is longer than a record may be.
    TooLong(usize),
    /// Its content is no record.
    Unreadable,
    /// The file does not begin with a header, has two, or goes on after the end.
    OutOfOrder,
    /// The scenario has other content than the one that was played: hashes of the journal and of the scenario.
    OtherScenario(String, String),
    /// Played again, an input has another answer.
    OtherAnswer(SimTime),
    /// Played again, this event is another, or does not happen.
    OtherEvent(u64),
    /// Played again, so many events have happened at a checkpoint instead of the number written.
    OtherCount(u64),
    /// Played again, the state at a checkpoint is another.
    OtherState(SimTime),
}

/// The first bad record of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Number of the record; the header is 0.
    pub record: u64,
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// Why it is bad.
    pub why: Why,
}

/// What can go wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The file system.
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        message: String,
    },
    /// There is a file already.
    Exists(PathBuf),
    /// Another program writes this journal.
    Locked(PathBuf),
    /// The file is larger than a journal may be.
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// A record to be written is longer than a record may be.
    RecordTooLong(usize),
    /// The journal is closed: the run has its last record.
    Closed(PathBuf),
    /// An earlier write failed, so what the exercise did since is not on disk.
    Stopped(PathBuf),
    /// A bad record.
    Broken(Broken),
}

impl Error {
    /// The error of an operation on `path`.
    pub(super) fn io(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => Self::Exists(path.to_owned()),
            _ => Self::Io { path: path.to_owned(), message: error.to_string() },
        }
    }

    /// What is wrong, where, and how to mend it, for the user.
    pub fn say(&self, tr: &Tr) -> String {
        let file = |key: &str, path: &Path| tr.with(key, &[("path", path.display().to_string().into())]);
        match self {
            Self::Io { path, message } => tr.with(
                "journal-io",
                &[("path", path.display().to_string().into()), ("message", message.clone().into())],
            ),
            Self::Exists(path) => file("journal-exists", path),
            Self::Locked(path) => file("journal-locked", path),
            Self::TooLarge { path, bytes } => {
                tr.with("journal-too-large", &[("path", path.display().to_string().into()), ("bytes", (*bytes).into())])
            }
            Self::RecordTooLong(bytes) => tr.with("journal-record-too-long", &[("bytes", (*bytes).into())]),
            Self::Closed(path) => file("journal-closed", path),
            Self::Stopped(path) => file("journal-stopped", path),
            Self::Broken(broken) => broken.say(tr),
        }
    }
}

impl Broken {
    /// Which record, where, why, and what to do, for the user.
    pub fn say(&self, tr: &Tr) -> String {
        let why = match &self.why {
            Why::NotAJournal => tr.t("journal-not-a-journal"),
            Why::Version(found) => tr.with("journal-version", &[("found", u32::from(*found).into())]),
            Why::Torn => tr.t("journal-torn"),
            Why::HeadDamaged => tr.t("journal-head-damaged"),
            Why::BodyDamaged => tr.t("journal-body-damaged"),
            Why::TooLong(bytes) => tr.with("journal-record-too-long", &[("bytes", (*bytes).into())]),
            Why::Unreadable => tr.t("journal-unreadable"),
            Why::OutOfOrder => tr.t("journal-out-of-order"),
            Why::OtherScenario(journal, scenario) => tr.with(
                "journal-other-scenario",
                &[("journal", journal.clone().into()), ("scenario", scenario.clone().into())],
            ),
            Why::OtherAnswer(at) => tr.with("journal-other-answer", &[("at", format!("{at:?}").into())]),
            Why::OtherEvent(number) => tr.with("journal-other-event", &[("number", (*number).into())]),
            Why::OtherCount(count) => tr.with("journal-other-count", &[("count", (*count).into())]),
            Why::OtherState(at) => tr.with("journal-other-state", &[("at", format!("{at:?}").into())]),
        };
        tr.with(
            "journal-broken",
            &[("record", self.record.into()), ("offset", self.offset.into()), ("why", why.into())],
        )
    }
}

impl From<Broken> for Error {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl fmt::Display for Error {
    /// In English, for logs; [`Error::say`] speaks the user's language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(&Tr::new(Lang::En)))
    }
}
impl std::error::Error for Error {}

impl fmt::Display for Broken {
    /// In English, for logs; [`Broken::say`] speaks the user's language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(&Tr::new(Lang::En)))
    }
}
impl std::error::Error for Broken {}
