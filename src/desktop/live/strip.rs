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

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable;

    use super::*;
    use crate::desktop::panels::tests::Desk;
    use crate::sim::{Control, Input};

    /// The strips of a seat whose link and holder are not as they should be; the rest follows from the exercise.
    fn worst(ui: &mut Ui, cx: &mut PanelCx<'_>) {
        let news = vec![News { at: cx.view.now, text: "Tập trung tại hội trường".to_owned() }];
        let state = LinkState::Lost("cable out".to_owned());
        hall_strip_ui(ui, cx, &HallBar { state, stand_in: true, news, ..well() });
    }

    fn well() -> HallBar {
        HallBar {
            place: Place::Own(0),
            state: LinkState::Online,
            stage: Stage::Running,
            rate_permille: 1_000,
            stand_in: false,
            news: Vec::new(),
            code: None,
        }
    }

    fn paused(mut desk: Desk) -> Desk {
        let now = desk.exercise.now();
        desk.exercise.apply(now, &Input::Control(Control::Pause("lunch".to_owned()))).unwrap();
        desk
    }

    #[test]
    fn what_cannot_be_overlooked_is_said_and_nothing_else() {
        let harness = paused(Desk::new("SOC", worst)).sit(900.0, 500.0);
        let said = ["cable out", "Paused · lunch", "A stand-in plays your seat", "Tập trung tại hội trường"];
        let tops = said.map(|said| harness.get_by_label_contains(said).rect().top());
        assert!(tops.is_sorted(), "the gravest first: {tops:?}");
        let harness = Desk::new("SOC", |ui, cx| hall_strip_ui(ui, cx, &well())).sit(900.0, 500.0);
        assert!(said.iter().all(|said| harness.query_by_label_contains(said).is_none()));
    }

    #[test]
    fn before_the_start_a_seat_waits_and_a_seat_that_is_looked_at_says_so() {
        let lobby = |ui: &mut Ui, cx: &mut PanelCx<'_>| {
            hall_strip_ui(ui, cx, &HallBar { stage: Stage::Lobby, place: Place::Looked(1), ..well() });
        };
        let mut harness = Desk::new("SOC", lobby).sit(900.0, 500.0);
        harness.get_by_label_contains("Not started");
        harness.get_by_label_contains("of team 2; nothing can be ordered here");
        harness.get_by_label("Back to the desk").click();
        harness.run();
        let away = harness.state().out.iter().any(|cmd| matches!(cmd, Cmd::Live(LiveCmd::Look(Some((1, None))))));
        assert!(away, "{:?}", harness.state().out.len());
    }

    #[test]
    fn what_was_told_stands_there_for_a_while() {
        let news = News { at: SimTime(0), text: String::new() };
        let bar = HallBar { news: vec![news], ..well() };
        assert!(bar.latest(SimTime(NEWS_SHOWN_MS)).is_some() && bar.latest(SimTime(NEWS_SHOWN_MS + 1)).is_none());
    }
}
