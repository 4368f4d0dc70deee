//! The tokens as egui's style.

use egui::style::{ScrollFadeStyle, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, RichText, Shadow, Stroke, Style, TextStyle, Visuals, vec2,
};

use super::fonts::bold;
use super::theme::{Theme, ThemeKind};

impl Theme {
    /// The style of every widget.
    pub fn style(&self) -> Style {
        let mut style = Style { visuals: self.visuals(), animation_time: 0.1, ..Style::default() };
        let text = self.text;
        style.text_styles = [
            (TextStyle::Small, FontId::new(text.small, FontFamily::Proportional)),
            (TextStyle::Body, FontId::new(text.body, FontFamily::Proportional)),
            (TextStyle::Button, FontId::new(text.body, FontFamily::Proportional)),
            (TextStyle::Heading, FontId::new(text.heading, bold())),
            (TextStyle::Monospace, FontId::new(text.mono, FontFamily::Monospace)),
        ]
        .into();
        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(self.steps(2), self.steps(1));
        spacing.button_padding = vec2(self.steps(2), self.steps(1));
        spacing.interact_size = vec2(self.steps(8), self.steps(6));
        spacing.indent = self.steps(4);
        spacing.window_margin = Margin::same(12);
        spacing.menu_margin = Margin::same(8);
        spacing.icon_width = self.steps(4);
        spacing.icon_spacing = self.steps(2);
        spacing.scroll = self.scroll_bars();
        style
    }

    /// Bars with a place of their own beside the content, quiet until the pointer comes near.
    fn scroll_bars(&self) -> ScrollStyle {
        let quiet = if self.kind == ThemeKind::HighContrast { 1.0 } else { 0.5 };
        ScrollStyle {
            bar_width: self.steps(2),
            floating_width: self.steps(2),
            floating_allocated_width: self.steps(3),
            dormant_background_opacity: 0.0,
            dormant_handle_opacity: quiet,
            active_handle_opacity: quiet,
            // The fade is blended as if light added up evenly: on a light ground it is a grey band over the text.
            fade: ScrollFadeStyle { strength: 0.0, ..ScrollFadeStyle::default() },
            ..ScrollStyle::floating()
        }
    }

    fn visuals(&self) -> Visuals {
        let c = &self.colors;
        let mut visuals = if self.kind == ThemeKind::Light { Visuals::light() } else { Visuals::dark() };
        let shadow = Shadow { offset: [0, 4], blur: 12, spread: 0, color: Color32::from_black_alpha(96) };
        visuals.widgets = self.widgets();
        visuals.selection = Selection { bg_fill: self.tint(0.3), stroke: Stroke::new(1.0, c.text) };
        visuals.weak_text_color = Some(c.faint);
        visuals.hyperlink_color = c.accent;
        visuals.faint_bg_color = blend(c.panel, c.raised, 0.5);
        visuals.extreme_bg_color = c.field;
        visuals.text_edit_bg_color = Some(c.field);
        visuals.code_bg_color = c.raised;
        visuals.warn_fg_color = c.high;
        visuals.error_fg_color = c.critical;
        visuals.window_fill = c.panel;
        visuals.window_stroke = Stroke::new(1.0, c.line);
        visuals.window_corner_radius = CornerRadius::same(self.radius);
        visuals.menu_corner_radius = CornerRadius::same(self.radius);
        visuals.window_shadow = shadow;
        visuals.popup_shadow = shadow;
        visuals.panel_fill = c.panel;
        visuals.striped = false;
        visuals
    }

    fn widgets(&self) -> Widgets {
        let c = &self.colors;
        let plain = WidgetVisuals {
            bg_fill: c.raised,
            weak_bg_fill: c.raised,
            bg_stroke: Stroke::new(1.0, c.line),
            corner_radius: CornerRadius::same(self.radius),
            fg_stroke: Stroke::new(1.0, c.text),
            expansion: 0.0,
        };
        let hovered = WidgetVisuals { bg_fill: c.hover, weak_bg_fill: c.hover, ..plain };
        let pressed = WidgetVisuals { bg_stroke: Stroke::new(1.0, c.accent), ..hovered };
        Widgets {
            noninteractive: WidgetVisuals { bg_fill: c.panel, weak_bg_fill: c.panel, ..plain },
            inactive: plain,
            hovered,
            active: pressed,
            open: hovered,
        }
    }

    /// A panel's ground with a share of the accent: what is chosen, bars. Opaque, because a see-through accent turns
    /// grey on a light ground.
    pub fn tint(&self, share: f32) -> Color32 {
        blend(self.colors.panel, self.colors.accent, share)
    }

    /// Text in bold.
    pub fn strong(&self, text: impl Into<String>) -> RichText {
        RichText::new(text).family(bold()).color(self.colors.text)
    }

    /// The head of a screen.
    pub fn title(&self, text: impl Into<String>) -> RichText {
        self.strong(text).size(self.text.title)
    }

    /// The head of a section.
    pub fn heading(&self, text: impl Into<String>) -> RichText {
        self.strong(text).size(self.text.heading)
    }

    /// Text that explains.
    pub fn soft(&self, text: impl Into<String>) -> RichText {
        RichText::new(text).color(self.colors.soft)
    }

    /// A note.
    pub fn note(&self, text: impl Into<String>) -> RichText {
        RichText::new(text).color(self.colors.faint).size(self.text.small)
    }

    /// Figures and identifiers, all digits equally wide.
    pub fn mono(&self, text: impl Into<String>) -> RichText {
        RichText::new(text).family(FontFamily::Monospace).size(self.text.mono)
    }
}

/// `a` with a share of `b`.
fn blend(a: Color32, b: Color32, share: f32) -> Color32 {
    a.lerp_to_gamma(b, share)
}
