//! Goal: the instructor's guide is true. Every example in it loads, and every condition, effect, criterion and so
//! on that the language knows has an example, in both languages of the guide.
//! Method: fenced blocks marked `ron cond`, `ron effect` and so on are read as that type, or a list of it; the names
//! of all variants come from what the reader says it would have expected.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use dientap::model::{Cond, Criterion, Effect, Need, OnWhat, Scope, Truth, Verb, When, Where};
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ron::error::SpannedError> {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).from_str(text)
}

/// The blocks of the guide marked `ron KIND`.
fn blocks<'g>(guide: &'g str, kind: &str) -> Vec<&'g str> {
    let mark = format!("\n```ron {kind}\n");
    guide.split(&mark).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

fn check<T: DeserializeOwned + Debug>(guide: &str, kind: &str) {
    let Err(ron::error::SpannedError { code: ron::Error::NoSuchEnumVariant { expected, .. }, .. }) =
        read::<T>("KhongCoTenNay")
    else {
        panic!("the names of {kind} are not known");
    };
    let mut shown = BTreeSet::new();
    for block in blocks(guide, kind) {
        let values = read::<Vec<T>>(block).or_else(|_| read::<T>(block).map(|one| vec![one]));
        for value in values.unwrap_or_else(|error| panic!("{kind}: {error}\n{block}")) {
            let text = format!("{value:?}");
            shown.insert(text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned());
        }
    }
    let missing: Vec<_> = expected.iter().filter(|name| !shown.contains(**name)).collect();
    assert!(missing.is_empty(), "{kind} without an example: {missing:?}");
}

#[test]
fn every_word_of_the_language_has_an_example_that_loads() {
    for file in ["README.md", "README.en.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
        let guide = std::fs::read_to_string(path).unwrap();
        check::<Cond>(&guide, "cond");
        check::<Effect>(&guide, "effect");
        check::<Criterion>(&guide, "criterion");
        check::<Scope>(&guide, "scope");
        check::<Where>(&guide, "where");
        check::<When>(&guide, "when");
        check::<Need>(&guide, "need");
        check::<Verb>(&guide, "verb");
        check::<Truth>(&guide, "truth");
        check::<OnWhat>(&guide, "onwhat");
    }
}
