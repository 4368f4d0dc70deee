//! The tests of a scenario: read, resolved and checked like its other files.

use std::collections::BTreeSet;

use super::files::{FileKind, Files, Finding, Report};
use super::lint::at;
use super::names::{self, Names};
use super::read;
use super::source::{ReadError, Source};
use super::suggest;
use super::words::Words;
use crate::model::{Case, CasesFile, Expect, Path, Span};

/// Rule id.
const RULE: &str = "test";
const KIND: FileKind = FileKind::Tests;

/// Reads the tests in the folder `scenario`; none when there is no such file or it has errors.
pub fn read(
    source: &dyn Source,
    scenario: &str,
    (files, names): (&Files, &Names),
    is_player: &dyn Fn(&str) -> bool,
    report: &mut Report,
) -> Option<CasesFile> {
    let path = format!("{scenario}/{}", KIND.file_name());
    if source.read(&path) == Err(ReadError::Missing) {
        return None;
    }
    let before = report.diagnostics.len();
    let mut cases: Option<CasesFile> = read::read(source, KIND, path, report);
    names.resolve_in(cases.as_mut(), KIND, report);
    let mut seen = BTreeSet::new();
    for (n, case) in cases.iter().flat_map(|file| &file.cases).enumerate() {
        let mut check = Check { files, report, at: at!(cases[n]) };
        check.setup(case);
        check.players(case, is_player);
        check.times(case);
        check.expectations(case);
        if !seen.insert(case.name.as_str()) {
            check.error(Words::new("content-test-twice").text("name", case.name.as_str()), at!(name));
        }
    }
    cases.filter(|_| report.diagnostics.len() == before)
}

struct Check<'a> {
    files: &'a Files,
    report: &'a mut Report,
    at: Path,
}

impl Check<'_> {
    fn error(&mut self, message: Words, within: Path) {
        self.report.add(Finding::error(RULE, message), KIND, &[self.at.clone(), within].concat());
    }

    fn setup(&mut self, case: &Case) {
        let (Some(scenario), Some(plan)) = (&self.files.scenario, &self.files.plan) else { return };
        let profiles = || plan.profiles.iter().map(|profile| profile.id.as_str());
        let handicaps = || scenario.handicaps.iter().map(|handicap| handicap.id.as_str());
        let mut wrong = Vec::new();
        if let Some(id) = case.profile.as_deref().filter(|id| profiles().all(|known| known != *id)) {
            wrong.push((names::unknown("content-kind-profile", id, suggest::nearest(id, profiles())), at!(profile)));
        }
        for (n, id) in case.handicaps.iter().enumerate().filter(|(_, id)| handicaps().all(|known| known != *id)) {
            let finding = names::unknown("content-kind-handicap", id, suggest::nearest(id, handicaps()));
            wrong.push((finding, at!(handicaps[n])));
        }
        for (finding, path) in wrong {
            self.report.add(finding, KIND, &[self.at.clone(), path].concat());
        }
    }

    fn players(&mut self, case: &Case, is_player: &dyn Fn(&str) -> bool) {
        let seats = case.seats.iter().enumerate().map(|(n, (_, player))| (player, at!(seats[n][1])));
        for (player, path) in std::iter::once((&case.team, at!(team))).chain(seats) {
            if !is_player(player) {
                self.error(Words::new("content-test-player").text("player", player.as_str()), path);
            }
        }
        let roles = case.seats.iter().enumerate().map(|(n, (role, _))| (role.id.as_str(), at!(seats[n][0])));
        let orders = case.orders.iter().enumerate().map(|(n, order)| (order.seat.id.as_str(), at!(orders [n] seat)));
        let Some(scenario) = &self.files.scenario else { return };
        for (role, path) in roles.chain(orders) {
            if !scenario.seats.iter().any(|seat| seat.id == role) {
                self.error(Words::new("content-test-no-seat").text("role", role), path);
            }
        }
    }

    /// Orders come one after the other, before the run is left.
    fn times(&mut self, case: &Case) {
        let Some(ends) = self.files.scenario.as_ref().map(|scenario| scenario.ends) else { return };
        let until = case.until.unwrap_or(ends);
        if until > ends || until <= Span::ZERO {
            self.error(Words::new("content-test-time").text("ends", ends.to_string()), at!(until));
        }
        let mut before = Span::ZERO;
        for (n, order) in case.orders.iter().enumerate() {
            if order.at < before || order.at > until {
                self.error(Words::new("content-test-order-time"), at!(orders [n] at));
            }
            before = before.max(order.at);
        }
    }

    fn expectations(&mut self, case: &Case) {
        if case.expect.is_empty() {
            self.error(Words::new("content-test-expects-nothing"), at!(expect));
        }
        for (n, expect) in case.expect.iter().enumerate() {
            match expect {
                Expect::Step(id, _) => self.plan_step(id, at!(expect[n][0])),
                Expect::Score(from, to) if from > to || *to > 100 => {
                    self.error(Words::new("content-test-score"), at!(expect[n]));
                }
                _ => {}
            }
        }
    }

    /// A step of a procedure that the scenario trains.
    fn plan_step(&mut self, id: &str, path: Path) {
        let (Some(scenario), Some(plan)) = (&self.files.scenario, &self.files.plan) else { return };
        let trained = |id: &str| scenario.procedures.iter().any(|procedure| procedure.id == id);
        let procedures = plan.procedures.iter().filter(|procedure| trained(&procedure.id));
        let known: Vec<&str> = procedures.flat_map(|procedure| &procedure.steps).map(|step| step.id.as_str()).collect();
        if !known.contains(&id) {
            let finding = names::unknown("content-kind-plan-step", id, suggest::nearest(id, known.into_iter()));
            self.report.add(finding, KIND, &[self.at.clone(), path].concat());
        }
    }
}
