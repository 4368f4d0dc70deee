//! What opens under the bar: the start with its readiness, a pause with its reason, jumps, messages, codes.

use egui::{Button, Label, Response, RichText, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::DeskCx;
use crate::desktop::kit::{Cmd, format};
use crate::desktop::live::LiveCmd;
use crate::desktop::live::page::hidden_code_ui;
use crate::desktop::panels::{main_button, named};
use crate::live::{DeskAct, Entrance, HallCodes, Holder, Row, Scope, SeatRow, Stage};
use crate::model::{SimTime, Span};
use crate::sim::{Control, limits};

/// What can be open under the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Who is ready, and the start.
    Start,
    /// A pause with its reason.
    Pause,
    /// A later moment, or the end.
    Jump,
    /// A message to all, a team or a seat.
    Tell,
    /// The PIN.
    Codes,
}

impl Drawer {
    /// Key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "live-start",
            Self::Pause => "shell-pause",
            Self::Jump => "live-jump",
            Self::Tell => "live-tell",
            Self::Codes => "live-pin",
        }
    }
}

/// The one that is open.
pub fn drawer_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let Some(drawer) = cx.form.drawer else { return };
    let done = ui.horizontal_top(|ui| {
        let close = ui.button(icon::X).on_hover_text(cx.tr().t("live-close"));
        named(&close, &cx.tr().t("live-close"));
        let done = ui.vertical(|ui| match drawer {
            Drawer::Start => start_ui(ui, cx),
            Drawer::Pause => pause_ui(ui, cx),
            Drawer::Jump => jump_ui(ui, cx),
            Drawer::Tell => tell_ui(ui, cx),
            Drawer::Codes => codes_ui(ui, cx),
        });
        close.clicked() || done.inner
    });
    if done.inner || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        cx.form.drawer = None;
    }
}

/// Whether a seat waits: nobody has it, or its person has not answered the last check.
fn waits(seat: &SeatRow) -> bool {
    seat.holder == Holder::Nobody || (seat.holder == Holder::Person && !seat.ready)
}

fn start_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    let rows: Vec<&Row> = cx.in_scope().filter(|row| row.stage == Stage::Lobby).collect();
    let waiting: usize = rows.iter().map(|row| row.seats.iter().filter(|seat| waits(seat)).count()).sum();
    let odd: usize = rows.iter().flat_map(|row| &row.seats).filter(|seat| is_odd(seat)).count();
    let mut done = false;
    ui.horizontal_wrapped(|ui| {
        ui.label(theme.strong(tr.with("live-ready-teams", &[("n", rows.len().into())])));
        let (sign, color, text) = match waiting {
            0 => (icon::CHECK_CIRCLE, theme.colors.low, tr.t("live-ready-all")),
            n => (icon::HOURGLASS, theme.colors.high, tr.with("live-ready-waits", &[("n", n.into())])),
        };
        ui.label(RichText::new(format!("{sign} {text}")).color(color));
        if odd > 0 {
            let text = tr.with("live-ready-odd", &[("n", odd.into())]);
            ui.label(RichText::new(format!("{} {text}", icon::WARNING)).color(theme.colors.medium));
        }
        if ui.button(format!("{} {}", icon::CHECKS, tr.t("live-check-ready"))).clicked() {
            cx.act(DeskAct::CheckReady);
        }
        if waiting == 0 && main_button(ui, theme, &tr.t("live-start-now"), !rows.is_empty()).clicked() {
            cx.act(DeskAct::Start { even_so: None });
            done = true;
        }
    });
    if waiting > 0 {
        names_ui(ui, cx, &rows);
        ui.horizontal(|ui| {
            ui.label(theme.soft(tr.t("live-even-so")));
            let field = TextEdit::singleline(&mut cx.form.even_so)
                .hint_text(tr.t("live-even-so-hint"))
                .desired_width(theme.steps(90))
                .char_limit(limits::TEXT_BYTES_MAX / 4);
            let field = ui.add(field);
            named(&field, &tr.t("live-even-so"));
            focus_once(cx, &field);
            let reason = cx.form.even_so.trim().to_owned();
            let button = Button::new(tr.t("live-start-even-so"));
            let why = tr.t("live-even-so-needed");
            if ui.add_enabled(!reason.is_empty(), button).on_disabled_hover_text(why).clicked() {
                cx.act(DeskAct::Start { even_so: Some(reason) });
                done = true;
            }
        });
    }
    done
}

/// Another version or a clock that is off.
fn is_odd(seat: &SeatRow) -> bool {
    let check = seat.care.as_ref().and_then(|care| care.check.as_ref());
    check.is_some_and(|check| !check.same_version || !check.clock_fits)
}

/// Who is waited for, team by team, as many as fit.
fn names_ui(ui: &mut Ui, cx: &DeskCx<'_>, rows: &[&Row]) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let named = |row: &&Row| {
        let seats: Vec<_> = row
            .seats
            .iter()
            .filter(|seat| waits(seat))
            .map(|seat| format::role(cx.scenario(), tr, seat.role))
            .collect();
        (!seats.is_empty()).then(|| format!("{}: {}", row.name, seats.join(", ")))
    };
    let text: Vec<_> = rows.iter().filter_map(named).take(3).collect();
    ui.add(Label::new(theme.soft(text.join("  ·  "))).truncate());
}

