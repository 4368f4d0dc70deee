//! Files with random damage never make the reader panic, run away or give out a scenario with open ends.
//!
//! A few hundred damaged sets of files in an ordinary test run; the long proof is
//! `DIENTAP_MUTATIONS=100000 cargo test --no-default-features --release content::mutation`.

use std::path::Path;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Colour, Folder, Memory, fixture, guard, load, scenarios, tree};
use crate::i18n::Tr;
use crate::model::{AnyRef, Lang, Refs};

const DEFAULT_MUTATIONS: u64 = 300;

#[test]
fn mutated_files_never_panic() {
    let count = std::env::var("DIENTAP_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(DEFAULT_MUTATIONS);
    let seeds = seeds();
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let seeds = &seeds;
            scope.spawn(move || (thread..count).step_by(threads as usize).for_each(|number| one(seeds, number)));
        }
    });
}

/// What is damaged: the small scenario, and every scenario that is shipped.
fn seeds() -> Vec<(Memory, String)> {
    let shipped = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    let mut seeds = vec![(fixture::source(), fixture::SCENARIO.to_owned())];
    for name in scenarios(&shipped) {
        let files = load(&shipped, &name).texts;
        seeds.push((files.into_iter().fold(Memory::default(), |all, (path, text)| all.with(&path, text)), name));
    }
    seeds
}

fn one(seeds: &[(Memory, String)], number: u64) {
    let mut random = ChaCha8Rng::seed_from_u64(number);
    // The small scenario is quick, so it takes most of the damage.
    let seed = if random.random_ratio(3, 4) { 0 } else { random.random_range(0..seeds.len()) };
    let (source, scenario) = &seeds[seed];
    let mut source = source.clone();
    for _ in 0..random.random_range(1..=3) {
        damage(&mut source, &mut random);
    }
    let result = std::panic::catch_unwind(|| check(&source, scenario));
    assert!(result.is_ok(), "mutation {number} of {scenario}");
}

fn check(source: &Memory, scenario: &str) {
    let outcome = load(source, scenario);
    let shown = outcome.render(&Tr::new(Lang::Vi), Colour::Without);
    assert_eq!(shown.is_empty(), outcome.diagnostics.is_empty());
    for diagnostic in &outcome.diagnostics {
        let (_, text) = outcome.texts.iter().find(|(path, _)| *path == diagnostic.file).unwrap();
        assert!(text.get(diagnostic.range.clone()).is_some(), "{diagnostic:?} is outside its file");
    }
    let Some(mut scenario) = outcome.scenario else {
        assert!(!outcome.diagnostics.is_empty(), "refused without a word");
        return;
    };
    let mut open = 0;
    let mut visit = |_: &Vec<_>, reference: AnyRef<'_>| open += u32::from(!is_resolved(&reference));
    scenario.plan.refs(&mut Vec::new(), &mut visit);
    scenario.file.refs(&mut Vec::new(), &mut visit);
    scenario.orders.refs(&mut Vec::new(), &mut visit);
    scenario.roles.refs(&mut Vec::new(), &mut visit);
    scenario.noise.refs(&mut Vec::new(), &mut visit);
    let network = std::sync::Arc::make_mut(&mut scenario.network);
    network.systems.refs(&mut Vec::new(), &mut visit);
    network.sensors.refs(&mut Vec::new(), &mut visit);
    assert_eq!(open, 0, "unresolved references in a scenario without errors");
    for (path, text) in &outcome.texts {
        assert!(tree::is_whole(text) || text.contains("version: 0"), "places of {path} are not known");
    }
}

fn is_resolved(reference: &AnyRef<'_>) -> bool {
    macro_rules! any {
        ($($kind:ident)*) => { match reference { $(AnyRef::$kind(r) => r.is_resolved(),)* } };
    }
    any!(Agency Site Zone Host System Account DataStore Role Order Form Channel Cond Procedure Alert Step Implant
        Indicator Vulnerability Flag Inject Backup)
}

/// Damages one of the files.
fn damage(source: &mut Memory, random: &mut ChaCha8Rng) {
    let paths: Vec<String> = source.files.keys().cloned().collect();
    let path = pick(&paths, random).clone();
    let other = source.files[pick(&paths, random)].clone();
    let bytes = source.files.get_mut(&path).unwrap();
    match random.random_range(0..10) {
        0..3 => damage_bytes(bytes, random),
        _ => damage_parts(bytes, &String::from_utf8_lossy(&other), random),
    }
}

fn pick<'a, T>(list: &'a [T], random: &mut ChaCha8Rng) -> &'a T {
    &list[random.random_range(0..list.len())]
}

fn damage_bytes(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) {
    let at = random.random_range(0..=bytes.len());
    let length = random.random_range(0..=(bytes.len() - at).min(64));
    let piece = bytes[at..at + length].to_vec();
    match random.random_range(0..5) {
        0 => drop(bytes.drain(at..at + length)),
        1 => drop(bytes.splice(at..at, piece)),
        2 => bytes.truncate(at),
        3 => bytes.insert(at, random.next_u32() as u8),
        _ => bytes[at..at + length].iter_mut().for_each(|byte| *byte ^= 1 << random.random_range(0..8)),
    }
}

/// Damages whole words, numbers, strings and bracketed groups, so that most of the file stays readable.
fn damage_parts(bytes: &mut Vec<u8>, other: &str, random: &mut ChaCha8Rng) {
    // Earlier damage may have left bytes that are no text; parts are counted in what takes their place.
    let text = String::from_utf8_lossy(bytes).into_owned();
    *bytes = text.clone().into_bytes();
    let (parts, others) = (parts(&text), parts(other));
    if parts.is_empty() || others.is_empty() {
        return;
    }
    let (part, second) = (pick(&parts, random).clone(), pick(&parts, random).clone());
    let here = &text[part.clone()];
    let new = match random.random_range(0..6) {
        0 => String::new(),
        1 => format!("{here}, {here}"),
        2 => text[second].to_owned(),
        3 => other[pick(&others, random).clone()].to_owned(),
        4 => pick(&NUMBERS, random).to_string(),
        _ => pick(&WORDS, random).to_string(),
    };
    bytes.splice(part, new.into_bytes());
}

const NUMBERS: [&str; 9] =
    ["0", "1", "-1", "255", "256", "4294967295", "18446744073709551615", "99999999999999999999", "1e400"];
const WORDS: [&str; 12] = [
    "Never",
    "Some(None)",
    "()",
    "[]",
    "\"\"",
    "\"400d\"",
    "\"-400d\"",
    "Anywhere",
    "Named(\"M12\")",
    "Not(Always)",
    "Hosts([])",
    "\"xa-001/pc-01\"",
];

/// Words, numbers, strings, signs and bracketed groups of `text`.
fn parts(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut last_end = 0;
    for (at, byte) in guard::code_bytes(text) {
        // What lies between two bytes of code is a string or a comment.
        if at > last_end && text.is_char_boundary(last_end) && text.is_char_boundary(at) {
            found.push(last_end..at);
        }
        last_end = at + 1;
        match byte {
            b'(' | b'[' | b'{' => open.push(at),
            b')' | b']' | b'}' => found.extend(open.pop().map(|start| start..at + 1)),
            _ if byte.is_ascii_whitespace() || !byte.is_ascii() => {}
            _ => match found.last_mut() {
                Some(word) if word.end == at && is_word(byte) && text[word.clone()].bytes().all(is_word) => {
                    word.end += 1;
                }
                _ => found.push(at..at + 1),
            },
        }
    }
    found
}
