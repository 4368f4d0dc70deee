//! Properties of any log: the floor only rises, doing more of what is right never costs, the order of
//! evaluation does not matter.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::model::{InjectKind, Ix, Mishap, Scenario, Severity, Span, Text};
use crate::score::{Fold, Item, RunState, ShareKind, Status, Subject, score};
use crate::sim::{AdHoc, Control, EndReason, Event, FieldVerdict, Target, Wanted, WantedDeed, What, Wording};

use super::world::{Log, minute, perfect, world};

/// One thing that may happen, without its moment.
#[derive(Clone, Copy, Debug)]
enum Happening {
    Touched(usize),
    Detected,
    Cond(usize, bool),
    Done(usize, usize, usize),
    Report(u8),
    Message(u32),
    Sent(usize),
    Answered(usize, u8),
    Classified(usize, usize),
    Secured(usize),
    Mishap(usize),
    Over,
    /// The direction makes up an inject: wanted deed, points.
    AdHoc(u8, u32),
}

/// The scenario is the same for all cases.
static WORLD: LazyLock<Scenario> = LazyLock::new(world);

const HOSTS: [&str; 3] = ["ttthdl/web-01", "ttthdl/db-01", "ttthdl/backup-01"];
const ROLES: [&str; 3] = ["DOI_TRUONG", "SOC", "VAN_HANH"];
const ORDERS: [&str; 4] = ["open-incident", "isolate-host", "remove-malware", "classify"];
const MISHAPS: [Mishap; 3] = [Mishap::EvidenceDestroyed, Mishap::NeedlessCut, Mishap::FalseStatement];

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        2 => (0..3_usize).prop_map(Happening::Touched),
        1 => Just(Happening::Detected),
        2 => (0..3_usize, any::<bool>()).prop_map(|(cond, holds)| Happening::Cond(cond, holds)),
        6 => correct(),
        1 => (0..4_usize).prop_map(Happening::Sent),
        1 => (0..2_usize, 0..2_u8).prop_map(|(inject, choice)| Happening::Answered(inject, choice)),
        1 => (0..4_usize, 0..4_usize).prop_map(|(said, truth)| Happening::Classified(said, truth)),
        1 => (0..3_usize).prop_map(Happening::Mishap),
        1 => Just(Happening::Over),
        1 => (0..3_u8, 0..9_u32).prop_map(|(deed, points)| Happening::AdHoc(deed, points)),
    ]
}

/// What a team that does its work adds to a log.
fn correct() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => (0..3_usize, 0..4_usize, 0..3_usize).prop_map(|(role, kind, host)| Happening::Done(role, kind, host)),
        2 => (0..4_u8).prop_map(Happening::Report),
        1 => (0..2_u32).prop_map(Happening::Message),
        1 => (0..3_usize).prop_map(Happening::Secured),
        1 => (0..2_usize).prop_map(|inject| Happening::Answered(inject, 0)),
        1 => (0..4_usize).prop_map(|level| Happening::Classified(level, level)),
    ]
}

fn event(log: &mut Log<'_>, happening: Happening) -> What {
    let role = |log: &Log<'_>, n: usize| log.role(ROLES[n % 3]);
    match happening {
        Happening::Touched(host) => What::Touched { host: log.host(HOSTS[host]) },
        Happening::Detected => What::Detected { role: role(log, 1) },
        Happening::Cond(cond, holds) => What::CondChanged { cond: Ix::new(cond as u32), holds },
        Happening::Done(role, kind, host) => {
            let target = Target::Host(log.host(HOSTS[host]));
            log.completion(ROLES[role], ORDERS[kind], target)
        }
        Happening::Report(right) => {
            let verdict = |n| (None, if n < right { FieldVerdict::Right } else { FieldVerdict::Wrong });
            What::Reported {
                role: role(log, 0),
                form: Ix::new(0),
                channel: None,
                fields: (0..3).map(verdict).collect(),
            }
        }
        Happening::Message(attack_facts) => What::Message {
            from: role(log, 1),
            to: vec![role(log, 0)].into(),
            kind: crate::model::MessageKind::Inform,
            text: "".into(),
            attack_facts,
            channel: None,
        },
        Happening::Sent(inject) => What::InjectSent { inject: Ix::new(inject as u32) },
        Happening::Answered(inject, choice) => {
            What::InjectAnswered { inject: Ix::new(inject as u32), role: role(log, 0), choice }
        }
        Happening::Classified(said, truth) => {
            What::Classified { role: role(log, 0), severity: Severity::ALL[said], truth: Severity::ALL[truth] }
        }
        Happening::Secured(host) => What::Secured {
            role: role(log, 1),
            host: log.host(HOSTS[host]),
            evidence: crate::model::Evidence::Disk,
            touched: true,
        },
        Happening::Mishap(kind) => What::Mishap { kind: MISHAPS[kind], role: role(log, 2), work: None, host: None },
        Happening::Over => What::AttackOver,
        Happening::AdHoc(deed, points) => What::Control(Control::AdHoc(Box::new(made_up(log, deed, points)))),
    }
}

