//! Hộp cảnh báo: the queue of alerts to triage, by mouse or by keys, one by one or many at once.
//!
//! ```text
//! [search] [state] [layer] [severity] [order]              12 / 40
//! ☐ ⚠ Cao   title                layer  host   age state owner verdict
//! ...
//! what is known of the chosen one, and what can be done with it
//! ```

mod filters;

use std::collections::BTreeSet;

use egui::{EventFilter, Key, Label, Modifiers, Panel, Rect, RichText, Sense, Ui, WidgetInfo, WidgetType};
use egui_extras::{Column, TableBuilder, TableRow};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::{PanelCx, refusal, widgets, words};
use crate::desktop::kit::{Cmd, Selection, alert_icon, format};
use crate::model::{AlertSeverity, Ix, Layer, OrderKind, Table, Verb};
use crate::sim::{Alert, AlertState, AlertView, Order, Target};

/// Which alerts are listed, by their state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Shown {
    /// All that are not closed.
    #[default]
    Open,
    /// Nobody has taken them.
    New,
    /// Taken by this seat, not closed.
    Mine,
    /// Closed.
    Closed,
    /// All.
    All,
}

/// In which order alerts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Sorting {
    /// Gravest first, among equals the newest.
    #[default]
    Gravest,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
}

/// What the alert queue remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertsState {
    text: String,
    shown: Shown,
    layer: Option<Layer>,
    at_least: Option<AlertSeverity>,
    sorting: Sorting,
    picked: BTreeSet<Ix<Alert>>,
    /// The alert whose verdict is being asked for.
    closing: Option<Ix<Alert>>,
    /// The chosen row was moved by keys and must be brought into sight.
    #[serde(skip)]
    scroll: bool,
}

/// The orders of the catalogue that triage uses.
struct Triage {
    take: Option<Ix<OrderKind>>,
    verify: Option<Ix<OrderKind>>,
    close: Option<Ix<OrderKind>>,
}

impl Triage {
    fn of(cx: &PanelCx<'_>) -> Self {
        let with = |verb: &Verb| cx.scenario.orders.indices().find(|ix| cx.scenario.orders.at(*ix).verb == *verb);
        Self { take: with(&Verb::TakeAlert), verify: with(&Verb::VerifyAlert), close: with(&Verb::CloseAlert) }
    }
}

/// The alert queue.
pub fn alerts_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let seat = cx.view.seat;
    let width = ui.available_width();
    filters::filters_ui(ui, cx, width);
    let rows = rows(cx);
    let triage = Triage::of(cx);
    bulk_ui(ui, cx, &triage);
    let chosen = seat.alerts.iter().find(|alert| cx.is_selected(Selection::Alert(alert.id)));
    if let Some(alert) = chosen {
        let wide = width >= 900.0;
        let panel = if wide { Panel::right("alert-context") } else { Panel::bottom("alert-context") };
        let size = if wide { 320.0 } else { 148.0 };
        panel.resizable(true).default_size(size).min_size(96.0).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| context_ui(ui, cx, alert, &triage));
        });
    }
    if seat.alerts.is_empty() {
        widgets::empty(ui, cx.theme, &cx.tr.t("panels-alerts-empty"));
    } else if rows.is_empty() {
        widgets::empty(ui, cx.theme, &cx.tr.t("panels-alerts-none-shown"));
    } else {
        table_ui(ui, cx, &rows);
    }
    keys_ui(ui, cx, &rows, &triage);
}

