//! Chance, keyed: a draw depends on the seed and on what it is for, never on how many draws came before.
//! Two teams with the same seed so meet the same luck whatever they do.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::model::{Span, SpanRange};

/// A stream of draws for one purpose.
pub struct Draw(ChaCha8Rng);

/// Opens the stream for `purpose`, `what` and `occurrence` under `seed`. ChaCha8 is stable across platforms
/// and versions of the crate.
pub fn draw(seed: u64, purpose: &str, what: u64, occurrence: u64) -> Draw {
    let mut key = [0_u8; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&name_hash(purpose).to_le_bytes());
    key[16..24].copy_from_slice(&what.to_le_bytes());
    key[24..].copy_from_slice(&occurrence.to_le_bytes());
    Draw(ChaCha8Rng::from_seed(key))
}

/// FNV-1a, 64 bit: turns a name into a part of a key.
pub fn name_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Draw {
    /// A number below `bound` (which is at least 1), by multiplication: the bias is below 2⁻³² for the bounds
    /// used here.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(bound.max(1));
        (wide >> 64) as u64
    }

    /// Whether something that happens in `percent` of cases happens.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// A length between both ends of the range, in whole milliseconds.
    pub fn span(&mut self, range: SpanRange) -> Span {
        let width = (range.1.0 - range.0.0).max(0) as u64;
        Span(range.0.0 + self.below(width + 1) as i64)
    }

    /// Puts the first `count` places of `list` in a drawn order.
    pub fn shuffle<T>(&mut self, list: &mut [T], count: usize) {
        for place in 0..count.min(list.len()) {
            let other = place + self.below((list.len() - place) as u64) as usize;
            list.swap(place, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_key_alone() {
        let first = draw(7, "noise", 3, 1).below(1_000_000);
        draw(7, "other", 0, 0).below(5);
        assert_eq!(draw(7, "noise", 3, 1).below(1_000_000), first);
        assert_ne!(draw(8, "noise", 3, 1).below(1_000_000), first);
        assert_ne!(draw(7, "noise", 3, 2).below(1_000_000), first);
    }

    #[test]
    fn draws_are_the_same_on_every_platform() {
        assert_eq!(draw(1, "golden", 2, 3).below(1 << 40), GOLDEN);
    }
    const GOLDEN: u64 = 439_908_091_770;

    #[test]
    fn draws_are_spread_evenly() {
        let mut counts = [0_u32; 10];
        for occurrence in 0..10_000 {
            counts[draw(42, "even", 0, occurrence).below(10) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (850..1_150).contains(count)), "{counts:?}");
    }
}
