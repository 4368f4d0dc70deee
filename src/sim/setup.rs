//! How a run is set up: seed, rule profile and handicaps, and what they make of a scenario.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::chance::draw;
use crate::model::{Handicap, Plan, RuleProfile, Scenario, Table};

/// How a run is set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// Seed of all chance.
    pub seed: u64,
    /// Id of the rule profile; the plan's first without it.
    pub profile: Option<String>,
    /// Ids of the handicaps that are switched on.
    pub handicaps: Vec<String>,
}

/// A name in a setup that the scenario does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownOption {
    /// A rule profile.
    Profile(String),
    /// A handicap.
    Handicap(String),
}

impl Setup {
    /// A run with this seed, under the default rules and without handicaps.
    pub fn of(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Looks whether the scenario has the profile and the handicaps.
    ///
    /// # Errors
    /// The first one that it has not.
    pub fn check(&self, scenario: &Scenario) -> Result<(), UnknownOption> {
        let profiles = &scenario.plan.profiles;
        if let Some(id) = self.profile.as_ref().filter(|id| profiles.iter().all(|profile| profile.id != **id)) {
            return Err(UnknownOption::Profile(id.clone()));
        }
        let handicaps = &scenario.file.handicaps;
        match self.handicaps.iter().find(|id| handicaps.iter().all(|handicap| handicap.id != **id)) {
            Some(id) => Err(UnknownOption::Handicap(id.clone())),
            None => Ok(()),
        }
    }

    /// The scenario as this setup plays it: steps and clocks of the rule profile, handicaps built in, values of
    /// indicators drawn. Names that the scenario does not have change nothing, and preparing twice neither.
    pub fn prepare(&self, scenario: Arc<Scenario>) -> Arc<Scenario> {
        let in_force = match &self.profile {
            Some(id) => scenario.plan.profiles.iter().find(|known| known.id == *id),
            None => scenario.plan.profiles.first(),
        };
        let in_force = in_force.filter(|rules| !changes_nothing(rules));
        let draws = scenario.file.indicators.iter().any(|indicator| !indicator.others.is_empty());
        if in_force.is_none() && !draws && self.handicaps.is_empty() {
            return scenario;
        }
        let rules = in_force.cloned();
        let mut scenario = Arc::unwrap_or_clone(scenario);
        if let Some(rules) = rules {
            put_in_force(rules, &mut scenario.plan);
        }
        self.switch_on(&mut scenario);
        self.draw_values(&mut scenario);
        Arc::new(scenario)
    }

    fn switch_on(&self, scenario: &mut Scenario) {
        let all = std::mem::take(&mut scenario.file.handicaps);
        let (on, off): (Vec<Handicap>, _) = all.into_iter().partition(|one| self.handicaps.contains(&one.id));
        scenario.file.handicaps = off;
        for handicap in on {
            for (role, hands) in &handicap.hands {
                scenario.roles[role.ix().us()].hands = *hands;
                if *hands == 0 {
                    scenario.file.seats.retain(|seat| seat.ix() != role.ix());
                }
            }
            scenario.file.starts_with.extend(handicap.effects);
        }
    }

    fn draw_values(&self, scenario: &mut Scenario) {
        let indices: Vec<_> = scenario.file.indicators.indices().collect();
        for (indicator, ix) in scenario.file.indicators.iter_mut().zip(indices) {
            let mut values = std::mem::take(&mut indicator.others);
            values.insert(0, std::mem::take(&mut indicator.value));
            let drawn = draw(self.seed, "indicator", u64::from(ix.raw()), 0).below(values.len() as u64);
            indicator.value = values.swap_remove(drawn as usize);
        }
    }
}

fn changes_nothing(rules: &RuleProfile) -> bool {
    rules.severity.is_empty()
        && rules.without_steps.is_empty()
        && rules.steps.is_empty()
        && rules.without_clocks.is_empty()
        && rules.clocks.is_empty()
}

/// Gives the plan the rules of a profile. Done once more, it changes nothing.
fn put_in_force(rules: RuleProfile, plan: &mut Plan) {
    for procedure in &mut plan.procedures {
        let steps = &mut procedure.steps;
        let before = steps.len();
        steps.retain(|step| !rules.without_steps.contains(&step.id));
        if steps.len() == before {
            continue;
        }
        let more = rules.steps.iter().filter(|more| steps.iter().all(|step| step.id != more.id));
        let more: Vec<_> = more.cloned().collect();
        steps.extend(more);
    }
    let clocks = &mut plan.clocks;
    clocks
        .retain(|clock| !rules.without_clocks.contains(&clock.id) && rules.clocks.iter().all(|own| own.id != clock.id));
    clocks.extend(rules.clocks);
    if !rules.severity.is_empty() {
        plan.severity = rules.severity;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{fixture, load};
    use crate::sim::Exercise;

    /// The small scenario with a second rule profile, a handicap, a variant and an indicator of two values.
    fn shaped() -> Arc<Scenario> {
        let mut source = fixture::source();
        let mut change = |file: usize, old: &str, new: &str| {
            let (path, _) = fixture::FILES[file];
            let text = String::from_utf8(source.files[path].clone()).unwrap();
            assert!(text.contains(old), "{path} has no {old:?}");
            source = std::mem::take(&mut source).with(path, text.replacen(old, new, 1));
        };
        let legacy = "profiles: [(id: \"2026\", name: (vi: \"x\", en: \"x\"), src: [\"x [V]\"]), \
            (id: \"legacy\", name: (vi: \"x\", en: \"x\"), src: [\"x [X]\"], severity: [(M4, Always)], without_steps: [\"W03\"], without_clocks: [\"CLK_24H\"])],";
        change(4, "    conditions: [", &format!("{legacy}\n    conditions: ["));
        let handicap = "handicaps: [(id: \"vang\", name: (vi: \"x\", en: \"x\"), hands: [(\"VAN_HANH\", 0)], \
            effects: [On(Zone(\"ttthdl/dmz\"), [StopServices])])], \
            variants: [(id: \"loi-vao\", name: (vi: \"x\", en: \"x\"), one_of: [\"bao-chi-biet\", \"hai\"])],";
        change(6, "    flags: [", &format!("{handicap}\n    flags: [(id: \"hai\", name: (vi: \"x\", en: \"x\")),"));
        change(6, "value: \"203.0.113.7\"", "value: \"203.0.113.7\", others: [\"203.0.113.8\"]");
        let outcome = load(&source, fixture::SCENARIO);
        Arc::new(outcome.scenario.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics)))
    }

