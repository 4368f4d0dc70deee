//! Goal: no view of a seat holds anything that the seat could not know.
//! Method: play a whole run with random orders; after every few inputs write every seat's view down as data and
//! look in it for facts that the seat never learned and for the scenario's own words about the attack.

use std::collections::BTreeSet;
use std::sync::Arc;

use dientap::model::{
    AlertRule, AttackStep, Implant, Indicator, Inject, Ix, Noise, Role, Scenario, SimTime, Table, Text, Verb,
    Vulnerability,
};
use dientap::sim::{Alert, Exercise, Fact, FactKind, Setup, Target, View, What};
use serde_json::Value;

use super::chaos::{self, Chaos};
use super::stage;

/// Which facts each role has learned, and which alerts were verified, read from the events.
#[derive(Default)]
pub struct Learned {
    read: usize,
    by_role: Vec<BTreeSet<Ix<Fact>>>,
    /// Alerts that somebody has verified.
    verified: BTreeSet<Ix<Alert>>,
    /// What orders were given on: who approves them or reads the record sees it.
    targets: BTreeSet<Target>,
    /// Injects sent, and to whom.
    sent: BTreeSet<(Ix<Role>, Ix<Inject>)>,
}

impl Learned {
    pub fn read(&mut self, exercise: &Exercise) {
        self.by_role.resize(exercise.scenario().roles.len(), BTreeSet::new());
        for event in &exercise.events()[self.read..] {
            match event.what {
                What::Learned { role, id, .. } => drop(self.by_role[role.us()].insert(id)),
                What::OrderGiven { target, .. } => drop(self.targets.insert(target)),
                What::InjectSent { inject } => {
                    let sent = exercise.inject(inject);
                    self.sent.extend(sent.iter().flat_map(|sent| &sent.to).map(|role| (role.ix(), inject)));
                }
                What::OrderDone { kind, target: Target::Alert(alert), .. }
                    if exercise.scenario().orders.at(kind).verb == Verb::VerifyAlert =>
                {
                    self.verified.insert(alert);
                }
                _ => {}
            }
        }
        self.read = exercise.events().len();
    }

    /// Whether a seat may read a word of the scenario's author by now.
    pub fn may_read(&self, exercise: &Exercise, role: Ix<Role>, word: &Word) -> bool {
        let facts = exercise.facts();
        let knows =
            |says: &dyn Fn(FactKind) -> bool| self.by_role[role.us()].iter().any(|id| says(facts[id.us()].kind));
        let alerts = &exercise.view(role).seat.alerts;
        match word.of {
            Of::Nobody => false,
            Of::Step(ix) => knows(&|kind| matches!(kind, FactKind::Trace(of, _) if of == ix)),
            Of::Implant(ix) => knows(&|kind| matches!(kind, FactKind::Implanted(_, of) if of == ix)),
            Of::Weakness(ix) => knows(&|kind| matches!(kind, FactKind::Weak(_, of) if of == ix)),
            Of::Indicator(ix) => {
                knows(&|kind| kind == FactKind::Indicator(ix)) || self.targets.contains(&Target::Indicator(ix))
            }
            Of::Title(ix) => self.sent.contains(&(role, ix)) || self.targets.contains(&Target::Inject(ix)),
            Of::Body(ix) => self.sent.contains(&(role, ix)),
            Of::Rule(ix) => alerts.iter().any(|alert| alert.rule == ix),
            Of::Cause(ix) => alerts.iter().any(|alert| alert.cause == Some(ix) && self.verified.contains(&alert.id)),
        }
    }

    /// The facts that one of `roles` knows, as data.
    fn of(&self, roles: impl IntoIterator<Item = Ix<Role>>, exercise: &Exercise) -> Vec<Value> {
        let known: BTreeSet<_> = roles.into_iter().flat_map(|role| self.by_role[role.us()].iter().copied()).collect();
        known.into_iter().map(|id| serde_json::to_value(exercise.facts().to_vec().at(id).kind).unwrap()).collect()
    }
}

/// Every value below `value` that says what a fact says.
fn facts_in<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    const KINDS: [&str; 14] = [
        "Trace",
        "Held",
        "Implanted",
        "Encrypted",
        "Altered",
        "Blind",
        "Weak",
        "Taken",
        "Leaked",
        "Indicator",
        "Verified",
        "NothingFound",
        "BackupTested",
        "SystemTested",
    ];
    match value {
        Value::Array(list) => list.iter().for_each(|value| facts_in(value, found)),
        Value::Object(fields) => {
            let mut keys = fields.keys();
            if let (Some(key), None) = (keys.next(), keys.next())
                && KINDS.contains(&key.as_str())
            {
                found.push(value);
            }
            fields.values().for_each(|value| facts_in(value, found));
        }
        _ => {}
    }
}

