//! What is chosen: one selection for all panels of a seat.

use serde::{Deserialize, Serialize};

use crate::model::{Account, Backup, Host, Indicator, Inject, Ix, PlanStep, Procedure, Site, System, Zone};
use crate::sim::{Alert, Target};

/// Something that can be looked at and acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Selection {
    /// A site.
    Site(Ix<Site>),
    /// A zone.
    Zone(Ix<Zone>),
    /// A host.
    Host(Ix<Host>),
    /// A system.
    System(Ix<System>),
    /// An account.
    Account(Ix<Account>),
    /// A backup.
    Backup(Ix<Backup>),
    /// An indicator.
    Indicator(Ix<Indicator>),
    /// An alert.
    Alert(Ix<Alert>),
    /// An inject.
    Inject(Ix<Inject>),
    /// A step of a procedure, by its place among the steps.
    Step(Ix<Procedure>, Ix<PlanStep>),
}

impl Selection {
    /// What orders would be given on.
    pub const fn target(self) -> Target {
        match self {
            Self::Site(ix) => Target::Site(ix),
            Self::Zone(ix) => Target::Zone(ix),
            Self::Host(ix) => Target::Host(ix),
            Self::System(ix) => Target::System(ix),
            Self::Account(ix) => Target::Account(ix),
            Self::Backup(ix) => Target::Backup(ix),
            Self::Indicator(ix) => Target::Indicator(ix),
            Self::Alert(ix) => Target::Alert(ix),
            Self::Inject(ix) => Target::Inject(ix),
            Self::Step(_, _) => Target::Nothing,
        }
    }

    /// The selection that shows a target; none for orders on nothing in particular.
    pub const fn of(target: Target) -> Option<Self> {
        Some(match target {
            Target::Nothing => return None,
            Target::Site(ix) => Self::Site(ix),
            Target::Zone(ix) => Self::Zone(ix),
            Target::Host(ix) => Self::Host(ix),
            Target::System(ix) => Self::System(ix),
            Target::Account(ix) => Self::Account(ix),
            Target::Backup(ix) => Self::Backup(ix),
            Target::Indicator(ix) => Self::Indicator(ix),
            Target::Alert(ix) => Self::Alert(ix),
            Target::Inject(ix) => Self::Inject(ix),
        })
    }
}
