//! The answers that a team gave, so that a question which comes twice gets the same answer and does nothing twice.

use std::collections::BTreeMap;

use super::limits::{AHEAD_MAX, ANSWERS_MAX};
use super::protocol::{Answer, No};
use super::store::Who;

/// The answers given to one asker.
#[derive(Default)]
struct Given {
    /// Up to this id they are forgotten.
    forgotten: u64,
    kept: BTreeMap<u64, Answer>,
}

impl Given {
    fn next_id(&self) -> u64 {
        self.kept.last_key_value().map_or(self.forgotten, |(last, _)| *last).saturating_add(1)
    }
}

/// The answers given to each asker.
#[derive(Default)]
pub(super) struct Answers(BTreeMap<Who, Given>);

impl Answers {
    /// What there is to say to a question that was answered before, or that nobody with this history asks now.
    pub fn known(&mut self, who: Who, id: u64) -> Option<Answer> {
        let given = self.0.entry(who).or_default();
        let is_beyond = matches!(who, Who::Seat(_)) && id >= given.next_id().saturating_add(AHEAD_MAX);
        if id <= given.forgotten || is_beyond {
            return Some(Err(No::Stale));
        }
        given.kept.get(&id).cloned()
    }

    /// Remembers an answer, and forgets the oldest of this asker when there are too many.
    pub fn remember(&mut self, who: Who, id: u64, answer: Answer) {
        let given = self.0.entry(who).or_default();
        given.kept.insert(id, answer);
        if given.kept.len() > ANSWERS_MAX
            && let Some((oldest, _)) = given.kept.pop_first()
        {
            given.forgotten = oldest;
        }
    }

    /// The first id that `who` has not used.
    pub fn next_id(&self, who: Who) -> u64 {
        self.0.get(&who).map_or(1, Given::next_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ix;
    use crate::sim::Receipt;

    const SEAT: Who = Who::Seat(Ix::new(0));

    #[test]
    fn an_answer_is_the_same_again_until_it_is_forgotten() {
        let mut answers = Answers::default();
        assert_eq!((answers.known(SEAT, 1), answers.next_id(SEAT)), (None, 1));
        for id in 1..=ANSWERS_MAX as u64 {
            answers.remember(SEAT, id, Ok(Receipt::Done));
        }
        assert_eq!(answers.known(SEAT, 1), Some(Ok(Receipt::Done)));
        answers.remember(SEAT, ANSWERS_MAX as u64 + 1, Err(No::Storage));
        assert_eq!(answers.known(SEAT, 1), Some(Err(No::Stale)));
        assert_eq!(answers.known(SEAT, 2), Some(Ok(Receipt::Done)));
        assert_eq!(answers.next_id(SEAT), ANSWERS_MAX as u64 + 2);
    }

    #[test]
    fn a_seat_cannot_use_its_numbers_up() {
        let mut answers = Answers::default();
        // A host that was killed does not know how many questions it has refused.
        assert_eq!(answers.known(SEAT, 1_000), None);
        assert_eq!(answers.known(SEAT, AHEAD_MAX), None);
        assert_eq!(answers.known(SEAT, AHEAD_MAX + 1), Some(Err(No::Stale)));
    }
}
