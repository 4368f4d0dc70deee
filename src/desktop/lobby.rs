//! Choice of scenario and seats before a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Button, CentralPanel, Checkbox, ComboBox, Frame, Label, Margin, RichText, ScrollArea, TextEdit, Ui, vec2};
use egui_phosphor::regular as icon;

use super::actions::rate_text;
use super::console::Work;
use super::kit::{Cmd, Mode, Theme, format};
use super::library::{Library, Shelved, now};
use super::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use super::session::{RATES_PERMILLE, RunSetup};
use super::settings::Settings;
use crate::i18n::Tr;
use crate::model::{Ix, Level, Ref, Role, Scenario, Table, Text};
use crate::sim::Setup;
use crate::standin::Kind;

/// How well stand-ins play: the words and the skill in thousandths; none leaves the seat empty.
pub const SKILLS: [(&str, Option<u16>); 5] = [
    ("shell-skill-expert", Some(1_000)),
    ("shell-skill-trained", Some(800)),
    ("shell-skill-average", Some(600)),
    ("shell-skill-novice", Some(350)),
    ("shell-skill-empty", None),
];

/// What has been chosen so far.
#[derive(Resource)]
pub struct Lobby {
    /// Id of the scenario.
    scenario: String,
    /// Ids of the roles that people take.
    people: BTreeSet<String>,
    /// Skill of each stand-in by the id of its role, as its place among the skills; the first where nothing is said.
    skills: BTreeMap<String, usize>,
    /// Ids of the handicaps that are switched on.
    handicaps: BTreeSet<String>,
    /// Id of the rule profile; the plan's first one without it.
    profile: Option<String>,
    seed: String,
    rate_permille: u32,
    mode: Mode,
}

impl Default for Lobby {
    fn default() -> Self {
        Self {
            scenario: String::new(),
            people: BTreeSet::new(),
            skills: BTreeMap::new(),
            handicaps: BTreeSet::new(),
            profile: None,
            seed: "1".to_owned(),
            rate_permille: 1_000,
            mode: Mode::Guided,
        }
    }
}

impl Lobby {
    /// Chooses a scenario, and the seat that suits one person best.
    pub fn choose(&mut self, scenario: &Scenario) {
        self.scenario.clone_from(&scenario.file.id);
        let seats = || scenario.file.seats.iter().map(Ref::ix);
        let best = seats().find(|role| Work::of(scenario, *role) == Work::Alerts).or_else(|| seats().next());
        self.people = best.map(|role| scenario.roles.at(role).id.clone()).into_iter().collect();
        self.skills.clear();
        self.handicaps.clear();
    }

    /// Remembers how much help was given last.
    pub const fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// The run that was chosen; none as long as something is missing.
    pub fn setup(&self, library: &Library, journal: Option<PathBuf>) -> Option<RunSetup> {
        let scenario = library.scenario(&self.scenario)?;
        let setup = self.rules(scenario)?;
        // A handicap can leave a seat without anybody.
        let scenario = setup.prepare(Arc::clone(scenario));
        let mut people = Vec::new();
        let mut standins = BTreeMap::new();
        for seat in &scenario.file.seats {
            let (role, id) = (seat.ix(), &scenario.roles.at(seat.ix()).id);
            if self.people.contains(id) {
                people.push(role);
                continue;
            }
            let kind = match SKILLS[self.skills.get(id).copied().unwrap_or(0)].1 {
                Some(skill_permille) => Kind::PlanFollower { skill_permille },
                None => Kind::DoNothing,
            };
            standins.insert(role, kind);
        }
        let complete = !people.is_empty();
        let (rate_permille, mode, started) = (self.rate_permille, self.mode, now());
        complete.then_some(RunSetup { scenario, people, standins, setup, rate_permille, mode, journal, started })
    }

