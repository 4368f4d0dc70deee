//! The scripted attack: a graph of steps over the network. The engine, not the author, decides whether a
//! step finds its path.

use serde::{Deserialize, Serialize};

use super::ids::Ref;
use super::language::{Cond, Effect, EvidenceSet, Foothold, Where};
use super::network::{Account, Host, Layer, Service};
use super::text::Text;
use super::{AlertRule, SpanRange};

/// A named switch that steps, orders and injects set and ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// Stable id.
    pub id: String,
    /// What it means, for the author and the debrief.
    pub name: Text,
}

/// What an implant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImplantKind {
    /// A script on a web server that runs commands.
    Webshell,
    /// A program that calls home.
    Beacon,
    /// A planted account, key, scheduled task or service.
    Persistence,
    /// A program that encrypts.
    Ransomware,
    /// A tool left on disk.
    Tool,
    /// No malware: data or programs left damaged, as after a hard stop.
    Damage,
}

/// Something the adversary leaves on hosts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implant {
    /// Stable id.
    pub id: String,
    /// Name shown once it is known.
    pub name: Text,
    /// What it is.
    pub kind: ImplantKind,
    /// Where its traces are.
    pub evidence: EvidenceSet,
    /// The foothold it gives back as long as it stands.
    pub gives: Foothold,
    /// Indicators that knowing it yields.
    #[serde(default)]
    pub indicators: Vec<Ref<Indicator>>,
    /// Hosts on which it stands before the exercise, and since when (negative).
    #[serde(default)]
    pub already_on: Vec<(Ref<Host>, super::Span)>,
}

/// What an indicator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IndicatorKind {
    /// An address.
    Address,
    /// A domain.
    Domain,
    /// A hash of a file.
    Hash,
    /// A sender of mail.
    Sender,
    /// A URL.
    Url,
}

/// An indicator of compromise. Addresses come from documentation ranges, domains end in `.test`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Stable id.
    pub id: String,
    /// What it is.
    pub kind: IndicatorKind,
    /// Its value.
    pub value: String,
    /// Further values: the seed draws one of all.
    #[serde(default)]
    pub others: Vec<String>,
    /// Whether it belongs to something harmless: blocking it hurts.
    #[serde(default)]
    pub harmless: bool,
}

/// A weakness that a step needs and a patch closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vulnerability {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Hosts that have it.
    pub hosts: Vec<Ref<Host>>,
}

/// A sign that a step gives off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Layer that may notice it.
    pub layer: Layer,
    /// What the alert says.
    pub alert: Ref<AlertRule>,
    /// How loud it is: percentage, multiplied with the sensor's tuning.
    pub strength_percent: u8,
    /// Seen at the step's start host instead of its target.
    #[serde(default)]
    pub at_source: bool,
    /// Given off also when the step is blocked.
    #[serde(default)]
    pub when_blocked: bool,
    /// Additional delay.
    #[serde(default)]
    pub delay: SpanRange,
}

/// What the adversary does when a step finds no path.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocked {
    /// How long until the next try.
    #[serde(default)]
    pub retry_after: SpanRange,
    /// How many further tries.
    #[serde(default)]
    pub retries: u32,
    /// Steps taken up when it gives this one up: another path, or an escalation.
    #[serde(default)]
    pub instead: Vec<Next>,
}

/// A step that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    /// Which.
    pub step: Ref<AttackStep>,
    /// How long after.
    pub after: SpanRange,
}

/// What brings a step about. Failures and mistakes are played like steps of an attack and need no technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Cause {
    /// The adversary.
    #[default]
    Attack,
    /// Equipment, power, a line or software fails.
    Failure,
    /// Somebody who runs the systems makes a mistake.
    Mistake,
}

/// One step of the attack, or of what else goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttackStep {
    /// Stable id.
    pub id: String,
    /// Name for facilitators and the debrief.
    pub name: Text,
    /// What brings it about.
    #[serde(default)]
    pub cause: Cause,
    /// ATT&CK technique: `T1190`, `T1505.003`; empty for what is no attack.
    #[serde(default)]
    pub technique: String,
    /// For the first steps: when it starts. Other steps start through `then`, `instead` or an effect.
    #[serde(default)]
    pub starts: Option<SpanRange>,
    /// Must hold when the step is tried; otherwise it counts as blocked by circumstances.
    #[serde(default)]
    pub only_if: Cond,
    /// Where it comes from.
    pub from: Where,
    /// What it goes for.
    pub to: Where,
    /// The service it needs a path for; none for work on the host itself.
    #[serde(default)]
    pub via: Option<Service>,
    /// The foothold it needs at the start.
    #[serde(default)]
    pub needs: Foothold,
    /// A weakness the target must still have.
    #[serde(default)]
    pub exploits: Option<Ref<Vulnerability>>,
    /// An account the adversary must be able to use.
    #[serde(default)]
    pub account: Option<Ref<Account>>,
    /// Whether the adversary steers it from outside: the start host must reach the Internet, and this
    /// indicator (its server) must not be blocked.
    #[serde(default)]
    pub steered_by: Option<Ref<Indicator>>,
    /// How long it takes.
    pub takes: SpanRange,
    /// What it changes on success.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// Signs it gives off.
    #[serde(default)]
    pub signals: Vec<Signal>,
    /// Where the traces of the step itself are.
    #[serde(default)]
    pub evidence: EvidenceSet,
    /// Steps that follow success.
    #[serde(default)]
    pub then: Vec<Next>,
    /// When it finds no path.
    #[serde(default)]
    pub blocked: Blocked,
    /// Repeats after success as long as it finds targets: pause between, and how often at most.
    #[serde(default)]
    pub repeats: Option<(SpanRange, u32)>,
}
