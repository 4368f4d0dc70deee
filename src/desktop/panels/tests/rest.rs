//! Work, plan, record, reports, time-line, clocks.

use egui_kittest::kittest::Queryable;

use super::*;
use crate::model::Severity;
use crate::sim::{FieldValue, WorkState};

#[test]
fn running_work_shows_its_time_and_is_cancelled() {
    let mut desk = Desk::new("SOC", work_panel_ui);
    let web = desk.host("ttthdl/web-01");
    desk.order("SOC", "look-at-host", Target::Host(web), |_| {}).unwrap();
    let mut harness = desk.sit(420.0, 600.0);
    harness.get_by_label("Under way (people busy: 1/2)");
    harness.get_by_label("Cancel: Look at host · ttthdl/web-01").click();
    harness.run();
    harness.state_mut().apply();
    let view = harness.state().exercise.view(harness.state().role);
    assert_eq!(view.seat.work[0].work.state, WorkState::Cancelled);
    harness.run();
    harness.get_by_label("Cancelled");
}

#[test]
fn an_approval_is_given_by_the_role_it_waits_for() {
    let desk = Desk::new("DOI_TRUONG", work_panel_ui);
    let web = desk.host("ttthdl/web-01");
    let mut desk = desk.done("SOC", "isolate-host", Target::Host(web));
    desk.order("VAN_HANH", "reconnect-host", Target::Host(web), |_| {}).unwrap();
    let mut harness = desk.sit(420.0, 600.0);
    harness.get_by_label("System operator asks for: Reconnect host · ttthdl/web-01");
    harness.get_by_label("Approve: Reconnect host · ttthdl/web-01").click();
    harness.run();
    assert!(matches!(harness.state().out[..], [Cmd::Decide(_, true)]));
    harness.state_mut().apply();
    harness.run();
    harness.get_by_label_contains("will appear here");
}

#[test]
fn the_checklist_ticks_what_was_done_and_counts_down() {
    let desk = Desk::new("SOC", plan_panel_ui);
    let harness = desk.sit(420.0, 700.0);
    harness.get_by_label_contains("Deadlines begin to count");
    let harness = Desk::new("SOC", plan_panel_ui).done("SOC", "open-incident", Target::Nothing).sit(420.0, 700.0);
    harness.get_by_label_contains("overdue by");
    harness.get_by_label("1/2 steps");
}

#[test]
fn only_what_the_law_says_in_figures_is_called_law() {
    let harness = Desk::new("SOC", plan_panel_ui).sit(420.0, 700.0);
    harness.get_by_label_contains("T0 + 1 day (law)");
    harness.get_by_label_contains("T0 + 30 minutes (proposed)");
    harness.get_by_label_contains("NĐ 331/2026 Đ31 [V]");
}

#[test]
fn an_exam_shows_only_the_paper_plan() {
    let desk = Desk::new("SOC", plan_panel_ui).in_mode(Mode::Exam).done("SOC", "open-incident", Target::Nothing);
    let harness = desk.sit(420.0, 700.0);
    assert!(harness.query_by_label_contains("overdue").is_none());
    assert!(harness.query_by_label_contains("/2 steps").is_none());
    harness.get_by_label_contains("W02 · Isolate the web server");
}

#[test]
fn the_record_opens_and_lists_what_was_done() {
    let desk = Desk::new("SOC", record_panel_ui);
    let open = desk.kind("open-incident");
    let mut harness = desk.sit(420.0, 700.0);
    harness.get_by_label_contains("The incident record is not open");
    harness.get_by_label("Do it").click();
    harness.run();
    assert_eq!(orders(&harness), [Order::new(open, Target::Nothing)]);
    harness.state_mut().apply();
    harness.state_mut().exercise.advance(SimTime::after_start(Span::mins(10)));
    harness.run();
    harness.get_by_label("Incident record opened");
    harness.get_by_label("Acts, decisions").click();
    harness.run();
    harness.get_by_label("Incident record opened");
    harness.get_by_label("Evidence").click();
    harness.run();
    harness.get_by_label_contains("No entry matches");
}

