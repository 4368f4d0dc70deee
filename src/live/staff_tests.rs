//! What facilitators and evaluators see, and what of it nobody else sees.

use super::chronicle::told;
use super::tests::{ad_hoc, everybody, hear, hello, host, say};
use super::*;
use crate::model::{Ix, SimTime, Span, Text};
use crate::score::{Status, is_critical};
use crate::sim::{Control, Exercise, InjectState, Input, Receipt, Refusal, Wanted, WantedDeed};

type Hall = Host<Exercise>;

fn direct(host: &mut Hall, id: u64, act: DeskAct) -> Answer {
    direct_in(host, id, Scope::Team(0), act)
}

fn direct_in(host: &mut Hall, id: u64, scope: Scope, act: DeskAct) -> Answer {
    say(host, 3, &Ask::Desk { id, scope, act }, 1);
    let told = hear(host, 3, 1).into_iter();
    told.rev().find_map(|tell| if let Tell::Answer { answer, .. } = tell { Some(answer) } else { None }).unwrap()
}

/// A running team 0 that the facilitator (3) and the evaluator (4) look at; the person on a seat is 2.
fn running() -> Hall {
    let mut host = host(2);
    everybody(&mut host);
    direct(&mut host, 1, DeskAct::Start { even_so: Some("thử".to_owned()) }).unwrap();
    for conn in [3, 4] {
        say(&mut host, conn, &Ask::Look { team: Some(0), role: None }, 1);
    }
    host
}

/// Lets a second of real time pass, at a speed at which so many minutes of the exercise do.
fn pass(host: &mut Hall, id: u64, mins: u64) {
    direct(host, id, DeskAct::Control(Control::Rate(60_000))).unwrap();
    for _ in 0..mins {
        let now = host.now + limits::STAFF_MS;
        host.tick(now);
    }
}

fn row_of_seat(host: &mut Hall) -> SeatCare {
    let (_, role) = host.seat_of_token(&[2; 16]).unwrap();
    let screen = host.screen(3).unwrap();
    let row = screen.board[0].seats.iter().find(|row| row.role == role).unwrap().clone();
    *row.care.unwrap()
}

fn asks_for(role: Ix<crate::model::Role>) -> DeskAct {
    let by = Some(WantedDeed::Message { from: vec![role], to: Vec::new() });
    let action = Text { vi: "Báo lại.".to_owned(), en: String::new() };
    let wanted = Some(Wanted { action, by, within: Span::mins(5), points: 3 });
    DeskAct::Control(Control::AdHoc(Box::new(crate::sim::AdHoc { to: vec![role], wanted, ..ad_hoc(None) })))
}

#[test]
fn who_directs_all_teams_is_not_told_of_those_that_have_come_to_their_end() {
    let mut host = host(2);
    everybody(&mut host);
    let start = || DeskAct::Start { even_so: Some("thử".to_owned()) };
    let control = |host: &mut Hall, id, scope, control| direct_in(host, id, scope, DeskAct::Control(control));
    direct_in(&mut host, 1, Scope::Team(1), start()).unwrap();
    assert_eq!(direct_in(&mut host, 2, Scope::All, start()), Err(No::NotNow(Stage::Running)), "team 1 has started");
    control(&mut host, 3, Scope::Team(0), Control::End).unwrap();
    control(&mut host, 4, Scope::All, Control::Pause("giải lao".to_owned())).unwrap();
    assert_eq!(host.teams().iter().map(Team::stage).collect::<Vec<_>>(), [Stage::Over, Stage::Paused]);
    control(&mut host, 5, Scope::Team(1), Control::End).unwrap();
    assert_eq!(control(&mut host, 6, Scope::All, Control::Resume), Err(No::NotNow(Stage::Over)));
}

