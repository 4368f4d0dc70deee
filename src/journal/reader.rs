//! Reads a journal from its bytes, record by record, and stops at the first bad one.

use super::RECORD_BYTES_MAX;
use super::chain::{FRAME_BYTES, Hash, OPENING, Parsed, first_link, parse_frame};
use super::error::{Broken, Why};
use super::record::{Header, Record};

/// A record with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Number; the header is 0.
    pub number: u64,
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// The record.
    pub record: Record,
}

/// Reads the records after the header. Ends after the last good record or with the first bad one.
pub struct Reader<'a> {
    header: Header,
    cursor: Cursor<'a>,
    stopped: bool,
}

impl<'a> Reader<'a> {
    /// A reader behind the header of `bytes`.
    ///
    /// # Errors
    /// When the bytes do not begin with a whole, undamaged header.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Broken> {
        let not = |why| Broken { record: 0, offset: 0, why };
        match bytes.get(..OPENING.len()) {
            Some(opening) if opening == OPENING => {}
            Some(opening) if opening[..7] == OPENING[..7] => return Err(not(Why::Version(opening[7]))),
            None if OPENING.starts_with(bytes) => return Err(not(Why::Torn)),
            _ => return Err(not(Why::NotAJournal)),
        }
        let mut cursor = Cursor { bytes, offset: OPENING.len(), number: 0, link: first_link(), ended: false };
        match cursor.read()? {
            Some(Entry { record: Record::Header(header), .. }) => Ok(Self { header, cursor, stopped: false }),
            Some(_) => Err(not(Why::OutOfOrder)),
            None => Err(not(Why::Torn)),
        }
    }

    /// The header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The hash of the last record read.
    pub const fn link(&self) -> Hash {
        self.cursor.link
    }

    /// Where the next record begins: everything before it is good.
    pub const fn offset(&self) -> u64 {
        self.cursor.offset as u64
    }

    /// How many records have been read, the header among them.
    pub const fn records(&self) -> u64 {
        self.cursor.number
    }

    /// Whether the last record of a finished run has been read.
    pub const fn ended(&self) -> bool {
        self.cursor.ended
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Entry, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.stopped {
            return None;
        }
        let item = self.cursor.read().transpose();
        self.stopped = !matches!(item, Some(Ok(_)));
        item
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    offset: usize,
    number: u64,
    link: Hash,
    ended: bool,
}

impl Cursor<'_> {
    fn read(&mut self) -> Result<Option<Entry>, Broken> {
        let rest = &self.bytes[self.offset..];
        if rest.is_empty() {
            return Ok(None);
        }
        let (number, offset) = (self.number, self.offset as u64);
        let bad = |why| Broken { record: number, offset, why };
        let (kind, payload, link) = match parse_frame(rest, &self.link) {
            Parsed::Frame { kind, payload, link } => (kind, payload, link),
            Parsed::Torn => return Err(bad(Why::Torn)),
            Parsed::HeadDamaged => return Err(bad(Why::HeadDamaged)),
            Parsed::BodyDamaged => return Err(bad(Why::BodyDamaged)),
        };
        if payload.len() > RECORD_BYTES_MAX {
            return Err(bad(Why::TooLong(payload.len())));
        }
        let record = Record::decode(kind, payload).ok_or_else(|| bad(Why::Unreadable))?;
        if self.ended || (number > 0 && matches!(record, Record::Header(_))) {
            return Err(bad(Why::OutOfOrder));
        }
        self.ended = matches!(record, Record::End { .. });
        self.offset += payload.len() + FRAME_BYTES;
        self.number += 1;
        self.link = link;
        Ok(Some(Entry { number, offset, record }))
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
