//! A button for what cannot be taken back: it asks once more.

use egui::{Align, Label, Layout, RichText, Ui};

use crate::desktop::kit::Theme;

/// A button behind which stands what will come of it, and a second button that does it. Whether it is to be done.
pub fn confirm_ui(ui: &mut Ui, theme: &Theme, text: String, note: &str, really: &str) -> bool {
    let menu = ui.menu_button(text, |ui| {
        ui.set_max_width(theme.steps(80));
        let note = Label::new(theme.soft(note)).wrap();
        ui.with_layout(Layout::top_down(Align::Min), |ui| ui.add(note));
        ui.button(RichText::new(really).color(theme.colors.critical)).clicked()
    });
    menu.inner == Some(true)
}
