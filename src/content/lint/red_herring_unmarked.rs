//! `red-herring-unmarked`: an inject that has nothing to do with the attack, expects nothing and changes nothing is
//! there to mislead, and says so with `red_herring`, so that the debrief can tell. One that waits for a condition
//! speaks of what happened; a hint is the exercise direction's. Everyday false alarms are no matter of this rule.

use super::{Context, Found, at, walk};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Cond, Criterion, Effect, Inject, InjectKind, ScenarioFile, When};

const KIND: FileKind = FileKind::Scenario;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(scenario) = &cx.files.scenario else { return };
    for (n, inject) in scenario.injects.iter().enumerate() {
        if !inject.red_herring && touches_nothing(inject) && !is_asked_for(cx, scenario, inject) {
            let message = Words::new("content-red-herring-unmarked").text("id", inject.id.as_str());
            found.warning(message, KIND, at!(injects [n] id));
            found.help(Words::new("content-red-herring-unmarked-help"));
        }
    }
}

fn touches_nothing(inject: &Inject) -> bool {
    inject.kind != InjectKind::Hint
        && matches!(inject.when, When::At(_))
        && inject.only_if == Cond::Always
        && inject.effects.is_empty()
        && inject.choices.is_empty()
        && inject.shows.is_none()
        && inject.expects.is_none()
}

/// Whether a condition, a criterion or an effect speaks of the inject.
fn is_asked_for(cx: &Context<'_>, scenario: &ScenarioFile, inject: &Inject) -> bool {
    let mut is_asked = false;
    for seen in walk::conditions(cx.files) {
        walk::inside_cond(seen.it, &mut seen.path.clone(), &mut |cond, _| {
            is_asked |= matches!(cond, Cond::InjectSent(other) | Cond::Chosen(other, _) if other.id == inject.id);
        });
    }
    for seen in walk::criteria(cx.files) {
        walk::inside_criterion(seen.it, &mut seen.path.clone(), &mut |criterion, _| {
            is_asked |= matches!(criterion, Criterion::Answer { inject: other, .. } if other.id == inject.id);
        });
    }
    let of_steps = scenario.attack.iter().flat_map(|step| &step.effects);
    let of_injects = scenario
        .injects
        .iter()
        .flat_map(|inject| inject.effects.iter().chain(inject.choices.iter().flat_map(|choice| &choice.effects)));
    is_asked || of_steps.chain(of_injects).any(|effect| matches!(effect, Effect::Send(other) if other.id == inject.id))
}
