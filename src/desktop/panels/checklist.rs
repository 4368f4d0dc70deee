//! How the steps of the trained procedures stand, judged only by what a seat may see. The score judges
//! by the truth later; where a seat cannot tell, the checklist says so instead of guessing.

use crate::model::{
    Cond, Criterion, Form, Ix, MessageKind, OnWhat, OrderKind, PlanStep, Procedure, Role, Scenario, Scope, Severity,
    SimTime, Span, Table, Verb,
};
use crate::sim::{FactKind, ItemKind, RecordKind, Target, View, WorkState};

/// Named conditions refer to each other at most this deep; deeper ones count as not known.
const COND_DEPTH_MAX: u32 = 16;

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Not done yet.
    Open,
    /// Done at this time by this role.
    Done(SimTime, Ix<Role>),
    /// What shows it is not visible to this seat.
    Unseen,
}

/// A step of a trained procedure as a seat sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepStatus {
    /// Procedure.
    pub procedure: Ix<Procedure>,
    /// Place of the step in the procedure.
    pub index: usize,
    /// Whether it applies; none while the seat cannot tell.
    pub applies: Option<bool>,
    /// Where it stands.
    pub state: StepState,
    /// When it is due, once T0 is fixed.
    pub due: Option<SimTime>,
    /// Steps of the procedure that come first and are not done.
    pub waits_for: Vec<String>,
}

impl StepStatus {
    /// The step in the plan.
    pub fn step<'s>(&self, scenario: &'s Scenario) -> &'s PlanStep {
        &scenario.plan.procedures.at(self.procedure).steps[self.index]
    }

    /// Whether it is still to be done, as far as the seat can tell.
    pub fn is_open(&self) -> bool {
        self.state == StepState::Open && self.applies != Some(false)
    }
}

/// Something done that a seat can see.
enum Act<'a> {
    Order(Ix<OrderKind>, Target),
    Report(Ix<Form>),
    Message(MessageKind, &'a [Ix<Role>], bool),
    Answer(u32, u8),
    Classified(Severity),
    Channel(u32),
}

type Acts<'a> = Vec<(SimTime, Ix<Role>, Act<'a>)>;

/// The steps of all procedures that the scenario trains, in the plan's order.
pub fn checklist(scenario: &Scenario, view: View<'_>) -> Vec<StepStatus> {
    let acts = acts(view);
    let mut list = Vec::new();
    for procedure in &scenario.file.procedures {
        let first = list.len();
        for (index, step) in scenario.plan.procedures.at(procedure.ix()).steps.iter().enumerate() {
            let applies = match &step.cond {
                Some(cond) => holds(scenario, view, &acts, &Cond::Named(cond.clone()), COND_DEPTH_MAX),
                None => Some(true),
            };
            list.push(StepStatus {
                procedure: procedure.ix(),
                index,
                applies,
                state: judged(scenario, view, &acts, step, &step.judge),
                due: view.team.t0.zip(step.due_min).map(|(t0, minutes)| t0 + Span::mins(i64::from(minutes))),
                waits_for: Vec::new(),
            });
        }
        fill_waits(scenario, &mut list[first..]);
    }
    list
}

/// Whether `role` does this step by the plan: it is its own, or it stands in for the role without loss.
pub fn is_for(scenario: &Scenario, step: &PlanStep, role: Ix<Role>) -> bool {
    step.role.ix() == role || deputises(scenario, role, step.role.ix())
}

/// Whether giving an order of this kind counts towards the criterion.
pub fn served_by(scenario: &Scenario, judge: &Criterion, kind: Ix<OrderKind>) -> bool {
    let verb = &scenario.orders.at(kind).verb;
    match judge {
        Criterion::Order { kinds, .. } => kinds.iter().any(|wanted| wanted.ix() == kind),
        Criterion::Report { form, .. } => matches!(verb, Verb::Report(of) if of.ix() == form.ix()),
        Criterion::Message { kinds, .. } => {
            matches!(verb, Verb::Message(of) if kinds.is_empty() || kinds.contains(of))
        }
        Criterion::Classified { .. } => *verb == Verb::Classify,
        Criterion::All(parts) | Criterion::Any(parts) => parts.iter().any(|part| served_by(scenario, part, kind)),
        Criterion::Answer { .. } | Criterion::Becomes(_) | Criterion::Mishap(_) | Criterion::Through(_) => false,
    }
}

fn fill_waits(scenario: &Scenario, steps: &mut [StepStatus]) {
    let open: Vec<&str> = steps.iter().filter(|s| s.is_open()).map(|s| s.step(scenario).id.as_str()).collect();
    let waits: Vec<Vec<String>> = steps
        .iter()
        .map(|s| s.step(scenario).needs.iter().filter(|id| open.contains(&id.as_str())).cloned().collect())
        .collect();
    for (status, waits_for) in steps.iter_mut().zip(waits) {
        status.waits_for = waits_for;
    }
}

