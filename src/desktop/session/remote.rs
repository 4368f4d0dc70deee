//! A seat of a team of a hall: the screen that came over the wire, brought on by the wall between two updates.

use std::sync::Arc;
use std::time::Duration;

use super::drafts::Drafts;
use super::{Sight, Trouble};
use crate::desktop::kit::UiState;
use crate::hall::{Link, LinkState};
use crate::live::{Client, Deed, Hall, Stage};
use crate::model::{Ix, Role, Scenario, SimTime};
use crate::sim::{SeatView, TeamView, View};

/// Real time in milliseconds by which the clock shown runs ahead of the last update at most: a little more than the
/// host lets pass between two.
const LEAD_MS_MAX: i64 = 2_500;

/// Whose seat it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One's own, of this team.
    Own(u16),
    /// Another's, of this team: a facilitator only looks.
    Looked(u16),
}

/// A seat of a team of a hall.
pub struct Remote {
    link: Arc<Link>,
    place: Place,
    scenario: Arc<Scenario>,
    seat: Arc<SeatView>,
    team: Arc<TeamView>,
    hall: Hall,
    state: LinkState,
    /// The moment shown, and that of the last update.
    now: SimTime,
    heard: SimTime,
    /// Simulation time that has passed by the wall and is no whole millisecond yet, in its thousandths.
    carried: u64,
    desk: UiState,
    drafts: Drafts,
    /// With it another machine takes the seat over.
    code: Option<String>,
}

impl Remote {
    /// The seat that the client of `link` has; none before its first screen.
    pub fn of(link: &Arc<Link>, place: Place) -> Option<Self> {
        let state = link.state();
        link.with(|client| {
            let scenario = Arc::clone(client.scenario()?);
            let screen = client.screen();
            let (seat, team) = (Arc::clone(screen.seat.as_ref()?), Arc::clone(screen.team.as_ref()?));
            let mut desk = UiState::default();
            let drafts = Drafts::restore(client, &mut desk);
            let (now, hall) = (screen.now, screen.hall.clone());
            let code = client.welcome().and_then(|welcome| welcome.code.clone());
            let (heard, carried, link) = (now, 0, Arc::clone(link));
            Some(Self { link, place, scenario, seat, team, hall, state, now, heard, carried, desk, drafts, code })
        })
    }

    /// Takes in what has come. False when there is no such seat on the screen any more.
    pub fn refresh(&mut self) -> bool {
        self.state = self.link.state();
        let link = Arc::clone(&self.link);
        link.with(|client| self.take(client))
    }

    fn take(&mut self, client: &Client) -> bool {
        let screen = client.screen();
        let (Some(seat), Some(team)) = (&screen.seat, &screen.team) else { return false };
        if seat.role != self.seat.role {
            return false;
        }
        if let Some(scenario) = client.scenario() {
            self.scenario = Arc::clone(scenario);
        }
        (self.seat, self.team) = (Arc::clone(seat), Arc::clone(team));
        if self.hall != screen.hall {
            self.hall = screen.hall.clone();
        }
        if self.heard != screen.now {
            self.heard = screen.now;
            // An update that was long on its way does not set the clock back.
            self.now = if self.runs() { self.now.clamp(self.heard, self.latest()) } else { self.heard };
        }
        if !self.runs() {
            self.now = self.heard;
        }
        true
    }

    /// The furthest moment that may be shown.
    fn latest(&self) -> SimTime {
        SimTime(self.heard.0 + LEAD_MS_MAX * i64::from(self.hall.rate_permille) / 1_000)
    }

    /// What is played, as far as the seat may know it.
    pub const fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The seat.
    pub fn role(&self) -> Ix<Role> {
        self.seat.role
    }

    /// Whose seat it is.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// What the hall says beside the exercise.
    pub const fn hall(&self) -> &Hall {
        &self.hall
    }

    /// Where the connection stands.
    pub const fn state(&self) -> &LinkState {
        &self.state
    }

    /// The code with which another machine takes the seat over.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Where the team's exercise stands.
    pub const fn stage(&self) -> Stage {
        self.hall.stage
    }

    /// Whether the clock goes on between two updates.
    pub fn runs(&self) -> bool {
        self.state == LinkState::Online && self.hall.stage == Stage::Running && self.team.ended.is_none()
    }

    /// Lets as much time pass as belongs to `real`.
    pub fn pass(&mut self, real: Duration) {
        if self.runs() {
            let passed = self.carried + real.as_millis() as u64 * u64::from(self.hall.rate_permille);
            self.carried = passed % 1_000;
            self.now = SimTime(self.now.0 + (passed / 1_000) as i64).min(self.latest());
        }
        if matches!(self.place, Place::Own(_)) && self.drafts.is_due(real.as_millis() as u64) {
            self.keep_desk();
            self.tell_opened();
        }
    }

    /// Tells the hall which messages and injects have been opened, so that the direction does not wait for nothing.
    fn tell_opened(&self) {
        let opened = self.desk.panels.talk.opened(&self.scenario, self.seat.role, &self.seat.items);
        let opened = u32::try_from(opened).unwrap_or(u32::MAX);
        self.link.with(|client| {
            if client.opened_items() < opened {
                client.open_items(opened);
            }
        });
    }

    /// How long until something is to be done though nobody touches anything.
    pub fn waits(&self) -> Option<Duration> {
        matches!(self.place, Place::Own(_)).then(|| self.drafts.waits(&self.desk)).flatten()
    }

    /// Hands the hall what is half written.
    pub fn keep_desk(&mut self) {
        if matches!(self.place, Place::Own(_)) {
            let (drafts, desk) = (&mut self.drafts, &self.desk);
            self.link.with(|client| drafts.hand_over(client, desk));
        }
    }

    /// What the seat sees.
    pub fn sight(&self) -> Sight<'_> {
        Sight::Screen(&self.scenario, View { now: self.now, seat: &self.seat, team: &self.team })
    }

    /// What the seat sees and its desk, side by side.
    pub fn sight_and_desk(&mut self) -> (Sight<'_>, &mut UiState) {
        let view = View { now: self.now, seat: &self.seat, team: &self.team };
        (Sight::Screen(&self.scenario, view), &mut self.desk)
    }

    /// The desk of the seat.
    pub const fn desk(&mut self) -> &mut UiState {
        &mut self.desk
    }

    /// Does something in the exercise; the answer comes later.
    ///
    /// # Errors
    /// Why it was not asked for.
    pub fn act(&mut self, deed: Deed) -> Result<(), Trouble> {
        if matches!(self.place, Place::Looked(_)) {
            return Err(Trouble::OnlyLooking);
        }
        // What was half written is sent now, or thrown away.
        self.keep_desk();
        self.link.with(|client| client.give(deed)).map(|_| ()).ok_or(Trouble::Waiting)
    }
}
