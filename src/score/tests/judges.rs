//! What counts as done, in order and in time.

use crate::model::{Criterion, Ix, Mishap, OnWhat, Scope, Severity};
use crate::score::{RunState, Score, ShareKind, Status, Subject};
use crate::sim::{FieldVerdict, Target, What};

use super::world::{Log, forbid, minute, perfect, shares, world};

fn status(score: &Score, id: &str) -> Status {
    score.step(id).unwrap().status
}

fn deadline(score: &Score, id: &str) -> Status {
    let of = |subject: &Subject| matches!(subject, Subject::Deadline(place) if place.step == id);
    score.items.iter().find(|item| of(&item.subject)).unwrap().status
}

#[test]
fn all_done_in_order_and_in_time_brings_everything() {
    let scenario = world();
    let score = perfect(&scenario).score();
    assert_eq!((score.permille, score.state), (1000, RunState::Complete), "{:?}", shares(&score));
    assert!(score.verdict.passed);
    assert_eq!(score.total_micro, 1_000_000);
}

#[test]
fn doing_nothing_brings_nothing_and_fails() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    log.touched(5, "ttthdl/web-01").detected(6).holds(20, "M12", true).holds(30, "ATTACK_OVER", true).ended(180);
    let score = log.score();
    assert_eq!(score.permille, 0);
    assert!(!score.verdict.passed);
    assert_eq!(status(&score, "W01"), Status::Missed);
    assert_eq!(status(&score, "W05"), Status::NotApplicable, "the page was never altered");
    assert_eq!(deadline(&score, "W02"), Status::Missed);
}

#[test]
fn a_deputy_may_act_and_another_role_may_not() {
    let mut scenario = world();
    let leader = scenario.role_named("DOI_TRUONG").unwrap();
    let Criterion::Order { by, .. } = &mut scenario.plan.procedures[0].steps[0].judge else { unreachable!() };
    *by = vec![crate::score::outcome::named("DOI_TRUONG", leader)];
    let open = |role| {
        let mut log = Log::new(&scenario);
        log.done(1, role, "open-incident", Target::Nothing);
        status(&log.score(), "W01")
    };
    assert_eq!(open("DOI_TRUONG"), Status::Done);
    assert_eq!(open("SOC"), Status::Done, "SOC is the leader's deputy");
    assert_eq!(open("VAN_HANH"), Status::Open);
}

#[test]
fn an_order_counts_only_on_what_was_touched() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    log.on(1, "SOC", "isolate-host", "ttthdl/web-01").touched(5, "ttthdl/web-01");
    assert_eq!(status(&log.score(), "W02"), Status::Open, "isolated before the attack was there");
    log.on(9, "SOC", "isolate-host", "ttthdl/db-01");
    assert_eq!(status(&log.score(), "W02"), Status::Open, "the attack is elsewhere");
    log.on(10, "SOC", "isolate-host", "ttthdl/web-01");
    let score = log.score();
    assert_eq!(score.step("W02").unwrap().events, [4]);
}

#[test]
fn a_share_of_the_hosts_touched_is_lost_when_more_are_touched() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    log.touched(5, "ttthdl/web-01").detected(5).on(10, "SOC", "isolate-host", "ttthdl/web-01");
    assert_eq!(status(&log.score(), "W04"), Status::Done);
    assert!(log.score().step("W04").unwrap().pending, "the attack may still touch more");
    log.touched(20, "ttthdl/db-01");
    assert_eq!(status(&log.score(), "W04"), Status::Open, "one of two is not 80 %");
    log.on(90, "SOC", "isolate-host", "ttthdl/db-01").ended(180);
    let score = log.score();
    assert_eq!((status(&score, "W04"), deadline(&score, "W04")), (Status::Late, Status::Late));
}

#[test]
fn an_order_on_a_zone_covers_its_hosts() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    let zone = scenario.network.hosts[log.host("ttthdl/db-01").us()].zone;
    log.touched(5, "ttthdl/db-01").done(6, "SOC", "isolate-host", Target::Zone(zone));
    assert_eq!(status(&log.score(), "W04"), Status::Done);
}

#[test]
fn an_order_within_a_part_of_the_network() {
    let mut scenario = world();
    let site = scenario.network.hosts.iter().find(|host| host.id == "ttthdl/db-01").unwrap().site;
    let id = scenario.network.sites[site.us()].id.clone();
    let Criterion::Order { on, .. } = &mut scenario.plan.procedures[0].steps[1].judge else { unreachable!() };
    *on = OnWhat::Within(Scope::Site(crate::score::outcome::named(&id, site)));
    let other = scenario.network.hosts.iter().find(|host| host.site != site).unwrap().id.clone();
    let mut log = Log::new(&scenario);
    log.on(1, "SOC", "isolate-host", &other);
    assert_eq!(status(&log.score(), "W02"), Status::Open);
    log.on(2, "SOC", "isolate-host", "ttthdl/db-01");
    assert_eq!(status(&log.score(), "W02"), Status::OutOfOrder, "W01 is missing");
}

