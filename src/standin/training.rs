//! What a member has learned before the exercise: the plan's steps, and who may give which order on what.
//! Worked out once for a scenario, from its public parts.

use crate::model::{
    Authority, Effect, EvidenceSet, Host, Ix, OrderGroup, OrderKind, PlanStep, Procedure, Role, Scenario, Scope, Site,
    System, Table, TargetKind, Verb,
};
use crate::sim::Target;

use super::knowledge::Mark;

/// A step of the plan; a step that several trained procedures share stands here once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The first trained procedure that has it.
    pub procedure: Ix<Procedure>,
    /// Its place in that procedure.
    pub number: usize,
    /// Lessons that come first.
    pub needs: Vec<usize>,
}

/// What a kind of order is good and bad for, read off its effects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Troubles it cures, a bit each.
    cures: u8,
    /// Evidence that it destroys on the hosts of its target.
    pub destroys: EvidenceSet,
    /// It cuts hosts or zones off.
    pub cuts: bool,
    /// It connects hosts or zones again.
    pub reconnects: bool,
    /// It takes service away in another way: off, stopped.
    pub stops: bool,
    /// It gives stopped hosts back to service.
    pub starts: bool,
    /// It installs hosts anew.
    pub wipes: bool,
    /// It puts up the maintenance page.
    pub covers: bool,
    /// It puts a system back from a backup.
    pub restores: bool,
    /// It takes a backup.
    pub backs_up: bool,
    /// It examines a backup.
    pub examines: bool,
    /// It only finds out, secures or says something.
    pub harmless: bool,
}

impl Use {
    /// Whether it cures this kind of trouble.
    pub const fn cures(self, mark: Mark) -> bool {
        self.cures & (1 << mark as u8) != 0
    }

    /// Whether it cures any trouble.
    pub const fn is_cure(self) -> bool {
        self.cures != 0
    }

    fn add(&mut self, effect: &Effect) {
        let marks: &[Mark] = match effect {
            Effect::RemoveImplants => &[Mark::Implanted],
            Effect::Evict => &[Mark::Held],
            Effect::Unalter => &[Mark::Altered],
            Effect::Unblind => &[Mark::Blind],
            Effect::Patch(_) | Effect::PatchAll => &[Mark::Weak],
            Effect::Reimage => &[Mark::Held, Mark::Implanted, Mark::Encrypted, Mark::Altered, Mark::Blind],
            Effect::Restore => &[Mark::Encrypted, Mark::Altered],
            _ => &[],
        };
        self.cures |= marks.iter().fold(0, |bits, mark| bits | 1 << *mark as u8);
        match effect {
            Effect::Isolate | Effect::IsolateZone => self.cuts = true,
            Effect::Reconnect | Effect::ReconnectZone => self.reconnects = true,
            Effect::PowerOff | Effect::StopServices => self.stops = true,
            Effect::PowerOn | Effect::StartServices => self.starts = true,
            Effect::Reimage => self.wipes = true,
            Effect::Maintenance(up) => self.covers |= *up,
            Effect::Restore => self.restores = true,
            Effect::TakeBackup => self.backs_up = true,
            Effect::VerifyBackup => self.examines = true,
            _ => {}
        }
        self.destroys = self.destroys.union(lost_with(effect));
    }
}

/// The evidence that an effect destroys, as the model's documentation of [`crate::model::Evidence`] says.
fn lost_with(effect: &Effect) -> EvidenceSet {
    use crate::model::Evidence::{Disk, Logs, Memory, Screen};
    match effect {
        Effect::PowerOff | Effect::Reboot => vec![Memory].into(),
        Effect::Reimage => vec![Screen, Memory, Logs, Disk].into(),
        Effect::Restore => vec![Screen, Disk].into(),
        Effect::ClearLogs => vec![Logs].into(),
        Effect::Unalter => vec![Screen].into(),
        Effect::RemoveImplants => vec![Memory, Disk].into(),
        _ => EvidenceSet::NONE,
    }
}

/// Everything learned.
#[derive(Clone, Debug)]
pub struct Training {
    /// The plan's steps, in plan order.
    pub lessons: Vec<Lesson>,
    /// By order kind: what it is good for.
    pub uses: Vec<Use>,
    /// Seats that do technical work.
    pub technical: Vec<Ix<Role>>,
    own_sites: Vec<Vec<bool>>,
}

