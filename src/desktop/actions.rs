//! One table of what can be done from anywhere: it feeds the keyboard, the palette and the list of keys.

use egui::{Key, KeyboardShortcut, Modifiers};
use egui_phosphor::regular as icon;

use super::kit::{Cmd, PanelKind, ThemeKind};
use super::screens::Screen;
use super::session::{RATES_PERMILLE, Session};
use super::settings::{Settings, ZOOM_STEP};
use crate::model::Lang;

/// Something that can be done from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Opens or closes the palette.
    Palette,
    /// Shows the list of keys.
    Keys,
    /// Stops time or lets it go on.
    PauseResume,
    /// Lets time pass faster.
    Faster,
    /// Lets time pass more slowly.
    Slower,
    /// Brings a panel to the front.
    Panel(PanelKind),
    /// Goes back to what was chosen before.
    Back,
    /// Sits down at the next seat of one's own.
    NextSeat,
    /// Puts the panels back.
    ResetLayout,
    /// Goes to the first screen.
    Home,
    /// Goes to the choice of scenario and seats.
    Lobby,
    /// Goes to the kept runs.
    Records,
    /// Switches the language.
    Language,
    /// Goes on to the next theme.
    Theme,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// As large as usual.
    ZoomReset,
    /// Closes the program.
    Quit,
}

impl Action {
    /// All of them, in the order of the list of keys.
    pub fn all() -> impl Iterator<Item = Self> {
        let panels = PanelKind::ALL.into_iter().map(Self::Panel);
        let first = [Self::Palette, Self::Keys, Self::PauseResume, Self::Faster, Self::Slower];
        let then = [Self::Back, Self::NextSeat, Self::ResetLayout, Self::Home, Self::Lobby, Self::Records];
        let last = [Self::Language, Self::Theme, Self::ZoomIn, Self::ZoomOut, Self::ZoomReset, Self::Quit];
        first.into_iter().chain(panels).chain(then).chain(last)
    }