/// The alerts to list, in their order.
fn rows<'v>(cx: &PanelCx<'v>) -> Vec<&'v AlertView> {
    let state = &cx.ui_state.panels.alerts;
    let fits = |alert: &&AlertView| {
        let rule = cx.scenario.alerts.at(alert.rule);
        let by_state = match state.shown {
            Shown::Open => alert.state != AlertState::Closed,
            Shown::New => alert.state == AlertState::New,
            Shown::Mine => alert.state != AlertState::Closed && alert.owner == Some(cx.role),
            Shown::Closed => alert.state == AlertState::Closed,
            Shown::All => true,
        };
        by_state
            && state.layer.is_none_or(|layer| rule.layer == layer)
            && state.at_least.is_none_or(|least| rule.severity >= least)
            && (widgets::contains(cx.text(&rule.title), &state.text)
                || widgets::contains(&place(cx, alert), &state.text))
    };
    let mut rows: Vec<&AlertView> = cx.view.seat.alerts.iter().filter(fits).collect();
    match state.sorting {
        Sorting::Gravest => rows.sort_by_key(|alert| {
            let severity = cx.scenario.alerts.at(alert.rule).severity;
            (std::cmp::Reverse(severity), std::cmp::Reverse(alert.at), alert.id)
        }),
        Sorting::Newest => rows.reverse(),
        Sorting::Oldest => {}
    }
    rows
}

/// The host an alert points at, with its first system.
fn place(cx: &PanelCx<'_>, alert: &AlertView) -> String {
    let host = cx.scenario.host(alert.host);
    match host.systems.first() {
        Some(system) => format!("{} · {}", host.id, cx.text(&cx.scenario.network.systems.at(*system).name)),
        None => host.id.clone(),
    }
}

fn bulk_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, triage: &Triage) {
    let known: BTreeSet<Ix<Alert>> = cx.view.seat.alerts.iter().map(|alert| alert.id).collect();
    let picked = &mut cx.ui_state.panels.alerts.picked;
    picked.retain(|id| known.contains(id));
    if picked.is_empty() {
        return;
    }
    let picked: Vec<Ix<Alert>> = picked.iter().copied().collect();
    ui.horizontal_wrapped(|ui| {
        let tr = cx.tr;
        ui.label(cx.theme.strong(tr.with("panels-bulk", &[("n", picked.len().into())])));
        if ui.button(tr.t("panels-bulk-take")).clicked() {
            picked.iter().for_each(|alert| give_if_possible(cx, triage.take, *alert, None));
            cx.ui_state.panels.alerts.picked.clear();
        }
        for real in [false, true] {
            let word = tr.t(if real { "panels-bulk-close-real" } else { "panels-bulk-close-false" });
            if ui.button(word).clicked() {
                picked.iter().for_each(|alert| give_if_possible(cx, triage.close, *alert, Some(real)));
                cx.ui_state.panels.alerts.picked.clear();
            }
        }
        if ui.button(tr.t("panels-bulk-none")).clicked() {
            cx.ui_state.panels.alerts.picked.clear();
        }
    });
}

fn give_if_possible(cx: &mut PanelCx<'_>, kind: Option<Ix<OrderKind>>, alert: Ix<Alert>, verdict: Option<bool>) {
    let target = Target::Alert(alert);
    let Some(kind) = kind.filter(|kind| (cx.possible)(*kind, target).is_ok()) else { return };
    let mut order = Order::new(kind, target);
    order.params.verdict = verdict;
    cx.ask(Cmd::GiveOrder(order));
}

const ROW_HEIGHT: f32 = 24.0;
/// Width in which every state can be read, in points.
const STATE_WIDTH: f32 = 108.0;

