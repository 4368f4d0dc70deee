//! Speed of the engine: `cargo bench --no-default-features --bench engine`.
//!
//! A *step* is what a seat does and all that follows: a random legal order is submitted, approved if it asks for
//! it, time advances to its completion, everything due until then happens, and the seat's view is looked at.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark may stop")]
#![allow(clippy::print_stdout, reason = "the sizes of the runs belong to the figures")]

#[path = "../tests/it/chaos.rs"]
mod chaos;
#[path = "../tests/it/stage.rs"]
#[allow(dead_code, reason = "the proofs use more of it")]
mod stage;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chaos::Chaos;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dientap::content::{self, Folder, Memory, fixture};
use dientap::journal::Timeline;
use dientap::model::{Ix, Province, Role, Scenario, SimTime, Span};
use dientap::sim::{Exercise, Input, Order, Receipt, Setup, What, WorkState};
use dientap::standin::{Cast, Door, Kind, play_to_end};

const FOLLOWER: Kind = Kind::PlanFollower { skill_permille: 1_000 };

/// The scenarios measured.
fn measured() -> Vec<Arc<Scenario>> {
    ["deface-portal", "ransom-department", "thuong-nien-2026"].map(stage::named).to_vec()
}

/// An exercise that remembers what came in.
struct Recorded {
    exercise: Exercise,
    inputs: Vec<(SimTime, Input)>,
}

impl Door for Recorded {
    type Error = std::convert::Infallible;
    fn exercise(&self) -> &Exercise {
        &self.exercise
    }
    fn advance(&mut self, to: SimTime) -> Result<(), Self::Error> {
        self.exercise.advance(to);
        Ok(())
    }
    fn apply(&mut self, at: SimTime, input: &Input) -> Result<Result<Receipt, dientap::sim::Refusal>, Self::Error> {
        self.inputs.push((at, input.clone()));
        Ok(self.exercise.apply(at, input))
    }
}

fn recorded(scenario: &Arc<Scenario>, seed: u64) -> Recorded {
    let mut door = Recorded { exercise: Exercise::new(Arc::clone(scenario), &Setup::of(seed)), inputs: Vec::new() };
    let Ok(()) = play_to_end(&mut door, Cast::of_bots(scenario, FOLLOWER, seed));
    door
}

/// Whole runs of the real scenarios: with stand-ins, and their inputs alone.
fn whole_runs(c: &mut Criterion) {
    let mut group = c.benchmark_group("whole run");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    for scenario in measured() {
        let id = &scenario.file.id;
        let Recorded { exercise, inputs } = recorded(&scenario, 1);
        println!("{id}: {} events, {} inputs", exercise.events().len(), inputs.len());
        group.throughput(Throughput::Elements(exercise.events().len() as u64));
        group.bench_function(BenchmarkId::new("with stand-ins", id), |b| {
            b.iter(|| recorded(&scenario, 1).exercise.events().len());
        });
        group.bench_function(BenchmarkId::new("engine alone", id), |b| {
            b.iter(|| replayed(&scenario, 1, &inputs, exercise.now()).events().len());
        });
    }
    group.finish();
}

fn replayed(scenario: &Arc<Scenario>, seed: u64, inputs: &[(SimTime, Input)], until: SimTime) -> Exercise {
    let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(seed));
    for (at, input) in inputs.iter().take_while(|(at, _)| *at <= until) {
        exercise.apply(*at, input).ok();
    }
    exercise.advance(until);
    exercise
}

/// The small scenario in a province with about `hosts` hosts.
fn sized(hosts: u32) -> Arc<Scenario> {
    let mut source = fixture::source();
    let path = "tinh-nho/province.ron";
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let text = String::from_utf8(source.files[path].clone()).unwrap();
    let mut province: Province = options.from_str(&text).unwrap();
    let group = province.sites.iter_mut().find(|site| site.count.is_some()).expect("a group of sites");
    let template = province.templates.iter().find(|template| template.id == group.template).unwrap();
    let each: u32 = template.zones.iter().flat_map(|zone| &zone.hosts).map(|host| host.count.unwrap_or(1)).sum();
    group.count = Some(hosts.div_ceil(each).clamp(1, 400));
    let short = hosts.saturating_sub(group.count.unwrap_or(1) * each) / group.count.unwrap_or(1);
    let template = template.id.clone();
    let template = province.templates.iter_mut().find(|one| one.id == template).unwrap();
    let counted = template.zones.iter_mut().flat_map(|zone| &mut zone.hosts).find(|host| host.count.is_some());
    if let Some(host) = counted {
        host.count = host.count.map(|count| count + short);
    }
    source = source.with(path, options.to_string(&province).unwrap());
    let outcome = content::load(&source, fixture::SCENARIO);
    Arc::new(outcome.scenario.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics)))
}

/// `ransom-department` in its province with this many communes.
fn with_communes(communes: u32) -> Arc<Scenario> {
    let folder = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    let texts = content::load(&folder, "ransom-department").texts;
    let mut source = texts.into_iter().fold(Memory::default(), |all, (path, text)| all.with(&path, text));
    let path = "tinh-mau/province.ron";
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let text = String::from_utf8(source.files[path].clone()).unwrap();
    let mut province: Province = options.from_str(&text).unwrap();
    let group = province.sites.iter_mut().find(|site| site.id == "xa").expect("the communes");
    group.count = Some(communes);
    source = source.with(path, options.to_string(&province).unwrap());
    let outcome = content::load(&source, "ransom-department");
    Arc::new(outcome.scenario.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics)))
}

