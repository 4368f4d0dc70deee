//! The desk driven by its labels.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::super::tests::{Bench, looked_at, row, sit, wishes};
use super::*;
use crate::content::fixture;
use crate::desktop::kit::format;
use crate::desktop::settings::Prefs;
use crate::hall::LinkState;
use crate::live::{Check, HallCodes, Holder, InjectRow, SeatCare, Told};
use crate::model::{InjectKind, Lang, Text};
use crate::sim::{Control, InjectState, Wording};

fn desk(form: DeskForm, stage: Stage) -> Harness<'static, Bench<DeskForm>> {
    desk_of(form, vec![row(0, stage), row(1, stage)], None)
}

fn desk_of(form: DeskForm, board: Vec<Row>, desk: Option<Desk>) -> Harness<'static, Bench<DeskForm>> {
    let settings = Settings::new(Prefs { lang: Lang::En, ..Prefs::default() }, None).unwrap();
    let codes = HallCodes { pin: "123456".to_owned(), ..HallCodes::default() };
    let hall = Hall { codes: Some(codes), ..Hall::default() };
    let (scenario, board, desk) = (Arc::new(fixture::tiny()), Arc::new(board), desk.map(Arc::new));
    desk_seen(form, Seen { scenario, board, hall, desk, views: None, trouble: None }, LinkState::Online, settings)
}

fn desk_seen(form: DeskForm, seen: Seen, link: LinkState, settings: Settings) -> Harness<'static, Bench<DeskForm>> {
    sit(form, move |ui, bench| {
        let Bench { state, out, .. } = bench;
        let mut cx = DeskCx { seen: &seen, settings: &settings, link: &link, hosts: true, form: state, out };
        desk_ui(ui, &mut cx, None);
    })
}

fn click<S>(harness: &mut Harness<'_, Bench<S>>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn click_containing<S>(harness: &mut Harness<'_, Bench<S>>, label: &str) {
    harness.get_by_label_contains(label).click();
    harness.run();
}

#[test]
fn what_cannot_be_overlooked_stands_above_the_desk() {
    let english = || Settings::new(Prefs { lang: Lang::En, ..Prefs::default() }, None).unwrap();
    let seen = |trouble: Option<&str>, paused: Option<&str>| Seen {
        scenario: Arc::new(fixture::tiny()),
        board: Arc::new(vec![row(0, Stage::Paused)]),
        hall: Hall::default(),
        desk: Some(Arc::new(Desk { paused: paused.map(str::to_owned), ..looked_at(0) })),
        views: None,
        trouble: trouble.map(str::to_owned),
    };
    let said = ["cable out", "not written down", "Paused · lunch"];
    let lost = LinkState::Lost(said[0].to_owned());
    let harness = desk_seen(DeskForm::default(), seen(Some(said[1]), Some("lunch")), lost, english());
    let tops = said.map(|said| harness.get_by_label_contains(said).rect().top());
    assert!(tops.is_sorted(), "the gravest first: {tops:?}");
    let harness = desk_seen(DeskForm::default(), seen(None, None), LinkState::Online, english());
    assert!(said.iter().all(|said| harness.query_by_label_contains(said).is_none()));
}

#[test]
fn a_pause_needs_a_reason_and_is_for_whom_the_bar_says() {
    let mut harness = desk(DeskForm::default(), Stage::Running);
    harness.get_by_label_contains("Pause").click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Reason of the pause").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Reason of the pause").type_text("lunch");
    harness.run();
    let pause = format!("{} Pause", egui_phosphor::regular::PAUSE);
    let buttons: Vec<_> = harness.get_all_by_label(&pause).collect();
    buttons.last().unwrap().click();
    drop(buttons);
    harness.run();
    let act = DeskAct::Control(Control::Pause("lunch".to_owned()));
    assert_eq!(wishes(&harness), [LiveCmd::Direct(Scope::All, act)]);
    assert_eq!(harness.state().state.drawer, None);
}

#[test]
fn a_start_before_everybody_is_ready_needs_a_reason() {
    let mut harness = desk(DeskForm { alone: true, team: 1, ..DeskForm::default() }, Stage::Lobby);
    harness.get_by_label_contains("Start").click();
    harness.run();
    harness.get_by_label("Start even so").click();
    harness.run();
    assert_eq!(wishes(&harness), []);
    harness.state_mut().state.even_so = "one laptop is broken".to_owned();
    harness.run();
    harness.get_by_label("Start even so").click();
    harness.run();
    let act = DeskAct::Start { even_so: Some("one laptop is broken".to_owned()) };
    assert_eq!(wishes(&harness), [LiveCmd::Direct(Scope::Team(1), act)]);
}

