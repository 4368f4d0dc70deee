//! From a step of the plan to orders: what the criterion of the step asks for, given by who should, on
//! what is known, when its time has come.

use crate::model::{
    Criterion, Form, Ix, MessageKind, Need, OnWhat, OrderKind, Phase, PlanStep, Ref, Role, SimTime, Span, Table, Verb,
};
use crate::sim::Target;

use super::mind::{Give, Mind, Reason};
use super::places::hosts_of;

/// Wants of the plan come in this order among themselves; things on the desk may come before.
const STEP_URGENCY: i64 = 1_000_000_000;
/// How long a member waits for a step that should come first, when its own has no deadline.
const PATIENCE: Span = Span::hours(6);
/// A report on findings is not written before this much is known about an incident.
const FIRST_FINDINGS: Span = Span::hours(3);

/// An order criterion, taken apart.
#[derive(Clone, Copy)]
struct Asked<'c> {
    kinds: &'c [Ref<OrderKind>],
    by: &'c [Ref<Role>],
    on: &'c OnWhat,
    at_least: u32,
}

/// For whom and how urgently something is pursued.
#[derive(Clone, Copy)]
pub(super) struct Errand {
    /// Why.
    pub reason: Reason,
    /// Who should do it.
    pub role: Ix<Role>,
    /// The smaller the sooner.
    pub urgency: i64,
    /// Not before.
    pub not_before: SimTime,
}

impl<'m> Mind<'m> {
    /// What the plan's steps make it want.
    pub fn want_plan_steps(&mut self) {
        for place in 0..self.desk.steps.len() {
            let status = &self.desk.steps[place];
            if !status.applies_to(self) {
                continue;
            }
            let step = status.step(self.scenario());
            if let Some(not_before) = self.ripe(place, step) {
                let urgency =
                    STEP_URGENCY + status.due.map_or(i64::MAX / 4, |due| due.0).min(i64::MAX / 8) + place as i64;
                let errand = Errand { reason: Reason::Step(place as u32), role: status.role, urgency, not_before };
                self.pursue(errand, &step.judge);
            }
        }
    }

    /// Whether the time of a step has come, and if so before when it is not done all the same.
    fn ripe(&mut self, place: usize, step: &PlanStep) -> Option<SimTime> {
        if step.phase == Phase::P0 {
            return Some(SimTime::START);
        }
        if !self.known.is_alarmed() && self.desk.view.team.opened.is_none() {
            return None;
        }
        let status = &self.desk.steps[place];
        let late = self.lateness(place);
        if !status.waits_for.is_empty() && self.now() < late {
            self.look_again_at(late);
            return None;
        }
        let not_before = self.proper_time(place, step)?;
        self.look_again_at(not_before);
        Some(not_before)
    }

    /// When a member goes ahead although a step that should come first does not look done.
    fn lateness(&self, place: usize) -> SimTime {
        let team = self.desk.view.team;
        let t0 = team.t0.unwrap_or(self.now());
        self.desk.steps[place].due.map_or(t0 + PATIENCE, |due| due - Span((due - t0).0 / 4))
    }

    /// The moment from which a step makes sense: reports when there is something to report, the closing
    /// steps when the systems are back.
    fn proper_time(&self, place: usize, step: &PlanStep) -> Option<SimTime> {
        let Some(t0) = self.desk.view.team.t0 else { return Some(SimTime::START) };
        // What is due after the end of the exercise is done before it.
        let end = SimTime::after_start(self.scenario().file.ends);
        let last = end - Span(((end - t0).0 / 4).max(0));
        self.proper_moment(place, step, t0).map(|moment| moment.min(last))
    }

    fn proper_moment(&self, place: usize, step: &PlanStep, t0: SimTime) -> Option<SimTime> {
        let due = self.desk.steps[place].due;
        let reports = matches!(step.judge, Criterion::Report { .. });
        match step.phase {
            Phase::P6 => {
                let last = due.map_or(t0 + Span::hours(30), |due| t0 + Span((due - t0).0 * 3 / 4));
                (self.recovered() || self.now() >= last).then_some(t0 + FIRST_FINDINGS)
            }
            _ if reports => Some(match due {
                Some(due) if due - t0 > Span::hours(2) => t0 + Span((due - t0).0 * 2 / 5),
                Some(_) => t0,
                None => t0 + FIRST_FINDINGS,
            }),
            Phase::P5 => Some(t0 + Span::mins(60)),
            _ => Some(t0),
        }
    }

    /// Whether every step of removing and restoring that applies looks done.
    pub fn recovered(&self) -> bool {
        let steps = self.desk.steps.iter();
        let mut of_recovery = steps.filter(|status| status.applies && status.step(self.scenario()).phase == Phase::P4);
        of_recovery.all(|status| status.done.is_some()) && self.belief().is_quiet()
    }

