//! The inspector, its orders and their forms.

use egui_kittest::kittest::Queryable;

use super::*;

fn at_host(role: &str, host: &str) -> Desk {
    let desk = Desk::new(role, inspector_panel_ui);
    let host = desk.host(host);
    desk.select(Selection::Host(host))
}

#[test]
fn nothing_chosen_says_what_to_choose_and_still_offers_general_orders() {
    let harness = Desk::new("SOC", inspector_panel_ui).sit(420.0, 700.0);
    harness.get_by_label_contains("Choose a host, system or alert");
    harness.get_by_label("Open incident");
}

#[test]
fn a_plain_order_is_given_with_one_click() {
    let desk = at_host("SOC", "ttthdl/web-01");
    let (look, web) = (desk.kind("look-at-host"), desk.host("ttthdl/web-01"));
    let mut harness = desk.sit(420.0, 1200.0);
    harness.get_by_label("Look at host").click();
    harness.run();
    assert_eq!(orders(&harness), [Order::new(look, Target::Host(web))]);
    assert_eq!(harness.state().ui_state.panels.object.recent, [look]);
}

#[test]
fn an_order_that_is_not_possible_says_why_and_who_could() {
    let mut desk = at_host("VAN_HANH", "ttthdl/web-01");
    desk.ui_state.panels.object.others = true;
    let harness = desk.sit(420.0, 1400.0);
    // Not cut off, so not to be reconnected.
    harness.get_by_label_contains("It is not cut off. Isolate it first.");
    // Another role's order.
    harness.get_by_label_contains("Not within your authority. Ask: SOC analyst.");
}

#[test]
fn what_destroys_evidence_says_what_would_be_lost_and_is_confirmed() {
    let desk = at_host("SOC", "ttthdl/web-01");
    let power_off = desk.kind("power-off");
    let mut harness = desk.sit(420.0, 1400.0);
    harness.get_by_label("Power off …").click();
    harness.run();
    assert_eq!(orders(&harness), [], "not without confirmation");
    harness.get_by_label_contains("Not yet secured on ttthdl/web-01: memory.");
    harness.get_by_label("I understand, do it").click();
    harness.run();
    assert_eq!(orders(&harness).iter().map(|order| order.kind).collect::<Vec<_>>(), [power_off]);
}

#[test]
fn what_cuts_a_service_says_whose() {
    let mut harness = at_host("SOC", "ttthdl/web-01").sit(420.0, 1400.0);
    harness.get_by_label("Isolate host …").click();
    harness.run();
    harness.get_by_label_contains("Will be cut: Web portal. Affects about 5,000 users a day.");
}

#[test]
fn facts_are_listed_with_evidence_and_carried_into_the_record() {
    let desk =
        Desk::new("SOC", inspector_panel_ui).wait(|desk| desk.exercise.now() >= SimTime::after_start(Span::mins(40)));
    let web = desk.host("ttthdl/web-01");
    let desk = desk
        .done("SOC", "open-incident", Target::Nothing)
        .done("SOC", "look-at-host", Target::Host(web))
        .select(Selection::Host(web));
    let record = desk.kind("record-findings");
    assert!(desk.exercise.view(desk.role).knows_of(web), "the look found something");
    let first =
        desk.exercise.view(desk.role).seat.facts.iter().rev().find(|k| k.fact.kind.host() == Some(web)).unwrap().id;
    let mut harness = desk.sit(420.0, 2000.0);
    assert!(harness.query_all_by_label_contains("traces: ").count() > 0);
    harness.get_all_by_label_contains("Pick: ").next().unwrap().click();
    harness.run();
    harness.get_all_by_label("Record findings").next().unwrap().click();
    harness.run();
    harness.get_by_label("Write into the record").click();
    harness.run();
    let given = orders(&harness);
    assert_eq!((given[0].kind, given[0].params.facts.clone()), (record, vec![first]));
    harness.state_mut().apply();
    harness.state_mut().exercise.advance(SimTime::after_start(Span::mins(170)));
    let view = harness.state().exercise.view(harness.state().role);
    let recorded =
        |entry: &crate::sim::RecordEntry| matches!(entry.what, crate::sim::RecordKind::Finding(_, id) if id == first);
    assert!(view.team.record.iter().any(recorded), "the finding stands in the record");
}

#[test]
fn a_classification_answers_four_questions_first() {
    let desk = Desk::new("DOI_TRUONG", inspector_panel_ui).done("SOC", "open-incident", Target::Nothing);
    let classify = desk.kind("classify");
    let mut harness = desk.sit(420.0, 1400.0);
    harness.get_by_label("Classify incident …").click();
    harness.run();
    harness.get_by_label_contains("To fill in: Severity of the incident.");
    harness.get_by_label("Serious interruption? Yes").click();
    harness.run();
    harness.get_by_label_contains("not law");
    harness.get_by_label("M1 · Very serious").click();
    harness.run();
    harness.get_by_label("Do it").click();
    harness.run();
    let given = orders(&harness);
    assert_eq!((given[0].kind, given[0].params.severity), (classify, Some(crate::model::Severity::M1)));
}

#[test]
fn guided_mode_puts_the_next_step_of_the_plan_on_top() {
    let harness = Desk::new("SOC", inspector_panel_ui).in_mode(Mode::Guided).sit(420.0, 900.0);
    harness.get_by_label("Next steps of the plan");
    harness.get_by_label("W01");
    let harness = Desk::new("SOC", inspector_panel_ui).in_mode(Mode::Exam).sit(420.0, 900.0);
    assert!(harness.query_by_label("W01").is_none(), "no hints in an exam");
}

#[test]
fn an_inject_that_has_not_arrived_stays_hidden() {
    let harness = Desk::new("DOI_TRUONG", inspector_panel_ui).select(Selection::Inject(Ix::new(0))).sit(420.0, 900.0);
    assert!(harness.query_by_label_contains("Is the province's site under attack?").is_none());
}

#[test]
fn every_kind_of_thing_has_a_description() {
    for selection in [
        Selection::Zone(Ix::new(1)),
        Selection::Site(Ix::new(1)),
        Selection::System(Ix::new(0)),
        Selection::Account(Ix::new(0)),
        Selection::Backup(Ix::new(0)),
        Selection::Backup(Ix::new(40)),
        Selection::Indicator(Ix::new(0)),
        Selection::Step(Ix::new(0), Ix::new(1)),
    ] {
        let harness = Desk::new("VAN_HANH", inspector_panel_ui).in_vietnamese().select(selection).sit(420.0, 1200.0);
        let shown = harness.query_all_by_label_contains("").count();
        assert!(shown > 10, "{selection:?} shows only {shown} things");
    }
}
