//! What happened up to the moment pointed at, in words.

use egui::{Label, Ui};
use egui_extras::{Column, TableBuilder};

use super::DebriefCx;
use super::lanes::{Lane, line, now};
use crate::desktop::panels::text_contains;
use crate::sim::What;

/// Events listed at most.
const LISTED_MAX: usize = 200;

/// What happened up to the moment pointed at, newest first.
pub fn told_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let tr = cx.tr;
    ui.horizontal_wrapped(|ui| {
        ui.label(cx.theme.strong(tr.t("debrief-until-then")));
        let response = ui
            .add(egui::TextEdit::singleline(&mut cx.state.text).hint_text(tr.t("debrief-search")).desired_width(160.0));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(tr.t("debrief-search")));
    });
    let at = now(cx);
    let until = cx.run.events.partition_point(|event| event.at <= at);
    let told = (0..until).rev().filter(|number| is_told(&cx.run.events[*number].what));
    // Without a search only the rows in sight are put into words.
    let wanted = told.filter(|number| cx.state.text.is_empty() || text_contains(&line(cx, *number), &cx.state.text));
    let rows: Vec<usize> = wanted.take(LISTED_MAX).collect();
    if rows.is_empty() || cx.state.at.is_none() {
        ui.label(cx.theme.soft(tr.t("debrief-nothing-yet")));
        return;
    }
    TableBuilder::new(ui).id_salt("told").striped(true).auto_shrink(false).column(Column::remainder().clip(true)).body(
        |body| {
            body.rows(20.0, rows.len(), |mut row| {
                let number = rows[row.index()];
                let text = line(cx, number);
                let truth = matches!(cx.run.marks.binary_search_by_key(&number, |mark| mark.number), Ok(place)
                    if cx.run.marks[place].lane == Lane::Attack);
                row.col(|ui| {
                    let shown = if truth { cx.theme.strong(&text) } else { egui::RichText::new(&text) };
                    ui.add(Label::new(shown).truncate()).on_hover_text(text);
                });
            });
        },
    );
}

/// Whether an event is told in the list; the others only keep the books.
const fn is_told(what: &What) -> bool {
    !matches!(
        what,
        What::FactBorn { .. }
            | What::Learned { .. }
            | What::CondChanged { .. }
            | What::FlagChanged { .. }
            | What::OrderGiven { .. }
            | What::OrderBegan { .. }
            | What::AlertRaised { real: false, .. }
            | What::StepBegan { .. }
    )
}
