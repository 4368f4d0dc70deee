//! The simulated shared network of a province, expanded to single hosts. Files describe it in the shorter
//! form of [`super::province`]; `content` expands that form to this one.

use std::net::Ipv6Addr;

use serde::{Deserialize, Serialize};

use super::ids::{Ix, Ref};
use super::text::Text;
use super::{Role, Span};

/// What a host is, which decides its picture and what an attack may look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HostKind {
    /// A desktop or laptop of an official.
    Workstation,
    /// A server.
    Server,
    /// A host that carries virtual machines.
    Hypervisor,
    /// Router, switch, firewall, VPN gateway.
    NetworkDevice,
    /// SOC, anti-malware, log collector, mail gateway, web application firewall.
    SecurityAppliance,
    /// Backup server or library.
    BackupStore,
    /// Industrial controller or operator station.
    Industrial,
}

/// A kind of network service, the grain at which firewalls allow and block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Service {
    /// HTTP and HTTPS.
    Web,
    /// Administration of a web content system or an appliance over HTTPS.
    WebAdmin,
    /// Application interfaces (LGSP and the like).
    Api,
    /// Secure shell.
    Ssh,
    /// Remote desktop.
    Rdp,
    /// File shares.
    Smb,
    /// Windows remote management.
    WinRm,
    /// Directory service and its log-on.
    Directory,
    /// Databases.
    Db,
    /// Mail transfer and mailboxes.
    Mail,
    /// Name service.
    Dns,
    /// Remote access tunnels.
    Vpn,
    /// Backup traffic.
    Backup,
    /// Log and sensor agents to their collectors.
    Agent,
    /// Management of virtual machines.
    Hypervisor,
    /// Industrial control protocols.
    Ics,
}

impl Service {
    /// All kinds, in order.
    pub const ALL: [Self; 16] = [
        Self::Web,
        Self::WebAdmin,
        Self::Api,
        Self::Ssh,
        Self::Rdp,
        Self::Smb,
        Self::WinRm,
        Self::Directory,
        Self::Db,
        Self::Mail,
        Self::Dns,
        Self::Vpn,
        Self::Backup,
        Self::Agent,
        Self::Hypervisor,
        Self::Ics,
    ];
}

/// A set of kinds of service. Files write it as a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Service>", into = "Vec<Service>")]
pub struct ServiceSet(u16);

impl ServiceSet {
    /// No service.
    pub const NONE: Self = Self(0);
    /// Every service.
    pub const ALL: Self = Self(u16::MAX);

    /// Whether `service` is in the set.
    pub const fn has(self, service: Service) -> bool {
        self.0 & (1 << service as u16) != 0
    }
    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// This set without the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    /// Whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// The kinds in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Service> {
        Service::ALL.into_iter().filter(move |s| self.has(*s))
    }
}

impl From<Vec<Service>> for ServiceSet {
    fn from(list: Vec<Service>) -> Self {
        Self(list.into_iter().fold(0, |bits, s| bits | 1 << s as u16))
    }
}
impl From<ServiceSet> for Vec<Service> {
    fn from(set: ServiceSet) -> Self {
        set.iter().collect()
    }
}

/// One of the layers at which something can be noticed. The first four are the SOC's technical layers of
/// the provincial plan `[S0]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Layer {
    /// Lớp mạng.
    Network,
    /// Lớp ứng dụng.
    Application,
    /// Lớp cơ sở dữ liệu.
    Database,
    /// Lớp thiết bị đầu cuối.
    Endpoint,
    /// The mail gateway.
    Mail,
    /// What a user or a citizen sees and says.
    Person,
    /// A warning of the national centre.
    National,
    /// The telecom operator's measurement.
    Carrier,
}

/// An agency of the province or beyond it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Stable id.
    pub id: String,
    /// Its name, fictional.
    pub name: Text,
}

/// A place of an agency with its own network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Stable id, for example `xa-017`.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Whose it is.
    pub agency: Ix<Agency>,
    /// The template it was made from; sites of one template are drawn alike.
    pub template: String,
    /// Its zones.
    pub zones: Vec<Ix<Zone>>,
    /// Place on the province's map, in thousandths of its width and height (0 to 1000).
    pub place: (i32, i32),
}

/// A network segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Stable id, `site/zone`.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Where it is.
    pub site: Ix<Site>,
    /// Whether it is the outside world, where the adversary and the citizens are.
    pub internet: bool,
    /// Hosts in it.
    pub hosts: Vec<Ix<Host>>,
}

/// A link between two zones with what its firewall lets through in each direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// One end.
    pub a: Ix<Zone>,
    /// Other end.
    pub b: Ix<Zone>,
    /// What may start at `a` and end at (or cross to) `b`.
    pub a_to_b: ServiceSet,
    /// What may start at `b` and end at (or cross to) `a`.
    pub b_to_a: ServiceSet,
    /// Whether it is cut until somebody takes it into use.
    pub standby: bool,
}

