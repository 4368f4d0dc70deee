//! What can be worked out once for a scenario, so that no run has to search for it.

use std::collections::{BTreeMap, BTreeSet};

use super::order::{Refusal, Target};
use super::paths::Graph;
use super::world;
use crate::model::{
    Authority, Cond, Criterion, Host, Ix, OrderKind, Phase, Ref, Role, Scenario, Sensor, SimTime, Site, Span, System,
    Table, Vulnerability, When,
};

/// Tables derived from a scenario.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// Ways between zones.
    pub graph: Graph,
    /// By system: its hosts.
    pub system_hosts: Vec<Vec<Ix<Host>>>,
    /// By order: the earliest phase of the plan in which it is a step.
    pub phase_of: Vec<Option<Phase>>,
    /// Moments at which conditions of time may change.
    pub looks: BTreeSet<SimTime>,
    /// By system: lengths of outage that conditions ask for.
    pub outages: BTreeMap<Ix<System>, BTreeSet<Span>>,
    /// By role: whether a site is its own.
    own_sites: Vec<Vec<bool>>,
    /// Sensors of each layer, in the order of the file.
    pub sensors: BTreeMap<crate::model::Layer, Vec<Ix<Sensor>>>,
    /// Hosts and the weaknesses they have.
    pub weak: Vec<(Ix<Host>, Ix<Vulnerability>)>,
}

impl Index {
    /// Derives the tables.
    pub fn new(scenario: &Scenario) -> Self {
        let network = &scenario.network;
        let own_sites = |role| network.sites.indices().map(|site| is_own_site(scenario, role, site)).collect();
        let mut index = Self {
            graph: Graph::new(scenario),
            system_hosts: network.systems.indices().map(|ix| world::hosts_of_system(scenario, ix)).collect(),
            phase_of: vec![None; scenario.orders.len()],
            looks: BTreeSet::new(),
            outages: BTreeMap::new(),
            own_sites: scenario.roles.indices().map(own_sites).collect(),
            sensors: BTreeMap::new(),
            weak: Vec::new(),
        };
        for sensor in network.sensors.indices() {
            index.sensors.entry(network.sensors.at(sensor).layer).or_default().push(sensor);
        }
        for weakness in scenario.file.vulnerabilities.indices() {
            let hosts = &scenario.file.vulnerabilities.at(weakness).hosts;
            index.weak.extend(hosts.iter().map(|host| (host.ix(), weakness)));
        }
        for procedure in &scenario.plan.procedures {
            for step in &procedure.steps {
                index.note_phase(&step.judge, step.phase);
            }
        }
        index.note_times(scenario);
        index
    }

    fn note_phase(&mut self, criterion: &Criterion, phase: Phase) {
        match criterion {
            Criterion::Order { kinds, .. } => {
                for kind in kinds {
                    let known = &mut self.phase_of[kind.ix().us()];
                    *known = Some(known.map_or(phase, |earlier| earlier.min(phase)));
                }
            }
            Criterion::All(parts) | Criterion::Any(parts) => {
                for part in parts {
                    self.note_phase(part, phase);
                }
            }
            _ => {}
        }
    }

    fn note_times(&mut self, scenario: &Scenario) {
        let mut conds: Vec<&Cond> = scenario.plan.conditions.iter().map(|named| &named.when).collect();
        conds.extend(scenario.plan.severity.iter().map(|(_, cond)| cond));
        conds.push(&scenario.file.ends_when);
        for inject in &scenario.file.injects {
            conds.push(&inject.only_if);
            if let When::Once(cond, _) = &inject.when {
                conds.push(cond);
            }
        }
        for cond in conds {
            cond.visit(&mut |part| match part {
                Cond::After(span) => drop(self.looks.insert(SimTime::after_start(*span))),
                Cond::SystemOutage(system, span) => drop(self.outages.entry(system.ix()).or_default().insert(*span)),
                _ => {}
            });
        }
    }

    /// Whether a site is a role's own.
    pub fn owns_site(&self, role: Ix<Role>, site: Ix<Site>) -> bool {
        self.own_sites[role.us()][site.us()]
    }

    /// Whether a role has sites of its own at all.
    pub fn is_local(&self, role: Ix<Role>) -> bool {
        self.own_sites[role.us()].contains(&true)
    }
}

/// Whether a target is a role's own: at its sites, or part of a system it operates. What has no place is everybody's;
/// a backup is asked for by its system. `is_own_site` says which sites are the role's own.
pub(super) fn owns(
    scenario: &Scenario,
    role: Ix<Role>,
    target: Target,
    is_own_site: &dyn Fn(Ix<Site>) -> bool,
) -> bool {
    let network = &scenario.network;
    let operates = |system: Ix<System>| network.systems.at(system).operator.ix() == role;
    let owns_system = |system: Ix<System>| {
        let parts = network.systems.at(system);
        let hosts =
            parts.components.iter().flat_map(|part| &part.hosts).chain(parts.data.iter().map(|data| &data.host));
        operates(system) || hosts.map(Ref::ix).any(|host| is_own_site(scenario.host(host).site))
    };
    match target {
        Target::Host(host) => {
            let host = scenario.host(host);
            is_own_site(host.site) || host.systems.iter().any(|system| operates(*system))
        }
        Target::Zone(zone) => is_own_site(network.zones.at(zone).site),
        Target::Site(site) => is_own_site(site),
        Target::System(system) => owns_system(system),
        Target::Account(account) => {
            let account = network.accounts.at(account);
            is_own_site(account.site.ix()) || account.system.as_ref().is_some_and(|system| owns_system(system.ix()))
        }
        Target::Backup(_) | Target::Nothing | Target::Indicator(_) | Target::Alert(_) | Target::Inject(_) => true,
    }
}

/// Whether `role` may give an order; `may` says whether a role's authority reaches the target.
pub(super) fn check_authority(
    spec: &OrderKind,
    role: Ix<Role>,
    may: &dyn Fn(Ix<Role>, Authority) -> bool,
) -> Result<(), Refusal> {
    match spec.by.iter().find(|(who, _)| who.ix() == role) {
        Some((_, authority)) if may(role, *authority) => Ok(()),
        Some(_) => {
            let able = spec.by.iter().filter(|(who, authority)| may(who.ix(), *authority));
            Err(Refusal::NotOwn(able.map(|(who, _)| who.ix()).collect()))
        }
        None => Err(Refusal::NoAuthority(spec.by.iter().map(|(who, _)| who.ix()).collect())),
    }
}

/// Whether a site is a role's own.
pub(super) fn is_own_site(scenario: &Scenario, role: Ix<Role>, site: Ix<Site>) -> bool {
    let role = scenario.roles.at(role);
    role.sites.iter().any(|own| own.ix() == site) || role.templates.contains(&scenario.network.sites.at(site).template)
}
