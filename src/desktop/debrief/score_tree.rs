//! Where the points come from: shares, their items, and of each item the rule, the clause and the events.

use egui::{CollapsingHeader, Panel, RichText, ScrollArea, Ui};
use egui_phosphor::regular as icon;

use super::{DebriefCx, event_words, groups};
use crate::desktop::panels::fold;
use crate::score::{Item, Score, Share, ShareKind, Status};

/// The score page.
pub fn score_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let width = (ui.available_width() * 0.28).clamp(180.0, 320.0);
    Panel::left("groups-beside").resizable(true).default_size(width).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| groups::groups_ui(ui, cx));
    });
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| tree_ui(ui, cx));
}

fn tree_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (run, tr) = (cx.run, cx.tr);
    ui.horizontal_wrapped(|ui| {
        ui.checkbox(&mut cx.state.only_lost, tr.t("debrief-only-lost"));
        if cx.state.group.is_some() && ui.button(tr.t("debrief-all-items")).clicked() {
            cx.state.group = None;
        }
    });
    let mut shown = 0;
    for share in &run.score.shares {
        let items: Vec<&Item> =
            share.items.iter().filter(|place| is_shown(cx, **place)).map(|p| &run.score.items[*p]).collect();
        if !items.is_empty() {
            shown += items.len();
            share_ui(ui, cx, share, &items);
        }
    }
    if shown == 0 {
        ui.label(cx.theme.soft(tr.t("debrief-no-items")));
    }
}

/// Whether an item passes the filters.
fn is_shown(cx: &DebriefCx<'_>, place: usize) -> bool {
    let score = &cx.run.score;
    let item = &score.items[place];
    let chosen = cx.state.group.and_then(|group| cx.state.group_by.of(&score.groups).get(group));
    let in_group = chosen.is_none_or(|group| group.items.contains(&place));
    in_group && (!cx.state.only_lost || lost_micro(item) >= LOSS_MIN_MICRO)
}

/// What an item cost, in millionths.
pub fn lost_micro(item: &Item) -> i64 {
    match item.share {
        ShareKind::Penalties => -item.got_micro,
        _ => item.worth_micro - item.got_micro,
    }
}

/// The smallest loss worth a word: a smaller one is written as 0,00 points. A point is ten thousand of these.
pub const LOSS_MIN_MICRO: i64 = 50;

/// `12,5 / 20`, or for penalties only what they cost.
pub fn points_text(cx: &DebriefCx<'_>, got: i64, worth: i64) -> String {
    let words = cx.words();
    if worth == 0 {
        return words.points(got);
    }
    cx.tr.with("debrief-of", &[("got", words.points(got).into()), ("worth", words.points(worth).into())])
}

fn share_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, share: &Share, items: &[&Item]) {
    let points = points_text(cx, share.got_micro, share.worth_micro);
    let head = cx.theme.strong(format!("{} · {points}", cx.words().share(share.kind)));
    CollapsingHeader::new(head).id_salt(("share", share.kind as u8)).default_open(true).show(ui, |ui| {
        for (place, item) in items.iter().enumerate() {
            ui.push_id(place, |ui| item_ui(ui, cx, item));
        }
    });
}

/// Sign of where an item stands.
pub const fn sign(status: Status) -> &'static str {
    match status {
        Status::NotApplicable => icon::MINUS_SQUARE,
        Status::Open => icon::SQUARE,
        Status::Done | Status::Clear => icon::CHECK_SQUARE,
        Status::Late => icon::CLOCK_COUNTDOWN,
        Status::OutOfOrder => icon::SHUFFLE,
        Status::Missed => icon::X_SQUARE,
        Status::Incurred => icon::WARNING,
    }
}

fn item_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, item: &Item) {
    let words = cx.words();
    let points = points_text(cx, item.got_micro, item.worth_micro);
    // The points come first: they stand below each other.
    let head = format!("{} {points} · {} · {}", sign(item.status), words.status(item), words.title(item));
    let text = if matches!(item.status, Status::NotApplicable) { cx.theme.soft(head) } else { RichText::new(head) };
    fold(ui, text).id_salt("item").show(ui, |ui| detail_ui(ui, cx, item));
}

/// Everything that explains an item.
pub fn detail_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, item: &Item) {
    let (tr, theme, words, run) = (cx.tr, cx.theme, cx.words(), cx.run);
    ui.label(words.title(item));
    if let Some(role) = &item.role {
        ui.label(tr.with("debrief-item-role", &[("role", words.role(role).into())]));
    }
    ui.label(tr.with("debrief-item-rule", &[("rule", words.rule(item).into())]));
    if let Some(at) = item.at {
        ui.label(tr.with("debrief-item-at", &[("at", cx.clock(at).into())]));
    }
    if let Some(due) = item.due {
        let basis = item.due_basis.map(|basis| words.basis(basis)).unwrap_or_default();
        ui.label(tr.with("debrief-item-due", &[("due", cx.clock(due).into()), ("basis", basis.into())]));
    }
    if !item.done_before.is_empty() {
        ui.label(tr.with("debrief-item-before", &[("steps", item.done_before.join(", ").into())]));
    }
    if item.pending {
        ui.label(theme.soft(tr.t("debrief-item-pending")));
    }
    if !item.src.is_empty() {
        let duty = item.duty.map(|duty| words.duty(duty)).unwrap_or_default();
        let src = format!("{} {duty}", item.src.join("; "));
        ui.label(theme.soft(tr.with("debrief-item-source", &[("src", src.into())])));
    }
    for number in &item.events {
        let Some(event) = run.events.get(*number as usize) else { continue };
        let text = event_words::event_text(&run.scenario, tr, event);
        let text = format!("{} {} · {text}", icon::ARROW_BEND_DOWN_RIGHT, cx.clock(event.at));
        if ui.add(egui::Button::new(RichText::new(text).color(theme.colors.accent)).frame(false).wrap()).clicked() {
            cx.go_to(event.at);
        }
    }
    if item.events.is_empty() && !matches!(item.status, Status::NotApplicable | Status::Clear) {
        ui.label(theme.soft(tr.t("debrief-item-no-events")));
    }
}

/// Items that cost points, the dearest first.
pub fn dearest(score: &Score) -> Vec<&Item> {
    let mut lost: Vec<&Item> = score.items.iter().filter(|item| lost_micro(item) >= LOSS_MIN_MICRO).collect();
    lost.sort_by_key(|item| std::cmp::Reverse(lost_micro(item)));
    lost
}
