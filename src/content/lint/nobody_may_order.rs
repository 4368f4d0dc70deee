//! `nobody-may-order`: something is asked for that nobody has the authority to do: an order without anybody who
//! may give it, a criterion that asks roles without the authority, and, as a warning in a shared plan, one that
//! asks nobody who has a seat in this scenario.

use std::collections::BTreeSet;

use super::judged::{self, Ways};
use super::{Context, Found, at, seat_missing, walk};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Cond, Criterion, Path, PathStep};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (n, order) in cx.files.orders.iter().flat_map(|orders| &orders.orders).enumerate() {
        if order.by.is_empty() {
            let message = Words::new("content-nobody-may-order").text("orders", order.id.as_str());
            found.error(message, FileKind::Orders, at!(orders [n] by));
        }
    }
    for seen in walk::criteria(cx.files) {
        let here = is_asked_here(cx, &seen.path, seen.kind);
        walk::inside_criterion(seen.it, &mut seen.path.clone(), &mut |criterion, path| {
            if let Some(ways) = judged::ways(cx, criterion).filter(|_| !asks_nothing(criterion)) {
                check_ways(cx, &ways, seen.kind, walk::join(path, asked_in(criterion)), here, found);
            }
        });
    }
    for seen in walk::conditions(cx.files) {
        walk::inside_cond(seen.it, &mut seen.path.clone(), &mut |cond, path| {
            let Cond::Done { orders, by, .. } = cond else { return };
            let criterion =
                Criterion::Order { kinds: orders.clone(), by: by.clone(), on: Default::default(), at_least: 1 };
            if let Some(ways) = judged::ways(cx, &criterion).filter(|_| !orders.is_empty()) {
                let path = walk::join(path, &[PathStep::Field("orders")]);
                check_ways(cx, &ways, seen.kind, path, seen.kind == FileKind::Scenario, found);
            }
        });
    }
}

/// Whether this scenario asks for what stands there: its own expectations and the procedures that it trains,
/// except for steps whose role has no seat, which is said elsewhere.
fn is_asked_here(cx: &Context<'_>, path: &Path, kind: FileKind) -> bool {
    let [_, PathStep::Index(p), PathStep::Field("steps"), PathStep::Index(s), ..] = path[..] else {
        return kind == FileKind::Scenario;
    };
    let (Some(scenario), Some(plan)) = (&cx.files.scenario, &cx.files.plan) else { return false };
    let Some(procedure) = plan.procedures.get(p) else { return false };
    let is_trained = scenario.procedures.iter().any(|trained| trained.id == procedure.id);
    is_trained && procedure.steps.get(s).is_some_and(|step| seat_missing::has_seat_or_deputy(cx, &step.role.id))
}

/// An empty list is another rule's matter.
fn asks_nothing(criterion: &Criterion) -> bool {
    matches!(criterion, Criterion::Order { kinds, .. } if kinds.is_empty())
}

fn asked_in(criterion: &Criterion) -> &'static [PathStep] {
    match criterion {
        Criterion::Order { .. } => &[PathStep::Field("kinds")],
        Criterion::Report { .. } => &[PathStep::Field("form")],
        _ => &[],
    }
}

fn check_ways(cx: &Context<'_>, ways: &Ways<'_>, kind: FileKind, path: Path, here: bool, found: &mut Found) {
    let orders = ways.orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>().join(", ");
    if !ways.may_be_given(cx, &|_| true) {
        found.error(Words::new("content-nobody-may-order").text("orders", orders), kind, path);
        return;
    }
    let Some(scenario) = cx.files.scenario.as_ref().filter(|_| here) else { return };
    let seats: BTreeSet<&str> = scenario.seats.iter().map(|seat| seat.id.as_str()).collect();
    if !ways.may_be_given(cx, &|role| seats.contains(role)) {
        found.warning(Words::new("content-no-seat-may-order").text("orders", orders), kind, path);
    }
}
