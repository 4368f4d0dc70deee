//! The top bar: what exercise, when, at which speed, on which seat, and which legal clocks run down.

use egui::{Align, Button, Frame, Label, Layout, Margin, RichText, TextWrapMode, Ui};
use egui_phosphor::regular as icon;

use crate::desktop::actions::{next_rate, rate_text};
use crate::desktop::kit::{Cmd, Mode, PanelCx, format};
use crate::desktop::live::{HallBar, LiveCmd, hall_bar_ui, hall_strip_ui};
use crate::desktop::notices::Notices;
use crate::desktop::panels::clocks_strip_ui;
use crate::desktop::screens::{exercise_badge_ui, switches_ui};
use crate::desktop::session::{RATES_PERMILLE, Session};
use crate::desktop::settings::Settings;
use crate::model::{Ix, Role, SimTime, Span, Table};

/// What the bar says of the run itself.
pub enum BarCx {
    /// On this machine: time is the player's.
    Own(OwnBar),
    /// In a hall: time is the direction's.
    Hall(HallBar),
}

/// What the bar says of a run on this machine.
pub struct OwnBar {
    people: Vec<Ix<Role>>,
    rate_permille: u32,
    jumping_to: Option<SimTime>,
    kept: bool,
}

impl BarCx {
    /// Of this seat.
    pub fn of(session: &Session) -> Self {
        match session {
            Session::Local(local) => Self::Own(OwnBar {
                people: local.people().to_vec(),
                rate_permille: local.rate_permille(),
                jumping_to: local.jumping_to(),
                kept: local.journal_path().is_some(),
            }),
            Session::Remote(remote) => Self::Hall(HallBar::of(remote)),
        }
    }

    const fn own(&self) -> Option<&OwnBar> {
        match self {
            Self::Own(own) => Some(own),
            Self::Hall(_) => None,
        }
    }
}

/// Width below which the date and the names of switches are left out, in points.
const NARROW: f32 = 1_200.0;
/// Share of the words' room that the name of the seat may take.
const SEAT_SHARE: f32 = 0.6;
/// Room below which words would be cut beyond reading and are left out, in points.
const WORDS_MIN: f32 = 72.0;

/// The bar, and under it what cannot be overlooked: a pause, a jump, the end.
pub fn top_bar_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, bar: &BarCx, settings: &Settings, notices: &Notices) {
    let frame = Frame::new().fill(cx.theme.colors.panel).inner_margin(Margin::symmetric(12, 6));
    egui::Panel::top("bar").frame(frame).show(ui, |ui| {
        let narrow = ui.available_width() < NARROW;
        ui.horizontal(|ui| {
            exercise_badge_ui(ui, cx.theme, cx.tr);
            clock_ui(ui, cx, narrow);
            ui.separator();
            match bar {
                BarCx::Own(own) => time_ui(ui, cx, own),
                BarCx::Hall(hall) => hall_bar_ui(ui, cx, hall),
            }
            ui.separator();
            // The buttons keep their place at the right; of the words between, what matters least gives way first.
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                menu_ui(ui, cx, bar, settings, notices);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    seat_ui(ui, cx, bar);
                    stage_ui(ui, cx);
                    title_ui(ui, cx);
                });
            });
        });
        if !cx.view.team.clocks.is_empty() {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = cx.theme.steps(6);
                clocks_strip_ui(ui, cx);
            });
        }
    });
    match bar {
        BarCx::Own(own) => strip_ui(ui, cx, own),
        BarCx::Hall(hall) => hall_strip_ui(ui, cx, hall),
    }
}

fn clock_ui(ui: &mut Ui, cx: &PanelCx<'_>, narrow: bool) {
    let (theme, starts, now) = (cx.theme, cx.scenario.file.starts, cx.view.now);
    let clock = theme.mono(format::clock(starts, now)).size(theme.text.clock).color(theme.colors.text);
    ui.label(clock).on_hover_text(cx.tr.t("shell-fictional-time"));
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.label(theme.mono(format::elapsed(now)).size(theme.text.small).color(theme.colors.soft));
        let date = format::date(cx.tr, starts, now);
        let date = if narrow { date.split(", ").last().unwrap_or_default().to_owned() } else { date };
        ui.label(theme.note(date));
    });
}

