//! The one place where wishes of the user are carried out.

use std::path::Path;

use bevy::app::AppExit;
use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy_egui::EguiPostUpdateSet;
use unicode_normalization::UnicodeNormalization;

use super::console::Docks;
use super::debrief_screen::DebriefRun;
use super::hall_record::HallRecord;
use super::kit::{Cmd, Mode, PanelKind};
use super::library::Library;
use super::live::{self, Live, LiveCmd, Wake};
use super::lobby::Lobby;
use super::map::MapState;
use super::notices::Notices;
use super::palette::Palette;
use super::redraw::Redraw;
use super::screens::{Screen, Wishes};
use super::session::{Local, Session, Trouble};
use super::settings::Settings;
use crate::live::{Deed, Standing};
use crate::model::Table;
use crate::sim::{Control, FieldValue, Order};

/// Carries out wishes after every drawing.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(PostUpdate, apply.after(EguiPostUpdateSet::EndPass).before(EguiPostUpdateSet::ProcessOutput));
}

/// Everything that wishes may change.
#[derive(SystemParam)]
struct Hands<'w, 's> {
    commands: Commands<'w, 's>,
    session: Option<ResMut<'w, Session>>,
    settings: ResMut<'w, Settings>,
    library: ResMut<'w, Library>,
    lobby: Res<'w, Lobby>,
    live: ResMut<'w, Live>,
    wake: Option<Res<'w, Wake>>,
    hall: Option<Res<'w, HallRecord>>,
    docks: ResMut<'w, Docks>,
    map: ResMut<'w, MapState>,
    notices: ResMut<'w, Notices>,
    palette: ResMut<'w, Palette>,
    screen: ResMut<'w, NextState<Screen>>,
    redraw: ResMut<'w, Redraw>,
    exit: MessageWriter<'w, AppExit>,
}

fn apply(mut wishes: ResMut<Wishes>, mut hands: Hands<'_, '_>) {
    for cmd in std::mem::take(&mut wishes.bypass_change_detection().0) {
        hands.redraw.now();
        hands.apply(cmd);
    }
}

impl Hands<'_, '_> {
    fn apply(&mut self, cmd: Cmd) {
        match cmd {
            Cmd::GiveOrder(order) => self.give(order),
            Cmd::CancelWork(work) => self.act(Deed::Cancel(work)),
            Cmd::Decide(work, approve) => self.act(Deed::Decide(work, approve)),
            Cmd::Select(selection) => {
                if let Some(session) = &mut self.session {
                    session.desk().select(selection);
                }
            }
            Cmd::SelectBack => {
                if let Some(session) = &mut self.session {
                    session.desk().back();
                }
            }
            Cmd::FlyTo(selection) => {
                if let Some(session) = &mut self.session {
                    session.desk().select(selection);
                    self.map.fly_to(selection);
                    self.docks.open(PanelKind::Map);
                }
            }
            Cmd::OpenPanel(panel) => self.docks.open(panel),
            Cmd::ResetLayout => {
                if let Some(session) = &self.session {
                    self.docks.reset(session.role());
                    let seat = session.scenario().roles.at(session.role()).id.clone();
                    self.settings.change(|prefs| drop(prefs.layouts.remove(&seat)));
                }
            }
            Cmd::KeepLayout(seat, layout) => self.settings.change(|prefs| drop(prefs.layouts.insert(seat, layout))),
            Cmd::Pause(reason) => self.pause(reason),
            Cmd::Resume => self.control(Control::Resume),
            Cmd::Rate(permille) => self.control(Control::Rate(permille)),
            Cmd::Jump(to) => {
                if let Some(local) = self.local().filter(|local| local.mode() != Mode::Exam) {
                    local.begin_jump(to);
                }
            }
            Cmd::SwitchSeat(role) => {
                if let Some(local) = self.local() {
                    local.switch_seat(role);
                    self.keep_desks();
                }
            }
            Cmd::EndRun => self.end_run(),
            Cmd::Home => self.leave_for(Screen::Home),
            Cmd::Lobby => self.leave_for(Screen::Lobby),
            Cmd::Records => self.leave_for(Screen::Records),
            Cmd::Start => self.start(),
            Cmd::ContinueLast => self.continue_last(),
            Cmd::ContinueRun(name) => self.resume(&name),
            Cmd::OpenDebrief(name) => self.open_debrief(&name),
            Cmd::OpenHall(path) => self.open_hall(&path),
            Cmd::OpenTeam(team) => {
                if let Some(run) = self.hall.as_ref().and_then(|hall| hall.debrief(team)) {
                    self.commands.insert_resource(run);
                    self.screen.set(Screen::Debrief);
                }
            }
            Cmd::Live(cmd) => self.live(cmd),
            Cmd::SetLang(lang) => self.settings.change(|prefs| prefs.lang = lang),
            Cmd::SetTheme(theme) => self.settings.change(|prefs| prefs.theme = theme),
            Cmd::SetZoom(percent) => self.settings.change(|prefs| prefs.zoom_percent = percent),
            Cmd::TogglePalette => self.palette.toggle(),
            Cmd::ToggleKeys => self.palette.toggle_keys(),
            Cmd::Notify(text) => self.notices.say(text),
            Cmd::Quit => {
                self.keep_desks();
                self.exit.write(AppExit::Success);
            }
        }
    }

