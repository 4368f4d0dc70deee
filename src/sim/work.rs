//! Work: an accepted order on its way to completion.

use serde::{Deserialize, Serialize};

use super::order::{Params, Target};
use super::shared::Shared;
use crate::model::{Ix, OrderKind, Role, SimTime};

/// Where a piece of work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WorkState {
    /// Waits for the approval of a role.
    WaitsFor(Ix<Role>),
    /// Waits for free hands.
    Queued,
    /// Runs.
    Running,
    /// Complete.
    Done,
    /// Did not succeed; it may be tried again.
    Failed,
    /// Denied by a role.
    Denied(Ix<Role>),
    /// Cancelled by its seat.
    Cancelled,
}

impl WorkState {
    /// Whether it is still to come or running.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::WaitsFor(_) | Self::Queued | Self::Running)
    }
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Seat that ordered it.
    pub role: Ix<Role>,
    /// Order.
    pub kind: Ix<OrderKind>,
    /// On what.
    pub target: Target,
    /// What was filled in.
    pub params: Shared<Params>,
    /// Whether a role other than the seat's own has approved it.
    pub approved_by: Option<Ix<Role>>,
    /// When it was ordered.
    pub ordered: SimTime,
    /// When it began.
    pub began: Option<SimTime>,
    /// When it will be or was complete.
    pub ends: Option<SimTime>,
    /// Where it stands.
    pub state: WorkState,
}
