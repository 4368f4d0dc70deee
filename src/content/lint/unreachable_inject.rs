//! `unreachable-inject`: an inject that is never sent: its time is after the end, its condition never holds, or
//! it waits for an effect that there is not. A facilitator can still send the last kind, and hints are theirs.

use super::fold::{Fold, Known};
use super::reach::Reach;
use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{InjectKind, When};

const KIND: FileKind = FileKind::Scenario;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(scenario) = &cx.files.scenario else { return };
    let reach = Reach::of(cx.files);
    let known = Known::of_scenario(cx, &reach);
    for (n, inject) in scenario.injects.iter().enumerate() {
        let is_sent = reach.sent.contains(inject.id.as_str());
        let mut conds = vec![(&inject.only_if, at!(injects [n] only_if))];
        match &inject.when {
            When::Manual if !is_sent && inject.kind != InjectKind::Hint => {
                let message = Words::new("content-inject-never-sent").text("id", inject.id.as_str());
                found.warning(message, KIND, at!(injects [n] when));
            }
            When::At(range) if range.0 > scenario.ends => {
                let message = Words::new("content-never-after").text("span", range.0.to_string());
                found.error(message.text("ends", scenario.ends.to_string()), KIND, at!(injects [n] when [0]));
            }
            When::Once(cond, _) => conds.push((cond, at!(injects [n] when [0]))),
            _ => {}
        }
        for (cond, mut path) in conds {
            if let Fold::Never(culprit) = known.fold(cond, &mut path, &mut Vec::new()) {
                found.error(culprit.reason, KIND, culprit.path);
                found.help(Words::new("content-inject-never-sent").text("id", inject.id.as_str()));
            }
        }
    }
}
