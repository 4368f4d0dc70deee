//! What can be worked out once for a scenario, so that no run has to search for it.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::Graph;
use super::world;
use crate::model::{
    Account, Cond, Criterion, Host, Ix, Phase, Role, Scenario, Sensor, SimTime, Site, Span, System, Table,
    Vulnerability, When, Zone,
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
        let mut index = Self {
            graph: Graph::new(scenario),
            system_hosts: network.systems.indices().map(|ix| world::hosts_of_system(scenario, ix)).collect(),
            phase_of: vec![None; scenario.orders.len()],
            looks: BTreeSet::new(),
            outages: BTreeMap::new(),
            own_sites: scenario.roles.iter().map(|role| own_sites(scenario, role)).collect(),
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

    /// Whether a host is a role's own: at its sites or part of a system it operates.
    pub fn owns_host(&self, scenario: &Scenario, role: Ix<Role>, host: Ix<Host>) -> bool {
        let host = scenario.host(host);
        self.owns_site(role, host.site)
            || host.systems.iter().any(|system| scenario.network.systems.at(*system).operator.ix() == role)
    }

    /// Whether a zone is a role's own.
    pub fn owns_zone(&self, scenario: &Scenario, role: Ix<Role>, zone: Ix<Zone>) -> bool {
        self.owns_site(role, scenario.network.zones.at(zone).site)
    }

    /// Whether a system is a role's own.
    pub fn owns_system(&self, scenario: &Scenario, role: Ix<Role>, system: Ix<System>) -> bool {
        scenario.network.systems.at(system).operator.ix() == role
            || self.system_hosts[system.us()].iter().any(|host| self.owns_site(role, scenario.host(*host).site))
    }

    /// Whether an account is a role's own.
    pub fn owns_account(&self, scenario: &Scenario, role: Ix<Role>, account: Ix<Account>) -> bool {
        let account = scenario.network.accounts.at(account);
        self.owns_site(role, account.site.ix())
            || account.system.as_ref().is_some_and(|system| self.owns_system(scenario, role, system.ix()))
    }
}

fn own_sites(scenario: &Scenario, role: &Role) -> Vec<bool> {
    let sites = &scenario.network.sites;
    let own =
        |ix: Ix<Site>| role.sites.iter().any(|site| site.ix() == ix) || role.templates.contains(&sites.at(ix).template);
    sites.indices().map(own).collect()
}
