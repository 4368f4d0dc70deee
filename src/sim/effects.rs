//! The vocabulary of effects: the only place where the world changes.

use super::event::What;
use super::exercise::Exercise;
use super::fact::{FactKind, How};
use super::order::Target;
use super::view::BackupView;
use super::work::Work;
use super::world::{self, BackupState};
use crate::model::{
    Account, Backup, BackupKind, DataStore, Effect, Evidence, EvidenceSet, Facet, Foothold, Host, Inject, Ix, Mishap,
    Role, ServiceSet, System, Table, Zone,
};

/// Who brings an effect about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Actor {
    /// The adversary.
    Adversary,
    /// The exercise direction, through this inject if any.
    Direction(Option<Ix<Inject>>),
    /// A seat, through this piece of work if any.
    Role(Ix<Role>, Option<Ix<Work>>),
}

impl Exercise {
    /// Hosts that a target covers.
    pub(super) fn hosts_of(&self, target: Target) -> Vec<Ix<Host>> {
        match target {
            Target::Host(host) => vec![host],
            Target::Zone(zone) => self.scenario.network.zones.at(zone).hosts.clone(),
            Target::Site(site) => world::hosts_of_site(&self.scenario, site),
            Target::System(system) => self.index.system_hosts[system.us()].clone(),
            Target::Backup(backup) => self
                .world
                .backups
                .get(backup.us())
                .map_or_else(Vec::new, |backup| self.index.system_hosts[backup.system.us()].clone()),
            Target::Alert(alert) => self.alerts.get(alert.us()).map_or_else(Vec::new, |alert| vec![alert.host]),
            Target::Nothing | Target::Account(_) | Target::Indicator(_) | Target::Inject(_) => Vec::new(),
        }
    }

    fn zones_of(&self, target: Target) -> Vec<Ix<Zone>> {
        match target {
            Target::Zone(zone) => vec![zone],
            Target::Site(site) => self.scenario.network.sites.at(site).zones.clone(),
            Target::Nothing => self.scenario.network.zones.indices().collect(),
            _ => {
                let mut zones: Vec<_> =
                    self.hosts_of(target).into_iter().map(|host| self.scenario.host(host).zone).collect();
                zones.sort_unstable();
                zones.dedup();
                zones
            }
        }
    }

    fn accounts_of(&self, target: Target) -> Vec<Ix<Account>> {
        let accounts = &self.scenario.network.accounts;
        match target {
            Target::Account(account) => vec![account],
            Target::System(system) => accounts
                .indices()
                .filter(|ix| accounts.at(*ix).system.as_ref().is_some_and(|of| of.ix() == system))
                .collect(),
            Target::Site(site) => accounts.indices().filter(|ix| accounts.at(*ix).site.ix() == site).collect(),
            _ => Vec::new(),
        }
    }

    fn backups_of(&self, target: Target) -> Vec<Ix<Backup>> {
        let all = (0..self.world.backups.len()).map(world::backup_at);
        match target {
            Target::Backup(backup) => vec![backup],
            Target::System(system) => all.filter(|backup| self.world.backups[backup.us()].system == system).collect(),
            _ => Vec::new(),
        }
    }

