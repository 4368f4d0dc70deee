//! How a hall is set up, and where halls are kept on this machine.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desktop::library::{Library, now};
use crate::hall::{Doors, HallError, HallFile, HallFolder, PORT, Server};
use crate::i18n::Tr;
use crate::model::{Ref, Scenario};
use crate::sim::Setup;
use crate::standin::Kind;

/// Port of the web page beside the hall's own.
pub const WEB_PORT: u16 = 7_480;

/// How a hall is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct HallSetup {
    /// Id of the scenario.
    pub scenario: String,
    /// Names of the teams.
    pub teams: Vec<String>,
    /// Stand-ins on seats until a person sits down; none leaves them empty.
    pub stand_in: Option<Kind>,
    /// Seed, rules, handicaps.
    pub rules: Setup,
    /// How it is reached.
    pub reach: Reach,
}

/// How a hall is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// From other machines, or only from this one.
    pub network: bool,
    /// Port; 0 takes any that is free.
    pub port: u16,
    /// Port of the web page, if there is one.
    pub web: Option<u16>,
    /// Whether it says on the network that it is there.
    pub announce: bool,
    /// Name of whoever directs it from this machine.
    pub name: String,
}

impl Default for Reach {
    fn default() -> Self {
        Self { network: true, port: PORT, web: Some(WEB_PORT), announce: true, name: String::new() }
    }
}

impl Reach {
    fn doors(&self) -> Doors {
        let place = IpAddr::V4(if self.network { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST });
        Doors {
            bind: SocketAddr::new(place, self.port),
            web: self.web.map(|port| SocketAddr::new(place, port)),
            metrics: None,
            backup: None,
            announce: self.announce && self.network,
        }
    }
}

/// A hall that was opened on this machine before.
#[derive(Clone, Debug)]
pub struct KeptHall {
    /// Name of its folder.
    pub name: String,
    /// What is played there.
    pub file: HallFile,
}

/// Where halls are kept, by where this program keeps its data.
pub fn halls_folder(data: &Path) -> PathBuf {
    data.join("halls")
}

/// The halls that are kept, the newest first.
pub fn kept_halls(data: &Path) -> Vec<KeptHall> {
    let folders = std::fs::read_dir(halls_folder(data)).into_iter().flatten().flatten();
    let read = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_str()?.to_owned();
        Some(KeptHall { name, file: HallFolder::open(&entry.path()).ok()?.file().clone() })
    };
    let mut halls: Vec<_> = folders.filter_map(read).collect();
    halls.sort_by(|a, b| b.name.cmp(&a.name));
    halls
}

/// Opens a new hall in a folder of its own below `data`.
///
/// # Errors
/// A sentence for the user.
pub fn open(setup: &HallSetup, library: &Library, data: &Path, tr: &Tr) -> Result<Server, String> {
    let scenario = scenario(library, &setup.scenario, tr)?;
    let stand_in = |seat: &Ref<crate::model::Role>| setup.stand_in.map(|kind| (seat.ix(), kind));
    let stand_ins: Vec<_> = scenario.file.seats.iter().filter_map(stand_in).collect();
    let started = now();
    let stamp: String = started.chars().filter(char::is_ascii_digit).collect();
    let file = HallFile::new(scenario, setup.rules.clone(), setup.teams.clone(), &stand_ins, started);
    let path = halls_folder(data).join(format!("{stamp}-{}", setup.scenario));
    let open = || {
        let folder = HallFolder::create(&path, file)?;
        Server::open(folder, Arc::clone(scenario), &setup.reach.doors())
    };
    open().map_err(|error: HallError| error.say(tr))
}

/// Opens a hall again.
///
/// # Errors
/// A sentence for the user.
pub fn open_again(name: &str, reach: &Reach, library: &Library, data: &Path, tr: &Tr) -> Result<Server, String> {
    let said = |error: HallError| error.say(tr);
    let folder = HallFolder::open(&halls_folder(data).join(name)).map_err(said)?;
    let scenario = scenario(library, &folder.file().scenario, tr)?;
    Server::open(folder, Arc::clone(scenario), &reach.doors()).map_err(said)
}

fn scenario<'l>(library: &'l Library, id: &str, tr: &Tr) -> Result<&'l Arc<Scenario>, String> {
    library.scenario(id).ok_or_else(|| tr.with("shell-no-such-scenario", &[("name", id.to_owned().into())]))
}
