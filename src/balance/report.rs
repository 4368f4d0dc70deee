//! Figures of many runs, for people who build a scenario.

use serde::Serialize;

use super::figures::{LuckAndSkill, Spread, Times};
use super::findings::{self, Finding};
use super::load::WINDOW;
use super::{Fate, Record, Spec};
use crate::model::{AttackStep, Inject, NamedCond, Procedure, Ref, Role, Scenario, SimTime, Span, Table, Text};
use crate::score::{Item, ShareKind, Status, StepPlace, Subject, score};
use crate::standin::Kind;

/// The figures of all runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The scenario's id.
    pub scenario: String,
    /// Hash of the scenario's files.
    pub content_hash: String,
    /// First seed.
    pub first_seed: u64,
    /// Runs asked for.
    pub runs_planned: usize,
    /// Runs played: fewer when it was ended early.
    pub runs_played: usize,
    /// Each team.
    pub teams: Vec<TeamFigures>,
    /// Luck against skill; missing with fewer than two teams that follow the plan.
    pub luck_and_skill: Option<LuckAndSkill>,
    /// Each step of the plan.
    pub steps: Vec<StepFigures>,
    /// Each seat.
    pub seats: Vec<SeatFigures>,
    /// Each step of the attack.
    pub attack: Vec<AttackFigures>,
    /// Each inject.
    pub injects: Vec<InjectFigures>,
    /// Each item of the score.
    pub items: Vec<ItemFigures>,
    /// What a builder should look at.
    pub findings: Vec<Finding>,
}

/// How a team did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamFigures {
    /// The kind of stand-in on every seat, as written on the command line.
    pub team: String,
    /// Its skill, for those who follow the plan.
    pub skill_permille: Option<u16>,
    /// Runs played.
    pub runs: usize,
    /// Runs passed.
    pub passed: usize,
    /// Scores, in thousandths.
    pub score_permille: Option<Spread>,
    /// In how many runs each condition held that must hold at the end.
    pub must: Vec<(Ref<NamedCond>, usize)>,
}

/// How often a step of the plan was done, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hits {
    /// Runs.
    pub runs: usize,
    /// Runs in which it applied.
    pub applied: usize,
    /// Of these, those in which it was done.
    pub done: usize,
    /// Done, in order, and in time if there is a deadline.
    pub in_time: usize,
    /// Done after its deadline.
    pub late: usize,
    /// Done before a step that it needs.
    pub out_of_order: usize,
    /// When it was done, after T0 (the T0 of its procedure).
    pub times: Option<Times>,
}

/// A step of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepFigures {
    /// Procedure whose wording counts.
    pub procedure: Ref<Procedure>,
    /// Its id.
    pub step: String,
    /// What to do.
    pub what: Text,
    /// Role that should do it.
    pub role: Ref<Role>,
    /// Time allowed after T0.
    pub allowed: Option<Span>,
    /// All runs.
    pub all: Hits,
    /// Runs of each team.
    pub teams: Vec<Hits>,
}

/// Load of a seat over the runs of a team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LoadFigures {
    /// Runs.
    pub runs: usize,
    /// What reached it in each five minutes of the active part, mean.
    pub received: Vec<f64>,
    /// Orders it gave in each five minutes, mean.
    pub ordered: Vec<f64>,
    /// Most that reached it in any five minutes of any run.
    pub received_max: u32,
    /// Runs in which more than twenty minutes went by without anything.
    pub idle_runs: usize,
    /// Longest stretches without anything.
    pub longest_idle: Option<Times>,
    /// When the longest one of a run began: earliest, middle, latest; of the runs that count as idle.
    pub idle_from: Option<Times>,
    /// Runs in which more reached it within five minutes than its people can take in.
    pub overloaded_runs: usize,
}

/// Load of a seat.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeatFigures {
    /// Which.
    pub role: Ref<Role>,
    /// Length of a stretch.
    pub stretch: Span,
    /// What its people can take in within a stretch.
    pub can_take: u32,
    /// Runs of each team.
    pub teams: Vec<LoadFigures>,
}

/// What became of a step of the attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Fates {
    /// Runs in which it went through.
    pub done: usize,
    /// Runs in which it was given up.
    pub failed: usize,
    /// Runs that ended while it was being tried.
    pub under_way: usize,
    /// Runs in which it never began.
    pub not_begun: usize,
}

/// A step of the attack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttackFigures {
    /// Which.
    pub step: Ref<AttackStep>,
    /// Its name.
    pub name: Text,
    /// All runs.
    pub all: Fates,
    /// Runs of each team.
    pub teams: Vec<Fates>,
}

/// An inject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InjectFigures {
    /// Which.
    pub inject: Ref<Inject>,
    /// Its title.
    pub title: Text,
    /// Runs in which it was sent.
    pub sent: usize,
    /// The same for each team.
    pub teams: Vec<usize>,
    /// When, after the start.
    pub times: Option<Times>,
}

