//! What a trained member does not do: destroy evidence before it is secured, and bring back what the
//! adversary still holds.

use crate::model::{Evidence, EvidenceSet, Host, Ix, OrderKind, Phase, Span, Table, Verb};
use crate::sim::Target;

use super::checklist::StepStatus;
use super::errands::Errand;
use super::knowledge::Mark;
use super::mind::{Give, Mind};
use super::places::hosts_of;

/// How long others get to secure evidence before the work goes on without it.
const EVIDENCE_PATIENCE: Span = Span::hours(4);
/// How long it must have been quiet before hosts and systems go back into service.
const QUIET: Span = Span::mins(40);
/// How long a member waits for quiet at most.
const QUIET_PATIENCE: Span = Span::hours(30);

impl Mind<'_> {
    /// Whether the evidence that an order destroys has been secured, at least as a sample in each zone.
    /// Otherwise wants to secure it, if this seat can.
    pub(super) fn evidence_is_safe(&mut self, errand: Errand<'_>, kind: Ix<OrderKind>, target: Target) -> bool {
        let destroys = self.desk.training.good_for(kind).destroys;
        if destroys.is_empty() {
            return true;
        }
        let mut safe = !self.desk.training.good_for(kind).restores || self.has_samples(errand, target);
        for host in hosts_of(self.scenario(), target) {
            let Some(trouble) = self.known.hosts.get(&host) else { continue };
            let at_stake = destroys.both(trouble.evidence);
            if at_stake.is_empty() || self.is_sampled(host, at_stake) {
                continue;
            }
            if self.now() - trouble.first > EVIDENCE_PATIENCE {
                continue;
            }
            self.look_again_at(trouble.first + EVIDENCE_PATIENCE + Span(1));
            safe = false;
            for evidence in at_stake.iter() {
                self.want_to_secure(errand, host, evidence);
            }
        }
        safe
    }

    /// Whether the disk of at least one host in each zone of a system has been imaged before the system is
    /// overwritten: what nobody has found yet goes with it.
    fn has_samples(&mut self, errand: Errand<'_>, target: Target) -> bool {
        let own: Vec<Ix<Host>> = hosts_of(self.scenario(), target).collect();
        let zone = |host: Ix<Host>| self.scenario().host(host).zone;
        let mut zones: Vec<_> = own.iter().map(|host| zone(*host)).collect();
        zones.sort_unstable();
        zones.dedup();
        let mut missing = Vec::new();
        for of in zones {
            let in_zone = own.iter().copied().filter(|host| zone(*host) == of);
            let imaged = in_zone.clone().any(|host| self.desk.public.secured(host).has(Evidence::Disk));
            let best = in_zone.min_by_key(|host| (!self.known.hosts.contains_key(host), *host));
            missing.extend(best.filter(|_| !imaged));
        }
        let late = self.desk.view.team.t0.is_some_and(|t0| self.now() - t0 > EVIDENCE_PATIENCE + EVIDENCE_PATIENCE);
        for host in &missing {
            self.want_to_secure(errand, *host, Evidence::Disk);
        }
        missing.is_empty() || late
    }

    /// Whether every kind of the evidence at stake is secured on the host or on another in its zone.
    fn is_sampled(&self, host: Ix<Host>, at_stake: EvidenceSet) -> bool {
        let zone = self.scenario().host(host).zone;
        let in_zone = self.known.hosts.keys().filter(|other| self.scenario().host(**other).zone == zone);
        let secured = in_zone.fold(EvidenceSet::NONE, |all, other| all.union(self.desk.public.secured(*other)));
        at_stake.without(secured).is_empty()
    }

    fn want_to_secure(&mut self, errand: Errand<'_>, host: Ix<Host>, evidence: Evidence) {
        let target = Target::Host(host);
        let secures = |mind: &Self, kind: Ix<OrderKind>| mind.scenario().orders.at(kind).secures.has(evidence);
        if let Some(kind) = self.kind_that(target, secures)
            && self.own.tries(kind, target).done + self.own.tries(kind, target).failed < 3
        {
            self.want(errand.reason, errand.urgency - 1, kind, target, Give::default());
        }
    }

    /// Whether nothing of the plan is left that must be done before the incident is closed.
    pub(super) fn may_close(&self, kind: Ix<OrderKind>) -> bool {
        if self.scenario().orders.at(kind).verb != Verb::CloseIncident {
            return true;
        }
        let closes = |status: &StepStatus| status.step(self.scenario()).phase == Phase::P6;
        let open = self.desk.steps.iter().any(|status| status.applies && status.done.is_none() && !closes(status));
        !open || self.desk.view.team.t0.is_none_or(|t0| self.now() >= self.late_in_the_run(t0))
    }

    /// Whether it is quiet enough for an order that brings hosts or systems back.
    pub(super) fn is_calm_enough(&mut self, kind: Ix<OrderKind>, target: Target) -> bool {
        let good_for = self.desk.training.good_for(kind);
        let reopens = self.scenario().orders.at(kind).verb == Verb::Reopen;
        if !(good_for.restores || good_for.reconnects || good_for.starts || reopens) {
            return true;
        }
        let now = self.now();
        if self.desk.view.team.t0.is_some_and(|t0| now - t0 > QUIET_PATIENCE) {
            return true;
        }
        if let Some(since) = self.known.newest_since
            && now - since < QUIET
        {
            self.look_again_at(since + QUIET);
            return false;
        }
        !self.is_beside_the_adversary(target, good_for.restores)
    }

    /// Whether the adversary is known to hold a connected host beside the target. A restoration takes him
    /// off the target itself, nothing else does.
    fn is_beside_the_adversary(&self, target: Target, restores: bool) -> bool {
        let belief = self.belief();
        let team = self.desk.view.team;
        let own: Vec<Ix<Host>> = hosts_of(self.scenario(), target).collect();
        let zones: Vec<_> = own.iter().map(|host| self.scenario().host(*host).zone).collect();
        self.known.hosts.keys().any(|host| {
            let zone = self.scenario().host(*host).zone;
            let held = belief.stands(*host, Mark::Held) || belief.stands(*host, Mark::Implanted);
            let counted = if restores { zones.contains(&zone) } else { own.contains(host) };
            held && counted && !team.cut_hosts.contains(host)
        })
    }
}