/// What the scenario's author wrote about the attack and nobody reads in a view.
pub fn secret_words(scenario: &Scenario) -> Vec<String> {
    let file = &scenario.file;
    let steps = file.attack.iter().flat_map(|step| [step.id.clone(), step.name.vi.clone(), step.technique.clone()]);
    let implants = file.implants.iter().flat_map(|implant| [implant.id.clone(), implant.name.vi.clone()]);
    let holes = file.vulnerabilities.iter().flat_map(|hole| [hole.id.clone(), hole.name.vi.clone()]);
    let indicators = file.indicators.iter().map(|indicator| indicator.value.clone());
    steps.chain(implants).chain(holes).chain(indicators).filter(|word| word.len() > 3).collect()
}

/// What a word of the author is about, and so who may read it when.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    Nobody,
    Step(Ix<AttackStep>),
    Implant(Ix<Implant>),
    Weakness(Ix<Vulnerability>),
    Indicator(Ix<Indicator>),
    Title(Ix<Inject>),
    Body(Ix<Inject>),
    Rule(Ix<AlertRule>),
    Cause(Ix<Noise>),
}

/// A word or sentence of the scenario's author.
pub struct Word {
    pub text: String,
    pub of: Of,
}

/// Everything that the author wrote about the attack, the injects, the alerts and their harmless causes.
pub fn words_of(scenario: &Scenario) -> Vec<Word> {
    let (file, mut words) = (&scenario.file, Vec::new());
    let mut text = |of: Of, text: &Text| {
        words.extend([&text.vi, &text.en].map(|text| Word { text: text.clone(), of }));
    };
    file.attack.indices().for_each(|ix| text(Of::Step(ix), &file.attack.at(ix).name));
    file.implants.indices().for_each(|ix| text(Of::Implant(ix), &file.implants.at(ix).name));
    file.vulnerabilities.indices().for_each(|ix| text(Of::Weakness(ix), &file.vulnerabilities.at(ix).name));
    for ix in file.injects.indices() {
        let inject = file.injects.at(ix);
        text(Of::Title(ix), &inject.title);
        text(Of::Body(ix), &inject.body);
        inject.choices.iter().for_each(|choice| text(Of::Body(ix), &choice.text));
        inject.expects.iter().for_each(|expected| text(Of::Nobody, &expected.action));
    }
    scenario.alerts.indices().for_each(|ix| text(Of::Rule(ix), &scenario.alerts.at(ix).title));
    scenario.noise.indices().for_each(|ix| text(Of::Cause(ix), &scenario.noise.at(ix).cause));
    let names = file.attack.iter().map(|step| &step.id).chain(file.implants.iter().map(|implant| &implant.id));
    let names =
        names.chain(file.vulnerabilities.iter().map(|hole| &hole.id)).chain(file.flags.iter().map(|flag| &flag.id));
    words.extend(names.map(|name| Word { text: name.clone(), of: Of::Nobody }));
    for ix in file.indicators.indices() {
        let indicator = file.indicators.at(ix);
        let values = std::iter::once(&indicator.value).chain(&indicator.others);
        words.extend(values.map(|value| Word { text: value.clone(), of: Of::Indicator(ix) }));
    }
    words.retain(|word| word.text.len() > 3);
    words
}