    /// Seed, rule profile and handicaps; none without a seed. What the scenario does not know is left out.
    fn rules(&self, scenario: &Scenario) -> Option<Setup> {
        let known = |id: &String| scenario.file.handicaps.iter().any(|handicap| handicap.id == *id);
        let in_plan = |id: &String| scenario.plan.profiles.iter().any(|profile| profile.id == *id);
        Some(Setup {
            seed: self.seed.parse().ok()?,
            profile: self.profile.clone().filter(in_plan),
            handicaps: self.handicaps.iter().filter(|id| known(id)).cloned().collect(),
        })
    }

    /// Id of the scenario chosen.
    pub fn scenario(&self) -> &str {
        &self.scenario
    }
}

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Lobby>()
        .add_systems(OnEnter(Screen::Lobby), choose_first)
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Lobby)));
}

fn choose_first(mut lobby: ResMut<Lobby>, library: Res<Library>, settings: Res<Settings>) {
    if library.scenario(lobby.scenario()).is_none()
        && let Some(scenario) = library.scenarios.iter().find_map(|shelved| shelved.scenario.as_ref().ok())
    {
        lobby.choose(scenario);
        lobby.set_mode(settings.prefs().mode);
    }
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    library: Res<Library>,
    mut lobby: ResMut<Lobby>,
    mut wishes: ResMut<Wishes>,
) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    let here = settings.tr.t("shell-door-training");
    strip_ui(&mut ui, &settings, &here, false, &mut wishes.0);
    lobby_ui(&mut ui, &settings.theme, &settings.tr, &library, lobby.bypass_change_detection(), &mut wishes.0);
}

/// The whole choice.
pub fn lobby_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, library: &Library, lobby: &mut Lobby, out: &mut Vec<Cmd>) {
    let panel = Frame::new().fill(theme.colors.panel).inner_margin(Margin::same(16));
    let plain = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(16));
    egui::Panel::bottom("start").frame(panel).show(ui, |ui| start_ui(ui, theme, tr, library, lobby, out));
    egui::Panel::left("scenarios").frame(plain).exact_size(theme.steps(70)).resizable(false).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| shelf_ui(ui, theme, tr, library, lobby));
    });
    let chosen = library.scenario(&lobby.scenario).cloned();
    egui::Panel::right("seats").frame(plain).exact_size(theme.steps(110)).resizable(false).show(ui, |ui| {
        if let Some(scenario) = &chosen {
            seats_ui(ui, theme, tr, scenario, lobby);
        }
    });
    CentralPanel::default().frame(panel).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match &chosen {
            Some(scenario) => {
                card_ui(ui, theme, tr, scenario, lobby);
            }
            None => {
                ui.label(theme.soft(tr.t("shell-no-scenario")));
            }
        });
    });
}

fn shelf_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, library: &Library, lobby: &mut Lobby) {
    ui.label(theme.heading(tr.t("shell-scenarios")));
    for Shelved { id, scenario } in &library.scenarios {
        match scenario {
            Ok(scenario) => {
                let title = RichText::new(scenario.file.title.get(tr.lang()));
                let button = Button::selectable(*id == lobby.scenario, title).wrap();
                let wide = egui::Layout::top_down_justified(egui::Align::Min);
                if ui.with_layout(wide, |ui| ui.add(button)).inner.clicked() {
                    lobby.choose(scenario);
                }
                // Right below the title it belongs to; a row of its own would be as high as a button.
                Frame::new().inner_margin(Margin { left: 8, ..Margin::ZERO }).show(ui, |ui| {
                    ui.label(theme.note(level_text(tr, scenario.file.level)));
                });
            }
            Err(problems) => {
                ui.label(theme.soft(format!("{} {id}", icon::WARNING)));
                let n = (*problems).into();
                ui.label(theme.note(tr.with("shell-scenario-broken", &[("n", n), ("id", id.clone().into())])));
            }
        }
        ui.add_space(theme.steps(2));
    }
}

fn level_text(tr: &Tr, level: Level) -> String {
    tr.t(match level {
        Level::Basic => "shell-level-basic",
        Level::Intermediate => "shell-level-intermediate",
        Level::Advanced => "shell-level-advanced",
    })
}

