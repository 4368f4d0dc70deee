//! Shows problems: for people as `file:line:column: error[rule]: sentence` with the line of the file and a
//! mark under it, and as JSON for other programs.

use codespan_reporting::diagnostic::{self as shown, Label};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term::{self, Config, DisplayStyle, termcolor::Ansi};
use serde::Serialize;

use super::{Diagnostic, Outcome, Severity};
use crate::i18n::Tr;

/// Whether the text carries the colours of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Without,
    /// ANSI colours.
    With,
}

impl Outcome {
    /// Whether there is an error among the problems.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All problems for people, in the language of `tr`.
    pub fn render(&self, tr: &Tr, colour: Colour) -> String {
        let mut files = SimpleFiles::new();
        let ids: Vec<usize> = self.texts.iter().map(|(path, text)| files.add(path.as_str(), text.as_str())).collect();
        let file_of = |path: &str| self.texts.iter().zip(&ids).find(|((p, _), _)| p == path).map(|(_, id)| *id);
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            let Some(file) = file_of(&diagnostic.file) else { continue };
            let shown = show(diagnostic, file, tr);
            let header = emit(&shown, &files, DisplayStyle::Short, colour);
            let snippet = emit(&shown, &files, DisplayStyle::Rich, colour);
            // The long form has a header of its own, without the place.
            let snippet = snippet.split_once('\n').map_or("", |(_, snippet)| snippet);
            out.push_str(header.trim_end());
            out.push('\n');
            if is_short_line(&self.texts, diagnostic) {
                out.push_str(snippet);
            }
        }
        out
    }

    /// All problems as a JSON list, sentences in the language of `tr`.
    pub fn json(&self, tr: &Tr) -> String {
        let entries: Vec<Entry<'_>> = self.diagnostics.iter().map(|diagnostic| Entry::new(diagnostic, tr)).collect();
        // Plain numbers and strings always serialise.
        serde_json::to_string_pretty(&entries).unwrap_or_default()
    }
}

/// Bytes of a line that is shown; a file without line breaks would be shown whole with each problem.
const LONGEST_LINE: usize = 1_000;

fn is_short_line(texts: &[(String, String)], diagnostic: &Diagnostic) -> bool {
    let text = texts.iter().find(|(path, _)| *path == diagnostic.file).map_or("", |(_, text)| text);
    let (before, after) = text.split_at_checked(diagnostic.range.start).unwrap_or_default();
    let length = |part: Option<&str>| part.map_or(0, str::len);
    length(before.rsplit('\n').next()) + length(after.split('\n').next()) <= LONGEST_LINE
}

fn show(diagnostic: &Diagnostic, file: usize, tr: &Tr) -> shown::Diagnostic<usize> {
    let severity = match diagnostic.severity {
        Severity::Error => shown::Severity::Error,
        Severity::Warning => shown::Severity::Warning,
    };
    shown::Diagnostic::new(severity)
        .with_code(diagnostic.rule)
        .with_message(diagnostic.message.say(tr))
        .with_label(Label::primary(file, diagnostic.range.clone()))
        .with_notes_iter(diagnostic.help.iter().map(|help| help.say(tr)))
}

fn emit(
    diagnostic: &shown::Diagnostic<usize>,
    files: &SimpleFiles<&str, &str>,
    style: DisplayStyle,
    colour: Colour,
) -> String {
    let config = Config { display_style: style, ..Config::default() };
    // Writing into memory does not fail, and every place lies in its file.
    match colour {
        Colour::Without => term::emit_into_string(&config, files, diagnostic).unwrap_or_default(),
        Colour::With => {
            let mut out = Ansi::new(Vec::new());
            let _ = term::emit_to_write_style(&mut out, &config, files, diagnostic);
            String::from_utf8_lossy(&out.into_inner()).into_owned()
        }
    }
}

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: &'static str,
    rule: &'static str,
    message: String,
    help: Option<String>,
}

impl<'a> Entry<'a> {
    fn new(diagnostic: &'a Diagnostic, tr: &Tr) -> Self {
        Self {
            file: &diagnostic.file,
            line: diagnostic.start.line,
            column: diagnostic.start.column,
            end_line: diagnostic.end.line,
            end_column: diagnostic.end.column,
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            rule: diagnostic.rule,
            message: diagnostic.message.say(tr),
            help: diagnostic.help.as_ref().map(|help| help.say(tr)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{fixture, load};
    use crate::model::Lang;

    fn broken() -> Outcome {
        let (path, text) = fixture::FILES[6];
        let text = text.replace("to: Host(\"ttthdl/db-01\")", "to: Host(\"ttthdl/db-10\")");
        load(&fixture::source().with(path, text), fixture::SCENARIO)
    }

    #[test]
    fn a_problem_shows_its_place_its_line_and_a_suggestion() {
        insta::assert_snapshot!(broken().render(&Tr::new(Lang::En), Colour::Without), @r#"
        mat-cong/scenario.ron:67:22: error[unknown-reference]: There is no host named `ttthdl/db-10`
           ┌─ mat-cong/scenario.ron:67:22
           │
        67 │             to: Host("ttthdl/db-10"),
           │                      ^^^^^^^^^^^^^^
           │
           = Did you mean `ttthdl/db-01`?
        "#);
        let vietnamese = broken().render(&Tr::new(Lang::Vi), Colour::Without);
        assert!(vietnamese.contains("Không có máy nào tên `ttthdl/db-10`"), "{vietnamese}");
        assert!(vietnamese.contains("Có phải ý bạn là `ttthdl/db-01`?"), "{vietnamese}");
    }

    #[test]
    fn colours_change_nothing_but_the_colour() {
        let tr = Tr::new(Lang::Vi);
        let coloured = broken().render(&tr, Colour::With);
        assert!(coloured.contains("\u{1b}["));
        let mut plain = String::new();
        let mut rest = coloured.as_str();
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            plain.push_str(before);
            rest = after.split_once('m').unwrap().1;
        }
        assert_eq!(plain + rest, broken().render(&tr, Colour::Without));
    }

    #[test]
    fn json_carries_every_part() {
        insta::assert_snapshot!(broken().json(&Tr::new(Lang::En)), @r#"
        [
          {
            "file": "mat-cong/scenario.ron",
            "line": 67,
            "column": 22,
            "end_line": 67,
            "end_column": 36,
            "severity": "error",
            "rule": "unknown-reference",
            "message": "There is no host named `ttthdl/db-10`",
            "help": "Did you mean `ttthdl/db-01`?"
          }
        ]
        "#);
    }
}
