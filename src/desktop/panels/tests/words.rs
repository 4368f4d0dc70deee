//! Every word that the panels ask for is there, and every refusal is a sentence.

use std::fs;
use std::path::Path;

use super::*;
use crate::model::{Evidence, Need, Param, Ref, TargetKind};

/// Keys between quotes in the sources of a folder.
fn keys(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("tests") {
            keys(&path, prefix, found);
        } else if path.to_str().is_some_and(|name| name.ends_with(".rs") && !name.ends_with("tests.rs")) {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(text.split('"').filter(|part| part.starts_with(prefix)).map(str::to_owned));
        }
    }
}

#[test]
fn every_key_has_words_in_both_languages() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/desktop");
    let mut found = Vec::new();
    keys(&sources.join("panels"), "panels-", &mut found);
    keys(&sources.join("debrief"), "debrief-", &mut found);
    keys(&sources.join("live"), "live-", &mut found);
    assert!(found.len() > 300, "only {} keys found", found.len());
    for lang in [Lang::Vi, Lang::En] {
        let tr = Tr::new(lang);
        let missing: Vec<&String> = found.iter().filter(|key| tr.t(key) == **key).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{lang:?}");
    }
}

#[test]
fn every_refusal_says_why_in_both_languages() {
    let order = {
        let mut order = Ref::new("open-incident");
        order.resolve(Ix::new(1));
        order
    };
    let needs = [
        Need::PoweredOn,
        Need::PoweredOff,
        Need::Connected,
        Need::Isolated,
        Need::Agent,
        Need::IncidentOpen,
        Need::Classified,
        Need::Convened,
        Need::InMaintenance,
        Need::SomeIndicator,
        Need::Secured(Evidence::Memory),
        Need::DoneHere(order.clone()),
        Need::DoneBefore(order),
    ];
    let mut refusals: Vec<Refusal> = needs.into_iter().map(Refusal::Missing).collect();
    refusals.extend([
        Refusal::Ended,
        Refusal::Paused,
        Refusal::Past(SimTime(0)),
        Refusal::Unknown,
        Refusal::NoSeat,
        Refusal::NoAuthority(vec![Ix::new(0)]),
        Refusal::NoAuthority(Vec::new()),
        Refusal::NotOwn(vec![Ix::new(1)]),
        Refusal::NotOwn(Vec::new()),
        Refusal::WrongTarget(TargetKind::Host),
        Refusal::NotKnown,
        Refusal::Fill(Param::Text),
        Refusal::FillField("t0".to_owned()),
        Refusal::WrongField("t0".to_owned()),
        Refusal::ChannelDown(Ix::new(0)),
        Refusal::AlreadyRunning(Ix::new(0)),
        Refusal::AlreadyDone,
        Refusal::TooLong,
        Refusal::QueueFull,
    ]);
    let desk = Desk::new("SOC", |ui, cx| {
        for why in &STASH.with(|stash| stash.borrow().clone()) {
            let text = refusal(cx, why);
            assert!(text.ends_with('.') && text.contains(' ') && !text.contains('{'), "{why:?}: {text}");
            ui.label(text);
        }
    });
    STASH.with(|stash| *stash.borrow_mut() = refusals);
    desk.in_vietnamese().sit(600.0, 900.0);
}

thread_local! {
    static STASH: std::cell::RefCell<Vec<Refusal>> = const { std::cell::RefCell::new(Vec::new()) };
}
