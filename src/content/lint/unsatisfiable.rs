//! `unsatisfiable`: a criterion asks for orders on something that none of them is given on: an account taken of
//! orders on hosts, a part of the network of orders on nothing. That nobody may give them, that no order sends the
//! form and that a choice is not offered is told by `nobody-may-order` and `level-out-of-range`.

use super::{Context, Found, judged, walk};
use crate::content::words::Words;
use crate::model::{Criterion, OnWhat, PathStep, Scope, TargetKind};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for seen in walk::criteria(cx.files) {
        walk::inside_criterion(seen.it, &mut seen.path.clone(), &mut |criterion, path| {
            let Criterion::Order { on, .. } = criterion else { return };
            let Some(ways) = judged::ways(cx, criterion).filter(|ways| !ways.orders.is_empty()) else { return };
            if !ways.orders.iter().any(|order| can_be(order.target, on)) {
                let orders = ways.orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>().join(", ");
                let message = Words::new("content-unsatisfiable").text("orders", orders);
                found.error(message, seen.kind, walk::join(path, &[PathStep::Field("on")]));
                found.help(Words::new("content-unsatisfiable-help"));
            }
        });
    }
}

/// Whether a target of this kind can ever be what is asked for; as the score judges it.
const fn can_be(target: TargetKind, on: &OnWhat) -> bool {
    match on {
        OnWhat::Anything | OnWhat::Within(Scope::Anywhere) => true,
        OnWhat::TakenAccount => matches!(target, TargetKind::Account | TargetKind::System),
        OnWhat::CleanBackup => matches!(target, TargetKind::Backup),
        OnWhat::TrueIndicator => matches!(target, TargetKind::Indicator),
        OnWhat::Touched | OnWhat::TouchedPercent(_) | OnWhat::Within(_) => {
            !matches!(target, TargetKind::Nothing | TargetKind::Indicator | TargetKind::Inject)
        }
    }
}
