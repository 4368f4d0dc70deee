//! What facilitators and evaluators do to a team.

use super::limits::RATE_PERMILLE;
use super::protocol::{Answer, Ask, DeskAct, No, SheetAct};
use super::rules::Standing;
use super::store::{Asked, Log, Who};
use super::team::Team;
use crate::model::{Ix, Role, Scenario};
use crate::score::is_critical;
use crate::sim::{Control, Input};
use crate::standin::Kind;

impl DeskAct {
    /// The input of the run that it is. A jump is none: its way is played first.
    pub(super) fn input(&self) -> Option<Input> {
        match self {
            Self::Control(Control::Jump(_)) => None,
            Self::Control(control) => Some(Input::Control(control.clone())),
            _ => None,
        }
    }
}

impl<L: Log> Team<L> {
    /// Does an act of a facilitator. A start waits for the seats in `late`, of this team and of those that start with it.
    pub(super) fn direct(
        &mut self,
        who: Who,
        id: u64,
        name: &str,
        act: &DeskAct,
        ask: &Ask,
        late: &[Ix<Role>],
    ) -> Option<Answer> {
        if self.is_broken() {
            return None;
        }
        if let Some(answer) = self.known_answer(who, id, Standing::Facilitator, ask) {
            return Some(answer);
        }
        if !late.is_empty() {
            return Some(self.refuse(who, id, No::NotReady(late.to_vec())));
        }
        if let Err(no) = self.check_act(act) {
            return Some(self.refuse(who, id, no));
        }
        self.settle(who, id, Asked::Desk(name.to_owned(), act.clone()), act.input().as_ref())
    }

    fn check_act(&self, act: &DeskAct) -> Result<(), No> {
        let has_seat = |role| self.seats.contains_key(role);
        match act {
            DeskAct::Control(Control::Rate(permille)) if !RATE_PERMILLE.contains(permille) => Err(No::Unknown),
            DeskAct::Control(Control::Jump(to)) => self.is_past(*to).map_or(Ok(()), |past| Err(No::Engine(past))),
            DeskAct::Announce { to: Some(role), .. } if !has_seat(role) => Err(No::Unknown),
            DeskAct::Swap { role, stand_in } => {
                let is_kind = stand_in.as_ref().is_none_or(|kind| kind.parse::<Kind>().is_ok());
                if has_seat(role) && is_kind { Ok(()) } else { Err(No::Unknown) }
            }
            _ => Ok(()),
        }
    }

    /// Writes down what an evaluator says.
    pub(super) fn rate(&mut self, who: Who, id: u64, name: &str, act: &SheetAct, ask: &Ask) -> Option<Answer> {
        if let Some(answer) = self.known_answer(who, id, Standing::Evaluator, ask) {
            return Some(answer);
        }
        if let SheetAct::Rate { task, .. } = act
            && !is_task(self.scenario(), task)
        {
            return Some(self.refuse(who, id, No::Unknown));
        }
        self.settle(who, id, Asked::Sheet(name.to_owned(), act.clone()), None)
    }
}

/// Whether a critical task of this id is trained.
fn is_task(scenario: &Scenario, task: &str) -> bool {
    let trained = scenario.file.procedures.iter().filter_map(|named| scenario.plan.procedures.get(named.ix().us()));
    trained.flat_map(|procedure| &procedure.steps).any(|step| step.id == task && is_critical(step))
}
