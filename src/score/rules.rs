//! The criteria of a scenario, laid out so that an event finds those it can meet without a search.

use std::sync::Arc;

use crate::model::{Criterion, Ix, Mishap, NamedCond, OnWhat, OrderKind, Penalty, PlanStep, Procedure, Role, Severity};
use crate::model::{Form, Inject, MessageKind, Scenario, Scope, Span};

use super::places::Places;
use crate::sim::AdHoc;

/// Number of a criterion as a whole: the judge of a step, an inject's expectation, a penalty's act.
pub(super) type RootIx = usize;
/// Number of a single test inside a criterion.
pub(super) type LeafIx = usize;

/// A criterion as a tree over leaves.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A single test.
    Leaf(LeafIx),
    /// All of these.
    All(Vec<Node>),
    /// Any of these.
    Any(Vec<Node>),
}

impl Node {
    /// The tree's value when `met` tells that of its leaves. A criterion that asks for nothing is never met.
    pub(super) fn value(&self, met: &impl Fn(LeafIx) -> bool) -> bool {
        match self {
            Self::Leaf(leaf) => met(*leaf),
            Self::All(parts) => !parts.is_empty() && parts.iter().all(|part| part.value(met)),
            Self::Any(parts) => parts.iter().any(|part| part.value(met)),
        }
    }

    /// Calls `each` for the leaves that make the tree true.
    pub(super) fn supporting(&self, met: &impl Fn(LeafIx) -> bool, each: &mut impl FnMut(LeafIx)) {
        match self {
            Self::Leaf(leaf) => each(*leaf),
            Self::All(parts) => parts.iter().for_each(|part| part.supporting(met, each)),
            Self::Any(parts) => {
                parts.iter().filter(|part| part.value(met)).for_each(|part| part.supporting(met, each));
            }
        }
    }
}

/// Roles that may meet a test: those named and their deputies; none named means any.
#[derive(Clone, Debug)]
pub(super) struct Roles(Vec<Ix<Role>>);

impl Roles {
    /// Those named and their deputies, given by role.
    pub(super) fn new(named: impl Iterator<Item = Ix<Role>>, deputies: &[Vec<Ix<Role>>]) -> Self {
        let named: Vec<_> = named.collect();
        let of_named = named.iter().flat_map(|role| deputies.get(role.us()).into_iter().flatten().copied());
        Self(named.iter().copied().chain(of_named).collect())
    }

    /// Whether any role will do.
    pub(super) const fn any(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `role` is among them.
    pub(super) fn has(&self, role: Ix<Role>) -> bool {
        self.0.is_empty() || self.0.contains(&role)
    }
}

/// What the target of an order must be.
#[derive(Clone, Debug)]
pub(super) enum On {
    /// Any target.
    Anything,
    /// Touched by the attack.
    Touched,
    /// Together, this percentage of the hosts touched.
    Percent(u8),
    /// A taken account.
    TakenAccount,
    /// A clean backup.
    CleanBackup,
    /// An indicator of the attack.
    TrueIndicator,
    /// In a part of the network: the part, and for each host whether it is in it.
    Within(Scope, Vec<bool>),
}

/// A single test on an event.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// A completed order.
    Order {
        /// By whom.
        by: Roles,
        /// On what.
        on: On,
    },
    /// A report.
    Report {
        /// By whom.
        by: Roles,
        /// How much of it must be right.
        min_right_percent: u8,
    },
    /// A message.
    Message {
        /// From whom.
        from: Roles,
        /// To whom.
        to: Roles,
        /// Of which kind; empty for any.
        kinds: Vec<MessageKind>,
        /// With a fact of the attack.
        with_fact: bool,
    },
    /// An answer to an inject; accepted choices, empty for any.
    Answer(Vec<u8>),
    /// A classification.
    Classified {
        /// By whom.
        by: Roles,
        /// Whether one level too high is accepted.
        upwards: bool,
    },
    /// A named condition came to hold, or a mishap happened: the index has tested all there is to test.
    Occurs,
    /// A report or message through one of these channels.
    Through(Vec<Ix<crate::model::Channel>>),
}

/// A test with its place.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// The criterion it is part of.
    pub root: RootIx,
    /// The test.
    pub test: Test,
    /// How many events must pass it.
    pub at_least: u32,
    /// The inject it answers: what is said counts only after that.
    pub after: Option<Ix<Inject>>,
}

/// Which leaves an event can meet, by what the event speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// By kind of order.
    pub orders: Vec<Vec<LeafIx>>,
    /// By form.
    pub forms: Vec<Vec<LeafIx>>,
    /// By inject answered.
    pub answers: Vec<Vec<LeafIx>>,
    /// By named condition.
    pub conds: Vec<Vec<LeafIx>>,
    /// Messages.
    pub messages: Vec<LeafIx>,
    /// Classifications.
    pub classified: Vec<LeafIx>,
    /// Mishaps.
    pub mishaps: Vec<(Mishap, LeafIx)>,
    /// Channels.
    pub through: Vec<LeafIx>,
    /// Tests on a percentage of the hosts touched, which every newly touched host may undo.
    pub percent: Vec<LeafIx>,
}

