//! What the author of a scenario wrote, looked for in every frame; and what clients make of it in their copies.

use std::collections::BTreeSet;
use std::path::Path;

use aho_corasick::AhoCorasick;
use dientap::content::fixture;
use dientap::live::{Standing, Tell};
use dientap::model::{Scenario, Table};
use dientap::sim::{Exercise, FactKind, ItemKind};

use super::disk::Disks;
use super::world::World;
use crate::secrecy::{Word, words_of};

impl<D: Disks> World<D> {
    /// Nobody but staff gets a word of the author before it has come up on its seat: neither with the book nor with
    /// what is learned.
    pub fn look_for_words(&mut self, number: usize, tell: &Tell, frame: &[u8]) {
        let actor = &self.actors[number];
        if matches!(actor.standing, Standing::Facilitator | Standing::Evaluator) {
            return;
        }
        // By the host: on a network that reorders a client may get its screen before it is told of its seat.
        let seat = self.host.seat_of_token(&actor.token).filter(|_| !matches!(tell, Tell::Book(_)));
        let found = self.written.in_bytes(frame);
        if found.is_empty() {
            return;
        }
        let learned = &mut self.learned[actor.team];
        let exercise = self.host.teams()[actor.team].exercise();
        learned.read(exercise);
        for word in found {
            // Two things may have the same name.
            let mut same = self.written.words.iter().filter(|other| other.text.contains(&word.text));
            let may = seat.is_some_and(|(_, role)| same.any(|other| learned.may_read(exercise, role, other)));
            assert!(may, "a secret of the scenario was sent to client {number}: {}", word.text);
            self.read.insert(word.of);
        }
    }

    /// A seat's copy of the scenario says the same as the whole about everything on its screen; staff have the whole.
    pub fn compare_copies(&self, number: usize, exercise: &Exercise) {
        let client = &self.actors[number].client;
        let (copy, whole) = (client.scenario().expect("the book has come"), exercise.scenario());
        assert_eq!(copy.network, whole.network);
        let seat = client.screen().seat.as_ref().unwrap();
        for known in &seat.facts {
            let (copy, whole) = (&copy.file, &whole.file);
            match known.fact.kind {
                FactKind::Trace(ix, _) => assert_eq!(copy.attack.at(ix).name, whole.attack.at(ix).name),
                FactKind::Implanted(_, ix) => assert_eq!(copy.implants.at(ix).name, whole.implants.at(ix).name),
                FactKind::Indicator(ix) => assert_eq!(copy.indicators.at(ix).value, whole.indicators.at(ix).value),
                _ => {}
            }
        }
        for item in &seat.items {
            if let ItemKind::Inject { inject, .. } = item.what {
                let (copy, whole) = (copy.file.injects.at(inject), whole.file.injects.at(inject));
                assert_eq!((&copy.title, &copy.body), (&whole.title, &whole.body));
                assert!(copy.effects.is_empty() && copy.expects.is_none());
            }
        }
        for alert in &seat.alerts {
            assert_eq!(copy.alerts.at(alert.rule).title, whole.alerts.at(alert.rule).title);
        }
        for desk in self.actors.iter().filter(|actor| actor.standing == Standing::Facilitator) {
            assert_eq!(desk.client.scenario().unwrap().file.attack, self.scenario.file.attack);
        }
    }
}

/// The text of all files of the scenario's province but those that say how attacks are noticed.
fn public_files(scenario: &Scenario) -> String {
    if scenario.file.id == fixture::SCENARIO {
        let shared = fixture::FILES.iter();
        let shared = shared.filter(|(path, _)| path.starts_with("tinh-nho") && !path.contains("signals"));
        return shared.map(|(_, text)| *text).collect();
    }
    let province = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(&scenario.file.province);
    let plan = province.join("plan");
    let files = [province, plan].into_iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let files = files.map(|file| file.unwrap().path());
    let shared =
        files.filter(|file| file.extension().is_some_and(|kind| kind == "ron") && !file.ends_with("signals.ron"));
    shared.map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// Words to be looked for, all at once.
pub struct Written {
    pub words: Vec<Word>,
    search: AhoCorasick,
}

impl Written {
    fn in_bytes(&self, bytes: &[u8]) -> Vec<&Word> {
        let found: BTreeSet<_> =
            self.search.find_overlapping_iter(bytes).map(|found| found.pattern().as_usize()).collect();
        found.into_iter().map(|place| &self.words[place]).collect()
    }
}

/// The words of a scenario that no public file holds.
pub fn written(scenario: &Scenario) -> Written {
    let mut words = words_of(scenario);
    let public = public_files(scenario);
    assert!(!public.is_empty(), "its public files are known");
    words.retain(|word| !public.contains(&word.text));
    let search = AhoCorasick::new(words.iter().map(|word| &word.text)).unwrap();
    Written { words, search }
}
