//! A hall set up without anybody's hands: a real host with twelve teams of stand-ins and some people, over the loopback,
//! at a moment of its exercise. For pictures.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bevy::prelude::*;

use super::desk::{DeskForm, Tab};
use super::door::{As, DoorForm};
use super::gate::GateForm;
use super::set_up::SetUpForm;
use super::setup::{self, HallSetup, Reach};
use super::{Live, Wake};
use crate::cli::SceneRequest;
use crate::desktop::library::Library;
use crate::desktop::screens::Screen;
use crate::hall::{Address, HallError, Link, Search, random};
use crate::i18n::Tr;
use crate::live::{Client, Deed, DeskAct, Heard, Hello, Mark, Scope, SheetAct, Stage, Standing, Want};
use crate::model::{Ix, Role, SimTime};
use crate::sim::{Control, Order, Setup};
use crate::standin::Kind;

/// Teams of the hall.
const TEAMS: usize = 12;
/// How well their stand-ins follow the plan, team by team in turn, in thousandths.
const SKILLS: [u16; 4] = [1_000, 800, 600, 350];
/// People who sit down before the start, and so many more after it.
const PEOPLE: (usize, usize) = (6, 12);
/// How long is waited between two looks.
const LOOK: Duration = Duration::from_millis(20);
/// Looks after which it is given up: ten minutes.
const LOOKS_MAX: u32 = 30_000;
/// Looks for halls on the network: three seconds.
const SEARCH_LOOKS: u32 = 150;

/// A hall on the stage.
pub struct HallStage {
    screen: Screen,
    live: Live,
    /// People and an evaluator beside the one whose screen it is; they leave with the stage.
    others: Others,
    door: DoorForm,
    gate: GateForm,
    desk: DeskForm,
    set_up: SetUpForm,
    /// Where people come from.
    unit: String,
}

/// Wires and files that last as long as the picture is taken.
#[derive(Resource, Default)]
struct Others {
    links: Vec<Arc<Link>>,
    folder: PathBuf,
}