#[test]
fn done_before_a_step_it_needs_costs_until_it_is_done_again() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    log.touched(1, "ttthdl/web-01").detected(2).on(5, "SOC", "isolate-host", "ttthdl/web-01");
    log.done(8, "SOC", "open-incident", Target::Nothing);
    let score = log.score();
    let item = score.step("W02").unwrap();
    assert_eq!((item.status, item.credit_percent), (Status::OutOfOrder, 50));
    assert_eq!(item.done_before, ["W01"]);
    assert_eq!(deadline(&score, "W02"), Status::Done, "the first time counts for the deadline");
    log.on(60, "SOC", "isolate-host", "ttthdl/web-01");
    assert_eq!(log.score().step("W02").unwrap().credit_percent, 100);
}

#[test]
fn a_need_that_never_applied_does_not_bind() {
    let mut scenario = world();
    scenario.plan.procedures[0].steps[1].needs = vec!["W05".into()];
    let mut log = Log::new(&scenario);
    log.touched(1, "ttthdl/web-01").on(5, "SOC", "isolate-host", "ttthdl/web-01");
    assert_eq!(status(&log.score(), "W02"), Status::Done);
    log.holds(6, "TRANG_BI_DOI", true).on(7, "SOC", "isolate-host", "ttthdl/web-01");
    assert_eq!(status(&log.score(), "W02"), Status::Done, "it was done before W05 was called for");
}

#[test]
fn reports_count_by_what_is_right() {
    use FieldVerdict::{Filled, HonestUnknown, Missing, Right, Withheld, Wrong};
    let scenario = world();
    let sent = |verdicts: &[FieldVerdict]| {
        let mut log = Log::new(&scenario);
        log.holds(1, "M12", true).report(2, verdicts);
        let score = log.score();
        let quality = score.items.iter().find(|item| matches!(item.subject, Subject::Report(_))).unwrap();
        (score.step("W03").unwrap().at.is_some(), quality.credit_percent)
    };
    assert_eq!(sent(&[Right, HonestUnknown, Filled]), (true, 100));
    assert_eq!(sent(&[Right, Right, Wrong]), (true, 66));
    assert_eq!(sent(&[Right, Wrong, Filled, Filled]), (false, 50), "filled fields are not judged");
    assert_eq!(sent(&[Withheld, Missing, Wrong]), (false, 0));
}

#[test]
fn a_corrected_report_counts_by_its_best_version() {
    let scenario = world();
    let mut log = Log::new(&scenario);
    log.holds(1, "M12", true).report(2, &[FieldVerdict::Right]).report(3, &[FieldVerdict::Wrong]);
    let score = log.score();
    let quality = score.items.iter().find(|item| matches!(item.subject, Subject::Report(_))).unwrap();
    assert_eq!((quality.credit_percent, &quality.events[..]), (100, &[2][..]));
}

#[test]
fn what_was_said_before_an_inject_is_no_answer_but_what_was_done_is() {
    let mut scenario = world();
    let hint = Ix::new(1);
    let with = |scenario: &crate::model::Scenario, first: bool| {
        let mut log = Log::new(scenario);
        if first {
            let role = log.role("DOI_TRUONG");
            log.message(5, 1).at(6, What::Classified { role, severity: Severity::M3, truth: Severity::M3 });
        }
        log.at(10, What::InjectSent { inject: hint });
        let score = log.score();
        let of = |subject: &Subject| matches!(subject, Subject::Inject(inject) if inject.id == "goi-y");
        score.items.iter().find(|item| of(&item.subject)).unwrap().status
    };
    assert_eq!((with(&scenario, true), with(&scenario, false)), (Status::Done, Status::Open));
    scenario.file.injects[1].expects.as_mut().unwrap().by =
        Criterion::Message { from: Vec::new(), to: Vec::new(), kinds: Vec::new(), with_fact: false };
    assert_eq!(with(&scenario, true), Status::Open);
}

#[test]
fn a_report_sent_before_it_is_asked_for_need_not_be_sent_again() {
    let mut scenario = world();
    let form = crate::score::outcome::named("bao-cao-24h", Ix::new(0));
    scenario.file.injects[1].expects.as_mut().unwrap().by =
        Criterion::Report { form, by: Vec::new(), min_right_percent: 50 };
    let mut log = Log::new(&scenario);
    log.report(5, &[FieldVerdict::Right]).at(10, What::InjectSent { inject: Ix::new(1) });
    assert_eq!(log.score().items_of(ShareKind::Communication).nth(1).unwrap().status, Status::Done);
}

