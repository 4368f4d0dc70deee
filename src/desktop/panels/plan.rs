//! Phương án: the trained procedures as a live checklist. In an exam only the plan as on paper.

use egui::{RichText, Ui};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::{PanelCx, StepState, StepStatus, is_for, widgets, words};
use crate::desktop::kit::{Cmd, Mode, Selection, format};
use crate::model::{DueBasis, Ix, Phase, PlanStep, Span, Table};

/// What the plan remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanState {
    only_mine: bool,
    only_open: bool,
}

/// The plan.
pub fn plan_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let steps = cx.steps;
    if steps.is_empty() {
        widgets::empty(ui, cx.theme, &cx.tr.t("panels-plan-empty"));
        return;
    }
    head_ui(ui, cx, steps);
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for phase in &cx.scenario.plan.phases {
            phase_ui(ui, cx, phase.id, steps);
        }
        ui.add_space(cx.theme.steps(2));
        ui.label(cx.theme.note(cx.tr.t("panels-plan-legend")));
    });
}

/// What is trained, the filters, and how far the team is.
fn head_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, steps: &[StepStatus]) {
    let (tr, exam) = (cx.tr, cx.mode == Mode::Exam);
    let names = cx.scenario.file.procedures.iter().map(|procedure| {
        let procedure = cx.scenario.plan.procedures.at(procedure.ix());
        procedure.name.get(tr.lang())
    });
    ui.label(cx.theme.strong(names.collect::<Vec<_>>().join(" · ")));
    let state = &mut cx.ui_state.panels.plan;
    ui.horizontal_wrapped(|ui| {
        ui.checkbox(&mut state.only_mine, tr.t("panels-plan-mine"));
        if exam {
            return;
        }
        ui.checkbox(&mut state.only_open, tr.t("panels-plan-open"));
        let applying = steps.iter().filter(|s| s.applies).count();
        let done = steps.iter().filter(|s| s.applies && matches!(s.state, StepState::Done(_))).count();
        ui.label(cx.theme.note(tr.with("panels-plan-count", &[("done", done.into()), ("all", applying.into())])));
    });
    if !exam && cx.view.team.t0.is_none() {
        ui.label(cx.theme.soft(format!("{} {}", icon::CLOCK, tr.t("panels-plan-no-t0"))));
    }
}

fn phase_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, phase: Phase, steps: &[StepStatus]) {
    let (scenario, role) = (cx.scenario, cx.role);
    let state = &cx.ui_state.panels.plan;
    let exam = cx.mode == Mode::Exam;
    let mine = |status: &StepStatus| is_for(scenario, status.step(scenario), role);
    let mut listed: Vec<&StepStatus> = steps
        .iter()
        .filter(|status| status.step(scenario).phase == phase)
        .filter(|status| !state.only_mine || mine(status))
        .filter(|status| exam || !state.only_open || status.is_open())
        .collect();
    if listed.is_empty() {
        return;
    }
    listed.sort_by_key(|status| status.step(scenario).role.ix() != role);
    widgets::section(ui, cx.theme, &words::phase(cx, phase));
    for status in listed {
        ui.push_id((status.procedure.raw(), status.index), |ui| in_sight_ui(ui, |ui| step_ui(ui, cx, status)));
    }
}

/// Draws a row only where it can be seen; elsewhere it takes the room that it took when it was last drawn. Most of
/// a plan is out of sight, and its words are what a frame would mostly be made of.
fn in_sight_ui(ui: &mut Ui, row_ui: impl FnOnce(&mut Ui)) {
    let (width, id) = (ui.available_width(), ui.id().with("room"));
    let known: Option<(f32, f32)> = ui.data(|data| data.get_temp(id));
    if let Some((_, height)) = known.filter(|(drawn_in, _)| *drawn_in == width) {
        let room = egui::vec2(width, height);
        let area = egui::Rect::from_min_size(ui.cursor().min, room);
        // A step that is just below has its place for the keyboard's way through.
        if !ui.is_rect_visible(area.expand2(egui::vec2(0.0, height))) {
            ui.allocate_space(room);
            return;
        }
    }
    let drawn = ui.scope(row_ui).response.rect;
    ui.data_mut(|data| data.insert_temp(id, (width, drawn.height())));
}

