//! Giving hosts, zones and systems back to their users, once they are believed to be in order.

use crate::model::{Effect, Host, Ix, OrderKind, SimTime, Span, Table, TargetKind, Verb};
use crate::sim::Target;

use super::errands::Errand;
use super::knowledge::Mark;
use super::mind::{Give, Mind, Reason};
use super::places::{covers, hosts_of};

/// Given back is what nothing more urgent waits for.
const URGENCY: i64 = i64::MAX / 4;
/// Before the same is tried again.
const REST: Span = Span::mins(10);
/// How often it is tried.
const TRIES: u32 = 4;
/// How long it has been quiet before blocked services are let through again.
const LONG_QUIET: Span = Span::hours(12);

impl Mind<'_> {
    /// Wants to give back what is in order, and to look where that is not certain.
    pub fn want_to_give_back(&mut self) {
        let team = self.desk.view.team;
        for host in &team.cut_hosts {
            if self.is_in_order(Target::Host(*host)) && self.is_examined(*host) {
                self.want_back(Target::Host(*host), |mind, kind| mind.desk.training.good_for(kind).reconnects);
            }
        }
        for zone in &team.cut_zones {
            let target = Target::Zone(*zone);
            if self.is_in_order(target) && self.is_searched(target) {
                self.want_back(target, |mind, kind| mind.desk.training.good_for(kind).reconnects);
            }
        }
        for system in &team.maintenance {
            if self.is_tested(*system) {
                self.want_back(Target::System(*system), |mind, kind| {
                    mind.scenario().orders.at(kind).verb == Verb::Reopen
                });
            }
        }
        self.want_to_unblock();
    }

    fn want_back(&mut self, target: Target, fits: impl Fn(&Self, Ix<OrderKind>) -> bool) {
        let Some(kind) = self.kind_that(target, fits) else { return };
        let tries = self.own.tries(kind, target);
        let rested = tries.last.is_none_or(|last| self.now() > last + REST);
        if self.doer(&[], &[], kind, target) == Some(self.me) && tries.failed < TRIES && rested {
            self.want_with_needs(self.errand(), kind, target);
        }
    }

    const fn errand(&self) -> Errand<'static> {
        Errand { reason: Reason::GiveBack, first: &[], urgency: URGENCY, not_before: SimTime::START, since: None }
    }

    /// Whether nothing known to be wrong with the hosts of a target is left.
    fn is_in_order(&self, target: Target) -> bool {
        let belief = self.belief();
        hosts_of(self.scenario(), target).all(|host| {
            [Mark::Held, Mark::Implanted, Mark::Encrypted].into_iter().all(|mark| !belief.stands(host, mark))
        })
    }

    /// Whether anything is known about a host that is cut off, if only that nothing was found on it. Otherwise this
    /// seat wants to look, where that falls to it: what others cut off they had a reason for.
    fn is_examined(&mut self, host: Ix<Host>) -> bool {
        let reads = self.reads();
        let examined = self.known.hosts.contains_key(&host)
            || self.known.clear.contains_key(&host)
            || self.last_done(&reads, Target::Host(host)).is_some();
        if !examined {
            self.want_if_mine(&reads, Target::Host(host));
        }
        examined
    }

    /// Orders that read the logs of a host.
    fn reads(&self) -> Vec<Ix<OrderKind>> {
        self.kinds_on(TargetKind::Host, |kind| {
            kind.secures.is_empty() && kind.reveals.has(crate::model::Evidence::Logs)
        })
    }

    /// Whether a zone has been searched since the last trouble in it began: hosts with an agent by a
    /// sweep of the site, the others one by one. What is missing this seat wants to do, where it falls to it.
    fn is_searched(&mut self, target: Target) -> bool {
        let Target::Zone(zone) = target else { return true };
        let site = Target::Site(self.scenario().network.zones.at(zone).site);
        let hosts = self.known.hosts.iter();
        let of_zone = hosts.filter(|(host, _)| covers(self.scenario(), target, **host));
        let began = of_zone.map(|(_, trouble)| trouble.since).max();
        let sweeps = self.kinds_on(TargetKind::Site, |kind| kind.verb == Verb::Sweep);
        let swept = self.last_done(&sweeps, site) > began;
        if !swept && !self.known.indicators.is_empty() {
            self.want_if_mine(&sweeps, site);
        }
        let reads = self.reads();
        let silent = self.silent_hosts(target);
        let unread: Vec<Ix<Host>> =
            silent.into_iter().filter(|host| self.last_done(&reads, Target::Host(*host)).is_none()).collect();
        for host in &unread {
            self.want_if_mine(&reads, Target::Host(*host));
        }
        swept && unread.is_empty()
    }

    /// Hosts of a zone without an agent that nothing is known about.
    fn silent_hosts(&self, target: Target) -> Vec<Ix<Host>> {
        let hosts = hosts_of(self.scenario(), target);
        hosts.filter(|host| !self.scenario().host(*host).agent && !self.known.hosts.contains_key(host)).collect()
    }

    fn kinds_with(&self, fits: impl Fn(&OrderKind) -> bool) -> Vec<Ix<OrderKind>> {
        let orders = &self.scenario().orders;
        orders.indices().filter(|kind| fits(orders.at(*kind))).collect()
    }

    fn kinds_on(&self, target: TargetKind, fits: impl Fn(&OrderKind) -> bool) -> Vec<Ix<OrderKind>> {
        let kinds = self.desk.training.kinds_on(target).iter().copied();
        kinds.filter(|kind| fits(self.scenario().orders.at(*kind))).collect()
    }

    fn last_done(&self, kinds: &[Ix<OrderKind>], target: Target) -> Option<SimTime> {
        kinds.iter().filter_map(|kind| self.desk.public.repeats(*kind, target)).map(|repeats| repeats.last).max()
    }

    fn want_if_mine(&mut self, kinds: &[Ix<OrderKind>], target: Target) {
        for kind in kinds {
            let tries = self.own.tries(*kind, target);
            let rested = tries.last.is_none_or(|last| self.now() > last + REST);
            if self.doer(&[], &[], *kind, target) == Some(self.me) && tries.done + tries.failed < TRIES && rested {
                self.want(Reason::GiveBack, URGENCY, *kind, target, Give::default());
                return;
            }
        }
    }

    /// Blocked services are let through again when everything is over.
    fn want_to_unblock(&mut self) {
        let now = self.now();
        if self.known.newest_since.is_none_or(|since| now - since < LONG_QUIET) || !self.recovered() {
            return;
        }
        let unblocks = |kind: &OrderKind| kind.effects.iter().any(|effect| matches!(effect, Effect::Unblock(_)));
        for kind in self.kinds_with(unblocks) {
            for zone in self.blocked_zones() {
                let target = Target::Zone(zone);
                let done = self.desk.public.repeats(kind, target).is_some();
                if !done
                    && self.own.tries(kind, target).failed < TRIES
                    && self.doer(&[], &[], kind, target) == Some(self.me)
                {
                    self.want_with_needs(self.errand(), kind, target);
                }
            }
        }
    }

    fn blocked_zones(&self) -> Vec<Ix<crate::model::Zone>> {
        let blocks = self.scenario().orders.indices().filter(|kind| self.desk.training.good_for(*kind).blocks);
        let deeds = blocks.flat_map(|kind| self.desk.public.deeds(kind));
        let mut zones: Vec<_> = deeds
            .filter_map(|deed| match deed.target {
                Target::Zone(zone) => Some(zone),
                _ => None,
            })
            .collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }
}