/// One machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Stable id, `site/name`.
    pub id: String,
    /// Name in the `.test` domain.
    pub fqdn: String,
    /// Address out of the documentation range 2001:db8::/32 (RFC 3849).
    pub address: Ipv6Addr,
    /// What it is.
    pub kind: HostKind,
    /// Operating system or firmware, as text.
    pub os: String,
    /// Where it stands.
    pub zone: Ix<Zone>,
    /// Its site, that of its zone.
    pub site: Ix<Site>,
    /// Services it offers.
    pub services: ServiceSet,
    /// Whether an endpoint agent of the central anti-malware runs on it.
    pub agent: bool,
    /// The systems it is part of.
    pub systems: Vec<Ix<System>>,
}

/// A part of a system that needs some of its hosts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Id within the system: `web`, `db`.
    pub id: String,
    /// Hosts that can do the work.
    pub hosts: Vec<Ref<Host>>,
    /// How many of them must work for the system to be up.
    #[serde(default = "one")]
    pub need: u32,
    /// The service it gives.
    pub service: Service,
}

const fn one() -> u32 {
    1
}

/// A store of data of a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataStore {
    /// Id, unique in the province.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Host that holds it.
    pub host: Ref<Host>,
    /// Number of records.
    pub records: u32,
    /// Number of persons the records are about; 0 when it holds no personal data.
    pub subjects: u32,
    /// Whether the personal data are sensitive (Luật 91/2025).
    pub sensitive: bool,
}

/// How much confidentiality, integrity and availability weigh in the outcome, 0 to 10 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cia(pub u8, pub u8, pub u8);

/// An information system: what citizens and agencies use, with its legal level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Level 1 to 5 of NĐ 331/2026 Đ11–15.
    pub level: u8,
    /// Whose it is (chủ quản).
    pub owner: Ref<Agency>,
    /// Role that runs it (đơn vị vận hành).
    pub operator: Ref<Role>,
    /// Where its users are; the system is up only if they reach it.
    pub users: Ref<Zone>,
    /// What it is made of.
    pub components: Vec<Component>,
    /// Weights for the outcome.
    pub weights: Cia,
    /// How many people use it on a working day.
    pub daily_users: u32,
    /// Data it holds.
    #[serde(default)]
    pub data: Vec<DataStore>,
    /// Systems without which it does not work.
    #[serde(default)]
    pub needs: Vec<Ref<System>>,
    /// Whether citizens see it, so that a defacement is public.
    #[serde(default)]
    pub public: bool,
}

/// An account that an attack may take and a defender may lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Site it belongs to, for who may act on it.
    pub site: Ref<Site>,
    /// System it administers, if any.
    #[serde(default)]
    pub system: Option<Ref<System>>,
    /// Whether it is privileged.
    #[serde(default)]
    pub admin: bool,
}

/// Where a backup is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackupKind {
    /// On a store in the network: reachable by an attack.
    Online,
    /// Unplugged media.
    Offline,
    /// On a store that refuses changes.
    Immutable,
}

/// A backup of a system taken before the exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// Stable id.
    pub id: String,
    /// What it is a backup of.
    pub system: Ref<System>,
    /// When it was taken, before the start: `"-1d"`. Whether it is clean follows from what stood on the
    /// system's hosts at that time.
    pub taken: Span,
    /// How it is kept.
    pub kind: BackupKind,
    /// Store that holds it.
    pub store: Ref<Host>,
}

/// A control that watches, and who sees its alerts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensor {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// The layer it watches.
    pub layer: Layer,
    /// Host it runs on; when that host fails or is blinded, the sensor sees nothing.
    #[serde(default)]
    pub host: Option<Ref<Host>>,
    /// What it covers; empty covers every host (of the layer: endpoint sensors only hosts with an agent).
    #[serde(default)]
    pub zones: Vec<Ref<Zone>>,
    /// How well it is tuned: the percentage of what it could see that it reports.
    pub tuning_percent: u8,
    /// How long an alert takes to appear.
    pub latency: super::SpanRange,
    /// Roles whose queue its alerts go to.
    pub seen_by: Vec<Ref<Role>>,
}

/// The whole network, expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// Sites.
    pub sites: Vec<Site>,
    /// Zones.
    pub zones: Vec<Zone>,
    /// Links.
    pub links: Vec<Link>,
    /// Hosts.
    pub hosts: Vec<Host>,
    /// Systems.
    pub systems: Vec<System>,
    /// Accounts.
    pub accounts: Vec<Account>,
    /// Backups.
    pub backups: Vec<Backup>,
    /// Sensors.
    pub sensors: Vec<Sensor>,
}
