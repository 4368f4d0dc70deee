//! Sổ sự cố: the shared record of the incident: what was found, secured, decided, reported.

use std::collections::BTreeSet;

use egui::Ui;
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::order_form::{self, FormOutcome};
use super::{PanelCx, object, refusal, widgets, words};
use crate::desktop::kit::{Selection, format};
use crate::model::{Ix, OrderKind, System, Table, Verb};
use crate::sim::{FactKind, RecordEntry, RecordKind, Target};

/// Which entries are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Entries {
    /// All.
    #[default]
    All,
    /// What was found.
    Findings,
    /// What was secured.
    Evidence,
    /// What was decided and done.
    Acts,
    /// What was reported.
    Reports,
}

/// What the record remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordState {
    entries: Entries,
    text: String,
    /// The form for writing is open.
    writing: bool,
}

/// The incident record.
pub fn record_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if cx.view.team.opened.is_none() {
            widgets::empty(ui, cx.theme, &cx.tr.t("panels-record-empty"));
            form_ui(ui, cx, &Verb::OpenIncident);
            return;
        }
        summary_ui(ui, cx);
        write_ui(ui, cx);
        entries_ui(ui, cx);
    });
}

/// The order of the catalogue with this verb.
fn with_verb(cx: &PanelCx<'_>, verb: &Verb) -> Option<Ix<OrderKind>> {
    cx.scenario.orders.indices().find(|ix| cx.scenario.orders.at(*ix).verb == *verb)
}

fn form_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, verb: &Verb) -> FormOutcome {
    let Some(kind) = with_verb(cx, verb) else { return FormOutcome::Open };
    let name = cx.text(&cx.scenario.orders.at(kind).name);
    match (cx.possible)(kind, Target::Nothing) {
        Ok(()) => widgets::card(ui, cx.theme, true, |ui| {
            ui.label(cx.theme.strong(name));
            order_form::order_form_ui(ui, cx, kind, Target::Nothing)
        }),
        Err(why) => {
            ui.label(cx.theme.soft(format!("{} {name}: {}", icon::LOCK_SIMPLE, refusal(cx, &why))));
            FormOutcome::Open
        }
    }
}

/// What the record comes down to.
fn summary_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let (tr, theme, team, starts) = (cx.tr, cx.theme, cx.view.team, cx.scenario.file.starts);
    let when = |at: Option<crate::model::SimTime>| match at {
        Some(at) => format::day_clock(starts, at),
        None => tr.t("panels-not-yet"),
    };
    widgets::pair_text(ui, theme, "T0", &when(team.t0));
    let severity = team.severity.map_or_else(|| tr.t("panels-not-yet"), |level| format::severity(tr, level));
    widgets::pair_text(ui, theme, &tr.t("panels-param-severity"), &severity);
    widgets::pair_text(ui, theme, &tr.t("panels-record-phase"), &words::phase(cx, team.phase));
    widgets::pair_text(ui, theme, &tr.t("panels-record-convened"), &when(team.convened));
    if team.closed.is_some() {
        widgets::pair_text(ui, theme, &tr.t("panels-record-closed"), &when(team.closed));
    }
    let systems = systems(cx);
    if !systems.is_empty() {
        widgets::pair(ui, theme, &tr.t("panels-record-systems"), |ui| {
            for system in systems {
                let name = cx.text(&cx.scenario.network.systems.at(system).name);
                widgets::link(ui, cx, Selection::System(system), name);
            }
        });
    }
    let indicators: BTreeSet<_> = findings(cx)
        .filter_map(|kind| match kind {
            FactKind::Indicator(indicator) => Some(indicator),
            _ => None,
        })
        .collect();
    if !indicators.is_empty() {
        widgets::pair(ui, theme, &tr.t("panels-record-indicators"), |ui| {
            for indicator in indicators {
                let value = &cx.scenario.file.indicators.at(indicator).value;
                widgets::link(ui, cx, Selection::Indicator(indicator), value);
            }
        });
    }
}

fn findings<'v>(cx: &PanelCx<'v>) -> impl Iterator<Item = FactKind> + 'v {
    cx.view.team.record.iter().filter_map(|entry| match &entry.what {
        RecordKind::Finding(fact, _) => Some(fact.kind),
        _ => None,
    })
}

/// The systems that findings of the attack point at.
fn systems(cx: &PanelCx<'_>) -> BTreeSet<Ix<System>> {
    let hosts = findings(cx).filter(|kind| kind.is_of_attack()).filter_map(FactKind::host);
    hosts.flat_map(|host| cx.scenario.host(host).systems.iter().copied()).collect()
}

fn write_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    ui.add_space(cx.theme.steps(1));
    let writing = &mut cx.ui_state.panels.record.writing;
    ui.toggle_value(writing, format!("{} {}", icon::PENCIL_SIMPLE_LINE, cx.tr.t("panels-record-write")));
    if *writing && form_ui(ui, cx, &Verb::Record) != FormOutcome::Open {
        cx.ui_state.panels.record.writing = false;
    }
    if !cx.ui_state.panels.record.writing {
        object::carry_ui(ui, cx);
    }
}

