//! Reads one file: bytes, limits, version, values. Every way in which this can fail becomes a diagnostic.

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

use super::diagnostic::LineColumn;
use super::files::{FileKind, FileText, Finding, Report};
use super::guard::{self, Breach};
use super::migrate::{self, Migrated, VersionError};
use super::source::{ReadError, Source};
use super::tree::{Body, Node};
use super::words::Words;
use super::{limits, suggest};

/// Rule id of everything that keeps a file from being read.
pub const RULE: &str = "ron";

/// Reads the file at `path`; `None` after a problem, which is in `report`.
pub fn read<T: DeserializeOwned>(source: &dyn Source, kind: FileKind, path: String, report: &mut Report) -> Option<T> {
    let text = match source.read(&path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(&error.into_bytes()).into_owned();
            (text, valid, Words::new("content-not-utf8"))
        }),
        Err(error) => Err((String::new(), 0, unreadable(&error))),
    };
    let text = match text {
        Ok(text) => text,
        Err((text, at, message)) => {
            report.texts.push(FileText::new(kind, path, text, Migrated::default()));
            report.add_range(Finding::error(RULE, message), kind, &(at..at));
            return None;
        }
    };
    if let Err(breach) = guard::check(&text) {
        // The parsers behind a tree must not see such a text.
        report.texts.push(FileText::new(kind, path, text, Migrated::default()));
        report_breach(breach, kind, report);
        return None;
    }
    match migrate::migrate(kind, &text) {
        Ok(migrated) => report.texts.push(FileText::new(kind, path, text, migrated)),
        Err(error) => {
            report.texts.push(FileText::new(kind, path, text.clone(), Migrated::unchanged(text)));
            report_version(error, kind, report);
            return None;
        }
    }
    parse(kind, report)
}

fn unreadable(error: &ReadError) -> Words {
    match error {
        ReadError::Missing => Words::new("content-file-missing"),
        ReadError::TooLarge => Words::new("content-file-too-large").number("bytes", limits::FILE_BYTES),
        ReadError::Other(reason) => Words::new("content-file-unreadable").text("reason", reason.as_str()),
    }
}

fn report_breach(breach: Breach, kind: FileKind, report: &mut Report) {
    let (at, message) = match breach {
        Breach::TooDeep(at) => (at, Words::new("content-too-deep").number("limit", limits::DEPTH)),
        Breach::TooLong(at) => (at, Words::new("content-list-too-long").number("limit", limits::LIST)),
    };
    // The migrated text is empty here, so the place is that of the text on disk.
    report.add_range(Finding::error(RULE, message), kind, &(at..at + 1));
}

fn report_version(error: VersionError, kind: FileKind, report: &mut Report) {
    let (at, message) = match error {
        VersionError::Future { version, at } => (at, Words::new("content-version-future").number("version", version)),
        VersionError::Unreadable(at) => (at, Words::new("content-version-unreadable")),
    };
    let message = message.number("current", migrate::CURRENT);
    report.add_range(Finding::error(RULE, message), kind, &at);
}

fn parse<T: DeserializeOwned>(kind: FileKind, report: &mut Report) -> Option<T> {
    let file = report.text(kind)?;
    let text = &file.migrated.text;
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    match options.from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let place = |at: ron::error::Position| LineColumn { line: at.line, column: at.col }.offset(text);
            let range = place(error.span.start)..place(error.span.end);
            let range = range_of(&error.code, range, file);
            report.add_range(explain(&error.code), kind, &range);
            None
        }
    }
}

/// The bytes to underline. `ron` marks where its reader stood, white space around included, and for a missing
/// field the end of the value; the value's beginning says more.
fn range_of(code: &ron::Error, range: std::ops::Range<usize>, file: &FileText) -> std::ops::Range<usize> {
    if let ron::Error::MissingStructField { .. } = code {
        let holds = |node: &Node| node.range.contains(&range.start.saturating_sub(1));
        let mut innermost = None;
        if let Some(tree) = file.tree() {
            tree.walk(&mut |_, node| {
                if matches!(node.body, Body::Fields(_) | Body::Leaf) && holds(node) {
                    innermost = Some(node.head());
                }
            });
        }
        if let Some(head) = innermost {
            return head;
        }
    }
    let marked = file.migrated.text.get(range.clone()).unwrap_or_default();
    let start = range.start + marked.len() - marked.trim_start().len();
    let word = marked.trim();
    let line = word.split('\n').next().unwrap_or_default();
    start..start + line.trim_end().len()
}

fn explain(code: &ron::Error) -> Finding {
    match code {
        ron::Error::NoSuchStructField { expected, found, outer } => {
            let message = Words::new("content-unknown-field").text("found", found.as_str());
            let owner = outer.clone().unwrap_or_default();
            Finding::error(RULE, message.text("owner", owner)).help(choices(found, expected))
        }
        ron::Error::NoSuchEnumVariant { expected, found, .. } => {
            let message = Words::new("content-unknown-variant").text("found", found.as_str());
            Finding::error(RULE, message).help(choices(found, expected))
        }
        ron::Error::MissingStructField { field, .. } => {
            Finding::error(RULE, Words::new("content-missing-field").text("field", *field))
        }
        ron::Error::DuplicateStructField { field, .. } => {
            Finding::error(RULE, Words::new("content-duplicate-field").text("field", *field))
        }
        other => Finding::error(RULE, Words::new("content-ron-refuses").text("reason", other.to_string())),
    }
}

fn choices(found: &str, expected: &[&'static str]) -> Option<Words> {
    if let Some(near) = suggest::nearest(found, expected.iter().copied()) {
        return Some(Words::new("content-did-you-mean").text("name", near));
    }
    (!expected.is_empty()).then(|| Words::new("content-one-of").text("names", expected.join(", ")))
}
