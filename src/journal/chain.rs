//! The hash chain and the frame around each record.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// The bytes a file opens with.
pub(super) const OPENING: [u8; 8] = [b'd', b'i', b'e', b'n', b't', b'a', b'p', super::FORMAT_VERSION];
/// Bytes of length, kind and head check.
pub(super) const HEAD_BYTES: usize = 9;
/// Bytes of a frame beside its payload.
pub(super) const FRAME_BYTES: usize = HEAD_BYTES + size_of::<Hash>();
/// So many zero bytes at the end of a file are space that the file system had laid out before a power cut.
const ZEROS_MIN: usize = 8;

/// The hash that the first record is chained to.
pub(super) fn first_link() -> Hash {
    Sha256::digest(OPENING).into()
}

fn link(previous: &Hash, length: u32, kind: u8, payload: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(length.to_le_bytes());
    hash.update([kind]);
    hash.update(payload);
    hash.finalize().into()
}

/// The check over length and kind: the first bytes of the chain hash the record would have without payload.
fn head_check(previous: &Hash, length: u32, kind: u8) -> [u8; 4] {
    let hash = link(previous, length, kind, b"head");
    [hash[0], hash[1], hash[2], hash[3]]
}

/// Appends a frame to `out` and moves the chain on.
pub(super) fn write_frame(out: &mut Vec<u8>, previous: &mut Hash, kind: u8, payload: &[u8]) {
    let length = payload.len() as u32;
    out.extend_from_slice(&length.to_le_bytes());
    out.push(kind);
    out.extend_from_slice(&head_check(previous, length, kind));
    out.extend_from_slice(payload);
    *previous = link(previous, length, kind, payload);
    out.extend_from_slice(previous);
}

/// What stands at the beginning of some bytes.
pub(super) enum Parsed<'a> {
    /// A whole record.
    Frame { kind: u8, payload: &'a [u8], link: Hash },
    /// The beginning of a record whose rest was never written.
    Torn,
    /// A length or kind that is not what was written.
    HeadDamaged,
    /// Content or hash that is not what was written.
    BodyDamaged,
}

/// Reads the frame at the beginning of `rest`, which is not empty.
pub(super) fn parse_frame<'a>(rest: &'a [u8], previous: &Hash) -> Parsed<'a> {
    let (parsed, damaged) = match parse_head(rest, previous) {
        None => (None, Parsed::HeadDamaged),
        Some((kind, length)) if rest.len() >= length + FRAME_BYTES => {
            let (payload, hash) = rest[HEAD_BYTES..length + FRAME_BYTES].split_at(length);
            let link = link(previous, length as u32, kind, payload);
            ((link == hash).then_some(Parsed::Frame { kind, payload, link }), Parsed::BodyDamaged)
        }
        Some(_) => return Parsed::Torn,
    };
    parsed.unwrap_or(if rest.len() < HEAD_BYTES || is_torn_before_zeros(rest, previous) {
        Parsed::Torn
    } else {
        damaged
    })
}

/// Kind and length, when the head is whole and as written.
fn parse_head(rest: &[u8], previous: &Hash) -> Option<(u8, usize)> {
    let head = rest.get(..HEAD_BYTES)?;
    let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
    (head[5..] == head_check(previous, length, head[4])).then_some((head[4], length as usize))
}

/// Whether `rest` is a record cut short and then filled with zeros up to the end of the file.
fn is_torn_before_zeros(rest: &[u8], previous: &Hash) -> bool {
    let written = rest.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    if rest.len() - written < ZEROS_MIN {
        return false;
    }
    written < HEAD_BYTES
        || parse_head(rest, previous).is_some_and(|(_, length)| written < length.saturating_add(FRAME_BYTES))
}
