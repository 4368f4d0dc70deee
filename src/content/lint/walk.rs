//! Walks over the conditions and criteria of all files, each with its path.

use super::at;
use crate::content::files::{FileKind, Files};
use crate::model::{Cond, Criterion, Path, PathStep, Truth, When};

/// Something with its place.
pub struct Seen<'a, T> {
    /// In which file.
    pub kind: FileKind,
    /// Where in it.
    pub path: Path,
    /// What.
    pub it: &'a T,
}

impl<'a, T> Seen<'a, T> {
    const fn new(kind: FileKind, path: Path, it: &'a T) -> Self {
        Self { kind, path, it }
    }
}

/// The conditions that stand by themselves, not inside others.
pub fn conditions(files: &Files) -> Vec<Seen<'_, Cond>> {
    let mut all = Vec::new();
    if let Some(plan) = &files.plan {
        let kind = FileKind::Plan;
        let severity = plan.severity.iter().enumerate();
        all.extend(severity.map(|(n, (_, cond))| Seen::new(kind, at!(severity[n][1]), cond)));
        for (p, profile) in plan.profiles.iter().enumerate() {
            let severity = profile.severity.iter().enumerate();
            all.extend(severity.map(|(n, (_, cond))| Seen::new(kind, at!(profiles [p] severity [n][1]), cond)));
        }
        let named = plan.conditions.iter().enumerate();
        all.extend(named.map(|(n, cond)| Seen::new(kind, at!(conditions [n] when), &cond.when)));
        for (f, form) in plan.forms.iter().enumerate() {
            for (n, field) in form.fields.iter().enumerate() {
                if let Truth::Holds(cond) = &field.truth {
                    all.push(Seen::new(kind, at!(forms [f] fields [n] truth [0]), cond));
                }
            }
        }
    }
    if let Some(scenario) = &files.scenario {
        let kind = FileKind::Scenario;
        all.push(Seen::new(kind, at!(ends_when), &scenario.ends_when));
        let named = scenario.conditions.iter().enumerate();
        all.extend(named.map(|(n, cond)| Seen::new(kind, at!(conditions [n] when), &cond.when)));
        let steps = scenario.attack.iter().enumerate();
        all.extend(steps.map(|(n, step)| Seen::new(kind, at!(attack [n] only_if), &step.only_if)));
        for (n, inject) in scenario.injects.iter().enumerate() {
            all.push(Seen::new(kind, at!(injects [n] only_if), &inject.only_if));
            if let When::Once(cond, _) = &inject.when {
                all.push(Seen::new(kind, at!(injects [n] when [0]), cond));
            }
        }
    }
    all
}

/// Calls `visit` for `cond` and every condition inside it.
pub fn inside_cond<'a>(cond: &'a Cond, path: &mut Path, visit: &mut dyn FnMut(&'a Cond, &Path)) {
    visit(cond, path);
    match cond {
        Cond::All(list) | Cond::Any(list) => {
            for (n, part) in list.iter().enumerate() {
                path.extend([PathStep::Index(0), PathStep::Index(n)]);
                inside_cond(part, path, visit);
                path.truncate(path.len() - 2);
            }
        }
        Cond::Not(part) => {
            path.push(PathStep::Index(0));
            inside_cond(part, path, visit);
            path.pop();
        }
        _ => {}
    }
}

/// The criteria that stand by themselves, not inside others.
pub fn criteria(files: &Files) -> Vec<Seen<'_, Criterion>> {
    let mut all = Vec::new();
    for (p, procedure) in files.plan.iter().flat_map(|plan| &plan.procedures).enumerate() {
        let steps = procedure.steps.iter().enumerate();
        all.extend(steps.map(|(s, step)| Seen::new(FileKind::Plan, at!(procedures [p] steps [s] judge), &step.judge)));
        for (n, penalty) in procedure.penalties.iter().enumerate() {
            all.push(Seen::new(FileKind::Plan, at!(procedures [p] penalties [n] when), &penalty.when));
        }
    }
    for (p, profile) in files.plan.iter().flat_map(|plan| &plan.profiles).enumerate() {
        let steps = profile.steps.iter().enumerate();
        all.extend(steps.map(|(s, step)| Seen::new(FileKind::Plan, at!(profiles [p] steps [s] judge), &step.judge)));
    }
    for (n, inject) in files.scenario.iter().flat_map(|scenario| &scenario.injects).enumerate() {
        if let Some(expected) = &inject.expects {
            all.push(Seen::new(FileKind::Scenario, at!(injects [n] expects by), &expected.by));
        }
    }
    all
}

/// Calls `visit` for `criterion` and every criterion inside it.
pub fn inside_criterion<'a>(criterion: &'a Criterion, path: &mut Path, visit: &mut dyn FnMut(&'a Criterion, &Path)) {
    visit(criterion, path);
    if let Criterion::All(list) | Criterion::Any(list) = criterion {
        for (n, part) in list.iter().enumerate() {
            path.extend([PathStep::Index(0), PathStep::Index(n)]);
            inside_criterion(part, path, visit);
            path.truncate(path.len() - 2);
        }
    }
}

/// `path` with further steps.
pub fn join(path: &Path, further: &[PathStep]) -> Path {
    [path, further].concat()
}
