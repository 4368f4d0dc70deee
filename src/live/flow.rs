//! When a connection is brought up to date: at most one update is on its way, so a slow client costs no more than
//! two screens and nobody waits for it.

use super::limits::{HEARTBEAT_MS, RESEND_MS, UNHEARD_MAX};
use super::screen::{Change, Screen, Update};

/// Milliseconds between two whole screens that a client asks for.
const WHOLE_EVERY_MS: u64 = 100;

/// What a client has of its screen.
#[derive(Default)]
pub(super) struct Flow {
    /// What it has acknowledged.
    seen: Option<(u64, Screen)>,
    /// What is on its way.
    flying: Option<(u64, Screen)>,
    serial: u64,
    sent_at: u64,
    /// Updates sent since it was heard.
    unheard: u32,
}

impl Flow {
    /// Whether there is nothing to send before the client has answered, or has had time to.
    pub fn waits(&self, now: u64) -> bool {
        self.flying.is_some() && now.saturating_sub(self.sent_at) < RESEND_MS
    }

    /// The update that is to be sent now, if any.
    pub fn due(&mut self, screen: Screen, now: u64) -> Option<Update> {
        let age = now.saturating_sub(self.sent_at);
        if self.waits(now) {
            return None;
        }
        if self.flying.is_some() {
            self.forget();
        }
        let fresh = self.serial == 0;
        let wait = match &self.seen {
            _ if self.unheard >= UNHEARD_MAX => return None,
            Some((_, seen)) if seen.shows_the_same(&screen) => HEARTBEAT_MS,
            Some(_) => 0,
            None => WHOLE_EVERY_MS,
        };
        if age < wait && !fresh {
            return None;
        }
        self.serial += 1;
        self.unheard += 1;
        self.sent_at = now;
        let serial = self.serial;
        let change = self.seen.as_ref().and_then(|(base, seen)| Some((*base, Change::between(seen, &screen)?)));
        self.flying = Some((serial, screen.clone()));
        Some(match change {
            Some((base, change)) => Update::Change { base, serial, change: Box::new(change) },
            None => Update::Whole { serial, screen: Box::new(screen) },
        })
    }

    /// The client has applied this update; 0: it has nothing.
    pub fn acknowledge(&mut self, serial: u64) {
        if serial == 0 {
            self.forget();
        } else if self.flying.as_ref().is_some_and(|(flying, _)| *flying == serial) {
            self.seen = self.flying.take();
        }
    }

    /// Something came from the client.
    pub const fn heard(&mut self) {
        self.unheard = 0;
    }

    /// The next update is a whole screen.
    pub fn forget(&mut self) {
        self.seen = None;
        self.flying = None;
    }
}
