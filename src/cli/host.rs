//! `host`: opens a hall without a window, or one that was closed or killed.

use std::io::{IsTerminal, stderr};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use super::args::HostArgs;
use super::{BAD, Console, Failure, GOOD, Outcome, found, play};
use crate::hall::{Doors, HallError, HallFile, HallFolder, Invitation, Server, TEAMS_MAX, qr_text};
use crate::live::HallCodes;
use crate::model::Scenario;
use crate::sim::Setup;

/// Port of the web page beside the hall's own.
const WEB_PORT: u16 = 7_480;
/// Port of health and metrics on this machine.
const METRICS_PORT: u16 = 7_490;

/// Opens a hall and keeps it open until Ctrl-C.
pub(super) fn host(args: &HostArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let said = |error: HallError, console: &Console<'_>| Failure::new(error.say(console.tr));
    let (folder, scenario) = match &args.resume {
        Some(path) => {
            let folder = HallFolder::open(path).map_err(|error| said(error, console))?;
            let scenario = found::load(&folder.file().scenario, scenarios, console)?;
            (folder, scenario)
        }
        None => new_hall(args, scenarios, console)?,
    };
    start_log(args.log_json);
    let server = Server::open(folder, scenario, &doors(args)).map_err(|error| said(error, console))?;
    for (team, trouble) in server.troubles().iter() {
        let name = server.folder().file().teams.get(usize::from(*team)).map_or("", String::as_str);
        console.line(&format!("{name}: {}", trouble.say(console.tr)));
    }
    invite(server.invitation(), &server.codes(), console);
    let (tell, told) = channel();
    // Already taken when a test runs it within its own process; then the hall lasts as long as that.
    ctrlc::set_handler(move || {
        tell.send(()).ok();
    })
    .ok();
    while told.recv_timeout(Duration::from_millis(500)) == Err(RecvTimeoutError::Timeout) {
        if server.has_failed() {
            return Ok(BAD);
        }
    }
    server.close();
    console.line(&console.tr.t("cli-host-closed"));
    Ok(GOOD)
}

fn new_hall(args: &HostArgs, scenarios: &Path, console: &Console<'_>) -> Result<(HallFolder, Arc<Scenario>), Failure> {
    let missing = |what: &str| {
        let args = [("argument", what.to_owned().into())];
        Failure::unusable(console.tr.with("cli-host-missing", &args))
    };
    let name = args.scenario.as_ref().ok_or_else(|| missing("SCENARIO"))?;
    let dir = args.dir.as_ref().ok_or_else(|| missing("--dir"))?;
    let scenario = found::load(name, scenarios, console)?;
    let setup = Setup { seed: args.seed, profile: args.profile.clone(), handicaps: args.handicap.clone() };
    // Only to complain about what does not exist; the hall prepares it by its file.
    play::prepared(Arc::clone(&scenario), &setup, console)?;
    let count = args.teams.max(args.name.len()).clamp(1, TEAMS_MAX);
    let named = |team: usize| {
        let numbered = || console.tr.with("cli-host-team", &[("number", (team + 1).into())]);
        args.name.get(team).cloned().unwrap_or_else(numbered)
    };
    let stand_ins = args.standin.map(|kind| scenario.file.seats.iter().map(|seat| (seat.ix(), kind)).collect());
    let stand_ins: Vec<_> = stand_ins.unwrap_or_default();
    let teams = (0..count).map(named).collect();
    let file = HallFile::new(&scenario, setup, teams, &stand_ins, play::now());
    let folder = HallFolder::create(dir, file).map_err(|error| Failure::new(error.say(console.tr)))?;
    Ok((folder, scenario))
}

fn doors(args: &HostArgs) -> Doors {
    let on = |port| SocketAddr::new(args.bind.ip(), port);
    Doors {
        bind: args.bind,
        web: (!args.no_web).then(|| args.web.unwrap_or_else(|| on(WEB_PORT))),
        metrics: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, args.metrics.unwrap_or(METRICS_PORT)))),
        backup: args.backup.clone(),
        announce: !args.quiet,
    }
}

/// Structured logs on standard error: for people on a terminal, otherwise or when asked for a JSON object a line.
fn start_log(json: bool) {
    let filter = EnvFilter::try_from_env("DIENTAP_LOG").unwrap_or_else(|_| EnvFilter::new("info,mdns_sd=off"));
    let log = tracing_subscriber::fmt().with_writer(stderr).with_env_filter(filter);
    // Somebody else's log, set before, stays.
    if json || !stderr().is_terminal() {
        log.json().with_current_span(false).try_init().ok();
    } else {
        log.with_target(false).try_init().ok();
    }
}

/// Tells how to join.
fn invite(invitation: &Invitation, codes: &HallCodes, console: &mut Console<'_>) {
    let tr = console.tr;
    console.line(&tr.t("cli-host-open"));
    for address in &invitation.addresses {
        console.line(&format!("  {address}"));
    }
    if let Some(code) = invitation.addresses.first().and_then(|address| qr_text(&format!("dientap://{address}"))) {
        console.line(&code);
    }
    let codes = [
        ("cli-host-pin", &codes.pin),
        ("cli-host-facilitator", &codes.facilitators),
        ("cli-host-evaluator", &codes.evaluators),
    ];
    for (key, code) in codes {
        console.line(&tr.with(key, &[("code", code.clone().into())]));
    }
    for page in &invitation.web {
        console.line(&tr.with("cli-host-web-page", &[("page", page.clone().into())]));
    }
    if let Some(page) = &invitation.metrics {
        console.line(&tr.with("cli-host-health-page", &[("page", page.clone().into())]));
    }
    console.line(&tr.t("cli-host-how-to-close"));
    console.out.flush().ok();
}
