//! From the fold to lines of a tally: what each item can bring, what it brings, and where it stands.
//!
//! Everything here is a floor by construction, so that a run that goes on never loses what it has:
//! a line whose condition is undecided can bring something and brings nothing; a line is struck out only
//! when nothing was credited on it; credit is given only for what cannot be undone; a penalty that may still
//! be incurred costs already. `settled` takes the moment for the end: then all is decided.

use crate::model::{SimTime, Span};

use super::fold::{Fold, Mark};
use super::result::{ShareKind, Status};
use super::rules::{FormRule, InjectRule, PenaltyRule, StepRule};

/// Full credit of a line, per unit of weight.
pub(super) const FULL: u64 = 100;
/// On how many touched hosts traces must be secured, when there are as many `[P]`.
const HOSTS_ASKED: usize = 5;
/// How much securing traces counts beside the reports, of which each counts as much as its gravest step `[P]`.
const EVIDENCE_WEIGHT: u64 = 6;

/// What a line is about, by place in the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A step.
    Step(usize),
    /// The deadline of a step.
    Deadline(usize),
    /// A report.
    Report(usize),
    /// Traces secured on so many of so many hosts touched; asked for on so many.
    Evidence { secured: usize, touched: usize, asked: usize },
    /// An inject's expectation.
    Inject(usize),
    /// A penalty.
    Penalty(usize),
}

/// A line of the tally.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub about: About,
    pub share: ShareKind,
    pub status: Status,
    pub pending: bool,
    /// Units it can bring; for penalties, thousandths of the whole that it costs.
    pub units: u64,
    /// Credit on each unit, 0 to [`FULL`].
    pub credit: u64,
    pub met: Option<Mark>,
    pub due: Option<SimTime>,
    /// For steps: those it needs that were missing.
    pub done_before: Vec<usize>,
}

impl Line {
    const fn new(about: About, share: ShareKind, units: u64) -> Self {
        let (status, pending, credit) = (Status::Open, false, 0);
        Self { about, share, status, pending, units, credit, met: None, due: None, done_before: Vec::new() }
    }

    fn struck_out(mut self) -> Self {
        (self.status, self.units, self.pending) = (Status::NotApplicable, 0, false);
        self
    }
}

/// Whether something applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    Yes,
    No,
    Undecided,
}

/// The moment of judgement.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    /// When.
    pub now: SimTime,
    /// Whether all that is undecided is taken as decided.
    pub settled: bool,
    /// Credit left for a step done before one it needs.
    pub out_of_order_percent: u64,
}

/// All lines of a run at a moment.
pub(super) fn lines(fold: &Fold, at: Moment) -> Vec<Line> {
    let rules = &fold.rules;
    let mut all: Vec<Line> = Vec::with_capacity(2 * rules.steps.len() + rules.injects.len() + 16);
    all.extend(rules.steps.iter().enumerate().map(|(n, rule)| step(fold, at, n, rule)));
    all.extend(rules.steps.iter().enumerate().filter_map(|(n, rule)| deadline(fold, at, n, rule)));
    all.push(evidence(fold, at));
    all.extend(rules.forms.iter().enumerate().map(|(n, rule)| report(fold, at, n, rule)));
    all.extend(rules.injects.iter().enumerate().map(|(n, rule)| inject(fold, at, n, rule)));
    all.extend(rules.penalties.iter().enumerate().map(|(n, rule)| penalty(fold, at, n, rule)));
    all
}

fn applies(fold: &Fold, at: Moment, rule: &StepRule) -> Applies {
    let has_begun = rule.begins.is_empty() || start(fold, rule).is_some();
    match rule.cond.map(|cond| fold.first_held(cond)) {
        None | Some(Some(_)) if has_begun => Applies::Yes,
        _ if at.settled => Applies::No,
        _ => Applies::Undecided,
    }
}

/// When the procedures of a step begin: T0, or when the first condition of their own held.
fn start(fold: &Fold, rule: &StepRule) -> Option<SimTime> {
    match rule.begins.as_slice() {
        [] => fold.t0.map(|mark| mark.at),
        begins => begins.iter().filter_map(|cond| fold.first_held(*cond)).map(|mark| mark.at).min(),
    }
}

fn step(fold: &Fold, at: Moment, number: usize, rule: &StepRule) -> Line {
    let mut line = Line::new(About::Step(number), ShareKind::Steps, rule.weight);
    let applies = applies(fold, at, rule);
    let met = fold.met_for_good(rule.root, at.settled);
    line.met = fold.roots[rule.root].held_since;
    line.due = due(fold, rule);
    if applies == Applies::No {
        return line.struck_out();
    }
    let Some(since) = line.met else {
        line.status = if at.settled { Status::Missed } else { Status::Open };
        return line;
    };
    line.done_before = missing_needs(fold, rule);
    let credit = if line.done_before.is_empty() { FULL } else { at.out_of_order_percent.min(FULL) };
    line.pending = met.is_none() || applies == Applies::Undecided;
    line.credit = if line.pending { 0 } else { credit };
    line.status = match line.due {
        _ if !line.done_before.is_empty() => Status::OutOfOrder,
        Some(due) if since.at > due => Status::Late,
        _ => Status::Done,
    };
    line
}

/// The steps that a step needs and that were not done when it was done. A step done once more after
/// those it needs is in order; a need binds only if it applied when the step was first done.
fn missing_needs(fold: &Fold, rule: &StepRule) -> Vec<usize> {
    let state = fold.roots[rule.root];
    let (Some(first), Some(last)) = (state.first_met, state.last_hit) else { return Vec::new() };
    let missing = |need: &usize| {
        let need = &fold.rules.steps[*need];
        let binds = need.cond.is_none_or(|cond| fold.first_held(cond).is_some_and(|held| held <= first));
        binds && fold.roots[need.root].first_met.is_none_or(|done| done > last)
    };
    rule.needs.iter().copied().filter(missing).collect()
}

