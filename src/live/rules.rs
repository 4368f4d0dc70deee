//! Who may say what, and when: the one place that decides it.

use serde::{Deserialize, Serialize};

use super::protocol::{Ask, DeskAct, No};
use super::screen::Stage;
use crate::sim::Control;

/// What a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Standing {
    /// It has not said who it is.
    Stranger,
    /// It knows the PIN and has no seat yet.
    AtGate,
    /// It sits on a seat.
    Participant,
    /// It directs the exercise.
    Facilitator,
    /// It rates the teams.
    Evaluator,
    /// It watches.
    Observer,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Stranger, Self::AtGate, Self::Participant, Self::Facilitator, Self::Evaluator, Self::Observer];
}

/// Whether a connection of this standing may say this while the team it is about is at this stage.
///
/// # Errors
/// The reason why not.
pub fn may(standing: Standing, stage: Stage, ask: &Ask) -> Result<(), No> {
    let (who, stages): (&[Standing], &[Stage]) = match ask {
        Ask::Hello(_) => (&[Standing::Stranger], &Stage::ALL),
        Ask::Sit { .. } => (&[Standing::AtGate], &[Stage::Lobby, Stage::Running, Stage::Paused]),
        Ask::Deed { .. } => (&[Standing::Participant], &[Stage::Running]),
        Ask::Draft { .. } => (&[Standing::Participant], &Stage::ALL),
        Ask::Ready { .. } => (&[Standing::Participant], &[Stage::Lobby]),
        Ask::Desk { act, .. } => (&[Standing::Facilitator], stages_of(act)),
        Ask::Sheet { .. } => (&[Standing::Evaluator], &Stage::ALL),
        Ask::Seen { .. } | Ask::Book => (&Standing::ALL[1..], &Stage::ALL),
        Ask::Opened { .. } => (&[Standing::Participant], &Stage::ALL),
        Ask::Look { .. } => (&[Standing::Facilitator, Standing::Evaluator], &Stage::ALL),
    };
    if !who.contains(&standing) {
        return Err(No::NotYours(standing));
    }
    if stages.contains(&stage) { Ok(()) } else { Err(No::NotNow(stage)) }
}

fn stages_of(act: &DeskAct) -> &'static [Stage] {
    match act {
        DeskAct::CheckReady | DeskAct::Start { .. } => &[Stage::Lobby],
        DeskAct::Control(Control::Send(_) | Control::Jump(_) | Control::Pause(_) | Control::Resume) => {
            &[Stage::Running, Stage::Paused]
        }
        // What comes at once would come before the start.
        DeskAct::Control(Control::AdHoc(ad_hoc)) if ad_hoc.at.is_none() => &[Stage::Running, Stage::Paused],
        DeskAct::Control(
            Control::Rate(_)
            | Control::Hold(_)
            | Control::Shift(..)
            | Control::End
            | Control::Release(_)
            | Control::Skip(_)
            | Control::ShiftAll(_)
            | Control::Edit(..)
            | Control::AdHoc(_),
        )
        | DeskAct::Swap { .. } => &[Stage::Lobby, Stage::Running, Stage::Paused],
        DeskAct::Announce { .. } | DeskAct::Renew(_) => &Stage::ALL,
    }
}
