//! `cosmetic-branch`: a decision that decides nothing, or a step of the attack that leaves nothing behind. Choices
//! of an inject differ when their effects do, when a condition asks for one of them, or when one of them is the
//! expected answer. A step matters when it has effects, signs or traces, when something follows it or asks for it.

use std::collections::BTreeSet;

use super::{Context, Found, at, walk};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{AttackStep, Cond, Criterion, Inject, Where};

const KIND: FileKind = FileKind::Scenario;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(scenario) = &cx.files.scenario else { return };
    let asked = Asked::new(cx);
    for (n, inject) in scenario.injects.iter().enumerate() {
        if inject.choices.len() > 1 && asked.are_alike(inject) {
            let message = Words::new("content-cosmetic-choices").text("id", inject.id.as_str());
            found.warning(message, KIND, at!(injects [n] choices));
            found.help(Words::new("content-cosmetic-choices-help"));
        }
    }
    for (n, step) in scenario.attack.iter().enumerate() {
        if !matters(step) && !asked.steps.contains(step.id.as_str()) {
            let message = Words::new("content-cosmetic-step").text("id", step.id.as_str());
            found.warning(message, KIND, at!(attack [n] id));
            found.help(Words::new("content-cosmetic-step-help"));
        }
    }
}

fn matters(step: &AttackStep) -> bool {
    !(step.effects.is_empty()
        && step.signals.is_empty()
        && step.evidence.is_empty()
        && step.then.is_empty()
        && step.blocked.instead.is_empty())
}

/// What conditions, criteria and other steps ask for.
struct Asked<'a> {
    /// Choices of injects.
    choices: BTreeSet<(&'a str, u8)>,
    /// Steps of the attack.
    steps: BTreeSet<&'a str>,
}

impl<'a> Asked<'a> {
    fn new(cx: &'a Context<'_>) -> Self {
        let (mut choices, mut steps) = (BTreeSet::new(), BTreeSet::new());
        for seen in walk::conditions(cx.files) {
            walk::inside_cond(seen.it, &mut seen.path.clone(), &mut |cond, _| match cond {
                Cond::Chosen(inject, choice) => {
                    choices.insert((inject.id.as_str(), *choice));
                }
                Cond::StepDone(step) | Cond::StepFailed(step) => {
                    steps.insert(step.id.as_str());
                }
                _ => {}
            });
        }
        for seen in walk::criteria(cx.files) {
            walk::inside_criterion(seen.it, &mut seen.path.clone(), &mut |criterion, _| {
                if let Criterion::Answer { inject, choices: accepted } = criterion {
                    choices.extend(accepted.iter().map(|choice| (inject.id.as_str(), *choice)));
                }
            });
        }
        for step in cx.files.scenario.iter().flat_map(|scenario| &scenario.attack) {
            for place in [&step.from, &step.to] {
                if let Where::TargetOf(of) = place {
                    steps.insert(of.id.as_str());
                }
            }
        }
        Self { choices, steps }
    }

    /// Whether nothing tells the choices of an inject apart.
    fn are_alike(&self, inject: &Inject) -> bool {
        let is_asked = |choice: usize| self.choices.contains(&(inject.id.as_str(), choice as u8));
        let mut choices = inject.choices.iter().enumerate().map(|(n, choice)| (&choice.effects, is_asked(n)));
        let first = choices.next();
        choices.all(|choice| Some(choice) == first)
    }
}
