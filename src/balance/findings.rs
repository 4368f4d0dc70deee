//! What a builder should look at: each finding names a thing and what is odd about it.

use serde::Serialize;

use super::report::{Report, TeamFigures};

/// Share of the runs from which on something counts as the rule, in percent `[P]`.
const MOSTLY_PERCENT: usize = 50;
/// Share of its runs that the best team should pass, in percent `[P]`.
const PASSES_PERCENT: usize = 98;

/// Something odd.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Finding {
    /// A team passed that should not: one that does nothing or acts at random. How often, of how many.
    PassesWithoutPlan(String, usize, usize),
    /// The team of full skill does not pass nearly always. How often, of how many.
    BestTeamFails(String, usize, usize),
    /// A team of more skill has no higher mean score than this one of less.
    SkillDoesNotPay(String, String),
    /// A step of the attack that never began in any run.
    NeverBegan(String),
    /// A step of the attack that began and never went through.
    NeverWentThrough(String),
    /// An inject that was never sent.
    NeverSent(String),
    /// A step of the plan that never applied.
    NeverApplied(String),
    /// A step of the plan that nobody ever did.
    NeverDone(String),
    /// A step of the plan that nobody ever did in order and in time.
    NeverInTime(String),
    /// A seat with more than twenty minutes without anything in most runs of the best team. How many, of how many.
    Idle(String, usize, usize),
    /// A seat that more reaches than it can take in, in most runs of the best team. How many, of how many.
    Overloaded(String, usize, usize),
}

impl Finding {
    /// Key of its message, its names, and its numbers.
    pub(super) fn parts(&self) -> (&'static str, Vec<&str>, Option<(usize, usize)>) {
        match self {
            Self::PassesWithoutPlan(team, n, of) => ("balance-finding-passes", vec![team], Some((*n, *of))),
            Self::BestTeamFails(team, n, of) => ("balance-finding-best-fails", vec![team], Some((*n, *of))),
            Self::SkillDoesNotPay(less, more) => ("balance-finding-skill", vec![less, more], None),
            Self::NeverBegan(step) => ("balance-finding-never-began", vec![step], None),
            Self::NeverWentThrough(step) => ("balance-finding-never-through", vec![step], None),
            Self::NeverSent(inject) => ("balance-finding-never-sent", vec![inject], None),
            Self::NeverApplied(step) => ("balance-finding-never-applied", vec![step], None),
            Self::NeverDone(step) => ("balance-finding-never-done", vec![step], None),
            Self::NeverInTime(step) => ("balance-finding-never-in-time", vec![step], None),
            Self::Idle(seat, n, of) => ("balance-finding-idle", vec![seat], Some((*n, *of))),
            Self::Overloaded(seat, n, of) => ("balance-finding-overloaded", vec![seat], Some((*n, *of))),
        }
    }
}

/// All findings of a report. Of no runs there is nothing to find.
pub(super) fn of(report: &Report) -> Vec<Finding> {
    let mut found = Vec::new();
    if report.runs_played == 0 {
        return found;
    }
    teams(report, &mut found);
    things(report, &mut found);
    seats(report, &mut found);
    found
}

fn teams(report: &Report, found: &mut Vec<Finding>) {
    for team in &report.teams {
        if team.skill_permille.is_none() && team.passed > 0 {
            found.push(Finding::PassesWithoutPlan(team.team.clone(), team.passed, team.runs));
        }
        if team.skill_permille == Some(1_000) && team.passed * 100 < team.runs * PASSES_PERCENT {
            found.push(Finding::BestTeamFails(team.team.clone(), team.passed, team.runs));
        }
    }
    let mean = |team: &TeamFigures| team.score_permille.map(|spread| spread.mean);
    let mut skilled: Vec<&TeamFigures> = report.teams.iter().filter(|team| team.skill_permille.is_some()).collect();
    skilled.sort_by_key(|team| team.skill_permille);
    for pair in skilled.windows(2) {
        if let [less, more] = pair
            && mean(less).zip(mean(more)).is_some_and(|(less, more)| more <= less)
        {
            found.push(Finding::SkillDoesNotPay(less.team.clone(), more.team.clone()));
        }
    }
}

fn things(report: &Report, found: &mut Vec<Finding>) {
    for step in &report.attack {
        let id = step.step.id.clone();
        match (step.all.done, step.all.failed + step.all.under_way) {
            (0, 0) => found.push(Finding::NeverBegan(id)),
            (0, _) => found.push(Finding::NeverWentThrough(id)),
            _ => {}
        }
    }
    let unsent = report.injects.iter().filter(|inject| inject.sent == 0);
    found.extend(unsent.map(|inject| Finding::NeverSent(inject.inject.id.clone())));
    for step in &report.steps {
        let id = format!("{}/{}", step.procedure.id, step.step);
        match (step.all.applied, step.all.done, step.all.in_time) {
            (0, _, _) => found.push(Finding::NeverApplied(id)),
            (_, 0, _) => found.push(Finding::NeverDone(id)),
            (_, _, 0) => found.push(Finding::NeverInTime(id)),
            _ => {}
        }
    }
}

fn seats(report: &Report, found: &mut Vec<Finding>) {
    let Some(best) = report.best_team() else { return };
    for seat in &report.seats {
        let Some(load) = seat.teams.get(best) else { continue };
        let mostly = |runs: usize| runs * 100 > load.runs * MOSTLY_PERCENT;
        if mostly(load.idle_runs) {
            found.push(Finding::Idle(seat.role.id.clone(), load.idle_runs, load.runs));
        }
        if mostly(load.overloaded_runs) {
            found.push(Finding::Overloaded(seat.role.id.clone(), load.overloaded_runs, load.runs));
        }
    }
}
