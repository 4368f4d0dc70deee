//! `source-tag-missing`: every rule of the plan says where it is from, and how sure that is: `[V]` verified text,
//! `[X…]` and `[2]` secondary, `[M…]` from memory, `[P]` proposed, `[S0]` to `[S4]` the provincial plans.

use super::{Context, Found};
use crate::content::tree::Body;
use crate::content::words::Words;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (kind, tree) in cx.trees() {
        tree.walk(&mut |field, node| {
            let (Some("src"), Body::Items(sources)) = (field, &node.body) else { return };
            if sources.is_empty() {
                found.error_at(Words::new("content-source-missing"), kind, node);
                found.help(Words::new("content-source-tag-help"));
            }
            for source in sources {
                if source.text().is_some_and(|text| !has_tag(text)) {
                    found.error_at(Words::new("content-source-tag-missing"), kind, source);
                    found.help(Words::new("content-source-tag-help"));
                }
            }
        });
    }
}

fn has_tag(source: &str) -> bool {
    let tags = source.split('[').skip(1).filter_map(|after| after.split_once(']')).map(|(tag, _)| tag);
    let is_known =
        |tag: &str| matches!(tag, "V" | "2" | "P" | "S0" | "S1" | "S2" | "S3" | "S4") || tag.starts_with(['X', 'M']);
    tags.into_iter().any(is_known)
}
