//! Goal: a disk that is full stops the team that writes on it and nobody else, also when all are directed, loses nothing
//! that was accepted, and when there is room again the team goes on by itself. A journal that is damaged keeps its team
//! away and nobody else, until it is put back.
//! Method: the host may write files of a limited size only; the limit is lifted while it runs. A byte of a journal is
//! changed while the hall is closed.

use std::process::Command;
use std::time::Duration;

use dientap::hall::Link;
use dientap::journal::verify;
use dientap::live::{Client, Deed, DeskAct, Heard, No, Scope, Stage, Want};
use dientap::model::{Ix, Table};
use dientap::sim::{Control, Setup};

use super::web::request;
use super::{Process, hello, load_scenario, message, start_exercise, wait_for};

/// How long something may take that happens by itself.
const SOON: Duration = Duration::from_secs(30);

/// Bytes that a file of the host may have at first.
const ROOM: u64 = 256 << 10;

#[test]
fn a_full_disk_stops_one_team_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("hall");
    let new = [super::SCENARIO, "--teams", "2", "--dir", dir.to_str().unwrap()];
    let host = Process::start(&new);
    let limit = |size: &str| {
        let id = host.child.id().to_string();
        Command::new("prlimit").args(["--pid", &id, &format!("--fsize={size}")]).status().is_ok_and(|it| it.success())
    };
    if !limit(&format!("{ROOM}:unlimited")) {
        println!("there is no `prlimit` here: left out");
        return;
    }
    let sit = |team: u16| {
        let client = Client::new(hello(Want::Enter { pin: host.pin.clone() }), Some((team, None)));
        let link = Link::start(host.address.clone(), client, None, || {}).unwrap();
        wait_for("a seat", Duration::from_secs(10), || link.with(|client| client.screen().seat.is_some()));
        link
    };
    let (unlucky, lucky) = (sit(0), sit(1));
    let desk = start_exercise(&host);
    let scenario = load_scenario(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    let kind = scenario.order_named("message").unwrap();
    let long = "Nội dung dài. ".repeat(100);
    let to: Vec<_> = scenario.roles.indices().skip(5).take(1).collect();
    let speak = |link: &Link, text: &str| {
        link.with(|client| client.give(Deed::Order(message(kind, to.clone(), text.to_owned()))))
    };
    let in_trouble =
        || desk.with(|client| client.screen().board.iter().map(|row| row.trouble).collect::<Vec<_>>()) == [true, false];
    wait_for("the first team's disk is full", Duration::from_secs(60), || {
        speak(&unlucky, &long);
        std::thread::sleep(Duration::from_millis(10));
        in_trouble()
    });
    let waiting = unlucky.with(|client| client.pending());
    assert!(waiting > 0, "what cannot be written down is not answered");
    lucky.with(|client| client.give(Deed::Cancel(Ix::new(9_999)))).unwrap();
    wait_for("the other team goes on", Duration::from_secs(5), || lucky.with(|client| client.pending()) == 0);
    let stages = || desk.with(|client| client.screen().board.iter().map(|row| row.stage).collect::<Vec<_>>());
    let pause = DeskAct::Control(Control::Pause("đĩa đầy".to_owned()));
    desk.with(|client| client.direct(Scope::All, pause)).unwrap();
    wait_for("who directs all reaches the other team", Duration::from_secs(5), || stages()[1] == Stage::Paused);
    assert!(in_trouble() && desk.with(|client| client.pending()) > 0, "it is not done everywhere");
    assert!(limit("unlimited"));
    wait_for("the first team does it too", Duration::from_secs(30), || {
        stages() == [Stage::Paused; 2] && desk.with(|client| client.pending()) == 0
    });
    desk.with(|client| client.direct(Scope::All, DeskAct::Control(Control::Resume))).unwrap();
    wait_for("the first team goes on", Duration::from_secs(30), || unlucky.with(|client| client.pending()) == 0);
    wait_for("nobody is in trouble", Duration::from_secs(10), || !in_trouble());
    let mut host = host;
    host.stop();
    let scenario = Setup::of(1).prepare(scenario);
    for team in ["team-01.dtj", "team-02.dtj"] {
        verify(&dir.join(team), &scenario).unwrap();
    }
}

#[test]
fn a_damaged_journal_keeps_one_team_away_until_it_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, copies) = (folder.path().join("hall"), folder.path().join("copies"));
    let (dir_text, copies_text) = (dir.to_str().unwrap(), copies.to_str().unwrap());
    let journal = dir.join("team-01.dtj");
    let mut host = Process::start(&[super::SCENARIO, "--teams", "2", "--dir", dir_text, "--backup", copies_text]);
    let socket = host.socket().to_string();
    let scenario = load_scenario(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    let role = scenario.file.seats[0].ix();
    let sit = |team: u16| {
        let client = Client::new(hello(Want::Enter { pin: host.pin.clone() }), Some((team, Some(role))));
        Link::start(host.address.clone(), client, None, || {}).unwrap()
    };
    let seats = [sit(0), sit(1)];
    let has_seat = |team: usize| seats[team].with(|client| client.welcome().is_some_and(|is| is.seat.is_some()));
    wait_for("both sit", SOON, || has_seat(0) && has_seat(1));
    drop(start_exercise(&host));
    let act = |team: usize| seats[team].with(|client| client.give(Deed::Cancel(Ix::new(9_999)))).unwrap();
    let waits = |team: usize| seats[team].with(|client| client.pending()) > 0;
    act(0);
    wait_for("it is answered", SOON, || !waits(0));
    host.stop();

    let good = std::fs::read(&journal).unwrap();
    let mut bad = good.clone();
    bad[good.len() / 2] ^= 1;
    std::fs::write(&journal, &bad).unwrap();
    let again = ["--resume", dir_text, "--bind", &socket, "--backup", copies_text];
    let mut host = Process::start(&again);
    wait_for("the second team goes on", SOON, || has_seat(1));
    act(1);
    wait_for("it is answered", SOON, || !waits(1));
    wait_for("the first waits at the gate", SOON, || !has_seat(0));
    act(0);
    // Started anew with nothing but its token.
    let back = Client::new(hello(Want::Return), None);
    let back = Link::start(host.address.clone(), back, None, || {}).unwrap();
    let refused = || back.news().iter().any(|heard| matches!(heard, Heard::Refused(No::Storage)));
    wait_for("who comes back is asked to wait", SOON, refused);
    assert!(waits(0) && !has_seat(0) && back.with(|client| client.gone().is_none()));
    drop(back);
    assert!(request(&host.metrics, "GET", "/health").1.contains("journal"), "whoever runs the hall is told");
    host.stop();
    assert!(std::fs::read(&journal).unwrap() == bad, "nothing is written into a damaged journal");
    assert!(std::fs::read(copies.join("team-01.dtj")).unwrap() == good, "nor over its last good copy");

    let mut host = Process::start(&again);
    wait_for("the second team is back", SOON, || !waits(1) && has_seat(1));
    std::fs::copy(copies.join("team-01.dtj"), &journal).unwrap();
    wait_for("the first comes back by itself", SOON, || has_seat(0) && !waits(0));
    host.stop();
    let scenario = Setup::of(1).prepare(scenario);
    for team in ["team-01.dtj", "team-02.dtj"] {
        verify(&dir.join(team), &scenario).unwrap();
    }
}
