//! The injects of the team looked at, in the order they come: send now, hold, release, skip, shift, word anew, make one
//! up, take one over into the scenario.

use egui::{Align, Color32, Label, Layout, Panel, RichText, ScrollArea, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::DeskCx;
use super::inject_form::{self, InjectForm};
use crate::desktop::debrief::sign_of;
use crate::desktop::kit::format;
use crate::desktop::panels::{card, inject_icon, named, tag};
use crate::live::{DeskAct, InjectRow};
use crate::model::{Inject, SimTime, Span, When};
use crate::score::Status;
use crate::sim::{Control, InjectState};

/// Minutes by which injects are shifted with one click.
const SHIFTS: [i64; 4] = [-15, -5, 5, 15];

/// The board, and beside it what is being written.
pub fn msel_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let theme = cx.theme();
    if cx.form.inject.is_some() || cx.form.promoted.is_some() {
        let width = (ui.available_width() * 0.46).clamp(theme.steps(80), theme.steps(120));
        Panel::right("inject-form").resizable(true).default_size(width).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                if cx.form.promoted.is_some() {
                    promoted_ui(ui, cx);
                } else {
                    inject_form::form_ui(ui, cx);
                }
            });
        });
    }
    tools_ui(ui, cx);
    ui.add_space(theme.steps(1));
    let Some(desk) = cx.desk() else {
        ui.label(theme.soft(cx.tr().t("live-desk-waits")));
        return;
    };
    let mut rows: Vec<&InjectRow> = desk.injects.iter().filter(|row| !cx.form.open_only || is_open(row)).collect();
    rows.sort_by_key(|row| order(row.state));
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if rows.is_empty() {
            ui.label(theme.soft(cx.tr().t("live-msel-empty")));
        }
        for row in rows {
            ui.push_id(row.inject.raw(), |ui| row_ui(ui, cx, row));
        }
    });
}

const fn is_open(row: &InjectRow) -> bool {
    matches!(row.state, InjectState::Waiting | InjectState::Due(_) | InjectState::Held(_))
}

/// Those with a time by it, those without behind them.
const fn order(state: InjectState) -> (bool, SimTime) {
    match state {
        InjectState::Due(at) | InjectState::Sent(at) | InjectState::Held(Some(at)) => (false, at),
        InjectState::Waiting | InjectState::Held(None) => (true, SimTime(0)),
        InjectState::Dropped | InjectState::Skipped => (true, SimTime(1)),
    }
}

fn tools_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let tr = cx.tr();
    ui.horizontal_wrapped(|ui| {
        let scope = tr.with("live-scope-for", &[("teams", cx.scope_text().into())]);
        ui.label(cx.theme().strong(format!("{} {scope}", icon::USERS_THREE)).color(cx.theme().colors.accent));
        ui.separator();
        if ui.button(format!("{} {}", icon::PLUS, tr.t("live-ad-hoc"))).clicked() {
            cx.form.write(Some(InjectForm::default()));
        }
        if cx.form.inject.is_none() && cx.form.kept.is_some() {
            let back = format!("{} {}", icon::ARROW_COUNTER_CLOCKWISE, tr.t("live-ad-hoc-back"));
            if ui.button(back).clicked() {
                let kept = cx.form.kept.take();
                cx.form.write(kept);
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(cx.theme().soft(tr.t("live-shift-all")));
        for mins in SHIFTS {
            if ui.button(shift_text(mins)).on_hover_text(tr.t("live-shift-all-what")).clicked() {
                cx.act(DeskAct::Control(Control::ShiftAll(Span::mins(mins))));
            }
        }
        ui.add_space(cx.theme().steps(2));
        ui.checkbox(&mut cx.form.open_only, tr.t("live-open-only"));
    });
}

fn shift_text(mins: i64) -> String {
    if mins < 0 { format!("−{}′", -mins) } else { format!("+{mins}′") }
}

/// The inject as the scenario says it; none of one made up.
fn of_scenario<'a>(cx: &DeskCx<'a>, row: &InjectRow) -> Option<&'a Inject> {
    cx.scenario().file.injects.get(row.inject.us())
}

