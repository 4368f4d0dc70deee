//! Runs of the small scenario: what was accepted is in the file, whenever the program stopped.

use std::path::PathBuf;

use super::*;
use crate::content::fixture;
use crate::journal::{Broken, Fork, Reader, Timeline, Why, verify, verify_bytes};
use crate::model::{Ix, Table};
use crate::sim::{Control, Order, Setup, Target};

struct Place {
    folder: tempfile::TempDir,
    scenario: Arc<Scenario>,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), scenario: Arc::new(fixture::tiny()) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn start(&self, name: &str) -> Run {
        Run::start(&self.path(name), &self.scenario, header(Durability::EachInput)).unwrap()
    }

    /// The journal of a finished run with all the scripted inputs.
    fn finished(&self) -> Vec<u8> {
        let mut run = self.start("finished");
        for (at, input) in inputs(&self.scenario) {
            run.apply(at, &input).unwrap().ok();
        }
        run.advance(minutes(200)).unwrap();
        run.finish().unwrap();
        std::fs::read(self.path("finished")).unwrap()
    }

    /// Takes up the run whose journal has these bytes.
    fn resume(&self, bytes: &[u8]) -> Result<(Run, Option<Cut>), Error> {
        let path = self.path("resumed");
        std::fs::write(&path, bytes).unwrap();
        Run::resume(&path, &self.scenario)
    }
}

fn header(durability: Durability) -> Header {
    Header {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: fixture::SCENARIO.to_owned(),
        content_hash: String::new(),
        setup: Setup::of(11),
        seats: vec![("SOC".to_owned(), "người chơi".to_owned())],
        started: "2026-11-17 07:30".to_owned(),
        durability,
        fork: None,
    }
}

fn minutes(n: i64) -> SimTime {
    SimTime::after_start(Span::mins(n))
}

/// Orders that are accepted and orders that are refused, two at one moment, controls and a jump.
fn inputs(scenario: &Scenario) -> Vec<(SimTime, Input)> {
    let soc = scenario.role_named("SOC").unwrap();
    let order = |id: &str, target| Input::Order(soc, Order::new(scenario.order_named(id).unwrap(), target));
    let mut inputs = Vec::new();
    for (number, host) in scenario.network.hosts.indices().enumerate().take(6) {
        let at = minutes(3 + 7 * number as i64);
        inputs.push((at, order("look-at-host", Target::Host(host))));
        inputs.push((at, order("look-at-host", Target::Site(Ix::new(0)))));
    }
    inputs.push((minutes(50), Input::Control(Control::Rate(4_000))));
    inputs.push((minutes(55), Input::Control(Control::Jump(minutes(80)))));
    inputs.push((minutes(90), order("isolate-host", Target::Host(Ix::new(0)))));
    inputs
}

fn records(bytes: &[u8]) -> Vec<Record> {
    Reader::new(bytes).unwrap().map_while(Result::ok).map(|entry| entry.record).collect()
}

fn inputs_in(bytes: &[u8]) -> usize {
    records(bytes).iter().filter(|record| matches!(record, Record::Input { .. })).count()
}

#[test]
fn a_finished_run_verifies_and_holds_every_input_and_event() {
    let place = Place::new();
    let bytes = place.finished();
    let verified = verify(&place.path("finished"), &place.scenario).unwrap();
    assert!(verified.ended);
    assert_eq!(verified.inputs as usize, inputs(&place.scenario).len());
    assert_eq!(verified.events as usize, verified.exercise.events().len());
    assert!(verified.checkpoints >= 3);
    let answers: Vec<bool> = records(&bytes)
        .iter()
        .filter_map(|record| if let Record::Input { answer, .. } = record { Some(answer.is_ok()) } else { None })
        .collect();
    assert!(answers.contains(&true) && answers.contains(&false), "the script has accepted and refused orders");
}

#[test]
fn every_answer_is_in_the_file_when_it_is_given() {
    let place = Place::new();
    let mut run = place.start("run");
    for (number, (at, input)) in inputs(&place.scenario).iter().enumerate() {
        run.apply(*at, input).unwrap().ok();
        assert_eq!(inputs_in(&std::fs::read(place.path("run")).unwrap()), number + 1);
    }
}

