//! One vocabulary of effects and one language of conditions, shared by attack steps, orders, injects,
//! rules and the plan: what one does another can undo, what one asks another can ask.

use serde::{Deserialize, Serialize};

use super::attack::{AttackStep, Flag, Implant, Indicator, Vulnerability};
use super::forms::Form;
use super::ids::Ref;
use super::injects::Inject;
use super::network::{Account, DataStore, Host, HostKind, Service, Site, System, Zone};
use super::orders::OrderKind;
use super::plan::{NamedCond, Severity};
use super::{Role, Span};

/// How much of a host the adversary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Foothold {
    /// Nothing.
    #[default]
    None,
    /// Runs code as an ordinary user or service.
    User,
    /// Has full control.
    Admin,
}

/// Where the trace of a fact is, and so what destroys it and which work finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Evidence {
    /// What anybody who looks at the screen or the site sees.
    Screen,
    /// Volatile memory: gone at power-off, reboot and re-image.
    Memory,
    /// Logs on the host: gone when rotated, cleared or re-imaged.
    Logs,
    /// Disk: gone at re-image and at restore.
    Disk,
    /// Network flows kept by the SOC and the firewalls.
    Traffic,
}

impl Evidence {
    /// All kinds, in order.
    pub const ALL: [Self; 5] = [Self::Screen, Self::Memory, Self::Logs, Self::Disk, Self::Traffic];
}

/// A set of kinds of evidence. Files write it as a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Evidence>", into = "Vec<Evidence>")]
pub struct EvidenceSet(pub u8);

impl EvidenceSet {
    /// No evidence.
    pub const NONE: Self = Self(0);
    /// All kinds.
    pub const ALL: Self = Self(0b1_1111);

    /// A set of one kind.
    pub const fn of(kind: Evidence) -> Self {
        Self(1 << kind as u8)
    }
    /// Whether `kind` is in the set.
    pub const fn has(self, kind: Evidence) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// What is in both sets.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// This set without the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// The kinds in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Evidence> {
        Evidence::ALL.into_iter().filter(move |e| self.has(*e))
    }
}

impl From<Vec<Evidence>> for EvidenceSet {
    fn from(list: Vec<Evidence>) -> Self {
        Self(list.into_iter().fold(0, |bits, e| bits | 1 << e as u8))
    }
}
impl From<EvidenceSet> for Vec<Evidence> {
    fn from(set: EvidenceSet) -> Self {
        set.iter().collect()
    }
}

/// A part of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Every host.
    Anywhere,
    /// Hosts of a site.
    Site(Ref<Site>),
    /// Hosts of a zone.
    Zone(Ref<Zone>),
    /// Hosts of a system.
    System(Ref<System>),
    /// These hosts.
    Hosts(Vec<Ref<Host>>),
}

/// Which hosts an attack step starts from or goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Where {
    /// The outside world (only as a start).
    Internet,
    /// This host.
    Host(Ref<Host>),
    /// One of these, drawn by the seed.
    OneOf(Vec<Ref<Host>>),
    /// The hosts another step has reached.
    TargetOf(Ref<AttackStep>),
    /// `count` hosts of a part of the network, drawn by the seed among those the step has not reached yet.
    Some {
        /// Where to look.
        within: Scope,
        /// Only hosts of this kind.
        #[serde(default)]
        kind: Option<HostKind>,
        /// How many at most.
        count: u32,
    },
}

/// A property of a host that conditions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Facet {
    /// The adversary holds it, as user or admin.
    Held,
    /// The adversary has full control.
    AdminHeld,
    /// Any implant stands on it.
    Implanted,
    /// Its data are encrypted.
    Encrypted,
    /// Its content is altered (defaced).
    Altered,
    /// It is cut off by the defenders, alone or with its zone.
    Isolated,
    /// It is off.
    Off,
    /// Its sensor or agent is blind.
    Blind,
}

/// How a system does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum SystemState {
    /// Works for its users.
    #[default]
    Up,
    /// Works badly: overloaded, or a system it needs is down.
    Degraded,
    /// Shows the maintenance page.
    Maintenance,
    /// Does not work.
    Down,
}

/// A condition on the state of the exercise.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Cond {
    /// Holds always.
    #[default]
    Always,
    /// Never holds.
    Never,
    /// All of them hold.
    All(Vec<Cond>),
    /// At least one holds.
    Any(Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>),
    /// The simulation clock has reached this much after the start.
    After(Span),
    /// A named condition of the plan or the scenario holds.
    Named(Ref<NamedCond>),
    /// A flag is set.
    Flag(Ref<Flag>),
    /// An attack step has succeeded.
    StepDone(Ref<AttackStep>),
    /// An attack step was blocked for good.
    StepFailed(Ref<AttackStep>),
    /// An inject was sent.
    InjectSent(Ref<Inject>),
    /// At least `at_least` hosts of a scope have a facet now.
    Hosts {
        /// Which hosts count.
        within: Scope,
        /// What they must be.
        are: Facet,
        /// How many.
        at_least: u32,
    },
    /// At least `at_least` hosts of a scope ever had a facet.
    HostsEver {
        /// Which hosts count.
        within: Scope,
        /// What they must have been.
        were: Facet,
        /// How many.
        at_least: u32,
    },
    /// An implant stands on at least one host of a scope.
    Implant {
        /// Which implant.
        implant: Ref<Implant>,
        /// Where.
        within: Scope,
    },
    /// A system is in a state now.
    SystemIs(Ref<System>, SystemState),
    /// A system was not up for at least this long, all its outages together.
    SystemOutage(Ref<System>, Span),
    /// The adversary can use an account.
    AccountUsable(Ref<Account>),
    /// An account was taken at any time.
    AccountTaken(Ref<Account>),
    /// At least so many records of a data store have leaked.
    Leaked(Ref<DataStore>, u32),
    /// The team's truth: the severity of what has happened is at least this.
    SeverityAtLeast(Severity),
    /// The team has classified the incident at this level or higher.
    ClassifiedAtLeast(Severity),
    /// The team has opened an incident record.
    IncidentOpen,
    /// The adversary can do nothing more.
    AttackOver,
    /// An order of one of these kinds was completed.
    Done {
        /// Which kinds.
        orders: Vec<Ref<OrderKind>>,
        /// By which roles; empty for any.
        #[serde(default)]
        by: Vec<Ref<Role>>,
        /// On which part of the network; absent for any target.
        #[serde(default)]
        on: Option<Scope>,
    },
    /// A report on this form was sent.
    Reported(Ref<Form>),
    /// A choice of an inject was taken (counted from 0).
    Chosen(Ref<Inject>, u8),
    /// A role knows that the scope is touched by the attack.
    Knows {
        /// Whose knowledge.
        role: Ref<Role>,
        /// About what.
        about: Scope,
    },
}

