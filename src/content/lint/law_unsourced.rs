//! `law-unsourced`: what is shown as law has a source that was read. A step whose deadline or duty is called law,
//! or a legal clock or form, and whose sources are all proposed, remembered or the provincial plan's, is not.

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{DueBasis, Duty, Path};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(plan) = &cx.files.plan else { return };
    let mut complain = |path: Path| {
        found.error(Words::new("content-law-unsourced"), FileKind::Plan, path);
        found.help(Words::new("content-law-unsourced-help"));
    };
    for (p, procedure) in plan.procedures.iter().enumerate() {
        for (s, step) in procedure.steps.iter().enumerate() {
            let is_law = step.due_basis == DueBasis::Law || step.duty == Duty::Law;
            if is_law && !is_read(&step.src) {
                complain(at!(procedures [p] steps [s] src));
            }
        }
    }
    for (n, clock) in plan.clocks.iter().enumerate() {
        if !is_read(&clock.src) {
            complain(at!(clocks [n] src));
        }
    }
}

/// Whether one of the sources is a text that was read, itself (`[V]`) or in a secondary place (`[X…]`, `[2]`). That
/// there is none at all is another rule's matter.
fn is_read(sources: &[String]) -> bool {
    let tags = |source: &str| -> Vec<String> {
        let parts = source.split('[').skip(1).filter_map(|after| after.split_once(']'));
        parts.map(|(tag, _)| tag.to_owned()).collect()
    };
    let is_text = |tag: &String| tag == "V" || tag == "2" || tag.starts_with('X');
    sources.is_empty() || sources.iter().any(|source| tags(source).iter().any(is_text))
}
