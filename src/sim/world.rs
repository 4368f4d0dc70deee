//! The state of the simulated world, host by host. Plain data; the rules that change it stand in `effects`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{
    Account, Backup, BackupKind, Evidence, EvidenceSet, Facet, Foothold, Host, Implant, Ix, Scenario, Scope,
    ServiceSet, SimTime, Span, System, SystemState, Vulnerability, Zone,
};

/// The state of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct HostState {
    /// Turned off.
    pub off: bool,
    /// Cut off by the defenders.
    pub cut: bool,
    /// Its services are stopped.
    pub stopped: bool,
    /// Data encrypted by the attack.
    pub encrypted: bool,
    /// Content altered by the attack.
    pub altered: bool,
    /// Sensor or agent blind.
    pub blind: bool,
    /// Installed anew, its system not yet restored to it.
    pub bare: bool,
    /// The attack has touched it at any time.
    pub touched: bool,
    /// What the adversary holds without the help of an implant.
    pub foothold: Foothold,
    /// Implants on it, a bit each.
    pub implants: u64,
    /// Weaknesses closed, a bit each.
    pub patched: u64,
    /// Facets it ever had, a bit each.
    pub ever: u8,
    /// It stands in [`World::changed`].
    pub listed: bool,
}

impl Default for HostState {
    fn default() -> Self {
        Self {
            off: false,
            cut: false,
            stopped: false,
            encrypted: false,
            altered: false,
            blind: false,
            bare: false,
            touched: false,
            foothold: Foothold::None,
            implants: 0,
            patched: 0,
            ever: 0,
            listed: false,
        }
    }
}

/// When evidence on a host was lost and secured, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Traces {
    lost: [Option<SimTime>; 5],
    secured: [Option<SimTime>; 5],
}

/// The state of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub(super) struct ZoneState {
    /// Cut off by the defenders.
    pub cut: bool,
    /// Services the defenders block at its borders.
    pub blocked: ServiceSet,
    /// Watched more closely.
    pub watched: bool,
}

/// The state of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub(super) struct AccountState {
    /// The adversary knows the present credentials.
    pub known: bool,
    /// The adversary has an open session.
    pub session: bool,
    /// Locked by the defenders.
    pub locked: bool,
    /// Taken at any time.
    pub taken_ever: bool,
}

/// The state of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub(super) struct SystemStatus {
    /// How it does now.
    pub state: SystemState,
    /// The maintenance page is up.
    pub maintenance: bool,
    /// Load by a flood, percent of capacity.
    pub flood_percent: u32,
    /// Load by requests that look genuine, percent of capacity.
    pub overload_percent: u32,
    /// The carrier scrubs its traffic.
    pub scrubbed: bool,
    /// How many percent of the requests that look genuine are kept out.
    pub kept_out_percent: u8,
    /// Since when it is not up.
    pub down_since: Option<SimTime>,
    /// Outages before the present one.
    pub outage: Span,
    /// When it last passed its test.
    pub tested: Option<SimTime>,
    /// When its hosts were last changed by cleaning or restoring.
    pub changed: Option<SimTime>,
}

/// The state of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct BackupState {
    /// What it is a backup of.
    pub system: Ix<System>,
    /// When it was taken.
    pub taken: SimTime,
    /// How it is kept now.
    pub kind: BackupKind,
    /// Store that holds it.
    pub store: Ix<Host>,
    /// Encrypted by the attack.
    pub spoiled: bool,
    /// Implants that it carries, by host.
    pub carries: Vec<(Ix<Host>, u64)>,
}

impl BackupState {
    /// Whether it can be restored without harm.
    pub fn is_clean(&self) -> bool {
        !self.spoiled && self.carries.is_empty()
    }
}

/// The whole world.
#[derive(Clone, Debug, Serialize)]
pub(super) struct World {
    /// By host.
    pub hosts: Vec<HostState>,
    /// Hosts that ever left their first state, in the order they did: all that conditions need to count.
    pub changed: Vec<Ix<Host>>,
    /// Evidence, for hosts where any was lost or secured.
    pub traces: BTreeMap<Ix<Host>, Traces>,
    /// By zone.
    pub zones: Vec<ZoneState>,
    /// Links that are broken or not in use, as pairs of zones, sorted.
    pub cut_links: BTreeSet<(Ix<Zone>, Ix<Zone>)>,
    /// By account.
    pub accounts: Vec<AccountState>,
    /// By system.
    pub systems: Vec<SystemStatus>,
    /// Backups: the scenario's, then those taken during the exercise.
    pub backups: Vec<BackupState>,
    /// Blocked indicators, by index.
    pub blocked: Vec<bool>,
    /// Records leaked, by store.
    pub leaked: Vec<u32>,
    /// Flags, by index.
    pub flags: Vec<bool>,
}

/// The two ends of a line, the smaller number first.
pub(super) fn line(a: Ix<Zone>, b: Ix<Zone>) -> (Ix<Zone>, Ix<Zone>) {
    (a.min(b), a.max(b))
}

