//! Alerts: what sensors and people report, true or not.

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use crate::model::{AlertRule, Host, Ix, Noise, Role, Sensor, SimTime};

/// Where an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AlertState {
    /// Nobody has taken it.
    New,
    /// A seat works on it.
    Taken,
    /// Verified, not closed.
    Verified,
    /// Closed with a verdict.
    Closed,
}

/// The truth behind an alert; no view carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Behind {
    /// An attack step, with the facts it left.
    Attack,
    /// Noise.
    Noise(Ix<Noise>),
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// What it says.
    pub rule: Ix<AlertRule>,
    /// Host it points at.
    pub host: Ix<Host>,
    /// Sensor that raised it.
    pub sensor: Ix<Sensor>,
    /// When it appeared.
    pub at: SimTime,
    /// The truth.
    pub behind: Behind,
    /// Facts that verifying it reveals.
    pub facts: Vec<Ix<Fact>>,
    /// Where it stands.
    pub state: AlertState,
    /// Who works on it.
    pub owner: Option<Ix<Role>>,
    /// Verdict when closed or verified.
    pub verdict: Option<bool>,
    /// Somebody has looked into it, so that a harmless cause is known.
    pub verified: bool,
}

/// An alert as a seat sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertView {
    /// Number of the alert.
    pub id: Ix<Alert>,
    /// What it says.
    pub rule: Ix<AlertRule>,
    /// Host it points at.
    pub host: Ix<Host>,
    /// Sensor that raised it.
    pub sensor: Ix<Sensor>,
    /// When it appeared.
    pub at: SimTime,
    /// Where it stands.
    pub state: AlertState,
    /// Who works on it.
    pub owner: Option<Ix<Role>>,
    /// What this seat or the team found: real or false.
    pub verdict: Option<bool>,
    /// The harmless cause, once verified as false.
    pub cause: Option<Ix<Noise>>,
}
