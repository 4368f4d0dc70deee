//! Figures of hand-made runs, and of runs that are really played.

use std::sync::Arc;

use super::*;
use crate::content::fixture;
use crate::model::{Scenario, SimTime, Span};
use crate::score::Status;

fn scenario() -> Arc<Scenario> {
    Arc::new(fixture::tiny())
}

fn spec(runs: usize) -> Spec {
    let teams = vec![Kind::DoNothing, Kind::PlanFollower { skill_permille: 1_000 }];
    Spec { teams, runs, setup: Setup::default(), first_seed: 5 }
}

/// A run in which nothing happened, to be changed by a test.
fn blank(scenario: &Scenario, team: usize, seed: u64) -> Record {
    let nothing = crate::score::score(scenario, &[], SimTime::START);
    let steps = nothing.items_of(crate::score::ShareKind::Steps).count();
    let idle = Load::new(&[], &[], scenario.file.active, &[], 1);
    Record {
        job: Job { team, seed },
        permille: 0,
        passed: false,
        must: vec![false; scenario.file.pass.must.len()],
        steps: vec![StepRecord { status: Status::Missed, after: None, late: false }; steps],
        attack: vec![Fate::NotBegun; scenario.file.attack.len()],
        injects: vec![None; scenario.file.injects.len()],
        loads: vec![idle; scenario.file.seats.len()],
        points: vec![(1_000, 0); nothing.items.len()],
    }
}

fn done(status: Status, minutes: i64) -> StepRecord {
    StepRecord { status, after: Some(Span::mins(minutes)), late: status == Status::Late }
}

#[test]
fn teams_take_turns_on_each_seed() {
    let spec = spec(5);
    let jobs: Vec<(usize, u64)> = (0..9).map_while(|n| spec.job(n)).map(|job| (job.team, job.seed)).collect();
    assert_eq!(jobs, [(0, 5), (1, 5), (0, 6), (1, 6), (0, 7)]);
    assert_eq!(Spec { teams: Vec::new(), ..spec }.job(0), None);
}

#[test]
fn figures_of_runs_made_by_hand() {
    let scenario = scenario();
    let mut records: Vec<Record> = (0..4).map(|n| blank(&scenario, n % 2, 5 + n as u64 / 2)).collect();
    records[1].permille = 900;
    records[1].passed = true;
    records[3].permille = 700;
    records[1].steps[0] = done(Status::Done, 4);
    records[3].steps[0] = done(Status::Late, 50);
    records[0].steps[0].status = Status::NotApplicable;
    records[0].attack[0] = Fate::Done;
    records[1].attack[0] = Fate::Failed;
    records[2].attack[1] = Fate::UnderWay;
    records[3].injects[0] = Some(SimTime::after_start(Span::mins(12)));
    records[1].points[0] = (3_000, 1_000);
    let report = Report::new(&scenario, &spec(4), &records);

    let [nothing, full] = &report.teams[..] else { panic!("two teams") };
    assert_eq!((nothing.passed, full.passed, full.runs), (0, 1, 2));
    assert_eq!(full.score_permille.map(|spread| (spread.min, spread.max)), Some((700, 900)));
    let step = &report.steps[0];
    assert_eq!((step.all.runs, step.all.applied, step.all.done, step.all.in_time, step.all.late), (4, 3, 2, 1, 1));
    let times = step.teams[1].times.unwrap();
    assert_eq!((times.earliest, times.median, times.latest), (Span::mins(4), Span::mins(4), Span::mins(50)));
    assert_eq!(step.teams[0].times, None);
    let fates = report.attack[0].all;
    assert_eq!((fates.done, fates.failed, fates.under_way, fates.not_begun), (1, 1, 0, 2));
    assert_eq!((report.injects[0].sent, report.injects[0].teams.clone()), (1, vec![0, 1]));
    assert!((report.items[0].lost_permille[1] - 1.5).abs() < 1e-9, "two thousandths and one, over two runs");
}

#[test]
fn findings_name_what_is_odd_and_only_that() {
    let scenario = scenario();
    let mut records: Vec<Record> = (0..2).map(|n| blank(&scenario, n, 5)).collect();
    let healthy = {
        let mut record = blank(&scenario, 1, 5);
        (record.permille, record.passed) = (950, true);
        record.steps.iter_mut().for_each(|step| *step = done(Status::Done, 1));
        record.attack.iter_mut().for_each(|fate| *fate = Fate::Done);
        record.injects.iter_mut().for_each(|sent| *sent = Some(SimTime::START));
        let busy: Vec<SimTime> = (0..200).map(|n| SimTime::after_start(Span::mins(n))).collect();
        record.loads = vec![Load::new(&busy, &[], scenario.file.active, &[], 1); scenario.file.seats.len()];
        record
    };
    records[1] = healthy.clone();
    assert_eq!(Report::new(&scenario, &spec(2), &records).findings, []);

    let mut odd = records.clone();
    odd[0].passed = true;
    odd[1].steps[0] = done(Status::Late, 900);
    odd[1].steps[1].status = Status::Missed;
    odd[1].attack[0] = Fate::Failed;
    odd[1].injects[0] = None;
    let rush: Vec<SimTime> = (0..60).map(|second| SimTime::after_start(Span::secs(second))).collect();
    odd[1].loads[0] = Load::new(&rush, &[], scenario.file.active, &[], 1);
    let found = Report::new(&scenario, &spec(2), &odd).findings;
    let steps = Report::new(&scenario, &spec(2), &odd).steps;
    let step = |n: usize| format!("{}/{}", steps[n].procedure.id, steps[n].step);
    let seat = scenario.file.seats[0].id.clone();
    let expected = [
        Finding::PassesWithoutPlan("do-nothing".into(), 1, 1),
        Finding::NeverWentThrough(scenario.file.attack[0].id.clone()),
        Finding::NeverSent(scenario.file.injects[0].id.clone()),
        Finding::NeverInTime(step(0)),
        Finding::NeverDone(step(1)),
        Finding::Idle(seat.clone(), 1, 1),
        Finding::Overloaded(seat, 1, 1),
    ];
    assert_eq!(found, expected);
}