fn deputises(scenario: &Scenario, deputy: Ix<Role>, of: Ix<Role>) -> bool {
    scenario.roles.at(of).deputies.iter().any(|role| role.ix() == deputy)
}

/// Everything done that the seat can see: the shared record and reports, its own work, its conversations.
fn acts(view: View<'_>) -> Acts<'_> {
    let mut acts: Acts<'_> = Vec::new();
    for entry in &view.team.record {
        match &entry.what {
            RecordKind::Done(kind, target) => acts.push((entry.at, entry.role, Act::Order(*kind, *target))),
            RecordKind::Classified(severity) => acts.push((entry.at, entry.role, Act::Classified(*severity))),
            _ => {}
        }
    }
    for report in &view.team.reports {
        acts.push((report.at, report.role, Act::Report(report.form)));
        acts.extend(report.channel.map(|channel| (report.at, report.role, Act::Channel(channel.raw()))));
    }
    for work in view.seat.work.iter().map(|item| &item.work).filter(|work| work.state == WorkState::Done) {
        let Some(at) = work.ends else { continue };
        let recorded = acts.iter().any(|(when, role, act)| {
            *when == at
                && *role == work.role
                && matches!(act, Act::Order(kind, target) if *kind == work.kind && *target == work.target)
        });
        if !recorded {
            acts.push((at, work.role, Act::Order(work.kind, work.target)));
        }
    }
    for item in &view.seat.items {
        match &item.what {
            ItemKind::Message { from, to, kind, facts, channel, .. } => {
                acts.push((item.at, *from, Act::Message(*kind, to, !facts.is_empty())));
                acts.extend(channel.map(|channel| (item.at, *from, Act::Channel(channel.raw()))));
            }
            ItemKind::Inject { inject, answered } => {
                acts.extend(answered.map(|(role, choice)| (item.at, role, Act::Answer(inject.raw(), choice))));
            }
        }
    }
    acts.sort_by_key(|(at, _, _)| *at);
    acts
}

/// The first `at_least`-th act that fits.
fn met(acts: &Acts<'_>, at_least: u32, fits: impl Fn(Ix<Role>, &Act<'_>) -> bool) -> StepState {
    let nth = (at_least.max(1) - 1) as usize;
    match acts.iter().filter(|(_, role, act)| fits(*role, act)).nth(nth) {
        Some((at, role, _)) => StepState::Done(*at, *role),
        None => StepState::Open,
    }
}

fn judged(scenario: &Scenario, view: View<'_>, acts: &Acts<'_>, step: &PlanStep, judge: &Criterion) -> StepState {
    let by_any_of = |by: &[crate::model::Ref<Role>], role: Ix<Role>| {
        by.is_empty()
            || is_for(scenario, step, role)
            || by.iter().any(|wanted| wanted.ix() == role || deputises(scenario, role, wanted.ix()))
    };
    match judge {
        Criterion::Order { kinds, by, on, at_least } => met(acts, *at_least, |role, act| {
            matches!(act, Act::Order(kind, target)
                if kinds.iter().any(|wanted| wanted.ix() == *kind) && on_scope(scenario, on, *target))
                && by_any_of(by, role)
        }),
        Criterion::Report { form, by, .. } => {
            met(acts, 1, |role, act| matches!(act, Act::Report(sent) if *sent == form.ix()) && by_any_of(by, role))
        }
        Criterion::Message { from, to, kinds, with_fact } => {
            let seen = met(acts, 1, |role, act| {
                matches!(act, Act::Message(kind, receivers, facts)
                    if (kinds.is_empty() || kinds.contains(kind))
                        && (to.is_empty() || to.iter().any(|wanted| receivers.contains(&wanted.ix())))
                        && (*facts || !with_fact))
                    && by_any_of(from, role)
            });
            // A seat sees its own messages and those to it, not those between others.
            let mine = is_for(scenario, step, view.seat.role);
            if seen == StepState::Open && !mine { StepState::Unseen } else { seen }
        }
        Criterion::Answer { inject, choices } => {
            let received = view
                .seat
                .items
                .iter()
                .any(|item| matches!(&item.what, ItemKind::Inject { inject: seen, .. } if *seen == inject.ix()));
            let seen = met(acts, 1, |_, act| {
                matches!(act, Act::Answer(of, choice)
                    if *of == inject.ix().raw() && (choices.is_empty() || choices.contains(choice)))
            });
            if seen == StepState::Open && !received { StepState::Unseen } else { seen }
        }
        Criterion::Classified { by, .. } => {
            met(acts, 1, |role, act| matches!(act, Act::Classified(_)) && by_any_of(by, role))
        }
        Criterion::Through(channels) => met(
            acts,
            1,
            |_, act| matches!(act, Act::Channel(channel) if channels.iter().any(|wanted| wanted.ix().raw() == *channel)),
        ),
        Criterion::Becomes(_) | Criterion::Mishap(_) => StepState::Unseen,
        Criterion::All(parts) => all_of(parts.iter().map(|part| judged(scenario, view, acts, step, part))),
        Criterion::Any(parts) => any_of(parts.iter().map(|part| judged(scenario, view, acts, step, part))),
    }
}

