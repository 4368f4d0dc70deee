//! The engine on a small scenario: causes and their effects, one at a time. Each test takes the fixture's
//! attack (into the web server, on to the data, then the defacement) and does one thing about it.

use std::sync::Arc;

use super::*;
use crate::content::fixture;
use crate::model::{InjectKind, Ix, Role, Severity, SimTime, Span, Table, Text};

fn start(seed: u64) -> Exercise {
    Exercise::new(Arc::new(fixture::tiny()), &Setup::of(seed))
}

fn at(mins: i64) -> SimTime {
    SimTime::after_start(Span::mins(mins))
}

fn role(exercise: &Exercise, id: &str) -> Ix<Role> {
    exercise.scenario().role_named(id).unwrap()
}

fn host(exercise: &Exercise, id: &str) -> Target {
    let hosts = &exercise.scenario().network.hosts;
    Target::Host(hosts.indices().find(|ix| hosts.at(*ix).id == id).unwrap())
}

fn order(exercise: &Exercise, id: &str, target: Target) -> Order {
    Order::new(exercise.scenario().order_named(id).unwrap(), target)
}

fn give(exercise: &mut Exercise, mins: i64, who: &str, id: &str, target: Target) -> Result<Receipt, Refusal> {
    let order = order(exercise, id, target);
    let who = role(exercise, who);
    exercise.apply(at(mins), &Input::Order(who, order))
}

fn count(exercise: &Exercise, is: impl Fn(&What) -> bool) -> usize {
    exercise.events().iter().filter(|event| is(&event.what)).count()
}

fn step_done(exercise: &Exercise, id: &str) -> bool {
    let scenario = exercise.scenario();
    count(exercise, |what| matches!(what, What::StepDone { step, .. } if scenario.file.attack.at(*step).id == id)) > 0
}

#[test]
fn left_alone_the_attack_goes_all_the_way() {
    for seed in 0..50 {
        let mut exercise = start(seed);
        exercise.advance(at(180));
        for step in ["get-in", "to-db", "deface"] {
            assert!(step_done(&exercise, step), "{step} with seed {seed}");
        }
        assert_eq!(exercise.true_severity(), Severity::M2);
        assert!(exercise.ended());
    }
}

#[test]
fn cutting_the_server_off_early_prevents_what_comes_after() {
    for seed in 0..50 {
        let mut exercise = start(seed);
        let web = host(&exercise, "ttthdl/web-01");
        // The first step is through after 15 minutes at the latest, the next begins 10 minutes later at the earliest.
        give(&mut exercise, 15, "SOC", "isolate-host", web).unwrap();
        exercise.advance(at(180));
        assert!(step_done(&exercise, "get-in"));
        assert!(!step_done(&exercise, "to-db") && !step_done(&exercise, "deface"), "seed {seed}");
        assert!(count(&exercise, |what| matches!(what, What::StepBlocked { .. })) > 0);
    }
}

#[test]
fn cutting_the_server_off_late_does_not_bring_the_data_back() {
    let mut exercise = start(3);
    let web = host(&exercise, "ttthdl/web-01");
    give(&mut exercise, 120, "SOC", "isolate-host", web).unwrap();
    exercise.advance(at(180));
    assert!(step_done(&exercise, "to-db") && step_done(&exercise, "deface"));
}

#[test]
fn a_system_whose_only_web_server_is_cut_off_is_down() {
    let mut exercise = start(1);
    let web = host(&exercise, "ttthdl/web-01");
    give(&mut exercise, 15, "SOC", "isolate-host", web).unwrap();
    exercise.advance(at(20));
    assert_eq!(exercise.view(role(&exercise, "SOC")).team.systems, [crate::model::SystemState::Down]);
    assert!(exercise.view(role(&exercise, "SOC")).team.cut_hosts.len() == 1);
}