    /// Brings one effect about on a target.
    pub(super) fn affect(&mut self, effect: &Effect, target: Target, actor: Actor) {
        self.stirred = true;
        self.shaken = true;
        match effect {
            Effect::IsolateZone => self.cut_zones(target, true, actor),
            Effect::ReconnectZone => self.cut_zones(target, false, actor),
            Effect::Block(services) => self.block(target, services.clone().into(), true),
            Effect::Unblock(services) => self.block(target, services.clone().into(), false),
            Effect::Maintenance(on) => self.maintain(target, *on, actor),
            Effect::Flood(system, percent) => self.world.systems[system.ix().us()].flood_percent = *percent,
            Effect::Overload(system, percent) => self.world.systems[system.ix().us()].overload_percent = *percent,
            Effect::Throttle(percent) => {
                if let Target::System(system) = target {
                    self.world.systems[system.us()].kept_out_percent = 100 - (*percent).min(100);
                }
            }
            Effect::CutLine(a, b) => {
                self.world.cut_links.insert(world::line(a.ix(), b.ix()));
                self.paths.clear();
            }
            Effect::MendLine(a, b) => {
                self.world.cut_links.remove(&world::line(a.ix(), b.ix()));
                self.paths.clear();
            }
            Effect::Scrub(on) => {
                if let Target::System(system) = target {
                    self.world.systems[system.us()].scrubbed = *on;
                }
            }
            Effect::Watch => {
                for zone in self.zones_of(target) {
                    self.world.zones[zone.us()].watched = true;
                }
            }
            Effect::Restore => self.restore(target, actor),
            Effect::Take(account) => self.take(account.ix(), target),
            Effect::Lock | Effect::Unlock | Effect::ResetCredentials | Effect::RevokeSessions => {
                self.affect_accounts(effect, target);
            }
            Effect::Leak(store, percent) => self.leak(store.ix(), *percent, target),
            Effect::TakeBackup => self.take_backup(target, actor),
            Effect::ProtectBackup => {
                for backup in self.backups_of(target) {
                    let backup = &mut self.world.backups[backup.us()];
                    if backup.kind == BackupKind::Online {
                        backup.kind = BackupKind::Offline;
                    }
                }
            }
            Effect::VerifyBackup => self.verify_backups(target, actor),
            Effect::SpoilBackups => self.spoil_backups(target),
            Effect::BlockIndicator => self.block_indicator(target, actor),
            Effect::On(scope, effects) => {
                for host in world::hosts_in(&self.scenario, scope) {
                    for effect in effects {
                        self.affect(effect, Target::Host(host), actor);
                    }
                }
            }
            Effect::SetFlag(flag) => self.set_flag(flag.ix(), true),
            Effect::ClearFlag(flag) => self.set_flag(flag.ix(), false),
            Effect::StartStep(step) => self.start_step(step.ix(), Default::default()),
            Effect::StopStep(step) => self.stop_step(step.ix()),
            Effect::Send(inject) => self.script_sends(inject.ix()),
            Effect::Cancel(inject) => self.drop_inject(inject.ix()),
            Effect::TellIndicator(indicator) => {
                let id = self.bear(FactKind::Indicator(indicator.ix()), self.now, EvidenceSet::NONE, &[]);
                for role in self.listeners(actor) {
                    self.learn(role, id, How::Heard);
                }
            }
            _ => {
                for host in self.hosts_of(target) {
                    self.affect_host(effect, host, actor);
                    self.world.note_facets(&self.scenario.clone(), host);
                }
            }
        }
    }

    fn listeners(&self, actor: Actor) -> Vec<Ix<Role>> {
        match actor {
            Actor::Direction(Some(inject)) => {
                self.inject(inject).into_iter().flat_map(|inject| &inject.to).map(crate::model::Ref::ix).collect()
            }
            Actor::Role(role, _) => vec![role],
            _ => Vec::new(),
        }
    }

    fn affect_host(&mut self, effect: &Effect, host: Ix<Host>, actor: Actor) {
        match effect {
            Effect::Foothold(level) => self.hold(host, *level),
            Effect::Implant(implant) => self.plant(host, implant.ix(), self.now),
            Effect::RemoveImplants => self.remove_implants(host, actor),
            Effect::Evict => self.world.host_mut(host).foothold = Foothold::None,
            Effect::Encrypt => self.harm(host, FactKind::Encrypted(host)),
            Effect::Alter => self.harm(host, FactKind::Altered(host)),
            Effect::Unalter => {
                self.lose_evidence(host, EvidenceSet::of(Evidence::Screen), actor);
                self.world.host_mut(host).altered = false;
            }
            Effect::Blind => self.harm(host, FactKind::Blind(host)),
            Effect::Unblind => self.world.host_mut(host).blind = false,
            Effect::ClearLogs => self.lose_evidence(host, EvidenceSet::of(Evidence::Logs), actor),
            Effect::StopServices => self.world.host_mut(host).stopped = true,
            Effect::StartServices => self.world.host_mut(host).stopped = false,
            Effect::PowerOff => {
                self.lose_evidence(host, EvidenceSet::of(Evidence::Memory), actor);
                self.world.host_mut(host).off = true;
            }
            Effect::PowerOn => self.world.host_mut(host).off = false,
            Effect::Reboot => self.lose_evidence(host, EvidenceSet::of(Evidence::Memory), actor),
            Effect::Isolate => self.cut_host(host, true),
            Effect::Reconnect => {
                self.cut_host(host, false);
                self.note_infected_reconnect(&[host], actor);
            }
            Effect::Reimage => self.reimage(host, actor),
            Effect::Patch(weakness) => self.world.host_mut(host).patched |= world::weakness_bit(weakness.ix()),
            Effect::PatchAll => self.world.host_mut(host).patched = u64::MAX,
            // The rest acts on other targets and was handled by `affect`.
            _ => {}
        }
    }

