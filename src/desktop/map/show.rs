//! What the map of a run that is looked back on shows: knowledge, truth, or one against the other.

use serde::{Deserialize, Serialize};

use super::knowledge::Knowledge;
use crate::desktop::kit::PanelCx;
use crate::model::{Ix, Role};
use crate::sim::Exercise;

/// What is shown of a run that is looked back on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Show {
    /// What the seat knew, and rings around what it did not.
    #[default]
    Both,
    /// What the seat knew.
    Known,
    /// How it was.
    Truth,
}

impl Show {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Both, Self::Known, Self::Truth];

    /// Key of its name among the words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Both => "debrief-show-both",
            Self::Known => "debrief-show-known",
            Self::Truth => "debrief-show-truth",
        }
    }

    /// Key of its explanation.
    pub const fn note(self) -> &'static str {
        match self {
            Self::Both => "debrief-show-both-note",
            Self::Known => "debrief-show-known-note",
            Self::Truth => "debrief-show-truth-note",
        }
    }
}

/// For which seat, which versions of its views, and which truth the knowledge was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KnownFor {
    pub role: Ix<Role>,
    seat: u64,
    team: u64,
    /// What is shown of the truth, and how much had happened.
    film: Option<(Show, usize)>,
}

impl KnownFor {
    /// What `cx` and the film now call for.
    pub fn now(cx: &PanelCx<'_>, film: Option<(&Exercise, Show)>) -> Self {
        let film = film.map(|(exercise, show)| (show, exercise.events().len()));
        Self { role: cx.role, seat: cx.view.seat.version, team: cx.view.team.version, film }
    }

    /// Whether both are of the same seat and the same way to look at it, so that what is new between them is news.
    pub fn is_like(self, other: Self) -> bool {
        self.role == other.role && self.film.map(|(show, _)| show) == other.film.map(|(show, _)| show)
    }
}

/// What the signs of the map stand for, and what is hidden from the seat.
pub(super) fn knowledge(cx: &PanelCx<'_>, film: Option<(&Exercise, Show)>) -> (Knowledge, Option<Knowledge>) {
    let truth = |exercise| Knowledge::truth(cx.scenario, exercise, cx.view);
    match film {
        None | Some((_, Show::Known)) => (Knowledge::new(cx.scenario, cx.view), None),
        Some((exercise, Show::Truth)) => (truth(exercise), None),
        Some((exercise, Show::Both)) => {
            let known = Knowledge::new(cx.scenario, cx.view);
            let hidden = known.hidden_from(&truth(exercise), &cx.scenario.network);
            (known, Some(hidden))
        }
    }
}