#[test]
fn a_run_cut_off_at_any_byte_goes_on_with_everything_accepted_and_ends_the_same() {
    let place = Place::new();
    let bytes = place.finished();
    let script = inputs(&place.scenario);
    let whole = verify(&place.path("finished"), &place.scenario).unwrap().exercise.state_hash();
    let begins = 8 + records_end(&bytes, 0);
    // Every byte of a few records and every 13th of the rest: each resume plays the run again.
    let positions = (begins..bytes.len()).filter(|at| at % 13 == 0 || *at < begins + 150 || *at + 150 > bytes.len());
    for length in positions {
        let accepted = inputs_in(&bytes[..length]);
        let (mut run, cut) = place.resume(&bytes[..length]).unwrap_or_else(|error| panic!("cut at {length}: {error}"));
        let torn = length - 8 - whole_bytes(&bytes[..length]);
        assert_eq!(cut.map_or(0, |cut| cut.bytes), torn as u64, "cut at {length}");
        for (at, input) in &script[accepted..] {
            run.apply(*at, input).unwrap().ok();
        }
        run.advance(minutes(200)).unwrap();
        run.finish().unwrap();
        assert_eq!(run.exercise().state_hash(), whole, "cut at {length}");
        drop(run);
        let verified = verify(&place.path("resumed"), &place.scenario).unwrap();
        assert_eq!(verified.inputs as usize, script.len(), "cut at {length}");
    }
}

/// Bytes of the records up to number `last`, without the opening.
fn records_end(bytes: &[u8], last: u64) -> usize {
    let mut reader = Reader::new(bytes).unwrap();
    while reader.records() <= last {
        reader.next().unwrap().unwrap();
    }
    reader.offset() as usize - 8
}

/// Bytes of all whole records, without the opening.
fn whole_bytes(bytes: &[u8]) -> usize {
    let mut reader = Reader::new(bytes).unwrap();
    while let Some(Ok(_)) = reader.next() {}
    reader.offset() as usize - 8
}

#[test]
fn a_damaged_run_is_not_taken_up_and_its_file_is_left_alone() {
    let place = Place::new();
    let mut bytes = place.finished();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let Err(Error::Broken(broken)) = place.resume(&bytes) else { panic!("damage was not noticed") };
    assert!(broken.offset as usize <= middle);
    assert_eq!(std::fs::read(place.path("resumed")).unwrap(), bytes);
}

#[test]
fn a_finished_run_takes_nothing_more() {
    let place = Place::new();
    let bytes = place.finished();
    assert!(matches!(place.resume(&bytes), Err(Error::Closed(_))));
}

#[test]
fn an_input_for_the_past_is_refused_and_not_written() {
    let place = Place::new();
    let mut run = place.start("run");
    run.advance(minutes(9)).unwrap();
    let answer = run.apply(minutes(8), &Input::Control(Control::Rate(1_000))).unwrap();
    assert_eq!(answer, Err(Refusal::Past(minutes(9))));
    assert_eq!(inputs_in(&std::fs::read(place.path("run")).unwrap()), 0);
}

