//! Goal: equal scenario, seed and inputs give an equal run, however it is played: in one go or in small steps,
//! on one thread or beside others, in any language of the user.
//! Method: play random inputs, play them again in every such way, compare the hash of the whole state.

use std::sync::Arc;

use dientap::model::{Scenario, SimTime, Span};
use dientap::sim::{Exercise, Input, Setup};

use super::{chaos, stage};

const INPUTS: usize = 150;

fn run(scenario: &Arc<Scenario>, seed: u64) -> (Vec<(SimTime, Input)>, Exercise) {
    let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(seed));
    let inputs = chaos::play(&mut exercise, seed, INPUTS);
    exercise.advance(SimTime::after_start(scenario.file.ends));
    (inputs, exercise)
}

/// The inputs again, with time advanced in steps of `step` between them.
fn again(scenario: &Arc<Scenario>, seed: u64, inputs: &[(SimTime, Input)], step: Option<Span>) -> Exercise {
    let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(seed));
    let walk = |exercise: &mut Exercise, to: SimTime| {
        while let Some(step) = step
            && exercise.now() + step < to
            && !exercise.ended()
        {
            exercise.advance(exercise.now() + step);
        }
        exercise.advance(to);
    };
    for (at, input) in inputs {
        walk(&mut exercise, *at);
        exercise.apply(*at, input).ok();
    }
    walk(&mut exercise, SimTime::after_start(scenario.file.ends));
    exercise
}

#[test]
fn a_run_is_the_same_in_one_go_and_in_small_steps() {
    for scenario in stage::all() {
        for seed in 0..stage::count("DIENTAP_SEEDS", 3) {
            let (inputs, first) = run(&scenario, seed);
            for step in [None, Some(Span::mins(7)), Some(Span::secs(61))] {
                let second = again(&scenario, seed, &inputs, step);
                let id = &scenario.file.id;
                let differs = first.events().iter().zip(second.events()).position(|(a, b)| a != b);
                assert_eq!(differs, None, "{id}, seed {seed}, step {step:?}: events differ");
                assert_eq!(first.state_hash(), second.state_hash(), "{id}, seed {seed}, step {step:?}");
            }
        }
    }
}

#[test]
fn a_run_is_the_same_beside_other_runs() {
    for scenario in stage::all() {
        let alone = run(&scenario, 1).1.state_hash();
        let beside: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| run(&scenario, 1).1.state_hash())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(beside, [alone; 4], "{}", scenario.file.id);
    }
}

#[test]
fn another_seed_gives_another_run() {
    for scenario in stage::all() {
        let seeds = [1, 2, 3].map(|seed| Exercise::new(Arc::clone(&scenario), &Setup::of(seed)));
        let hashes = seeds.map(|mut exercise| {
            exercise.advance(SimTime::after_start(scenario.file.active));
            exercise.events().to_vec()
        });
        assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2], "{}", scenario.file.id);
    }
}

/// Says the hash of a run when asked to by the test below; in itself it only plays.
#[test]
fn hash_for_another_process() {
    let hash = run(&stage::small(), 9).1.state_hash();
    println!("hash {}", dientap::journal::hex(&hash));
}

#[test]
fn a_run_is_the_same_in_another_process_with_other_locale_time_zone_and_threads() {
    let here = dientap::journal::hex(&run(&stage::small(), 9).1.state_hash());
    for (lang, zone, threads) in [("vi_VN.UTF-8", "Asia/Ho_Chi_Minh", "1"), ("tr_TR.UTF-8", "America/St_Johns", "7")] {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "determinism::hash_for_another_process", "--nocapture"])
            .args(["--test-threads", threads])
            .envs([("LANG", lang), ("LC_ALL", lang), ("TZ", zone)])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(&format!("hash {here}")), "{lang}: {said}");
    }
}

/// The hash of one run, kept: a change of the engine that changes any run shows here. It is meant to be
/// changed with the engine (`INSTA_UPDATE=always`), never by accident or by the machine.
#[test]
fn the_run_is_the_same_as_it_was() {
    let exercise = run(&stage::small(), 9).1;
    let events = exercise.events().len();
    insta::assert_snapshot!(
        format!("{events} events, {}", dientap::journal::hex(&exercise.state_hash())),
        @"71 events, 43b449821f8949fce5d13bebd073098db3e31b9d78d32ec2e6dbc3ff5a78fb56"
    );
}
