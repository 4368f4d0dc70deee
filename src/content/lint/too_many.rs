//! `too-many`: implants and weaknesses of a scenario fit into the sets in which hosts carry them.

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::limits;
use crate::content::words::Words;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(scenario) = &cx.files.scenario else { return };
    let lists = [
        (scenario.implants.len(), "content-kind-implant", at!(implants[limits::CARRIED])),
        (scenario.vulnerabilities.len(), "content-kind-vulnerability", at!(vulnerabilities[limits::CARRIED])),
    ];
    for (count, kind, path) in lists {
        if count > limits::CARRIED {
            let message = Words::new("content-too-many").word("kind", kind).number("limit", limits::CARRIED);
            found.error(message.number("count", count), FileKind::Scenario, path);
        }
    }
}
