//! `condition-never-holds`: a condition that can never hold, or a part of one beside others that can. Conditions
//! of the shared plan are judged by what holds in every scenario. When injects never come is another rule's.

use super::fold::{Fold, Known};
use super::reach::Reach;
use super::{Context, Found, at, walk};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Cond, PathStep};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let reach = Reach::of(cx.files);
    let (in_province, in_scenario) = (Known::of_province(cx), Known::of_scenario(cx, &reach));
    for seen in walk::conditions(cx.files) {
        let known = if seen.kind == FileKind::Plan { &in_province } else { &in_scenario };
        let mut dead = Vec::new();
        let fold = known.fold(seen.it, &mut seen.path.clone(), &mut dead);
        let may_be_never = *seen.it == Cond::Never && is_a_choice(&seen.path);
        if let Fold::Never(culprit) = fold
            && !may_be_never
            && !is_of_inject(&seen.path)
        {
            found.error(culprit.reason, seen.kind, culprit.path);
        }
        for culprit in dead {
            found.warning(culprit.reason, seen.kind, culprit.path);
        }
    }
    for (n, must) in cx.files.scenario.iter().flat_map(|scenario| &scenario.pass.must).enumerate() {
        if in_scenario.is_never(&must.id) {
            let reason = Words::new("content-never-named").text("id", must.id.as_str());
            found.error(reason, FileKind::Scenario, at!(pass must [n]));
        }
    }
}

/// Whether a plain `Never` is a way to say something there: "ends only at its end", "not in this scenario".
fn is_a_choice(path: &[PathStep]) -> bool {
    matches!(path.first(), Some(PathStep::Field("ends_when" | "conditions" | "severity")))
}

fn is_of_inject(path: &[PathStep]) -> bool {
    path.first() == Some(&PathStep::Field("injects"))
}
