//! A problem of a file: where it is, which rule found it, and the words that say what to do.

use std::ops::Range;

use super::words::Words;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario cannot be played.
    Error,
    /// It can be played but is probably not what its author meant.
    Warning,
}

/// A place as people count: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
}

impl LineColumn {
    /// The place of the byte `offset` of `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..floor(text, offset)).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: 1 + before.matches('\n').count(),
            column: 1 + before.get(line_start..).unwrap_or_default().chars().count(),
        }
    }

    /// The byte at which this place of `text` is; the end of its line or of the text when it is beyond.
    pub fn offset(self, text: &str) -> usize {
        let mut start = 0;
        for line in text.split_inclusive('\n').take(self.line.saturating_sub(1)) {
            start += line.len();
        }
        let rest = text.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        start + line.char_indices().nth(self.column.saturating_sub(1)).map_or(line.len(), |(index, _)| index)
    }
}

/// The largest character boundary of `text` that is not beyond `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Path of the file below the scenarios folder.
    pub file: String,
    /// Bytes of the file that it is about.
    pub range: Range<usize>,
    /// Where it begins.
    pub start: LineColumn,
    /// Where it ends (exclusive).
    pub end: LineColumn,
    /// How bad it is.
    pub severity: Severity,
    /// Id of the rule.
    pub rule: &'static str,
    /// What is wrong.
    pub message: Words,
    /// What to do about it.
    pub help: Option<Words>,
}
