//! The form of an inject that is made up while the exercise runs, or worded anew.

use egui::{Align, DragValue, Label, Layout, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::{DeskCx, DeskForm};
use crate::content::inject_text;
use crate::desktop::kit::{Cmd, format};
use crate::desktop::live::LiveCmd;
use crate::desktop::panels::{INJECT_KINDS, inject_icon, inject_kind, main_button, named, pick};
use crate::live::{DeskAct, InjectRow, Scope, Stage};
use crate::model::{Form, Inject, InjectKind, Ix, OrderKind, Role, Scenario, SimTime, Span, Table, Text};
use crate::sim::{AdHoc, Control, Edit, Wanted, WantedDeed, Wording};

/// What is recognised in the log as the deed that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// An order of this kind is completed.
    Order(Ix<OrderKind>),
    /// A report on this form is sent.
    Report(Ix<Form>),
    /// A message is sent to this role.
    Message(Ix<Role>),
}

/// What is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct InjectForm {
    /// The inject that is worded anew, with its words so far; none for one made up.
    edits: Option<(Ix<Inject>, Wording)>,
    /// The only team that has the inject that is worded anew: one made up has another number in every team.
    only: Option<u16>,
    kind: InjectKind,
    from: String,
    title: String,
    body: String,
    to: Vec<Ix<Role>>,
    /// Minutes from now; at once without.
    after_mins: i64,
    action: String,
    deed: Option<Deed>,
    /// Only a deed of those addressed counts.
    by_addressed: bool,
    within_mins: i64,
    points: u32,
}

impl Default for InjectForm {
    fn default() -> Self {
        Self {
            edits: None,
            only: None,
            kind: InjectKind::Call,
            from: String::new(),
            title: String::new(),
            body: String::new(),
            to: Vec::new(),
            after_mins: 0,
            action: String::new(),
            deed: None,
            by_addressed: false,
            within_mins: 15,
            points: 0,
        }
    }
}

impl InjectForm {
    /// The form of one that is there already, as `team` has it.
    pub fn of(scenario: &Scenario, team: u16, row: &InjectRow) -> Option<Self> {
        let of_scenario = scenario.file.injects.get(row.inject.us());
        let words = match &row.words {
            Some(words) => (**words).clone(),
            None => Wording::of(of_scenario?),
        };
        Some(Self {
            only: of_scenario.is_none().then_some(team),
            kind: words.kind,
            from: words.from.vi.clone(),
            title: words.title.vi.clone(),
            body: words.body.vi.clone(),
            edits: Some((row.inject, words)),
            to: row.to.iter().map(|(role, _)| *role).collect(),
            ..Self::default()
        })
    }

    /// Whether anything has been written that would be lost with it.
    fn is_written(&self) -> bool {
        match &self.edits {
            Some((_, before)) => self.words() != *before,
            None => [&self.from, &self.title, &self.body, &self.action].iter().any(|text| !text.trim().is_empty()),
        }
    }

    fn words(&self) -> Wording {
        // What is made up in the hall is read as it was typed, whatever language a desk shows. What an edit leaves as
        // it was keeps its translation.
        let edited = self.edits.as_ref().map(|(_, words)| words);
        let both = |text: &str, of: fn(&Wording) -> &Text| match edited.map(of) {
            Some(before) if before.vi == text => before.clone(),
            _ => Text { vi: text.trim().to_owned(), en: text.trim().to_owned() },
        };
        Wording {
            kind: self.kind,
            from: both(&self.from, |words| &words.from),
            title: both(&self.title, |words| &words.title),
            body: both(&self.body, |words| &words.body),
        }
    }

    /// By what the expected action is recognised.
    fn wanted_deed(&self) -> Option<WantedDeed> {
        let by = if self.by_addressed { self.to.clone() } else { Vec::new() };
        Some(match self.deed? {
            Deed::Order(kind) => WantedDeed::Order { kinds: vec![kind], by },
            Deed::Report(form) => WantedDeed::Report { form, by },
            Deed::Message(to) => WantedDeed::Message { from: by, to: vec![to] },
        })
    }

