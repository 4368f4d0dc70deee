//! The evaluator's sheet: of the team looked at its critical tasks with the mark that the log proposes, the evidence,
//! the own mark with a note, the marks of others, and observations pinned to their moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Align, Button, CentralPanel, Frame, Label, Layout, Margin, RichText, ScrollArea, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::desk::{DeskCx, DeskForm, Seen, team_row_ui};
use super::{Live, LiveCmd, words};
use crate::desktop::debrief::{event_text, sign_of};
use crate::desktop::kit::{Cmd, format};
use crate::desktop::panels::{card, fold, main_button, named, tag};
use crate::desktop::screens::{Draw, Screen, Wishes, exercise_badge_ui, switches_ui, whole_window};
use crate::desktop::settings::Settings;
use crate::live::{Desk, Given, Mark, SheetAct, TaskRow, known_as};
use crate::score::Words;
use crate::sim::limits;

/// Marks in the order of the form: performed, with some challenges, with major challenges, unable.
const MARKS: [Mark; 4] = [Mark::P, Mark::S, Mark::M, Mark::U];

/// What the sheet remembers.
#[derive(Resource, Default)]
pub struct SheetForm {
    /// Marks and notes that are not confirmed yet, by team and task.
    pub open: BTreeMap<(u16, String), (Option<Mark>, String)>,
    /// An observation being written, by team.
    pub remark: BTreeMap<u16, String>,
    /// Who this evaluator is, by [`known_as`].
    pub own: String,
    /// Only tasks that can be rated and are not.
    pub only_open: bool,
}

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<SheetForm>()
        .add_systems(OnEnter(Screen::Sheet), come)
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Sheet)));
}

fn come(mut live: ResMut<Live>, form: Res<DeskForm>, mut sheet: ResMut<SheetForm>) {
    let Some(line) = &mut live.bypass_change_detection().line else { return };
    let at = Some((form.team, None));
    line.look = at;
    line.link.with(|client| client.look(at));
    sheet.own = known_as(&line.own);
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    live: Res<Live>,
    mut form: ResMut<DeskForm>,
    mut sheet: ResMut<SheetForm>,
    mut wishes: ResMut<Wishes>,
) {
    let (Some(line), Some(mut ui)) = (&live.line, whole_window(&mut contexts)) else { return };
    let seen = line.link.with(|client| {
        let screen = client.screen();
        let scenario = Arc::clone(client.scenario()?);
        let (board, hall, desk) = (screen.board.clone(), screen.hall.clone(), screen.desk.clone());
        Some(Seen { scenario, board, hall, desk, views: None, trouble: line.trouble(client, &settings.tr) })
    });
    let Some(seen) = seen else { return };
    let mut cx = DeskCx {
        seen: &seen,
        settings: &settings,
        link: line.state(),
        hosts: false,
        form: form.bypass_change_detection(),
        out: &mut wishes.0,
    };
    sheet_ui(&mut ui, &mut cx, sheet.bypass_change_detection());
}

/// The sheet.
pub fn sheet_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, sheet: &mut SheetForm) {
    let theme = cx.theme();
    let panel = Frame::new().fill(theme.colors.panel).inner_margin(Margin::symmetric(12, 6));
    let plain = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(8));
    egui::Panel::top("sheet-bar").frame(panel).show(ui, |ui| bar_ui(ui, cx, sheet));
    super::desk::strips_ui(ui, cx);
    egui::Panel::left("sheet-teams").frame(plain).default_size(theme.steps(84)).resizable(true).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for row in cx.seen.board.iter() {
                if team_row_ui(ui, cx, row, row.team == cx.form.team) {
                    cx.form.team = row.team;
                    cx.out.push(Cmd::Live(LiveCmd::Look(Some((row.team, None)))));
                }
            }
        });
    });
    let Some(desk) = cx.desk() else {
        CentralPanel::default().frame(panel).show(ui, |ui| ui.label(theme.soft(cx.tr().t("live-desk-waits"))));
        return;
    };
    egui::Panel::right("sheet-remarks").frame(plain).default_size(theme.steps(80)).resizable(true).show(ui, |ui| {
        remarks_ui(ui, cx, desk, sheet);
    });
    CentralPanel::default().frame(panel).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let mut shown = 0;
            for task in &desk.tasks {
                if sheet.only_open && (task.proposed.is_none() || own(task, sheet).is_some()) {
                    continue;
                }
                shown += 1;
                ui.push_id((cx.form.team, &task.task), |ui| task_ui(ui, cx, task, sheet));
                ui.add_space(theme.steps(1));
            }
            if shown == 0 {
                ui.label(theme.soft(cx.tr().t("live-sheet-empty")));
            }
        });
    });
}

