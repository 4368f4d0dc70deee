//! The record of a hall: its teams beside each other, worked out from their journals beside the drawing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, block_on, poll_once};
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{CentralPanel, Frame, Margin};

use super::debrief::Team;
use super::debrief::compare::{Act, CompareCx, Counted, Sorting, TeamRow, compare_ui};
use super::debrief_screen::DebriefRun;
use super::kit::Cmd;
use super::library::Library;
use super::redraw::Redraw;
use super::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use super::settings::Settings;
use crate::hall::HallFolder;
use crate::i18n::Tr;
use crate::journal::{Error, read_file};
use crate::live::{Figures, figures};
use crate::model::Scenario;
use crate::score::Words;

/// The hall whose teams are compared.
#[derive(Resource)]
pub struct HallRecord {
    folder: HallFolder,
    scenario: Arc<Scenario>,
    rows: Vec<TeamRow>,
    /// What is being worked out, by team. Dropping it stops it.
    tasks: Vec<Option<Task<Result<Figures, Error>>>>,
    sorting: Sorting,
}

impl HallRecord {
    /// The hall in this folder, with the scenario that it plays.
    ///
    /// # Errors
    /// A sentence for the user: there is no hall, or its scenario is not in the library.
    pub fn open(path: &Path, library: &Library, tr: &Tr) -> Result<Self, String> {
        let folder = HallFolder::open(path).map_err(|error| error.say(tr))?;
        let id = &folder.file().scenario;
        let missing = || tr.with("shell-no-such-scenario", &[("name", id.clone().into())]);
        let scenario = library.scenario(id).ok_or_else(missing)?;
        let rows = folder.file().teams.iter().map(|name| TeamRow { name: name.clone(), counted: Counted::Waiting });
        let (scenario, rows) = (Arc::clone(scenario), rows.collect());
        Ok(Self { folder, scenario, rows, tasks: Vec::new(), sorting: Sorting::default() })
    }

    /// Where the hall is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The debrief of a team, counted from 0.
    pub fn debrief(&self, team: usize) -> Option<DebriefRun> {
        let of = Team { hall: self.path().to_owned(), name: self.rows.get(team)?.name.clone() };
        Some(DebriefRun::of_team(&self.folder.journal(team), &self.scenario, of))
    }

    /// Begins to work out what is wanted and not there yet.
    fn begin(&mut self) {
        let work = |(team, row): (usize, &TeamRow)| {
            let (path, scenario): (PathBuf, _) = (self.folder.journal(team), Arc::clone(&self.scenario));
            let count = async move { Ok(figures(&read_file(&path)?, &scenario)?) };
            matches!(row.counted, Counted::Waiting).then(|| AsyncComputeTaskPool::get().spawn(count))
        };
        self.tasks = self.rows.iter().enumerate().map(work).collect();
    }

    /// Stops what is being worked out.
    fn stop(&mut self) {
        self.tasks.clear();
        for row in self.rows.iter_mut().filter(|row| matches!(row.counted, Counted::Waiting)) {
            row.counted = Counted::Left;
        }
    }

    /// Works everything out anew: a hall that is running has gone on.
    fn again(&mut self) {
        self.rows.iter_mut().for_each(|row| row.counted = Counted::Waiting);
        self.begin();
    }

    /// Takes in what has been worked out; whether anything was still to come.
    fn take(&mut self) -> bool {
        let waits = self.tasks.iter().any(Option::is_some);
        for (row, task) in self.rows.iter_mut().zip(&mut self.tasks) {
            let Some(done) = task.as_mut().and_then(|task| block_on(poll_once(task))) else { continue };
            *task = None;
            row.counted = done.map_or_else(Counted::Failed, |figures| Counted::Done(Box::new(figures)));
        }
        waits
    }
}

/// Works out the figures and draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(OnEnter(Screen::HallRecord), |hall: Option<ResMut<HallRecord>>| {
        if let Some(mut hall) = hall {
            hall.begin();
        }
    })
    // A hall chosen anew is read anew: it may be running.
    .add_systems(OnEnter(Screen::Records), |mut commands: Commands| commands.remove_resource::<HallRecord>())
    // Whoever goes on to a debrief does not wait for the other teams.
    .add_systems(OnExit(Screen::HallRecord), |hall: Option<ResMut<HallRecord>>| {
        if let Some(mut hall) = hall {
            hall.tasks.clear();
        }
    })
    .add_systems(Update, take.run_if(in_state(Screen::HallRecord)))
    .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::HallRecord)));
}

fn take(hall: Option<ResMut<HallRecord>>, mut redraw: ResMut<Redraw>) {
    if hall.is_some_and(|mut hall| hall.bypass_change_detection().take()) {
        redraw.busy();
    }
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    hall: Option<ResMut<HallRecord>>,
    mut redraw: ResMut<Redraw>,
    mut wishes: ResMut<Wishes>,
) {
    let (Some(mut hall), Some(mut ui)) = (hall, whole_window(&mut contexts)) else { return };
    let hall = hall.bypass_change_detection();
    let (theme, tr) = (&settings.theme, &settings.tr);
    let title = hall.scenario.file.title.get(tr.lang()).to_owned();
    let here = format!("{} · {title}", tr.t("debrief-all-teams"));
    strip_ui(&mut ui, &settings, &here, false, &mut wishes.0);
    let frame = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(16));
    let act = CentralPanel::default().frame(frame).show(&mut ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme.heading(&title));
            ui.label(theme.soft(&hall.folder.file().started));
            ui.label(theme.note(hall.path().display().to_string()));
        });
        let words = Words { scenario: &hall.scenario, tr };
        let cx = CompareCx { rows: &hall.rows, starts: hall.scenario.file.starts, words, theme };
        compare_ui(ui, &cx, &mut hall.sorting)
    });
    let Some(act) = act.inner else { return };
    redraw.now();
    match act {
        Act::Open(team) => wishes.0.push(Cmd::OpenTeam(team)),
        Act::Stop => hall.stop(),
        Act::Again => hall.again(),
    }
}