impl SystemStatus {
    /// Load that reaches it, in percent of its capacity.
    pub fn load_percent(&self) -> u32 {
        let flood = if self.scrubbed { self.flood_percent / 10 } else { self.flood_percent };
        let passed = 100_u32.saturating_sub(self.kept_out_percent.into());
        flood.saturating_add((u64::from(self.overload_percent) * u64::from(passed) / 100) as u32)
    }
}

impl World {
    /// The world before the exercise: everything in order but for the implants that stand already.
    pub fn new(scenario: &Scenario) -> Self {
        let network = &scenario.network;
        let mut world = Self {
            hosts: vec![HostState::default(); network.hosts.len()],
            changed: Vec::new(),
            traces: BTreeMap::new(),
            zones: vec![ZoneState::default(); network.zones.len()],
            cut_links: network.links.iter().filter(|link| link.standby).map(|link| line(link.a, link.b)).collect(),
            accounts: vec![AccountState::default(); network.accounts.len()],
            systems: vec![SystemStatus::default(); network.systems.len()],
            backups: Vec::new(),
            blocked: vec![false; scenario.file.indicators.len()],
            leaked: vec![0; scenario.stores.len()],
            flags: vec![false; scenario.file.flags.len()],
        };
        for backup in &network.backups {
            let (system, taken) = (backup.system.ix(), SimTime::after_start(backup.taken));
            let carries = implants_standing(scenario, system, taken);
            let store = backup.store.ix();
            world.backups.push(BackupState { system, taken, kind: backup.kind, store, spoiled: false, carries });
        }
        world
    }

    /// Whether the line between two zones is broken or not in use.
    pub fn is_line_cut(&self, a: Ix<Zone>, b: Ix<Zone>) -> bool {
        !self.cut_links.is_empty() && self.cut_links.contains(&line(a, b))
    }

    /// The state of a host.
    pub fn host(&self, host: Ix<Host>) -> &HostState {
        &self.hosts[host.us()]
    }

    /// The state of a host, to change it.
    pub fn host_mut(&mut self, host: Ix<Host>) -> &mut HostState {
        let state = &mut self.hosts[host.us()];
        if !state.listed {
            state.listed = true;
            self.changed.push(host);
        }
        state
    }

    /// The state of a zone.
    pub fn zone(&self, zone: Ix<Zone>) -> &ZoneState {
        &self.zones[zone.us()]
    }

    /// What the adversary holds on a host, with what its implants give.
    pub fn held(&self, scenario: &Scenario, host: Ix<Host>) -> Foothold {
        let state = self.host(host);
        if state.implants == 0 {
            return state.foothold;
        }
        let given = bits(state.implants).map(|bit| scenario.file.implants[bit].gives).max();
        state.foothold.max(given.unwrap_or_default())
    }

    /// Whether the adversary can use an account.
    pub fn usable(&self, account: Ix<Account>) -> bool {
        let state = &self.accounts[account.us()];
        !state.locked && (state.known || state.session)
    }

    /// Whether a host has a facet now.
    pub fn is(&self, scenario: &Scenario, host: Ix<Host>, facet: Facet) -> bool {
        let state = self.host(host);
        match facet {
            Facet::Held => self.held(scenario, host) > Foothold::None,
            Facet::AdminHeld => self.held(scenario, host) == Foothold::Admin,
            Facet::Implanted => state.implants != 0,
            Facet::Encrypted => state.encrypted,
            Facet::Altered => state.altered,
            Facet::Isolated => state.cut || self.zone(scenario.host(host).zone).cut,
            Facet::Off => state.off,
            Facet::Blind => state.blind,
        }
    }

    /// Remembers the facets that a host has now.
    pub fn note_facets(&mut self, scenario: &Scenario, host: Ix<Host>) {
        let facets = [
            Facet::Held,
            Facet::AdminHeld,
            Facet::Implanted,
            Facet::Encrypted,
            Facet::Altered,
            Facet::Isolated,
            Facet::Off,
            Facet::Blind,
        ];
        let now = facets.into_iter().filter(|facet| self.is(scenario, host, *facet));
        let bits = now.fold(0, |bits, facet| bits | 1 << facet as u8);
        self.hosts[host.us()].ever |= bits;
    }

    /// Records that evidence of these kinds on a host is lost.
    pub fn lose(&mut self, host: Ix<Host>, kinds: EvidenceSet, now: SimTime) {
        let traces = self.traces.entry(host).or_insert(Traces { lost: [None; 5], secured: [None; 5] });
        for kind in kinds.iter() {
            traces.lost[kind as usize] = Some(now);
        }
    }

    /// Records that evidence of a kind on a host is secured.
    pub fn secure(&mut self, host: Ix<Host>, kind: Evidence, now: SimTime) {
        let traces = self.traces.entry(host).or_insert(Traces { lost: [None; 5], secured: [None; 5] });
        traces.secured[kind as usize] = Some(now);
    }

    /// When evidence of a kind on a host was secured last.
    pub fn secured(&self, host: Ix<Host>, kind: Evidence) -> Option<SimTime> {
        self.traces.get(&host).and_then(|traces| traces.secured[kind as usize])
    }

