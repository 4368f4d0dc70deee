//! What the direction did, in order: when, who, what. A click goes to that moment of the run.

use egui::{Align, Button, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::DebriefCx;
use super::did_words::{Did, did_icon};
use super::lanes::{Kind, Lane, Mark};
use crate::desktop::kit::format;
use crate::live::{ChronicleEntry, Done};

/// Height of an entry.
const ROW: f32 = 24.0;

/// Whose part of the chronicle something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Party {
    /// Those who direct, and the host.
    Direction,
    /// Those who rate.
    Evaluators,
    /// Those on the seats.
    Seats,
}

impl Party {
    /// All of them, with the keys of their names.
    const ALL: [(Self, &'static str); 3] = [
        (Self::Direction, "debrief-party-direction"),
        (Self::Evaluators, "debrief-party-evaluators"),
        (Self::Seats, "debrief-party-seats"),
    ];

    /// Whose an entry is.
    pub const fn of(entry: &ChronicleEntry) -> Self {
        match entry.what {
            Done::Directed(..) | Done::Looked(_) | Done::TakenUp => Self::Direction,
            Done::Rated(_) => Self::Evaluators,
            Done::SatDown { .. } | Done::Ready { .. } => Self::Seats,
        }
    }
}

/// The marks of a chronicle on the time-line: what changed the run or was said about it.
pub fn pins(chronicle: &[ChronicleEntry]) -> Vec<Mark> {
    let pin = |(number, entry): (usize, &ChronicleEntry)| {
        let kind = match &entry.what {
            Done::Directed(..) | Done::TakenUp => Kind::Directed,
            Done::Rated(_) => Kind::Rated,
            Done::Looked(_) | Done::SatDown { .. } | Done::Ready { .. } => return None,
        };
        Some(Mark { at: entry.at, lane: Lane::Direction, kind, number })
    };
    chronicle.iter().enumerate().filter_map(pin).collect()
}

/// An entry in one line, with its time of day.
pub fn line(cx: &DebriefCx<'_>, entry: &ChronicleEntry) -> String {
    let did = Did { scenario: &cx.run.scenario, tr: cx.tr };
    let at = format::clock(cx.run.scenario.file.starts, entry.at);
    let refused = refusal(entry, did).map(|why| format!(" · {why}")).unwrap_or_default();
    format!("{at} · {} · {}{refused}", did.who(&entry.who), did.what(&entry.what))
}

fn refusal(entry: &ChronicleEntry, did: Did<'_>) -> Option<String> {
    match &entry.what {
        Done::Directed(_, Some(why)) => Some(did.refusal(why)),
        _ => None,
    }
}

/// The page.
pub fn chronicle_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (tr, theme, run) = (cx.tr, cx.theme, cx.run);
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(&mut cx.state.party, None, tr.t("debrief-party-all"));
        for (party, word) in Party::ALL {
            let count = run.direction.chronicle.iter().filter(|entry| Party::of(entry) == party).count();
            ui.selectable_value(&mut cx.state.party, Some(party), format!("{} ({count})", tr.t(word)));
        }
        ui.label(theme.note(tr.t("debrief-chronicle-note")));
    });
    let wanted = |entry: &&ChronicleEntry| cx.state.party.is_none_or(|party| Party::of(entry) == party);
    let entries: Vec<&ChronicleEntry> = run.direction.chronicle.iter().filter(wanted).collect();
    if entries.is_empty() {
        ui.label(theme.soft(tr.t("debrief-chronicle-empty")));
        return;
    }
    let columns = [Column::exact(theme.steps(28)), Column::initial(theme.steps(68)).clip(true).resizable(true)];
    let side_by_side = Layout::left_to_right(Align::Center);
    let mut table =
        TableBuilder::new(ui).id_salt("chronicle").striped(true).auto_shrink(false).cell_layout(side_by_side);
    for column in columns {
        table = table.column(column);
    }
    let head = |ui: &mut Ui, word: &str| ui.label(theme.soft(tr.t(word)));
    let table = table.column(Column::remainder().clip(true)).header(ROW, |mut row| {
        for word in ["debrief-when", "debrief-who", "debrief-what"] {
            row.col(|ui| drop(head(ui, word)));
        }
    });
    table.body(|body| {
        body.rows(ROW, entries.len(), |mut row| {
            let entry = entries[row.index()];
            let did = Did { scenario: &run.scenario, tr };
            row.col(|ui| drop(ui.label(theme.mono(cx.clock(entry.at)))));
            let who = did.who(&entry.who);
            row.col(|ui| drop(ui.add(egui::Label::new(theme.soft(&who)).truncate()).on_hover_text(&who)));
            row.col(|ui| {
                if what_ui(ui, cx, entry, did) {
                    cx.go_to(entry.at);
                }
            });
        });
    });
}

/// What was done, as something to click. Whether it was clicked.
fn what_ui(ui: &mut Ui, cx: &DebriefCx<'_>, entry: &ChronicleEntry, did: Did<'_>) -> bool {
    let what = did.what(&entry.what);
    let (sign, color, text) = match refusal(entry, did) {
        None => (did_icon(&entry.what), cx.theme.colors.soft, what),
        Some(why) => (icon::PROHIBIT, cx.theme.colors.high, format!("{what} · {why}")),
    };
    ui.label(RichText::new(sign).color(color));
    let button = ui.add(Button::new(RichText::new(&text).color(cx.theme.colors.text)).frame(false).truncate());
    button.on_hover_text(format!("{text}\n{}", cx.tr.t("debrief-go-there"))).clicked()
}