/// A plan step that counts.
#[derive(Clone, Debug)]
pub(super) struct StepRule {
    /// Procedures trained that contain it; the first one's wording, deadline and judge count.
    pub procedures: Vec<Ix<Procedure>>,
    /// Place among the steps of the first of them.
    pub index: usize,
    /// Conditions of which the first to hold takes the place of T0 and lets the step apply; none for T0 itself.
    pub begins: Vec<Ix<NamedCond>>,
    /// Its judge.
    pub root: RootIx,
    /// Steps that come first, by place in [`Rules::steps`].
    pub needs: Vec<usize>,
    /// When it applies.
    pub cond: Option<Ix<NamedCond>>,
    /// Time allowed after T0.
    pub due: Option<Span>,
    /// How much the deadline counts.
    pub due_weight: u64,
    /// How much the step counts.
    pub weight: u64,
}

/// What an inject is expected to bring about.
#[derive(Clone, Debug)]
pub(super) struct InjectRule {
    /// The inject.
    pub inject: Ix<Inject>,
    /// What must happen.
    pub root: RootIx,
    /// How soon.
    pub within: Span,
    /// How much it counts, in parts of a point.
    pub units: u64,
    /// What the direction made up; none for an inject of the scenario.
    pub made_up: Option<Arc<AdHoc>>,
}

/// Which act a penalty is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PenaltyAct {
    /// One of a trained procedure: the procedure and the place among its penalties.
    OfPlan(Ix<Procedure>, usize),
    /// One that costs points in every scenario, whether or not the plan lists it.
    Always(Mishap),
}

/// A penalty.
#[derive(Clone, Debug)]
pub(super) struct PenaltyRule {
    /// For what.
    pub act: PenaltyAct,
    /// What shows it.
    pub root: RootIx,
    /// What it costs.
    pub cost_permille: u64,
}

/// A report that the judge of at least one step asks for.
#[derive(Clone, Debug)]
pub(super) struct FormRule {
    /// On any of these forms.
    pub forms: Vec<Ix<Form>>,
    /// Steps that ask for it, by place in [`Rules::steps`].
    pub steps: Vec<usize>,
}

/// Everything that is judged in a scenario.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    /// Criteria.
    pub roots: Vec<Node>,
    /// Their tests.
    pub leaves: Vec<Leaf>,
    /// Which tests an event can meet.
    pub index: Index,
    /// Plan steps.
    pub steps: Vec<StepRule>,
    /// Expectations of injects.
    pub injects: Vec<InjectRule>,
    /// Penalties.
    pub penalties: Vec<PenaltyRule>,
    /// Reports asked for.
    pub forms: Vec<FormRule>,
    /// Which kinds of orders only say something, by index.
    pub talk: Vec<bool>,
    /// Which hosts a target covers.
    pub places: Places,
    /// Who may do a role's steps in its place, by role.
    pub deputies: Vec<Vec<Ix<Role>>>,
}

impl Rules {
    /// The step of the plan behind a rule.
    pub(super) fn plan_step<'s>(&self, scenario: &'s Scenario, rule: &StepRule) -> Option<&'s PlanStep> {
        let procedure = rule.procedures.first()?;
        scenario.plan.procedures.get(procedure.us())?.steps.get(rule.index)
    }

    /// The penalty of the plan behind a rule, unless it is one that always counts.
    pub(super) fn plan_penalty<'s>(&self, scenario: &'s Scenario, rule: &PenaltyRule) -> Option<&'s Penalty> {
        let PenaltyAct::OfPlan(procedure, index) = rule.act else { return None };
        scenario.plan.procedures.get(procedure.us())?.penalties.get(index)
    }
}

/// Whether a classification as `severity` is accepted when `truth` is right.
pub(super) fn severity_fits(severity: Severity, truth: Severity, upwards: bool) -> bool {
    let levels_above = severity as i32 - truth as i32;
    levels_above == 0 || (upwards && levels_above == 1)
}

/// Whether an order of this kind only says something: what was said before an inject came is no answer to
/// it, while work that was done and reports that were sent need not be done again.
pub(super) fn is_talk(kind: &OrderKind) -> bool {
    use crate::model::Verb;
    matches!(kind.verb, Verb::Message(_) | Verb::Statement | Verb::Answer | Verb::Record)
}

/// Lays criteria out in [`Rules`].
pub(super) struct Layout {
    /// What has been laid out so far.
    pub rules: Rules,
}

