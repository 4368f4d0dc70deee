//! Goal: a stand-in does what an inject asks for that the direction made up, as it does with
//! those of the scenario; who does nothing does not.
//! Method: the direction asks every seat of a real scenario for a message, and those who may report for a report; the
//! score says what became of it.

use std::sync::Arc;

use dientap::model::{Form, InjectKind, Ix, Ref, Role, Scenario, SimTime, Span, Table, Text, Verb};
use dientap::score::{Status, Subject, score};
use dientap::sim::{AdHoc, Control, Exercise, Input, Setup, Wanted, WantedDeed, Wording};
use dientap::standin::{Cast, Driver};

use crate::stage;

fn words() -> Wording {
    let text = |vi: &str| Text { vi: vi.to_owned(), en: String::new() };
    Wording { kind: InjectKind::Call, from: text("Trực ban"), title: text("Gọi gấp"), body: text("Báo lại.") }
}

fn asks(role: Ix<Role>, by: WantedDeed) -> Control {
    let action = Text { vi: "Báo lại.".to_owned(), en: String::new() };
    let wanted = Some(Wanted { action, by: Some(by), within: Span::hours(2), points: 3 });
    Control::AdHoc(Box::new(AdHoc { words: words(), to: vec![role], at: None, wanted }))
}

/// A team of stand-ins of one kind plays on to 40 minutes, and for three hours after `controls`.
fn play(scenario: &Arc<Scenario>, kind: &str, controls: &[Control]) -> Exercise {
    let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(4));
    let mut driver = Driver::new(scenario, Cast::of_bots(scenario, kind.parse().unwrap(), 4));
    driver.play(&mut exercise, SimTime::after_start(Span::mins(40))).unwrap();
    for control in controls {
        exercise.apply(exercise.now(), &Input::Control(control.clone())).unwrap();
    }
    driver.play(&mut exercise, SimTime::after_start(Span::mins(220))).unwrap();
    exercise
}

/// What became of the injects made up.
fn became(scenario: &Scenario, exercise: &Exercise) -> Vec<Status> {
    let score = score(scenario, exercise.events(), exercise.now());
    let made_up =
        |subject: &Subject| matches!(subject, Subject::Inject(of) if of.ix().us() >= scenario.file.injects.len());
    score.items.iter().filter(|item| made_up(&item.subject)).map(|item| item.status).collect()
}

fn reporters(scenario: &Scenario) -> impl Iterator<Item = (Ix<Role>, Ix<Form>)> {
    scenario.orders.indices().filter_map(|kind| {
        let spec = scenario.orders.at(kind);
        let Verb::Report(form) = &spec.verb else { return None };
        let role = spec.by.iter().map(|(role, _)| role.ix()).find(|role| scenario.has_seat(*role))?;
        Some((role, form.ix()))
    })
}

#[test]
fn stand_ins_do_what_an_inject_made_up_asks_for() {
    let scenario = stage::named("deface-portal");
    let seats = scenario.file.seats.iter().map(Ref::ix);
    let message = |role| asks(role, WantedDeed::Message { from: vec![role], to: Vec::new() });
    let report = |(role, form)| asks(role, WantedDeed::Report { form, by: vec![role] });
    let controls: Vec<_> = seats.map(message).chain(reporters(&scenario).map(report)).collect();
    let done = became(&scenario, &play(&scenario, "plan-follower", &controls));
    assert_eq!(done, vec![Status::Done; controls.len()]);
    let undone = became(&scenario, &play(&scenario, "do-nothing", &controls));
    assert_eq!(undone, vec![Status::Missed; controls.len()]);
}