#[test]
fn a_machine_that_does_not_fit_is_waited_for_and_started_without_only_for_a_reason() {
    let mut team = row(0, Stage::Lobby);
    let check = Check { version: "0".to_owned(), same_version: true, clock_off_ms: 120_000, clock_fits: false };
    team.seats[0].ready = true;
    team.seats[0].care = Some(Box::new(SeatCare { check: Some(check), ..SeatCare::default() }));
    team.seats[2].holder = Holder::StandIn;
    let mut harness = desk_of(DeskForm::default(), vec![team], None);
    click_containing(&mut harness, "Start");
    harness.get_by_label_contains("Leader of the response team (clock off or another version)");
    click(&mut harness, "Start even so");
    assert_eq!(wishes(&harness), []);
    harness.state_mut().state.even_so = "the clock does not matter".to_owned();
    harness.run();
    click(&mut harness, "Start even so");
    let act = DeskAct::Start { even_so: Some("the clock does not matter".to_owned()) };
    assert_eq!(wishes(&harness), [LiveCmd::Direct(Scope::All, act)]);
}

#[test]
fn a_seat_is_looked_at_swapped_and_given_back() {
    let mut team = row(0, Stage::Running);
    team.seats[1].name = "An".to_owned();
    let mut harness = desk_of(DeskForm::default(), vec![team], None);
    harness.get_by_label("An");
    click_containing(&mut harness, "Give back");
    let views: Vec<_> = harness.get_all_by_label_contains("View").collect();
    views[0].click();
    drop(views);
    harness.run();
    let back = DeskAct::Swap { role: Ix::new(1), stand_in: None };
    let look = LiveCmd::Look(Some((0, Some(Ix::new(0)))));
    assert_eq!(wishes(&harness), [LiveCmd::Direct(Scope::Team(0), back), look]);
}

#[test]
fn a_seat_where_nobody_sat_is_emptied_only_after_it_was_asked() {
    let mut harness = desk(DeskForm::default(), Stage::Running);
    click_containing(&mut harness, "Give back");
    assert_eq!(wishes(&harness), []);
    click(&mut harness, "Leave it empty");
    let back = DeskAct::Swap { role: Ix::new(1), stand_in: None };
    assert_eq!(wishes(&harness), [LiveCmd::Direct(Scope::Team(0), back)]);
}

#[test]
fn a_message_to_a_seat_is_the_only_one_to_it_and_changes_nothing_else() {
    let send = format!("{} Send", egui_phosphor::regular::PAPER_PLANE_TILT);
    let mut harness = desk(DeskForm::default(), Stage::Running);
    click(&mut harness, "Message to this seat · SOC analyst");
    harness.state_mut().state.tell = "one".to_owned();
    harness.run();
    click(&mut harness, &send);
    assert!(!harness.state().state.alone);
    click(&mut harness, &format!("{} Message", egui_phosphor::regular::MEGAPHONE));
    harness.state_mut().state.tell = "two".to_owned();
    harness.run();
    click(&mut harness, &send);
    assert!(!harness.state().state.alone);
    let told = |to, text: &str| DeskAct::Announce { to, text: text.to_owned() };
    let one = LiveCmd::Direct(Scope::Team(0), told(Some(Ix::new(1)), "one"));
    assert_eq!(wishes(&harness), [one, LiveCmd::Direct(Scope::All, told(None, "two"))]);
}

#[test]
fn what_a_team_was_told_is_seen_by_every_facilitator() {
    let told = |to, text: &str| Told { to, at: SimTime(60_000), text: text.to_owned() };
    let mut team = looked_at(0);
    team.told = vec![told(None, "first"), told(None, "second"), told(None, "third"), told(Some(Ix::new(1)), "fourth")];
    let form = DeskForm { drawer: Some(Drawer::Tell), ..DeskForm::default() };
    let harness = desk_of(form, vec![row(0, Stage::Running)], Some(team));
    harness.get_by_label_contains("Team 1 · SOC analyst · fourth");
    harness.get_by_label_contains("Team 1 · second");
    assert!(harness.query_by_label_contains("first").is_none(), "only the last of them");
}

