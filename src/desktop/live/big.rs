//! The big screen for the hall: clock, phase, the public map, the teams, what was announced. Nothing on it is secret,
//! and everything is large enough for the last row.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Align, CentralPanel, Color32, Frame, Label, Layout, Margin, RichText, Ui};
use egui_phosphor::regular as icon;

use super::{Live, LiveCmd, words};
use crate::desktop::kit::{Cmd, Mode, PanelCx, Theme, UiState, format};
use crate::desktop::map::{MapState, public_pane_ui};
use crate::desktop::screens::{Draw, Screen, Wishes, exercise_badge_ui, switches_ui, whole_window};
use crate::desktop::settings::Settings;
use crate::hall::{Board, TeamBoard};
use crate::i18n::Tr;
use crate::live::{Holder, Row, Screen as Shown, Stage};
use crate::model::{Ix, Scenario, SimTime, Span};
use crate::sim::{SeatView, TeamView, View};

/// Height of the window that sizes are made for, in points.
const HEIGHT: f32 = 768.0;
/// Size of the names on the map in such a window, in points.
const NAMES: f32 = 16.0;
/// Announcements shown.
const NEWS_SHOWN: usize = 3;

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(OnEnter(Screen::Hall), |mut map: ResMut<MapState>| map.forget())
        .add_systems(OnExit(Screen::Hall), |mut map: ResMut<MapState>| map.forget())
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Hall)));
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    live: Res<Live>,
    mut map: ResMut<MapState>,
    mut wishes: ResMut<Wishes>,
) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    let scenario = live.line.as_ref().and_then(|line| line.link.with(|client| client.scenario().cloned()));
    let board = match (&live.server, &live.line, &scenario) {
        (Some(server), _, _) => server.board(),
        (None, Some(line), Some(scenario)) => Arc::new(line.link.with(|client| of_screen(client.screen(), scenario))),
        _ => Arc::default(),
    };
    let cx = BigCx { board: &board, scenario: scenario.as_deref(), settings: &settings };
    big_ui(&mut ui, &cx, Some(map.bypass_change_detection()), &mut wishes.0);
}

/// The board as somebody who watches over the wire can put it together.
fn of_screen(screen: &Shown, scenario: &Scenario) -> Board {
    let phase = |row: &Row| {
        let phase = scenario.plan.phases.iter().find(|phase| phase.id == row.phase);
        phase.map(|phase| phase.name.clone()).unwrap_or_default()
    };
    let team = |row: &Row| {
        let people = || row.seats.iter().filter(|seat| seat.holder == Holder::Person);
        TeamBoard {
            name: row.name.clone(),
            stage: row.stage,
            now: row.now,
            rate_permille: 0,
            phase: phase(row),
            people: people().count(),
            online: people().filter(|seat| seat.online).count(),
        }
    };
    Board {
        title: scenario.file.title.clone(),
        starts: Some(scenario.file.starts),
        now: screen.board.iter().map(|row| row.now).max().unwrap_or_default(),
        active_ms: scenario.file.active.0,
        paused: screen.hall.paused.clone(),
        teams: screen.board.iter().map(team).collect(),
        news: screen.hall.news.clone(),
    }
}

/// What the big screen shows.
pub struct BigCx<'a> {
    /// What everybody may see.
    pub board: &'a Board,
    /// The public network, where it is known.
    pub scenario: Option<&'a Scenario>,
    /// Words and look.
    pub settings: &'a Settings,
}

impl BigCx<'_> {
    fn theme(&self) -> &Theme {
        &self.settings.theme
    }

    fn tr(&self) -> &Tr {
        &self.settings.tr
    }
}

