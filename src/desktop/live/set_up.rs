//! What is chosen before a hall is opened: scenario, teams, stand-ins, rules, and how it is reached.

use std::collections::BTreeSet;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Button, CentralPanel, ComboBox, DragValue, Frame, Label, Margin, ScrollArea, TextEdit, Ui};
use egui_phosphor::regular as icon;

use super::setup::{HallSetup, KeptHall, Reach, WEB_PORT, kept_halls};
use super::{Live, LiveCmd};
use crate::desktop::kit::{Cmd, Theme};
use crate::desktop::library::{Library, title};
use crate::desktop::lobby::SKILLS;
use crate::desktop::panels::{card, main_button, named};
use crate::desktop::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use crate::desktop::settings::Settings;
use crate::hall::TEAMS_MAX;
use crate::i18n::Tr;
use crate::live::limits;
use crate::model::Scenario;
use crate::sim::Setup;
use crate::standin::Kind;

/// Teams at first.
const TEAMS_FIRST: usize = 4;

/// What has been chosen so far.
#[derive(Resource)]
pub struct SetUpForm {
    /// Id of the scenario.
    scenario: String,
    teams: usize,
    /// Names of teams that were typed, one a line; others are numbered.
    names: String,
    /// Skill of the stand-ins, as its place among the skills.
    skill: usize,
    handicaps: BTreeSet<String>,
    profile: Option<String>,
    seed: String,
    reach: Reach,
    /// Halls of this machine.
    kept: Vec<KeptHall>,
}

impl Default for SetUpForm {
    fn default() -> Self {
        Self {
            scenario: String::new(),
            teams: TEAMS_FIRST,
            names: String::new(),
            skill: 1,
            handicaps: BTreeSet::new(),
            profile: None,
            seed: "1".to_owned(),
            reach: Reach::default(),
            kept: Vec::new(),
        }
    }
}

impl SetUpForm {
    /// Chooses a scenario.
    pub fn choose(&mut self, id: &str) {
        id.clone_into(&mut self.scenario);
        self.handicaps.clear();
        self.profile = None;
    }

    /// Names of the teams.
    fn team_names(&self, tr: &Tr) -> Vec<String> {
        let typed: Vec<&str> = self.names.lines().map(str::trim).collect();
        let named = |number: usize| match typed.get(number) {
            Some(name) if !name.is_empty() => (*name).to_owned(),
            _ => tr.with("live-team-number", &[("n", (number + 1).into())]),
        };
        (0..self.teams).map(named).collect()
    }

    /// The hall that was chosen; none as long as something is missing.
    pub fn wish(&self, library: &Library, tr: &Tr) -> Option<HallSetup> {
        let scenario = library.scenario(&self.scenario)?;
        let known = |id: &&String| scenario.file.handicaps.iter().any(|handicap| handicap.id == **id);
        let rules = Setup {
            seed: self.seed.parse().ok()?,
            profile: self.profile.clone(),
            handicaps: self.handicaps.iter().filter(known).cloned().collect(),
        };
        let stand_in = SKILLS.get(self.skill)?.1.map(|skill_permille| Kind::PlanFollower { skill_permille });
        let (teams, reach) = (self.team_names(tr), self.reach.clone());
        Some(HallSetup { scenario: self.scenario.clone(), teams, stand_in, rules, reach })
    }
}

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<SetUpForm>()
        .add_systems(OnEnter(Screen::SetUp), come)
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::SetUp)));
}

fn come(mut form: ResMut<SetUpForm>, library: Res<Library>, live: Res<Live>, settings: Res<Settings>) {
    if library.scenario(&form.scenario).is_none()
        && let Some(first) = library.scenarios.iter().find(|shelved| shelved.scenario.is_ok())
    {
        form.choose(&first.id);
    }
    form.kept = live.data.as_deref().map(kept_halls).unwrap_or_default();
    if form.reach.name.is_empty()
        && let Some(last) = &settings.prefs().last_hall
    {
        form.reach.name.clone_from(&last.name);
    }
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    library: Res<Library>,
    mut form: ResMut<SetUpForm>,
    mut wishes: ResMut<Wishes>,
) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    let (theme, tr) = (&settings.theme, &settings.tr);
    strip_ui(&mut ui, &settings, &tr.t("live-host-set-up"), false, &mut wishes.0);
    set_up_ui(&mut ui, theme, tr, &library, form.bypass_change_detection(), &mut wishes.0);
}

