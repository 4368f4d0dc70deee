//! A screen set up without anybody's hands, at a moment of a run that stand-ins have played: for pictures and
//! measurements.

use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;

use super::debrief::{self, Page};
use super::debrief_screen::DebriefRun;
use super::hall_record::HallRecord;
use super::kit::{Mode, Selection};
use super::library::Library;
use super::live::setup::halls_folder;
use super::live::stage::HallStage;
use super::lobby::Lobby;
use super::screens::Screen;
use super::session::{Local, RunSetup, Session};
use crate::cli::SceneRequest;
use crate::i18n::Tr;
use crate::model::{Ref, Scenario, SimTime, Table};
use crate::sim::Setup;
use crate::standin::Kind;

/// The roles from whose seats the console is drawn where nothing else is said, the first that has a seat.
const VIEWPOINTS: [&str; 2] = ["SOC", "VAN_HANH"];

/// A screen, and the run that is shown on it.
pub(super) struct Stage {
    screen: Screen,
    /// The scenario chosen in the lobby.
    chosen: Option<Arc<Scenario>>,
    session: Option<Local>,
    /// Page and moment of the debrief.
    page: Option<(Page, SimTime)>,
    /// A hall in a running exercise.
    hall: Option<HallStage>,
    /// A hall that was played.
    played: Option<PlayedHall>,
}

/// A hall that was played, in a folder of its own.
struct PlayedHall {
    files: TempData,
    record: HallRecord,
}

/// Data of the program that last as long as the picture is taken.
#[derive(Resource)]
struct TempData(PathBuf);

impl Drop for TempData {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Teams of a hall that was played.
const TEAMS: usize = 8;

impl Stage {
    /// Reads the name of the screen (`home`, `lobby`, `records`, `console`, `console:VAN_HANH`, `debrief`,
    /// `debrief:timeline`) and plays the scenario up to its moment, with stand-ins on every seat. `teams`,
    /// `records:halls`, `debrief:direction`, `debrief:tasks` and `debrief:hall-timeline` show a hall. The debrief with
    /// a page is that of the whole run, with its hand at the moment.
    pub(super) fn set(request: &SceneRequest, library: &Library, tr: &Tr) -> Result<Self, String> {
        let (name, part) = match request.screen.split_once(':') {
            Some((name, part)) => (name, Some(part)),
            None => (request.screen.as_str(), None),
        };
        let screen = match name {
            "home" => Screen::Home,
            "lobby" => Screen::Lobby,
            "records" => Screen::Records,
            "console" => Screen::Console,
            "debrief" => Screen::Debrief,
            "teams" => Screen::HallRecord,
            _ if HallStage::knows(name) => return Self::hall(request, library, tr, (name, part)),
            _ => return Err(tr.with("shell-no-screen", &[("name", name.to_owned().into())])),
        };
        let of_hall = match (screen, part) {
            (Screen::HallRecord, _) | (Screen::Records, Some("halls")) => Some(None),
            (Screen::Debrief, Some("direction" | "tasks")) => part.map(page),
            (Screen::Debrief, Some(part)) => part.strip_prefix("hall-").map(page),
            _ => None,
        };
        if let Some(page) = of_hall {
            return Self::played(request, library, tr, screen, page);
        }
        let page = match (screen, part) {
            (Screen::Debrief, Some(part)) => {
                Some(page(part).ok_or_else(|| tr.with("shell-no-screen", &[("name", request.screen.clone().into())]))?)
            }
            _ => None,
        };
        let session = match screen {
            Screen::Console => Some(Self::play(request, library, part, tr)?),
            Screen::Debrief => Some(Self::play(request, library, None, tr)?),
            _ => None,
        };
        let chosen = library.scenario(&request.scenario).filter(|_| screen == Screen::Lobby).cloned();
        let mut stage = Self {
            screen,
            chosen,
            session,
            page: page.map(|page| (page, SimTime::after_start(request.at))),
            hall: None,
            played: None,
        };
        if let (Some(_), Some(session)) = (page, &mut stage.session) {
            let end = SimTime::after_start(session.scenario().file.ends);
            session.play_to(end).map_err(|error| error.say(tr))?;
        }
        Ok(stage)
    }

    /// A screen of a hall with twelve teams at work.
    fn hall(
        request: &SceneRequest,
        library: &Library,
        tr: &Tr,
        (name, part): (&str, Option<&str>),
    ) -> Result<Self, String> {
        let hall = HallStage::set(request, library, tr, name, part)?;
        Ok(Self { screen: hall.screen(), chosen: None, session: None, page: None, hall: Some(hall), played: None })
    }

