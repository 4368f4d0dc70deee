//! Defects that are no spelling mistakes: a rule a file, all of them listed in [`RULES`]. A new rule adds a file
//! here, a line to the list, its sentences in `content.ftl` and a case to the tests.

mod attack_id;
mod bad_id;
mod condition_never_holds;
mod condition_too_deep;
mod cosmetic_branch;
mod cycle;
mod deadline_too_short;
mod duplicate_id;
mod fold;
mod injects_crowded;
mod judged;
mod law_unsourced;
mod level_out_of_range;
mod no_target;
mod nobody_may_order;
mod not_documentation_address;
mod percent_over_100;
mod plan_step_unjudged;
mod range_backwards;
mod reach;
mod real_person;
mod red_herring_unmarked;
mod role_idle;
mod role_overload;
mod seat_missing;
mod source_tag_missing;
mod translation_missing;
mod unreachable_inject;
mod unreachable_step;
mod unsatisfiable;
mod walk;
mod zone_unconnected;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::expand::Expanded;
use super::files::{FileKind, Files, Finding, Report};
use super::tree::Node;
use super::words::Words;
use crate::model::{Host, NamedCond, Network, Path};

/// A rule: its id, and the look at the files.
pub struct Rule {
    /// Shown in brackets with each problem.
    pub id: &'static str,
    check: fn(&Context<'_>, &mut Found),
}

/// Every rule. Spelling is not among them: `ron` and `limit` come from reading, `unknown-reference` from names.
pub const RULES: &[Rule] = &[
    Rule { id: "duplicate-id", check: duplicate_id::check },
    Rule { id: "bad-id", check: bad_id::check },
    Rule { id: "translation-missing", check: translation_missing::check },
    Rule { id: "range-backwards", check: range_backwards::check },
    Rule { id: "percent-over-100", check: percent_over_100::check },
    Rule { id: "level-out-of-range", check: level_out_of_range::check },
    Rule { id: "source-tag-missing", check: source_tag_missing::check },
    Rule { id: "attack-id", check: attack_id::check },
    Rule { id: "not-documentation-address", check: not_documentation_address::check },
    Rule { id: "zone-unconnected", check: zone_unconnected::check },
    Rule { id: "cycle", check: cycle::check },
    Rule { id: "unreachable-step", check: unreachable_step::check },
    Rule { id: "no-target", check: no_target::check },
    Rule { id: "condition-never-holds", check: condition_never_holds::check },
    Rule { id: "unreachable-inject", check: unreachable_inject::check },
    Rule { id: "plan-step-unjudged", check: plan_step_unjudged::check },
    Rule { id: "nobody-may-order", check: nobody_may_order::check },
    Rule { id: "deadline-too-short", check: deadline_too_short::check },
    Rule { id: "seat-missing", check: seat_missing::check },
    Rule { id: "condition-too-deep", check: condition_too_deep::check },
    Rule { id: "unsatisfiable", check: unsatisfiable::check },
    Rule { id: "law-unsourced", check: law_unsourced::check },
    Rule { id: "real-person", check: real_person::check },
    Rule { id: "cosmetic-branch", check: cosmetic_branch::check },
    Rule { id: "red-herring-unmarked", check: red_herring_unmarked::check },
    Rule { id: "injects-crowded", check: injects_crowded::check },
    Rule { id: "role-idle", check: role_idle::check },
    Rule { id: "role-overload", check: role_overload::check },
];

/// What a rule looks at. Files that could not be read are absent, and references may be unresolved.
pub struct Context<'a> {
    /// The files.
    pub files: &'a Files,
    /// The expanded network, if all of it could be expanded.
    pub network: Option<&'a Network>,
    /// Whether all links of the network were found.
    pub knows_all_links: bool,
    /// Name of the scenario's folder.
    pub folder: &'a str,
    hosts: BTreeMap<&'a str, &'a Host>,
    trees: Vec<(FileKind, &'a Node)>,
}

impl Context<'_> {
    /// Tree of each file that could be read.
    fn trees(&self) -> impl Iterator<Item = (FileKind, &Node)> {
        self.trees.iter().copied()
    }

    /// The named condition in force: the scenario's own, else the plan's.
    fn condition(&self, id: &str) -> Option<&NamedCond> {
        let own = self.files.scenario.iter().flat_map(|scenario| &scenario.conditions);
        own.chain(self.files.plan.iter().flat_map(|plan| &plan.conditions)).find(|cond| cond.id == id)
    }
}

/// Where a problem is.
enum Place {
    Path(Path),
    Range(std::ops::Range<usize>),
}

/// Collects what a rule finds.
pub struct Found {
    rule: &'static str,
    list: Vec<(Finding, FileKind, Place)>,
}

impl Found {
    /// An error at `path`.
    fn error(&mut self, message: Words, kind: FileKind, path: Path) {
        self.list.push((Finding::error(self.rule, message), kind, Place::Path(path)));
    }

    /// A warning at `path`.
    fn warning(&mut self, message: Words, kind: FileKind, path: Path) {
        self.list.push((Finding::warning(self.rule, message), kind, Place::Path(path)));
    }

    /// An error at a node of the file's tree.
    fn error_at(&mut self, message: Words, kind: FileKind, node: &Node) {
        self.list.push((Finding::error(self.rule, message), kind, Place::Range(node.head())));
    }

    /// A warning at a node of the file's tree.
    fn warning_at(&mut self, message: Words, kind: FileKind, node: &Node) {
        self.list.push((Finding::warning(self.rule, message), kind, Place::Range(node.head())));
    }

    /// Gives advice with what was found last.
    fn help(&mut self, help: Words) {
        if let Some((finding, _, _)) = self.list.last_mut() {
            finding.help = Some(help);
        }
    }
}

/// Runs every rule.
pub fn check(files: &Files, expanded: Option<&Expanded>, folder: &str, report: &mut Report) {
    let trees = report.texts.iter().filter_map(|text| text.tree.as_ref().map(|tree| (text.kind, tree))).collect();
    let expanded = expanded.filter(|expanded| !expanded.incomplete);
    let network = expanded.map(|expanded| &expanded.network);
    let knows_all_links = expanded.is_some_and(|expanded| !expanded.has_loose_ends);
    // Backwards, so that the first of several with the same name stays, as with references.
    let hosts = network.iter().flat_map(|network| &network.hosts).rev().map(|host| (host.id.as_str(), host)).collect();
    let context = Context { files, network, knows_all_links, folder, hosts, trees };
    let mut all = Vec::new();
    for rule in RULES {
        let mut found = Found { rule: rule.id, list: Vec::new() };
        (rule.check)(&context, &mut found);
        all.append(&mut found.list);
    }
    for (finding, kind, place) in all {
        match place {
            Place::Path(path) => report.add(finding, kind, &path),
            Place::Range(range) => report.add_range(finding, kind, &range),
        }
    }
}

/// Writes a path: `at!(procedures [p] steps [s] judge)`.
macro_rules! at {
    (@[$($done:expr),*]) => { vec![$($done),*] };
    (@[$($done:expr),*] [$index:expr] $($rest:tt)*) => {
        $crate::content::lint::at!(@[$($done,)* $crate::model::PathStep::Index($index)] $($rest)*)
    };
    (@[$($done:expr),*] $field:ident $($rest:tt)*) => {
        $crate::content::lint::at!(@[$($done,)* $crate::model::PathStep::Field(stringify!($field))] $($rest)*)
    };
    ($($rest:tt)*) => { $crate::content::lint::at!(@[] $($rest)*) };
}
pub(in crate::content) use at;
