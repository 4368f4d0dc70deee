//! How a team's seats learn: what their views refer to is looked up in the scenario as soon as it stands in them.
//! Lists that only grow are read once; whatever is known stays shared until something new comes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::book::asked_for;
use super::learned::{Entry, Learned, titled};
use crate::model::{Cond, Host, Indicator, Inject, Ix, NamedCond, Nameless, Ref, Role, Scenario, Scope, SimTime, Span};
use crate::sim::{FactKind, Item, ItemKind, KnownFact, RecordKind, Shared, Target, TeamView, View, Wording, WorkView};
use crate::standin::{Belief, Public, Training, is_within};

/// What the seats of one team have come across.
pub(super) struct Teacher {
    training: Training,
    public: Public,
    asked: BTreeSet<Ix<NamedCond>>,
    /// Version of the team's view that was read last.
    version: Option<u64>,
    /// Entries of the record that were read.
    read: usize,
    /// What everybody in the team comes across.
    shared: Learned,
    /// Indicators on which orders were completed, and those in the record.
    acted_on: BTreeSet<Ix<Indicator>>,
    recorded: BTreeSet<Ix<Indicator>>,
    seats: BTreeMap<Ix<Role>, Pupil>,
}

/// What a seat has come across, and up to where its lists were read.
#[derive(Default)]
struct Pupil {
    /// Versions of the seat's and the team's view.
    versions: Option<(u64, u64)>,
    facts: usize,
    work: usize,
    items: usize,
    learned: Arc<Learned>,
}

impl Teacher {
    /// A teacher of a team that plays `scenario`.
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            training: Training::new(scenario),
            public: Public::default(),
            asked: asked_for(&scenario.plan),
            version: None,
            read: 0,
            shared: Learned::default(),
            acted_on: BTreeSet::new(),
            recorded: BTreeSet::new(),
            seats: BTreeMap::new(),
        }
    }

    /// What the seat of a view has come across.
    pub fn learned(&mut self, scenario: &Scenario, view: View<'_>) -> Arc<Learned> {
        let versions = Some((view.seat.version, view.team.version));
        if let Some(pupil) = self.seats.get(&view.seat.role).filter(|pupil| pupil.versions == versions) {
            return Arc::clone(&pupil.learned);
        }
        let is_new_to_all = self.version != Some(view.team.version);
        if is_new_to_all {
            self.read_team(scenario, view.team);
        }
        let pupil = self.seats.entry(view.seat.role).or_default();
        pupil.versions = versions;
        let mut lesson = Lesson { scenario, learned: &mut pupil.learned };
        lesson.repeat(&self.shared);
        let seat = view.seat;
        lesson.facts(new_in(&seat.facts, &mut pupil.facts).iter().map(|known: &KnownFact| known.fact.kind));
        lesson.work(new_in(&seat.work, &mut pupil.work));
        lesson.work(&seat.approvals);
        lesson.items(new_in(&seat.items, &mut pupil.items));
        for alert in &seat.alerts {
            lesson.rule(alert.rule);
            if let Some(cause) = alert.cause {
                lesson.cause(cause);
            }
        }
        lesson.harmless(&self.shared);
        Arc::clone(&pupil.learned)
    }

    /// Reads what the whole team sees.
    fn read_team(&mut self, scenario: &Scenario, team: &TeamView) {
        self.version = Some(team.version);
        let mut shared = Arc::new(std::mem::take(&mut self.shared));
        let mut lesson = Lesson { scenario, learned: &mut shared };
        for entry in new_in(&team.record, &mut self.read) {
            match &entry.what {
                RecordKind::Done(_, target) => {
                    lesson.target(*target);
                    if let Target::Indicator(indicator) = target {
                        self.acted_on.insert(*indicator);
                    }
                }
                RecordKind::Finding(fact, _) => {
                    lesson.facts([fact.kind]);
                    if let FactKind::Indicator(indicator) = fact.kind {
                        self.recorded.insert(indicator);
                    }
                }
                _ => {}
            }
        }
        self.shared = Arc::unwrap_or_clone(shared);
        self.tell_harmless(scenario);
        self.public.read(scenario, &self.training, team);
        let belief = self.public.belief(scenario, team, SimTime::START);
        self.shared.conds = self.asked.iter().map(|cond| (*cond, Nameless::new(as_recorded(&belief, *cond)))).collect();
    }

    /// Blocking something harmless does not count in the plan, which the checklist shows once it was done: of an
    /// indicator that was acted on, and of all of them when none of the record's belongs to the attack.
    fn tell_harmless(&mut self, scenario: &Scenario) {
        let is_harmless =
            |ix: &Ix<Indicator>| scenario.file.indicators.get(ix.us()).is_some_and(|indicator| indicator.harmless);
        let all = !self.acted_on.is_empty() && self.recorded.iter().all(is_harmless);
        for (ix, indicator) in &mut self.shared.indicators {
            indicator.harmless = is_harmless(ix) && (all || self.acted_on.contains(ix));
        }
    }
}

