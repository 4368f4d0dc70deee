//! `verify` and `score`: looks at the journal of a run that was played.

use std::path::Path;

use super::args::{ScoreArgs, VerifyArgs};
use super::play::print_score;
use super::{Console, Failure, GOOD, Outcome, found};
use crate::journal::{self, Verified};

/// Checks a journal and says what it holds, or its first bad record.
pub(super) fn verify(args: &VerifyArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let verified = verified(&args.journal, scenarios, console)?;
    let tr = console.tr;
    let text = tr.with(
        "cli-verified",
        &[
            ("records", verified.records.into()),
            ("inputs", verified.inputs.into()),
            ("events", verified.events.into()),
            ("checkpoints", verified.checkpoints.into()),
            ("at", format!("{:?}", verified.exercise.now()).into()),
            ("seal", journal::hex(&verified.seal).into()),
        ],
    );
    console.line(&text);
    console.line(&tr.t(if verified.ended { "cli-verified-ended" } else { "cli-verified-open" }));
    Ok(GOOD)
}

/// Scores a journal.
pub(super) fn score(args: &ScoreArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let verified = verified(&args.journal, scenarios, console)?;
    print_score(&verified.exercise, args.json, console);
    Ok(GOOD)
}

/// The journal at `path`, checked. The scenario is found by the id in its header.
fn verified(path: &Path, scenarios: &Path, console: &Console<'_>) -> Result<Verified, Failure> {
    let said = |error: journal::Error| Failure::new(error.say(console.tr));
    let header = journal::header(path).map_err(said)?;
    let scenario = found::load(&header.scenario, scenarios, console)?;
    journal::verify(path, &scenario).map_err(|error| {
        let version = env!("CARGO_PKG_VERSION");
        let mut failure = said(error);
        if header.engine != version {
            let versions = [("journal", header.engine.into()), ("program", version.into())];
            failure.said += &format!("\n{}", console.tr.with("cli-other-version", &versions));
        }
        failure
    })
}
