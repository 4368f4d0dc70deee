//! The page of the hall that this machine hosts: how to come in, who is there, and the way to desk and big screen.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Button, CentralPanel, Color32, Frame, Label, Layout, Margin, Rect, RichText, ScrollArea, Sense, Ui, vec2};
use egui_phosphor::regular as icon;

use super::{Live, LiveCmd, words};
use crate::desktop::kit::{Cmd, Theme, format};
use crate::desktop::panels::{card, main_button, named};
use crate::desktop::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use crate::desktop::settings::Settings;
use crate::hall::{Board, Invitation, Troubles, qr_code};
use crate::i18n::Tr;
use crate::live::{HallCodes, Holder, Row};

/// What is shown of the codes of staff.
#[derive(Resource, Default)]
pub struct PageForm {
    /// The code of facilitators is shown.
    pub facilitator: bool,
    /// That of evaluators.
    pub evaluator: bool,
}

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<PageForm>()
        .add_systems(OnEnter(Screen::Page), |mut form: ResMut<PageForm>| *form = PageForm::default())
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Page)));
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    live: Res<Live>,
    mut form: ResMut<PageForm>,
    mut wishes: ResMut<Wishes>,
) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    let (theme, tr) = (&settings.theme, &settings.tr);
    strip_ui(&mut ui, &settings, &tr.t("live-host-page"), false, &mut wishes.0);
    let Some(server) = &live.server else { return };
    let board = server.board();
    let form = form.bypass_change_detection();
    let mut cx = PageCx {
        invitation: server.invitation(),
        codes: server.codes(),
        board,
        rows: Arc::default(),
        failed: server.has_failed(),
        troubles: server.troubles(),
        desk: !server.has_failed() && live.line.as_ref().is_none_or(|line| line.standing.is_some()),
    };
    if let Some(line) = &live.line {
        cx.rows = line.link.with(|client| Arc::clone(&client.screen().board));
    }
    page_ui(&mut ui, theme, tr, &cx, form, &mut wishes.0);
}

/// What the page shows.
pub struct PageCx<'a> {
    /// How to come in.
    pub invitation: &'a Invitation,
    /// The codes that are valid now.
    pub codes: HallCodes,
    /// What everybody may see.
    pub board: Arc<Board>,
    /// The teams as the direction sees them.
    pub rows: Arc<Vec<Row>>,
    /// The hall has come to an end by itself.
    pub failed: bool,
    /// Teams that cannot go on.
    pub troubles: Arc<Troubles>,
    /// The own desk can be gone to.
    pub desk: bool,
}

/// The page.
pub fn page_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, cx: &PageCx<'_>, form: &mut PageForm, out: &mut Vec<Cmd>) {
    let panel = Frame::new().fill(theme.colors.panel).inner_margin(Margin::same(16));
    let plain = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(16));
    egui::Panel::bottom("page-ways").frame(panel).show(ui, |ui| ways_ui(ui, theme, tr, cx, out));
    egui::Panel::left("page-invite").frame(plain).exact_size(theme.steps(90)).resizable(false).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| invite_ui(ui, theme, tr, cx));
    });
    egui::Panel::right("page-codes").frame(plain).exact_size(theme.steps(80)).resizable(false).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| codes_ui(ui, theme, tr, cx, form));
    });
    CentralPanel::default().frame(panel).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| present_ui(ui, theme, tr, cx));
    });
}

