//! Design tokens (`assets/theme.ron`). Drawing code takes colours and sizes from here only.

use egui::Color32;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::model::{AlertSeverity, Severity};

/// Which of the themes is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum ThemeKind {
    /// Light text on dark.
    #[default]
    Dark,
    /// Dark text on light.
    Light,
    /// White and strong colours on black.
    HighContrast,
}

impl ThemeKind {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::HighContrast];

    /// Key of its name among the words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "shell-theme-dark",
            Self::Light => "shell-theme-light",
            Self::HighContrast => "shell-theme-high-contrast",
        }
    }
}

/// A colour as the tokens write it: `"#rrggbb"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink(pub Color32);

impl<'de> Deserialize<'de> for Ink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || D::Error::custom(format!("`{text}` is no colour; write it as in \"#1a2b3c\""));
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(wrong)?;
        let rgb = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        let [_, red, green, blue] = rgb.to_be_bytes();
        Ok(Self(Color32::from_rgb(red, green, blue)))
    }
}

macro_rules! colors {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// The colours of a theme.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Colors { $($(#[$doc])* pub $name: Color32),* }

        impl<'de> Deserialize<'de> for Colors {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Written { $($name: Ink),* }
                let written = Written::deserialize(deserializer)?;
                Ok(Self { $($name: written.$name.0),* })
            }
        }
    };
}
colors!(
    /// Behind everything.
    window,
    /// Background of a panel.
    panel,
    /// Background of buttons, cards and table heads.
    raised,
    /// The same under the pointer.
    hover,
    /// Background of text fields.
    field,
    /// Borders and dividing lines.
    line,
    /// Text.
    text,
    /// Text that explains.
    soft,
    /// Text that may be overlooked.
    faint,
    /// The one accent: what is chosen, what can be done next.
    accent,
    /// Text on the accent.
    on_accent,
    /// Background of the badge `DIỄN TẬP`.
    exercise,
    /// Text of the badge.
    on_exercise,
    /// Severity: information.
    info,
    /// Severity: low. Also "well" where something was tested.
    low,
    /// Severity: medium.
    medium,
    /// Severity: high.
    high,
    /// Severity: critical. Also "overdue" and "failed".
    critical,
    /// Host or site: nothing known against it.
    normal,
    /// Host or site: an alert points at it.
    alert,
    /// Host or site: known to be in the adversary's hands.
    held,
    /// Host or site: known to be encrypted or altered.
    spoiled,
    /// Host or site: cut off.
    isolated,
    /// Host: off.
    off,
    /// System: shows its maintenance page.
    maintenance,
    /// Links of the map.
    link,
);

/// Sizes of text, in points at a zoom of 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSizes {
    /// Notes, table heads, badges.
    pub small: f32,
    /// Everything else.
    pub body: f32,
    /// Heads of sections.
    pub heading: f32,
    /// Heads of screens.
    pub title: f32,
    /// Addresses, hashes, identifiers.
    pub mono: f32,
    /// The exercise clock.
    pub clock: f32,
}

/// The file of tokens.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokensFile {
    grid: u8,
    radius: u8,
    text: TextSizes,
    dark: Colors,
    light: Colors,
    high_contrast: Colors,
}

/// A theme: what drawing code takes its colours and sizes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Which one.
    pub kind: ThemeKind,
    /// Colours.
    pub colors: Colors,
    /// Sizes of text.
    pub text: TextSizes,
    /// The grid that lengths are multiples of, in points.
    pub grid: f32,
    /// Radius of corners, in points.
    pub radius: u8,
}

impl Theme {
    /// The theme `kind` of the product.
    ///
    /// # Errors
    /// What is wrong with the tokens, and where.
    pub fn load(kind: ThemeKind) -> Result<Self, String> {
        Self::read(include_str!("../../../assets/theme.ron"), kind)
    }

