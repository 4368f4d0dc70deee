//! The teams: where each stands, how late it is, when it will be done, and what to look at.

use egui::{Align, Frame, Label, Layout, Margin, RichText, Sense, Stroke, Ui};
use egui_phosphor::regular as icon;

use super::{DeskCx, care_flag, pace_mark};
use crate::desktop::kit::{Cmd, format};
use crate::desktop::live::{LiveCmd, words};
use crate::desktop::panels::named;
use crate::live::{Holder, Row, Stage};
use crate::model::Span;

/// Flags shown in a row; the rest is counted.
const FLAGS_SHOWN: usize = 5;

/// All teams.
pub fn teams_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    for row in cx.seen.board.iter() {
        let chosen = row.team == cx.form.team;
        if team_row_ui(ui, cx, row, chosen) {
            cx.form.team = row.team;
            cx.out.push(Cmd::Live(LiveCmd::Look(Some((row.team, None)))));
        }
    }
}

/// A team. Whether it was clicked.
pub fn team_row_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &Row, chosen: bool) -> bool {
    let theme = cx.theme();
    let (line, fill) = match chosen {
        true => (theme.colors.accent, theme.tint(0.12)),
        false => (theme.colors.line, theme.colors.panel),
    };
    let frame = Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(theme.radius)
        .inner_margin(Margin::symmetric(8, 1));
    let response = frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.style_mut().interaction.selectable_labels = false;
            ui.spacing_mut().item_spacing.y = 0.0;
            first_line_ui(ui, cx, row);
            second_line_ui(ui, cx, row);
        })
        .response;
    let response = response.interact(Sense::click());
    named(&response, &row.name);
    response.clicked()
}

fn first_line_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &Row) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        let pace = row.care.as_ref().map(|care| care.pace).unwrap_or_default();
        let (sign, color, text) = pace_mark(theme, tr, pace);
        if row.stage == Stage::Running || row.stage == Stage::Paused {
            ui.label(RichText::new(sign).color(color)).on_hover_text(text);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme.mono(format::clock_short(cx.starts(), row.now)));
            let stage = ui.label(theme.soft(words::stage_icon(row.stage)));
            stage.on_hover_text(tr.t(words::stage_word(row.stage)));
            flags_ui(ui, cx, row);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(theme.strong(&row.name)).truncate());
            });
        });
    });
}

/// Flags of the team and of its seats, the gravest first.
fn flags_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &Row) {
    let (theme, tr, scenario) = (cx.theme(), cx.tr(), cx.scenario());
    let mut flags = Vec::new();
    for flag in row.care.iter().flat_map(|care| &care.flags) {
        flags.push((*flag, String::new()));
    }
    for seat in &row.seats {
        for flag in seat.care.iter().flat_map(|care| &care.flags) {
            flags.push((*flag, format!("{}: ", format::role(scenario, tr, seat.role))));
        }
    }
    flags.sort_by_key(|(flag, _)| *flag);
    // They stand from right to left.
    if flags.len() > FLAGS_SHOWN {
        ui.label(theme.note(format!("+{}", flags.len() - FLAGS_SHOWN)));
    }
    for (flag, whose) in flags.iter().take(FLAGS_SHOWN).rev() {
        let (sign, color, text) = care_flag(theme, tr, scenario, flag);
        let text = format!("{whose}{text}");
        let response = ui.label(RichText::new(sign).color(color)).on_hover_text(&text);
        named(&response, &text);
    }
}

fn second_line_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &Row) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        let people = row.seats.iter().filter(|seat| seat.holder == Holder::Person).count();
        let online = row.seats.iter().filter(|seat| seat.holder == Holder::Person && seat.online).count();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(care) = row.care.as_ref().filter(|_| row.stage != Stage::Lobby) {
                let end = format::clock_short(cx.starts(), care.expected_end);
                let late = Span(care.expected_end.0 - care.planned_end.0);
                let text = match late.0 {
                    60_000.. => format!("{} {end} (+{})", icon::FLAG_CHECKERED, format::age(late)),
                    _ => format!("{} {end}", icon::FLAG_CHECKERED),
                };
                ui.label(theme.note(text)).on_hover_text(tr.t("live-expected-end"));
                let score = theme.note(format!("{} %", care.as_it_stands_permille / 10));
                ui.label(score).on_hover_text(tr.t("live-score-now"));
            }
            let seats = theme.note(format!("{} {online}/{people}", icon::USERS));
            ui.label(seats).on_hover_text(tr.t("live-present-hover"));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let phase = cx.scenario().plan.phases.iter().find(|phase| phase.id == row.phase);
                let text = match row.stage {
                    Stage::Lobby | Stage::Over => tr.t(words::stage_word(row.stage)),
                    _ => phase.map(|phase| phase.name.get(tr.lang()).to_owned()).unwrap_or_default(),
                };
                ui.add(Label::new(theme.note(text)).truncate());
            });
        });
    });
}