/// An item of the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemFigures {
    /// What it is about.
    pub subject: Subject,
    /// In the plan's or the scenario's words.
    pub what: Option<Text>,
    /// For each team: points lost on it, in thousandths of the whole, mean: what it could have brought and did
    /// not; for a penalty what it cost.
    pub lost_permille: Vec<f64>,
}

/// The step of the plan that an item of the score is about.
pub(super) fn place_of(item: &Item) -> Option<&StepPlace> {
    match &item.subject {
        Subject::Step(place) => Some(place),
        _ => None,
    }
}

impl Report {
    /// The figures of `records`, which were played by `spec`.
    pub fn new(scenario: &Scenario, spec: &Spec, records: &[Record]) -> Self {
        let by_team: Vec<Vec<&Record>> = (0..spec.teams.len())
            .map(|team| records.iter().filter(|record| record.job.team == team).collect())
            .collect();
        let sorted = Sorted { scenario, all: records.iter().collect(), by_team };
        let mut report = Self {
            scenario: scenario.file.id.clone(),
            content_hash: scenario.content_hash.clone(),
            first_seed: spec.first_seed,
            runs_planned: spec.runs,
            runs_played: records.len(),
            teams: spec.teams.iter().zip(&sorted.by_team).map(|(kind, runs)| team(scenario, *kind, runs)).collect(),
            luck_and_skill: luck_and_skill(spec, &sorted.by_team),
            steps: sorted.steps(),
            seats: sorted.seats(),
            attack: sorted.attack(),
            injects: sorted.injects(),
            items: sorted.items(),
            findings: Vec::new(),
        };
        report.findings = findings::of(&report);
        report
    }

    /// The team with the highest skill, by place in [`Report::teams`]: the measure of what can be done.
    pub fn best_team(&self) -> Option<usize> {
        let skilled = self.teams.iter().enumerate().filter(|(_, team)| team.runs > 0);
        skilled.max_by_key(|(number, team)| (team.skill_permille, *number)).map(|(number, _)| number)
    }
}

fn team(scenario: &Scenario, kind: Kind, runs: &[&Record]) -> TeamFigures {
    let held = |number: usize| runs.iter().filter(|run| run.must.get(number) == Some(&true)).count();
    TeamFigures {
        team: name_of(kind),
        skill_permille: skill(kind),
        runs: runs.len(),
        passed: runs.iter().filter(|run| run.passed).count(),
        score_permille: Spread::of(runs.iter().map(|run| run.permille).collect()),
        must: scenario.file.pass.must.iter().enumerate().map(|(n, must)| (must.clone(), held(n))).collect(),
    }
}

/// A kind of stand-in as one would write it: without zeros that say nothing.
fn name_of(kind: Kind) -> String {
    let long = kind.to_string();
    match long.strip_suffix("000") {
        Some(short) if short.ends_with('.') => format!("{short}0"),
        _ if long.contains('.') => long.trim_end_matches('0').to_owned(),
        _ => long,
    }
}

const fn skill(kind: Kind) -> Option<u16> {
    match kind {
        Kind::PlanFollower { skill_permille } => Some(skill_permille),
        Kind::DoNothing | Kind::Random => None,
    }
}

fn luck_and_skill(spec: &Spec, by_team: &[Vec<&Record>]) -> Option<LuckAndSkill> {
    let skilled = spec.teams.iter().zip(by_team).filter(|(kind, _)| skill(**kind).is_some());
    let scores = skilled.map(|(_, runs)| runs.iter().map(|run| run.permille).collect());
    LuckAndSkill::of(&scores.collect::<Vec<Vec<u32>>>())
}

/// Records, all and by team.
struct Sorted<'a> {
    scenario: &'a Scenario,
    all: Vec<&'a Record>,
    by_team: Vec<Vec<&'a Record>>,
}

