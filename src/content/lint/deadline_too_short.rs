//! `deadline-too-short`: a plan step's deadline is shorter than the quickest way to it: the shortest order that
//! meets its criterion, after the quickest way to the slowest of the steps it needs. Steps are judged from T0,
//! the moment the incident is opened, so that opening it and what comes before take no time.

use std::collections::BTreeMap;

use super::judged;
use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Criterion, PlanStep, Procedure, Span, Verb};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (p, procedure) in cx.files.plan.iter().flat_map(|plan| &plan.procedures).enumerate() {
        let quickest = Quickest::new(cx, procedure);
        for (s, step) in procedure.steps.iter().enumerate() {
            let Some(due) = step.due_min.map(|minutes| Span::mins(minutes.into())) else { continue };
            let needed = quickest.at.get(step.id.as_str()).copied().unwrap_or_default();
            if needed > due {
                let message = Words::new("content-deadline-too-short").text("due", due.to_string());
                let message = message.text("needed", needed.to_string());
                found.error(message, FileKind::Plan, at!(procedures [p] steps [s] due_min));
            }
        }
    }
}

/// The earliest moment after T0 at which each step of a procedure can be done.
struct Quickest<'a> {
    at: BTreeMap<&'a str, Span>,
}

impl<'a> Quickest<'a> {
    /// Steps whose needs are known first, until nothing changes: steps in a circle keep the time known of them.
    fn new(cx: &Context<'_>, procedure: &'a Procedure) -> Self {
        let own: Vec<(&PlanStep, Option<Span>)> =
            procedure.steps.iter().map(|step| (step, after_t0(cx, &step.judge))).collect();
        let mut at: BTreeMap<&str, Span> = BTreeMap::new();
        // Steps are listed in order, so that one round is nearly always enough; the bound is for circles.
        for _round in 0..8 {
            let mut changed = false;
            for (step, own) in &own {
                let needs = step.needs.iter().filter_map(|id| at.get(id.as_str()).copied());
                let moment = own.map_or(Span::ZERO, |own| own + needs.max().unwrap_or_default());
                changed |= at.insert(&step.id, moment) != Some(moment);
            }
            if !changed {
                break;
            }
        }
        Self { at }
    }
}

/// The least time a criterion takes; none when it is met at T0 or before.
fn after_t0(cx: &Context<'_>, criterion: &Criterion) -> Option<Span> {
    match criterion {
        Criterion::All(parts) => parts.iter().filter_map(|part| after_t0(cx, part)).max(),
        Criterion::Any(parts) => {
            let times: Option<Vec<Span>> = parts.iter().map(|part| after_t0(cx, part)).collect();
            times.map(|times| times.into_iter().min().unwrap_or_default())
        }
        _ => {
            let Some(ways) = judged::ways(cx, criterion) else { return Some(Span::ZERO) };
            let before_t0 = |verb: &Verb| matches!(verb, Verb::TakeAlert | Verb::VerifyAlert | Verb::OpenIncident);
            if ways.orders.iter().any(|order| before_t0(&order.verb)) {
                return None;
            }
            Some(ways.orders.iter().map(|order| order.takes.0).min().unwrap_or_default())
        }
    }
}
