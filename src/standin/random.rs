//! The random stand-in: any order it may give, on any target it can name, with anything filled in.

use std::collections::BTreeMap;

use crate::model::{
    FieldKind, Form, Ix, OrderKind, Param, Role, Severity, SimTime, Span, SpanRange, Table, TargetKind, Verb,
};
use crate::sim::{FactKind, FieldValue, Input, Order, Params, Target};

use super::bot::{input, pause};
use super::luck::Luck;
use super::mind::Desk;

/// Pause between two orders during the active part.
const BUSY: SpanRange = SpanRange(Span::mins(3), Span::mins(9));
/// And afterwards.
const IDLE: SpanRange = SpanRange(Span::hours(1), Span::hours(4));
/// Facts named in one order at most.
const FACTS_MAX: usize = 8;

/// How long it waits before its next order.
pub(super) fn pace(desk: &Desk<'_>, luck: Luck, turn: u64) -> Span {
    let busy = desk.view.now < SimTime::after_start(desk.scenario.file.active);
    pause(luck, "random-pace", turn, if busy { BUSY } else { IDLE })
}

/// An order, if it finds one.
pub(super) fn order(desk: &Desk<'_>, me: Ix<Role>, luck: Luck, turn: u64) -> Option<Input> {
    let orders = &desk.scenario.orders;
    let mine: Vec<Ix<OrderKind>> =
        orders.indices().filter(|kind| orders.at(*kind).by.iter().any(|(role, _)| role.ix() == me)).collect();
    // Many kinds have nothing to be given on at first: no alert, no indicator.
    let tries = (0..4_u64).filter_map(|again| luck.one_of("random-kind", turn * 4 + again, &mine));
    let (kind, target) =
        tries.filter_map(|kind| Some((kind, target(desk, me, luck, turn, orders.at(kind).target, kind)?))).next()?;
    let params = params(desk, luck, turn, kind, target);
    Some(input(me, Order { nonce: 0, kind, target, params }))
}

/// A target of a kind, by preference one on which the role may act.
fn target(desk: &Desk<'_>, me: Ix<Role>, luck: Luck, turn: u64, of: TargetKind, kind: Ix<OrderKind>) -> Option<Target> {
    let all = candidates(desk, of);
    let tries = (0..6_u64).filter_map(|again| luck.one_of("random-target", turn * 8 + again, &all));
    let tries: Vec<Target> = tries.collect();
    let allowed = tries.iter().copied().find(|target| desk.training.may(desk.scenario, me, kind, *target));
    allowed.or(tries.first().copied())
}

fn candidates(desk: &Desk<'_>, of: TargetKind) -> Vec<Target> {
    let network = &desk.scenario.network;
    let seat = desk.view.seat;
    match of {
        TargetKind::Nothing => vec![Target::Nothing],
        TargetKind::Host => network.hosts.indices().map(Target::Host).collect(),
        TargetKind::Zone => network.zones.indices().map(Target::Zone).collect(),
        TargetKind::Site => network.sites.indices().map(Target::Site).collect(),
        TargetKind::System => network.systems.indices().map(Target::System).collect(),
        TargetKind::Account => network.accounts.indices().map(Target::Account).collect(),
        TargetKind::Backup => network.backups.indices().map(Target::Backup).collect(),
        TargetKind::Alert => seat.alerts.iter().map(|alert| Target::Alert(alert.id)).collect(),
        TargetKind::Indicator => {
            let facts = seat.facts.iter();
            facts
                .filter_map(|known| match known.fact.kind {
                    FactKind::Indicator(indicator) => Some(Target::Indicator(indicator)),
                    _ => None,
                })
                .collect()
        }
        TargetKind::Inject => seat.items.iter().filter_map(|item| item.what.inject()).map(Target::Inject).collect(),
    }
}

fn params(desk: &Desk<'_>, luck: Luck, turn: u64, kind: Ix<OrderKind>, target: Target) -> Params {
    let scenario = desk.scenario;
    let spec = scenario.orders.at(kind);
    let mut params = Params::default();
    for param in &spec.params {
        match param {
            Param::Text => params.text = spec.name.vi.clone(),
            Param::To => {
                let seats: Vec<Ix<Role>> = scenario.file.seats.iter().map(crate::model::Ref::ix).collect();
                params.to = luck.one_of("random-to", turn, &seats).into_iter().collect();
            }
            Param::Facts => {
                params.facts = desk.view.seat.facts.iter().rev().map(|known| known.id).take(FACTS_MAX).collect();
            }
            Param::Severity => params.severity = luck.one_of("random-severity", turn, &Severity::ALL),
            Param::Verdict => params.verdict = luck.one_of("random-verdict", turn, &[true, false]),
            Param::Choice => {
                let choices = match target {
                    Target::Inject(inject) => {
                        scenario.file.injects.get(inject.us()).map_or(0, |inject| inject.choices.len())
                    }
                    _ => 0,
                };
                params.choice = Some(luck.below("random-choice", turn, choices.max(1) as u64) as u8);
            }
            Param::Channel => {
                let channels: Vec<_> = scenario.plan.channels.indices().collect();
                params.channel = luck.one_of("random-channel", turn, &channels);
            }
            Param::Fields => {
                if let Verb::Report(form) = &spec.verb {
                    params.fields = fields(desk, luck, turn, form.ix());
                }
            }
        }
    }
    params
}

fn fields(desk: &Desk<'_>, luck: Luck, turn: u64, form: Ix<Form>) -> BTreeMap<String, FieldValue> {
    let fields = desk.scenario.plan.forms.at(form).fields.iter().enumerate();
    fields
        .map(|(number, field)| (field.id.clone(), field_value(desk, luck, turn * 64 + number as u64, &field.kind)))
        .collect()
}

fn field_value(desk: &Desk<'_>, luck: Luck, key: u64, kind: &FieldKind) -> FieldValue {
    match kind {
        FieldKind::Text => FieldValue::Text("…".to_owned()),
        FieldKind::Time => {
            FieldValue::Time(SimTime(luck.below("random-time", key, desk.view.now.0.max(1) as u64) as i64))
        }
        FieldKind::Severity => {
            luck.one_of("random-field", key, &Severity::ALL).map_or(FieldValue::Unknown, FieldValue::Severity)
        }
        FieldKind::YesNo => FieldValue::YesNo(luck.below("random-field", key, 2) == 1),
        FieldKind::Count => FieldValue::Count(luck.below("random-field", key, 1_000) as u32),
        FieldKind::One(choices) => choices
            .get(luck.below("random-field", key, choices.len() as u64) as usize)
            .map_or(FieldValue::Unknown, |choice| FieldValue::One(choice.id.clone())),
        FieldKind::Systems => {
            let systems: Vec<_> = desk.scenario.network.systems.indices().collect();
            FieldValue::Systems(luck.one_of("random-field", key, &systems).into_iter().collect())
        }
    }
}
