//! The two doors to the window: opening it, and taking a picture of one of its screens.

use std::path::{Path, PathBuf};

use super::args::PictureArgs;
use super::found::{self, Found};
use super::{Console, Failure, Outcome};
#[cfg(feature = "desktop")]
use crate::desktop;
use crate::i18n::Tr;
use crate::model::{Lang, Span};

/// How to open the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    /// Language at first.
    pub lang: Lang,
    /// Folder of the scenarios.
    pub scenarios: PathBuf,
}

/// Which picture to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRequest {
    /// Name of the screen.
    pub screen: String,
    /// Scenario, by its id.
    pub scenario: String,
    /// Seed of the run.
    pub seed: u64,
    /// Moment of the run.
    pub at: Span,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Language.
    pub lang: Lang,
    /// `dark`, `light` or `high-contrast`.
    pub theme: String,
    /// File to write.
    pub out: PathBuf,
    /// Folder of the scenarios.
    pub scenarios: PathBuf,
}

/// Opens the app, or says in both languages what the program can do without it.
pub(super) fn open(scenarios: PathBuf, console: &mut Console<'_>) -> Outcome {
    if !can_draw() {
        let both = [Lang::Vi, Lang::En].map(|lang| Tr::new(lang).t(reason_key()));
        return Err(Failure::unusable(both.join("\n\n")));
    }
    open_window(OpenRequest { lang: console.tr.lang(), scenarios })
}

/// Takes a picture of a screen.
pub(super) fn picture(args: PictureArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    if !can_draw() {
        return Err(Failure::unusable(console.tr.t(reason_key())));
    }
    let PictureArgs { screen, scenario, seed, at, size, theme, out } = args;
    let Found { root: scenarios, id: scenario } = found::find(&scenario, scenarios, console)?;
    let lang = console.tr.lang();
    let theme = theme.name().to_owned();
    let (width, height) = (size.width, size.height);
    take_picture(&PictureRequest { screen, scenario, seed, at, width, height, lang, theme, out, scenarios })
}

/// Whether this build has the window and this machine somewhere to draw it.
fn can_draw() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(feature = "desktop") && (!cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY"))
}

const fn reason_key() -> &'static str {
    if cfg!(feature = "desktop") { "cli-no-display" } else { "cli-no-desktop" }
}

#[cfg(feature = "desktop")]
fn open_window(request: OpenRequest) -> Outcome {
    desktop::open(request).map(|()| super::GOOD).map_err(Failure::new)
}

#[cfg(feature = "desktop")]
fn take_picture(request: &PictureRequest) -> Outcome {
    desktop::picture(request).map(|()| super::GOOD).map_err(Failure::new)
}

#[cfg(not(feature = "desktop"))]
fn open_window(_: OpenRequest) -> Outcome {
    Err(Failure::unusable(String::new()))
}

#[cfg(not(feature = "desktop"))]
fn take_picture(_: &PictureRequest) -> Outcome {
    Err(Failure::unusable(String::new()))
}
