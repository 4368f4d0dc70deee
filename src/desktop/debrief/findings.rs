//! What to work on, the dearest first, and what went well.

use egui::{ScrollArea, Ui};
use egui_phosphor::regular as icon;

use super::DebriefCx;
use super::score_tree::{LOSS_MIN_MICRO, dearest, detail_ui, lost_micro, sign};
use crate::desktop::panels::fold;
use crate::score::{ClockState, Item, Score, Status};

/// Findings shown.
const SHOWN_MAX: usize = 25;

/// The findings page.
pub fn findings_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (run, tr, theme) = (cx.run, cx.tr, cx.theme);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let lost = dearest(&run.score);
        ui.label(theme.heading(tr.t("debrief-to-improve")));
        ui.label(theme.soft(tr.t("debrief-to-improve-note")));
        if lost.is_empty() {
            ui.label(theme.soft(tr.t("debrief-nothing-lost")));
        }
        for (place, item) in lost.iter().take(SHOWN_MAX).enumerate() {
            ui.push_id(("lost", place), |ui| finding_ui(ui, cx, item));
        }
        if lost.len() > SHOWN_MAX {
            let more = lost.len() - SHOWN_MAX;
            ui.label(theme.note(tr.with("debrief-more", &[("n", more.into())])));
        }
        ui.add_space(theme.steps(4));
        ui.label(theme.heading(tr.t("debrief-went-well")));
        let well = went_well(&run.score);
        if well.is_empty() {
            ui.label(theme.soft(tr.t("debrief-nothing-well")));
        }
        for (place, item) in well.iter().take(SHOWN_MAX).enumerate() {
            ui.push_id(("well", place), |ui| {
                let words = cx.words();
                ui.label(format!("{} {} · {}", sign(item.status), words.title(item), words.status(item)));
            });
        }
        let kept = run.score.outcome.clocks.iter().filter(|clock| clock.state == ClockState::Kept).count();
        if kept > 0 {
            ui.label(format!("{} {}", icon::TIMER, tr.with("debrief-clocks-kept", &[("n", kept.into())])));
        }
    });
}

fn finding_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, item: &Item) {
    let words = cx.words();
    let lost = words.points(lost_micro(item));
    let who = item.role.as_ref().map(|role| words.role(role)).unwrap_or_default();
    let cost = cx.tr.with("debrief-cost", &[("points", lost.into())]);
    let mut parts = vec![words.title(item), words.status(item), cost];
    if !who.is_empty() {
        parts.push(who);
    }
    let head = format!("{} {}", sign(item.status), parts.join(" · "));
    fold(ui, head).id_salt("finding").show(ui, |ui| detail_ui(ui, cx, item));
}

/// Steps and deadlines done right, the weightiest first.
fn went_well(score: &Score) -> Vec<&Item> {
    let mut well: Vec<&Item> = score
        .items
        .iter()
        .filter(|item| item.status == Status::Done && item.worth_micro > 0 && lost_micro(item) < LOSS_MIN_MICRO)
        .collect();
    well.sort_by_key(|item| std::cmp::Reverse(item.worth_micro));
    well
}
