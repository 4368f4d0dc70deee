//! Goal: every scenario comes out as its own tests say.
//! Method: play the tests of every real scenario, each test in a thread of its own.

use std::path::Path;
use std::sync::Arc;

use dientap::content::{self, Folder};
use dientap::i18n::Tr;
use dientap::model::{Lang, Scenario};
use dientap::trial;

#[test]
fn every_scenario_passes_its_tests() {
    let folder = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"));
    let mut played = 0;
    for id in content::scenarios(&folder) {
        let (outcome, file) = content::load_with_tests(&folder, &id, &trial::is_player);
        let tr = Tr::new(Lang::En);
        assert!(!outcome.has_errors(), "{}", outcome.render(&tr, content::Colour::Without));
        let scenario: Arc<Scenario> = Arc::new(outcome.scenario.unwrap());
        let Some(file) = file else { continue };
        played += file.cases.len();
        let unmet: Vec<String> = std::thread::scope(|scope| {
            let play = |case| {
                let unmet = trial::play(&scenario, case);
                let said = unmet.iter().map(|unmet| trial::say(unmet, case, &scenario, &Tr::new(Lang::En)));
                said.map(|said| format!("{}: {said}", case.name)).collect::<Vec<_>>()
            };
            let threads: Vec<_> = file.cases.iter().map(|case| scope.spawn(move || play(case))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(unmet, [""; 0], "{id}");
    }
    assert!(played >= 12, "only {played} tests were found");
}
