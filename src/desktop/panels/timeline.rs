//! Dòng thời gian: everything that happened as far as this seat knows, newest first.

use egui::{Label, Sense, Ui};
use egui_extras::{Column, TableBuilder};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::{PanelCx, record, widgets, words, work};
use crate::desktop::kit::{Cmd, Selection, format};
use crate::model::{SimTime, Table};
use crate::sim::{ItemKind, RecordKind, WorkState};

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// Alerts that appeared.
    Alerts,
    /// What was learned.
    Facts,
    /// Work of this seat.
    Work,
    /// Messages and injects.
    Talk,
    /// The incident record and reports.
    Record,
}

/// What the time-line remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TimelineState {
    hidden: Vec<About>,
    text: String,
}

struct Entry {
    at: SimTime,
    sign: &'static str,
    text: String,
    to: Option<Selection>,
}

const KINDS: [(About, &str); 5] = [
    (About::Alerts, "panels-about-alerts"),
    (About::Facts, "panels-about-facts"),
    (About::Work, "panels-about-work"),
    (About::Talk, "panels-about-talk"),
    (About::Record, "panels-about-record"),
];

/// The time-line.
pub fn timeline_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let tr = cx.tr;
    let state = &mut cx.ui_state.panels.timeline;
    ui.horizontal_wrapped(|ui| {
        for (about, key) in KINDS {
            let mut shown = !state.hidden.contains(&about);
            if ui.toggle_value(&mut shown, tr.t(key)).changed() {
                state.hidden.retain(|hidden| *hidden != about);
                state.hidden.extend((!shown).then_some(about));
            }
        }
        widgets::search(ui, &mut state.text, &tr.t("panels-timeline-search"), 140.0);
    });
    let mut entries = entries(cx);
    let none_at_all = entries.is_empty() && cx.ui_state.panels.timeline.hidden.is_empty();
    entries.retain(|entry| widgets::contains(&entry.text, &cx.ui_state.panels.timeline.text));
    if entries.is_empty() {
        let key = if none_at_all { "panels-timeline-empty" } else { "panels-timeline-none-shown" };
        widgets::empty(ui, cx.theme, &tr.t(key));
        return;
    }
    table_ui(ui, cx, &entries);
}

fn table_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, entries: &[Entry]) {
    let theme = cx.theme;
    TableBuilder::new(ui)
        .id_salt("timeline")
        .sense(Sense::CLICK)
        .striped(true)
        .auto_shrink(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::exact(96.0))
        .column(Column::exact(20.0))
        .column(Column::remainder().clip(true))
        .body(|body| {
            body.rows(24.0, entries.len(), |mut row| {
                let entry = &entries[row.index()];
                row.col(|ui| {
                    let at = format::day_clock(cx.scenario.file.starts, entry.at);
                    ui.add(Label::new(theme.mono(at)).selectable(false));
                });
                row.col(|ui| {
                    ui.add(Label::new(theme.soft(entry.sign)).selectable(false));
                });
                let (_, cell) = row.col(|ui| match entry.to {
                    Some(to) => {
                        let chosen = cx.is_selected(to);
                        let button = egui::Button::selectable(chosen, entry.text.as_str()).truncate();
                        if ui.add(button).clicked() {
                            cx.ask(Cmd::Select(to));
                        }
                    }
                    None => {
                        ui.add(Label::new(entry.text.as_str()).truncate());
                    }
                });
                cell.on_hover_text(&entry.text);
            });
        });
}

/// Everything the seat knows of, newest first.
fn entries(cx: &PanelCx<'_>) -> Vec<Entry> {
    let shown = |about: About| !cx.ui_state.panels.timeline.hidden.contains(&about);
    let mut entries = Vec::new();
    if shown(About::Alerts) {
        alerts(cx, &mut entries);
    }
    if shown(About::Facts) {
        facts(cx, &mut entries);
    }
    if shown(About::Work) {
        works(cx, &mut entries);
    }
    if shown(About::Talk) {
        talk(cx, &mut entries);
    }
    if shown(About::Record) {
        recorded(cx, &mut entries);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    entries
}

fn alerts(cx: &PanelCx<'_>, entries: &mut Vec<Entry>) {
    entries.extend(cx.view.seat.alerts.iter().map(|alert| Entry {
        at: alert.at,
        sign: icon::BELL,
        text: format!("{} · {}", cx.text(&cx.scenario.alerts.at(alert.rule).title), cx.scenario.host(alert.host).id),
        to: Some(Selection::Alert(alert.id)),
    }));
}

fn facts(cx: &PanelCx<'_>, entries: &mut Vec<Entry>) {
    entries.extend(cx.view.seat.facts.iter().map(|known| Entry {
        at: known.learned,
        sign: icon::MAGNIFYING_GLASS,
        text: format!("{} ({})", words::fact(cx, &known.fact), words::how(cx, known.how)),
        to: known.fact.kind.host().map(Selection::Host),
    }));
}

fn works(cx: &PanelCx<'_>, entries: &mut Vec<Entry>) {
    for item in &cx.view.seat.work {
        let (title, to) = (work::title(cx, &item.work), Selection::of(item.work.target));
        let ordered = cx.tr.with("panels-line-ordered", &[("order", title.as_str().into())]);
        entries.push(Entry { at: item.work.ordered, sign: icon::PLAY, text: ordered, to });
        let sign = match item.work.state {
            WorkState::Done => icon::CHECK,
            WorkState::Failed => icon::X_CIRCLE,
            WorkState::Denied(_) | WorkState::Cancelled => icon::PROHIBIT,
            _ => continue,
        };
        let at = item.work.ends.unwrap_or(item.work.ordered);
        let text = format!("{title}: {}", cx.tr.t(words::work_state(item.work.state)));
        entries.push(Entry { at, sign, text, to });
    }
}

fn talk(cx: &PanelCx<'_>, entries: &mut Vec<Entry>) {
    for item in &cx.view.seat.items {
        entries.push(match &item.what {
            ItemKind::Message { from, to, kind, text, .. } => {
                let from = format::role(cx.scenario, cx.tr, *from);
                let to: Vec<_> = to.iter().map(|role| format::role(cx.scenario, cx.tr, *role)).collect();
                let kind = cx.tr.t(words::message_kind(*kind));
                let text = format!("{from} → {} · {kind}: {text}", to.join(", "));
                Entry { at: item.at, sign: icon::CHAT_TEXT, text, to: None }
            }
            what @ (ItemKind::Inject { inject, .. } | ItemKind::Worded { inject, .. }) => {
                let Some(spec) = what.words(cx.scenario) else { continue };
                let text = format!("{}: {}", cx.text(&spec.from), cx.text(&spec.title));
                Entry { at: item.at, sign: words::inject_icon(spec.kind), text, to: Some(Selection::Inject(*inject)) }
            }
        });
    }
}

/// The record without this seat's own orders, which stand here as work already.
fn recorded(cx: &PanelCx<'_>, entries: &mut Vec<Entry>) {
    let own = |entry: &crate::sim::RecordEntry| entry.role == cx.role && matches!(entry.what, RecordKind::Done(_, _));
    entries.extend(cx.view.team.record.iter().filter(|entry| !own(entry)).map(|entry| {
        let role = format::role(cx.scenario, cx.tr, entry.role);
        Entry {
            at: entry.at,
            sign: record::entry_icon(&entry.what),
            text: format!("{role}: {}", record::entry_text(cx, entry)),
            to: None,
        }
    }));
}
