//! The first screen: what to do next.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{CentralPanel, Color32, Frame, Margin, Sense, Stroke, Ui, vec2};
use egui_phosphor::regular as icon;

use super::kit::{Cmd, Theme, format};
use super::library::{Library, title};
use super::live::LiveCmd;
use super::records::summary;
use super::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use super::session::Session;
use super::settings::Settings;
use crate::i18n::Tr;

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Home)));
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    library: Res<Library>,
    session: Option<Res<Session>>,
    mut wishes: ResMut<Wishes>,
) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    let out = &mut wishes.0;
    strip_ui(&mut ui, &settings, "", true, out);
    let news = HomeNews {
        scenarios: library.scenarios.iter().filter(|shelved| shelved.scenario.is_ok()).count(),
        runs: library.runs.len(),
        last: last_run(&settings, &library, session.as_deref()),
        first: first_scenario(&settings, &library),
    };
    let frame = Frame::new().fill(settings.theme.colors.window);
    CentralPanel::default().frame(frame).show(&mut ui, |ui| home_ui(ui, &settings.theme, &settings.tr, &news, out));
}

/// What can be taken up again: the run in progress, else the last one that is kept and was not finished.
fn last_run(settings: &Settings, library: &Library, session: Option<&Session>) -> Option<String> {
    let tr = &settings.tr;
    if let Some(session) = session.filter(|session| !session.ended()) {
        let scenario = session.scenario();
        let (title, role) = (scenario.file.title.get(tr.lang()), format::role(scenario, tr, session.role()));
        return Some(format!("{title} · {role} · {}", format::elapsed(session.now())));
    }
    let (name, _) = settings.prefs().last_run.as_ref()?;
    let run = library.run(name).filter(|run| !run.finished && library.scenario(&run.header.scenario).is_some())?;
    Some(format!("{} · {}", title(library, &run.header.scenario, tr.lang()), summary(settings, library, run)))
}

/// What a newcomer begins with: the easiest scenario, as long as no run is kept.
fn first_scenario(settings: &Settings, library: &Library) -> Option<String> {
    let scenario = library.scenarios.first()?.scenario.as_ref().ok().filter(|_| library.runs.is_empty())?;
    Some(scenario.file.title.get(settings.tr.lang()).to_owned())
}

/// What the first screen says about this machine.
pub struct HomeNews {
    /// Scenarios that can be played.
    pub scenarios: usize,
    /// Runs that are kept.
    pub runs: usize,
    /// What the last run was, when it can be taken up again.
    pub last: Option<String>,
    /// What to begin with, for who has never played.
    pub first: Option<String>,
}

/// Width of the column in the middle, in steps of the grid.
const COLUMN_STEPS: u8 = 240;

/// The doors.
pub fn home_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, news: &HomeNews, out: &mut Vec<Cmd>) {
    let width = theme.steps(COLUMN_STEPS).min(ui.available_width() - theme.steps(8));
    let side = (ui.available_width() - width) / 2.0;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space((ui.available_height() * 0.08).min(theme.steps(16)));
        ui.horizontal(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                column_ui(ui, theme, tr, news, out);
            });
        });
    });
}

fn column_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, news: &HomeNews, out: &mut Vec<Cmd>) {
    ui.label(theme.title(tr.t("shell-home-title")));
    ui.label(theme.soft(tr.t("shell-home-subtitle")));
    ui.add_space(theme.steps(6));
    if let Some(last) = &news.last {
        offer_ui(ui, theme, (tr.t("shell-continue"), last), Cmd::ContinueLast, out);
        ui.add_space(theme.steps(4));
    } else if let Some(first) = &news.first {
        offer_ui(ui, theme, (tr.t("shell-begin"), first), Cmd::Lobby, out);
        ui.add_space(theme.steps(4));
    }
    let training = Door {
        icon: icon::PERSON_SIMPLE_RUN,
        word: "training",
        says: tr.with("shell-door-training-state", &[("n", news.scenarios.into())]),
        opens: Some(Cmd::Lobby),
    };
    let live = Door {
        icon: icon::USERS_THREE,
        word: "live",
        says: tr.t("shell-door-live-state"),
        opens: Some(Cmd::Live(LiveCmd::Door)),
    };
    let authoring = Door { icon: icon::PENCIL_RULER, word: "authoring", says: tr.t("shell-door-later"), opens: None };
    let records = Door {
        icon: icon::ARCHIVE,
        word: "records",
        says: tr.with("shell-door-records-state", &[("n", news.runs.into())]),
        opens: Some(Cmd::Records),
    };
    let gap = theme.steps(4);
    let size = vec2((ui.available_width() - gap) / 2.0, theme.steps(40));
    ui.spacing_mut().item_spacing = vec2(gap, gap);
    for pair in [[training, live], [authoring, records]] {
        ui.horizontal(|ui| {
            for door in pair {
                door_ui(ui, theme, tr, door, size, out);
            }
        });
    }
}

/// One of the four ways on.
struct Door {
    icon: &'static str,
    word: &'static str,
    says: String,
    opens: Option<Cmd>,
}

fn door_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, door: Door, size: egui::Vec2, out: &mut Vec<Cmd>) {
    let c = &theme.colors;
    let name = tr.t(&format!("shell-door-{}", door.word));
    let open = door.opens.is_some();
    let (rect, response) = ui.allocate_exact_size(size, if open { Sense::click() } else { Sense::hover() });
    let lit = open && (response.hovered() || response.has_focus());
    let fill = if lit {
        c.raised
    } else if open {
        c.panel
    } else {
        Color32::TRANSPARENT
    };
    let border = if response.has_focus() { c.accent } else { c.line };
    ui.painter().rect(rect, theme.radius, fill, Stroke::new(1.0, border), egui::StrokeKind::Inside);
    let inside =
        egui::UiBuilder::new().max_rect(rect.shrink(theme.steps(4))).layout(egui::Layout::top_down(egui::Align::Min));
    // A child of its own: what is written in the door takes no room beside it.
    let mut text = ui.new_child(inside);
    text.spacing_mut().item_spacing = vec2(theme.steps(3), theme.steps(2));
    text.style_mut().interaction.selectable_labels = false;
    text.horizontal(|ui| {
        let color = if open { c.accent } else { c.faint };
        ui.label(egui::RichText::new(door.icon).size(theme.text.title).color(color));
        let title = theme.heading(&name);
        ui.label(if open { title } else { title.color(c.soft) });
    });
    text.label(theme.soft(tr.t(&format!("shell-door-{}-what", door.word))));
    text.label(theme.note(door.says));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, open, &name));
    if let (true, Some(cmd)) = (response.clicked(), door.opens) {
        out.push(cmd);
    }
}

/// A way on in one click: what it is called, and what it is about.
fn offer_ui(ui: &mut Ui, theme: &Theme, (call, about): (String, &str), cmd: Cmd, out: &mut Vec<Cmd>) {
    let c = &theme.colors;
    let frame = Frame::new()
        .fill(c.panel)
        .stroke(Stroke::new(1.0, c.accent))
        .corner_radius(theme.radius)
        .inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let label = format!("{} {call}", icon::PLAY);
            let button = egui::Button::new(theme.strong(label).color(c.on_accent)).fill(c.accent);
            if ui.add(button).clicked() {
                out.push(cmd);
            }
            ui.add(egui::Label::new(theme.soft(about)).truncate());
            ui.allocate_space(vec2(ui.available_width(), 0.0));
        });
    });
}