fn step_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, status: &StepStatus) {
    let (tr, theme, scenario) = (cx.tr, cx.theme, cx.scenario);
    let step = status.step(scenario);
    let exam = cx.mode == Mode::Exam;
    let own = step.role.ix() == cx.role;
    let off = !exam && !status.applies;
    let step_ix = Ix::new(u32::try_from(status.index).unwrap_or(u32::MAX));
    let to = Selection::Step(status.procedure, step_ix);
    ui.horizontal_top(|ui| {
        let (sign, said) = if exam { (icon::DOT_OUTLINE, String::new()) } else { sign(cx, status) };
        let sign = ui.label(RichText::new(sign).size(theme.text.heading));
        if !said.is_empty() {
            sign.on_hover_text(&said);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let what = format!("{} · {}", step.id, cx.text(&step.what));
            let what = match (off, own) {
                (true, _) => theme.soft(what),
                (false, true) => theme.strong(what),
                (false, false) => RichText::new(what),
            };
            let button = egui::Button::selectable(cx.is_selected(to), what).wrap();
            if ui.add(button).on_hover_text(cx.text(&step.evidence)).clicked() {
                cx.ask(Cmd::Select(to));
            }
            let mut parts = vec![format::role(scenario, tr, step.role.ix()), due_text(cx, step), step.src.join("; ")];
            if let (true, Some(cond)) = (exam || !status.applies, &step.cond) {
                let cond = cx.text(&scenario.plan.conditions.at(cond.ix()).name);
                parts.insert(0, tr.with("panels-plan-if", &[("cond", cond.into())]));
            }
            ui.label(theme.note(parts.join(" · ")));
            if !exam {
                countdown_ui(ui, cx, status);
            }
        });
    });
}

/// How much time is left, for steps that are open and have a deadline.
fn countdown_ui(ui: &mut Ui, cx: &PanelCx<'_>, status: &StepStatus) {
    let (tr, theme) = (cx.tr, cx.theme);
    if !status.waits_for.is_empty() && status.is_open() {
        let list = status.waits_for.join(", ");
        ui.label(theme.note(format!(
            "{} {}",
            icon::LINK_SIMPLE,
            tr.with("panels-plan-after", &[("list", list.into())])
        )));
    }
    let Some(due) = status.due.filter(|_| status.is_open()) else { return };
    let left = due - cx.view.now;
    let span = format::span(tr, left);
    if left.0 < 0 {
        let text = tr.with("panels-plan-late", &[("by", span.into())]);
        ui.colored_label(theme.colors.critical, format!("{} {text}", icon::CLOCK_COUNTDOWN));
    } else {
        let text = format!("{} {}", icon::TIMER, tr.with("panels-plan-left", &[("left", span.into())]));
        ui.label(if left <= Span::mins(5) { theme.strong(text) } else { theme.soft(text) });
    }
}

fn sign(cx: &PanelCx<'_>, status: &StepStatus) -> (&'static str, String) {
    let sign = match (status.state, status.applies) {
        (StepState::Done(_), _) => icon::CHECK_SQUARE,
        (_, false) => icon::MINUS_SQUARE,
        (StepState::Unseen, _) => icon::QUESTION,
        (StepState::Open, _) => icon::SQUARE,
    };
    (sign, state_text(cx, status))
}

/// Where a step stands, in words.
pub fn state_text(cx: &PanelCx<'_>, status: &StepStatus) -> String {
    let tr = cx.tr;
    match (status.state, status.applies) {
        (StepState::Done(at), _) => {
            let at_clock = format::clock_short(cx.scenario.file.starts, at);
            let late = status.due.is_some_and(|due| at > due);
            let key = if late { "panels-plan-done-late" } else { "panels-plan-done" };
            tr.with(key, &[("at", at_clock.into())])
        }
        (_, false) => tr.t("panels-plan-off"),
        (StepState::Unseen, _) => tr.t("panels-plan-unseen"),
        (StepState::Open, _) => tr.t("panels-plan-todo"),
    }
}

/// A step's deadline with where it comes from. Only what a legal text says in figures is called law.
pub fn due_text(cx: &PanelCx<'_>, step: &PlanStep) -> String {
    let tr = cx.tr;
    let span = step.due_min.map(|minutes| format::span(tr, Span::mins(i64::from(minutes))));
    match (step.due_basis, span) {
        (DueBasis::NoClock, _) => tr.t(words::due_basis(DueBasis::NoClock)),
        (DueBasis::Ngay, None) => tr.t("panels-due-ngay-only"),
        (basis, Some(span)) => tr.with(words::due_basis(basis), &[("span", span.into())]),
        (_, None) => tr.t(words::due_basis(DueBasis::NoClock)),
    }
}
