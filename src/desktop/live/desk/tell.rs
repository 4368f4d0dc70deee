//! A message of the direction: to the whole hall, a team or a seat; and what the team looked at was told last.

use egui::{ComboBox, Label, Ui};
use egui_phosphor::regular as icon;

use super::drawers::line_ui;
use super::{DeskCx, DeskForm, Drawer, Receiver};
use crate::desktop::kit::{Cmd, format};
use crate::desktop::live::LiveCmd;
use crate::desktop::panels::{main_button, named};
use crate::live::{DeskAct, Scope};

/// Messages shown of those that the team has been told.
const TOLD_SHOWN: usize = 3;

impl DeskForm {
    /// Opens the drawer for a message to `to`. Whom everything else at this desk is for stays as it is.
    pub(super) fn open_tell(&mut self, to: Receiver) {
        (self.drawer, self.drawer_is_new, self.tell_to) = (Some(Drawer::Tell), true, to);
    }
}

/// The drawer. Whether it has done its work.
pub fn tell_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let done = ui.horizontal(|ui| {
        ui.label(cx.theme().soft(cx.tr().t("live-tell-to")));
        receiver_ui(ui, cx);
        message_ui(ui, cx)
    });
    told_ui(ui, cx);
    done.inner
}

/// A receiver in words; its team by its own name, whichever team is looked at.
fn receiver_text(cx: &DeskCx<'_>, to: Receiver) -> String {
    let Some((team, role)) = to else { return cx.tr().t("live-scope-all") };
    let row = cx.seen.board.iter().find(|row| row.team == team);
    let name = row.map(|row| row.name.clone()).unwrap_or_default();
    match role {
        Some(role) => format!("{name} · {}", format::role(cx.scenario(), cx.tr(), role)),
        None => name,
    }
}

fn receiver_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let mut choices: Vec<Receiver> = vec![None];
    if let Some(row) = cx.row() {
        choices.push(Some((row.team, None)));
        choices.extend(row.seats.iter().map(|seat| Some((row.team, Some(seat.role)))));
    }
    let shown = receiver_text(cx, cx.form.tell_to);
    let list = ComboBox::from_id_salt("tell-to").selected_text(shown).width(cx.theme().steps(60));
    let list = list.show_ui(ui, |ui| {
        for to in choices {
            let text = receiver_text(cx, to);
            ui.selectable_value(&mut cx.form.tell_to, to, text);
        }
    });
    named(&list.response, &cx.tr().t("live-tell-to"));
}

/// What is told, and its way. Whether it is on it.
fn message_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    let field = line_ui(ui, cx, |form| &mut form.tell, ("live-tell", "live-tell-hint"), theme.steps(110));
    let text = cx.form.tell.trim().to_owned();
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let send = format!("{} {}", icon::PAPER_PLANE_TILT, tr.t("live-send"));
    let clicked = main_button(ui, theme, &send, !text.is_empty()).clicked();
    let done = (clicked || enter) && !text.is_empty();
    if done {
        let (scope, to) = match cx.form.tell_to {
            None => (Scope::All, None),
            Some((team, role)) => (Scope::Team(team), role),
        };
        cx.out.push(Cmd::Live(LiveCmd::Direct(scope, DeskAct::Announce { to, text })));
        cx.form.tell.clear();
    }
    done
}

/// The last that the team looked at was told, by whichever facilitator; the newest first.
fn told_ui(ui: &mut Ui, cx: &DeskCx<'_>) {
    let Some(desk) = cx.desk() else { return };
    for told in desk.told.iter().rev().take(TOLD_SHOWN) {
        let at = format::clock_short(cx.starts(), told.at);
        let text = format!("{at} · {} · {}", receiver_text(cx, Some((desk.team, told.to))), told.text);
        ui.add(Label::new(cx.theme().note(&text)).truncate()).on_hover_text(&text);
    }
}
