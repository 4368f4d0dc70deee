//! `cycle`: what comes first cannot come after itself. Holds for the steps of a procedure, for named conditions,
//! for systems that need systems and for who reports to whom.

use std::collections::BTreeMap;

use super::{Context, Found, at, walk};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Cond, NamedCond, Path};

/// A thing, where it is, and what it comes after.
struct Entry<'a> {
    id: &'a str,
    kind: FileKind,
    path: Path,
    after: Vec<&'a str>,
}

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (p, procedure) in cx.files.plan.iter().flat_map(|plan| &plan.procedures).enumerate() {
        let steps = procedure.steps.iter().enumerate().map(|(s, step)| Entry {
            id: &step.id,
            kind: FileKind::Plan,
            path: at!(procedures [p] steps [s] needs),
            after: step.needs.iter().map(String::as_str).collect(),
        });
        report(&steps.collect::<Vec<_>>(), found);
    }
    let systems = cx.files.province.iter().flat_map(|province| &province.systems).enumerate();
    let systems = systems.map(|(n, system)| Entry {
        id: &system.id,
        kind: FileKind::Province,
        path: at!(systems [n] needs),
        after: system.needs.iter().map(|system| system.id.as_str()).collect(),
    });
    report(&systems.collect::<Vec<_>>(), found);
    let roles = cx.files.roles.iter().flat_map(|roles| &roles.roles).enumerate();
    let roles = roles.map(|(n, role)| Entry {
        id: &role.id,
        kind: FileKind::Roles,
        path: at!(roles [n] reports_to),
        after: role.reports_to.iter().map(|role| role.id.as_str()).collect(),
    });
    report(&roles.collect::<Vec<_>>(), found);
    report(&conditions(cx), found);
}

/// Named conditions in force: one of the scenario hides the plan's with the same id.
fn conditions<'a>(cx: &'a Context<'_>) -> Vec<Entry<'a>> {
    let own = cx.files.scenario.iter().flat_map(|scenario| &scenario.conditions).enumerate();
    let own = own.map(|(n, cond)| (FileKind::Scenario, n, cond));
    let shared = cx.files.plan.iter().flat_map(|plan| &plan.conditions).enumerate();
    let shared = shared.map(|(n, cond)| (FileKind::Plan, n, cond));
    let named = |cond: &'a NamedCond| {
        let mut after = Vec::new();
        walk::inside_cond(&cond.when, &mut Path::new(), &mut |part, _| {
            if let Cond::Named(named) = part {
                after.push(named.id.as_str());
            }
        });
        after
    };
    own.chain(shared)
        .map(|(kind, n, cond)| Entry { id: &cond.id, kind, path: at!(conditions [n] when), after: named(cond) })
        .collect()
}

/// Reports each cycle once, at the first of its members in the file.
fn report(entries: &[Entry<'_>], found: &mut Found) {
    let mut index = BTreeMap::new();
    for (n, entry) in entries.iter().enumerate() {
        index.entry(entry.id).or_insert(n);
    }
    let after = entries.iter().map(|entry| entry.after.iter().filter_map(|id| index.get(id).copied()).collect());
    for cycle in cycles(&after.collect::<Vec<_>>()) {
        let Some(first) = cycle.first().and_then(|first| entries.get(*first)) else { continue };
        let ids = cycle.iter().chain(cycle.first()).filter_map(|n| entries.get(*n)).map(|entry| entry.id);
        let message = Words::new("content-cycle").text("ids", ids.collect::<Vec<_>>().join(" → "));
        found.error(message, first.kind, first.path.clone());
    }
}

/// Cycles of a graph that share no member, each beginning with its lowest: a walk from every node along the
/// first way not yet seen to end, without recursion.
fn cycles(after: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    let mut done = vec![false; after.len()];
    for start in 0..after.len() {
        let mut walked = vec![start];
        let mut place = BTreeMap::from([(start, 0)]);
        while let Some(node) = walked.last().copied() {
            let next = after.get(node).into_iter().flatten().copied();
            let next = next.into_iter().find(|next| !done[*next]).filter(|_| !done[node]);
            match next.map(|next| (next, place.get(&next).copied())) {
                Some((_, Some(at))) => {
                    let mut cycle = walked.split_off(at);
                    for member in &cycle {
                        done[*member] = true;
                        place.remove(member);
                    }
                    let lowest = cycle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
                    cycle.rotate_left(lowest);
                    all.push(cycle);
                }
                Some((next, None)) => {
                    place.insert(next, walked.len());
                    walked.push(next);
                }
                None => {
                    done[node] = true;
                    place.remove(&node);
                    walked.pop();
                }
            }
        }
    }
    all
}
