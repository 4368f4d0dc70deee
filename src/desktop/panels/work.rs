//! Việc đang làm: what waits for this seat's approval, what runs, what waits, what came out of it.

use std::ops::Deref;

use egui::{ProgressBar, Ui};
use egui_phosphor::regular as icon;

use super::{PanelCx, widgets, words};
use crate::desktop::kit::{Cmd, Selection, format};
use crate::model::{Role, Table};
use crate::sim::{Order, Target, Work, WorkState, WorkView};

/// Settled work shown; older work is in the time-line.
const SETTLED_MAX: usize = 30;

/// Work and approvals.
pub fn work_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let seat = cx.view.seat;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if seat.work.is_empty() && seat.approvals.is_empty() {
            widgets::empty(ui, cx.theme, &cx.tr.t("panels-work-empty"));
            return;
        }
        approvals_ui(ui, cx);
        let open: Vec<&WorkView> =
            seat.work.iter().map(Deref::deref).filter(|item| item.work.state.is_open()).collect();
        let busy: u32 = open
            .iter()
            .filter(|item| item.work.state == WorkState::Running)
            .map(|item| u32::from(cx.scenario.orders.at(item.work.kind).hands))
            .sum();
        let hands = cx.scenario.roles.at(cx.role).hands;
        let args = [("busy", busy.into()), ("all", hands.into())];
        widgets::section(ui, cx.theme, &cx.tr.with("panels-work-open", &args));
        if open.is_empty() {
            ui.label(cx.theme.soft(cx.tr.t("panels-work-none-open")));
        }
        for item in open {
            widgets::card(ui, cx.theme, false, |ui| open_ui(ui, cx, item));
        }
        let settled: Vec<&WorkView> =
            seat.work.iter().rev().map(Deref::deref).filter(|item| !item.work.state.is_open()).collect();
        if !settled.is_empty() {
            widgets::section(ui, cx.theme, &cx.tr.t("panels-work-settled"));
            for item in settled.into_iter().take(SETTLED_MAX) {
                ui.push_id(item.id.raw(), |ui| settled_ui(ui, cx, item));
            }
        }
    });
}

/// Orders of other roles that wait for this seat's approval.
pub fn approvals_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let approvals = &cx.view.seat.approvals;
    if approvals.is_empty() {
        return;
    }
    widgets::section(ui, cx.theme, &cx.tr.with("panels-approvals", &[("n", approvals.len().into())]));
    for item in approvals {
        widgets::card(ui, cx.theme, true, |ui| {
            let by = role_name(cx, item.work.role);
            let what = title(cx, &item.work);
            ui.label(cx.tr.with("panels-approval-asked", &[("role", by.into()), ("order", what.as_str().into())]));
            if !item.work.params.text.is_empty() {
                ui.label(cx.theme.soft(&item.work.params.text));
            }
            ui.label(cx.theme.note(super::orders::meta(cx, cx.scenario.orders.at(item.work.kind))));
            ui.horizontal_wrapped(|ui| {
                let yes = widgets::main_button(ui, cx.theme, &cx.tr.t("panels-approve"), true);
                widgets::named(&yes, &cx.tr.with("panels-approve-what", &[("order", what.as_str().into())]));
                let no = ui.button(cx.tr.t("panels-deny"));
                widgets::named(&no, &cx.tr.with("panels-deny-what", &[("order", what.as_str().into())]));
                if yes.clicked() || no.clicked() {
                    cx.ask(Cmd::Decide(item.id, yes.clicked()));
                }
                on_ui(ui, cx, &item.work);
            });
        });
    }
}

fn role_name(cx: &PanelCx<'_>, role: crate::model::Ix<Role>) -> String {
    format::role(cx.scenario, cx.tr, role)
}

/// The order with its target.
pub fn title(cx: &PanelCx<'_>, work: &Work) -> String {
    let name = cx.text(&cx.scenario.orders.at(work.kind).name);
    match format::target(cx.scenario, cx.tr, work.target) {
        target if target.is_empty() => name.to_owned(),
        target => format!("{name} · {target}"),
    }
}

/// A way to what the work is done on.
fn on_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, work: &Work) {
    if let Some(to) = Selection::of(work.target) {
        let name = format::target(cx.scenario, cx.tr, work.target);
        widgets::link(ui, cx, to, &name);
    }
}

fn open_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, item: &WorkView) {
    let (tr, work, now) = (cx.tr, &item.work, cx.view.now);
    ui.horizontal_wrapped(|ui| {
        ui.label(cx.theme.strong(cx.text(&cx.scenario.orders.at(work.kind).name)));
        on_ui(ui, cx, work);
    });
    match (work.state, work.began, work.ends) {
        (WorkState::Running, Some(began), Some(ends)) => {
            let (done, all) = ((now - began).0.max(0), (ends - began).0.max(1));
            let left = tr.with("panels-work-left", &[("left", format::span(tr, ends - now).into())]);
            let share = (done as f32 / all as f32).min(1.0);
            ui.add(ProgressBar::new(share).text(left).fill(cx.theme.tint(0.45)));
        }
        (WorkState::WaitsFor(role), _, _) => {
            let text = tr.with("panels-work-waits-for", &[("role", role_name(cx, role).into())]);
            ui.label(format!("{} {text}", icon::HOURGLASS));
        }
        _ => {
            ui.label(format!("{} {}", icon::QUEUE, tr.t("panels-work-queued-why")));
        }
    }
    let cancel = ui.button(tr.t("panels-cancel"));
    widgets::named(&cancel, &tr.with("panels-cancel-what", &[("order", title(cx, work).into())]));
    if cancel.clicked() {
        cx.ask(Cmd::CancelWork(item.id));
    }
}

fn settled_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, item: &WorkView) {
    let (tr, work) = (cx.tr, &item.work);
    let sign = match work.state {
        WorkState::Done => icon::CHECK,
        WorkState::Failed => icon::X_CIRCLE,
        WorkState::Denied(_) => icon::PROHIBIT,
        _ => icon::MINUS_CIRCLE,
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(cx.theme.mono(format::clock_short(cx.scenario.file.starts, work.ends.unwrap_or(work.ordered))));
        ui.label(format!("{sign} {}", cx.text(&cx.scenario.orders.at(work.kind).name)));
        on_ui(ui, cx, work);
        let state = match work.state {
            WorkState::Denied(role) => tr.with("panels-work-denied-by", &[("role", role_name(cx, role).into())]),
            state => tr.t(words::work_state(state)),
        };
        if work.state == WorkState::Failed {
            ui.colored_label(cx.theme.colors.critical, state);
            if ui.button(tr.t("panels-again")).clicked() {
                let order = Order { nonce: 0, kind: work.kind, target: work.target, params: (*work.params).clone() };
                cx.ask(Cmd::GiveOrder(order));
            }
        } else {
            ui.label(cx.theme.soft(state));
        }
        let found = cx.view.seat.facts.iter().filter(|known| known.how == crate::sim::How::Found(item.id)).count();
        if found > 0 && work.target != Target::Nothing {
            ui.label(cx.theme.note(tr.with("panels-work-found", &[("n", found.into())])));
        }
    });
}
