//! Containment really stops an attack, and late containment does not undo it: each of the orders that the
//! plan names against the ransomware's way into the data centre, given before and after that way is taken.

use std::sync::Arc;

use dientap::model::{Scenario, SimTime, Span, Table};
use dientap::sim::{Exercise, Input, Order, Setup, Target, What};

use crate::stage;

/// The steps by which the ransomware gets into the data centre.
const INTO_THE_DATA_CENTRE: [&str; 3] = ["pivot-rdp", "pivot-winrm", "vpn-pivot"];

fn ransom() -> Arc<Scenario> {
    stage::real().into_iter().find(|scenario| scenario.file.id == "ransom-department").unwrap()
}

fn zone(scenario: &Scenario, id: &str) -> Target {
    let zones = &scenario.network.zones;
    Target::Zone(zones.indices().find(|ix| zones.at(*ix).id == id).unwrap())
}

fn account(scenario: &Scenario, id: &str) -> Target {
    let accounts = &scenario.network.accounts;
    Target::Account(accounts.indices().find(|ix| accounts.at(*ix).id == id).unwrap())
}

/// Plays without anybody else; the operator gives these orders at a minute.
fn play(scenario: &Arc<Scenario>, seed: u64, minute: i64, orders: &[(&str, Target)]) -> Exercise {
    let mut exercise = Exercise::new(scenario.clone(), &Setup::of(seed));
    let operator = scenario.role_named("VAN_HANH").unwrap();
    let at = SimTime::after_start(Span::mins(minute));
    for (id, target) in orders {
        let order = Order::new(scenario.order_named(id).unwrap(), *target);
        exercise.apply(at, &Input::Order(operator, order)).unwrap();
    }
    exercise.advance(SimTime::after_start(Span::hours(12)));
    exercise
}

fn went_through(exercise: &Exercise, steps: &[&str]) -> bool {
    exercise.events().iter().any(|event| match &event.what {
        What::StepDone { step, .. } => steps.contains(&exercise.scenario().file.attack.at(*step).id.as_str()),
        _ => false,
    })
}

fn encrypted_hosts(exercise: &Exercise) -> usize {
    let facts = exercise.facts().iter();
    facts.filter(|fact| matches!(fact.kind, dientap::sim::FactKind::Encrypted(_))).count()
}

/// Every way to shut the data centre off from the department and from remote access.
fn measures(scenario: &Scenario) -> Vec<(&'static str, Vec<(&'static str, Target)>)> {
    let department = zone(scenario, "so-tai-chinh/lan");
    let servers = zone(scenario, "so-tai-chinh/server");
    let management = zone(scenario, "ttthdl/mgmt");
    vec![
        ("department cut off", vec![("isolate-zone", department), ("isolate-zone", servers)]),
        ("management zone cut off", vec![("isolate-zone", management)]),
        (
            "file shares and remote control blocked at the management zone, remote access closed",
            vec![
                ("block-services", management),
                ("block-remote-access", management),
                ("lock-account", account(scenario, "domain-admin")),
            ],
        ),
    ]
}

#[test]
fn containment_before_the_pivot_prevents_it_and_after_does_not() {
    let scenario = ransom();
    for seed in 0..stage::count("DIENTAP_SEEDS", 10) {
        let alone = play(&scenario, seed, 0, &[]);
        assert!(went_through(&alone, &INTO_THE_DATA_CENTRE), "left alone the attack gets there (seed {seed})");
        for (name, orders) in measures(&scenario) {
            let early = play(&scenario, seed, 5, &orders);
            assert!(!went_through(&early, &INTO_THE_DATA_CENTRE), "{name}, early, seed {seed}");
            let late = play(&scenario, seed, 150, &orders);
            assert!(went_through(&late, &INTO_THE_DATA_CENTRE), "{name}, late, seed {seed}");
            assert!(
                encrypted_hosts(&early) < encrypted_hosts(&late),
                "{name}: late costs data, seed {seed}: {} and {}",
                encrypted_hosts(&early),
                encrypted_hosts(&late)
            );
        }
    }
}

#[test]
fn backups_unplugged_in_time_stay_usable() {
    let scenario = ransom();
    let systems = &scenario.network.systems;
    let budget = systems.indices().find(|ix| systems.at(*ix).id == "ns-tai-chinh").unwrap();
    let useless = |exercise: &Exercise| {
        let operator = scenario.role_named("VAN_HANH").unwrap();
        let verify = scenario.order_named("verify-backup").unwrap();
        let mut exercise = exercise.clone();
        let backups = &scenario.network.backups;
        for backup in backups.indices().filter(|ix| backups.at(*ix).system.ix() == budget) {
            let now = exercise.now();
            exercise.apply(now, &Input::Order(operator, Order::new(verify, Target::Backup(backup)))).unwrap();
        }
        exercise.advance(exercise.now() + Span::hours(6));
        let known = &exercise.view(operator).seat.facts;
        known.iter().filter(|known| matches!(known.fact.kind, dientap::sim::FactKind::BackupTested(_, false))).count()
    };
    let unplugged = play(&scenario, 1, 1, &[("protect-backup", Target::System(budget))]);
    let left = play(&scenario, 1, 200, &[("protect-backup", Target::System(budget))]);
    // A backup that carries an implant is of no use either way.
    assert!(useless(&unplugged) < useless(&left), "left in the network they are encrypted");
}
