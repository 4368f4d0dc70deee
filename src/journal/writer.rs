//! Appends records to a journal file.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::chain::{Hash, OPENING, first_link, write_frame};
use super::error::Error;
use super::record::{Header, Record};
use super::{RECORD_BYTES_MAX, SEATS_MAX};
use crate::sim::Event;

/// Bytes gathered before they go to the operating system without being asked to.
const BUFFER_BYTES: usize = 64 * 1024;

/// Writes a journal; no other writer may as long as it lives, or until it has failed. Others may read.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    /// None once a write has failed: whoever takes the run up again needs it.
    file: Option<File>,
    link: Hash,
    buffer: Vec<u8>,
}

impl Writer {
    /// A new journal at `path` with its header on disk. An existing file is never overwritten.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or the header is too long.
    pub fn create(path: &Path, header: Header) -> Result<Self, Error> {
        if header.seats.len() > SEATS_MAX {
            return Err(Error::RecordTooLong(header.seats.len()));
        }
        let file = claim(path, OpenOptions::new().write(true).create_new(true))?;
        let mut writer = Self::over(path, file, first_link());
        writer.buffer.extend_from_slice(&OPENING);
        writer.append(&Record::Header(header))?;
        writer.commit()?;
        writer.commit_folder()?;
        Ok(writer)
    }

    /// Goes on with the journal at `path` after its first `good_bytes`, the last record of which has the
    /// hash `link`; what follows them is cut off.
    pub(super) fn reopen(path: &Path, good_bytes: u64, link: Hash) -> Result<Self, Error> {
        let failed = |error| Error::io(path, &error);
        let mut file = claim(path, OpenOptions::new().write(true))?;
        file.set_len(good_bytes).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        file.sync_data().map_err(failed)?;
        Ok(Self::over(path, file, link))
    }

    /// A writer that can write nothing.
    pub(super) fn stopped(path: &Path) -> Self {
        Self { path: path.to_owned(), file: None, link: first_link(), buffer: Vec::new() }
    }

    fn over(path: &Path, file: File, link: Hash) -> Self {
        Self { file: Some(file), link, ..Self::stopped(path) }
    }

    /// Where the journal is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hash of the last record: with it nobody can change the file unseen, not even as a whole.
    pub const fn link(&self) -> Hash {
        self.link
    }

    /// Whether this writer can still write.
    ///
    /// # Errors
    /// When an earlier write failed.
    pub fn check(&self) -> Result<(), Error> {
        if self.file.is_none() { Err(Error::Stopped(self.path.clone())) } else { Ok(()) }
    }

    /// Appends a record; it is safe only after [`Writer::commit`].
    ///
    /// # Errors
    /// When the record is too long, or the file cannot be written.
    pub fn append(&mut self, record: &Record) -> Result<(), Error> {
        let payload = record.encode().map_err(|_| Error::RecordTooLong(usize::MAX))?;
        if payload.len() > RECORD_BYTES_MAX {
            return Err(Error::RecordTooLong(payload.len()));
        }
        write_frame(&mut self.buffer, &mut self.link, record.kind(), &payload);
        if self.buffer.len() >= BUFFER_BYTES { self.flush() } else { Ok(()) }
    }

    /// Appends events, in as many records as their sizes ask for.
    ///
    /// # Errors
    /// As [`Writer::append`].
    pub fn append_events(&mut self, events: &[Event]) -> Result<(), Error> {
        if events.is_empty() {
            return Ok(());
        }
        match self.append(&Record::Events(events.to_vec())) {
            Err(Error::RecordTooLong(_)) if events.len() > 1 => {
                let (first, second) = events.split_at(events.len() / 2);
                self.append_events(first)?;
                self.append_events(second)
            }
            result => result,
        }
    }

    /// Hands what was appended to the operating system: safe if this program is killed, not if the power fails.
    ///
    /// # Errors
    /// When the file cannot be written; then this writer writes nothing more.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.try_write(File::write_all)?;
        self.buffer.clear();
        Ok(())
    }

    /// Puts what was appended on disk: safe if the power fails.
    ///
    /// # Errors
    /// When the file cannot be written; then this writer writes nothing more.
    pub fn commit(&mut self) -> Result<(), Error> {
        self.flush()?;
        self.try_write(|file, _| file.sync_data())
    }

    /// The file's name is as durable as its content.
    fn commit_folder(&mut self) -> Result<(), Error> {
        let folder = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        // Only where a folder can be opened as a file (not on Windows, which does this by itself).
        if cfg!(unix) { self.try_write(|_, _| File::open(folder)?.sync_all()) } else { Ok(()) }
    }

    /// After a failed write nobody knows how much of it is in the file, so nothing may follow it.
    fn try_write(&mut self, write: impl FnOnce(&mut File, &[u8]) -> std::io::Result<()>) -> Result<(), Error> {
        let Some(file) = &mut self.file else { return Err(Error::Stopped(self.path.clone())) };
        write(file, &self.buffer).map_err(|error| {
            self.file = None;
            Error::io(&self.path, &error)
        })
    }
}

/// Opens the file for one writer alone.
#[cfg(not(windows))]
fn claim(path: &Path, how: &mut OpenOptions) -> Result<File, Error> {
    let file = how.open(path).map_err(|error| Error::io(path, &error))?;
    file.try_lock().map_err(|error| match error {
        std::fs::TryLockError::WouldBlock => Error::Locked(path.to_owned()),
        std::fs::TryLockError::Error(error) => Error::io(path, &error),
    })?;
    Ok(file)
}

/// Opens the file for one writer alone. A lock would keep out readers too, even of this program, so the file is shared
/// with readers only.
#[cfg(windows)]
fn claim(path: &Path, how: &mut OpenOptions) -> Result<File, Error> {
    use std::os::windows::fs::OpenOptionsExt;
    const FILE_SHARE_READ: u32 = 1;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    how.share_mode(FILE_SHARE_READ).open(path).map_err(|error| match error.raw_os_error() {
        Some(ERROR_SHARING_VIOLATION) => Error::Locked(path.to_owned()),
        _ => Error::io(path, &error),
    })
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
