//! Who comes in and who does not: codes, places at the gate, seats taken over.

use super::tests::{everybody, hear, hello, host, say};
use super::*;
use crate::model::Ix;
use crate::sim::Exercise;

#[test]
fn a_renewed_code_sends_away_who_came_by_the_old_one_but_not_who_renewed_it() {
    let mut host = host(2);
    everybody(&mut host);
    let before = host.hall_codes();
    host.connected(20, 20, 0).unwrap();
    say(&mut host, 20, &hello(20, Want::Staff { code: before.facilitators.clone() }), 0);
    hear(&mut host, 20, 0);
    let renew = |id, entrance| Ask::Desk { id, scope: Scope::Team(0), act: DeskAct::Renew(entrance) };
    say(&mut host, 3, &renew(1, Entrance::Evaluators), 1);
    assert_eq!(hear(&mut host, 4, 1), [Tell::Goodbye(No::CodeRenewed)]);
    say(&mut host, 3, &renew(2, Entrance::Facilitators), 1);
    assert_eq!(hear(&mut host, 20, 1), [Tell::Goodbye(No::CodeRenewed)]);
    let codes = host.screen(3).unwrap().hall.codes.unwrap();
    assert_eq!(codes, host.hall_codes());
    assert!(codes.facilitators != before.facilitators && codes.evaluators != before.evaluators);
    assert_eq!(codes.pin, before.pin);
    // Those on seats and those who watch stay, and only the new code lets in.
    assert!(host.screen(2).is_some() && host.screen(5).unwrap().hall.codes.is_none());
    for (number, code) in [(21, before.evaluators), (22, codes.evaluators)] {
        host.connected(number, number, 1).unwrap();
        say(&mut host, number, &hello(number as u8, Want::Staff { code }), 1);
        let told = hear(&mut host, number, 1);
        assert_eq!(told.first() == Some(&Tell::Refused(No::WrongCode)), number == 21, "{told:?}");
    }
    // The same question again changes nothing: its answer was lost on the way.
    say(&mut host, 3, &renew(2, Entrance::Facilitators), 2);
    assert_eq!(host.hall_codes().facilitators, codes.facilitators);
}

#[test]
fn wrong_pins_are_counted_by_address_and_in_all() {
    let mut host = host(1);
    let (pin, mut conn) = (host.hall_codes().pin, 0);
    let mut attempt = |host: &mut Host<Exercise>, peer: u64, pin: &str, now: u64| {
        conn += 1;
        host.connected(conn, peer, now).unwrap();
        say(host, conn, &hello(conn as u8, Want::Enter { pin: pin.to_owned() }), now);
        let told = hear(host, conn, now).remove(0);
        host.disconnected(conn);
        told
    };
    for _ in 0..limits::WRONG_PER_PEER_MAX {
        assert_eq!(attempt(&mut host, 1, "12", 0), Tell::Refused(No::WrongCode));
    }
    assert_eq!(attempt(&mut host, 1, &pin, 10), Tell::Refused(No::Wait(limits::WINDOW_MS - 10)));
    assert!(matches!(attempt(&mut host, 2, &pin, 10), Tell::Welcome(_)));
    assert!(matches!(attempt(&mut host, 1, &pin, limits::WINDOW_MS), Tell::Welcome(_)));
    for peer in 0..u64::from(limits::WRONG_MAX) {
        attempt(&mut host, 100 + peer, "12", limits::WINDOW_MS);
    }
    assert!(matches!(attempt(&mut host, 7, &pin, limits::WINDOW_MS), Tell::Refused(No::Wait(_))));
}

#[test]
fn too_many_strangers_of_one_address_and_silent_ones_are_turned_away() {
    let mut host = host(1);
    for conn in 0..limits::STRANGERS_PER_PEER_MAX as u64 {
        host.connected(conn, 1, 0).unwrap();
    }
    assert_eq!(host.connected(9_999, 1, 0), Err(No::Full));
    host.connected(9_998, 2, 0).unwrap();
    host.tick(limits::HELLO_MS);
    assert_eq!(hear(&mut host, 0, limits::HELLO_MS), [Tell::Goodbye(No::TooSlow)]);
}