#[test]
fn staff_see_what_becomes_of_an_inject_made_up_and_nobody_else_does() {
    let mut host = running();
    let (_, role) = host.seat_of_token(&[2; 16]).unwrap();
    direct(&mut host, 2, asks_for(role)).unwrap();
    let last = |host: &mut Hall| host.screen(4).unwrap().desk.unwrap().injects.last().unwrap().clone();
    let row = last(&mut host);
    assert_eq!((row.state, row.to.clone()), (InjectState::Sent(SimTime(0)), vec![(role, false)]));
    let expected = row.expected.clone().unwrap();
    assert_eq!((expected.status, expected.due), (Status::Open, Some(SimTime::after_start(Span::mins(5)))));
    assert_eq!(row.words.as_ref().unwrap().title.vi, "Gọi gấp");
    // As it would stand in the scenario.
    let scenario = host.teams()[0].exercise().scenario().clone();
    let inject = row.as_inject(&scenario).unwrap();
    assert_eq!((inject.expects.unwrap().points, inject.to[0].ix()), (3, role));
    say(&mut host, 2, &Ask::Opened { items: 9 }, 1);
    pass(&mut host, 3, 7);
    let row = last(&mut host);
    assert_eq!((row.to, row.expected.unwrap().status), (vec![(role, true)], Status::Missed));
    assert_eq!(host.screen(2).unwrap().hall.opened, 1, "no more than there are");
    for other in [1, 2, 5] {
        let screen = host.screen(other).unwrap();
        assert!(screen.desk.is_none() && screen.hall.codes.is_none() && screen.hall.turned.is_empty());
        let all = |row: &SeatRow| row.care.is_none() && row.code.is_none();
        assert!(screen.board.iter().all(|row| row.care.is_none() && row.seats.iter().all(all)));
    }
    // The desk is put together once for all who look, and not at every question.
    let (one, two) = (host.screen(3).unwrap().desk.unwrap(), host.screen(4).unwrap().desk.unwrap());
    assert!(std::sync::Arc::ptr_eq(&one, &two));
}

#[test]
fn what_nobody_reads_and_who_does_nothing_is_flagged() {
    let mut host = running();
    let (_, role) = host.seat_of_token(&[2; 16]).unwrap();
    let inject = Ix::new(host.teams()[0].exercise().scenario().file.injects.len() as u32);
    assert_eq!(row_of_seat(&mut host).flags, []);
    direct(&mut host, 2, asks_for(role)).unwrap();
    pass(&mut host, 3, 4);
    assert_eq!(row_of_seat(&mut host).flags, [], "not yet");
    pass(&mut host, 4, 3);
    let care = row_of_seat(&mut host);
    assert_eq!(care.flags, [Flag::Silent { mins: 7 }, Flag::Unopened { inject, mins: 7 }]);
    assert_eq!((care.unopened, care.waiting), (1, 0));
    say(&mut host, 2, &Ask::Opened { items: 1 }, 1);
    pass(&mut host, 5, 1);
    assert_eq!(row_of_seat(&mut host).flags, []);
    host.disconnected(2);
    pass(&mut host, 6, 1);
    assert_eq!(row_of_seat(&mut host).flags, [Flag::Offline]);
    direct(&mut host, 7, DeskAct::Control(Control::Pause("giải lao".to_owned()))).unwrap();
    assert_eq!(host.screen(3).unwrap().board[0].care.as_ref().unwrap().flags, [Flag::Paused]);
}

#[test]
fn a_step_that_is_overdue_is_late_then_overdue_and_stuck_when_nobody_can_act() {
    let mut host = running();
    let care = |host: &mut Hall| host.screen(3).unwrap().board[0].care.clone().unwrap();
    let fresh = care(&mut host);
    assert_eq!((fresh.pace, fresh.expected_end), (Pace::OnTime, fresh.planned_end));
    let (mut late, mut stuck, mut id) = (false, false, 10);
    while host.teams()[0].stage() == Stage::Running {
        pass(&mut host, id, 1);
        id += 1;
        let now = care(&mut host);
        if host.teams()[0].stage() != Stage::Running {
            break;
        }
        late |= matches!(now.pace, Pace::Late(_));
        // Only one of the seats has a person.
        stuck |= now.flags.iter().any(|flag| matches!(flag, Flag::Stuck { .. }));
        if stuck {
            assert_ne!(now.pace, Pace::OnTime);
        }
        if let Pace::Overdue(mins) = now.pace {
            assert!(mins >= 10 && now.expected_end > now.planned_end);
            break;
        }
    }
    assert!(late && stuck, "late {late}, stuck {stuck}");
}

