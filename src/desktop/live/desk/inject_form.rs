//! The form of an inject that is made up while the exercise runs, or worded anew.

use egui::{Align, DragValue, Label, Layout, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::DeskCx;
use crate::content::inject_text;
use crate::desktop::kit::format;
use crate::desktop::panels::{INJECT_KINDS, inject_icon, inject_kind, main_button, named, pick};
use crate::live::{DeskAct, InjectRow};
use crate::model::{Inject, InjectKind, Ix, OrderKind, Role, Scenario, SimTime, Span, Table, Text};
use crate::sim::{AdHoc, Control, Edit, Wanted, WantedDeed, Wording};

/// What is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct InjectForm {
    /// The inject that is worded anew; none for one made up.
    edits: Option<Ix<Inject>>,
    kind: InjectKind,
    from: String,
    title: String,
    body: String,
    to: Vec<Ix<Role>>,
    /// Minutes from now; at once without.
    after_mins: i64,
    action: String,
    deed: Option<Ix<OrderKind>>,
    within_mins: i64,
    points: u32,
}

impl Default for InjectForm {
    fn default() -> Self {
        Self {
            edits: None,
            kind: InjectKind::Call,
            from: String::new(),
            title: String::new(),
            body: String::new(),
            to: Vec::new(),
            after_mins: 0,
            action: String::new(),
            deed: None,
            within_mins: 15,
            points: 0,
        }
    }
}

impl InjectForm {
    /// The form of one that is there already.
    pub fn of(scenario: &Scenario, row: &InjectRow) -> Option<Self> {
        let words = match &row.words {
            Some(words) => (**words).clone(),
            None => Wording::of(scenario.file.injects.get(row.inject.us())?),
        };
        Some(Self {
            edits: Some(row.inject),
            kind: words.kind,
            from: words.from.vi,
            title: words.title.vi,
            body: words.body.vi,
            to: row.to.iter().map(|(role, _)| *role).collect(),
            ..Self::default()
        })
    }

    fn words(&self) -> Wording {
        // What is made up in the hall is read as it was typed, whatever language a desk shows.
        let both = |text: &str| Text { vi: text.trim().to_owned(), en: text.trim().to_owned() };
        Wording { kind: self.kind, from: both(&self.from), title: both(&self.title), body: both(&self.body) }
    }

    /// What is to be done; none as long as something is missing or too long.
    pub fn control(&self, now: SimTime) -> Option<Control> {
        let (words, to) = (self.words(), self.to.clone());
        if let Some(inject) = self.edits {
            let edit = Edit { words, to };
            return edit.is_within_limits().then(|| Control::Edit(inject, Box::new(edit)));
        }
        let action = self.action.trim();
        let wanted = (!action.is_empty()).then(|| Wanted {
            action: Text { vi: action.to_owned(), en: action.to_owned() },
            by: self.deed.map(|kind| WantedDeed::Order { kinds: vec![kind], by: Vec::new() }),
            within: Span::mins(self.within_mins),
            points: if self.deed.is_some() { self.points } else { 0 },
        });
        let at = (self.after_mins > 0).then(|| now + Span::mins(self.after_mins));
        let ad_hoc = AdHoc { words, to, at, wanted };
        ad_hoc.is_within_limits().then(|| Control::AdHoc(Box::new(ad_hoc)))
    }
}

/// The form.
pub fn form_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let Some(mut form) = cx.form.inject.take() else { return };
    let mut close = false;
    ui.horizontal(|ui| {
        let word = if form.edits.is_some() { "live-edit" } else { "live-ad-hoc" };
        ui.label(theme.heading(tr.t(word)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            close = ui.button(icon::X).on_hover_text(tr.t("live-close")).clicked();
        });
    });
    words_ui(ui, cx, &mut form);
    to_ui(ui, cx, &mut form);
    if form.edits.is_none() {
        wanted_ui(ui, cx, &mut form);
    }
    ui.add_space(theme.steps(2));
    let control = form.control(cx.now());
    let word = if form.edits.is_some() { "live-keep-edit" } else { "live-send-ad-hoc" };
    let text = format!("{} {}", icon::PAPER_PLANE_TILT, tr.t(word));
    let send = main_button(ui, theme, &text, control.is_some()).on_disabled_hover_text(tr.t("live-ad-hoc-missing"));
    if let (true, Some(control)) = (send.clicked(), control) {
        cx.act(DeskAct::Control(control));
        close = true;
    }
    ui.add(Label::new(theme.note(tr.t("live-logged"))).wrap());
    if !close {
        cx.form.inject = Some(form);
    }
}

