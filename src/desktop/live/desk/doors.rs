//! Who was turned away at the door, why and how often.

use egui::{Label, Ui};

use super::DeskCx;
use crate::desktop::panels::card;
use crate::live::Offence;

/// The list.
pub fn doors_ui(ui: &mut Ui, cx: &DeskCx<'_>) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.add(Label::new(theme.soft(tr.t("live-doors-what"))).wrap());
    ui.add_space(theme.steps(2));
    if cx.seen.hall.turned.is_empty() {
        ui.label(theme.soft(tr.t("live-doors-none")));
    }
    for turned in &cx.seen.hall.turned {
        card(ui, theme, false, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(theme.strong(tr.t(word(turned.offence))));
                ui.label(theme.soft(tr.with("live-doors-count", &[("n", turned.count.into())])));
                ui.label(theme.note(tr.with("live-doors-peer", &[("peer", turned.peer.to_string().into())])));
            });
        });
        ui.add_space(theme.steps(1));
    }
}

const fn word(offence: Offence) -> &'static str {
    match offence {
        Offence::WrongCode => "live-offence-wrong-code",
        Offence::Hasty => "live-offence-hasty",
        Offence::NotYours => "live-offence-not-yours",
        Offence::Malformed => "live-offence-malformed",
        Offence::TooLong => "live-offence-too-long",
        Offence::Version => "live-offence-version",
        Offence::Crowd => "live-offence-crowd",
        Offence::Silent => "live-offence-silent",
    }
}
