//! `role-overload`: more is expected of a role within five minutes than its people can do: injects that come at a
//! time and ask the role first for something, or steps of a procedure that fall due. An estimate: one person does
//! two things in five minutes `[P]`. What waits for a condition is not counted.

use std::collections::BTreeMap;

use super::{Context, Found, at, injects_crowded};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Path, Span};

/// Length of the time that is looked at.
const WINDOW: Span = Span::mins(5);
/// Things that one person does in it.
const PER_PERSON: usize = 2;

/// Something expected of somebody: when, in which file, where in it.
type Expected = (Span, FileKind, Path);

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (role, expected) in by_injects(cx) {
        report(cx, role, expected, found);
    }
    for procedure in 0..cx.files.plan.as_ref().map_or(0, |plan| plan.procedures.len()) {
        for (role, expected) in by_steps(cx, procedure) {
            report(cx, role, expected, found);
        }
    }
}

fn by_injects<'a>(cx: &'a Context<'_>) -> BTreeMap<&'a str, Vec<Expected>> {
    let mut by_role: BTreeMap<&str, Vec<Expected>> = BTreeMap::new();
    let injects = cx.files.scenario.iter().flat_map(|scenario| &scenario.injects).enumerate();
    for (n, inject) in injects.filter(|(_, inject)| inject.expects.is_some() || !inject.choices.is_empty()) {
        if let (Some(role), Some(time)) = (inject.to.first(), injects_crowded::middle(inject)) {
            by_role.entry(&role.id).or_default().push((time, FileKind::Scenario, at!(injects [n] when)));
        }
    }
    by_role
}

fn by_steps<'a>(cx: &'a Context<'_>, p: usize) -> BTreeMap<&'a str, Vec<Expected>> {
    let mut by_role: BTreeMap<&str, Vec<Expected>> = BTreeMap::new();
    let steps = cx.files.plan.iter().filter_map(|plan| plan.procedures.get(p)).flat_map(|procedure| &procedure.steps);
    for (s, step) in steps.enumerate().filter(|(_, step)| step.cond.is_none()) {
        if let Some(due) = step.due_min {
            let path = at!(procedures [p] steps [s] due_min);
            by_role.entry(&step.role.id).or_default().push((Span::mins(due.into()), FileKind::Plan, path));
        }
    }
    by_role
}

/// Reports the thing with which it becomes too much, once for each pile.
fn report(cx: &Context<'_>, role: &str, mut expected: Vec<Expected>, found: &mut Found) {
    expected.sort_by_key(|(time, ..)| *time);
    let spec = cx.files.roles.iter().flat_map(|roles| &roles.roles).find(|known| known.id == role);
    let Some(people) = spec.map(|role| usize::from(role.hands).max(1)) else { return };
    let can = people * PER_PERSON;
    let mut quiet_until = None;
    for (n, (time, kind, path)) in expected.iter().enumerate() {
        let within = expected.iter().take(n + 1).filter(|(other, ..)| time.0 - other.0 < WINDOW.0).count();
        if within > can && quiet_until.is_none_or(|until| *time >= until) {
            let message = Words::new("content-role-overload").text("role", role).number("count", within);
            found.warning(message.number("can", can), *kind, path.clone());
            quiet_until = Some(Span(time.0 + WINDOW.0));
        }
    }
}