fn bar_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, sheet: &mut SheetForm) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        exercise_badge_ui(ui, theme, tr);
        let clock = theme.mono(format::clock(cx.starts(), cx.now()));
        ui.label(clock.size(theme.text.clock).color(theme.colors.text));
        ui.label(theme.mono(format::elapsed(cx.now())).color(theme.colors.soft));
        ui.separator();
        ui.label(theme.strong(tr.t("live-sheet")));
        if let Some(row) = cx.row() {
            ui.label(theme.strong(&row.name));
            ui.label(theme.soft(tr.t(words::stage_word(row.stage))));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let out = &mut *cx.out;
            ui.menu_button(icon::LIST, |ui| {
                ui.set_min_width(theme.steps(60));
                for (sign, word, cmd) in [
                    (icon::PROJECTOR_SCREEN, "live-big-screen", Cmd::Live(LiveCmd::BigScreen)),
                    (icon::HOUSE, "shell-home", Cmd::Home),
                    (icon::SIGN_OUT, "live-leave", Cmd::Live(LiveCmd::Leave)),
                ] {
                    if ui.button(format!("{sign} {}", tr.t(word))).clicked() {
                        out.push(cmd);
                    }
                }
                ui.separator();
                ui.horizontal_wrapped(|ui| switches_ui(ui, cx.settings, out));
            });
            ui.checkbox(&mut sheet.only_open, tr.t("live-sheet-only-open"));
        });
    });
}

/// The own mark, if there is one.
fn own<'t>(task: &'t TaskRow, sheet: &SheetForm) -> Option<&'t Given> {
    task.given.iter().find(|given| known_as(&given.name) == sheet.own)
}

fn task_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, task: &TaskRow, sheet: &mut SheetForm) {
    let (theme, tr, scenario) = (cx.theme(), cx.tr(), cx.scenario());
    let words = Words { scenario, tr };
    let procedure = scenario.plan.procedures.get(task.procedure.us());
    let step = procedure.and_then(|procedure| procedure.steps.get(usize::from(task.step)));
    let what = step.map(|step| step.what.get(tr.lang())).unwrap_or_default();
    card(ui, theme, task.differs, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(theme.mono(&task.task));
            ui.add(Label::new(theme.strong(what)).wrap());
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(theme.soft(format!("{} {}", sign_of(task.status), words.step_status(task.status))));
            let clock = |at| format::clock_short(cx.starts(), at);
            if let Some(due) = task.due {
                ui.label(theme.note(tr.with("live-task-due", &[("at", clock(due).into())])));
            }
            if let Some(met) = task.met {
                ui.label(theme.note(tr.with("live-task-met", &[("at", clock(met).into())])));
            }
            if task.differs {
                tag(ui, theme, &tr.t("live-marks-differ"), theme.colors.high);
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(theme.soft(tr.t("live-proposed")));
            match task.proposed {
                Some(mark) => ui.label(theme.strong(words.rating(mark))),
                None => ui.label(theme.note(tr.t("live-proposed-none"))),
            };
            if let Some(reason) = &task.reason {
                ui.label(theme.note(words.reason(reason, step.map(|step| step.needs.as_slice()).unwrap_or_default())));
            }
        });
        evidence_ui(ui, cx, task);
        for given in task.given.iter().filter(|given| known_as(&given.name) != sheet.own) {
            let text = format!("{} {} · {}", icon::USER, given.name, words.rating(given.mark));
            ui.label(text);
            if !given.note.is_empty() {
                ui.add(Label::new(theme.soft(&given.note)).wrap());
            }
        }
        mark_ui(ui, cx, task, sheet);
    });
}

fn evidence_ui(ui: &mut Ui, cx: &DeskCx<'_>, task: &TaskRow) {
    let (theme, tr) = (cx.theme(), cx.tr());
    if task.evidence.is_empty() {
        return;
    }
    let head = tr.with("live-evidence", &[("n", task.evidence.len().into())]);
    fold(ui, theme.soft(head)).id_salt("evidence").show(ui, |ui| {
        for (_, event) in &task.evidence {
            let at = format::clock(cx.starts(), event.at);
            ui.add(Label::new(format!("{at} · {}", event_text(cx.scenario(), tr, event))).wrap());
        }
    });
}