/// Pause, speed, jumps.
fn time_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, bar: &OwnBar) {
    let (tr, theme) = (cx.tr, cx.theme);
    let team = cx.view.team;
    let over = team.ended.is_some();
    let exam = cx.mode == Mode::Exam;
    let (sign, word, cmd) = match &team.paused {
        Some(_) => (icon::PLAY, "shell-resume", Cmd::Resume),
        None => (icon::PAUSE, "shell-pause", Cmd::Pause(tr.t("shell-paused-by-hand"))),
    };
    let why = if exam { tr.t("shell-no-pause-in-exam") } else { format!("{} (F8)", tr.t(word)) };
    let pause = ui.add_enabled(!over && !exam, Button::new(sign)).on_hover_text(&why).on_disabled_hover_text(&why);
    pause.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, tr.t(word)));
    if pause.clicked() {
        cx.ask(cmd);
    }
    let rate = rate_text(bar.rate_permille, tr.lang());
    let menu = ui.menu_button(theme.mono(rate).color(theme.colors.text), |ui| {
        for permille in RATES_PERMILLE {
            let text = rate_text(permille, tr.lang());
            if ui.selectable_label(permille == bar.rate_permille, text).clicked() {
                cx.ask(Cmd::Rate(permille));
            }
        }
    });
    menu.response.on_hover_text(format!("{} (F9, F10)", tr.t("shell-speed")));
    if let Some(faster) = next_rate(bar.rate_permille, true)
        && ui.add_enabled(!over, Button::new(icon::FAST_FORWARD)).on_hover_text(tr.t("shell-faster")).clicked()
    {
        cx.ask(Cmd::Rate(faster));
    }
    if exam {
        return;
    }
    let jump = ui.menu_button(icon::SKIP_FORWARD, |ui| jumps_ui(ui, cx));
    jump.response.on_hover_text(tr.t("shell-jump"));
}

/// Moments to jump to: a while ahead, and the moves of the scenario.
fn jumps_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let (tr, theme) = (cx.tr, cx.theme);
    ui.set_max_width(theme.steps(90));
    menu_note_ui(ui, theme.note(tr.t("shell-jump-note")));
    let now = cx.view.now;
    for span in [Span::mins(10), Span::hours(1)] {
        let text = tr.with("shell-jump-by", &[("span", format::span(tr, span).into())]);
        if ui.button(text).clicked() {
            cx.ask(Cmd::Jump(now + span));
        }
    }
    let scenario = cx.scenario;
    for to in &scenario.file.moves {
        let at = SimTime::after_start(to.to);
        if at > now {
            let text = format!("{} · {}", format::day_clock(scenario.file.starts, at), cx.text(&to.name));
            if ui.add(Button::new(text).wrap()).clicked() {
                cx.ask(Cmd::Jump(at));
            }
        }
    }
}

/// Words in a menu. Menus stretch what stands in them, words of several lines too.
fn menu_note_ui(ui: &mut Ui, text: RichText) {
    ui.with_layout(Layout::top_down(Align::Min), |ui| ui.add(Label::new(text).wrap()));
}

fn seat_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, bar: &BarCx) {
    let name = format::role(cx.scenario, cx.tr, cx.role);
    let text = cx.theme.strong(format!("{} {name}", icon::CHAIR));
    let duties = cx.text(&cx.scenario.roles.at(cx.role).duties);
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width() * SEAT_SHARE);
        ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
        let people = bar.own().map(|own| own.people.as_slice()).unwrap_or_default();
        if people.len() < 2 {
            ui.label(text).on_hover_text(format!("{name}. {duties}"));
            return;
        }
        let menu = ui.menu_button(text, |ui| {
            for role in people {
                let name = format::role(cx.scenario, cx.tr, *role);
                if ui.selectable_label(*role == cx.role, name).clicked() {
                    cx.ask(Cmd::SwitchSeat(*role));
                }
            }
        });
        menu.response.on_hover_text(duties);
    });
}

/// The severity the team gave and the phase of the response.
fn stage_ui(ui: &mut Ui, cx: &PanelCx<'_>) {
    let (theme, tr, team) = (cx.theme, cx.tr, cx.view.team);
    if let Some(severity) = team.severity {
        let text = theme.strong(format::severity(tr, severity)).color(theme.severity_color(severity));
        ui.separator();
        ui.add(Label::new(text).truncate()).on_hover_text(tr.t("shell-severity"));
    }
    let phase = cx.scenario.plan.phases.iter().find(|phase| phase.id == team.phase);
    if let Some(name) = phase.map(|phase| cx.text(&phase.name)).filter(|_| ui.available_width() > WORDS_MIN) {
        ui.separator();
        let hover = format!("{}: {name}", tr.t("shell-phase"));
        ui.add(Label::new(theme.soft(name)).truncate()).on_hover_text(hover);
    }
}

