//! What the map of a run that is looked back on shows: knowledge, truth, or one against the other.

use serde::{Deserialize, Serialize};

use super::knowledge::Knowledge;
use crate::desktop::kit::PanelCx;
use crate::model::{Host, Ix, Role};
use crate::sim::HostTruth;

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

/// How the network really is, and how much of it is shown.
#[derive(Clone, Copy)]
pub struct Truth<'a> {
    /// The truth about each host.
    pub host: &'a dyn Fn(Ix<Host>) -> HostTruth,
    /// Grows with everything that happens.
    pub version: usize,
    /// How much is shown.
    pub show: Show,
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
    pub fn now(cx: &PanelCx<'_>, truth: Option<Truth<'_>>) -> Self {
        let film = truth.map(|truth| (truth.show, truth.version));
        Self { role: cx.role, seat: cx.view.seat.version, team: cx.view.team.version, film }
    }

    /// Whether both are of the same seat and the same way to look at it, so that what is new between them is news.
    pub fn is_like(self, other: Self) -> bool {
        self.role == other.role && self.film.map(|(show, _)| show) == other.film.map(|(show, _)| show)
    }
}

/// What the signs of the map stand for, and what is hidden from the seat.
pub(super) fn knowledge(cx: &PanelCx<'_>, truth: Option<Truth<'_>>) -> (Knowledge, Option<Knowledge>) {
    let known = || Knowledge::new(cx.scenario, cx.view);
    let Some(Truth { host, show, .. }) = truth.filter(|truth| truth.show != Show::Known) else {
        return (known(), None);
    };
    let truth = Knowledge::truth(cx.scenario, host, cx.view);
    if show == Show::Truth {
        return (truth, None);
    }
    let known = known();
    let hidden = known.hidden_from(&truth, &cx.scenario.network);
    (known, Some(hidden))
}
