//! The tables of all names, and the walk that points every reference at its thing.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::expand::Expanded;
use super::files::{FileKind, Files, Finding, Report};
use super::lint::at;
use super::words::Words;
use super::{limits, suggest};
use crate::model::{AnyRef, FieldKind, Ix, Path, Ref, Refs, Truth};

/// Rule id.
pub const UNKNOWN: &str = "unknown-reference";

/// The ids of one kind of thing with their indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// Index of each id.
    pub of: BTreeMap<String, u32>,
    /// Whether a file that would name more of them could not be read, so that an unknown id is no news.
    pub incomplete: bool,
}

impl Ids {
    fn new<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut of = BTreeMap::new();
        for (index, id) in ids.enumerate() {
            of.entry(id.to_owned()).or_insert(index as u32);
        }
        Self { of, incomplete: false }
    }

    fn incomplete_if(mut self, incomplete: bool) -> Self {
        self.incomplete = incomplete;
        self
    }

    /// The nearest name, as long as `comparisons` last.
    fn nearest(&self, wrong: &str, comparisons: &Cell<usize>) -> Option<&str> {
        let left = comparisons.get().checked_sub(self.of.len())?;
        comparisons.set(left);
        suggest::nearest(wrong, self.of.keys().map(String::as_str))
    }

    fn resolve<T>(&self, reference: &mut Ref<T>, kind: &'static str, comparisons: &Cell<usize>) -> Option<Finding> {
        match self.of.get(&reference.id) {
            Some(index) => {
                reference.resolve(Ix::new(*index));
                None
            }
            None if self.incomplete => None,
            None => Some(unknown(kind, &reference.id, self.nearest(&reference.id, comparisons))),
        }
    }
}

/// The finding for an id that nothing has.
pub fn unknown(kind: &'static str, id: &str, near: Option<&str>) -> Finding {
    let message = Words::new("content-unknown-reference").word("kind", kind).text("id", id);
    Finding::error(UNKNOWN, message).help(near.map(|name| Words::new("content-did-you-mean").text("name", name)))
}

/// All tables of names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    agencies: Ids,
    sites: Ids,
    zones: Ids,
    hosts: Ids,
    systems: Ids,
    accounts: Ids,
    backups: Ids,
    stores: Ids,
    roles: Ids,
    orders: Ids,
    forms: Ids,
    channels: Ids,
    /// Named conditions of the plan, then those that the scenario adds.
    pub conditions: Ids,
    procedures: Ids,
    alerts: Ids,
    steps: Ids,
    implants: Ids,
    indicators: Ids,
    vulnerabilities: Ids,
    flags: Ids,
    injects: Ids,
}

macro_rules! ids {
    ($owner:expr, $($list:ident).+) => {
        Ids::new($owner.iter().flat_map(|owner| &owner.$($list).+).map(|item| item.id.as_str()))
            .incomplete_if($owner.is_none())
    };
}

impl Names {
    /// The names that the files and the expanded network give.
    pub fn collect(files: &Files, expanded: Option<&Expanded>) -> Self {
        let incomplete = expanded.is_none_or(|expanded| expanded.incomplete);
        let Files { province, roles, orders, signals, plan, scenario, unread_procedures } = files;
        let stores = province.iter().flat_map(|p| &p.systems).flat_map(|system| &system.data);
        let conditions: Vec<&str> = plan.iter().flat_map(|p| &p.conditions).map(|cond| cond.id.as_str()).collect();
        let of_plan: BTreeSet<&str> = conditions.iter().copied().collect();
        let own_conditions = scenario.iter().flat_map(|s| &s.conditions).map(|cond| cond.id.as_str());
        let own_conditions = own_conditions.filter(|id| !of_plan.contains(id));
        let conditions = conditions.iter().copied().chain(own_conditions);
        let alerts = signals.iter().flat_map(|s| &s.alerts).chain(scenario.iter().flat_map(|s| &s.alerts));
        Self {
            agencies: ids!(province, agencies),
            sites: ids!(expanded, network.sites).incomplete_if(incomplete),
            zones: ids!(expanded, network.zones).incomplete_if(incomplete),
            hosts: ids!(expanded, network.hosts).incomplete_if(incomplete),
            systems: ids!(province, systems),
            accounts: ids!(province, accounts),
            backups: ids!(province, backups),
            stores: Ids::new(stores.map(|store| store.id.as_str())).incomplete_if(province.is_none()),
            roles: ids!(roles, roles),
            orders: ids!(orders, orders),
            forms: ids!(plan, forms),
            channels: ids!(plan, channels),
            conditions: Ids::new(conditions).incomplete_if(plan.is_none() || scenario.is_none() || *unread_procedures),
            procedures: ids!(plan, procedures).incomplete_if(plan.is_none() || *unread_procedures),
            alerts: Ids::new(alerts.map(|alert| alert.id.as_str()))
                .incomplete_if(signals.is_none() || scenario.is_none()),
            steps: ids!(scenario, attack),
            implants: ids!(scenario, implants),
            indicators: ids!(scenario, indicators),
            vulnerabilities: ids!(scenario, vulnerabilities),
            flags: ids!(scenario, flags),
            injects: ids!(scenario, injects),
        }
    }

