//! One connection as the host keeps it.

use std::collections::VecDeque;

use super::book::Book;
use super::flow::Flow;
use super::limits::QUEUE_MAX;
use super::protocol::{No, Tell};
use super::rules::Standing;
use crate::model::{Ix, Role};

pub(super) struct Conn {
    /// Address it comes from, as a number that the shell made of it.
    pub peer: u64,
    pub since: u64,
    pub standing: Standing,
    /// Hash of its token.
    pub holder: [u8; 32],
    pub name: String,
    pub seat: Option<(u16, Ix<Role>)>,
    /// The team that a facilitator or evaluator looks at, and the seat whose view it has taken.
    pub look: Option<(u16, Option<Ix<Role>>)>,
    pub flow: Flow,
    /// Nothing more is taken from it; what is queued is still sent.
    pub closing: bool,
    queue: VecDeque<Tell>,
}

impl Conn {
    pub fn new(peer: u64, since: u64) -> Self {
        Self {
            peer,
            since,
            standing: Standing::Stranger,
            holder: [0; 32],
            name: String::new(),
            seat: None,
            look: None,
            flow: Flow::default(),
            closing: false,
            queue: VecDeque::new(),
        }
    }

    /// Queues a message. A client that takes nothing loses what waits for it: it asks again for answers it
    /// misses, and everything else is on the screen.
    pub fn tell(&mut self, tell: Tell) {
        if self.queue.len() >= QUEUE_MAX {
            self.queue.clear();
            self.flow.forget();
        }
        self.queue.push_back(tell);
    }

    /// Queues a book, once at a time.
    pub fn tell_book(&mut self, book: &Book) {
        if !self.queue.iter().any(|tell| matches!(tell, Tell::Book(_))) {
            self.tell(Tell::Book(book.clone()));
        }
    }

    pub fn next(&mut self) -> Option<Tell> {
        self.queue.pop_front()
    }

    /// Says nothing of what it was to say, and begins anew with a whole screen.
    pub fn withdraw(&mut self) {
        if !self.closing {
            self.queue.clear();
            self.flow.forget();
        }
    }

    /// Closes it for this reason, whatever it was to be told.
    pub fn close_instead(&mut self, no: No) {
        self.closing = false;
        self.close(no);
    }

    pub fn close(&mut self, no: No) {
        if !self.closing {
            self.closing = true;
            self.queue.clear();
            self.flow = Flow::default();
            self.queue.push_back(Tell::Goodbye(no));
        }
    }

    /// The number by which a team knows a facilitator or evaluator.
    pub fn staff(&self) -> u64 {
        self.holder.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}
