//! Runs of bots on the small scenario.

use std::sync::Arc;

use super::*;
use crate::content::fixture::tiny;
use crate::model::{Scenario, SimTime, Span, Table};
use crate::sim::{Control, Exercise, Input, Setup, What};

fn kind(text: &str) -> Kind {
    text.parse().unwrap()
}

fn run(scenario: &Arc<Scenario>, kind: Kind, seed: u64) -> Exercise {
    let mut exercise = Exercise::new(scenario.clone(), &Setup::of(seed));
    play_to_end(&mut exercise, Cast::of_bots(scenario, kind, seed)).unwrap();
    assert!(exercise.ended());
    exercise
}

fn count(exercise: &Exercise, is: impl Fn(&What) -> bool) -> usize {
    exercise.events().iter().filter(|event| is(&event.what)).count()
}

#[test]
fn kinds_read_what_they_print() {
    for text in ["do-nothing", "random", "plan-follower:0.500", "plan-follower:1.000", "plan-follower:0.000"] {
        assert_eq!(kind(text).to_string(), text);
    }
    assert_eq!(kind("plan-follower"), Kind::PlanFollower { skill_permille: 1_000 });
    assert_eq!(kind("plan-follower:0.25"), Kind::PlanFollower { skill_permille: 250 });
    for wrong in
        ["", "plan", "plan-follower:", "plan-follower:1.1", "plan-follower:-1", "plan-follower:0.1234", "random:1"]
    {
        assert!(wrong.parse::<Kind>().is_err(), "{wrong:?} should be refused");
    }
}

#[test]
fn equal_seeds_play_equal_runs() {
    let scenario = Arc::new(tiny());
    for kind in [kind("random"), kind("plan-follower:0.5")] {
        assert_eq!(run(&scenario, kind, 5).state_hash(), run(&scenario, kind, 5).state_hash());
        assert_ne!(run(&scenario, kind, 5).state_hash(), run(&scenario, kind, 6).state_hash());
    }
}

#[test]
fn a_driver_stopped_on_the_way_plays_the_same_run() {
    let scenario = Arc::new(tiny());
    let whole = run(&scenario, kind("plan-follower:0.8"), 9);
    let mut exercise = Exercise::new(scenario.clone(), &Setup::of(9));
    let mut driver = Driver::new(&scenario, Cast::of_bots(&scenario, kind("plan-follower:0.8"), 9));
    for minute in 0..=180 {
        driver.play(&mut exercise, SimTime::after_start(Span::mins(minute))).unwrap();
    }
    assert_eq!(exercise.state_hash(), whole.state_hash());
}

#[test]
fn doing_nothing_gives_no_order() {
    let exercise = run(&Arc::new(tiny()), Kind::DoNothing, 1);
    assert_eq!(count(&exercise, |what| matches!(what, What::OrderGiven { .. } | What::OrderRefused { .. })), 0);
}

#[test]
fn random_orders_are_many() {
    let exercise = run(&Arc::new(tiny()), Kind::Random, 1);
    let given = count(&exercise, |what| matches!(what, What::OrderGiven { .. }));
    let refused = count(&exercise, |what| matches!(what, What::OrderRefused { .. }));
    assert!(given > 5 && given + refused > 15, "{given} given, {refused} refused");
}