pub fn made_up(log: &Log<'_>, deed: u8, points: u32) -> AdHoc {
    let by = match deed {
        0 => WantedDeed::Order { kinds: vec![log.kind(ORDERS[1])], by: vec![log.role(ROLES[1])] },
        1 => WantedDeed::Report { form: Ix::new(0), by: Vec::new() },
        _ => WantedDeed::Message { from: vec![log.role(ROLES[1])], to: Vec::new() },
    };
    let wanted = Wanted { action: Text::default(), by: Some(by), within: Span::mins(20), points };
    let title = Text { vi: "Đột xuất".to_owned(), en: String::new() };
    let words = Wording { kind: InjectKind::Call, from: Text::default(), title, body: Text::default() };
    AdHoc { words, to: vec![log.role(ROLES[0])], at: None, wanted: Some(wanted) }
}

/// A log of these happenings, each so many minutes after the one before, ended by the clock.
fn log<'s>(scenario: &'s Scenario, happenings: &[(u8, Happening)]) -> Log<'s> {
    let mut log = Log::new(scenario);
    let mut mins = 0;
    for (pause, happening) in happenings {
        mins += i64::from(*pause);
        let what = event(&mut log, *happening);
        log.at(mins, what);
    }
    log.ended(mins + 1);
    log
}