impl Sorted<'_> {
    fn steps(&self) -> Vec<StepFigures> {
        // A score of nothing lists the steps in the order that every score has.
        let empty = score(self.scenario, &[], SimTime::START);
        let steps = empty.items_of(ShareKind::Steps).enumerate().filter_map(|(number, item)| {
            let place = place_of(item)?;
            let step = place.find(self.scenario)?;
            Some(StepFigures {
                procedure: place.procedure.clone(),
                step: place.step.clone(),
                what: step.what.clone(),
                role: step.role.clone(),
                allowed: step.due_min.map(|minutes| Span::mins(minutes.into())),
                all: hits(&self.all, number),
                teams: self.by_team.iter().map(|runs| hits(runs, number)).collect(),
            })
        });
        steps.collect()
    }

    fn seats(&self) -> Vec<SeatFigures> {
        let seats = self.scenario.file.seats.iter().enumerate();
        let figures = seats.map(|(number, role)| SeatFigures {
            role: role.clone(),
            stretch: WINDOW,
            can_take: self
                .all
                .iter()
                .filter_map(|run| run.loads.get(number))
                .map(|load| load.can_take)
                .max()
                .unwrap_or(0),
            teams: self.by_team.iter().map(|runs| load(runs, number)).collect(),
        });
        figures.collect()
    }

    fn attack(&self) -> Vec<AttackFigures> {
        let attack = &self.scenario.file.attack;
        let figures = attack.indices().map(|step| AttackFigures {
            step: named(&attack.at(step).id, step),
            name: attack.at(step).name.clone(),
            all: fates(&self.all, step.us()),
            teams: self.by_team.iter().map(|runs| fates(runs, step.us())).collect(),
        });
        figures.collect()
    }

    fn items(&self) -> Vec<ItemFigures> {
        let lost = |runs: &[&Record], number: usize| {
            let points = runs.iter().filter_map(|run| run.points.get(number));
            let sum: i64 = points.map(|(worth, got)| worth - got).sum();
            sum as f64 / 1_000.0 / runs.len().max(1) as f64
        };
        let empty = score(self.scenario, &[], SimTime::START);
        let items = empty.items.into_iter().enumerate().map(|(number, item)| ItemFigures {
            subject: item.subject,
            what: item.what,
            lost_permille: self.by_team.iter().map(|runs| lost(runs, number)).collect(),
        });
        items.collect()
    }

    fn injects(&self) -> Vec<InjectFigures> {
        let injects = &self.scenario.file.injects;
        let figures = injects.indices().map(|inject| {
            let sent = |runs: &[&Record]| -> Vec<Span> {
                let moments = runs.iter().filter_map(|run| run.injects.get(inject.us()).copied().flatten());
                moments.map(|at| at - SimTime::START).collect()
            };
            let all = sent(&self.all);
            InjectFigures {
                inject: named(&injects.at(inject).id, inject),
                title: injects.at(inject).title.clone(),
                sent: all.len(),
                teams: self.by_team.iter().map(|runs| sent(runs).len()).collect(),
                times: Times::of(all),
            }
        });
        figures.collect()
    }
}

fn named<T>(id: &str, ix: crate::model::Ix<T>) -> Ref<T> {
    let mut named = Ref::new(id);
    named.resolve(ix);
    named
}

fn hits(runs: &[&Record], step: usize) -> Hits {
    let all = || runs.iter().filter_map(|run| run.steps.get(step));
    let applied = || all().filter(|step| step.status != Status::NotApplicable);
    let done = || applied().filter(|step| step.is_done());
    Hits {
        runs: runs.len(),
        applied: applied().count(),
        done: done().count(),
        in_time: done().filter(|step| step.status == Status::Done).count(),
        late: done().filter(|step| step.late).count(),
        out_of_order: done().filter(|step| step.status == Status::OutOfOrder).count(),
        times: Times::of(done().filter_map(|step| step.after).collect()),
    }
}

fn load(runs: &[&Record], seat: usize) -> LoadFigures {
    let loads = || runs.iter().filter_map(|run| run.loads.get(seat));
    let windows = loads().map(|load| load.received.len()).max().unwrap_or(0);
    let mean = |count: &dyn Fn(&super::Load) -> u32| {
        let sum: u64 = loads().map(|load| u64::from(count(load))).sum();
        sum as f64 / runs.len().max(1) as f64
    };
    let per_window = |counts: &dyn Fn(&super::Load) -> &[u32]| -> Vec<f64> {
        (0..windows).map(|n| mean(&|load| counts(load).get(n).copied().unwrap_or(0))).collect()
    };
    LoadFigures {
        runs: runs.len(),
        received: per_window(&|load| &load.received),
        ordered: per_window(&|load| &load.ordered),
        received_max: loads().flat_map(|load| &load.received).max().copied().unwrap_or(0),
        idle_runs: loads().filter(|load| load.is_idle()).count(),
        longest_idle: Times::of(loads().map(|load| load.longest_idle.0).collect()),
        idle_from: Times::of(
            loads().filter(|load| load.is_idle()).map(|load| load.longest_idle.1 - SimTime::START).collect(),
        ),
        overloaded_runs: loads().filter(|load| load.overloaded() > 0).count(),
    }
}

fn fates(runs: &[&Record], step: usize) -> Fates {
    let mut fates = Fates::default();
    for fate in runs.iter().filter_map(|run| run.attack.get(step)) {
        match fate {
            Fate::Done => fates.done += 1,
            Fate::Failed => fates.failed += 1,
            Fate::UnderWay => fates.under_way += 1,
            Fate::NotBegun => fates.not_begun += 1,
        }
    }
    fates
}