/// PIN, QR code and addresses: what is read aloud or put on the wall.
fn invite_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, cx: &PageCx<'_>) {
    ui.label(theme.heading(tr.t("live-pin")));
    let (first, last) = cx.codes.pin.split_at(cx.codes.pin.len() / 2);
    let pin = theme.mono(format!("{first} {last}")).size(theme.text.title * 2.0).color(theme.colors.text);
    ui.label(pin);
    let Some(address) = cx.invitation.addresses.first() else { return };
    ui.add_space(theme.steps(2));
    qr_ui(ui, theme, tr, &format!("dientap://{address}"));
    ui.add_space(theme.steps(2));
    ui.label(theme.heading(tr.t("live-addresses")));
    for address in &cx.invitation.addresses {
        let text = format!("{}:{}", address.host, address.port);
        ui.add(Label::new(theme.mono(text).size(theme.text.heading).color(theme.colors.text)).wrap());
    }
    if let Some(fingerprint) = address.fingerprint {
        ui.add_space(theme.steps(2));
        ui.label(theme.heading(tr.t("live-fingerprint"))).on_hover_text(tr.t("live-fingerprint-what"));
        ui.label(theme.mono(fingerprint.to_string()));
    }
}

/// A QR code, dark on light in every theme, with the border that readers need.
fn qr_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, text: &str) {
    let Some(code) = qr_code(text) else { return };
    let cells = code.side + 8;
    // Whole points a square, so that edges are sharp.
    let step = (theme.steps(64).min(ui.available_width()) / cells as f32).floor().max(2.0);
    let (area, response) = ui.allocate_exact_size(vec2(step, step) * cells as f32, Sense::hover());
    named(&response, &tr.t("live-qr"));
    let painter = ui.painter();
    painter.rect_filled(area, 0.0, Color32::WHITE);
    for (number, _) in code.dark.iter().enumerate().filter(|(_, dark)| **dark) {
        let (x, y) = ((number % code.side + 4) as f32, (number / code.side + 4) as f32);
        let at = area.min + vec2(x, y) * step;
        painter.rect_filled(Rect::from_min_size(at, vec2(step, step)), 0.0, Color32::BLACK);
    }
    response.on_hover_text(text);
}

fn codes_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, cx: &PageCx<'_>, form: &mut PageForm) {
    ui.label(theme.heading(tr.t("live-codes")));
    ui.add(Label::new(theme.note(tr.t("live-codes-what"))).wrap());
    ui.add_space(theme.steps(1));
    code_ui(ui, theme, tr, "live-standing-facilitator", &cx.codes.facilitators, &mut form.facilitator);
    ui.add_space(theme.steps(1));
    code_ui(ui, theme, tr, "live-standing-evaluator", &cx.codes.evaluators, &mut form.evaluator);
    ui.add_space(theme.steps(4));
    ui.label(theme.heading(tr.t("live-web")));
    if cx.invitation.web.is_empty() {
        ui.add(Label::new(theme.soft(tr.t("live-web-none"))).wrap());
    } else {
        ui.add(Label::new(theme.note(tr.t("live-web-what"))).wrap());
    }
    for page in &cx.invitation.web {
        ui.add(Label::new(theme.mono(page)).wrap());
    }
}

/// A code that is not shown.
const HIDDEN_CODE: &str = "••••-••••-••••-••••";

/// A code in groups of four.
fn in_groups(code: &str) -> String {
    let groups = code.as_bytes().chunks(4).map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join("-")
}

fn code_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, word: &str, code: &str, shown: &mut bool) {
    card(ui, theme, false, |ui| {
        ui.label(theme.strong(tr.t(word)));
        ui.horizontal(|ui| hidden_code_ui(ui, theme, tr, word, code, shown));
    });
}

/// A code, hidden until its eye is clicked: others may look at the screen. Once shown it can be copied.
pub fn hidden_code_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, word: &str, code: &str, shown: &mut bool) {
    let text = if *shown { in_groups(code) } else { HIDDEN_CODE.to_owned() };
    ui.label(theme.mono(text).color(theme.colors.text));
    let (sign, what) = if *shown { (icon::EYE_SLASH, "live-hide") } else { (icon::EYE, "live-show") };
    let button = ui.button(sign).on_hover_text(tr.t(what));
    named(&button, &format!("{} · {}", tr.t(what), tr.t(word)));
    if button.clicked() {
        *shown = !*shown;
    }
    if *shown && ui.button(icon::COPY).on_hover_text(tr.t("live-copy")).clicked() {
        ui.ctx().copy_text(code.to_owned());
    }
}

