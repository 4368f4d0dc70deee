//! Runs of bots on the small scenario.

use std::sync::Arc;

use super::*;
use crate::content::fixture::tiny;
use crate::sim::{Exercise, Setup};

fn run(kind: Kind, seed: u64) -> Exercise {
    let scenario = Arc::new(tiny());
    let mut exercise = Exercise::new(scenario.clone(), Setup { seed });
    play_to_end(&mut exercise, Cast::of_bots(&scenario, kind, seed)).unwrap();
    exercise
}

#[test]
fn trace() {
    let exercise = run("plan-follower".parse().unwrap(), 3);
    for event in exercise.events() {
        eprintln!("{:?} {:?}", event.at, event.what);
    }
    panic!();
}