    /// Gives an order. What people have written is brought to composed letters first: keyboards that send
    /// tone marks on their own would otherwise leave texts that look alike and differ.
    fn give(&mut self, mut order: Order) {
        let composed = |text: &str| text.nfc().collect::<String>();
        order.params.text = composed(&order.params.text);
        for value in order.params.fields.values_mut() {
            if let FieldValue::Text(text) = value {
                *text = composed(text);
            }
        }
        self.act(Deed::Order(order));
    }

    /// Does something in the exercise, and says what went wrong.
    fn act(&mut self, deed: Deed) {
        let Some(session) = &mut self.session else { return };
        let tr = &self.settings.tr;
        match session.act(deed) {
            Ok(()) => {}
            Err(Trouble::Refused(why)) => self.docks.refused(why),
            Err(Trouble::Journal(error)) => self.notices.problem(error.say(tr)),
            Err(Trouble::Waiting) => self.notices.problem(tr.t("live-too-much-waits")),
            Err(Trouble::OnlyLooking) => self.notices.problem(tr.t("live-only-looking")),
        }
    }

    /// The run on this machine.
    fn local(&mut self) -> Option<&mut Local> {
        self.session.as_mut().and_then(|session| session.local_mut())
    }

    /// Controls the run on this machine, and says what went wrong.
    fn control(&mut self, control: Control) {
        let Some(local) = self.session.as_mut().and_then(|session| session.local_mut()) else { return };
        match local.control(control) {
            Ok(Ok(_)) => {}
            Ok(Err(why)) => self.docks.refused(why),
            Err(error) => self.notices.problem(error.say(&self.settings.tr)),
        }
    }

    fn pause(&mut self, reason: String) {
        if self.session.as_ref().is_some_and(|session| session.mode() == Mode::Exam) {
            self.notices.problem(self.settings.tr.t("shell-no-pause-in-exam"));
        } else {
            self.control(Control::Pause(reason));
        }
    }

    /// Leaves a screen. A run in progress is paused where that is allowed, and kept.
    fn leave_for(&mut self, screen: Screen) {
        if self.local().is_some_and(|local| local.runs() && local.mode() != Mode::Exam) {
            self.pause(self.settings.tr.t("shell-paused-by-leaving"));
        }
        self.keep_desks();
        self.library.look_for_runs();
        self.screen.set(screen);
    }

    /// Does something about a hall.
    fn live(&mut self, cmd: LiveCmd) {
        let Some(wake) = &self.wake else { return };
        let mut hands = live::Hands {
            live: &mut self.live,
            wake,
            library: &self.library,
            settings: &mut self.settings,
            notices: &mut self.notices,
        };
        if let Some(screen) = hands.carry_out(cmd) {
            self.keep_desks();
            self.screen.set(screen);
        }
    }