/// The entries of a list that only grows which have not been read yet.
fn new_in<'l, T>(list: &'l [T], read: &mut usize) -> &'l [T] {
    let new = list.get(*read..).unwrap_or(list);
    *read = list.len();
    new
}

/// What is left of a named condition when everything is left out that the record says nothing of.
fn as_recorded(belief: &Belief<'_>, named: Ix<NamedCond>) -> Cond {
    belief.scenario.plan.conditions.get(named.us()).map_or(Cond::Never, |named| reduced(belief, &named.when))
}

/// A condition of which the checklist makes what it makes of `cond`: whether it seems to hold, and since when as the
/// team has told. What neither is the case of is left out, and of hosts all that the record does not name.
fn reduced(belief: &Belief<'_>, cond: &Cond) -> Cond {
    match cond {
        Cond::All(parts) => match joined(belief, parts, &Cond::Always, &Cond::Never) {
            Ok(left) => Cond::All(left),
            Err(one) => one,
        },
        Cond::Any(parts) => match joined(belief, parts, &Cond::Never, &Cond::Always) {
            Ok(left) => Cond::Any(left),
            Err(one) => one,
        },
        Cond::Not(part) => match reduced(belief, part) {
            Cond::Always => Cond::Never,
            Cond::Never => Cond::Always,
            other => Cond::Not(Box::new(other)),
        },
        Cond::Named(named) => as_recorded(belief, named.ix()),
        // What every client can tell by itself.
        Cond::After(_) | Cond::IncidentOpen | Cond::SeverityAtLeast(_) | Cond::ClassifiedAtLeast(_) => cond.clone(),
        seen => match (belief.holds(seen), belief.team.told_since(belief.scenario, seen)) {
            (false, None) => Cond::Never,
            // It holds, and nobody can tell since when.
            (true, None) => Cond::After(Span::ZERO),
            (_, Some(_)) => narrowed(belief, seen),
        },
    }
}

/// Of the hosts of a condition those that the record names.
fn narrowed(belief: &Belief<'_>, cond: &Cond) -> Cond {
    let mut cond = cond.clone();
    if let Cond::Hosts { within, .. } | Cond::HostsEver { within, .. } = &mut cond {
        let hosts = belief.known.hosts.keys().filter(|host| is_within(belief.scenario, within, **host));
        let name = |host: &Ix<Host>| {
            let mut name = Ref::new(belief.scenario.host(*host).id.clone());
            name.resolve(*host);
            name
        };
        *within = Scope::Hosts(hosts.map(name).collect());
    }
    cond
}

/// The parts that are still open, or what they come to: `neutral` changes nothing and `decides` everything.
fn joined(belief: &Belief<'_>, parts: &[Cond], neutral: &Cond, decides: &Cond) -> Result<Vec<Cond>, Cond> {
    let mut left = Vec::new();
    for part in parts {
        match reduced(belief, part) {
            part if part == *decides => return Err(part),
            part if part == *neutral || left.contains(&part) => {}
            part => left.push(part),
        }
    }
    match left.len() {
        0 => Err(neutral.clone()),
        1 => Err(left.remove(0)),
        _ => Ok(left),
    }
}

/// Looks up what is referred to. Numbers beyond the scenario's lists are of things that travel with the view.
struct Lesson<'a> {
    scenario: &'a Scenario,
    learned: &'a mut Arc<Learned>,
}

