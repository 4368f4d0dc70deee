//! Goal: a client with the book and what its seat has learned shows what a local run shows, and the book gives
//! nothing away.
//! Method: every scenario, played whole by stand-ins; at many moments each seat's copy is compared with the whole.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "tests print the figures that they measure")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::book::{Book, Shelf};
use super::learned::Learned;
use super::teacher::Teacher;
use crate::content::{self, Folder, fixture};
use crate::model::{Ix, NamedCond, OrderKind, Ref, Role, Scenario, SimTime, Span, Table, TargetKind, Text};
use crate::sim::{Exercise, FactKind, ItemKind, RecordKind, Refusal, Setup, Target, View, foresee};
use crate::standin::{Cast, Driver, Public, Training, checklist};

/// The small scenario and those of the project.
fn all() -> Vec<Arc<Scenario>> {
    let folder = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    let real = content::scenarios(&folder);
    assert!(real.len() > 10, "{real:?}");
    let real = real.iter().map(|id| Arc::new(content::load(&folder, id).scenario.unwrap()));
    std::iter::once(Arc::new(fixture::tiny())).chain(real).collect()
}

fn driver(scenario: &Arc<Scenario>, seed: u64) -> Driver {
    let kind = if seed.is_multiple_of(2) { "plan-follower:1.0" } else { "plan-follower:0.6" };
    Driver::new(scenario, Cast::of_bots(scenario, kind.parse().unwrap(), seed))
}

#[test]
fn a_scenario_of_bytes_is_the_same_and_plays_the_same() {
    for scenario in all() {
        let id = &scenario.file.id;
        let bytes = scenario.to_bytes().unwrap();
        let read = Arc::new(Scenario::from_bytes(&bytes).unwrap());
        assert_eq!(format!("{read:?}"), format!("{scenario:?}"), "{id}");
        assert_eq!(read.to_bytes().unwrap(), bytes, "{id}");
        let play = |scenario: &Arc<Scenario>| {
            let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(5));
            driver(scenario, 5).play(&mut exercise, SimTime::after_start(Span::hours(3))).unwrap();
            (exercise.state_hash(), exercise.events().len())
        };
        let (was, is) = (play(&scenario), play(&read));
        assert!(was.1 > 10 && was == is, "{id}: {was:?} {is:?}");
        for damaged in [&bytes[..bytes.len() - 1], &bytes[..bytes.len() / 2], &[bytes.as_slice(), &[0]].concat()] {
            assert!(Scenario::from_bytes(damaged).is_err(), "{id}");
        }
    }
}

/// Everything that an author wrote and that no member may read before it comes up: names that stand as a whole
/// string, and sentences that must not stand anywhere.
fn secrets(full: &Scenario) -> (BTreeSet<String>, BTreeSet<String>) {
    let file = &full.file;
    let (mut names, mut sentences) = (BTreeSet::new(), BTreeSet::new());
    let mut text = |text: &Text| sentences.extend([text.vi.clone(), text.en.clone()]);
    for step in &file.attack {
        names.extend([step.id.clone(), step.technique.clone()]);
        text(&step.name);
    }
    for inject in &file.injects {
        names.insert(inject.id.clone());
        text(&inject.title);
        text(&inject.body);
        inject.choices.iter().for_each(|choice| text(&choice.text));
        inject.expects.iter().for_each(|expected| text(&expected.action));
    }
    for implant in &file.implants {
        names.insert(implant.id.clone());
        text(&implant.name);
    }
    for weakness in &file.vulnerabilities {
        names.insert(weakness.id.clone());
        text(&weakness.name);
    }
    for indicator in &file.indicators {
        names.extend([indicator.id.clone(), indicator.value.clone()]);
        names.extend(indicator.others.clone());
    }
    for noise in &full.noise {
        names.insert(noise.id.clone());
        text(&noise.cause);
    }
    for rule in &full.alerts {
        names.insert(rule.id.clone());
        text(&rule.title);
    }
    let shown = full.plan.procedures.iter().flat_map(|procedure| &procedure.steps);
    let shown: BTreeSet<Ix<NamedCond>> = shown.filter_map(|step| step.cond.as_ref().map(Ref::ix)).collect();
    for cond in full.plan.conditions.indices().filter(|cond| !shown.contains(cond)) {
        names.insert(full.plan.conditions.at(cond).id.clone());
        text(&full.plan.conditions.at(cond).name);
    }
    for flag in &file.flags {
        names.insert(flag.id.clone());
        text(&flag.name);
    }
    for variant in &file.variants {
        names.insert(variant.id.clone());
        text(&variant.name);
    }
    for handicap in &file.handicaps {
        names.insert(handicap.id.clone());
        text(&handicap.name);
    }
    names.retain(|name| !name.is_empty());
    sentences.retain(|text| !text.is_empty());
    (names, sentences)
}

