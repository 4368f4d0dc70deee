//! From what is asked to orders: given by who should, on what is known, after what they need.

use crate::model::{
    Criterion, Form, Ix, MessageKind, Need, OnWhat, OrderKind, Param, Ref, Role, SimTime, Span, Table, Verb,
};
use crate::sim::Target;

use super::mind::{Give, Mind, Reason};
use super::places::hosts_of;

/// Before the same is done again where it is asked for more than once.
const REST: Span = Span::mins(30);
/// How often a report that was refused is tried again.
const REPORT_TRIES: u32 = 6;

/// For whom, why and how urgently something is pursued.
#[derive(Clone, Copy)]
pub(super) struct Errand<'e> {
    /// Why.
    pub reason: Reason,
    /// Who should do it, the first who may.
    pub first: &'e [Ix<Role>],
    /// The smaller the sooner.
    pub urgency: i64,
    /// Not before.
    pub not_before: SimTime,
    /// What was said before this moment does not count.
    pub since: Option<SimTime>,
}

/// An order criterion, taken apart.
#[derive(Clone, Copy)]
struct Asked<'c> {
    kinds: &'c [Ref<OrderKind>],
    by: &'c [Ref<Role>],
    on: &'c OnWhat,
    at_least: u32,
}

impl<'m> Mind<'m> {
    /// Wants what a criterion asks for, as far as it is for this seat.
    pub fn pursue(&mut self, errand: Errand<'_>, criterion: &Criterion) {
        match criterion {
            Criterion::Order { kinds, by, on, at_least } => {
                self.pursue_order(errand, Asked { kinds, by, on, at_least: *at_least }, None);
            }
            Criterion::Report { form, by, .. } => self.pursue_report(errand, form.ix(), by),
            Criterion::Message { from, to, kinds, with_fact } => {
                self.pursue_message(errand, from, to, kinds, *with_fact);
            }
            Criterion::Classified { by, .. } => self.pursue_classification(errand, by),
            Criterion::All(parts) => self.pursue_all(errand, parts),
            Criterion::Any(parts) => self.pursue_any(errand, parts),
            // Answers are given when the inject is read; conditions come true through other steps.
            Criterion::Answer { .. } | Criterion::Becomes(_) | Criterion::Mishap(_) | Criterion::Through(_) => {}
        }
    }

    /// All parts; on systems and backups each part waits for the one before it on the same target, because
    /// what is not tested is not opened and what is not verified is not restored.
    fn pursue_all(&mut self, errand: Errand<'_>, parts: &[Criterion]) {
        for (number, part) in parts.iter().enumerate() {
            match part {
                Criterion::Order { kinds, by, on, at_least } => {
                    let before = number.checked_sub(1).map(|before| &parts[before]);
                    self.pursue_order(errand, Asked { kinds, by, on, at_least: *at_least }, before);
                }
                _ => self.pursue(errand, part),
            }
        }
    }

    /// The first part that is done or that this seat can do something for.
    fn pursue_any(&mut self, errand: Errand<'_>, parts: &[Criterion]) {
        let belief = self.belief();
        if parts.iter().any(|part| belief.looks_done(part).is_some()) {
            return;
        }
        for part in parts {
            let before = self.wanted.len();
            self.pursue(errand, part);
            if self.wanted.len() > before {
                return;
            }
        }
    }

