//! Which hosts a target of an order covers.

use crate::model::{Host, Ix, Scenario, Scope};
use crate::sim::{Target, TargetTruth};

/// The hosts of every zone, site, system, account and backup.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    hosts: usize,
    zones: Vec<Vec<Ix<Host>>>,
    sites: Vec<Vec<Ix<Host>>>,
    systems: Vec<Vec<Ix<Host>>>,
    /// Hosts of the account's system, or of its site when it administers none.
    accounts: Vec<Vec<Ix<Host>>>,
    /// Hosts of the backup's system.
    backups: Vec<Vec<Ix<Host>>>,
}

impl Places {
    /// The places of a scenario.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let network = &scenario.network;
        let mut places = Self {
            hosts: network.hosts.len(),
            zones: vec![Vec::new(); network.zones.len()],
            sites: vec![Vec::new(); network.sites.len()],
            systems: vec![Vec::new(); network.systems.len()],
            ..Self::default()
        };
        for (number, host) in (0..).zip(&network.hosts) {
            let ix = Ix::new(number);
            places.zones[host.zone.us()].push(ix);
            places.sites[host.site.us()].push(ix);
            for system in &host.systems {
                places.systems[system.us()].push(ix);
            }
        }
        places.accounts = network
            .accounts
            .iter()
            .map(|account| match &account.system {
                Some(system) => places.systems[system.ix().us()].clone(),
                None => places.sites[account.site.ix().us()].clone(),
            })
            .collect();
        places.backups = network.backups.iter().map(|b| places.systems[b.system.ix().us()].clone()).collect();
        places
    }

    /// The hosts that `target` covers; where the network does not say, those the log names.
    pub(super) fn hosts_of<'a>(&'a self, target: &'a Target, truth: &'a TargetTruth) -> &'a [Ix<Host>] {
        let known = match target {
            Target::Host(host) => return std::slice::from_ref(host),
            Target::Zone(zone) => self.zones.get(zone.us()),
            Target::Site(site) => self.sites.get(site.us()),
            Target::System(system) => self.systems.get(system.us()),
            Target::Account(account) => self.accounts.get(account.us()),
            Target::Backup(backup) => self.backups.get(backup.us()),
            Target::Nothing | Target::Indicator(_) | Target::Alert(_) | Target::Inject(_) => None,
        };
        known.map_or(&truth.hosts, Vec::as_slice)
    }

    /// For each host, whether it is in `scope`.
    pub(super) fn hosts_in(&self, scope: &Scope) -> Vec<bool> {
        let mut inside = vec![matches!(scope, Scope::Anywhere); self.hosts];
        let mut enter = |hosts: &[Ix<Host>]| hosts.iter().for_each(|host| inside[host.us()] = true);
        match scope {
            Scope::Anywhere => {}
            Scope::Site(site) => enter(&self.sites[site.ix().us()]),
            Scope::Zone(zone) => enter(&self.zones[zone.ix().us()]),
            Scope::System(system) => enter(&self.systems[system.ix().us()]),
            Scope::Hosts(hosts) => hosts.iter().for_each(|host| enter(&[host.ix()])),
        }
        inside
    }
}

/// Whether `target` is the very part of the network that `scope` names, which also holds for an empty one.
pub(super) fn names(scope: &Scope, target: &Target) -> bool {
    match (scope, target) {
        (Scope::Anywhere, _) => true,
        (Scope::Site(a), Target::Site(b)) => a.ix() == *b,
        (Scope::Zone(a), Target::Zone(b)) => a.ix() == *b,
        (Scope::System(a), Target::System(b)) => a.ix() == *b,
        _ => false,
    }
}
