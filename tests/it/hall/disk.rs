//! Goal: a disk that is full stops the team that writes on it and nobody else, also when all are directed, loses nothing
//! that was accepted, and when there is room again the team goes on by itself.
//! Method: the host may write files of a limited size only; the limit is lifted while it runs.

use std::process::Command;
use std::time::Duration;

use dientap::hall::Link;
use dientap::journal::verify;
use dientap::live::{Client, Deed, DeskAct, Scope, Stage, Want};
use dientap::model::{Ix, Table};
use dientap::sim::{Control, Setup};

use super::{Process, hello, load_scenario, message, start_exercise, wait_for};

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