    #[test]
    fn a_rule_profile_decides_on_steps_and_severity() {
        let scenario = shaped();
        let under = |profile: Option<&str>| {
            Setup { profile: profile.map(str::to_owned), ..Setup::of(1) }.prepare(Arc::clone(&scenario))
        };
        let steps = |scenario: &Scenario| scenario.plan.procedures[0].steps.len();
        assert_eq!((steps(&under(None)), steps(&under(Some("legacy")))), (3, 2));
        assert_eq!((under(None).plan.clocks.len(), under(Some("legacy")).plan.clocks.len()), (1, 0));
        assert_eq!((under(None).plan.severity.len(), under(Some("legacy")).plan.severity.len()), (3, 1));
    }

    #[test]
    fn a_handicap_takes_people_away_and_acts_from_the_start() {
        let setup = Setup { handicaps: vec!["vang".into()], ..Setup::of(1) };
        let played = Exercise::new(shaped(), &setup);
        let operator = played.scenario().role_named("VAN_HANH").unwrap();
        assert!(!played.scenario().has_seat(operator));
        let down =
            |exercise: &Exercise| exercise.view(operator).team.systems.contains(&crate::model::SystemState::Down);
        assert!(down(&played) && !down(&Exercise::new(shaped(), &Setup::of(1))));
        let again = Exercise::new(Arc::clone(played.scenario()), &setup);
        assert_eq!(again.state_hash(), played.state_hash(), "prepared twice");
        assert_eq!(
            Setup { handicaps: vec!["van".into()], ..setup }.check(&shaped()),
            Err(UnknownOption::Handicap("van".into()))
        );
    }

    #[test]
    fn the_seed_draws_values_and_one_flag_of_each_variant() {
        let scenario = shaped();
        let drawn = |seed| {
            let exercise = Exercise::new(Arc::clone(&scenario), &Setup::of(seed));
            let set: Vec<_> = exercise
                .events()
                .iter()
                .filter_map(|event| match event.what {
                    crate::sim::What::FlagChanged { flag, set: true } => Some(flag.us()),
                    _ => None,
                })
                .collect();
            assert_eq!(set.len(), 1, "one flag");
            (set[0], exercise.scenario().file.indicators[0].value.clone())
        };
        let all: std::collections::BTreeSet<_> = (0..40).map(drawn).collect();
        assert_eq!(all.len(), 4, "every combination comes up: {all:?}");
        assert_eq!(drawn(3), drawn(3));
    }
}
