//! The orders possible on a target: grouped, searchable, each with time, hands, authority and consequence,
//! and the reason where one is not possible.

use egui::{Button, RichText, Ui};
use egui_phosphor::regular as icon;

use super::order_form::{self, FormOutcome};
use super::{PanelCx, StepStatus, is_for, refusal, served_by, widgets, words};
use crate::desktop::kit::{Cmd, Mode, format};
use crate::model::{Authority, Care, Ix, OrderGroup, OrderKind, Span, Table};
use crate::sim::{Order, Refusal, Target};

/// Orders given lately that are kept on top.
const RECENT_MAX: usize = 6;

/// The orders on these targets, one list after the other, with a search field above. The first list is
/// always open.
pub fn orders_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, targets: &[Target]) {
    let tr = cx.tr;
    widgets::section(ui, cx.theme, &tr.t("panels-orders"));
    let object = &mut cx.ui_state.panels.object;
    ui.horizontal_wrapped(|ui| {
        widgets::search(ui, &mut object.search, &tr.t("panels-orders-search"), 160.0);
        ui.checkbox(&mut object.others, tr.t("panels-orders-others"));
    });
    let steps = if cx.mode == Mode::Guided { open_steps(cx) } else { Vec::new() };
    for (index, target) in targets.iter().enumerate() {
        if index == 0 {
            target_ui(ui, cx, *target, &steps);
            continue;
        }
        let head = match target {
            Target::Nothing => tr.t("panels-orders-general"),
            target => tr.with("panels-orders-on", &[("target", format::target(cx.scenario, tr, *target).into())]),
        };
        let open = *target != Target::Nothing || !cx.ui_state.panels.object.search.is_empty();
        ui.add_space(cx.theme.steps(2));
        egui::CollapsingHeader::new(cx.theme.strong(head))
            .id_salt(("orders", index))
            .default_open(open)
            .show_unindented(ui, |ui| target_ui(ui, cx, *target, &steps));
    }
}

/// The orders on one target.
fn target_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, target: Target, steps: &[StepStatus]) {
    let (scenario, tr) = (cx.scenario, cx.tr);
    let all: Vec<Ix<OrderKind>> =
        scenario.orders.indices().filter(|ix| scenario.orders.at(*ix).target == target.kind()).collect();
    let search = cx.ui_state.panels.object.search.clone();
    let listed: Vec<Ix<OrderKind>> = all.iter().copied().filter(|ix| is_listed(cx, *ix, &search)).collect();
    if listed.is_empty() {
        let key = if all.is_empty() { "panels-orders-empty" } else { "panels-orders-none-shown" };
        widgets::empty(ui, cx.theme, &tr.t(key));
        return;
    }
    let first = if search.is_empty() { on_top(cx, &listed, steps) } else { Vec::new() };
    if !first.is_empty() {
        let head = if steps.is_empty() { "panels-orders-recent" } else { "panels-orders-next" };
        ui.label(cx.theme.note(tr.t(head)));
        for kind in &first {
            ui.push_id("first", |ui| order_ui(ui, cx, *kind, target, steps));
        }
    }
    let mut groups: Vec<OrderGroup> = listed.iter().map(|ix| scenario.orders.at(*ix).group).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let mut rest =
            listed.iter().filter(|ix| scenario.orders.at(**ix).group == group && !first.contains(ix)).peekable();
        if rest.peek().is_some() {
            ui.add_space(cx.theme.steps(1));
            ui.label(cx.theme.note(tr.t(words::order_group(group))));
        }
        for kind in rest {
            order_ui(ui, cx, *kind, target, steps);
        }
    }
}

fn is_listed(cx: &PanelCx<'_>, kind: Ix<OrderKind>, search: &str) -> bool {
    let spec = cx.scenario.orders.at(kind);
    let own = spec.by.iter().any(|(role, _)| role.ix() == cx.role);
    let found = widgets::contains(cx.text(&spec.name), search) || widgets::contains(cx.text(&spec.help), search);
    found && (own || cx.ui_state.panels.object.others)
}

/// The open steps of the plan that are this seat's.
fn open_steps(cx: &PanelCx<'_>) -> Vec<StepStatus> {
    let is_next = |status: &&StepStatus| {
        status.is_open() && status.waits_for.is_empty() && is_for(cx.scenario, status.step(cx.scenario), cx.role)
    };
    cx.steps.iter().filter(is_next).cloned().collect()
}

