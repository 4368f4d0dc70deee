//! `injects-crowded`: two injects reach one role within a minute. Only injects that come at a time are looked at,
//! each at the middle of its range; two that each wait for a condition of their own may exclude each other.

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Cond, Inject, Span, When};

/// Between two injects to one role `[P]`.
const APART: Span = Span::mins(1);

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(scenario) = &cx.files.scenario else { return };
    let timed: Vec<(usize, &Inject, Span)> =
        scenario.injects.iter().enumerate().filter_map(|(n, inject)| Some((n, inject, middle(inject)?))).collect();
    for (place, (n, inject, time)) in timed.iter().enumerate() {
        let earlier = timed.iter().take(place).find(|(_, other, at)| {
            (time.0 - at.0).abs() < APART.0
                && (inject.only_if == Cond::Always || other.only_if == Cond::Always || inject.only_if == other.only_if)
                && inject.to.iter().any(|role| other.to.iter().any(|to| to.id == role.id))
        });
        if let Some((_, other, _)) = earlier {
            let message = Words::new("content-injects-crowded").text("id", inject.id.as_str());
            found.warning(message.text("other", other.id.as_str()), FileKind::Scenario, at!(injects [*n] when));
        }
    }
}

/// The middle of the time at which an inject comes, if it comes at a time.
pub fn middle(inject: &Inject) -> Option<Span> {
    match &inject.when {
        When::At(range) => Some(Span((range.0.0 + range.1.0) / 2)),
        When::Once(..) | When::Manual => None,
    }
}
