//! `translation-missing`: every text stands in both languages. Without Vietnamese there is nothing to show;
//! without English the Vietnamese is shown.

use super::{Context, Found};
use crate::content::tree::Node;
use crate::content::words::Words;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (kind, tree) in cx.trees() {
        tree.walk(&mut |_, node| {
            // Only a text has a field of this name.
            let Some(vietnamese) = node.field("vi") else { return };
            if is_blank(vietnamese) {
                found.error_at(Words::new("content-vietnamese-missing"), kind, vietnamese);
            }
            let english = node.field("en");
            if english.is_none_or(is_blank) {
                found.warning_at(Words::new("content-english-missing"), kind, english.unwrap_or(vietnamese));
            }
        });
    }
}

fn is_blank(node: &Node) -> bool {
    node.text().is_some_and(|text| text.trim().is_empty())
}
