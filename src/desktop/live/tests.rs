//! The screens of a hall driven by their labels, and a seat of a real hall over the loopback.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use egui::Ui;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::desk::{DeskCx, DeskForm, Seen};
use super::door::{As, DoorForm, DoorState, Missing, door_ui};
use super::gate::{GateCx, GateForm, gate_ui};
use super::sheet::{SheetForm, sheet_ui};
use super::*;
use crate::content::fixture;
use crate::desktop::kit::harness::{self, MODEST};
use crate::desktop::kit::{Cmd, Theme, ThemeKind};
use crate::desktop::session::{Place, Remote, Session};
use crate::desktop::settings::{Prefs, Settings};
use crate::hall::{Doors, Fingerprint, Found, HallFile, HallFolder};
use crate::i18n::Tr;
use crate::live::{Deed, Desk, DeskAct, Hall, Heard, Holder, Mark, Row, Scope, SeatRow, SheetAct, Stage, TaskRow};
use crate::model::{Lang, Phase, Scenario, SimTime, Table};
use crate::sim::{Order, Setup, Target};

pub(super) struct Bench<S> {
    pub(super) state: S,
    pub(super) out: Vec<Cmd>,
    tr: Tr,
    theme: Theme,
}

/// A screen with a state of its own.
pub(super) fn sit<S: 'static>(state: S, draw: impl Fn(&mut Ui, &mut Bench<S>) + 'static) -> Harness<'static, Bench<S>> {
    let theme = Theme::load(ThemeKind::Dark).unwrap();
    let bench = Bench { state, out: Vec::new(), tr: Tr::new(Lang::En), theme: theme.clone() };
    harness::sit(&theme, MODEST, bench, draw)
}

pub(super) fn wishes<S>(harness: &Harness<'_, Bench<S>>) -> Vec<LiveCmd> {
    let live = harness.state().out.iter().filter_map(|cmd| match cmd {
        Cmd::Live(cmd) => Some(cmd.clone()),
        _ => None,
    });
    live.collect()
}

fn door(form: DoorForm, found: Vec<Found>) -> Harness<'static, Bench<DoorForm>> {
    sit(form, move |ui, bench| {
        let Bench { state, out, tr, theme } = bench;
        door_ui(ui, theme, tr, state, &found, &DoorState::default(), out);
    })
}

#[test]
fn the_door_says_what_is_missing_and_joins_when_nothing_is() {
    let mut form = DoorForm::default();
    (form.address, form.name) = ("192.0.2.7".to_owned(), "A".to_owned());
    assert_eq!(form.wish(), Err(Missing::Pin));
    form.pin = "123 456".to_owned();
    let mut harness = door(form, Vec::new());
    let join = format!("{} Join", egui_phosphor::regular::SIGN_IN);
    harness.get_by_role_and_label(Role::Button, &join).click();
    harness.run();
    let joined = wishes(&harness);
    let [LiveCmd::Join(wish)] = joined.as_slice() else { panic!("{joined:?}") };
    assert_eq!(wish.want, Want::Enter { pin: "123456".to_owned() });
    assert_eq!((wish.address.host.as_str(), wish.name.as_str()), ("192.0.2.7", "A"));
}

#[test]
fn a_hall_that_was_found_is_one_click_away_unless_it_speaks_another_version() {
    let hall = |name: &str, host: &str, fits| Found {
        name: name.to_owned(),
        address: Address { host: host.to_owned(), port: 7_443, fingerprint: Some(Fingerprint::of(b"x")) },
        fits,
    };
    let mut harness =
        door(DoorForm::default(), vec![hall("Hall one", "192.0.2.1", true), hall("Hall two", "192.0.2.2", false)]);
    harness.get_by_label_contains("Hall two").click();
    harness.run();
    assert_eq!(harness.state().state.address, "");
    harness.get_by_label_contains("Hall one").click();
    harness.run();
    assert!(harness.state().state.address.starts_with("192.0.2.1:7443#"));
}

#[test]
fn a_code_needs_no_pin_and_whoever_watches_no_name() {
    let mut form = DoorForm::default();
    (form.address, form.code) = ("a".to_owned(), "X".to_owned());
    form.as_what = As::Staff;
    assert_eq!(form.wish(), Err(Missing::Name));
    form.name = "B".to_owned();
    assert_eq!(form.wish().unwrap().want, Want::Staff { code: "X".to_owned() });
    form.as_what = As::Observer;
    form.name.clear();
    assert_eq!(form.wish(), Err(Missing::Pin));
    form.pin = "000000".to_owned();
    assert_eq!(form.wish().unwrap().want, Want::Watch { pin: "000000".to_owned() });
}

fn seat(role: u32, holder: Holder) -> SeatRow {
    let (name, acted, code, care) = (String::new(), None, None, None);
    SeatRow { role: Ix::new(role), holder, name, online: false, ready: false, acted, code, care }
}

