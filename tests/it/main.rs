//! Proofs that cross rooms, in their short form. The long forms are a matter of numbers, given as variables
//! of the environment; the README lists them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "this binary is nothing but tests, and its long forms print their figures"
)]

mod chaos;
mod containment;
mod deface;
mod determinism;
mod documents;
mod flips;
mod guide;
mod hall;
mod kills;
mod live;
mod made_up;
mod secrecy;
mod stage;
mod statistics;
mod trials;
