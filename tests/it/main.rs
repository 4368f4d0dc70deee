//! Proofs that cross rooms, in their short form. The long forms are a matter of numbers, given as variables
//! of the environment; the README lists them.

mod chaos;
mod containment;
mod determinism;
mod flips;
mod kills;
mod secrecy;
mod stage;
