//! Goal: no byte of a journal can change without `verify` saying so, and where.
//! Method: flip bits of every byte of a short journal of a real run, one at a time.

use std::sync::Arc;

use dientap::journal::{Durability, Reader, Run, Why, verify_bytes};

use super::chaos::Chaos;
use super::stage;

/// A finished journal of a short run of the small scenario.
fn journal() -> Vec<u8> {
    let scenario = stage::small();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.dtj");
    let mut run = Run::start(&path, &scenario, stage::header(&scenario, 5, Durability::EachInput)).unwrap();
    let mut chaos = Chaos::new(5);
    for _ in 0..25 {
        let (at, input) = chaos.input(run.exercise());
        run.apply(at, &input).unwrap().ok();
    }
    run.finish().unwrap();
    std::fs::read(&path).unwrap()
}

/// Number and end of each record.
fn ends(bytes: &[u8]) -> Vec<u64> {
    let mut reader = Reader::new(bytes).unwrap();
    let mut ends = vec![reader.offset()];
    while let Some(entry) = reader.next() {
        entry.unwrap();
        ends.push(reader.offset());
    }
    ends
}

#[test]
fn every_flipped_byte_is_detected_and_its_record_named() {
    let (scenario, bytes) = (stage::small(), journal());
    assert!(verify_bytes(&bytes, &scenario).is_ok());
    let ends = ends(&bytes);
    // One bit of each byte, another one each time; the long form takes all eight.
    let all_bits = stage::count("DIENTAP_ALL_BITS", 0) > 0;
    for position in 0..bytes.len() {
        for bit in 0..8 {
            if !all_bits && bit != position % 8 {
                continue;
            }
            let mut changed = bytes.clone();
            changed[position] ^= 1 << bit;
            let Err(broken) = verify_bytes(&changed, &Arc::clone(&scenario)) else {
                panic!("bit {bit} of byte {position} was not noticed")
            };
            let record = ends.iter().filter(|end| **end <= position as u64).count();
            assert_eq!(broken.record as usize, record, "bit {bit} of byte {position}");
            assert!(broken.offset <= position as u64, "bit {bit} of byte {position}");
            assert_ne!(broken.why, Why::Torn, "damage must not look like a kill: bit {bit} of byte {position}");
        }
    }
}
