//! dientap: a simulator for cyber incident-response exercises of a Vietnamese province.
//! `ARCHITECTURE.md` tells how the rooms fit together.

pub mod balance;
pub mod cli;
pub mod content;
#[cfg(feature = "desktop")]
pub mod desktop;
pub mod hall;
pub mod i18n;
pub mod journal;
pub mod live;
pub mod model;
pub mod score;
pub mod sim;
pub mod standin;
pub mod trial;
