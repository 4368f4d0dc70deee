//! Ratings proposed for critical tasks. An evaluator confirms or overrides them; they change no points.

use crate::model::{PlanStep, Scenario, Span};

use super::fold::Fold;
use super::items::place;
use super::result::{CriticalTask, Item, Rating, Reason, Status, Subject};
use super::rules::StepRule;

/// Weight from which a step is a critical task.
const CRITICAL_WEIGHT: u32 = 3;

/// Whether a step of the plan is a critical task.
pub const fn is_critical(step: &PlanStep) -> bool {
    step.weight >= CRITICAL_WEIGHT
}

/// The critical tasks among the steps.
pub(super) fn tasks(fold: &Fold, scenario: &Scenario, items: &[Item]) -> Vec<CriticalTask> {
    let step_items = items.iter().enumerate().filter(|(_, item)| matches!(item.subject, Subject::Step(_)));
    fold.rules
        .steps
        .iter()
        .zip(step_items)
        .filter(|(rule, _)| rule.weight >= CRITICAL_WEIGHT.into())
        .map(|(rule, (number, item))| {
            let reason = reason(item);
            let rating = reason.as_ref().map(|reason| rating(reason, rule));
            CriticalTask { step: place(scenario, rule), item: number, rating, reason }
        })
        .collect()
}

/// Why; nothing while it is open, or done so far but not for good.
fn reason(item: &Item) -> Option<Reason> {
    if item.pending {
        return None;
    }
    let late = item.at.zip(item.due).map(|(at, due)| at - due).filter(|late| late.0 > 0);
    match item.status {
        Status::Missed => Some(Reason::NotDone),
        Status::Done | Status::Late | Status::OutOfOrder => Some(match (item.done_before.is_empty(), late) {
            (true, None) if item.due.is_none() => Reason::InOrder,
            (true, None) => Reason::InTime,
            (true, Some(late)) => Reason::Late(late),
            (false, None) => Reason::OutOfOrder,
            (false, Some(late)) => Reason::LateAndOutOfOrder(late),
        }),
        Status::NotApplicable | Status::Open | Status::Incurred | Status::Clear => None,
    }
}

/// `[P]`: late by up to half of the time allowed, or out of order, is some challenge; more is a major one.
fn rating(reason: &Reason, rule: &StepRule) -> Rating {
    let allowed = rule.due.unwrap_or(Span::ZERO);
    match reason {
        Reason::InOrder | Reason::InTime => Rating::P,
        Reason::Late(late) if late.0 * 2 <= allowed.0 => Rating::S,
        Reason::OutOfOrder => Rating::S,
        Reason::Late(_) | Reason::LateAndOutOfOrder(_) => Rating::M,
        Reason::NotDone => Rating::U,
    }
}
