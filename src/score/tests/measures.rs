//! Outcome measures.

use crate::model::{Ix, Mishap, Span, SystemState};
use crate::score::ClockState;
use crate::sim::{Fact, FactKind, FieldVerdict, Obstacle, Params, Target, What};

use super::world::{Log, minute, perfect, world};

#[test]
fn times_count_from_the_first_step_and_from_detection() {
    let scenario = world();
    let times = perfect(&scenario).score().outcome.times;
    assert_eq!(times.to_detect, Some(Span::mins(1)));
    assert_eq!(times.to_acknowledge, Some(Span::mins(2)));
    assert_eq!(times.to_contain, Some(Span::ZERO), "its last step went through before it was detected");
    assert_eq!(times.to_recover, times.to_contain, "no system ever failed");
}

#[test]
fn recovery_is_when_all_systems_are_up_after_the_attack() {
    let scenario = world();
    let system = Ix::new(0);
    let mut log = Log::new(&scenario);
    log.at(5, What::StepDone { step: Ix::new(0), from: None, hosts: Vec::new() }).detected(10);
    log.at(20, What::SystemChanged { system, state: SystemState::Down });
    log.at(30, What::SystemChanged { system, state: SystemState::Maintenance });
    assert_eq!(log.score().outcome.times.contained, None, "the attack goes on");
    log.at(35, What::StepDone { step: Ix::new(0), from: None, hosts: Vec::new() }).at(40, What::AttackOver);
    assert_eq!(log.score().outcome.times.contained, None, "nothing ever stood in its way");
    log.at(41, What::StepBlocked { step: Ix::new(1), by: Obstacle::Filtered });
    assert_eq!(log.score().outcome.times.recovered, None);
    log.at(70, What::SystemChanged { system, state: SystemState::Degraded });
    log.at(80, What::SystemChanged { system, state: SystemState::Up }).ended(100);
    let outcome = log.score().outcome;
    assert_eq!((outcome.times.contained, outcome.times.recovered), (Some(minute(35)), Some(minute(80))));
    let down = &outcome.downtime[0];
    assert_eq!((down.down, down.maintenance, down.degraded), (Span::mins(10), Span::mins(40), Span::mins(10)));
    assert_eq!(outcome.weighted_downtime_minutes, 55 * i64::from(down.weight));
}

#[test]
fn a_system_still_down_counts_up_to_the_moment_and_not_past_the_end() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    log.at(10, What::SystemChanged { system: Ix::new(0), state: SystemState::Down });
    let fold = log.fold();
    assert_eq!(fold.score(&scenario, minute(25)).outcome.downtime[0].down, Span::mins(15));
    log.ended(30);
    assert_eq!(log.fold().score(&scenario, minute(500)).outcome.downtime[0].down, Span::mins(20));
}

#[test]
fn leaks_count_once_though_each_fact_tells_the_sum() {
    let scenario = world();
    let store = &scenario.stores[0].1;
    let mut log = Log::new(&scenario);
    for (n, records) in [(0, store.records / 4), (1, store.records / 2)] {
        let fact = Fact {
            kind: FactKind::Leaked(Ix::new(0), records),
            since: minute(1),
            evidence: crate::model::EvidenceSet::NONE,
        };
        log.at(1, What::FactBorn { id: Ix::new(n), fact });
    }
    let outcome = log.score().outcome;
    assert_eq!(outcome.records_leaked, u64::from(store.records / 2));
    assert_eq!(outcome.subjects_leaked, u64::from(store.subjects) * outcome.records_leaked / u64::from(store.records));
}

#[test]
fn alerts_by_truth_and_treatment() {
    let mut scenario = world();
    let verify = scenario.order_named("verify-alert").unwrap();
    let mut close = scenario.orders[verify.us()].clone();
    (close.id, close.verb) = ("close-alert".into(), crate::model::Verb::CloseAlert);
    scenario.orders.push(close);
    let mut log = Log::new(&scenario);
    for (id, real) in [(0, true), (1, true), (2, true), (3, false), (4, false)] {
        let (rule, host, sensor) = (Ix::new(0), Ix::new(0), Ix::new(0));
        log.at(1, What::AlertRaised { id: Ix::new(id), rule, host, sensor, real });
    }
    log.done(2, "SOC", "verify-alert", Target::Alert(Ix::new(0)));
    for (id, verdict) in [(1, false), (3, false), (4, true)] {
        let target = Target::Alert(Ix::new(id));
        let done = log.completion("SOC", "close-alert", target);
        let What::OrderDone { work, role, kind, .. } = done else { unreachable!() };
        let params = Params { verdict: Some(verdict), ..Params::default() };
        log.at(3, What::OrderGiven { work, role, kind, target, params: params.into() }).at(4, done);
    }
    let alerts = log.score().outcome.alerts;
    assert_eq!((alerts.real, alerts.real_handled, alerts.real_dismissed), (3, 1, 1));
    assert_eq!((alerts.false_raised, alerts.false_cleared, alerts.false_believed), (2, 1, 1));
}

#[test]
fn legal_clocks_run_from_t0_or_from_when_they_apply() {
    let scenario = world();
    let state = |log: &Log<'_>| log.score().outcome.clocks[0].state;
    let mut log = Log::new(&scenario);
    log.detected(10);
    assert_eq!(state(&log), ClockState::Waiting);
    log.holds(20, "M12", true);
    assert_eq!(state(&log), ClockState::Running);
    let mut late = log.clone();
    late.report(1461, &[FieldVerdict::Right]);
    assert_eq!(state(&late), ClockState::Missed);
    log.report(1460, &[FieldVerdict::Wrong]);
    assert_eq!(state(&log), ClockState::Kept);
    assert_eq!(log.score().outcome.clocks[0].stopped, Some((minute(1460), 3)));
    let mut never = Log::new(&scenario);
    never.detected(10).ended(20);
    assert_eq!(state(&never), ClockState::NotApplicable);
}

#[test]
fn mishaps_are_counted() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    log.mishap(1, Mishap::BackupExposed).mishap(2, Mishap::BackupExposed);
    let outcome = log.score().outcome;
    assert_eq!((outcome.mishap(Mishap::BackupExposed), outcome.mishap(Mishap::NeedlessCut)), (2, 0));
}
