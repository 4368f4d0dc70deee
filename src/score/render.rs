//! The score as a text for the command line.

use crate::i18n::Tr;
use crate::model::{Scenario, SimTime, Span};

use super::outcome::{ClockResult, ClockState, Outcome};
use super::result::{CriticalTask, Group, Item, RunState, Score, Share, ShareKind, Status};
use super::words::Words;

/// The whole score, readable: total, shares with every item, groups, critical tasks, outcome.
pub fn render_text(score: &Score, scenario: &Scenario, tr: &Tr) -> String {
    let mut page = Page { words: Words { scenario, tr }, tr, lines: Vec::new() };
    page.head(score);
    for share in &score.shares {
        page.share(score, share);
    }
    page.groups("score-by-purpose", &score.groups.purposes);
    page.groups("score-by-role", &score.groups.roles);
    page.groups("score-by-procedure", &score.groups.procedures);
    page.groups("score-by-phase", &score.groups.phases);
    page.groups("score-by-agency", &score.groups.agencies);
    page.tasks(score);
    page.outcome(&score.outcome);
    page.notes();
    page.lines.push(String::new());
    page.lines.join("\n")
}

struct Page<'a> {
    words: Words<'a>,
    tr: &'a Tr,
    lines: Vec<String>,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, text: &str) {
        self.lines.push(format!("{}{text}", " ".repeat(indent)));
    }

    fn heading(&mut self, text: &str) {
        self.lines.push(String::new());
        self.lines.push(format!("== {text}"));
    }

    fn head(&mut self, score: &Score) {
        let scenario = self.words.scenario;
        let title = self.words.text(&scenario.file.title).to_owned();
        let args = [("title", title.into()), ("province", self.words.text(&scenario.province_name).to_owned().into())];
        let head = self.tr.with("score-head", &args);
        self.line(0, &head);
        let at = self.tr.with("score-at", &[("at", self.words.moment(score.at).into())]);
        self.line(0, &at);
        let points = self.words.points(i64::from(score.permille) * 1_000);
        let needed = self.words.points(i64::from(score.verdict.needed_permille) * 1_000);
        let total = self.tr.with("score-total", &[("points", points.into()), ("needed", needed.into())]);
        self.line(0, &total);
        let state = match score.state {
            RunState::Running => "score-state-running",
            RunState::StoppedEarly => "score-state-stopped",
            RunState::Complete => "score-state-complete",
        };
        let now = self.words.points(i64::from(score.as_it_stands_permille) * 1_000);
        let state = self.tr.with(state, &[("points", now.into())]);
        self.line(0, &state);
        let verdict = if score.verdict.passed { "score-passed" } else { "score-not-passed" };
        let verdict = self.tr.t(verdict);
        self.line(0, &verdict);
        for (cond, holds) in &score.verdict.must {
            let name =
                scenario.plan.conditions.get(cond.ix().us()).map_or(cond.id.as_str(), |c| self.words.text(&c.name));
            let key = if *holds { "score-must-holds" } else { "score-must-fails" };
            let line = self.tr.with(key, &[("cond", name.to_owned().into())]);
            self.line(2, &line);
        }
    }

    fn share(&mut self, score: &Score, share: &Share) {
        if share.items.is_empty() {
            return;
        }
        let points = self.points(share.got_micro, share.worth_micro);
        let heading = format!("{}: {points}", self.words.share(share.kind));
        self.heading(&heading);
        for item in share.items.iter().filter_map(|place| score.items.get(*place)) {
            self.item(item);
        }
    }

    fn points(&self, got: i64, worth: i64) -> String {
        if worth == 0 {
            self.words.points(got)
        } else {
            format!("{} / {}", self.words.points(got), self.words.points(worth))
        }
    }

    fn item(&mut self, item: &Item) {
        let mut status = self.words.status(item);
        if item.pending && item.share != ShareKind::Penalties {
            status = format!("{status}, {}", self.tr.t("score-pending"));
        }
        let points = self.points(item.got_micro, item.worth_micro);
        let title = self.words.title(item);
        self.line(2, &format!("[{status}] {points}  {title}"));
        if item.status == Status::NotApplicable {
            return;
        }
        let rule = self.words.rule(item);
        let rule = self.tr.with("score-rule", &[("rule", rule.into())]);
        self.line(6, &rule);
        let proof = self.proof(item);
        if !proof.is_empty() {
            self.line(6, &proof);
        }
        if !item.src.is_empty() {
            let src = self.tr.with("score-src", &[("src", item.src.join("; ").into())]);
            let duty = item.duty.map(|duty| self.words.duty(duty)).unwrap_or_default();
            self.line(6, format!("{src} {duty}").trim_end());
        }
    }

    /// When and through which events an item was met, and until when it was due.
    fn proof(&self, item: &Item) -> String {
        let mut parts = Vec::new();
        if let Some(at) = item.at {
            parts.push(self.tr.with("score-met-at", &[("at", self.words.moment(at).into())]));
        }
        if let Some(due) = item.due {
            let basis = item.due_basis.map(|basis| self.words.basis(basis)).unwrap_or_default();
            let due = self.tr.with("score-due", &[("due", self.words.moment(due).into()), ("basis", basis.into())]);
            parts.push(due.trim().to_owned());
        }
        if !item.done_before.is_empty() {
            let steps = item.done_before.join(", ");
            parts.push(self.tr.with("score-done-before", &[("steps", steps.into())]));
        }
        if !item.events.is_empty() {
            let numbers = item.events.iter().map(|n| format!("#{n}")).collect::<Vec<_>>().join(" ");
            let by = item.by.iter().map(|role| self.words.role(role)).collect::<Vec<_>>().join(", ");
            let key = if by.is_empty() { "score-events" } else { "score-events-by" };
            parts.push(self.tr.with(key, &[("events", numbers.into()), ("roles", by.into())]));
        }
        parts.join("; ")
    }

    fn groups(&mut self, key: &str, groups: &[Group]) {
        if groups.is_empty() {
            return;
        }
        let heading = self.tr.t(key);
        self.heading(&heading);
        for group in groups {
            let points = self.points(group.got_micro, group.worth_micro);
            let percent = group.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"));
            let name = self.words.group(group);
            self.line(2, &format!("{percent:>6}  {points}  {name}"));
        }
    }

    fn tasks(&mut self, score: &Score) {
        if score.tasks.is_empty() {
            return;
        }
        let heading = self.tr.t("score-tasks");
        self.heading(&heading);
        let note = self.tr.t("score-tasks-note");
        self.line(2, &note);
        for task in &score.tasks {
            self.task(score, task);
        }
    }

    fn task(&mut self, score: &Score, task: &CriticalTask) {
        let Some(item) = score.items.get(task.item) else { return };
        let rating = task.rating.map_or_else(|| self.words.status(item), |rating| self.words.rating(rating));
        let reason =
            task.reason.as_ref().map(|reason| self.words.reason(reason, &item.done_before)).unwrap_or_default();
        let title = self.words.title(item);
        self.line(2, &format!("{rating}: {title}"));
        let events = item.events.iter().map(|n| format!("#{n}")).collect::<Vec<_>>().join(" ");
        let why = [reason, events].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        if !why.is_empty() {
            self.line(6, &why);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let heading = self.tr.t("score-outcome");
        self.heading(&heading);
        let times = &outcome.times;
        self.time("score-detect", times.to_detect, times.detected);
        self.time("score-acknowledge", times.to_acknowledge, times.opened);
        self.time("score-contain", times.to_contain, times.contained);
        self.time("score-recover", times.to_recover, times.recovered);
        self.losses(outcome);
        self.downtime(outcome);
        for clock in &outcome.clocks {
            self.clock(clock);
        }
    }

    fn time(&mut self, key: &str, span: Option<Span>, at: Option<SimTime>) {
        let what = self.tr.t(key);
        let line = match (span, at) {
            (Some(span), Some(at)) => {
                let args = [("span", self.words.span(span).into()), ("at", self.words.moment(at).into())];
                format!("{what}: {}", self.tr.with("score-time", &args))
            }
            (None, Some(at)) => format!("{what}: {}", self.words.moment(at)),
            (_, None) => format!("{what}: –"),
        };
        self.line(2, &line);
    }

    fn losses(&mut self, outcome: &Outcome) {
        let hosts = [
            ("touched", outcome.hosts_touched.into()),
            ("encrypted", outcome.hosts_encrypted.into()),
            ("altered", outcome.hosts_altered.into()),
        ];
        let hosts = self.tr.with("score-hosts", &hosts);
        self.line(2, &hosts);
        let leaked = [("records", outcome.records_leaked.into()), ("subjects", outcome.subjects_leaked.into())];
        let leaked = self.tr.with("score-leaked", &leaked);
        self.line(2, &leaked);
        let destroyed = outcome.mishap(crate::model::Mishap::EvidenceDestroyed);
        let evidence = [("secured", outcome.evidence_secured.into()), ("destroyed", destroyed.into())];
        let evidence = self.tr.with("score-evidence", &evidence);
        self.line(2, &evidence);
        let alerts = &outcome.alerts;
        let real = [
            ("real", alerts.real.into()),
            ("handled", alerts.real_handled.into()),
            ("dismissed", alerts.real_dismissed.into()),
        ];
        let real = self.tr.with("score-alerts-real", &real);
        self.line(2, &real);
        let noise = [
            ("raised", alerts.false_raised.into()),
            ("cleared", alerts.false_cleared.into()),
            ("believed", alerts.false_believed.into()),
        ];
        let noise = self.tr.with("score-alerts-false", &noise);
        self.line(2, &noise);
        for (mishap, times) in &outcome.mishaps {
            let args = [("what", self.words.mishap(*mishap).into()), ("times", (*times).into())];
            let line = self.tr.with("score-mishap", &args);
            self.line(2, &line);
        }
    }

    /// How to read what stands above.
    fn notes(&mut self) {
        let heading = self.tr.t("score-notes");
        self.heading(&heading);
        for key in ["score-note-deputies", "score-note-order", "score-note-tags"] {
            let note = self.tr.t(key);
            self.line(2, &note);
        }
    }

    fn downtime(&mut self, outcome: &Outcome) {
        let total = [("minutes", outcome.weighted_downtime_minutes.into())];
        let total = self.tr.with("score-downtime", &total);
        self.line(2, &total);
        for each in &outcome.downtime {
            let system = self.words.scenario.network.systems.get(each.system.ix().us());
            let name = system.map_or(each.system.id.as_str(), |system| self.words.text(&system.name)).to_owned();
            let args = [
                ("system", name.into()),
                ("down", self.words.span(each.down).into()),
                ("maintenance", self.words.span(each.maintenance).into()),
                ("degraded", self.words.span(each.degraded).into()),
                ("weight", each.weight.into()),
            ];
            let line = self.tr.with("score-downtime-system", &args);
            self.line(4, &line);
        }
    }

    fn clock(&mut self, result: &ClockResult) {
        let clock = self.words.scenario.plan.clocks.get(result.clock.ix().us());
        let name = clock.map_or(result.clock.id.as_str(), |clock| self.words.text(&clock.name)).to_owned();
        let src = clock.map(|clock| clock.src.join("; ")).unwrap_or_default();
        let state = self.words.clock_state(result.state);
        let runs = !matches!(result.state, ClockState::NotApplicable | ClockState::Waiting);
        let due = result.due.filter(|_| runs).map_or_else(|| "–".to_owned(), |due| self.words.moment(due));
        let args = [("name", name.into()), ("state", state.into()), ("due", due.into()), ("src", src.into())];
        let line = self.tr.with("score-clock", &args);
        self.line(2, &line);
    }
}
