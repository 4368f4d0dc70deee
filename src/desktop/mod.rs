//! The window: Bevy draws the map and carries the state, egui draws the panels.

pub mod debrief;
mod input;
pub mod kit;
pub mod panels;
