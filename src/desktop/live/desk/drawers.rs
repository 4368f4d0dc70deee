//! What opens under the bar: the start with its readiness, a pause with its reason, jumps, messages, codes.

use egui::{Response, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::confirm::confirm_ui;
use super::jump::jump_ui;
use super::start::start_ui;
use super::tell::tell_ui;
use super::{DeskCx, DeskForm};
use crate::desktop::kit::Cmd;
use crate::desktop::live::LiveCmd;
use crate::desktop::live::page::hidden_code_ui;
use crate::desktop::panels::{main_button, named};
use crate::live::{DeskAct, Entrance, HallCodes, Scope};
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

fn pause_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("live-pause-reason")));
        let words = ("live-pause-reason", "live-pause-reason-hint");
        let field = line_ui(ui, cx, |form| &mut form.reason, words, theme.steps(110));
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

/// The line of a drawer, by the keys of its name and its hint. Who opens a drawer means to type.
pub(super) fn line_ui(
    ui: &mut Ui,
    cx: &mut DeskCx<'_>,
    text: fn(&mut DeskForm) -> &mut String,
    (word, hint): (&str, &str),
    width: f32,
) -> Response {
    let tr = cx.tr();
    let field = TextEdit::singleline(text(cx.form))
        .hint_text(tr.t(hint))
        .desired_width(width)
        .char_limit(limits::TEXT_BYTES_MAX / 4);
    let field = ui.add(field);
    named(&field, &tr.t(word));
    if std::mem::take(&mut cx.form.drawer_is_new) {
        field.request_focus();
    }
    field
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

/// A new code in place of one. Others are turned out by it, so it asks once more.
fn renew_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, entrance: Entrance, word: &str, what: &str) {
    let tr = cx.tr();
    let text = format!("{} {}", icon::ARROWS_CLOCKWISE, tr.t(word));
    if confirm_ui(ui, cx.theme(), text, &tr.t(what), &tr.t("live-renew-now")) {
        cx.out.push(Cmd::Live(LiveCmd::Direct(Scope::All, DeskAct::Renew(entrance))));
    }
}
