//! The live exercise without its wires: many teams on one host, and the clients of their seats. Nothing in here
//! opens a socket, starts a thread, reads a clock or a file: a shell hands bytes and milliseconds in and takes
//! bytes out.
//!
//! - `protocol` is what can be said, `rules` who may say it when, `limits` how much of it.
//! - `host` owns the connections, `team` one team's run, `store` what is written down about both.
//! - `screen` is what a connection may see, `patch` how a change of it travels, `flow` when it is sent.
//! - `book` is the scenario as a standing entitles to it, `learned` what a seat came across since, `teacher` how.
//! - `codes` lets people in; `client` is the other end.

mod book;
#[cfg(test)]
mod book_tests;
mod client;
mod codes;
mod conn;
mod desk;
mod flow;
mod host;
mod learned;
pub mod limits;
mod patch;
mod protocol;
mod rules;
mod screen;
mod staff;
mod store;
mod teacher;
mod team;
#[cfg(test)]
mod tests;

pub use book::{Book, BookId};
pub use client::{Client, Heard, Kept};
pub use codes::{Code, Codes, Secret};
pub use host::{ConnId, Host, Next, Opening};
pub use learned::Learned;
pub use patch::{BadPatch, ListPatch, SeatPatch, TeamPatch};
pub use protocol::*;
pub use rules::{Standing, may};
pub use screen::{Change, Hall, Holder, News, Row, Screen, SeatRow, Stage, Update};
pub use staff::*;
pub use store::{Asked, Log, Note, Trace, Who, trail};
pub use team::Team;
