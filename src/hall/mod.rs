//! The live exercise on the wire: sockets, threads, clock and files around `live`.
//!
//! - `server` opens a hall: `wire` carries connections (TLS 1.3, WebSocket), `engine` owns the teams, `folder` keeps
//!   them, `trouble` says which cannot go on, `look` serves those who only watch (through a `door`), `board` is what
//!   they see.
//! - `link` is a client's end.
//! - `identity` is what a host is known by, `address` where it is, `find` how it is found.

mod address;
mod board;
mod door;
mod engine;
mod error;
mod find;
mod folder;
mod identity;
mod link;
mod look;
mod metrics;
mod qr;
mod server;
mod trouble;
mod wire;

use std::net::IpAddr;

pub use address::{Address, BadAddress, Fingerprint, PORT};
pub use board::{Board, TeamBoard};
pub use error::HallError;
pub use find::{Found, Search};
pub use folder::{HallFile, HallFolder, TEAMS_MAX};
pub use identity::random;
pub use link::{Link, LinkState, Wire, dial};
pub use metrics::{Count, Metrics};
pub use qr::{QrCode, qr_code, qr_text};
pub use server::{Doors, Invitation, Server};
pub use trouble::{Trouble, Troubles};

/// The wall's clock, in milliseconds since 1970 UTC: to compare machines, never to let the exercise pass.
#[allow(clippy::disallowed_methods, reason = "the clocks of a hall's machines are compared before the start")]
fn unix_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as u64)
}

/// The numbers of this machine under which others reach what listens at `bound`.
fn places(bound: IpAddr) -> impl Iterator<Item = IpAddr> {
    server::own_numbers(bound).into_iter()
}
