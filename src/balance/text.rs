//! A report as a text for the command line.

use super::figures::Times;
use super::report::{AttackFigures, Fates, Hits, Report, SeatFigures};
use super::table::Table;
use crate::i18n::Tr;
use crate::model::{Scenario, SimTime, Span};
use crate::score::{Words, score};

/// Items that the best team loses points on, at most.
const LOSSES_SHOWN: usize = 12;
/// A loss worth a line, in thousandths of the whole.
const LOSS_SHOWN: f64 = 0.5;
/// Characters of a name at most.
const NAME: usize = 44;

/// The whole report, readable.
pub fn render_text(report: &Report, scenario: &Scenario, tr: &Tr) -> String {
    let mut page = Page { report, scenario, tr, lines: Vec::new() };
    page.head();
    page.teams();
    page.losses();
    page.steps();
    page.seats();
    page.attack();
    page.injects();
    page.findings();
    page.lines.join("\n")
}

struct Page<'a> {
    report: &'a Report,
    scenario: &'a Scenario,
    tr: &'a Tr,
    lines: Vec<String>,
}

impl Page<'_> {
    fn say(&mut self, key: &str, args: &[(&str, String)]) {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        self.lines.push(self.tr.with(key, &args));
    }

    fn heading(&mut self, key: &str) {
        self.lines.push(String::new());
        self.lines.push(format!("== {}", self.tr.t(key)));
    }

    fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.tr.t(&format!("balance-col-{key}"))).collect()
    }

    fn table(&mut self, table: &Table) {
        self.lines.extend(table.lines());
    }

    /// Name of the best team; empty without any.
    fn best_name(&self) -> String {
        let best = self.report.best_team().and_then(|best| self.report.teams.get(best));
        best.map(|team| team.team.clone()).unwrap_or_default()
    }

    fn head(&mut self) {
        let report = self.report;
        let title = self.scenario.file.title.get(self.tr.lang()).to_owned();
        let runs = (report.runs_played.to_string(), report.runs_planned.to_string());
        self.say("balance-head", &[("title", title), ("id", report.scenario.clone())]);
        let teams = report.teams.len().max(1);
        let last = report.first_seed + report.runs_played.div_ceil(teams).saturating_sub(1) as u64;
        let seeds = [("first", report.first_seed.to_string()), ("last", last.to_string())];
        self.say("balance-runs", &[&[("played", runs.0), ("planned", runs.1)][..], &seeds].concat());
    }

    fn teams(&mut self) {
        self.heading("balance-teams");
        let keys = ["team", "runs", "passed", "min", "q1", "median", "q3", "max", "mean"];
        let mut table = Table::new(self.heads(&keys));
        for team in &self.report.teams {
            let mut row = vec![team.team.clone(), team.runs.to_string(), percent(team.passed, team.runs)];
            row.extend(team.score_permille.iter().flat_map(|spread| {
                let marks = [spread.min, spread.lower_quartile, spread.median, spread.upper_quartile, spread.max];
                let marks = marks.map(|mark| tenths(f64::from(mark) / 10.0));
                marks.into_iter().chain([tenths(spread.mean / 10.0)])
            }));
            table.row(row);
        }
        self.table(&table);
        if let Some(both) = self.report.luck_and_skill {
            let args = [
                ("luck", tenths(both.luck_variance / 100.0)),
                ("skill", tenths(both.skill_variance / 100.0)),
                ("share", tenths(both.luck_share * 100.0)),
            ];
            self.say("balance-luck", &args);
        }
    }

    fn losses(&mut self) {
        let Some(best) = self.report.best_team() else { return };
        let empty = score(self.scenario, &[], SimTime::START);
        let words = Words { scenario: self.scenario, tr: self.tr };
        let lost = self.report.items.iter().map(|item| item.lost_permille.get(best).copied().unwrap_or(0.0));
        let mut lost: Vec<_> = lost.zip(&empty.items).filter(|(lost, _)| *lost >= LOSS_SHOWN).collect();
        lost.sort_by(|a, b| b.0.total_cmp(&a.0));
        lost.truncate(LOSSES_SHOWN);
        if lost.is_empty() {
            return;
        }
        self.lines.push(String::new());
        self.say("balance-losses", &[("team", self.best_name())]);
        for (lost, item) in lost {
            self.lines.push(format!("  {:>6}  {}", tenths(lost / 10.0), words.title(item)));
        }
    }

    fn steps(&mut self) {
        self.heading("balance-steps");
        self.say("balance-steps-note", &[("team", self.best_name())]);
        let keys = ["step", "done", "in-time", "late", "early", "median", "latest", "due", "done", "in-time", "late"];
        let keys = [&keys[..], &["early", "median", "latest", "role"]].concat();
        let mut table = Table::new(self.heads(&keys)).with_words_last();
        let best = self.report.best_team();
        for step in &self.report.steps {
            let mut row = vec![format!("{}/{}", step.procedure.id, step.step)];
            row.extend(hit_cells(&step.all));
            row.push(step.allowed.map(minutes).unwrap_or_default());
            row.extend(best.and_then(|best| step.teams.get(best)).iter().flat_map(|hits| hit_cells(hits)));
            row.push(step.role.id.clone());
            table.row(row);
        }
        self.table(&table);
    }

    fn seats(&mut self) {
        self.heading("balance-seats");
        self.say("balance-seats-note", &[("team", self.best_name())]);
        let keys = ["seat", "received", "ordered", "most", "can-take", "overloaded", "longest-idle", "idle", "course"];
        let mut table = Table::new(self.heads(&keys)).with_words_last();
        let Some(best) = self.report.best_team() else { return };
        for seat in &self.report.seats {
            table.row(seat_row(seat, best));
        }
        self.table(&table);
    }

    fn attack(&mut self) {
        self.heading("balance-attack");
        let heads = self.heads(&["attack-step", "went-through", "failed", "under-way", "not-begun", "name"]);
        let mut table = Table::new(heads).with_words_last();
        for AttackFigures { step, name, all, teams } in &self.report.attack {
            let by_team: Vec<String> = teams.iter().map(|fates| percent(fates.done, total(fates))).collect();
            let mut row = vec![step.id.clone(), format!("{} ({})", percent(all.done, total(all)), by_team.join(" "))];
            row.extend([all.failed, all.under_way, all.not_begun].map(|count| percent(count, total(all))));
            row.push(short(name.get(self.tr.lang())));
            table.row(row);
        }
        self.say("balance-attack-note", &[]);
        self.table(&table);
    }

    fn injects(&mut self) {
        self.heading("balance-injects");
        let heads = self.heads(&["inject", "sent", "early", "median", "latest", "name"]);
        let mut table = Table::new(heads).with_words_last();
        for inject in &self.report.injects {
            let mut row = vec![inject.inject.id.clone(), percent(inject.sent, self.report.runs_played)];
            row.extend(time_cells(inject.times));
            row.push(short(inject.title.get(self.tr.lang())));
            table.row(row);
        }
        self.table(&table);
    }

    fn findings(&mut self) {
        self.heading("balance-findings");
        if self.report.findings.is_empty() {
            self.say("balance-findings-none", &[]);
        }
        for finding in &self.report.findings {
            let (key, names, numbers) = finding.parts();
            let mut args: Vec<(&str, String)> =
                ["a", "b"].into_iter().zip(names.into_iter().map(str::to_owned)).collect();
            if let Some((n, of)) = numbers {
                args.extend([("n", n.to_string()), ("of", of.to_string())]);
            }
            self.say(key, &args);
        }
    }
}

