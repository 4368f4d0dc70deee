//! Goal: the score means something. Doing nothing fails every scenario, following the plan passes, random
//! orders land between; more skill brings more points; a run that stops early never outranks the same run
//! completed; a team that acts loses less than one that does not.
//! Method: stand-ins play every real scenario with many seeds.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dientap::model::{Scenario, SimTime, Span};
use dientap::score::{Fold, Score, score};
use dientap::sim::{Control, Exercise, Input, Setup, What};
use dientap::standin::{Cast, Kind, play_to_end};

use super::stage;

fn play(scenario: &Arc<Scenario>, kind: Kind, seed: u64) -> Exercise {
    let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(seed));
    let Ok(()) = play_to_end(&mut exercise, Cast::of_bots(scenario, kind, seed));
    exercise
}

fn score_of(exercise: &Exercise) -> Score {
    score(exercise.scenario(), exercise.events(), exercise.now())
}

/// What a kind of player came to over all seeds.
struct Tally {
    kind: &'static str,
    permille: Vec<u32>,
    passed: usize,
    /// Hosts touched, records leaked, minutes of weighted downtime, in all runs.
    lost: [u64; 3],
}

impl Tally {
    fn of(scenario: &Arc<Scenario>, kind: &'static str, seeds: u64) -> Self {
        let next = AtomicU64::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let results = std::thread::scope(|scope| {
            let work = || {
                let mut results = Vec::new();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        return results;
                    }
                    let exercise = play(scenario, kind.parse().unwrap(), seed);
                    let touched = |event: &&dientap::sim::Event| matches!(event.what, What::Touched { .. });
                    let score = score_of(&exercise);
                    let touched = exercise.events().iter().filter(touched).count();
                    let leaked: u64 = score.outcome.leaks.iter().map(|leak| leak.records).sum();
                    let down = score.outcome.weighted_downtime_minutes.max(0).cast_unsigned();
                    results.push((score.permille, score.verdict.passed, [touched as u64, leaked, down]));
                }
            };
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        let tally = Self {
            kind,
            permille: results.iter().map(|(permille, ..)| *permille).collect(),
            passed: results.iter().filter(|(_, passed, ..)| *passed).count(),
            lost: [0, 1, 2].map(|kind| results.iter().map(|(.., lost)| lost[kind]).sum()),
        };
        tally.print(&scenario.file.id);
        tally
    }

    fn runs(&self) -> usize {
        self.permille.len()
    }

    fn mean(&self) -> f64 {
        self.permille.iter().map(|permille| f64::from(*permille)).sum::<f64>() / self.runs() as f64
    }

    fn print(&self, scenario: &str) {
        let mut sorted = self.permille.clone();
        sorted.sort_unstable();
        println!(
            "{scenario:20} {:18} {:4} runs, {:4} passed, score in thousandths: least {:4}, median {:4}, most {:4}, mean {:6.1}; {:5.1} hosts touched",
            self.kind,
            self.runs(),
            self.passed,
            sorted[0],
            sorted[sorted.len() / 2],
            sorted[sorted.len() - 1],
            self.mean(),
            self.lost[0] as f64 / self.runs() as f64,
        );
    }
}

#[test]
fn doing_nothing_fails_the_plan_passes_and_chance_lands_between() {
    let seeds = stage::count("DIENTAP_SEEDS", 4);
    for scenario in stage::real() {
        let id = &scenario.file.id;
        let of = |kind| Tally::of(&scenario, kind, seeds);
        let (nothing, random) = (of("do-nothing"), of("random"));
        let (low, middle, full) = (of("plan-follower:0.2"), of("plan-follower:0.6"), of("plan-follower:1.0"));
        assert_eq!(nothing.passed, 0, "{id}: doing nothing must not pass");
        assert_eq!(random.passed, 0, "{id}: random orders must not pass");
        // A team that makes no mistake of its own may still be unlucky; hardly ever, and never in these two.
        let needed = if ["deface-portal", "ransom-department"].contains(&id.as_str()) { 100 } else { 98 };
        assert!(full.passed * 100 >= full.runs() * needed, "{id}: following the plan must pass");
        assert!(nothing.mean() <= random.mean() && random.mean() < full.mean(), "{id}: chance lands between");
        assert!(low.mean() < middle.mean() && middle.mean() < full.mean(), "{id}: skill brings points");
        assert!(full.lost[0] <= nothing.lost[0], "{id}: a team that acts does not lose more hosts");
        // The guided tour has a single machine that is touched before anybody can act.
        let loses_less = full.lost.iter().zip(&nothing.lost).any(|(with, without)| with < without);
        assert!(loses_less || id == "gioi-thieu", "{id}: a team that acts loses less");
    }
}

#[test]
fn a_run_that_stops_early_never_outranks_the_same_run_completed() {
    for scenario in stage::real() {
        for seed in 0..stage::count("DIENTAP_SEEDS", 2) {
            for kind in ["plan-follower:1.0", "plan-follower:0.4", "random"] {
                let whole = play(&scenario, kind.parse().unwrap(), seed);
                let whole_permille = score_of(&whole).permille;
                // The floor after each event, as a facilitator would see it grow.
                let (mut fold, mut floor) = (Fold::new(whole.scenario()), 0);
                for (number, event) in whole.events().iter().enumerate() {
                    fold.push(event);
                    if number % 97 == 0 {
                        let now = fold.score(whole.scenario(), event.at).permille;
                        assert!(
                            now >= floor,
                            "{}, {kind}, seed {seed}: {floor} fell to {now} at {:?}",
                            scenario.file.id,
                            event.at
                        );
                        floor = now;
                    }
                }
                assert!(whole_permille >= floor, "{}, {kind}, seed {seed}: completing took points", scenario.file.id);
            }
        }
    }
}

#[test]
fn a_run_ended_by_a_control_keeps_what_it_had_and_no_more() {
    for scenario in stage::real() {
        let whole = score_of(&play(&scenario, "plan-follower:1.0".parse().unwrap(), 3)).permille;
        for minutes in [30, 120, 480] {
            let mut exercise = Exercise::new(Arc::clone(&scenario), &Setup::of(3));
            let cast = Cast::of_bots(&scenario, "plan-follower:1.0".parse().unwrap(), 3);
            let until = SimTime::after_start(Span::mins(minutes));
            let Ok(()) = dientap::standin::Driver::new(&scenario, cast).play(&mut exercise, until);
            exercise.apply(exercise.now(), &Input::Control(Control::End)).ok();
            let stopped = score_of(&exercise);
            let id = &scenario.file.id;
            assert!(stopped.permille <= whole, "{id}: {} after {minutes} minutes, {whole} completed", stopped.permille);
            assert!(!stopped.verdict.passed || stopped.permille >= stopped.verdict.needed_permille, "{id}");
        }
    }
}
