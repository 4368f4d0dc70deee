//! What can happen at all in a scenario: steps the attack can come to, flags that something sets, and so on.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::files::Files;
use crate::model::{AttackStep, Effect, Inject};

/// What can happen, by ids.
#[derive(Debug, Default)]
pub struct Reach<'a> {
    /// Attack steps that can start.
    pub steps: BTreeSet<&'a str>,
    /// Flags that are set.
    pub flags: BTreeSet<&'a str>,
    /// Implants that are placed, or stand from the beginning.
    pub implants: BTreeSet<&'a str>,
    /// Accounts that are taken.
    pub accounts: BTreeSet<&'a str>,
    /// Data stores from which something leaks.
    pub leaks: BTreeSet<&'a str>,
    /// Injects that an effect sends.
    pub sent: BTreeSet<&'a str>,
}

impl<'a> Reach<'a> {
    /// What can happen in the scenario of `files`: by the steps that can start, by any order and any inject.
    pub fn of(files: &'a Files) -> Self {
        let mut reach = Self::default();
        let mut next = Vec::new();
        let mut by_id: BTreeMap<&str, &AttackStep> = BTreeMap::new();
        for order in files.orders.iter().flat_map(|orders| &orders.orders) {
            reach.follow(&order.effects, &mut next);
        }
        if let Some(scenario) = &files.scenario {
            by_id.extend(scenario.attack.iter().map(|step| (step.id.as_str(), step)));
            let standing = scenario.implants.iter().filter(|implant| !implant.already_on.is_empty());
            reach.implants.extend(standing.map(|implant| implant.id.as_str()));
            reach.follow(&scenario.starts_with, &mut next);
            scenario.handicaps.iter().for_each(|handicap| reach.follow(&handicap.effects, &mut next));
            let drawn = scenario.variants.iter().flat_map(|variant| &variant.one_of);
            reach.flags.extend(drawn.map(|flag| flag.id.as_str()));
            for Inject { effects, choices, .. } in &scenario.injects {
                reach.follow(effects, &mut next);
                choices.iter().for_each(|choice| reach.follow(&choice.effects, &mut next));
            }
            let first = scenario.attack.iter().filter(|step| step.starts.is_some());
            next.extend(first.map(|step| step.id.as_str()));
        }
        while let Some(id) = next.pop() {
            if !reach.steps.insert(id) {
                continue;
            }
            let Some(step) = by_id.get(id) else { continue };
            next.extend(step.then.iter().chain(&step.blocked.instead).map(|next| next.step.id.as_str()));
            reach.follow(&step.effects, &mut next);
        }
        reach
    }

    fn follow(&mut self, effects: &'a [Effect], next: &mut Vec<&'a str>) {
        for effect in effects {
            match effect {
                Effect::SetFlag(flag) => {
                    self.flags.insert(&flag.id);
                }
                Effect::Implant(implant) => {
                    self.implants.insert(&implant.id);
                }
                Effect::Take(account) => {
                    self.accounts.insert(&account.id);
                }
                Effect::Leak(store, _) => {
                    self.leaks.insert(&store.id);
                }
                Effect::Send(inject) => {
                    self.sent.insert(&inject.id);
                }
                Effect::On(_, effects) => self.follow(effects, next),
                Effect::StartStep(step) => next.push(&step.id),
                _ => {}
            }
        }
    }
}
