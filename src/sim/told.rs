//! Since when conditions hold by what the team itself has said: its classifications, and the findings in its record
//! with the times they bear. Legal clocks and deadlines on the screens of seats count by this, so that they tell
//! nothing that the team has not found out.

use super::fact::{Fact, FactKind};
use super::view::{RecordKind, TeamView};
use super::world::in_scope;
use crate::model::{Cond, Facet, Foothold, Host, Ix, Scenario, Scope, Severity, SimTime, Table};

impl TeamView {
    /// Since when a condition holds, as far as the team has said so; none when it has not, or when what the
    /// condition asks is nothing that a team writes down.
    pub fn told_since(&self, scenario: &Scenario, cond: &Cond) -> Option<SimTime> {
        let part = |part: &Cond| self.told_since(scenario, part);
        match cond {
            Cond::Always => Some(SimTime::START),
            Cond::All(parts) => parts.iter().try_fold(SimTime::START, |last, each| Some(last.max(part(each)?))),
            Cond::Any(parts) => parts.iter().filter_map(part).min(),
            Cond::Not(other) => part(other).is_none().then_some(SimTime::START),
            Cond::Named(named) => part(&scenario.plan.conditions.at(named.ix()).when),
            Cond::IncidentOpen => self.opened,
            Cond::SeverityAtLeast(severity) | Cond::ClassifiedAtLeast(severity) => self.classified_since(*severity),
            Cond::Leaked(store, _) => {
                self.first_finding(|kind| matches!(kind, FactKind::Leaked(leaked, _) if leaked == store.ix()))
            }
            Cond::StepDone(step) => {
                self.first_finding(|kind| matches!(kind, FactKind::Trace(done, _) if done == step.ix()))
            }
            Cond::Hosts { within, are: facet, at_least } | Cond::HostsEver { within, were: facet, at_least } => {
                self.hosts_since(scenario, within, *facet, *at_least)
            }
            _ => None,
        }
    }

    /// The first classification says what the incident has been from the start; a later one, what has become of it.
    fn classified_since(&self, severity: Severity) -> Option<SimTime> {
        if self.severity < Some(severity) {
            return None;
        }
        let classified = self.record.iter().filter_map(|entry| match entry.what {
            RecordKind::Classified(given) => Some((entry.at, given)),
            _ => None,
        });
        let (number, (at, _)) = classified.enumerate().find(|(_, (_, given))| *given >= severity)?;
        Some(if number == 0 { SimTime::START } else { at })
    }

    fn findings(&self) -> impl Iterator<Item = &Fact> {
        self.record.iter().filter_map(|entry| match &entry.what {
            RecordKind::Finding(fact, _) => Some(fact),
            _ => None,
        })
    }

    fn first_finding(&self, fits: impl Fn(FactKind) -> bool) -> Option<SimTime> {
        self.findings().filter(|fact| fits(fact.kind)).map(|fact| fact.since).min()
    }

    /// Since when this was so of so many hosts of a part of the network.
    fn hosts_since(&self, scenario: &Scenario, within: &Scope, facet: Facet, at_least: u32) -> Option<SimTime> {
        let mut found: Vec<(Ix<Host>, SimTime)> = Vec::new();
        for fact in self.findings() {
            let Some(host) =
                fact.kind.host().filter(|host| shows(fact.kind, facet) && in_scope(scenario, *host, within))
            else {
                continue;
            };
            match found.iter_mut().find(|(other, _)| *other == host) {
                Some((_, since)) => *since = (*since).min(fact.since),
                None => found.push((host, fact.since)),
            }
        }
        let mut since: Vec<SimTime> = found.into_iter().map(|(_, since)| since).collect();
        since.sort_unstable();
        since.get((at_least.max(1) - 1) as usize).copied()
    }
}

/// Whether a fact shows this of its host.
const fn shows(fact: FactKind, facet: Facet) -> bool {
    match facet {
        Facet::Held => matches!(fact, FactKind::Held(..) | FactKind::Implanted(..)),
        Facet::AdminHeld => matches!(fact, FactKind::Held(_, Foothold::Admin)),
        Facet::Implanted => matches!(fact, FactKind::Implanted(..)),
        Facet::Encrypted => matches!(fact, FactKind::Encrypted(_)),
        Facet::Altered => matches!(fact, FactKind::Altered(_)),
        Facet::Blind => matches!(fact, FactKind::Blind(_)),
        Facet::Isolated | Facet::Off => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{fixture, load};
    use crate::model::{EvidenceSet, Ix, Severity::*, Span};
    use crate::sim::RecordEntry;

    fn minute(minutes: i64) -> SimTime {
        SimTime::after_start(Span::mins(minutes))
    }

    fn with(entries: &[(i64, RecordKind)], severity: Option<Severity>) -> TeamView {
        let mut team = TeamView::empty(0);
        let entry =
            |(at, what): &(i64, RecordKind)| RecordEntry { at: minute(*at), role: Ix::new(0), what: what.clone() };
        team.record = entries.iter().map(entry).collect();
        team.severity = severity;
        team
    }

    #[test]
    fn the_first_classification_counts_from_the_start_and_a_graver_one_from_when_it_was_given() {
        let scenario = load(&fixture::source(), fixture::SCENARIO).scenario.unwrap();
        let since = |team: &TeamView, severity| team.told_since(&scenario, &Cond::SeverityAtLeast(severity));
        let silent = with(&[], None);
        assert_eq!(since(&silent, M3), None);
        let given = [(30, RecordKind::Classified(M2)), (200, RecordKind::Classified(M1))];
        let once = with(&given[..1], Some(M2));
        assert_eq!(
            [M3, M2, M1].map(|severity| since(&once, severity)),
            [Some(SimTime::START), Some(SimTime::START), None]
        );
        let raised = with(&given, Some(M1));
        assert_eq!([M2, M1].map(|severity| since(&raised, severity)), [Some(SimTime::START), Some(minute(200))]);
    }

    #[test]
    fn findings_count_from_the_times_they_bear() {
        let scenario = load(&fixture::source(), fixture::SCENARIO).scenario.unwrap();
        let finding = |at: i64, host: u32, since: i64| {
            let kind = FactKind::Encrypted(Ix::new(host));
            let fact = Fact { kind, since: minute(since), evidence: EvidenceSet::NONE };
            (at, RecordKind::Finding(fact, Ix::new(host)))
        };
        let team = with(&[finding(50, 0, 40), finding(60, 1, 20), finding(70, 1, 25)], None);
        let at_least = |at_least| Cond::HostsEver { within: Scope::Anywhere, were: Facet::Encrypted, at_least };
        let since = |cond: &Cond| team.told_since(&scenario, cond);
        assert_eq!([1, 2, 3].map(|n| since(&at_least(n))), [Some(minute(20)), Some(minute(40)), None]);
        assert_eq!(since(&Cond::All(vec![at_least(1), at_least(2)])), Some(minute(40)));
        assert_eq!(since(&Cond::Any(vec![at_least(3), at_least(1)])), Some(minute(20)));
        assert_eq!(since(&Cond::AttackOver), None, "nothing that a team writes down");
    }
}
