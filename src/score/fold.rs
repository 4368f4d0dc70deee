//! The fold over the log: what of each criterion has been met so far, and by which events.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Channel, Form, Host, Ix, MessageKind, NamedCond, Role, Scenario, SimTime};
use crate::sim::{Control, EndReason, Event, FieldVerdict, Target, TargetTruth, What};

use super::compile::compile;
use super::outcome::Watch;
use super::places::names;
use super::rules::{LeafIx, On, RootIx, Rules, Test, severity_fits};

/// Events kept as proof of a single test.
const HITS_KEPT: usize = 32;

/// An event's number and moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// Its place in the log.
    pub event: u32,
    /// When.
    pub at: SimTime,
}

/// What an event is for the tests it may meet.
#[derive(Clone, Copy, Debug)]
struct Act {
    mark: Mark,
    role: Option<Ix<Role>>,
    /// Whether something was only said.
    talk: bool,
}

/// How far a single test has been met.
#[derive(Clone, Debug, Default)]
struct LeafState {
    count: u32,
    hits: Vec<(u32, Option<Ix<Role>>)>,
    covered: BTreeSet<Ix<Host>>,
}

/// How a whole criterion stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RootState {
    /// When it was first met.
    pub first_met: Option<Mark>,
    /// Since when it has been met without a break.
    pub held_since: Option<Mark>,
    /// The last event that helped to meet it.
    pub last_hit: Option<Mark>,
}

/// The best report on a form.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FormState {
    /// First one sent.
    pub first: Option<Mark>,
    /// Best one, with the percentage of its judged fields that are right.
    pub best: Option<(Mark, u64)>,
}

/// The score as a fold: push the events of a log in order, ask for [`Fold::score`] at any of them.
/// A clone goes its own way.
#[derive(Clone, Debug)]
pub struct Fold {
    pub(super) rules: Arc<Rules>,
    count: u32,
    leaves: Vec<LeafState>,
    pub(super) roots: Vec<RootState>,
    /// For each named condition: when it first held, and whether it holds.
    pub(super) conds: Vec<(Option<Mark>, bool)>,
    /// Hosts that the attack has touched.
    pub(super) touched: BTreeSet<Ix<Host>>,
    /// First securing of traces of the attack on each host.
    pub(super) secured: BTreeMap<Ix<Host>, Mark>,
    /// First sending of each inject.
    pub(super) sent: Vec<Option<Mark>>,
    pub(super) forms: Vec<FormState>,
    pub(super) t0: Option<Mark>,
    pub(super) ended: Option<(Mark, EndReason)>,
    pub(super) watch: Watch,
}

impl Fold {
    /// A fold over an empty log of `scenario`.
    pub fn new(scenario: &Scenario) -> Self {
        let rules = Arc::new(compile(scenario));
        Self {
            count: 0,
            leaves: vec![LeafState::default(); rules.leaves.len()],
            roots: vec![RootState::default(); rules.roots.len()],
            conds: vec![(None, false); scenario.plan.conditions.len()],
            touched: BTreeSet::new(),
            secured: BTreeMap::new(),
            sent: vec![None; scenario.file.injects.len()],
            forms: vec![FormState::default(); scenario.plan.forms.len()],
            t0: None,
            ended: None,
            watch: Watch::new(scenario),
            rules,
        }
    }

    /// How many events it has taken in: the number of the next one.
    pub const fn events(&self) -> u32 {
        self.count
    }

    /// Takes in the next event of the log.
    pub fn push(&mut self, event: &Event) {
        let mark = Mark { event: self.count, at: event.at };
        self.count += 1;
        if let What::Control(Control::AdHoc(ad_hoc)) = &event.what {
            return self.add(ad_hoc, event.at);
        }
        self.watch.push(mark, &event.what);
        let rules = Arc::clone(&self.rules);
        self.note(&rules, mark, &event.what);
        self.test(&rules, mark, &event.what);
    }

    /// Makes room for the states of rules that were added.
    pub(super) fn grow(&mut self) {
        self.leaves.resize_with(self.rules.leaves.len(), LeafState::default);
        self.roots.resize_with(self.rules.roots.len(), RootState::default);
    }

    /// Keeps what later events or the tally ask for.
    fn note(&mut self, rules: &Rules, mark: Mark, what: &What) {
        match what {
            What::Ended(reason) => self.ended = self.ended.or(Some((mark, *reason))),
            What::Detected { .. } => self.t0 = self.t0.or(Some(mark)),
            What::Touched { host } if self.touched.insert(*host) => {
                for leaf in &rules.index.percent {
                    self.weigh(rules, rules.leaves[*leaf].root, mark, false);
                }
            }
            What::CondChanged { cond, holds } => {
                if let Some((first, now)) = self.conds.get_mut(cond.us()) {
                    *first = first.or(holds.then_some(mark));
                    *now = *holds;
                }
            }
            What::Secured { host, touched: true, .. } => {
                self.secured.entry(*host).or_insert(mark);
            }
            What::InjectSent { inject } => {
                if let Some(sent) = self.sent.get_mut(inject.us()) {
                    *sent = sent.or(Some(mark));
                }
            }
            What::Reported { form, fields, .. } => {
                if let Some(state) = self.forms.get_mut(form.us()) {
                    let right = right_percent(fields.iter().map(|(_, verdict)| *verdict));
                    state.first = state.first.or(Some(mark));
                    state.best = state.best.filter(|(_, best)| *best >= right).or(Some((mark, right)));
                }
            }
            _ => {}
        }
    }