#[test]
fn a_jump_asks_once_more_and_leads_every_team_from_its_own_clock() {
    let jump = |to| DeskAct::Control(Control::Jump(SimTime(to)));
    let form = || DeskForm { drawer: Some(Drawer::Jump), ..DeskForm::default() };
    let tr = Tr::new(Lang::En);
    let ahead = tr.with("shell-jump-by", &[("span", format::span(&tr, Span::mins(5)).into())]);
    let by = |harness: &mut Harness<'static, Bench<DeskForm>>| {
        click(harness, &ahead);
        assert_eq!(wishes(harness), []);
        click(harness, "Jump now");
    };
    let mut harness = desk_of(form(), vec![row(0, Stage::Running), row(1, Stage::Over)], None);
    by(&mut harness);
    assert_eq!(wishes(&harness), [LiveCmd::Direct(Scope::All, jump(900_000))]);
    assert_eq!(harness.state().state.drawer, None);

    let mut late = row(1, Stage::Paused);
    late.now = SimTime(500_000);
    let mut harness = desk_of(form(), vec![row(0, Stage::Running), late, row(2, Stage::Lobby)], None);
    by(&mut harness);
    let [one, two] = [(0, 900_000), (1, 800_000)].map(|(team, to)| LiveCmd::Direct(Scope::Team(team), jump(to)));
    assert_eq!(wishes(&harness), [one, two]);
}

#[test]
fn a_code_is_renewed_only_after_it_was_asked() {
    let form = DeskForm { drawer: Some(Drawer::Codes), ..DeskForm::default() };
    let mut harness = desk(form, Stage::Running);
    click_containing(&mut harness, "New PIN");
    assert_eq!(wishes(&harness), []);
    click(&mut harness, "Renew now");
    assert_eq!(wishes(&harness), [LiveCmd::Direct(Scope::All, DeskAct::Renew(Entrance::Pin))]);
}

/// The desk at an inject that is held back, for the whole hall.
fn held(inject: usize) -> Harness<'static, Bench<DeskForm>> {
    let text = |text: &str| Text { vi: text.to_owned(), en: text.to_owned() };
    let words = Wording { kind: InjectKind::Call, from: text("A"), title: text("B"), body: text("C") };
    let held = InjectRow {
        inject: Ix::new(u32::try_from(inject).unwrap()),
        state: InjectState::Held(None),
        words: Some(Box::new(words)),
        to: vec![(Ix::new(0), false)],
        answered: None,
        expected: None,
        wanted: None,
    };
    let team = Desk { injects: vec![held], ..looked_at(0) };
    let form = DeskForm { tab: Tab::Msel, ..DeskForm::default() };
    desk_of(form, vec![row(0, Stage::Running), row(1, Stage::Running)], Some(team))
}

#[test]
fn an_inject_made_up_is_the_team_s_own_and_one_of_the_scenario_everybody_s() {
    let made_up = fixture::tiny().file.injects.len();
    let send = format!("{} Send", egui_phosphor::regular::PAPER_PLANE_TILT);
    for (inject, scope, send) in [(made_up, Scope::Team(0), send.clone()), (0, Scope::All, format!("{send} · 2 teams"))]
    {
        let mut harness = held(inject);
        harness.get_by_label_contains("Applies to: Whole hall (2 teams)");
        click_containing(&mut harness, "Release");
        click(&mut harness, &send);
        let inject = Ix::new(u32::try_from(inject).unwrap());
        let acts = [Control::Release(inject), Control::Send(inject)];
        assert_eq!(wishes(&harness), acts.map(|act| LiveCmd::Direct(scope, DeskAct::Control(act))));
    }
}

#[test]
fn an_inject_that_was_written_and_closed_can_be_taken_back() {
    let mut harness = desk(DeskForm { tab: Tab::Msel, ..DeskForm::default() }, Stage::Running);
    click_containing(&mut harness, "Ad-hoc inject");
    harness.get_by_role_and_label(Role::TextInput, "Title").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Title").type_text("A call");
    harness.run();
    let written = harness.state().state.inject.clone();
    assert!(written.is_some());
    click(&mut harness, "Close");
    assert_eq!((&harness.state().state.inject, &harness.state().state.kept), (&None, &written));
    // One in which nothing was written does not take its place.
    click_containing(&mut harness, "Ad-hoc inject");
    click(&mut harness, "Close");
    click_containing(&mut harness, "Take back what was written");
    assert_eq!((&harness.state().state.inject, &harness.state().state.kept), (&written, &None));
}