    fn pursue_order(&mut self, errand: Errand<'_>, asked: Asked<'_>, before: Option<&Criterion>) {
        let times = self.times_done(asked, errand.since);
        for (rank, kind) in asked.kinds.iter().map(Ref::ix).enumerate() {
            if !self.desk.training.may_somewhere(self.me, kind) {
                continue;
            }
            let candidates: Vec<Ix<Role>> = self.candidates(errand.first, asked.by, kind).collect();
            if !candidates.contains(&self.me) {
                continue;
            }
            let spec = self.scenario().orders.at(kind);
            let errand = Errand { urgency: errand.urgency + rank as i64, ..errand };
            let mut mine = self.aims(kind, asked.on);
            mine.retain(|target| {
                let doer = candidates.iter().copied().find(|candidate| self.may_other(*candidate, kind, *target));
                doer == Some(self.me) && self.follows(before, *target)
            });
            let mut any = mine.iter().any(|target| self.own.is_open(kind, *target));
            let says = errand.since.is_some() && says_something(&spec.verb);
            let is_wanted = |target: &Target| {
                if says { times < asked.at_least } else { self.is_wanted(kind, *target, asked, times) }
            };
            let mut wanted: Vec<Target> = mine.iter().copied().filter(is_wanted).collect();
            if wanted.is_empty() && times < asked.at_least && !any {
                // Nothing calls for it, but the plan does: once, where it does least harm.
                wanted.extend(mine.iter().copied().find(|target| self.is_harmless_enough(kind, *target)));
            }
            any |= !wanted.is_empty();
            for target in wanted {
                self.want_with_needs(errand, kind, target);
            }
            // Kinds that secure or find out add to each other; of the rest the first that helps is enough.
            if any && spec.secures.is_empty() && spec.reveals.is_empty() {
                return;
            }
        }
    }

    /// How often what is asked has been done, as far as the seat can see.
    fn times_done(&self, asked: Asked<'_>, since: Option<SimTime>) -> u32 {
        let fits = |role: Ix<Role>| asked.by.is_empty() || asked.by.iter().any(|other| other.ix() == role);
        let mut times = 0;
        for kind in asked.kinds.iter().map(Ref::ix) {
            let since = since.filter(|_| says_something(&self.scenario().orders.at(kind).verb));
            let counts = |at: SimTime| since.is_none_or(|since| at >= since);
            let public = self.desk.public.deeds(kind).iter().filter(|deed| fits(deed.role) && counts(deed.at)).count();
            let (own, last) = self.own.done_of(kind);
            let own = if last.is_some_and(counts) { own } else { 0 };
            times += (public as u32).max(if since.is_some() { own.min(1) } else { own });
        }
        times
    }

    /// Whether an order may be given on a target only because the plan asks for it.
    fn is_harmless_enough(&self, kind: Ix<OrderKind>, target: Target) -> bool {
        let good_for = self.desk.training.good_for(kind);
        let tries = self.own.tries(kind, target);
        good_for.cuts && tries.done + tries.failed == 0 && !self.is_cut(target)
    }

    fn is_wanted(&self, kind: Ix<OrderKind>, target: Target, asked: Asked<'_>, times: u32) -> bool {
        if times >= asked.at_least && *asked.on == OnWhat::Anything {
            return false;
        }
        if self.is_useful(kind, target) {
            return true;
        }
        // What is asked for more than once is done again after a while, if only because it is asked for.
        let tries = self.own.tries(kind, target);
        let rested = tries.last.is_none_or(|last| self.now() > last + REST);
        asked.at_least > 1 && times < asked.at_least && rested && tries.failed < 3 && tries.done < asked.at_least
    }

    /// Whether the part of the criterion before has been fulfilled on the same target.
    fn follows(&self, before: Option<&Criterion>, target: Target) -> bool {
        let Some(Criterion::Order { kinds, .. }) = before else { return true };
        match target {
            Target::System(system) => kinds.iter().any(|kind| {
                let spec = self.scenario().orders.at(kind.ix());
                if spec.verb == Verb::TestSystem {
                    self.is_tested(system)
                } else {
                    spec.target != target.kind() || self.desk.public.repeats(kind.ix(), target).is_some()
                }
            }),
            Target::Backup(backup) => {
                let examined = kinds.iter().any(|kind| self.desk.training.good_for(kind.ix()).examines);
                !examined || self.known.backups.get(&backup).is_some_and(|(clean, _)| *clean)
            }
            _ => true,
        }
    }

    /// Who gives an order on a target: the first of those who should that may, then their deputies, then
    /// others in the order of the catalogue.
    pub fn doer(&self, first: &[Ix<Role>], by: &[Ref<Role>], kind: Ix<OrderKind>, target: Target) -> Option<Ix<Role>> {
        let training = self.desk.training;
        self.candidates(first, by, kind).find(|candidate| training.may(self.scenario(), *candidate, kind, target))
    }

