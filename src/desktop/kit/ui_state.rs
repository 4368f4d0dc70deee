//! What a seat's desk remembers between frames and between starts of the program: what is chosen, filtered
//! and half written. Nothing of it is part of the exercise.

use serde::{Deserialize, Serialize};

use super::selection::Selection;
use crate::desktop::panels::PanelsState;

/// The state of one seat's desk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UiState {
    /// What is chosen. Panels read it and ask for another with `Cmd::Select`.
    pub selection: Option<Selection>,
    /// What was chosen before, newest last, for the way back.
    pub earlier: Vec<Selection>,
    /// What the panels keep: each has its own part, in its own file.
    pub panels: PanelsState,
}

/// How many earlier selections are kept.
const EARLIER_MAX: usize = 32;

impl UiState {
    /// Chooses `selection` and keeps the way back.
    pub fn select(&mut self, selection: Selection) {
        if self.selection == Some(selection) {
            return;
        }
        if let Some(before) = self.selection.replace(selection) {
            if self.earlier.len() == EARLIER_MAX {
                self.earlier.remove(0);
            }
            self.earlier.push(before);
        }
    }

    /// Goes back to what was chosen before.
    pub fn back(&mut self) {
        self.selection = self.earlier.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ix;

    #[test]
    fn the_way_back_is_kept_and_bounded() {
        let mut state = UiState::default();
        for n in 0..100 {
            state.select(Selection::Host(Ix::new(n)));
            state.select(Selection::Host(Ix::new(n)));
        }
        assert_eq!(state.earlier.len(), EARLIER_MAX);
        state.back();
        assert_eq!(state.selection, Some(Selection::Host(Ix::new(98))));
    }
}