fn hit_cells(hits: &Hits) -> Vec<String> {
    let mut cells = [hits.done, hits.in_time, hits.late].map(|count| percent(count, hits.applied)).to_vec();
    cells.extend(time_cells(hits.times));
    cells
}

fn time_cells(times: Option<Times>) -> [String; 3] {
    times.map_or_else(Default::default, |times| [times.earliest, times.median, times.latest].map(minutes))
}

fn seat_row(seat: &SeatFigures, best: usize) -> Vec<String> {
    let mut row = vec![seat.role.id.clone()];
    let Some(load) = seat.teams.get(best) else { return row };
    let total = |per_window: &[f64]| tenths(per_window.iter().sum());
    row.extend([total(&load.received), total(&load.ordered), load.received_max.to_string(), seat.can_take.to_string()]);
    row.push(percent(load.overloaded_runs, load.runs));
    row.push(load.longest_idle.map(|idle| minutes(idle.median)).unwrap_or_default());
    row.push(percent(load.idle_runs, load.runs));
    row.push(course(&load.received, &load.ordered));
    row
}

/// The course of the load: a sign for each five minutes, higher for more; nothing for nothing.
fn course(received: &[f64], ordered: &[f64]) -> String {
    const SIGNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let sign = |load: f64| match load {
        load if load < 0.05 => '·',
        // One sign for each one and a half things.
        load => SIGNS[((load / 1.5) as usize).min(SIGNS.len() - 1)],
    };
    received.iter().zip(ordered).map(|(received, ordered)| sign(received + ordered)).collect()
}

const fn total(fates: &Fates) -> usize {
    fates.done + fates.failed + fates.under_way + fates.not_begun
}

/// Whole percent; a share that is neither nothing nor all is never shown as such.
fn percent(part: usize, of: usize) -> String {
    match (part * 200 + of).checked_div(of * 2) {
        None => "-".to_owned(),
        Some(_) if part == 0 => "0".to_owned(),
        Some(percent) if part < of => percent.clamp(1, 99).to_string(),
        Some(percent) => percent.to_string(),
    }
}

fn tenths(number: f64) -> String {
    format!("{number:.1}")
}

/// Whole minutes; from two days on hours.
fn minutes(span: Span) -> String {
    let minutes = (span.0 as f64 / 60_000.0).round() as i64;
    if minutes.abs() >= 2 * 24 * 60 { format!("{}h", minutes / 60) } else { minutes.to_string() }
}

fn short(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default().trim_end()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_none_or_all() {
        assert_eq!([percent(1, 1_000), percent(999, 1_000), percent(0, 5), percent(5, 5)], ["1", "99", "0", "100"]);
        assert_eq!([percent(1, 3), percent(2, 3), percent(0, 0)], ["33", "67", "-"]);
    }

    #[test]
    fn the_course_of_a_load_has_a_sign_for_each_stretch() {
        assert_eq!(course(&[0.0, 0.2, 3.0, 50.0], &[0.0, 0.0, 1.0, 0.0]), "·▁▃█");
    }
}
