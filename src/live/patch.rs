//! How a change of a view travels: single values when they differ, of lists the entries that differ.

use serde::{Deserialize, Serialize};

use super::limits;
use crate::model::{Host, Ix, Phase, Procedure, Role, Severity, SimTime, System, SystemState, Zone};
use crate::sim::{
    Alert, AlertView, BackupView, ClockView, Item, KnownFact, RecordEntry, ReportView, SeatView, Shared, TeamView,
    WorkView,
};

/// A change does not fit what it is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPatch;

/// What turns one list into another: its new length, and the entries that differ or are new, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPatch<T> {
    len: u32,
    set: Vec<(u32, T)>,
}

impl<T: Clone + PartialEq> ListPatch<T> {
    /// What turns `old` into `new`.
    pub fn between(old: &[T], new: &[T]) -> Self {
        let differs = |(number, entry): &(usize, &T)| old.get(*number) != Some(*entry);
        let set = new.iter().enumerate().filter(differs).map(|(number, entry)| (number as u32, entry.clone()));
        Self { len: new.len() as u32, set: set.collect() }
    }

    /// Whether it leaves `list` as it is.
    pub fn is_empty(&self, list: &[T]) -> bool {
        self.set.is_empty() && self.len as usize == list.len()
    }

    /// Turns the old list into the new one.
    ///
    /// # Errors
    /// When the list is not the old one's length.
    pub fn apply(self, list: &mut Vec<T>) -> Result<(), BadPatch> {
        let len = self.len as usize;
        if len > limits::ENTRIES_MAX {
            return Err(BadPatch);
        }
        list.truncate(len);
        for (number, entry) in self.set {
            let number = number as usize;
            if number < list.len() {
                list[number] = entry;
            } else if number == list.len() && number < len {
                list.push(entry);
            } else {
                return Err(BadPatch);
            }
        }
        if list.len() == len { Ok(()) } else { Err(BadPatch) }
    }
}

/// Makes the patch of a view from the names of its values and lists; a field that is left out does not compile.
macro_rules! patch {
    ($(#[$doc:meta])* $patch:ident of $view:ident
     values { $($value:ident: $value_type:ty,)* } lists { $($list:ident: $entry:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $patch {
            $($value: Option<$value_type>,)*
            $($list: ListPatch<$entry>,)*
        }

        impl $patch {
            /// What turns `old` into `new`.
            pub fn between(old: &$view, new: &$view) -> Self {
                let $view { $($value,)* $($list,)* } = new;
                Self {
                    $($value: (old.$value != *$value).then(|| $value.clone()),)*
                    $($list: ListPatch::between(&old.$list, $list),)*
                }
            }

            /// Turns the old view into the new one.
            ///
            /// # Errors
            /// When it is not the old one.
            pub fn apply(self, view: &mut $view) -> Result<(), BadPatch> {
                $(if let Some(value) = self.$value {
                    view.$value = value;
                })*
                $(self.$list.apply(&mut view.$list)?;)*
                Ok(())
            }
        }
    };
}
pub(super) use patch;

patch! {
    /// A change of a seat's desk.
    SeatPatch of SeatView
    values { role: Ix<Role>, version: u64, }
    lists { alerts: AlertView, facts: KnownFact, work: Shared<WorkView>, approvals: Shared<WorkView>, items: Shared<Item>, }
}

patch! {
    /// A change of what a team shares.
    TeamPatch of TeamView
    values {
        version: u64, t0: Option<SimTime>, opened: Option<SimTime>, convened: Option<SimTime>,
        severity: Option<Severity>, closed: Option<SimTime>, phase: Phase, paused: Option<String>,
        ended: Option<SimTime>,
    }
    lists {
        begun: (Ix<Procedure>, SimTime), record: RecordEntry, reports: ReportView, clocks: ClockView,
        systems: SystemState, cut_hosts: Ix<Host>, cut_zones: Ix<Zone>, settled: (Ix<Alert>, bool),
        maintenance: Ix<System>, backups: BackupView,
    }
}
