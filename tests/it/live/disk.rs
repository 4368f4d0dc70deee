//! Where the teams' journals are: in memory with faults, or in files.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use dientap::journal::{self, Answer, Durability, Run};
use dientap::live::{Log, Note, Opening, Trace, trail};
use dientap::model::{Scenario, SimTime};
use dientap::sim::{Exercise, Input, Setup};
use dientap::standin::Door;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::stage;

/// Journals of teams that survive their host.
pub trait Disks {
    /// A team's run with its journal.
    type Log: Log;
    /// The team as its journal gives it back, whatever a crash has left of it.
    fn open(&mut self, team: usize, rng: &mut ChaCha8Rng) -> Opening<Self::Log>;
    /// The next write of a team fails.
    fn fail(&mut self, team: usize);
    /// What is safe of a team.
    fn traces(&self, team: usize) -> Vec<Trace>;
}

/// What is on a simulated disk.
#[derive(Default)]
struct Disk {
    written: Vec<Trace>,
    synced: usize,
    fails: bool,
}

/// Disks in memory: what was not synced may be lost from any point on.
pub struct Memory {
    scenario: Arc<Scenario>,
    seed: u64,
    disks: Vec<Rc<RefCell<Disk>>>,
}

impl Memory {
    pub fn new(scenario: &Arc<Scenario>, seed: u64, teams: usize) -> Self {
        let disks = (0..teams).map(|_| Rc::default()).collect();
        Self { scenario: scenario.clone(), seed, disks }
    }
}

pub struct MemoryLog {
    exercise: Exercise,
    disk: Rc<RefCell<Disk>>,
}

#[derive(Debug)]
pub struct Full;

impl MemoryLog {
    fn push(&mut self, trace: Trace) -> Result<(), Full> {
        let mut disk = self.disk.borrow_mut();
        disk.written.push(trace);
        if disk.fails { Err(Full) } else { Ok(()) }
    }
}

impl Door for MemoryLog {
    type Error = Full;
    fn exercise(&self) -> &Exercise {
        &self.exercise
    }
    fn advance(&mut self, to: SimTime) -> Result<(), Full> {
        self.exercise.advance(to);
        Ok(())
    }
    fn apply(&mut self, at: SimTime, input: &Input) -> Result<Answer, Full> {
        let answer = self.exercise.apply(at, input);
        self.push(Trace::Input(at, input.clone(), answer.clone()))?;
        Ok(answer)
    }
}

impl Log for MemoryLog {
    fn note(&mut self, note: &Note) -> Result<(), Full> {
        self.push(Trace::Note(note.clone()))
    }
    fn commit(&mut self) -> Result<(), Full> {
        let mut disk = self.disk.borrow_mut();
        if disk.fails {
            return Err(Full);
        }
        disk.synced = disk.written.len();
        Ok(())
    }
}

impl Disks for Memory {
    type Log = MemoryLog;

    fn open(&mut self, team: usize, rng: &mut ChaCha8Rng) -> Opening<MemoryLog> {
        let disk = Rc::clone(&self.disks[team]);
        let mut content = disk.borrow_mut();
        let left = rng.random_range(content.synced..=content.written.len());
        content.written.truncate(left);
        (content.synced, content.fails) = (left, false);
        let trail = content.written.clone();
        drop(content);
        let mut exercise = Exercise::new(self.scenario.clone(), &Setup::of(self.seed));
        for trace in &trail {
            if let Trace::Input(at, input, answer) = trace {
                assert_eq!(exercise.apply(*at, input), *answer, "played again, an input has another answer");
            }
        }
        Opening { name: name(team), log: MemoryLog { exercise, disk }, trail, stand_ins: Vec::new() }
    }

    fn fail(&mut self, team: usize) {
        self.disks[team].borrow_mut().fails = true;
    }

    fn traces(&self, team: usize) -> Vec<Trace> {
        self.disks[team].borrow().written.clone()
    }
}

/// Journals in files.
pub struct Files {
    scenario: Arc<Scenario>,
    seed: u64,
    folder: tempfile::TempDir,
}

impl Files {
    pub fn new(scenario: &Arc<Scenario>, seed: u64) -> Self {
        Self { scenario: scenario.clone(), seed, folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, team: usize) -> PathBuf {
        self.folder.path().join(format!("{team}.dtj"))
    }
}

impl Disks for Files {
    type Log = Run;

    fn open(&mut self, team: usize, _: &mut ChaCha8Rng) -> Opening<Run> {
        let path = self.path(team);
        let log = if path.exists() {
            Run::resume(&path, &self.scenario).unwrap().0
        } else {
            let header = stage::header(&self.scenario, self.seed, Durability::AtCommit);
            Run::start(&path, &self.scenario, header).unwrap()
        };
        let trail = trail(&journal::read_file(&path).unwrap()).unwrap();
        Opening { name: name(team), log, trail, stand_ins: Vec::new() }
    }

    fn fail(&mut self, _: usize) {}

    fn traces(&self, team: usize) -> Vec<Trace> {
        trail(&journal::read_file(&self.path(team)).unwrap()).unwrap()
    }
}

/// A word that stands in everything a team says and in nothing else.
pub fn marker(team: usize) -> String {
    format!("{MARK}{team}›")
}

/// How such a word begins.
pub const MARK: &str = "đội‹";

fn name(team: usize) -> String {
    format!("nhóm số {}", marker(team))
}
