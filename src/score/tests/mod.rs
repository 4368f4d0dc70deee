//! Tests on hand-made logs of the small scenario, made harder by `world`.

mod engine;
mod explains;
mod floor;
mod judges;
mod measures;
mod world;