/// Looks an entry up unless it is known.
macro_rules! look_up {
    ($($name:ident($thing:ty) in $map:ident from $($list:ident).+;)*) => {
        $(fn $name(&mut self, ix: Ix<$thing>) {
            if !self.learned.$map.contains_key(&ix)
                && let Some(entry) = self.scenario.$($list).+.get(ix.us())
            {
                Arc::make_mut(self.learned).$map.insert(ix, entry.public());
            }
        })*
    };
}

impl Lesson<'_> {
    look_up! {
        step(crate::model::AttackStep) in steps from file.attack;
        implant(crate::model::Implant) in implants from file.implants;
        indicator(Indicator) in indicators from file.indicators;
        weakness(crate::model::Vulnerability) in weaknesses from file.vulnerabilities;
        cause(crate::model::Noise) in causes from noise;
        rule(crate::model::AlertRule) in rules from alerts;
    }

    fn facts(&mut self, kinds: impl IntoIterator<Item = FactKind>) {
        for kind in kinds {
            match kind {
                FactKind::Trace(step, _) => self.step(step),
                FactKind::Implanted(_, implant) => self.implant(implant),
                FactKind::Weak(_, weakness) => self.weakness(weakness),
                FactKind::Indicator(indicator) => self.indicator(indicator),
                FactKind::Held(..)
                | FactKind::Encrypted(_)
                | FactKind::Altered(_)
                | FactKind::Blind(_)
                | FactKind::Taken(_)
                | FactKind::Leaked(..)
                | FactKind::Verified(..)
                | FactKind::NothingFound(_)
                | FactKind::BackupTested(..)
                | FactKind::SystemTested(..) => {}
            }
        }
    }

    fn work(&mut self, list: &[Shared<WorkView>]) {
        list.iter().for_each(|view| self.target(view.work.target));
    }

    fn target(&mut self, target: Target) {
        match target {
            Target::Indicator(indicator) => self.indicator(indicator),
            Target::Inject(inject) => {
                if let Some(entry) = self.scenario.file.injects.get(inject.us())
                    && !self.learned.injects.contains_key(&inject)
                {
                    Arc::make_mut(self.learned).injects.insert(inject, titled(entry));
                }
            }
            _ => {}
        }
    }

    fn items(&mut self, items: &[Shared<Item>]) {
        for item in items {
            let Some(inject) = item.what.inject() else { continue };
            // Those made up during the exercise travel whole in their items.
            let Some(entry) = self.scenario.file.injects.get(inject.us()) else { continue };
            let mut shown = entry.public();
            if let ItemKind::Worded { words, .. } = &item.what {
                let Wording { kind, from, title, body } = (**words).clone();
                shown = Inject { kind, from, title, body, ..shown };
            }
            Arc::make_mut(self.learned).injects.insert(inject, shown);
        }
    }

    /// Takes over what everybody comes across; of an inject the seat may know more.
    fn repeat(&mut self, shared: &Learned) {
        let Some(news) = shared_part(self.learned, shared) else { return };
        Arc::make_mut(self.learned).absorb(news);
    }

    /// What has turned out to be harmless.
    fn harmless(&mut self, shared: &Learned) {
        for (ix, told) in &shared.indicators {
            if self.learned.indicators.get(ix).is_some_and(|known| known.harmless != told.harmless) {
                Arc::make_mut(self.learned).indicators.insert(*ix, told.clone());
            }
        }
    }
}

/// What of `shared` is new to whoever knows `own`; none when nothing is.
fn shared_part(own: &Learned, shared: &Learned) -> Option<Learned> {
    fn new<K: Copy + Ord, V: Clone>(own: &BTreeMap<K, V>, shared: &BTreeMap<K, V>) -> BTreeMap<K, V> {
        let is_new = |(key, _): &(&K, &V)| !own.contains_key(key);
        shared.iter().filter(is_new).map(|(key, value)| (*key, value.clone())).collect()
    }
    let news = Learned {
        injects: new(&own.injects, &shared.injects),
        steps: new(&own.steps, &shared.steps),
        implants: new(&own.implants, &shared.implants),
        indicators: new(&own.indicators, &shared.indicators),
        weaknesses: new(&own.weaknesses, &shared.weaknesses),
        causes: new(&own.causes, &shared.causes),
        rules: new(&own.rules, &shared.rules),
        conds: if own.conds == shared.conds { BTreeMap::new() } else { shared.conds.clone() },
    };
    (!news.is_empty()).then_some(news)
}
