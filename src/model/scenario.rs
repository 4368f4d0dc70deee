//! A scenario as written, and a scenario ready to play.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::attack::{AttackStep, Flag, Implant, Indicator, Vulnerability};
use super::ids::{Ix, Ref, Table};
use super::injects::Inject;
use super::language::{Cond, Effect, Scope};
use super::network::{DataStore, Host, Layer, Network, System};
use super::orders::OrderKind;
use super::plan::{NamedCond, Plan, Procedure, RoleSpec};
use super::text::Text;
use super::{Calendar, Role, Span, SpanRange};

/// How grave an alert looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AlertSeverity {
    /// Thông tin.
    Info,
    /// Thấp.
    Low,
    /// Trung bình.
    Medium,
    /// Cao.
    High,
    /// Nghiêm trọng.
    Critical,
}

/// What an alert says. True and false alerts use the same rules, so that the text does not give them away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// How grave it looks.
    pub severity: AlertSeverity,
    /// Layer it comes from.
    pub layer: Layer,
}

/// Alerts without an attack behind them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noise {
    /// Stable id.
    pub id: String,
    /// What the alert says.
    pub alert: Ref<AlertRule>,
    /// Pause between two.
    pub every: SpanRange,
    /// Where they show up.
    pub within: Scope,
    /// First one.
    #[serde(default)]
    pub from: Span,
    /// Last one.
    pub until: Span,
    /// A harmless cause, shown when the alert is verified.
    pub cause: Text,
    /// Whether it is made to look like the attack.
    #[serde(default)]
    pub red_herring: bool,
}

/// How hard a scenario is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// For newcomers.
    Basic,
    /// For trained members.
    Intermediate,
    /// For whole teams.
    Advanced,
}

/// What the incident is, for the truth of reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Group, one of the choices of the forms' group field.
    pub group: String,
    /// Cause, one of the choices of the forms' cause field.
    pub cause: String,
    /// Where a variant makes it another incident: its flag, group and cause. The first whose flag is set counts.
    #[serde(default)]
    pub by_variant: Vec<(Ref<Flag>, String, String)>,
}

/// When a run counts as passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pass {
    /// At least this score, in percent.
    pub score_percent: u8,
    /// All of these hold at the end.
    #[serde(default)]
    pub must: Vec<Ref<NamedCond>>,
}

/// A jump of the exercise clock offered to the facilitator or trainee, between moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// What it is.
    pub name: Text,
    /// Up to when.
    pub to: Span,
    /// When the session before it has ended: what lies between is a pause, in which nobody sits idle.
    #[serde(default)]
    pub from: Option<Span>,
}

/// Something that differs from run to run: the seed draws one of several flags, which is set at the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Stable id.
    pub id: String,
    /// What differs.
    pub name: Text,
    /// The flags.
    pub one_of: Vec<Ref<Flag>>,
}

/// A difficulty that whoever starts a run may switch on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handicap {
    /// Stable id.
    pub id: String,
    /// What it is, as on the switch.
    pub name: Text,
    /// How many people these roles have instead; 0 for nobody at work.
    #[serde(default)]
    pub hands: Vec<(Ref<Role>, u8)>,
    /// What it brings about at the start.
    #[serde(default)]
    pub effects: Vec<Effect>,
}