#[test]
fn a_report_is_filled_checked_and_sent() {
    let mut desk = Desk::new("DOI_TRUONG", reports_panel_ui).done("SOC", "open-incident", Target::Nothing);
    desk.order("DOI_TRUONG", "classify", Target::Nothing, |order| order.params.severity = Some(Severity::M2)).unwrap();
    desk.exercise.advance(desk.exercise.now() + Span::mins(10));
    let report = desk.kind("report-24h");
    let t0 = desk.exercise.view(desk.role).team.t0.unwrap();
    let mut harness = desk.sit(500.0, 1000.0);
    harness.get_by_label_contains("Report within 24 hours: ");
    harness.get_by_label("24-hour report").click();
    harness.run();
    harness.get_by_label_contains("To fill in: Channel. To fill in: Detected at. To fill in: Severity.");
    harness.get_by_label("T0").click();
    harness.run();
    harness.get_by_label("Severity: not yet known").click();
    harness.run();
    harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, "Channel").click();
    harness.run();
    harness.get_by_label("Telephone").click();
    harness.run();
    assert!(harness.query_by_label_contains("To fill in").is_none());
    harness.get_by_label(
        "2/3 fields filled in. Fields with * are compulsory; say “Not yet known” when that is the truth.",
    );
    // The draft is kept when the form is put away.
    harness.get_by_label("Close, keep the draft").click();
    harness.run();
    harness.get_by_label("draft");
    harness.get_by_label("24-hour report").click();
    harness.run();
    harness.get_by_label("Send").click();
    harness.run();
    let given = orders(&harness);
    assert_eq!(given[0].kind, report);
    assert_eq!(given[0].params.fields.get("t0"), Some(&FieldValue::Time(t0)));
    assert_eq!(given[0].params.fields.get("muc-do"), Some(&FieldValue::Unknown));
    harness.state_mut().apply();
    let now = harness.state().exercise.now();
    harness.state_mut().exercise.advance(now + Span::mins(30));
    harness.run();
    harness.get_by_label("sent: 1");
}

#[test]
fn a_report_of_another_role_says_whose() {
    let mut harness = Desk::new("VAN_HANH", reports_panel_ui).sit(500.0, 700.0);
    harness.get_by_label("24-hour report").click();
    harness.run();
    harness.get_by_label_contains("Ask: Leader of the response team");
}

#[test]
fn the_time_line_is_filtered() {
    let desk = Desk::new("SOC", timeline_panel_ui).wait_for_alert().done("SOC", "open-incident", Target::Nothing);
    let mut harness = desk.sit(600.0, 600.0);
    harness.get_by_label("Ordered: Open incident");
    harness.get_by_label("Work").click();
    harness.run();
    assert!(harness.query_by_label("Ordered: Open incident").is_none());
    assert!(harness.query_all_by_label_contains("Unusual requests to the admin page · ttthdl/").count() > 0);
}

#[test]
fn a_legal_clock_runs_down_stops_and_says_when_it_is_late() {
    let mut desk = Desk::new("SOC", clocks_strip_ui).done("SOC", "open-incident", Target::Nothing);
    desk.order("DOI_TRUONG", "classify", Target::Nothing, |order| order.params.severity = Some(Severity::M2)).unwrap();
    desk.exercise.advance(desk.exercise.now() + Span::mins(10));
    let mut harness = desk.sit(600.0, 60.0);
    harness.get_by_label_contains("Report within 24 hours: 22:").click();
    harness.run();
    assert_eq!(harness.state().out, [Cmd::OpenPanel(crate::desktop::kit::PanelKind::Reports)]);
}

#[test]
fn empty_panels_say_what_will_appear() {
    for panel in [work_panel_ui as PanelFn, timeline_panel_ui, reports_panel_ui] {
        let harness = Desk::new("SOC", panel).sit(420.0, 600.0);
        assert!(harness.query_all_by_label_contains(" here").count() > 0);
    }
}
