//! The live exercise in the window: the door, the gate, the host's page, the desks of the direction, the big screen.
//!
//! A machine has at most one hall of its own ([`Live::server`]) and at most one wire into a hall ([`Line`]), its own
//! or another. Whoever hosts directs over the loopback like any other facilitator. What comes over the wire is taken
//! in by `hear`, and what the user wishes is carried out by `carry_out`.

mod big;
mod carry_out;
mod cmd;
pub mod desk;
mod door;
mod gate;
mod hear;
mod page;
mod set_up;
pub mod setup;
mod sheet;
pub mod stage;
mod strip;
pub mod words;

use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};

pub use carry_out::{Hands, begin};
pub use cmd::{JoinWish, LiveCmd};
pub use door::DoorForm;
pub use strip::{HallBar, hall_bar_ui, hall_strip_ui};

use crate::hall::{Address, HallError, Link, LinkState, Server, random};
use crate::i18n::Tr;
use crate::live::{Client, Hello, Kept, No, Standing, Want};
use crate::model::{Ix, Role};

/// The program was started to join a hall.
#[derive(Resource)]
pub struct JoinAtOnce;

/// What wakes the window from another thread.
#[derive(Resource, Clone)]
pub struct Wake(Arc<dyn Fn() + Send + Sync>);

impl Wake {
    /// Wakes nobody: where frames are drawn anyway.
    pub fn nobody() -> Self {
        Self(Arc::new(|| {}))
    }

    fn call(&self) {
        (self.0)();
    }
}

/// Where this machine stands in halls.
#[derive(Resource, Default)]
pub struct Live {
    /// The hall that it hosts.
    pub server: Option<Server>,
    /// Its wire into a hall.
    pub line: Option<Line>,
    /// Where this program keeps its data; nowhere for pictures.
    pub data: Option<PathBuf>,
    /// What could not be done, at the door.
    pub said: Option<No>,
    /// The name under which this machine directs the hall that it hosts.
    pub own_name: String,
}

/// A wire into a hall.
pub struct Line {
    /// The client.
    pub link: Arc<Link>,
    /// Where the hall is.
    pub address: Address,
    /// The seat wanted at the gate: team, and the id of its role.
    wanted: Option<(u16, Option<String>)>,
    /// What it was let in as.
    pub standing: Option<Standing>,
    /// The last thing that the hall refused without ending the connection.
    pub said: Option<No>,
    /// Name and unit, as the hall has them.
    pub own: String,
    state: LinkState,
    /// What a facilitator or evaluator looks at.
    pub look: Option<(u16, Option<Ix<Role>>)>,
    /// Whoever hosts asked for the desk: it opens as soon as the hall has let them in.
    to_desk: bool,
}

impl Live {
    /// The file in which the client of this machine is kept, so that it can be killed.
    fn client_file(&self) -> Option<PathBuf> {
        self.data.as_ref().map(|data| data.join("seat.bin"))
    }

    /// Connects to a hall as somebody new.
    ///
    /// # Errors
    /// When the system has no random bytes or threads.
    pub fn join(&mut self, wish: JoinWish, wake: &Wake) -> Result<(), HallError> {
        let JoinWish { address, name, unit, want, seat } = wish;
        let hello = Hello { token: random::<16>()?, name, unit, want };
        // A team without a role is taken without looking; a role by its id needs the scenario first.
        let sit = seat.as_ref().filter(|(_, role)| role.is_none()).map(|(team, _)| (*team, None));
        let file = self.client_file();
        self.connect(address, Client::new(hello, sit), seat, file, wake)
    }

    /// Connects again as whom this machine was when it was closed or killed. Whether there was anybody.
    ///
    /// # Errors
    /// When the system has no threads.
    pub fn return_to(&mut self, address: Address, wake: &Wake) -> Result<bool, HallError> {
        let file = self.client_file();
        let kept = file.as_ref().and_then(|file| std::fs::read(file).ok());
        let Some(kept) = kept.and_then(|bytes| postcard::from_bytes::<Kept>(&bytes).ok()) else { return Ok(false) };
        self.connect(address, Client::restore(kept, None), None, file, wake).map(|()| true)
    }

    fn connect(
        &mut self,
        address: Address,
        client: Client,
        wanted: Option<(u16, Option<String>)>,
        file: Option<PathBuf>,
        wake: &Wake,
    ) -> Result<(), HallError> {
        if let Some(folder) = self.data.as_ref() {
            std::fs::create_dir_all(folder).ok();
        }
        // The old wire is cut first: both would be kept in the same file.
        self.line = None;
        self.said = None;
        let own = client.own_name();
        let wake = wake.clone();
        let link = Arc::new(Link::start(address.clone(), client, file, move || wake.call())?);
        let state = LinkState::Connecting;
        let (standing, said, look) = (None, None, None);
        self.line = Some(Line { link, address, wanted, standing, said, own, state, look, to_desk: false });
        Ok(())
    }

    /// Connects to the hall that this machine hosts, as its facilitator.
    ///
    /// # Errors
    /// When the system has no random bytes or threads.
    pub fn direct_own(&mut self, name: &str, unit: &str, wake: &Wake) -> Result<(), HallError> {
        let Some(server) = &self.server else { return Ok(()) };
        let invitation = server.invitation();
        let Some(address) = invitation.addresses.first().cloned() else { return Ok(()) };
        let own = Address { host: own_number(&invitation.addresses), ..address };
        let want = Want::Staff { code: server.codes().facilitators };
        let hello = Hello { token: random::<16>()?, name: name.to_owned(), unit: unit.to_owned(), want };
        // Not kept: whoever opens the hall again has its codes.
        self.connect(own, Client::new(hello, None), None, None, wake)
    }

    /// Leaves the hall for good.
    pub fn leave(&mut self) {
        self.line = None;
        self.said = None;
        if let Some(file) = self.client_file() {
            std::fs::remove_file(file).ok();
        }
    }

    /// What it was let in as.
    pub fn standing(&self) -> Option<Standing> {
        self.line.as_ref().and_then(|line| line.standing)
    }
}

/// The number by which this machine reaches itself.
fn own_number(addresses: &[Address]) -> String {
    let loops = |address: &&Address| address.host.parse::<std::net::IpAddr>().is_ok_and(|number| number.is_loopback());
    addresses.iter().find(loops).or(addresses.first()).map_or_else(String::new, |address| address.host.clone())
}

impl Line {
    /// Where the connection stands.
    pub const fn state(&self) -> &LinkState {
        &self.state
    }

    /// What the hall could not write down, in words, as long as something waits for that. `client` is this line's.
    pub fn trouble(&self, client: &Client, tr: &Tr) -> Option<String> {
        let said = self.said.as_ref().filter(|said| **said == No::Storage && client.pending() > 0);
        said.map(|said| words::no(tr, None, said))
    }
}

/// Everything of a hall that the window shows.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Live>()
        .add_systems(PreStartup, set_up_wake)
        .add_plugins((hear::plugin, door::plugin, gate::plugin, set_up::plugin, page::plugin, big::plugin))
        .add_plugins((desk::plugin, sheet::plugin));
}

fn set_up_wake(mut commands: Commands, wake: Option<Res<EventLoopProxyWrapper>>) {
    let wake = wake.map_or_else(Wake::nobody, |wake| {
        let wake = (**wake).clone();
        Wake(Arc::new(move || {
            wake.send_event(WinitUserEvent::WakeUp).ok();
        }))
    });
    commands.insert_resource(wake);
}

#[cfg(test)]
mod screens_tests;
#[cfg(test)]
mod tests;
