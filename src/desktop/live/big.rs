//! The big screen for the hall: clock, phase, the public map, the teams, what was announced. Nothing on it is secret,
//! and everything is large enough for the last row.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::text::LayoutJob;
use egui::{
    Align, CentralPanel, Color32, FontFamily, FontId, Frame, Label, Layout, Margin, Pos2, Rect, RichText, Stroke, Ui,
    UiBuilder, Vec2, vec2,
};
use egui_phosphor::regular as icon;

use super::{Live, LiveCmd, words};
use crate::desktop::kit::{Cmd, Mode, PanelCx, Theme, UiState, bold, format};
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
/// Lines of the newest announcement, of an older one, and of what stands across the screen. The teams need the rest.
const LINES: (usize, usize, usize) = (4, 2, 2);
/// With more teams than this they get more of the width.
const MANY: usize = 20;
/// Columns of teams.
const COLUMNS_MAX: usize = 3;
/// Room between columns, in points.
const APART: f32 = 16.0;
/// Size of the letters of a team in a window of [`HEIGHT`], in points: never larger; small enough to leave out the
/// phase rather than go below; so small that a name is cut short rather than go below.
const LETTERS: (f32, f32, f32) = (20.0, 16.0, 11.0);
/// Size of what stands at the right of a team, in sizes of its name.
const SIDE: f32 = 0.85;
/// Room beside each text of a team, and under it, in sizes of its name.
const ROOM: (f32, f32) = (0.4, 0.15);
/// Height of a team where there is plenty, in sizes of its name.
const ROOMY: f32 = 2.0;

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
pub(super) fn of_screen(screen: &Shown, scenario: &Scenario) -> Board {
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
    // Through the eyes of a seat one reads what was told to that seat alone.
    let of_a_seat = screen.hall.look.is_some_and(|(_, seat)| seat.is_some());
    Board {
        title: scenario.file.title.clone(),
        starts: Some(scenario.file.starts),
        now: screen.board.iter().map(|row| row.now).max().unwrap_or_default(),
        active_ms: scenario.file.active.0,
        paused: screen.hall.paused.clone(),
        teams: screen.board.iter().map(team).collect(),
        news: if of_a_seat { Vec::new() } else { screen.hall.news.clone() },
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
            let font = FontId::new(26.0 * scale, bold());
            ui.add(lines(format!("{sign} {text}"), font, theme.colors.on_accent, LINES.2));
        });
    }
    if !cx.board.news.is_empty() {
        egui::Panel::bottom("big-news").frame(panel).show(ui, |ui| news_ui(ui, cx, scale));
    }
    let width = ui.available_width() * if cx.board.teams.len() > MANY { 0.55 } else { 0.42 };
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

/// The teams, all of them: nobody can scroll here.
fn teams_ui(ui: &mut Ui, cx: &BigCx<'_>, scale: f32) {
    let (theme, teams) = (cx.theme(), &cx.board.teams);
    let size = if teams.len() > MANY { 16.0 } else { 24.0 } * scale;
    ui.label(theme.strong(cx.tr().t("live-teams")).size(size));
    let area = ui.available_rect_before_wrap();
    let grid = Grid::of(ui, cx, area.size(), scale);
    for (number, team) in teams.iter().enumerate() {
        let cell = grid.cell(area.min, number);
        let row = UiBuilder::new().id_salt(number).max_rect(cell).layout(Layout::right_to_left(Align::Center));
        team_ui(&mut ui.new_child(row), cx, team, &grid);
        ui.painter().hline(cell.x_range(), cell.bottom(), Stroke::new(1.0, theme.colors.line));
    }
    ui.advance_cursor_after_rect(area);
}

/// How the teams stand so that there is room for all of them.
struct Grid {
    /// Teams one below the other.
    rows: usize,
    /// Room of a team.
    cell: Vec2,
    /// Size of its name.
    size: f32,
    /// The longest of its [`phases`] that there is room for.
    phase: usize,
}

impl Grid {
    fn of(ui: &Ui, cx: &BigCx<'_>, area: Vec2, scale: f32) -> Self {
        let (teams, largest) = (&cx.board.teams, LETTERS.0 * scale);
        let (main, side) = (FontId::new(largest, bold()), FontId::new(largest * SIDE, FontFamily::Proportional));
        // What a team needs at most, in sizes of its name.
        let name = widest(ui, teams.iter().map(|team| team.name.clone()), &main) / largest;
        let people = widest(ui, teams.iter().map(people), &side) / largest;
        let phase =
            |which: usize| widest(ui, teams.iter().map(|team| phases(cx, team)[which].clone()), &side) / largest;
        let high = ui.fonts_mut(|fonts| fonts.row_height(&main)) / largest + ROOM.1;
        let wide = 1.0 + name + people + 3.0 * ROOM.0;
        let needs = [wide + phase(0) + ROOM.0, wide + phase(1) + ROOM.0, wide];
        let fit = |phase: usize| fit(teams.len(), area, vec2(needs[phase], high), largest);
        let phase = (0..2).find(|phase| fit(*phase).1 >= LETTERS.1 * scale).unwrap_or(2);
        let (columns, size) = fit(phase);
        let (rows, cell) = split(teams.len(), area, columns);
        let size = size.max((cell.y / high).min(LETTERS.2 * scale)).max(1.0);
        Self { rows, cell: vec2(cell.x, cell.y.min(size * ROOMY)), size, phase }
    }