#[test]
fn load_is_counted_in_stretches_of_the_active_part() {
    let at = |minutes| SimTime::after_start(Span::mins(minutes));
    let load = Load::new(&[at(0), at(1), at(5), at(58), at(61)], &[at(1), at(35)], Span::mins(60), &[], 2);
    assert_eq!(load.received, [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!((load.ordered.len(), load.ordered[0], load.ordered[7]), (12, 1, 1));
    assert_eq!(load.longest_idle, (Span::mins(30), at(5)));
    assert!(load.is_idle() && load.overloaded() == 0);
    let paused = Load::new(&[at(0), at(1), at(5), at(58)], &[at(35)], Span::mins(60), &[at(30)..at(30)], 2);
    assert_eq!(paused.longest_idle, (Span::mins(23), at(35)), "the half hour before the jump does not count");
    let stray = Load::new(&[at(1), at(5), at(22), at(34), at(50)], &[], Span::mins(60), &[at(10)..at(30)], 2);
    assert_eq!(stray.longest_idle, (Span::mins(16), at(34)), "what comes in a pause does not split it");
    let even: Vec<SimTime> = (0..3).map(|n| at(n * 20)).collect();
    assert!(!Load::new(&even, &[], Span::mins(60), &[], 1).is_idle(), "twenty minutes are not yet idle");
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let (scenario, spec) = (scenario(), spec(12));
    let one = play(&scenario, &spec, 1, &Watch::new());
    assert_eq!(one.len(), 12);
    for threads in [2, 5] {
        assert_eq!(play(&scenario, &spec, threads, &Watch::new()), one, "{threads} threads");
    }
    let report = Report::new(&scenario, &spec, &one);
    let [nothing, full] = &report.teams[..] else { panic!("two teams") };
    let mean = |team: &TeamFigures| team.score_permille.map_or(0.0, |spread| spread.mean);
    assert!(nothing.passed == 0 && mean(nothing) < mean(full), "{:?}", report.teams);
}

#[test]
fn what_was_played_when_it_is_stopped_is_a_result() {
    let (scenario, spec) = (scenario(), spec(100_000));
    let watch = Watch::new();
    let records = std::thread::scope(|scope| {
        let work = scope.spawn(|| play(&scenario, &spec, 2, &watch));
        while watch.done() < 3 {
            std::thread::yield_now();
        }
        assert!(!watch.stop() && watch.stop(), "the second time it has been asked for");
        work.join().unwrap()
    });
    assert!(records.len() >= 3 && records.len() < spec.runs, "{}", records.len());
    assert_eq!(records.len(), watch.done());
    // The same runs as without an end: the first ones, none left out between them.
    let jobs: Vec<Job> = records.iter().map(|record| record.job).collect();
    assert_eq!(jobs, (0..records.len()).map_while(|n| spec.job(n)).collect::<Vec<_>>());
    assert_eq!(Report::new(&scenario, &spec, &records).runs_played, records.len());
}

#[test]
fn a_report_is_said_and_drawn_in_both_languages() {
    use crate::i18n::Tr;
    use crate::model::Lang;
    let (scenario, spec) = (scenario(), spec(4));
    let report = Report::new(&scenario, &spec, &play(&scenario, &spec, 2, &Watch::new()));
    for lang in [Lang::Vi, Lang::En] {
        let tr = Tr::new(lang);
        let text = render_text(&report, &scenario, &tr);
        assert!(!text.contains("balance-") && !text.contains("{ $"), "{text}");
        assert!(text.contains("plan-follower:1.0") && text.contains(&scenario.file.attack[0].id), "{text}");
        let svg = picture(&report, &tr).unwrap();
        let boxes = svg.matches("<rect").count();
        assert!(svg.starts_with("<svg") && boxes > 2 * report.teams.len() + report.steps.len(), "{boxes} boxes");
        assert!(svg.contains("plan-follower:1.0") && svg.contains(&report.steps[0].step));
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["teams"][1]["team"], "plan-follower:1.0");
    assert_eq!(json["runs_played"], 4);
}
