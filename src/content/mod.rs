//! From files to a checked scenario: reads RON, resolves names, expands templates, looks for defects, and says
//! where each is and what to do. [`load`] is the one way in.

mod assemble;
mod cases;
mod diagnostic;
mod expand;
mod files;
pub mod fixture;
mod guard;
mod limits;
mod lint;
mod migrate;
mod names;
mod promote;
mod read;
mod render;
mod size;
mod source;
mod spread;
mod suggest;
mod tree;
mod words;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

pub use diagnostic::{Diagnostic, LineColumn, Severity};
use files::{FileKind, Files, Report};
use names::Names;
pub use promote::inject_text;
pub use render::Colour;
pub use source::{Folder, Memory, ReadError, Source};
use tree::Node;
pub use words::{Arg, Words};

use crate::model::{CasesFile, ProcedureFile, Scenario};

/// What loading a scenario came to.
#[derive(Debug)]
pub struct Outcome {
    /// The scenario, unless there are errors.
    pub scenario: Option<Scenario>,
    /// All problems found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Path and text of each file read, for showing the problems in them.
    pub texts: Vec<(String, String)>,
}

/// The scenarios that a source holds, sorted.
pub fn scenarios(source: &dyn Source) -> Vec<String> {
    let is_scenario = |folder: &String| source.read(&format!("{folder}/scenario.ron")) != Err(ReadError::Missing);
    source.folders().into_iter().filter(is_scenario).collect()
}

/// Loads the scenario in the folder `scenario` and checks all its files. Never panics, whatever is in them.
pub fn load(source: &dyn Source, scenario: &str) -> Outcome {
    load_all(source, scenario, None).0
}

/// As [`load`], with the scenario's tests, if it has any and they are without errors. `is_player` tells whether a
/// text names a stand-in. Problems of the tests do not keep the scenario from being played.
pub fn load_with_tests(
    source: &dyn Source,
    scenario: &str,
    is_player: &dyn Fn(&str) -> bool,
) -> (Outcome, Option<CasesFile>) {
    load_all(source, scenario, Some(is_player))
}

fn load_all(source: &dyn Source, scenario: &str, tests: Option<&dyn Fn(&str) -> bool>) -> (Outcome, Option<CasesFile>) {
    let mut report = Report::default();
    let mut files = read_files(source, scenario, &mut report);
    let expanded = files.province.as_ref().map(|province| expand::expand(province, &mut report));
    let names = Names::collect(&files, expanded.as_ref());
    names.resolve_all(&mut files, &mut report);
    report.texts.sort_by_key(|text| text.kind);
    lint::check(&files, expanded.as_ref(), scenario, &mut report);
    let content_hash = hash(&report);
    let playable = expanded.map(|expanded| expanded.network).filter(|_| !report.has_errors());
    let cases = tests.and_then(|is_player| cases::read(source, scenario, (&files, &names), is_player, &mut report));
    report.sort();
    let outcome = Outcome {
        scenario: playable.and_then(|network| assemble::assemble(files, network, content_hash)),
        diagnostics: report.diagnostics,
        texts: report.texts.into_iter().map(|text| (text.path, text.original)).collect(),
    };
    (outcome, cases)
}

fn read_files(source: &dyn Source, scenario: &str, report: &mut Report) -> Files {
    let path = format!("{scenario}/{}", FileKind::Scenario.file_name());
    let scenario = read::read(source, FileKind::Scenario, path, report);
    let mut files = Files { scenario, ..Files::default() };
    // A scenario that cannot be read may still say which province it is for.
    let said = report.tree(FileKind::Scenario).and_then(|tree| tree.field("province")).and_then(Node::text);
    let Some(province) = said.map(str::to_owned) else { return files };
    let next = |kind: FileKind| (kind, format!("{province}/{}", kind.file_name()));
    macro_rules! read {
        ($kind:ident) => {{
            let (kind, path) = next(FileKind::$kind);
            read::read(source, kind, path, report)
        }};
    }
    files.province = read!(Province);
    files.roles = read!(Roles);
    files.orders = read!(Orders);
    files.signals = read!(Signals);
    files.plan = read!(Plan);
    read_procedures(source, &province, &mut files, report);
    files
}

/// Reads the file of each procedure that the scenario names, and puts it into the plan.
fn read_procedures(source: &dyn Source, province: &str, files: &mut Files, report: &mut Report) {
    report.plan_conditions = files.plan.as_ref().map(|plan| plan.conditions.len());
    let named = files.scenario.iter().flat_map(|scenario| &scenario.procedures).map(|named| named.id.as_str());
    let mut seen = BTreeSet::new();
    for (n, id) in named.enumerate().filter(|(_, id)| seen.insert(id.to_owned())).take(limits::PROCEDURES) {
        let kind = FileKind::Procedure(n as u16);
        let path = format!("{province}/{}/{}.ron", kind.file_name(), id.to_lowercase());
        let file: Option<ProcedureFile> = read::read(source, kind, path, report);
        let (Some(file), Some(plan)) = (file, &mut files.plan) else {
            files.unread_procedures = true;
            continue;
        };
        report.procedures.push((kind, file.conditions.len()));
        plan.conditions.extend(file.conditions);
        plan.procedures.push(file.procedure);
    }
}

/// SHA-256 over names and contents of all files, in order and each with its length in front.
fn hash(report: &Report) -> String {
    let mut hash = Sha256::new();
    for text in &report.texts {
        for part in [&text.path, &text.original] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod mutation;
#[cfg(test)]
mod tests;
