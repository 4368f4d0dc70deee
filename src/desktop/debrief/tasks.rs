//! Critical tasks: the mark that the log proposes with its evidence, beside what the evaluators gave.

use egui::{Button, Color32, Label, RichText, ScrollArea, Ui};
use egui_phosphor::regular as icon;

use super::{DebriefCx, event_words};
use crate::desktop::kit::Theme;
use crate::desktop::panels::{card, fold, tag};
use crate::live::{Given, Mark, Settled, Tasks};
use crate::score::CriticalTask;

/// Sign, colour and key of the word of what became of a proposal.
pub fn settled_look(theme: &Theme, settled: Settled) -> (&'static str, Color32, &'static str) {
    let c = &theme.colors;
    match settled {
        Settled::Open => (icon::HOURGLASS, c.soft, "debrief-settled-open"),
        Settled::Proposed(_) => (icon::CIRCLE_DASHED, c.soft, "debrief-settled-proposed"),
        Settled::Confirmed(_) => (icon::CHECK_CIRCLE, c.low, "debrief-settled-confirmed"),
        Settled::Overridden(_) => (icon::NOTE_PENCIL, c.high, "debrief-settled-overridden"),
        Settled::Given(_) => (icon::USER, c.text, "debrief-settled-given"),
        Settled::Differs => (icon::NOT_EQUALS, c.critical, "debrief-settled-differs"),
    }
}

/// Colour of a mark; its letter says the same.
pub fn mark_color(theme: &Theme, mark: Mark) -> Color32 {
    let c = &theme.colors;
    match mark {
        Mark::P => c.low,
        Mark::S => c.medium,
        Mark::M => c.high,
        Mark::U => c.critical,
    }
}

/// The page.
pub fn tasks_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (tr, theme, run) = (cx.tr, cx.theme, cx.run);
    ui.label(theme.soft(tr.t("score-tasks-note")));
    ui.horizontal_wrapped(|ui| {
        let tasks = Tasks::of(&run.score, &run.direction.sheet);
        for (mark, count) in [(Mark::P, tasks.p), (Mark::S, tasks.s), (Mark::M, tasks.m), (Mark::U, tasks.u)] {
            tag(ui, theme, &format!("{mark:?} {count}"), mark_color(theme, mark))
                .on_hover_text(cx.words().rating(mark));
        }
        ui.label(theme.soft(tr.with("debrief-tasks-open", &[("n", tasks.open.into())])));
        if tasks.overridden + tasks.differ > 0 {
            let args = [("overridden", tasks.overridden.into()), ("differ", tasks.differ.into())];
            ui.checkbox(&mut cx.state.only_disputed, tr.with("debrief-only-disputed", &args));
        } else {
            cx.state.only_disputed = false;
        }
    });
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for task in &run.score.tasks {
            let given = run.direction.sheet.given(&task.step.step);
            let settled = Settled::of(task.rating, &given);
            let is_disputed = matches!(settled, Settled::Overridden(_) | Settled::Differs);
            if cx.state.only_disputed && !is_disputed {
                continue;
            }
            ui.push_id(&task.step.step, |ui| {
                card(ui, theme, false, |ui| task_ui(ui, cx, task, &given, settled));
            });
            ui.add_space(theme.steps(1));
        }
    });
}

fn task_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, task: &CriticalTask, given: &[Given], settled: Settled) {
    let (tr, theme, words, run) = (cx.tr, cx.theme, cx.words(), cx.run);
    let Some(item) = run.score.items.get(task.item) else { return };
    ui.horizontal_wrapped(|ui| {
        mark_ui(ui, cx, settled.mark());
        let (sign, color, word) = settled_look(theme, settled);
        tag(ui, theme, &format!("{sign} {}", tr.t(word)), color);
        ui.add(Label::new(theme.strong(words.title(item))).wrap());
    });
    ui.horizontal_wrapped(|ui| {
        let mark = task.rating.map_or_else(|| tr.t("debrief-settled-open"), |mark| words.rating(mark));
        ui.label(format!("{} {}", icon::NOTEBOOK, tr.with("debrief-proposed", &[("mark", mark.into())])));
        if let Some(reason) = &task.reason {
            ui.label(theme.soft(words.reason(reason, &item.done_before)));
        }
    });
    for given in given {
        given_ui(ui, cx, given, task.rating);
    }
    if item.events.is_empty() {
        return;
    }
    let head = theme.soft(tr.with("debrief-evidence", &[("n", item.events.len().into())]));
    fold(ui, head).id_salt("evidence").show(ui, |ui| {
        for event in item.events.iter().filter_map(|number| run.events.get(*number as usize)) {
            let text = event_words::event_text(&run.scenario, tr, event);
            let text = format!("{} {} · {text}", icon::ARROW_BEND_DOWN_RIGHT, cx.clock(event.at));
            if ui.add(Button::new(RichText::new(text).color(theme.colors.accent)).frame(false).wrap()).clicked() {
                cx.go_to(event.at);
            }
        }
    });
}

/// The letter of a mark in a frame.
fn mark_ui(ui: &mut Ui, cx: &DebriefCx<'_>, mark: Option<Mark>) {
    match mark {
        Some(mark) => {
            let shown = tag(ui, cx.theme, &format!("{mark:?}"), mark_color(cx.theme, mark));
            shown.on_hover_text(cx.words().rating(mark));
        }
        None => drop(tag(ui, cx.theme, "–", cx.theme.colors.soft)),
    }
}

/// What an evaluator gave, with the note; a click goes to when it was given.
fn given_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, given: &Given, proposed: Option<Mark>) {
    let (tr, theme, words) = (cx.tr, cx.theme, cx.words());
    let text = format!("{} {} · {} · {}", icon::USER, cx.clock(given.at), given.name, words.rating(given.mark));
    ui.horizontal_wrapped(|ui| {
        if ui.add(Button::new(text).frame(false).wrap()).on_hover_text(tr.t("debrief-go-there")).clicked() {
            cx.go_to(given.at);
        }
        if proposed.is_some_and(|proposed| proposed != given.mark) {
            let (sign, color, word) = settled_look(theme, Settled::Overridden(given.mark));
            tag(ui, theme, &format!("{sign} {}", tr.t(word)), color);
        }
        if !given.note.is_empty() {
            ui.add(Label::new(theme.soft(&given.note)).wrap());
        }
    });
}