/// Who is there, team by team.
fn present_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, cx: &PageCx<'_>) {
    let board = &cx.board;
    ui.add(Label::new(theme.title(board.title.get(tr.lang()))).wrap());
    if cx.failed {
        ui.label(RichText::new(format!("{} {}", icon::WARNING, tr.t("live-hall-failed"))).color(theme.colors.critical));
    }
    let (people, online) =
        board.teams.iter().fold((0, 0), |(people, online), team| (people + team.people, online + team.online));
    let text = tr.with(
        "live-present",
        &[("online", online.into()), ("people", people.into()), ("teams", board.teams.len().into())],
    );
    ui.label(theme.soft(text));
    ui.add_space(theme.steps(2));
    for (number, team) in board.teams.iter().enumerate() {
        card(ui, theme, false, |ui| {
            ui.horizontal(|ui| {
                ui.label(theme.soft(words::stage_icon(team.stage)));
                ui.label(theme.strong(&team.name));
                ui.label(theme.note(tr.t(words::stage_word(team.stage))));
                ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.label(theme.mono(format::elapsed(team.now)));
                    let all = cx.rows.get(number).map_or(0, |row| row.seats.len());
                    let text = tr.with(
                        "live-present-team",
                        &[("online", team.online.into()), ("people", team.people.into()), ("seats", all.into())],
                    );
                    ui.label(theme.soft(format!("{} {text}", icon::USERS)));
                });
            });
            if let Some(trouble) = cx.troubles.get(&(number as u16)) {
                let text = format!("{} {}", icon::WARNING, trouble.say(tr));
                ui.add(Label::new(RichText::new(text).color(theme.colors.critical)).wrap());
            }
            names_ui(ui, theme, tr, cx, number);
        });
        ui.add_space(theme.steps(1));
    }
}

/// Names of those who sit there, with their sign: connected, not connected, or a stand-in plays instead.
fn names_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, cx: &PageCx<'_>, team: usize) {
    let Some(row) = cx.rows.get(team) else { return };
    let people = row.seats.iter().filter(|seat| !seat.name.is_empty());
    ui.horizontal_wrapped(|ui| {
        for seat in people {
            let (sign, color) = match seat.online {
                _ if seat.holder == Holder::StandIn => (icon::ROBOT, theme.colors.soft),
                true => (icon::WIFI_HIGH, theme.colors.low),
                false => (icon::WIFI_SLASH, theme.colors.faint),
            };
            let sign = ui.label(RichText::new(sign).color(color));
            if seat.holder == Holder::StandIn {
                sign.on_hover_text(tr.t("live-holder-stand-in-for"));
            }
            ui.label(if seat.online { theme.soft(&seat.name) } else { theme.note(&seat.name) });
            ui.add_space(theme.steps(1));
        }
    });
}

fn ways_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, cx: &PageCx<'_>, out: &mut Vec<Cmd>) {
    ui.horizontal(|ui| {
        let close = format!("{} {}", icon::DOOR, tr.t("live-close-hall"));
        ui.menu_button(close, |ui| {
            ui.set_max_width(theme.steps(80));
            let note = Label::new(theme.soft(tr.t("live-close-hall-note"))).wrap();
            ui.with_layout(Layout::top_down(egui::Align::Min), |ui| ui.add(note));
            let really = Button::new(RichText::new(tr.t("live-close-hall-really")).color(theme.colors.critical));
            if ui.add(really).clicked() {
                out.push(Cmd::Live(LiveCmd::Close));
            }
        });
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let desk = format!("{} {}", icon::SLIDERS_HORIZONTAL, tr.t("live-desk"));
            if main_button(ui, theme, &desk, cx.desk).clicked() {
                out.push(Cmd::Live(LiveCmd::Place));
            }
            if ui.button(format!("{} {}", icon::PROJECTOR_SCREEN, tr.t("live-big-screen"))).clicked() {
                out.push(Cmd::Live(LiveCmd::BigScreen));
            }
        });
    });
}