#[test]
fn removing_malware_needs_to_know_it() {
    let mut exercise = start(2);
    let web = host(&exercise, "ttthdl/web-01");
    give(&mut exercise, 16, "VAN_HANH", "remove-malware", web).unwrap();
    exercise.advance(at(55));
    assert!(step_done(&exercise, "deface"), "an unknown webshell stays and serves on");

    let mut exercise = start(2);
    for (mins, id) in [(16, "look-at-host"), (26, "look-at-host"), (37, "isolate-host")] {
        give(&mut exercise, mins, "VAN_HANH", id, web).unwrap();
    }
    exercise.advance(at(40));
    let van_hanh = role(&exercise, "VAN_HANH");
    let knows =
        |kind: &dyn Fn(FactKind) -> bool| exercise.view(van_hanh).seat.facts.iter().any(|known| kind(known.fact.kind));
    assert!(knows(&|kind| matches!(kind, FactKind::Implanted(..))));
    assert!(knows(&|kind| matches!(kind, FactKind::Indicator(_))), "the implant betrays its server");
}

#[test]
fn destroying_evidence_is_noticed() {
    let mut exercise = start(3);
    let web = host(&exercise, "ttthdl/web-01");
    give(&mut exercise, 20, "VAN_HANH", "remove-malware", web).unwrap();
    exercise.advance(at(60));
    let destroyed = |what: &What| matches!(what, What::Mishap { kind: crate::model::Mishap::EvidenceDestroyed, .. });
    assert_eq!(count(&exercise, |what| matches!(what, What::OrderDone { .. })), 1, "{:?}", exercise.events());
    assert_eq!(count(&exercise, destroyed), 1, "{:?}", exercise.events());
}

#[test]
fn an_order_is_refused_with_its_reason() {
    let mut exercise = start(1);
    let web = host(&exercise, "ttthdl/web-01");
    let leader = role(&exercise, "DOI_TRUONG");
    let soc = role(&exercise, "SOC");
    let isolate = exercise.scenario().order_named("isolate-host").unwrap();
    assert!(matches!(exercise.possible(leader, isolate, web), Err(Refusal::NoAuthority(who)) if who.contains(&soc)));
    assert!(matches!(exercise.possible(soc, isolate, Target::Nothing), Err(Refusal::WrongTarget(_))));
    assert!(matches!(give(&mut exercise, 1, "DOI_TRUONG", "classify", Target::Nothing), Err(Refusal::Missing(_))));
    let before = count(&exercise, |what| matches!(what, What::OrderRefused { .. }));
    assert_eq!(before, 1, "a refused order stands in the log");
    assert_eq!(exercise.apply(at(0), &Input::Control(Control::Resume)), Err(Refusal::Past(at(1))));
}

#[test]
fn the_same_nonce_does_nothing_twice() {
    let mut exercise = start(1);
    let soc = role(&exercise, "SOC");
    let order = Order { nonce: 77, ..order(&exercise, "open-incident", Target::Nothing) };
    let first = exercise.apply(at(1), &Input::Order(soc, order.clone()));
    let hash = exercise.state_hash();
    assert_eq!(exercise.apply(at(1), &Input::Order(soc, order)), first);
    assert_eq!(exercise.state_hash(), hash);
}

#[test]
fn an_order_waits_for_the_approval_it_needs() {
    let mut exercise = start(1);
    let web = host(&exercise, "ttthdl/web-01");
    give(&mut exercise, 15, "VAN_HANH", "isolate-host", web).unwrap();
    let Ok(Receipt::Work(work)) = give(&mut exercise, 20, "VAN_HANH", "reconnect-host", web) else {
        panic!("accepted")
    };
    exercise.advance(at(60));
    let (leader, operator) = (role(&exercise, "DOI_TRUONG"), role(&exercise, "VAN_HANH"));
    assert_eq!(exercise.view(operator).team.cut_hosts.len(), 1, "nothing happens without the approval");
    assert_eq!(exercise.view(leader).seat.approvals.len(), 1);
    assert_eq!(exercise.apply(at(60), &Input::Decide(operator, work, true)), Err(Refusal::Unknown));
    exercise.apply(at(60), &Input::Decide(leader, work, true)).unwrap();
    exercise.advance(at(63));
    assert!(exercise.view(operator).team.cut_hosts.is_empty());
    let reconnected = |what: &What| matches!(what, What::Mishap { kind: crate::model::Mishap::InfectedReconnect, .. });
    assert_eq!(count(&exercise, reconnected), 1, "the webshell still stands on it");
}

