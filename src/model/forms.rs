//! Report forms, the channels they travel by, and the legal clocks they stop.

use serde::{Deserialize, Serialize};

use super::ids::Ref;
use super::language::Cond;
use super::network::System;
use super::plan::NamedCond;
use super::text::Text;
use super::{Role, Span};

/// A channel for reports and messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// The system it runs on: when that system is down the channel is too, and when the adversary holds
    /// it he reads along.
    #[serde(default)]
    pub system: Option<Ref<System>>,
}

/// An entry of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// Text shown.
    pub name: Text,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// Free text.
    Text,
    /// A moment.
    Time,
    /// A severity.
    Severity,
    /// Yes or no.
    YesNo,
    /// A number.
    Count,
    /// One of a list.
    One(Vec<Choice>),
    /// Some of the province's systems.
    Systems,
}

/// What a field is compared with. All but `Filled` are computed from the state of the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Truth {
    /// Only that it is filled in.
    Filled,
    /// T0, within this tolerance.
    DetectedAt(Span),
    /// The severity by the rules.
    Severity,
    /// The incident's group (`incident.group` of the scenario).
    Group,
    /// The cause (`incident.cause` of the scenario).
    Cause,
    /// The systems that the attack has touched.
    TouchedSystems,
    /// The number of hosts touched, within this percentage.
    TouchedHosts(u8),
    /// Whether personal data have leaked.
    PersonalDataLeaked,
    /// The number of persons whose data have leaked, within this percentage.
    Subjects(u8),
    /// Whether the attack is contained.
    Contained,
    /// Whether this condition holds.
    Holds(Cond),
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Id within the form.
    pub id: String,
    /// Label.
    pub name: Text,
    /// How it is filled in.
    pub kind: FieldKind,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
    /// What it is compared with.
    pub truth: Truth,
}

/// A report form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// Who receives it.
    pub to: Text,
    /// Roles that receive it in the exercise.
    #[serde(default)]
    pub to_roles: Vec<Ref<Role>>,
    /// Sources with their tags.
    pub src: Vec<String>,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A deadline that runs for the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Stable id.
    pub id: String,
    /// Name shown.
    pub name: Text,
    /// When it applies.
    pub applies: Ref<NamedCond>,
    /// Time allowed, from T0; from when `applies` first held, if that came later.
    pub within: Span,
    /// Any of these forms stops it.
    pub stopped_by: Vec<Ref<Form>>,
    /// Sources with their tags.
    pub src: Vec<String>,
}
