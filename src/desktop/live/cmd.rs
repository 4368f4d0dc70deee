//! Wishes of the user about a hall.

use super::setup::{HallSetup, Reach};
use crate::hall::Address;
use crate::live::{DeskAct, Scope, SheetAct, Want};
use crate::model::{Ix, Role};

/// A wish about a hall.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveCmd {
    // Ways between screens.
    /// To the door: join a hall, or open one.
    Door,
    /// To what is chosen before a hall is opened.
    SetUp,
    /// To the page of the hall that this machine hosts.
    Page,
    /// To the place that this machine has in the hall.
    Place,
    /// To the big screen.
    BigScreen,

    // As somebody who comes.
    /// Connects to a hall.
    Join(Box<JoinWish>),
    /// Takes a seat of a team; any free one without a role.
    Sit(u16, Option<Ix<Role>>),
    /// Leaves the hall for good: this machine does not come back by itself.
    Leave,

    // As the host.
    /// Opens a new hall.
    Open(Box<HallSetup>),
    /// Opens a hall again that was closed or killed, by the name of its folder.
    OpenAgain(String, Box<Reach>),
    /// Closes the hall.
    Close,

    // As staff.
    /// Does something at the facilitator's desk.
    Direct(Scope, DeskAct),
    /// Does something at the evaluator's sheet of a team.
    Rate(u16, SheetAct),
    /// Looks at a team, and takes the view of one of its seats.
    Look(Option<(u16, Option<Ix<Role>>)>),
}

/// Which hall to join, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinWish {
    /// Where it is.
    pub address: Address,
    /// Name of the person.
    pub name: String,
    /// Unit of the person.
    pub unit: String,
    /// As what.
    pub want: Want,
    /// The seat to take at once: team, and the id of its role; any free one without it.
    pub seat: Option<(u16, Option<String>)>,
}
