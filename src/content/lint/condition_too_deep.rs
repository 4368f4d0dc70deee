//! `condition-too-deep`: conditions inside conditions, counted through named ones. The engine and the stand-ins
//! follow them by recursion, so their depth is bounded here, and only here. Circles are another rule's matter.

use std::collections::BTreeMap;

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::limits;
use crate::content::words::Words;
use crate::model::{Cond, NamedCond};

/// Nothing is counted beyond this: a circle ends here.
const MOST: usize = limits::CONDITION_DEPTH + 1;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let own = cx.files.scenario.iter().flat_map(|scenario| &scenario.conditions).enumerate();
    let own = own.map(|(n, cond)| (FileKind::Scenario, n, cond));
    let shared = cx.files.plan.iter().flat_map(|plan| &plan.conditions).enumerate();
    let shared = shared.map(|(n, cond)| (FileKind::Plan, n, cond));
    let named: Vec<_> = own.chain(shared).collect();
    let depths = Depths::of(&named.iter().map(|(_, _, cond)| *cond).collect::<Vec<_>>());
    for (kind, n, cond) in &named {
        // The one that goes beyond the limit is the place to mend; what builds on it is not told again.
        if depths.depth(&cond.when) >= MOST && depths.inside(&cond.when) < MOST {
            let message = Words::new("content-condition-too-deep").text("id", cond.id.as_str());
            found.error(message.number("limit", limits::CONDITION_DEPTH), *kind, at!(conditions [*n] when));
        }
    }
}

/// How deep named conditions are.
struct Depths<'a> {
    by_name: BTreeMap<&'a str, usize>,
}

impl<'a> Depths<'a> {
    /// Round by round, each one name deeper, without recursion through names. Of several with one name the first
    /// is in force.
    fn of(named: &[&'a NamedCond]) -> Self {
        let mut depths = Self { by_name: BTreeMap::new() };
        for _round in 0..=MOST {
            let mut next = BTreeMap::new();
            for cond in named {
                next.entry(cond.id.as_str()).or_insert_with(|| depths.depth(&cond.when));
            }
            if next == depths.by_name {
                break;
            }
            depths.by_name = next;
        }
        depths
    }

    fn of_name(&self, id: &str) -> usize {
        self.by_name.get(id).copied().unwrap_or_default()
    }

    /// The depth of a condition, at most [`MOST`].
    fn depth(&self, cond: &Cond) -> usize {
        let inside = match cond {
            Cond::All(parts) | Cond::Any(parts) => parts.iter().map(|part| self.depth(part)).max().unwrap_or_default(),
            Cond::Not(part) => self.depth(part),
            Cond::Named(named) => self.of_name(&named.id),
            _ => 0,
        };
        (inside + 1).min(MOST)
    }

    /// The depth of the deepest condition that `cond` names.
    fn inside(&self, cond: &Cond) -> usize {
        match cond {
            Cond::All(parts) | Cond::Any(parts) => parts.iter().map(|part| self.inside(part)).max().unwrap_or_default(),
            Cond::Not(part) => self.inside(part),
            Cond::Named(named) => self.of_name(&named.id),
            _ => 0,
        }
    }
}
