//! The panels in their tabs. The map's tab is a hole through which Bevy's drawing shows.

use egui::{Color32, Frame, Margin, Stroke, Ui, UiBuilder, Visuals, WidgetText};
use egui_tiles::{Behavior, EditAction, SimplificationOptions, TabState, TileId, Tiles, Tree, UiResponse};

use crate::desktop::kit::{PanelCx, PanelKind, Theme};
use crate::desktop::map::{MapState, map_pane_ui};
use crate::desktop::panels;
use crate::sim::AlertState;

/// The dock of a seat. Whether the user has just arranged it anew.
pub fn dock_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, tree: &mut Tree<PanelKind>, map: &mut MapState) -> bool {
    let theme = cx.theme;
    let mut dock = Dock { cx, map, theme, arranged: false };
    tree.ui(&mut dock, ui);
    dock.arranged
}

struct Dock<'d, 'c> {
    cx: &'d mut PanelCx<'c>,
    map: &'d mut MapState,
    theme: &'c Theme,
    arranged: bool,
}

impl Dock<'_, '_> {
    /// How many things wait in a panel.
    fn waiting(&self, panel: PanelKind) -> usize {
        let seat = self.cx.view.seat;
        match panel {
            PanelKind::Alerts => seat.alerts.iter().filter(|alert| alert.state == AlertState::New).count(),
            PanelKind::Work => seat.approvals.len(),
            PanelKind::Comms => panels::unread(self.cx),
            _ => 0,
        }
    }
}

impl Behavior<PanelKind> for Dock<'_, '_> {
    fn pane_ui(&mut self, ui: &mut Ui, _: TileId, panel: &mut PanelKind) -> UiResponse {
        let area = ui.available_rect_before_wrap();
        if *panel == PanelKind::Map {
            map_pane_ui(ui, self.cx, self.map);
            return UiResponse::None;
        }
        ui.painter().rect_filled(area, 0.0, self.theme.colors.panel);
        let inner = Frame::new().inner_margin(Margin::same(8));
        ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
            inner.show(ui, |ui| {
                ui.set_min_size(ui.available_size());
                panel_ui(ui, self.cx, *panel);
            });
        });
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, panel: &PanelKind) -> WidgetText {
        let name = format!("{} {}", panel.icon(), self.cx.tr.t(panel.word()));
        match self.waiting(*panel) {
            0 => name.into(),
            n => format!("{name} ({n})").into(),
        }
    }

    fn on_edit(&mut self, edit: EditAction) {
        self.arranged |= edit != EditAction::TileDragged;
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: true, ..SimplificationOptions::default() }
    }

    fn tab_bar_height(&self, _: &egui::Style) -> f32 {
        self.theme.steps(7)
    }

    fn gap_width(&self, _: &egui::Style) -> f32 {
        self.theme.grid
    }

    fn tab_bar_color(&self, _: &Visuals) -> Color32 {
        self.theme.colors.window
    }

    fn tab_bg_color(&self, _: &Visuals, _: &Tiles<PanelKind>, _: TileId, state: &TabState) -> Color32 {
        if state.active { self.theme.colors.panel } else { self.theme.colors.window }
    }

    fn tab_text_color(&self, _: &Visuals, _: &Tiles<PanelKind>, _: TileId, state: &TabState) -> Color32 {
        if state.active { self.theme.colors.text } else { self.theme.colors.soft }
    }

    fn tab_outline_stroke(&self, _: &Visuals, _: &Tiles<PanelKind>, _: TileId, state: &TabState) -> Stroke {
        if state.active { Stroke::new(1.0, self.theme.colors.line) } else { Stroke::NONE }
    }

    /// Where a panel would go while it is dragged: the panel below stays readable.
    fn drag_preview_color(&self, _: &Visuals) -> Color32 {
        self.theme.colors.accent.gamma_multiply(0.15)
    }

    fn drag_preview_stroke(&self, _: &Visuals) -> Stroke {
        Stroke::new(2.0, self.theme.colors.accent)
    }

    fn resize_stroke(&self, _: &egui::Style, state: egui_tiles::ResizeState) -> Stroke {
        let color = match state {
            egui_tiles::ResizeState::Idle => self.theme.colors.window,
            egui_tiles::ResizeState::Hovering | egui_tiles::ResizeState::Dragging => self.theme.colors.accent,
        };
        Stroke::new(self.theme.grid, color)
    }
}

fn panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, panel: PanelKind) {
    match panel {
        PanelKind::Alerts => panels::alerts_panel_ui(ui, cx),
        PanelKind::Inspector => panels::inspector_panel_ui(ui, cx),
        PanelKind::Work => panels::work_panel_ui(ui, cx),
        PanelKind::Plan => panels::plan_panel_ui(ui, cx),
        PanelKind::Comms => panels::comms_panel_ui(ui, cx),
        PanelKind::Record => panels::record_panel_ui(ui, cx),
        PanelKind::Reports => panels::reports_panel_ui(ui, cx),
        PanelKind::Timeline => panels::timeline_panel_ui(ui, cx),
        // Drawn by the dock itself.
        PanelKind::Map => {}
    }
}
