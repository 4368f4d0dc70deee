//! What a seat has come across that the book does not hold: the public part of each entry of the scenario that its
//! view refers to by number, and what the team's record makes of the plan's conditions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::limits;
use super::patch::BadPatch;
use crate::model::{
    AlertRule, AlertSeverity, AttackStep, Blocked, Cause, Cond, EvidenceSet, Foothold, Implant, ImplantKind, Indicator,
    IndicatorKind, Inject, InjectChoice, InjectKind, Ix, Layer, NamedCond, Nameless, Noise, Scenario, Scope, Span,
    SpanRange, Text, Vulnerability, When, Where,
};

/// An entry of a scenario of which whoever comes across it may know a part.
pub(super) trait Entry: Clone + PartialEq {
    /// An entry that says nothing: it stands where the reader knows of none.
    fn blank() -> Self;
    /// What whoever has come across it may know: what panels show.
    fn public(&self) -> Self;
}

/// Makes [`Learned`] from the names of its maps; one that is left out does not compile.
macro_rules! learned {
    ($($(#[$doc:meta])* $map:ident: $key:ty => $value:ty,)*) => {
        /// What a seat has come across.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Learned {
            $($(#[$doc])* pub $map: BTreeMap<Ix<$key>, $value>,)*
        }

        impl Learned {
            /// Whether it holds nothing.
            pub fn is_empty(&self) -> bool {
                $(self.$map.is_empty())&&*
            }

            /// What is new or different since `old`; none when something has gone, as after a run was taken back.
            pub fn since(&self, old: &Self) -> Option<Self> {
                Some(Self { $($map: difference(&old.$map, &self.$map)?,)* })
            }

            /// Takes in what is new or different.
            pub fn absorb(&mut self, news: Self) {
                $(self.$map.extend(news.$map);)*
            }

            fn numbers(&self) -> impl Iterator<Item = u32> {
                [$(self.$map.last_key_value().map(|(last, _)| last.raw())),*].into_iter().flatten()
            }
        }
    };
}

learned! {
    /// Injects: those received as far as they are shown, those that others have answered by title.
    injects: Inject => Inject,
    /// Steps of the attack that left a known trace.
    steps: AttackStep => AttackStep,
    /// Implants known to stand somewhere.
    implants: Implant => Implant,
    /// Indicators known.
    indicators: Indicator => Indicator,
    /// Weaknesses known.
    weaknesses: Vulnerability => Vulnerability,
    /// Harmless causes of verified alerts.
    causes: Noise => Noise,
    /// What alerts in the queue say.
    rules: AlertRule => AlertRule,
    /// Conditions that the plan asks for, as far as the record says something about them.
    conds: NamedCond => Nameless<Cond>,
}

fn difference<K: Copy + Ord, V: Clone + PartialEq>(
    old: &BTreeMap<K, V>,
    new: &BTreeMap<K, V>,
) -> Option<BTreeMap<K, V>> {
    if old.keys().any(|key| !new.contains_key(key)) {
        return None;
    }
    let differs = |(key, value): &(&K, &V)| old.get(key) != Some(*value);
    Some(new.iter().filter(differs).map(|(key, value)| (*key, value.clone())).collect())
}

impl Learned {
    /// Whether it can be of a scenario.
    ///
    /// # Errors
    /// When a number or a condition cannot.
    pub(super) fn check(&self) -> Result<(), BadPatch> {
        let is_whole = self.conds.values().all(|cond| cond.get().is_some());
        let is_sound = is_whole && self.numbers().all(|number| number < limits::ENTRY_MAX);
        if is_sound { Ok(()) } else { Err(BadPatch) }
    }

    /// Writes it into a client's copy of the scenario, with blank entries where it knows of none.
    pub(super) fn write_into(&self, scenario: &mut Scenario) {
        let file = &mut scenario.file;
        put(&mut file.injects, &self.injects);
        put(&mut file.attack, &self.steps);
        put(&mut file.implants, &self.implants);
        put(&mut file.indicators, &self.indicators);
        put(&mut file.vulnerabilities, &self.weaknesses);
        put(&mut scenario.noise, &self.causes);
        put(&mut scenario.alerts, &self.rules);
        for (cond, when) in &self.conds {
            if let (Some(named), Some(when)) = (scenario.plan.conditions.get_mut(cond.us()), when.get()) {
                named.when = when;
            }
        }
    }
}

fn put<T: Entry>(list: &mut Vec<T>, learned: &BTreeMap<Ix<T>, T>) {
    if let Some((last, _)) = learned.last_key_value() {
        list.resize_with(list.len().max(last.us() + 1), T::blank);
    }
    for (number, entry) in learned {
        list[number.us()] = entry.clone();
    }
}

const AT_ONCE: SpanRange = SpanRange::exactly(Span::ZERO);

/// What those know of an inject who have not received it, but see that it was answered.
pub(super) fn titled(inject: &Inject) -> Inject {
    Inject { title: inject.title.clone(), ..Inject::blank() }
}

impl Entry for Inject {
    fn blank() -> Self {
        Self {
            id: String::new(),
            kind: InjectKind::Letter,
            from: Text::default(),
            title: Text::default(),
            body: Text::default(),
            to: Vec::new(),
            when: When::Manual,
            only_if: Cond::Always,
            effects: Vec::new(),
            shows: None,
            choices: Vec::new(),
            expects: None,
            red_herring: false,
        }
    }

    fn public(&self) -> Self {
        let choice = |choice: &InjectChoice| InjectChoice { text: choice.text.clone(), effects: Vec::new() };
        Self {
            kind: self.kind,
            from: self.from.clone(),
            title: self.title.clone(),
            body: self.body.clone(),
            choices: self.choices.iter().map(choice).collect(),
            ..Self::blank()
        }
    }
}

impl Entry for AttackStep {
    fn blank() -> Self {
        Self {
            id: String::new(),
            name: Text::default(),
            cause: Cause::Attack,
            technique: String::new(),
            starts: None,
            only_if: Cond::Always,
            from: Where::Internet,
            to: Where::Internet,
            via: None,
            needs: Foothold::None,
            exploits: None,
            account: None,
            steered_by: None,
            takes: AT_ONCE,
            effects: Vec::new(),
            signals: Vec::new(),
            evidence: EvidenceSet::NONE,
            then: Vec::new(),
            blocked: Blocked::default(),
            repeats: None,
        }
    }

    fn public(&self) -> Self {
        let (name, technique) = (self.name.clone(), self.technique.clone());
        Self { name, technique, cause: self.cause, ..Self::blank() }
    }
}

impl Entry for Implant {
    fn blank() -> Self {
        Self {
            id: String::new(),
            name: Text::default(),
            kind: ImplantKind::Tool,
            evidence: EvidenceSet::NONE,
            gives: Foothold::None,
            indicators: Vec::new(),
            already_on: Vec::new(),
        }
    }

    fn public(&self) -> Self {
        Self { name: self.name.clone(), kind: self.kind, ..Self::blank() }
    }
}

impl Entry for Indicator {
    fn blank() -> Self {
        let (id, value) = (String::new(), String::new());
        Self { id, kind: IndicatorKind::Address, value, others: Vec::new(), harmless: false }
    }

    /// Whether it is harmless is for the team to find out.
    fn public(&self) -> Self {
        Self { kind: self.kind, value: self.value.clone(), ..Self::blank() }
    }
}

impl Entry for Vulnerability {
    fn blank() -> Self {
        Self { id: String::new(), name: Text::default(), hosts: Vec::new() }
    }

    fn public(&self) -> Self {
        Self { name: self.name.clone(), ..Self::blank() }
    }
}

impl Entry for Noise {
    fn blank() -> Self {
        Self {
            id: String::new(),
            alert: crate::model::Ref::new(""),
            every: AT_ONCE,
            within: Scope::Anywhere,
            from: Span::ZERO,
            until: Span::ZERO,
            cause: Text::default(),
            red_herring: false,
        }
    }

    fn public(&self) -> Self {
        Self { cause: self.cause.clone(), ..Self::blank() }
    }
}

impl Entry for AlertRule {
    fn blank() -> Self {
        let severity = AlertSeverity::Info;
        Self { id: String::new(), title: Text::default(), severity, layer: Layer::Network }
    }

    fn public(&self) -> Self {
        Self { id: String::new(), ..self.clone() }
    }
}
