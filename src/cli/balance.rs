//! `balance`: lets teams of stand-ins play many runs and prints what they say about the scenario.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::args::BalanceArgs;
use super::play::prepared;
use super::{Console, Failure, GOOD, Outcome, found};
use crate::balance::{self, Record, Report, Spec, Watch};
use crate::i18n::Tr;
use crate::model::Scenario;
use crate::sim::Setup;

/// Ended by Ctrl-C, with the results so far.
const INTERRUPTED: u8 = 130;
/// How often the progress bar is drawn.
const REDRAW: Duration = Duration::from_millis(200);
/// Signs of the progress bar.
const BAR: usize = 30;

/// One for the whole program, because there is one Ctrl-C.
static WATCH: Watch = Watch::new();

/// Plays the runs and prints their figures.
pub(super) fn balance(args: &BalanceArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let picture = args.out.as_deref().map(|path| svg_path(path, console.tr)).transpose()?;
    let scenario = found::load(&args.scenario, scenarios, console)?;
    let teams = if args.standin.is_empty() { Spec::usual_teams() } else { args.standin.clone() };
    let setup = Setup { profile: args.profile.clone(), handicaps: args.handicap.clone(), ..Setup::of(args.seed) };
    let shaped = prepared(Arc::clone(&scenario), &setup, console)?;
    let spec = Spec { teams, runs: args.runs, setup, first_seed: args.seed };
    // There is a handler already when commands follow each other in one process; it does the same.
    ctrlc::set_handler(interrupted).ok();
    let records = played(&scenario, &spec, args.threads, console.tr);
    let report = Report::new(&shaped, &spec, &records);
    if let Some(path) = picture {
        let svg = balance::picture(&report, console.tr).map_err(Failure::new)?;
        std::fs::write(path, svg).map_err(|error| {
            let args = [("path", path.display().to_string().into()), ("message", error.to_string().into())];
            Failure::new(console.tr.with("cli-cannot-write", &args))
        })?;
    }
    if args.json {
        // Numbers, strings and lists of them always serialise.
        console.line(&serde_json::to_string_pretty(&report).unwrap_or_default());
    } else {
        console.line(&balance::render_text(&report, &shaped, console.tr));
    }
    Ok(if records.len() < spec.runs { INTERRUPTED } else { GOOD })
}

/// The first Ctrl-C lets the runs at hand end and the rest be; the second ends the program.
fn interrupted() {
    if WATCH.stop() {
        std::process::exit(i32::from(INTERRUPTED));
    }
}

fn svg_path<'a>(path: &'a Path, tr: &Tr) -> Result<&'a Path, Failure> {
    let is_svg = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"));
    let args = [("path", path.display().to_string().into())];
    if is_svg { Ok(path) } else { Err(Failure::unusable(tr.with("cli-only-svg", &args))) }
}

/// Plays on all cores while this thread shows how far it has come.
fn played(scenario: &Arc<Scenario>, spec: &Spec, threads: Option<usize>, tr: &Tr) -> Vec<Record> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.unwrap_or_else(cores);
    if !std::io::stderr().is_terminal() {
        return balance::play(scenario, spec, threads, &WATCH);
    }
    let before = WATCH.done();
    std::thread::scope(|scope| {
        let work = scope.spawn(|| balance::play(scenario, spec, threads, &WATCH));
        while !work.is_finished() {
            show(WATCH.done() - before, spec.runs, tr);
            std::thread::park_timeout(REDRAW);
        }
        write!(std::io::stderr(), "\r\x1b[K").ok();
        // A panic of the engine is a defect: it is not hidden.
        work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn show(done: usize, of: usize, tr: &Tr) {
    let full = (done * BAR).checked_div(of).unwrap_or(BAR).min(BAR);
    let bar = format!("{}{}", "█".repeat(full), "░".repeat(BAR - full));
    let key = if WATCH.is_stopped() { "cli-balance-stopping" } else { "cli-balance-progress" };
    let counts = [("done", done.to_string().into()), ("of", of.to_string().into())];
    write!(std::io::stderr(), "\r\x1b[K{bar} {}", tr.with(key, &counts)).ok();
}
