//! The debrief driven by its labels, on a run that really happened.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::content;
use crate::desktop::kit::ThemeKind;
use crate::desktop::kit::harness::{MODEST, sit};
use crate::journal::Timeline;
use crate::model::{Lang, Span};
use crate::sim::{Input, Order, Setup, Target};

/// The small scenario: the record is opened and one host isolated, then nothing more.
pub fn film() -> Film {
    let scenario = Arc::new(content::fixture::tiny());
    let soc = scenario.role_named("SOC").unwrap();
    let order = |name, target| Input::Order(soc, Order::new(scenario.order_named(name).unwrap(), target));
    let inputs = vec![
        (SimTime::after_start(Span::mins(12)), order("open-incident", Target::Nothing)),
        (SimTime::after_start(Span::mins(25)), order("isolate-host", Target::Host(Ix::new(0)))),
    ];
    Film::new(Timeline::replay(&scenario, &Setup::of(7), inputs, SimTime::after_start(Span::hours(4))))
}

fn run(film: &Film) -> Debrief {
    let mut film = film.clone();
    film.go_to(film.end());
    let exercise = film.shown();
    Debrief::new(Arc::clone(film.scenario()), exercise.events().to_vec(), exercise.now())
}

struct Hall {
    run: Debrief,
    film: Film,
    map: MapState,
    tr: Tr,
    theme: Theme,
    state: DebriefState,
    out: Vec<Cmd>,
}

fn hall(lang: Lang, page: Page) -> Harness<'static, Hall> {
    let theme = Theme::load(ThemeKind::Light).unwrap();
    let state = DebriefState { page, ..DebriefState::default() };
    let film = film();
    let (run, map) = (run(&film), MapState::default());
    let hall = Hall { run, film, map, tr: Tr::new(lang), theme: theme.clone(), state, out: Vec::new() };
    sit(&theme, MODEST, hall, |ui, hall| {
        let Hall { run, film, map, tr, theme, state, out } = hall;
        debrief_ui(ui, &mut DebriefCx { run, tr, theme, state, film, map, out });
    })
}

#[test]
fn every_page_draws_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        for page in [Page::Score, Page::Timeline, Page::Outcome, Page::Tasks, Page::Findings] {
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
fn the_outcome_tells_times_and_losses() {
    let harness = hall(Lang::Vi, Page::Outcome);
    harness.get_by_label("Thời gian");
    harness.get_by_label_contains("Máy bị chạm tới: ");
    harness.get_by_label("Gián đoạn");
}

#[test]
fn a_run_without_evaluators_has_proposals_and_no_page_of_the_direction() {
    let harness = hall(Lang::Vi, Page::Tasks);
    harness.get_by_label_contains("người đánh giá xác nhận hoặc sửa");
    assert!(harness.query_all_by_label_contains("Nhật ký đề xuất: ").count() > 0);
    assert!(harness.query_all_by_label_contains("chưa có người đánh giá").count() > 0);
    assert!(harness.query_by_label_contains("Ban tổ chức").is_none());
}

#[test]
fn the_run_plays_and_stops_by_the_space_bar_and_the_map_follows() {
    let mut harness = hall(Lang::En, Page::Timeline);
    harness.key_press(egui::Key::End);
    harness.run();
    let end = harness.state().run.end();
    assert_eq!(harness.state().film.shown().now(), end);
    // From the end it begins anew, and plays in real time from frame to frame.
    harness.key_press(egui::Key::Space);
    harness.run_steps(4);
    assert!(harness.state().state.playback.playing);
    let at = harness.state().state.at.unwrap();
    assert!(at > SimTime::START && at < end, "{at:?}");
    assert_eq!(harness.state().film.shown().now(), at);
    harness.key_press(egui::Key::Space);
    harness.run_steps(3);
    let stopped = harness.state().state.at;
    harness.run_steps(10);
    assert!(!harness.state().state.playback.playing);
    assert_eq!(harness.state().state.at, stopped);
}

#[test]
fn the_arrows_jump_with_shift_and_the_speed_has_keys() {
    let mut harness = hall(Lang::En, Page::Timeline);
    harness.key_press(egui::Key::Home);
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::ArrowRight);
    harness.run();
    assert_eq!(harness.state().state.at, Some(SimTime::after_start(Span::mins(5))));
    harness.key_press(egui::Key::PageUp);
    harness.key_press(egui::Key::Minus);
    harness.run();
    assert_eq!(harness.state().state.at, Some(SimTime::START));
    assert_eq!(harness.state().state.playback.rate, 8);
}

#[test]
fn keys_belong_to_the_search_while_it_is_typed_in() {
    let mut harness = hall(Lang::En, Page::Timeline);
    harness.get_by_label("Search the log").focus();
    harness.run();
    harness.key_press(egui::Key::Space);
    harness.key_press(egui::Key::End);
    harness.run();
    assert!(!harness.state().state.playback.playing);
    assert_eq!(harness.state().state.at, None);
}

#[test]
fn the_seat_and_the_truth_can_be_chosen() {
    let mut harness = hall(Lang::En, Page::Timeline);
    harness.key_press(egui::Key::End);
    harness.run();
    let (known, all) = {
        let film = &harness.state().film;
        let first = film.scenario().file.seats[0].ix();
        let insight = film.insight(first);
        (insight.known_traces, insight.traces)
    };
    harness.get_by_label_contains(&format!("{known}/{all} traces"));
    harness.get_by_label("Truth").click();
    harness.run();
    assert_eq!(harness.state().state.show, Show::Truth);
}

#[test]
fn every_control_has_words_of_its_own() {
    use crate::sim::{Control, Event, What};
    let scenario = content::fixture::tiny();
    let inject = Ix::new(0);
    let controls = [
        Control::Pause("nghỉ".to_owned()),
        Control::Resume,
        Control::Rate(2_000),
        Control::Jump(SimTime::after_start(Span::mins(90))),
        Control::Send(inject),
        Control::Hold(inject),
        Control::Shift(inject, Span::mins(5)),
        Control::Shift(inject, Span::mins(-5)),
        Control::End,
    ];
    for lang in [Lang::Vi, Lang::En] {
        let tr = Tr::new(lang);
        let say = |control: &Control| {
            let event = Event { at: SimTime::START, what: What::Control(control.clone()) };
            event_text(&scenario, &tr, &event)
        };
        let said: std::collections::BTreeSet<String> = controls.iter().map(say).collect();
        assert_eq!(said.len(), controls.len(), "{said:#?}");
        assert!(said.iter().all(|text| !text.contains("debrief-")), "{said:#?}");
    }
}
