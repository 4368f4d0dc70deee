//! The seats of the team looked at: who sits there, what they did last, what waits for them, and what can be done.

use egui::{Align, Label, Layout, RichText, Ui};
use egui_phosphor::regular as icon;

use super::confirm::confirm_ui;
use super::{DeskCx, care_flag, pace_mark};
use crate::desktop::kit::{Cmd, format};
use crate::desktop::live::{LiveCmd, words};
use crate::desktop::lobby::SKILLS;
use crate::desktop::panels::{card, named};
use crate::live::{DeskAct, Holder, Row, SeatRow, Stage};
use crate::model::Span;
use crate::standin::Kind;

/// All seats.
pub fn seats_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let Some(row) = cx.row() else {
        ui.label(cx.theme().soft(cx.tr().t("live-gate-waits")));
        return;
    };
    team_ui(ui, cx, row);
    for seat in &row.seats {
        ui.push_id(seat.role.raw(), |ui| seat_ui(ui, cx, row, seat));
        ui.add_space(cx.theme().steps(1));
    }
}

/// What there is to look at about the team as a whole.
fn team_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &Row) {
    let (theme, tr) = (cx.theme(), cx.tr());
    for flag in row.care.iter().flat_map(|care| &care.flags) {
        let (sign, color, text) = care_flag(theme, tr, cx.scenario(), flag);
        ui.horizontal_top(|ui| {
            ui.label(RichText::new(sign).color(color));
            ui.add(Label::new(text).wrap());
        });
    }
    ui.add_space(theme.steps(1));
}

fn seat_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, row: &Row, seat: &SeatRow) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let care = seat.care.as_deref();
    card(ui, theme, false, |ui| {
        ui.horizontal(|ui| {
            if let Some(care) = care.filter(|_| row.stage != Stage::Lobby) {
                let (sign, color, text) = pace_mark(theme, tr, care.pace);
                ui.label(RichText::new(sign).color(color)).on_hover_text(text);
            }
            let (sign, word) = holder(seat);
            ui.label(theme.soft(sign)).on_hover_text(tr.t(word));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                acts_ui(ui, cx, row, seat);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.label(theme.strong(format::role(cx.scenario(), tr, seat.role)));
                    if has_person(seat) {
                        person_ui(ui, cx, seat);
                    }
                    if seat.holder != Holder::Person {
                        ui.add(Label::new(theme.note(tr.t(word))).truncate());
                    }
                });
            });
        });
        if has_state(seat) {
            ui.horizontal_wrapped(|ui| state_ui(ui, cx, row, seat));
        }
    });
}

/// Whether somebody has sat down there, even if a stand-in plays the seat now.
fn has_person(seat: &SeatRow) -> bool {
    seat.holder == Holder::Person || !seat.name.is_empty()
}

/// Sign of who holds a seat, and the key of its name: a stand-in makes way only where nobody has sat down yet.
fn holder(seat: &SeatRow) -> (&'static str, &'static str) {
    match words::holder(seat.holder) {
        (sign, _) if seat.holder == Holder::StandIn && has_person(seat) => (sign, "live-holder-stand-in-for"),
        holder => holder,
    }
}

/// The person of a seat, and whether their machine is connected.
fn person_ui(ui: &mut Ui, cx: &DeskCx<'_>, seat: &SeatRow) {
    let theme = cx.theme();
    let (sign, color) = match seat.online {
        true => (icon::WIFI_HIGH, theme.colors.low),
        false => (icon::WIFI_SLASH, theme.colors.critical),
    };
    ui.label(RichText::new(sign).color(color));
    ui.add(Label::new(theme.soft(&seat.name)).truncate());
}

/// Whether there is anything to say about a seat beside who holds it.
fn has_state(seat: &SeatRow) -> bool {
    let by_person = seat.holder == Holder::Person || seat.acted.is_some();
    let odd = |care: &crate::live::SeatCare| care.waiting > 0 || care.unopened > 0 || !care.flags.is_empty();
    by_person || seat.care.as_deref().is_some_and(odd)
}