    fn keep_desks(&mut self) {
        if let Some(Err(problem)) = self.session.as_mut().map(|session| session.keep_desks()) {
            self.notices.problem(problem);
        }
    }

    /// Whether a seat in a hall is held, which leaves no room for a run of one's own. Says so.
    fn is_in_hall(&mut self) -> bool {
        let is = self.live.standing() == Some(Standing::Participant);
        if is {
            self.notices.problem(self.settings.tr.t("live-leave-first"));
        }
        is
    }

    fn start(&mut self) {
        if self.is_in_hall() {
            return;
        }
        let journal = match self.library.new_journal(self.lobby.scenario()) {
            Ok(journal) => journal,
            Err(problem) => return self.notices.problem(problem),
        };
        let Some(setup) = self.lobby.setup(&self.library, journal) else { return };
        let mode = setup.mode;
        match Local::start(setup) {
            Ok(session) => {
                self.settings.change(|prefs| prefs.mode = mode);
                self.enter(session);
            }
            Err(error) => self.notices.problem(error.say(&self.settings.tr)),
        }
    }

    fn continue_last(&mut self) {
        if self.session.as_ref().is_some_and(|session| !session.ended()) {
            return self.screen.set(Screen::Console);
        }
        if let Some((name, _)) = self.settings.prefs().last_run.clone() {
            self.resume(&name);
        }
    }

    fn resume(&mut self, name: &str) {
        let here = |local: &mut Local| {
            local.journal_path().is_some_and(|path| path.file_stem().is_some_and(|stem| stem == name))
        };
        if self.local().is_some_and(here) {
            return self.screen.set(Screen::Console);
        }
        if self.is_in_hall() {
            return;
        }
        let Some(run) = self.library.run(name) else { return };
        let Some(scenario) = self.library.scenario(&run.header.scenario) else { return };
        match Local::resume(&run.path, scenario) {
            Ok(session) => self.enter(session),
            Err(error) => self.notices.problem(error.say(&self.settings.tr)),
        }
    }

    fn enter(&mut self, session: Local) {
        let name = session.journal_path().and_then(|path| Some(path.file_stem()?.to_str()?.to_owned()));
        let role = session.scenario().roles.at(session.role()).id.clone();
        if let Some(name) = name {
            self.settings.change(|prefs| prefs.last_run = Some((name, role)));
        }
        self.docks.forget();
        self.map.forget();
        self.commands.insert_resource(Session::Local(Box::new(session)));
        self.screen.set(Screen::Console);
    }

    /// Ends the run, unless it has ended by itself, closes its journal and looks back on it.
    fn end_run(&mut self) {
        if self.local().is_some_and(|local| !local.exercise().ended()) {
            self.control(Control::End);
        }
        let Some(local) = self.session.as_mut().and_then(|session| session.local_mut()) else { return };
        if let Err(error) = local.finish() {
            self.notices.problem(error.say(&self.settings.tr));
        }
        self.commands.insert_resource(DebriefRun::of_session(local));
        self.keep_desks();
        self.commands.remove_resource::<Session>();
        self.settings.change(|prefs| prefs.last_run = None);
        self.library.look_for_runs();
        self.screen.set(Screen::Debrief);
    }

    fn open_debrief(&mut self, name: &str) {
        let Some(run) = self.library.run(name) else { return };
        let Some(scenario) = self.library.scenario(&run.header.scenario) else { return };
        let seat = run.people().find_map(|role| scenario.role_named(role));
        self.commands.insert_resource(DebriefRun::of_journal(&run.path, scenario, seat));
        self.screen.set(Screen::Debrief);
    }

    /// Goes to the teams of a hall; their figures are kept as long as no other hall is opened.
    fn open_hall(&mut self, path: &Path) {
        if self.hall.as_ref().is_none_or(|hall| hall.path() != path) {
            match HallRecord::open(path, &self.library, &self.settings.tr) {
                Ok(hall) => self.commands.insert_resource(hall),
                Err(problem) => return self.notices.problem(problem),
            }
        }
        self.screen.set(Screen::HallRecord);
    }
}
