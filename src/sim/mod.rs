//! The simulation: a deterministic exercise without I/O. See `Exercise`.

mod alert;
mod event;
mod fact;
pub mod limits;
mod order;
mod view;
mod work;

pub use alert::*;
pub use event::*;
pub use fact::*;
pub use order::*;
pub use view::*;
pub use work::*;

use std::sync::Arc;

use crate::model::{Ix, OrderKind, Role, Scenario, Severity, SimTime};

/// An exercise in progress: the one source of truth while it runs.
#[derive(Clone, Debug)]
pub struct Exercise {
    scenario: Arc<Scenario>,
}

/// How a run was set up.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Setup {
    /// Seed of all chance.
    pub seed: u64,
}

#[allow(unused_variables, missing_docs, clippy::todo, reason = "being written")]
impl Exercise {
    /// A new run, at its start: the first events are already in the log.
    pub fn new(scenario: Arc<Scenario>, setup: Setup) -> Self {
        todo!()
    }
    /// The scenario played.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }
    /// The moment.
    pub fn now(&self) -> SimTime {
        todo!()
    }
    /// Whether the run has ended.
    pub fn ended(&self) -> bool {
        todo!()
    }
    /// Lets everything up to and including `to` happen.
    pub fn advance(&mut self, to: SimTime) {
        todo!()
    }
    /// When the next thing is due.
    pub fn next_due(&self) -> Option<SimTime> {
        todo!()
    }
    /// Advances to `at` and applies an input.
    pub fn apply(&mut self, at: SimTime, input: &Input) -> Result<Receipt, Refusal> {
        todo!()
    }
    /// Whether `role` could give this order now (parameters are not looked at).
    pub fn possible(&self, role: Ix<Role>, kind: Ix<OrderKind>, target: Target) -> Result<(), Refusal> {
        todo!()
    }
    /// What the seat of `role` sees.
    pub fn view(&self, role: Ix<Role>) -> View<'_> {
        todo!()
    }
    /// Everything that happened so far.
    pub fn events(&self) -> &[Event] {
        todo!()
    }
    /// All facts that are or were true, by number (truth; for score, debrief and tests).
    pub fn facts(&self) -> &[Fact] {
        todo!()
    }
    /// Severity by the plan's rules, of all that happened so far.
    pub fn true_severity(&self) -> Severity {
        todo!()
    }
    /// A hash of the whole state: equal for equal scenario, seed and inputs on every machine.
    pub fn state_hash(&self) -> [u8; 32] {
        todo!()
    }
}
