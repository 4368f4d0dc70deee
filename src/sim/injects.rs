//! Injects: scripted, conditional and sent by hand.

use super::effects::Actor;
use super::event::What;
use super::exercise::{Due, Exercise, InjectState};
use super::fact::How;
use super::order::Target;
use super::view::{Item, ItemKind};
use crate::model::{Inject, Ix, Ref, Role, SimTime, Span, Table, When};

impl Exercise {
    /// Schedules the injects that have a time.
    pub(super) fn begin_injects(&mut self) {
        let scenario = self.scenario.clone();
        for inject in scenario.file.injects.indices() {
            if let When::At(range) = scenario.file.injects.at(inject).when {
                let at = self.draw("inject", u64::from(inject.raw()), 0).span(range);
                self.schedule_inject(inject, SimTime::after_start(at));
            }
        }
    }

    pub(super) fn schedule_inject(&mut self, inject: Ix<Inject>, at: SimTime) {
        self.injects[inject.us()] = InjectState::Due(at.max(self.now));
        self.enqueue(at, Due::Inject(inject));
    }

    /// An inject's time has come: it is sent if its condition holds. A shifted inject finds its old entry in
    /// the queue out of date.
    pub(super) fn inject_due(&mut self, inject: Ix<Inject>) {
        if self.injects[inject.us()] != InjectState::Due(self.now) {
            return;
        }
        let scenario = self.scenario.clone();
        if self.holds(&scenario.file.injects.at(inject).only_if) {
            self.send_inject(inject);
        } else {
            self.hold_inject(inject);
        }
    }

    /// Sends an inject now, unless it was sent before.
    pub(super) fn send_inject(&mut self, inject: Ix<Inject>) {
        if matches!(self.injects[inject.us()], InjectState::Sent(_)) {
            return;
        }
        self.injects[inject.us()] = InjectState::Sent(self.now);
        self.emit(What::InjectSent { inject });
        let scenario = self.scenario.clone();
        let spec = scenario.file.injects.at(inject);
        let to: Vec<Ix<Role>> = spec.to.iter().map(Ref::ix).collect();
        for role in &to {
            let what = ItemKind::Inject { inject, answered: None };
            self.seats[role.us()].items.push(Item { at: self.now, what });
            self.seats[role.us()].version += 1;
        }
        if let Some(scope) = &spec.shows {
            self.show(&to, scope, How::Heard);
        }
        for effect in &spec.effects {
            self.affect(effect, Target::Nothing, Actor::Direction(Some(inject)));
        }
        self.stirred = true;
    }

    /// Holds an inject back, unless it was sent before.
    pub(super) fn hold_inject(&mut self, inject: Ix<Inject>) {
        if !matches!(self.injects[inject.us()], InjectState::Sent(_) | InjectState::Held) {
            self.injects[inject.us()] = InjectState::Held;
            self.emit(What::InjectHeld { inject });
        }
    }

    /// Shifts an inject that has a time.
    pub(super) fn shift_inject(&mut self, inject: Ix<Inject>, by: Span) {
        if let InjectState::Due(at) = self.injects[inject.us()] {
            self.schedule_inject(inject, (at + by).max(self.now));
        }
    }

    /// A seat takes a choice of an inject that it received.
    pub(super) fn answer(&mut self, role: Ix<Role>, inject: Ix<Inject>, choice: u8) {
        self.answers[inject.us()] = Some((role, choice));
        self.emit(What::InjectAnswered { inject, role, choice });
        for seat in &mut self.seats {
            for item in &mut seat.items {
                if let ItemKind::Inject { inject: shown, answered } = &mut item.what
                    && *shown == inject
                {
                    *answered = Some((role, choice));
                    seat.version += 1;
                }
            }
        }
        let scenario = self.scenario.clone();
        if let Some(taken) = scenario.file.injects.at(inject).choices.get(usize::from(choice)) {
            for effect in &taken.effects {
                self.affect(effect, Target::Nothing, Actor::Role(role, None));
            }
        }
        self.stirred = true;
    }
}
