//! Skill: how long a member takes, what it forgets, and where it slips.

use crate::model::{EvidenceSet, FieldKind, Ix, OrderKind, Severity, Span, Table, Verb};
use crate::sim::{FieldValue, Input, Order, Target};

use super::bot::input;
use super::luck::Luck;
use super::mind::{Act, Key, Mind, Reason, Want};
use super::places::hosts_of;

/// The skill of a plan-follower, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Skill(u32);

impl Skill {
    /// A skill from 0 to 1000.
    pub fn new(permille: u16) -> Self {
        Self(u32::from(permille).min(1_000))
    }

    const fn lack(self) -> u32 {
        1_000 - self.0
    }

    /// How long it takes to act on something new: from a quarter of an untrained person's reaction to four
    /// times it.
    pub fn delay(self, luck: Luck, key: &Key, reaction: Span) -> Span {
        let factor_permille = 250 + i64::from(self.lack()) * 3_750 / 1_000;
        let spread_permille = 700 + luck.below("delay", key.number(), 601) as i64;
        Span(reaction.0 * factor_permille / 1_000 * spread_permille / 1_000)
    }

    /// Whether it thinks of the evidence before destroying it.
    pub fn is_careful(self, luck: Luck) -> bool {
        !luck.permille("careless", 0, self.lack() * 4 / 5)
    }

    /// Whether something slips its mind for good: a whole step of the plan, or a single duty.
    pub fn forgets(self, luck: Luck, key: &Key) -> bool {
        match key.reason {
            Reason::Step(_) | Reason::Expected(_) => {
                luck.permille("forget", key.reason_number(), self.lack() * 3 / 4)
                    || luck.permille("overlook", key.number(), self.lack() / 5)
            }
            Reason::Approval | Reason::Open => luck.permille("overlook", key.number(), self.lack() / 5),
            _ => luck.permille("overlook", key.number(), self.lack() * 2 / 5),
        }
    }

    /// Acts on a want, rightly or with a slip.
    pub fn carry_out(self, mind: &Mind<'_>, luck: Luck, want: &Want) -> Input {
        let slips = luck.permille("slip", want.key.number(), self.lack() * 9 / 20);
        match &want.act {
            Act::Decide(work, approve) => Input::Decide(mind.me, *work, *approve != slips),
            Act::Order(kind, target, give) => {
                let params = mind.fill(want.key.reason, *kind, *target, give);
                let mut order = Order { nonce: 0, kind: *kind, target: *target, params };
                if slips {
                    slip(mind, luck, want.key.number(), &mut order);
                }
                input(mind.me, order)
            }
        }
    }
}

/// Does something else than was meant.
fn slip(mind: &Mind<'_>, luck: Luck, key: u64, order: &mut Order) {
    let spec = mind.scenario().orders.at(order.kind);
    match &spec.verb {
        Verb::CloseAlert => order.params.verdict = order.params.verdict.map(|verdict| !verdict),
        Verb::Classify => order.params.severity = order.params.severity.map(lighter),
        Verb::Answer => {
            if let Target::Inject(inject) = order.target {
                let inject = mind.scenario().file.injects.get(inject.us());
                let choices = inject.map_or(0, |inject| inject.choices.len() as u64);
                order.params.choice = Some(luck.below("wrong-choice", key, choices.max(1)) as u8);
            }
        }
        Verb::Report(form) => {
            let fields = &mind.scenario().plan.forms.at(form.ix()).fields;
            for (number, field) in fields.iter().enumerate() {
                if luck.permille("wrong-field", key ^ number as u64, 500)
                    && let Some(value) = order.params.fields.get_mut(&field.id)
                {
                    spoil(value, &field.kind);
                }
            }
        }
        Verb::Message(_) | Verb::Record => order.params.facts.truncate(1),
        _ => {
            if !cut_by_power(mind, luck, key, order) {
                order.target = wrong_target(mind, luck, key, order.target);
            }
        }
    }
}

/// Turns a host off instead of cutting it off.
fn cut_by_power(mind: &Mind<'_>, luck: Luck, key: u64, order: &mut Order) -> bool {
    let cuts = mind.desk.training.good_for(order.kind).cuts;
    let loses_memory = |mind: &Mind<'_>, kind: Ix<OrderKind>| {
        let good_for = mind.desk.training.good_for(kind);
        good_for.stops && good_for.destroys != EvidenceSet::NONE
    };
    if !cuts || !luck.permille("power", key, 500) {
        return false;
    }
    let Some(kind) = mind.kind_that(order.target, loses_memory) else { return false };
    order.kind = kind;
    true
}

/// Something near the right target.
fn wrong_target(mind: &Mind<'_>, luck: Luck, key: u64, target: Target) -> Target {
    let network = &mind.scenario().network;
    match target {
        Target::Host(host) => {
            let beside: Vec<_> = hosts_of(mind.scenario(), Target::Zone(network.hosts.at(host).zone)).collect();
            luck.one_of("wrong-host", key, &beside).map_or(target, Target::Host)
        }
        Target::Zone(zone) => {
            let zones = &network.sites.at(network.zones.at(zone).site).zones;
            luck.one_of("wrong-zone", key, zones).map_or(target, Target::Zone)
        }
        Target::System(_) => {
            let systems: Vec<_> = network.systems.indices().collect();
            luck.one_of("wrong-system", key, &systems).map_or(target, Target::System)
        }
        Target::Account(_) => {
            let accounts: Vec<_> = network.accounts.indices().collect();
            luck.one_of("wrong-account", key, &accounts).map_or(target, Target::Account)
        }
        Target::Backup(backup) => {
            let system = network.backups.get(backup.us()).map(|backup| backup.system.ix());
            let same: Vec<_> =
                network.backups.indices().filter(|ix| Some(network.backups.at(*ix).system.ix()) == system).collect();
            luck.one_of("wrong-backup", key, &same).map_or(target, Target::Backup)
        }
        _ => target,
    }
}

const fn lighter(severity: Severity) -> Severity {
    match severity {
        Severity::M1 => Severity::M2,
        Severity::M2 => Severity::M3,
        Severity::M3 | Severity::M4 => Severity::M4,
    }
}

/// Says something else in a field.
fn spoil(value: &mut FieldValue, kind: &FieldKind) {
    match value {
        FieldValue::Time(at) => *at = *at + Span::hours(3),
        FieldValue::Severity(severity) => *severity = lighter(*severity),
        FieldValue::YesNo(yes) => *yes = !*yes,
        FieldValue::Count(count) => *count = count.saturating_mul(3),
        FieldValue::Systems(systems) => systems.truncate(systems.len() / 2),
        FieldValue::One(id) => {
            if let FieldKind::One(choices) = kind
                && let Some(other) = choices.iter().find(|choice| choice.id != *id)
            {
                *id = other.id.clone();
            }
        }
        FieldValue::Unknown | FieldValue::Text(_) => {}
    }
}
