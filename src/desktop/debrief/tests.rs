//! The debrief driven by its labels, on a run that really happened.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::content;
use crate::desktop::kit::{ThemeKind, fonts};
use crate::model::{Lang, Span};
use crate::sim::{Exercise, Input, Order, Setup, Target};

/// The small scenario: the record is opened and one host isolated, then nothing more.
fn run() -> Debrief {
    let scenario = Arc::new(content::fixture::tiny());
    let mut exercise = Exercise::new(Arc::clone(&scenario), &Setup::of(7));
    let soc = scenario.role_named("SOC").unwrap();
    let open = Order::new(scenario.order_named("open-incident").unwrap(), Target::Nothing);
    exercise.apply(SimTime::after_start(Span::mins(12)), &Input::Order(soc, open)).unwrap();
    let web = Target::Host(crate::model::Ix::new(0));
    let isolate = Order::new(scenario.order_named("isolate-host").unwrap(), web);
    exercise.apply(SimTime::after_start(Span::mins(25)), &Input::Order(soc, isolate)).unwrap();
    exercise.advance(SimTime::after_start(Span::hours(4)));
    let (events, now) = (exercise.events().to_vec(), exercise.now());
    Debrief::new(scenario, events, now)
}

struct Hall {
    run: Debrief,
    tr: Tr,
    theme: Theme,
    state: DebriefState,
    out: Vec<Cmd>,
}

fn hall(lang: Lang, page: Page) -> Harness<'static, Hall> {
    let theme = Theme::load(ThemeKind::Light).unwrap();
    let style = theme.style();
    let state = DebriefState { page, ..DebriefState::default() };
    let hall = Hall { run: run(), tr: Tr::new(lang), theme, state, out: Vec::new() };
    let mut ready = false;
    let mut harness = Harness::builder().with_size([1366.0, 768.0]).with_max_steps(16).build_ui_state(
        move |ui, hall: &mut Hall| {
            if !ready {
                ui.ctx().set_fonts(fonts());
                ui.ctx().all_styles_mut(|to| *to = style.clone());
                ready = true;
                ui.ctx().request_repaint();
                return;
            }
            let Hall { run, tr, theme, state, out } = hall;
            debrief_ui(ui, &mut DebriefCx { run, tr, theme, state, out });
        },
        hall,
    );
    harness.run();
    harness
}

#[test]
fn every_page_draws_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        for page in [Page::Score, Page::Timeline, Page::Outcome, Page::Findings] {
            let harness = hall(lang, page);
            let labels: Vec<String> = harness
                .query_all_by_label_contains("")
                .filter_map(|node| {
                    let node = egui_kittest::kittest::NodeT::accesskit_node(&node);
                    node.label().or_else(|| node.value())
                })
                .collect();
            assert!(labels.len() > 4, "{lang:?} {page:?}");
            let raw = labels.iter().find(|label| label.contains("debrief-") || label.contains("score-"));
            assert_eq!(raw, None, "{lang:?} {page:?} shows a key instead of words");
        }
    }
}

#[test]
fn a_point_opens_down_to_its_rule_its_clause_and_its_events() {
    let mut harness = hall(Lang::En, Page::Score);
    let mut heads = harness.query_all_by_label_contains("· W01 – Open the incident record");
    heads.next().unwrap().click();
    drop(heads);
    harness.run();
    harness.get_by_label_contains("Judged by: ");
    harness.get_by_label_contains("Kịch bản tỉnh [S0]");
    harness.get_by_label_contains("SOC analyst: Open incident").click();
    harness.run();
    assert_eq!(harness.state().state.page, Page::Timeline);
    let at = harness.state().state.at.unwrap();
    assert!(at >= SimTime::after_start(Span::mins(12)) && at <= SimTime::after_start(Span::mins(15)), "{at:?}");
}

#[test]
fn the_three_purposes_stand_apart_and_a_group_filters_the_items() {
    let mut harness = hall(Lang::En, Page::Score);
    harness.get_by_label("Three purposes");
    let before = harness.query_all_by_label_contains("W0").count();
    harness.get_by_label("Leader of the response team").click();
    harness.run();
    assert!(harness.query_all_by_label_contains("W0").count() < before);
    harness.get_by_label("Drop the group filter").click();
    harness.run();
    assert_eq!(harness.query_all_by_label_contains("W0").count(), before);
}

#[test]
fn the_hand_moves_by_keys_and_tells_truth_and_team_together() {
    let mut harness = hall(Lang::En, Page::Timeline);
    harness.get_by_label_contains("Choose a moment on the time-line");
    harness.get_by_label_contains("Time-line at").focus();
    harness.run();
    harness.key_press(egui::Key::End);
    harness.run();
    assert_eq!(harness.state().state.at, Some(harness.state().run.end()));
    harness.get_by_label_contains("The adversary succeeds: Exploit the admin page");
    harness.get_by_label_contains("SOC analyst: Isolate host");
    harness.key_press(egui::Key::Home);
    harness.key_press(egui::Key::ArrowRight);
    harness.run();
    let first = harness.state().run.marks.iter().map(|mark| mark.at).filter(|at| *at > SimTime::START).min();
    assert_eq!(harness.state().state.at, first);
}

#[test]
fn what_was_not_done_is_the_first_lesson() {
    let harness = hall(Lang::En, Page::Findings);
    harness.get_by_label("To improve");
    assert!(harness.query_all_by_label_contains("points lost").count() > 0);
    harness.get_by_label("Went well");
    harness.get_by_label_contains("W01 – Open the incident record · ");
}

#[test]
fn the_outcome_tells_times_losses_and_ratings() {
    let harness = hall(Lang::Vi, Page::Outcome);
    harness.get_by_label("Thời gian");
    harness.get_by_label_contains("Máy bị chạm tới: ");
    harness.get_by_label("Gián đoạn");
    harness.get_by_label_contains("người đánh giá xác nhận hoặc sửa");
}
