//! What the direction did, from a team's journal, for the debrief: acts at the desk, who sat down where, marks,
//! observations.

use super::protocol::{DeskAct, SheetAct};
use super::store::{Asked, Note, Trace, Who, trail};
use crate::journal::Broken;
use crate::model::{Ix, Role, SimTime};
use crate::sim::Refusal;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// A facilitator or evaluator of this name and unit.
    Staff(String),
    /// A person of this name and unit, on a seat.
    Seat(Ix<Role>, String),
    /// The host.
    Host,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// An act at the facilitator's desk, and why the exercise refused it, if it did.
    Directed(DeskAct, Option<Refusal>),
    /// A mark or an observation.
    Rated(SheetAct),
    /// The view of a seat was taken.
    Looked(Ix<Role>),
    /// Sat down; from the second on the seat was taken over.
    SatDown {
        /// How many have sat there, this one included.
        generation: u32,
    },
    /// Answered the readiness check.
    Ready {
        /// Version of its program.
        version: String,
        /// By how many milliseconds its clock was ahead of the host's.
        clock_off_ms: i64,
    },
    /// The run was taken up again by a host.
    TakenUp,
}

/// An entry of the chronicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChronicleEntry {
    /// When, in the team's time. What the journal gives no moment for has that of the record before it.
    pub at: SimTime,
    /// Who.
    pub who: By,
    /// What.
    pub what: Done,
}

/// What the direction did in the run of a journal, in order. An act that the host was killed before it could do is
/// left out.
///
/// # Errors
/// The first bad record.
pub fn chronicle(journal: &[u8]) -> Result<Vec<ChronicleEntry>, Broken> {
    Ok(told(&trail(journal)?))
}

/// The same from notes and inputs.
pub(super) fn told(trail: &[Trace]) -> Vec<ChronicleEntry> {
    let mut teller = Teller { now: SimTime::START, open: None, names: Vec::new(), told: Vec::new(), opened: false };
    trail.iter().for_each(|trace| teller.take(trace));
    teller.told
}

struct Teller {
    now: SimTime,
    /// An act whose input comes next.
    open: Option<(String, DeskAct)>,
    names: Vec<(Ix<Role>, String)>,
    told: Vec<ChronicleEntry>,
    opened: bool,
}

impl Teller {
    fn tell(&mut self, who: By, what: Done) {
        self.told.push(ChronicleEntry { at: self.now, who, what });
    }

    fn take(&mut self, trace: &Trace) {
        let open = self.open.take();
        match trace {
            Trace::Input(at, _, answer) => {
                self.now = self.now.max(*at);
                if let Some((name, act)) = open {
                    self.tell(By::Staff(name), Done::Directed(act, answer.as_ref().err().cloned()));
                }
            }
            Trace::Note(note) => self.note(note),
        }
    }

    fn note(&mut self, note: &Note) {
        match note {
            Note::Opened if self.opened => self.tell(By::Host, Done::TakenUp),
            Note::Opened => self.opened = true,
            Note::Asked { at, who: Who::Staff(_), what, .. } => {
                self.now = self.now.max(*at);
                match what {
                    Asked::Deed => {}
                    Asked::Desk(name, act) if act.input().is_some() => self.open = Some((name.clone(), act.clone())),
                    Asked::Desk(name, act) => self.tell(By::Staff(name.clone()), Done::Directed(act.clone(), None)),
                    Asked::Sheet(name, act) => self.tell(By::Staff(name.clone()), Done::Rated(act.clone())),
                }
            }
            Note::Asked { at, .. } => self.now = self.now.max(*at),
            Note::Seated { role, generation, name, .. } => {
                self.names.retain(|(seat, _)| seat != role);
                self.names.push((*role, name.clone()));
                self.tell(By::Seat(*role, name.clone()), Done::SatDown { generation: *generation });
            }
            Note::Ready { role, version, clock_off_ms, .. } => {
                let name = self.names.iter().find(|(seat, _)| seat == role).map(|(_, name)| name.clone());
                let what = Done::Ready { version: version.clone(), clock_off_ms: *clock_off_ms };
                self.tell(By::Seat(*role, name.unwrap_or_default()), what);
            }
            Note::Looked { at, name, role } => {
                self.now = self.now.max(*at);
                self.tell(By::Staff(name.clone()), Done::Looked(*role));
            }
            Note::Draft { .. } | Note::Read { .. } => {}
        }
    }
}