    fn harm(&mut self, host: Ix<Host>, fact: FactKind) {
        self.touch(host);
        let state = self.world.host_mut(host);
        let place = match fact {
            FactKind::Encrypted(_) => &mut state.encrypted,
            FactKind::Altered(_) => &mut state.altered,
            _ => &mut state.blind,
        };
        if std::mem::replace(place, true) {
            return;
        }
        let evidence = match fact {
            FactKind::Blind(_) => EvidenceSet::of(Evidence::Logs),
            _ => EvidenceSet::from(vec![Evidence::Screen, Evidence::Disk]),
        };
        self.bear(fact, self.now, evidence, &[host]);
    }

    fn remove_implants(&mut self, host: Ix<Host>, actor: Actor) {
        let mask = match actor {
            Actor::Role(role, _) => self.seats[role.us()].facts.iter().fold(0, |mask, known| match known.fact.kind {
                FactKind::Implanted(on, implant) if on == host => mask | world::implant_bit(implant),
                _ => mask,
            }),
            _ => u64::MAX,
        };
        let kinds = EvidenceSet::from(vec![Evidence::Memory, Evidence::Disk]);
        let secured = kinds.iter().any(|kind| self.world.secured(host, kind).is_some());
        if !secured {
            self.note_loss(host, kinds, actor);
        }
        self.world.lose(host, EvidenceSet::of(Evidence::Memory), self.now);
        self.world.host_mut(host).implants &= !mask;
        self.note_change(host);
    }

    fn reimage(&mut self, host: Ix<Host>, actor: Actor) {
        self.lose_evidence(host, EvidenceSet::ALL.without(EvidenceSet::of(Evidence::Traffic)), actor);
        let in_system = !self.scenario.host(host).systems.is_empty();
        let state = self.world.host_mut(host);
        state.implants = 0;
        state.foothold = Foothold::None;
        state.encrypted = false;
        state.altered = false;
        state.blind = false;
        state.off = false;
        state.bare = in_system;
        self.note_change(host);
    }

    /// Notes that a host's systems were changed and must be tested again.
    fn note_change(&mut self, host: Ix<Host>) {
        for system in self.scenario.host(host).systems.clone() {
            self.world.systems[system.us()].changed = Some(self.now);
        }
    }

    fn lose_evidence(&mut self, host: Ix<Host>, kinds: EvidenceSet, actor: Actor) {
        self.note_loss(host, kinds, actor);
        self.world.lose(host, kinds, self.now);
    }

    fn note_loss(&mut self, host: Ix<Host>, kinds: EvidenceSet, actor: Actor) {
        if let Actor::Role(..) = actor
            && self.loss_matters(host, kinds)
        {
            self.mishap(Mishap::EvidenceDestroyed, actor, Some(host));
        }
    }

    /// Something went wrong through what a seat did; nothing is noted of others.
    pub(super) fn mishap(&mut self, kind: Mishap, actor: Actor, host: Option<Ix<Host>>) {
        if let Actor::Role(role, work) = actor {
            self.emit(What::Mishap { kind, role, work, host });
        }
    }

    fn cut_host(&mut self, host: Ix<Host>, cut: bool) {
        self.world.host_mut(host).cut = cut;
        self.team.cut_hosts.retain(|other| *other != host);
        if cut {
            self.team.cut_hosts.push(host);
        }
        self.team.version += 1;
    }