    /// Where a team stands, counted from 0.
    fn cell(&self, from: Pos2, number: usize) -> Rect {
        let (column, row) = ((number / self.rows) as f32, (number % self.rows) as f32);
        Rect::from_min_size(from + vec2(column * (self.cell.x + APART), row * self.cell.y), self.cell)
    }
}

/// The number of columns that allows for the largest letters, and their size, where a team needs this room in sizes of
/// its name.
fn fit(teams: usize, area: Vec2, needs: Vec2, largest: f32) -> (usize, f32) {
    let mut best = (1, 0.0);
    for columns in 1..=COLUMNS_MAX {
        let (_, cell) = split(teams, area, columns);
        // Letters of another size are not exactly as much wider.
        let size = (cell.x / (needs.x * 1.03)).min(cell.y / needs.y).min(largest);
        if size > best.1 {
            best = (columns, size);
        }
    }
    best
}

/// Rows of so many columns, and the room of each team.
fn split(teams: usize, area: Vec2, columns: usize) -> (usize, Vec2) {
    let rows = teams.div_ceil(columns).max(1);
    let width = (area.x - APART * (columns - 1) as f32) / columns as f32;
    (rows, vec2(width.max(1.0), (area.y / rows as f32).max(1.0)))
}

fn widest(ui: &Ui, texts: impl Iterator<Item = String>, font: &FontId) -> f32 {
    texts.map(|text| width_of(ui, text, font)).fold(0.0, f32::max)
}

fn width_of(ui: &Ui, text: String, font: &FontId) -> f32 {
    ui.painter().layout_no_wrap(text, font.clone(), Color32::PLACEHOLDER).size().x
}

/// How many of a team's people are there.
fn people(team: &TeamBoard) -> String {
    match team.people {
        0 => String::new(),
        people => format!("{} {}/{people}", icon::USERS, team.online),
    }
}

/// Where a team is in the plan, in full and as short as it can be said.
fn phases(cx: &BigCx<'_>, team: &TeamBoard) -> [String; 2] {
    let full = match team.stage {
        Stage::Lobby | Stage::Over => cx.tr().t(words::stage_word(team.stage)),
        Stage::Running | Stage::Paused => team.phase.get(cx.tr().lang()).to_owned(),
    };
    let brief = full.split(',').next().unwrap_or_default().to_owned();
    [full, brief]
}

/// A team, from right to left, so that its name gets what is left.
fn team_ui(ui: &mut Ui, cx: &BigCx<'_>, team: &TeamBoard, grid: &Grid) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let (gap, side) = (grid.size * ROOM.0, FontId::new(grid.size * SIDE, FontFamily::Proportional));
    ui.spacing_mut().item_spacing = vec2(gap, 0.0);
    if team.people > 0 {
        ui.label(theme.soft(people(team)).size(side.size)).on_hover_text(tr.t("live-present-hover"));
    }
    let name = width_of(ui, team.name.clone(), &FontId::new(grid.size, bold()));
    let room = ui.available_width() - name - grid.size - 3.0 * gap;
    let phases = phases(cx, team);
    let phase = phases.iter().skip(grid.phase.min(1)).find(|phase| width_of(ui, (*phase).clone(), &side) <= room);
    if let Some(phase) = phase {
        ui.label(theme.soft(phase).size(side.size));
    }
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let sign = RichText::new(words::stage_icon(team.stage)).size(grid.size).color(stage_color(theme, team.stage));
        ui.label(sign).on_hover_text(&phases[0]);
        ui.add(Label::new(theme.strong(&team.name).size(grid.size)).truncate());
    });
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
            let (family, color, rows) = match number {
                0 => (bold(), theme.colors.text, LINES.0),
                _ => (FontFamily::Proportional, theme.colors.soft, LINES.1),
            };
            ui.add(lines(news.text.clone(), FontId::new(size, family), color, rows));
        });
    }
}

/// A text of at most so many lines.
fn lines(text: String, font: FontId, color: Color32, rows: usize) -> Label {
    let mut job = LayoutJob::simple(text, font, color, f32::INFINITY);
    job.wrap.max_rows = rows;
    Label::new(job).wrap()
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
