//! Injects of the direction: what was worded anew, and what was made up while the exercise runs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::event::{Event, What};
use super::limits::{AD_HOC_POINTS_MAX, AD_HOC_WITHIN_MAX, LIST_MAX, TEXT_BYTES_MAX, TITLE_BYTES_MAX};
use super::order::Control;
use crate::model::{
    Cond, Criterion, Expected, Form, Inject, InjectKind, Ix, OnWhat, OrderKind, Ref, Role, Scenario, SimTime, Span,
    SpanRange, Text, When,
};

/// What an inject says, as those addressed see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// How it arrives.
    pub kind: InjectKind,
    /// Who it is from, by function, never by a person's name.
    pub from: Text,
    /// Title.
    pub title: Text,
    /// Text.
    pub body: Text,
}

/// A deed that an ad-hoc inject asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WantedDeed {
    /// A completed order of one of these kinds by one of these roles; no role named means any.
    Order {
        /// Kinds, at least one.
        kinds: Vec<Ix<OrderKind>>,
        /// Roles.
        by: Vec<Ix<Role>>,
    },
    /// A report on this form by one of these roles; no role named means any.
    Report {
        /// Form.
        form: Ix<Form>,
        /// Roles.
        by: Vec<Ix<Role>>,
    },
    /// A message from one of these roles to one of those; no role named means any.
    Message {
        /// Senders.
        from: Vec<Ix<Role>>,
        /// Receivers.
        to: Vec<Ix<Role>>,
    },
}

/// What the direction expects after an ad-hoc inject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// In words, for the direction and the debrief.
    pub action: Text,
    /// In the log; without it there is nothing to judge by, and no points.
    pub by: Option<WantedDeed>,
    /// Within this time of the inject.
    pub within: Span,
    /// Points it is worth.
    pub points: u32,
}

/// An inject that the direction made up. It gets the next number behind those of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdHoc {
    /// What it says.
    pub words: Wording,
    /// Roles addressed, at least one.
    pub to: Vec<Ix<Role>>,
    /// When it is sent; at once without it.
    pub at: Option<SimTime>,
    /// What should follow.
    pub wanted: Option<Wanted>,
}

/// New words and addressees of an inject that has not been sent. Its time or condition, choices, effects and what
/// is expected stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it says now.
    pub words: Wording,
    /// Roles addressed, at least one.
    pub to: Vec<Ix<Role>>,
}

impl Wording {
    /// The words of an inject.
    pub fn of(inject: &Inject) -> Self {
        let Inject { kind, from, title, body, .. } = inject;
        Self { kind: *kind, from: from.clone(), title: title.clone(), body: body.clone() }
    }

    /// Whether it is no longer than it may be and has a title.
    pub fn is_within_limits(&self) -> bool {
        is_short(&self.from) && is_short(&self.title) && !self.title.vi.trim().is_empty() && is_text(&self.body)
    }
}

fn is_short(text: &Text) -> bool {
    text.vi.len() <= TITLE_BYTES_MAX && text.en.len() <= TITLE_BYTES_MAX
}

fn is_text(text: &Text) -> bool {
    text.vi.len() <= TEXT_BYTES_MAX && text.en.len() <= TEXT_BYTES_MAX
}

impl Edit {
    /// Whether its texts and lists are no longer than they may be.
    pub fn is_within_limits(&self) -> bool {
        self.words.is_within_limits() && (1..=LIST_MAX).contains(&self.to.len())
    }

    /// Whether it names only what is in the scenario.
    pub(super) fn fits(&self, scenario: &Scenario) -> bool {
        have_seats(scenario, &self.to)
    }

    /// The inject with these words.
    pub fn apply(&self, scenario: &Scenario, inject: &mut Inject) {
        let Wording { kind, from, title, body } = self.words.clone();
        (inject.kind, inject.from, inject.title, inject.body) = (kind, from, title, body);
        inject.to = roles(scenario, &self.to);
    }
}

impl AdHoc {
    /// Whether its texts, lists and numbers are no greater than they may be.
    pub fn is_within_limits(&self) -> bool {
        let wanted = self.wanted.as_ref().is_none_or(|wanted| {
            let (one, two) = match &wanted.by {
                None => (1, 0),
                Some(WantedDeed::Order { kinds, by }) => (kinds.len(), by.len()),
                Some(WantedDeed::Report { by, .. }) => (1, by.len()),
                Some(WantedDeed::Message { from, to }) => (from.len().max(1), to.len()),
            };
            is_text(&wanted.action)
                && (1..=LIST_MAX).contains(&one)
                && two <= LIST_MAX
                && (Span::ZERO..=AD_HOC_WITHIN_MAX).contains(&wanted.within)
                && wanted.points <= AD_HOC_POINTS_MAX
        });
        self.words.is_within_limits() && (1..=LIST_MAX).contains(&self.to.len()) && wanted
    }

