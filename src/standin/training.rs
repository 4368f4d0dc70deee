//! What a member has learned before the exercise: the plan's steps, and who may give which order on what.
//! Worked out once for a scenario, from its public parts.

use std::collections::BTreeMap;

use crate::model::{
    Authority, Cond, Criterion, Ix, OrderGroup, OrderKind, PlanStep, Procedure, Ref, Role, Scenario, Site, Span,
    System, Table, TargetKind, Verb,
};
use crate::sim::Target;

use super::uses::Use;

/// A step of the plan; a step that several trained procedures share stands here once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The first trained procedure that has it.
    pub procedure: Ix<Procedure>,
    /// Its place in that procedure.
    pub number: usize,
    /// All trained procedures that have it.
    pub procedures: Vec<Ix<Procedure>>,
    /// Lessons that come first.
    pub needs: Vec<usize>,
    /// By role: whether any of it may fall to that role.
    concerns: Vec<bool>,
}

/// Everything learned.
#[derive(Clone, Debug)]
pub struct Training {
    /// The plan's steps, in plan order.
    pub lessons: Vec<Lesson>,
    /// By order kind: what it is good for.
    uses: Vec<Use>,
    /// Seats that do technical work.
    pub technical: Vec<Ix<Role>>,
    /// Orders that take, verify and close an alert.
    pub alert_work: [Option<Ix<OrderKind>>; 3],
    /// Lengths of outage from which on an incident is graver or a step applies.
    pub outages: Vec<(Ix<System>, Span)>,
    /// By kind of target: the kinds of order that are given on it, in the order of the catalogue.
    kinds_on: BTreeMap<TargetKind, Vec<Ix<OrderKind>>>,
    /// By order kind and role: on what the role may give it, if it has a seat.
    authority: Vec<Vec<Option<Authority>>>,
    /// By role and site: whether the site is the role's own.
    own_sites: Vec<Vec<bool>>,
}

impl Training {
    /// What `scenario` teaches.
    pub fn new(scenario: &Scenario) -> Self {
        let mut training = Self {
            lessons: lessons(scenario),
            uses: scenario.orders.iter().map(Use::of).collect(),
            technical: Vec::new(),
            alert_work: [Verb::TakeAlert, Verb::VerifyAlert, Verb::CloseAlert].map(|verb| kind_with(scenario, &verb)),
            outages: outages(scenario),
            kinds_on: kinds_on(scenario),
            authority: scenario.orders.iter().map(|kind| authority(scenario, kind)).collect(),
            own_sites: scenario.roles.iter().map(|role| own_sites(scenario, role)).collect(),
        };
        training.technical = scenario.roles.indices().filter(|role| training.is_technical(scenario, *role)).collect();
        for place in 0..training.lessons.len() {
            let step = training.step(scenario, place);
            let concerns =
                scenario.roles.indices().map(|role| training.may_concern(scenario, role, step.role.ix(), &step.judge));
            training.lessons[place].concerns = concerns.collect();
        }
        training
    }

