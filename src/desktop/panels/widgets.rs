//! Small parts that all panels are made of.

use egui::{
    Button, CollapsingHeader, Color32, Frame, Margin, Response, RichText, Sense, Stroke, StrokeKind, TextEdit,
    TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText, WidgetType, vec2,
};

use super::PanelCx;
use crate::desktop::kit::{Cmd, Selection, Theme};

/// The head of a section.
pub fn section(ui: &mut Ui, theme: &Theme, title: &str) {
    ui.add_space(theme.steps(2));
    ui.label(theme.strong(title));
    ui.add_space(theme.steps(1));
}

/// What will appear here, where nothing is yet.
pub fn empty(ui: &mut Ui, theme: &Theme, text: &str) {
    ui.add_space(theme.steps(2));
    ui.label(theme.soft(text));
    ui.add_space(theme.steps(2));
}

/// A line with a name before its value.
pub fn pair(ui: &mut Ui, theme: &Theme, name: &str, value: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() * 0.34).clamp(theme.steps(20), theme.steps(34));
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add(egui::Label::new(theme.soft(name)).wrap());
        });
        ui.vertical(|ui| ui.horizontal_wrapped(value));
    });
}

/// A line with a name before a text.
pub fn pair_text(ui: &mut Ui, theme: &Theme, name: &str, value: &str) {
    pair(ui, theme, name, |ui| {
        ui.label(value);
    });
}

/// A word that leads to the thing it names: a click chooses it, a second one shows it on the map.
pub fn link(ui: &mut Ui, cx: &mut PanelCx<'_>, to: Selection, text: &str) -> Response {
    let response = ui.add(Button::new(RichText::new(text).color(cx.theme.colors.accent)).frame(false).wrap());
    if response.double_clicked() {
        cx.ask(Cmd::FlyTo(to));
    } else if response.clicked() {
        cx.ask(Cmd::Select(to));
    }
    response
}

/// A short word in a frame. It moves to the next line as a whole where the line is full.
pub fn tag(ui: &mut Ui, theme: &Theme, text: &str, color: Color32) -> Response {
    let word = RichText::new(text).color(color).size(theme.text.small);
    let galley = WidgetText::from(word).into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
    let margin = vec2(5.0, 1.0);
    let (area, response) = ui.allocate_exact_size(galley.size() + 2.0 * margin, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, text));
    ui.painter().rect_stroke(area, theme.radius, Stroke::new(1.0, color), StrokeKind::Inside);
    ui.painter().galley(area.min + margin, galley, color);
    response
}

/// The head of something to unfold: on as many lines as it needs, where egui's own runs out of the window.
pub fn fold(ui: &Ui, text: impl Into<WidgetText>) -> CollapsingHeader {
    let spacing = ui.spacing();
    let width = ui.available_width() - spacing.indent - 2.0 * spacing.button_padding.x;
    CollapsingHeader::new(text.into().into_galley(ui, Some(TextWrapMode::Wrap), width, TextStyle::Button))
}

/// A card: a framed group over the whole width.
pub fn card<R>(ui: &mut Ui, theme: &Theme, accent: bool, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let line = if accent { theme.colors.accent } else { theme.colors.line };
    let frame = Frame::new().stroke(Stroke::new(1.0, line)).corner_radius(theme.radius).inner_margin(Margin::same(8));
    frame
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            contents(ui)
        })
        .inner
}

/// Gives a widget without words of its own a name for screen readers.
pub fn named(response: &Response, name: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// A field to search or filter with.
pub fn search(ui: &mut Ui, text: &mut String, hint: &str, width: f32) -> Response {
    let hint_text = format!("{} {hint}", egui_phosphor::regular::MAGNIFYING_GLASS);
    let response = ui.add(TextEdit::singleline(text).hint_text(hint_text).desired_width(width));
    named(&response, hint);
    response
}

/// The one button of a form that does it.
pub fn main_button(ui: &mut Ui, theme: &Theme, text: &str, enabled: bool) -> Response {
    if enabled {
        ui.add(Button::new(RichText::new(text).color(theme.colors.on_accent)).fill(theme.colors.accent))
    } else {
        ui.add_enabled(false, Button::new(text))
    }
}

/// A choice out of a list behind one button; the first entry stands for "all".
pub fn pick<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    width: f32,
    chosen: &mut T,
    choices: impl IntoIterator<Item = (T, String)>,
) -> bool {
    let choices: Vec<(T, String)> = choices.into_iter().collect();
    let shown = choices.iter().find(|(value, _)| value == chosen).map_or(name, |(_, text)| text.as_str());
    let mut changed = false;
    let response = egui::ComboBox::from_id_salt(name).width(width).selected_text(shown).truncate().show_ui(ui, |ui| {
        for (value, text) in &choices {
            changed |= ui.selectable_value(chosen, *value, text).changed();
        }
    });
    named(&response.response, name);
    changed
}

/// Whether keys may be taken as shortcuts: nobody is typing.
pub fn keys_are_free(ui: &Ui) -> bool {
    !ui.ctx().text_edit_focused() && !egui::Popup::is_any_open(ui.ctx())
}

/// Whether `part` occurs in `text`, without regard to case and to Vietnamese marks: `cong` finds `Cổng`.
pub fn contains(text: &str, part: &str) -> bool {
    part.is_empty() || plain(text).contains(&plain(part))
}

/// The text in lower case and without marks.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let letters = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    letters.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_needs_neither_case_nor_marks() {
        assert!(contains("Cổng thông tin điện tử", "cong thong"));
        assert!(contains("ĐẤT ĐAI", "đất"));
        assert!(contains("portal-web-01", ""));
        assert!(!contains("Cổng", "công an"));
    }
}
