//! `bad-id`: ids are lower-case words with hyphens, so that they can be read aloud and typed anywhere. Roles,
//! procedures with their steps, named conditions and clocks keep the signs they have in the plans: `DOI_KT`.

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::tree::{Body, Node};
use crate::content::words::Words;

/// Lists whose ids are signs of the plans.
const SIGNS: [&str; 6] = ["roles", "procedures", "steps", "penalties", "conditions", "clocks"];

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (kind, tree) in cx.trees() {
        if let Some(id) = tree.field("id") {
            check_id(id, is_kebab, kind, found);
        }
        tree.walk(&mut |field, node| {
            let is_sign = field.is_some_and(|field| SIGNS.contains(&field));
            let Body::Items(items) = &node.body else { return };
            for id in items.iter().filter_map(|item| item.field("id")) {
                check_id(id, if is_sign { is_plain } else { is_kebab }, kind, found);
            }
        });
    }
    if let Some(province) = cx.files.province.as_ref().filter(|province| !is_kebab(&province.domain)) {
        let message = Words::new("content-bad-id").text("id", province.domain.as_str());
        found.error(message, FileKind::Province, at!(domain));
        found.help(Words::new("content-bad-id-help"));
    }
    if let Some(scenario) = cx.files.scenario.as_ref().filter(|scenario| scenario.id != cx.folder) {
        let message = Words::new("content-bad-id-folder").text("id", scenario.id.as_str()).text("folder", cx.folder);
        found.error(message, FileKind::Scenario, at!(id));
    }
}

fn check_id(node: &Node, is_good: fn(&str) -> bool, kind: FileKind, found: &mut Found) {
    if let Some(id) = node.text().filter(|id| !is_good(id)) {
        found.error_at(Words::new("content-bad-id").text("id", id), kind, node);
        found.help(Words::new("content-bad-id-help"));
    }
}

fn is_kebab(id: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.split('-').all(word)
}

fn is_plain(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