fn table_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, rows: &[&AlertView]) {
    let width = ui.available_width();
    let (roomy, wide, very_wide) = (width >= 440.0, width >= 560.0, width >= 760.0);
    let list = list_focus(ui, cx);
    let mut table = TableBuilder::new(ui)
        .id_salt("alerts")
        .sense(Sense::CLICK)
        .striped(true)
        .auto_shrink(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::exact(20.0))
        .column(Column::exact(if wide { 118.0 } else { 20.0 }).clip(true))
        .column(Column::remainder().at_least(80.0).clip(true));
    let mut heads = vec!["", if wide { "panels-col-severity" } else { "" }, "panels-col-alert"];
    if very_wide {
        table = table.column(Column::exact(110.0).clip(true));
        heads.push("panels-col-layer");
    }
    if wide {
        table = table.column(Column::initial(150.0).at_least(60.0).clip(true).resizable(true));
        heads.push("panels-col-place");
    }
    table = table.column(Column::exact(44.0)).column(Column::exact(if roomy { STATE_WIDTH } else { 84.0 }).clip(true));
    heads.extend(["panels-col-age", "panels-col-state"]);
    if very_wide {
        table = table.column(Column::initial(100.0).at_least(40.0).clip(true).resizable(true));
        heads.push("panels-col-owner");
    }
    if std::mem::take(&mut cx.ui_state.panels.alerts.scroll)
        && let Some(row) = rows.iter().position(|alert| cx.is_selected(Selection::Alert(alert.id)))
    {
        table = table.scroll_to_row(row, None);
    }
    let tr = cx.tr;
    let theme = cx.theme;
    table
        .header(ROW_HEIGHT, |mut header| {
            for head in &heads {
                header.col(|ui| {
                    let text = if head.is_empty() { String::new() } else { tr.t(head) };
                    ui.add(Label::new(theme.note(text)).selectable(false));
                });
            }
        })
        .body(|body| {
            body.rows(ROW_HEIGHT, rows.len(), |mut row| {
                let alert = rows[row.index()];
                row_ui(&mut row, cx, alert, wide, very_wide);
                if row.response().double_clicked() {
                    cx.ask(Cmd::FlyTo(Selection::Host(alert.host)));
                } else if row.response().clicked() {
                    row.response().ctx.memory_mut(|memory| memory.request_focus(list));
                    cx.ask(Cmd::Select(Selection::Alert(alert.id)));
                }
            });
        });
}

fn row_ui(row: &mut TableRow<'_, '_>, cx: &mut PanelCx<'_>, alert: &AlertView, wide: bool, very_wide: bool) {
    let (tr, theme) = (cx.tr, cx.theme);
    let rule = cx.scenario.alerts.at(alert.rule);
    let title = cx.text(&rule.title);
    let severity = tr.t(words::alert_severity(rule.severity));
    let age = format::age(cx.view.now - alert.at);
    let chosen = cx.is_selected(Selection::Alert(alert.id));
    row.set_selected(chosen);
    row.col(|ui| {
        let mut picked = cx.ui_state.panels.alerts.picked.contains(&alert.id);
        let tick = ui.checkbox(&mut picked, "");
        widgets::named(&tick, &tr.with("panels-alert-pick", &[("alert", title.into())]));
        if tick.changed() && picked {
            cx.ui_state.panels.alerts.picked.insert(alert.id);
        } else if tick.changed() {
            cx.ui_state.panels.alerts.picked.remove(&alert.id);
        }
    });
    let plain = |ui: &mut Ui, text: RichText| ui.add(Label::new(text).selectable(false).truncate());
    row.col(|ui| {
        let sign = alert_icon(rule.severity);
        let text = if wide { format!("{sign} {severity}") } else { sign.to_owned() };
        plain(ui, RichText::new(text).color(theme.alert_color(rule.severity))).on_hover_text(&severity);
    });
    let place = place(cx, alert);
    let (_, cell) = row.col(|ui| {
        let text = if alert.state == AlertState::New { theme.strong(title) } else { RichText::new(title) };
        plain(ui, text);
    });
    let said = format!("{title}, {severity}, {place}, {age}, {}", tr.t(words::alert_state(alert.state)));
    cell.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &said));
    if very_wide {
        row.col(|ui| {
            plain(ui, theme.soft(tr.t(words::layer(rule.layer))));
        });
    }
    if wide {
        row.col(|ui| {
            plain(ui, RichText::new(&place));
        });
    }
    row.col(|ui| {
        plain(ui, theme.mono(age));
    });
    row.col(|ui| {
        state_ui(ui, cx, alert);
    });
    if very_wide {
        row.col(|ui| {
            let owner = alert.owner.map(|role| format::role(cx.scenario, tr, role)).unwrap_or_default();
            plain(ui, theme.soft(owner));
        });
    }
}

