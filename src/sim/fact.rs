//! Facts: true statements about the world. A seat knows only those it saw, found or was told.

use serde::{Deserialize, Serialize};

use super::alert::Alert;
use super::work::Work;
use crate::model::{
    Account, AttackStep, Backup, DataStore, EvidenceSet, Foothold, Host, Implant, Indicator, Ix, Role, SimTime, System,
    Vulnerability,
};

/// What a fact says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FactKind {
    /// An attack step went through on the host: how the adversary did it.
    Trace(Ix<AttackStep>, Ix<Host>),
    /// The adversary holds the host.
    Held(Ix<Host>, Foothold),
    /// An implant stands on the host.
    Implanted(Ix<Host>, Ix<Implant>),
    /// The host's data are encrypted.
    Encrypted(Ix<Host>),
    /// The host's content is altered.
    Altered(Ix<Host>),
    /// The host's sensor is blind.
    Blind(Ix<Host>),
    /// The host has a weakness that the attack uses.
    Weak(Ix<Host>, Ix<Vulnerability>),
    /// The account is taken.
    Taken(Ix<Account>),
    /// So many records of the store have left the network.
    Leaked(Ix<DataStore>, u32),
    /// The indicator belongs to the attack (or not, when harmless).
    Indicator(Ix<Indicator>),
    /// The alert is real (true) or false.
    Verified(Ix<Alert>, bool),
    /// A look at the host found no trace.
    NothingFound(Ix<Host>),
    /// The backup is clean (true), or carries an implant or cannot be read.
    BackupTested(Ix<Backup>, bool),
    /// The system passed (true) or failed its test.
    SystemTested(Ix<System>, bool),
}

impl FactKind {
    /// The host it speaks of.
    pub const fn host(self) -> Option<Ix<Host>> {
        match self {
            Self::Trace(_, host)
            | Self::Held(host, _)
            | Self::Implanted(host, _)
            | Self::Encrypted(host)
            | Self::Altered(host)
            | Self::Blind(host)
            | Self::Weak(host, _)
            | Self::NothingFound(host) => Some(host),
            _ => None,
        }
    }

    /// Whether it speaks of what the attack did (and not of a weakness or the result of a check).
    pub const fn is_of_attack(self) -> bool {
        !matches!(
            self,
            Self::Weak(..)
                | Self::Verified(..)
                | Self::NothingFound(_)
                | Self::BackupTested(..)
                | Self::SystemTested(..)
        )
    }
}

/// A fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it says.
    pub kind: FactKind,
    /// Since when it is true.
    pub since: SimTime,
    /// Where its traces are.
    pub evidence: EvidenceSet,
}

/// How a seat came to know a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum How {
    /// Saw it on the screen.
    Seen,
    /// Found it with this piece of work.
    Found(Ix<Work>),
    /// Was told by this role.
    Told(Ix<Role>),
    /// Read it in the incident record.
    Record,
    /// Heard it in an inject.
    Heard,
}

/// A fact as a seat knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFact {
    /// Number of the fact.
    pub id: Ix<Fact>,
    /// What it says.
    pub fact: Fact,
    /// Since when the seat knows it.
    pub learned: SimTime,
    /// How.
    pub how: How,
}
