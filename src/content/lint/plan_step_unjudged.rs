//! `plan-step-unjudged`: a criterion without anything in it can never be met.

use super::{Context, Found, walk};
use crate::content::words::Words;
use crate::model::Criterion;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for seen in walk::criteria(cx.files) {
        walk::inside_criterion(seen.it, &mut seen.path.clone(), &mut |criterion, path| {
            let is_empty = match criterion {
                Criterion::Order { kinds, .. } => kinds.is_empty(),
                Criterion::Through(channels) => channels.is_empty(),
                Criterion::All(parts) | Criterion::Any(parts) => parts.is_empty(),
                _ => false,
            };
            if is_empty {
                found.error(Words::new("content-plan-step-unjudged"), seen.kind, path.clone());
            }
        });
    }
}
