//! The scenario as a client knows it: its book, and what its screen has learned.

use std::sync::Arc;

use crate::live::book::{Book, BookId};
use crate::live::learned::Learned;
use crate::live::patch::BadPatch;
use crate::model::Scenario;

/// The client's copy of the scenario.
pub(super) struct OwnCopy {
    pub id: BookId,
    /// As the book has it.
    plain: Arc<Scenario>,
    /// With everything that was learned.
    pub scenario: Arc<Scenario>,
    learned: Learned,
}

impl OwnCopy {
    pub fn of(book: &Book) -> Option<Self> {
        let plain = Arc::new(book.read().ok()?);
        Some(Self { id: book.id(), scenario: Arc::clone(&plain), plain, learned: Learned::default() })
    }

    /// Brings the copy up to what the screen has learned. A screen that knows less than the copy, as of another seat,
    /// starts it anew.
    pub fn learn(&mut self, learned: &Learned) -> Result<(), BadPatch> {
        let news = learned.since(&self.learned).unwrap_or_else(|| {
            self.scenario = Arc::clone(&self.plain);
            learned.clone()
        });
        if !news.is_empty() {
            news.check()?;
            news.write_into(Arc::make_mut(&mut self.scenario));
        }
        self.learned.clone_from(learned);
        Ok(())
    }
}
