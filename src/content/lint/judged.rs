//! Which orders can meet a criterion, and who may give them.

use std::collections::BTreeSet;

use super::Context;
use crate::model::{Criterion, MessageKind, OrderKind, Ref, Role, Verb};

/// The orders that can meet a criterion, and the roles that it asks for (none: any).
pub struct Ways<'a> {
    /// Orders of the catalogue.
    pub orders: Vec<&'a OrderKind>,
    /// Roles.
    pub by: &'a [Ref<Role>],
}

/// How `criterion` can be met by orders; none for what no single order meets, and when a file is missing.
pub fn ways<'a>(cx: &'a Context<'_>, criterion: &'a Criterion) -> Option<Ways<'a>> {
    let all = &cx.files.orders.as_ref()?.orders;
    let with_verb = |wanted: &dyn Fn(&Verb) -> bool| all.iter().filter(|order| wanted(&order.verb)).collect();
    let (orders, by): (Vec<&OrderKind>, &[Ref<Role>]) = match criterion {
        Criterion::Order { kinds, by, .. } => {
            let wanted: BTreeSet<&str> = kinds.iter().map(|kind| kind.id.as_str()).collect();
            (all.iter().filter(|order| wanted.contains(order.id.as_str())).collect(), by)
        }
        Criterion::Report { form, by, .. } => {
            (with_verb(&|verb| matches!(verb, Verb::Report(own) if own.id == form.id)), by)
        }
        Criterion::Message { from, kinds, .. } => {
            let is_wanted = |kind: &MessageKind| kinds.is_empty() || kinds.contains(kind);
            (with_verb(&|verb| matches!(verb, Verb::Message(kind) if is_wanted(kind))), from)
        }
        Criterion::Answer { .. } => (with_verb(&|verb| *verb == Verb::Answer), &[]),
        Criterion::Classified { by, .. } => (with_verb(&|verb| *verb == Verb::Classify), by),
        _ => return None,
    };
    Some(Ways { orders, by })
}

impl Ways<'_> {
    /// Whether a role that `has_seat` may give one of the orders, as one of the roles asked for or its deputy.
    pub fn may_be_given(&self, cx: &Context<'_>, has_seat: &dyn Fn(&str) -> bool) -> bool {
        let deputies = |role: &str| {
            let roles = cx.files.roles.iter().flat_map(|roles| &roles.roles);
            let deputies = roles.filter(|known| known.id == role).flat_map(|known| &known.deputies);
            deputies.map(|deputy| deputy.id.as_str()).collect::<Vec<_>>()
        };
        let asked: BTreeSet<&str> = self.by.iter().map(|role| role.id.as_str()).collect();
        let in_their_place: BTreeSet<&str> = asked.iter().flat_map(|role| deputies(role)).collect();
        let is_asked = |role: &str| asked.is_empty() || asked.contains(role) || in_their_place.contains(role);
        let mut givers = self.orders.iter().flat_map(|order| &order.by).map(|(role, _)| role.id.as_str());
        givers.any(|role| has_seat(role) && is_asked(role))
    }
}
