//! Conditions as a member judges them: by what is known, not by what is true.

use crate::model::{Cond, Facet, Foothold, Host, Ix, Role, Scenario, Scope, Severity, SimTime, Table};
use crate::sim::TeamView;

use super::knowledge::{Knowledge, Mark, Trouble};
use super::places::{is_within, reaches_into};
use super::public::Public;

/// Somebody's picture of the exercise at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Belief<'a> {
    /// The scenario; only its public parts are read.
    pub scenario: &'a Scenario,
    /// The record.
    pub public: &'a Public,
    /// What the team shares.
    pub team: &'a TeamView,
    /// The facts that count: a seat's own, or those in the record.
    pub known: &'a Knowledge,
    /// The moment.
    pub now: SimTime,
    /// Whose picture it is, if a seat's.
    pub whose: Option<Ix<Role>>,
}

impl Belief<'_> {
    /// Whether a condition seems to hold.
    pub fn holds(&self, cond: &Cond) -> bool {
        match cond {
            Cond::Always => true,
            Cond::All(all) => all.iter().all(|cond| self.holds(cond)),
            Cond::Any(any) => any.iter().any(|cond| self.holds(cond)),
            Cond::Not(cond) => !self.holds(cond),
            Cond::Named(named) => self.holds(&self.scenario.plan.conditions.at(named.ix()).when),
            Cond::After(span) => self.now >= SimTime::after_start(*span),
            Cond::StepDone(step) => self.known.traces.iter().any(|(trace, _)| *trace == step.ix()),
            Cond::Hosts { within, are, at_least } => self.count(within, *are, true) >= *at_least,
            Cond::HostsEver { within, were, at_least } => self.count(within, *were, false) >= *at_least,
            Cond::Implant { implant, within } => self.known.implants.iter().any(|(known, host)| {
                *known == implant.ix() && is_within(self.scenario, within, *host) && self.stands(*host, Mark::Implanted)
            }),
            Cond::SystemIs(system, state) => self.team.systems.get(system.ix().us()) == Some(state),
            Cond::SystemOutage(system, span) => self.public.outage(system.ix(), self.now) >= *span,
            Cond::AccountTaken(account) | Cond::AccountUsable(account) => {
                self.known.accounts.contains_key(&account.ix())
            }
            Cond::Leaked(store, records) => self.known.leaks.get(&store.ix()).is_some_and(|known| known >= records),
            Cond::SeverityAtLeast(severity) => self.severity() >= *severity,
            Cond::ClassifiedAtLeast(severity) => self.team.severity >= Some(*severity),
            Cond::IncidentOpen => self.team.opened.is_some(),
            Cond::AttackOver => self.is_quiet(),
            Cond::Done { orders, by, on } => orders.iter().any(|kind| {
                self.public.deeds(kind.ix()).iter().any(|deed| {
                    (by.is_empty() || by.iter().any(|role| role.ix() == deed.role))
                        && on.as_ref().is_none_or(|scope| reaches_into(self.scenario, deed.target, scope))
                })
            }),
            Cond::Reported(form) => self.team.reports.iter().any(|report| report.form == form.ix()),
            Cond::Knows { role, about } => {
                self.whose == Some(role.ix())
                    && self.known.hosts.keys().any(|host| is_within(self.scenario, about, *host))
            }
            // Not for a member to see.
            Cond::Never | Cond::Flag(_) | Cond::StepFailed(_) | Cond::InjectSent(_) | Cond::Chosen(_, _) => false,
        }
    }

    /// The severity: as the team classified it, otherwise by the plan's rules.
    pub fn severity(&self) -> Severity {
        self.team.severity.unwrap_or_else(|| self.severity_by_rules())
    }

    /// The severity by the plan's rules and what is known.
    pub fn severity_by_rules(&self) -> Severity {
        let rules = &self.scenario.plan.severity;
        rules.iter().find(|(_, cond)| self.holds(cond)).map_or(Severity::M4, |(severity, _)| *severity)
    }

    /// Whether this trouble of a host is known and not yet cured.
    pub fn stands(&self, host: Ix<Host>, mark: Mark) -> bool {
        let learned = self.known.hosts.get(&host).and_then(|trouble| trouble.learned[mark as usize]);
        learned.is_some() && learned > self.public.cured(host, mark)
    }

    /// Whether the adversary is known to hold no host any more.
    pub fn is_quiet(&self) -> bool {
        !self.known.hosts.is_empty()
            && self.known.hosts.keys().all(|host| {
                !self.stands(*host, Mark::Held) && !self.stands(*host, Mark::Implanted)
                    || self.team.cut_hosts.contains(host)
            })
    }

    fn count(&self, within: &Scope, facet: Facet, now: bool) -> u32 {
        let hosts = self.known.hosts.iter();
        hosts
            .filter(|(host, trouble)| is_within(self.scenario, within, **host) && self.has(**host, trouble, facet, now))
            .count() as u32
    }

    fn has(&self, host: Ix<Host>, trouble: &Trouble, facet: Facet, now: bool) -> bool {
        let mark = |mark: Mark| if now { self.stands(host, mark) } else { trouble.has(mark) };
        match facet {
            Facet::Held => mark(Mark::Held) || mark(Mark::Implanted),
            Facet::AdminHeld => mark(Mark::Held) && trouble.held == Foothold::Admin,
            Facet::Implanted => mark(Mark::Implanted),
            Facet::Encrypted => mark(Mark::Encrypted),
            Facet::Altered => mark(Mark::Altered),
            Facet::Blind => mark(Mark::Blind),
            Facet::Isolated => self.team.cut_hosts.contains(&host),
            Facet::Off => false,
        }
    }
}
