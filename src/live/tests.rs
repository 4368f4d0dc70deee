//! Every message from everybody at every stage, bytes of any kind, patches.

use std::sync::Arc;

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::content::fixture;
use crate::model::{InjectKind, Ix, Role, SimTime, Span, Text};
use crate::sim::{AdHoc, Control, Edit, Exercise, Order, Setup, Target, Wording};

/// One message of every kind that the rules tell apart.
fn asks() -> Vec<Ask> {
    let desk = |act| Ask::Desk { id: 1, scope: Scope::All, act };
    let control = |control| desk(DeskAct::Control(control));
    let deed = |deed| Ask::Deed { id: 1, deed };
    vec![
        hello(1, Want::Return),
        Ask::Sit { team: 0, role: None },
        deed(Deed::Order(Order::new(Ix::new(0), Target::Nothing))),
        deed(Deed::Cancel(Ix::new(0))),
        deed(Deed::Decide(Ix::new(0), true)),
        Ask::Draft { slot: "a".to_owned(), rev: 1, text: "b".to_owned() },
        ready(),
        desk(DeskAct::CheckReady),
        desk(DeskAct::Start { even_so: Some("c".to_owned()) }),
        control(Control::Pause("d".to_owned())),
        control(Control::Resume),
        control(Control::Rate(1_000)),
        control(Control::Jump(SimTime(1))),
        control(Control::Send(Ix::new(0))),
        control(Control::Hold(Ix::new(0))),
        control(Control::Shift(Ix::new(0), Span::mins(1))),
        control(Control::End),
        desk(DeskAct::Announce { to: None, text: "e".to_owned() }),
        desk(DeskAct::Swap { role: Ix::new(0), stand_in: Some("random".to_owned()) }),
        control(Control::Release(Ix::new(0))),
        control(Control::Skip(Ix::new(0))),
        control(Control::ShiftAll(Span::mins(1))),
        control(Control::Edit(Ix::new(0), Box::new(Edit { words: words(), to: vec![Ix::new(0)] }))),
        control(Control::AdHoc(Box::new(ad_hoc(None)))),
        control(Control::AdHoc(Box::new(ad_hoc(Some(SimTime(1)))))),
        Ask::Opened { items: 1 },
        Ask::Look { team: Some(0), role: Some(Ix::new(0)) },
        desk(DeskAct::Renew(Entrance::Pin)),
        Ask::Sheet { id: 1, team: 0, act: SheetAct::Remark("f".to_owned()) },
        Ask::Sheet { id: 1, team: 0, act: SheetAct::Rate { task: "g".to_owned(), mark: Mark::M, note: String::new() } },
        Ask::Seen { serial: 1 },
        Ask::Book,
    ]
}

fn ready() -> Ask {
    Ask::Ready { test: 1, version: VERSION.to_owned(), clock_ms: 1_000 }
}

fn words() -> Wording {
    let text = |vi: &str| Text { vi: vi.to_owned(), en: String::new() };
    Wording {
        kind: InjectKind::Call, from: text("Trực ban"), title: text("Gọi gấp"), body: text("Báo cáo ngay.")
    }
}

pub(super) fn ad_hoc(at: Option<SimTime>) -> AdHoc {
    AdHoc { words: words(), to: vec![Ix::new(0)], at, wanted: None }
}

pub(super) fn hello(token: u8, want: Want) -> Ask {
    Ask::Hello(Hello { token: [token; 16], name: format!("Người {token}"), unit: "Đơn vị".to_owned(), want })
}