/// The own mark, with the note that goes with it.
fn mark_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, task: &TaskRow, sheet: &mut SheetForm) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let given = own(task, sheet).map(|given| (Some(given.mark), given.note.clone()));
    let key = (cx.form.team, task.task.clone());
    // What stands without a draft.
    let base = given.clone().unwrap_or((task.proposed, String::new()));
    let (mut mark, mut note) = sheet.open.get(&key).cloned().unwrap_or_else(|| base.clone());
    let words = Words { scenario: cx.scenario(), tr };
    ui.horizontal_wrapped(|ui| {
        for one in MARKS {
            let letter = format!("{one:?}");
            let button = Button::selectable(mark == Some(one), theme.strong(letter)).min_size(egui::vec2(32.0, 24.0));
            let response = ui.add(button).on_hover_text(words.rating(one));
            named(&response, &words.rating(one));
            if response.clicked() {
                mark = Some(one);
            }
        }
        let field = TextEdit::singleline(&mut note)
            .hint_text(tr.t("live-mark-note"))
            .desired_width((ui.available_width() - theme.steps(36)).max(theme.steps(30)))
            .char_limit(limits::TEXT_BYTES_MAX / 4);
        named(&ui.add(field), &tr.t("live-mark-note"));
        let is_new = given.as_ref() != Some(&(mark, note.clone()));
        // Whoever marks otherwise than the log proposes says why.
        let says_why = mark == task.proposed || !note.trim().is_empty();
        let word = match &given {
            Some(_) if !is_new => "live-mark-kept",
            _ if mark == task.proposed => "live-mark-confirm",
            _ => "live-mark-override",
        };
        let ready = is_new && mark.is_some() && says_why;
        let button = main_button(ui, theme, &tr.t(word), ready);
        if let (true, Some(mark)) = (button.on_disabled_hover_text(tr.t("live-mark-why")).clicked(), mark) {
            let act = SheetAct::Rate { task: task.task.clone(), mark, note: note.trim().to_owned() };
            cx.out.push(Cmd::Live(LiveCmd::Rate(cx.form.team, act)));
            note = note.trim().to_owned();
        }
        let draft = (mark, note);
        if draft == base {
            sheet.open.remove(&key);
        } else {
            sheet.open.insert(key, draft);
        }
    });
}

/// Observations, the newest first, and a new one pinned to this moment.
fn remarks_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, desk: &Desk, sheet: &mut SheetForm) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.label(theme.heading(tr.t("live-remarks")));
    new_remark_ui(ui, cx, desk.team, sheet);
    ui.add_space(theme.steps(2));
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if desk.remarks.is_empty() {
            ui.label(theme.soft(tr.t("live-remarks-none")));
        }
        for remark in desk.remarks.iter().rev() {
            ui.horizontal_wrapped(|ui| {
                ui.label(theme.mono(format::clock_short(cx.starts(), remark.at)));
                ui.label(RichText::new(&remark.name).color(theme.colors.faint).size(theme.text.small));
            });
            ui.add(Label::new(&remark.text).wrap());
            ui.add_space(theme.steps(1));
        }
    });
}

/// An observation being written. It stays with its team while another one is looked at.
fn new_remark_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, team: u16, sheet: &mut SheetForm) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let mut text = sheet.remark.remove(&team).unwrap_or_default();
    // What can be undone in the field is of this team, too.
    let field = TextEdit::multiline(&mut text)
        .id_salt(("remark", team))
        .hint_text(tr.t("live-remark-hint"))
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .char_limit(limits::TEXT_BYTES_MAX / 4);
    named(&ui.add(field), &tr.t("live-remarks"));
    let at = format::clock_short(cx.starts(), cx.now());
    let name = cx.row().map(|row| row.name.clone()).unwrap_or_default();
    let pin = tr.with("live-remark-pin", &[("at", at.into()), ("team", name.into())]);
    let is_ready = !text.trim().is_empty();
    if main_button(ui, theme, &format!("{} {pin}", icon::PUSH_PIN), is_ready).clicked() {
        cx.out.push(Cmd::Live(LiveCmd::Rate(team, SheetAct::Remark(text.trim().to_owned()))));
        text.clear();
    }
    if !text.is_empty() {
        sheet.remark.insert(team, text);
    }
}