/// Done when all are, at the last of them; open as soon as one is.
fn all_of(parts: impl Iterator<Item = StepState>) -> StepState {
    let mut whole: Option<StepState> = None;
    for part in parts {
        whole = Some(match (whole, part) {
            (Some(StepState::Open), _) | (_, StepState::Open) => StepState::Open,
            (Some(StepState::Unseen), _) | (_, StepState::Unseen) => StepState::Unseen,
            (Some(StepState::Done(before, _)), StepState::Done(at, role)) if at >= before => StepState::Done(at, role),
            (Some(done), _) => done,
            (None, first) => first,
        });
    }
    whole.unwrap_or(StepState::Unseen)
}

/// Done at the first that is; otherwise open when one is.
fn any_of(parts: impl Iterator<Item = StepState>) -> StepState {
    let parts: Vec<StepState> = parts.collect();
    let done = parts.iter().filter_map(|part| match part {
        StepState::Done(at, role) => Some((*at, *role)),
        _ => None,
    });
    match done.min_by_key(|(at, _)| *at) {
        Some((at, role)) => StepState::Done(at, role),
        None if parts.contains(&StepState::Open) => StepState::Open,
        None => StepState::Unseen,
    }
}

/// Whether the target lies in the part of the network that the criterion names. What the attack has really
/// touched is for the score; a checklist cannot know it.
fn on_scope(scenario: &Scenario, on: &OnWhat, target: Target) -> bool {
    let OnWhat::Within(scope) = on else { return true };
    let network = &scenario.network;
    let hosts: Vec<_> = match target {
        Target::Host(host) => vec![host],
        Target::Zone(zone) => network.zones.at(zone).hosts.clone(),
        Target::Site(site) => {
            network.sites.at(site).zones.iter().flat_map(|zone| network.zones.at(*zone).hosts.clone()).collect()
        }
        Target::System(system) => {
            network.hosts.indices().filter(|h| scenario.host(*h).systems.contains(&system)).collect()
        }
        _ => return true,
    };
    hosts.iter().any(|host| {
        let spec = scenario.host(*host);
        match scope {
            Scope::Anywhere => true,
            Scope::Site(site) => spec.site == site.ix(),
            Scope::Zone(zone) => spec.zone == zone.ix(),
            Scope::System(system) => spec.systems.contains(&system.ix()),
            Scope::Hosts(list) => list.iter().any(|wanted| wanted.ix() == *host),
        }
    })
}

/// Whether a condition holds as far as the seat can tell; none when it cannot.
fn holds(scenario: &Scenario, view: View<'_>, acts: &Acts<'_>, cond: &Cond, depth: u32) -> Option<bool> {
    let again = |inner: &Cond| holds(scenario, view, acts, inner, depth.saturating_sub(1));
    if depth == 0 {
        return None;
    }
    match cond {
        Cond::Always => Some(true),
        Cond::Never => Some(false),
        Cond::All(parts) => parts.iter().map(again).fold(Some(true), |all, part| match (all, part) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (None, _) | (_, None) => None,
            _ => Some(true),
        }),
        Cond::Any(parts) => parts.iter().map(again).fold(Some(false), |any, part| match (any, part) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (None, _) | (_, None) => None,
            _ => Some(false),
        }),
        Cond::Not(inner) => again(inner).map(|holds| !holds),
        Cond::Named(name) => again(&scenario.plan.conditions.at(name.ix()).when),
        Cond::After(span) => Some(view.now >= SimTime::after_start(*span)),
        // The team's own classification is all that it has to go by.
        Cond::SeverityAtLeast(level) | Cond::ClassifiedAtLeast(level) => view.team.severity.map(|own| own >= *level),
        Cond::IncidentOpen => Some(view.team.opened.is_some()),
        Cond::SystemIs(system, state) => view.team.systems.get(system.ix().us()).map(|now| now == state),
        Cond::Reported(form) => Some(view.team.reports.iter().any(|report| report.form == form.ix())),
        Cond::Done { orders, by, .. } => Some(acts.iter().any(|(_, role, act)| {
            matches!(act, Act::Order(kind, _) if orders.iter().any(|wanted| wanted.ix() == *kind))
                && (by.is_empty() || by.iter().any(|wanted| wanted.ix() == *role))
        })),
        Cond::Leaked(store, at_least) => known(view.seat.facts.iter().any(
            |known| matches!(known.fact.kind, FactKind::Leaked(of, count) if of == store.ix() && count >= *at_least),
        )),
        Cond::AccountTaken(account) => {
            known(view.seat.facts.iter().any(|known| known.fact.kind == FactKind::Taken(account.ix())))
        }
        _ => None,
    }
}

/// A sign that was seen proves something; one that was not seen proves nothing.
const fn known(seen: bool) -> Option<bool> {
    if seen { Some(true) } else { None }
}
