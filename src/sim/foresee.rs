//! What a seat can foresee of the answer to an order: [`Exercise::possible`] as far as the public part of a scenario
//! and the seat's view tell. A client of a live exercise has nothing else. What the seat cannot know counts as
//! possible; the exercise then refuses the order and says why.
//!
//! [`Exercise::possible`]: super::Exercise::possible

use super::fact::FactKind;
use super::index;
use super::order::{Refusal, Target};
use super::view::{RecordKind, TeamView, View};
use super::world;
use crate::model::{Authority, Backup, Host, Ix, Need, OrderKind, Role, Scenario, System, Table, TargetKind, Verb};

/// Whether the seat of `view` could give this order on this target now, as far as it can know; what is filled in is
/// not looked at.
///
/// # Errors
/// A reason why not. The exercise refuses too; its reason is another one only when something stands in the way that
/// the seat cannot see and that is asked for before.
pub fn foresee(scenario: &Scenario, view: View<'_>, kind: Ix<OrderKind>, target: Target) -> Result<(), Refusal> {
    Seat { scenario, view }.possible(kind, target)
}

/// The order, if it may be given at all: before target, authority and needs are looked at.
pub(super) fn givable<'s>(
    scenario: &'s Scenario,
    team: &TeamView,
    role: Ix<Role>,
    kind: Ix<OrderKind>,
    target: Target,
) -> Result<&'s OrderKind, Refusal> {
    if team.ended.is_some() {
        return Err(Refusal::Ended);
    }
    if team.paused.is_some() {
        return Err(Refusal::Paused);
    }
    if role.us() >= scenario.roles.len() || kind.us() >= scenario.orders.len() {
        return Err(Refusal::Unknown);
    }
    if !scenario.has_seat(role) {
        return Err(Refusal::NoSeat);
    }
    let spec = scenario.orders.at(kind);
    if spec.target == target.kind() { Ok(spec) } else { Err(Refusal::WrongTarget(spec.target)) }
}

struct Seat<'a> {
    scenario: &'a Scenario,
    view: View<'a>,
}