    /// The theme `kind` out of a file of tokens.
    ///
    /// # Errors
    /// What is wrong with the tokens, and where.
    pub fn read(tokens: &str, kind: ThemeKind) -> Result<Self, String> {
        let file: TokensFile = ron::from_str(tokens).map_err(|error| format!("theme.ron: {error}"))?;
        let colors = match kind {
            ThemeKind::Dark => file.dark,
            ThemeKind::Light => file.light,
            ThemeKind::HighContrast => file.high_contrast,
        };
        Ok(Self { kind, colors, text: file.text, grid: f32::from(file.grid), radius: file.radius })
    }

    /// `n` steps of the grid, in points.
    pub fn steps(&self, n: u8) -> f32 {
        self.grid * f32::from(n)
    }

    /// Colour of an alert's severity.
    pub fn alert_color(&self, severity: AlertSeverity) -> Color32 {
        match severity {
            AlertSeverity::Info => self.colors.info,
            AlertSeverity::Low => self.colors.low,
            AlertSeverity::Medium => self.colors.medium,
            AlertSeverity::High => self.colors.high,
            AlertSeverity::Critical => self.colors.critical,
        }
    }

    /// Colour of an incident's severity.
    pub fn severity_color(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::M4 => self.colors.low,
            Severity::M3 => self.colors.medium,
            Severity::M2 => self.colors.high,
            Severity::M1 => self.colors.critical,
        }
    }
}

/// Sign of an alert's severity: beside the colour always a shape.
pub const fn alert_icon(severity: AlertSeverity) -> &'static str {
    use egui_phosphor::regular as icon;
    match severity {
        AlertSeverity::Info => icon::INFO,
        AlertSeverity::Low => icon::CIRCLE,
        AlertSeverity::Medium => icon::DIAMOND,
        AlertSeverity::High => icon::WARNING,
        AlertSeverity::Critical => icon::WARNING_OCTAGON,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2 defines them.
    fn luminance(color: Color32) -> f64 {
        let channel = |byte: u8| {
            let c = f64::from(byte) / 255.0;
            #[allow(clippy::disallowed_methods, reason = "a measurement in a test, not state")]
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_everything_it_stands_on() {
        for kind in ThemeKind::ALL {
            let theme = Theme::load(kind).unwrap();
            let c = &theme.colors;
            let texts = [
                ("text", c.text),
                ("soft", c.soft),
                ("faint", c.faint),
                ("accent", c.accent),
                ("info", c.info),
                ("low", c.low),
                ("medium", c.medium),
                ("high", c.high),
                ("critical", c.critical),
            ];
            let grounds = [("window", c.window), ("panel", c.panel), ("raised", c.raised), ("field", c.field)];
            for (text, color) in texts {
                for (ground, on) in grounds {
                    let ratio = contrast(color, on);
                    assert!(ratio >= 4.5, "{kind:?}: {text} on {ground} has a contrast of only {ratio:.2}");
                }
            }
            assert!(contrast(c.text, c.hover) >= 4.5 && contrast(c.on_accent, c.accent) >= 4.5, "{kind:?}");
            assert!(contrast(c.on_exercise, c.exercise) >= 7.0, "{kind:?}");
            for share in [0.3, 0.45] {
                let ratio = contrast(c.text, theme.tint(share));
                assert!(ratio >= 4.5, "{kind:?}: text on the accent's tint {share} has only {ratio:.2}");
            }
        }
    }

    #[test]
    fn what_a_host_is_stands_out_from_the_map() {
        for kind in ThemeKind::ALL {
            let c = Theme::load(kind).unwrap().colors;
            for (state, color) in [
                ("normal", c.normal),
                ("alert", c.alert),
                ("held", c.held),
                ("spoiled", c.spoiled),
                ("isolated", c.isolated),
                ("maintenance", c.maintenance),
            ] {
                let ratio = contrast(color, c.window);
                assert!(ratio >= 3.0, "{kind:?}: {state} has a contrast of only {ratio:.2} on the map");
            }
        }
    }

    #[test]
    fn a_wrong_colour_is_refused_with_its_place() {
        let tokens = include_str!("../../../assets/theme.ron").replacen("#12151a", "12151a", 1);
        let error = Theme::read(&tokens, ThemeKind::Dark).unwrap_err();
        assert!(error.contains("`12151a` is no colour"), "{error}");
    }
}