    /// A screen about a hall that was played: up to the moment, or for a debrief the whole way.
    fn played(
        request: &SceneRequest,
        library: &Library,
        tr: &Tr,
        screen: Screen,
        page: Option<Page>,
    ) -> Result<Self, String> {
        let scenario = library
            .scenario(&request.scenario)
            .ok_or_else(|| tr.with("shell-no-such-scenario", &[("name", request.scenario.clone().into())]))?;
        let data = std::env::temp_dir().join(format!("dientap-picture-{}", std::process::id()));
        let files = TempData(data.clone());
        let at = SimTime::after_start(request.at);
        let until = if screen == Screen::Debrief { SimTime::after_start(scenario.file.ends) } else { at };
        let folder = halls_folder(&data).join(&request.scenario);
        debrief::stage::play(&folder, scenario, (request.seed, TEAMS), until, tr)?;
        let played = Some(PlayedHall { files, record: HallRecord::open(&folder, library, tr)? });
        let page = (screen == Screen::Debrief).then(|| (page.unwrap_or_default(), at));
        Ok(Self { screen, chosen: None, session: None, page, hall: None, played })
    }

    /// The run on the stage.
    pub(super) fn session(&mut self) -> Option<&mut Local> {
        self.session.as_mut()
    }

    fn play(request: &SceneRequest, library: &Library, role: Option<&str>, tr: &Tr) -> Result<Local, String> {
        let no_scenario = || tr.with("shell-no-such-scenario", &[("name", request.scenario.clone().into())]);
        let scenario = library.scenario(&request.scenario).ok_or_else(no_scenario)?;
        let seat = |id: &str| scenario.role_named(id).filter(|role| scenario.has_seat(*role));
        let wanted = match role {
            Some(role) => seat(role),
            None => VIEWPOINTS.into_iter().find_map(seat).or_else(|| scenario.file.seats.first().map(Ref::ix)),
        };
        let role = wanted
            .ok_or_else(|| tr.with("shell-no-such-seat", &[("name", role.unwrap_or_default().to_owned().into())]))?;
        let bot = Kind::PlanFollower { skill_permille: 1_000 };
        let setup = RunSetup {
            scenario: Arc::clone(scenario),
            people: vec![role],
            standins: scenario.file.seats.iter().map(|seat| (seat.ix(), bot)).collect(),
            setup: Setup::of(request.seed),
            rate_permille: 1_000,
            mode: Mode::Guided,
            journal: None,
            started: String::new(),
        };
        let mut session = Local::start(setup).map_err(|error| error.say(tr))?;
        session.play_to(SimTime::after_start(request.at)).map_err(|error| error.say(tr))?;
        let seen = session.view().seat;
        let newest_fact = seen.facts.iter().rev().find_map(|known| known.fact.kind.host());
        let newest_alert = seen.alerts.last().map(|alert| alert.host);
        if let Some(host) = newest_fact.or(newest_alert) {
            session.desk().select(Selection::Host(host));
        }
        Ok(session)
    }

    /// Puts it on the app's screen.
    pub(super) fn enter(self, app: &mut App) {
        match (self.screen, self.session) {
            (Screen::Debrief, Some(session)) => {
                let mut run = DebriefRun::of_session(&session);
                if let Some((page, at)) = self.page {
                    run.open_at(page, at);
                }
                app.insert_resource(run);
            }
            (_, Some(session)) => {
                app.insert_resource(Session::Local(Box::new(session)));
            }
            (_, None) => {}
        }
        if let Some(scenario) = self.chosen {
            let mut lobby = Lobby::default();
            lobby.choose(&scenario);
            app.insert_resource(lobby);
        }
        if let Some(hall) = self.hall {
            hall.enter(app);
        }
        if let Some(PlayedHall { files, record }) = self.played {
            if let (Some((page, at)), Some(mut run)) = (self.page, record.debrief(0)) {
                run.open_at(page, at);
                app.insert_resource(run);
            }
            app.world_mut().resource_mut::<Library>().data = Some(files.0.clone());
            app.insert_resource(record).insert_resource(files);
        }
        app.insert_state(self.screen);
    }
}

/// A page of the debrief by its name.
fn page(name: &str) -> Option<Page> {
    Some(match name {
        "score" => Page::Score,
        "timeline" => Page::Timeline,
        "outcome" => Page::Outcome,
        "tasks" => Page::Tasks,
        "direction" => Page::Direction,
        "findings" => Page::Findings,
        _ => return None,
    })
}

/// A place on the map by its id: a site, a zone, a system or a host.
pub(super) fn place(scenario: &Scenario, id: &str) -> Option<Selection> {
    let network = &scenario.network;
    let site = network.sites.indices().find(|ix| network.sites.at(*ix).id == id).map(Selection::Site);
    let zone = || network.zones.indices().find(|ix| network.zones.at(*ix).id == id).map(Selection::Zone);
    let system = || network.systems.indices().find(|ix| network.systems.at(*ix).id == id).map(Selection::System);
    let host = || network.hosts.indices().find(|ix| network.hosts.at(*ix).id == id).map(Selection::Host);
    site.or_else(zone).or_else(system).or_else(host)
}
