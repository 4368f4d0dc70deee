//! Plays a test.

use std::sync::Arc;

use super::judge::{self, Actual, Unmet};
use crate::model::{Case, CaseOrder, CaseTarget, Scenario, SimTime};
use crate::score::score;
use crate::sim::{Exercise, Input, Order, Params, Setup, Target};
use crate::standin::{Bot, Cast, Driver, Kind};

/// Plays `case` and gives what of it is not met. All references of `case` are resolved, as those of `scenario`.
pub fn play(scenario: &Arc<Scenario>, case: &Case) -> Vec<Unmet> {
    let setup = Setup { seed: case.seed, profile: case.profile.clone(), handicaps: case.handicaps.clone() };
    let mut exercise = Exercise::new(Arc::clone(scenario), &setup);
    // As the setup shaped it: a handicap may have taken a seat away.
    let scenario = Arc::clone(exercise.scenario());
    let mut unmet = Vec::new();
    match cast(&scenario, case) {
        Some(cast) => play_on(&mut exercise, Driver::new(&scenario, cast), case, &mut unmet),
        None => unmet.push(Unmet { number: None, actual: Actual::NoPlayer }),
    }
    let score = score(&scenario, exercise.events(), exercise.now());
    unmet.extend(judge::unmet(&exercise, &score, case));
    unmet
}

/// Who plays; none when a name is no stand-in's, which `content` has told already.
fn cast(scenario: &Scenario, case: &Case) -> Option<Cast> {
    let mut cast = Cast::of_bots(scenario, case.team.parse().ok()?, case.seed);
    for (role, player) in &case.seats {
        let kind: Kind = player.parse().ok()?;
        cast.seat(role.ix(), Some(Bot::new(kind, role.ix(), case.seed)));
    }
    Some(cast)
}

fn play_on(exercise: &mut Exercise, mut driver: Driver, case: &Case, unmet: &mut Vec<Unmet>) {
    for (number, order) in case.orders.iter().enumerate() {
        let at = SimTime::after_start(order.at);
        let Ok(()) = driver.play(exercise, at);
        let input = Input::Order(order.seat.ix(), order_of(exercise, order));
        match exercise.apply(at, &input) {
            Err(refusal) if !order.refused => {
                unmet.push(Unmet { number: None, actual: Actual::Refused(number, refusal) });
            }
            Ok(_) if order.refused => unmet.push(Unmet { number: None, actual: Actual::Accepted(number) }),
            _ => {}
        }
    }
    let end = case.until.unwrap_or(exercise.scenario().file.ends);
    let Ok(()) = driver.play(exercise, SimTime::after_start(end));
}

fn order_of(exercise: &Exercise, order: &CaseOrder) -> Order {
    let target = match &order.target {
        CaseTarget::Nothing => Target::Nothing,
        CaseTarget::Host(host) => Target::Host(host.ix()),
        CaseTarget::Zone(zone) => Target::Zone(zone.ix()),
        CaseTarget::Site(site) => Target::Site(site.ix()),
        CaseTarget::System(system) => Target::System(system.ix()),
        CaseTarget::Account(account) => Target::Account(account.ix()),
        CaseTarget::Indicator(indicator) => Target::Indicator(indicator.ix()),
        CaseTarget::Backup(backup) => Target::Backup(backup.ix()),
        CaseTarget::Inject(inject) => Target::Inject(inject.ix()),
    };
    let known = &exercise.view(order.seat.ix()).seat.facts;
    let facts = if order.with_facts { known.iter().map(|known| known.id).collect() } else { Vec::new() };
    let params = Params {
        text: order.text.clone(),
        to: order.to.iter().map(crate::model::Ref::ix).collect(),
        facts,
        severity: order.severity,
        choice: order.choice,
        ..Params::default()
    };
    Order { params, ..Order::new(order.order.ix(), target) }
}
