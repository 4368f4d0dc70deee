//! The screen that looks back on a run: reads it beside the drawing, then shows the debrief.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, block_on, poll_once};
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{CentralPanel, Frame, Margin};

use super::debrief::{Debrief, DebriefCx, DebriefState, Direction, Film, Page, Team, debrief_ui};
use super::map::MapState;
use super::redraw::Redraw;
use super::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use super::session::Local;
use super::settings::Settings;
use crate::journal::{Error, Timeline, read_file};
use crate::model::{Ix, Role, Scenario, SimTime};
use crate::sim::Exercise;

/// The run that is looked back on.
#[derive(Resource)]
pub struct DebriefRun {
    scenario: Arc<Scenario>,
    /// The team whose run it is, in a hall.
    team: Option<Team>,
    state: Reading,
    /// What the pages of the debrief remember.
    desk: DebriefState,
}

enum Reading {
    /// To be read from this journal.
    Journal(PathBuf),
    /// Being read.
    Task(Task<Result<Ready, Error>>),
    /// Read.
    Ready(Box<Ready>),
    /// Could not be read.
    Failed(Error),
}

impl DebriefRun {
    /// A run that has just been played; it is read from its journal where it has one.
    pub fn of_session(session: &Local) -> Self {
        let scenario = Arc::clone(session.scenario());
        let state = match (session.timeline(), session.journal_path()) {
            (Some(timeline), _) => Reading::Ready(Box::new(Ready::new(timeline, Direction::default(), None))),
            (None, path) => Reading::Journal(path.unwrap_or(Path::new("")).to_owned()),
        };
        let desk = DebriefState { seat: Some(session.role()), ..DebriefState::default() };
        Self { scenario, team: None, state, desk }
    }

    /// Shows this page, with the hand at this moment.
    pub const fn open_at(&mut self, page: Page, at: SimTime) {
        (self.desk.page, self.desk.at) = (page, Some(at));
    }

    /// A kept run, first looked at from `seat`.
    pub fn of_journal(path: &Path, scenario: &Arc<Scenario>, seat: Option<Ix<Role>>) -> Self {
        let state = Reading::Journal(path.to_owned());
        let desk = DebriefState { seat, ..DebriefState::default() };
        Self { scenario: Arc::clone(scenario), team: None, state, desk }
    }

    /// The run of a team in a hall: finished, unfinished, or as it stands now.
    pub fn of_team(path: &Path, scenario: &Arc<Scenario>, team: Team) -> Self {
        Self { team: Some(team), ..Self::of_journal(path, scenario, None) }
    }
}

/// A run laid out: its pages, and the run itself at any moment.
struct Ready {
    debrief: Debrief,
    film: Film,
}

impl Ready {
    /// From the bytes of a journal.
    fn read(path: &Path, scenario: &Arc<Scenario>, team: Option<Team>) -> Result<Self, Error> {
        // Read once: a run that goes on writes its journal meanwhile.
        let bytes = read_file(path)?;
        let (timeline, _, _) = Timeline::read(&bytes, scenario)?;
        Ok(Self::new(timeline, Direction::read(&bytes)?, team))
    }

    fn new(timeline: Timeline, direction: Direction, team: Option<Team>) -> Self {
        let end: Exercise = timeline.at(SimTime(i64::MAX).min(timeline.until()));
        let debrief = Debrief::new(Arc::clone(end.scenario()), end.events().to_vec(), end.now());
        let debrief = debrief.directed(direction, team);
        Self { debrief, film: Film::new(timeline) }
    }
}

/// Reads the run and draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, read.run_if(resource_exists::<DebriefRun>))
        .add_systems(OnEnter(Screen::Debrief), forget_map)
        .add_systems(OnExit(Screen::Debrief), forget_map)
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Debrief)));
}

/// The map of a seat at work and that of a film have nothing in common but the places.
fn forget_map(mut map: ResMut<MapState>) {
    map.forget();
}

fn read(mut run: ResMut<DebriefRun>, mut redraw: ResMut<Redraw>) {
    let run = run.bypass_change_detection();
    match &mut run.state {
        Reading::Journal(path) => {
            let (path, scenario, team) = (path.clone(), Arc::clone(&run.scenario), run.team.clone());
            let read = async move { Ready::read(&path, &scenario, team) };
            run.state = Reading::Task(AsyncComputeTaskPool::get().spawn(read));
            redraw.busy();
        }
        Reading::Task(task) => {
            redraw.busy();
            if let Some(done) = block_on(poll_once(task)) {
                run.state = done.map_or_else(Reading::Failed, |done| Reading::Ready(Box::new(done)));
            }
        }
        Reading::Ready(_) | Reading::Failed(_) => {}
    }
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    run: Option<ResMut<DebriefRun>>,
    mut map: ResMut<MapState>,
    mut wishes: ResMut<Wishes>,
) {
    let (Some(mut run), Some(mut ui)) = (run, whole_window(&mut contexts)) else { return };
    let run = run.bypass_change_detection();
    let (theme, tr) = (&settings.theme, &settings.tr);
    let here = format!("{} · {}", tr.t("shell-debrief"), run.scenario.file.title.get(tr.lang()));
    strip_ui(&mut ui, &settings, &here, false, &mut wishes.0);
    // No ground: the map lies behind, on the colour of the window.
    let frame = Frame::new().inner_margin(Margin::symmetric(16, 8));
    CentralPanel::default().frame(frame).show(&mut ui, |ui| match &mut run.state {
        Reading::Journal(_) | Reading::Task(_) => {
            ui.label(theme.soft(tr.t("shell-debrief-reading")));
        }
        Reading::Failed(error) => {
            ui.label(error.say(tr));
        }
        Reading::Ready(ready) => {
            let Ready { debrief, film } = &mut **ready;
            let (map, state, out) = (map.bypass_change_detection(), &mut run.desk, &mut wishes.0);
            debrief_ui(ui, &mut DebriefCx { run: debrief, tr, theme, state, film, map, out });
        }
    });
}