pub(super) fn row(team: u16, stage: Stage) -> Row {
    let seats = vec![seat(0, Holder::Person), seat(1, Holder::StandIn), seat(2, Holder::Nobody)];
    let (name, phase) = (format!("Team {}", team + 1), Phase::P0);
    Row { team, name, stage, now: SimTime(600_000), phase, trouble: false, seats, care: None }
}

#[test]
fn the_gate_offers_what_nobody_holds() {
    let scenario = fixture::tiny();
    let away = Row { trouble: true, ..row(2, Stage::Lobby) };
    let board = vec![row(0, Stage::Lobby), row(1, Stage::Running), away];
    let mut harness = sit(GateForm::default(), move |ui, bench| {
        let cx = GateCx { scenario: Some(&scenario), board: &board, said: None };
        let Bench { state, out, tr, theme } = bench;
        gate_ui(ui, theme, tr, &cx, state, out);
    });
    harness.get_by_label("Team 2").click();
    harness.run();
    harness.get_by_label_contains("Any free seat").click();
    harness.run();
    let seats: Vec<_> = harness.get_all_by_label("Take this seat").collect();
    assert_eq!(seats.len(), 3);
    seats[1].click();
    drop(seats);
    harness.run();
    assert_eq!(wishes(&harness), [LiveCmd::Sit(1, None), LiveCmd::Sit(1, Some(Ix::new(1)))]);
    harness.get_by_label("Team 3").click();
    harness.run();
    harness.get_by_label_contains("journal");
    harness.get_by_label_contains("Any free seat").click();
    harness.run();
    assert_eq!(wishes(&harness).len(), 2, "nobody sits down where nothing is written down");
}

/// What is seen of a team of which nothing is told.
pub(super) fn looked_at(team: u16) -> Desk {
    Desk {
        team,
        severity: crate::model::Severity::M3,
        injects: Vec::new(),
        hosts: Vec::new(),
        steps: Vec::new(),
        leaked: Vec::new(),
        mishaps: Vec::new(),
        tasks: Vec::new(),
        remarks: Vec::new(),
        paused: None,
        told: Vec::new(),
    }
}

/// A hall of two teams on the loopback.
fn hall(folder: &Path, scenario: &Arc<Scenario>) -> Server {
    let teams = vec!["One".to_owned(), "Two".to_owned()];
    let file = HallFile::new(scenario, Setup::of(7), teams, &[], "2026-11-22".to_owned());
    let doors = Doors {
        bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        web: None,
        metrics: None,
        backup: None,
        announce: false,
    };
    Server::open(HallFolder::create(&folder.join("hall"), file).unwrap(), Arc::clone(scenario), &doors).unwrap()
}

fn joined(server: &Server, data: &Path, want: Want, seat: Option<(u16, Option<String>)>) -> Live {
    let mut live = Live { data: Some(data.to_owned()), ..Live::default() };
    let address = server.invitation().addresses[0].clone();
    let wish = JoinWish { address, name: "A".to_owned(), unit: "B".to_owned(), want, seat };
    live.join(wish, &Wake::nobody()).unwrap();
    live
}

