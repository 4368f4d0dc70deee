//! `level-out-of-range`: levels, weights, places and counts lie where they can mean something.

use super::{Context, Found, at, walk};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Component, Criterion, Path, PathStep, Plan, Province, System};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    if let Some(province) = &cx.files.province {
        check_province(province, &mut |value, range, path| complain(value, range, FileKind::Province, path, found));
    }
    if let Some(plan) = &cx.files.plan {
        check_plan(plan, &mut |value, range, path| complain(value, range, FileKind::Plan, path, found));
    }
    check_choices(cx, found);
}

/// Choices of injects are counted from 0.
fn check_choices(cx: &Context<'_>, found: &mut Found) {
    let Some(scenario) = &cx.files.scenario else { return };
    for seen in walk::criteria(cx.files) {
        walk::inside_criterion(seen.it, &mut seen.path.clone(), &mut |criterion, path| {
            let Criterion::Answer { inject, choices } = criterion else { return };
            let Some(inject) = scenario.injects.iter().find(|known| known.id == inject.id) else { return };
            for (n, choice) in choices.iter().enumerate() {
                let path = walk::join(path, &[PathStep::Field("choices"), PathStep::Index(n)]);
                complain((*choice).into(), (0, inject.choices.len() as i64 - 1), seen.kind, path, found);
            }
        });
    }
}

type Complain<'a> = dyn FnMut(i64, (i64, i64), Path) + 'a;

fn complain(value: i64, (least, most): (i64, i64), kind: FileKind, path: Path, found: &mut Found) {
    if !(least..=most).contains(&value) {
        let message = Words::new("content-level-out-of-range").number("value", value);
        found.error(message.number("least", least).number("most", most), kind, path);
    }
}

fn check_province(province: &Province, complain: &mut Complain<'_>) {
    for (n, site) in province.sites.iter().enumerate() {
        complain(site.place.0.into(), (0, 1_000), at!(sites [n] place [0]));
        complain(site.place.1.into(), (0, 1_000), at!(sites [n] place [1]));
    }
    for (n, system) in province.systems.iter().enumerate() {
        check_system(system, n, complain);
    }
}

fn check_system(system: &System, n: usize, complain: &mut Complain<'_>) {
    complain(system.level.into(), (1, 5), at!(systems [n] level));
    complain(system.weights.0.into(), (0, 10), at!(systems [n] weights [0]));
    complain(system.weights.1.into(), (0, 10), at!(systems [n] weights [1]));
    complain(system.weights.2.into(), (0, 10), at!(systems [n] weights [2]));
    for (c, Component { hosts, need, .. }) in system.components.iter().enumerate() {
        complain((*need).into(), (0, hosts.len() as i64), at!(systems [n] components [c] need));
    }
}

fn check_plan(plan: &Plan, complain: &mut Complain<'_>) {
    let shares = [plan.shares.steps, plan.shares.deadlines, plan.shares.evidence, plan.shares.communication];
    let sum = shares.iter().map(|share| i64::from(*share)).sum();
    complain(sum, (1_000, 1_000), at!(shares));
    for (p, procedure) in plan.procedures.iter().enumerate() {
        for (s, step) in procedure.steps.iter().enumerate() {
            complain(step.weight.into(), (1, 3), at!(procedures [p] steps [s] weight));
        }
    }
}
