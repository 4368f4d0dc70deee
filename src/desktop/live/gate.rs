//! The gate: whoever knows the PIN chooses a team and a seat.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Button, CentralPanel, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui};
use egui_phosphor::regular as icon;

use super::{Live, LiveCmd, words};
use crate::desktop::kit::{Cmd, Theme, format};
use crate::desktop::panels::{card, main_button};
use crate::desktop::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use crate::desktop::settings::Settings;
use crate::i18n::Tr;
use crate::live::{Holder, Row, SeatRow, Stage};
use crate::model::{Scenario, Table};

/// What is chosen at the gate.
#[derive(Resource, Default)]
pub struct GateForm {
    /// The team looked at.
    pub team: u16,
}

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<GateForm>()
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Gate)));
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    live: Res<Live>,
    mut form: ResMut<GateForm>,
    mut wishes: ResMut<Wishes>,
) {
    let (Some(line), Some(mut ui)) = (&live.line, whole_window(&mut contexts)) else { return };
    let (theme, tr) = (&settings.theme, &settings.tr);
    strip_ui(&mut ui, &settings, &tr.t("live-gate"), false, &mut wishes.0);
    let said = line.said.as_ref().map(|no| words::no(tr, None, no));
    let form = form.bypass_change_detection();
    line.link.with(|client| {
        let scenario = client.scenario().cloned();
        let cx = GateCx { scenario: scenario.as_deref(), board: &client.screen().board, said: said.as_deref() };
        gate_ui(&mut ui, theme, tr, &cx, form, &mut wishes.0);
    });
}

/// What the gate shows.
pub struct GateCx<'a> {
    /// What is played.
    pub scenario: Option<&'a Scenario>,
    /// The teams.
    pub board: &'a [Row],
    /// What the hall said no to.
    pub said: Option<&'a str>,
}

fn is_free(seat: &SeatRow) -> bool {
    seat.holder != Holder::Person
}

/// Whether somebody can sit down in a team.
fn takes(team: &Row) -> bool {
    team.stage != Stage::Over && !team.trouble
}

fn why_not(team: &Row) -> &'static str {
    if team.trouble { "live-flag-journal" } else { "live-no-taken" }
}

/// Teams at the left, the seats of the chosen one at the right.
pub fn gate_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, cx: &GateCx<'_>, form: &mut GateForm, out: &mut Vec<Cmd>) {
    let plain = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(16));
    let panel = Frame::new().fill(theme.colors.panel).inner_margin(Margin::same(16));
    let Some(team) = cx.board.iter().find(|row| row.team == form.team).or_else(|| cx.board.first()) else {
        CentralPanel::default().frame(panel).show(ui, |ui| ui.label(theme.soft(tr.t("live-gate-waits"))));
        return;
    };
    egui::Panel::left("gate-teams").frame(plain).exact_size(theme.steps(80)).resizable(false).show(ui, |ui| {
        ui.label(theme.heading(tr.t("live-teams")));
        ui.add_space(theme.steps(1));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for row in cx.board {
                team_ui(ui, theme, tr, row, team.team == row.team, form);
            }
        });
    });
    CentralPanel::default().frame(panel).show(ui, |ui| {
        if let Some(scenario) = cx.scenario {
            ui.add(Label::new(theme.title(scenario.file.title.get(tr.lang()))).wrap());
            ui.add(Label::new(theme.soft(scenario.file.summary.get(tr.lang()))).wrap());
        }
        if let Some(said) = cx.said {
            ui.add_space(theme.steps(2));
            ui.label(RichText::new(format!("{} {said}", icon::WARNING)).color(theme.colors.high));
        }
        ui.add_space(theme.steps(3));
        head_ui(ui, theme, tr, team, out);
        if team.trouble {
            let text = format!("{} {}", icon::FLOPPY_DISK, tr.t("live-flag-journal"));
            ui.add(Label::new(RichText::new(text).color(theme.colors.critical)).wrap());
        }
        ui.add_space(theme.steps(2));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for seat in &team.seats {
                seat_ui(ui, theme, tr, cx.scenario, (team, seat), out);
                ui.add_space(theme.steps(1));
            }
        });
    });
}

fn team_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, row: &Row, chosen: bool, form: &mut GateForm) {
    let free = row.seats.iter().filter(|seat| is_free(seat)).count();
    let wide = Layout::top_down_justified(egui::Align::Min);
    let button = Button::selectable(chosen, theme.strong(&row.name)).wrap();
    if ui.with_layout(wide, |ui| ui.add(button)).inner.clicked() {
        form.team = row.team;
    }
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().button_padding.x);
        let stage = tr.t(words::stage_word(row.stage));
        let seats = tr.with("live-seats-free", &[("n", free.into()), ("all", row.seats.len().into())]);
        if row.trouble {
            ui.label(RichText::new(icon::FLOPPY_DISK).color(theme.colors.critical));
        }
        ui.label(theme.note(format!("{} {stage} · {seats}", words::stage_icon(row.stage))));
    });
    ui.add_space(theme.steps(1));
}

fn head_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, team: &Row, out: &mut Vec<Cmd>) {
    ui.horizontal(|ui| {
        ui.label(theme.heading(&team.name));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let open = takes(team) && team.seats.iter().any(is_free);
            let text = format!("{} {}", icon::CHAIR, tr.t("live-any-seat"));
            if main_button(ui, theme, &text, open).on_disabled_hover_text(tr.t(why_not(team))).clicked() {
                out.push(Cmd::Live(LiveCmd::Sit(team.team, None)));
            }
            if ui.button(format!("{} {}", icon::SIGN_OUT, tr.t("live-leave"))).clicked() {
                out.push(Cmd::Live(LiveCmd::Leave));
            }
        });
    });
}

fn seat_ui(
    ui: &mut Ui,
    theme: &Theme,
    tr: &Tr,
    scenario: Option<&Scenario>,
    (team, seat): (&Row, &SeatRow),
    out: &mut Vec<Cmd>,
) {
    let free = is_free(seat);
    let (sign, word) = words::holder(seat.holder);
    card(ui, theme, false, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(sign).size(theme.text.heading).color(theme.colors.soft));
            let name = scenario.map(|scenario| format::role(scenario, tr, seat.role)).unwrap_or_default();
            ui.label(if free { theme.strong(name) } else { theme.soft(name) });
            ui.label(theme.note(tr.t(word)));
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                let take = Button::new(tr.t("live-take-seat"));
                if ui.add_enabled(free && takes(team), take).on_disabled_hover_text(tr.t(why_not(team))).clicked() {
                    out.push(Cmd::Live(LiveCmd::Sit(team.team, Some(seat.role))));
                }
            });
        });
        if let Some(duties) = scenario.map(|scenario| scenario.roles.at(seat.role).duties.get(tr.lang())) {
            ui.add(Label::new(theme.note(duties)).wrap());
        }
    });
}