/// What the scenario is about, without giving the attack away.
fn card_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, scenario: &Scenario, lobby: &mut Lobby) {
    let file = &scenario.file;
    let lang = tr.lang();
    ui.spacing_mut().item_spacing.y = theme.steps(2);
    ui.add(Label::new(theme.title(file.title.get(lang))).wrap());
    ui.horizontal_wrapped(|ui| {
        let active = format::span(tr, file.active);
        for text in [
            format!("{} {}", icon::GAUGE, level_text(tr, file.level)),
            format!("{} {}", icon::TIMER, tr.with("shell-active-part", &[("span", active.into())])),
            format!("{} {}", icon::CALENDAR_BLANK, format::date(tr, file.starts, crate::model::SimTime::START)),
            format!("{} {}", icon::TRANSLATE, tr.t("shell-both-languages")),
        ] {
            ui.label(theme.soft(text));
        }
    });
    ui.add(Label::new(file.summary.get(lang)).wrap());
    section_ui(ui, theme, &tr.t("shell-objectives"));
    for objective in &file.objectives {
        bullet_ui(ui, theme, objective.get(lang));
    }
    section_ui(ui, theme, &tr.t("shell-procedures"));
    for procedure in &file.procedures {
        let procedure = scenario.plan.procedures.at(procedure.ix());
        bullet_ui(ui, theme, &format!("{} · {}", procedure.id, procedure.name.get(lang)));
    }
    rules_ui(ui, theme, tr, scenario, lobby);
    section_ui(ui, theme, &tr.t("shell-systems"));
    let name = |name: &Text, level: u8| {
        tr.with("shell-system-level", &[("name", name.get(lang).to_owned().into()), ("level", level.into())])
    };
    let systems: Vec<_> = scenario.network.systems.iter().map(|system| name(&system.name, system.level)).collect();
    ui.add(Label::new(theme.soft(systems.join("  ·  "))).wrap());
    section_ui(ui, theme, "MITRE ATT&CK");
    if lobby.mode == Mode::Exam {
        ui.label(theme.note(tr.t("shell-hidden-in-exam")));
        return;
    }
    let techniques: BTreeSet<_> =
        file.attack.iter().map(|step| step.technique.as_str()).filter(|id| !id.is_empty()).collect();
    let techniques: Vec<_> = techniques.into_iter().collect();
    ui.add(Label::new(theme.mono(techniques.join("  "))).wrap());
}

/// The switches that make the same scenario another exercise: the rules in force, and what is missing from the start.
fn rules_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, scenario: &Scenario, lobby: &mut Lobby) {
    let (profiles, handicaps, lang) = (&scenario.plan.profiles, &scenario.file.handicaps, tr.lang());
    if profiles.len() > 1 {
        section_ui(ui, theme, &tr.t("shell-profile"));
        for (place, profile) in profiles.iter().enumerate() {
            let chosen = lobby.profile.as_ref().map_or(place == 0, |id| *id == profile.id);
            let response = ui.radio(chosen, profile.name.get(lang)).on_hover_text(profile.src.join("; "));
            if response.clicked() {
                lobby.profile = Some(profile.id.clone());
            }
        }
    }
    if handicaps.is_empty() {
        return;
    }
    section_ui(ui, theme, &tr.t("shell-handicaps"));
    ui.add(Label::new(theme.note(tr.t("shell-handicaps-note"))).wrap());
    for handicap in handicaps {
        let mut on = lobby.handicaps.contains(&handicap.id);
        if ui.checkbox(&mut on, handicap.name.get(lang)).changed() {
            if on {
                lobby.handicaps.insert(handicap.id.clone());
            } else {
                lobby.handicaps.remove(&handicap.id);
            }
        }
    }
}

fn section_ui(ui: &mut Ui, theme: &Theme, title: &str) {
    ui.add_space(theme.steps(2));
    ui.label(theme.heading(title));
}

