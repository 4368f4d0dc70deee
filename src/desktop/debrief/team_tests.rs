//! The debrief of a team of a hall, and its teams beside each other, from journals of a hall that was played.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::compare::{Act, CompareCx, Counted, Sorting, TeamRow, compare_ui};
use super::stage::play;
use super::*;
use crate::content;
use crate::desktop::kit::ThemeKind;
use crate::desktop::kit::harness::{MODEST, sit};
use crate::hall::HallFolder;
use crate::journal::{Timeline, read_file};
use crate::live::{By, DeskAct, Done, Figures, SheetAct, Tasks, figures};
use crate::model::{Lang, Span};
use crate::sim::Control;

/// Teams of the hall.
const TEAMS: usize = 3;

fn hall(until: SimTime) -> (tempfile::TempDir, Arc<Scenario>, HallFolder) {
    let data = tempfile::tempdir().unwrap();
    let scenario = Arc::new(content::fixture::tiny());
    let folder = play(&data.path().join("hall"), &scenario, (5, TEAMS), until, &Tr::new(Lang::En)).unwrap();
    (data, scenario, folder)
}

fn whole() -> (tempfile::TempDir, Arc<Scenario>, HallFolder) {
    let ends = content::fixture::tiny().file.ends;
    hall(SimTime::after_start(ends))
}

struct Bench {
    run: Debrief,
    film: Film,
    map: MapState,
    tr: Tr,
    theme: Theme,
    state: DebriefState,
    out: Vec<Cmd>,
}

/// The debrief of the first team.
fn debrief(lang: Lang, page: Page) -> Harness<'static, Bench> {
    let (_data, scenario, folder) = whole();
    let bytes = read_file(&folder.journal(0)).unwrap();
    let (timeline, ..) = Timeline::read(&bytes, &scenario).unwrap();
    let end = timeline.at(timeline.until());
    let team = Team { hall: folder.path().to_owned(), name: "Team 1".to_owned() };
    let run = Debrief::new(Arc::clone(end.scenario()), end.events().to_vec(), end.now())
        .directed(Direction::read(&bytes).unwrap(), Some(team));
    let state = DebriefState { page, ..DebriefState::default() };
    let (tr, theme) = (Tr::new(lang), Theme::load(ThemeKind::Dark).unwrap());
    let (film, map) = (Film::new(timeline), MapState::default());
    let bench = Bench { run, film, map, tr, theme: theme.clone(), state, out: Vec::new() };
    sit(&theme, MODEST, bench, |ui, bench| {
        let Bench { run, film, map, tr, theme, state, out } = bench;
        debrief_ui(ui, &mut DebriefCx { run, tr, theme, state, film, map, out });
    })
}

fn labels<S>(harness: &Harness<'_, S>) -> Vec<String> {
    let nodes = harness.query_all_by_label_contains("");
    let label = |node: egui_kittest::Node<'_>| {
        let node = egui_kittest::kittest::NodeT::accesskit_node(&node);
        node.label().or_else(|| node.value())
    };
    nodes.filter_map(label).collect()
}

#[test]
fn the_chronicle_is_in_words_and_leads_to_its_moments() {
    for lang in [Lang::Vi, Lang::En] {
        let harness = debrief(lang, Page::Direction);
        let shown = labels(&harness);
        let raw = shown.iter().find(|label| label.contains("debrief-") || label.contains("live-"));
        assert_eq!(raw, None, "{lang:?} shows a key instead of words");
    }
}

#[test]
fn a_click_on_an_entry_goes_to_its_moment() {
    let mut harness = debrief(Lang::En, Page::Direction);
    let entry = {
        let shifts =
            |entry: &&ChronicleEntry| matches!(entry.what, Done::Directed(DeskAct::Control(Control::Shift(..)), None));
        harness.state().run.direction.chronicle.iter().rfind(shifts).unwrap().clone()
    };
    harness.state_mut().state.party = Some(chronicle::Party::Direction);
    harness.run();
    // The last shift is of an inject that the direction made up; it goes by its title.
    let run = &harness.state().run;
    let said = did_words::Did { scenario: &run.scenario, tr: &harness.state().tr }.what(&entry.what);
    assert!(said.contains(&Tr::new(Lang::En).t("debrief-picture-later-title")), "{said}");
    harness.get_by_label(&said).click();
    harness.run();
    let state = &harness.state().state;
    assert_eq!((state.page, state.at), (Page::Timeline, Some(entry.at)));
}

#[test]
fn what_was_refused_says_so() {
    let (_data, scenario, folder) = whole();
    let direction = Direction::read(&read_file(&folder.journal(0)).unwrap()).unwrap();
    let refused = direction.chronicle.iter().find(|entry| matches!(entry.what, Done::Directed(_, Some(_))));
    let Done::Directed(_, Some(why)) = &refused.unwrap().what else { panic!() };
    for lang in [Lang::Vi, Lang::En] {
        let tr = Tr::new(lang);
        let did = did_words::Did { scenario: &scenario, tr: &tr };
        assert!(did.refusal(why).ends_with('.'), "{}", did.refusal(why));
        assert_eq!(did.who(&By::Host), tr.t("debrief-did-host"));
    }
}