fn due(fold: &Fold, rule: &StepRule) -> Option<SimTime> {
    Some(fold.counts_from(start(fold, rule), rule.cond)? + rule.due?)
}

fn deadline(fold: &Fold, at: Moment, number: usize, rule: &StepRule) -> Option<Line> {
    rule.due?;
    let mut line = Line::new(About::Deadline(number), ShareKind::Deadlines, rule.due_weight);
    let applies = applies(fold, at, rule);
    line.due = due(fold, rule);
    line.met = fold.roots[rule.root].held_since;
    if applies == Applies::No {
        return Some(line.struck_out());
    }
    // What was done before the deadline began to count is done in time whenever that will be.
    let in_time = line.met.is_some_and(|met| line.due.is_none_or(|due| met.at <= due));
    if in_time {
        line.pending = applies == Applies::Undecided || fold.met_for_good(rule.root, at.settled).is_none();
        line.credit = if line.pending { 0 } else { FULL };
        line.status = Status::Done;
    } else if line.met.is_some() {
        line.status = Status::Late;
    } else if at.settled || line.due.is_some_and(|due| at.now > due) {
        line.status = Status::Missed;
    }
    Some(line)
}

/// By how much a step that applies and is not done is overdue.
pub(super) fn overdue(fold: &Fold, now: SimTime, rule: &StepRule) -> Option<Span> {
    let at = Moment { now, settled: false, out_of_order_percent: 0 };
    let line = deadline(fold, at, 0, rule)?;
    let by = now - line.due?;
    let is_open = line.status == Status::Missed && applies(fold, at, rule) == Applies::Yes;
    (is_open && by > Span::ZERO).then_some(by)
}

/// When a step with a deadline was done, and how much too late.
pub(super) fn done(fold: &Fold, rule: &StepRule) -> Option<(SimTime, Span)> {
    let met = fold.roots[rule.root].held_since?.at;
    Some((met, (met - due(fold, rule)?).max(Span::ZERO)))
}

/// Traces secured on hosts touched. How many are touched is known for good only at the end.
fn evidence(fold: &Fold, at: Moment) -> Line {
    let touched = fold.touched.len();
    let asked = touched.min(HOSTS_ASKED);
    let secured = fold.secured.keys().filter(|host| fold.touched.contains(host)).count();
    let mut line = Line::new(About::Evidence { secured, touched, asked }, ShareKind::Evidence, EVIDENCE_WEIGHT);
    if asked == 0 {
        return if at.settled { line.struck_out() } else { line };
    }
    let credit = FULL * secured.min(asked) as u64 / asked as u64;
    line.met = fold.secured.iter().filter(|(host, _)| fold.touched.contains(host)).map(|(_, mark)| *mark).max();
    line.pending = !at.settled && credit > 0;
    line.credit = if at.settled { credit } else { 0 };
    line.status = match (secured >= asked, at.settled) {
        (true, _) => Status::Done,
        (false, true) => Status::Missed,
        (false, false) => Status::Open,
    };
    line
}

/// How much of a report is right. Of several the best counts, so that a correction is worth its while.
fn report(fold: &Fold, at: Moment, number: usize, rule: &FormRule) -> Line {
    let steps = || rule.steps.iter().map(|step| &fold.rules.steps[*step]);
    let weight = steps().map(|step| step.weight).max().unwrap_or(1);
    let mut line = Line::new(About::Report(number), ShareKind::Evidence, weight);
    let applies: Vec<_> = steps().map(|step| applies(fold, at, step)).collect();
    if applies.iter().all(|each| *each == Applies::No) {
        return line.struck_out();
    }
    let Some((mark, right)) = fold.best_report(&rule.forms) else {
        line.status = if at.settled { Status::Missed } else { Status::Open };
        return line;
    };
    line.met = Some(mark);
    line.status = Status::Done;
    line.pending = !applies.contains(&Applies::Yes);
    line.credit = if line.pending { 0 } else { right.min(FULL) };
    line
}

pub(super) fn inject(fold: &Fold, at: Moment, number: usize, rule: &InjectRule) -> Line {
    let mut line = Line::new(About::Inject(number), ShareKind::Communication, rule.units);
    let Some(sent) = fold.sent.get(rule.inject.us()).copied().flatten() else {
        return if at.settled { line.struck_out() } else { line };
    };
    let due = sent.at + rule.within;
    line.due = Some(due);
    line.met = fold.roots[rule.root].held_since;
    line.status = match line.met {
        Some(met) if met.at <= due => Status::Done,
        Some(_) => Status::Late,
        None if at.settled || at.now > due => Status::Missed,
        None => Status::Open,
    };
    if line.status == Status::Done {
        line.pending = fold.met_for_good(rule.root, at.settled).is_none();
        line.credit = if line.pending { 0 } else { FULL };
    }
    line
}

/// A penalty costs once, also while it can still be incurred; `credit` is what of it is spared.
fn penalty(fold: &Fold, at: Moment, number: usize, rule: &PenaltyRule) -> Line {
    let mut line = Line::new(About::Penalty(number), ShareKind::Penalties, rule.cost_permille);
    line.met = fold.roots[rule.root].first_met;
    (line.status, line.pending, line.credit) = match (line.met, at.settled) {
        (Some(_), _) => (Status::Incurred, false, 0),
        (None, true) => (Status::Clear, false, FULL),
        (None, false) => (Status::Open, true, 0),
    };
    line
}