impl Cond {
    /// Calls `each` for the condition and for all its parts; a named condition is not looked into.
    pub fn visit<'c>(&'c self, each: &mut impl FnMut(&'c Self)) {
        each(self);
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.visit(each)),
            Self::Not(part) => part.visit(each),
            _ => {}
        }
    }
}

/// A change of the world. Effects on hosts act on each target host; on a zone, site or system they act on
/// all its hosts, unless they name their object themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    // On hosts.
    /// The adversary holds the host at this level.
    Foothold(Foothold),
    /// Puts an implant on the host.
    Implant(Ref<Implant>),
    /// Removes implants that are known to the seat (an order) or all of them (an attack step).
    RemoveImplants,
    /// Takes away the adversary's foothold as far as no implant gives it back.
    Evict,
    /// Encrypts its data.
    Encrypt,
    /// Alters its content.
    Alter,
    /// Puts original content back without touching anything else.
    Unalter,
    /// Blinds its sensor or agent.
    Blind,
    /// Makes its sensor or agent work again.
    Unblind,
    /// Clears its logs.
    ClearLogs,
    /// Stops its services.
    StopServices,
    /// Starts its services.
    StartServices,
    /// Turns it off (volatile memory is lost).
    PowerOff,
    /// Turns it on.
    PowerOn,
    /// Reboots it (volatile memory is lost).
    Reboot,
    /// Cuts it off the network.
    Isolate,
    /// Connects it again.
    Reconnect,
    /// Installs it anew: implants, foothold and all evidence on it are gone, its data too.
    Reimage,
    /// Closes a vulnerability.
    Patch(Ref<Vulnerability>),
    /// Closes every vulnerability of the host.
    PatchAll,
    // On zones, sites and systems.
    /// Cuts the zone, or every zone of the site, off.
    IsolateZone,
    /// Connects the zone, or every zone of the site, again.
    ReconnectZone,
    /// Blocks kinds of service across the zone's borders.
    Block(Vec<Service>),
    /// Lets kinds of service pass again as before.
    Unblock(Vec<Service>),
    /// Puts up (true) or takes down (false) the maintenance page.
    Maintenance(bool),
    /// Loads a system with requests, in percent of its capacity.
    Flood(Ref<System>, u32),
    /// Loads a system with requests that look genuine, in percent of its capacity: scrubbing does not help.
    Overload(Ref<System>, u32),
    /// Turns carrier scrubbing of a system on or off.
    Scrub(bool),
    /// Lets only this percentage of requests that look genuine through to the target system; 100 lifts it.
    Throttle(u8),
    /// Breaks the link between two zones.
    CutLine(Ref<Zone>, Ref<Zone>),
    /// Mends the link between two zones, or takes a standby link into use.
    MendLine(Ref<Zone>, Ref<Zone>),
    /// Raises the tuning of the sensors over the target.
    Watch,
    /// Puts the system back from the backup that is the target.
    Restore,
    // On accounts.
    /// The adversary has the credentials.
    Take(Ref<Account>),
    /// Locks the target account.
    Lock,
    /// Unlocks the target account.
    Unlock,
    /// New credentials for the target account, or for all accounts of the target system or site.
    ResetCredentials,
    /// Ends the sessions of the target account, or of all accounts of the target system or site.
    RevokeSessions,
    // On data and backups.
    /// A part of a store's records, in percent, leaves the network.
    Leak(Ref<DataStore>, u8),
    /// Takes a new backup of the target system.
    TakeBackup,
    /// Unplugs the target backup, or all online backups of the target system, from the network.
    ProtectBackup,
    /// Examines the target backup for implants and readability.
    VerifyBackup,
    /// Encrypts the online backups kept on the target hosts.
    SpoilBackups,
    // On indicators.
    /// Blocks the target indicator at the border, the mail gateway and the agents.
    BlockIndicator,
    // On a place of its own.
    /// Brings effects about on every host of a scope, whatever the target: what a choice of an inject needs,
    /// which has no target.
    On(Scope, Vec<Effect>),
    // On the scenario.
    /// Sets a flag.
    SetFlag(Ref<Flag>),
    /// Clears a flag.
    ClearFlag(Ref<Flag>),
    /// Makes an attack step start.
    StartStep(Ref<AttackStep>),
    /// Makes the adversary drop a step for good.
    StopStep(Ref<AttackStep>),
    /// Sends an inject.
    Send(Ref<Inject>),
    /// Holds an inject back for good.
    Cancel(Ref<Inject>),
    /// Tells the given roles an indicator.
    TellIndicator(Ref<Indicator>),
}
