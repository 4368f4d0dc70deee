//! `unreachable-step`: an attack step that neither starts by itself nor follows from anything that can happen.

use super::reach::Reach;
use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let reach = Reach::of(cx.files);
    for (n, step) in cx.files.scenario.iter().flat_map(|scenario| &scenario.attack).enumerate() {
        if !reach.steps.contains(step.id.as_str()) {
            let message = Words::new("content-unreachable-step").text("id", step.id.as_str());
            found.error(message, FileKind::Scenario, at!(attack [n] id));
            found.help(Words::new("content-unreachable-step-help"));
        }
    }
}
