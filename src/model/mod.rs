//! What a scenario says. Plain types with small helpers; `content` reads and checks them, `sim` plays them.

mod attack;
mod cases;
mod criteria;
mod forms;
mod ids;
mod injects;
mod language;
mod network;
mod orders;
mod plan;
mod province;
mod refs;
mod scenario;
mod text;
mod time;
mod wire;

pub use attack::*;
pub use cases::*;
pub use criteria::*;
pub use forms::*;
pub use ids::*;
pub use injects::*;
pub use language::*;
pub use network::*;
pub use orders::*;
pub use plan::*;
pub use province::*;
pub use refs::*;
pub use scenario::*;
pub use text::*;
pub use time::*;
pub use wire::*;

/// A role of the team; one role is one seat.
pub type Role = RoleSpec;
