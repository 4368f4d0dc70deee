//! Carries out what the user wishes about a hall.

use super::setup::{self, HallSetup, Reach};
use super::{JoinWish, Live, LiveCmd, Wake, words};
use crate::desktop::library::Library;
use crate::desktop::notices::Notices;
use crate::desktop::screens::Screen;
use crate::desktop::settings::{LastHall, Settings};
use crate::hall::{HallError, LinkState};
use crate::live::{Client, No, Standing};

/// What wishes about a hall may change.
pub struct Hands<'a> {
    /// Halls and wires.
    pub live: &'a mut Live,
    /// What wakes the window.
    pub wake: &'a Wake,
    /// The scenarios.
    pub library: &'a Library,
    /// Words, and what is remembered.
    pub settings: &'a mut Settings,
    /// Messages.
    pub notices: &'a mut Notices,
}

/// Goes back to the seat of a machine that was closed or killed, as soon as the program starts. Whether there is one.
pub fn begin(live: &mut Live, wake: &Wake, settings: &Settings) -> bool {
    let Some(last) = &settings.prefs().last_hall else { return false };
    last.address.parse().is_ok_and(|address| live.return_to(address, wake).unwrap_or(false))
}

impl Hands<'_> {
    /// Carries out a wish; the screen to go to, if another.
    pub fn carry_out(&mut self, cmd: LiveCmd) -> Option<Screen> {
        match cmd {
            LiveCmd::Door => Some(Screen::Door),
            LiveCmd::SetUp => Some(Screen::SetUp),
            LiveCmd::Page => Some(if self.live.server.is_some() { Screen::Page } else { Screen::SetUp }),
            LiveCmd::BigScreen => Some(Screen::Hall),
            LiveCmd::Place => self.place(),
            LiveCmd::Join(wish) => self.join(*wish),
            LiveCmd::Sit(team, role) => {
                self.ask(|client| {
                    client.choose(team, role);
                    Some(0)
                });
                None
            }
            LiveCmd::Leave => {
                self.live.leave();
                Some(Screen::Door)
            }
            LiveCmd::Open(setup) => self.open(&setup),
            LiveCmd::OpenAgain(name, reach) => self.open_again(&name, &reach),
            LiveCmd::Close => {
                self.live.leave();
                if let Some(server) = self.live.server.take() {
                    server.close();
                    self.notices.say(self.settings.tr.t("live-hall-closed"));
                }
                Some(Screen::Door)
            }
            LiveCmd::Direct(scope, act) => {
                self.ask(|client| client.direct(scope, act));
                None
            }
            LiveCmd::Rate(team, act) => {
                self.ask(|client| client.rate(team, act));
                None
            }
            LiveCmd::Look(at) => self.look(at),
        }
    }

    /// Asks the hall for something; says so when too much waits for its answer.
    fn ask(&mut self, act: impl FnOnce(&mut Client) -> Option<u64>) {
        let Some(line) = &mut self.live.line else { return };
        line.said = None;
        if line.link.with(act).is_none() {
            self.notices.problem(self.settings.tr.t("live-too-much-waits"));
        }
    }

    /// The screen of the place that this machine has. Whoever hosts has one even when another facilitator turned this
    /// machine out by a new code.
    fn place(&mut self) -> Option<Screen> {
        if self.live.server.is_some() && self.live.line.is_none() {
            self.direct_own();
            if let Some(line) = &mut self.live.line {
                line.to_desk = true;
            }
        }
        match self.live.standing()? {
            Standing::Stranger => None,
            Standing::AtGate => Some(Screen::Gate),
            Standing::Participant => Some(Screen::Console),
            Standing::Facilitator => Some(Screen::Desk),
            Standing::Evaluator => Some(Screen::Sheet),
            Standing::Observer => Some(Screen::Hall),
        }
    }

    fn join(&mut self, wish: JoinWish) -> Option<Screen> {
        let last = LastHall { address: wish.address.to_string(), name: wish.name.clone(), unit: wish.unit.clone() };
        self.settings.change(|prefs| prefs.last_hall = Some(last));
        let joined = self.live.join(wish, self.wake);
        self.complain(joined);
        Some(Screen::Door)
    }

    fn open(&mut self, setup: &HallSetup) -> Option<Screen> {
        let data = self.live.data.clone()?;
        // A hall of this machine that is open already is closed first.
        self.live.server = None;
        let opened = setup::open(setup, self.library, &data, &self.settings.tr);
        self.opened(opened, &setup.reach.name)
    }

    fn open_again(&mut self, name: &str, reach: &Reach) -> Option<Screen> {
        let data = self.live.data.clone()?;
        self.live.server = None;
        let opened = setup::open_again(name, reach, self.library, &data, &self.settings.tr);
        self.opened(opened, &reach.name)
    }

    fn opened(&mut self, opened: Result<crate::hall::Server, String>, name: &str) -> Option<Screen> {
        match opened {
            Ok(server) => {
                self.live.server = Some(server);
                name.trim().clone_into(&mut self.live.own_name);
                self.direct_own();
                Some(Screen::Page)
            }
            Err(problem) => {
                self.notices.problem(problem);
                None
            }
        }
    }

    /// Connects to the hall of this machine, as its facilitator.
    fn direct_own(&mut self) {
        let tr = &self.settings.tr;
        let name = match self.live.own_name.as_str() {
            "" => tr.t("live-host-name"),
            name => name.to_owned(),
        };
        let joined = self.live.direct_own(&name, &tr.t("live-host-unit"), self.wake);
        self.complain(joined);
    }

    fn complain(&mut self, done: Result<(), HallError>) {
        if let Err(error) = done {
            self.notices.problem(error.say(&self.settings.tr));
        }
    }

    /// Looks at a team or seat. Whoever looks at nothing any more goes back to the desk.
    fn look(&mut self, at: Option<(u16, Option<crate::model::Ix<crate::model::Role>>)>) -> Option<Screen> {
        let line = self.live.line.as_mut()?;
        line.look = at;
        line.link.with(|client| client.look(at));
        if at.is_none_or(|(_, role)| role.is_none()) { self.place() } else { None }
    }
}

/// What the door says of a wire that has not led in yet.
pub fn at_door(live: &Live, tr: &crate::i18n::Tr) -> Option<(bool, String)> {
    if let Some(no) = &live.said {
        return Some((true, words::no(tr, None, no)));
    }
    let line = live.line.as_ref()?;
    if let Some(no) = &line.said {
        return Some((!matches!(no, No::Wait(_)), words::no(tr, None, no)));
    }
    let (_, text) = words::link(tr, line.state());
    Some((matches!(line.state(), LinkState::Lost(_) | LinkState::WrongHost(_)), text))
}