/// Where an alert stands; once there is a verdict, the verdict.
fn state_ui(ui: &mut Ui, cx: &PanelCx<'_>, alert: &AlertView) {
    let theme = cx.theme;
    let (sign, word, strong) = match (alert.verdict, alert.state) {
        (Some(true), _) => (icon::CHECK_CIRCLE, words::verdict(true), true),
        (Some(false), _) => (icon::PROHIBIT, words::verdict(false), false),
        (None, AlertState::New) => (icon::CIRCLE_DASHED, words::alert_state(alert.state), true),
        (None, state) => (icon::CIRCLE_HALF, words::alert_state(state), false),
    };
    let text = format!("{sign} {}", cx.tr.t(word));
    let text = if strong { RichText::new(text) } else { theme.soft(text) };
    // Where there is little room the words are smaller rather than cut.
    let text = if ui.available_width() < STATE_WIDTH - 8.0 { text.size(theme.text.small) } else { text };
    ui.add(Label::new(text).selectable(false).truncate());
}

/// What is known of the chosen alert, and what can be done with it.
fn context_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, alert: &AlertView, triage: &Triage) {
    let (tr, theme, scenario) = (cx.tr, cx.theme, cx.scenario);
    let rule = scenario.alerts.at(alert.rule);
    ui.add_space(theme.steps(1));
    ui.label(theme.strong(cx.text(&rule.title)));
    actions_ui(ui, cx, alert, triage);
    let when = format!("{} ({})", format::clock(scenario.file.starts, alert.at), format::age(cx.view.now - alert.at));
    widgets::pair(ui, theme, &tr.t("panels-alert-from"), |ui| {
        let sensor = cx.text(&scenario.network.sensors.at(alert.sensor).name);
        ui.label(format!("{sensor} · {} · {when}", tr.t(words::layer(rule.layer))));
    });
    let host = scenario.host(alert.host);
    widgets::pair(ui, theme, &tr.t("panels-target-host"), |ui| {
        widgets::link(ui, cx, Selection::Host(alert.host), &host.id);
        for system in &host.systems {
            let spec = scenario.network.systems.at(*system);
            let level = tr.with("panels-level", &[("level", spec.level.into())]);
            widgets::link(ui, cx, Selection::System(*system), &format!("{} · {level}", cx.text(&spec.name)));
        }
    });
    let same_host = cx.view.seat.alerts.iter().filter(|other| other.host == alert.host && other.id != alert.id).count();
    let same_rule = cx.view.seat.alerts.iter().filter(|other| other.rule == alert.rule && other.id != alert.id).count();
    let around = tr.with("panels-alert-others", &[("host", same_host.into()), ("rule", same_rule.into())]);
    widgets::pair_text(ui, theme, &tr.t("panels-alert-around"), &around);
    if let Some(cause) = alert.cause {
        widgets::pair_text(ui, theme, &tr.t("panels-alert-cause"), cx.text(&scenario.noise.at(cause).cause));
    }
    for known in cx.view.seat.facts.iter().filter(|known| known.fact.kind.host() == Some(alert.host)).take(4) {
        ui.label(format!("{} {}", icon::DOT_OUTLINE, words::fact(cx, &known.fact)));
    }
}

fn actions_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, alert: &AlertView, triage: &Triage) {
    let tr = cx.tr;
    ui.horizontal_wrapped(|ui| {
        for (kind, word) in [(triage.take, "panels-take"), (triage.verify, "panels-verify")] {
            if order_button(ui, cx, kind, alert.id, &tr.t(word)) {
                give_if_possible(cx, kind, alert.id, None);
            }
        }
        if cx.ui_state.panels.alerts.closing == Some(alert.id) {
            ui.label(tr.t("panels-close-as"));
            for real in [true, false] {
                let word = if real { "panels-close-real" } else { "panels-close-false" };
                if order_button(ui, cx, triage.close, alert.id, &tr.t(word)) {
                    close(cx, triage, alert.id, real);
                }
            }
        } else if order_button(ui, cx, triage.close, alert.id, &tr.t("panels-close")) {
            begin_close(cx, triage, alert);
        }
        if ui.button(format!("{} {}", icon::MAP_PIN, tr.t("panels-show-on-map"))).clicked() {
            cx.ask(Cmd::FlyTo(Selection::Host(alert.host)));
        }
    });
}

