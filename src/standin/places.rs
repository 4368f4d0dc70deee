//! Targets and the hosts they cover.

use crate::model::{Account, Host, Ix, Ref, Scenario, Scope, Table, Zone};
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
        _ => hosts_of(scenario, target).any(|host| is_within(scenario, scope, host)),
    }
}

/// The hosts of a target, zone by zone or component by component.
pub fn hosts_of(scenario: &Scenario, target: Target) -> impl Iterator<Item = Ix<Host>> + Clone + '_ {
    let network = &scenario.network;
    let only = if let Target::Host(host) = target { Some(host) } else { None };
    let zones: &[Ix<Zone>] = match &target {
        Target::Site(site) => &network.sites.at(*site).zones,
        _ => &[],
    };
    let zone = if let Target::Zone(zone) = target { Some(zone) } else { None };
    let system = match target {
        Target::System(system) => Some(system),
        Target::Backup(backup) => network.backups.get(backup.us()).map(|backup| backup.system.ix()),
        _ => None,
    };
    let components = system.map_or(&[][..], |system| &network.systems.at(system).components[..]);
    let of_zones =
        zone.into_iter().chain(zones.iter().copied()).flat_map(|zone| &network.zones.at(zone).hosts).copied();
    let of_system = components.iter().flat_map(|component| &component.hosts).map(Ref::ix);
    only.into_iter().chain(of_zones).chain(of_system)
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
