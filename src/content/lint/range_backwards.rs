//! `range-backwards`: a range of times goes from the shorter to the longer, and time does not run backwards.

use super::{Context, Found, at};
use crate::content::files::{FileKind, Files};
use crate::content::tree::{Body, Node};
use crate::content::words::Words;
use crate::model::{Path, Span};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (kind, tree) in cx.trees() {
        tree.walk(&mut |_, node| {
            let Some((from, to)) = range(node) else { return };
            if from > to {
                found.error_at(backwards(from, to), kind, node);
            } else if from < Span::ZERO {
                found.error_at(Words::new("content-range-negative").text("from", from.to_string()), kind, node);
            }
        });
    }
    for (from, to, kind, path) in periods(cx.files) {
        if from > to {
            found.error(backwards(from, to), kind, path);
        }
    }
}

fn backwards(from: Span, to: Span) -> Words {
    Words::new("content-range-backwards").text("from", from.to_string()).text("to", to.to_string())
}

/// The pair of lengths that stands here.
fn range(node: &Node) -> Option<(Span, Span)> {
    match &node.body {
        Body::Items(items) => match &items[..] {
            [from, to] => from.span().zip(to.span()),
            _ => None,
        },
        _ => None,
    }
}

/// Beginnings and ends that stand in fields of their own.
fn periods(files: &Files) -> Vec<(Span, Span, FileKind, Path)> {
    let mut all = Vec::new();
    for (n, noise) in files.signals.iter().flat_map(|signals| &signals.noise).enumerate() {
        all.push((noise.from, noise.until, FileKind::Signals, at!(noise [n] until)));
    }
    if let Some(scenario) = &files.scenario {
        let kind = FileKind::Scenario;
        all.push((scenario.active, scenario.ends, kind, at!(active)));
        for (n, noise) in scenario.noise.iter().enumerate() {
            all.push((noise.from, noise.until, kind, at!(noise [n] until)));
        }
        let mut previous = Span::ZERO;
        for (n, jump) in scenario.moves.iter().enumerate() {
            all.push((previous, jump.to, kind, at!(moves [n] to)));
            if let Some(from) = jump.from {
                all.push((previous, from, kind, at!(moves [n] from)));
                all.push((from, jump.to, kind, at!(moves [n] from)));
            }
            all.push((jump.to, scenario.ends, kind, at!(moves [n] to)));
            previous = jump.to;
        }
    }
    all
}