/// A journal whose chain was made anew after a change is found by playing the run again.
#[test]
fn a_change_with_a_fresh_chain_is_found_by_playing_it_again() {
    let place = Place::new();
    let all = records(&place.finished());
    let whole = Header { content_hash: place.scenario.content_hash.clone(), ..header(Durability::EachInput) };
    let changed = |number: usize, record: Record| {
        let mut records = all.clone();
        records[number] = record;
        verify_bytes(&forged(&whole, &records), &place.scenario).unwrap_err()
    };
    assert!(verify_bytes(&forged(&whole, &all), &place.scenario).is_ok());

    let number = all.iter().position(|record| matches!(record, Record::Input { .. })).unwrap();
    let Record::Input { at, input, .. } = all[number].clone() else { unreachable!() };
    let broken = changed(number, Record::Input { at, input, answer: Err(Refusal::Paused) });
    assert_eq!((broken.record as usize, broken.why), (number + 1, Why::OtherAnswer(at)));

    let number = all.iter().position(|record| matches!(record, Record::Events(_))).unwrap();
    let Record::Events(mut events) = all[number].clone() else { unreachable!() };
    events[0].at = minutes(1);
    let broken = changed(number, Record::Events(events));
    assert_eq!((broken.record as usize, broken.why), (number + 1, Why::OtherEvent(0)));

    let number = all.iter().position(|record| matches!(record, Record::Checkpoint { .. })).unwrap();
    let Record::Checkpoint { at, events, .. } = all[number] else { unreachable!() };
    let broken = changed(number, Record::Checkpoint { at, events, state_hash: [0; 32] });
    assert_eq!((broken.record as usize, broken.why), (number + 1, Why::OtherState(at)));
    let state_hash = [0; 32];
    let broken = changed(number, Record::Checkpoint { at, events: events + 1, state_hash });
    assert_eq!((broken.record as usize, broken.why), (number + 1, Why::OtherCount(events)));

    let mut shorter = all.clone();
    let last = shorter.iter().rposition(|record| matches!(record, Record::Events(_))).unwrap();
    shorter.remove(last);
    assert!(verify_bytes(&forged(&whole, &shorter), &place.scenario).is_err(), "a left-out record was not noticed");

    let other = Header { content_hash: "00".to_owned(), ..whole };
    let broken = verify_bytes(&forged(&other, &all), &place.scenario).unwrap_err();
    assert!(matches!(broken, Broken { record: 0, why: Why::OtherScenario(_, _), .. }));
}

fn forged(header: &Header, records: &[Record]) -> Vec<u8> {
    let mut bytes = crate::journal::chain::OPENING.to_vec();
    let mut link = crate::journal::chain::first_link();
    for record in std::iter::once(&Record::Header(header.clone())).chain(records) {
        crate::journal::chain::write_frame(&mut bytes, &mut link, record.kind(), &record.encode().unwrap());
    }
    bytes
}

#[test]
fn the_time_line_shows_every_moment_as_it_was() {
    let place = Place::new();
    place.finished();
    let (timeline, header, _) = Timeline::load(&place.path("finished"), &place.scenario).unwrap();
    let script = inputs(&place.scenario);
    for minute in (0..=180).step_by(5) {
        let time = minutes(minute);
        let mut live = Exercise::new(Arc::clone(&place.scenario), &header.setup);
        for (at, input) in script.iter().take_while(|(at, _)| *at <= time) {
            match input {
                Input::Control(Control::Jump(to)) if *to > time => {
                    live.apply(*at, &Input::Control(Control::Jump(time))).ok();
                }
                _ => drop(live.apply(*at, input)),
            }
        }
        live.advance(time);
        assert_eq!(timeline.at(time).state_hash(), live.state_hash(), "minute {minute}");
    }
    assert_eq!(timeline.at(timeline.until()).events(), timeline.at(minutes(10_000)).events());
}

#[test]
fn a_branch_repeats_the_run_up_to_its_moment_and_then_goes_its_own_way() {
    let place = Place::new();
    place.finished();
    let (timeline, _, seal) = Timeline::load(&place.path("finished"), &place.scenario).unwrap();
    let at = minutes(30);
    let header = Header { fork: Some(Fork { from: seal, at }), ..header(Durability::EachInput) };
    let mut run = Run::fork(&place.path("branch"), &place.scenario, header, timeline.inputs(), at).unwrap();
    assert_eq!(run.exercise().state_hash(), timeline.at(at).state_hash());
    run.apply(minutes(31), &Input::Control(Control::End)).unwrap().unwrap();
    run.finish().unwrap();
    drop(run);
    let verified = verify(&place.path("branch"), &place.scenario).unwrap();
    assert_eq!(verified.header.fork, Some(Fork { from: seal, at }));
    assert!(verified.exercise.ended());
}