/// `scenario.ron`: one scenario on top of a province's shared files.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Version of the file format.
    pub version: u32,
    /// Stable id, the name of its folder.
    pub id: String,
    /// Folder of the province beside the scenario's, for example `tinh-mau`.
    pub province: String,
    /// Title.
    pub title: Text,
    /// Summary for participants; nothing that gives the attack away.
    pub summary: Text,
    /// Objectives.
    pub objectives: Vec<Text>,
    /// How hard.
    pub level: Level,
    /// Length of the active part.
    pub active: Span,
    /// When the run ends at the latest.
    pub ends: Span,
    /// Ends earlier once this holds.
    #[serde(default = "never")]
    pub ends_when: Cond,
    /// Jumps to the legal clocks.
    pub moves: Vec<Move>,
    /// Fictional calendar at the start.
    pub starts: Calendar,
    /// Procedures trained and scored.
    pub procedures: Vec<Ref<Procedure>>,
    /// For procedures of incidents that come later: the condition from which on the procedure applies and its
    /// deadlines count, instead of T0. It should be something that anybody can see, for the team is told.
    #[serde(default)]
    pub begins: Vec<(Ref<Procedure>, Ref<NamedCond>)>,
    /// Roles that have a seat.
    pub seats: Vec<Ref<RoleSpec>>,
    /// What the incident is.
    pub incident: Incident,
    /// Flags.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// What differs by the seed.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Difficulties that may be switched on.
    #[serde(default)]
    pub handicaps: Vec<Handicap>,
    /// What holds from the start on.
    #[serde(default)]
    pub starts_with: Vec<Effect>,
    /// Conditions beside the plan's; one with the id of the plan's replaces it.
    #[serde(default)]
    pub conditions: Vec<NamedCond>,
    /// Implants.
    pub implants: Vec<Implant>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Weaknesses.
    pub vulnerabilities: Vec<Vulnerability>,
    /// Alert rules beside the shared ones.
    #[serde(default)]
    pub alerts: Vec<AlertRule>,
    /// Noise beside the shared one.
    #[serde(default)]
    pub noise: Vec<Noise>,
    /// The attack.
    pub attack: Vec<AttackStep>,
    /// Injects.
    pub injects: Vec<Inject>,
    /// When a run counts as passed.
    pub pass: Pass,
}

const fn never() -> Cond {
    Cond::Never
}

/// `roles.ron`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolesFile {
    /// Version of the file format.
    pub version: u32,
    /// Roles.
    pub roles: Vec<RoleSpec>,
}

/// `orders.ron`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrdersFile {
    /// Version of the file format.
    pub version: u32,
    /// Orders.
    pub orders: Vec<OrderKind>,
}

/// `signals.ron`: alert rules and everyday noise of the province.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalsFile {
    /// Version of the file format.
    pub version: u32,
    /// Alert rules.
    pub alerts: Vec<AlertRule>,
    /// Noise.
    pub noise: Vec<Noise>,
}

/// A scenario ready to play: every name resolved, every template expanded. Made by `content` only.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Province name.
    pub province_name: Text,
    /// Hash of all files it was made from, in hexadecimal.
    pub content_hash: String,
    /// The network; shared, for it is the largest part and the same in every run.
    pub network: Arc<Network>,
    /// Data stores of all systems, with the system of each.
    pub stores: Vec<(Ix<System>, DataStore)>,
    /// Roles; the index of a role is also its seat.
    pub roles: Vec<RoleSpec>,
    /// Catalogue of orders.
    pub orders: Vec<OrderKind>,
    /// The response plan. Its `conditions` include those of the scenario.
    pub plan: Plan,
    /// Alert rules, shared and own.
    pub alerts: Vec<AlertRule>,
    /// Noise, shared and own.
    pub noise: Vec<Noise>,
    /// The scenario's own part. Its `alerts`, `noise` and `conditions` are empty here: they are above.
    pub file: ScenarioFile,
}

impl Scenario {
    /// The host at `ix`.
    pub fn host(&self, ix: Ix<Host>) -> &Host {
        self.network.hosts.at(ix)
    }

    /// The role with this id.
    pub fn role_named(&self, id: &str) -> Option<Ix<RoleSpec>> {
        self.roles.indices().find(|ix| self.roles.at(*ix).id == id)
    }

    /// The order with this id.
    pub fn order_named(&self, id: &str) -> Option<Ix<OrderKind>> {
        self.orders.indices().find(|ix| self.orders.at(*ix).id == id)
    }

    /// The condition from which on a procedure applies and its deadlines count, if it has one of its own.
    pub fn begins_with(&self, procedure: Ix<Procedure>) -> Option<Ix<NamedCond>> {
        self.file.begins.iter().find(|(begun, _)| begun.ix() == procedure).map(|(_, cond)| cond.ix())
    }

    /// Whether `role` has a seat in this scenario.
    pub fn has_seat(&self, role: Ix<RoleSpec>) -> bool {
        self.file.seats.iter().any(|seat| seat.ix() == role)
    }
}
