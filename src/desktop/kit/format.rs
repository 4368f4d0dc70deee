//! How times, lengths and names are written, everywhere alike.

use crate::i18n::Tr;
use crate::model::{Calendar, Ix, Lang, Role, Scenario, Severity, SimTime, Span, Table, Zone};
use crate::sim::Target;

use super::selection::Selection;

/// Hours, minutes and seconds of a length: `01:02:03`, with `-` before it when negative.
pub fn hms(span: Span) -> String {
    let seconds = span.0.div_euclid(1_000);
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.abs();
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Time since the start of the exercise: `T+01:02:03`.
pub fn elapsed(at: SimTime) -> String {
    let text = hms(Span(at.0));
    if text.starts_with('-') { format!("T{text}") } else { format!("T+{text}") }
}

/// The fictional time of day: `07:42:10`.
pub fn clock(starts: Calendar, at: SimTime) -> String {
    let p = starts.at(at);
    format!("{:02}:{:02}:{:02}", p.hour, p.minute, p.second)
}

/// The fictional time of day without seconds: `07:42`.
pub fn clock_short(starts: Calendar, at: SimTime) -> String {
    let p = starts.at(at);
    format!("{:02}:{:02}", p.hour, p.minute)
}

/// The fictional date: `Thứ Ba, 17/11/2026`.
pub fn date(tr: &Tr, starts: Calendar, at: SimTime) -> String {
    let p = starts.at(at);
    let weekday = tr.t(&format!("shell-weekday-{}", p.weekday));
    format!("{weekday}, {:02}/{:02}/{:04}", p.day, p.month, p.year)
}

/// The fictional day and time without the year: `17/11 07:42`.
pub fn day_clock(starts: Calendar, at: SimTime) -> String {
    let p = starts.at(at);
    format!("{:02}/{:02} {:02}:{:02}", p.day, p.month, p.hour, p.minute)
}

/// A length in words, its two largest units: `1 giờ 30 phút`, `45 giây`.
pub fn span(tr: &Tr, span: Span) -> String {
    let seconds = span.0.saturating_abs() / 1_000;
    let parts = [
        ("day", seconds / 86_400),
        ("hour", seconds / 3_600 % 24),
        ("minute", seconds / 60 % 60),
        ("second", seconds % 60),
    ];
    let first = parts.iter().position(|(_, n)| *n > 0).unwrap_or(parts.len() - 1);
    let said = parts.iter().skip(first).take(2).filter(|(unit, n)| *n > 0 || *unit == "second" && first == 3);
    said.map(|(unit, n)| tr.with(&format!("shell-span-{unit}"), &[("n", (*n).into())])).collect::<Vec<_>>().join(" ")
}

/// How long ago, or how long until, in the shortest form: `3′`, `2h05`, `45″`.
pub fn age(span: Span) -> String {
    let seconds = span.0.saturating_abs() / 1_000;
    match seconds {
        0..60 => format!("{seconds}″"),
        60..3_600 => format!("{}′", seconds / 60),
        3_600..86_400 => format!("{}h{:02}", seconds / 3_600, seconds / 60 % 60),
        _ => format!("{}d{:02}h", seconds / 86_400, seconds / 3_600 % 24),
    }
}

/// A large number in groups of three digits: `45.520`, in English `45,520`.
pub fn count(lang: Lang, n: u64) -> String {
    let digits = n.to_string();
    let mark = if lang == Lang::Vi { '.' } else { ',' };
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A role's name.
pub fn role(scenario: &Scenario, tr: &Tr, ix: Ix<Role>) -> String {
    scenario.roles.at(ix).name.get(tr.lang()).to_owned()
}

/// A zone's name with its site's.
pub fn zone(scenario: &Scenario, tr: &Tr, ix: Ix<Zone>) -> String {
    let zone = scenario.network.zones.at(ix);
    let site = scenario.network.sites.at(zone.site).name.get(tr.lang());
    format!("{site} · {}", zone.name.get(tr.lang()))
}

/// The incident's severity in words: `M2 · Nghiêm trọng`.
pub fn severity(tr: &Tr, severity: Severity) -> String {
    tr.t(match severity {
        Severity::M4 => "shell-severity-m4",
        Severity::M3 => "shell-severity-m3",
        Severity::M2 => "shell-severity-m2",
        Severity::M1 => "shell-severity-m1",
    })
}

/// The name of what an order is given on; empty for nothing in particular. Alerts are named by their number,
/// since only a seat's view knows what they say.
pub fn target(scenario: &Scenario, tr: &Tr, target: Target) -> String {
    let network = &scenario.network;
    let lang = tr.lang();
    match target {
        Target::Nothing => String::new(),
        Target::Host(ix) => network.hosts.at(ix).id.clone(),
        Target::Zone(ix) => zone(scenario, tr, ix),
        Target::Site(ix) => network.sites.at(ix).name.get(lang).to_owned(),
        Target::System(ix) => network.systems.at(ix).name.get(lang).to_owned(),
        Target::Account(ix) => network.accounts.at(ix).name.get(lang).to_owned(),
        Target::Indicator(ix) => scenario.file.indicators.at(ix).value.clone(),
        Target::Backup(ix) => match network.backups.get(ix.us()) {
            Some(backup) => backup.id.clone(),
            None => tr.with("shell-new-backup", &[("n", (ix.us() - network.backups.len() + 1).into())]),
        },
        Target::Alert(ix) => tr.with("shell-alert-number", &[("n", (ix.raw() + 1).into())]),
        // One that the direction made up stands in the conversations only.
        Target::Inject(ix) => {
            scenario.file.injects.get(ix.us()).map(|inject| inject.title.get(lang).to_owned()).unwrap_or_default()
        }
    }
}

/// The name of what is chosen.
pub fn selection(scenario: &Scenario, tr: &Tr, chosen: Selection) -> String {
    match chosen {
        Selection::Step(procedure, step) => {
            let procedure = scenario.plan.procedures.at(procedure);
            let step = procedure.steps.at(step);
            format!("{} · {}", step.id, step.what.get(tr.lang()))
        }
        other => target(scenario, tr, other.target()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    #[test]
    fn times_are_written_with_all_digits() {
        assert_eq!(elapsed(SimTime(3_723_999)), "T+01:02:03");
        assert_eq!(elapsed(SimTime(-60_000)), "T-00:01:00");
        assert_eq!(elapsed(SimTime(100 * 3_600_000)), "T+100:00:00");
        let starts = Calendar::parse("2026-11-17 23:59").unwrap();
        assert_eq!(clock(starts, SimTime(61_000)), "00:00:01");
        assert_eq!(day_clock(starts, SimTime(61_000)), "18/11 00:00");
        let vi = Tr::new(Lang::Vi);
        assert_eq!(date(&vi, starts, SimTime::START), "Thứ Ba, 17/11/2026");
    }

    #[test]
    fn large_numbers_stand_in_groups() {
        assert_eq!([7, 520, 1_841].map(|n| count(Lang::Vi, n)), ["7", "520", "1.841"]);
        assert_eq!(count(Lang::En, 45_520_007), "45,520,007");
    }

    #[test]
    fn lengths_say_their_two_largest_units() {
        let (vi, en) = (Tr::new(Lang::Vi), Tr::new(Lang::En));
        assert_eq!(span(&vi, Span::mins(90)), "1 giờ 30 phút");
        assert_eq!(span(&en, Span::hours(26)), "1 day 2 hours");
        assert_eq!(span(&en, Span::secs(3_601)), "1 hour");
        assert_eq!(span(&vi, Span::ZERO), "0 giây");
        assert_eq!(age(Span::mins(125)), "2h05");
        assert_eq!(age(Span::secs(59)), "59″");
    }
}