    /// Those who may give an order on some target, in the order in which they come into question. Who may give it
    /// on all targets leaves nothing to those after him.
    fn candidates<'x>(
        &'x self,
        first: &'x [Ix<Role>],
        by: &'x [Ref<Role>],
        kind: Ix<OrderKind>,
    ) -> impl Iterator<Item = Ix<Role>> + 'x {
        let scenario = self.scenario();
        let training = self.desk.training;
        let deputies = first.iter().flat_map(|role| scenario.roles.at(*role).deputies.iter().map(Ref::ix));
        let givers = scenario.orders.at(kind).by.iter().map(|(giver, _)| giver.ix());
        let listed = |candidate: &Ix<Role>| by.is_empty() || by.iter().any(|other| other.ix() == *candidate);
        let all = first.iter().copied().chain(deputies).chain(givers).filter(listed);
        let mut is_over = false;
        all.filter(move |candidate| training.may_somewhere(*candidate, kind)).take_while(move |candidate| {
            let before = is_over;
            is_over |= training.may_everywhere(*candidate, kind);
            !before
        })
    }

    /// Wants an order, or first what it needs.
    pub fn want_with_needs(&mut self, errand: Errand<'_>, kind: Ix<OrderKind>, target: Target) {
        if let Some(first) = self.unmet(kind, target) {
            self.want_need(errand, first, target);
            return;
        }
        if self.careful && !self.evidence_is_safe(errand, kind, target) || !self.is_calm_enough(kind, target) {
            return;
        }
        if !self.may_close(kind) {
            return;
        }
        let tries = self.own.tries(kind, target);
        let turn = tries.done + tries.failed;
        self.want_at(errand.reason, errand.urgency, errand.not_before, kind, target, turn, Give::default());
    }

    /// The first prerequisite of an order that does not look met.
    fn unmet(&self, kind: Ix<OrderKind>, target: Target) -> Option<&'m Need> {
        let team = self.desk.view.team;
        let public = self.desk.public;
        self.scenario().orders.at(kind).needs.iter().find(|need| {
            let met = match need {
                Need::IncidentOpen => team.opened.is_some(),
                Need::Classified => team.severity.is_some(),
                Need::Convened => team.convened.is_some(),
                Need::InMaintenance => matches!(target, Target::System(ix) if team.maintenance.contains(&ix)),
                Need::SomeIndicator => !self.known.indicators.is_empty(),
                Need::Secured(evidence) => {
                    let mut hosts = hosts_of(self.scenario(), target).peekable();
                    hosts.peek().is_none() || hosts.any(|host| public.secured(host).has(*evidence))
                }
                Need::DoneHere(kind) => {
                    public.repeats(kind.ix(), target).is_some() || self.own.tries(kind.ix(), target).done > 0
                }
                Need::DoneBefore(kind) => !public.deeds(kind.ix()).is_empty() || self.own.done_of(kind.ix()).0 > 0,
                Need::Isolated => match target {
                    Target::Host(host) => team.cut_hosts.contains(&host),
                    Target::Zone(zone) => team.cut_zones.contains(&zone),
                    _ => true,
                },
                // Power, line and agent of a host show only when the order is tried.
                Need::PoweredOn | Need::PoweredOff | Need::Connected | Need::Agent => true,
            };
            !met
        })
    }

    /// Wants what meets a prerequisite, if this seat can see to it.
    fn want_need(&mut self, errand: Errand<'_>, need: &Need, target: Target) {
        let kind = match need {
            Need::DoneHere(kind) | Need::DoneBefore(kind) => Some(kind.ix()),
            Need::Secured(evidence) => {
                self.kind_that(target, |mind, kind| mind.scenario().orders.at(kind).secures.has(*evidence))
            }
            Need::InMaintenance => self.kind_that(target, |mind, kind| mind.desk.training.good_for(kind).covers),
            _ => None,
        };
        if let Some(kind) = kind.filter(|kind| self.may(*kind, target) && self.is_useful(*kind, target)) {
            self.want(errand.reason, errand.urgency - 1, kind, target, Give::default());
        }
    }

    /// The first kind of order that this seat may give on a target and that `fits`.
    pub fn kind_that(&self, target: Target, fits: impl Fn(&Self, Ix<OrderKind>) -> bool) -> Option<Ix<OrderKind>> {
        let kinds = self.desk.training.kinds_on(target.kind()).iter().copied();
        kinds.filter(|kind| fits(self, *kind)).find(|kind| self.may(*kind, target))
    }

    fn pursue_report(&mut self, errand: Errand<'_>, form: Ix<Form>, by: &[Ref<Role>]) {
        let counts = |at: SimTime| errand.since.is_none_or(|since| at >= since);
        if self.desk.view.team.reports.iter().any(|report| report.form == form && counts(report.at)) {
            return;
        }
        let orders = &self.scenario().orders;
        let kind = orders.indices().find(|kind| matches!(&orders.at(*kind).verb, Verb::Report(of) if of.ix() == form));
        let Some(kind) = kind else { return };
        if self.doer(errand.first, by, kind, Target::Nothing) == Some(self.me)
            && self.own.tries(kind, Target::Nothing).failed < REPORT_TRIES
        {
            self.want_with_needs(errand, kind, Target::Nothing);
        }
    }

    fn pursue_message(
        &mut self,
        errand: Errand<'_>,
        from: &[Ref<Role>],
        to: &[Ref<Role>],
        kinds: &[MessageKind],
        with_fact: bool,
    ) {
        let Some(kind) = self.message_kind(kinds) else { return };
        if self.doer(errand.first, from, kind, Target::Nothing) != Some(self.me) {
            return;
        }
        let has_facts = self.desk.view.seat.facts.iter().any(|known| known.fact.kind.is_of_attack());
        let sent = |role: &Ref<Role>| {
            self.own.sent.iter().any(|sent| {
                (kinds.is_empty() || kinds.contains(&sent.kind))
                    && sent.to.contains(&role.ix())
                    && (sent.facts || !with_fact)
                    && errand.since.is_none_or(|since| sent.at >= since)
            })
        };
        let missing: Vec<Ix<Role>> =
            to.iter().filter(|role| role.ix() != self.me && !sent(role)).map(Ref::ix).collect();
        if missing.is_empty() && !to.is_empty() || with_fact && !has_facts {
            return;
        }
        let turn = 1_000 + missing.first().map_or(0, |role| role.raw());
        let give = Give { to: missing, with_facts: has_facts, ..Give::default() };
        self.want_at(errand.reason, errand.urgency, errand.not_before, kind, Target::Nothing, turn, give);
    }

    /// An order that sends a message of one of these kinds; up the chain a briefing, where that is accepted.
    fn message_kind(&self, kinds: &[MessageKind]) -> Option<Ix<OrderKind>> {
        let orders = &self.scenario().orders;
        let of = |kind: Ix<OrderKind>| match orders.at(kind).verb {
            Verb::Message(of) if kinds.is_empty() || kinds.contains(&of) => Some(of),
            _ => None,
        };
        let rank = |kind: &Ix<OrderKind>| {
            let asks_text = orders.at(*kind).params.contains(&Param::Text);
            (of(*kind) != Some(MessageKind::Brief), !asks_text, *kind)
        };
        let mine = orders.indices().filter(|kind| of(*kind).is_some() && self.may(*kind, Target::Nothing));
        mine.min_by_key(rank)
    }

    /// Classifies, and classifies again when more is known.
    fn pursue_classification(&mut self, errand: Errand<'_>, by: &[Ref<Role>]) {
        let orders = &self.scenario().orders;
        let Some(kind) = orders.indices().find(|kind| orders.at(*kind).verb == Verb::Classify) else { return };
        if self.doer(errand.first, by, kind, Target::Nothing) != Some(self.me) {
            return;
        }
        let estimate = self.belief().severity_by_rules();
        if self.desk.view.team.severity.is_none_or(|severity| estimate > severity) {
            self.want_with_needs(errand, kind, Target::Nothing);
        }
    }
}

/// Whether an order only says something: what was said before a question came is no answer to it.
fn says_something(verb: &Verb) -> bool {
    matches!(verb, Verb::Message(_) | Verb::Report(_) | Verb::Statement | Verb::Record)
}
