//! What the program says when it does not understand its command line.

use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{GOOD, UNUSABLE};
use crate::i18n::Tr;

/// Prints help to `out`, or a complaint with the place and the way out to `err`; gives the exit status.
pub(super) fn about(error: &clap::Error, tr: &Tr, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        write!(out, "{}", error.render()).ok();
        return GOOD;
    }
    writeln!(err, "{}", tr.with("cli-failure", &[("said", sentence(error, tr).into())])).ok();
    UNUSABLE
}

fn sentence(error: &clap::Error, tr: &Tr) -> String {
    let part = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "cli-complain-unknown",
        ErrorKind::InvalidSubcommand => "cli-complain-command",
        ErrorKind::MissingRequiredArgument => "cli-complain-missing",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "cli-complain-value",
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "cli-complain-no-value",
        _ => "cli-complain-other",
    };
    let argument = match part(ContextKind::InvalidArg) {
        text if text.is_empty() => part(ContextKind::InvalidSubcommand),
        text => text,
    };
    // Why a value is wrong, said by what reads it, or what it may be.
    let hint = match (std::error::Error::source(error), part(ContextKind::ValidValue)) {
        (Some(source), _) => source.to_string(),
        (None, valid) => valid,
    };
    let value = part(ContextKind::InvalidValue);
    tr.with(key, &[("argument", argument.into()), ("value", value.into()), ("hint", hint.into())])
}
