//! The file form of a province: templates and counts instead of thousands of hosts.

use serde::{Deserialize, Serialize};

use super::ids::Ref;
use super::network::{Account, Agency, Backup, HostKind, Sensor, Service, ServiceSet, System, Zone};
use super::text::Text;

/// `province.ron`: a province's network and systems. Another province is another folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Province {
    /// Version of the file format; see `content::migrate`.
    pub version: u32,
    /// Stable id.
    pub id: String,
    /// Name, fictional.
    pub name: Text,
    /// Domain below `.test` that host names end in, for example `tinhmau`.
    pub domain: String,
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// Templates of sites.
    pub templates: Vec<SiteTemplate>,
    /// Sites and groups of sites made from the templates.
    pub sites: Vec<SiteSpec>,
    /// Links between zones of different sites.
    pub links: Vec<LinkSpec>,
    /// Information systems.
    pub systems: Vec<System>,
    /// Accounts.
    pub accounts: Vec<Account>,
    /// Backups.
    pub backups: Vec<Backup>,
    /// Sensors.
    pub sensors: Vec<Sensor>,
}

/// A template of a site.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteTemplate {
    /// Stable id.
    pub id: String,
    /// Zones of the site.
    pub zones: Vec<ZoneSpec>,
    /// Links inside the site; ends are zone ids of this template.
    #[serde(default)]
    pub links: Vec<LocalLinkSpec>,
}

/// A zone of a template.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneSpec {
    /// Id within the site; the zone's full id is `site/zone`.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Whether it is the outside world.
    #[serde(default)]
    pub internet: bool,
    /// Its hosts.
    #[serde(default)]
    pub hosts: Vec<HostSpec>,
}

/// One host, or `count` of them named `id-01`, `id-02` and so on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostSpec {
    /// Id within the site; the host's full id is `site/host`.
    pub id: String,
    /// How many; `None` for a single host without a number in its name.
    #[serde(default)]
    pub count: Option<u32>,
    /// What it is.
    pub kind: HostKind,
    /// Operating system or firmware.
    pub os: String,
    /// Services it offers.
    #[serde(default)]
    pub services: ServiceSet,
    /// How many of a hundred such hosts have an endpoint agent; which ones follows from their numbers.
    #[serde(default)]
    pub agent_percent: u8,
}

/// What a firewall lets through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Allow {
    /// Everything.
    All,
    /// Nothing.
    Nothing,
    /// Only these.
    Only(Vec<Service>),
}

impl Allow {
    /// As a set.
    pub fn set(&self) -> ServiceSet {
        match self {
            Self::All => ServiceSet::ALL,
            Self::Nothing => ServiceSet::NONE,
            Self::Only(list) => list.clone().into(),
        }
    }
}

/// A link between two zones of one template.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalLinkSpec {
    /// One zone of the template.
    pub a: String,
    /// Another zone of the template.
    pub b: String,
    /// What may pass from `a` to `b`.
    pub a_to_b: Allow,
    /// What may pass from `b` to `a`.
    pub b_to_a: Allow,
}

/// A link between two zones of any sites.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSpec {
    /// Whether it is cut until an effect takes it into use.
    #[serde(default)]
    pub standby: bool,
    /// One end.
    pub a: Ref<Zone>,
    /// Other end.
    pub b: Ref<Zone>,
    /// What may pass from `a` to `b`.
    pub a_to_b: Allow,
    /// What may pass from `b` to `a`.
    pub b_to_a: Allow,
}

/// How a site of a group hangs on the rest: one link from one of its zones.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uplink {
    /// Zone of the template.
    pub zone: String,
    /// Zone it connects to.
    pub to: Ref<Zone>,
    /// What may leave the site.
    pub outward: Allow,
    /// What may enter the site.
    pub inward: Allow,
}

/// A site, or `count` sites `id-001`, `id-002` and so on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteSpec {
    /// Stable id, or the stem of the ids of a group.
    pub id: String,
    /// Name; in a group `{n}` stands for the number.
    pub name: Text,
    /// How many; `None` for one site without a number.
    #[serde(default)]
    pub count: Option<u32>,
    /// Whose it is; in a group all sites belong to this agency.
    pub agency: Ref<Agency>,
    /// Template id, resolved within this file.
    pub template: String,
    /// How it hangs on the network; several when it has several lines.
    #[serde(default)]
    pub uplinks: Vec<Uplink>,
    /// Place on the map in thousandths; sites of a group are spread around it.
    pub place: (i32, i32),
}