    fn cut_zones(&mut self, target: Target, cut: bool, actor: Actor) {
        for zone in self.zones_of(target) {
            if self.scenario.network.zones.at(zone).internet {
                continue;
            }
            self.world.zones[zone.us()].cut = cut;
            self.team.cut_zones.retain(|other| *other != zone);
            if cut {
                self.team.cut_zones.push(zone);
            }
            let scenario = self.scenario.clone();
            let hosts = &scenario.network.zones.at(zone).hosts;
            for host in hosts.iter().filter(|host| self.world.host(**host).touched).copied().collect::<Vec<_>>() {
                self.world.note_facets(&scenario, host);
            }
            if !cut {
                self.note_infected_reconnect(hosts, actor);
            }
        }
        self.team.version += 1;
        self.paths.clear();
    }

    fn note_infected_reconnect(&mut self, hosts: &[Ix<Host>], actor: Actor) {
        let infected = hosts.iter().copied().find(|host| {
            self.world.is(&self.scenario, *host, Facet::Held) && !self.world.is(&self.scenario, *host, Facet::Isolated)
        });
        if let Some(host) = infected {
            self.mishap(Mishap::InfectedReconnect, actor, Some(host));
        }
    }

    fn block(&mut self, target: Target, services: ServiceSet, on: bool) {
        for zone in self.zones_of(target) {
            let blocked = &mut self.world.zones[zone.us()].blocked;
            *blocked = if on { blocked.union(services) } else { blocked.without(services) };
        }
        self.paths.clear();
    }

    fn maintain(&mut self, target: Target, on: bool, actor: Actor) {
        let Target::System(system) = target else { return };
        let status = &mut self.world.systems[system.us()];
        let tested = status.tested.is_some_and(|tested| status.changed.is_none_or(|changed| tested >= changed));
        status.maintenance = on;
        if !on && !tested {
            self.mishap(Mishap::ReopenedUntested, actor, None);
        }
        self.team.maintenance.retain(|other| *other != system);
        if on {
            self.team.maintenance.push(system);
        }
        self.team.version += 1;
    }

    fn restore(&mut self, target: Target, actor: Actor) {
        let Target::Backup(backup) = target else { return };
        let backup = self.world.backups[backup.us()].clone();
        let hosts = self.index.system_hosts[backup.system.us()].clone();
        let exposed = backup.kind != BackupKind::Online && hosts.iter().any(|host| self.adversary_beside(*host));
        if exposed {
            self.mishap(Mishap::BackupExposed, actor, None);
        }
        for host in &hosts {
            self.lose_evidence(*host, EvidenceSet::from(vec![Evidence::Memory, Evidence::Disk]), actor);
            let state = self.world.host_mut(*host);
            state.implants = 0;
            state.foothold = Foothold::None;
            state.encrypted = false;
            state.altered = false;
            state.blind = false;
            state.bare = false;
        }
        self.world.systems[backup.system.us()].changed = Some(self.now);
        for (host, mask) in &backup.carries {
            for bit in world::bits(*mask) {
                self.plant(*host, Ix::new(bit as u32), self.now);
            }
        }
        if !backup.carries.is_empty() {
            self.mishap(Mishap::InfectedRestore, actor, Some(backup.carries[0].0));
        }
    }

    /// Whether the adversary holds a connected host in the same zone.
    fn adversary_beside(&self, host: Ix<Host>) -> bool {
        let zone = self.scenario.host(host).zone;
        self.world.changed.iter().any(|other| {
            self.scenario.host(*other).zone == zone
                && self.world.is(&self.scenario, *other, Facet::Held)
                && !self.world.host(*other).cut
                && !self.world.host(*other).off
        })
    }

    fn take(&mut self, account: Ix<Account>, target: Target) {
        let state = &mut self.world.accounts[account.us()];
        let fresh = !(state.known && state.session);
        state.known = true;
        state.session = true;
        state.taken_ever = true;
        if !fresh {
            return;
        }
        let mut at = self.hosts_of(target);
        if let Some(system) = &self.scenario.network.accounts.at(account).system {
            at.extend(self.index.system_hosts[system.ix().us()].iter().copied());
        }
        at.sort_unstable();
        at.dedup();
        let evidence = EvidenceSet::from(vec![Evidence::Logs, Evidence::Memory]);
        self.bear(FactKind::Taken(account), self.now, evidence, &at);
    }

