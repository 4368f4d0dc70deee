//! How busy a seat was in the active part of a run: what reached it and what it ordered, in stretches of five
//! minutes, and its longest stretch with neither.

use std::ops::Range;

use crate::model::{Ix, Move, Role, SimTime, Span, Table};
use crate::sim::{Exercise, ItemKind, What};

/// Length of a stretch that load is counted in.
pub const WINDOW: Span = Span::mins(5);
/// Longer without anything to do or anything done is idle `[P]`.
pub(super) const IDLE: Span = Span::mins(20);
/// Things that one person can take in within a stretch, one each half minute `[P]`.
const TAKES_IN: u32 = 10;

/// Load of a seat in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// For each stretch: what reached it (alerts, messages, injects, orders to approve).
    pub received: Vec<u32>,
    /// For each stretch: orders it gave.
    pub ordered: Vec<u32>,
    /// Longest stretch without either, and when it began.
    pub longest_idle: (Span, SimTime),
    /// What its people can take in within a stretch.
    pub can_take: u32,
}

impl Load {
    /// The load of the seat of `role` in a run that was played.
    pub fn of(exercise: &Exercise, role: Ix<Role>) -> Self {
        let scenario = exercise.scenario();
        let seat = exercise.view(role).seat;
        let from_others = |what: &ItemKind| match what {
            ItemKind::Message { from, .. } => *from != role,
            ItemKind::Inject { .. } | ItemKind::Worded { .. } => true,
        };
        let mut received: Vec<SimTime> = seat.alerts.iter().map(|alert| alert.at).collect();
        received.extend(seat.items.iter().filter(|item| from_others(&item.what)).map(|item| item.at));
        let mut ordered = Vec::new();
        for event in exercise.events() {
            match &event.what {
                What::ApprovalAsked { of, .. } if *of == role => received.push(event.at),
                What::OrderGiven { role: by, .. } if *by == role => ordered.push(event.at),
                _ => {}
            }
        }
        let people = u32::from(scenario.roles.at(role).hands).max(1);
        let pause = |next: &Move| {
            let [from, to] = [next.from.unwrap_or(next.to), next.to].map(SimTime::after_start);
            from..to
        };
        let pauses: Vec<_> = scenario.file.moves.iter().map(pause).collect();
        Self::new(&received, &ordered, scenario.file.active, &pauses, people)
    }

    /// The load by the moments at which things came and orders were given, in the first `active` of a run. Nobody
    /// sits idle in one of the `pauses`, which the direction jumps over, nor from the last thing before to its end.
    pub fn new(
        received: &[SimTime],
        ordered: &[SimTime],
        active: Span,
        pauses: &[Range<SimTime>],
        people: u32,
    ) -> Self {
        let windows = (active.0.max(0) as u64).div_ceil(WINDOW.0 as u64) as usize;
        let counted = |moments: &[SimTime]| {
            let mut counts = vec![0_u32; windows];
            for moment in moments.iter().filter(|moment| moment.0 >= 0) {
                if let Some(count) = counts.get_mut((moment.0 / WINDOW.0) as usize) {
                    *count += 1;
                }
            }
            counts
        };
        Self {
            received: counted(received),
            ordered: counted(ordered),
            longest_idle: longest_idle(received.iter().chain(ordered).copied().collect(), active, pauses),
            can_take: TAKES_IN * people,
        }
    }

    /// Whether it had nothing to do for too long.
    pub fn is_idle(&self) -> bool {
        self.longest_idle.0 > IDLE
    }

    /// Stretches in which more came than its people can take in.
    pub fn overloaded(&self) -> usize {
        self.received.iter().filter(|received| **received > self.can_take).count()
    }
}

fn longest_idle(mut moments: Vec<SimTime>, active: Span, pauses: &[Range<SimTime>]) -> (Span, SimTime) {
    let end = SimTime::after_start(active);
    moments.retain(|moment| *moment > SimTime::START && *moment < end);
    moments.retain(|moment| pauses.iter().all(|pause| !pause.contains(moment)));
    moments.sort_unstable();
    let begins = std::iter::once(SimTime::START).chain(moments.iter().copied());
    let ends = moments.iter().copied().chain(std::iter::once(end));
    let is_pause = |begin: SimTime, end: SimTime| pauses.iter().any(|pause| begin < pause.end && pause.end <= end);
    let stretches = begins.zip(ends).filter(|(begin, end)| !is_pause(*begin, *end));
    let stretches = stretches.map(|(begin, end)| (end - begin, begin));
    // Of equally long ones the first.
    stretches.fold((Span::ZERO, SimTime::START), |best, next| if next.0 > best.0 { next } else { best })
}
