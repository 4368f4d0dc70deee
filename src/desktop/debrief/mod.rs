//! The debrief of a run: the score down to its events and clauses, truth and team on one time-line, what
//! came of it, and what to work on; of a team in a hall also what the direction did and what evaluators said.
//! Plain functions, like the panels.

mod chronicle;
pub mod compare;
mod did_words;
mod event_words;
mod film;
mod findings;
mod groups;
mod lanes;
mod outcome;
mod playback;
mod score_tree;
pub mod stage;
mod tasks;
#[cfg(test)]
mod team_tests;
#[cfg(test)]
mod tests;
mod theatre;
mod told;

use std::path::PathBuf;
use std::sync::Arc;

use egui::{RichText, Ui};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use crate::desktop::kit::{Cmd, Theme, UiState, format};
use crate::desktop::map::{MapState, Show};
use crate::i18n::Tr;
use crate::journal::Broken;
use crate::live::{ChronicleEntry, Sheet, chronicle as told_of, marks};
use crate::model::{Ix, Role, Scenario, SimTime};
use crate::score::{RunState, Score, Words, score};
use crate::sim::{Event, with_ad_hoc};

pub use event_words::{event_text, obstacle_text, step_name};
pub use film::Film;
pub use groups::GroupBy;
pub use playback::Playback;
pub use score_tree::sign as sign_of;

/// A run laid out for its debrief. Worked out once, then only drawn.
#[derive(Clone, Debug)]
pub struct Debrief {
    /// The scenario, with the injects that the direction made up.
    pub scenario: Arc<Scenario>,
    /// Everything that happened.
    pub events: Vec<Event>,
    /// The score at the end of the log.
    pub score: Score,
    /// What direction and evaluators did.
    pub direction: Direction,
    /// The team whose run it is, in a hall.
    pub team: Option<Team>,
    /// Marks of events.
    marks: Vec<lanes::Mark>,
    /// Marks of what direction and evaluators did.
    pins: Vec<lanes::Mark>,
    /// When something is marked, in order.
    moments: Vec<SimTime>,
}

/// What those did in a team's run who direct and rate; nothing in a run without them.
#[derive(Clone, Debug, Default)]
pub struct Direction {
    /// Everything in order.
    pub chronicle: Vec<ChronicleEntry>,
    /// Marks and observations.
    pub sheet: Sheet,
}

impl Direction {
    /// From the bytes of a journal.
    ///
    /// # Errors
    /// The first bad record.
    pub fn read(journal: &[u8]) -> Result<Self, Broken> {
        Ok(Self { chronicle: told_of(journal)?, sheet: marks(journal)? })
    }
}

/// A team of a hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The hall's folder.
    pub hall: PathBuf,
    /// The team's name.
    pub name: String,
}

impl Debrief {
    /// The debrief of a log at the moment `now`.
    pub fn new(scenario: Arc<Scenario>, events: Vec<Event>, now: SimTime) -> Self {
        let score = score(&scenario, &events, now);
        let scenario = with_ad_hoc(&scenario, &events);
        let marks = lanes::marks(&events);
        let moments = marks.iter().map(|mark| mark.at).collect();
        Self { scenario, events, score, direction: Direction::default(), team: None, marks, pins: Vec::new(), moments }
    }

    /// The same with what those did who direct and rate.
    #[must_use]
    pub fn directed(mut self, direction: Direction, team: Option<Team>) -> Self {
        self.pins = chronicle::pins(&direction.chronicle);
        self.moments = self.all_marks().map(|mark| mark.at).collect();
        self.moments.sort_unstable();
        Self { direction, team, ..self }
    }

    fn all_marks(&self) -> impl Iterator<Item = &lanes::Mark> {
        self.marks.iter().chain(&self.pins)
    }

    /// The moment up to which it is told.
    pub fn end(&self) -> SimTime {
        self.score.at
    }
}

/// A page of the debrief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Page {
    /// Where the points come from.
    #[default]
    Score,
    /// Attack above, team below.
    Timeline,
    /// Times, outages, losses.
    Outcome,
    /// Critical tasks with proposed marks and those of evaluators.
    Tasks,
    /// What the direction did; only of a run that had one.
    Direction,
    /// What to work on, what went well.
    Findings,
}

/// What the debrief remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DebriefState {
    /// The page shown.
    pub page: Page,
    /// The moment that the time-line points at; the map follows it.
    pub at: Option<SimTime>,
    /// How items are grouped beside the tree.
    pub group_by: GroupBy,
    /// The group whose items alone are shown.
    pub group: Option<usize>,
    /// Only items that cost points.
    pub only_lost: bool,
    /// The whole run on the time-line instead of its active part.
    pub whole: bool,
    /// Whose entries of the chronicle are shown; all without.
    pub party: Option<chronicle::Party>,
    /// Only critical tasks on which an evaluator disagrees.
    pub only_disputed: bool,
    /// Search on the time-line.
    pub text: String,
    /// Whether and how fast the run plays.
    #[serde(skip)]
    pub playback: Playback,
    /// The seat whose knowledge the map shows; the first one where none is chosen.
    pub seat: Option<Ix<Role>>,
    /// What the map shows: knowledge, truth, or one against the other.
    pub show: Show,
    /// What is chosen on the map.
    pub desk: UiState,
}

