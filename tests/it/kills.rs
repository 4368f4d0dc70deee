//! Goal: when the program is killed at any moment, every order that was accepted is in the journal, and the
//! run goes on from there.
//! Method: a child process plays a run and says each accepted input after its receipt; it is killed at a random
//! moment; its journal is taken up again and compared with what it said.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use dientap::journal::{Durability, Reader, Record, Run, read_file, verify};
use dientap::sim::{Exercise, Setup};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::chaos::{self, Chaos};
use super::stage;

const CHILD: &str = "DIENTAP_KILL_CHILD";
const SAID: &str = "accepted ";
const INPUTS: usize = 400;

/// Not a test of its own: what the child process does when `kill` below starts this program again.
#[test]
fn child() {
    let Ok(spec) = std::env::var(CHILD) else { return };
    let (seed, path) = spec.split_once(' ').unwrap();
    let (seed, path) = (seed.parse().unwrap(), Path::new(path));
    let scenario = stage::small();
    let mut run = Run::start(path, &scenario, stage::header(&scenario, seed, Durability::EachInput)).unwrap();
    let mut chaos = Chaos::new(seed);
    for number in 0..INPUTS {
        let (at, input) = chaos.input(run.exercise());
        run.apply(at, &input).unwrap().ok();
        println!("{SAID}{}", number + 1);
    }
}

#[test]
fn a_killed_process_loses_nothing_that_it_accepted() {
    let kills = stage::count("DIENTAP_KILLS", 8);
    let mut rng = ChaCha8Rng::seed_from_u64(kills);
    let (mut torn, mut inputs) = (0, 0);
    for number in 0..kills {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.dtj");
        let said = kill(&path, number, rng.random_range(0..60), Duration::from_micros(rng.random_range(0..3_000)));
        let Ok(bytes) = read_file(&path) else { continue };
        let (written, cut) = take_up(&path, &bytes, number);
        assert!(written >= said, "kill {number}: {said} accepted, {written} in the journal");
        torn += u64::from(cut);
        inputs += written;
    }
    println!("{kills} kills, {inputs} inputs kept, {torn} torn records cut off");
    assert!(inputs > 0, "no child got as far as an input");
}

/// Starts a child, kills it a little after it has said `accepted` inputs, and gives how many it said in all.
fn kill(path: &Path, seed: u64, accepted: u64, after: Duration) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{seed} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = 0;
    let mut killed = false;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        // The test harness may write in front of what is said.
        let Ok(line) = line else { break };
        let number = line.split_once(SAID).and_then(|(_, number)| number.parse().ok());
        said = number.unwrap_or(said);
        if said >= accepted && !killed {
            std::thread::sleep(after);
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    said
}

/// Takes the run up, lets it go on to its end and verifies it. Gives how many inputs the killed child had
/// written, and whether its last record was torn.
fn take_up(path: &Path, bytes: &[u8], seed: u64) -> (u64, bool) {
    let scenario = stage::small();
    let Ok(reader) = Reader::new(bytes) else {
        // Killed before the header was whole: nothing can have been accepted.
        return (0, true);
    };
    let written: Vec<_> = reader
        .map_while(Result::ok)
        .filter_map(|entry| match entry.record {
            Record::Input { at, input, .. } => Some((at, input)),
            _ => None,
        })
        .collect();
    let mut expected = Exercise::new(scenario.clone(), &Setup::of(seed));
    let mut chaos = Chaos::new(seed);
    for (number, given) in written.iter().enumerate() {
        let (at, input) = chaos.input(&expected);
        expected.apply(at, &input).ok();
        assert_eq!(*given, (at, input), "input {number} of the journal is the one that was given");
    }
    let (mut run, cut) = Run::resume(path, &scenario).unwrap();
    expected.advance(run.exercise().now());
    assert_eq!(run.exercise().state_hash(), expected.state_hash(), "the run goes on where it was");
    for (at, input) in chaos::play(&mut expected, seed + 1, 10) {
        run.apply(at, &input).unwrap().ok();
    }
    run.finish().unwrap();
    assert_eq!(run.exercise().state_hash(), expected.state_hash());
    drop(run);
    verify(path, &scenario).unwrap();
    (written.len() as u64, cut.is_some())
}