/// The big screen.
pub fn big_ui(ui: &mut Ui, cx: &BigCx<'_>, map: Option<&mut MapState>, out: &mut Vec<Cmd>) {
    let (theme, scale) = (cx.theme(), (ui.available_height() / HEIGHT).max(0.8));
    let panel = Frame::new().fill(theme.colors.panel).inner_margin(Margin::symmetric(24, 12));
    let plain = Frame::new().fill(theme.colors.window).inner_margin(Margin::symmetric(24, 12));
    egui::Panel::top("big-head").frame(panel).show(ui, |ui| head_ui(ui, cx, scale, out));
    if let Some((sign, text)) = state(cx) {
        let frame = Frame::new().fill(theme.colors.accent).inner_margin(Margin::symmetric(24, 8));
        egui::Panel::top("big-state").frame(frame).show(ui, |ui| {
            let text = theme.strong(format!("{sign} {text}")).size(26.0 * scale).color(theme.colors.on_accent);
            ui.add(Label::new(text).wrap());
        });
    }
    if !cx.board.news.is_empty() {
        egui::Panel::bottom("big-news").frame(panel).show(ui, |ui| news_ui(ui, cx, scale));
    }
    let width = ui.available_width() * 0.42;
    egui::Panel::right("big-teams").frame(plain).exact_size(width).resizable(false).show(ui, |ui| {
        teams_ui(ui, cx, scale);
    });
    CentralPanel::default().frame(Frame::NONE).show(ui, |ui| map_ui(ui, cx, map, scale));
}

/// What stands across the whole screen: a pause, the lobby, the end.
fn state(cx: &BigCx<'_>) -> Option<(&'static str, String)> {
    let (tr, teams) = (cx.tr(), &cx.board.teams);
    let all = |stage| !teams.is_empty() && teams.iter().all(|team| team.stage == stage);
    if let Some(reason) = &cx.board.paused {
        return Some((icon::PAUSE, tr.with("live-paused", &[("reason", reason.clone().into())])));
    }
    let stage = [Stage::Lobby, Stage::Paused, Stage::Over].into_iter().find(|stage| all(*stage))?;
    Some((words::stage_icon(stage), tr.t(&format!("{}-all", words::stage_word(stage)))))
}

fn head_ui(ui: &mut Ui, cx: &BigCx<'_>, scale: f32, out: &mut Vec<Cmd>) {
    let (theme, tr, board) = (cx.theme(), cx.tr(), cx.board);
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let clock = board.starts.map_or_else(String::new, |starts| format::clock_short(starts, board.now));
            ui.label(theme.mono(clock).size(76.0 * scale).color(theme.colors.text));
        });
        ui.add_space(theme.steps(4));
        ui.vertical(|ui| {
            ui.add_space(10.0 * scale);
            ui.horizontal(|ui| {
                exercise_badge_ui(ui, theme, tr);
                let title = theme.strong(board.title.get(tr.lang())).size(28.0 * scale);
                ui.add(Label::new(title).truncate());
            });
            let date = board.starts.map_or_else(String::new, |starts| format::date(tr, starts, board.now));
            let elapsed =
                format::hms(Span(board.now.0)).rsplit_once(':').map_or_else(String::new, |(t, _)| t.to_owned());
            let left = SimTime(board.active_ms).0 - board.now.0;
            let text = match left {
                ..=0 => format!("{date} · T+{elapsed}"),
                left => {
                    let left = format::span(tr, Span(left - left % 60_000));
                    format!("{date} · T+{elapsed} · {}", tr.with("live-left", &[("span", left.into())]))
                }
            };
            ui.label(theme.soft(text).size(22.0 * scale));
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.menu_button(icon::LIST, |ui| {
                ui.set_min_width(theme.steps(60));
                for (sign, word, cmd) in [
                    (icon::SIGN_IN, "live-go-in", LiveCmd::Place),
                    (icon::ARROW_LEFT, "live-back-to-door", LiveCmd::Door),
                ] {
                    if ui.button(format!("{sign} {}", tr.t(word))).clicked() {
                        out.push(Cmd::Live(cmd));
                    }
                }
                ui.separator();
                ui.horizontal_wrapped(|ui| switches_ui(ui, cx.settings, out));
            });
        });
    });
}