fn happenings() -> impl Strategy<Value = Vec<(u8, Happening)>> {
    prop::collection::vec((0..30_u8, happening()), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_floor_only_rises_and_ends_at_the_score(list in happenings()) {
        let scenario = &*WORLD;
        let log = log(scenario, &list);
        let mut fold = Fold::new(scenario);
        let mut last = fold.score(scenario, minute(0)).total_micro;
        for event in &log.events {
            fold.push(event);
            let now = fold.score(scenario, event.at);
            prop_assert!(now.total_micro >= last, "fell from {last} to {} at {event:?}", now.total_micro);
            last = now.total_micro;
        }
        prop_assert_eq!(fold.run_state(), RunState::Complete);
    }

    #[test]
    fn stopping_early_never_outranks_the_run_completed(list in happenings(), cut in 0..40_usize) {
        let scenario = &*WORLD;
        let log = log(scenario, &list);
        let full = log.score();
        let mut stopped = log.clone();
        stopped.events.truncate(1 + cut.min(log.events.len() - 1));
        let at = stopped.events.last().unwrap().at;
        stopped.events.push(Event { at, what: What::Ended(EndReason::Control) });
        prop_assert!(stopped.score().permille <= full.permille);
    }

    #[test]
    fn doing_more_of_what_is_right_never_costs(list in happenings(), more in correct(), place in 0..41_usize) {
        let scenario = &*WORLD;
        let log = log(scenario, &list);
        let place = 1 + place.min(log.events.len() - 2);
        // The log up to there decides what the added order meets, as the engine would have it.
        let mut before = log.clone();
        before.events.truncate(place);
        let what = event(&mut before, more);
        let at = log.events[place].at;
        let mut longer = log.clone();
        longer.events.insert(place, Event { at, what });
        let (with, without) = (longer.score(), log.score());
        prop_assert!(with.total_micro >= without.total_micro, "{more:?} at {place} costs points");
    }

    #[test]
    fn the_fold_equals_the_score_of_each_prefix(list in happenings()) {
        let scenario = &*WORLD;
        let log = log(scenario, &list);
        let mut fold = Fold::new(scenario);
        for n in 1..=log.events.len() {
            fold.push(&log.events[n - 1]);
            let at = log.events[n - 1].at;
            prop_assert_eq!(fold.clone().score(scenario, at), score(scenario, &log.events[..n], at));
        }
    }

    #[test]
    fn parts_add_up_to_the_whole(list in happenings(), cut in 0..40_usize) {
        let scenario = &*WORLD;
        let mut log = log(scenario, &list);
        log.events.truncate(1 + cut);
        let score = log.score();
        for share in &score.shares {
            let items = || score.items_of(share.kind);
            prop_assert_eq!(items().map(|item| item.got_micro).sum::<i64>(), share.got_micro);
            prop_assert_eq!(items().map(|item| item.worth_micro).sum::<i64>(), share.worth_micro);
        }
        prop_assert_eq!(score.shares.iter().map(|share| share.got_micro).sum::<i64>(), score.total_micro);
        prop_assert_eq!(score.shares.iter().map(|share| share.worth_micro).sum::<i64>(), 1_000_000);
    }

    #[test]
    fn the_order_of_steps_and_injects_does_not_matter(list in happenings(), turn in 0..6_usize) {
        let scenario = &*WORLD;
        let mut turned = WORLD.clone();
        turned.plan.procedures[0].steps.rotate_left(turn);
        turned.plan.procedures[0].penalties.reverse();
        let (one, other) = (log(scenario, &list).score(), log(&turned, &list).score());
        prop_assert_eq!(one.total_micro, other.total_micro);
        prop_assert_eq!(one.outcome, other.outcome);
    }
}

#[test]
fn an_unfinished_run_counts_the_worst_that_may_come() {
    let scenario = world();
    let mut log = perfect(&scenario);
    log.events.pop();
    let running = log.score();
    assert_eq!(running.state, RunState::Running);
    assert!(!running.verdict.passed);
    assert_eq!(running.as_it_stands_permille, 1000);
    // The listed penalty, the two that always count, the inject that may still be sent, the share of the hosts
    // touched with its deadline, and the evidence on hosts that may still be touched.
    assert!(running.permille < 700, "{}", running.permille);
    let penalties = running.share(ShareKind::Penalties).unwrap();
    assert_eq!(penalties.got_micro, -80_000);
}

#[test]
fn a_run_stopped_by_a_control_keeps_its_floor() {
    let scenario = world();
    let mut log = perfect(&scenario);
    log.events.pop();
    let floor = log.score().permille;
    log.at(180, What::Ended(EndReason::Control));
    let stopped = log.score();
    assert_eq!((stopped.permille, stopped.state), (floor, RunState::StoppedEarly));
}

#[test]
fn an_inject_made_up_takes_its_points_from_what_is_not_earned() {
    let scenario = &*WORLD;
    let inject = Ix::new(scenario.file.injects.len() as u32);
    let item = |log: &Log<'_>| {
        let is_it = |item: &&Item| matches!(&item.subject, Subject::Inject(of) if of.ix() == inject);
        let score = log.score();
        (score.items.iter().find(is_it).cloned(), score)
    };
    let mut log = Log::new(scenario);
    log.detected(1);
    let what = What::Control(Control::AdHoc(Box::new(made_up(&log, 0, 5))));
    log.at(2, what).at(2, What::InjectSent { inject });
    let before = log.clone();
    log.done(10, "SOC", "isolate-host", Target::Nothing);
    let mut late = before.clone();
    late.done(40, "SOC", "isolate-host", Target::Nothing);
    let (done, score) = item(&log);
    let done = done.unwrap();
    assert_eq!((done.status, done.at, done.due), (Status::Done, Some(minute(10)), Some(minute(22))));
    // Parts of a share are rounded each for itself.
    assert!(done.got_micro > 0 && (done.worth_micro - done.got_micro).abs() <= 1, "{done:?}");
    let all: i64 = score.items_of(ShareKind::Communication).map(|item| item.worth_micro).sum();
    assert_eq!(all, score.share(ShareKind::Communication).unwrap().worth_micro, "the share stays what it is");
    assert_eq!(item(&late).0.map(|item| (item.status, item.got_micro)), Some((Status::Late, 0)));
    // What was done before it was made up does not answer it.
    let mut early = Log::new(scenario);
    early.done(1, "SOC", "isolate-host", Target::Nothing).at(2, before.events[before.events.len() - 2].what.clone());
    early.at(2, What::InjectSent { inject });
    assert_eq!(item(&early).0.map(|item| item.status), Some(Status::Open));
}
