//! On what a member gives an order: targets out of what it knows, and whether the order still does any good
//! there.

use std::collections::BTreeSet;

use crate::model::{
    Account, Backup, Foothold, Host, HostKind, Indicator, Inject, Ix, OnWhat, OrderKind, Scope, Service, SimTime, Site,
    Span, System, SystemState, Table, TargetKind, Verb, Zone,
};
use crate::sim::Target;

use super::knowledge::{Mark, Trouble};
use super::mind::Mind;
use super::places::{covers, hosts_of, is_within, reaches_into};

/// Targets that one step makes a member act on at most.
const AIMS_MAX: usize = 40;
/// How often an order is given on one target for one reason at most.
const TRIES_MAX: u32 = 4;
/// Before something is repeated on the same target.
const PAUSE: Span = Span::mins(30);

impl Mind<'_> {
    /// Targets for an order that a criterion asks for, the most useful first.
    pub fn aims(&self, kind: Ix<OrderKind>, on: &OnWhat) -> Vec<Target> {
        let good_for = self.desk.training.good_for(kind);
        let mut aims: Vec<Target> = match self.scenario().orders.at(kind).target {
            TargetKind::Nothing => vec![Target::Nothing],
            TargetKind::Host => self.host_aims(on).into_iter().map(Target::Host).collect(),
            TargetKind::Zone => self.zone_aims(on).into_iter().map(Target::Zone).collect(),
            TargetKind::Site => self.site_aims(on).into_iter().map(Target::Site).collect(),
            TargetKind::System => self.system_aims(on).into_iter().map(Target::System).collect(),
            TargetKind::Account => self.account_aims(on).into_iter().map(Target::Account).collect(),
            TargetKind::Indicator => self.indicator_aims().into_iter().map(Target::Indicator).collect(),
            TargetKind::Backup => self.backup_aims(good_for.restores).into_iter().map(Target::Backup).collect(),
            TargetKind::Alert => self.alert_aims(),
            TargetKind::Inject => self.inject_aims().into_iter().map(Target::Inject).collect(),
        };
        if let OnWhat::Within(scope) = on {
            aims.retain(|aim| reaches_into(self.scenario(), *aim, scope));
        }
        aims.truncate(AIMS_MAX);
        aims
    }

    /// Hosts known to be touched, those with standing trouble first, the oldest knowledge first; where none of
    /// the scope is known to be, one of it.
    fn host_aims(&self, on: &OnWhat) -> Vec<Ix<Host>> {
        let mut hosts = self.touched_hosts().to_vec();
        if let OnWhat::Within(scope) = on
            && !hosts.iter().any(|host| is_within(self.scenario(), scope, *host))
        {
            hosts.extend(self.hosts_within(scope).into_iter().take(1));
        }
        hosts
    }

    fn touched_hosts(&self) -> &[Ix<Host>] {
        self.touched.get_or_init(|| {
            let touched = self.known.hosts.iter().filter(|(_, trouble)| trouble.is_touched());
            let mut hosts: Vec<(bool, SimTime, Ix<Host>)> =
                touched.map(|(host, trouble)| (!self.has_standing_trouble(*host), trouble.first, *host)).collect();
            hosts.sort_unstable();
            hosts.into_iter().map(|(_, _, host)| host).collect()
        })
    }

    fn hosts_within(&self, scope: &Scope) -> Vec<Ix<Host>> {
        match scope {
            Scope::Hosts(hosts) => hosts.iter().map(crate::model::Ref::ix).collect(),
            Scope::System(system) => hosts_of(self.scenario(), Target::System(system.ix())).collect(),
            Scope::Zone(zone) => hosts_of(self.scenario(), Target::Zone(zone.ix())).collect(),
            Scope::Site(site) => hosts_of(self.scenario(), Target::Site(site.ix())).collect(),
            Scope::Anywhere => Vec::new(),
        }
    }

    /// Whether anything known to be wrong with a host has not been cured.
    pub fn has_standing_trouble(&self, host: Ix<Host>) -> bool {
        let belief = self.belief();
        [Mark::Held, Mark::Implanted, Mark::Encrypted, Mark::Altered].into_iter().any(|mark| belief.stands(host, mark))
    }

    /// Zones with touched hosts, those with most of them first; otherwise the first zone of the scope.
    fn zone_aims(&self, on: &OnWhat) -> Vec<Ix<Zone>> {
        let network = &self.scenario().network;
        let mut zones: Vec<(usize, Ix<Zone>)> = Vec::new();
        for host in self.touched_hosts() {
            let zone = network.hosts.at(*host).zone;
            match zones.iter_mut().find(|(_, other)| *other == zone) {
                Some((count, _)) => *count += 1,
                None => zones.push((1, zone)),
            }
        }
        zones.sort_by_key(|(count, zone)| (usize::MAX - count, *zone));
        let mut zones: Vec<Ix<Zone>> = zones.into_iter().map(|(_, zone)| zone).collect();
        if let OnWhat::Within(scope) = on
            && !zones.iter().any(|zone| reaches_into(self.scenario(), Target::Zone(*zone), scope))
        {
            let first = match scope {
                Scope::Zone(zone) => Some(zone.ix()),
                Scope::Site(site) => network.sites.at(site.ix()).zones.first().copied(),
                _ => self.hosts_within(scope).first().map(|host| network.hosts.at(*host).zone),
            };
            zones.extend(first);
        }
        zones
    }

    fn site_aims(&self, on: &OnWhat) -> Vec<Ix<Site>> {
        let mut sites = Vec::new();
        for zone in self.zone_aims(on) {
            let site = self.scenario().network.zones.at(zone).site;
            if !sites.contains(&site) {
                sites.push(site);
            }
        }
        sites
    }

    /// Systems with touched hosts, those with visible damage first; then, where any system will do, those
    /// that do not work.
    fn system_aims(&self, on: &OnWhat) -> Vec<Ix<System>> {
        let network = &self.scenario().network;
        let mut systems: Vec<(u8, Ix<System>)> = Vec::new();
        for (host, trouble) in self.known.hosts.iter().filter(|(_, trouble)| trouble.is_touched()) {
            for system in &network.hosts.at(*host).systems {
                let rank = damage_rank(trouble);
                match systems.iter_mut().find(|(_, other)| other == system) {
                    Some((known, _)) => *known = (*known).min(rank),
                    None => systems.push((rank, *system)),
                }
            }
        }
        systems.sort_unstable();
        let mut systems: Vec<Ix<System>> = systems.into_iter().map(|(_, system)| system).collect();
        if *on == OnWhat::Anything {
            let states = &self.desk.view.team.systems;
            let down = network.systems.indices().filter(|ix| states.get(ix.us()) == Some(&SystemState::Down));
            let known: BTreeSet<Ix<System>> = systems.iter().copied().collect();
            systems.extend(down.filter(|system| !known.contains(system)));
            if systems.is_empty() {
                systems.extend(self.systems_beside());
            }
        }
        if let OnWhat::Within(Scope::System(system)) = on
            && !systems.contains(&system.ix())
        {
            systems.push(system.ix());
        }
        systems
    }

    /// Systems with hosts in the sites where the attack is known to be.
    fn systems_beside(&self) -> Vec<Ix<System>> {
        let network = &self.scenario().network;
        let sites = self.site_aims(&OnWhat::Touched);
        let beside = |ix: &Ix<System>| {
            hosts_of(self.scenario(), Target::System(*ix)).any(|host| sites.contains(&network.hosts.at(host).site))
        };
        network.systems.indices().filter(beside).collect()
    }

    /// Accounts known to be taken; otherwise, as a precaution, privileged ones of the systems and sites affected,
    /// or ordinary ones of the sites.
    fn account_aims(&self, on: &OnWhat) -> Vec<Ix<Account>> {
        let taken: Vec<Ix<Account>> = self.known.accounts.keys().copied().collect();
        if !taken.is_empty() || !self.known.is_alarmed() {
            return taken;
        }
        let _ = on;
        let systems = self.system_aims(&OnWhat::Touched);
        let sites = self.site_aims(&OnWhat::Touched);
        let accounts = &self.scenario().network.accounts;
        let affected = |ix: &Ix<Account>, privileged: bool| {
            let account = accounts.at(*ix);
            match &account.system {
                Some(system) => privileged && systems.contains(&system.ix()),
                None => account.admin == privileged && sites.contains(&account.site.ix()),
            }
        };
        let privileged: Vec<Ix<Account>> = accounts.indices().filter(|ix| affected(ix, true)).collect();
        // Where there is none, those of the people there.
        if privileged.is_empty() { accounts.indices().filter(|ix| affected(ix, false)).collect() } else { privileged }
    }

    fn indicator_aims(&self) -> Vec<Ix<Indicator>> {
        self.known.indicators.keys().copied().collect()
    }

    fn alert_aims(&self) -> Vec<Target> {
        let real = self.known.alerts.iter().filter(|(_, real)| **real);
        real.map(|(alert, _)| Target::Alert(*alert)).collect()
    }

    fn inject_aims(&self) -> Vec<Ix<Inject>> {
        let items = self.desk.view.seat.items.iter();
        items.filter(|item| item.what.answered().is_none()).filter_map(|item| item.what.inject()).collect()
    }

    /// For each system in need, the newest backup not known to be bad. To restore from, only one that is
    /// known to be clean.
    fn backup_aims(&self, to_restore: bool) -> Vec<Ix<Backup>> {
        let backups = &self.scenario().network.backups;
        let mut aims = Vec::new();
        for system in self.systems_to_restore() {
            let mut own: Vec<Ix<Backup>> =
                backups.indices().filter(|ix| backups.at(*ix).system.ix() == system).collect();
            own.sort_by_key(|ix| std::cmp::Reverse(backups.at(*ix).taken));
            let began = self.began(system);
            let fits = |ix: &Ix<Backup>| match self.known.backups.get(ix) {
                Some((clean, _)) => *clean,
                // What was taken after the attack began on the system is no use, tested or not.
                None => !to_restore && began.is_none_or(|began| SimTime::after_start(backups.at(*ix).taken) < began),
            };
            let known = own.iter().copied().find(|ix| self.known.backups.get(ix).is_some_and(|(clean, _)| *clean));
            aims.extend(
                known
                    .or_else(|| own.iter().copied().find(fits))
                    .or_else(|| own.iter().copied().find(|ix| !to_restore && !self.known.backups.contains_key(ix))),
            );
        }
        aims
    }

    /// Systems whose data or programs are known to be damaged; where none is, those touched.
    fn systems_to_restore(&self) -> Vec<Ix<System>> {
        let network = &self.scenario().network;
        let mut systems: Vec<Ix<System>> = Vec::new();
        for (host, trouble) in &self.known.hosts {
            let damaged = [Mark::Encrypted, Mark::Altered, Mark::Implanted].into_iter().any(|mark| trouble.has(mark));
            if damaged {
                systems.extend(&network.hosts.at(*host).systems);
            }
        }
        systems.sort_unstable();
        systems.dedup();
        // Systems that weigh more come first.
        systems.sort_by_key(|ix| std::cmp::Reverse(network.systems.at(*ix).level));
        systems
    }

    /// Since when the attack is known to have been on a system.
    fn began(&self, system: Ix<System>) -> Option<SimTime> {
        let on_it =
            self.known.hosts.iter().filter(|(host, trouble)| {
                trouble.is_touched() && covers(self.scenario(), Target::System(system), **host)
            });
        on_it.map(|(_, trouble)| trouble.began).min()
    }

    /// Whether an order on this target still does any good, as far as this seat can see. Nothing is done
    /// over and over.
    pub fn is_useful(&self, kind: Ix<OrderKind>, target: Target) -> bool {
        let tries = self.own.tries(kind, target);
        if tries.done + tries.failed >= TRIES_MAX
            || tries.last.is_some_and(|last| tries.failed > 0 && self.now() < last + Span::mins(10))
        {
            return false;
        }
        let spec = self.scenario().orders.at(kind);
        let good_for = self.desk.training.good_for(kind);
        let done = self
            .desk
            .public
            .repeats(kind, target)
            .map(|repeats| repeats.last)
            .max(tries.last.filter(|_| tries.done > 0));
        if spec.verb == Verb::TestSystem {
            return self.needs_test(target);
        }
        if good_for.cuts {
            return self.needs_cut(target);
        }
        if good_for.restores {
            return self.needs_restoring(target, done);
        }
        if good_for.is_cure() {
            return self.needs_cure(kind, target, done);
        }
        if good_for.covers {
            return self.needs_cover(target);
        }
        if !spec.secures.is_empty() {
            return self.needs_securing(spec.secures, target);
        }
        match done {
            None => true,
            Some(done) if !spec.reveals.is_empty() || spec.verb == Verb::Sweep => {
                self.newest_on(target).is_some_and(|newest| newest > done + Span::mins(5)) && self.now() > done + PAUSE
            }
            Some(_) => false,
        }
    }

    /// When the newest trouble on a target became known.
    fn newest_on(&self, target: Target) -> Option<SimTime> {
        let hosts = self.known.hosts.iter();
        hosts
            .filter(|(host, _)| target == Target::Nothing || covers(self.scenario(), target, **host))
            .map(|(_, trouble)| trouble.newest)
            .max()
    }

    fn needs_cut(&self, target: Target) -> bool {
        let network = &self.scenario().network;
        let worth = match target {
            Target::Host(host) => self.is_worth_cutting(host),
            Target::Zone(zone) => self.is_worth_cutting_off(zone),
            Target::Site(site) => network.sites.at(site).zones.iter().all(|zone| self.is_worth_cutting_off(*zone)),
            _ => false,
        };
        worth && !self.is_cut(target)
    }

    /// Whether a target is cut off already.
    pub fn is_cut(&self, target: Target) -> bool {
        let team = self.desk.view.team;
        let network = &self.scenario().network;
        match target {
            Target::Host(host) => {
                team.cut_hosts.contains(&host) || team.cut_zones.contains(&network.hosts.at(host).zone)
            }
            Target::Zone(zone) => team.cut_zones.contains(&zone),
            Target::Site(site) => network.sites.at(site).zones.iter().any(|zone| team.cut_zones.contains(zone)),
            _ => false,
        }
    }

    /// A host is cut off when the adversary has it and nobody else depends on it, or when it does harm.
    fn is_worth_cutting(&self, host: Ix<Host>) -> bool {
        let belief = self.belief();
        let harmful = belief.stands(host, Mark::Encrypted);
        let held = belief.stands(host, Mark::Held) || belief.stands(host, Mark::Implanted);
        let spec = self.scenario().host(host);
        harmful || held && spec.systems.is_empty()
    }

    /// A zone is cut off when several of its hosts are in trouble and no system of the province lives in it.
    fn is_worth_cutting_off(&self, zone: Ix<Zone>) -> bool {
        let network = &self.scenario().network;
        let vital = |host: &Ix<Host>| {
            network.hosts.at(*host).systems.iter().any(|system| network.systems.at(*system).level >= 3)
        };
        let spec = network.zones.at(zone);
        !spec.internet
            && !spec.hosts.iter().any(vital)
            && spec.hosts.iter().any(|host| self.has_standing_trouble(*host))
    }

    fn needs_cure(&self, kind: Ix<OrderKind>, target: Target, done: Option<SimTime>) -> bool {
        let good_for = self.desk.training.good_for(kind);
        let belief = self.belief();
        hosts_of(self.scenario(), target).any(|host| {
            let Some(trouble) = self.known.hosts.get(&host) else { return false };
            if good_for.wipes && !self.may_wipe(host, trouble) {
                return false;
            }
            let cured = Mark::ALL.into_iter().any(|mark| good_for.cures(mark) && belief.stands(host, mark));
            // Patching is worth it on every touched host, once.
            cured || good_for.cures(Mark::Weak) && done.is_none() && trouble.is_touched()
        })
    }

    /// Workstations that the adversary controls or has encrypted are installed anew; servers are restored.
    fn may_wipe(&self, host: Ix<Host>, trouble: &Trouble) -> bool {
        let spec = self.scenario().host(host);
        let ruined = trouble.has(Mark::Encrypted) || trouble.held == Foothold::Admin;
        ruined && spec.kind == HostKind::Workstation && spec.systems.is_empty()
    }

    fn needs_restoring(&self, target: Target, done: Option<SimTime>) -> bool {
        let Target::Backup(backup) = target else { return false };
        let Some(system) = self.scenario().network.backups.get(backup.us()).map(|backup| backup.system.ix()) else {
            return false;
        };
        let failed_test = self.known.systems.get(&system).is_some_and(|(passed, at)| !passed && Some(*at) > done);
        let belief = self.belief();
        let damaged = hosts_of(self.scenario(), Target::System(system)).any(|host| {
            [Mark::Encrypted, Mark::Altered, Mark::Implanted, Mark::Held].into_iter().any(|mark| {
                let learned = self.known.hosts.get(&host).and_then(|trouble| trouble.learned[mark as usize]);
                belief.stands(host, mark) || learned.is_some() && learned > done
            })
        });
        failed_test || damaged
    }

    /// A maintenance page is put up before a system whose content citizens should not see.
    fn needs_cover(&self, target: Target) -> bool {
        let Target::System(system) = target else { return false };
        let belief = self.belief();
        let spec = self.scenario().network.systems.at(system);
        let has_pages = spec.components.iter().any(|component| component.service == Service::Web);
        let damaged = |host: Ix<Host>| belief.stands(host, Mark::Altered) || belief.stands(host, Mark::Encrypted);
        has_pages
            && !self.desk.view.team.maintenance.contains(&system)
            && hosts_of(self.scenario(), target).any(damaged)
    }

    fn needs_securing(&self, kinds: crate::model::EvidenceSet, target: Target) -> bool {
        hosts_of(self.scenario(), target).any(|host| {
            self.known.hosts.get(&host).is_some_and(|trouble| {
                let missing = kinds.without(self.desk.public.secured(host));
                trouble.is_touched() && !missing.is_empty()
            })
        })
    }

    /// Systems are tested when they are believed to be in order, and again when something changed.
    fn needs_test(&self, target: Target) -> bool {
        let Target::System(system) = target else { return false };
        let hosts = hosts_of(self.scenario(), target);
        let belief = self.belief();
        let in_order = hosts.clone().all(|host| {
            [Mark::Held, Mark::Implanted, Mark::Encrypted, Mark::Altered]
                .into_iter()
                .all(|mark| !belief.stands(host, mark))
        });
        let changed =
            hosts.clone().flat_map(|host| Mark::ALL.map(|mark| self.desk.public.cured(host, mark))).max().flatten();
        let tested = self.known.systems.get(&system);
        in_order
            && match tested {
                None => true,
                Some((passed, at)) => Some(*at) < changed || !passed && self.now() > *at + PAUSE,
            }
    }

    /// Whether a system has passed its test since it was last changed.
    pub fn is_tested(&self, system: Ix<System>) -> bool {
        let hosts = hosts_of(self.scenario(), Target::System(system));
        let changed =
            hosts.clone().flat_map(|host| Mark::ALL.map(|mark| self.desk.public.cured(host, mark))).max().flatten();
        self.known.systems.get(&system).is_some_and(|(passed, at)| *passed && Some(*at) >= changed)
    }
}

/// The more visible the damage, the smaller.
fn damage_rank(trouble: &Trouble) -> u8 {
    if trouble.has(Mark::Altered) || trouble.has(Mark::Encrypted) {
        0
    } else if trouble.has(Mark::Implanted) || trouble.has(Mark::Held) {
        1
    } else {
        2
    }
}