/// The teams, as many columns as they need.
fn teams_ui(ui: &mut Ui, cx: &BigCx<'_>, scale: f32) {
    let (theme, teams) = (cx.theme(), &cx.board.teams);
    ui.label(theme.strong(cx.tr().t("live-teams")).size(24.0 * scale));
    ui.add_space(4.0 * scale);
    // The row grows with the room there is.
    let room = ui.available_height() / teams.len().max(1) as f32;
    let columns = if room < 34.0 * scale { 2 } else { 1 };
    let rows = teams.len().div_ceil(columns);
    ui.columns(columns, |columns| {
        for (number, team) in teams.iter().enumerate() {
            team_ui(&mut columns[number / rows.max(1)], cx, team, scale);
        }
    });
}

fn team_ui(ui: &mut Ui, cx: &BigCx<'_>, team: &TeamBoard, scale: f32) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let color = stage_color(theme, team.stage);
    ui.horizontal(|ui| {
        ui.label(RichText::new(words::stage_icon(team.stage)).size(20.0 * scale).color(color));
        ui.label(theme.strong(&team.name).size(20.0 * scale));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if team.people > 0 {
                let text = format!("{} {}/{}", icon::USERS, team.online, team.people);
                ui.label(theme.soft(text).size(17.0 * scale)).on_hover_text(tr.t("live-present-hover"));
            }
            let phase = match team.stage {
                Stage::Lobby | Stage::Over => tr.t(words::stage_word(team.stage)),
                Stage::Running | Stage::Paused => team.phase.get(tr.lang()).to_owned(),
            };
            ui.add(Label::new(theme.soft(phase).size(17.0 * scale)).truncate());
        });
    });
    ui.separator();
}

/// Colour of a stage: only a pause stands out.
fn stage_color(theme: &Theme, stage: Stage) -> Color32 {
    match stage {
        Stage::Running => theme.colors.low,
        Stage::Paused => theme.colors.high,
        Stage::Lobby | Stage::Over => theme.colors.faint,
    }
}

fn news_ui(ui: &mut Ui, cx: &BigCx<'_>, scale: f32) {
    let theme = cx.theme();
    for (number, news) in cx.board.news.iter().rev().take(NEWS_SHOWN).enumerate() {
        let at = cx.board.starts.map_or_else(String::new, |starts| format::clock_short(starts, news.at));
        ui.horizontal_top(|ui| {
            let size = if number == 0 { 24.0 } else { 18.0 } * scale;
            ui.label(theme.mono(format!("{} {at}", icon::MEGAPHONE)).size(size));
            let text = if number == 0 { theme.strong(&news.text) } else { theme.soft(&news.text) };
            ui.add(Label::new(text.size(size)).wrap());
        });
    }
}

/// The public network, without anything that anybody knows of it.
fn map_ui(ui: &mut Ui, cx: &BigCx<'_>, map: Option<&mut MapState>, scale: f32) {
    let (Some(scenario), Some(map)) = (cx.scenario, map) else { return };
    let mut theme = cx.theme().clone();
    theme.text.small = theme.text.small.max(NAMES * scale);
    let role = Ix::new(0);
    let (seat, team) = (SeatView::empty(role), TeamView::empty(scenario.network.systems.len()));
    let (mut ui_state, mut nothing) = (UiState::default(), Vec::new());
    let mut pane = PanelCx {
        scenario,
        view: View { now: cx.board.now, seat: &seat, team: &team },
        role,
        possible: &|_, _| Ok(()),
        steps: &[],
        tr: cx.tr(),
        theme: &theme,
        mode: Mode::Practice,
        ui_state: &mut ui_state,
        out: &mut nothing,
    };
    public_pane_ui(ui, &mut pane, map);
}
