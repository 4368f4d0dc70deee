use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::content::fixture;
use crate::desktop::kit::Selection;
use crate::model::SimTime;
use crate::sim::{Control, Order, Setup, Target};
use crate::standin::Kind;

fn setup(journal: Option<PathBuf>) -> RunSetup {
    let scenario = Arc::new(fixture::tiny());
    let soc = scenario.role_named("SOC").unwrap();
    let others = scenario.file.seats.iter().map(crate::model::Ref::ix).filter(|role| *role != soc);
    RunSetup {
        people: vec![soc],
        standins: others.map(|role| (role, Kind::PlanFollower { skill_permille: 1_000 })).collect(),
        scenario,
        setup: Setup::of(7),
        rate_permille: 1_000,
        mode: Mode::Practice,
        journal,
        started: "2026-11-22 09:00".to_owned(),
    }
}

#[test]
fn simulation_time_follows_the_wall_at_the_chosen_speed() {
    let mut session = Local::start(setup(None)).unwrap();
    for _ in 0..60 {
        session.pass(Duration::from_nanos(16_666_667)).unwrap();
    }
    assert_eq!(session.exercise().now(), SimTime(1_000));
    session.control(Control::Rate(60_000)).unwrap().unwrap();
    session.pass(Duration::from_millis(500)).unwrap();
    assert_eq!(session.exercise().now(), SimTime(31_000));
    // The machine slept for an hour: the exercise did not.
    session.pass(Duration::from_secs(3_600)).unwrap();
    assert_eq!(session.exercise().now(), SimTime(91_000));
    session.control(Control::Pause("giải lao".to_owned())).unwrap().unwrap();
    assert!(!session.pass(Duration::from_secs(1)).unwrap());
    assert_eq!(session.exercise().now(), SimTime(91_000));
}

#[test]
fn a_jump_lets_the_stand_ins_act_on_the_way() {
    let mut session = Local::start(setup(None)).unwrap();
    let to = SimTime(3 * 3_600_000);
    session.begin_jump(to);
    while session.jumping_to().is_some() {
        // Every frame brings the jump on, however slow the machine is.
        let before = session.exercise().now();
        session.pass(Duration::ZERO).unwrap();
        assert!(session.exercise().now() > before || session.exercise().ended());
    }
    assert!(session.exercise().now() == to || session.exercise().ended());
    let orders =
        session.exercise().events().iter().any(|event| matches!(event.what, crate::sim::What::OrderGiven { .. }));
    assert!(orders || session.exercise().ended());
}

#[test]
fn a_run_is_taken_up_where_it_was_left_with_its_drafts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.dientap");
    let (hash, now) = {
        let mut session = Local::start(setup(Some(path.clone()))).unwrap();
        session.play_to(SimTime(600_000)).unwrap();
        let open = session.scenario().order_named("open-incident").unwrap();
        let given = session.act(Deed::Order(Order::new(open, Target::Nothing))).unwrap();
        session.desk().select(Selection::Host(Ix::new(1)));
        session.keep_desks().unwrap();
        assert!(given.is_ok() || matches!(given, Err(Refusal::Fill(_) | Refusal::NoAuthority(_))), "{given:?}");
        (session.exercise().state_hash(), session.exercise().now())
    };
    let scenario = Arc::new(fixture::tiny());
    let mut session = Local::resume(&path, &scenario).unwrap();
    assert_eq!((session.exercise().state_hash(), session.exercise().now()), (hash, now));
    assert_eq!(session.mode(), Mode::Practice);
    assert_eq!(session.people(), [scenario.role_named("SOC").unwrap()]);
    assert_eq!(session.desk().selection, Some(Selection::Host(Ix::new(1))));
    session.pass(Duration::from_millis(900)).unwrap();
    assert!(session.exercise().now() > now);
}

#[test]
fn only_seats_of_people_can_be_sat_at() {
    let mut session = Local::start(setup(None)).unwrap();
    let soc = session.role();
    session.switch_seat(session.scenario().role_named("DOI_TRUONG").unwrap());
    assert_eq!(session.role(), soc);
}
