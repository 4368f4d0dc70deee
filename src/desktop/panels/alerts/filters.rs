//! What is listed of the alert queue, and in which order.

use egui::Ui;

use super::{AlertsState, Shown, Sorting};
use crate::desktop::panels::{PanelCx, widgets, words};
use crate::sim::AlertState;

/// The filters: in one row where there is room, otherwise two by two.
pub(super) fn filters_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, width: f32) {
    let (tr, theme) = (cx.tr, cx.theme);
    let total = cx.view.seat.alerts.len();
    let new = cx.view.seat.alerts.iter().filter(|alert| alert.state == AlertState::New).count();
    let state = &mut cx.ui_state.panels.alerts;
    ui.horizontal(|ui| {
        widgets::search(ui, &mut state.text, &tr.t("panels-alerts-search"), (width - 120.0).clamp(80.0, 320.0));
        ui.label(theme.note(tr.with("panels-alerts-count", &[("new", new.into()), ("total", total.into())])));
    });
    let in_row: f32 = if width >= 640.0 { 4.0 } else { 2.0 };
    let gap = ui.spacing().item_spacing.x;
    let each = ((width - gap * in_row) / in_row - 8.0).clamp(72.0, 200.0);
    let shown = [
        (Shown::Open, "panels-shown-open"),
        (Shown::New, "panels-shown-new"),
        (Shown::Mine, "panels-shown-mine"),
        (Shown::Closed, "panels-shown-closed"),
        (Shown::All, "panels-shown-all"),
    ];
    let shown = shown.map(|(value, key)| (value, tr.t(key)));
    let all = [(None, tr.t("panels-all-layers"))];
    let layers = all.into_iter().chain(words::LAYERS.map(|layer| (Some(layer), tr.t(words::layer(layer)))));
    let any = [(None, tr.t("panels-all-severities"))];
    let severities = words::ALERT_SEVERITIES.map(|severity| {
        let word = tr.t(words::alert_severity(severity));
        (Some(severity), tr.with("panels-at-least", &[("severity", word.into())]))
    });
    let severities = any.into_iter().chain(severities);
    let sortings = [
        (Sorting::Gravest, "panels-sort-gravest"),
        (Sorting::Newest, "panels-sort-newest"),
        (Sorting::Oldest, "panels-sort-oldest"),
    ];
    let sortings = sortings.map(|(value, key)| (value, tr.t(key)));
    let first = |ui: &mut Ui, state: &mut AlertsState| {
        widgets::pick(ui, &tr.t("panels-filter-state"), each, &mut state.shown, shown);
        widgets::pick(ui, &tr.t("panels-filter-severity"), each, &mut state.at_least, severities);
    };
    let second = |ui: &mut Ui, state: &mut AlertsState| {
        widgets::pick(ui, &tr.t("panels-filter-layer"), each, &mut state.layer, layers);
        widgets::pick(ui, &tr.t("panels-sort"), each, &mut state.sorting, sortings);
    };
    if in_row > 2.0 {
        ui.horizontal(|ui| {
            first(ui, state);
            second(ui, state);
        });
    } else {
        ui.horizontal(|ui| first(ui, state));
        ui.horizontal(|ui| second(ui, state));
    }
}
