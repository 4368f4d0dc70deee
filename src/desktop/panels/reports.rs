//! Báo cáo: the forms with their legal deadlines, the draft of each, and the receipts of those sent.

use egui::Ui;
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::order_form::{self, FormOutcome};
use super::{PanelCx, fields, refusal, widgets};
use crate::desktop::kit::format;
use crate::model::{Form, Ix, OrderKind, Table, Verb};
use crate::sim::{Refusal, ReportView, Target};

/// What the reports remember.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportsState {
    open: Option<Ix<OrderKind>>,
}

/// Reports to write and reports sent.
pub fn reports_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let orders = &cx.scenario.orders;
    let forms: Vec<(Ix<OrderKind>, Ix<Form>)> = orders
        .indices()
        .filter_map(|ix| match &orders.at(ix).verb {
            Verb::Report(form) => Some((ix, form.ix())),
            _ => None,
        })
        .collect();
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if forms.is_empty() {
            widgets::empty(ui, cx.theme, &cx.tr.t("panels-reports-empty"));
        }
        let own = |kind: Ix<OrderKind>| orders.at(kind).by.iter().any(|(role, _)| role.ix() == cx.role);
        let (mine, others): (Vec<_>, Vec<_>) = forms.into_iter().partition(|(kind, _)| own(*kind));
        if !mine.is_empty() {
            widgets::section(ui, cx.theme, &cx.tr.t("panels-reports-mine"));
        }
        for (kind, form) in mine {
            ui.push_id(kind.raw(), |ui| form_ui(ui, cx, kind, form));
        }
        if !others.is_empty() {
            widgets::section(ui, cx.theme, &cx.tr.t("panels-reports-others"));
        }
        for (kind, form) in others {
            ui.push_id(kind.raw(), |ui| form_ui(ui, cx, kind, form));
        }
        sent_ui(ui, cx);
    });
}

fn form_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, kind: Ix<OrderKind>, ix: Ix<Form>) {
    let (tr, theme) = (cx.tr, cx.theme);
    let form = cx.scenario.plan.forms.at(ix);
    let possible = (cx.possible)(kind, Target::Nothing);
    let open = cx.ui_state.panels.reports.open == Some(kind);
    widgets::card(ui, theme, open, |ui| {
        ui.horizontal_wrapped(|ui| {
            let sign = if open { icon::CARET_DOWN } else { icon::CARET_RIGHT };
            let head = egui::Button::new(theme.strong(format!("{sign} {}", cx.text(&form.name)))).frame(false).wrap();
            let head = ui.add(head);
            widgets::named(&head, cx.text(&form.name));
            if head.clicked() {
                cx.ui_state.panels.reports.open = (!open).then_some(kind);
            }
            state_ui(ui, cx, kind, ix);
        });
        deadline_ui(ui, cx, ix);
        if !open {
            return;
        }
        widgets::pair_text(ui, theme, &tr.t("panels-report-to"), cx.text(&form.to));
        widgets::pair_text(ui, theme, &tr.t("panels-id-source"), &form.src.join("; "));
        match possible {
            // A pause is good time to write; the form says that it cannot be sent just now.
            Ok(()) | Err(Refusal::Paused) => {
                if order_form::order_form_ui(ui, cx, kind, Target::Nothing) != FormOutcome::Open {
                    cx.ui_state.panels.reports.open = None;
                }
            }
            Err(why) => {
                let why = refusal(cx, &why);
                ui.label(theme.soft(format!("{} {why}", icon::LOCK_SIMPLE)));
            }
        }
    });
}

/// Draft, sent, or neither.
fn state_ui(ui: &mut Ui, cx: &PanelCx<'_>, kind: Ix<OrderKind>, form: Ix<Form>) {
    let (tr, theme) = (cx.tr, cx.theme);
    let sent = cx.view.team.reports.iter().filter(|report| report.form == form).count();
    let waiting = cx.view.seat.work.iter().any(|item| item.work.kind == kind && item.work.state.is_open());
    if waiting {
        widgets::tag(ui, theme, &tr.t("panels-report-waiting"), theme.colors.accent);
    }
    if sent > 0 {
        widgets::tag(ui, theme, &tr.with("panels-report-sent", &[("n", sent.into())]), theme.colors.soft);
    }
    if cx.ui_state.panels.forms.has_draft(kind, Target::Nothing) {
        widgets::tag(ui, theme, &tr.t("panels-draft"), theme.colors.soft);
    }
}

/// The legal clocks that the form stops: running, or what they will be.
fn deadline_ui(ui: &mut Ui, cx: &PanelCx<'_>, form: Ix<Form>) {
    let (tr, theme) = (cx.tr, cx.theme);
    let clocks = &cx.scenario.plan.clocks;
    for ix in clocks.indices().filter(|ix| clocks.at(*ix).stopped_by.iter().any(|by| by.ix() == form)) {
        let clock = clocks.at(ix);
        let name = cx.text(&clock.name);
        let within = format::span(tr, clock.within);
        let Some(running) = cx.view.team.clocks.iter().find(|running| running.clock == ix) else {
            let text = tr.with("panels-report-clock-idle", &[("name", name.into()), ("within", within.into())]);
            ui.label(theme.note(format!("{} {text}", icon::TIMER)));
            continue;
        };
        let left = running.due - running.stopped.unwrap_or(cx.view.now);
        let span = format::span(tr, left);
        let key = match (running.stopped.is_some(), left.0 < 0) {
            (true, false) => "panels-report-clock-kept",
            (true, true) => "panels-report-clock-missed",
            (false, false) => "panels-report-clock-left",
            (false, true) => "panels-report-clock-late",
        };
        let text = format!("{} {}", icon::TIMER, tr.with(key, &[("name", name.into()), ("span", span.into())]));
        if left.0 < 0 {
            ui.colored_label(theme.colors.critical, text);
        } else {
            ui.label(theme.soft(text));
        }
    }
}

/// The receipts of what was sent.
fn sent_ui(ui: &mut Ui, cx: &PanelCx<'_>) {
    let (tr, theme) = (cx.tr, cx.theme);
    widgets::section(ui, theme, &tr.t("panels-reports-sent"));
    if cx.view.team.reports.is_empty() {
        widgets::empty(ui, theme, &tr.t("panels-reports-none-sent"));
    }
    for (index, report) in cx.view.team.reports.iter().enumerate().rev() {
        let form = cx.scenario.plan.forms.at(report.form);
        let at = format::day_clock(cx.scenario.file.starts, report.at);
        let role = format::role(cx.scenario, tr, report.role);
        let head = format!("{at} · {} · {role}", cx.text(&form.name));
        widgets::fold(ui, head).id_salt(("sent", index)).show(ui, |ui| receipt_ui(ui, cx, report));
    }
}

fn receipt_ui(ui: &mut Ui, cx: &PanelCx<'_>, report: &ReportView) {
    let (tr, theme) = (cx.tr, cx.theme);
    let form = cx.scenario.plan.forms.at(report.form);
    widgets::pair_text(ui, theme, &tr.t("panels-report-to"), cx.text(&form.to));
    if let Some(channel) = report.channel {
        let channel = cx.text(&cx.scenario.plan.channels.at(channel).name);
        widgets::pair_text(ui, theme, &tr.t("panels-param-channel"), channel);
    }
    for (id, value) in &report.fields {
        let field = form.fields.iter().find(|field| field.id == *id);
        let name = field.map_or(id.as_str(), |field| cx.text(&field.name));
        widgets::pair_text(ui, theme, name, &fields::said(cx, field, value));
    }
}