impl Training {
    /// What `scenario` teaches.
    pub fn new(scenario: &Scenario) -> Self {
        let owns = |role: &Role, site: &Site, ix: Ix<Site>| {
            role.sites.iter().any(|own| own.ix() == ix) || role.templates.contains(&site.template)
        };
        let sites = &scenario.network.sites;
        Self {
            lessons: lessons(scenario),
            uses: scenario.orders.iter().map(use_of).collect(),
            technical: scenario.roles.indices().filter(|role| is_technical(scenario, *role)).collect(),
            own_sites: scenario
                .roles
                .iter()
                .map(|role| sites.indices().map(|site| owns(role, sites.at(site), site)).collect())
                .collect(),
        }
    }

    /// The plan step of a lesson.
    pub fn step<'s>(&self, scenario: &'s Scenario, lesson: usize) -> &'s PlanStep {
        let lesson = &self.lessons[lesson];
        &scenario.plan.procedures.at(lesson.procedure).steps[lesson.number]
    }

    /// What an order is good for.
    pub fn good_for(&self, kind: Ix<OrderKind>) -> Use {
        self.uses[kind.us()]
    }

    /// Whether `role` has a seat and may give this order on this target.
    pub fn may(&self, scenario: &Scenario, role: Ix<Role>, kind: Ix<OrderKind>, target: Target) -> bool {
        scenario.has_seat(role)
            && scenario.orders.at(kind).by.iter().any(|(who, authority)| {
                who.ix() == role && (*authority == Authority::All || self.is_own(scenario, role, target))
            })
    }

    /// Whether a role has sites of its own.
    pub fn is_local(&self, role: Ix<Role>) -> bool {
        self.own_sites[role.us()].contains(&true)
    }

    /// Whether a target is at the role's own sites or belongs to a system that it operates.
    fn is_own(&self, scenario: &Scenario, role: Ix<Role>, target: Target) -> bool {
        let network = &scenario.network;
        let site = |site: Ix<Site>| self.own_sites[role.us()][site.us()];
        let operates = |system: Ix<System>| network.systems.at(system).operator.ix() == role;
        match target {
            Target::Host(host) => {
                let host = network.hosts.at(host);
                site(host.site) || host.systems.iter().any(|system| operates(*system))
            }
            Target::Zone(zone) => site(network.zones.at(zone).site),
            Target::Site(ix) => site(ix),
            Target::System(system) => operates(system),
            Target::Account(account) => {
                let account = network.accounts.at(account);
                site(account.site.ix()) || account.system.as_ref().is_some_and(|system| operates(system.ix()))
            }
            Target::Backup(backup) => {
                network.backups.get(backup.us()).is_none_or(|backup| operates(backup.system.ix()))
            }
            Target::Nothing | Target::Indicator(_) | Target::Alert(_) | Target::Inject(_) => true,
        }
    }
}

/// Whether a role has a seat and may secure evidence, contain or restore.
fn is_technical(scenario: &Scenario, role: Ix<Role>) -> bool {
    let technical =
        |group: OrderGroup| matches!(group, OrderGroup::Contain | OrderGroup::Eradicate | OrderGroup::Recover);
    scenario.has_seat(role)
        && scenario.orders.iter().any(|kind| {
            technical(kind.group)
                && kind.target == TargetKind::Host
                && kind.by.iter().any(|(giver, _)| giver.ix() == role)
        })
}

fn use_of(kind: &OrderKind) -> Use {
    let mut good_for = Use::default();
    for effect in &kind.effects {
        good_for.add(effect);
    }
    good_for.harmless = kind.effects.is_empty() && kind.verb != Verb::Reopen;
    good_for
}

/// The steps of the trained procedures, each id once, with their prerequisites.
fn lessons(scenario: &Scenario) -> Vec<Lesson> {
    let mut lessons = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    for procedure in &scenario.file.procedures {
        for (number, step) in scenario.plan.procedures.at(procedure.ix()).steps.iter().enumerate() {
            if !ids.contains(&step.id.as_str()) {
                ids.push(&step.id);
                lessons.push(Lesson { procedure: procedure.ix(), number, needs: Vec::new() });
            }
        }
    }
    for lesson in &mut lessons {
        let step = &scenario.plan.procedures.at(lesson.procedure).steps[lesson.number];
        lesson.needs = step.needs.iter().filter_map(|id| ids.iter().position(|other| other == id)).collect();
    }
    lessons
}

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
        components.iter().flat_map(|component| &component.hosts).map(crate::model::Ref::ix).collect()
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
