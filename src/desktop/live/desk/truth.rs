//! How the network of the team looked at really is: on the map, and as lists.

use std::collections::BTreeMap;

use egui::{CentralPanel, Frame, Label, Margin, Panel, RichText, ScrollArea, Ui};
use egui_phosphor::regular as icon;

use super::DeskCx;
use crate::desktop::debrief::{obstacle_text, step_name};
use crate::desktop::kit::{Cmd, Mode, PanelCx, Selection, format};
use crate::desktop::map::{MapState, Show, Truth, film_pane_ui, truth_pane_ui};
use crate::desktop::panels::section;
use crate::live::{Desk, HostRow, StepRow};
use crate::model::{Host, Ix};
use crate::score::Words;
use crate::sim::{HostTruth, Progress, SeatView, TeamView, View};

/// The page.
pub fn truth_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, map: Option<&mut MapState>) {
    let theme = cx.theme();
    let Some(desk) = cx.desk() else {
        ui.label(theme.soft(cx.tr().t("live-desk-waits")));
        return;
    };
    let side = Frame::new().fill(theme.colors.panel).inner_margin(Margin::same(8));
    let width = (ui.available_width() * 0.4).clamp(theme.steps(70), theme.steps(110));
    Panel::right("truth-lists").frame(side).resizable(true).default_size(width).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| lists_ui(ui, cx, desk));
    });
    CentralPanel::default().frame(Frame::NONE).show(ui, |ui| map_ui(ui, cx, desk, map));
}

fn map_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, desk: &Desk, map: Option<&mut MapState>) {
    let Some(map) = map else { return };
    let hosts: BTreeMap<Ix<Host>, HostTruth> = desk.hosts.iter().map(|row| (row.host, row.truth)).collect();
    let version = version_of(&desk.hosts);
    let host = |host: Ix<Host>| hosts.get(&host).copied().unwrap_or_default();
    let scenario = cx.scenario();
    // With the view of a seat, what it does not know is ringed; without, the truth alone stands on the map.
    let nobody = Ix::new(0);
    let (no_seat, no_team) = (SeatView::empty(nobody), TeamView::empty(scenario.network.systems.len()));
    let (seat, team, show) = match &cx.seen.views {
        Some((seat, team)) => (&**seat, &**team, Show::Both),
        None => (&no_seat, &no_team, Show::Truth),
    };
    let mut wishes = Vec::new();
    let mut pane = PanelCx {
        scenario,
        view: View { now: cx.now(), seat, team },
        role: seat.role,
        possible: &|_, _| Ok(()),
        steps: &[],
        tr: cx.tr(),
        theme: cx.theme(),
        mode: Mode::Practice,
        ui_state: &mut cx.form.map_desk,
        out: &mut wishes,
    };
    let truth = Truth { host: &host, version, show };
    match cx.seen.views {
        Some(_) => film_pane_ui(ui, &mut pane, map, truth),
        None => truth_pane_ui(ui, &mut pane, map, truth),
    }
    for wish in wishes {
        match wish {
            Cmd::Select(selection) => cx.form.map_desk.select(selection),
            Cmd::FlyTo(selection) => {
                cx.form.map_desk.select(selection);
                map.fly_to(selection);
            }
            other => cx.out.push(other),
        }
    }
}

/// A number that changes with what is true of the hosts.
fn version_of(hosts: &[HostRow]) -> usize {
    let bits = |truth: &HostTruth| {
        [truth.touched, truth.held, truth.implanted, truth.encrypted, truth.altered, truth.blind, truth.off, truth.cut]
            .iter()
            .fold(0_usize, |bits, bit| bits << 1 | usize::from(*bit))
    };
    hosts.iter().fold(hosts.len(), |sum, row| {
        sum.wrapping_mul(31).wrapping_add(bits(&row.truth)).wrapping_mul(31).wrapping_add(row.host.us())
    })
}

