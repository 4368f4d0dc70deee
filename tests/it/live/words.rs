//! What the author of a scenario wrote, looked for in every frame; and what clients make of it in their copies.

use dientap::content::fixture;
use dientap::live::{Standing, Tell};
use dientap::model::{Scenario, Table};
use dientap::sim::{Exercise, FactKind, ItemKind};

use super::disk::Disks;
use super::world::{World, contains};
use crate::secrecy::{Word, words_of};

impl<D: Disks> World<D> {
    /// Nobody but staff gets a word of the author before it has come up on its seat: neither with the book nor with
    /// what is learned.
    pub fn look_for_words(&mut self, number: usize, tell: &Tell, frame: &[u8]) {
        let actor = &self.actors[number];
        if matches!(actor.standing, Standing::Facilitator | Standing::Evaluator) {
            return;
        }
        let seat = actor.client.welcome().and_then(|welcome| welcome.seat).filter(|_| !matches!(tell, Tell::Book(_)));
        let found: Vec<&Word> = self.written.iter().filter(|word| contains(frame, &word.text)).collect();
        if found.is_empty() {
            return;
        }
        let learned = &mut self.learned[actor.team];
        let exercise = self.host.teams()[actor.team].exercise();
        learned.read(exercise);
        for word in found {
            // Two things may have the same name.
            let mut same = self.written.iter().filter(|other| other.text.contains(&word.text));
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

/// The words of a scenario that no public file holds.
pub fn written(scenario: &Scenario) -> Vec<Word> {
    let mut words = words_of(scenario);
    let shared = fixture::FILES.iter().filter(|(path, _)| path.starts_with("tinh-nho") && !path.contains("signals"));
    let public: String = shared.map(|(_, text)| *text).collect();
    assert_eq!(scenario.file.id, fixture::SCENARIO, "its public files are known");
    words.retain(|word| !public.contains(&word.text));
    words
}
