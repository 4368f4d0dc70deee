//! Short messages to the user: shown for a while, and kept in a list.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Align2, Area, Frame, Id, Margin, Order, Stroke, Ui, vec2};
use egui_phosphor::regular as icon;

use super::kit::Theme;
use super::screens::Draw;
use super::settings::Settings;

/// Messages kept at most.
const KEPT_MAX: usize = 200;
/// Messages shown at once at most.
const SHOWN_MAX: usize = 3;
/// Seconds for which a message is shown.
const SHOWN_SECS: f64 = 8.0;

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Plain,
    /// Something could not be done.
    Problem,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Of what kind it is.
    pub tone: Tone,
    /// Until when it is shown, in seconds of the interface's clock; not yet known before it is drawn.
    until: Option<f64>,
}

/// All messages, oldest first.
#[derive(Resource, Default)]
pub struct Notices(Vec<Notice>);

impl Notices {
    /// Says that something was done.
    pub fn say(&mut self, text: impl Into<String>) {
        self.push(text.into(), Tone::Plain);
    }

    /// Says that something could not be done.
    pub fn problem(&mut self, text: impl Into<String>) {
        self.push(text.into(), Tone::Problem);
    }

    fn push(&mut self, text: String, tone: Tone) {
        if self.0.len() == KEPT_MAX {
            self.0.remove(0);
        }
        self.0.push(Notice { text, tone, until: None });
    }

    /// The list of messages, newest first.
    pub fn list_ui(&self, ui: &mut Ui, theme: &Theme, empty: &str) {
        if self.0.is_empty() {
            ui.label(theme.note(empty));
        }
        for notice in self.0.iter().rev() {
            text_ui(ui, theme, notice);
        }
    }
}

/// Draws the messages above every screen.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Notices>().add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Above));
}

fn draw(mut contexts: EguiContexts, settings: Res<Settings>, mut notices: ResMut<Notices>) {
    let Ok(context) = contexts.ctx_mut() else { return };
    let notices = notices.bypass_change_detection();
    let now = context.input(|input| input.time);
    for notice in notices.0.iter_mut().filter(|notice| notice.until.is_none()) {
        notice.until = Some(now + SHOWN_SECS);
    }
    let shown: Vec<_> = notices.0.iter_mut().rev().filter(|notice| notice.until > Some(now)).take(SHOWN_MAX).collect();
    let Some(soonest) = shown.iter().filter_map(|notice| notice.until).reduce(f64::min) else { return };
    context.request_repaint_after_secs((soonest - now) as f32);
    let theme = &settings.theme;
    let area = Area::new(Id::new("notices")).order(Order::Foreground).anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -16.0));
    area.show(context, |ui| {
        ui.set_max_width(theme.steps(100));
        for notice in shown {
            let color = if notice.tone == Tone::Problem { theme.colors.high } else { theme.colors.line };
            let frame = Frame::popup(ui.style()).stroke(Stroke::new(1.0, color)).inner_margin(Margin::same(12));
            let response = frame.show(ui, |ui| text_ui(ui, theme, notice)).response;
            if response.interact(egui::Sense::click()).clicked() {
                notice.until = Some(now);
            }
        }
    });
}

fn text_ui(ui: &mut Ui, theme: &Theme, notice: &Notice) {
    let (sign, color) = match notice.tone {
        Tone::Plain => (icon::CHECK, theme.colors.soft),
        Tone::Problem => (icon::WARNING, theme.colors.high),
    };
    ui.horizontal_top(|ui| {
        ui.label(egui::RichText::new(sign).color(color));
        ui.add(egui::Label::new(&notice.text).wrap());
    });
}
