//! What the user has chosen for the program itself, kept between starts, and the look that follows from it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bevy::prelude::*;
use bevy_egui::EguiContexts;
use serde::{Deserialize, Serialize};

use super::kit::{Mode, Theme, ThemeKind, fonts};
use crate::i18n::Tr;
use crate::model::Lang;

/// Smallest and largest zoom, in percent.
pub const ZOOM_PERCENT: (u16, u16) = (80, 200);
/// One step of zoom, in percent.
pub const ZOOM_STEP: u16 = 10;

/// How long a press may last and still be a click. egui's usual time is shorter than a frame may take on a slow
/// machine without a graphics card.
const CLICK_SECS: f64 = 3.0;

/// The user's choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// Language.
    pub lang: Lang,
    /// Theme.
    pub theme: ThemeKind,
    /// Zoom in percent.
    pub zoom_percent: u16,
    /// How much help the last run gave.
    pub mode: Mode,
    /// The last run, by the name of its file, and the seat that was taken in it.
    pub last_run: Option<(String, String)>,
    /// The last hall that was joined.
    pub last_hall: Option<LastHall>,
    /// Arrangements of panels that were changed, by the role's id; each is text of its own, with its version, so
    /// that one that cannot be read costs only itself.
    pub layouts: BTreeMap<String, String>,
}

/// A hall that was joined, and as whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastHall {
    /// Where it is.
    pub address: String,
    /// Name of the person.
    pub name: String,
    /// Unit of the person.
    pub unit: String,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            lang: Lang::Vi,
            theme: ThemeKind::Dark,
            zoom_percent: 100,
            mode: Mode::Guided,
            last_run: None,
            last_hall: None,
            layouts: BTreeMap::new(),
        }
    }
}

/// The folder in which this program keeps preferences and runs: `DIENTAP_DATA` where it is set, otherwise
/// the usual place of the platform.
pub fn data_folder() -> Result<PathBuf, String> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("DIENTAP_DATA")
        .or_else(|| variable("XDG_DATA_HOME").map(|folder| folder.join("dientap")))
        .or_else(|| variable("APPDATA").map(|folder| folder.join("dientap")))
        .or_else(|| variable("HOME").map(|folder| folder.join(".local/share/dientap")))
        .ok_or_else(|| "DIENTAP_DATA".to_owned())
}

/// The look and the words, as the preferences say.
#[derive(Resource)]
pub struct Settings {
    prefs: Prefs,
    /// Where the preferences are kept; nowhere for pictures.
    file: Option<PathBuf>,
    /// Colours and sizes.
    pub theme: Theme,
    /// Words.
    pub tr: Tr,
}

impl Settings {
    /// Settings with these preferences, kept in `folder` when there is one.
    ///
    /// # Errors
    /// When the design tokens are wrong.
    pub fn new(prefs: Prefs, folder: Option<&Path>) -> Result<Self, String> {
        let file = folder.map(|folder| folder.join("prefs.ron"));
        Ok(Self { theme: Theme::load(prefs.theme)?, tr: Tr::new(prefs.lang), prefs, file })
    }

    /// The preferences kept in `folder`; the usual ones where there are none or they cannot be read.
    pub fn read_prefs(folder: &Path) -> Prefs {
        let text = std::fs::read_to_string(folder.join("prefs.ron")).unwrap_or_default();
        let mut prefs: Prefs = ron::from_str(&text).unwrap_or_default();
        prefs.zoom_percent = prefs.zoom_percent.clamp(ZOOM_PERCENT.0, ZOOM_PERCENT.1);
        prefs
    }

    /// The preferences.
    pub const fn prefs(&self) -> &Prefs {
        &self.prefs
    }

    /// Changes the preferences and keeps them.
    pub fn change(&mut self, change: impl FnOnce(&mut Prefs)) {
        let before = self.prefs.clone();
        change(&mut self.prefs);
        self.prefs.zoom_percent = self.prefs.zoom_percent.clamp(ZOOM_PERCENT.0, ZOOM_PERCENT.1);
        if self.prefs.lang != before.lang {
            self.tr = Tr::new(self.prefs.lang);
        }
        if self.prefs.theme != before.theme {
            match Theme::load(self.prefs.theme) {
                Ok(theme) => self.theme = theme,
                Err(problem) => error!("{problem}"),
            }
        }
        if self.prefs != before {
            self.keep();
        }
    }

    fn keep(&self) {
        let Some(file) = &self.file else { return };
        let text = ron::ser::to_string_pretty(&self.prefs, ron::ser::PrettyConfig::default());
        let written = text.map_err(|error| error.to_string()).and_then(|text| {
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
            }
            std::fs::write(file, text).map_err(|error| error.to_string())
        });
        if let Err(problem) = written {
            warn!("{}: {problem}", file.display());
        }
    }
}

/// Dresses egui and the window's background whenever the settings change.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(PreUpdate, dress.run_if(resource_exists_and_changed::<Settings>));
}

fn dress(
    settings: Res<Settings>,
    mut contexts: EguiContexts,
    mut clear: ResMut<ClearColor>,
    mut fonts_set: Local<bool>,
) {
    let Ok(context) = contexts.ctx_mut() else { return };
    if !*fonts_set {
        context.set_fonts(fonts());
        // Zoom goes through commands, so that it is kept and stays within its bounds.
        context.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.input_options.max_click_duration = CLICK_SECS;
        });
        *fonts_set = true;
    }
    let theme = if settings.theme.kind == ThemeKind::Light { egui::Theme::Light } else { egui::Theme::Dark };
    context.set_theme(theme);
    context.set_style_of(theme, settings.theme.style());
    context.set_zoom_factor(f32::from(settings.prefs.zoom_percent) / 100.0);
    clear.0 = color(settings.theme.colors.window);
}

/// An egui colour as Bevy's.
pub fn color(color: egui::Color32) -> Color {
    let [red, green, blue, alpha] = color.to_srgba_unmultiplied();
    Color::srgba_u8(red, green, blue, alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_kept_and_stay_within_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::new(Prefs::default(), Some(folder.path())).unwrap();
        settings.change(|prefs| {
            prefs.lang = Lang::En;
            prefs.theme = ThemeKind::HighContrast;
            prefs.zoom_percent = 900;
            prefs.layouts.insert("SOC".to_owned(), "(version:1,place:Tabs([],0))".to_owned());
        });
        assert_eq!(settings.theme.kind, ThemeKind::HighContrast);
        assert_eq!(settings.tr.lang(), Lang::En);
        let kept = Settings::read_prefs(folder.path());
        assert_eq!(kept, *settings.prefs());
        assert_eq!(kept.zoom_percent, ZOOM_PERCENT.1);
    }

    #[test]
    fn broken_preferences_give_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("prefs.ron"), "(lang: klingon").unwrap();
        assert_eq!(Settings::read_prefs(folder.path()), Prefs::default());
    }
}
