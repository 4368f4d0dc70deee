//! The score on logs that the engine writes.

use std::sync::Arc;

use crate::model::{Ix, Scenario, Severity};
use crate::score::{Fold, RunState, Score, score};
use crate::sim::{Exercise, FieldValue, Input, Order, Setup, Target};

use super::world::{minute, world};

struct Run {
    scenario: Arc<Scenario>,
    exercise: Exercise,
}

impl Run {
    fn new(seed: u64) -> Self {
        let scenario = Arc::new(world());
        Self { exercise: Exercise::new(Arc::clone(&scenario), &Setup::of(seed)), scenario }
    }

    fn order(&mut self, mins: i64, role: &str, kind: &str, target: Target, fill: impl FnOnce(&mut Order)) {
        let role = self.scenario.role_named(role).unwrap();
        let mut order = Order::new(self.scenario.order_named(kind).unwrap(), target);
        fill(&mut order);
        self.exercise.apply(minute(mins), &Input::Order(role, order)).unwrap();
    }

    fn web(&self) -> Target {
        let hosts = &self.scenario.network.hosts;
        let place = hosts.iter().position(|host| host.id == "ttthdl/web-01").unwrap();
        Target::Host(Ix::new(place as u32))
    }

    /// What a team does that follows the plan once the home page was changed.
    fn follow_the_plan(&mut self) {
        let web = self.web();
        self.order(70, "SOC", "open-incident", Target::Nothing, |_| ());
        self.order(73, "SOC", "isolate-host", web, |_| ());
        self.order(80, "DOI_TRUONG", "classify", Target::Nothing, |o| o.params.severity = Some(Severity::M2));
        self.order(90, "DOI_TRUONG", "report-24h", Target::Nothing, |order| {
            let fields = &mut order.params.fields;
            fields.insert("t0".into(), FieldValue::Unknown);
            fields.insert("muc-do".into(), FieldValue::Severity(Severity::M2));
            fields.insert("nguyen-nhan".into(), FieldValue::One("lo-hong".into()));
        });
    }

    fn finish(&mut self) -> Score {
        self.exercise.advance(minute(180));
        score(&self.scenario, self.exercise.events(), self.exercise.now())
    }
}

#[test]
fn doing_nothing_fails_whatever_the_seed() {
    for seed in 0..20 {
        let score = Run::new(seed).finish();
        assert_eq!(score.state, RunState::Complete);
        assert!(!score.verdict.passed);
        assert_eq!(score.permille, 0, "seed {seed}");
    }
}

#[test]
fn acting_outranks_doing_nothing_and_half_the_plan() {
    let mut run = Run::new(3);
    run.follow_the_plan();
    let whole = run.finish();
    let mut run = Run::new(3);
    run.order(70, "SOC", "open-incident", Target::Nothing, |_| ());
    let half = run.finish();
    assert!(whole.permille > half.permille && half.permille > 0, "{} {}", whole.permille, half.permille);
    assert!(!whole.step("W02").unwrap().events.is_empty());
}

#[test]
fn the_floor_only_rises_in_the_engine_too() {
    for seed in 0..5 {
        let mut run = Run::new(seed);
        run.follow_the_plan();
        let end = run.finish();
        let mut fold = Fold::new(&run.scenario);
        let mut last = i64::MIN;
        for event in run.exercise.events() {
            fold.push(event);
            let now = fold.score(&run.scenario, event.at).total_micro;
            assert!(now >= last, "seed {seed}: fell from {last} to {now} at {event:?}");
            last = now;
        }
        assert_eq!(last, end.total_micro);
    }
}
