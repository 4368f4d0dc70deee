//! `percent-over-100`: a share of a whole is at most the whole.

use super::{Context, Found};
use crate::content::words::Words;

/// How loud a signal is is measured against an ordinary one, not against a whole.
const NO_SHARE: &str = "strength_percent";

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (kind, tree) in cx.trees() {
        tree.walk(&mut |field, node| {
            let (share, whole) = match (field, node.name.as_deref()) {
                (Some(field), _) if field.ends_with("_percent") && field != NO_SHARE => (Some(node), 100),
                (Some("cost_permille"), _) => (Some(node), 1_000),
                (_, Some("Leak")) => (node.item(1), 100),
                (_, Some("TouchedHosts" | "Subjects" | "TouchedPercent")) => (node.item(0), 100),
                _ => return,
            };
            let Some(share) = share else { return };
            if let Some(number) = share.number().filter(|number| *number > whole) {
                let message = Words::new("content-percent-over-100").number("number", number).number("whole", whole);
                found.error_at(message, kind, share);
            }
        });
    }
}
