//! The window: Bevy draws the map and carries the state, egui draws the panels.

pub mod debrief;
pub mod kit;
pub mod panels;
