//! Injects: scripted, conditional and sent by hand.

use std::sync::Arc;

use super::adhoc::{AdHoc, Edit, Wording};
use super::effects::Actor;
use super::event::What;
use super::exercise::{Due, Exercise, InjectState};
use super::fact::How;
use super::order::Target;
use super::shared::Shared;
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
        if scenario.file.injects.get(inject.us()).is_none_or(|spec| self.holds(&spec.only_if)) {
            self.send_inject(inject);
        } else {
            self.drop_inject(inject);
        }
    }

    /// The scenario sends an inject. What the direction holds back comes when it is released.
    pub(super) fn script_sends(&mut self, inject: Ix<Inject>) {
        match &mut self.injects[inject.us()] {
            InjectState::Held(due) => *due = Some(due.map_or(self.now, |due| due.min(self.now))),
            InjectState::Skipped => {}
            _ => self.send_inject(inject),
        }
    }

    /// Sends an inject now, unless it was sent before.
    pub(super) fn send_inject(&mut self, inject: Ix<Inject>) {
        if matches!(self.injects[inject.us()], InjectState::Sent(_)) {
            return;
        }
        let reworded = self.reworded.get(&inject).cloned();
        let scenario = self.scenario.clone();
        let Some(spec) = reworded.as_deref().or_else(|| scenario.file.injects.get(inject.us())) else { return };
        self.injects[inject.us()] = InjectState::Sent(self.now);
        self.emit(What::InjectSent { inject });
        let to: Vec<Ix<Role>> = spec.to.iter().map(Ref::ix).collect();
        let what = match reworded {
            None => ItemKind::Inject { inject, answered: None },
            Some(_) => ItemKind::Worded { inject, words: Box::new(Wording::of(spec)), answered: None },
        };
        let item = Shared::from(Item { at: self.now, what });
        for role in &to {
            self.seats[role.us()].items.push(item.clone());
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

    /// The scenario drops an inject, unless it was sent before.
    pub(super) fn drop_inject(&mut self, inject: Ix<Inject>) {
        self.keep_back(inject, InjectState::Dropped);
    }

    fn keep_back(&mut self, inject: Ix<Inject>, how: InjectState) {
        let state = &mut self.injects[inject.us()];
        if !matches!(state, InjectState::Sent(_) | InjectState::Dropped | InjectState::Skipped) && *state != how {
            *state = how;
            self.emit(What::InjectHeld { inject });
        }
    }

    /// The direction holds an inject back that may still come.
    pub(super) fn hold_inject(&mut self, inject: Ix<Inject>) {
        match self.injects[inject.us()] {
            InjectState::Waiting => self.keep_back(inject, InjectState::Held(None)),
            InjectState::Due(at) => self.keep_back(inject, InjectState::Held(Some(at))),
            _ => {}
        }
    }

    /// The direction drops an inject, unless it was sent before.
    pub(super) fn skip_inject(&mut self, inject: Ix<Inject>) {
        self.keep_back(inject, InjectState::Skipped);
    }

    /// An inject that was held back waits for its time or condition again.
    pub(super) fn release_inject(&mut self, inject: Ix<Inject>) {
        match self.injects[inject.us()] {
            InjectState::Held(Some(at)) => self.schedule_inject(inject, at.max(self.now)),
            InjectState::Held(None) => self.injects[inject.us()] = InjectState::Waiting,
            _ => return,
        }
        self.stirred = true;
    }

    /// Shifts an inject that has a time.
    pub(super) fn shift_inject(&mut self, inject: Ix<Inject>, by: Span) {
        match self.injects[inject.us()] {
            InjectState::Due(at) => self.schedule_inject(inject, shifted(at, by).max(self.now)),
            InjectState::Held(Some(at)) => self.injects[inject.us()] = InjectState::Held(Some(shifted(at, by))),
            _ => {}
        }
    }

    /// Shifts all injects that have a time and have not been sent.
    pub(super) fn shift_injects(&mut self, by: Span) {
        for number in 0..self.injects.len() as u32 {
            self.shift_inject(Ix::new(number), by);
        }
    }

    /// Words an inject anew; its time, condition, choices and effects stay.
    pub(super) fn reword_inject(&mut self, inject: Ix<Inject>, edit: &Edit) {
        let Some(mut reworded) = self.inject(inject).cloned() else { return };
        edit.apply(&self.scenario, &mut reworded);
        self.reworded.insert(inject, Arc::new(reworded));
    }

    /// Adds an inject of the direction behind all others.
    pub(super) fn add_inject(&mut self, ad_hoc: &AdHoc) {
        let inject = Ix::new(self.injects.len() as u32);
        self.reworded.insert(inject, Arc::new(ad_hoc.to_inject(&self.scenario, inject)));
        self.injects.push(InjectState::Waiting);
        self.answers.push(None);
        match ad_hoc.at {
            Some(at) if at > self.now => self.schedule_inject(inject, at),
            _ => self.send_inject(inject),
        }
    }

    /// A seat takes a choice of an inject that it received.
    pub(super) fn answer(&mut self, role: Ix<Role>, inject: Ix<Inject>, choice: u8) {
        self.answers[inject.us()] = Some((role, choice));
        self.emit(What::InjectAnswered { inject, role, choice });
        for seat in &mut self.seats {
            for item in seat.items.iter_mut().filter(|item| item.what.inject() == Some(inject)) {
                if let ItemKind::Inject { answered, .. } | ItemKind::Worded { answered, .. } = &mut item.make_mut().what
                {
                    *answered = Some((role, choice));
                    seat.version += 1;
                }
            }
        }
        let scenario = self.scenario.clone();
        let choices = scenario.file.injects.get(inject.us()).map(|inject| &inject.choices);
        if let Some(taken) = choices.and_then(|choices| choices.get(usize::from(choice))) {
            for effect in &taken.effects {
                self.affect(effect, Target::Nothing, Actor::Role(role, None));
            }
        }
        self.stirred = true;
    }
}

/// A moment shifted; lengths beyond all limits come to the edge of time.
fn shifted(at: SimTime, by: Span) -> SimTime {
    SimTime(at.0.saturating_add(by.0))
}
