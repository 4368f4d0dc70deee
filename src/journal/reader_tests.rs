//! The frames: what was written is read, and any other byte is noticed.

use super::*;
use crate::journal::chain::{HEAD_BYTES, write_frame};
use crate::journal::{Durability, Fork};
use crate::model::{Ix, SimTime, Span};
use crate::sim::{Control, Event, Input, Order, Receipt, Refusal, Setup, Target, What};

fn at(minutes: i64) -> SimTime {
    SimTime::after_start(Span::mins(minutes))
}

fn header() -> Header {
    Header {
        engine: "0.0.0".to_owned(),
        scenario: "thu".to_owned(),
        content_hash: "ab".repeat(32),
        setup: Setup::of(7),
        seats: vec![("SOC".to_owned(), "người chơi".to_owned())],
        started: "2026-11-17 07:30".to_owned(),
        durability: Durability::EachInput,
        fork: Some(Fork { from: [3; 32], at: at(5) }),
    }
}

/// One record of every kind.
fn records() -> Vec<Record> {
    let order = Input::Order(Ix::new(2), Order::new(Ix::new(4), Target::Host(Ix::new(300))));
    vec![
        Record::Header(header()),
        Record::Events(vec![Event { at: at(0), what: What::Started }]),
        Record::Input { at: at(1), input: order.clone(), answer: Ok(Receipt::Work(Ix::new(0))) },
        Record::Input { at: at(1), input: order, answer: Err(Refusal::AlreadyRunning(Ix::new(0))) },
        Record::Note(vec![1, 2, 3]),
        Record::Checkpoint { at: at(15), events: 1, state_hash: [9; 32] },
        Record::Input { at: at(16), input: Input::Control(Control::End), answer: Ok(Receipt::Done) },
        Record::End { at: at(16) },
    ]
}

/// The bytes of a journal with these records, and where each record ends.
fn written(records: &[Record]) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut link, mut ends) = (OPENING.to_vec(), first_link(), Vec::new());
    for record in records {
        write_frame(&mut bytes, &mut link, record.kind(), &record.encode().unwrap());
        ends.push(bytes.len());
    }
    (bytes, ends)
}

/// All records of `bytes`, and the first bad one.
fn read(bytes: &[u8]) -> (Vec<Record>, Option<Broken>) {
    let reader = match Reader::new(bytes) {
        Ok(reader) => reader,
        Err(broken) => return (Vec::new(), Some(broken)),
    };
    let mut read = vec![Record::Header(reader.header().clone())];
    for entry in reader {
        match entry {
            Ok(entry) => read.push(entry.record),
            Err(broken) => return (read, Some(broken)),
        }
    }
    (read, None)
}

#[test]
fn what_was_written_is_read() {
    assert_eq!(read(&written(&records()).0), (records(), None));
}

#[test]
fn every_flipped_bit_is_found_in_its_record_and_is_no_torn_write() {
    let (bytes, ends) = written(&records());
    for position in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[position] ^= 1 << bit;
            let (good, broken) = read(&changed);
            let broken = broken.unwrap_or_else(|| panic!("bit {bit} of byte {position} was not noticed"));
            let record = ends.iter().filter(|end| **end <= position).count();
            assert_eq!(broken.record as usize, record, "bit {bit} of byte {position}");
            assert_eq!(good.len(), record, "bit {bit} of byte {position}");
            assert_ne!(broken.why, Why::Torn, "bit {bit} of byte {position}");
        }
    }
}

#[test]
fn a_file_cut_short_anywhere_keeps_its_whole_records_and_the_rest_is_a_torn_write() {
    let (bytes, ends) = written(&records());
    for length in 0..=bytes.len() {
        let (good, broken) = read(&bytes[..length]);
        let whole = ends.iter().filter(|end| **end <= length).count();
        assert_eq!(good.len(), whole, "cut at {length}");
        match broken {
            None => assert!(ends.contains(&length), "cut at {length} was not noticed"),
            Some(broken) => assert_eq!(broken.why, Why::Torn, "cut at {length}"),
        }
    }
}

#[test]
fn zeros_that_a_power_cut_left_behind_a_torn_write_belong_to_it() {
    let (bytes, ends) = written(&records());
    let last = ends[ends.len() - 2];
    for length in [last, last + 1, last + HEAD_BYTES + 1, bytes.len() - 1] {
        let mut filled = bytes[..length].to_vec();
        filled.resize(bytes.len() + 4_096, 0);
        let (good, broken) = read(&filled);
        assert_eq!(good.len(), ends.len() - 1, "cut at {length}");
        assert_eq!(broken.map(|broken| broken.why), Some(Why::Torn), "cut at {length}");
    }
}

#[test]
fn zeros_in_the_middle_are_damage() {
    let (mut bytes, ends) = written(&records());
    bytes[ends[2] - 20..ends[2]].fill(0);
    assert_eq!(read(&bytes).1.unwrap().why, Why::BodyDamaged);
}

#[test]
fn records_out_of_their_order_are_found() {
    let all = records();
    let twice = [&all[..2], &all[..1]].concat();
    let headless = &all[1..];
    let after_end = [&all[..], &all[4..5]].concat();
    for (list, bad) in [(&twice[..], 2), (headless, 0), (&after_end[..], 8)] {
        let broken = read(&written(list).0).1.unwrap();
        assert_eq!((broken.record, broken.why), (bad, Why::OutOfOrder));
    }
}

#[test]
fn a_record_longer_than_the_limit_is_refused() {
    let (mut bytes, mut link) = (OPENING.to_vec(), first_link());
    write_frame(&mut bytes, &mut link, 1, &vec![0; RECORD_BYTES_MAX + 1]);
    assert_eq!(read(&bytes).1.unwrap().why, Why::TooLong(RECORD_BYTES_MAX + 1));
}

#[test]
fn a_payload_with_more_than_a_record_is_no_record() {
    let (mut bytes, mut link) = (OPENING.to_vec(), first_link());
    let mut payload = records()[0].encode().unwrap();
    payload.push(0);
    write_frame(&mut bytes, &mut link, 1, &payload);
    assert_eq!(read(&bytes).1.unwrap().why, Why::Unreadable);
}

#[test]
fn other_files_are_told_apart() {
    assert_eq!(read(b"PK\x03\x04 something else").1.unwrap().why, Why::NotAJournal);
    assert_eq!(read(b"dientap\x09").1.unwrap().why, Why::Version(9));
    assert_eq!(read(b"").1.unwrap().why, Why::Torn);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), opened: bool) {
        let mut all = if opened { OPENING.to_vec() } else { Vec::new() };
        all.extend(bytes);
        read(&all);
    }
}
