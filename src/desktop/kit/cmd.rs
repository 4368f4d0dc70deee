//! Every wish of the user as data. Panels only collect commands; `desktop::apply` is the one place that
//! carries them out.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::selection::Selection;
use super::theme::ThemeKind;
use crate::desktop::live::LiveCmd;
use crate::model::{Ix, Lang, Role, SimTime};
use crate::sim::{Order, Work};

/// A panel of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PanelKind {
    /// Hộp cảnh báo.
    Alerts,
    /// Bản đồ mạng.
    Map,
    /// Đối tượng: what is chosen, and the orders possible on it.
    Inspector,
    /// Việc đang làm.
    Work,
    /// Phương án.
    Plan,
    /// Liên lạc.
    Comms,
    /// Sổ sự cố.
    Record,
    /// Báo cáo.
    Reports,
    /// Dòng thời gian.
    Timeline,
}

impl PanelKind {
    /// All of them, in the order of their number keys.
    pub const ALL: [Self; 9] = [
        Self::Alerts,
        Self::Map,
        Self::Inspector,
        Self::Work,
        Self::Plan,
        Self::Comms,
        Self::Record,
        Self::Reports,
        Self::Timeline,
    ];

    /// Key of its name among the words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Alerts => "shell-panel-alerts",
            Self::Map => "shell-panel-map",
            Self::Inspector => "shell-panel-inspector",
            Self::Work => "shell-panel-work",
            Self::Plan => "shell-panel-plan",
            Self::Comms => "shell-panel-comms",
            Self::Record => "shell-panel-record",
            Self::Reports => "shell-panel-reports",
            Self::Timeline => "shell-panel-timeline",
        }
    }

    /// Its icon.
    pub const fn icon(self) -> &'static str {
        use egui_phosphor::regular as icon;
        match self {
            Self::Alerts => icon::BELL,
            Self::Map => icon::MAP_TRIFOLD,
            Self::Inspector => icon::CROSSHAIR,
            Self::Work => icon::LIST_CHECKS,
            Self::Plan => icon::CLIPBOARD_TEXT,
            Self::Comms => icon::CHATS,
            Self::Record => icon::NOTEBOOK,
            Self::Reports => icon::FILE_TEXT,
            Self::Timeline => icon::CLOCK_COUNTER_CLOCKWISE,
        }
    }
}

/// A wish of the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Cmd {
    // In an exercise.
    /// Gives an order in the name of the seat. The nonce is filled in where it is applied.
    GiveOrder(Order),
    /// Cancels a piece of the seat's own work.
    CancelWork(Ix<Work>),
    /// Approves (true) or denies work that waits for the seat.
    Decide(Ix<Work>, bool),
    /// Chooses something.
    Select(Selection),
    /// Goes back to what was chosen before.
    SelectBack,
    /// Shows something on the map, and chooses it.
    FlyTo(Selection),
    /// Brings a panel to the front.
    OpenPanel(PanelKind),
    /// Puts the panels back where they belong for this role.
    ResetLayout,
    /// Keeps an arrangement of panels (the second) for the role with this id (the first).
    KeepLayout(String, String),
    /// Stops time, with a reason.
    Pause(String),
    /// Lets time go on.
    Resume,
    /// Speed in thousandths of real time.
    Rate(u32),
    /// Jumps to a later moment.
    Jump(SimTime),
    /// Sits down at another seat.
    SwitchSeat(Ix<Role>),
    /// Ends the run and goes to its debrief.
    EndRun,

    // Between screens.
    /// Goes to the first screen; a run in progress is kept.
    Home,
    /// Opens the choice of scenario and seats.
    Lobby,
    /// Starts a run as chosen in the lobby.
    Start,
    /// Takes up the last run where it stopped.
    ContinueLast,
    /// Takes up a kept run, by its name.
    ContinueRun(String),
    /// Opens the debrief of a kept run, by its name.
    OpenDebrief(String),
    /// Opens the list of kept runs and halls.
    Records,
    /// Opens the teams of the hall in this folder.
    OpenHall(PathBuf),
    /// Opens the debrief of a team of that hall, counted from 0.
    OpenTeam(usize),

    /// Something about a hall.
    Live(LiveCmd),

    // The program itself.
    /// Switches the language.
    SetLang(Lang),
    /// Switches the theme.
    SetTheme(ThemeKind),
    /// Zoom in percent.
    SetZoom(u16),
    /// Opens or closes the command palette.
    TogglePalette,
    /// Shows or hides the table of keyboard shortcuts.
    ToggleKeys,
    /// Shows a short message; it also stays in the list of messages.
    Notify(String),
    /// Closes the program.
    Quit,
}
