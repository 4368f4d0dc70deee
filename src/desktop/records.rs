//! The kept runs: look back on one, or take it up again.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{CentralPanel, Frame, Layout, Margin, ScrollArea, Ui};
use egui_phosphor::regular as icon;

use super::kit::{Cmd, format};
use super::library::{Kept, Library, title};
use super::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use super::settings::Settings;

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(OnEnter(Screen::Records), |mut library: ResMut<Library>| library.look_for_runs())
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Records)));
}

fn draw(mut contexts: EguiContexts, settings: Res<Settings>, library: Res<Library>, mut wishes: ResMut<Wishes>) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    strip_ui(&mut ui, &settings, &settings.tr.t("shell-door-records"), false, &mut wishes.0);
    let frame = Frame::new().fill(settings.theme.colors.window).inner_margin(Margin::same(16));
    CentralPanel::default().frame(frame).show(&mut ui, |ui| records_ui(ui, &settings, &library, &mut wishes.0));
}

/// The list of runs.
pub fn records_ui(ui: &mut Ui, settings: &Settings, library: &Library, out: &mut Vec<Cmd>) {
    let (theme, tr) = (&settings.theme, &settings.tr);
    if library.runs.is_empty() {
        ui.label(theme.soft(tr.t("shell-no-runs")));
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for run in &library.runs {
            run_ui(ui, settings, library, run, out);
            ui.add_space(theme.steps(1));
        }
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
                let debrief = egui::Button::new(format!("{} {}", icon::CHART_LINE, tr.t("shell-debrief")));
                let why = tr.t("shell-scenario-missing");
                if ui.add_enabled(playable, debrief).on_disabled_hover_text(&why).clicked() {
                    out.push(Cmd::OpenDebrief(run.name.clone()));
                }
                if !run.finished {
                    let go_on = egui::Button::new(format!("{} {}", icon::PLAY, tr.t("shell-continue-run")));
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
