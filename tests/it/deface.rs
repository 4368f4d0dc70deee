//! Goal: in DEFACE nothing is decided by the author. Each branch opens and closes with the state of the network,
//! and mending only what shows does not last.
//! Method: nobody plays but the operator, who gives a few orders at a minute; then the steps that went through are compared.

use std::sync::Arc;

use dientap::model::{Scenario, SimTime, Span, Table};
use dientap::sim::{Exercise, FactKind, Input, Order, Setup, Target, What};

use crate::stage;

const WEB: &str = "ttthdl/portal-web-01";
const MEMBERS_BY_ACCOUNT: &str = "spread-member";
const MEMBERS_BY_KEY: &str = "spread-by-key";

fn deface() -> Arc<Scenario> {
    stage::real().into_iter().find(|scenario| scenario.file.id == "deface-portal").unwrap()
}

fn host(scenario: &Scenario, id: &str) -> Target {
    let hosts = &scenario.network.hosts;
    Target::Host(hosts.indices().find(|ix| hosts.at(*ix).id == id).unwrap())
}

fn account(scenario: &Scenario, id: &str) -> Target {
    let accounts = &scenario.network.accounts;
    Target::Account(accounts.indices().find(|ix| accounts.at(*ix).id == id).unwrap())
}

fn portal(scenario: &Scenario) -> Target {
    let systems = &scenario.network.systems;
    Target::System(systems.indices().find(|ix| systems.at(*ix).id == "cong-ttdt").unwrap())
}

fn backup(scenario: &Scenario, id: &str) -> Target {
    let backups = &scenario.network.backups;
    Target::Backup(backups.indices().find(|ix| backups.at(*ix).id == id).unwrap())
}

/// Plays for ten hours. The operator gives each order at its minute; what needs approval gets it.
fn play(scenario: &Arc<Scenario>, seed: u64, orders: &[(i64, &str, Target)]) -> Exercise {
    let mut exercise = Exercise::new(scenario.clone(), &Setup::of(seed));
    let operator = scenario.role_named("VAN_HANH").unwrap();
    let leader = scenario.role_named("DOI_TRUONG").unwrap();
    for (minute, id, target) in orders {
        let at = SimTime::after_start(Span::mins(*minute));
        let order = Order::new(scenario.order_named(id).unwrap(), *target);
        exercise.apply(at, &Input::Order(operator, order)).unwrap_or_else(|why| panic!("{id}: {why:?}"));
        let waiting: Vec<_> = exercise.view(leader).seat.approvals.iter().map(|view| view.id).collect();
        for work in waiting {
            exercise.apply(at, &Input::Decide(leader, work, true)).unwrap();
        }
    }
    exercise.advance(SimTime::after_start(Span::hours(10)));
    exercise
}

fn went_through(exercise: &Exercise, id: &str) -> bool {
    exercise.events().iter().any(|event| match &event.what {
        What::StepDone { step, .. } => exercise.scenario().file.attack.at(*step).id == id,
        _ => false,
    })
}

/// Whether an order failed by chance: then the run shows nothing about what it would have done.
fn order_failed(exercise: &Exercise) -> bool {
    exercise.events().iter().any(|event| matches!(event.what, What::OrderFailed { .. }))
}

fn leaked(exercise: &Exercise) -> bool {
    exercise.facts().iter().any(|fact| matches!(fact.kind, FactKind::Leaked(..)))
}

#[test]
fn left_alone_it_reaches_member_sites_data_and_another_system() {
    let scenario = deface();
    for seed in 0..stage::count("DIENTAP_SEEDS", 10) {
        let alone = play(&scenario, seed, &[]);
        for step in ["deface-main", MEMBERS_BY_ACCOUNT, "pivot-dvc", "clear-logs"] {
            assert!(went_through(&alone, step), "{step}, seed {seed}");
        }
        assert!(leaked(&alone), "seed {seed}");
        for step in [MEMBERS_BY_KEY, "switch-server", "reface", "come-back"] {
            assert!(!went_through(&alone, step), "nobody gave cause for {step}, seed {seed}");
        }
    }
}

#[test]
fn each_measure_closes_its_own_branch_and_only_that() {
    let scenario = deface();
    let lock = (15, "lock-account", account(&scenario, "cms-admin"));
    let cut = (15, "isolate-host", host(&scenario, WEB));
    for seed in 0..stage::count("DIENTAP_SEEDS", 10) {
        let locked = play(&scenario, seed, &[lock]);
        assert!(!went_through(&locked, MEMBERS_BY_ACCOUNT), "the account is locked, seed {seed}");
        assert!(went_through(&locked, MEMBERS_BY_KEY), "the key is not, seed {seed}");

        let isolated = play(&scenario, seed, &[cut]);
        assert!(went_through(&isolated, MEMBERS_BY_ACCOUNT), "the account still works, seed {seed}");
        assert!(went_through(&isolated, "export-by-cms"), "the export needs no web server, seed {seed}");
        assert!(!went_through(&isolated, "dump-db") && !went_through(&isolated, "pivot-dvc"), "seed {seed}");

        let both = play(&scenario, seed, &[lock, cut]);
        for step in [MEMBERS_BY_ACCOUNT, MEMBERS_BY_KEY, "spread-second", "pivot-dvc", "pivot-qlvb"] {
            assert!(!went_through(&both, step), "{step} although contained, seed {seed}");
        }
        assert!(!leaked(&both), "seed {seed}");

        let late = (150, lock.1, lock.2);
        assert!(leaked(&play(&scenario, seed, &[late, (150, cut.1, cut.2)])), "too late, seed {seed}");
    }
}

#[test]
fn mending_what_shows_does_not_last() {
    let scenario = deface();
    for seed in 0..stage::count("DIENTAP_SEEDS", 10) {
        let cleaned = play(&scenario, seed, &[(20, "clean-content", host(&scenario, WEB))]);
        assert!(went_through(&cleaned, "reface"), "the backdoor stands, seed {seed}");

        let reopened = |copy: &str, patch: bool| {
            let mut orders = vec![
                (15, "maintenance-page", portal(&scenario)),
                (15, "lock-account", account(&scenario, "cms-admin")),
                (15, "isolate-host", host(&scenario, WEB)),
                (60, "restore-system", backup(&scenario, copy)),
            ];
            if patch {
                orders.push((200, "patch-host", host(&scenario, WEB)));
            }
            orders.push((240, "reconnect-host", host(&scenario, WEB)));
            orders.push((260, "reopen-system", portal(&scenario)));
            play(&scenario, seed, &orders)
        };
        let last_night = reopened("cong-ttdt-d1", true);
        let unpatched = reopened("cong-ttdt-d7", false);
        let sound = reopened("cong-ttdt-d7", true);
        if [&last_night, &unpatched, &sound].into_iter().any(order_failed) {
            continue;
        }
        assert!(went_through(&last_night, "deface-by-shell"), "the copy carries the shell, seed {seed}");
        assert!(went_through(&unpatched, "replant-shell"), "the weakness is open, seed {seed}");
        assert!(!went_through(&sound, "replant-shell") && !went_through(&sound, "come-back"), "seed {seed}");
    }
}
