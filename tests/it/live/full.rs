//! Goal: in a full hall that plays a real scenario from its first minute to its end, no byte to a seat holds what the
//! seat may not know, and each team finishes as it would have alone.
//! Method: people who do anything that is possible, beside stand-ins of many skills, so that every team's run differs;
//! every frame is searched, and each team's inputs are played again alone.

use dientap::live::{DeskAct, Scope, Stage};
use dientap::model::{Ref, SimTime, Table};
use dientap::sim::Control;

use super::disk::Memory;
use super::world::{Faults, World};
use super::{Sum, judge};
use crate::stage;

/// Steps after which the facilitator jumps to the end: a team that never does what closes the incident goes on until
/// then, which may be days.
const PEOPLE_STEPS: usize = 25_000;

/// Steps after which the run must have ended.
const STEPS_MAX: usize = 40_000;

/// Gives every second seat of each team to a stand-in, from those who do nothing to those who know the plan by heart.
fn seat_stand_ins(world: &mut World<Memory>) {
    let seats: Vec<_> = world.scenario.file.seats.iter().map(Ref::ix).collect();
    for team in 0..world.host.teams().len() {
        for (number, role) in seats.iter().copied().enumerate().skip(1).step_by(2) {
            let stand_in = match (team + number) % 7 {
                0 => "do-nothing".to_owned(),
                1 => "random".to_owned(),
                skill => format!("plan-follower:0.{}", skill + 2),
            };
            let act = DeskAct::Swap { role, stand_in: Some(stand_in) };
            world.desk().client.direct(Scope::Team(team as u16), act);
        }
        while world.desk().client.pending() > 0 {
            world.step(false);
        }
    }
}

/// Where each team is.
fn stands(world: &World<Memory>) -> String {
    let stands = world.host.teams().iter().map(|team| format!("{:?} {:?}", team.stage(), team.exercise().now()));
    stands.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_full_hall_gives_no_secret_away_and_each_team_finishes_as_if_alone() {
    let teams = stage::count("DIENTAP_FULL_TEAMS", 3) as usize;
    let scenario = std::env::var("DIENTAP_FULL_SCENARIO").map_or_else(|_| stage::small(), |id| stage::named(&id));
    let (id, seed) = (scenario.file.id.clone(), 11);
    let mut world = World::new(Memory::new(&scenario, seed, teams), scenario.clone(), seed, teams, Faults::NONE);
    world.pace_ms = 150..250;
    for _ in 0..40 {
        world.step(false);
    }
    seat_stand_ins(&mut world);
    world.order_all(DeskAct::Start { even_so: Some("thử nghiệm".to_owned()) }).unwrap();
    world.order_all(DeskAct::Control(Control::Rate(60_000))).unwrap();
    let mut steps = 0;
    while world.host.teams().iter().any(|team| team.stage() != Stage::Over) {
        steps += 1;
        assert!(steps < STEPS_MAX, "the run does not end: {}", stands(&world));
        world.step(steps < PEOPLE_STEPS);
        if steps == PEOPLE_STEPS {
            let end = SimTime::after_start(scenario.file.ends);
            world.order_all(DeskAct::Control(Control::Jump(end))).unwrap();
        }
        if steps % 200 == 0 && steps < PEOPLE_STEPS {
            world.order_all(DeskAct::Control(Control::Resume)).ok();
            world.look_for_leaks();
        }
    }
    world.calm_down();
    world.look_for_leaks();
    world.compare_screens();
    let mut sum = Sum::default();
    judge(&world, seed, &mut sum);
    let hashes: std::collections::BTreeSet<_> =
        world.host.teams().iter().map(|team| team.exercise().state_hash()).collect();
    println!(
        "{id}, {teams} teams of {} seats to the end: {} deeds accepted, {} refused, {} frames of {} bytes searched for \
         {} words of the author, {} read by those who may; {} different ends, each as if alone",
        scenario.file.seats.indices().len(),
        sum.accepted,
        sum.refused,
        sum.frames,
        sum.bytes,
        world.written.words.len(),
        sum.read.len(),
        hashes.len()
    );
    assert!(sum.accepted > 20 && sum.read.len() > 3 && hashes.len() == teams);
}