    /// Wants what a criterion asks for, as far as it is for this seat.
    pub fn pursue(&mut self, errand: Errand, criterion: &Criterion) {
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
    fn pursue_all(&mut self, errand: Errand, parts: &[Criterion]) {
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
    fn pursue_any(&mut self, errand: Errand, parts: &[Criterion]) {
        let belief = self.belief();
        if parts.iter().any(|part| belief.looks_done(part).is_some()) {
            return;
        }
        for part in parts {
            let before = self.wants.len();
            self.pursue(errand, part);
            if self.wants.len() > before {
                return;
            }
        }
    }

    fn pursue_order(&mut self, errand: Errand, asked: Asked<'_>, before: Option<&Criterion>) {
        let times = self.times_done(asked);
        for (rank, kind) in asked.kinds.iter().map(Ref::ix).enumerate() {
            let errand = Errand { urgency: errand.urgency + rank as i64, ..errand };
            let mut mine = self.aims(kind, asked.on);
            mine.retain(|target| {
                self.doer(errand.role, asked.by, kind, *target) == Some(self.me) && self.follows(before, *target)
            });
            let mut any = mine.iter().any(|target| self.own.is_open(kind, *target));
            let mut wanted: Vec<Target> =
                mine.iter().copied().filter(|target| self.is_wanted(kind, *target, asked, times)).collect();
            if wanted.is_empty() && times < asked.at_least && !any {
                // Nothing calls for it, but the plan does: once, where it does least harm.
                wanted.extend(mine.iter().copied().find(|target| self.is_harmless_enough(kind, *target)));
            }
            any |= !wanted.is_empty();
            for target in wanted {
                self.want_with_needs(errand, kind, target);
            }
            // Kinds that secure or find out add to each other; of the rest the first that helps is enough.
            let spec = self.scenario().orders.at(kind);
            if any && spec.secures.is_empty() && spec.reveals.is_empty() {
                return;
            }
        }
    }

    /// How often what is asked has been done, as far as the seat can see.
    fn times_done(&self, asked: Asked<'_>) -> u32 {
        let fits = |role: Ix<Role>| asked.by.is_empty() || asked.by.iter().any(|other| other.ix() == role);
        let public = asked.kinds.iter().flat_map(|kind| self.desk.public.deeds(kind.ix()));
        let public = public.filter(|deed| fits(deed.role)).count() as u32;
        let own: u32 = asked.kinds.iter().map(|kind| self.own.done_of(kind.ix()).0).sum();
        public.max(own)
    }

    /// Whether an order may be given on a target only because the plan asks for it.
    fn is_harmless_enough(&self, kind: Ix<OrderKind>, target: Target) -> bool {
        let good_for = self.desk.training.good_for(kind);
        let tries = self.own.tries(kind, target);
        good_for.cuts && tries.done + tries.failed == 0 && !self.is_cut(target)
    }

    fn is_wanted(&self, kind: Ix<OrderKind>, target: Target, asked: Asked<'_>, times: u32) -> bool {
        let helps = self.is_useful(kind, target);
        if *asked.on != OnWhat::Anything {
            return helps;
        }
        // Where any target will do, what is asked is done as often as asked; more only where it helps.
        let (_, last) = self.own.done_of(kind);
        let rested = last.is_none_or(|last| self.now() > last + Span::mins(45));
        times < asked.at_least
            && (helps || asked.at_least > 1 && rested && self.own.tries(kind, target).done < asked.at_least)
    }

    /// Whether the part of the criterion before has been fulfilled on the same target.
    fn follows(&self, before: Option<&Criterion>, target: Target) -> bool {
        let Some(Criterion::Order { kinds, .. }) = before else { return true };
        match target {
            Target::System(system) => kinds.iter().any(|kind| {
                if self.scenario().orders.at(kind.ix()).verb == Verb::TestSystem {
                    self.is_tested(system)
                } else {
                    self.scenario().orders.at(kind.ix()).target != target.kind()
                        || self.desk.public.repeats(kind.ix(), target).is_some()
                }
            }),
            Target::Backup(backup) => {
                let examined = kinds.iter().any(|kind| self.desk.training.good_for(kind.ix()).examines);
                !examined || self.known.backups.get(&backup).is_some_and(|(clean, _)| *clean)
            }
            _ => true,
        }
    }

    /// Who gives an order on a target: the role of the step if it may, then others in the order of the
    /// criterion and of the catalogue.
    pub fn doer(&self, role: Ix<Role>, by: &[Ref<Role>], kind: Ix<OrderKind>, target: Target) -> Option<Ix<Role>> {
        let scenario = self.scenario();
        let deputies = scenario.roles.at(role).deputies.iter().map(Ref::ix);
        let givers = scenario.orders.at(kind).by.iter().map(|(giver, _)| giver.ix());
        let listed = |candidate: &Ix<Role>| by.is_empty() || by.iter().any(|other| other.ix() == *candidate);
        std::iter::once(role)
            .chain(deputies)
            .chain(givers)
            .filter(listed)
            .find(|candidate| self.desk.training.may(scenario, *candidate, kind, target))
    }

    /// Wants an order, or first what it needs.
    pub fn want_with_needs(&mut self, errand: Errand, kind: Ix<OrderKind>, target: Target) {
        if let Some(first) = self.unmet(kind, target) {
            self.want_need(errand, first, target);
            return;
        }
        if self.careful && !self.evidence_is_safe(errand, kind, target) || !self.is_calm_enough(kind, target) {
            return;
        }
        let turn = self.own.tries(kind, target);
        let turn = turn.done + turn.failed;
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
                    let hosts = hosts_of(self.scenario(), target);
                    hosts.is_empty() || hosts.iter().any(|host| public.secured(*host).has(*evidence))
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
    fn want_need(&mut self, errand: Errand, need: &Need, target: Target) {
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
        let orders = &self.scenario().orders;
        let candidates = orders.indices().filter(|kind| orders.at(*kind).target == target.kind());
        candidates.filter(|kind| self.may(*kind, target)).find(|kind| fits(self, *kind))
    }

    fn pursue_report(&mut self, errand: Errand, form: Ix<Form>, by: &[Ref<Role>]) {
        if self.desk.view.team.reports.iter().any(|report| report.form == form) {
            return;
        }
        let orders = &self.scenario().orders;
        let kind = orders.indices().find(|kind| matches!(&orders.at(*kind).verb, Verb::Report(of) if of.ix() == form));
        let Some(kind) = kind else { return };
        if self.doer(errand.role, by, kind, Target::Nothing) == Some(self.me)
            && self.own.tries(kind, Target::Nothing).failed < 6
        {
            self.want_with_needs(errand, kind, Target::Nothing);
        }
    }

    fn pursue_message(
        &mut self,
        errand: Errand,
        from: &[Ref<Role>],
        to: &[Ref<Role>],
        kinds: &[MessageKind],
        with_fact: bool,
    ) {
        let orders = &self.scenario().orders;
        let fits = |kind: &Ix<OrderKind>| match orders.at(*kind).verb {
            Verb::Message(of) => kinds.is_empty() || kinds.contains(&of),
            _ => false,
        };
        let wished = |kind: &Ix<OrderKind>| match orders.at(*kind).verb {
            // A message up the chain is a briefing where that is accepted.
            Verb::Message(MessageKind::Brief) => 0,
            _ => 1,
        };
        let mut candidates: Vec<Ix<OrderKind>> = orders.indices().filter(fits).collect();
        candidates.sort_by_key(wished);
        let Some(kind) = candidates.into_iter().find(|kind| self.may(*kind, Target::Nothing)) else { return };
        if self.doer(errand.role, from, kind, Target::Nothing) != Some(self.me) {
            return;
        }
        let has_facts = self.desk.view.seat.facts.iter().any(|known| known.fact.kind.is_of_attack());
        let sent = |role: &Ref<Role>| {
            self.own.sent.iter().any(|sent| {
                (kinds.is_empty() || kinds.contains(&sent.kind))
                    && sent.to.contains(&role.ix())
                    && (sent.facts || !with_fact)
            })
        };
        let missing: Vec<Ix<Role>> =
            to.iter().filter(|role| role.ix() != self.me && !sent(role)).map(Ref::ix).collect();
        if missing.is_empty() && !to.is_empty() || with_fact && !has_facts {
            return;
        }
        let first = missing.first().map_or(0, |role| role.raw());
        let give = Give { to: missing, with_facts: has_facts, ..Give::default() };
        self.want_at(errand.reason, errand.urgency, errand.not_before, kind, Target::Nothing, 1_000 + first, give);
    }

    /// Classifies, and classifies again when more is known.
    fn pursue_classification(&mut self, errand: Errand, by: &[Ref<Role>]) {
        let orders = &self.scenario().orders;
        let Some(kind) = orders.indices().find(|kind| orders.at(*kind).verb == Verb::Classify) else { return };
        if self.doer(errand.role, by, kind, Target::Nothing) != Some(self.me) {
            return;
        }
        let estimate = self.belief().severity_by_rules();
        if self.desk.view.team.severity.is_none_or(|severity| estimate > severity) {
            self.want_with_needs(errand, kind, Target::Nothing);
        }
    }
}

impl super::checklist::StepStatus {
    /// Whether the step applies as this mind sees it. What only a seat knows so far counts as well.
    fn applies_to(&self, mind: &Mind<'_>) -> bool {
        let step = self.step(mind.scenario());
        self.applies || step.cond.as_ref().is_some_and(|cond| mind.belief().holds_named(cond.ix()))
    }
}
