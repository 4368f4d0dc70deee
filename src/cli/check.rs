//! `check`: looks for defects in scenarios.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, Format};
use super::found::Found;
use super::{BAD, Console, Failure, GOOD, Outcome};
use crate::content::{self, Colour, Folder, Severity};

/// Checks the scenarios at the paths given, or all of the scenarios folder.
pub(super) fn check(args: &CheckArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let here = [scenarios.to_owned()];
    let paths: &[PathBuf] = if args.paths.is_empty() { &here } else { &args.paths };
    let mut found = Vec::new();
    for path in paths {
        found.extend(scenarios_at(path, console)?);
    }
    let all = together(&found);
    let count = |severity| all.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match args.format {
        Format::Json => console.line(&all.json(console.tr)),
        Format::Text => {
            let colour = if std::io::stdout().is_terminal() { Colour::With } else { Colour::Without };
            let problems = all.render(console.tr, colour);
            if !problems.is_empty() {
                console.line(&problems);
            }
            let counts = [("scenarios", found.len().into()), ("errors", errors.into()), ("warnings", warnings.into())];
            console.line(&console.tr.with("cli-checked", &counts));
        }
    }
    Ok(if errors == 0 { GOOD } else { BAD })
}

/// The scenario at `path`, or all below it.
fn scenarios_at(path: &Path, console: &Console<'_>) -> Result<Vec<Found>, Failure> {
    if let Some(found) = Found::at(path) {
        return Ok(vec![found]);
    }
    let ids = content::scenarios(&Folder::new(path));
    if ids.is_empty() {
        let path = path.display().to_string();
        return Err(Failure::unusable(console.tr.with("cli-nothing-to-check", &[("path", path.into())])));
    }
    Ok(ids.into_iter().map(|id| Found { root: path.to_owned(), id }).collect())
}

/// The problems of all scenarios, those of shared files once, with the files' whole paths.
fn together(found: &[Found]) -> content::Outcome {
    let mut all = content::Outcome { scenario: None, diagnostics: Vec::new(), texts: Vec::new() };
    let (mut files, mut problems) = (BTreeSet::new(), BTreeSet::new());
    for one in found {
        let (outcome, _) = one.load_with_tests();
        let whole = |file: &str| one.root.join(file).display().to_string();
        for (file, text) in outcome.texts {
            if files.insert(whole(&file)) {
                all.texts.push((whole(&file), text));
            }
        }
        for mut diagnostic in outcome.diagnostics {
            diagnostic.file = whole(&diagnostic.file);
            let key =
                (diagnostic.file.clone(), diagnostic.range.start, diagnostic.rule, format!("{:?}", diagnostic.message));
            if problems.insert(key) {
                all.diagnostics.push(diagnostic);
            }
        }
    }
    all
}
