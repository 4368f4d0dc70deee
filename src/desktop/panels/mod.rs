//! The panels of the console: plain functions from what a seat sees to commands.

use serde::{Deserialize, Serialize};

/// What the panels of a seat's desk remember.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelsState {}
