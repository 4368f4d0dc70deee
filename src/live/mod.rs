//! The live exercise without its wires: many teams on one host, and the clients of their seats. Nothing in here
//! opens a socket, starts a thread, reads a clock or a file: a shell hands bytes and milliseconds in and takes
//! bytes out.
//!
//! - `protocol` is what can be said, `rules` who may say it when, `limits` how much of it.
//! - `host` owns the connections, `entry` lets them in, `team` one team's run, `answers` what it said to whom, `store`
//!   what is written down about all of them.
//! - `screen` is what a connection may see, `patch` how a change of it travels, `flow` when it is sent.
//! - `book` is the scenario as a standing entitles to it, `learned` what a seat came across since, `teacher` how.
//! - `show` says who sees what; `staff` is what facilitators and evaluators see besides, `watch` puts it together,
//!   `attention` says who needs to be looked at, `sheet` keeps what evaluators say, `chronicle` tells what was done,
//!   `figures` compares teams.
//! - `gate` counts those who were turned away.
//! - `codes` lets people in; `client` is the other end.

mod answers;
pub mod attention;
mod book;
#[cfg(test)]
mod book_tests;
mod chronicle;
mod client;
mod codes;
mod conn;
mod desk;
mod entry;
#[cfg(test)]
mod entry_tests;
mod figures;
mod flow;
mod gate;
mod host;
mod learned;
pub mod limits;
mod patch;
mod protocol;
mod rules;
mod screen;
mod sheet;
mod show;
mod staff;
#[cfg(test)]
mod staff_tests;
mod store;
mod teacher;
mod team;
#[cfg(test)]
mod tests;
mod watch;

pub use book::{Book, BookId};
pub use chronicle::{By, ChronicleEntry, Done, chronicle};
pub use client::{Client, Heard, Kept};
pub use codes::{Code, Codes, Secret};
pub use figures::{Figures, Tasks, figures};
pub use gate::TurnedAway;
pub use host::{ConnId, Host, Next, Opening};
pub use learned::Learned;
pub use patch::{BadPatch, ListPatch, SeatPatch, TeamPatch};
pub use protocol::*;
pub use rules::{Standing, may};
pub use screen::{Change, Hall, Holder, News, Row, Screen, SeatRow, Stage, Update};
pub use sheet::{Settled, Sheet, differ, known_as, marks};
pub use staff::*;
pub use store::{Asked, Log, Note, Trace, Who, trail};
pub use team::Team;
