//! Triage by mouse and by keys.

use egui::Key;
use egui_kittest::kittest::Queryable;

use super::*;

#[test]
fn an_empty_queue_says_what_will_appear() {
    let harness = Desk::new("SOC", alerts_panel_ui).sit(700.0, 500.0);
    harness.get_by_label_contains("will appear here");
    let harness = Desk::new("SOC", alerts_panel_ui).in_vietnamese().sit(700.0, 500.0);
    harness.get_by_label_contains("sẽ hiện ở đây");
}

#[test]
fn a_click_chooses_an_alert_and_a_button_takes_it() {
    let desk = Desk::new("SOC", alerts_panel_ui).wait_for_alert();
    let alert = desk.exercise.view(desk.role).seat.alerts[0].id;
    let take = desk.kind("take-alert");
    let mut harness = desk.sit(1366.0, 500.0);
    harness.get_by_label_contains("Unusual requests to the admin page, High").click();
    harness.run();
    assert_eq!(harness.state().out, [Cmd::Select(Selection::Alert(alert))]);
    harness.state_mut().apply();
    harness.run();
    harness.get_by_label("Take (A)").click();
    harness.run();
    assert_eq!(orders(&harness), [Order::new(take, Target::Alert(alert))]);
}

#[test]
fn keys_move_take_verify_and_close() {
    let desk = Desk::new("SOC", alerts_panel_ui).wait(|desk| desk.exercise.view(desk.role).seat.alerts.len() >= 2);
    let alerts: Vec<_> = desk.exercise.view(desk.role).seat.alerts.iter().map(|alert| alert.id).collect();
    let (take, verify, close) = (desk.kind("take-alert"), desk.kind("verify-alert"), desk.kind("close-alert"));
    let mut harness = desk.sit(1000.0, 500.0);
    harness.get_by_label_contains("List of alerts").focus();
    harness.run();
    for _ in 0..2 {
        harness.key_press(Key::J);
        harness.run();
        harness.state_mut().apply();
    }
    // Equal severity: the newest comes first.
    let second = alerts[alerts.len() - 2];
    assert_eq!(harness.state().ui_state.selection, Some(Selection::Alert(second)));
    for key in [Key::A, Key::V] {
        harness.key_press(key);
        harness.run();
    }
    harness.key_press(Key::X);
    harness.run();
    assert_eq!(orders(&harness).len(), 2, "closing asks for the verdict first");
    harness.key_press(Key::N);
    harness.run();
    let given = orders(&harness);
    assert_eq!(given[..2], [Order::new(take, Target::Alert(second)), Order::new(verify, Target::Alert(second))]);
    assert_eq!((given[2].kind, given[2].params.verdict), (close, Some(false)));
}

#[test]
fn keys_are_left_alone_while_somebody_types() {
    let desk = Desk::new("SOC", alerts_panel_ui).wait_for_alert();
    let alert = desk.exercise.view(desk.role).seat.alerts[0].id;
    let mut harness = desk.select(Selection::Alert(alert)).sit(1000.0, 500.0);
    harness.get_by_label("Search alerts, hosts").focus();
    harness.run();
    harness.key_press(Key::A);
    harness.get_by_label("Search alerts, hosts").type_text("zzz");
    harness.run();
    assert_eq!(orders(&harness), []);
    harness.get_by_label_contains("No alert matches");
}

#[test]
fn many_alerts_are_taken_at_once() {
    let desk = Desk::new("SOC", alerts_panel_ui).wait(|desk| desk.exercise.view(desk.role).seat.alerts.len() >= 2);
    let count = desk.exercise.view(desk.role).seat.alerts.len();
    let mut harness = desk.sit(1000.0, 500.0);
    for index in 0..count {
        harness.get_all_by_label_contains("Pick: Unusual requests").nth(index).unwrap().click();
        harness.run();
    }
    harness.get_by_label("Take all").click();
    harness.run();
    assert_eq!(orders(&harness).len(), count);
    assert!(harness.query_by_label("Take all").is_none(), "the picks are dropped");
}

#[test]
fn a_verdict_stands_beside_the_alert_with_its_harmless_cause() {
    let desk = Desk::new("SOC", alerts_panel_ui).wait_for_alert();
    let alert = desk.exercise.view(desk.role).seat.alerts[0].id;
    let desk = desk.done("SOC", "verify-alert", Target::Alert(alert)).select(Selection::Alert(alert));
    let view = desk.exercise.view(desk.role).seat.alerts[0].clone();
    let harness = desk.sit(1366.0, 500.0);
    match view.verdict {
        Some(true) => {
            harness.get_by_label_contains("Real");
        }
        Some(false) => {
            harness.get_by_label("An automatic scanner on the Internet");
        }
        None => panic!("the alert was verified"),
    }
}
