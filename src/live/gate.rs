//! Who was turned away, for the facilitators' screen and for the shell's log.

use std::collections::{BTreeMap, VecDeque};

use super::limits::TURNED_MAX;
use super::protocol::No;
use super::staff::{Offence, Turned};

/// Somebody was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnedAway {
    /// Why.
    pub offence: Offence,
    /// The number that the shell gave the address.
    pub peer: u64,
    /// When, in the host's milliseconds.
    pub at_ms: u64,
}

impl Offence {
    /// What a refusal says about who was refused; most say nothing.
    pub(super) const fn of(no: &No) -> Option<Self> {
        match no {
            No::WrongCode => Some(Self::WrongCode),
            No::Wait(_) => Some(Self::Hasty),
            No::NotYours(_) => Some(Self::NotYours),
            No::Malformed => Some(Self::Malformed),
            No::TooLong => Some(Self::TooLong),
            No::Version(_) => Some(Self::Version),
            No::Full => Some(Self::Crowd),
            No::TooSlow => Some(Self::Silent),
            _ => None,
        }
    }
}

/// The book of those turned away.
#[derive(Default)]
pub(super) struct Gate {
    counts: BTreeMap<Offence, Turned>,
    /// Not yet taken by the shell; the oldest are dropped.
    fresh: VecDeque<TurnedAway>,
}

impl Gate {
    /// Notes a refusal, if it says something about who was refused.
    pub(super) fn note(&mut self, no: &No, peer: u64, at_ms: u64) {
        let Some(offence) = Offence::of(no) else { return };
        let turned = self.counts.entry(offence).or_insert(Turned { offence, count: 0, at_ms, peer });
        *turned = Turned { offence, count: turned.count.saturating_add(1), at_ms, peer };
        if self.fresh.len() >= TURNED_MAX {
            self.fresh.pop_front();
        }
        self.fresh.push_back(TurnedAway { offence, peer, at_ms });
    }

    /// How often, by reason.
    pub(super) fn counts(&self) -> Vec<Turned> {
        self.counts.values().copied().collect()
    }

    /// What has come since the last time it was taken.
    pub(super) fn take(&mut self) -> Vec<TurnedAway> {
        self.fresh.drain(..).collect()
    }
}