impl Layout {
    /// Nothing laid out yet.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let index = Index {
            orders: vec![Vec::new(); scenario.orders.len()],
            forms: vec![Vec::new(); scenario.plan.forms.len()],
            answers: vec![Vec::new(); scenario.file.injects.len()],
            conds: vec![Vec::new(); scenario.plan.conditions.len()],
            ..Index::default()
        };
        let talk = scenario.orders.iter().map(is_talk).collect();
        let deputies = |role: &Role| role.deputies.iter().map(crate::model::Ref::ix).collect();
        let deputies = scenario.roles.iter().map(deputies).collect();
        Self { rules: Rules { index, talk, places: Places::new(scenario), deputies, ..Rules::default() } }
    }

    /// Lays out a whole criterion; `after` is the inject it answers.
    pub(super) fn root(&mut self, criterion: &Criterion, after: Option<Ix<Inject>>) -> RootIx {
        let root = self.rules.roots.len();
        self.rules.roots.push(Node::Any(Vec::new()));
        self.rules.roots[root] = self.node(root, criterion, after);
        root
    }

    fn node(&mut self, root: RootIx, criterion: &Criterion, after: Option<Ix<Inject>>) -> Node {
        match criterion {
            Criterion::All(parts) => Node::All(parts.iter().map(|part| self.node(root, part, after)).collect()),
            Criterion::Any(parts) => Node::Any(parts.iter().map(|part| self.node(root, part, after)).collect()),
            _ => Node::Leaf(self.leaf(root, criterion, after)),
        }
    }

    fn leaf(&mut self, root: RootIx, criterion: &Criterion, after: Option<Ix<Inject>>) -> LeafIx {
        let leaf = self.rules.leaves.len();
        let at_least = match criterion {
            Criterion::Order { at_least, .. } => (*at_least).max(1),
            _ => 1,
        };
        let test = self.test(criterion);
        self.rules.leaves.push(Leaf { root, test, at_least, after });
        self.enter(leaf, criterion);
        leaf
    }

    fn test(&self, criterion: &Criterion) -> Test {
        let roles = |named: &[crate::model::Ref<Role>]| {
            Roles::new(named.iter().map(crate::model::Ref::ix), &self.rules.deputies)
        };
        match criterion {
            Criterion::Order { by, on, .. } => Test::Order { by: roles(by), on: self.on(on) },
            Criterion::Report { by, min_right_percent, .. } => {
                Test::Report { by: roles(by), min_right_percent: *min_right_percent }
            }
            Criterion::Message { from, to, kinds, with_fact } => {
                Test::Message { from: roles(from), to: roles(to), kinds: kinds.clone(), with_fact: *with_fact }
            }
            Criterion::Answer { choices, .. } => Test::Answer(choices.clone()),
            Criterion::Classified { by, upwards } => Test::Classified { by: roles(by), upwards: *upwards },
            Criterion::Through(channels) => Test::Through(channels.iter().map(crate::model::Ref::ix).collect()),
            Criterion::Becomes(_) | Criterion::Mishap(_) | Criterion::All(_) | Criterion::Any(_) => Test::Occurs,
        }
    }

    fn on(&self, on: &OnWhat) -> On {
        match on {
            OnWhat::Anything => On::Anything,
            OnWhat::Touched => On::Touched,
            OnWhat::TouchedPercent(percent) => On::Percent(*percent),
            OnWhat::TakenAccount => On::TakenAccount,
            OnWhat::CleanBackup => On::CleanBackup,
            OnWhat::TrueIndicator => On::TrueIndicator,
            OnWhat::Within(scope) => On::Within(scope.clone(), self.rules.places.hosts_in(scope)),
        }
    }

    /// Enters a leaf where the events that can meet it will look.
    fn enter(&mut self, leaf: LeafIx, criterion: &Criterion) {
        let index = &mut self.rules.index;
        match criterion {
            Criterion::Order { kinds, on, .. } => {
                for kind in kinds {
                    let leaves = &mut index.orders[kind.ix().us()];
                    // An author may name a kind twice; an order still counts once.
                    if leaves.last() != Some(&leaf) {
                        leaves.push(leaf);
                    }
                }
                if matches!(on, OnWhat::TouchedPercent(_)) {
                    index.percent.push(leaf);
                }
            }
            Criterion::Report { form, .. } => index.forms[form.ix().us()].push(leaf),
            Criterion::Message { .. } => index.messages.push(leaf),
            Criterion::Answer { inject, .. } => index.answers[inject.ix().us()].push(leaf),
            Criterion::Classified { .. } => index.classified.push(leaf),
            Criterion::Becomes(cond) => index.conds[cond.ix().us()].push(leaf),
            Criterion::Mishap(mishap) => index.mishaps.push((*mishap, leaf)),
            Criterion::Through(_) => index.through.push(leaf),
            Criterion::All(_) | Criterion::Any(_) => {}
        }
    }
}
