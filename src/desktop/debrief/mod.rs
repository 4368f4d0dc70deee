//! The debrief of a run.