/// The whole choice.
pub fn set_up_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, library: &Library, form: &mut SetUpForm, out: &mut Vec<Cmd>) {
    let panel = Frame::new().fill(theme.colors.panel).inner_margin(Margin::same(16));
    let plain = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(16));
    egui::Panel::bottom("open").frame(panel).show(ui, |ui| open_ui(ui, theme, tr, library, form, out));
    egui::Panel::left("hall-scenarios").frame(plain).exact_size(theme.steps(70)).resizable(false).show(ui, |ui| {
        ui.label(theme.heading(tr.t("shell-scenarios")));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| shelf_ui(ui, tr, library, form));
    });
    egui::Panel::right("halls").frame(plain).exact_size(theme.steps(90)).resizable(false).show(ui, |ui| {
        ui.label(theme.heading(tr.t("live-kept-halls")));
        ui.add(Label::new(theme.note(tr.t("live-kept-halls-what"))).wrap());
        ui.add_space(theme.steps(1));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| kept_ui(ui, theme, tr, library, form, out));
    });
    CentralPanel::default().frame(panel).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let Some(scenario) = library.scenario(&form.scenario).cloned() else {
                ui.label(theme.soft(tr.t("shell-no-scenario")));
                return;
            };
            ui.add(Label::new(theme.title(scenario.file.title.get(tr.lang()))).wrap());
            ui.add(Label::new(theme.soft(scenario.file.summary.get(tr.lang()))).wrap());
            ui.columns(2, |columns| {
                teams_ui(&mut columns[0], theme, tr, &scenario, form);
                reach_ui(&mut columns[1], theme, tr, &mut form.reach);
                rules_ui(&mut columns[1], theme, tr, &scenario, form);
            });
        });
    });
}

fn shelf_ui(ui: &mut Ui, tr: &Tr, library: &Library, form: &mut SetUpForm) {
    for shelved in &library.scenarios {
        let Ok(scenario) = &shelved.scenario else { continue };
        let button = Button::selectable(shelved.id == form.scenario, scenario.file.title.get(tr.lang())).wrap();
        let wide = egui::Layout::top_down_justified(egui::Align::Min);
        if ui.with_layout(wide, |ui| ui.add(button)).inner.clicked() {
            form.choose(&shelved.id);
        }
    }
}

fn section_ui(ui: &mut Ui, theme: &Theme, title: &str) {
    ui.add_space(theme.steps(4));
    ui.label(theme.heading(title));
    ui.add_space(theme.steps(1));
}

fn teams_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, scenario: &Scenario, form: &mut SetUpForm) {
    section_ui(ui, theme, &tr.t("live-teams"));
    ui.horizontal(|ui| {
        let count = ui.add(DragValue::new(&mut form.teams).range(1..=TEAMS_MAX).speed(0.1));
        named(&count, &tr.t("live-teams-count"));
        let seats = scenario.file.seats.len();
        let people = tr.with("live-teams-seats", &[("seats", seats.into()), ("all", (seats * form.teams).into())]);
        ui.label(theme.soft(people));
    });
    ui.add_space(theme.steps(2));
    ui.label(theme.soft(tr.t("live-team-names")));
    let hint = form.team_names(tr).into_iter().take(4).collect::<Vec<_>>().join("\n");
    let names = TextEdit::multiline(&mut form.names).hint_text(hint).desired_rows(4).desired_width(f32::INFINITY);
    let response = ui.add(names);
    named(&response, &tr.t("live-team-names"));
    if form.names.lines().any(|name| name.len() > limits::NAME_BYTES_MAX) {
        ui.label(egui::RichText::new(tr.t("live-team-name-long")).color(theme.colors.high));
    }
    form.teams = form.teams.max(form.names.trim_end().lines().count()).min(TEAMS_MAX);
    section_ui(ui, theme, &tr.t("live-stand-ins"));
    ui.add(Label::new(theme.note(tr.t("live-stand-ins-what"))).wrap());
    let shown = SKILLS.get(form.skill).map(|(word, _)| tr.t(word)).unwrap_or_default();
    let skills = ComboBox::from_id_salt("hall-skill").selected_text(shown).show_ui(ui, |ui| {
        for (number, (word, _)) in SKILLS.iter().enumerate() {
            ui.selectable_value(&mut form.skill, number, tr.t(word));
        }
    });
    named(&skills.response, &tr.t("live-stand-ins"));
}