/// What `view` gives away, as sentences.
pub fn leaks(exercise: &Exercise, role: Ix<Role>, view: &View<'_>, learned: &Learned, words: &[String]) -> Vec<String> {
    let everybody = exercise.scenario().roles.indices();
    // What waits for this seat's approval shows what its sender put in.
    let senders = view.seat.approvals.iter().map(|waiting| waiting.work.role);
    let (seat, team) = (serde_json::to_value(view.seat).unwrap(), serde_json::to_value(view.team).unwrap());
    let mut leaks = Vec::new();
    let parts = [
        ("seat", &seat, learned.of(senders.chain([role]), exercise)),
        ("team", &team, learned.of(everybody, exercise)),
    ];
    for (name, part, allowed) in &parts {
        let mut found = Vec::new();
        facts_in(part, &mut found);
        let unknown = found.into_iter().filter(|fact| !allowed.contains(fact));
        leaks.extend(unknown.map(|fact| format!("{name}: fact {fact} that nobody in it learned")));
        let text = part.to_string();
        leaks.extend(words.iter().filter(|word| text.contains(*word)).map(|word| format!("{name}: the word `{word}`")));
    }
    for known in &view.seat.facts {
        if !learned.by_role[role.us()].contains(&known.id) {
            leaks.push(format!("fact {:?} among those known", known.id));
        }
    }
    for alert in &view.seat.alerts {
        let sensor = exercise.scenario().network.sensors.at(alert.sensor);
        let watched = sensor.seen_by.iter().any(|seer| seer.ix() == role);
        if !watched && alert.owner.is_none() {
            leaks.push(format!("alert {:?} of a sensor that it does not see", alert.id));
        }
        // Who closes it as real afterwards, by mistake, does not take away what was found.
        if alert.cause.is_some() && !learned.verified.contains(&alert.id) {
            leaks.push(format!("the cause of alert {:?} before anybody verified it", alert.id));
        }
    }
    leaks
}

#[test]
fn no_view_gives_away_what_its_seat_does_not_know() {
    for scenario in stage::all() {
        let words = secret_words(&scenario);
        for seed in 0..stage::count("DIENTAP_SEEDS", 2) {
            let mut exercise = Exercise::new(Arc::clone(&scenario), &Setup::of(seed));
            let (mut learned, mut chaos, mut secrets) = (Learned::default(), Chaos::new(seed), 0);
            for number in 0..200 {
                let (at, input) = chaos.input(&exercise);
                exercise.apply(at, &input).ok();
                if number % 5 > 0 {
                    continue;
                }
                learned.read(&exercise);
                let known: BTreeSet<_> = learned.by_role.iter().flatten().collect();
                secrets += exercise.facts().len() - known.len();
                for role in scenario.roles.indices() {
                    let leaks = leaks(&exercise, role, &exercise.view(role), &learned, &words);
                    let (id, name) = (&scenario.file.id, &scenario.roles.at(role).id);
                    assert_eq!(leaks, Vec::<String>::new(), "{id}, seed {seed}, input {number}, seat {name}");
                }
            }
            assert!(secrets > 0, "{}, seed {seed}: there was nothing to give away", scenario.file.id);
        }
    }
}

/// The search finds what it looks for: a view of a run in which one seat's knowledge is taken for another's.
#[test]
fn a_view_that_gives_something_away_is_noticed() {
    let scenario = stage::small();
    let mut exercise = Exercise::new(Arc::clone(&scenario), &Setup::of(3));
    chaos::play(&mut exercise, 3, 60);
    let mut learned = Learned::default();
    learned.read(&exercise);
    let knowing = scenario.roles.indices().find(|role| !exercise.view(*role).seat.facts.is_empty());
    let role = knowing.expect("somebody learned something");
    let view = exercise.view(role);
    assert_eq!(leaks(&exercise, role, &view, &learned, &secret_words(&scenario)), Vec::<String>::new());
    learned.by_role[role.us()].clear();
    assert!(!leaks(&exercise, role, &view, &learned, &[]).is_empty());
    let word = vec!["version".to_owned()];
    assert!(leaks(&exercise, role, &view, &learned, &word).iter().any(|leak| leak.contains("`version`")));
}

#[test]
fn a_view_that_changed_has_a_new_version() {
    for scenario in stage::all() {
        let mut exercise = Exercise::new(Arc::clone(&scenario), &Setup::of(4));
        let mut chaos = Chaos::new(4);
        let look = |exercise: &Exercise| -> Vec<(u64, Value)> {
            let seats = scenario.roles.indices().map(|role| {
                let seat = exercise.view(role).seat;
                (seat.version, serde_json::to_value(seat).unwrap())
            });
            let team = exercise.view(Ix::new(0)).team;
            seats.chain([(team.version, serde_json::to_value(team).unwrap())]).collect()
        };
        let mut before = look(&exercise);
        for number in 0..150 {
            let (at, input) = chaos.input(&exercise);
            exercise.apply(at, &input).ok();
            let after = look(&exercise);
            for (place, (old, new)) in before.iter().zip(&after).enumerate() {
                let id = &scenario.file.id;
                assert!(new.0 >= old.0, "{id}, input {number}, view {place}: the version went back");
                assert!(
                    old.0 != new.0 || old.1 == new.1,
                    "{id}, input {number}, view {place}: same version, other content"
                );
            }
            before = after;
        }
        assert!(exercise.now() > SimTime::START);
    }
}