    /// What is to be done; none as long as something is missing or too long.
    pub fn control(&self, now: SimTime) -> Option<Control> {
        let (words, to) = (self.words(), self.to.clone());
        if let Some((inject, _)) = &self.edits {
            let edit = Edit { words, to };
            return edit.is_within_limits().then(|| Control::Edit(*inject, Box::new(edit)));
        }
        let action = self.action.trim();
        let wanted = (!action.is_empty()).then(|| Wanted {
            action: Text { vi: action.to_owned(), en: action.to_owned() },
            by: self.wanted_deed(),
            within: Span::mins(self.within_mins),
            points: if self.deed.is_some() { self.points } else { 0 },
        });
        let at = (self.after_mins > 0).then(|| now + Span::mins(self.after_mins));
        let ad_hoc = AdHoc { words, to, at, wanted };
        ad_hoc.is_within_limits().then(|| Control::AdHoc(Box::new(ad_hoc)))
    }
}

impl DeskForm {
    /// Opens a form in place of the one that is open, or closes it. What was written there can be taken back.
    pub(super) fn write(&mut self, form: Option<InjectForm>) {
        self.promoted = None;
        if let Some(old) = std::mem::replace(&mut self.inject, form).filter(InjectForm::is_written) {
            self.kept = Some(old);
        }
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
            let button = ui.button(icon::X).on_hover_text(tr.t("live-close"));
            named(&button, &tr.t("live-close"));
            close = button.clicked();
        });
    });
    let scope = tr.with("live-scope-for", &[("teams", teams_text(cx, &form).into())]);
    ui.add(Label::new(theme.note(scope)).wrap());
    words_ui(ui, cx, &mut form);
    to_ui(ui, cx, &mut form);
    if form.edits.is_none() {
        wanted_ui(ui, cx, &mut form);
    }
    ui.add_space(theme.steps(2));
    close |= send_ui(ui, cx, &form);
    ui.add(Label::new(theme.note(tr.t("live-logged"))).wrap());
    cx.form.inject = Some(form);
    if close {
        cx.form.write(None);
    }
}

/// The teams that it is for.
fn teams_text(cx: &DeskCx<'_>, form: &InjectForm) -> String {
    let Some(team) = form.only else { return cx.scope_text() };
    let row = cx.seen.board.iter().find(|row| row.team == team);
    row.map(|row| row.name.clone()).unwrap_or_default()
}

/// The button that sends it, or what is in its way. Whether it was sent.
fn send_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, form: &InjectForm) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    // What comes at once would come before the start.
    let at_once = form.edits.is_none() && form.after_mins == 0;
    let too_early = at_once && cx.in_scope().any(|row| row.stage == Stage::Lobby);
    let is_whole = form.control(cx.now()).is_some();
    let why = tr.t(if is_whole { "live-ad-hoc-too-early" } else { "live-ad-hoc-missing" });
    let word = if form.edits.is_some() { "live-keep-edit" } else { "live-send-ad-hoc" };
    let text = format!("{} {}", icon::PAPER_PLANE_TILT, tr.t(word));
    let send = main_button(ui, theme, &text, is_whole && !too_early).on_disabled_hover_text(why);
    if too_early {
        ui.add(Label::new(theme.note(tr.t("live-ad-hoc-too-early"))).wrap());
    }
    let sent = send.clicked();
    if sent {
        give(cx, form);
    }
    sent
}