    /// Whether it names only what is in the scenario.
    pub(super) fn fits(&self, scenario: &Scenario) -> bool {
        let known = |roles: &[Ix<Role>]| roles.iter().all(|role| role.us() < scenario.roles.len());
        have_seats(scenario, &self.to)
            && match self.wanted.as_ref().and_then(|wanted| wanted.by.as_ref()) {
                None => true,
                Some(WantedDeed::Order { kinds, by }) => {
                    kinds.iter().all(|kind| kind.us() < scenario.orders.len()) && known(by)
                }
                Some(WantedDeed::Report { form, by }) => form.us() < scenario.plan.forms.len() && known(by),
                Some(WantedDeed::Message { from, to }) => known(from) && known(to),
            }
    }

    /// The inject as it would stand in the scenario, under the id of an ad-hoc one of this number. What is expected
    /// in words alone is left out: a scenario has to say how it is judged. Names that the scenario does not have are
    /// left out too.
    pub fn to_inject(&self, scenario: &Scenario, number: Ix<Inject>) -> Inject {
        let Wording { kind, from, title, body } = self.words.clone();
        let expects = self.wanted.as_ref().and_then(|wanted| {
            let by = criterion(scenario, wanted.by.as_ref()?);
            Some(Expected { action: wanted.action.clone(), by, within: wanted.within, points: wanted.points })
        });
        let when = self.at.map_or(When::Manual, |at| When::At(SpanRange::exactly(Span(at.0.max(0)))));
        Inject {
            id: ad_hoc_id(number),
            kind,
            from,
            title,
            body,
            to: roles(scenario, &self.to),
            when,
            only_if: Cond::default(),
            effects: Vec::new(),
            shows: None,
            choices: Vec::new(),
            expects,
            red_herring: false,
        }
    }
}

/// The id of the ad-hoc inject of this number.
pub fn ad_hoc_id(number: Ix<Inject>) -> String {
    format!("dot-xuat-{}", number.raw() + 1)
}

/// The ad-hoc injects among controls, in order, each with its number in a scenario of `of_scenario` injects.
pub fn ad_hoc_of<'c>(
    of_scenario: usize,
    controls: impl Iterator<Item = &'c Control>,
) -> impl Iterator<Item = (Ix<Inject>, &'c AdHoc)> {
    let made_up = controls.filter_map(|control| match control {
        Control::AdHoc(ad_hoc) => Some(&**ad_hoc),
        _ => None,
    });
    (of_scenario as u32..).map(Ix::new).zip(made_up)
}

/// The scenario with the ad-hoc injects of a log behind its own, under their numbers: for telling about the run.
pub fn with_ad_hoc(scenario: &Arc<Scenario>, events: &[Event]) -> Arc<Scenario> {
    let controls = events.iter().filter_map(|event| match &event.what {
        What::Control(control) => Some(control),
        _ => None,
    });
    let made_up = ad_hoc_of(scenario.file.injects.len(), controls);
    let made_up: Vec<_> = made_up.map(|(number, ad_hoc)| ad_hoc.to_inject(scenario, number)).collect();
    let mut scenario = Arc::clone(scenario);
    if !made_up.is_empty() {
        Arc::make_mut(&mut scenario).file.injects.extend(made_up);
    }
    scenario
}

fn have_seats(scenario: &Scenario, roles: &[Ix<Role>]) -> bool {
    !roles.is_empty() && roles.iter().all(|role| scenario.has_seat(*role))
}

fn named<T>(id: &str, ix: Ix<T>) -> Ref<T> {
    let mut name = Ref::new(id);
    name.resolve(ix);
    name
}

fn roles(scenario: &Scenario, roles: &[Ix<Role>]) -> Vec<Ref<Role>> {
    roles.iter().filter_map(|role| Some(named(&scenario.roles.get(role.us())?.id, *role))).collect()
}

fn criterion(scenario: &Scenario, deed: &WantedDeed) -> Criterion {
    match deed {
        WantedDeed::Order { kinds, by } => Criterion::Order {
            kinds: kinds.iter().filter_map(|kind| Some(named(&scenario.orders.get(kind.us())?.id, *kind))).collect(),
            by: roles(scenario, by),
            on: OnWhat::Anything,
            at_least: 1,
        },
        WantedDeed::Report { form, by } => match scenario.plan.forms.get(form.us()) {
            Some(spec) => {
                Criterion::Report { form: named(&spec.id, *form), by: roles(scenario, by), min_right_percent: 0 }
            }
            None => Criterion::Any(Vec::new()),
        },
        WantedDeed::Message { from, to } => Criterion::Message {
            from: roles(scenario, from),
            to: roles(scenario, to),
            kinds: Vec::new(),
            with_fact: false,
        },
    }
}
