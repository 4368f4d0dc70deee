//! Plays runs on several threads. Which thread plays a run changes nothing about it, and records are put in
//! the order of the runs, so the result does not depend on how many threads there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Record, Spec};
use crate::model::Scenario;

/// How the playing goes, for those who wait; and how to end it early.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicUsize,
    stop: AtomicBool,
}

impl Watch {
    /// A watch over nothing yet.
    pub const fn new() -> Self {
        Self { done: AtomicUsize::new(0), stop: AtomicBool::new(false) }
    }

    /// Runs played so far.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Lets no further run begin. Gives whether that had been asked for before.
    pub fn stop(&self) -> bool {
        self.stop.swap(true, Ordering::Relaxed)
    }

    /// Whether no further run is to begin.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Plays the runs of `spec`, in their order; fewer when `watch` was told to stop.
pub fn play(scenario: &Arc<Scenario>, spec: &Spec, threads: usize, watch: &Watch) -> Vec<Record> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut records = Vec::new();
        while !watch.is_stopped() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = spec.job(number) else { break };
            let Some(kind) = spec.teams.get(job.team) else { break };
            records.push((number, Record::play(scenario, spec, *kind, job)));
            watch.done.fetch_add(1, Ordering::Relaxed);
        }
        records
    };
    let mut records = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        // A worker that panics has shown a defect of the engine: it is not hidden.
        let joined = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.flat_map(|records| records.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
    });
    records.sort_unstable_by_key(|(number, _)| *number);
    records.into_iter().map(|(_, record)| record).collect()
}
