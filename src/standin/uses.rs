//! What a kind of order is good for and what it costs, read off its effects.

use crate::model::{Effect, EvidenceSet, OrderKind};

use super::knowledge::Mark;

/// What a kind of order is good and bad for, read off its effects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Troubles it cures, a bit each.
    cures: u8,
    /// Evidence that it destroys on the hosts of its target.
    pub destroys: EvidenceSet,
    /// It cuts hosts or zones off.
    pub cuts: bool,
    /// It connects hosts or zones again.
    pub reconnects: bool,
    /// It takes service away in another way: off, stopped.
    pub stops: bool,
    /// It gives stopped hosts back to service, or ends a restriction of a system.
    pub starts: bool,
    /// It installs hosts anew.
    pub wipes: bool,
    /// It puts up the maintenance page.
    pub covers: bool,
    /// It puts a system back from a backup.
    pub restores: bool,
    /// It takes a backup.
    pub backs_up: bool,
    /// It examines a backup.
    pub examines: bool,
    /// It blocks services at borders.
    pub blocks: bool,
}

impl Use {
    /// What `kind` is good for.
    pub fn of(kind: &OrderKind) -> Self {
        let mut good_for = Self::default();
        for effect in &kind.effects {
            good_for.add(effect);
        }
        good_for
    }

    /// Whether it cures this kind of trouble.
    pub const fn cures(self, mark: Mark) -> bool {
        self.cures & (1 << mark as u8) != 0
    }

    /// Whether it cures any trouble.
    pub const fn is_cure(self) -> bool {
        self.cures != 0
    }

    fn add(&mut self, effect: &Effect) {
        let marks: &[Mark] = match effect {
            Effect::RemoveImplants => &[Mark::Implanted],
            Effect::Evict => &[Mark::Held],
            Effect::Unalter => &[Mark::Altered],
            Effect::Unblind => &[Mark::Blind],
            Effect::Patch(_) | Effect::PatchAll => &[Mark::Weak],
            Effect::Reimage | Effect::Restore => {
                &[Mark::Held, Mark::Implanted, Mark::Encrypted, Mark::Altered, Mark::Blind]
            }
            _ => &[],
        };
        self.cures |= marks.iter().fold(0, |bits, mark| bits | 1 << *mark as u8);
        match effect {
            Effect::Isolate | Effect::IsolateZone => self.cuts = true,
            Effect::Reconnect | Effect::ReconnectZone => self.reconnects = true,
            Effect::PowerOff | Effect::StopServices => self.stops = true,
            Effect::PowerOn | Effect::StartServices | Effect::Scrub(false) => self.starts = true,
            // Lets everything through again.
            Effect::Throttle(percent) => self.starts |= *percent >= 100,
            Effect::Reimage => self.wipes = true,
            Effect::Maintenance(up) => self.covers |= *up,
            Effect::Restore => self.restores = true,
            Effect::TakeBackup => self.backs_up = true,
            Effect::VerifyBackup => self.examines = true,
            Effect::Block(_) => self.blocks = true,
            _ => {}
        }
        self.destroys = self.destroys.union(lost_with(effect));
    }
}

/// The evidence that an effect destroys, as the model's documentation of [`crate::model::Evidence`] says.
fn lost_with(effect: &Effect) -> EvidenceSet {
    use crate::model::Evidence::{Disk, Logs, Memory, Screen};
    match effect {
        Effect::PowerOff | Effect::Reboot => vec![Memory].into(),
        Effect::Reimage => vec![Screen, Memory, Logs, Disk].into(),
        Effect::Restore => vec![Memory, Disk].into(),
        Effect::ClearLogs => vec![Logs].into(),
        Effect::Unalter => vec![Screen].into(),
        Effect::RemoveImplants => vec![Memory, Disk].into(),
        _ => EvidenceSet::NONE,
    }
}