/// What the debrief is given to draw itself.
pub struct DebriefCx<'a> {
    /// The run.
    pub run: &'a Debrief,
    /// Words.
    pub tr: &'a Tr,
    /// Colours and sizes.
    pub theme: &'a Theme,
    /// What it remembers.
    pub state: &'a mut DebriefState,
    /// The run at any moment.
    pub film: &'a mut Film,
    /// The map that follows the moment.
    pub map: &'a mut MapState,
    /// Where wishes go.
    pub out: &'a mut Vec<Cmd>,
}

impl<'a> DebriefCx<'a> {
    /// The score in words.
    pub fn words(&self) -> Words<'a> {
        Words { scenario: &self.run.scenario, tr: self.tr }
    }

    /// The fictional time of day.
    pub fn clock(&self, at: SimTime) -> String {
        format::day_clock(self.run.scenario.file.starts, at)
    }

    /// Goes to a moment on the time-line.
    pub fn go_to(&mut self, at: SimTime) {
        self.state.at = Some(at);
        self.state.page = Page::Timeline;
    }
}

/// The debrief.
pub fn debrief_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    head_ui(ui, cx);
    ui.separator();
    match cx.state.page {
        Page::Score => score_tree::score_ui(ui, cx),
        Page::Timeline => theatre::theatre_ui(ui, cx),
        Page::Outcome => outcome::outcome_ui(ui, cx),
        Page::Tasks => tasks::tasks_ui(ui, cx),
        Page::Direction => chronicle::chronicle_ui(ui, cx),
        Page::Findings => findings::findings_ui(ui, cx),
    }
}

/// Title, total, verdict, and the choice of page.
fn head_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (run, tr, theme, words) = (cx.run, cx.tr, cx.theme, cx.words());
    let score = &run.score;
    ui.horizontal_wrapped(|ui| {
        let title = run.scenario.file.title.get(tr.lang());
        let of = run.team.as_ref().map_or_else(|| title.to_owned(), |team| format!("{} · {title}", team.name));
        ui.label(theme.heading(tr.with("debrief-title", &[("title", of.into())])));
        let points = words.points(i64::from(score.permille) * 1_000);
        let needed = words.points(i64::from(score.verdict.needed_permille) * 1_000);
        ui.label(theme.strong(points).size(theme.text.title));
        ui.label(theme.soft(tr.with("debrief-needed", &[("needed", needed.into())])));
        let (sign, word) = match (score.state, score.verdict.passed) {
            (RunState::Running, _) => (icon::HOURGLASS, "debrief-running"),
            (_, true) => (icon::CHECK_CIRCLE, "debrief-passed"),
            (_, false) => (icon::X_CIRCLE, "debrief-failed"),
        };
        ui.label(theme.strong(format!("{sign} {}", tr.t(word))));
    });
    for (cond, holds) in score.verdict.must.iter().filter(|(_, holds)| !holds) {
        let conditions = &run.scenario.plan.conditions;
        let name = conditions.get(cond.ix().us()).map_or(cond.id.as_str(), |cond| cond.name.get(tr.lang()));
        debug_assert!(!holds, "only what is missing is listed");
        ui.label(format!("{} {}", icon::X, tr.with("debrief-must", &[("cond", name.into())])));
    }
    let floor = match score.state {
        RunState::Complete => None,
        RunState::Running => Some("debrief-floor-running"),
        RunState::StoppedEarly => Some("debrief-floor-stopped"),
    };
    if let Some(key) = floor {
        let points = words.points(i64::from(score.as_it_stands_permille) * 1_000);
        ui.label(theme.soft(tr.with(key, &[("points", points.into())])));
    }
    ui.horizontal_wrapped(|ui| {
        for (page, sign, key) in [
            (Page::Score, icon::TREE_STRUCTURE, "debrief-page-score"),
            (Page::Timeline, icon::CLOCK_COUNTER_CLOCKWISE, "debrief-page-timeline"),
            (Page::Outcome, icon::CHART_BAR, "debrief-page-outcome"),
            (Page::Tasks, icon::MEDAL, "debrief-page-tasks"),
            (Page::Direction, icon::MEGAPHONE, "debrief-page-direction"),
            (Page::Findings, icon::LIGHTBULB, "debrief-page-findings"),
        ] {
            if page == Page::Direction && run.direction.chronicle.is_empty() {
                continue;
            }
            ui.selectable_value(&mut cx.state.page, page, RichText::new(format!("{sign} {}", tr.t(key))));
        }
        if let Some(team) = &run.team
            && ui.button(format!("{} {}", icon::USERS_THREE, tr.t("debrief-all-teams"))).clicked()
        {
            cx.out.push(Cmd::OpenHall(team.hall.clone()));
        }
    });
}