    /// Tries the tests that an event of this kind can meet.
    fn test(&mut self, rules: &Rules, mark: Mark, what: &What) {
        let none = Vec::new();
        let index = &rules.index;
        let act = |role: &Ix<Role>| Act { mark, role: Some(*role), talk: false };
        match what {
            What::OrderDone { role, kind, target, truth, .. } => {
                let talk = rules.talk.get(kind.us()).copied().unwrap_or(false);
                for leaf in index.orders.get(kind.us()).unwrap_or(&none) {
                    self.order(rules, *leaf, Act { talk, ..act(role) }, (target, truth));
                }
            }
            What::Reported { role, form, channel, fields } => {
                let right = right_percent(fields.iter().map(|(_, verdict)| *verdict));
                self.each(rules, index.forms.get(form.us()).unwrap_or(&none), act(role), |test| match test {
                    Test::Report { by, min_right_percent } => by.has(*role) && right >= u64::from(*min_right_percent),
                    _ => false,
                });
                self.through(rules, act(role), *channel);
            }
            What::Message { from, to, kind, attack_facts, channel, .. } => {
                let act = Act { talk: true, ..act(from) };
                self.each(rules, &index.messages, act, |test| message_fits(test, *from, to, *kind, *attack_facts > 0));
                self.through(rules, act, *channel);
            }
            What::InjectAnswered { inject, role, choice } => {
                let act = Act { talk: true, ..act(role) };
                self.each(rules, index.answers.get(inject.us()).unwrap_or(&none), act, |test| match test {
                    Test::Answer(accepted) => accepted.is_empty() || accepted.contains(choice),
                    _ => false,
                });
            }
            What::Classified { role, severity, truth } => {
                self.each(rules, &index.classified, act(role), |test| match test {
                    Test::Classified { by, upwards } => by.has(*role) && severity_fits(*severity, *truth, *upwards),
                    _ => false,
                });
            }
            What::CondChanged { cond, holds: true } => {
                let act = Act { mark, role: None, talk: false };
                self.each(rules, index.conds.get(cond.us()).unwrap_or(&none), act, |_| true);
            }
            What::Mishap { kind, role, .. } => {
                let leaves: Vec<_> =
                    index.mishaps.iter().filter(|(mishap, _)| mishap == kind).map(|(_, leaf)| *leaf).collect();
                self.each(rules, &leaves, act(role), |_| true);
            }
            _ => {}
        }
    }

    /// Whether an act counts for a test: what is said counts for an inject's expectation only after it.
    fn counts(&self, rules: &Rules, leaf: LeafIx, act: Act) -> bool {
        let Some(inject) = rules.leaves[leaf].after.filter(|_| act.talk) else { return true };
        self.sent.get(inject.us()).is_some_and(Option::is_some)
    }

    fn each(&mut self, rules: &Rules, leaves: &[LeafIx], act: Act, fits: impl Fn(&Test) -> bool) {
        for leaf in leaves {
            if self.counts(rules, *leaf, act) && fits(&rules.leaves[*leaf].test) {
                self.hit(rules, *leaf, act);
            }
        }
    }

    fn through(&mut self, rules: &Rules, act: Act, channel: Option<Ix<Channel>>) {
        let Some(channel) = channel else { return };
        self.each(rules, &rules.index.through, act, |test| match test {
            Test::Through(channels) => channels.contains(&channel),
            _ => false,
        });
    }

    fn order(&mut self, rules: &Rules, leaf: LeafIx, act: Act, (target, truth): (&Target, &TargetTruth)) {
        let Test::Order { by, on } = &rules.leaves[leaf].test else { return };
        if !act.role.is_some_and(|role| by.has(role)) || !self.counts(rules, leaf, act) {
            return;
        }
        let hosts = rules.places.hosts_of(target, truth);
        let fits = match on {
            On::Anything => true,
            On::Touched => truth.touched || hosts.iter().any(|host| self.touched.contains(host)),
            On::Percent(_) => {
                let touched: Vec<_> =
                    hosts.iter().chain(&truth.hosts).filter(|host| self.touched.contains(host)).copied().collect();
                self.leaves[leaf].covered.extend(&touched);
                !touched.is_empty()
            }
            On::TakenAccount => truth.taken,
            On::CleanBackup => truth.clean_backup,
            On::TrueIndicator => truth.true_indicator,
            On::Within(scope, inside) => {
                names(scope, target) || hosts.iter().any(|host| inside.get(host.us()) == Some(&true))
            }
        };
        if fits {
            self.hit(rules, leaf, act);
        }
    }

