//! Any text in place of one of a scenario's files: loading answers with a scenario or with problems, never with
//! a panic or without end. The first byte chooses the file.
#![no_main]

use dientap::content::{self, Colour, fixture};
use dientap::i18n::Tr;
use dientap::model::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((which, text)) = data.split_first() else { return };
    let (path, _) = fixture::FILES[usize::from(*which) % fixture::FILES.len()];
    let source = fixture::source().with(path, text);
    let outcome = content::load(&source, fixture::SCENARIO);
    let shown = outcome.render(&Tr::new(Lang::Vi), Colour::Without);
    assert!(outcome.scenario.is_some() || !shown.is_empty(), "no scenario, and no word why");
});
