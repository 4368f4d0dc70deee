//! Trials: plays the tests of a scenario (`tests.ron`) and says which of their expectations are not met.

mod judge;
mod play;
#[cfg(test)]
mod tests;
mod words;

pub use judge::{Actual, Unmet};
pub use play::play;
pub use words::say;

use crate::standin::Kind;

/// Whether a text names a stand-in, for [`crate::content::load_with_tests`].
pub fn is_player(text: &str) -> bool {
    text.parse::<Kind>().is_ok()
}