fn lists_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, desk: &Desk) {
    let (theme, tr, scenario) = (cx.theme(), cx.tr(), cx.scenario());
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("live-true-severity")));
        let text = theme.strong(format::severity(tr, desk.severity)).color(theme.severity_color(desk.severity));
        ui.label(text);
    });
    section(ui, theme, &tr.t("live-attack"));
    for row in &desk.steps {
        step_ui(ui, cx, row);
    }
    section(ui, theme, &tr.with("live-touched", &[("n", desk.hosts.len().into())]));
    if desk.hosts.is_empty() {
        ui.label(theme.soft(tr.t("live-touched-none")));
    }
    for row in &desk.hosts {
        host_ui(ui, cx, row);
    }
    if !desk.leaked.is_empty() {
        section(ui, theme, &tr.t("live-leaked"));
    }
    for (store, records) in &desk.leaked {
        let name = scenario.stores.get(store.us()).map(|(_, store)| store.name.get(tr.lang())).unwrap_or_default();
        let n = format::count(tr.lang(), u64::from(*records));
        ui.label(tr.with("live-leaked-records", &[("store", name.to_owned().into()), ("n", n.into())]));
    }
    if !desk.mishaps.is_empty() {
        section(ui, theme, &tr.t("live-mishaps"));
    }
    for row in &desk.mishaps {
        let what = Words { scenario, tr }.mishap(row.kind);
        let host = row.host.map(|host| format!(" · {}", scenario.host(host).id)).unwrap_or_default();
        let role = format::role(scenario, tr, row.role);
        let at = format::clock_short(cx.starts(), row.at);
        ui.add(Label::new(format!("{at} {role}: {what}{host}")).wrap());
    }
}

fn step_ui(ui: &mut Ui, cx: &DeskCx<'_>, row: &StepRow) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let c = &theme.colors;
    let (sign, color, word) = match row.progress {
        Progress::Idle => (icon::CIRCLE_DASHED, c.faint, "live-step-idle"),
        Progress::Waiting => (icon::HOURGLASS, c.soft, "live-step-waiting"),
        Progress::Running => (icon::PLAY_CIRCLE, c.high, "live-step-running"),
        Progress::Done => (icon::CHECK_CIRCLE, c.critical, "live-step-done"),
        Progress::GivenUp => (icon::X_CIRCLE, c.low, "live-step-given-up"),
        Progress::Stopped => (icon::PROHIBIT, c.low, "live-step-stopped"),
    };
    ui.horizontal_top(|ui| {
        ui.label(RichText::new(sign).color(color)).on_hover_text(tr.t(word));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(step_name(cx.scenario(), tr, row.step)).wrap());
            let mut note = tr.t(word);
            if let Some(at) = row.at {
                note = format!("{} · {note}", format::clock_short(cx.starts(), at));
            }
            if let Some(by) = row.stopped_by {
                note = format!("{note} · {}", obstacle_text(cx.scenario(), tr, by));
            }
            ui.add(Label::new(theme.note(note)).wrap());
        });
    });
}

fn host_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, row: &HostRow) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let truth = row.truth;
    let words: Vec<String> = [
        (truth.held, "live-host-held"),
        (truth.implanted, "live-host-implanted"),
        (truth.encrypted, "live-host-encrypted"),
        (truth.altered, "live-host-altered"),
        (truth.blind, "live-host-blind"),
        (truth.cut, "live-host-cut"),
        (truth.off, "live-host-off"),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, word)| tr.t(word))
    .collect();
    let state = if words.is_empty() { tr.t("live-host-clean") } else { words.join(", ") };
    ui.horizontal_wrapped(|ui| {
        let id = &cx.scenario().host(row.host).id;
        let link = egui::Button::new(theme.mono(id).color(theme.colors.accent)).frame(false);
        if ui.add(link).clicked() {
            cx.form.map_desk.select(Selection::Host(row.host));
        }
        ui.label(theme.note(state));
    });
}
