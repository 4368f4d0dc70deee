//! Targets and the hosts they cover.

use crate::model::{Account, Host, Ix, Ref, Scenario, Scope, System, Table};
use crate::sim::Target;

/// Whether `host` is part of the target; accounts, backups and the like have no hosts of their own.
pub fn covers(scenario: &Scenario, target: Target, host: Ix<Host>) -> bool {
    let data = scenario.host(host);
    match target {
        Target::Host(ix) => ix == host,
        Target::Zone(zone) => data.zone == zone,
        Target::Site(site) => data.site == site,
        Target::System(system) => data.systems.contains(&system),
        Target::Backup(backup) => {
            let backup = scenario.network.backups.get(backup.us());
            backup.is_some_and(|backup| data.systems.contains(&backup.system.ix()))
        }
        _ => false,
    }
}

/// Whether `host` is in this part of the network.
pub fn is_within(scenario: &Scenario, scope: &Scope, host: Ix<Host>) -> bool {
    let data = scenario.host(host);
    match scope {
        Scope::Anywhere => true,
        Scope::Site(site) => data.site == site.ix(),
        Scope::Zone(zone) => data.zone == zone.ix(),
        Scope::System(system) => data.systems.contains(&system.ix()),
        Scope::Hosts(hosts) => hosts.iter().any(|other| other.ix() == host),
    }
}

/// Whether a target lies in, or has hosts in, this part of the network.
pub fn reaches_into(scenario: &Scenario, target: Target, scope: &Scope) -> bool {
    let network = &scenario.network;
    match (target, scope) {
        (_, Scope::Anywhere) => true,
        (Target::Host(host), _) => is_within(scenario, scope, host),
        (Target::Account(account), Scope::Site(site)) => network.accounts.at(account).site.ix() == site.ix(),
        (Target::Account(account), Scope::System(system)) => {
            network.accounts.at(account).system.as_ref().is_some_and(|own| own.ix() == system.ix())
        }
        (Target::Backup(backup), Scope::System(system)) => {
            network.backups.get(backup.us()).is_some_and(|backup| backup.system.ix() == system.ix())
        }
        (Target::Zone(zone), Scope::Site(site)) => network.zones.at(zone).site == site.ix(),
        (Target::Zone(zone), Scope::Zone(other)) => zone == other.ix(),
        (Target::Site(ix), Scope::Site(site)) => ix == site.ix(),
        (Target::System(ix), Scope::System(system)) => ix == system.ix(),
        _ => hosts_of(scenario, target).into_iter().any(|host| is_within(scenario, scope, host)),
    }
}

/// The hosts of a target.
pub fn hosts_of(scenario: &Scenario, target: Target) -> Vec<Ix<Host>> {
    let network = &scenario.network;
    let of_system = |system: Ix<System>| {
        let components = &network.systems.at(system).components;
        components.iter().flat_map(|component| &component.hosts).map(Ref::ix).collect()
    };
    match target {
        Target::Host(host) => vec![host],
        Target::Zone(zone) => network.zones.at(zone).hosts.clone(),
        Target::Site(site) => {
            network.sites.at(site).zones.iter().flat_map(|zone| &network.zones.at(*zone).hosts).copied().collect()
        }
        Target::System(system) => of_system(system),
        Target::Backup(backup) => {
            network.backups.get(backup.us()).map_or_else(Vec::new, |backup| of_system(backup.system.ix()))
        }
        _ => Vec::new(),
    }
}

/// Whether a system or site holds an account.
pub fn holds_account(scenario: &Scenario, target: Target, account: Ix<Account>) -> bool {
    let account = scenario.network.accounts.at(account);
    match target {
        Target::Site(site) => account.site.ix() == site,
        Target::System(system) => account.system.as_ref().is_some_and(|own| own.ix() == system),
        _ => false,
    }
}
