//! The page of the hall, the big screen and the evaluator's sheet: every team is on the screen, and every mark can be
//! changed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Rect, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::LiveCmd;
use super::big::{BigCx, big_ui, of_screen};
use super::desk::{DeskCx, DeskForm, Seen};
use super::page::{PageCx, PageForm, page_ui};
use super::sheet::{SheetForm, sheet_ui};
use crate::content::fixture;
use crate::desktop::kit::harness::{self, MODEST};
use crate::desktop::kit::{Cmd, Theme, ThemeKind};
use crate::desktop::settings::{Prefs, Settings};
use crate::hall::{Address, Board, Fingerprint, Invitation, LinkState, TeamBoard, Trouble, Troubles};
use crate::i18n::Tr;
use crate::journal;
use crate::live::{Desk, Given, Hall, HallCodes, Mark, News, Row, Screen, SheetAct, Stage, TaskRow, known_as};
use crate::model::{Ix, Lang, Phase, Severity, SimTime, Text};
use crate::score::Status;

const TEAMS: usize = 35;

fn team_name(number: usize) -> String {
    format!("Văn phòng Ủy ban nhân dân tỉnh {number}")
}

/// As much on the big screen as there can be in an exercise that is prepared with care.
fn full_board() -> Board {
    let team = |number| TeamBoard {
        name: team_name(number),
        stage: Stage::Paused,
        now: SimTime(600_000),
        rate_permille: 0,
        phase: Text { vi: "Phân loại, báo cáo, huy động".to_owned(), en: String::new() },
        people: 12,
        online: 11,
    };
    let news = |number: i64| News { at: SimTime(60_000 * number), text: format!("Thông báo số {number}") };
    Board {
        title: Text { vi: "Diễn tập".to_owned(), en: String::new() },
        starts: Some(fixture::tiny().file.starts),
        now: SimTime(600_000),
        active_ms: 7_200_000,
        paused: Some("ăn trưa".to_owned()),
        teams: (1..=TEAMS).map(team).collect(),
        news: (1..=3).map(news).collect(),
    }
}

fn big_screen(size: Vec2, board: Board) -> Harness<'static, Vec<Cmd>> {
    let settings = Settings::new(Prefs { lang: Lang::Vi, ..Prefs::default() }, None).unwrap();
    let theme = settings.theme.clone();
    harness::sit(&theme, size, Vec::new(), move |ui, out: &mut Vec<Cmd>| {
        let cx = BigCx { board: &board, scenario: None, settings: &settings };
        big_ui(ui, &cx, None, out);
    })
}

#[test]
fn every_one_of_35_teams_is_on_the_big_screen() {
    for size in [MODEST, Vec2::new(1_920.0, 1_080.0)] {
        let harness = big_screen(size, full_board());
        let screen = Rect::from_min_size(Pos2::ZERO, size);
        let news = harness.get_by_label("Thông báo số 3").rect();
        let rects: Vec<Rect> = (1..=TEAMS).map(|number| harness.get_by_label(&team_name(number)).rect()).collect();
        for (number, rect) in rects.iter().enumerate() {
            assert!(screen.contains_rect(*rect), "{size}: team {number} is at {rect:?}");
            assert!(rect.bottom() <= news.top(), "{size}: team {number} at {rect:?} is under the news at {news:?}");
            let can_be_read = rect.height() > 14.0 && rect.width() > 8.0 * rect.height();
            assert!(can_be_read, "{size}: of team {number} there is only {rect:?}");
            let clear = rects[number + 1..].iter().all(|other| !other.shrink(0.5).intersects(rect.shrink(0.5)));
            assert!(clear, "{size}: team {number} at {rect:?} is covered");
        }
    }
}

#[test]
fn a_long_word_to_all_does_not_push_the_teams_off_the_screen() {
    let mut board = full_board();
    board.news.iter_mut().for_each(|news| news.text = "một thông báo rất dài ".repeat(60));
    let harness = big_screen(MODEST, board);
    let screen = Rect::from_min_size(Pos2::ZERO, MODEST);
    for number in 1..=TEAMS {
        let rect = harness.get_by_label(&team_name(number)).rect();
        assert!(screen.contains_rect(rect), "team {number} is at {rect:?}");
    }
}

#[test]
fn what_was_told_to_one_seat_is_not_on_the_big_screen() {
    let scenario = fixture::tiny();
    let told = |look| {
        let news = vec![News { at: SimTime(0), text: "a".to_owned() }];
        let screen = Screen { hall: Hall { news, look, ..Hall::default() }, ..Screen::default() };
        of_screen(&screen, &scenario).news.len()
    };
    assert_eq!(told(None), 1);
    assert_eq!(told(Some((0, None))), 1);
    assert_eq!(told(Some((0, Some(Ix::new(0))))), 0);
}