    /// Key of its name among the words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Palette => "shell-palette",
            Self::Keys => "shell-keys",
            Self::PauseResume => "shell-pause-resume",
            Self::Faster => "shell-faster",
            Self::Slower => "shell-slower",
            Self::Panel(kind) => kind.word(),
            Self::Back => "shell-back",
            Self::NextSeat => "shell-next-seat",
            Self::ResetLayout => "shell-reset-layout",
            Self::Home => "shell-home",
            Self::Lobby => "shell-door-training",
            Self::Records => "shell-door-records",
            Self::Language => "shell-switch-language",
            Self::Theme => "shell-next-theme",
            Self::ZoomIn => "shell-zoom-in",
            Self::ZoomOut => "shell-zoom-out",
            Self::ZoomReset => "shell-zoom-reset",
            Self::Quit => "shell-quit",
        }
    }

    /// Its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Palette => icon::COMMAND,
            Self::Keys => icon::KEYBOARD,
            Self::PauseResume => icon::PLAY_PAUSE,
            Self::Faster => icon::FAST_FORWARD,
            Self::Slower => icon::REWIND,
            Self::Panel(kind) => kind.icon(),
            Self::Back => icon::ARROW_U_UP_LEFT,
            Self::NextSeat => icon::CHAIR,
            Self::ResetLayout => icon::LAYOUT,
            Self::Home => icon::HOUSE,
            Self::Lobby => icon::PERSON_SIMPLE_RUN,
            Self::Records => icon::ARCHIVE,
            Self::Language => icon::TRANSLATE,
            Self::Theme => icon::CIRCLE_HALF,
            Self::ZoomIn => icon::MAGNIFYING_GLASS_PLUS,
            Self::ZoomOut => icon::MAGNIFYING_GLASS_MINUS,
            Self::ZoomReset => icon::MAGNIFYING_GLASS,
            Self::Quit => icon::SIGN_OUT,
        }
    }

    /// Its keys.
    pub const fn shortcut(self) -> Option<KeyboardShortcut> {
        const NUMBERS: [Key; 9] =
            [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
        let (modifiers, key) = match self {
            Self::Palette => (Modifiers::COMMAND, Key::K),
            Self::Keys => (Modifiers::NONE, Key::F1),
            Self::PauseResume => (Modifiers::NONE, Key::F8),
            Self::Faster => (Modifiers::NONE, Key::F10),
            Self::Slower => (Modifiers::NONE, Key::F9),
            Self::Panel(kind) => (Modifiers::COMMAND, NUMBERS[kind as usize]),
            Self::Back => (Modifiers::ALT, Key::ArrowLeft),
            Self::NextSeat => (Modifiers::COMMAND, Key::Tab),
            Self::ResetLayout => (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::R),
            Self::Home => (Modifiers::ALT, Key::Home),
            Self::Language => (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L),
            Self::Theme => (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::T),
            Self::ZoomIn => (Modifiers::COMMAND, Key::Plus),
            Self::ZoomOut => (Modifiers::COMMAND, Key::Minus),
            Self::ZoomReset => (Modifiers::COMMAND, Key::Num0),
            Self::Quit => (Modifiers::COMMAND, Key::Q),
            Self::Lobby | Self::Records => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// The wish it stands for here and now; none where it makes no sense.
    pub fn cmd(self, screen: Screen, settings: &Settings, session: Option<&Session>) -> Option<Cmd> {
        let prefs = settings.prefs();
        let run = session.filter(|_| screen == Screen::Console);
        // In a hall time is the direction's.
        let own = run.and_then(Session::local);
        Some(match self {
            Self::Palette => Cmd::TogglePalette,
            Self::Keys => Cmd::ToggleKeys,
            Self::PauseResume if own?.is_paused() => Cmd::Resume,
            Self::PauseResume => own.map(|_| Cmd::Pause(settings.tr.t("shell-paused-by-hand")))?,
            Self::Faster => Cmd::Rate(next_rate(own?.rate_permille(), true)?),
            Self::Slower => Cmd::Rate(next_rate(own?.rate_permille(), false)?),
            Self::Panel(kind) => run.map(|_| Cmd::OpenPanel(kind))?,
            Self::Back => run.map(|_| Cmd::SelectBack)?,
            Self::NextSeat => {
                let (people, here) = (own?.people(), own?.role());
                let place = people.iter().position(|role| *role == here)?;
                let next = people[(place + 1) % people.len()];
                (next != here).then_some(Cmd::SwitchSeat(next))?
            }
            Self::ResetLayout => run.map(|_| Cmd::ResetLayout)?,
            Self::Home => (screen != Screen::Home).then_some(Cmd::Home)?,
            Self::Lobby => (screen != Screen::Lobby).then_some(Cmd::Lobby)?,
            Self::Records => (screen != Screen::Records).then_some(Cmd::Records)?,
            Self::Language => Cmd::SetLang(if prefs.lang == Lang::Vi { Lang::En } else { Lang::Vi }),
            Self::Theme => {
                let place = ThemeKind::ALL.iter().position(|kind| *kind == prefs.theme).unwrap_or(0);
                Cmd::SetTheme(ThemeKind::ALL[(place + 1) % ThemeKind::ALL.len()])
            }
            Self::ZoomIn => Cmd::SetZoom(prefs.zoom_percent + ZOOM_STEP),
            Self::ZoomOut => Cmd::SetZoom(prefs.zoom_percent.saturating_sub(ZOOM_STEP)),
            Self::ZoomReset => Cmd::SetZoom(100),
            Self::Quit => Cmd::Quit,
        })
    }
}

/// The speed above or below one.
pub fn next_rate(rate_permille: u32, faster: bool) -> Option<u32> {
    let mut rates = RATES_PERMILLE.into_iter();
    if faster { rates.find(|rate| *rate > rate_permille) } else { rates.rev().find(|rate| *rate < rate_permille) }
}

/// A speed as it is written: `×0,5`, `×2`.
pub fn rate_text(rate_permille: u32, lang: Lang) -> String {
    match (rate_permille % 1_000, lang) {
        (0, _) => format!("×{}", rate_permille / 1_000),
        (part, Lang::Vi) => format!("×{},{}", rate_permille / 1_000, part / 100),
        (part, Lang::En) => format!("×{}.{}", rate_permille / 1_000, part / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desktop::settings::Prefs;

    #[test]
    fn no_two_actions_have_the_same_keys_and_every_name_is_a_word() {
        let all: Vec<_> = Action::all().collect();
        for lang in [Lang::Vi, Lang::En] {
            let settings = Settings::new(Prefs { lang, ..Prefs::default() }, None).unwrap();
            for action in &all {
                assert_ne!(settings.tr.t(action.word()), action.word(), "{action:?} has no name");
            }
        }
        for (index, action) in all.iter().enumerate() {
            let Some(keys) = action.shortcut() else { continue };
            assert!(all[..index].iter().all(|other| other.shortcut() != Some(keys)), "{action:?}: keys taken");
        }
    }

    #[test]
    fn speeds_step_up_and_down_and_stop_at_the_ends() {
        assert_eq!(next_rate(1_000, true), Some(2_000));
        assert_eq!(next_rate(1_000, false), Some(500));
        assert_eq!(next_rate(60_000, true), None);
        assert_eq!(rate_text(500, Lang::Vi), "×0,5");
        assert_eq!(rate_text(60_000, Lang::En), "×60");
    }

    #[test]
    fn what_belongs_to_a_run_is_not_offered_elsewhere() {
        let settings = Settings::new(Prefs::default(), None).unwrap();
        for action in [Action::Panel(PanelKind::Map), Action::Faster, Action::PauseResume, Action::NextSeat] {
            assert_eq!(action.cmd(Screen::Home, &settings, None), None, "{action:?}");
        }
    }
}