fn state_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &Row, seat: &SeatRow) {
    let (theme, tr) = (cx.theme(), cx.tr());
    if row.stage == Stage::Lobby && seat.holder == Holder::Person {
        let (sign, color, word) = match seat.ready {
            true => (icon::CHECK_CIRCLE, theme.colors.low, "live-seat-ready"),
            false => (icon::HOURGLASS, theme.colors.high, "live-seat-not-ready"),
        };
        ui.label(RichText::new(format!("{sign} {}", tr.t(word))).color(color));
    }
    if let Some(at) = seat.acted {
        let age = format::age(Span((row.now.0 - at.0).max(0)));
        ui.label(theme.note(tr.with("live-acted", &[("age", age.into())])));
    } else if row.stage != Stage::Lobby && seat.holder == Holder::Person {
        ui.label(theme.note(tr.t("live-acted-never")));
    }
    let Some(care) = seat.care.as_deref() else { return };
    if care.waiting > 0 {
        ui.label(theme.soft(tr.with("live-waiting", &[("n", care.waiting.into())])));
    }
    if care.unopened > 0 {
        ui.label(theme.soft(tr.with("live-unopened", &[("n", care.unopened.into())])));
    }
    for flag in &care.flags {
        let (sign, color, text) = care_flag(theme, tr, cx.scenario(), flag);
        ui.label(RichText::new(format!("{sign} {text}")).color(color).size(theme.text.small));
    }
    if let Some(check) = care.check.as_ref().filter(|check| !check.same_version || !check.clock_fits) {
        if !check.same_version {
            let text = tr.with("live-check-version", &[("version", check.version.clone().into())]);
            ui.label(RichText::new(format!("{} {text}", icon::WARNING)).color(theme.colors.medium));
        }
        if !check.clock_fits {
            let off = format::span(tr, Span(check.clock_off_ms));
            let text = tr.with("live-check-clock", &[("span", off.into())]);
            ui.label(RichText::new(format!("{} {text}", icon::CLOCK)).color(theme.colors.medium));
        }
    }
}

/// What can be done about a seat, from right to left.
fn acts_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, row: &Row, seat: &SeatRow) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let role = format::role(cx.scenario(), tr, seat.role);
    if let Some(code) = &seat.code {
        let menu = ui.menu_button(icon::KEY, |ui| {
            ui.label(theme.note(tr.t("live-seat-code")));
            ui.horizontal(|ui| {
                ui.label(theme.mono(code).color(theme.colors.text));
                if ui.button(icon::COPY).on_hover_text(tr.t("live-copy")).clicked() {
                    ui.ctx().copy_text(code.clone());
                }
            });
        });
        named(&menu.response, &format!("{} · {role}", tr.t("live-seat-code")));
        menu.response.on_hover_text(tr.t("live-seat-code"));
    }
    if seat.holder == Holder::StandIn {
        if gives_back_ui(ui, cx, seat) {
            cx.act_here(DeskAct::Swap { role: seat.role, stand_in: None });
        }
    } else {
        let swap = ui.menu_button(icon::ROBOT, |ui| {
            ui.label(theme.note(tr.t("live-swap-what")));
            for (word, skill) in SKILLS {
                let kind = skill.map_or(Kind::DoNothing, |skill_permille| Kind::PlanFollower { skill_permille });
                if ui.button(tr.t(word)).clicked() {
                    cx.act_here(DeskAct::Swap { role: seat.role, stand_in: Some(kind.to_string()) });
                }
            }
        });
        named(&swap.response, &format!("{} · {role}", tr.t("live-swap")));
        swap.response.on_hover_text(tr.t("live-swap"));
    }
    let tell = ui.button(icon::MEGAPHONE).on_hover_text(tr.t("live-tell-seat"));
    named(&tell, &format!("{} · {role}", tr.t("live-tell-seat")));
    if tell.clicked() {
        cx.form.open_tell(Some((row.team, Some(seat.role))));
    }
    let view = ui.button(format!("{} {}", icon::EYE, tr.t("live-view-seat")));
    if view.on_hover_text(tr.t("live-view-seat-what")).clicked() {
        cx.out.push(Cmd::Live(LiveCmd::Look(Some((row.team, Some(seat.role))))));
    }
}

/// Takes the stand-in from a seat. Where nobody has sat down the seat stays empty, so it asks once more. Whether it is
/// to be done.
fn gives_back_ui(ui: &mut Ui, cx: &DeskCx<'_>, seat: &SeatRow) -> bool {
    let tr = cx.tr();
    let text = format!("{} {}", icon::USER, tr.t("live-swap-back"));
    if has_person(seat) {
        return ui.button(text).on_hover_text(tr.t("live-swap-back-what")).clicked();
    }
    confirm_ui(ui, cx.theme(), text, &tr.t("live-swap-empty-what"), &tr.t("live-swap-empty"))
}
