//! `attack-id`: a step of the attack names its ATT&CK technique as `T1190` or `T1505.003`; a failure names none.

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::Cause;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (n, step) in cx.files.scenario.iter().flat_map(|scenario| &scenario.attack).enumerate() {
        let is_right = match step.cause {
            Cause::Attack => is_technique(&step.technique),
            Cause::Failure | Cause::Mistake => step.technique.is_empty(),
        };
        if !is_right {
            let message = Words::new("content-attack-id").text("id", step.technique.as_str());
            found.error(message, FileKind::Scenario, at!(attack [n] technique));
            found.help(Words::new("content-attack-id-help"));
        }
    }
}

fn is_technique(id: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let Some(number) = id.strip_prefix('T') else { return false };
    match number.split_once('.') {
        None => digits(number, 4),
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
    }
}
