//! What the proofs play: the small scenario and every real one.

use std::path::Path;
use std::sync::Arc;

use dientap::content::{self, Folder, fixture};
use dientap::journal::{Durability, Header};
use dientap::model::Scenario;
use dientap::sim::Setup;

/// The small scenario of the tests.
pub fn small() -> Arc<Scenario> {
    ready(content::load(&fixture::source(), fixture::SCENARIO), fixture::SCENARIO)
}

/// The scenarios of the project.
pub fn real() -> Vec<Arc<Scenario>> {
    content::scenarios(&folder()).iter().map(|id| named(id)).collect()
}

/// A scenario of the project.
pub fn named(id: &str) -> Arc<Scenario> {
    ready(content::load(&folder(), id), id)
}

fn folder() -> Folder {
    Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"))
}

/// The small scenario and the real ones.
pub fn all() -> Vec<Arc<Scenario>> {
    std::iter::once(small()).chain(real()).collect()
}

fn ready(outcome: content::Outcome, id: &str) -> Arc<Scenario> {
    Arc::new(outcome.scenario.unwrap_or_else(|| panic!("{id} has errors: {:?}", outcome.diagnostics)))
}

/// The header of a journal for a run of `scenario`.
pub fn header(scenario: &Scenario, seed: u64, durability: Durability) -> Header {
    Header {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.file.id.clone(),
        content_hash: scenario.content_hash.clone(),
        setup: Setup::of(seed),
        seats: Vec::new(),
        started: String::new(),
        durability,
        fork: None,
    }
}

/// The number in the environment variable `name`, or `short`.
pub fn count(name: &str, short: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} should be a number, not `{text}`")),
        Err(_) => short,
    }
}