fn reach_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, reach: &mut Reach) {
    section_ui(ui, theme, &tr.t("live-reach"));
    ui.radio_value(&mut reach.network, true, tr.t("live-reach-network"));
    ui.radio_value(&mut reach.network, false, tr.t("live-reach-own"));
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("live-port")));
        let port = ui.add(DragValue::new(&mut reach.port).range(1_024..=65_535));
        named(&port, &tr.t("live-port"));
    });
    ui.add_enabled_ui(reach.network, |ui| ui.checkbox(&mut reach.announce, tr.t("live-announce")));
    let mut web = reach.web.is_some();
    ui.checkbox(&mut web, tr.t("live-web"));
    match (&mut reach.web, web) {
        (kept, false) => *kept = None,
        (Some(port), true) => {
            ui.horizontal(|ui| {
                ui.label(theme.soft(tr.t("live-port")));
                let port = ui.add(DragValue::new(port).range(1_024..=65_535));
                named(&port, &tr.t("live-web"));
            });
        }
        (kept @ None, true) => *kept = Some(WEB_PORT),
    }
    ui.add_space(theme.steps(1));
    ui.label(theme.soft(tr.t("live-own-name")));
    let name = ui.add(TextEdit::singleline(&mut reach.name).hint_text(tr.t("live-host-name")).char_limit(60));
    named(&name, &tr.t("live-own-name"));
}

fn rules_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, scenario: &Scenario, form: &mut SetUpForm) {
    let lang = tr.lang();
    section_ui(ui, theme, &tr.t("live-rules"));
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("shell-seed"))).on_hover_text(tr.t("live-seed-help"));
        ui.add(TextEdit::singleline(&mut form.seed).desired_width(theme.steps(20)).char_limit(18));
        form.seed.retain(|sign| sign.is_ascii_digit());
    });
    let profiles = &scenario.plan.profiles;
    for (place, profile) in profiles.iter().enumerate().filter(|_| profiles.len() > 1) {
        let chosen = form.profile.as_ref().map_or(place == 0, |id| *id == profile.id);
        if ui.radio(chosen, profile.name.get(lang)).on_hover_text(profile.src.join("; ")).clicked() {
            form.profile = Some(profile.id.clone());
        }
    }
    for handicap in &scenario.file.handicaps {
        let mut on = form.handicaps.contains(&handicap.id);
        if ui.checkbox(&mut on, handicap.name.get(lang)).changed() {
            if on {
                form.handicaps.insert(handicap.id.clone());
            } else {
                form.handicaps.remove(&handicap.id);
            }
        }
    }
}

fn kept_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, library: &Library, form: &SetUpForm, out: &mut Vec<Cmd>) {
    if form.kept.is_empty() {
        ui.add(Label::new(theme.soft(tr.t("live-kept-halls-none"))).wrap());
    }
    for hall in &form.kept {
        card(ui, theme, false, |ui| {
            ui.add(Label::new(theme.strong(title(library, &hall.file.scenario, tr.lang()))).wrap());
            let teams = tr.with("live-teams-n", &[("n", hall.file.teams.len().into())]);
            ui.label(theme.note(format!("{} · {teams}", hall.file.started)));
            let again = Button::new(format!("{} {}", icon::ARROW_COUNTER_CLOCKWISE, tr.t("live-open-again")));
            let fits = library
                .scenario(&hall.file.scenario)
                .is_some_and(|scenario| scenario.content_hash == hall.file.content_hash);
            if ui.add_enabled(fits, again).on_disabled_hover_text(tr.t("live-open-again-not")).clicked() {
                out.push(Cmd::Live(LiveCmd::OpenAgain(hall.name.clone(), Box::new(form.reach.clone()))));
            }
        });
        ui.add_space(theme.steps(1));
    }
}

fn open_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, library: &Library, form: &SetUpForm, out: &mut Vec<Cmd>) {
    ui.horizontal(|ui| {
        if ui.button(format!("{} {}", icon::ARROW_LEFT, tr.t("live-back-to-door"))).clicked() {
            out.push(Cmd::Live(LiveCmd::Door));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let wish = form.wish(library, tr);
            let text = format!("{} {}", icon::DOOR_OPEN, tr.t("live-open-hall"));
            let button = main_button(ui, theme, &text, wish.is_some()).on_disabled_hover_text(tr.t("live-open-not"));
            if let (true, Some(wish)) = (button.clicked(), wish) {
                out.push(Cmd::Live(LiveCmd::Open(Box::new(wish))));
            }
            ui.label(theme.note(tr.t("live-open-hall-note")));
        });
    });
}