impl Drop for Others {
    fn drop(&mut self) {
        self.links.clear();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

impl HallStage {
    /// Whether a screen of this name is of a hall.
    pub fn knows(name: &str) -> bool {
        ["join", "open", "host", "gate", "desk", "sheet", "hall", "seat"].contains(&name)
    }

    /// The screen.
    pub const fn screen(&self) -> Screen {
        self.screen
    }

    /// Opens the hall, lets people come, and plays up to the moment.
    pub fn set(
        request: &SceneRequest,
        library: &Library,
        tr: &Tr,
        name: &str,
        part: Option<&str>,
    ) -> Result<Self, String> {
        let said = |error: HallError| error.say(tr);
        let folder = std::env::temp_dir().join(format!("dientap-picture-{}", std::process::id()));
        let others = Others { links: Vec::new(), folder: folder.clone() };
        let mut stage = Self {
            screen: Screen::Page,
            live: Live::default(),
            others,
            door: DoorForm::default(),
            gate: GateForm::default(),
            desk: DeskForm::default(),
            set_up: SetUpForm::default(),
            unit: tr.t("live-picture-unit"),
        };
        let setup = HallSetup {
            scenario: request.scenario.clone(),
            teams: (1..=TEAMS).map(|n| tr.with("live-team-number", &[("n", n.into())])).collect(),
            stand_in: Some(Kind::PlanFollower { skill_permille: SKILLS[0] }),
            rules: Setup::of(request.seed),
            reach: Reach { network: name == "join", port: 0, web: Some(0), announce: true, name: String::new() },
        };
        stage.live.server = Some(setup::open(&setup, library, &folder, tr)?);
        let search = (name == "join").then(|| Search::start(|| {})).flatten();
        stage.live.direct_own(&tr.t("live-host-name"), &tr.t("live-host-unit"), &Wake::nobody()).map_err(said)?;
        stage.wait(|stage| stage.live.standing() == Some(Standing::Facilitator) && stage.has_scenario())?;
        stage
            .play(SimTime::after_start(request.at), tr)
            .map_err(|problem| problem.unwrap_or_else(|| tr.t("live-no-storage")))?;
        stage.turn_to(name, part, tr).map_err(said)?;
        if let Some(search) = search {
            stage.find(search);
        }
        stage.set_up.choose(&request.scenario);
        Ok(stage)
    }

    /// Takes in what has come over the own wire.
    fn hear(&mut self) {
        let Some(line) = &mut self.live.line else { return };
        for heard in line.link.news() {
            if let Heard::Welcome(standing) = heard {
                line.standing = Some(standing);
            }
        }
        line.state = line.link.state();
    }

    fn wait(&mut self, until: impl Fn(&Self) -> bool) -> Result<(), String> {
        for _ in 0..LOOKS_MAX {
            self.hear();
            if until(self) {
                return Ok(());
            }
            std::thread::sleep(LOOK);
        }
        Err("the hall did not come so far".to_owned())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Client) -> T) -> Option<T> {
        self.live.line.as_ref().map(|line| line.link.with(act))
    }

    fn has_scenario(&self) -> bool {
        self.with(|client| client.scenario().is_some() && !client.screen().board.is_empty()) == Some(true)
    }

    fn has_desk(&self) -> bool {
        self.has_scenario() && self.with(|client| client.screen().desk.is_some()) == Some(true)
    }

    fn own_address(&self) -> Option<Address> {
        self.live.line.as_ref().map(|line| line.address.clone())
    }

    /// Somebody who comes over the loopback.
    fn come(
        &self,
        name: &str,
        want: Want,
        sit: Option<(u16, Option<Ix<Role>>)>,
    ) -> Result<Option<Arc<Link>>, HallError> {
        let Some(address) = self.own_address() else { return Ok(None) };
        let hello = Hello { token: random::<16>()?, name: name.to_owned(), unit: self.unit.clone(), want };
        let link = Link::start(address, Client::new(hello, sit), None, || {})?;
        Ok(Some(Arc::new(link)))
    }

    fn pin(&self) -> String {
        self.live.server.as_ref().map(|server| server.codes().pin).unwrap_or_default()
    }

    /// Seats people here and there.
    fn seat(&mut self, numbers: std::ops::Range<usize>, tr: &Tr) -> Result<(), HallError> {
        for number in numbers {
            let name = tr.with("live-picture-person", &[("n", (number + 1).into())]);
            let team = (number * 5 % TEAMS) as u16;
            let link = self.come(&name, Want::Enter { pin: self.pin() }, Some((team, None)))?;
            self.others.links.extend(link);
        }
        Ok(())
    }

    fn direct(&self, act: DeskAct) {
        self.with(|client| client.direct(Scope::All, act));
    }

    fn rows(&self, is: impl Fn(&crate::live::Row) -> bool) -> bool {
        self.with(|client| client.screen().board.iter().all(is)) == Some(true)
    }

    /// Lets the exercise begin and jump to `at`; people come before and after.
    fn play(&mut self, at: SimTime, tr: &Tr) -> Result<(), Option<String>> {
        let said = |error: HallError| Some(error.say(tr));
        self.seat(0..PEOPLE.0, tr).map_err(said)?;
        self.wait(Self::all_sit).map_err(Some)?;
        for (team, skill_permille) in (0..TEAMS as u16).zip(SKILLS.into_iter().cycle()) {
            self.swap_team(team, Kind::PlanFollower { skill_permille });
        }
        self.direct(DeskAct::CheckReady);
        std::thread::sleep(LOOK * 50);
        if at == SimTime::START {
            return Ok(());
        }
        self.direct(DeskAct::Start { even_so: Some(tr.t("live-picture-even-so")) });
        self.wait(|stage| stage.rows(|row| row.stage == Stage::Running)).map_err(Some)?;
        self.direct(DeskAct::Announce { to: None, text: tr.t("live-picture-news") });
        self.direct(DeskAct::Control(Control::Jump(at)));
        self.wait(|stage| stage.rows(|row| row.now >= at || row.stage == Stage::Over)).map_err(Some)?;
        self.seat(PEOPLE.0..PEOPLE.0 + PEOPLE.1, tr).map_err(said)?;
        self.wait(Self::all_sit).map_err(Some)?;
        // Some of them do something at once.
        for link in self.others.links.iter().step_by(2) {
            let order = link.with(|client| {
                let (scenario, screen) = (client.scenario()?, client.screen());
                let alert = screen.seat.as_ref()?.alerts.last()?;
                let kind = scenario.order_named("take-alert")?;
                Some(Order::new(kind, crate::sim::Target::Alert(alert.id)))
            });
            link.with(|client| order.and_then(|order| client.give(Deed::Order(order))));
        }
        std::thread::sleep(LOOK * 100);
        Ok(())
    }

    fn all_sit(&self) -> bool {
        let sits =
            |link: &Arc<Link>| link.with(|client| client.welcome().is_some_and(|welcome| welcome.seat.is_some()));
        self.others.links.iter().all(sits)
    }

    /// Gives the stand-ins of a team another skill.
    fn swap_team(&self, team: u16, kind: Kind) {
        let seats: Vec<Ix<Role>> = self
            .with(|client| {
                let row = client.screen().board.iter().find(|row| row.team == team);
                let standing_in = |seat: &&crate::live::SeatRow| seat.holder == crate::live::Holder::StandIn;
                row.map(|row| row.seats.iter().filter(standing_in).map(|seat| seat.role).collect()).unwrap_or_default()
            })
            .unwrap_or_default();
        for role in seats {
            // No more questions at once than the hall answers.
            while self.with(|client| client.pending() > 32) == Some(true) {
                std::thread::sleep(LOOK);
            }
            self.with(|client| {
                client.direct(Scope::Team(team), DeskAct::Swap { role, stand_in: Some(kind.to_string()) })
            });
        }
    }

    /// Turns to the screen that is wanted.
    fn turn_to(&mut self, name: &str, part: Option<&str>, tr: &Tr) -> Result<(), HallError> {
        self.screen = match name {
            "join" => Screen::Door,
            "open" => Screen::SetUp,
            "gate" => Screen::Gate,
            "desk" => Screen::Desk,
            "sheet" => Screen::Sheet,
            "hall" => Screen::Hall,
            "seat" => Screen::Console,
            _ => Screen::Page,
        };
        let pin = self.pin();
        match name {
            "join" => {
                self.door.name = tr.with("live-picture-person", &[("n", 1.into())]);
                self.door.as_what = As::Participant;
                self.live.line = None;
            }
            "gate" => self.become_other(Want::Enter { pin }, None, tr)?,
            "seat" => {
                let role = part.and_then(|id| self.with(|client| client.scenario()?.role_named(id)).flatten());
                self.become_other(Want::Enter { pin }, Some((1, role)), tr)?;
            }
            "sheet" => self.evaluate(tr)?,
            "desk" => {
                self.desk.tab = part.and_then(Tab::named).unwrap_or_default();
                self.look(5);
            }
            _ => {}
        }
        Ok(())
    }

    fn look(&mut self, team: u16) {
        self.desk.team = team;
        let at = Some((team, None));
        if let Some(line) = &mut self.live.line {
            line.look = at;
            line.link.with(|client| client.look(at));
        }
        self.wait(Self::has_desk).ok();
    }

    /// The screen is no longer the facilitator's, who stays connected.
    fn become_other(&mut self, want: Want, sit: Option<(u16, Option<Ix<Role>>)>, tr: &Tr) -> Result<(), HallError> {
        let name = tr.with("live-picture-person", &[("n", 40.into())]);
        let Some(link) = self.come(&name, want, sit)? else { return Ok(()) };
        if let Some(line) = &mut self.live.line {
            line.own = link.with(|client| client.own_name());
            self.others.links.push(std::mem::replace(&mut line.link, link));
            line.standing = None;
        }
        // Whoever has a seat waits for its first screen.
        let ready = |stage: &Self| match sit {
            Some(_) => {
                stage.live.standing() == Some(Standing::Participant)
                    && stage.with(|client| client.scenario().is_some() && client.screen().seat.is_some()) == Some(true)
            }
            None => stage.live.standing().is_some() && stage.has_scenario(),
        };
        self.wait(ready).ok();
        Ok(())
    }

    /// Two evaluators who see it differently.
    fn evaluate(&mut self, tr: &Tr) -> Result<(), HallError> {
        let code = self.live.server.as_ref().map(|server| server.codes().evaluators).unwrap_or_default();
        self.become_other(Want::Staff { code: code.clone() }, None, tr)?;
        self.look(5);
        let other = self.come(&tr.with("live-picture-person", &[("n", 41.into())]), Want::Staff { code }, None)?;
        let tasks: Vec<(String, Option<Mark>)> = self
            .with(|client| {
                let desk = client.screen().desk.clone();
                desk.map(|desk| desk.tasks.iter().map(|task| (task.task.clone(), task.proposed)).collect())
            })
            .flatten()
            .unwrap_or_default();
        let rated: Vec<_> = tasks.into_iter().filter_map(|(task, mark)| Some((task, mark?))).take(3).collect();
        for (task, mark) in &rated {
            let act = SheetAct::Rate { task: task.clone(), mark: *mark, note: String::new() };
            self.with(|client| client.rate(5, act));
        }
        self.with(|client| client.rate(5, SheetAct::Remark(tr.t("live-picture-remark"))));
        if let (Some(other), Some((task, _))) = (other, rated.first()) {
            let note = tr.t("live-picture-note");
            other.with(|client| client.rate(5, SheetAct::Rate { task: task.clone(), mark: Mark::M, note }));
            self.others.links.push(other);
        }
        std::thread::sleep(LOOK * 100);
        Ok(())
    }

    /// What the network says of the hall.
    fn find(&mut self, mut search: Search) {
        for _ in 0..SEARCH_LOOKS {
            if search.found().next().is_some() {
                break;
            }
            std::thread::sleep(LOOK);
        }
        if let Some(found) = search.found().next() {
            self.door.address = found.address.to_string();
        }
        self.door.search_with(search);
    }

    /// Puts it on the app's screen.
    pub fn enter(self, app: &mut App) {
        app.insert_resource(self.live)
            .insert_resource(self.others)
            .insert_resource(self.door)
            .insert_resource(self.gate)
            .insert_resource(self.desk)
            .insert_resource(self.set_up);
    }
}