    /// Whether a trace left at `since` can still be read: it was not lost after, or it was secured after.
    pub fn readable(&self, host: Ix<Host>, kind: Evidence, since: SimTime) -> bool {
        let Some(traces) = self.traces.get(&host) else { return true };
        let lost = traces.lost[kind as usize].is_some_and(|lost| lost >= since);
        !lost || traces.secured[kind as usize].is_some_and(|secured| secured >= since)
    }

    /// How long a system was not up, up to `now`.
    pub fn outage(&self, system: Ix<System>, now: SimTime) -> Span {
        let status = &self.systems[system.us()];
        status.outage + status.down_since.map_or(Span::ZERO, |since| now - since)
    }
}

/// Whether a host lies in a scope.
pub(super) fn in_scope(scenario: &Scenario, host: Ix<Host>, scope: &Scope) -> bool {
    match scope {
        Scope::Anywhere => true,
        Scope::Site(site) => scenario.host(host).site == site.ix(),
        Scope::Zone(zone) => scenario.host(host).zone == zone.ix(),
        Scope::System(system) => scenario.host(host).systems.contains(&system.ix()),
        Scope::Hosts(hosts) => hosts.iter().any(|named| named.ix() == host),
    }
}

/// All hosts of a scope, in order of their indices.
pub(super) fn hosts_in(scenario: &Scenario, scope: &Scope) -> Vec<Ix<Host>> {
    use crate::model::Table;
    let network = &scenario.network;
    match scope {
        Scope::Anywhere => network.hosts.indices().collect(),
        Scope::Site(site) => hosts_of_site(scenario, site.ix()),
        Scope::Zone(zone) => network.zones.at(zone.ix()).hosts.clone(),
        Scope::System(system) => hosts_of_system(scenario, system.ix()),
        Scope::Hosts(hosts) => hosts.iter().map(crate::model::Ref::ix).collect(),
    }
}

/// Hosts of a site.
pub(super) fn hosts_of_site(scenario: &Scenario, site: Ix<crate::model::Site>) -> Vec<Ix<Host>> {
    let zones = &scenario.network.sites[site.us()].zones;
    zones.iter().flat_map(|zone| scenario.network.zones[zone.us()].hosts.iter().copied()).collect()
}

/// Hosts of a system: of its components and of its data stores, each once.
pub(super) fn hosts_of_system(scenario: &Scenario, system: Ix<System>) -> Vec<Ix<Host>> {
    let system = &scenario.network.systems[system.us()];
    let mut hosts: Vec<_> =
        system.components.iter().flat_map(|part| part.hosts.iter().map(crate::model::Ref::ix)).collect();
    hosts.extend(system.data.iter().map(|store| store.host.ix()));
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}

/// Implants that stood on the hosts of a system at a moment before the start.
fn implants_standing(scenario: &Scenario, system: Ix<System>, at: SimTime) -> Vec<(Ix<Host>, u64)> {
    let mut carried = Vec::new();
    for host in hosts_of_system(scenario, system) {
        let standing = scenario.file.implants.iter().enumerate().filter(|(_, implant)| {
            implant.already_on.iter().any(|(on, since)| on.ix() == host && SimTime::after_start(*since) <= at)
        });
        let mask = standing.fold(0_u64, |mask, (bit, _)| mask | 1 << bit);
        if mask != 0 {
            carried.push((host, mask));
        }
    }
    carried
}

/// The positions of the bits that are set.
pub(super) fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if mask == 0 {
            return None;
        }
        let bit = mask.trailing_zeros() as usize;
        mask &= mask - 1;
        Some(bit)
    })
}

/// The bit of an implant.
pub(super) const fn implant_bit(implant: Ix<Implant>) -> u64 {
    1 << implant.us()
}

/// The bit of a weakness.
pub(super) const fn weakness_bit(weakness: Ix<Vulnerability>) -> u64 {
    1 << weakness.us()
}

/// How far an attack step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Progress {
    /// Not begun.
    #[default]
    Idle,
    /// Will be tried.
    Waiting,
    /// Runs.
    Running,
    /// Went through at least once, nothing more to come.
    Done,
    /// Given up.
    GivenUp,
    /// Dropped for good.
    Stopped,
}

/// The state of an attack step.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub(super) struct StepState {
    /// How far it is.
    pub progress: Progress,
    /// Tries in the present round.
    pub tries: u32,
    /// Times it went through in the present round.
    pub runs: u32,
    /// Tries and runs in all, the occurrence for chance.
    pub occurrence: u64,
    /// It went through at least once.
    pub done_ever: bool,
    /// It was given up at least once.
    pub failed_ever: bool,
    /// Hosts it has reached.
    pub reached: Vec<Ix<Host>>,
    /// Where the running try comes from.
    pub from: Option<Ix<Host>>,
    /// What the running try goes for.
    pub aims: Vec<Ix<Host>>,
}

/// States of all attack steps.
pub(super) type Attack = Vec<StepState>;

/// Reference to a backup of the exercise's own table.
pub(super) const fn backup_at(index: usize) -> Ix<Backup> {
    Ix::new(index as u32)
}
