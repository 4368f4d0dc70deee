//! Codes that let people in, and how often one may try.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::limits::{WINDOW_MS, WRONG_MAX, WRONG_PER_PEER_MAX};
use super::protocol::{No, Token};
use crate::model::{Ix, Role};

/// 32 random bytes that the shell made at the first start and keeps. All codes follow from them.
#[derive(Clone, Copy)]
pub struct Secret(pub [u8; 32]);

/// A code of the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The PIN, six digits, renewed so many times.
    Pin(u32),
    /// That of facilitators, 16 signs, renewed so many times.
    Facilitator(u32),
    /// That of evaluators, 16 signs, renewed so many times.
    Evaluator(u32),
    /// That of a seat (team, role, how many have sat there), 10 signs.
    Seat(u16, Ix<Role>, u32),
}

/// Digits and letters that are not taken for each other.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Wrong codes counted in a window.
#[derive(Clone, Copy, Default)]
struct Wrong {
    since: u64,
    count: u32,
}

impl Wrong {
    fn add(&mut self, now: u64) {
        if now.saturating_sub(self.since) >= WINDOW_MS {
            *self = Self { since: now, count: 0 };
        }
        self.count += 1;
    }

    /// Milliseconds to wait when `max` wrong codes were tried.
    fn wait(&self, now: u64, max: u32) -> Option<u64> {
        let left = (self.since + WINDOW_MS).saturating_sub(now);
        (self.count >= max && left > 0).then_some(left)
    }
}

/// Makes and compares the codes of a hall, and counts wrong ones.
pub struct Codes {
    secret: Secret,
    by_peer: BTreeMap<u64, Wrong>,
    all: Wrong,
}

impl Codes {
    /// The codes that follow from a secret.
    pub const fn new(secret: Secret) -> Self {
        Self { secret, by_peer: BTreeMap::new(), all: Wrong { since: 0, count: 0 } }
    }

    /// A code, as it is shown.
    pub fn text(&self, code: Code) -> String {
        let hash: [u8; 32] = Sha256::new()
            .chain_update(b"dientap code")
            .chain_update(self.secret.0)
            .chain_update(format!("{code:?}"))
            .finalize()
            .into();
        let signs = |count: usize| hash.iter().take(count).map(|byte| char::from(SIGNS[usize::from(byte % 32)]));
        match code {
            Code::Pin(_) => {
                let number = hash.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
                format!("{:06}", number % 1_000_000)
            }
            Code::Facilitator(_) | Code::Evaluator(_) => signs(16).collect(),
            Code::Seat(..) => signs(10).collect(),
        }
    }

    /// Whether `typed` is this code; blanks, dashes and small letters do not matter.
    pub fn is(&self, code: Code, typed: &str) -> bool {
        let typed = typed.chars().filter(|sign| !matches!(sign, ' ' | '-')).map(|sign| sign.to_ascii_uppercase());
        // Compared as hashes, so that the time it takes says nothing.
        Sha256::digest(typed.collect::<String>()) == Sha256::digest(self.text(code))
    }

    /// Whether an address may try a code now.
    ///
    /// # Errors
    /// How long it has to wait.
    pub fn may_try(&self, peer: u64, now: u64) -> Result<(), No> {
        let own = self.by_peer.get(&peer).and_then(|wrong| wrong.wait(now, WRONG_PER_PEER_MAX));
        match own.or_else(|| self.all.wait(now, WRONG_MAX)) {
            Some(left) => Err(No::Wait(left)),
            None => Ok(()),
        }
    }

    /// Counts a wrong code.
    pub fn count_wrong(&mut self, peer: u64, now: u64) {
        self.by_peer.retain(|_, wrong| now.saturating_sub(wrong.since) < WINDOW_MS);
        self.by_peer.entry(peer).or_default().add(now);
        self.all.add(now);
    }
}

/// What is written down of a token.
pub(super) fn holder_of(token: &Token) -> [u8; 32] {
    Sha256::new().chain_update(b"dientap token").chain_update(token).finalize().into()
}