fn line_ui(ui: &mut Ui, cx: &DeskCx<'_>, word: &str, text: &mut String) {
    let name = cx.tr().t(word);
    ui.label(cx.theme().soft(&name));
    let field = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY).char_limit(100));
    named(&field, &name);
}

fn words_ui(ui: &mut Ui, cx: &DeskCx<'_>, form: &mut InjectForm) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let kinds = INJECT_KINDS.map(|kind| (kind, format!("{} {}", inject_icon(kind), tr.t(inject_kind(kind)))));
    pick(ui, &tr.t("live-inject-kind"), theme.steps(60), &mut form.kind, kinds);
    line_ui(ui, cx, "live-inject-from", &mut form.from);
    line_ui(ui, cx, "live-inject-title", &mut form.title);
    let name = tr.t("live-inject-body");
    ui.label(theme.soft(&name));
    let field = TextEdit::multiline(&mut form.body).desired_rows(4).desired_width(f32::INFINITY).char_limit(1_300);
    named(&ui.add(field), &name);
}

fn to_ui(ui: &mut Ui, cx: &DeskCx<'_>, form: &mut InjectForm) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.label(theme.soft(tr.t("live-inject-to")));
    ui.horizontal_wrapped(|ui| {
        for seat in &cx.scenario().file.seats {
            let role = seat.ix();
            let mut on = form.to.contains(&role);
            if ui.checkbox(&mut on, format::role(cx.scenario(), tr, role)).changed() {
                form.to.retain(|other| *other != role);
                if on {
                    form.to.push(role);
                }
            }
        }
    });
    if form.edits.is_none() {
        ui.horizontal(|ui| {
            ui.label(theme.soft(tr.t("live-inject-after")));
            let after = ui.add(DragValue::new(&mut form.after_mins).range(0..=600).suffix("′"));
            named(&after, &tr.t("live-inject-after"));
        });
    }
}

/// What is expected, and what it is worth.
fn wanted_ui(ui: &mut Ui, cx: &DeskCx<'_>, form: &mut InjectForm) {
    let (theme, tr) = (cx.theme(), cx.tr());
    line_ui(ui, cx, "live-inject-action", &mut form.action);
    if form.action.trim().is_empty() {
        return;
    }
    let orders = &cx.scenario().orders;
    let kinds = orders.indices().map(|kind| (Some(kind), orders.at(kind).name.get(tr.lang()).to_owned()));
    let none = std::iter::once((None, tr.t("live-inject-deed-none")));
    ui.label(theme.soft(tr.t("live-inject-deed")));
    pick(ui, &tr.t("live-inject-deed"), theme.steps(80), &mut form.deed, none.chain(kinds));
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("live-inject-within")));
        named(&ui.add(DragValue::new(&mut form.within_mins).range(1..=600).suffix("′")), &tr.t("live-inject-within"));
        ui.add_enabled_ui(form.deed.is_some(), |ui| {
            ui.label(theme.soft(tr.t("live-inject-points")));
            named(&ui.add(DragValue::new(&mut form.points).range(0..=100)), &tr.t("live-inject-points"));
        });
    });
}

/// The text of an inject for the scenario's file; as it is worded now.
pub fn promoted(cx: &DeskCx<'_>, row: &InjectRow) -> Option<String> {
    inject_text(&row.as_inject(cx.scenario())?).ok()
}