/// Sign, title and sender of an inject, as it is worded now.
fn said(cx: &DeskCx<'_>, row: &InjectRow) -> (&'static str, String, String) {
    let lang = cx.tr().lang();
    match (&row.words, of_scenario(cx, row)) {
        (Some(words), _) => {
            (inject_icon(words.kind), words.title.get(lang).to_owned(), words.from.get(lang).to_owned())
        }
        (None, Some(inject)) => {
            (inject_icon(inject.kind), inject.title.get(lang).to_owned(), inject.from.get(lang).to_owned())
        }
        (None, None) => (icon::QUESTION, String::new(), String::new()),
    }
}

fn row_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, row: &InjectRow) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let (sign, title, from) = said(cx, row);
    card(ui, theme, false, |ui| {
        ui.horizontal(|ui| {
            let (at, word, color) = state(cx, row);
            ui.label(theme.mono(at));
            ui.label(theme.soft(sign));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                acts_ui(ui, cx, row);
                tag(ui, theme, &tr.t(word), color);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(theme.strong(&title)).truncate()).on_hover_text(&title);
                });
            });
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(theme.note(from));
            if of_scenario(cx, row).is_none() {
                tag(ui, theme, &tr.t("live-made-up"), theme.colors.accent);
            } else if row.words.is_some() {
                tag(ui, theme, &tr.t("live-reworded"), theme.colors.accent);
            }
            for (role, opened) in &row.to {
                let sent = matches!(row.state, InjectState::Sent(_));
                let sign = if !sent {
                    icon::ARROW_RIGHT
                } else if *opened {
                    icon::ENVELOPE_OPEN
                } else {
                    icon::ENVELOPE
                };
                ui.label(theme.note(format!("{sign} {}", format::role(cx.scenario(), tr, *role))));
            }
            outcome_ui(ui, cx, row);
        });
    });
}

/// What became of it: the answer, and how what it asks for stands.
fn outcome_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &InjectRow) {
    let (theme, tr, lang) = (cx.theme(), cx.tr(), cx.tr().lang());
    if let (Some((role, choice)), Some(inject)) = (row.answered, of_scenario(cx, row)) {
        let choice = inject.choices.get(usize::from(choice)).map(|choice| choice.text.get(lang)).unwrap_or_default();
        let role = format::role(cx.scenario(), tr, role);
        ui.label(theme.soft(format!("{} {role}: {choice}", icon::CHECK)).size(theme.text.small));
    }
    let Some(expected) = &row.expected else { return };
    let action = match (&row.wanted, of_scenario(cx, row)) {
        (Some(wanted), _) => Some((wanted.action.get(lang), wanted.points)),
        (None, Some(inject)) => inject.expects.as_ref().map(|wanted| (wanted.action.get(lang), wanted.points)),
        (None, None) => None,
    };
    let color = match expected.status {
        Status::Done | Status::Clear => theme.colors.low,
        Status::Late | Status::OutOfOrder => theme.colors.medium,
        Status::Missed | Status::Incurred => theme.colors.critical,
        Status::Open | Status::NotApplicable => theme.colors.soft,
    };
    let (action, points) = action.unwrap_or_default();
    let due = expected.due.map(|due| format!(" ≤ {}", format::clock_short(cx.starts(), due))).unwrap_or_default();
    let points = tr.with("live-points", &[("n", points.into())]);
    let text = format!("{} {action} · {points}{due}", sign_of(expected.status));
    ui.label(RichText::new(text).color(color).size(theme.text.small));
}

