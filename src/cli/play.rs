//! `run`: lets stand-ins play a run to its end, at full speed.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::args::RunArgs;
use super::{Console, Failure, GOOD, Outcome, found};
use crate::journal::{self, Durability, Header, Run};
use crate::model::{Calendar, Ix, Role, Scenario, SimTime, Table};
use crate::score::{self, Score};
use crate::sim::{Exercise, Setup, UnknownOption, What};
use crate::standin::{self, Bot, Cast, Kind};

/// Plays a run with stand-ins and prints what came of it.
pub(super) fn run(args: &RunArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let scenario = found::load(&args.scenario, scenarios, console)?;
    let setup = Setup { seed: args.seed, profile: args.profile.clone(), handicaps: args.handicap.clone() };
    let scenario = prepared(scenario, &setup, console)?;
    let kinds = kinds(args, &scenario, console)?;
    let mut cast = Cast::of_people(&scenario);
    for (role, kind) in &kinds {
        cast.seat(*role, Some(Bot::new(*kind, *role, args.seed)));
    }
    let seats = kinds.iter().map(|(role, kind)| (scenario.roles.at(*role).id.clone(), kind.to_string())).collect();
    let header = Header {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.file.id.clone(),
        content_hash: scenario.content_hash.clone(),
        setup,
        seats,
        started: now(),
        durability: Durability::AtEnd,
        fork: None,
    };
    let watch = Stopwatch::start();
    let run = played(args, &scenario, header, cast).map_err(|error| Failure::new(error.say(console.tr)))?;
    if args.json {
        let score = score_of(run.exercise());
        console.line(&summary(args.seed, run.exercise(), &score, watch.elapsed()).to_string());
    } else {
        print_score(run.exercise(), false, console);
    }
    Ok(GOOD)
}

/// The scenario as the setup shapes it.
pub(super) fn prepared(
    scenario: Arc<Scenario>,
    setup: &Setup,
    console: &Console<'_>,
) -> Result<Arc<Scenario>, Failure> {
    let unknown = |key, name: &str, known: Vec<&str>| {
        let args = [("name", name.to_owned().into()), ("known", known.join(", ").into())];
        Err(Failure::unusable(console.tr.with(key, &args)))
    };
    match setup.check(&scenario) {
        Ok(()) => Ok(setup.prepare(scenario)),
        Err(UnknownOption::Profile(name)) => {
            unknown("cli-no-profile", &name, scenario.plan.profiles.iter().map(|known| known.id.as_str()).collect())
        }
        Err(UnknownOption::Handicap(name)) => {
            unknown("cli-no-handicap", &name, scenario.file.handicaps.iter().map(|known| known.id.as_str()).collect())
        }
    }
}

fn played(args: &RunArgs, scenario: &Arc<Scenario>, header: Header, cast: Cast) -> Result<Run, journal::Error> {
    let mut run = Run::start(&args.journal, scenario, header)?;
    standin::play_to_end(&mut run, cast)?;
    run.finish()?;
    Ok(run)
}

/// Who plays each seat.
fn kinds(args: &RunArgs, scenario: &Scenario, console: &Console<'_>) -> Result<Vec<(Ix<Role>, Kind)>, Failure> {
    let id = |role: Ix<Role>| scenario.roles.at(role).id.as_str();
    let mut kinds: Vec<_> = scenario.file.seats.iter().map(|seat| (seat.ix(), args.standin)).collect();
    for (name, kind) in &args.seat {
        let Some(seat) = kinds.iter_mut().find(|(role, _)| id(*role) == name) else {
            let known: Vec<&str> = kinds.iter().map(|(role, _)| id(*role)).collect();
            let args = [("name", name.clone().into()), ("known", known.join(", ").into())];
            return Err(Failure::unusable(console.tr.with("cli-no-seat", &args)));
        };
        seat.1 = *kind;
    }
    Ok(kinds)
}

/// The score of an exercise so far.
pub(super) fn score_of(exercise: &Exercise) -> Score {
    score::score(exercise.scenario(), exercise.events(), exercise.now())
}

/// Prints the score of an exercise: for people, or whole as JSON.
pub(super) fn print_score(exercise: &Exercise, json: bool, console: &mut Console<'_>) {
    let score = score_of(exercise);
    if json {
        // The score holds numbers, strings and lists of them, which always serialise.
        console.line(&serde_json::to_string_pretty(&score).unwrap_or_default());
    } else {
        console.line(&score::render_text(&score, exercise.scenario(), console.tr));
    }
}

/// What came of a run, in one object.
fn summary(seed: u64, exercise: &Exercise, score: &Score, wall: Duration) -> serde_json::Value {
    let orders = exercise.events().iter().filter(|event| matches!(event.what, What::OrderGiven { .. })).count();
    serde_json::json!({
        "scenario": exercise.scenario().file.id,
        "content_hash": exercise.scenario().content_hash,
        "seed": seed,
        "state_hash": journal::hex(&exercise.state_hash()),
        "passed": score.verdict.passed,
        "score_percent": f64::from(score.permille) / 10.0,
        "events": exercise.events().len(),
        "orders": orders,
        "sim_ms": (exercise.now() - SimTime::START).0,
        "wall_ms": wall.as_millis() as u64,
        "outcomes": score.outcome,
    })
}

/// How long this program has worked on something.
struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "measures the program, not the exercise")]
    fn start() -> Self {
        Self(std::time::Instant::now())
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The date and time in Vietnam, for what is kept of a run.
#[expect(clippy::disallowed_methods, reason = "the date a run was started on is no part of the exercise")]
pub(super) fn now() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let minutes = since.as_secs() / 60 + 7 * 60;
    let parts = Calendar { minutes: minutes.cast_signed() }.at(SimTime::START);
    let (year, month, day, hour, minute) = (parts.year, parts.month, parts.day, parts.hour, parts.minute);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} +07:00")
}
