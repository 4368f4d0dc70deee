//! The durable log of a run: one append-only file, each record chained to the one before by its hash.
//!
//! ```text
//!  "dientap" │ format version u8 │ frame │ frame │ …
//!  frame = length u32 LE │ kind u8 │ head check 4 bytes │ payload (postcard) │ chain hash 32 bytes
//! ```
//!
//! - The chain hash covers the previous chain hash, length, kind and payload; the first one starts from the
//!   hash of the eight opening bytes. So no byte of the file is outside the chain.
//! - The head check covers length and kind. It tells a record that was being written when the program was
//!   killed (whole head, body cut short) from a damaged length.
//! - The inputs are what counts: with scenario and seed they give the run back bit for bit. Events and state
//!   hashes stand beside them, so that [`verify`] can compare and a log stays readable when the engine changes.
//!
//! [`Run`] ties an exercise to its log; [`Timeline`] gives the exercise at any moment of a recorded run.

mod chain;
mod door;
mod error;
mod reader;
mod record;
mod replay;
mod run;
mod timeline;
mod writer;

pub use chain::Hash;
pub use error::{Broken, Error, Why, hex};
pub use reader::{Entry, Reader};
pub use record::{Answer, Durability, Fork, Header, Record};
pub use replay::{Verified, as_it_stands, check_chain, verify, verify_bytes};
pub use run::{Cut, Run};
pub use timeline::Timeline;
pub use writer::Writer;

/// Version of the file format, the eighth byte of a file.
pub const FORMAT_VERSION: u8 = 1;
/// Bytes of the payload of one record.
pub const RECORD_BYTES_MAX: usize = 1 << 20;
/// Bytes of a whole file.
pub const FILE_BYTES_MAX: u64 = 1 << 30;
/// Seats named in a header.
pub const SEATS_MAX: usize = 64;

/// The bytes of the journal at `path`.
///
/// # Errors
/// When the file cannot be read or is larger than [`FILE_BYTES_MAX`].
pub fn read_file(path: &std::path::Path) -> Result<Vec<u8>, Error> {
    let failed = |error| Error::io(path, &error);
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > FILE_BYTES_MAX {
        return Err(Error::TooLarge { path: path.to_owned(), bytes: size });
    }
    std::fs::read(path).map_err(failed)
}

/// The header of the journal at `path`: which scenario, seed and seats.
///
/// # Errors
/// When the file cannot be read or does not begin with a whole header.
pub fn header(path: &std::path::Path) -> Result<Header, Error> {
    let bytes = read_file(path)?;
    Ok(Reader::new(&bytes)?.header().clone())
}