/// A bare run without a journal.
impl Log for Exercise {
    fn note(&mut self, _: &Note) -> Result<(), Self::Error> {
        Ok(())
    }
    fn commit(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

pub(super) fn host(teams: usize) -> Host<Exercise> {
    let scenario = Arc::new(fixture::tiny());
    let open = |number| Opening {
        name: format!("đội {number}"),
        log: Exercise::new(Arc::clone(&scenario), &Setup::of(3)),
        trail: Vec::new(),
        stand_ins: Vec::new(),
    };
    Host::open(Secret([1; 32]), 0, (0..teams).map(open))
}

pub(super) fn say(host: &mut Host<Exercise>, conn: ConnId, ask: &Ask, now: u64) {
    host.received(conn, &ask.to_frame().unwrap(), now);
}

/// Everything that the host has for a connection now.
pub(super) fn hear(host: &mut Host<Exercise>, conn: ConnId, now: u64) -> Vec<Tell> {
    let mut told = Vec::new();
    while let Next::Frame(frame) = host.next(conn, now) {
        told.push(Tell::from_frame(&frame).unwrap());
    }
    told
}

/// A connection of each standing, by its place in `Standing::ALL`.
pub(super) fn everybody(host: &mut Host<Exercise>) {
    let pin = host.hall_codes().pin;
    let wants = [
        None,
        Some(Want::Enter { pin: pin.clone() }),
        Some(Want::Enter { pin: pin.clone() }),
        Some(Want::Staff { code: host.hall_codes().facilitators }),
        Some(Want::Staff { code: host.hall_codes().evaluators }),
        Some(Want::Watch { pin }),
    ];
    for (number, want) in wants.into_iter().enumerate() {
        host.connected(number as u64, number as u64, 0).unwrap();
        if let Some(want) = want {
            say(host, number as u64, &hello(number as u8, want), 0);
        }
    }
    say(host, 2, &Ask::Sit { team: 0, role: None }, 0);
    for number in 0..6 {
        let told = hear(host, number, 0);
        let welcomed = told
            .iter()
            .rev()
            .find_map(|tell| if let Tell::Welcome(in_as) = tell { Some(in_as.standing) } else { None });
        assert_eq!(welcomed.unwrap_or(Standing::Stranger), Standing::ALL[number as usize], "{told:?}");
    }
}

#[test]
fn every_message_from_everybody_at_every_stage_is_allowed_or_refused_with_a_reason() {
    let (mut allowed, mut refused) = (0, 0);
    for stage in Stage::ALL {
        for standing in Standing::ALL {
            for ask in asks() {
                let said = may(standing, stage, &ask);
                let owner = match &ask {
                    Ask::Hello(_) => Standing::Stranger,
                    Ask::Sit { .. } => Standing::AtGate,
                    Ask::Deed { .. } | Ask::Draft { .. } | Ask::Ready { .. } | Ask::Opened { .. } => {
                        Standing::Participant
                    }
                    Ask::Look { .. } if standing == Standing::Evaluator => standing,
                    Ask::Look { .. } => Standing::Facilitator,
                    Ask::Desk { .. } => Standing::Facilitator,
                    Ask::Sheet { .. } => Standing::Evaluator,
                    Ask::Seen { .. } | Ask::Book if standing == Standing::Stranger => Standing::Observer,
                    Ask::Seen { .. } | Ask::Book => standing,
                };
                match &said {
                    Err(No::NotYours(who)) => assert!(*who == standing && owner != standing, "{ask:?}"),
                    Err(No::NotNow(when)) => assert!(*when == stage && owner == standing, "{ask:?}"),
                    Ok(()) => assert_eq!(owner, standing, "{ask:?}"),
                    Err(no) => panic!("{no:?}"),
                }
                if matches!(ask, Ask::Deed { .. }) && standing == Standing::Participant {
                    assert_eq!(said.is_ok(), stage == Stage::Running);
                }
                *(if said.is_ok() { &mut allowed } else { &mut refused }) += 1;
            }
        }
    }
    assert_eq!(allowed + refused, 4 * 6 * asks().len());
    assert!(allowed > 0 && refused > allowed);
}

#[test]
fn the_host_refuses_what_the_rules_refuse_and_nobody_else_notices() {
    for number in 0..6 {
        let standing = Standing::ALL[number as usize];
        for ask in asks() {
            let mut host = host(2);
            everybody(&mut host);
            let before: Vec<_> = host.teams().iter().map(|team| team.exercise().state_hash()).collect();
            if !matches!(may(standing, Stage::Lobby, &ask), Err(No::NotYours(_))) {
                continue;
            }
            say(&mut host, number, &ask, 1);
            let told = hear(&mut host, number, 1);
            let is_refusal = |tell: &Tell| matches!(tell, Tell::Refused(No::NotYours(who)) | Tell::Answer { answer: Err(No::NotYours(who)), .. } if *who == standing);
            assert!(told.iter().any(is_refusal), "{standing:?} {ask:?}: {told:?}");
            let after: Vec<_> = host.teams().iter().map(|team| team.exercise().state_hash()).collect();
            assert_eq!(before, after);
            assert!((0..6).filter(|other| *other != number).all(|other| hear(&mut host, other, 1).is_empty()));
        }
    }
}

#[test]
fn mutated_frames_are_errors_or_messages_and_never_panics() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let frames: Vec<_> = asks().iter().map(|ask| ask.to_frame().unwrap()).collect();
    let (mut bad, mut host, mut conn) = (0_u32, host(1), 100_u64);
    everybody(&mut host);
    let rounds = std::env::var("DIENTAP_FRAMES").ok().and_then(|text| text.parse().ok()).unwrap_or(60_000);
    for round in 0..rounds {
        let mut frame = frames[rng.random_range(0..frames.len())].clone();
        for _ in 0..rng.random_range(1..4) {
            let place = rng.random_range(0..frame.len().max(1));
            match rng.random_range(0..4) {
                0 => frame.truncate(place),
                1 => frame.insert(place.min(frame.len()), rng.random()),
                2 => frame.extend_from_within(..),
                _ => {
                    if let Some(byte) = frame.get_mut(place) {
                        *byte ^= 1 << rng.random_range(0..8);
                    }
                }
            }
        }
        bad += u32::from(Ask::from_frame(&frame).is_err());
        Tell::from_frame(&frame).ok();
        if round % 10 == 0 {
            host.connected(conn, 9, 0).ok();
            host.received(conn, &frame, 0);
            hear(&mut host, conn, 0);
            host.disconnected(conn);
            conn += 1;
            // From somebody who is in: what ends the connection is a reason, what does not leaves the host whole.
            let insider = rng.random_range(1..6);
            host.received(insider, &frame, 0);
            while let Next::Frame(told) = host.next(insider, 0) {
                Tell::from_frame(&told).unwrap();
            }
        }
    }
    assert!(bad > 20_000, "{bad} bad frames");
}

#[test]
fn other_versions_and_oversized_frames_are_refused_with_a_reason() {
    let mut host = host(1);
    let good = hello(9, Want::Return).to_frame().unwrap();
    let mut old = good.clone();
    old[0] = PROTOCOL_VERSION - 1;
    let cases = [
        (old, No::Version(PROTOCOL_VERSION)),
        (vec![PROTOCOL_VERSION; limits::FRAME_IN_MAX + 1], No::TooLong),
        (good[..good.len() - 1].to_vec(), No::Malformed),
        (Vec::new(), No::Malformed),
    ];
    for (conn, (frame, why)) in cases.into_iter().enumerate() {
        let conn = conn as u64;
        host.connected(conn, 1, 0).unwrap();
        host.received(conn, &frame, 0);
        assert_eq!(hear(&mut host, conn, 0), [Tell::Goodbye(why)]);
        assert_eq!(host.next(conn, 0), Next::Close);
    }
    let long = Ask::Draft { slot: "x".repeat(limits::NAME_BYTES_MAX + 1), rev: 1, text: String::new() };
    assert_eq!(Ask::from_frame(&long.to_frame().unwrap()), Err(BadFrame::Excess));
}

#[test]
fn a_start_of_several_teams_is_for_all_of_them_or_for_none() {
    let mut host = host(2);
    everybody(&mut host);
    let mut id = 0;
    let mut direct = |host: &mut Host<Exercise>, scope, act| {
        id += 1;
        say(host, 3, &Ask::Desk { id, scope, act }, 1);
        let told = hear(host, 3, 1).into_iter();
        told.rev().find_map(|tell| if let Tell::Answer { answer, .. } = tell { Some(answer) } else { None }).unwrap()
    };
    let robot = || Some("do-nothing".to_owned());
    for role in (0..3).map(Ix::new) {
        direct(&mut host, Scope::Team(1), DeskAct::Swap { role, stand_in: robot() }).unwrap();
    }
    // Team 1 is ready; of team 0 three seats are not.
    let refused = direct(&mut host, Scope::All, DeskAct::Start { even_so: None });
    assert!(matches!(&refused, Err(No::NotReady(seats)) if seats.len() == 3), "{refused:?}");
    assert!(host.teams().iter().all(|team| team.stage() == Stage::Lobby));
    direct(&mut host, Scope::Team(1), DeskAct::Start { even_so: None }).unwrap();
    assert_eq!(host.teams()[1].stage(), Stage::Running);
}

#[test]
fn what_waits_for_one_seat_is_not_done_on_another() {
    let welcome = |seat, next_id| Welcome {
        standing: Standing::Participant,
        seat: Some((0, Ix::new(seat))),
        next_id,
        scenario: String::new(),
        content_hash: String::new(),
        book: None,
        code: None,
        drafts: Vec::new(),
    };
    let Ask::Hello(hello) = hello(1, Want::Return) else { panic!() };
    let mut client = Client::new(hello, None);
    let enter = |client: &mut Client, seat, next_id| {
        client.disconnected(0);
        client.connected(0);
        client.received(&Tell::Welcome(welcome(seat, next_id)).to_frame().unwrap(), 0).unwrap();
    };
    enter(&mut client, 0, 1);
    assert_eq!(client.give(Deed::Cancel(Ix::new(0))), Some(1));
    client.write_draft("a", "dở dang");
    let mut client = Client::restore(client.kept(), None);
    enter(&mut client, 0, 1);
    assert_eq!((client.pending(), client.draft("a")), (1, Some("dở dang")));
    enter(&mut client, 1, 1);
    assert_eq!((client.pending(), client.draft("a")), (0, None));
}

#[test]
fn a_start_asks_for_everybody_unless_somebody_says_why_not() {
    let mut host = host(1);
    everybody(&mut host);
    let answer = |host: &mut Host<Exercise>, id, act| {
        say(host, 3, &Ask::Desk { id, scope: Scope::All, act }, 1);
        hear(host, 3, 1)
            .into_iter()
            .find_map(|tell| if let Tell::Answer { answer, .. } = tell { Some(answer) } else { None })
    };
    answer(&mut host, 1, DeskAct::CheckReady).unwrap().unwrap();
    say(&mut host, 2, &ready(), 1);
    let free: Vec<Ix<Role>> = vec![Ix::new(1), Ix::new(2)];
    assert_eq!(answer(&mut host, 2, DeskAct::Start { even_so: None }), Some(Err(No::NotReady(free.clone()))));
    for (id, role) in (3..).zip(free) {
        answer(&mut host, id, DeskAct::Swap { role, stand_in: Some("do-nothing".to_owned()) }).unwrap().unwrap();
    }
    answer(&mut host, 6, DeskAct::Start { even_so: None }).unwrap().unwrap();
    assert_eq!(host.teams()[0].stage(), Stage::Running);
    host.tick(1_000);
    assert_eq!(host.teams()[0].exercise().now(), SimTime(1_000));
    // A clock that goes back or leaps moves nothing far.
    host.tick(500);
    host.tick(3_600_000);
    assert_eq!(host.teams()[0].exercise().now(), SimTime(1_000 + limits::STEP_MS_MAX as i64));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut framed = vec![PROTOCOL_VERSION];
        framed.extend(&bytes);
        for bytes in [bytes, framed] {
            if let Ok(ask) = Ask::from_frame(&bytes) {
                prop_assert_eq!(Ask::from_frame(&ask.to_frame().unwrap()).unwrap(), ask);
            }
            Tell::from_frame(&bytes).ok();
        }
    }

    #[test]
    fn a_patch_turns_one_list_into_the_other(
        old in proptest::collection::vec(0_u8..4, 0..20),
        new in proptest::collection::vec(0_u8..4, 0..20),
        other in proptest::collection::vec(0_u8..4, 0..20),
    ) {
        let patch = ListPatch::between(&old, &new);
        let (mut list, mut wrong) = (old, other);
        prop_assert_eq!(patch.clone().apply(&mut list), Ok(()));
        prop_assert_eq!(list, new);
        // On another list it fails or gives something, and does not panic.
        patch.apply(&mut wrong).ok();
    }
}
