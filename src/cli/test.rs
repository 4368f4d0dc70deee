//! `test`: plays the tests of scenarios.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::TestArgs;
use super::found::{self, Found};
use super::{BAD, Console, Failure, GOOD, Outcome};
use crate::content::{self, Colour, Folder};
use crate::model::{Case, Scenario};
use crate::trial;

/// How a test or more of them came out.
#[derive(Clone, Copy, Default)]
struct Count {
    tests: usize,
    failed: usize,
}

/// Plays the tests of the scenarios named, or of all of them.
pub(super) fn test(args: &TestArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let mut found = Vec::new();
    for name in &args.names {
        found.push(found::find(name, scenarios, console)?);
    }
    if args.names.is_empty() {
        found.extend(all(scenarios));
    }
    if found.is_empty() {
        let path = scenarios.display().to_string();
        return Err(Failure::unusable(console.tr.with("cli-nothing-to-check", &[("path", path.into())])));
    }
    let mut count = Count::default();
    for one in &found {
        let of_one = test_one(one, console)?;
        count = Count { tests: count.tests + of_one.tests, failed: count.failed + of_one.failed };
    }
    let numbers = [("tests", count.tests.to_string().into()), ("failed", count.failed.to_string().into())];
    console.line(&console.tr.with("cli-tested", &numbers));
    Ok(if count.failed == 0 { GOOD } else { BAD })
}

fn all(root: &Path) -> impl Iterator<Item = Found> {
    let root: PathBuf = root.to_owned();
    content::scenarios(&Folder::new(&root)).into_iter().map(move |id| Found { root: root.clone(), id })
}

fn test_one(found: &Found, console: &mut Console<'_>) -> Result<Count, Failure> {
    let (outcome, cases) = found.load_with_tests();
    if outcome.has_errors() {
        let problems = outcome.render(console.tr, Colour::Without);
        return Err(Failure::new(problems + &console.tr.t("cli-scenario-bad")));
    }
    let id = [("id", found.id.clone().into())];
    let (Some(scenario), Some(file)) = (outcome.scenario, cases) else {
        console.line(&console.tr.with("cli-test-none", &id));
        return Ok(Count::default());
    };
    let scenario = Arc::new(scenario);
    console.line(&console.tr.with("cli-test-of", &id));
    let failed = file.cases.iter().filter(|case| !is_good(&scenario, case, console)).count();
    Ok(Count { tests: file.cases.len(), failed })
}

/// Plays a test and says how it came out.
fn is_good(scenario: &Arc<Scenario>, case: &Case, console: &mut Console<'_>) -> bool {
    let unmet = trial::play(scenario, case);
    let key = if unmet.is_empty() { "cli-test-good" } else { "cli-test-failed" };
    console.line(&console.tr.with(key, &[("name", case.name.clone().into())]));
    for unmet in &unmet {
        console.line(&format!("      {}", trial::say(unmet, case, scenario, console.tr)));
    }
    unmet.is_empty()
}
