//! What follows for a team from a note or an input, written now or read again: all of a team follows from its journal.

use super::Team;
use crate::journal;
use crate::live::limits::{NEWS_MAX, RATE_PERMILLE};
use crate::live::protocol::{DeskAct, No};
use crate::live::staff::{Check, Told};
use crate::live::store::{Asked, Log, Note, Who};
use crate::model::{Ix, Role, SimTime};
use crate::sim::{Control, Input, Receipt};
use crate::standin::{Bot, Kind};

impl<L: Log> Team<L> {
    /// What follows from a note, written now or read again.
    pub(super) fn take_note(&mut self, note: &Note) {
        self.open = None;
        match note {
            Note::Opened => {}
            Note::Asked { at, who, id, what } => {
                if let Who::Seat(role) = who
                    && let Some(seat) = self.seats.get_mut(role)
                {
                    seat.acted = Some(*at);
                }
                match what {
                    Asked::Deed => self.open = Some((*who, *id)),
                    Asked::Desk(_, act) if act.input().is_some() => self.open = Some((*who, *id)),
                    Asked::Desk(_, act) => self.take_act(*at, act),
                    Asked::Sheet(name, act) => self.watch.sheet.take(*at, name, act),
                }
                if !matches!(what, Asked::Deed) {
                    self.watch.stir();
                }
                if self.open.is_none() {
                    self.answers.remember(*who, *id, Ok(Receipt::Done));
                }
            }
            Note::Seated { role, generation, holder, name } => {
                self.watch.stir();
                self.seat_bot(*role, None);
                self.former.remove(holder);
                if let Some(seat) = self.seats.get_mut(role) {
                    self.former.extend(seat.holder.filter(|old| old != holder));
                    (seat.generation, seat.holder, seat.ready) = (*generation, Some(*holder), 0);
                    seat.check = None;
                    seat.name.clone_from(name);
                }
            }
            Note::Ready { role, test, version, clock_off_ms } => {
                self.watch.stir();
                if let Some(seat) = self.seats.get_mut(role) {
                    (seat.ready, seat.check) = (*test, Some(Check::new(version, *clock_off_ms)));
                }
            }
            Note::Read { role, items } => {
                if let Some(seat) = self.seats.get_mut(role) {
                    seat.opened = *items;
                }
            }
            Note::Looked { .. } => {}
            Note::Draft { role, slot, rev, text } => {
                if let Some(seat) = self.seats.get_mut(role) {
                    seat.drafts.insert(slot.clone(), (*rev, text.clone()));
                }
            }
        }
    }

    pub(super) fn take_input(&mut self, at: SimTime, input: &Input, answer: &journal::Answer) {
        match input {
            Input::Control(Control::Rate(permille)) if RATE_PERMILLE.contains(permille) => {
                self.rate_permille = *permille;
            }
            // Whoever stops time stops a jump on its way.
            Input::Control(Control::Pause(_)) if answer.is_ok() => self.jump = None,
            Input::Control(Control::Jump(to)) if self.jump.is_some_and(|goal| goal <= at.max(*to)) => self.jump = None,
            _ => {}
        }
        if let Some((who, id)) = self.open.take() {
            if matches!(who, Who::Staff(_)) {
                self.watch.stir();
            }
            self.answers.remember(who, id, answer.clone().map_err(No::Engine));
        }
    }

    /// What an act of the facilitator changes beside the exercise.
    fn take_act(&mut self, at: SimTime, act: &DeskAct) {
        match act {
            DeskAct::CheckReady => self.test += 1,
            DeskAct::Start { .. } => self.started = true,
            DeskAct::Control(Control::Jump(to)) => {
                self.jump = Some((*to).min(SimTime::after_start(self.scenario().file.ends)));
            }
            DeskAct::Announce { to, text } => {
                if self.told.len() < NEWS_MAX {
                    self.told.push(Told { to: *to, at, text: text.clone() });
                }
            }
            DeskAct::Swap { role, stand_in } => {
                self.seat_bot(*role, stand_in.as_ref().and_then(|kind| kind.parse().ok()));
            }
            DeskAct::Renew(entrance) => *self.renewed.entry(*entrance).or_default() += 1,
            DeskAct::Control(_) => {}
        }
    }

    pub(super) fn seat_bot(&mut self, role: Ix<Role>, kind: Option<Kind>) {
        let seed = self.exercise().seed();
        if let Some(seat) = self.seats.get_mut(&role) {
            seat.stand_in = kind.is_some();
            self.driver.cast.seat(role, kind.map(|kind| Bot::new(kind, role, seed)));
        }
    }
}