/// Waits until `of` gives something.
fn wait<T>(live: &mut Live, mut of: impl FnMut(&mut Live, Option<&Heard>) -> Option<T>) -> T {
    for _ in 0..1_000 {
        let news = live.line.as_ref().unwrap().link.news();
        for heard in &news {
            if let Some(found) = of(live, Some(heard)) {
                return found;
            }
        }
        if let Some(found) = of(live, None) {
            return found;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("what was waited for did not come");
}

fn take_seat(live: &mut Live) -> Session {
    wait(live, |live, _| {
        let line = live.line.as_ref()?;
        Remote::of(&line.link, Place::Own(0)).map(|remote| Session::Remote(Box::new(remote)))
    })
}

#[test]
fn a_seat_of_a_hall_is_worked_at_like_one_of_this_machine_and_found_again_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = Arc::new(fixture::tiny());
    let server = hall(folder.path(), &scenario);
    let pin = server.codes().pin;
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    let mut live = joined(&server, &here, Want::Enter { pin }, Some((0, None)));
    let mut session = take_seat(&mut live);
    let role = session.role();
    assert_eq!(session.scenario().content_hash, scenario.content_hash);

    // An order before the start is refused by the hall, not by the window.
    let kind = scenario.orders.indices().next().unwrap();
    session.act(Deed::Order(Order::new(kind, Target::Nothing))).unwrap();
    let refused = wait(&mut live, |_, heard| match heard {
        Some(Heard::Answer(_, Err(no))) => Some(no.clone()),
        _ => None,
    });
    assert_eq!(refused, No::NotNow(Stage::Lobby));

    // What is half written reaches the hall, and another machine with the seat's code.
    let forms = &mut session.desk().panels.forms;
    forms.prefill(kind, Target::Nothing, |params| params.text = "nửa chừng".to_owned());
    session.keep_desks().unwrap();
    wait(&mut live, |_, heard| matches!(heard, Some(Heard::Kept(slot)) if slot == "form-00").then_some(()));
    let code = session.remote().unwrap().code().unwrap().to_owned();
    let mut other = joined(&server, &there, Want::TakeOver { code }, None);
    let mut again = take_seat(&mut other);
    assert_eq!(again.role(), role);
    assert!(again.desk().panels.forms.has_draft(kind, Target::Nothing), "the draft has come along");
    let gone = wait(&mut live, |live, _| live.line.as_ref()?.link.with(|client| client.gone().cloned()));
    assert_eq!(gone, No::TakenOver);

    // Killed and started again, the other machine returns by itself.
    let address = other.line.as_ref().unwrap().address.clone();
    drop((again, other));
    let mut back = Live { data: Some(there), ..Live::default() };
    assert!(back.return_to(address, &Wake::nobody()).unwrap());
    assert_eq!(take_seat(&mut back).role(), role);
    server.close();
}

#[test]
fn whoever_hosts_directs_over_the_loopback() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = Arc::new(fixture::tiny());
    let mut live = Live { server: Some(hall(folder.path(), &scenario)), ..Live::default() };
    live.direct_own("C", "D", &Wake::nobody()).unwrap();
    wait(&mut live, |_, heard| matches!(heard, Some(Heard::Welcome(Standing::Facilitator))).then_some(()));
    let with = |live: &Live, act: DeskAct| {
        live.line.as_ref().unwrap().link.with(|client| client.direct(Scope::All, act)).unwrap();
    };
    with(&live, DeskAct::Start { even_so: Some("a test".to_owned()) });
    wait(&mut live, |live, _| {
        let all = |client: &mut Client| {
            let board = &client.screen().board;
            board.len() == 2 && board.iter().all(|row| row.stage == Stage::Running)
        };
        live.line.as_ref()?.link.with(all).then_some(())
    });
}

#[test]
fn every_no_is_a_sentence_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        let tr = Tr::new(lang);
        let all = [
            No::Version(1),
            No::Malformed,
            No::TooLong,
            No::NotYours(Standing::Observer),
            No::NotNow(Stage::Over),
            No::WrongCode,
            No::Wait(9_000),
            No::Full,
            No::TooSlow,
            No::Unknown,
            No::Taken,
            No::TakenOver,
            No::Replaced,
            No::SameName,
            No::CodeRenewed,
            No::StandIn,
            No::NotReady(vec![Ix::new(0)]),
            No::Stale,
            No::Storage,
        ];
        for no in all {
            let said = words::no(&tr, Some(&fixture::tiny()), &no);
            assert!(said.contains(' ') && !said.contains("live-"), "{no:?}: {said}");
        }
    }
}

fn task(proposed: Option<Mark>) -> TaskRow {
    TaskRow {
        procedure: Ix::new(0),
        step: 0,
        task: "P1.1".to_owned(),
        status: crate::score::Status::Done,
        due: None,
        met: None,
        proposed,
        reason: None,
        evidence: Vec::new(),
        given: Vec::new(),
        differs: false,
    }
}

#[test]
fn a_mark_is_confirmed_with_one_click_and_changed_only_with_a_note() {
    let settings = Settings::new(Prefs { lang: Lang::En, ..Prefs::default() }, None).unwrap();
    let desk = Desk { tasks: vec![task(Some(Mark::P))], ..looked_at(0) };
    let seen = Seen {
        scenario: Arc::new(fixture::tiny()),
        board: Arc::new(vec![row(0, Stage::Running)]),
        hall: Hall::default(),
        desk: Some(Arc::new(desk)),
        views: None,
        trouble: None,
    };
    let mut harness = sit((DeskForm::default(), SheetForm::default()), move |ui, bench| {
        let link = LinkState::Online;
        let Bench { state: (form, sheet), out, .. } = bench;
        let mut cx = DeskCx { seen: &seen, settings: &settings, link: &link, hosts: false, form, out };
        sheet_ui(ui, &mut cx, sheet);
    });
    harness.get_by_label("Confirm").click();
    harness.run();
    let rated =
        |mark, note: &str| LiveCmd::Rate(0, SheetAct::Rate { task: "P1.1".to_owned(), mark, note: note.to_owned() });
    assert_eq!(wishes(&harness), [rated(Mark::P, "")]);
    let tr = Tr::new(Lang::En);
    harness.get_by_label(&tr.t("score-rating-m")).click();
    harness.run();
    harness.get_by_label("Override").click();
    harness.run();
    assert_eq!(wishes(&harness).len(), 1, "without a note nothing is changed");
    harness.get_by_label("Note").focus();
    harness.run();
    harness.get_by_label("Note").type_text("late");
    harness.run();
    harness.get_by_label("Override").click();
    harness.run();
    assert_eq!(wishes(&harness)[1..], [rated(Mark::M, "late")]);
}