#[test]
fn hands_are_limited() {
    let mut exercise = start(1);
    let soc = role(&exercise, "SOC");
    let hands = i64::from(exercise.scenario().roles.at(soc).hands);
    let hosts: Vec<_> = exercise.scenario().network.hosts.indices().collect();
    for host in hosts.iter().take(hands as usize + 1) {
        give(&mut exercise, 1, "SOC", "look-at-host", Target::Host(*host)).unwrap();
    }
    let running = exercise.view(soc).seat.work.iter().filter(|view| view.work.state == WorkState::Running).count();
    assert_eq!(running as i64, hands);
    exercise.advance(at(25));
    assert!(exercise.view(soc).seat.work.iter().all(|view| view.work.state == WorkState::Done));
}

#[test]
fn a_report_is_compared_with_the_truth_and_with_what_could_be_known() {
    let mut exercise = start(4);
    let web = host(&exercise, "ttthdl/web-01");
    exercise.advance(at(100));
    give(&mut exercise, 100, "SOC", "look-at-host", web).unwrap();
    give(&mut exercise, 112, "SOC", "open-incident", Target::Nothing).unwrap();
    exercise.advance(at(115));
    let leader = role(&exercise, "DOI_TRUONG");
    let t0 = exercise.view(leader).team.t0.unwrap();
    let mut report = order(&exercise, "report-24h", Target::Nothing);
    report.params.channel = Some(Ix::new(0));
    assert_eq!(exercise.apply(at(115), &Input::Order(leader, report.clone())), Err(Refusal::FillField("t0".into())));
    // A time that no clock shows is as wrong as any other.
    for (time, verdict) in [(t0, FieldVerdict::Right), (SimTime(i64::MIN), FieldVerdict::Wrong)] {
        let (mut exercise, mut report) = (exercise.clone(), report.clone());
        for (field, value) in [
            ("t0", FieldValue::Time(time)),
            ("muc-do", FieldValue::Severity(Severity::M4)),
            ("nguyen-nhan", FieldValue::Unknown),
        ] {
            report.params.fields.insert(field.into(), value);
        }
        exercise.apply(at(116), &Input::Order(leader, report)).unwrap();
        exercise.advance(at(140));
        let verdicts: Vec<_> = exercise
            .events()
            .iter()
            .filter_map(|event| match &event.what {
                What::Reported { fields, .. } => Some(fields.iter().map(|(_, verdict)| *verdict).collect::<Vec<_>>()),
                _ => None,
            })
            .collect();
        assert_eq!(verdicts, [vec![verdict, FieldVerdict::Wrong, FieldVerdict::HonestUnknown]]);
    }
}

#[test]
fn who_is_named_twice_gets_a_message_once() {
    let mut exercise = start(4);
    exercise.advance(at(100));
    let web = host(&exercise, "ttthdl/web-01");
    give(&mut exercise, 100, "SOC", "look-at-host", web).unwrap();
    exercise.advance(at(112));
    let (soc, leader) = (role(&exercise, "SOC"), role(&exercise, "DOI_TRUONG"));
    let mut message = order(&exercise, "message", Target::Nothing);
    message.params.text = "Báo cáo".into();
    message.params.to = vec![leader; 200];
    message.params.facts = exercise.view(soc).seat.facts.iter().map(|known| known.id).collect();
    message.params.channel = Some(Ix::new(0));
    exercise.apply(at(112), &Input::Order(soc, message)).unwrap();
    exercise.advance(at(120));
    assert_eq!(exercise.view(leader).seat.items.iter().filter(|item| item.what.inject().is_none()).count(), 1);
}

#[test]
fn equal_inputs_give_equal_states_and_a_copy_goes_on_alike() {
    let play = |mut exercise: Exercise, from: i64| {
        let web = host(&exercise, "ttthdl/web-01");
        give(&mut exercise, from, "SOC", "look-at-host", web).unwrap();
        exercise.advance(at(170));
        exercise.state_hash()
    };
    let mut half = start(9);
    half.advance(at(30));
    let copy = half.clone();
    assert_eq!(play(half, 31), play(copy, 31));
    assert_eq!(play(start(9), 31), play(start(9), 31));
    assert_ne!(play(start(9), 31), play(start(10), 31));
    assert_ne!(play(start(9), 31), play(start(9), 32));
}

