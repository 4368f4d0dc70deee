//! The page that plays the run back: the map as a seat knew it and as it was, what happened, and the lanes.
//!
//! ```text
//!  ┌ ▶ 07:42 ×16 ──────────── seat · shown ┐
//!  │ map                    │ what happened│
//!  ├────────────────────────┴──────────────┤
//!  │ lanes with the hand                   │
//!  └───────────────────────────────────────┘
//! ```

use egui::{CentralPanel, Frame, Margin, Panel, Ui};
use egui_phosphor::regular as icon;

use super::{DebriefCx, lanes, playback, told};
use crate::desktop::kit::{Cmd, Mode, PanelCx, format};
use crate::desktop::map::{Show, Truth, film_pane_ui};
use crate::model::{Ix, Ref, Role};

/// Share of the page that the lanes have at most, at first.
const LANES_SHARE: f32 = 0.42;

/// The page.
pub fn theatre_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    playback::pass(ui, cx);
    ui.horizontal_wrapped(|ui| playback::controls_ui(ui, cx));
    ui.horizontal_wrapped(|ui| shown_ui(ui, cx));
    let height = (ui.available_height() * LANES_SHARE).min(lanes::lanes_height(cx) + 2.0 * cx.theme.steps(7));
    let bare = Frame::NONE.inner_margin(Margin::symmetric(0, 4));
    let lanes = Panel::bottom("film-lanes").frame(bare).resizable(true).default_size(height).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.checkbox(&mut cx.state.whole, cx.tr.t("debrief-whole-run"));
            lanes::legend_ui(ui, cx);
        });
        lanes::lanes_pane_ui(ui, cx)
    });
    let beside = Frame::NONE.inner_margin(Margin { left: 8, ..Margin::ZERO });
    let width = (ui.available_width() * 0.34).max(240.0);
    Panel::right("film-told").frame(beside).resizable(true).default_size(width).show(ui, |ui| {
        told::told_ui(ui, cx);
    });
    let frame = Frame::NONE.stroke(egui::Stroke::new(1.0, cx.theme.colors.line)).inner_margin(Margin::same(1));
    CentralPanel::default().frame(frame).show(ui, |ui| map_ui(ui, cx));
    playback::keys(ui, cx, lanes.inner);
}

/// The seat whose knowledge is shown.
fn seat(cx: &DebriefCx<'_>) -> Option<Ix<Role>> {
    let seats = &cx.run.scenario.file.seats;
    cx.state.seat.or_else(|| seats.first().map(Ref::ix))
}

/// Whose knowledge the map shows, against what, and how much of the truth it was.
fn shown_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (tr, theme) = (cx.tr, cx.theme);
    let Some(role) = seat(cx) else { return };
    let name = |role| format::role(&cx.run.scenario, tr, role);
    let mut chosen = None;
    let menu = ui.menu_button(theme.strong(format!("{} {}", icon::CHAIR, name(role))), |ui| {
        for other in cx.run.scenario.file.seats.iter().map(Ref::ix) {
            if ui.selectable_label(other == role, name(other)).clicked() {
                chosen = Some(other);
            }
        }
    });
    menu.response.on_hover_text(tr.t("debrief-seat"));
    cx.state.seat = chosen.or(cx.state.seat);
    for show in Show::ALL {
        ui.selectable_value(&mut cx.state.show, show, tr.t(show.word())).on_hover_text(tr.t(show.note()));
    }
    cx.film.go_to(lanes::now(cx));
    let insight = cx.film.insight(role);
    let part = |known: usize, all: usize| format!("{known}/{all}");
    ui.label(theme.soft(tr.with(
        "debrief-insight",
        &[
            ("traces", part(insight.known_traces, insight.traces).into()),
            ("hosts", part(insight.known_hosts, insight.hosts).into()),
        ],
    )));
}

fn map_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let Some(role) = seat(cx) else { return };
    cx.film.go_to(lanes::now(cx));
    let exercise = cx.film.shown();
    let mut wishes = Vec::new();
    let mut pane = PanelCx {
        scenario: &cx.run.scenario,
        view: exercise.view(role),
        role,
        steps: &[],
        possible: &|kind, target| exercise.possible(role, kind, target),
        tr: cx.tr,
        theme: cx.theme,
        mode: Mode::Practice,
        ui_state: &mut cx.state.desk,
        out: &mut wishes,
    };
    let truth =
        Truth { host: &|host| exercise.host_truth(host), version: exercise.events().len(), show: cx.state.show };
    film_pane_ui(ui, &mut pane, cx.map, truth);
    // What is chosen here belongs to the debrief, not to a seat at work.
    for wish in wishes {
        match wish {
            Cmd::Select(selection) => cx.state.desk.select(selection),
            Cmd::FlyTo(selection) => {
                cx.state.desk.select(selection);
                cx.map.fly_to(selection);
            }
            other => cx.out.push(other),
        }
    }
}
