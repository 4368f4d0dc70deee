//! The fields of a report form. "Not yet known" is an answer of its own: honest as long as it is true.

use egui::{DragValue, TextEdit, Ui};
use serde::{Deserialize, Serialize};

use super::{PanelCx, widgets};
use crate::desktop::kit::format;
use crate::model::{Field, FieldKind, Form, Ix, Severity, SimTime, Span, Table};
use crate::sim::{FieldValue, Params};

/// How much of a form is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// Fields with an answer.
    pub filled: usize,
    /// All fields.
    pub all: usize,
}

/// Ids of compulsory fields without an answer.
pub fn missing(form: &Form, params: &Params) -> impl Iterator<Item = String> {
    let empty = |field: &&Field| field.required && !params.fields.get(&field.id).is_some_and(is_answer);
    form.fields.iter().filter(empty).map(|field| field.id.clone()).collect::<Vec<_>>().into_iter()
}

/// How much of the form is filled in.
pub fn filled(form: &Form, params: &Params) -> Filled {
    let answered = |field: &&Field| params.fields.get(&field.id).is_some_and(is_answer);
    Filled { filled: form.fields.iter().filter(answered).count(), all: form.fields.len() }
}

fn is_answer(value: &FieldValue) -> bool {
    match value {
        FieldValue::Text(text) => !text.trim().is_empty(),
        FieldValue::One(id) => !id.is_empty(),
        _ => true,
    }
}

/// The fields of a form, to fill in.
pub fn fields_ui(ui: &mut Ui, cx: &PanelCx<'_>, form: Ix<Form>, params: &mut Params) {
    let form = cx.scenario.plan.forms.at(form);
    let count = filled(form, params);
    let done = cx.tr.with("panels-fields-count", &[("n", count.filled.into()), ("all", count.all.into())]);
    ui.label(cx.theme.note(done));
    for field in &form.fields {
        ui.push_id(&field.id, |ui| field_ui(ui, cx, field, params));
    }
}

fn field_ui(ui: &mut Ui, cx: &PanelCx<'_>, field: &Field, params: &mut Params) {
    let name = cx.text(&field.name);
    let value = params.fields.get(&field.id).cloned();
    ui.add_space(cx.theme.steps(1));
    let mut answer = value.clone();
    ui.horizontal_wrapped(|ui| {
        let star = if field.required { " *" } else { "" };
        ui.label(cx.theme.strong(format!("{name}{star}")));
        let mut unknown = answer == Some(FieldValue::Unknown);
        let tick = ui.checkbox(&mut unknown, cx.tr.t("panels-field-unknown"));
        widgets::named(&tick, &cx.tr.with("panels-field-unknown-of", &[("field", name.into())]));
        if tick.changed() {
            answer = unknown.then_some(FieldValue::Unknown);
        }
    });
    if answer != Some(FieldValue::Unknown) {
        value_ui(ui, cx, field, name, &mut answer);
    }
    match answer {
        same if same == value => {}
        Some(answer) => {
            params.fields.insert(field.id.clone(), answer);
        }
        None => {
            params.fields.remove(&field.id);
        }
    }
}