fn stands_in(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Whether a string stands there as a whole: postcard writes the length before the text.
fn is_string_in(bytes: &[u8], name: &str) -> bool {
    let whole = postcard::to_allocvec(name).unwrap();
    stands_in(bytes, &whole)
}

/// What every member may read before the exercise: the files of the province but for its signals, and what the lobby
/// shows of the scenario. A secret that says the same says nothing new there.
fn public_text(full: &Scenario) -> String {
    let file = &full.file;
    let lobby = [&file.title, &file.summary].into_iter().chain(&file.objectives);
    let lobby = lobby.chain(file.moves.iter().map(|one| &one.name));
    let mut text: String = lobby.flat_map(|text| [text.vi.as_str(), "\n", text.en.as_str(), "\n"]).collect();
    if file.id == fixture::SCENARIO {
        let shared =
            fixture::FILES.iter().filter(|(path, _)| path.starts_with("tinh-nho") && !path.contains("signals"));
        shared.for_each(|(_, file)| text.push_str(file));
        return text;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(&file.province);
    for path in ["province.ron", "roles.ron", "orders.ron", "plan.ron"] {
        text.push_str(&std::fs::read_to_string(folder.join(path)).unwrap());
    }
    for entry in std::fs::read_dir(folder.join("plan")).unwrap() {
        text.push_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    text
}

#[test]
fn the_book_of_seats_gives_nothing_away() {
    let (mut searched, mut elsewhere) = (0, BTreeSet::new());
    for full in all() {
        let (id, public) = (&full.file.id, public_text(&full));
        let whole = full.to_bytes().unwrap();
        let book = Book::for_seats(&full).to_bytes().unwrap();
        let (names, sentences) = secrets(&full);
        let names_found = names.iter().filter(|name| is_string_in(&book, name));
        let found = names_found.chain(sentences.iter().filter(|text| stands_in(&book, text.as_bytes())));
        let (known, given_away): (Vec<_>, Vec<_>) = found.partition(|text| public.contains(text.as_str()));
        assert_eq!(given_away, Vec::<&String>::new(), "{id}");
        searched += names.len() + sentences.len();
        elsewhere.extend(known.into_iter().map(|text| format!("{id}: {text}")));
        // The search finds what is there.
        assert!(names.iter().all(|name| is_string_in(&whole, name)), "{id}");
        assert!(sentences.iter().all(|text| stands_in(&whole, text.as_bytes())), "{id}");
        assert!(names.len() > 5 && sentences.len() > 5, "{id}");
    }
    println!("{searched} secrets searched for; these stand in public files too: {elsewhere:#?}");
    assert!(elsewhere.len() * 50 < searched, "{}", elsewhere.len());
}

/// What panels show of everything that a view refers to.
fn shown(scenario: &Scenario, view: View<'_>) -> Vec<String> {
    let file = &scenario.file;
    let mut shown = Vec::new();
    let mut fact = |kind: FactKind| match kind {
        FactKind::Trace(step, _) => {
            let step = file.attack.at(step);
            shown.push(format!("{:?} {} {:?}", step.name, step.technique, step.cause));
        }
        FactKind::Implanted(_, implant) => {
            let implant = file.implants.at(implant);
            shown.push(format!("{:?} {:?}", implant.name, implant.kind));
        }
        FactKind::Weak(_, weakness) => shown.push(format!("{:?}", file.vulnerabilities.at(weakness).name)),
        FactKind::Indicator(indicator) => {
            let indicator = file.indicators.at(indicator);
            shown.push(format!("{:?} {}", indicator.kind, indicator.value));
        }
        FactKind::Leaked(store, _) => shown.push(format!("{:?}", scenario.stores[store.us()].1.name)),
        _ => {}
    };
    view.seat.facts.iter().for_each(|known| fact(known.fact.kind));
    let mut targets: Vec<Target> = Vec::new();
    for entry in &view.team.record {
        match &entry.what {
            RecordKind::Finding(found, _) => fact(found.kind),
            RecordKind::Done(_, target) => targets.push(*target),
            _ => {}
        }
    }
    targets.extend(view.seat.work.iter().chain(&view.seat.approvals).map(|view| view.work.target));
    for target in targets {
        match target {
            Target::Indicator(indicator) => shown.push(file.indicators.at(indicator).value.clone()),
            Target::Inject(inject) => shown.push(format!("{:?}", file.injects.at(inject).title)),
            _ => {}
        }
    }
    for item in &view.seat.items {
        if let ItemKind::Inject { inject, .. } = &item.what {
            let inject = file.injects.at(*inject);
            let choices: Vec<_> = inject.choices.iter().map(|choice| &choice.text).collect();
            shown.push(format!("{:?} {:?} {:?} {:?} {choices:?}", inject.kind, inject.from, inject.title, inject.body));
        }
    }
    for alert in &view.seat.alerts {
        let rule = scenario.alerts.at(alert.rule);
        shown.push(format!("{:?} {:?} {:?}", rule.title, rule.severity, rule.layer));
        shown.extend(alert.cause.map(|cause| format!("{:?}", scenario.noise.at(cause).cause)));
    }
    shown
}

/// When each step looks done, judged at the view's moment as the plan panel does.
fn judged(scenario: &Scenario, view: View<'_>) -> Vec<Option<SimTime>> {
    let training = Training::new(scenario);
    let mut public = Public::default();
    public.read(scenario, &training, view.team);
    let belief = public.belief(scenario, view.team, view.now);
    (0..training.lessons.len()).map(|place| belief.looks_done(&training.step(scenario, place).judge)).collect()
}

#[derive(Default)]
struct Sum {
    moments: u64,
    shown: u64,
    possible: u64,
    foreseen: u64,
    refused_only: u64,
    other_reason: u64,
    changes: u64,
    changed_bytes: u64,
    largest_change: usize,
    whole_bytes: usize,
    micros: u128,
}

/// A client of a seat, without the wires.
struct Desk {
    role: Ix<Role>,
    plain: Arc<Scenario>,
    copy: Arc<Scenario>,
    learned: Learned,
}

impl Desk {
    fn look(&mut self, teacher: &mut Teacher, exercise: &Exercise, sum: &mut Sum) {
        let view = exercise.view(self.role);
        let began = Instant::now();
        let learned = teacher.learned(exercise.scenario(), view);
        sum.micros += began.elapsed().as_micros();
        let news = learned.since(&self.learned).expect("nothing is forgotten");
        let bytes = postcard::to_allocvec(&news).unwrap();
        if !news.is_empty() {
            sum.changes += 1;
            sum.changed_bytes += bytes.len() as u64;
            sum.largest_change = sum.largest_change.max(bytes.len());
        }
        sum.whole_bytes = sum.whole_bytes.max(postcard::to_allocvec(&*learned).unwrap().len());
        let news: Learned = postcard::from_bytes(&bytes).unwrap();
        news.check().unwrap();
        news.write_into(Arc::make_mut(&mut self.copy));
        self.learned.absorb(news);
        assert_eq!(self.learned, *learned);
        let mut at_once = Scenario::clone(&self.plain);
        learned.write_into(&mut at_once);
        assert_eq!(format!("{:?}", at_once.file), format!("{:?}", self.copy.file));
    }
}

/// Targets of a kind: what the seat knows, and some that it may not.
fn targets(exercise: &Exercise, kind: TargetKind, view: View<'_>, turn: usize) -> Vec<Target> {
    let scenario = exercise.scenario();
    let network = &scenario.network;
    let some = |len: usize| (0..6).map(move |step| ((turn * 7 + step * 13) % len.max(1)) as u32);
    match kind {
        TargetKind::Nothing => vec![Target::Nothing],
        TargetKind::Host => {
            let cut = view.team.cut_hosts.iter().take(3).copied();
            let known = view.seat.facts.iter().rev().filter_map(|known| known.fact.kind.host()).take(4);
            cut.chain(known).chain(some(network.hosts.len()).map(Ix::new)).map(Target::Host).collect()
        }
        TargetKind::Zone => {
            let cut = view.team.cut_zones.iter().take(3).copied();
            cut.chain(some(network.zones.len()).map(Ix::new)).map(Target::Zone).collect()
        }
        TargetKind::Site => some(network.sites.len()).map(|n| Target::Site(Ix::new(n))).collect(),
        TargetKind::System => (0..=network.systems.len() as u32).map(|n| Target::System(Ix::new(n))).collect(),
        TargetKind::Account => some(network.accounts.len()).map(|n| Target::Account(Ix::new(n))).collect(),
        TargetKind::Backup => {
            some(network.backups.len() + view.team.backups.len() + 1).map(|n| Target::Backup(Ix::new(n))).collect()
        }
        TargetKind::Indicator => {
            (0..=scenario.file.indicators.len() as u32).map(|n| Target::Indicator(Ix::new(n))).collect()
        }
        TargetKind::Alert => {
            let own = view.seat.alerts.iter().rev().take(3).map(|alert| alert.id);
            own.chain(some(40).map(Ix::new)).map(Target::Alert).collect()
        }
        TargetKind::Inject => (0..=scenario.file.injects.len() as u32).map(|n| Target::Inject(Ix::new(n))).collect(),
    }
}

fn compare_possible(exercise: &Exercise, copy: &Scenario, role: Ix<Role>, turn: usize, sum: &mut Sum) {
    let scenario = exercise.scenario();
    let view = exercise.view(role);
    for kind in scenario.orders.indices().chain([Ix::<OrderKind>::new(9_999)]) {
        let on = scenario.orders.get(kind.us()).map_or(TargetKind::Nothing, |kind| kind.target);
        for target in targets(exercise, on, view, turn).into_iter().chain([Target::Site(Ix::new(0))]) {
            let (is, seems) = (exercise.possible(role, kind, target), foresee(copy, view, kind, target));
            let about = || format!("{}, {role:?}, {kind:?} on {target:?} at {:?}", scenario.file.id, view.now);
            match (&is, &seems) {
                (Ok(()), seems) => {
                    assert_eq!(*seems, Ok(()), "{}", about());
                    sum.possible += 1;
                }
                (Err(_), Ok(())) => sum.refused_only += 1,
                (Err(is), Err(seems)) if is == seems => sum.foreseen += 1,
                // Something that the seat cannot see is asked for before.
                (Err(Refusal::Missing(hidden)), Err(Refusal::Missing(seen))) => {
                    let needs = &scenario.orders.at(kind).needs;
                    let place = |need| needs.iter().position(|other| other == need).unwrap();
                    assert!(place(hidden) < place(seen), "{}: {hidden:?} {seen:?}", about());
                    sum.other_reason += 1;
                }
                (Err(is), Err(seems)) => panic!("{}: {is:?} {seems:?}", about()),
            }
        }
    }
}

#[test]
fn a_seat_with_its_book_sees_and_foresees_what_it_does_in_a_local_run() {
    let mut sum = Sum::default();
    for (number, scenario) in all().into_iter().enumerate() {
        let seed = number as u64;
        let mut exercise = Exercise::new(Arc::clone(&scenario), &Setup::of(seed));
        let mut driver = driver(&scenario, seed);
        let full = Arc::clone(exercise.scenario());
        let plain = Arc::new(Shelf::new(&full).book(super::Standing::Participant).unwrap().read().unwrap());
        let mut teacher = Teacher::new(&full);
        let seat = |role| Desk { role, plain: plain.clone(), copy: plain.clone(), learned: Learned::default() };
        let mut desks: Vec<Desk> = full.file.seats.iter().map(|role| seat(role.ix())).collect();
        let ends = full.file.ends.0.min(full.file.active.0 + Span::hours(6).0);
        for turn in 0..=24 {
            driver.play(&mut exercise, SimTime(ends * turn / 24)).unwrap();
            for desk in &mut desks {
                desk.look(&mut teacher, &exercise, &mut sum);
                let view = exercise.view(desk.role);
                let (here, there) = (shown(&desk.copy, view), shown(&full, view));
                assert_eq!(here, there, "{}, {:?}", full.file.id, desk.role);
                sum.shown += here.len() as u64;
                sum.moments += 1;
                if turn % 2 == 0 {
                    compare_possible(&exercise, &desk.copy, desk.role, turn as usize, &mut sum);
                }
            }
            let view = exercise.view(desks[0].role);
            let copy = &desks[turn as usize % desks.len()].copy;
            assert_eq!(checklist(copy, view.team, None), checklist(&full, view.team, None), "{}", full.file.id);
            assert_eq!(judged(copy, view), judged(&full, view), "{}", full.file.id);
        }
        let done = checklist(&full, exercise.view(Ix::new(0)).team, None);
        assert!(number == 0 || done.iter().filter(|step| step.done.is_some()).count() > 3, "{}", full.file.id);
    }
    println!(
        "{} moments of seats, {} texts shown; {} orders possible, {} refusals foreseen, {} not foreseen, {} for \
         another reason; {} changes of {} bytes on average, at most {}; at most {} bytes learned; {} µs each",
        sum.moments,
        sum.shown,
        sum.possible,
        sum.foreseen,
        sum.refused_only,
        sum.other_reason,
        sum.changes,
        sum.changed_bytes / sum.changes.max(1),
        sum.largest_change,
        sum.whole_bytes,
        sum.micros / u128::from(sum.moments)
    );
    assert!(sum.shown > 1_000 && sum.possible > 10_000 && sum.foreseen > 10_000);
}

#[test]
fn books_are_small_and_quick() {
    for full in all() {
        let began = Instant::now();
        let shelf = Shelf::new(&full);
        let made = began.elapsed();
        let (seats, whole) =
            (shelf.book(super::Standing::AtGate).unwrap(), shelf.book(super::Standing::Evaluator).unwrap());
        let began = Instant::now();
        seats.read().unwrap();
        println!(
            "{}: {} bytes for seats, {} whole, made in {made:?}, read in {:?}",
            full.file.id,
            seats.len(),
            whole.len(),
            began.elapsed()
        );
        assert!(seats.len() < whole.len() && whole.len() < super::limits::FRAME_OUT_MAX / 4);
        assert!(shelf.book(super::Standing::Stranger).is_none());
    }
}