fn bullet_ui(ui: &mut Ui, theme: &Theme, text: &str) {
    ui.horizontal_top(|ui| {
        ui.label(theme.soft("•"));
        ui.add(Label::new(text).wrap());
    });
}

fn seats_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, scenario: &Scenario, lobby: &mut Lobby) {
    ui.horizontal(|ui| {
        ui.label(theme.heading(tr.t("shell-seats")));
        let n = lobby.people.len().into();
        ui.label(theme.note(tr.with("shell-seats-taken", &[("n", n), ("all", scenario.file.seats.len().into())])));
    });
    ui.add(Label::new(theme.note(tr.t("shell-seats-note"))).wrap());
    ui.add_space(theme.steps(1));
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for seat in &scenario.file.seats {
            seat_ui(ui, theme, tr, scenario, seat.ix(), lobby);
        }
    });
}

fn seat_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, scenario: &Scenario, role: Ix<Role>, lobby: &mut Lobby) {
    let spec = scenario.roles.at(role);
    let mut mine = lobby.people.contains(&spec.id);
    let border = if mine { theme.colors.accent } else { theme.colors.line };
    let frame = Frame::new()
        .fill(theme.colors.panel)
        .stroke(egui::Stroke::new(1.0, border))
        .corner_radius(theme.radius)
        .inner_margin(Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let row = egui::Layout::right_to_left(egui::Align::Min);
        ui.allocate_ui_with_layout(vec2(ui.available_width(), theme.steps(6)), row, |ui| {
            if mine {
                ui.label(RichText::new(tr.t("shell-me")).color(theme.colors.accent));
            } else {
                let skill = lobby.skills.entry(spec.id.clone()).or_default();
                let shown = tr.t(SKILLS[*skill].0);
                ComboBox::from_id_salt(&spec.id).selected_text(shown).width(theme.steps(26)).show_ui(ui, |ui| {
                    for (number, (word, _)) in SKILLS.iter().enumerate() {
                        ui.selectable_value(skill, number, tr.t(word));
                    }
                });
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Min), |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Wrap);
                let name = theme.strong(spec.name.get(tr.lang()));
                if ui.add(Checkbox::new(&mut mine, name)).on_hover_text(tr.t("shell-take-seat")).changed() {
                    if mine {
                        lobby.people.insert(spec.id.clone());
                    } else {
                        lobby.people.remove(&spec.id);
                    }
                }
            });
        });
        ui.add(Label::new(theme.note(spec.duties.get(tr.lang()))).wrap());
    });
    ui.add_space(theme.steps(1));
}