fn pause_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("live-pause-reason")));
        let field = TextEdit::singleline(&mut cx.form.reason)
            .hint_text(tr.t("live-pause-reason-hint"))
            .desired_width(theme.steps(110))
            .char_limit(limits::TEXT_BYTES_MAX / 4);
        let field = ui.add(field);
        named(&field, &tr.t("live-pause-reason"));
        focus_once(cx, &field);
        let reason = cx.form.reason.trim().to_owned();
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let text = format!("{} {}", icon::PAUSE, tr.t("shell-pause"));
        let clicked = main_button(ui, theme, &text, !reason.is_empty()).clicked();
        let done = (clicked || enter) && !reason.is_empty();
        if done {
            cx.act(DeskAct::Control(Control::Pause(reason)));
        }
        done
    })
    .inner
}

fn jump_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr, now) = (cx.theme(), cx.tr(), cx.now());
    ui.add(Label::new(theme.note(tr.t("shell-jump-note"))).wrap());
    let mut to = None;
    let mut end = false;
    ui.horizontal_wrapped(|ui| {
        for span in [Span::mins(5), Span::mins(15), Span::hours(1)] {
            let text = tr.with("shell-jump-by", &[("span", format::span(tr, span).into())]);
            if ui.button(text).clicked() {
                to = Some(now + span);
            }
        }
        for next in &cx.scenario().file.moves {
            let at = SimTime::after_start(next.to);
            let text = format!("{} · {}", format::day_clock(cx.starts(), at), next.name.get(tr.lang()));
            if at > now && ui.button(text).clicked() {
                to = Some(at);
            }
        }
        ui.separator();
        ui.menu_button(format!("{} {}", icon::FLAG_CHECKERED, tr.t("live-end")), |ui| {
            ui.label(theme.soft(tr.t("live-end-note")));
            end = ui.button(RichText::new(tr.t("live-end-now")).color(theme.colors.critical)).clicked();
        });
    });
    if let Some(to) = to {
        cx.act(DeskAct::Control(Control::Jump(to)));
    }
    if end {
        cx.act(DeskAct::Control(Control::End));
    }
    to.is_some() || end
}

fn tell_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    let mut done = false;
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("live-tell-to")));
        let team = cx.row().map(|row| row.name.clone()).unwrap_or_default();
        let shown = match (cx.form.tell_to, cx.form.alone) {
            (Some(role), _) => format!("{team} · {}", format::role(cx.scenario(), tr, role)),
            (None, true) => team.clone(),
            (None, false) => tr.t("live-scope-all"),
        };
        let seats: Vec<_> = cx.row().map(|row| row.seats.iter().map(|seat| seat.role).collect()).unwrap_or_default();
        egui::ComboBox::from_id_salt("tell-to").selected_text(shown).width(theme.steps(60)).show_ui(ui, |ui| {
            let mut pick = |ui: &mut Ui, alone: bool, to, text: String| {
                let chosen = cx.form.tell_to == to && (to.is_some() || cx.form.alone == alone);
                if ui.selectable_label(chosen, text).clicked() {
                    (cx.form.tell_to, cx.form.alone) = (to, alone);
                }
            };
            pick(ui, false, None, tr.t("live-scope-all"));
            pick(ui, true, None, team.clone());
            for role in seats {
                let name = format!("{team} · {}", format::role(&cx.seen.scenario, tr, role));
                pick(ui, true, Some(role), name);
            }
        });
        let field = TextEdit::singleline(&mut cx.form.tell)
            .hint_text(tr.t("live-tell-hint"))
            .desired_width(theme.steps(110))
            .char_limit(limits::TEXT_BYTES_MAX / 4);
        let field = ui.add(field);
        named(&field, &tr.t("live-tell"));
        focus_once(cx, &field);
        let text = cx.form.tell.trim().to_owned();
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let send = format!("{} {}", icon::PAPER_PLANE_TILT, tr.t("live-send"));
        let clicked = main_button(ui, theme, &send, !text.is_empty()).clicked();
        if (clicked || enter) && !text.is_empty() {
            let act = DeskAct::Announce { to: cx.form.tell_to, text };
            if cx.form.tell_to.is_some() {
                cx.act_here(act);
            } else {
                cx.act(act);
            }
            cx.form.tell.clear();
            done = true;
        }
    });
    done
}

/// Who opens a drawer means to type.
fn focus_once(cx: &mut DeskCx<'_>, field: &Response) {
    if std::mem::take(&mut cx.form.drawer_is_new) {
        field.request_focus();
    }
}

fn codes_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        let HallCodes { pin, facilitators, evaluators } = cx.seen.hall.codes.clone().unwrap_or_default();
        let (first, last) = pin.split_at(pin.len() / 2);
        ui.label(theme.soft(tr.t("live-pin")));
        ui.label(theme.mono(format!("{first} {last}")).size(theme.text.title).color(theme.colors.text));
        renew_ui(ui, cx, Entrance::Pin, "live-renew-pin", "live-renew-pin-what");
        for (entrance, word, code) in [
            (Entrance::Evaluators, "live-code-evaluators", evaluators),
            (Entrance::Facilitators, "live-code-facilitators", facilitators),
        ] {
            ui.separator();
            ui.label(theme.soft(tr.t(word)));
            let was = cx.form.shown_code == Some(entrance);
            let mut shown = was;
            hidden_code_ui(ui, theme, tr, word, &code, &mut shown);
            // One at a time.
            if shown != was {
                cx.form.shown_code = shown.then_some(entrance);
            }
            ui.push_id(word, |ui| renew_ui(ui, cx, entrance, "live-renew", "live-renew-what"));
        }
    });
    false
}

fn renew_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, entrance: Entrance, word: &str, what: &str) {
    let tr = cx.tr();
    let renew = ui.button(format!("{} {}", icon::ARROWS_CLOCKWISE, tr.t(word)));
    if renew.on_hover_text(tr.t(what)).clicked() {
        cx.out.push(Cmd::Live(LiveCmd::Direct(Scope::All, DeskAct::Renew(entrance))));
    }
}
