//! Goal: a live exercise loses and doubles nothing, shows every client what its seat may know and nothing else, and
//! plays each team as if it were alone, whatever network, disks and host do.
//! Method: host and clients in a simulated hall, seeded; what is on the disks afterwards is the judge.

mod disk;
mod full;
mod screens;
mod words;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dientap::journal::{read_file, verify};
use dientap::live::{Asked, ChronicleEntry, DeskAct, Done, No, Note, Stage, Standing, Trace, Who, chronicle};
use dientap::sim::{Control, Exercise, Input, Receipt, Setup};

use self::disk::{Disks, Files, Memory};
use self::world::{Faults, World, has_items};
use crate::secrecy::Of;
use crate::stage;

/// What happened in a run, for the figures.
#[derive(Default)]
struct Sum {
    runs: u64,
    crashes: u64,
    accepted: u64,
    refused: u64,
    wholes: u64,
    changes: u64,
    frames: u64,
    bytes: u64,
    about: u64,
    books: u64,
    read: BTreeSet<Of>,
}

/// Says which seed a run had that failed.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the hall of seed {} failed", self.0);
        }
    }
}

/// Plays a hall through its faults and back to calm.
fn play<D: Disks>(world: &mut World<D>, steps: usize) {
    for _ in 0..400 {
        world.step(false);
    }
    let started = world.order_all(DeskAct::Start { even_so: Some("thử nghiệm".to_owned()) });
    assert!(matches!(started, Ok(Receipt::Done) | Err(No::NotNow(_))), "{started:?}");
    world.order_all(DeskAct::Control(Control::Rate(60_000))).ok();
    for number in 0..steps {
        world.step(true);
        if number % 400 == 0 {
            world.look_for_leaks();
        }
        if number % 500 == 250 {
            let stalled = number / 500 % world.actors.len();
            world.actors[stalled].stalled ^= true;
        }
    }
    world.calm_down();
    world.look_for_leaks();
    world.compare_screens();
}

/// Compares what clients were told with what the disks hold.
fn judge<D: Disks>(world: &World<D>, seed: u64, sum: &mut Sum) {
    for (team, host) in world.host.teams().iter().enumerate() {
        let traces = world.disks.traces(team);
        let mut alone = Exercise::new(Arc::clone(&world.scenario), &Setup::of(seed));
        let mut done: BTreeMap<(Who, u64), Vec<_>> = BTreeMap::new();
        let mut asked = None;
        for trace in &traces {
            match trace {
                Trace::Note(Note::Asked { who, id, what: Asked::Deed, .. }) => asked = Some((*who, *id)),
                Trace::Note(_) => asked = None,
                Trace::Input(at, input, answer) => {
                    assert_eq!(alone.apply(*at, input), *answer, "seed {seed}, team {team}");
                    if let Some(key) = asked.take() {
                        assert!(!matches!(input, Input::Control(_)));
                        done.entry(key).or_default().push(answer.clone());
                    }
                }
            }
        }
        alone.advance(host.exercise().now());
        assert_eq!(alone.state_hash(), host.exercise().state_hash(), "seed {seed}: team {team} plays as if alone");
        assert!(done.values().all(|answers| answers.len() == 1), "seed {seed}: a deed was done twice");
        sum.about += u64::from(has_items(&alone));
        for actor in world.actors.iter().filter(|actor| actor.standing == Standing::Participant && actor.team == team) {
            let Some((_, role)) = actor.client.welcome().unwrap().seat else {
                assert!(actor.answers.is_empty(), "seed {seed}: who has no seat does nothing");
                continue;
            };
            for (id, answer) in &actor.answers {
                let written = done.get(&(Who::Seat(role), *id)).map(|answers| &answers[0]);
                match answer {
                    Ok(receipt) => {
                        assert_eq!(written, Some(&Ok(*receipt)), "seed {seed}: an accepted deed was lost");
                        sum.accepted += 1;
                    }
                    Err(No::Engine(refusal)) => assert_eq!(written, Some(&Err(refusal.clone())), "seed {seed}"),
                    Err(_) => assert_eq!(written, None, "seed {seed}: what was refused was done"),
                }
                sum.refused += u64::from(answer.is_err());
            }
            let draft = actor.client.draft("báo cáo");
            assert!(draft.is_none_or(|text| text.contains(&disk::marker(team))));
        }
    }
    sum.runs += 1;
    sum.crashes += world.crashes;
    sum.frames += world.frames;
    sum.bytes += world.bytes;
    sum.books += world.books;
    sum.read.extend(&world.read);
    for actor in &world.actors {
        sum.wholes += actor.wholes;
        sum.changes += actor.changes;
    }
}

