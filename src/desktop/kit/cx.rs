//! What a panel is given to draw itself: what its seat may see, and nothing of Bevy.

use serde::{Deserialize, Serialize};

use super::cmd::Cmd;
use super::selection::Selection;
use super::theme::Theme;
use super::ui_state::UiState;
use crate::desktop::panels::StepStatus;
use crate::i18n::Tr;
use crate::model::{Inject, InjectChoice, Ix, Lang, OrderKind, Role, Scenario, Text};
use crate::sim::{Refusal, Target, View, Wording};

/// How much help the participant gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Mode {
    /// Hints and the next step of the plan.
    #[default]
    Guided,
    /// The live checklist, no hints.
    Practice,
    /// The plan as on paper; no hints, no pause.
    Exam,
}

impl Mode {
    /// All of them, from the most help to none.
    pub const ALL: [Self; 3] = [Self::Guided, Self::Practice, Self::Exam];

    /// Key of its name among the words; with `-help` behind it the key of its explanation.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Guided => "shell-mode-guided",
            Self::Practice => "shell-mode-practice",
            Self::Exam => "shell-mode-exam",
        }
    }
}

/// What a panel is given.
pub struct PanelCx<'a> {
    /// The scenario: the public network, the catalogue of orders, the plan.
    /// Its attack, noise and injects that have not been sent must not be shown.
    pub scenario: &'a Scenario,
    /// What this seat may see now.
    pub view: View<'a>,
    /// The seat.
    pub role: Ix<Role>,
    /// Whether the seat could give an order on a target now, and if not why.
    pub possible: &'a dyn Fn(Ix<OrderKind>, Target) -> Result<(), Refusal>,
    /// How the steps of the plan stand for this seat.
    pub steps: &'a [StepStatus],
    /// Words.
    pub tr: &'a Tr,
    /// Colours and sizes.
    pub theme: &'a Theme,
    /// How much help the participant gets.
    pub mode: Mode,
    /// What the desk remembers.
    pub ui_state: &'a mut UiState,
    /// Where wishes go.
    pub out: &'a mut Vec<Cmd>,
}

impl PanelCx<'_> {
    /// The language shown.
    pub const fn lang(&self) -> Lang {
        self.tr.lang()
    }

    /// A text of the scenario in the language shown.
    pub fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.tr.lang())
    }

    /// What an inject says that has reached the seat, as the direction worded it.
    pub fn wording(&self, inject: Ix<Inject>) -> Option<Wording> {
        let item = self.view.seat.items.iter().find(|item| item.what.inject() == Some(inject))?;
        item.what.words(self.scenario)
    }

    /// The decisions offered with an inject.
    pub fn choices(&self, inject: Ix<Inject>) -> &[InjectChoice] {
        self.scenario.file.injects.get(inject.us()).map(|inject| inject.choices.as_slice()).unwrap_or_default()
    }

    /// Whether `selection` is the one chosen.
    pub fn is_selected(&self, selection: Selection) -> bool {
        self.ui_state.selection == Some(selection)
    }

    /// Asks for something to be done.
    pub fn ask(&mut self, cmd: Cmd) {
        self.out.push(cmd);
    }
}