    fn affect_accounts(&mut self, effect: &Effect, target: Target) {
        for account in self.accounts_of(target) {
            let state = &mut self.world.accounts[account.us()];
            match effect {
                Effect::Lock => state.locked = true,
                Effect::Unlock => state.locked = false,
                Effect::ResetCredentials => state.known = false,
                _ => state.session = false,
            }
        }
    }

    fn leak(&mut self, store: Ix<DataStore>, percent: u8, target: Target) {
        let scenario = self.scenario.clone();
        let (_, spec) = &scenario.stores[store.us()];
        let part = (u64::from(spec.records) * u64::from(percent.min(100)) / 100) as u32;
        let leaked = &mut self.world.leaked[store.us()];
        *leaked = leaked.saturating_add(part).min(spec.records);
        let leaked = *leaked;
        let mut at = self.hosts_of(target);
        at.push(spec.host.ix());
        at.sort_unstable();
        at.dedup();
        self.touch(spec.host.ix());
        let evidence = EvidenceSet::from(vec![Evidence::Traffic, Evidence::Logs]);
        self.bear(FactKind::Leaked(store, leaked), self.now, evidence, &at);
    }

    fn take_backup(&mut self, target: Target, actor: Actor) {
        let Target::System(system) = target else { return };
        let hosts = &self.index.system_hosts[system.us()];
        let carries = hosts
            .iter()
            .map(|host| (*host, self.world.host(*host).implants))
            .filter(|(_, implants)| *implants != 0)
            .collect();
        let spoiled = hosts.iter().any(|host| self.world.host(*host).encrypted);
        let store = self.world.backups.iter().find(|backup| backup.system == system).map(|backup| backup.store);
        let Some(store) = store.or_else(|| hosts.first().copied()) else { return };
        let backup = BackupState { system, taken: self.now, kind: BackupKind::Offline, store, spoiled, carries };
        let by = if let Actor::Role(role, _) = actor { Some(role) } else { None };
        let id = world::backup_at(self.world.backups.len());
        self.world.backups.push(backup);
        self.team.backups.push(BackupView { id, system, taken: self.now, by });
        self.team.version += 1;
    }

    fn verify_backups(&mut self, target: Target, actor: Actor) {
        for backup in self.backups_of(target) {
            let state = &self.world.backups[backup.us()];
            let (clean, store) = (state.is_clean(), state.store);
            let id = self.bear(FactKind::BackupTested(backup, clean), self.now, EvidenceSet::NONE, &[store]);
            if let Actor::Role(role, work) = actor {
                self.learn(role, id, work.map_or(How::Heard, How::Found));
            }
        }
    }

    fn spoil_backups(&mut self, target: Target) {
        for host in self.hosts_of(target) {
            for backup in &mut self.world.backups {
                if backup.store == host && backup.kind == BackupKind::Online {
                    backup.spoiled = true;
                }
            }
        }
    }

    fn block_indicator(&mut self, target: Target, actor: Actor) {
        let Target::Indicator(indicator) = target else { return };
        self.world.blocked[indicator.us()] = true;
        if self.scenario.file.indicators.at(indicator).harmless {
            self.mishap(Mishap::NeedlessCut, actor, None);
        }
    }

    pub(super) fn set_flag(&mut self, flag: Ix<crate::model::Flag>, set: bool) {
        if std::mem::replace(&mut self.world.flags[flag.us()], set) != set {
            self.emit(What::FlagChanged { flag, set });
        }
    }

    /// Whether the hosts and content of a system are in order.
    pub(super) fn system_sound(&mut self, system: Ix<System>) -> bool {
        let hosts = self.index.system_hosts[system.us()].clone();
        let clean = hosts.iter().all(|host| {
            let state = self.world.host(*host);
            state.implants == 0 && !state.altered && !state.encrypted && state.foothold == Foothold::None
        });
        clean && self.components_work(system)
    }
}
