//! Đối tượng: what is known of the chosen thing, what was done there, and what can be done now.

use egui::Ui;
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::{PanelCx, facts, identity, orders, refusal, widgets, words};
use crate::desktop::kit::{Cmd, Selection, format};
use crate::model::{Ix, OrderKind, Table, Verb};
use crate::sim::{RecordKind, Target};

/// What the inspector remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectState {
    /// Search within the orders.
    pub search: String,
    /// Orders of other roles are listed too.
    pub others: bool,
    /// The order whose form is open.
    pub open: Option<(Ix<OrderKind>, Target)>,
    /// Orders given lately, newest first.
    pub recent: Vec<Ix<OrderKind>>,
}

/// The inspector.
pub fn inspector_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match cx.ui_state.selection {
        None => {
            widgets::empty(ui, cx.theme, &cx.tr.t("panels-object-empty"));
            orders::orders_ui(ui, cx, &[Target::Nothing]);
        }
        Some(chosen) => {
            head_ui(ui, cx, chosen);
            identity::identity_ui(ui, cx, chosen);
            facts_ui(ui, cx, chosen);
            done_ui(ui, cx, chosen.target());
            orders::orders_ui(ui, cx, &targets(cx, chosen));
        }
    });
}

/// What orders are offered on: the chosen thing, the host of an alert, and nothing in particular.
fn targets(cx: &PanelCx<'_>, chosen: Selection) -> Vec<Target> {
    let mut targets = vec![chosen.target()];
    if let Selection::Alert(alert) = chosen {
        let view = cx.view.seat.alerts.iter().find(|view| view.id == alert);
        targets.extend(view.map(|view| Target::Host(view.host)));
    }
    if targets[0] != Target::Nothing {
        targets.push(Target::Nothing);
    }
    targets
}

fn head_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, chosen: Selection) {
    let tr = cx.tr;
    ui.horizontal_wrapped(|ui| {
        let kind = match chosen {
            Selection::Step(_, _) => tr.t("panels-target-step"),
            other => tr.t(refusal::target_kind(other.target().kind())),
        };
        widgets::tag(ui, cx.theme, &kind, cx.theme.colors.soft);
        ui.label(cx.theme.heading(identity::name(cx, chosen)));
    });
    ui.horizontal_wrapped(|ui| {
        if !cx.ui_state.earlier.is_empty()
            && ui.button(format!("{} {}", icon::ARROW_LEFT, tr.t("panels-back"))).clicked()
        {
            cx.ask(Cmd::SelectBack);
        }
        if identity::is_on_map(chosen)
            && ui.button(format!("{} {}", icon::MAP_PIN, tr.t("panels-show-on-map"))).clicked()
        {
            cx.ask(Cmd::FlyTo(chosen));
        }
    });
}

fn facts_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, chosen: Selection) {
    if matches!(chosen, Selection::Inject(_) | Selection::Step(_, _)) {
        return;
    }
    let seat = cx.view.seat;
    let known: Vec<_> =
        seat.facts.iter().rev().filter(|known| facts::is_about(cx, known.fact.kind, chosen.target())).collect();
    widgets::section(ui, cx.theme, &cx.tr.with("panels-facts", &[("n", known.len().into())]));
    if known.is_empty() {
        widgets::empty(ui, cx.theme, &cx.tr.t("panels-object-no-facts"));
        return;
    }
    facts::facts_ui(ui, cx, &known);
    carry_ui(ui, cx);
}

/// What can be done with picked facts: told to others, or written into the record.
pub fn carry_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let picked = cx.ui_state.panels.forms.picked.len();
    if picked == 0 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(cx.theme.soft(cx.tr.with("panels-facts-picked", &[("n", picked.into())])));
        let orders = &cx.scenario.orders;
        let carries = |ix: &Ix<OrderKind>| {
            let spec = orders.at(*ix);
            spec.params.contains(&crate::model::Param::Facts)
                && matches!(spec.verb, Verb::Record | Verb::Message(_) | Verb::Statement)
                && spec.by.iter().any(|(role, _)| role.ix() == cx.role)
        };
        let kinds: Vec<_> = orders.indices().filter(carries).collect();
        for kind in kinds {
            if ui.button(cx.text(&orders.at(kind).name)).clicked() {
                cx.ui_state.panels.object.open = Some((kind, Target::Nothing));
                cx.ui_state.panels.object.search.clear();
            }
        }
        if ui.button(cx.tr.t("panels-bulk-none")).clicked() {
            cx.ui_state.panels.forms.picked.clear();
        }
    });
    let open = cx.ui_state.panels.object.open;
    if let Some((kind, Target::Nothing)) = open
        && matches!(cx.scenario.orders.at(kind).verb, Verb::Record | Verb::Message(_) | Verb::Statement)
    {
        let outcome =
            widgets::card(ui, cx.theme, true, |ui| super::order_form::order_form_ui(ui, cx, kind, Target::Nothing));
        if outcome != super::order_form::FormOutcome::Open {
            cx.ui_state.panels.object.open = None;
        }
    }
}

/// What was completed on the thing, by this seat or by the record.
fn done_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, target: Target) {
    if target == Target::Nothing {
        return;
    }
    let mut done: Vec<_> = cx
        .view
        .team
        .record
        .iter()
        .filter_map(|entry| match &entry.what {
            RecordKind::Done(kind, on) if *on == target => Some((entry.at, entry.role, *kind, None)),
            _ => None,
        })
        .collect();
    for own in cx.view.seat.work.iter().filter(|own| own.work.target == target && !own.work.state.is_open()) {
        let at = own.work.ends.unwrap_or(own.work.ordered);
        let entry = (at, own.work.role, own.work.kind);
        if !done.iter().any(|(at, role, kind, _)| (*at, *role, *kind) == entry) {
            done.push((entry.0, entry.1, entry.2, Some(own.work.state)));
        }
    }
    if done.is_empty() {
        return;
    }
    done.sort_by_key(|(at, _, _, _)| std::cmp::Reverse(*at));
    widgets::section(ui, cx.theme, &cx.tr.t("panels-object-done"));
    for (at, role, kind, state) in done.into_iter().take(12) {
        ui.horizontal_wrapped(|ui| {
            ui.label(cx.theme.mono(format::clock_short(cx.scenario.file.starts, at)));
            ui.label(cx.text(&cx.scenario.orders.at(kind).name));
            ui.label(cx.theme.soft(format::role(cx.scenario, cx.tr, role)));
            if let Some(state) = state {
                ui.label(cx.theme.soft(cx.tr.t(words::work_state(state))));
            }
        });
    }
}
