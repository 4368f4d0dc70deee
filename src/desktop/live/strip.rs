//! What the console says of the hall: the connection, a pause, a stand-in on the own seat, what the direction told.

use egui::{Frame, Label, Margin, RichText, Ui};
use egui_phosphor::regular as icon;

use super::{LiveCmd, words};
use crate::desktop::actions::rate_text;
use crate::desktop::kit::{Cmd, PanelCx, format};
use crate::desktop::session::{Place, Remote};
use crate::hall::LinkState;
use crate::live::{News, Stage};
use crate::model::SimTime;

/// Simulation time for which the last thing told stands in the strip.
const NEWS_SHOWN_MS: i64 = 15 * 60_000;

/// What the bar and the strips say of the hall.
#[derive(Clone, Debug)]
pub struct HallBar {
    place: Place,
    state: LinkState,
    stage: Stage,
    rate_permille: u32,
    stand_in: bool,
    news: Vec<News>,
    code: Option<String>,
}

impl HallBar {
    /// Of a seat in a hall.
    pub fn of(remote: &Remote) -> Self {
        let hall = remote.hall();
        Self {
            place: remote.place(),
            state: remote.state().clone(),
            stage: remote.stage(),
            rate_permille: hall.rate_permille,
            stand_in: hall.stand_in,
            news: hall.news.clone(),
            code: remote.code().map(str::to_owned),
        }
    }

    /// The last thing told that is still news.
    fn latest(&self, now: SimTime) -> Option<&News> {
        self.news.last().filter(|news| now.0 - news.at.0 <= NEWS_SHOWN_MS)
    }
}

/// The connection, the speed and what was told, in the top bar.
pub fn hall_bar_ui(ui: &mut Ui, cx: &PanelCx<'_>, bar: &HallBar) {
    let (tr, theme) = (cx.tr, cx.theme);
    let (sign, said) = words::link(tr, &bar.state);
    let color = if bar.state == LinkState::Online { theme.colors.low } else { theme.colors.critical };
    let link = ui.label(RichText::new(sign).color(color));
    crate::desktop::panels::named(&link, &said);
    link.on_hover_text(said);
    if bar.rate_permille > 0 && bar.stage == Stage::Running && matches!(bar.place, Place::Own(_)) {
        let rate = theme.mono(rate_text(bar.rate_permille, tr.lang())).color(theme.colors.soft);
        ui.label(rate).on_hover_text(tr.t("live-rate"));
    }
    let label = match bar.news.len() {
        0 => icon::MEGAPHONE.to_owned(),
        n => format!("{} {n}", icon::MEGAPHONE),
    };
    let list = ui.menu_button(label, |ui| {
        ui.set_max_width(theme.steps(100));
        if bar.news.is_empty() {
            ui.label(theme.note(tr.t("live-no-news")));
        }
        egui::ScrollArea::vertical().max_height(theme.steps(100)).show(ui, |ui| {
            for news in bar.news.iter().rev() {
                ui.horizontal_top(|ui| {
                    ui.label(theme.mono(format::clock_short(cx.scenario.file.starts, news.at)));
                    ui.add(Label::new(&news.text).wrap());
                });
            }
        });
        if let Some(code) = &bar.code {
            ui.separator();
            ui.add(Label::new(theme.note(tr.with("live-own-code", &[("code", code.clone().into())]))).wrap());
        }
    });
    list.response.on_hover_text(tr.t("live-news"));
}

/// What cannot be overlooked, across the whole window, the gravest first.
pub fn hall_strip_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, bar: &HallBar) {
    let (tr, c) = (cx.tr, &cx.theme.colors);
    if let Place::Looked(team) = bar.place {
        let name = format::role(cx.scenario, tr, cx.role);
        let text = tr.with("live-looking", &[("seat", name.into()), ("team", (team + 1).into())]);
        let way = Some((tr.t("live-look-away"), Cmd::Live(LiveCmd::Look(Some((team, None))))));
        line_ui(ui, cx, (icon::EYE, &text), (c.accent, c.on_accent), way);
    }
    if bar.state != LinkState::Online {
        let (sign, text) = words::link(tr, &bar.state);
        line_ui(ui, cx, (sign, &text), (c.critical, c.window), None);
    }
    if let Some(at) = cx.view.team.ended {
        let at = format::day_clock(cx.scenario.file.starts, at);
        let text = tr.with("live-ended", &[("at", at.into())]);
        line_ui(ui, cx, (icon::FLAG_CHECKERED, &text), (c.accent, c.on_accent), None);
    } else if bar.stage == Stage::Lobby {
        line_ui(ui, cx, (icon::HOURGLASS, &tr.t("live-not-started")), (c.accent, c.on_accent), None);
    } else if let Some(reason) = &cx.view.team.paused {
        let text = tr.with("live-paused", &[("reason", reason.clone().into())]);
        line_ui(ui, cx, (icon::PAUSE, &text), (c.accent, c.on_accent), None);
    }
    if bar.stand_in {
        line_ui(ui, cx, (icon::ROBOT, &tr.t("live-stand-in-plays")), (c.high, c.window), None);
    }
    if let Some(news) = bar.latest(cx.view.now) {
        let at = format::clock_short(cx.scenario.file.starts, news.at);
        let text = tr.with("live-told", &[("at", at.into()), ("text", news.text.clone().into())]);
        line_ui(ui, cx, (icon::MEGAPHONE, &text), (c.raised, c.text), None);
    }
}

fn line_ui(
    ui: &mut Ui,
    cx: &mut PanelCx<'_>,
    (sign, text): (&str, &str),
    (ground, ink): (egui::Color32, egui::Color32),
    way: Option<(String, Cmd)>,
) {
    let frame = Frame::new().fill(ground).inner_margin(Margin::symmetric(12, 4));
    egui::Panel::top(egui::Id::new(("hall", sign))).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            if let Some((name, cmd)) = way
                && ui.button(name).clicked()
            {
                cx.ask(cmd);
            }
            ui.add(Label::new(cx.theme.strong(format!("{sign} {text}")).color(ink)).wrap());
        });
    });
}