    fn hit(&mut self, rules: &Rules, leaf: LeafIx, act: Act) {
        let state = &mut self.leaves[leaf];
        state.count = state.count.saturating_add(1);
        if state.hits.len() < HITS_KEPT {
            state.hits.push((act.mark.event, act.role));
        }
        self.weigh(rules, rules.leaves[leaf].root, act.mark, true);
    }

    /// Weighs a criterion anew after one of its tests moved.
    fn weigh(&mut self, rules: &Rules, root: RootIx, mark: Mark, hit: bool) {
        let met = rules.roots[root].value(&|leaf| self.leaf_met(rules, leaf));
        let state = &mut self.roots[root];
        if !met {
            state.held_since = None;
            return;
        }
        state.first_met = state.first_met.or(Some(mark));
        state.held_since = state.held_since.or(Some(mark));
        if hit {
            state.last_hit = Some(mark);
        }
    }

    fn leaf_met(&self, rules: &Rules, leaf: LeafIx) -> bool {
        let (rule, state) = (&rules.leaves[leaf], &self.leaves[leaf]);
        if state.count < rule.at_least {
            return false;
        }
        match rule.test {
            Test::Order { on: On::Percent(percent), .. } => {
                !state.covered.is_empty() && state.covered.len() * 100 >= self.touched.len() * usize::from(percent)
            }
            _ => true,
        }
    }

    /// Since when a criterion is met for good. A share of the hosts touched is reached for good only at the end
    /// (`settled`): the attack may touch more of them as long as the run goes on, also after a lull.
    pub(super) fn met_for_good(&self, root: RootIx, settled: bool) -> Option<Mark> {
        let since = self.roots[root].held_since?;
        let for_good = |leaf: LeafIx| {
            let percent = matches!(self.rules.leaves[leaf].test, Test::Order { on: On::Percent(_), .. });
            (settled || !percent) && self.leaf_met(&self.rules, leaf)
        };
        self.rules.roots[root].value(&for_good).then_some(since)
    }

    /// When a named condition first held.
    pub(super) fn first_held(&self, cond: Ix<NamedCond>) -> Option<Mark> {
        self.conds.get(cond.us()).and_then(|(first, _)| *first)
    }

    /// From when on the time allowed for something counts: from `start`, or from the moment its condition first
    /// held, if that came later. None as long as either has not come.
    pub(super) fn counts_from(&self, start: Option<SimTime>, cond: Option<Ix<NamedCond>>) -> Option<SimTime> {
        match cond {
            None => start,
            Some(cond) => Some(start?.max(self.first_held(cond)?.at)),
        }
    }

    /// The events that met a criterion (or some of its parts), and the roles that acted in them.
    pub(super) fn proof(&self, root: RootIx) -> (Vec<u32>, Vec<Ix<Role>>) {
        let (mut events, mut roles) = (BTreeSet::new(), BTreeSet::new());
        self.rules.roots[root].supporting(&|leaf| self.leaf_met(&self.rules, leaf), &mut |leaf| {
            let rule = &self.rules.leaves[leaf];
            let enough = match rule.test {
                Test::Order { on: On::Percent(_), .. } => HITS_KEPT,
                _ => rule.at_least as usize,
            };
            for (event, role) in self.leaves[leaf].hits.iter().take(enough) {
                events.insert(*event);
                roles.extend(*role);
            }
        });
        (events.into_iter().collect(), roles.into_iter().collect())
    }

    /// The best report on any of `forms`.
    pub(super) fn best_report(&self, forms: &[Ix<Form>]) -> Option<(Mark, u64)> {
        let reports = forms.iter().filter_map(|form| self.forms.get(form.us())?.best);
        reports.min_by_key(|(mark, right)| (u64::MAX - right, *mark))
    }
}

fn message_fits(test: &Test, from: Ix<Role>, to: &[Ix<Role>], kind: MessageKind, attack_fact: bool) -> bool {
    let Test::Message { from: senders, to: receivers, kinds, with_fact } = test else { return false };
    senders.has(from)
        && (receivers.any() || to.iter().any(|role| receivers.has(*role)))
        && (kinds.is_empty() || kinds.contains(&kind))
        && (attack_fact || !with_fact)
}

/// How many percent of the judged fields of a report are right; an honest "not yet known" is.
fn right_percent(verdicts: impl Iterator<Item = FieldVerdict>) -> u64 {
    let (mut judged, mut right) = (0_u64, 0_u64);
    for verdict in verdicts {
        judged += u64::from(verdict != FieldVerdict::Filled);
        right += u64::from(matches!(verdict, FieldVerdict::Right | FieldVerdict::HonestUnknown));
    }
    (right * 100).checked_div(judged).unwrap_or(100)
}