/// Gives it to the teams that it is for.
fn give(cx: &mut DeskCx<'_>, form: &InjectForm) {
    let act = |now| form.control(now).map(DeskAct::Control);
    if form.edits.is_none() {
        return cx.act_by_clock(|row| row.stage != Stage::Over, act);
    }
    let scope = form.only.map_or(cx.scope(), Scope::Team);
    if let Some(act) = act(cx.now()) {
        cx.out.push(Cmd::Live(LiveCmd::Direct(scope, act)));
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
    ui.label(theme.soft(tr.t("live-inject-deed")));
    let deeds = std::iter::once((None, tr.t("live-inject-deed-none"))).chain(deeds(cx));
    pick(ui, &tr.t("live-inject-deed"), theme.steps(80), &mut form.deed, deeds);
    if form.deed.is_some() {
        ui.checkbox(&mut form.by_addressed, tr.t("live-inject-by-addressed"));
    }
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("live-inject-within")));
        named(&ui.add(DragValue::new(&mut form.within_mins).range(1..=600).suffix("′")), &tr.t("live-inject-within"));
        ui.add_enabled_ui(form.deed.is_some(), |ui| {
            ui.label(theme.soft(tr.t("live-inject-points")));
            named(&ui.add(DragValue::new(&mut form.points).range(0..=100)), &tr.t("live-inject-points"));
        });
    });
}

/// Every deed that can be recognised, in words.
fn deeds(cx: &DeskCx<'_>) -> impl Iterator<Item = (Option<Deed>, String)> {
    let (scenario, tr) = (cx.scenario(), cx.tr());
    let say = move |deed, key, name: &str| (Some(deed), tr.with(key, &[("name", name.into())]));
    let orders = scenario.orders.indices().map(move |kind| {
        say(Deed::Order(kind), "live-inject-deed-order", scenario.orders.at(kind).name.get(tr.lang()))
    });
    let forms = scenario.plan.forms.indices().map(move |form| {
        say(Deed::Report(form), "live-inject-deed-report", scenario.plan.forms.at(form).name.get(tr.lang()))
    });
    let seats = scenario.file.seats.iter().map(move |seat| {
        say(Deed::Message(seat.ix()), "live-inject-deed-message", &format::role(scenario, tr, seat.ix()))
    });
    forms.chain(seats).chain(orders)
}

/// The text of an inject for the scenario's file; as it is worded now.
pub fn promoted(cx: &DeskCx<'_>, row: &InjectRow) -> Option<String> {
    inject_text(&row.as_inject(cx.scenario())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_keeps_the_translation_of_what_it_leaves() {
        let text = |vi: &str, en: &str| Text { vi: vi.to_owned(), en: en.to_owned() };
        let (from, title) = (text("Báo chí", "The press"), text("Hỏi", "A question"));
        let words = Wording { kind: InjectKind::Call, from: from.clone(), title, body: Text::default() };
        let form = InjectForm {
            edits: Some((Ix::new(0), words)),
            from: from.vi.clone(),
            title: "Hỏi lại".to_owned(),
            to: vec![Ix::new(0)],
            ..InjectForm::default()
        };
        let Some(Control::Edit(_, edit)) = form.control(SimTime::START) else { panic!("{form:?}") };
        assert_eq!((edit.words.from, edit.words.title), (from, text("Hỏi lại", "Hỏi lại")));
    }

    #[test]
    fn what_is_expected_is_an_order_a_report_or_a_message_and_without_it_there_are_no_points() {
        let (to, other) = (vec![Ix::new(0)], Ix::new(1));
        let form = |deed, by_addressed| InjectForm {
            title: "Hỏi".to_owned(),
            action: "Trả lời".to_owned(),
            to: vec![Ix::new(0)],
            points: 5,
            deed,
            by_addressed,
            ..InjectForm::default()
        };
        for (deed, by_addressed, wanted) in [
            (None, true, None),
            (Some(Deed::Order(Ix::new(3))), false, Some(WantedDeed::Order { kinds: vec![Ix::new(3)], by: Vec::new() })),
            (Some(Deed::Report(Ix::new(2))), true, Some(WantedDeed::Report { form: Ix::new(2), by: to.clone() })),
            (Some(Deed::Message(other)), true, Some(WantedDeed::Message { from: to.clone(), to: vec![other] })),
        ] {
            let Some(Control::AdHoc(made_up)) = form(deed, by_addressed).control(SimTime::START) else { panic!() };
            let expected = made_up.wanted.unwrap();
            assert_eq!((expected.points, expected.by), (if deed.is_some() { 5 } else { 0 }, wanted));
        }
    }
}
