//! Where files come from: a folder, or memory for tests.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::limits;

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is not there.
    Missing,
    /// It is larger than [`limits::FILE_BYTES`].
    TooLarge,
    /// The operating system's reason.
    Other(String),
}

/// Reads files by their path below the scenarios folder, parts separated by `/`.
pub trait Source {
    /// The bytes of a file of at most [`limits::FILE_BYTES`].
    ///
    /// # Errors
    /// When there is no such file or it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// The names of the folders, sorted.
    fn folders(&self) -> Vec<String>;
}

/// The scenarios folder on disk.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The scenarios folder around a scenario given as a path to its folder or to its `scenario.ron`,
    /// with the scenario's name.
    pub fn around(path: &Path) -> Option<(Self, String)> {
        let folder = if path.file_name()? == "scenario.ron" { path.parent()? } else { path };
        let name = folder.file_name()?.to_str()?.to_owned();
        let root = folder.parent().filter(|root| !root.as_os_str().is_empty());
        Some((Self::new(root.unwrap_or(Path::new("."))), name))
    }
}

/// Whether `name` may be a folder or file name: nothing that leaves the scenarios folder.
pub fn is_plain_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

impl Source for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if !path.split('/').all(is_plain_name) {
            return Err(ReadError::Missing);
        }
        let other = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::Missing,
            _ => ReadError::Other(error.to_string()),
        };
        let file = fs::File::open(self.root.join(path)).map_err(other)?;
        let mut bytes = Vec::new();
        file.take(limits::FILE_BYTES + 1).read_to_end(&mut bytes).map_err(other)?;
        if bytes.len() as u64 > limits::FILE_BYTES { Err(ReadError::TooLarge) } else { Ok(bytes) }
    }

    fn folders(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }
}

/// Files in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Contents by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// The same files with `text` at `path`.
    #[must_use]
    pub fn with(mut self, path: &str, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }
}

impl Source for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let bytes = self.files.get(path).ok_or(ReadError::Missing)?;
        if bytes.len() as u64 > limits::FILE_BYTES { Err(ReadError::TooLarge) } else { Ok(bytes.clone()) }
    }

    fn folders(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.files.keys().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder.to_owned()).collect();
        names.dedup();
        names
    }
}