#[test]
fn the_time_line_stops_at_what_evaluators_pinned_to_it() {
    let mut harness = debrief(Lang::En, Page::Timeline);
    harness.get_by_label("act of the direction");
    let run = &harness.state().run;
    let remark = |entry: &&ChronicleEntry| matches!(entry.what, Done::Rated(SheetAct::Remark(_)));
    let at = run.direction.chronicle.iter().find(remark).unwrap().at;
    assert!(run.moments.is_sorted());
    harness.state_mut().state.at = Some(SimTime(at.0 - 1));
    harness.run();
    harness.key_press(egui::Key::ArrowRight);
    harness.run();
    assert_eq!(harness.state().state.at, Some(at));
}

#[test]
fn marks_stand_beside_the_proposal_and_disagreement_is_plain() {
    let mut harness = debrief(Lang::En, Page::Tasks);
    let tasks = Tasks::of(&harness.state().run.score, &harness.state().run.direction.sheet);
    assert!(tasks.overridden > 0 && tasks.differ > 0, "{tasks:?}");
    assert!(harness.query_all_by_label_contains("evaluators differ").count() > 0);
    let all = harness.query_all_by_label_contains("The log proposes").count();
    assert_eq!(all, harness.state().run.score.tasks.len());
    harness.get_by_label_contains("Only those rated").click();
    harness.run();
    let disputed = harness.query_all_by_label_contains("The log proposes").count();
    assert_eq!(disputed as u32, tasks.overridden + tasks.differ);
    harness.get_by_label_contains("Teams").click();
    harness.run();
    assert!(matches!(harness.state().out.as_slice(), [Cmd::OpenHall(_)]));
}

fn counted(folder: &HallFolder, scenario: &Arc<Scenario>) -> Vec<Figures> {
    (0..TEAMS).map(|team| figures(&read_file(&folder.journal(team)).unwrap(), scenario).unwrap()).collect()
}

#[test]
fn an_unfinished_journal_gives_its_figures_even_when_its_last_record_is_torn() {
    let (_data, scenario, folder) = hall(SimTime::after_start(Span::mins(10)));
    let figures_of = counted(&folder, &scenario);
    assert!(figures_of.iter().all(|figures| figures.state == RunState::Running && !figures.passed));
    let mut bytes = read_file(&folder.journal(0)).unwrap();
    bytes.truncate(bytes.len() - 3);
    let torn = figures(&bytes, &scenario).unwrap();
    assert!(torn.now <= figures_of[0].now && torn.permille <= figures_of[0].permille);
    assert!(Direction::read(&bytes).is_ok());
    // What is not torn but changed is damage.
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    assert!(figures(&bytes, &scenario).is_err());
}

#[test]
fn figures_are_those_of_the_debrief_with_the_marks_that_stand() {
    let harness = debrief(Lang::En, Page::Score);
    let (_data, scenario, folder) = whole();
    let run = &harness.state().run;
    let first = &counted(&folder, &scenario)[0];
    assert_eq!((first.permille, first.passed), (run.score.permille, run.score.verdict.passed));
    assert_eq!(first.times, run.score.outcome.times);
    let all = first.tasks;
    let sum = all.p + all.s + all.m + all.u + all.open + all.differ;
    assert_eq!(sum as usize, run.score.tasks.len());
}

struct Table {
    rows: Vec<TeamRow>,
    sorting: Sorting,
    act: Option<Act>,
}

#[test]
fn the_table_sorts_shows_progress_and_opens_a_team() {
    let (_data, scenario, folder) = whole();
    let mut done = counted(&folder, &scenario);
    let names = ["Alpha", "Beta", "Gamma"];
    let last = done.pop().unwrap();
    let mut rows: Vec<TeamRow> = done
        .into_iter()
        .zip(names)
        .map(|(figures, name)| TeamRow { name: name.to_owned(), counted: Counted::Done(Box::new(figures)) })
        .collect();
    rows.push(TeamRow { name: names[2].to_owned(), counted: Counted::Waiting });
    let starts = scenario.file.starts;
    let table = Table { rows, sorting: Sorting::default(), act: None };
    let (tr, theme) = (Tr::new(Lang::En), Theme::load(ThemeKind::Dark).unwrap());
    let mut harness = sit(&theme.clone(), MODEST, table, move |ui, table| {
        let words = Words { scenario: &scenario, tr: &tr };
        let cx = CompareCx { rows: &table.rows, starts, words, theme: &theme };
        table.act = compare_ui(ui, &cx, &mut table.sorting).or(table.act);
    });
    harness.get_by_label_contains("Stop").click();
    harness.run();
    assert_eq!(harness.state().act, Some(Act::Stop));
    harness.state_mut().act = None;
    harness.state_mut().rows[2].counted = Counted::Done(Box::new(Figures { permille: 1_000, ..last }));
    harness.run();
    assert!(harness.query_by_label_contains("Stop").is_none());
    let tops = |harness: &Harness<'_, Table>| names.map(|name| harness.get_by_label_contains(name).rect().top());
    let [alpha, _, gamma] = tops(&harness);
    assert!(alpha < gamma);
    harness.get_by_label_contains("Score").click();
    harness.run();
    let [alpha, beta, gamma] = tops(&harness);
    assert!(gamma < alpha && gamma < beta, "the best first");
    harness.get_by_label_contains("Gamma").click();
    harness.run();
    assert_eq!(harness.state().act, Some(Act::Open(2)));
}