#[test]
fn the_page_of_the_hall_hides_codes_and_says_which_team_cannot_go_on() {
    let file = PathBuf::from("team-02.dtj");
    let damaged = journal::Error::TooLarge { path: file.clone(), bytes: 2 << 30 };
    let troubles = Troubles::from([(1, Trouble::new(file, None, damaged.into()))]);
    let theme = Theme::load(ThemeKind::Dark).unwrap();
    let invitation = Invitation {
        addresses: vec![Address {
            host: "192.0.2.1".to_owned(),
            port: 7_443,
            fingerprint: Some(Fingerprint::of(b"x")),
        }],
        web: Vec::new(),
        metrics: None,
    };
    let troubles = Arc::new(troubles);
    let codes = HallCodes { pin: "123456".to_owned(), facilitators: "ABCDEFGH".to_owned(), ..HallCodes::default() };
    let board = Arc::new(full_board());
    let tr = Tr::new(Lang::Vi);
    let mut harness = harness::sit(&theme.clone(), MODEST, PageForm::default(), move |ui, form: &mut PageForm| {
        let (codes, board, troubles) = (codes.clone(), Arc::clone(&board), Arc::clone(&troubles));
        let rows = Arc::default();
        let cx = PageCx { invitation: &invitation, codes, board, rows, failed: false, troubles, desk: true };
        page_ui(ui, &theme, &tr, &cx, form, &mut Vec::new());
    });
    let said = harness.get_by_label_contains("team-02.dtj").rect();
    let name = |number| harness.get_by_label(&team_name(number)).rect();
    assert!(name(2).bottom() <= said.top() && said.bottom() <= name(3).top(), "it stands under its team: {said:?}");
    assert!(harness.get_by_label_contains("123 456").rect().height() > 20.0, "the PIN is read aloud");
    assert!(harness.query_by_label_contains("ABCD").is_none());
    harness.state_mut().facilitator = true;
    harness.run();
    harness.get_by_label_contains("ABCD-EFGH");
}

const OWN: &str = "E · U";

type Table = (DeskForm, SheetForm, Vec<Cmd>);

fn row(team: u16) -> Row {
    let (name, seats) = (format!("Team {}", team + 1), Vec::new());
    let now = SimTime(600_000);
    Row { team, name, stage: Stage::Running, now, phase: Phase::P1, trouble: false, seats, care: None }
}

/// The sheet of somebody who has given a mark to the only task.
fn at_sheet(proposed: Mark, mark: Mark, note: &str, remark: BTreeMap<u16, String>) -> Harness<'static, Table> {
    let settings = Settings::new(Prefs { lang: Lang::En, ..Prefs::default() }, None).unwrap();
    let theme = settings.theme.clone();
    let given = Given { name: OWN.to_owned(), mark, note: note.to_owned(), at: SimTime(0) };
    let task = TaskRow {
        procedure: Ix::new(0),
        step: 0,
        task: "P1.1".to_owned(),
        status: Status::Done,
        due: None,
        met: None,
        proposed: Some(proposed),
        reason: None,
        evidence: Vec::new(),
        given: vec![given],
        differs: false,
    };
    let desk = Desk {
        team: 0,
        severity: Severity::M3,
        injects: Vec::new(),
        hosts: Vec::new(),
        steps: Vec::new(),
        leaked: Vec::new(),
        mishaps: Vec::new(),
        tasks: vec![task],
        remarks: Vec::new(),
        paused: None,
        told: Vec::new(),
    };
    let seen = Seen {
        scenario: Arc::new(fixture::tiny()),
        board: Arc::new(vec![row(0), row(1)]),
        hall: Hall::default(),
        desk: Some(Arc::new(desk)),
        views: None,
        trouble: None,
    };
    let sheet = SheetForm { own: known_as(OWN), remark, ..SheetForm::default() };
    let table = (DeskForm::default(), sheet, Vec::new());
    harness::sit(&theme, MODEST, table, move |ui, (form, sheet, out): &mut Table| {
        let link = LinkState::Online;
        let mut cx = DeskCx { seen: &seen, settings: &settings, link: &link, hosts: false, form, out };
        sheet_ui(ui, &mut cx, sheet);
    })
}

fn wishes(harness: &Harness<'_, Table>) -> Vec<LiveCmd> {
    let live = harness.state().2.iter().filter_map(|cmd| match cmd {
        Cmd::Live(cmd) => Some(cmd.clone()),
        _ => None,
    });
    live.collect()
}

fn click_mark(harness: &mut Harness<'_, Table>, word: &str) {
    let word = Tr::new(Lang::En).t(word);
    harness.get_by_role_and_label(Role::Button, &word).click();
    harness.run();
}

/// The draft of the only task.
fn draft<'h>(harness: &'h Harness<'_, Table>) -> Option<&'h (Option<Mark>, String)> {
    harness.state().1.open.get(&(0, "P1.1".to_owned()))
}

#[test]
fn an_override_is_withdrawn_by_confirming_what_the_log_proposes() {
    let mut harness = at_sheet(Mark::P, Mark::M, "late", BTreeMap::new());
    click_mark(&mut harness, "score-rating-p");
    assert_eq!(draft(&harness), Some(&(Some(Mark::P), "late".to_owned())));
    harness.get_by_label("Note").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(draft(&harness), Some(&(Some(Mark::P), String::new())), "the mark given does not come back");
    harness.get_by_label("Confirm").click();
    harness.run();
    let act = SheetAct::Rate { task: "P1.1".to_owned(), mark: Mark::P, note: String::new() };
    assert_eq!(wishes(&harness), [LiveCmd::Rate(0, act)]);
}

#[test]
fn a_mark_that_was_confirmed_can_be_changed_and_left_as_it_was() {
    let mut harness = at_sheet(Mark::P, Mark::P, "", BTreeMap::new());
    click_mark(&mut harness, "score-rating-m");
    assert_eq!(draft(&harness), Some(&(Some(Mark::M), String::new())));
    click_mark(&mut harness, "score-rating-p");
    assert_eq!(draft(&harness), None);
    assert_eq!(wishes(&harness), []);
}

#[test]
fn an_observation_stays_with_its_team() {
    let remark = BTreeMap::from([(0, "a".to_owned()), (1, "b".to_owned())]);
    let mut harness = at_sheet(Mark::P, Mark::P, "", remark);
    harness.get_by_label_contains("· Team 1").click();
    harness.run();
    assert_eq!(wishes(&harness), [LiveCmd::Rate(0, SheetAct::Remark("a".to_owned()))]);
    assert_eq!(harness.state().1.remark, BTreeMap::from([(1, "b".to_owned())]));
}
