//! A bot's luck: every draw is keyed by the seed, the bot's role and what the draw is about, so that a bot
//! of higher skill slips on a part of what one of lower skill slips on, and never on something else.

use crate::sim::draw;

/// The luck of one bot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Luck {
    seed: u64,
    role: u32,
}

impl Luck {
    /// The luck of the bot on the seat `role`.
    pub const fn new(seed: u64, role: u32) -> Self {
        Self { seed, role }
    }

    /// A number below `bound`, for this purpose and key.
    pub fn below(self, purpose: &str, key: u64, bound: u64) -> u64 {
        draw(self.seed, purpose, u64::from(self.role), key).below(bound)
    }

    /// Whether something happens that happens in `permille` of a thousand cases. For the same purpose and
    /// key the cases of a smaller `permille` are among those of a larger one.
    pub fn permille(self, purpose: &str, key: u64, permille: u32) -> bool {
        permille > 0 && self.below(purpose, key, 1_000) < u64::from(permille)
    }

    /// One of `list`.
    pub fn one_of<T: Copy>(self, purpose: &str, key: u64, list: &[T]) -> Option<T> {
        list.get(self.below(purpose, key, list.len() as u64) as usize).copied()
    }
}