#[test]
fn a_hall_survives_its_network_its_disks_and_its_host() {
    let scenario = stage::small();
    let mut sum = Sum::default();
    let first = stage::count("DIENTAP_FIRST_HALL", 0);
    for seed in first..first + stage::count("DIENTAP_HALLS", 12) {
        let _seed = Seed(seed);
        let disks = Memory::new(&scenario, seed, 3);
        let mut world = World::new(disks, scenario.clone(), seed, 3, Faults::MANY);
        play(&mut world, 3_000);
        judge(&world, seed, &mut sum);
    }
    println!(
        "{} halls of 3 teams: {} crashes of the host, {} deeds accepted, {} refused, {} whole screens, {} changes, \
         {} frames of {} bytes to clients, {} of them books, {} secrets learned by those who may",
        sum.runs,
        sum.crashes,
        sum.accepted,
        sum.refused,
        sum.wholes,
        sum.changes,
        sum.frames,
        sum.bytes,
        sum.books,
        sum.read.len()
    );
    assert!(sum.books > 0 && sum.read.len() > 3, "{} secrets learned", sum.read.len());
    assert!(sum.crashes > 0 && sum.accepted > 100 && sum.refused > 0 && sum.changes > sum.wholes && sum.about > 0);
}

#[test]
fn journals_of_a_hall_verify_after_its_host_was_killed() {
    let scenario = stage::small();
    for seed in 0..stage::count("DIENTAP_HALL_FILES", 2) {
        let mut world = World::new(Files::new(&scenario, seed), scenario.clone(), seed, 2, Faults::MANY);
        play(&mut world, 800);
        world.crash();
        world.calm_down();
        let mut sum = Sum::default();
        judge(&world, seed, &mut sum);
        let paths: Vec<_> = (0..2).map(|team| world.disks.path(team)).collect();
        drop(world.host);
        for path in paths {
            verify(&path, &scenario).unwrap();
            let told = chronicle(&read_file(&path).unwrap()).unwrap();
            let is_start = |entry: &&ChronicleEntry| matches!(&entry.what, Done::Directed(DeskAct::Start { .. }, None));
            assert_eq!(told.iter().filter(is_start).count(), 1);
            assert!(told.is_sorted_by_key(|entry| entry.at));
            let sat = told.iter().filter(|entry| matches!(entry.what, Done::SatDown { .. })).count();
            assert!(sat >= scenario.file.seats.len(), "{sat} sat down");
        }
        assert!(sum.crashes > 0 && sum.accepted > 0);
    }
}

/// Stalled clients take nothing from their connections; the others get every answer within two ways of the
/// network (20 ms at most each) and two steps (30 ms at most each), and nothing piles up for those that stall.
#[test]
fn a_stalled_client_delays_nobody() {
    let scenario = stage::small();
    let mut world = World::new(Memory::new(&scenario, 5, 3), scenario.clone(), 5, 3, Faults::NONE);
    for _ in 0..100 {
        world.step(false);
    }
    world.order_all(DeskAct::Start { even_so: Some("thử nghiệm".to_owned()) }).unwrap();
    let stalled: Vec<usize> = (0..world.actors.len()).step_by(4).collect();
    for number in &stalled {
        world.actors[*number].stalled = true;
    }
    for _ in 0..3_000 {
        world.step(true);
    }
    let mut answers = 0;
    for (number, actor) in world.actors.iter().enumerate().filter(|(number, _)| !stalled.contains(number)) {
        assert!(actor.slowest_ms <= 2 * 20 + 2 * 30, "client {number} waited {} ms", actor.slowest_ms);
        answers += actor.answers.len();
    }
    assert!(answers > 100, "{answers} answers");
    world.calm_down();
    world.compare_screens();
    assert!(world.host.teams().iter().all(|team| team.stage() == Stage::Paused));
}