#[test]
fn stopping_on_the_way_changes_nothing() {
    let mut straight = start(5);
    straight.advance(at(179));
    let mut halting = start(5);
    for mins in 0..180 {
        halting.advance(at(mins));
    }
    assert_eq!(straight.state_hash(), halting.state_hash());
}

#[test]
fn no_desk_shows_what_its_seat_has_not_found() {
    let mut exercise = start(6);
    exercise.advance(at(50));
    let web = host(&exercise, "ttthdl/web-01");
    give(&mut exercise, 50, "SOC", "look-at-host", web).unwrap();
    exercise.advance(at(70));
    let (soc, leader) = (role(&exercise, "SOC"), role(&exercise, "DOI_TRUONG"));
    assert!(!exercise.view(soc).seat.facts.is_empty());
    assert!(exercise.view(leader).seat.facts.iter().all(|known| known.how == How::Heard));
    let shown = serde_json::to_string(&exercise.view(leader)).unwrap();
    assert!(!shown.contains("Implanted"), "{shown}");
}

#[test]
fn controls_are_logged_and_act() {
    let mut exercise = start(1);
    exercise.apply(at(1), &Input::Control(Control::Pause("nghỉ".into()))).unwrap();
    assert_eq!(give(&mut exercise, 1, "SOC", "open-incident", Target::Nothing), Err(Refusal::Paused));
    exercise.apply(at(1), &Input::Control(Control::Resume)).unwrap();
    give(&mut exercise, 1, "SOC", "open-incident", Target::Nothing).unwrap();
    exercise.apply(at(2), &Input::Control(Control::Jump(at(90)))).unwrap();
    assert_eq!(exercise.now(), at(90));
    assert!(step_done(&exercise, "deface"));
    exercise.apply(at(90), &Input::Control(Control::End)).unwrap();
    assert_eq!(exercise.apply(at(91), &Input::Control(Control::Resume)), Err(Refusal::Ended));
    assert_eq!(count(&exercise, |what| matches!(what, What::Control(_))), 4);
}

fn words(title: &str) -> Wording {
    let text = |vi: &str| Text { vi: vi.to_owned(), en: String::new() };
    Wording { kind: InjectKind::Call, from: text("Trực ban"), title: text(title), body: text("Nội dung mới") }
}

fn control(exercise: &mut Exercise, mins: i64, control: Control) -> Result<Receipt, Refusal> {
    exercise.apply(at(mins), &Input::Control(control))
}

/// When the second inject of the fixture (due after an hour) was sent.
fn hint_sent(exercise: &Exercise) -> Option<SimTime> {
    let is_it = |event: &&Event| event.what == What::InjectSent { inject: Ix::new(1) };
    exercise.events().iter().find(is_it).map(|event| event.at)
}

#[test]
fn an_inject_is_held_back_shifted_released_and_skipped() {
    let hint = Ix::new(1);
    let run = |controls: &[(i64, Control)]| {
        let mut exercise = start(1);
        for (mins, act) in controls {
            control(&mut exercise, *mins, act.clone()).unwrap();
        }
        exercise.advance(at(120));
        (hint_sent(&exercise), exercise.injects().nth(1).unwrap().1)
    };
    let sent = |mins| (Some(at(mins)), InjectState::Sent(at(mins)));
    assert_eq!(run(&[]), sent(60));
    assert_eq!(run(&[(5, Control::Hold(hint))]), (None, InjectState::Held(Some(at(60)))));
    assert_eq!(run(&[(5, Control::Hold(hint)), (10, Control::Release(hint))]), sent(60));
    // Its time has passed: it comes when it is released.
    assert_eq!(run(&[(5, Control::Hold(hint)), (70, Control::Release(hint))]), sent(70));
    assert_eq!(
        run(&[(5, Control::Hold(hint)), (6, Control::ShiftAll(Span::mins(7))), (9, Control::Release(hint))]),
        sent(67)
    );
    assert_eq!(run(&[(5, Control::ShiftAll(Span::mins(-20)))]), sent(40));
    assert_eq!(run(&[(5, Control::Skip(hint)), (6, Control::Release(hint))]), (None, InjectState::Skipped));
    // By hand it is sent all the same.
    assert_eq!(run(&[(5, Control::Skip(hint)), (8, Control::Send(hint))]), sent(8));
}