/// The orders to show on top: those of the plan's next steps, or else those given lately.
fn on_top(cx: &PanelCx<'_>, listed: &[Ix<OrderKind>], steps: &[StepStatus]) -> Vec<Ix<OrderKind>> {
    if steps.is_empty() {
        let recent = &cx.ui_state.panels.object.recent;
        return recent.iter().copied().filter(|kind| listed.contains(kind)).collect();
    }
    let serves =
        |kind: &&Ix<OrderKind>| steps.iter().any(|s| served_by(cx.scenario, &s.step(cx.scenario).judge, **kind));
    listed.iter().filter(serves).take(RECENT_MAX).copied().collect()
}

/// One order: its button, what it takes, why it is not possible; its form when it is open.
fn order_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, kind: Ix<OrderKind>, target: Target, steps: &[StepStatus]) {
    let spec = cx.scenario.orders.at(kind);
    let theme = cx.theme;
    let possible = (cx.possible)(kind, target);
    let open = cx.ui_state.panels.object.open == Some((kind, target));
    ui.push_id(kind.raw(), |ui| {
        ui.horizontal_wrapped(|ui| {
            // In front, because only words go on in the next line when there is no more room.
            for status in steps.iter().filter(|s| served_by(cx.scenario, &s.step(cx.scenario).judge, kind)).take(2) {
                let step = status.step(cx.scenario);
                widgets::tag(ui, theme, &step.id, theme.colors.accent).on_hover_text(cx.text(&step.what));
            }
            let plain = order_form::is_plain(spec);
            let more = if plain { "" } else { " …" };
            let name = RichText::new(format!("{}{more}", cx.text(&spec.name)));
            let button = ui.add_enabled(possible.is_ok(), Button::selectable(open, name).frame_when_inactive(true));
            if button.clicked() && plain {
                remember(cx, kind);
                cx.ask(Cmd::GiveOrder(Order::new(kind, target)));
            } else if button.clicked() {
                cx.ui_state.panels.object.open = (!open).then_some((kind, target));
            }
            button.on_hover_text(cx.text(&spec.help)).on_disabled_hover_text(cx.text(&spec.help));
            ui.label(theme.note(meta(cx, spec)));
            if cx.ui_state.panels.forms.has_draft(kind, target) {
                ui.label(theme.note(format!("{} {}", icon::PENCIL_SIMPLE, cx.tr.t("panels-draft"))));
            }
        });
        match &possible {
            Err(why) => {
                reason_ui(ui, cx, why);
            }
            Ok(()) if open => {
                let outcome = widgets::card(ui, theme, true, |ui| order_form::order_form_ui(ui, cx, kind, target));
                if outcome != FormOutcome::Open {
                    cx.ui_state.panels.object.open = None;
                }
                if outcome == FormOutcome::Sent {
                    remember(cx, kind);
                }
            }
            Ok(()) => {}
        }
    });
}

fn reason_ui(ui: &mut Ui, cx: &PanelCx<'_>, why: &Refusal) {
    ui.horizontal_top(|ui| {
        ui.add_space(cx.theme.steps(3));
        let text = format!("{} {}", icon::LOCK_SIMPLE, refusal(cx, why));
        ui.add(egui::Label::new(cx.theme.soft(text).size(cx.theme.text.small)).wrap());
    });
}

fn remember(cx: &mut PanelCx<'_>, kind: Ix<OrderKind>) {
    let recent = &mut cx.ui_state.panels.object.recent;
    recent.retain(|earlier| *earlier != kind);
    recent.insert(0, kind);
    recent.truncate(RECENT_MAX);
}

/// Time, hands, approval and consequence of an order: `5–10 phút · 1 người · cần Đội trưởng duyệt`.
pub fn meta(cx: &PanelCx<'_>, spec: &OrderKind) -> String {
    let tr = cx.tr;
    let mut parts = Vec::new();
    let (least, most) = (spec.takes.0, spec.takes.1);
    if most > Span::ZERO {
        let (least, most) = (format::span(tr, least), format::span(tr, most));
        parts.push(if least == most { most } else { format!("{least} – {most}") });
    }
    if spec.hands > 0 {
        parts.push(tr.with("panels-hands", &[("n", spec.hands.into())]));
    }
    if spec.by.iter().any(|(role, authority)| role.ix() == cx.role && *authority == Authority::Own) {
        parts.push(tr.t("panels-own-only"));
    }
    if let Some(role) = spec.approval.as_ref().filter(|role| role.ix() != cx.role) {
        let role = format::role(cx.scenario, tr, role.ix());
        parts.push(tr.with("panels-approval", &[("role", role.into())]));
    }
    parts.extend(spec.care.map(|care| match care {
        Care::DestroysEvidence => format!("{} {}", icon::WARNING, tr.t("panels-care-evidence-short")),
        Care::CutsService => format!("{} {}", icon::PLUGS, tr.t("panels-care-service-short")),
    }));
    parts.join(" · ")
}
