//! The kept runs and halls: look back on one, or take a run up again.

use std::path::{Path, PathBuf};

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Button, CentralPanel, Frame, Layout, Margin, ScrollArea, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::kit::{Cmd, format};
use super::library::{Kept, Library, title};
use super::live::setup::{KeptHall, halls_folder};
use super::panels::named;
use super::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use super::settings::Settings;

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<RecordsForm>()
        .add_systems(OnEnter(Screen::Records), |mut library: ResMut<Library>| library.look_for_runs())
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Records)));
}

/// What the screen remembers.
#[derive(Resource, Default)]
pub struct RecordsForm {
    /// Folder of a hall that is kept elsewhere.
    pub path: String,
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    library: Res<Library>,
    mut form: ResMut<RecordsForm>,
    mut wishes: ResMut<Wishes>,
) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    strip_ui(&mut ui, &settings, &settings.tr.t("shell-door-records"), false, &mut wishes.0);
    let frame = Frame::new().fill(settings.theme.colors.window).inner_margin(Margin::same(16));
    CentralPanel::default().frame(frame).show(&mut ui, |ui| {
        records_ui(ui, &settings, &library, form.bypass_change_detection(), &mut wishes.0);
    });
}

/// The list of halls and that of runs.
pub fn records_ui(ui: &mut Ui, settings: &Settings, library: &Library, form: &mut RecordsForm, out: &mut Vec<Cmd>) {
    let (theme, tr) = (&settings.theme, &settings.tr);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.label(theme.heading(tr.t("shell-records-halls")));
        path_ui(ui, settings, form, out);
        ui.add_space(theme.steps(1));
        let folder = library.data.as_deref().map(halls_folder).unwrap_or_default();
        for hall in &library.halls {
            hall_ui(ui, settings, library, hall, &folder.join(&hall.name), out);
            ui.add_space(theme.steps(1));
        }
        if library.halls.is_empty() {
            ui.label(theme.soft(tr.t("shell-no-halls")));
        }
        ui.add_space(theme.steps(3));
        ui.label(theme.heading(tr.t("shell-records-runs")));
        if library.runs.is_empty() {
            ui.label(theme.soft(tr.t("shell-no-runs")));
        }
        for run in &library.runs {
            run_ui(ui, settings, library, run, out);
            ui.add_space(theme.steps(1));
        }
    });
}

/// A hall that is kept elsewhere: a copy, or one of another machine.
fn path_ui(ui: &mut Ui, settings: &Settings, form: &mut RecordsForm, out: &mut Vec<Cmd>) {
    let (theme, tr) = (&settings.theme, &settings.tr);
    ui.horizontal(|ui| {
        let field =
            TextEdit::singleline(&mut form.path).hint_text(tr.t("shell-hall-path")).desired_width(theme.steps(120));
        let field = ui.add(field);
        named(&field, &tr.t("shell-hall-path"));
        let typed = form.path.trim();
        let open = Button::new(format!("{} {}", icon::FOLDER_OPEN, tr.t("shell-open-hall")));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if (ui.add_enabled(!typed.is_empty(), open).clicked() || entered) && !typed.is_empty() {
            out.push(Cmd::OpenHall(PathBuf::from(typed)));
        }
    });
}

fn hall_ui(ui: &mut Ui, settings: &Settings, library: &Library, hall: &KeptHall, path: &Path, out: &mut Vec<Cmd>) {
    let (theme, tr) = (&settings.theme, &settings.tr);
    let frame = Frame::new().fill(theme.colors.panel).corner_radius(theme.radius).inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.label(theme.strong(title(library, &hall.file.scenario, tr.lang())));
                let teams = tr.with("shell-hall-teams", &[("n", hall.file.teams.len().into())]);
                ui.label(theme.soft(format!("{} · {teams} · {}", hall.file.started, hall.name)));
            });
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                let playable = library.scenario(&hall.file.scenario).is_some();
                let teams = Button::new(format!("{} {}", icon::USERS_THREE, tr.t("debrief-all-teams")));
                let why = tr.t("shell-scenario-missing");
                if ui.add_enabled(playable, teams).on_disabled_hover_text(why).clicked() {
                    out.push(Cmd::OpenHall(path.to_owned()));
                }
            });
        });
    });
}

fn run_ui(ui: &mut Ui, settings: &Settings, library: &Library, run: &Kept, out: &mut Vec<Cmd>) {
    let (theme, tr) = (&settings.theme, &settings.tr);
    let frame = Frame::new().fill(theme.colors.panel).corner_radius(theme.radius).inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.label(theme.strong(title(library, &run.header.scenario, tr.lang())));
                ui.label(theme.soft(summary(settings, library, run)));
            });
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                let playable = library.scenario(&run.header.scenario).is_some();
                let debrief = Button::new(format!("{} {}", icon::CHART_LINE, tr.t("shell-debrief")));
                let why = tr.t("shell-scenario-missing");
                if ui.add_enabled(playable, debrief).on_disabled_hover_text(&why).clicked() {
                    out.push(Cmd::OpenDebrief(run.name.clone()));
                }
                if !run.finished {
                    let go_on = Button::new(format!("{} {}", icon::PLAY, tr.t("shell-continue-run")));
                    if ui.add_enabled(playable, go_on).on_disabled_hover_text(&why).clicked() {
                        out.push(Cmd::ContinueRun(run.name.clone()));
                    }
                }
            });
        });
    });
}

/// When, who, how far.
pub fn summary(settings: &Settings, library: &Library, run: &Kept) -> String {
    let tr = &settings.tr;
    let scenario = library.scenario(&run.header.scenario);
    let name = |id: &str| {
        let role = scenario.and_then(|scenario| scenario.role_named(id).map(|role| format::role(scenario, tr, role)));
        role.unwrap_or_else(|| id.to_owned())
    };
    let people: Vec<_> = run.people().map(name).collect();
    let state = tr.t(if run.finished { "shell-run-finished" } else { "shell-run-open" });
    let until = format::elapsed(run.until);
    format!("{} · {} · {until} · {state}", run.header.started, people.join(", "))
}
