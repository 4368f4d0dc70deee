//! What evaluators said about a team: marks and observations, folded from its notes, and what becomes of the marks
//! that the log proposes.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::limits::REMARKS_MAX;
use super::protocol::{Mark, SheetAct};
use super::staff::{Given, Remark};
use super::store::{Asked, Note, Trace, trail};
use crate::journal::Broken;
use crate::model::SimTime;

/// The sheet of a team.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The last mark of each evaluator for each task, by [`known_as`].
    given: BTreeMap<String, BTreeMap<String, Given>>,
    /// Observations, oldest first.
    pub remarks: Vec<Remark>,
}

impl Sheet {
    /// Takes in what the evaluator of this name and unit said at a moment.
    pub(super) fn take(&mut self, at: SimTime, name: &str, act: &SheetAct) {
        let name = name.to_owned();
        match act {
            SheetAct::Rate { task, mark, note } => {
                let who = known_as(&name);
                let given = Given { name, mark: *mark, note: note.clone(), at };
                self.given.entry(task.clone()).or_default().insert(who, given);
            }
            SheetAct::Remark(text) if self.remarks.len() < REMARKS_MAX => {
                self.remarks.push(Remark { at, name, text: text.clone() });
            }
            SheetAct::Remark(_) => {}
        }
    }

    /// The marks given for a task.
    pub fn given(&self, task: &str) -> Vec<Given> {
        self.given.get(task).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }
}

/// An evaluator is a name with its unit: whoever comes back on another machine goes on with the same sheet. Neither
/// upper case nor the way in which marks are put on letters makes another person.
pub fn known_as(name: &str) -> String {
    name.to_lowercase().nfc().collect()
}

/// What the evaluators said in the run of a journal; a torn last record is left out.
///
/// # Errors
/// The first bad record.
pub fn marks(journal: &[u8]) -> Result<Sheet, Broken> {
    let mut sheet = Sheet::default();
    for trace in trail(journal)? {
        if let Trace::Note(Note::Asked { at, what: Asked::Sheet(name, act), .. }) = trace {
            sheet.take(at, &name, &act);
        }
    }
    Ok(sheet)
}

/// Whether two evaluators gave different marks.
pub fn differ(given: &[Given]) -> bool {
    given.windows(2).any(|two| two[0].mark != two[1].mark)
}

/// What the evaluators made of the mark that the log proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Neither the log nor an evaluator says anything.
    Open,
    /// No evaluator has said anything about the proposal.
    Proposed(Mark),
    /// All who spoke confirm it.
    Confirmed(Mark),
    /// All who spoke give this other mark.
    Overridden(Mark),
    /// All who spoke give this mark where the log proposes none.
    Given(Mark),
    /// They give different marks; it is for them to settle.
    Differs,
}

impl Settled {
    /// What becomes of a proposal by the last mark of each evaluator.
    pub fn of(proposed: Option<Mark>, given: &[Given]) -> Self {
        match (proposed, given.first().map(|given| given.mark)) {
            _ if differ(given) => Self::Differs,
            (None, None) => Self::Open,
            (Some(proposed), None) => Self::Proposed(proposed),
            (None, Some(mark)) => Self::Given(mark),
            (Some(proposed), Some(mark)) if mark == proposed => Self::Confirmed(mark),
            (Some(_), Some(mark)) => Self::Overridden(mark),
        }
    }

    /// The mark that stands.
    pub const fn mark(self) -> Option<Mark> {
        match self {
            Self::Proposed(mark) | Self::Confirmed(mark) | Self::Overridden(mark) | Self::Given(mark) => Some(mark),
            Self::Open | Self::Differs => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(mark: Mark) -> Given {
        Given { name: String::new(), mark, note: String::new(), at: SimTime::START }
    }

    #[test]
    fn an_evaluator_is_a_name_however_it_is_written() {
        let mut sheet = Sheet::default();
        for (name, mark) in [("Hòa · Sở", Mark::P), ("HO\u{300}A · SỞ", Mark::M), ("Hoa · Sở", Mark::M)] {
            let act = SheetAct::Rate { task: "K01".to_owned(), mark, note: String::new() };
            sheet.take(SimTime::START, name, &act);
        }
        let given = sheet.given("K01");
        assert_eq!((given.len(), differ(&given)), (2, false), "{given:?}");
    }

    #[test]
    fn evaluators_confirm_override_or_differ_and_only_agreement_gives_a_mark() {
        let one = |mark| vec![given(mark)];
        for (proposed, given, settled, mark) in [
            (None, Vec::new(), Settled::Open, None),
            (Some(Mark::S), Vec::new(), Settled::Proposed(Mark::S), Some(Mark::S)),
            (Some(Mark::S), one(Mark::S), Settled::Confirmed(Mark::S), Some(Mark::S)),
            (Some(Mark::P), one(Mark::M), Settled::Overridden(Mark::M), Some(Mark::M)),
            (None, one(Mark::U), Settled::Given(Mark::U), Some(Mark::U)),
            (Some(Mark::P), vec![given(Mark::P), given(Mark::M)], Settled::Differs, None),
            (Some(Mark::P), vec![given(Mark::M), given(Mark::M)], Settled::Overridden(Mark::M), Some(Mark::M)),
        ] {
            assert_eq!(Settled::of(proposed, &given), settled);
            assert_eq!(settled.mark(), mark);
        }
    }
}