/// When it is sent, where it stands, and the colour of that.
fn state(cx: &DeskCx<'_>, row: &InjectRow) -> (String, &'static str, Color32) {
    let c = &cx.theme().colors;
    let clock = |at: SimTime| format::clock_short(cx.starts(), at);
    let none = || "--:--".to_owned();
    match row.state {
        InjectState::Due(at) => (clock(at), "live-inject-due", c.accent),
        InjectState::Sent(at) => (clock(at), "live-inject-sent", c.low),
        InjectState::Held(at) => (at.map_or_else(none, clock), "live-inject-held", c.high),
        InjectState::Dropped => (none(), "live-inject-dropped", c.faint),
        InjectState::Skipped => (none(), "live-inject-skipped", c.faint),
        InjectState::Waiting => match of_scenario(cx, row).map(|inject| &inject.when) {
            Some(When::Manual) => (none(), "live-inject-manual", c.soft),
            _ => (none(), "live-inject-waits", c.soft),
        },
    }
}

/// Controls an inject: one of the scenario for the teams in the scope, one made up for the team looked at alone, as
/// its number is that of another inject in every other team.
fn control(cx: &mut DeskCx<'_>, row: &InjectRow, control: Control) {
    if of_scenario(cx, row).is_some() {
        cx.act(DeskAct::Control(control));
    } else {
        cx.act_here(DeskAct::Control(control));
    }
}

/// What can be done with it, from right to left.
fn acts_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, row: &InjectRow) {
    let tr = cx.tr();
    let inject = row.inject;
    let more = ui.menu_button(icon::DOTS_THREE, |ui| {
        if is_open(row) && ui.button(format!("{} {}", icon::PENCIL_SIMPLE, tr.t("live-edit"))).clicked() {
            let form = InjectForm::of(cx.scenario(), cx.form.team, row);
            cx.form.write(form);
        }
        if is_open(row) && ui.button(format!("{} {}", icon::PROHIBIT, tr.t("live-skip"))).clicked() {
            control(cx, row, Control::Skip(inject));
        }
        if ui.button(format!("{} {}", icon::ARROW_FAT_LINE_UP, tr.t("live-promote"))).clicked() {
            cx.form.promoted = inject_form::promoted(cx, row);
        }
        if matches!(row.state, InjectState::Due(_) | InjectState::Held(Some(_))) {
            ui.separator();
            ui.horizontal(|ui| {
                for mins in SHIFTS {
                    if ui.button(shift_text(mins)).clicked() {
                        control(cx, row, Control::Shift(inject, Span::mins(mins)));
                    }
                }
            });
        }
    });
    named(&more.response, &tr.t("live-more"));
    if matches!(row.state, InjectState::Held(_)) {
        if ui.button(format!("{} {}", icon::PLAY, tr.t("live-release"))).clicked() {
            control(cx, row, Control::Release(inject));
        }
    } else if is_open(row) && ui.button(icon::PAUSE).on_hover_text(tr.t("live-hold")).clicked() {
        control(cx, row, Control::Hold(inject));
    }
    if !matches!(row.state, InjectState::Sent(_)) {
        let send = format!("{} {}", icon::PAPER_PLANE_TILT, tr.t("live-send-now"));
        let send = match cx.scope_size() {
            teams @ 2.. if of_scenario(cx, row).is_some() => {
                format!("{send} · {}", tr.with("live-teams-n", &[("n", teams.into())]))
            }
            _ => send,
        };
        if ui.button(send).clicked() {
            control(cx, row, Control::Send(inject));
        }
    }
}

/// The text that takes an inject over into the scenario, to be copied.
fn promoted_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let Some(text) = cx.form.promoted.clone() else { return };
    let mut close = false;
    ui.horizontal(|ui| {
        ui.label(theme.heading(tr.t("live-promote")));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            close = ui.button(icon::X).on_hover_text(tr.t("live-close")).clicked();
            if ui.button(format!("{} {}", icon::COPY, tr.t("live-copy"))).clicked() {
                ui.ctx().copy_text(text.clone());
            }
        });
    });
    ui.add(Label::new(theme.note(tr.t("live-promote-what"))).wrap());
    let mut shown = text.as_str();
    ui.add(TextEdit::multiline(&mut shown).code_editor().desired_width(f32::INFINITY));
    if close {
        cx.form.promoted = None;
    }
}
