//! Reads one file: bytes, limits, version, values. Every way in which this can fail becomes a diagnostic.

use std::ops::Range;

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

use super::diagnostic::LineColumn;
use super::files::{FileKind, FileText, Finding, Report};
use super::guard::{self, Breach};
use super::migrate::{self, Migrated, VersionError};
use super::source::{ReadError, Source};
use super::tree::{self, Body, Node};
use super::words::Words;
use super::{limits, suggest};
use crate::model::{NO_CALENDAR, NO_SPAN, SPAN_TOO_LONG};

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
            report.texts.push(FileText::opaque(kind, path, text));
            report.add_range(Finding::error(RULE, message), kind, &(at..at));
            return None;
        }
    };
    if let Err(breach) = guard::check(&text) {
        report.texts.push(FileText::opaque(kind, path, text));
        report_breach(breach, kind, report);
        return None;
    }
    match migrate::migrate(kind, &text) {
        Ok((migrated, tree)) => report.texts.push(FileText::new(kind, path, text, migrated, tree)),
        Err(error) => {
            let tree = tree::parse(&text);
            report.texts.push(FileText::new(kind, path, text.clone(), Migrated::unchanged(text), tree));
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
        Breach::Depth(at) => (at, Words::new("content-too-deep").number("limit", limits::DEPTH)),
        Breach::Parts(at) => (at, Words::new("content-too-many-parts").number("limit", limits::PARTS)),
        Breach::Length(at) => (at, Words::new("content-list-too-long").number("limit", limits::LIST)),
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

/// The bytes to underline. `ron` marks where its reader stood, which may be white space before or a part of what
/// it means; for a missing field it is the end of the value, whose beginning says more.
fn range_of(code: &ron::Error, range: Range<usize>, file: &FileText) -> Range<usize> {
    let is_missing_field = matches!(code, ron::Error::MissingStructField { .. });
    let text = &file.migrated.text;
    let marked = text.get(range.clone()).unwrap_or_default();
    let start = range.start + marked.len() - marked.trim_start().len();
    let is_meant = |node: &Node| match &node.body {
        Body::Fields(_) => is_missing_field && node.range.contains(&range.end),
        Body::Items(_) => false,
        _ if is_missing_field => text.get(node.range.clone()) == Some("()") && node.range.contains(&range.start),
        _ => node.range.contains(&start) && node.range.end >= range.end,
    };
    let mut innermost = None;
    if let Some(tree) = &file.tree {
        tree.walk(&mut |_, node| {
            if is_meant(node) {
                innermost = Some(node.head());
            }
        });
    }
    innermost.unwrap_or_else(|| start..start + word_length(text.get(start..).unwrap_or_default(), marked.trim()))
}

/// Length of the marked text on its first line; of the word that begins there when nothing is marked.
fn word_length(rest: &str, marked: &str) -> usize {
    let line = marked.split('\n').next().unwrap_or_default().trim_end();
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    let word = rest.chars().take_while(is_word).map(char::len_utf8).sum();
    if line.is_empty() { word } else { line.len() }
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
        ron::Error::Message(text) => Finding::error(RULE, of_time(text).unwrap_or_else(|| refused(text.clone()))),
        other => Finding::error(RULE, refused(other.to_string())),
    }
}

fn refused(reason: String) -> Words {
    Words::new("content-ron-refuses").text("reason", reason)
}

/// What the model has against a time, in the author's language.
fn of_time(text: &str) -> Option<Words> {
    let known =
        [(NO_SPAN, "content-no-span"), (SPAN_TOO_LONG, "content-span-too-long"), (NO_CALENDAR, "content-no-calendar")];
    known.into_iter().find_map(|(complaint, key)| {
        let value = text.strip_suffix(complaint)?.trim_end().trim_matches('`');
        Some(Words::new(key).text("text", value))
    })
}

fn choices(found: &str, expected: &[&'static str]) -> Option<Words> {
    if let Some(near) = suggest::nearest(found, expected.iter().copied()) {
        return Some(Words::new("content-did-you-mean").text("name", near));
    }
    (!expected.is_empty()).then(|| Words::new("content-one-of").text("names", expected.join(", ")))
}
