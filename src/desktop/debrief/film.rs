//! The run as a film: the exercise as it stood at any moment, and how much of the truth a seat knew then.

use std::sync::Arc;

use crate::journal::Timeline;
use crate::model::{Ix, Role, Scenario, SimTime};
use crate::sim::Exercise;

/// A recorded run and the picture of it that is shown.
#[derive(Clone, Debug)]
pub struct Film {
    timeline: Timeline,
    shown: Exercise,
    at: SimTime,
}

/// How much of what the attack had done by a moment a seat knew at that moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Insight {
    /// Traces of the attack that there were.
    pub traces: usize,
    /// Of these, traces that the seat knew.
    pub known_traces: usize,
    /// Hosts on which the attack had been.
    pub hosts: usize,
    /// Of these, hosts of which the seat knew it.
    pub known_hosts: usize,
}

impl Film {
    /// The film of a time-line, at its start.
    pub fn new(timeline: Timeline) -> Self {
        let shown = timeline.at(SimTime::START);
        Self { timeline, shown, at: SimTime::START }
    }

    /// The scenario that was played.
    pub fn scenario(&self) -> &Arc<Scenario> {
        self.shown.scenario()
    }

    /// The last recorded moment.
    pub const fn end(&self) -> SimTime {
        self.timeline.until()
    }

    /// The exercise at the moment last gone to.
    pub const fn shown(&self) -> &Exercise {
        &self.shown
    }

    /// Goes to a moment, forwards or backwards.
    pub fn go_to(&mut self, at: SimTime) {
        let at = at.clamp(SimTime::START, self.end());
        let inputs_until = |at: SimTime| self.timeline.inputs().partition_point(|(then, _)| *then <= at);
        if at > self.at && inputs_until(at) == inputs_until(self.at) {
            // Nobody did anything in between, so time alone leads there.
            self.shown.advance(at);
        } else if at != self.at {
            self.shown = self.timeline.at(at);
        }
        self.at = at;
    }

    /// What the seat of `role` knew of the attack at the moment shown.
    pub fn insight(&self, role: Ix<Role>) -> Insight {
        let seat = self.shown.view(role).seat;
        let mut known: Vec<_> = seat.facts.iter().map(|known| known.id).collect();
        known.sort_unstable();
        let mut insight = Insight::default();
        let (mut hosts, mut known_hosts) = (Vec::new(), Vec::new());
        for (number, fact) in self.shown.facts().iter().enumerate().filter(|(_, fact)| fact.kind.is_of_attack()) {
            let knows = known.binary_search(&Ix::new(number as u32)).is_ok();
            insight.traces += 1;
            insight.known_traces += usize::from(knows);
            hosts.extend(fact.kind.host());
            known_hosts.extend(fact.kind.host().filter(|_| knows));
        }
        let count = |mut list: Vec<_>| {
            list.sort_unstable();
            list.dedup();
            list.len()
        };
        (insight.hosts, insight.known_hosts) = (count(hosts), count(known_hosts));
        insight
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::film;
    use super::*;
    use crate::model::Span;

    #[test]
    fn every_way_to_a_moment_shows_the_same() {
        let mut film = film();
        let moments = [90, 12, 13, 14, 25, 240, 3, 90, 91, 200].map(|mins| SimTime::after_start(Span::mins(mins)));
        for at in moments {
            film.go_to(at);
            let fresh = film.timeline.at(at);
            assert_eq!(film.shown().now(), fresh.now());
            assert_eq!(film.shown().state_hash(), fresh.state_hash(), "at {at:?}");
        }
    }

    #[test]
    fn a_seat_knows_no_more_than_there_is_and_learns_with_time() {
        let mut film = film();
        let soc = film.scenario().role_named("SOC").unwrap();
        assert_eq!(film.insight(soc), Insight::default());
        film.go_to(film.end());
        let end = film.insight(soc);
        assert!(end.traces > 0 && end.hosts > 0, "{end:?}");
        assert!(end.known_traces <= end.traces && end.known_hosts <= end.hosts, "{end:?}");
        let known = film.shown().view(soc).seat.facts.iter().filter(|known| known.fact.kind.is_of_attack()).count();
        assert_eq!(end.known_traces, known);
    }
}