/// A button for an order on an alert; disabled with the reason when it is not possible.
fn order_button(ui: &mut Ui, cx: &PanelCx<'_>, kind: Option<Ix<OrderKind>>, alert: Ix<Alert>, text: &str) -> bool {
    let Some(kind) = kind else { return false };
    let possible = (cx.possible)(kind, Target::Alert(alert));
    let response = ui.add_enabled(possible.is_ok(), egui::Button::new(text));
    match possible {
        Ok(()) => response.clicked(),
        Err(why) => {
            response.on_disabled_hover_text(refusal(cx, &why));
            false
        }
    }
}

/// Closes an alert that has a verdict; asks for the verdict first when it has none.
fn begin_close(cx: &mut PanelCx<'_>, triage: &Triage, alert: &AlertView) {
    match alert.verdict {
        Some(real) => close(cx, triage, alert.id, real),
        None => cx.ui_state.panels.alerts.closing = Some(alert.id),
    }
}

fn close(cx: &mut PanelCx<'_>, triage: &Triage, alert: Ix<Alert>, real: bool) {
    give_if_possible(cx, triage.close, alert, Some(real));
    cx.ui_state.panels.alerts.closing = None;
}

/// Makes the list as a whole something that keys can be sent to, with a frame while it is.
fn list_focus(ui: &mut Ui, cx: &PanelCx<'_>) -> egui::Id {
    let id = ui.id().with("alert-list");
    let area: Rect = ui.available_rect_before_wrap();
    let response = ui.interact(area, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, cx.tr.t("panels-alerts-list")));
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, cx.theme.colors.accent);
        ui.painter().rect_stroke(area, 0.0, stroke, egui::StrokeKind::Inside);
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.ctx().memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    }
    id
}

/// Triage by keys: `j` `k` or the arrows move, `a` takes, `v` verifies, `x` closes (`y` real, `n` false),
/// the space bar picks, Enter shows the host on the map.
fn keys_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, rows: &[&AlertView], triage: &Triage) {
    let focus = ui.ctx().memory(egui::Memory::focused);
    let list = ui.id().with("alert-list");
    let here = focus == Some(list) || (focus.is_none() && ui.ui_contains_pointer());
    if !here || rows.is_empty() || !widgets::keys_are_free(ui) {
        return;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let at = rows.iter().position(|alert| cx.is_selected(Selection::Alert(alert.id)));
    let moved = if pressed(Key::J) || pressed(Key::ArrowDown) {
        Some(at.map_or(0, |row| (row + 1).min(rows.len() - 1)))
    } else if pressed(Key::K) || pressed(Key::ArrowUp) {
        Some(at.map_or(0, |row| row.saturating_sub(1)))
    } else {
        None
    };
    if let Some(row) = moved {
        cx.ui_state.panels.alerts.scroll = true;
        cx.ask(Cmd::Select(Selection::Alert(rows[row].id)));
    }
    let Some(alert) = at.map(|row| rows[row]) else { return };
    if pressed(Key::A) {
        give_if_possible(cx, triage.take, alert.id, None);
    }
    if pressed(Key::V) {
        give_if_possible(cx, triage.verify, alert.id, None);
    }
    if pressed(Key::X) {
        begin_close(cx, triage, alert);
    }
    if cx.ui_state.panels.alerts.closing == Some(alert.id) {
        for (key, real) in [(Key::Y, true), (Key::N, false)] {
            if pressed(key) {
                close(cx, triage, alert.id, real);
            }
        }
    }
    if pressed(Key::Space) {
        let picked = &mut cx.ui_state.panels.alerts.picked;
        if !picked.remove(&alert.id) {
            picked.insert(alert.id);
        }
    }
    if pressed(Key::Enter) {
        cx.ask(Cmd::FlyTo(Selection::Host(alert.host)));
    }
}
