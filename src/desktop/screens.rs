//! The screens, and what stands on all of them.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Align, Frame, Layout, Margin, RichText, Ui, UiBuilder};
use egui_phosphor::regular as icon;

use super::kit::{Cmd, Theme, ThemeKind};
use super::settings::{Settings, ZOOM_PERCENT, ZOOM_STEP};
use crate::i18n::Tr;
use crate::model::Lang;

/// The screens.
#[derive(States, Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// The four doors.
    #[default]
    Home,
    /// Choice of scenario and seats.
    Lobby,
    /// A participant at work.
    Console,
    /// Looking back on a run.
    Debrief,
    /// Kept runs and halls.
    Records,
    /// The teams of a kept hall.
    HallRecord,
    /// The way into a hall, or to one of one's own.
    Door,
    /// Choice of team and seat in a hall.
    Gate,
    /// What is chosen before a hall is opened.
    SetUp,
    /// The hall that this machine hosts.
    Page,
    /// The big screen of a hall.
    Hall,
    /// The facilitator's desk.
    Desk,
    /// The evaluator's sheet.
    Sheet,
}

/// What the user has asked for in this frame; `apply` empties it.
#[derive(Resource, Default)]
pub struct Wishes(pub Vec<Cmd>);

/// The order in which an egui pass is drawn.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Draw {
    /// The screen itself.
    Screen,
    /// What lies above it: palette, keys, messages.
    Above,
}

/// States, the list of wishes and the order of drawing.
pub(super) fn plugin(app: &mut App) {
    app.init_state::<Screen>()
        .init_resource::<Wishes>()
        .configure_sets(EguiPrimaryContextPass, (Draw::Screen, Draw::Above).chain());
}

/// The region of the whole window, behind everything that floats.
pub fn whole_window(contexts: &mut EguiContexts) -> Option<Ui> {
    let context = contexts.ctx_mut().ok()?.clone();
    let rect = context.viewport_rect();
    let builder = UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(rect);
    Some(Ui::new(context, "window".into(), builder))
}

/// The badge that says that all this is an exercise. It stands on every screen.
pub fn exercise_badge_ui(ui: &mut Ui, theme: &Theme, tr: &Tr) {
    let c = &theme.colors;
    Frame::new().fill(c.exercise).corner_radius(theme.radius).inner_margin(Margin::symmetric(8, 2)).show(ui, |ui| {
        ui.label(theme.strong(tr.t("shell-exercise-badge")).color(c.on_exercise));
    });
}

/// The strip above every screen but the console: badge, where one is, and the program's own switches.
pub fn strip_ui(ui: &mut Ui, settings: &Settings, here: &str, home: bool, out: &mut Vec<Cmd>) {
    let (theme, tr) = (&settings.theme, &settings.tr);
    let frame = Frame::new().fill(theme.colors.panel).inner_margin(Margin::symmetric(16, 8));
    egui::Panel::top("strip").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            exercise_badge_ui(ui, theme, tr);
            if home {
                ui.label(theme.strong("dientap"));
            } else if ui.button(format!("{} {}", icon::ARROW_LEFT, tr.t("shell-home"))).clicked() {
                out.push(Cmd::Home);
            }
            ui.label(theme.soft(here));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| switches_ui(ui, settings, out));
        });
    });
}

/// Language, theme, zoom and palette.
pub fn switches_ui(ui: &mut Ui, settings: &Settings, out: &mut Vec<Cmd>) {
    let (tr, prefs) = (&settings.tr, settings.prefs());
    if ui.button(format!("{} Ctrl+K", icon::COMMAND)).on_hover_text(tr.t("shell-palette")).clicked() {
        out.push(Cmd::TogglePalette);
    }
    let zoom = RichText::new(format!("{} {} %", icon::MAGNIFYING_GLASS, prefs.zoom_percent));
    ui.menu_button(zoom, |ui| {
        for percent in (ZOOM_PERCENT.0..=ZOOM_PERCENT.1).step_by(usize::from(ZOOM_STEP) * 2) {
            if ui.selectable_label(percent == prefs.zoom_percent, format!("{percent} %")).clicked() {
                out.push(Cmd::SetZoom(percent));
            }
        }
    });
    ui.menu_button(format!("{} {}", theme_icon(prefs.theme), tr.t(prefs.theme.word())), |ui| {
        for kind in ThemeKind::ALL {
            let name = format!("{} {}", theme_icon(kind), tr.t(kind.word()));
            if ui.selectable_label(kind == prefs.theme, name).clicked() {
                out.push(Cmd::SetTheme(kind));
            }
        }
    });
    let (other, name) = match prefs.lang {
        Lang::Vi => (Lang::En, "English"),
        Lang::En => (Lang::Vi, "Tiếng Việt"),
    };
    if ui.button(format!("{} {name}", icon::TRANSLATE)).clicked() {
        out.push(Cmd::SetLang(other));
    }
}

/// Sign of a theme.
pub const fn theme_icon(kind: ThemeKind) -> &'static str {
    match kind {
        ThemeKind::Dark => icon::MOON,
        ThemeKind::Light => icon::SUN,
        ThemeKind::HighContrast => icon::CIRCLE_HALF,
    }
}
