//! The simulation: a deterministic exercise without I/O, clock or outside chance. [`Exercise`] takes
//! [`Input`]s, gives every seat its [`View`], and logs [`Event`]s.

mod adhoc;
mod adversary;
mod alert;
mod chance;
mod conditions;
mod conduct;
mod detection;
mod effects;
mod event;
mod exercise;
mod fact;
mod foresee;
mod index;
mod injects;
mod knowledge;
pub mod limits;
mod order;
mod paths;
#[cfg(test)]
mod properties;
mod reports;
mod setup;
mod shared;
#[cfg(test)]
mod tests;
mod told;
mod truth;
mod verbs;
mod view;
mod work;
mod world;

pub use adhoc::*;
pub use alert::*;
pub use chance::{Draw, draw, name_hash};
pub use event::*;
pub use exercise::{Exercise, InjectState};
pub use fact::*;
pub use foresee::foresee;
pub use order::*;
pub use setup::*;
pub use shared::Shared;
pub use truth::*;
pub use view::*;
pub use work::*;
