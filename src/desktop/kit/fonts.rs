//! Fonts. egui's own have no Vietnamese, so complete ones stand first and egui's behind them for symbols.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// The family of bold text.
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// All fonts of the product.
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add("text", notosans::REGULAR_TTF);
    add("text-bold", notosans::BOLD_TTF);
    add("mono", truce_font::JETBRAINS_MONO);
    add("phosphor", egui_phosphor::Variant::Regular.font_bytes());

    let behind = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let behind_mono = fonts.families.get(&FontFamily::Monospace).cloned().unwrap_or_default();
    // Icons come second: their font has blank glyphs for ordinary letters.
    let family = |first: &[&str], rest: &[String]| -> Vec<String> {
        first.iter().map(|name| (*name).to_owned()).chain(rest.iter().cloned()).collect()
    };
    fonts.families.insert(FontFamily::Proportional, family(&["text", "phosphor"], &behind));
    fonts.families.insert(bold(), family(&["text-bold", "phosphor"], &behind));
    fonts.families.insert(FontFamily::Monospace, family(&["mono", "phosphor", "text"], &behind_mono));
    fonts
}

#[cfg(test)]
mod tests {
    use egui::FontId;
    use egui::epaint::text::{Fonts, TextOptions};
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    /// Every Vietnamese letter: twelve vowels with six tones each and đ, in both cases, beside a to z.
    fn letters() -> String {
        let mut letters = String::from("đĐ");
        letters.extend(('a'..='z').chain('A'..='Z'));
        for vowel in "aăâeêioôơuưy".chars() {
            for tone in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                let small: String = format!("{vowel}{tone}").nfc().collect();
                assert_eq!(small.chars().count(), 1, "{small} is one letter");
                letters.extend(small.to_uppercase().nfc());
                letters.push_str(&small);
            }
        }
        letters
    }

    #[test]
    fn every_vietnamese_letter_is_in_the_first_font_of_every_family() {
        let all = fonts();
        assert_eq!(letters().chars().count(), 2 + 52 + 144);
        for family in [FontFamily::Proportional, FontFamily::Monospace, bold()] {
            // egui counts a letter as missing when it comes from the font of the replacement box, so a font
            // with that box and no letters stands before the one tested.
            let mut only_first = all.clone();
            let first = all.families[&family][0].clone();
            only_first.families.insert(family.clone(), vec!["NotoEmoji-Regular".to_owned(), first]);
            let mut fonts = Fonts::new(TextOptions::default(), only_first);
            let id = FontId::new(14.0, family.clone());
            let missing: String = letters().chars().filter(|c| !fonts.has_glyph(&id, *c)).collect();
            assert_eq!(missing, "", "{family} lacks letters");
        }
    }

    #[test]
    fn symbols_of_the_panels_are_drawn() {
        let mut fonts = Fonts::new(TextOptions::default(), fonts());
        for family in [FontFamily::Proportional, FontFamily::Monospace, bold()] {
            let id = FontId::new(14.0, family.clone());
            let icons =
                [egui_phosphor::regular::WARNING, egui_phosphor::regular::MAP_TRIFOLD, "→", "×", "±", "…", "·", "–"];
            for icon in icons {
                assert!(fonts.has_glyphs(&id, icon), "{family} lacks {icon}");
            }
        }
    }
}
