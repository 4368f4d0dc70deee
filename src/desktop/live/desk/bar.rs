//! The bar of the desk: the clock, whom it is for, and what starts, stops and speeds up time.

use egui::{Align, Color32, Frame, Label, Layout, Margin, RichText, Ui};
use egui_phosphor::regular as icon;

use super::{DeskCx, Drawer};
use crate::desktop::actions::rate_text;
use crate::desktop::kit::{Cmd, format};
use crate::desktop::live::{LiveCmd, words};
use crate::desktop::panels::{main_button, named};
use crate::desktop::screens::{exercise_badge_ui, switches_ui};
use crate::desktop::session::RATES_PERMILLE;
use crate::hall::LinkState;
use crate::live::{DeskAct, Scope, Stage};
use crate::sim::Control;

/// The bar.
pub fn bar_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        exercise_badge_ui(ui, theme, tr);
        let now = cx.now();
        let clock = theme.mono(format::clock(cx.starts(), now)).size(theme.text.clock).color(theme.colors.text);
        ui.label(clock).on_hover_text(tr.t("shell-fictional-time"));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(theme.mono(format::elapsed(now)).size(theme.text.small).color(theme.colors.soft));
            let date = format::date(tr, cx.starts(), now);
            ui.label(theme.note(date.split(", ").last().unwrap_or_default()));
        });
        ui.separator();
        scope_ui(ui, cx);
        ui.separator();
        time_ui(ui, cx);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu_ui(ui, cx);
            let (sign, said) = words::link(tr, cx.link);
            let color = if *cx.link == LinkState::Online { theme.colors.low } else { theme.colors.critical };
            ui.label(RichText::new(sign).color(color)).on_hover_text(said);
            drawer_button_ui(ui, cx, Drawer::Codes, icon::KEY);
            drawer_button_ui(ui, cx, Drawer::Tell, icon::MEGAPHONE);
        });
    });
}

/// Whom everything at this desk is for.
fn scope_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let tr = cx.tr();
    let name = cx.row().map(|row| row.name.clone()).unwrap_or_default();
    let all = format!("{} {}", icon::USERS_THREE, tr.t("live-scope-all"));
    ui.selectable_value(&mut cx.form.alone, false, all).on_hover_text(tr.t("live-scope-all-what"));
    let one = ui.selectable_value(&mut cx.form.alone, true, format!("{} {name}", icon::USERS));
    one.on_hover_text(tr.t("live-scope-one-what"));
}

fn time_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let has = |stage| cx.in_scope().any(|row| row.stage == stage);
    let (lobby, running, paused) = (has(Stage::Lobby), has(Stage::Running), has(Stage::Paused));
    if lobby {
        let text = format!("{} {}", icon::FLAG, tr.t("live-start"));
        if main_button(ui, theme, &text, true).clicked() {
            toggle(cx, Drawer::Start);
        }
    }
    if running {
        drawer_button_ui(ui, cx, Drawer::Pause, icon::PAUSE);
    }
    if paused && main_button(ui, theme, &format!("{} {}", icon::PLAY, tr.t("shell-resume")), true).clicked() {
        cx.act(DeskAct::Control(Control::Resume));
    }
    let speed = tr.t("shell-speed");
    let (rate, name) = match cx.seen.hall.rate_permille {
        // No team is looked at yet.
        0 => (speed.clone(), speed.clone()),
        permille => {
            let rate = rate_text(permille, tr.lang());
            (rate.clone(), format!("{speed} {rate}"))
        }
    };
    let rates = ui.menu_button(format!("{} {rate}", icon::GAUGE), |ui| {
        for permille in RATES_PERMILLE {
            if ui.button(rate_text(permille, tr.lang())).clicked() {
                cx.act(DeskAct::Control(Control::Rate(permille)));
            }
        }
    });
    named(&rates.response, &name);
    rates.response.on_hover_text(speed);
    if running || paused {
        drawer_button_ui(ui, cx, Drawer::Jump, icon::SKIP_FORWARD);
    }
}

fn toggle(cx: &mut DeskCx<'_>, drawer: Drawer) {
    let opens = cx.form.drawer != Some(drawer);
    if opens && drawer == Drawer::Tell {
        // A message begins as one for whom everything here is for, whoever got the last one.
        let to = match cx.scope() {
            Scope::All => None,
            Scope::Team(team) => Some((team, None)),
        };
        return cx.form.open_tell(to);
    }
    cx.form.drawer = opens.then_some(drawer);
    cx.form.drawer_is_new = true;
}

fn drawer_button_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, drawer: Drawer, sign: &str) {
    let text = format!("{sign} {}", cx.tr().t(drawer.word()));
    if ui.selectable_label(cx.form.drawer == Some(drawer), text).clicked() {
        toggle(cx, drawer);
    }
}

fn menu_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let (theme, tr) = (cx.theme(), cx.tr());
    let menu = ui.menu_button(icon::LIST, |ui| {
        ui.set_min_width(theme.steps(60));
        let mut item = |ui: &mut Ui, sign: &str, word: &str, cmd: Cmd| {
            if ui.button(format!("{sign} {}", tr.t(word))).clicked() {
                cx.out.push(cmd);
            }
        };
        if cx.hosts {
            item(ui, icon::HOUSE_LINE, "live-host-page", Cmd::Live(LiveCmd::Page));
        }
        item(ui, icon::PROJECTOR_SCREEN, "live-big-screen", Cmd::Live(LiveCmd::BigScreen));
        item(ui, icon::HOUSE, "shell-home", Cmd::Home);
        ui.separator();
        if !cx.hosts {
            item(ui, icon::SIGN_OUT, "live-leave", Cmd::Live(LiveCmd::Leave));
            ui.separator();
        }
        ui.horizontal_wrapped(|ui| switches_ui(ui, cx.settings, cx.out));
    });
    menu.response.on_hover_text(tr.t("shell-menu"));
}

/// What cannot be overlooked: a lost connection, something that is not written down, a pause of the team looked at.
pub fn strips_ui(ui: &mut Ui, cx: &DeskCx<'_>) {
    let (tr, c) = (cx.tr(), &cx.theme().colors);
    if *cx.link != LinkState::Online {
        let (sign, text) = words::link(tr, cx.link);
        line_ui(ui, cx, "desk-lost", format!("{sign} {text}"), (c.critical, c.window));
    }
    if let Some(trouble) = &cx.seen.trouble {
        line_ui(ui, cx, "desk-trouble", format!("{} {trouble}", icon::FLOPPY_DISK), (c.critical, c.window));
    }
    if let Some(reason) = cx.desk().and_then(|desk| desk.paused.clone()) {
        let text = tr.with("live-paused", &[("reason", reason.into())]);
        line_ui(ui, cx, "desk-paused", format!("{} {text}", icon::PAUSE), (c.accent, c.on_accent));
    }
}

/// A line across the whole window, in the colours of its ground and of its words.
fn line_ui(ui: &mut Ui, cx: &DeskCx<'_>, id: &str, text: String, (fill, ink): (Color32, Color32)) {
    let frame = Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 4));
    egui::Panel::top(egui::Id::new(id)).frame(frame).show(ui, |ui| {
        ui.add(Label::new(cx.theme().strong(text).color(ink)).wrap());
    });
}