#[test]
fn a_seat_with_another_program_or_clock_is_not_ready() {
    for (version, clock_ms, fits) in [
        (VERSION, 1_000_000, true),
        ("0.0.0", 1_000_000, false),
        (VERSION, 1_000_000 + limits::CLOCK_OFF_MS_MAX + 1, false),
        (VERSION, 1_000_000 - limits::CLOCK_OFF_MS_MAX, true),
        (VERSION, u64::MAX, false),
    ] {
        let mut host = host(1);
        everybody(&mut host);
        host.set_clock(1_000_000);
        let (_, role) = host.seat_of_token(&[2; 16]).unwrap();
        direct(&mut host, 1, DeskAct::CheckReady).unwrap();
        say(&mut host, 2, &Ask::Ready { test: 1, version: version.to_owned(), clock_ms }, 1);
        let check = row_of_seat(&mut host).check.unwrap();
        assert_eq!(check.same_version && check.clock_fits, fits, "{check:?}");
        let Err(No::NotReady(seats)) = direct(&mut host, 2, DeskAct::Start { even_so: None }) else { panic!() };
        assert_eq!(!seats.contains(&role), fits);
    }
}

#[test]
fn two_evaluators_who_differ_are_shown_and_unknown_tasks_refused() {
    let mut host = running();
    let scenario = host.teams()[0].exercise().scenario().clone();
    let steps = &scenario.plan.procedures[0].steps;
    let task = steps.iter().find(|step| is_critical(step)).unwrap().id.clone();
    host.connected(6, 6, 1).unwrap();
    let code = host.hall_codes().evaluators;
    say(&mut host, 6, &hello(6, Want::Staff { code }), 1);
    let rate = |host: &mut Hall, conn, id, task: &str, mark| {
        let act = SheetAct::Rate { task: task.to_owned(), mark, note: "vì sao".to_owned() };
        say(host, conn, &Ask::Sheet { id, team: 0, act }, 1);
        hear(host, conn, 1).into_iter().find_map(|tell| match tell {
            Tell::Answer { answer, .. } => Some(answer),
            _ => None,
        })
    };
    assert_eq!(rate(&mut host, 4, 1, "không có", Mark::P), Some(Err(No::Unknown)));
    assert_eq!(rate(&mut host, 4, 2, &task, Mark::P), Some(Ok(Receipt::Done)));
    let row = |host: &mut Hall| {
        let desk = host.screen(4).unwrap().desk.unwrap();
        desk.tasks.iter().find(|row| row.task == task).unwrap().clone()
    };
    assert_eq!((row(&mut host).given.len(), row(&mut host).differs), (1, false));
    rate(&mut host, 6, 1, &task, Mark::M);
    assert_eq!((row(&mut host).given.len(), row(&mut host).differs), (2, true));
    rate(&mut host, 6, 2, &task, Mark::P);
    assert_eq!((row(&mut host).given.len(), row(&mut host).differs), (2, false));
    say(&mut host, 6, &Ask::Sheet { id: 3, team: 0, act: SheetAct::Remark("thấy rồi".to_owned()) }, 1);
    assert_eq!(host.screen(4).unwrap().desk.unwrap().remarks[0].text, "thấy rồi");
}

