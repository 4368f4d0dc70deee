//! The screen that looks back on a run: reads it beside the drawing, then shows the debrief.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, block_on, poll_once};
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{CentralPanel, Frame, Margin};

use super::debrief::{Debrief, DebriefCx, DebriefState, debrief_ui};
use super::redraw::Redraw;
use super::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use super::session::Session;
use super::settings::Settings;
use crate::journal::{Error, Timeline};
use crate::model::{Scenario, SimTime};

/// The run that is looked back on.
#[derive(Resource)]
pub struct DebriefRun {
    scenario: Arc<Scenario>,
    state: Reading,
    /// What the pages of the debrief remember.
    desk: DebriefState,
}

enum Reading {
    /// To be read from this journal.
    Journal(PathBuf),
    /// Being read.
    Task(Task<Result<Debrief, Error>>),
    /// Read.
    Ready(Box<Debrief>),
    /// Could not be read.
    Failed(Error),
}

impl DebriefRun {
    /// A run that has just been played.
    pub fn of_session(session: &Session) -> Self {
        let scenario = Arc::clone(session.scenario());
        let exercise = session.exercise();
        let debrief = Debrief::new(Arc::clone(&scenario), exercise.events().to_vec(), exercise.now());
        Self { scenario, state: Reading::Ready(Box::new(debrief)), desk: DebriefState::default() }
    }

    /// A kept run.
    pub fn of_journal(path: &Path, scenario: &Arc<Scenario>) -> Self {
        let state = Reading::Journal(path.to_owned());
        Self { scenario: Arc::clone(scenario), state, desk: DebriefState::default() }
    }
}

/// Reads the run and draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, read.run_if(resource_exists::<DebriefRun>))
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Debrief)));
}

fn read(mut run: ResMut<DebriefRun>, mut redraw: ResMut<Redraw>) {
    let run = run.bypass_change_detection();
    match &mut run.state {
        Reading::Journal(path) => {
            let (path, scenario) = (path.clone(), Arc::clone(&run.scenario));
            let read = async move {
                let (timeline, header, _) = Timeline::load(&path, &scenario)?;
                let scenario = header.setup.prepare(scenario);
                let exercise = timeline.at(SimTime(i64::MAX).min(timeline.until()));
                Ok(Debrief::new(scenario, exercise.events().to_vec(), exercise.now()))
            };
            run.state = Reading::Task(AsyncComputeTaskPool::get().spawn(read));
            redraw.now();
        }
        Reading::Task(task) => {
            redraw.now();
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
    mut wishes: ResMut<Wishes>,
) {
    let (Some(mut run), Some(mut ui)) = (run, whole_window(&mut contexts)) else { return };
    let run = run.bypass_change_detection();
    let (theme, tr) = (&settings.theme, &settings.tr);
    let here = format!("{} · {}", tr.t("shell-debrief"), run.scenario.file.title.get(tr.lang()));
    strip_ui(&mut ui, &settings, &here, false, &mut wishes.0);
    let frame = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(16));
    CentralPanel::default().frame(frame).show(&mut ui, |ui| match &run.state {
        Reading::Journal(_) | Reading::Task(_) => {
            ui.label(theme.soft(tr.t("shell-debrief-reading")));
        }
        Reading::Failed(error) => {
            ui.label(error.say(tr));
        }
        Reading::Ready(ready) => {
            debrief_ui(ui, &mut DebriefCx { run: ready, tr, theme, state: &mut run.desk, out: &mut wishes.0 });
        }
    });
}
