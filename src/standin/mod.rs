//! Stand-ins: bots that play a seat, and the driver that plays a run with them. A bot reads a
//! [`crate::sim::View`] and gives [`crate::sim::Input`]s like everybody else; of the scenario it reads only
//! what every member knows: the network, the catalogue of orders and the response plan.
//!
//! A plan-follower looks at its desk ([`mind`]): `knowledge` is what its facts come to, `public` the
//! shared record, `belief` how it judges conditions by them. `duties`, `steps` and `errands` say what it
//! wants, `aims` on what, `care` what it had better not do yet, `giving_back`
//! how users get back what was taken from them, `fill` what it writes, `skill` what goes wrong.

mod aims;
mod belief;
mod bot;
mod care;
mod checklist;
mod driver;
mod duties;
mod errands;
mod fill;
mod giving_back;
mod knowledge;
mod luck;
mod mind;
mod own;
mod places;
mod public;
mod random;
mod skill;
mod steps;
#[cfg(test)]
mod tests;
mod training;
mod uses;

pub use belief::Belief;
pub use bot::{Bot, Kind};
pub use checklist::{StepStatus, checklist};
pub use driver::{Cast, Door, Driver, play_to_end};
pub use knowledge::{Knowledge, Mark, Trouble};
pub use mind::Desk;
pub use places::is_within;
pub use public::{Deed, Public, Repeats};
pub use training::{Lesson, Training};
pub use uses::Use;