fn entries_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let tr = cx.tr;
    let state = &mut cx.ui_state.panels.record;
    ui.add_space(cx.theme.steps(1));
    ui.horizontal_wrapped(|ui| {
        for (value, key) in [
            (Entries::All, "panels-entries-all"),
            (Entries::Findings, "panels-entries-findings"),
            (Entries::Evidence, "panels-entries-evidence"),
            (Entries::Acts, "panels-entries-acts"),
            (Entries::Reports, "panels-entries-reports"),
        ] {
            ui.selectable_value(&mut state.entries, value, tr.t(key));
        }
        widgets::search(ui, &mut state.text, &tr.t("panels-record-search"), 140.0);
    });
    let (wanted, search) = (state.entries, state.text.clone());
    let mut shown = 0;
    for (index, entry) in cx.view.team.record.iter().enumerate().rev() {
        let text = entry_text(cx, entry);
        if is_wanted(wanted, &entry.what) && widgets::contains(&text, &search) {
            shown += 1;
            ui.push_id(index, |ui| entry_ui(ui, cx, entry, &text));
        }
    }
    if shown == 0 {
        widgets::empty(ui, cx.theme, &tr.t("panels-record-none-shown"));
    }
}

const fn is_wanted(entries: Entries, what: &RecordKind) -> bool {
    match entries {
        Entries::All => true,
        Entries::Findings => matches!(what, RecordKind::Finding(_, _) | RecordKind::Note(_)),
        Entries::Evidence => matches!(what, RecordKind::Secured(_, _, _)),
        Entries::Acts => matches!(
            what,
            RecordKind::Done(_, _) | RecordKind::Classified(_) | RecordKind::Opened(_) | RecordKind::Closed
        ),
        Entries::Reports => matches!(what, RecordKind::Reported(_)),
    }
}

fn entry_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, entry: &RecordEntry, text: &str) {
    ui.horizontal_top(|ui| {
        ui.label(cx.theme.mono(format::clock_short(cx.scenario.file.starts, entry.at)));
        ui.label(entry_icon(&entry.what));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            match entry_target(&entry.what) {
                Some(to) => {
                    widgets::link(ui, cx, to, text);
                }
                None => {
                    ui.label(text);
                }
            }
            ui.label(cx.theme.note(format::role(cx.scenario, cx.tr, entry.role)));
            if let RecordKind::Secured(_, _, hash) = &entry.what {
                ui.add(egui::Label::new(cx.theme.mono(format!("SHA-256 {hash}")).size(cx.theme.text.small)).wrap());
            }
        });
    });
}

/// The sign of an entry.
pub const fn entry_icon(what: &RecordKind) -> &'static str {
    match what {
        RecordKind::Opened(_) => icon::FOLDER_OPEN,
        RecordKind::Done(_, _) => icon::CHECK,
        RecordKind::Finding(_, _) => icon::MAGNIFYING_GLASS,
        RecordKind::Secured(_, _, _) => icon::FINGERPRINT,
        RecordKind::Classified(_) => icon::GAUGE,
        RecordKind::Reported(_) => icon::PAPER_PLANE_TILT,
        RecordKind::Note(_) => icon::NOTE,
        RecordKind::Closed => icon::FOLDER_SIMPLE,
    }
}

const fn entry_target(what: &RecordKind) -> Option<Selection> {
    match what {
        RecordKind::Done(_, target) => Selection::of(*target),
        RecordKind::Secured(host, _, _) => Some(Selection::Host(*host)),
        RecordKind::Finding(fact, _) => match fact.kind.host() {
            Some(host) => Some(Selection::Host(host)),
            None => None,
        },
        _ => None,
    }
}

/// What an entry says.
pub fn entry_text(cx: &PanelCx<'_>, entry: &RecordEntry) -> String {
    let (tr, scenario) = (cx.tr, cx.scenario);
    match &entry.what {
        RecordKind::Opened(text) if text.is_empty() => tr.t("panels-entry-opened"),
        RecordKind::Opened(text) => format!("{} · {text}", tr.t("panels-entry-opened")),
        RecordKind::Done(kind, target) => {
            let name = cx.text(&scenario.orders.at(*kind).name);
            match format::target(scenario, tr, *target) {
                on if on.is_empty() => name.to_owned(),
                on => format!("{name} · {on}"),
            }
        }
        RecordKind::Finding(fact, _) => words::fact(cx, fact),
        RecordKind::Secured(host, kind, _) => tr.with(
            "panels-entry-secured",
            &[("what", tr.t(words::evidence(*kind)).into()), ("host", scenario.host(*host).id.as_str().into())],
        ),
        RecordKind::Classified(level) => {
            tr.with("panels-entry-classified", &[("level", format::severity(tr, *level).into())])
        }
        RecordKind::Reported(form) => {
            tr.with("panels-entry-reported", &[("form", cx.text(&scenario.plan.forms.at(*form).name).into())])
        }
        RecordKind::Note(text) => text.clone(),
        RecordKind::Closed => tr.t("panels-entry-closed"),
    }
}
