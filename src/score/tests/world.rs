//! The small scenario with more to judge, and a log that writes itself.

use std::collections::BTreeMap;

use crate::content::fixture::tiny;
use crate::model::{
    Criterion, DueBasis, Expected, Form, Ix, Mishap, NamedCond, OnWhat, OrderKind, Penalty, PlanStep, Ref, Role,
    Scenario, Span, Table, Text,
};
use crate::score::outcome::named;
use crate::score::{Fold, Score, score};
use crate::sim::{EndReason, Event, FieldVerdict, Target, TargetTruth, What};

/// The small scenario with three more steps and an expectation on the work done:
/// `W04` isolate 80 % of the hosts touched within 60 minutes (critical), `W05` remove malware, needs `W04`, when
/// the home page was altered, `W06` tell another role a fact of the attack; the hint expects a classification.
pub fn world() -> Scenario {
    let mut scenario = tiny();
    let order = |id: &str| named(id, scenario.order_named(id).unwrap());
    let isolate = Criterion::Order {
        kinds: vec![order("isolate-host")],
        by: Vec::new(),
        on: OnWhat::TouchedPercent(80),
        at_least: 1,
    };
    let remove = Criterion::Order {
        kinds: vec![order("remove-malware")],
        by: vec![named("VAN_HANH", scenario.role_named("VAN_HANH").unwrap())],
        on: OnWhat::Touched,
        at_least: 1,
    };
    let tell = Criterion::Message { from: Vec::new(), to: Vec::new(), kinds: Vec::new(), with_fact: true };
    let altered = cond(&scenario, "TRANG_BI_DOI");
    let steps = &mut scenario.plan.procedures[0].steps;
    let model = steps[1].clone();
    let step = |id: &str, judge: Criterion| PlanStep { id: id.into(), judge, needs: Vec::new(), ..model.clone() };
    let more = [
        PlanStep { due_min: Some(60), ..step("W04", isolate) },
        PlanStep {
            needs: vec!["W04".into()],
            cond: Some(altered),
            weight: 2,
            due_min: None,
            due_basis: DueBasis::NoClock,
            ..step("W05", remove)
        },
        PlanStep { weight: 1, due_min: Some(20), ..step("W06", tell) },
    ];
    steps.extend(more);
    scenario.file.injects[1].expects = Some(Expected {
        action: Text { vi: "Phân loại".into(), en: "Classify".into() },
        by: Criterion::Classified { by: Vec::new(), upwards: true },
        within: Span::mins(30),
        points: 5,
    });
    scenario
}

/// A named condition of the scenario.
pub fn cond(scenario: &Scenario, id: &str) -> Ref<NamedCond> {
    let ix = scenario.plan.conditions.indices().find(|ix| scenario.plan.conditions.at(*ix).id == id);
    named(id, ix.unwrap())
}

/// Adds a penalty for a mishap.
pub fn forbid(scenario: &mut Scenario, id: &str, mishap: Mishap, cost_permille: u32) {
    let when = Criterion::Mishap(mishap);
    let what = Text { vi: id.into(), en: id.into() };
    let penalty = Penalty { id: id.into(), what, when, cost_permille, src: vec!["[P]".into()] };
    scenario.plan.procedures[0].penalties.push(penalty);
}

/// A log of a scenario.
#[derive(Clone)]
pub struct Log<'s> {
    pub scenario: &'s Scenario,
    pub events: Vec<Event>,
    works: u32,
}

impl<'s> Log<'s> {
    pub fn new(scenario: &'s Scenario) -> Self {
        Self { scenario, events: vec![Event { at: minute(0), what: What::Started }], works: 0 }
    }

    /// Writes an event at so many minutes.
    pub fn at(&mut self, mins: i64, what: What) -> &mut Self {
        self.events.push(Event { at: minute(mins), what });
        self
    }

    pub fn score(&self) -> Score {
        score(self.scenario, &self.events, self.events.last().unwrap().at)
    }

    pub fn fold(&self) -> Fold {
        let mut fold = Fold::new(self.scenario);
        self.events.iter().for_each(|event| fold.push(event));
        fold
    }

    pub fn role(&self, id: &str) -> Ix<Role> {
        self.scenario.role_named(id).unwrap()
    }

    pub fn kind(&self, id: &str) -> Ix<OrderKind> {
        self.scenario.order_named(id).unwrap()
    }

    pub fn host(&self, id: &str) -> Ix<crate::model::Host> {
        let hosts = &self.scenario.network.hosts;
        hosts.indices().find(|ix| hosts.at(*ix).id == id).unwrap()
    }