#[test]
fn an_inject_worded_anew_keeps_its_time_and_its_choices() {
    let mut exercise = start(1);
    let (soc, hint) = (role(&exercise, "SOC"), Ix::new(1));
    let operator = role(&exercise, "VAN_HANH");
    let edit = |to| Control::Edit(hint, Box::new(Edit { words: words("Gợi ý khác"), to }));
    assert_eq!(control(&mut exercise, 1, edit(Vec::new())), Err(Refusal::TooLong));
    assert_eq!(control(&mut exercise, 1, edit(vec![Ix::new(77)])), Err(Refusal::Unknown));
    control(&mut exercise, 1, edit(vec![operator])).unwrap();
    exercise.advance(at(70));
    assert_eq!(hint_sent(&exercise), Some(at(60)));
    assert!(exercise.view(soc).seat.items.is_empty());
    let item = &exercise.view(operator).seat.items[0];
    assert_eq!(item.what.words(exercise.scenario()).unwrap().title.vi, "Gợi ý khác");
    assert_eq!(control(&mut exercise, 71, edit(vec![soc])), Err(Refusal::AlreadyDone));
    // The other inject offers choices: they can be taken as before, also of the new words.
    let press = Ix::new(0);
    let mut exercise = start(1);
    let head = role(&exercise, "DOI_TRUONG");
    let edit = Edit { words: words("Báo hỏi lại"), to: vec![head] };
    control(&mut exercise, 1, Control::Edit(press, Box::new(edit))).unwrap();
    control(&mut exercise, 2, Control::Send(press)).unwrap();
    let kinds = exercise.scenario().orders.indices();
    let answer = kinds.into_iter().find(|ix| exercise.scenario().orders.at(*ix).verb == crate::model::Verb::Answer);
    let mut order = Order::new(answer.unwrap(), Target::Inject(press));
    order.params.choice = Some(1);
    exercise.apply(at(3), &Input::Order(head, order)).unwrap();
    exercise.advance(at(40));
    assert_eq!(exercise.inject_answer(press), Some((head, 1)));
    assert_eq!(exercise.view(head).seat.items[0].what.answered(), Some((head, 1)));
}

#[test]
fn an_inject_made_up_arrives_and_leaves_its_trace() {
    let mut exercise = start(1);
    let (soc, untouched) = (role(&exercise, "SOC"), start(1));
    let made_up =
        |after: Option<i64>| AdHoc { words: words("Gọi gấp"), to: vec![soc], at: after.map(at), wanted: None };
    control(&mut exercise, 5, Control::AdHoc(Box::new(made_up(None)))).unwrap();
    control(&mut exercise, 5, Control::AdHoc(Box::new(made_up(Some(9))))).unwrap();
    assert_ne!(exercise.state_hash(), untouched.state_hash());
    let of_file = exercise.scenario().file.injects.len() as u32;
    let numbers = |exercise: &Exercise| -> Vec<_> {
        exercise.view(soc).seat.items.iter().map(|item| (item.at, item.what.inject().unwrap().raw())).collect()
    };
    assert_eq!(numbers(&exercise), [(at(5), of_file)]);
    exercise.advance(at(10));
    assert_eq!(numbers(&exercise), [(at(5), of_file), (at(9), of_file + 1)]);
    let controls = exercise.events().iter().filter_map(|event| match &event.what {
        What::Control(control) => Some(control),
        _ => None,
    });
    let told: Vec<_> = ad_hoc_of(of_file as usize, controls).map(|(ix, ad_hoc)| (ix.raw(), ad_hoc.at)).collect();
    assert_eq!(told, [(of_file, None), (of_file + 1, Some(at(9)))]);
    let mut bad = made_up(None);
    bad.words.body.vi = "x".repeat(limits::TEXT_BYTES_MAX + 1);
    assert_eq!(control(&mut exercise, 11, Control::AdHoc(Box::new(bad))), Err(Refusal::TooLong));
}