impl Seat<'_> {
    fn possible(&self, kind: Ix<OrderKind>, target: Target) -> Result<(), Refusal> {
        let role = self.view.seat.role;
        let spec = givable(self.scenario, self.view.team, role, kind, target)?;
        self.check_target(target)?;
        self.check_authority(role, spec, target)?;
        match spec.needs.iter().find(|need| self.is_unmet(need, target)) {
            Some(need) => Err(Refusal::Missing(need.clone())),
            None => Ok(()),
        }
    }

    fn check_target(&self, target: Target) -> Result<(), Refusal> {
        let (network, seat) = (&self.scenario.network, self.view.seat);
        let is_there = match target {
            Target::Nothing => true,
            Target::Host(ix) => ix.us() < network.hosts.len(),
            Target::Zone(ix) => network.zones.get(ix.us()).is_some_and(|zone| !zone.internet),
            Target::Site(ix) => ix.us() < network.sites.len(),
            Target::System(ix) => ix.us() < network.systems.len(),
            Target::Account(ix) => ix.us() < network.accounts.len(),
            Target::Backup(ix) => self.backed_up(ix).is_some(),
            Target::Indicator(ix) => seat.facts.iter().any(|known| known.fact.kind == FactKind::Indicator(ix)),
            Target::Alert(ix) => seat.alerts.iter().any(|alert| alert.id == ix),
            Target::Inject(ix) => seat.items.iter().any(|item| item.what.inject() == Some(ix)),
        };
        match target.kind() {
            _ if is_there => Ok(()),
            TargetKind::Indicator | TargetKind::Alert | TargetKind::Inject => Err(Refusal::NotKnown),
            _ => Err(Refusal::Unknown),
        }
    }

    /// The system of a backup, of the province's or of one taken during the exercise.
    fn backed_up(&self, backup: Ix<Backup>) -> Option<Ix<System>> {
        let before = self.scenario.network.backups.get(backup.us()).map(|backup| backup.system.ix());
        let taken = || self.view.team.backups.iter().find(|taken| taken.id == backup).map(|taken| taken.system);
        before.or_else(taken)
    }

    fn check_authority(&self, role: Ix<Role>, spec: &OrderKind, target: Target) -> Result<(), Refusal> {
        let scenario = self.scenario;
        let target = match target {
            Target::Backup(backup) => self.backed_up(backup).map_or(target, Target::System),
            _ => target,
        };
        let owns = |who| index::owns(scenario, who, target, &|site| index::is_own_site(scenario, who, site));
        index::check_authority(spec, role, &|who, authority| authority == Authority::All || owns(who))
    }

    /// Whether the seat sees that a need is not met.
    fn is_unmet(&self, need: &Need, target: Target) -> bool {
        let team = self.view.team;
        let network = &self.scenario.network;
        let hosts = self.hosts_of(target);
        let none = |is: &dyn Fn(Ix<Host>) -> bool| !hosts.is_empty() && !hosts.iter().any(|host| is(*host));
        match need {
            // Who turned a host off need not be of the team.
            Need::PoweredOn | Need::PoweredOff => false,
            Need::Connected => none(&|host| !team.cut_hosts.contains(&host)),
            Need::Isolated => match target {
                Target::Zone(zone) => !team.cut_zones.contains(&zone),
                Target::Site(site) => !network.sites.at(site).zones.iter().any(|zone| team.cut_zones.contains(zone)),
                _ => none(&|host| {
                    team.cut_hosts.contains(&host) || team.cut_zones.contains(&self.scenario.host(host).zone)
                }),
            },
            // Whether an agent still works is not seen.
            Need::Agent => none(&|host| self.scenario.host(host).agent),
            Need::IncidentOpen => team.opened.is_none(),
            Need::Classified => team.severity.is_none(),
            Need::Convened => team.convened.is_none(),
            Need::InMaintenance => {
                matches!(target, Target::System(system) if !team.maintenance.contains(&system))
            }
            Need::SomeIndicator => {
                !self.view.seat.facts.iter().any(|known| matches!(known.fact.kind, FactKind::Indicator(_)))
            }
            Need::Secured(kind) => none(&|host| {
                let secured =
                    |what: &RecordKind| matches!(what, RecordKind::Secured(on, of, _) if *on == host && of == kind);
                team.record.iter().any(|entry| secured(&entry.what))
            }),
            Need::DoneHere(kind) => self.is_not_done(kind.ix(), |on| self.same_object(on, target)),
            Need::DoneBefore(kind) => self.is_not_done(kind.ix(), |_| true),
        }
    }

    /// Whether the record shows that nobody has completed an order of this kind; some kinds need not stand in it.
    fn is_not_done(&self, kind: Ix<OrderKind>, fits: impl Fn(Target) -> bool) -> bool {
        let is_recorded = !is_small(&self.scenario.orders.at(kind).verb);
        let done = |what: &RecordKind| matches!(what, RecordKind::Done(done, on) if *done == kind && fits(*on));
        is_recorded && !self.view.team.record.iter().any(|entry| done(&entry.what))
    }

    /// Whether two targets are about the same thing: equal, or a backup and its system.
    fn same_object(&self, a: Target, b: Target) -> bool {
        let system = |target| match target {
            Target::Backup(backup) => self.backed_up(backup),
            Target::System(system) => Some(system),
            _ => None,
        };
        a == b || system(a).is_some_and(|of| system(b) == Some(of))
    }

    fn hosts_of(&self, target: Target) -> Vec<Ix<Host>> {
        match target {
            Target::Host(host) => vec![host],
            Target::Zone(zone) => self.scenario.network.zones.at(zone).hosts.clone(),
            Target::Site(site) => world::hosts_of_site(self.scenario, site),
            Target::System(system) => world::hosts_of_system(self.scenario, system),
            Target::Backup(backup) => {
                self.backed_up(backup).map_or_else(Vec::new, |system| world::hosts_of_system(self.scenario, system))
            }
            Target::Alert(alert) => {
                self.view.seat.alerts.iter().filter(|view| view.id == alert).map(|view| view.host).collect()
            }
            Target::Nothing | Target::Account(_) | Target::Indicator(_) | Target::Inject(_) => Vec::new(),
        }
    }
}

/// Handling alerts and talking stand in the record only as far as the plan asks for them.
pub(super) const fn is_small(verb: &Verb) -> bool {
    matches!(
        verb,
        Verb::TakeAlert | Verb::VerifyAlert | Verb::CloseAlert | Verb::Message(_) | Verb::Record | Verb::Answer
    )
}
