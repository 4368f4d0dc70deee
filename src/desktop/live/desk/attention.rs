//! Delay and flags: colour, shape and words.

use egui::Color32;
use egui_phosphor::regular as icon;

use crate::desktop::kit::{Theme, format};
use crate::i18n::Tr;
use crate::live::{Flag, Pace};
use crate::model::{Scenario, Span};

/// Sign, colour and words of a delay.
pub fn pace_mark(theme: &Theme, tr: &Tr, pace: Pace) -> (&'static str, Color32, String) {
    let late = |key: &str, mins: u32| tr.with(key, &[("span", format::span(tr, Span::mins(i64::from(mins))).into())]);
    match pace {
        Pace::OnTime => (icon::CHECK_CIRCLE, theme.colors.low, tr.t("live-pace-on-time")),
        Pace::Late(mins) => (icon::CLOCK_COUNTDOWN, theme.colors.medium, late("live-pace-late", mins)),
        Pace::Overdue(mins) => (icon::WARNING, theme.colors.critical, late("live-pace-overdue", mins)),
    }
}

/// Sign, colour and words of something that somebody should look at.
pub fn care_flag(theme: &Theme, tr: &Tr, scenario: &Scenario, flag: &Flag) -> (&'static str, Color32, String) {
    let c = &theme.colors;
    let span = |mins: u32| ("span", format::span(tr, Span::mins(i64::from(mins))).into());
    match flag {
        Flag::Journal => (icon::FLOPPY_DISK, c.critical, tr.t("live-flag-journal")),
        Flag::Paused => (icon::PAUSE, c.high, tr.t("live-flag-paused")),
        Flag::Stuck { procedure, step, mins } => {
            let step = scenario.plan.procedures.get(procedure.us()).and_then(|procedure| {
                let step = procedure.steps.get(usize::from(*step))?;
                Some(format!("{} · {}", step.id, step.what.get(tr.lang())))
            });
            let text = tr.with("live-flag-stuck", &[("step", step.unwrap_or_default().into()), span(*mins)]);
            (icon::PROHIBIT, c.critical, text)
        }
        Flag::Offline => (icon::WIFI_SLASH, c.critical, tr.t("live-flag-offline")),
        Flag::Silent { mins } => (icon::MOON, c.high, tr.with("live-flag-silent", &[span(*mins)])),
        Flag::Unopened { inject, mins } => {
            let title = scenario.file.injects.get(inject.us()).map(|inject| inject.title.get(tr.lang()).to_owned());
            let text = tr.with("live-flag-unopened", &[("title", title.unwrap_or_default().into()), span(*mins)]);
            (icon::ENVELOPE, c.medium, text)
        }
    }
}