#[test]
fn a_seat_is_taken_over_with_its_code_and_the_old_machine_is_told() {
    let mut host = host(1);
    everybody(&mut host);
    let seat = host.seat_of_token(&[2; 16]).unwrap();
    let code = host.code(Code::Seat(seat.0, seat.1, 1));
    say(&mut host, 2, &Ask::Draft { slot: "a".to_owned(), rev: 4, text: "dở dang".to_owned() }, 1);
    hear(&mut host, 2, 1);
    host.connected(50, 50, 2).unwrap();
    say(&mut host, 50, &hello(50, Want::TakeOver { code: code.to_lowercase() }), 2);
    assert_eq!(hear(&mut host, 2, 2), [Tell::Goodbye(No::TakenOver)]);
    let told = hear(&mut host, 50, 2);
    let Tell::Welcome(welcome) = &told[0] else { panic!("{told:?}") };
    assert_eq!((welcome.seat, &welcome.drafts), (Some(seat), &vec![("a".to_owned(), 4, "dở dang".to_owned())]));
    // The old token and the old code have no seat any more. A machine that was away meanwhile is told when it returns.
    let pin = host.hall_codes().pin;
    for (conn, want, told) in [
        (51, Want::Return, Tell::Goodbye(No::TakenOver)),
        (52, Want::Enter { pin }, Tell::Goodbye(No::TakenOver)),
        (53, Want::TakeOver { code }, Tell::Refused(No::WrongCode)),
    ] {
        host.connected(conn, conn, 3).unwrap();
        say(&mut host, conn, &hello(2, want), 3);
        assert_eq!(hear(&mut host, conn, 3), [told]);
    }
}

#[test]
fn those_without_a_seat_leave_room_for_those_who_have_one() {
    let mut host = host(1);
    everybody(&mut host);
    let pin = host.hall_codes().pin;
    let mut watch = |conn: u64, peer: u64| {
        host.connected(conn, peer, 1).unwrap();
        let token = u128::from(conn).to_be_bytes();
        let hello = Hello { token, name: String::new(), unit: String::new(), want: Want::Watch { pin: pin.clone() } };
        say(&mut host, conn, &Ask::Hello(hello), 1);
        let told = hear(&mut host, conn, 1);
        let is_in = matches!(told[0], Tell::Welcome(_));
        assert!(is_in || told == [Tell::Refused(No::Full)], "{told:?}");
        is_in
    };
    let of_one = (0..80).filter(|conn| watch(1_000 + conn, 77)).count();
    assert_eq!(of_one, limits::GUESTS_PER_PEER_MAX);
    // Nobody has taken a seat yet at connection 1, and connection 5 watches.
    let of_many = (0..600).filter(|conn| watch(2_000 + conn, 100 + conn)).count();
    assert_eq!(of_one + of_many, limits::GUESTS_MAX - 2);
}

#[test]
fn a_renewed_pin_takes_the_place_of_the_old_one() {
    let mut host = host(2);
    everybody(&mut host);
    let old = host.hall_codes().pin;
    say(&mut host, 3, &Ask::Desk { id: 1, scope: Scope::Team(1), act: DeskAct::Renew(Entrance::Pin) }, 1);
    assert_ne!(host.hall_codes().pin, old);
    host.connected(50, 50, 2).unwrap();
    say(&mut host, 50, &hello(50, Want::Watch { pin: old }), 2);
    assert_eq!(hear(&mut host, 50, 2), [Tell::Refused(No::WrongCode)]);
}

#[test]
fn codes_follow_from_the_secret_of_their_hall() {
    let (one, two) = (Codes::new(Secret([1; 32])), Codes::new(Secret([2; 32])));
    for code in [
        Code::Facilitator(0),
        Code::Evaluator(0),
        Code::Facilitator(1),
        Code::Seat(0, Ix::new(0), 1),
        Code::Seat(0, Ix::new(0), 2),
    ] {
        assert_ne!(one.text(code), two.text(code));
        assert!(one.is(code, &one.text(code)) && !one.is(code, &two.text(code)));
    }
    assert_eq!(one.text(Code::Pin(0)).len(), 6);
}