/// How the cost of a whole run with stand-ins grows with the network.
fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("whole run by size");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    let small = [100, 1_000, 10_000].map(sized);
    let real = [102, 870].map(with_communes);
    for scenario in small.iter().chain(&real) {
        let hosts = scenario.network.hosts.len();
        group.bench_function(BenchmarkId::new(scenario.file.id.clone(), format!("{hosts} hosts")), |b| {
            b.iter(|| recorded(scenario, 1).exercise.events().len());
        });
    }
    group.finish();
}

/// The exercise after up to an hour of random orders, and an order that a seat could give next; none when the
/// orders ended the run, or nothing is possible any more.
fn ready_for_a_step(scenario: &Arc<Scenario>, seed: u64) -> Option<(Exercise, Ix<Role>, Order)> {
    let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(seed));
    let mut chaos = Chaos::new(seed);
    while exercise.now() < SimTime::after_start(Span::hours(1)) && !exercise.ended() {
        let role = chaos.seat(scenario);
        if let Some(order) = chaos.legal_order(&exercise, role) {
            exercise.apply(exercise.now(), &Input::Order(role, order)).ok();
        }
        exercise.advance(exercise.now() + Span::mins(2));
    }
    (0..100).find_map(|_| {
        let role = chaos.seat(scenario);
        let order = chaos.legal_order(&exercise, role)?;
        let accepted = exercise.clone().apply(exercise.now(), &Input::Order(role, order.clone()));
        matches!(accepted, Ok(Receipt::Work(_))).then(|| (exercise.clone(), role, order))
    })
}

/// One step; the exercise comes back so that dropping it is not measured.
fn step(mut exercise: Exercise, role: Ix<Role>, order: Order) -> Exercise {
    let Ok(Receipt::Work(work)) = exercise.apply(exercise.now(), &Input::Order(role, order)) else {
        panic!("the order is legal");
    };
    loop {
        let view = exercise.view(role);
        let found = view.seat.work.iter().rfind(|one| one.id == work).expect("a seat sees its own work");
        let (state, ends) = (found.work.state, found.work.ends);
        match state {
            WorkState::WaitsFor(by) => drop(exercise.apply(exercise.now(), &Input::Decide(by, work, true))),
            _ if !state.is_open() || exercise.ended() => break,
            _ => {
                let next = ends.or(exercise.next_due()).unwrap_or(exercise.now() + Span::mins(5));
                exercise.advance(next);
            }
        }
    }
    black_box(exercise.view(role).seat.version);
    exercise
}

fn steps(c: &mut Criterion) {
    let mut group = c.benchmark_group("step");
    group.throughput(Throughput::Elements(1));
    let sizes = [100, 1_000, 5_000].map(sized);
    for scenario in sizes.iter().chain(&measured()) {
        let hosts = scenario.network.hosts.len();
        // Prepared only if this one is asked for.
        let ready = std::cell::OnceCell::new();
        let mut next = 0;
        group.bench_function(BenchmarkId::new(scenario.file.id.clone(), format!("{hosts} hosts")), |b| {
            let ready: &Vec<_> =
                ready.get_or_init(|| (0..100).filter_map(|seed| ready_for_a_step(scenario, seed)).take(24).collect());
            b.iter_batched(
                || {
                    next += 1;
                    ready[next % ready.len()].clone()
                },
                |(exercise, role, order)| step(exercise, role, order),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

/// Looking at any moment of the first eight hours of a recorded run.
fn jumps(c: &mut Criterion) {
    let mut group = c.benchmark_group("jump within 8 hours");
    group.sample_size(20);
    let until = SimTime::after_start(Span::hours(8));
    for scenario in measured() {
        let id = &scenario.file.id;
        let Recorded { inputs, .. } = recorded(&scenario, 1);
        let timeline = Timeline::replay(&scenario, &Setup::of(1), inputs.clone(), until);
        let mut minute = 0;
        group.bench_function(BenchmarkId::new("by the time-line", id), |b| {
            b.iter(|| {
                minute = (minute + 97) % 480;
                timeline.at(SimTime::after_start(Span::mins(minute))).now()
            });
        });
        group.bench_function(BenchmarkId::new("from the start to the end", id), |b| {
            b.iter(|| replayed(&scenario, 1, &inputs, until).now());
        });
        group.bench_function(BenchmarkId::new("making the time-line", id), |b| {
            b.iter(|| Timeline::replay(&scenario, &Setup::of(1), inputs.clone(), until).until());
        });
    }
    group.finish();
}

/// Reading, checking and expanding a scenario with the whole province.
fn loading(c: &mut Criterion) {
    let mut group = c.benchmark_group("load and check");
    group.sample_size(20);
    let folder = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    for id in content::scenarios(&folder) {
        group.bench_function(&id, |b| b.iter(|| content::load(&folder, &id).scenario.is_some()));
    }
    group.finish();
}

/// Copying the state and hashing it, which snapshots and checkpoints do.
fn state(c: &mut Criterion) {
    let mut group = c.benchmark_group("state");
    for scenario in measured() {
        let mut exercise = recorded(&scenario, 1).exercise;
        let done = exercise.events().iter().filter(|event| matches!(event.what, What::OrderDone { .. })).count();
        println!("{}: {done} orders done", scenario.file.id);
        group.bench_function(BenchmarkId::new("copy", &scenario.file.id), |b| b.iter(|| exercise.clone().now()));
        exercise.advance(exercise.now());
        group.bench_function(BenchmarkId::new("hash", &scenario.file.id), |b| b.iter(|| exercise.state_hash()));
    }
    group.finish();
}

criterion_group!(engine, whole_runs, growth, steps, jumps, loading, state);
criterion_main!(engine);