fn start_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, library: &Library, lobby: &mut Lobby, out: &mut Vec<Cmd>) {
    ui.horizontal(|ui| {
        ui.label(theme.soft(tr.t("shell-mode")));
        for mode in Mode::ALL {
            let help = tr.t(&format!("{}-help", mode.word()));
            if ui.selectable_label(lobby.mode == mode, tr.t(mode.word())).on_hover_text(help).clicked() {
                lobby.mode = mode;
            }
        }
        ui.separator();
        ui.label(theme.soft(tr.t("shell-speed")));
        let rate = rate_text(lobby.rate_permille, tr.lang());
        ComboBox::from_id_salt("rate").selected_text(rate).width(theme.steps(16)).show_ui(ui, |ui| {
            for rate in RATES_PERMILLE {
                ui.selectable_value(&mut lobby.rate_permille, rate, rate_text(rate, tr.lang()));
            }
        });
        ui.separator();
        ui.label(theme.soft(tr.t("shell-seed"))).on_hover_text(tr.t("shell-seed-help"));
        ui.add(TextEdit::singleline(&mut lobby.seed).desired_width(theme.steps(20)).char_limit(18));
        lobby.seed.retain(|c| c.is_ascii_digit());
        if ui.button(icon::DICE_FIVE).on_hover_text(tr.t("shell-seed-any")).clicked() {
            // Any number will do; the seed is written into the journal.
            lobby.seed = now().chars().filter(char::is_ascii_digit).skip(8).collect();
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let ready = lobby.setup(library, None).is_some();
            let text = theme.strong(format!("{} {}", icon::PLAY, tr.t("shell-start")));
            let color = if ready { theme.colors.on_accent } else { theme.colors.faint };
            let fill = if ready { theme.colors.accent } else { theme.colors.raised };
            let button = Button::new(text.color(color)).fill(fill).min_size(vec2(theme.steps(36), theme.steps(8)));
            let why = tr.t("shell-cannot-start");
            if ui.add_enabled(ready, button).on_disabled_hover_text(why).clicked() {
                out.push(Cmd::Start);
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixture;

    fn library() -> Library {
        let scenario = fixture::tiny();
        let shelved = Shelved { id: scenario.file.id.clone(), scenario: Ok(Arc::new(scenario)) };
        Library { scenarios: vec![shelved], ..Library::default() }
    }

    #[test]
    fn seats_that_nobody_takes_go_to_stand_ins() {
        let library = library();
        let mut lobby = Lobby::default();
        assert!(lobby.setup(&library, None).is_none(), "nothing has been chosen");
        let scenario = library.scenarios[0].scenario.clone().unwrap();
        lobby.choose(&scenario);
        let setup = lobby.setup(&library, None).unwrap();
        assert_eq!(setup.people, [scenario.role_named("SOC").unwrap()]);
        assert_eq!(setup.people.len() + setup.standins.len(), scenario.file.seats.len());
        lobby.people.clear();
        assert!(lobby.setup(&library, None).is_none(), "nobody plays");
    }

    #[test]
    fn a_seat_left_empty_does_nothing() {
        let library = library();
        let mut lobby = Lobby::default();
        let scenario = library.scenarios[0].scenario.clone().unwrap();
        lobby.choose(&scenario);
        lobby.skills.insert("VAN_HANH".to_owned(), SKILLS.len() - 1);
        let setup = lobby.setup(&library, None).unwrap();
        assert_eq!(setup.standins[&scenario.role_named("VAN_HANH").unwrap()], Kind::DoNothing);
    }

    #[test]
    fn handicaps_and_rules_reach_the_run() {
        use crate::model::{Handicap, RuleProfile, Text};
        let mut scenario = fixture::tiny();
        let name = Text { vi: "Vắng".to_owned(), en: "Away".to_owned() };
        let seat = scenario.file.seats.last().unwrap().clone();
        let id = scenario.roles.at(seat.ix()).id.clone();
        scenario.file.handicaps =
            vec![Handicap { id: "away".to_owned(), name: name.clone(), hands: vec![(seat, 0)], effects: Vec::new() }];
        let profile = |id: &str| RuleProfile {
            id: id.to_owned(),
            name: name.clone(),
            severity: Vec::new(),
            without_steps: Vec::new(),
            steps: Vec::new(),
            without_clocks: Vec::new(),
            clocks: Vec::new(),
            src: Vec::new(),
        };
        scenario.plan.profiles = vec![profile("2026"), profile("legacy")];
        let (seats, scenario) = (scenario.file.seats.len(), Arc::new(scenario));
        let shelved = Shelved { id: scenario.file.id.clone(), scenario: Ok(Arc::clone(&scenario)) };
        let library = Library { scenarios: vec![shelved], ..Library::default() };
        let mut lobby = Lobby::default();
        lobby.choose(&scenario);
        lobby.handicaps.extend(["away".to_owned(), "of another scenario".to_owned()]);
        lobby.profile = Some("legacy".to_owned());
        let setup = lobby.setup(&library, None).unwrap();
        assert_eq!(setup.setup.handicaps, ["away"]);
        assert_eq!(setup.setup.profile.as_deref(), Some("legacy"));
        assert_eq!(setup.people.len() + setup.standins.len(), seats - 1, "{id} is away");
        lobby.choose(&scenario);
        assert!(lobby.setup(&library, None).unwrap().setup.handicaps.is_empty(), "another choice begins anew");
    }
}
