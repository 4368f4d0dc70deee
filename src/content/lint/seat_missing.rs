//! `seat-missing`: a procedure that is trained has steps for a role without a seat and without a deputy who has
//! one, or an inject goes to nobody.

use std::collections::BTreeMap;

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let (Some(scenario), Some(plan)) = (&cx.files.scenario, &cx.files.plan) else { return };
    for (n, trained) in scenario.procedures.iter().enumerate() {
        let mut steps_of: BTreeMap<&str, usize> = BTreeMap::new();
        let procedures = plan.procedures.iter().filter(|procedure| procedure.id == trained.id);
        for step in procedures.flat_map(|procedure| &procedure.steps) {
            *steps_of.entry(&step.role.id).or_default() += 1;
        }
        for (role, steps) in steps_of {
            if !has_seat_or_deputy(cx, role) {
                let message = Words::new("content-seat-missing").text("role", role).number("steps", steps);
                let message = message.text("procedure", trained.id.as_str());
                found.warning(message, FileKind::Scenario, at!(procedures[n]));
            }
        }
    }
    for (n, inject) in scenario.injects.iter().enumerate() {
        if !inject.to.iter().any(|role| scenario.seats.iter().any(|seat| seat.id == role.id)) {
            let message = Words::new("content-inject-to-nobody").text("id", inject.id.as_str());
            found.warning(message, FileKind::Scenario, at!(injects [n] to));
        }
    }
}

/// Whether `role` or one of its deputies has a seat in the scenario.
pub fn has_seat_or_deputy(cx: &Context<'_>, role: &str) -> bool {
    let has_seat = |role: &str| {
        let mut seats = cx.files.scenario.iter().flat_map(|scenario| &scenario.seats);
        seats.any(|seat| seat.id == role)
    };
    let mut roles = cx.files.roles.iter().flat_map(|roles| &roles.roles).filter(|known| known.id == role);
    has_seat(role) || roles.any(|known| known.deputies.iter().any(|deputy| has_seat(&deputy.id)))
}