#[test]
fn an_evaluator_who_comes_back_on_another_machine_goes_on_with_the_same_sheet() {
    let mut host = running();
    let task = {
        let scenario = host.teams()[0].exercise().scenario();
        scenario.plan.procedures[0].steps.iter().find(|step| is_critical(step)).unwrap().id.clone()
    };
    let rate = |mark| SheetAct::Rate { task: task.clone(), mark, note: String::new() };
    say(&mut host, 4, &Ask::Sheet { id: 1, team: 0, act: rate(Mark::P) }, 1);
    hear(&mut host, 4, 1);
    let Ask::Hello(mut again) = hello(4, Want::Staff { code: host.hall_codes().evaluators }) else { panic!() };
    again.token = [44; 16];
    host.connected(6, 6, 1).unwrap();
    say(&mut host, 6, &Ask::Hello(again), 1);
    assert_eq!(hear(&mut host, 4, 1), [Tell::Goodbye(No::SameName)]);
    say(&mut host, 6, &Ask::Look { team: Some(0), role: None }, 1);
    say(&mut host, 6, &Ask::Sheet { id: 1, team: 0, act: rate(Mark::M) }, 1);
    let desk = host.screen(6).unwrap().desk.unwrap();
    let row = desk.tasks.iter().find(|row| row.task == task).unwrap();
    assert_eq!((row.given.len(), row.given[0].mark, row.differs), (1, Mark::M, false));
    // A facilitator of that name is somebody else.
    assert!(host.screen(3).is_some());
}

#[test]
fn those_turned_away_are_counted_by_reason_and_told_once() {
    let mut host = host(1);
    everybody(&mut host);
    host.connected(50, 7, 5).unwrap();
    say(&mut host, 50, &hello(50, Want::Enter { pin: "1".to_owned() }), 6);
    host.received(50, &[PROTOCOL_VERSION + 1], 7);
    say(&mut host, 5, &Ask::Look { team: Some(0), role: None }, 8);
    let told: Vec<_> = host.turned_away().iter().map(|turned| (turned.offence, turned.peer)).collect();
    assert_eq!(told, [(Offence::WrongCode, 7), (Offence::Version, 7), (Offence::NotYours, 5)]);
    assert_eq!(host.turned_away(), []);
    let shown = host.screen(3).unwrap().hall.turned;
    assert_eq!(shown, host.turned());
    assert!(shown.iter().all(|turned| turned.count == 1));
}

#[test]
fn the_chronicle_tells_what_was_done_in_order_and_what_was_refused() {
    let at = |secs: i64| SimTime(secs * 1_000);
    let asked = |secs, act: DeskAct| {
        let what = Asked::Desk("Lan · Sở".to_owned(), act);
        Trace::Note(Note::Asked { at: at(secs), who: Who::Staff(1), id: 1, what })
    };
    let seated = |generation| {
        let name = format!("người {generation}");
        Trace::Note(Note::Seated { role: Ix::new(0), generation, holder: [0; 32], name })
    };
    let start = DeskAct::Start { even_so: Some("đủ rồi".to_owned()) };
    let send = DeskAct::Control(Control::Send(Ix::new(9)));
    let input = Input::Control(Control::Send(Ix::new(9)));
    let trail = [
        Trace::Note(Note::Opened),
        seated(1),
        asked(0, start.clone()),
        // Killed before its input was on disk.
        asked(5, send.clone()),
        Trace::Note(Note::Opened),
        asked(6, send.clone()),
        Trace::Input(at(6), input, Err(Refusal::Unknown)),
        seated(2),
    ];
    let lan = || By::Staff("Lan · Sở".to_owned());
    let sat = |generation| (By::Seat(Ix::new(0), format!("người {generation}")), Done::SatDown { generation });
    let expected = [
        (0, sat(1)),
        (0, (lan(), Done::Directed(start, None))),
        (5, (By::Host, Done::TakenUp)),
        (6, (lan(), Done::Directed(send, Some(Refusal::Unknown)))),
        (6, sat(2)),
    ];
    let expected = expected.map(|(secs, (who, what))| ChronicleEntry { at: at(secs), who, what });
    assert_eq!(told(&trail), expected);
}