/// The scenario, where there is room for it.
fn title_ui(ui: &mut Ui, cx: &PanelCx<'_>) {
    if ui.available_width() > WORDS_MIN {
        let title = cx.text(&cx.scenario.file.title);
        ui.separator();
        ui.add(Label::new(cx.theme.note(title)).truncate()).on_hover_text(title);
    }
}

fn menu_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, bar: &BarCx, settings: &Settings, notices: &Notices) {
    let (tr, theme) = (cx.tr, cx.theme);
    let menu = ui.menu_button(icon::LIST, |ui| {
        ui.set_min_width(theme.steps(60));
        let mut item = |ui: &mut Ui, sign: &str, word: &str, cmd: Cmd| {
            if ui.button(format!("{sign} {}", tr.t(word))).clicked() {
                cx.ask(cmd);
            }
        };
        item(ui, icon::LAYOUT, "shell-reset-layout", Cmd::ResetLayout);
        item(ui, icon::KEYBOARD, "shell-keys", Cmd::ToggleKeys);
        item(ui, icon::HOUSE, "shell-home", Cmd::Home);
        ui.separator();
        if bar.own().is_some() {
            end_ui(ui, cx);
        } else {
            leave_ui(ui, cx);
        }
        ui.separator();
        ui.horizontal_wrapped(|ui| switches_ui(ui, settings, cx.out));
    });
    menu.response.on_hover_text(tr.t("shell-menu"));
    let news = ui.menu_button(icon::CHAT_TEXT, |ui| {
        ui.set_max_width(theme.steps(100));
        notices.list_ui(ui, theme, &tr.t("shell-no-notices"));
    });
    news.response.on_hover_text(tr.t("shell-notices"));
    let Some(own) = bar.own() else { return };
    let (sign, word) = if own.kept { (icon::FLOPPY_DISK, "shell-kept") } else { (icon::EYE, "shell-not-kept") };
    ui.label(theme.note(sign)).on_hover_text(tr.t(word));
}

/// The ways to end a run of one's own.
fn end_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let (tr, theme) = (cx.tr, cx.theme);
    ui.menu_button(format!("{} {}", icon::FLAG_CHECKERED, tr.t("shell-end")), |ui| {
        ui.set_max_width(theme.steps(80));
        menu_note_ui(ui, theme.note(tr.t("shell-end-note")));
        let end = SimTime::after_start(cx.scenario.file.ends);
        if ui.button(tr.t("shell-play-out")).clicked() {
            cx.ask(Cmd::Jump(end));
        }
        if ui.button(RichText::new(tr.t("shell-end-now")).color(theme.colors.critical)).clicked() {
            cx.ask(Cmd::EndRun);
        }
    });
}

/// The way out of a hall.
fn leave_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let (tr, theme) = (cx.tr, cx.theme);
    ui.menu_button(format!("{} {}", icon::SIGN_OUT, tr.t("live-leave")), |ui| {
        ui.set_max_width(theme.steps(80));
        menu_note_ui(ui, theme.note(tr.t("live-leave-note")));
        if ui.button(RichText::new(tr.t("live-leave-really")).color(theme.colors.critical)).clicked() {
            cx.ask(Cmd::Live(LiveCmd::Leave));
        }
    });
}

/// A pause, a jump or the end, across the whole window.
fn strip_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, bar: &OwnBar) {
    let (tr, theme, team) = (cx.tr, cx.theme, cx.view.team);
    let starts = cx.scenario.file.starts;
    let (text, wish) = match (team.ended, bar.jumping_to, &team.paused) {
        (Some(at), _, _) => {
            let at = format::day_clock(starts, at);
            (tr.with("shell-ended", &[("at", at.into())]), Some((tr.t("shell-to-debrief"), Cmd::EndRun)))
        }
        (None, Some(to), _) => {
            let (now, to) = (format::day_clock(starts, cx.view.now), format::day_clock(starts, to));
            ui.ctx().request_repaint();
            (tr.with("shell-jumping", &[("now", now.into()), ("to", to.into())]), None)
        }
        (None, None, Some(reason)) => {
            let text = tr.with("shell-paused", &[("reason", reason.clone().into())]);
            (text, Some((tr.t("shell-resume"), Cmd::Resume)))
        }
        (None, None, None) => return,
    };
    let frame = Frame::new().fill(theme.colors.accent).inner_margin(Margin::symmetric(12, 4));
    egui::Panel::top("state").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme.strong(text).color(theme.colors.on_accent));
            if let Some((name, cmd)) = wish
                && ui.button(name).clicked()
            {
                cx.ask(cmd);
            }
        });
    });
}