#[test]
fn a_follower_opens_the_record_soon_after_detection_and_isolates_the_server() {
    let scenario = Arc::new(tiny());
    let soc = scenario.role_named("SOC").unwrap();
    let mut seen = 0;
    for seed in 0..10 {
        let exercise = run(&scenario, kind("plan-follower"), seed);
        let at =
            |is: &dyn Fn(&What) -> bool| exercise.events().iter().find(|event| is(&event.what)).map(|event| event.at);
        // Elsewhere nobody who knows of the server has an order to tell the SOC of it.
        let Some(detected) = at(&|what| matches!(what, What::Detected { role } if *role == soc)) else { continue };
        seen += 1;
        let opened = at(&|what| matches!(what, What::Opened { .. })).expect("the record is opened");
        assert!(opened - detected < Span::mins(15), "seed {seed}: opened after {}", opened - detected);
        let isolate = scenario.order_named("isolate-host").unwrap();
        let isolated =
            at(&|what| matches!(what, What::OrderDone { kind, truth, .. } if *kind == isolate && truth.touched));
        assert!(isolated.is_some(), "seed {seed}: the web server is not isolated");
    }
    assert!(seen >= 3, "the SOC saw the attack first in {seen} runs only");
}

#[test]
fn a_follower_gives_orders_that_are_possible() {
    let scenario = Arc::new(tiny());
    for seed in 0..10 {
        let exercise = run(&scenario, kind("plan-follower"), seed);
        let given = count(&exercise, |what| matches!(what, What::OrderGiven { .. }));
        let refused = count(&exercise, |what| matches!(what, What::OrderRefused { .. }));
        assert!(refused * 10 <= given, "seed {seed}: {refused} of {given} refused");
    }
}

#[test]
fn seats_left_to_people_are_left_alone() {
    let scenario = Arc::new(tiny());
    let mut exercise = Exercise::new(scenario.clone(), &Setup::of(2));
    let mut cast = Cast::of_bots(&scenario, kind("plan-follower"), 2);
    let soc = scenario.role_named("SOC").unwrap();
    cast.seat(soc, None);
    play_to_end(&mut exercise, cast).unwrap();
    assert_eq!(count(&exercise, |what| matches!(what, What::OrderGiven { role, .. } if *role == soc)), 0);
}

#[test]
fn the_driver_waits_out_a_pause() {
    let scenario = Arc::new(tiny());
    let mut exercise = Exercise::new(scenario.clone(), &Setup::of(3));
    exercise.apply(SimTime::START, &Input::Control(Control::Pause("nghỉ".into()))).unwrap();
    let mut driver = Driver::new(&scenario, Cast::of_bots(&scenario, kind("plan-follower"), 3));
    driver.play(&mut exercise, SimTime::after_start(Span::mins(40))).unwrap();
    assert_eq!(count(&exercise, |what| matches!(what, What::OrderGiven { .. } | What::OrderRefused { .. })), 0);
    exercise.apply(exercise.now(), &Input::Control(Control::Resume)).unwrap();
    driver.play(&mut exercise, SimTime::after_start(Span::hours(3))).unwrap();
    assert!(count(&exercise, |what| matches!(what, What::OrderGiven { .. })) > 0);
}

#[test]
fn the_checklist_shows_what_the_team_shares() {
    let scenario = tiny();
    let fresh = Exercise::new(Arc::new(scenario.clone()), &Setup::of(3));
    let team = fresh.view(scenario.roles.indices().next().unwrap()).team;
    let at_start = checklist(&scenario, team, None);
    assert!(at_start.iter().all(|status| status.done.is_none() && status.due.is_none()));
    let isolate = at_start.iter().position(|status| status.step(&scenario).id == "W02").unwrap();
    let open = at_start.iter().position(|status| status.step(&scenario).id == "W01").unwrap();
    assert_eq!(at_start[isolate].waits_for, [open]);

    let played = run(&Arc::new(scenario.clone()), kind("plan-follower"), 3);
    let soc = scenario.role_named("SOC").unwrap();
    let of_soc = checklist(&scenario, played.view(soc).team, Some(soc));
    assert_eq!(of_soc.len(), 2);
    assert!(of_soc.iter().all(|status| status.role == soc && status.done.is_some() && status.waits_for.is_empty()));
    let due = of_soc.iter().find_map(|status| status.due).expect("isolation has a deadline");
    assert_eq!(Some(due), played.view(soc).team.t0.map(|t0| t0 + Span::mins(30)));
}
