//! Older formats of the files. A migration turns version n into n + 1 by small edits of the text, found in its
//! syntax tree, so that comments stay and problems are still shown at their place in the author's file.

use std::ops::Range;

use super::files::FileKind;
use super::tree::{self, Node};

/// The version that this program reads.
pub const CURRENT: u32 = MIGRATIONS.len() as u32;

/// What each version changed: the entry at n makes version n + 1 of version n. A new format adds an entry.
const MIGRATIONS: &[fn(FileKind, &Node, &mut Vec<Edit>)] = &[summary_was_called_description];

/// Version 0 called a scenario's `summary` its `description`.
fn summary_was_called_description(kind: FileKind, root: &Node, edits: &mut Vec<Edit>) {
    if kind == FileKind::Scenario {
        edits.extend(root.field_name("description").map(|at| Edit { at, text: "summary".to_owned() }));
    }
}

/// A piece of text that another one takes the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    at: Range<usize>,
    text: String,
}

/// A text in today's format, and how it came from the text on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The text.
    pub text: String,
    /// Edits of each step, sorted by place.
    steps: Vec<Vec<Edit>>,
}

impl Migrated {
    /// A text that needs no migration.
    pub const fn unchanged(text: String) -> Self {
        Self { text, steps: Vec::new() }
    }

    /// Where the byte `offset` of the text was on disk.
    pub fn original_offset(&self, offset: usize) -> usize {
        self.steps.iter().rev().fold(offset, |offset, edits| before(edits, offset))
    }
}

/// What is wrong with a file's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionError {
    /// Newer than this program.
    Future {
        /// The version it says.
        version: usize,
        /// Where it says so.
        at: Range<usize>,
    },
    /// Not a number, or negative.
    Unreadable(Range<usize>),
}

/// Brings `text` to today's format and gives its tree. A text without a version stays as it is: the reader says what is missing.
///
/// # Errors
/// When the version is none that this program knows.
pub fn migrate(kind: FileKind, text: &str) -> Result<(Migrated, Option<Node>), VersionError> {
    let mut migrated = Migrated::unchanged(text.to_owned());
    loop {
        let root = tree::parse(&migrated.text);
        let Some(root) = root else { return Ok((migrated, None)) };
        let Some(version) = root.field("version") else { return Ok((migrated, Some(root))) };
        let at = version.head();
        let Some(step) = version.number().and_then(|number| usize::try_from(number).ok()) else {
            return Err(VersionError::Unreadable(at));
        };
        if step > MIGRATIONS.len() {
            return Err(VersionError::Future { version: step, at });
        }
        let Some(migration) = MIGRATIONS.get(step) else { return Ok((migrated, Some(root))) };
        let mut edits = vec![Edit { at, text: (step + 1).to_string() }];
        migration(kind, &root, &mut edits);
        edits.sort_by_key(|edit| edit.at.start);
        migrated.text = apply(&migrated.text, &edits);
        migrated.steps.push(edits);
    }
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        result.push_str(text.get(done..edit.at.start).unwrap_or_default());
        result.push_str(&edit.text);
        done = edit.at.end;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}

/// Where the byte `offset` of the edited text was before the edits.
fn before(edits: &[Edit], offset: usize) -> usize {
    // How far the text in front of the current edit has grown (`added`) and shrunk (`removed`).
    let (mut added, mut removed) = (0, 0);
    for edit in edits {
        let start = edit.at.start + added - removed;
        if offset <= start {
            break;
        }
        if offset < start + edit.text.len() {
            return edit.at.start;
        }
        added += edit.text.len();
        removed += edit.at.len();
    }
    offset + removed - added
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "(\n    // kept\n    description: (vi: \"a\"),\n    version: 0,\n    level: Basic,\n)";

    #[test]
    fn version_0_becomes_version_1_and_keeps_its_comments() {
        let (new, _) = migrate(FileKind::Scenario, OLD).unwrap();
        let expected = "(\n    // kept\n    summary: (vi: \"a\"),\n    version: 1,\n    level: Basic,\n)";
        assert_eq!(new.text, expected);
        let (again, tree) = migrate(FileKind::Scenario, &new.text).unwrap();
        assert_eq!(again, Migrated::unchanged(new.text.clone()));
        assert_eq!(tree, tree::parse(&new.text));
    }

    #[test]
    fn other_files_of_version_0_only_change_their_version() {
        let old = "(version: 0, description: 1)";
        assert_eq!(migrate(FileKind::Plan, old).unwrap().0.text, "(version: 1, description: 1)");
    }

    #[test]
    fn places_lead_back_to_the_text_on_disk() {
        let (new, _) = migrate(FileKind::Scenario, OLD).unwrap();
        for word in ["kept", "(vi", "version", "level", "Basic"] {
            assert_eq!(new.original_offset(new.text.find(word).unwrap()), OLD.find(word).unwrap(), "{word}");
        }
    }

    #[test]
    fn versions_from_the_future_are_refused_where_they_stand() {
        let wrong = migrate(FileKind::Plan, "(version: 2)");
        assert_eq!(wrong, Err(VersionError::Future { version: 2, at: 10..11 }));
        for text in ["(version: -1)", "(version: x)"] {
            assert!(matches!(migrate(FileKind::Plan, text), Err(VersionError::Unreadable(_))), "{text}");
        }
    }
}