    /// Points `reference` at its thing, or says that there is none.
    fn resolve(&self, reference: AnyRef<'_>, comparisons: &Cell<usize>) -> Option<Finding> {
        match reference {
            AnyRef::Agency(r) => self.agencies.resolve(r, "content-kind-agency", comparisons),
            AnyRef::Site(r) => self.sites.resolve(r, "content-kind-site", comparisons),
            AnyRef::Zone(r) => self.zones.resolve(r, "content-kind-zone", comparisons),
            AnyRef::Host(r) => self.hosts.resolve(r, "content-kind-host", comparisons),
            AnyRef::System(r) => self.systems.resolve(r, "content-kind-system", comparisons),
            AnyRef::Account(r) => self.accounts.resolve(r, "content-kind-account", comparisons),
            AnyRef::Backup(r) => self.backups.resolve(r, "content-kind-backup", comparisons),
            AnyRef::DataStore(r) => self.stores.resolve(r, "content-kind-store", comparisons),
            AnyRef::Role(r) => self.roles.resolve(r, "content-kind-role", comparisons),
            AnyRef::Order(r) => self.orders.resolve(r, "content-kind-order", comparisons),
            AnyRef::Form(r) => self.forms.resolve(r, "content-kind-form", comparisons),
            AnyRef::Channel(r) => self.channels.resolve(r, "content-kind-channel", comparisons),
            AnyRef::Cond(r) => self.conditions.resolve(r, "content-kind-condition", comparisons),
            AnyRef::Procedure(r) => self.procedures.resolve(r, "content-kind-procedure", comparisons),
            AnyRef::Alert(r) => self.alerts.resolve(r, "content-kind-alert", comparisons),
            AnyRef::Step(r) => self.steps.resolve(r, "content-kind-step", comparisons),
            AnyRef::Implant(r) => self.implants.resolve(r, "content-kind-implant", comparisons),
            AnyRef::Indicator(r) => self.indicators.resolve(r, "content-kind-indicator", comparisons),
            AnyRef::Vulnerability(r) => self.vulnerabilities.resolve(r, "content-kind-vulnerability", comparisons),
            AnyRef::Flag(r) => self.flags.resolve(r, "content-kind-flag", comparisons),
            AnyRef::Inject(r) => self.injects.resolve(r, "content-kind-inject", comparisons),
        }
    }

    /// Resolves every reference of every file and reports those that lead nowhere.
    pub fn resolve_all(&self, files: &mut Files, report: &mut Report) {
        self.resolve_in(files.province.as_mut(), FileKind::Province, report);
        self.resolve_in(files.roles.as_mut(), FileKind::Roles, report);
        self.resolve_in(files.orders.as_mut(), FileKind::Orders, report);
        self.resolve_in(files.signals.as_mut(), FileKind::Signals, report);
        self.resolve_in(files.plan.as_mut(), FileKind::Plan, report);
        self.resolve_in(files.scenario.as_mut(), FileKind::Scenario, report);
        role_templates(files, report);
        plan_step_needs(files, report);
        incident_choices(files, report);
    }

    /// Resolves every reference of a file and reports those that lead nowhere.
    pub fn resolve_in<T: Refs>(&self, file: Option<&mut T>, kind: FileKind, report: &mut Report) {
        let Some(file) = file else { return };
        let comparisons = Cell::new(limits::COMPARISONS);
        file.refs(&mut Path::new(), &mut |path, reference| {
            if report.is_full() {
                return;
            }
            if let Some(finding) = self.resolve(reference, &comparisons) {
                report.add(finding, kind, path);
            }
        });
    }
}

/// The templates whose sites are a role's own.
fn role_templates(files: &Files, report: &mut Report) {
    let (Some(roles), Some(province)) = (&files.roles, &files.province) else { return };
    let known = || province.templates.iter().map(|template| template.id.as_str());
    for (index, role) in roles.roles.iter().enumerate() {
        for (number, id) in role.templates.iter().enumerate() {
            if !known().any(|template| template == id) {
                let finding = unknown("content-kind-template", id, suggest::nearest(id, known()));
                let path = at!(roles [index] templates [number]);
                report.add(finding, FileKind::Roles, &path);
            }
        }
    }
}

/// Plan steps that must come first, by their ids within the procedure.
fn plan_step_needs(files: &Files, report: &mut Report) {
    let procedures = files.plan.iter().flat_map(|plan| &plan.procedures);
    for (p, procedure) in procedures.enumerate() {
        let known = || procedure.steps.iter().map(|step| step.id.as_str());
        for (s, step) in procedure.steps.iter().enumerate() {
            for (n, id) in step.needs.iter().enumerate() {
                if !known().any(|step| step == id) {
                    let finding = unknown("content-kind-plan-step", id, suggest::nearest(id, known()));
                    let path = at!(procedures [p] steps [s] needs [n]);
                    report.add(finding, FileKind::Plan, &path);
                }
            }
        }
    }
}

/// Group and cause of the incident are choices of the fields that ask for them.
fn incident_choices(files: &Files, report: &mut Report) {
    let (Some(plan), Some(scenario)) = (&files.plan, &files.scenario) else { return };
    let incident = &scenario.incident;
    let mut asked = vec![
        (Truth::Group, &incident.group, at!(incident group)),
        (Truth::Cause, &incident.cause, at!(incident cause)),
    ];
    for (n, (_, group, cause)) in incident.by_variant.iter().enumerate() {
        asked.push((Truth::Group, group, at!(incident by_variant [n] [1])));
        asked.push((Truth::Cause, cause, at!(incident by_variant [n] [2])));
    }
    for (truth, id, path) in asked {
        let fields = || plan.forms.iter().flat_map(|form| &form.fields).filter(|field| field.truth == truth);
        let choices = || {
            let choices =
                fields().filter_map(|field| if let FieldKind::One(list) = &field.kind { Some(list) } else { None });
            choices.flatten().map(|choice| choice.id.as_str())
        };
        if choices().next().is_some() && !choices().any(|choice| choice == id) {
            let finding = unknown("content-kind-choice", id, suggest::nearest(id, choices()));
            report.add(finding, FileKind::Scenario, &path);
        }
    }
}