    pub fn detected(&mut self, mins: i64) -> &mut Self {
        let role = self.role("SOC");
        self.at(mins, What::Detected { role })
    }

    pub fn touched(&mut self, mins: i64, host: &str) -> &mut Self {
        let host = self.host(host);
        self.at(mins, What::Touched { host })
    }

    pub fn holds(&mut self, mins: i64, id: &str, holds: bool) -> &mut Self {
        let cond = cond(self.scenario, id).ix();
        self.at(mins, What::CondChanged { cond, holds })
    }

    pub fn done(&mut self, mins: i64, role: &str, kind: &str, target: Target) -> &mut Self {
        let what = self.completion(role, kind, target);
        self.at(mins, what)
    }

    /// A completed order as the engine would write it: touched as far as the log says so.
    pub fn completion(&mut self, role: &str, kind: &str, target: Target) -> What {
        self.works += 1;
        let is_touched = |host: Ix<crate::model::Host>| {
            self.events.iter().any(|event| matches!(event.what, What::Touched { host: touched } if touched == host))
        };
        let hosts: Vec<_> = if let Target::Host(host) = target { vec![host] } else { Vec::new() };
        let touched = hosts.iter().any(|host| is_touched(*host));
        What::OrderDone {
            work: Ix::new(self.works),
            role: self.role(role),
            kind: self.kind(kind),
            target,
            truth: TargetTruth { touched, hosts: hosts.into(), ..TargetTruth::default() },
            approved_by: None,
        }
    }

    pub fn on(&mut self, mins: i64, role: &str, kind: &str, host: &str) -> &mut Self {
        let target = Target::Host(self.host(host));
        self.done(mins, role, kind, target)
    }

    pub fn report(&mut self, mins: i64, verdicts: &[FieldVerdict]) -> &mut Self {
        let form: Ix<Form> = Ix::new(0);
        let fields = verdicts.iter().map(|verdict| (None, *verdict)).collect();
        let role = self.role("DOI_TRUONG");
        self.at(mins, What::Reported { role, form, channel: None, fields })
    }

    pub fn mishap(&mut self, mins: i64, kind: Mishap) -> &mut Self {
        let role = self.role("VAN_HANH");
        self.at(mins, What::Mishap { kind, role, work: None, host: None })
    }

    pub fn message(&mut self, mins: i64, attack_facts: u32) -> &mut Self {
        let (from, to) = (self.role("SOC"), vec![self.role("DOI_TRUONG")]);
        let kind = crate::model::MessageKind::Inform;
        self.at(mins, What::Message { from, to: to.into(), kind, text: "".into(), attack_facts, channel: None })
    }

    pub fn ended(&mut self, mins: i64) -> &mut Self {
        self.at(mins, What::Ended(EndReason::Time))
    }
}

pub const fn minute(mins: i64) -> crate::model::SimTime {
    crate::model::SimTime::after_start(Span::mins(mins))
}

/// A run in which everything is done in order and in time: complete, with full points.
pub fn perfect(scenario: &Scenario) -> Log<'_> {
    let mut log = Log::new(scenario);
    let soc = log.role("SOC");
    let leader = log.role("DOI_TRUONG");
    log.at(5, What::StepDone { step: Ix::new(0), from: None, hosts: Vec::new() });
    log.touched(5, "ttthdl/web-01").detected(6);
    log.done(8, "SOC", "open-incident", Target::Nothing).at(8, What::Opened { role: soc });
    log.on(12, "SOC", "isolate-host", "ttthdl/web-01");
    log.at(14, What::StepBlocked { step: Ix::new(1), by: crate::sim::Obstacle::Filtered }).message(15, 1);
    let host = log.host("ttthdl/web-01");
    let evidence = crate::model::Evidence::Disk;
    log.at(18, What::Secured { role: soc, host, evidence, touched: true });
    log.holds(20, "M12", true).holds(20, "TRANG_BI_DOI", true);
    log.on(40, "VAN_HANH", "remove-malware", "ttthdl/web-01");
    log.at(41, What::AttackOver).holds(41, "ATTACK_OVER", true);
    log.report(60, &[FieldVerdict::Right, FieldVerdict::HonestUnknown, FieldVerdict::Filled]);
    log.at(70, What::InjectSent { inject: Ix::new(0) });
    log.at(75, What::InjectAnswered { inject: Ix::new(0), role: leader, choice: 0 });
    log.ended(180);
    log
}

/// Points of every share, for messages of failed assertions.
pub fn shares(score: &Score) -> BTreeMap<String, (i64, i64)> {
    score.shares.iter().map(|share| (format!("{:?}", share.kind), (share.got_micro, share.worth_micro))).collect()
}
