//! How the steps of the plan stand for one seat: what the shared record shows (as the stand-ins read it),
//! and the seat's own messages and answers, which the record does not hold. Where a seat cannot tell, the
//! checklist says so; the score judges by the truth later.

use crate::model::{
    Criterion, Inject, Ix, MessageKind, OrderKind, PlanStep, Procedure, Ref, Role, Scenario, SimTime, Table, Verb,
};
use crate::sim::{ItemKind, View};
use crate::standin::{self, Public, Training};

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Not done yet.
    Open,
    /// Done since this moment.
    Done(SimTime),
    /// What shows it is not visible to this seat.
    Unseen,
}

/// A step of the trained procedures as a seat sees it; a step that several procedures share stands once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepStatus {
    /// The first trained procedure that has it.
    pub procedure: Ix<Procedure>,
    /// Its place in the procedure.
    pub index: usize,
    /// Whether its condition seems to hold.
    pub applies: bool,
    /// Where it stands.
    pub state: StepState,
    /// When it is due, once T0 is fixed.
    pub due: Option<SimTime>,
    /// Steps that come first and look open.
    pub waits_for: Vec<String>,
}

impl StepStatus {
    /// The step in the plan.
    pub fn step<'s>(&self, scenario: &'s Scenario) -> &'s PlanStep {
        &scenario.plan.procedures.at(self.procedure).steps[self.index]
    }

    /// Whether it is still to be done, as far as the seat can tell.
    pub fn is_open(&self) -> bool {
        self.state == StepState::Open && self.applies
    }
}

/// The steps of all procedures that the scenario trains, in the plan's order.
pub fn checklist(scenario: &Scenario, view: View<'_>) -> Vec<StepStatus> {
    let training = Training::new(scenario);
    let mut public = Public::default();
    public.read(scenario, &training, view.team);
    let belief = public.belief(scenario, view.team, view.now);
    let shared = |criterion: &Criterion| belief.looks_done(criterion);
    let shared_list = standin::checklist(scenario, view.team, None);
    let mut list: Vec<StepStatus> = shared_list
        .iter()
        .map(|status| StepStatus {
            procedure: status.procedure,
            index: status.number,
            applies: status.applies,
            state: judged(view, &status.step(scenario).judge, &shared),
            due: status.due,
            waits_for: Vec::new(),
        })
        .collect();
    for (place, status) in shared_list.iter().enumerate() {
        let open = status.waits_for.iter().map(|first| &list[*first]).filter(|first| first.is_open());
        let names = open.map(|first| first.step(scenario).id.clone()).collect();
        list[place].waits_for = names;
    }
    list
}

/// Whether `role` does this step by the plan: it is its own, or it stands in for the role without loss.
pub fn is_for(scenario: &Scenario, step: &PlanStep, role: Ix<Role>) -> bool {
    step.role.ix() == role || scenario.roles.at(step.role.ix()).deputies.iter().any(|deputy| deputy.ix() == role)
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

fn judged(view: View<'_>, judge: &Criterion, shared: &dyn Fn(&Criterion) -> Option<SimTime>) -> StepState {
    let part = |part: &Criterion| judged(view, part, shared);
    match judge {
        Criterion::Message { from, to, kinds, with_fact } => {
            let senders = |role: Ix<Role>| from.is_empty() || from.iter().any(|wanted| wanted.ix() == role);
            let seen = message(view, senders, to, kinds, *with_fact).or_else(|| shared(judge));
            seen.map_or(StepState::Open, StepState::Done)
        }
        Criterion::Answer { inject, choices } => answer(view, inject.ix(), choices),
        Criterion::Mishap(_) => StepState::Unseen,
        Criterion::All(parts) => all_of(parts.iter().map(part)),
        Criterion::Any(parts) => any_of(parts.iter().map(part)),
        other => shared(other).map_or(StepState::Open, StepState::Done),
    }
}

fn message(
    view: View<'_>,
    senders: impl Fn(Ix<Role>) -> bool,
    to: &[Ref<Role>],
    kinds: &[MessageKind],
    with_fact: bool,
) -> Option<SimTime> {
    let fits = |what: &ItemKind| match what {
        ItemKind::Message { from, to: receivers, kind, facts, .. } => {
            senders(*from)
                && (to.is_empty() || to.iter().any(|wanted| receivers.contains(&wanted.ix())))
                && (kinds.is_empty() || kinds.contains(kind))
                && (!with_fact || !facts.is_empty())
        }
        ItemKind::Inject { .. } | ItemKind::Worded { .. } => false,
    };
    view.seat.items.iter().find(|item| fits(&item.what)).map(|item| item.at)
}

fn answer(view: View<'_>, wanted: Ix<Inject>, choices: &[u8]) -> StepState {
    let item = view.seat.items.iter().find(|item| item.what.inject() == Some(wanted));
    let received = item.map(|item| (item.at, item.what.answered()));
    match received {
        Some((at, Some((_, choice)))) if choices.is_empty() || choices.contains(&choice) => StepState::Done(at),
        Some(_) => StepState::Open,
        None => StepState::Unseen,
    }
}

/// Done when all are, at the last of them; open as soon as one is.
fn all_of(parts: impl Iterator<Item = StepState>) -> StepState {
    let mut last = None;
    let mut unseen = false;
    for part in parts {
        match part {
            StepState::Open => return StepState::Open,
            StepState::Unseen => unseen = true,
            StepState::Done(at) => last = last.max(Some(at)),
        }
    }
    match last {
        Some(at) if !unseen => StepState::Done(at),
        _ => StepState::Unseen,
    }
}

/// Done at the first that is; otherwise open when one is.
fn any_of(parts: impl Iterator<Item = StepState>) -> StepState {
    let parts: Vec<StepState> = parts.collect();
    let done = parts.iter().filter_map(|part| if let StepState::Done(at) = part { Some(*at) } else { None }).min();
    match done {
        Some(at) => StepState::Done(at),
        None if parts.contains(&StepState::Open) => StepState::Open,
        None => StepState::Unseen,
    }
}