#[test]
fn an_answer_counts_in_time_and_with_the_right_choice() {
    let scenario = world();
    let answer = |mins, choice| {
        let mut log = Log::new(&scenario);
        let role = log.role("DOI_TRUONG");
        log.at(10, What::InjectSent { inject: Ix::new(0) });
        log.at(mins, What::InjectAnswered { inject: Ix::new(0), role, choice }).ended(180);
        let score = log.score();
        score.items_of(ShareKind::Communication).next().map(|item| (item.status, item.got_micro > 0))
    };
    assert_eq!(answer(25, 0), Some((Status::Done, true)));
    assert_eq!(answer(26, 0), Some((Status::Late, false)));
    assert_eq!(answer(12, 1), Some((Status::Missed, false)));
}

#[test]
fn classification_is_right_or_one_level_up() {
    let scenario = world();
    let classified = |severity, truth| {
        let mut log = Log::new(&scenario);
        let role = log.role("DOI_TRUONG");
        log.at(1, What::InjectSent { inject: Ix::new(1) }).at(2, What::Classified { role, severity, truth });
        log.score().items_of(ShareKind::Communication).nth(1).unwrap().status
    };
    assert_eq!(classified(Severity::M2, Severity::M2), Status::Done);
    assert_eq!(classified(Severity::M1, Severity::M2), Status::Done);
    assert_eq!(classified(Severity::M3, Severity::M2), Status::Open, "too low");
    assert_eq!(classified(Severity::M1, Severity::M3), Status::Open, "two levels too high");
}

#[test]
fn destroyed_evidence_and_needless_cuts_cost_in_every_scenario() {
    let mut scenario = world();
    scenario.plan.procedures[0].penalties.clear();
    let full = perfect(&scenario).score().permille;
    let with = |scenario: &crate::model::Scenario, mishap| {
        let mut log = perfect(scenario);
        let end = log.events.pop().unwrap();
        log.mishap(100, mishap).mishap(101, mishap).events.push(end);
        log.score().permille
    };
    assert_eq!(with(&scenario, Mishap::EvidenceDestroyed), full - 30, "once, by default");
    assert_eq!(with(&scenario, Mishap::NeedlessCut), full - 30);
    assert_eq!(with(&scenario, Mishap::FalseStatement), full, "not forbidden here");
    forbid(&mut scenario, "X09", Mishap::NeedlessCut, 80);
    assert_eq!(with(&scenario, Mishap::NeedlessCut), full - 80, "the plan's own cost takes its place");
}

#[test]
fn a_step_in_two_procedures_counts_once() {
    let mut scenario = world();
    let mut second = scenario.plan.procedures[0].clone();
    second.id = "SECOND".into();
    scenario.plan.procedures.push(second);
    let once = perfect(&scenario).score();
    scenario.file.procedures.push(crate::score::outcome::named("SECOND", Ix::new(1)));
    let twice = perfect(&scenario).score();
    assert_eq!(twice.items.len(), once.items.len());
    assert_eq!(twice.groups.procedures.len(), 2);
    assert_eq!(twice.groups.procedures[0].items, twice.groups.procedures[1].items);
}

#[test]
fn passing_needs_the_conditions_at_the_end() {
    let scenario = world();
    let mut log = perfect(&scenario);
    let end = log.events.pop().unwrap();
    log.holds(150, "ATTACK_OVER", false).events.push(end);
    let score = log.score();
    assert_eq!((score.permille, score.verdict.passed), (1000, false));
}

#[test]
fn a_deadline_counts_from_its_condition_when_that_arose_later() {
    let scenario = world();
    let sent = |held: i64, at: i64| {
        let mut log = Log::new(&scenario);
        log.detected(60);
        if held < at {
            log.holds(held, "M12", true).report(at, &[FieldVerdict::Right]);
        } else {
            log.report(at, &[FieldVerdict::Right]).holds(held, "M12", true);
        }
        log.ended(6_000);
        let score = log.score();
        let of_step =
            score.items.iter().find(|item| matches!(&item.subject, Subject::Deadline(place) if place.step == "W03"));
        (of_step.unwrap().due, of_step.unwrap().status)
    };
    let hours = |hours: i64| Some(minute(60 * hours));
    assert_eq!(sent(90, 1_530), (Some(minute(1_530)), Status::Done));
    assert_eq!(sent(90, 1_531), (Some(minute(1_530)), Status::Late));
    assert_eq!(sent(3_000, 4_440), (hours(74), Status::Done), "long after T0");
    assert_eq!(sent(3_000, 4_441), (hours(74), Status::Late));
    assert_eq!(sent(3_000, 100), (hours(74), Status::Done), "before anybody asked for it");
    // One that held before T0 counts from T0.
    let mut early = Log::new(&scenario);
    early.holds(10, "M12", true).detected(60).ended(1_501);
    assert_eq!(deadline(&early.score(), "W03"), Status::Missed);
    let mut never = Log::new(&scenario);
    never.detected(60).ended(6_000);
    assert_eq!(deadline(&never.score(), "W03"), Status::NotApplicable);
}
