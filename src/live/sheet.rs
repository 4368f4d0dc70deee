//! What evaluators said about a team: marks and observations, folded from its notes.

use std::collections::BTreeMap;

use super::limits::REMARKS_MAX;
use super::protocol::SheetAct;
use super::staff::{Given, Remark};
use crate::model::SimTime;

/// The sheet of a team.
#[derive(Default)]
pub(super) struct Sheet {
    /// The last mark of each evaluator for each task.
    given: BTreeMap<String, BTreeMap<u64, Given>>,
    /// Observations, oldest first.
    pub remarks: Vec<Remark>,
}

impl Sheet {
    /// Takes in what the evaluator known as `who` said at a moment.
    pub(super) fn take(&mut self, at: SimTime, who: u64, name: &str, act: &SheetAct) {
        let name = name.to_owned();
        match act {
            SheetAct::Rate { task, mark, note } => {
                let given = Given { who, name, mark: *mark, note: note.clone(), at };
                self.given.entry(task.clone()).or_default().insert(who, given);
            }
            SheetAct::Remark(text) if self.remarks.len() < REMARKS_MAX => {
                self.remarks.push(Remark { at, name, text: text.clone() });
            }
            SheetAct::Remark(_) => {}
        }
    }

    /// The marks given for a task.
    pub(super) fn given(&self, task: &str) -> Vec<Given> {
        self.given.get(task).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }
}
