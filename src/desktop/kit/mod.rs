//! What every panel is built from, free of Bevy types: tokens of the look, fonts, what a panel is given and
//! what it may ask for, and how times and names are written.

mod cmd;
mod cx;
mod fonts;
pub mod format;
#[cfg(test)]
pub mod harness;
mod look;
mod selection;
mod theme;
mod ui_state;

pub use cmd::*;
pub use cx::*;
pub use fonts::*;
pub use selection::*;
pub use theme::*;
pub use ui_state::*;
