//! Facts and who knows them.

use super::event::What;
use super::exercise::Exercise;
use super::fact::{Fact, FactKind, How, KnownFact};
use super::view::RecordKind;
use super::world;
use crate::model::{Evidence, EvidenceSet, Foothold, Host, Implant, Ix, Role, Scope, SimTime, Table};

impl Exercise {
    /// A fact comes to be; its traces are found on `at`. The same fact is not born twice while its first
    /// trace is fresh: a later birth is a new fact with a later date. Known kinds that carry no change
    /// (an indicator seen again on the same hosts) are not repeated.
    pub(super) fn bear(&mut self, kind: FactKind, since: SimTime, evidence: EvidenceSet, at: &[Ix<Host>]) -> Ix<Fact> {
        if let FactKind::Indicator(_) = kind
            && let Some(id) = self.same_everywhere(kind, at)
        {
            return id;
        }
        let id = Ix::new(self.facts.len() as u32);
        let fact = Fact { kind, since, evidence };
        self.facts.push(fact);
        for host in at {
            self.facts_at.entry(*host).or_default().push(id);
        }
        self.emit(What::FactBorn { id, fact });
        id
    }

    fn same_everywhere(&self, kind: FactKind, at: &[Ix<Host>]) -> Option<Ix<Fact>> {
        let first = self.facts_at.get(at.first()?)?;
        let id = *first.iter().find(|id| self.facts[id.us()].kind == kind)?;
        at.iter().all(|host| self.facts_at.get(host).is_some_and(|facts| facts.contains(&id))).then_some(id)
    }

    /// Puts an implant on a host, with the facts that follow.
    pub(super) fn plant(&mut self, host: Ix<Host>, implant: Ix<Implant>, since: SimTime) {
        self.touch(host);
        let bit = world::implant_bit(implant);
        if self.world.host(host).implants & bit != 0 {
            return;
        }
        self.world.host_mut(host).implants |= bit;
        let scenario = self.scenario.clone();
        let spec = scenario.file.implants.at(implant);
        self.bear(FactKind::Implanted(host, implant), since, spec.evidence, &[host]);
        for indicator in &spec.indicators {
            self.bear(FactKind::Indicator(indicator.ix()), since, spec.evidence, &[host]);
        }
        self.world.note_facets(&scenario, host);
    }

    /// Notes that the attack has touched a host.
    pub(super) fn touch(&mut self, host: Ix<Host>) {
        if !self.world.host(host).touched {
            self.world.host_mut(host).touched = true;
            self.emit(What::Touched { host });
        }
    }

    /// The adversary holds a host.
    pub(super) fn hold(&mut self, host: Ix<Host>, level: Foothold) {
        self.touch(host);
        if self.world.host(host).foothold >= level {
            return;
        }
        self.world.host_mut(host).foothold = level;
        let evidence = EvidenceSet::from(vec![Evidence::Memory, Evidence::Logs]);
        self.bear(FactKind::Held(host, level), self.now, evidence, &[host]);
    }

    /// A seat learns a fact; what it implies (an implant's indicators) it learns with it.
    pub(super) fn learn(&mut self, role: Ix<Role>, id: Ix<Fact>, how: How) {
        if !self.scenario.has_seat(role) || self.seats[role.us()].knows(id) {
            return;
        }
        let fact = self.facts[id.us()];
        let seat = &mut self.seats[role.us()];
        seat.facts.push(KnownFact { id, fact, learned: self.now, how });
        seat.version += 1;
        self.stirred = true;
        self.emit(What::Learned { role, id, how });
        if fact.kind.is_of_attack() {
            self.detect(role);
        }
        if let FactKind::Implanted(host, implant) = fact.kind {
            for indicator in self.indicator_facts(host, implant) {
                self.learn(role, indicator, how);
            }
        }
    }

    fn indicator_facts(&self, host: Ix<Host>, implant: Ix<Implant>) -> Vec<Ix<Fact>> {
        let wanted = &self.scenario.file.implants.at(implant).indicators;
        let here = self.facts_at.get(&host).into_iter().flatten().copied();
        here.filter(|id| match self.facts[id.us()].kind {
            FactKind::Indicator(indicator) => wanted.iter().any(|named| named.ix() == indicator),
            _ => false,
        })
        .collect()
    }

    /// T0 by the truth: the first time that a seat has a true sign before it.
    pub(super) fn detect(&mut self, role: Ix<Role>) {
        if self.detected.is_none() {
            self.detected = Some(self.now);
            self.emit(What::Detected { role });
        }
    }

    /// Facts on a host whose traces of these kinds can still be read (or were secured in time).
    pub(super) fn readable_facts(&self, host: Ix<Host>, kinds: EvidenceSet) -> Vec<Ix<Fact>> {
        let here = self.facts_at.get(&host).into_iter().flatten().copied();
        here.filter(|id| {
            let fact = &self.facts[id.us()];
            fact.evidence.both(kinds).iter().any(|kind| self.world.readable(host, kind, fact.since))
        })
        .collect()
    }

    /// Roles see what stands on the screens of a part of the network.
    pub(super) fn show(&mut self, roles: &[Ix<Role>], scope: &Scope, how: How) {
        let mut seen = Vec::new();
        for host in self.world.changed.clone() {
            if world::in_scope(&self.scenario, host, scope) && self.world.host(host).touched {
                seen.extend(self.readable_facts(host, EvidenceSet::of(Evidence::Screen)));
            }
        }
        for role in roles {
            for id in &seen {
                self.learn(*role, *id, how);
            }
        }
    }

    /// Whether losing evidence of these kinds on a host loses something for good: traces of the attack that
    /// were not secured here, nor on another host of the same zone as a sample.
    pub(super) fn loss_matters(&self, host: Ix<Host>, kinds: EvidenceSet) -> bool {
        if !self.world.host(host).touched {
            return false;
        }
        let here = self.facts_at.get(&host).into_iter().flatten();
        let at_stake = here.filter(|id| {
            let fact = &self.facts[id.us()];
            !matches!(fact.kind, FactKind::Weak(..))
                && fact.evidence.both(kinds).iter().any(|kind| self.world.readable(host, kind, fact.since))
        });
        if at_stake.count() == 0 {
            return false;
        }
        let zone = self.scenario.host(host).zone;
        let sampled = self.world.changed.iter().any(|other| {
            self.world.host(*other).touched
                && self.scenario.host(*other).zone == zone
                && kinds.iter().any(|kind| self.world.secured(*other, kind).is_some())
        });
        !sampled
    }

    /// Writes into the shared incident record.
    pub(super) fn record(&mut self, role: Ix<Role>, what: RecordKind) {
        self.team.record.push(super::view::RecordEntry { at: self.now, role, what });
        self.team.version += 1;
    }
}