    /// The plan step of a lesson.
    pub fn step<'s>(&self, scenario: &'s Scenario, lesson: usize) -> &'s PlanStep {
        let lesson = &self.lessons[lesson];
        &scenario.plan.procedures.at(lesson.procedure).steps[lesson.number]
    }

    /// Whether any part of a lesson may fall to a role.
    pub fn concerns(&self, lesson: usize, role: Ix<Role>) -> bool {
        self.lessons[lesson].concerns.get(role.us()) == Some(&true)
    }

    /// What an order is good for.
    pub fn good_for(&self, kind: Ix<OrderKind>) -> Use {
        self.uses[kind.us()]
    }

    /// Whether `role` has a seat and may give this order on any target.
    pub fn may_somewhere(&self, role: Ix<Role>, kind: Ix<OrderKind>) -> bool {
        self.authority[kind.us()][role.us()].is_some()
    }

    /// Whether `role` has a seat and may give this order on every target.
    pub fn may_everywhere(&self, role: Ix<Role>, kind: Ix<OrderKind>) -> bool {
        self.authority[kind.us()][role.us()] == Some(Authority::All)
    }

    /// The kinds of order that are given on this kind of target, in the order of the catalogue.
    pub fn kinds_on(&self, target: TargetKind) -> &[Ix<OrderKind>] {
        self.kinds_on.get(&target).map_or(&[], Vec::as_slice)
    }

    /// Whether `role` has a seat and may give this order on this target.
    pub fn may(&self, scenario: &Scenario, role: Ix<Role>, kind: Ix<OrderKind>, target: Target) -> bool {
        match self.authority[kind.us()][role.us()] {
            Some(Authority::All) => true,
            Some(Authority::Own) => self.is_own(scenario, role, target),
            None => false,
        }
    }

    /// Whether a role has sites of its own.
    pub fn is_local(&self, role: Ix<Role>) -> bool {
        self.own_sites[role.us()].contains(&true)
    }

    /// Whether a target is at the role's own sites or belongs to a system that it operates.
    fn is_own(&self, scenario: &Scenario, role: Ix<Role>, target: Target) -> bool {
        let network = &scenario.network;
        let site = |site: Ix<Site>| self.own_sites[role.us()][site.us()];
        let operates = |system: Ix<System>| network.systems.at(system).operator.ix() == role;
        match target {
            Target::Host(host) => {
                let host = network.hosts.at(host);
                site(host.site) || host.systems.iter().any(|system| operates(*system))
            }
            Target::Zone(zone) => site(network.zones.at(zone).site),
            Target::Site(ix) => site(ix),
            Target::System(system) => operates(system),
            Target::Account(account) => {
                let account = network.accounts.at(account);
                site(account.site.ix()) || account.system.as_ref().is_some_and(|system| operates(system.ix()))
            }
            Target::Backup(backup) => {
                network.backups.get(backup.us()).is_none_or(|backup| operates(backup.system.ix()))
            }
            Target::Nothing | Target::Indicator(_) | Target::Alert(_) | Target::Inject(_) => true,
        }
    }

    /// Whether a role has a seat and may contain, clean or restore single hosts.
    fn is_technical(&self, scenario: &Scenario, role: Ix<Role>) -> bool {
        let orders = &scenario.orders;
        orders.indices().any(|ix| {
            let kind = orders.at(ix);
            let technical = matches!(kind.group, OrderGroup::Contain | OrderGroup::Eradicate | OrderGroup::Recover);
            technical && kind.target == TargetKind::Host && self.authority[ix.us()][role.us()].is_some()
        })
    }

    /// Whether a criterion of a step for `of` may fall to `role`: the role of the step does what it may do
    /// everywhere; the rest falls to whoever may do it on the target.
    fn may_concern(&self, scenario: &Scenario, role: Ix<Role>, of: Ix<Role>, criterion: &Criterion) -> bool {
        let listed = |by: &[Ref<Role>], role: Ix<Role>| by.is_empty() || by.iter().any(|other| other.ix() == role);
        let by_kind = |kind: Ix<OrderKind>, by: &[Ref<Role>]| {
            let everywhere = self.authority[kind.us()][of.us()] == Some(Authority::All) && listed(by, of);
            self.authority[kind.us()][role.us()].is_some() && listed(by, role) && (role == of || !everywhere)
        };
        let with = |by: &[Ref<Role>], fits: &dyn Fn(&Verb) -> bool| {
            let kinds = scenario.orders.indices().filter(|kind| fits(&scenario.orders.at(*kind).verb));
            kinds.into_iter().any(|kind| by_kind(kind, by))
        };
        match criterion {
            Criterion::Order { kinds, by, .. } => kinds.iter().any(|kind| by_kind(kind.ix(), by)),
            Criterion::Report { form, by, .. } => {
                with(by, &|verb| matches!(verb, Verb::Report(of) if of.ix() == form.ix()))
            }
            Criterion::Message { from, .. } => with(from, &|verb| matches!(verb, Verb::Message(_))),
            Criterion::Classified { by, .. } => with(by, &|verb| *verb == Verb::Classify),
            Criterion::All(parts) | Criterion::Any(parts) => {
                parts.iter().any(|part| self.may_concern(scenario, role, of, part))
            }
            Criterion::Answer { .. } | Criterion::Becomes(_) | Criterion::Mishap(_) | Criterion::Through(_) => false,
        }
    }
}

fn kind_with(scenario: &Scenario, verb: &Verb) -> Option<Ix<OrderKind>> {
    scenario.orders.indices().find(|kind| scenario.orders.at(*kind).verb == *verb)
}

fn outages(scenario: &Scenario) -> Vec<(Ix<System>, Span)> {
    let plan = &scenario.plan;
    let conds = plan.conditions.iter().map(|named| &named.when).chain(plan.severity.iter().map(|(_, cond)| cond));
    let mut outages = Vec::new();
    for cond in conds {
        cond.visit(&mut |part| {
            if let Cond::SystemOutage(system, span) = part {
                outages.push((system.ix(), *span));
            }
        });
    }
    outages.sort_unstable();
    outages.dedup();
    outages
}

fn kinds_on(scenario: &Scenario) -> BTreeMap<TargetKind, Vec<Ix<OrderKind>>> {
    let mut kinds: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for kind in scenario.orders.indices() {
        kinds.entry(scenario.orders.at(kind).target).or_default().push(kind);
    }
    kinds
}

fn authority(scenario: &Scenario, kind: &OrderKind) -> Vec<Option<Authority>> {
    let of = |role: Ix<Role>| kind.by.iter().find(|(giver, _)| giver.ix() == role).map(|(_, authority)| *authority);
    scenario.roles.indices().map(|role| of(role).filter(|_| scenario.has_seat(role))).collect()
}

fn own_sites(scenario: &Scenario, role: &Role) -> Vec<bool> {
    let sites = &scenario.network.sites;
    let owns =
        |ix: Ix<Site>| role.sites.iter().any(|own| own.ix() == ix) || role.templates.contains(&sites.at(ix).template);
    sites.indices().map(owns).collect()
}

/// The steps of the trained procedures, each id once, with their prerequisites.
fn lessons(scenario: &Scenario) -> Vec<Lesson> {
    let mut lessons: Vec<Lesson> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    for procedure in &scenario.file.procedures {
        for (number, step) in scenario.plan.procedures.at(procedure.ix()).steps.iter().enumerate() {
            let procedure = procedure.ix();
            if let Some(known) = ids.iter().position(|id| *id == step.id) {
                lessons[known].procedures.push(procedure);
                continue;
            }
            ids.push(&step.id);
            let (needs, concerns) = (Vec::new(), Vec::new());
            lessons.push(Lesson { procedure, number, procedures: vec![procedure], needs, concerns });
        }
    }
    for lesson in &mut lessons {
        let step = &scenario.plan.procedures.at(lesson.procedure).steps[lesson.number];
        lesson.needs = step.needs.iter().filter_map(|id| ids.iter().position(|other| other == id)).collect();
    }
    lessons
}