fn value_ui(ui: &mut Ui, cx: &PanelCx<'_>, field: &Field, name: &str, answer: &mut Option<FieldValue>) {
    let tr = cx.tr;
    match &field.kind {
        FieldKind::Text => {
            let mut text = if let Some(FieldValue::Text(text)) = answer { text.clone() } else { String::new() };
            let edit = TextEdit::multiline(&mut text).desired_rows(2).desired_width(f32::INFINITY);
            let response = ui.add(edit);
            widgets::named(&response, name);
            if response.changed() {
                *answer = (!text.is_empty()).then_some(FieldValue::Text(text));
            }
        }
        FieldKind::Time => time_ui(ui, cx, answer),
        FieldKind::Severity => {
            ui.horizontal_wrapped(|ui| {
                for level in Severity::ALL.into_iter().rev() {
                    ui.radio_value(answer, Some(FieldValue::Severity(level)), format::severity(tr, level));
                }
            });
        }
        FieldKind::YesNo => {
            ui.horizontal_wrapped(|ui| {
                for (value, word) in [(true, "panels-yes"), (false, "panels-no")] {
                    let response = ui.radio_value(answer, Some(FieldValue::YesNo(value)), tr.t(word));
                    widgets::named(&response, &format!("{name}: {}", tr.t(word)));
                }
            });
        }
        FieldKind::Count => {
            let mut count = if let Some(FieldValue::Count(count)) = answer { *count } else { 0 };
            let response = ui.add(DragValue::new(&mut count));
            widgets::named(&response, name);
            if response.changed() {
                *answer = Some(FieldValue::Count(count));
            }
        }
        FieldKind::One(choices) => {
            ui.horizontal_wrapped(|ui| {
                for choice in choices {
                    ui.radio_value(answer, Some(FieldValue::One(choice.id.clone())), cx.text(&choice.name));
                }
            });
        }
        FieldKind::Systems => systems_ui(ui, cx, answer),
    }
}

/// A moment: T0 or now, moved by steps.
fn time_ui(ui: &mut Ui, cx: &PanelCx<'_>, answer: &mut Option<FieldValue>) {
    const STEPS: [(&str, i64); 6] = [("−1h", -60), ("−10′", -10), ("−1′", -1), ("+1′", 1), ("+10′", 10), ("+1h", 60)];
    let at: Option<SimTime> = if let Some(FieldValue::Time(at)) = answer { Some(*at) } else { None };
    ui.horizontal_wrapped(|ui| {
        if let Some(t0) = cx.view.team.t0
            && ui.button("T0").on_hover_text(cx.tr.t("panels-field-t0")).clicked()
        {
            *answer = Some(FieldValue::Time(t0));
        }
        if ui.button(cx.tr.t("panels-field-now")).clicked() {
            *answer = Some(FieldValue::Time(cx.view.now));
        }
        if let Some(at) = at {
            ui.label(cx.theme.mono(format::day_clock(cx.scenario.file.starts, at)));
            for (word, minutes) in STEPS {
                if ui.small_button(word).clicked() {
                    *answer = Some(FieldValue::Time(at + Span::mins(minutes)));
                }
            }
        }
    });
}

fn systems_ui(ui: &mut Ui, cx: &PanelCx<'_>, answer: &mut Option<FieldValue>) {
    let systems = &cx.scenario.network.systems;
    let mut chosen = if let Some(FieldValue::Systems(list)) = answer { list.clone() } else { Vec::new() };
    for ix in systems.indices() {
        let mut on = chosen.contains(&ix);
        if ui.checkbox(&mut on, cx.text(&systems.at(ix).name)).changed() {
            chosen.retain(|system| *system != ix);
            chosen.extend(on.then_some(ix));
            chosen.sort_unstable();
            *answer = (!chosen.is_empty()).then(|| FieldValue::Systems(chosen.clone()));
        }
    }
}

/// What a field says, in words.
pub fn said(cx: &PanelCx<'_>, field: Option<&Field>, value: &FieldValue) -> String {
    let tr = cx.tr;
    match value {
        FieldValue::Unknown => tr.t("panels-field-unknown"),
        FieldValue::Text(text) => text.clone(),
        FieldValue::Time(at) => format::day_clock(cx.scenario.file.starts, *at),
        FieldValue::Severity(level) => format::severity(tr, *level),
        FieldValue::YesNo(yes) => tr.t(if *yes { "panels-yes" } else { "panels-no" }),
        FieldValue::Count(count) => count.to_string(),
        FieldValue::One(id) => {
            let choices = match field.map(|field| &field.kind) {
                Some(FieldKind::One(choices)) => choices.as_slice(),
                _ => &[],
            };
            choices
                .iter()
                .find(|choice| choice.id == *id)
                .map_or_else(|| id.clone(), |choice| cx.text(&choice.name).to_owned())
        }
        FieldValue::Systems(list) => {
            let names = list.iter().map(|system| cx.text(&cx.scenario.network.systems.at(*system).name));
            names.collect::<Vec<_>>().join(", ")
        }
    }
}
