//! A sentence to be said in the reader's language: a message key of `content.ftl` with its arguments.

use fluent_bundle::FluentValue;

use crate::i18n::Tr;

/// An argument of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Said as it is.
    Text(String),
    /// A message of its own.
    Key(&'static str),
    /// A number.
    Number(i64),
}

/// Characters of a text that are said; whatever stands in a file, a sentence stays readable.
const LONGEST: usize = 200;

fn clipped(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Message key.
    pub key: &'static str,
    /// Arguments.
    pub args: Vec<(&'static str, Arg)>,
}

impl Words {
    /// The sentence `key` without arguments.
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// With a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, Arg::Text(clipped(value.into()))));
        self
    }

    /// With another message.
    #[must_use]
    pub fn word(mut self, name: &'static str, key: &'static str) -> Self {
        self.args.push((name, Arg::Key(key)));
        self
    }

    /// With a number.
    #[must_use]
    pub fn number(mut self, name: &'static str, value: impl TryInto<i64>) -> Self {
        self.args.push((name, Arg::Number(value.try_into().unwrap_or(i64::MAX))));
        self
    }

    /// The sentence in the language of `tr`.
    pub fn say(&self, tr: &Tr) -> String {
        let args: Vec<(&str, FluentValue<'_>)> = self
            .args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Text(text) => FluentValue::from(text.as_str()),
                    Arg::Key(key) => FluentValue::from(tr.t(key)),
                    // Numbers go in as text: thousands separators have no place in a diagnostic.
                    Arg::Number(number) => FluentValue::from(number.to_string()),
                };
                (*name, value)
            })
            .collect();
        tr.with(self.key, &args)
    }
}
