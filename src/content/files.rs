//! The files of one scenario: which there are, their texts, and what they say once read.

use super::diagnostic::{Diagnostic, LineColumn, Severity, floor};
use super::limits;
use super::migrate::Migrated;
use super::tree::Node;
use super::words::Words;
use crate::model::{OrdersFile, Path, PathStep, Plan, Province, RolesFile, ScenarioFile, SignalsFile};

/// One of the files that a scenario is made of, in the order in which they are hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `province.ron`.
    Province,
    /// `roles.ron`.
    Roles,
    /// `orders.ron`.
    Orders,
    /// `signals.ron`.
    Signals,
    /// `plan.ron`.
    Plan,
    /// `plan/ID.ron`: the procedure with this place in the assembled plan.
    Procedure(u16),
    /// `scenario.ron`.
    Scenario,
    /// `tests.ron`, which is no part of the scenario and of its hash.
    Tests,
}

impl FileKind {
    /// The name of the file in its folder; for a procedure that of the folder.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Province => "province.ron",
            Self::Roles => "roles.ron",
            Self::Orders => "orders.ron",
            Self::Signals => "signals.ron",
            Self::Plan => "plan.ron",
            Self::Procedure(_) => "plan",
            Self::Scenario => "scenario.ron",
            Self::Tests => "tests.ron",
        }
    }
}

/// What the files say; `None` for one that cannot be read.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// `province.ron`.
    pub province: Option<Province>,
    /// `roles.ron`.
    pub roles: Option<RolesFile>,
    /// `orders.ron`.
    pub orders: Option<OrdersFile>,
    /// `signals.ron`.
    pub signals: Option<SignalsFile>,
    /// `plan.ron` and the procedures that the scenario names, each from its own file.
    pub plan: Option<Plan>,
    /// Whether there is a file of a procedure that could not be read.
    pub unread_procedures: bool,
    /// `scenario.ron`.
    pub scenario: Option<ScenarioFile>,
}

/// A file as text.
#[derive(Debug)]
pub struct FileText {
    /// Which file.
    pub kind: FileKind,
    /// Path below the scenarios folder.
    pub path: String,
    /// The text on disk.
    pub original: String,
    /// The text in today's format.
    pub migrated: Migrated,
    /// The tree of the text in today's format; none for a file that breaks a limit.
    pub tree: Option<Node>,
}

impl FileText {
    /// The file at `path`.
    pub fn new(kind: FileKind, path: String, original: String, migrated: Migrated, tree: Option<Node>) -> Self {
        Self { kind, path, original, migrated, tree }
    }

    /// A file that the parsers must not see.
    pub fn opaque(kind: FileKind, path: String, original: String) -> Self {
        Self::new(kind, path, original, Migrated::default(), None)
    }
}

/// Texts of the files and the problems found in them.
#[derive(Debug, Default)]
pub struct Report {
    /// The texts.
    pub texts: Vec<FileText>,
    /// How many of the plan's named conditions stand in `plan.ron`; `None` when it could not be read.
    pub plan_conditions: Option<usize>,
    /// The file of each procedure of the plan, with the number of named conditions it adds to it.
    pub procedures: Vec<(FileKind, usize)>,
    /// The problems.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The text of a file that could be read.
    pub fn text(&self, kind: FileKind) -> Option<&FileText> {
        self.texts.iter().find(|text| text.kind == kind)
    }

    /// The tree of a file that could be read.
    pub fn tree(&self, kind: FileKind) -> Option<&Node> {
        self.text(kind).and_then(|text| text.tree.as_ref())
    }

    /// Whether there is an error among the problems; when problems were dropped, one of them may be.
    pub fn has_errors(&self) -> bool {
        self.is_full() || self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether [`limits::DIAGNOSTICS`] is reached.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() >= limits::DIAGNOSTICS
    }

    /// Reports a problem of what stands at `path` of a file. A path into the assembled plan leads to the file of
    /// the procedure where that stands.
    pub fn add(&mut self, finding: Finding, kind: FileKind, path: &[PathStep]) {
        let (kind, path) = if kind == FileKind::Plan { self.place_in_plan(path) } else { (kind, path.to_vec()) };
        let range = self.tree(kind).map_or(0..0, |tree| tree.locate(&path));
        self.add_range(finding, kind, &range);
    }

    fn place_in_plan(&self, path: &[PathStep]) -> (FileKind, Path) {
        if let [PathStep::Field("procedures"), PathStep::Index(procedure), rest @ ..] = path
            && let Some((kind, _)) = self.procedures.get(*procedure)
        {
            return (*kind, [&[PathStep::Field("procedure")], rest].concat());
        }
        if let [field @ PathStep::Field("conditions"), PathStep::Index(condition), rest @ ..] = path
            && let Some(mut left) = self.plan_conditions.and_then(|own| condition.checked_sub(own))
        {
            for (kind, count) in &self.procedures {
                match left.checked_sub(*count) {
                    Some(others) => left = others,
                    None => return (*kind, [&[*field, PathStep::Index(left)], rest].concat()),
                }
            }
        }
        (FileKind::Plan, path.to_vec())
    }

    /// Reports a problem of some bytes of a file (of its text in today's format).
    pub fn add_range(&mut self, finding: Finding, kind: FileKind, range: &std::ops::Range<usize>) {
        if self.is_full() {
            return;
        }
        let Some(file) = self.text(kind) else { return };
        let text = &file.original;
        let start = floor(text, file.migrated.original_offset(range.start));
        let end = floor(text, file.migrated.original_offset(range.end)).max(start);
        let diagnostic = Diagnostic {
            file: file.path.clone(),
            range: start..end,
            start: LineColumn::of(text, start),
            end: LineColumn::of(text, end),
            severity: finding.severity,
            rule: finding.rule,
            message: finding.message,
            help: finding.help,
        };
        self.diagnostics.push(diagnostic);
    }

    /// Sorts the problems by file and place and drops repetitions.
    pub fn sort(&mut self) {
        let order = |file: &str| self.texts.iter().position(|text| text.path == file);
        self.diagnostics.sort_by_cached_key(|d| (order(&d.file), d.range.start, d.severity, d.rule));
        self.diagnostics.dedup();
    }
}

/// A problem without its place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Id of the rule.
    pub rule: &'static str,
    /// What is wrong.
    pub message: Words,
    /// What to do.
    pub help: Option<Words>,
}

impl Finding {
    /// An error.
    pub const fn error(rule: &'static str, message: Words) -> Self {
        Self { severity: Severity::Error, rule, message, help: None }
    }

    /// A warning.
    pub const fn warning(rule: &'static str, message: Words) -> Self {
        Self { severity: Severity::Warning, rule, message, help: None }
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<Words>>) -> Self {
        self.help = help.into();
        self
    }
}
