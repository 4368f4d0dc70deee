//! Any bytes as a journal, raw and framed as the format says: reading and verifying answer, never panic, and no
//! more is read than is there. The framing is written down here a second time, from the description alone, because
//! no fuzzer guesses a hash.
#![no_main]

use std::sync::{Arc, LazyLock};

use dientap::content::{self, fixture};
use dientap::journal::{Durability, Header, Reader, verify_bytes};
use dientap::model::Scenario;
use dientap::sim::Setup;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

static SCENARIO: LazyLock<Option<Arc<Scenario>>> =
    LazyLock::new(|| content::load(&fixture::source(), fixture::SCENARIO).scenario.map(Arc::new));

fuzz_target!(|data: &[u8]| {
    read(data);
    let mut bytes = b"dientap\x01".to_vec();
    let mut link = Sha256::digest(&bytes).to_vec();
    if let Some(header) = SCENARIO.as_ref().and_then(header) {
        frame(&mut bytes, &mut link, 1, &header);
    }
    let mut rest = data;
    while let [kind, length, tail @ ..] = rest {
        let (payload, tail) = tail.split_at(tail.len().min(usize::from(*length)));
        frame(&mut bytes, &mut link, *kind, payload);
        rest = tail;
    }
    read(&bytes);
});

fn read(bytes: &[u8]) {
    if let Ok(reader) = Reader::new(bytes) {
        assert!(reader.count() <= bytes.len() / 41, "more records than the bytes can hold");
    }
    if let Some(scenario) = &*SCENARIO {
        drop(verify_bytes(bytes, scenario));
    }
}

/// The payload of a header that fits the scenario, so that what follows is played.
fn header(scenario: &Arc<Scenario>) -> Option<Vec<u8>> {
    let header = Header {
        engine: String::new(),
        scenario: scenario.file.id.clone(),
        content_hash: scenario.content_hash.clone(),
        setup: Setup::of(1),
        seats: Vec::new(),
        started: String::new(),
        durability: Durability::AtEnd,
        fork: None,
    };
    postcard::to_stdvec(&header).ok()
}

fn frame(bytes: &mut Vec<u8>, link: &mut Vec<u8>, kind: u8, payload: &[u8]) {
    let length = (payload.len() as u32).to_le_bytes();
    let hash = |payload: &[u8]| {
        Sha256::new()
            .chain_update(&*link)
            .chain_update(length)
            .chain_update([kind])
            .chain_update(payload)
            .finalize()
            .to_vec()
    };
    let (check, next) = (hash(b"head"), hash(payload));
    bytes.extend_from_slice(&length);
    bytes.push(kind);
    bytes.extend_from_slice(&check[..4]);
    bytes.extend_from_slice(payload);
    bytes.extend_from_slice(&next);
    *link = next;
}
