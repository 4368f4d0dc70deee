//! Injects: what reaches the team from outside the technical world.

use serde::{Deserialize, Serialize};

use super::criteria::Criterion;
use super::ids::Ref;
use super::language::{Cond, Effect};
use super::text::Text;
use super::{Role, Span, SpanRange};

/// How an inject arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum InjectKind {
    /// An official letter.
    Letter,
    /// A telephone call.
    Call,
    /// A question of the press.
    Press,
    /// Something on social media.
    Social,
    /// A citizen or a user.
    Citizen,
    /// A leader of the province.
    Leader,
    /// A technical message: supplier, operator, national centre.
    Technical,
    /// A hint of the exercise direction.
    Hint,
}

/// When an inject is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    /// At a time after the start.
    At(SpanRange),
    /// So long after a condition first holds.
    Once(Cond, SpanRange),
    /// By the facilitator or an effect only.
    Manual,
}

/// A decision offered with an inject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InjectChoice {
    /// What the seat answers.
    pub text: Text,
    /// What follows.
    #[serde(default)]
    pub effects: Vec<Effect>,
}

/// What the addressed roles are expected to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// In words, for the facilitator and the debrief.
    pub action: Text,
    /// In the log.
    pub by: Criterion,
    /// Within this time of the inject.
    pub within: Span,
    /// Points it is worth.
    pub points: u32,
}

/// An inject: the one control block that everything scripted shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// Stable id.
    pub id: String,
    /// How it arrives.
    pub kind: InjectKind,
    /// Who it is from, by function, never by a person's name.
    pub from: Text,
    /// Title.
    pub title: Text,
    /// Text.
    pub body: Text,
    /// Roles addressed.
    pub to: Vec<Ref<Role>>,
    /// When it is sent.
    pub when: When,
    /// Must hold when it is due; otherwise it is never sent.
    #[serde(default)]
    pub only_if: Cond,
    /// What it brings about.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// Whether it tells the addressed roles what stands on the named parts: their facts with evidence on
    /// the screen become known.
    #[serde(default)]
    pub shows: Option<super::Scope>,
    /// Decisions offered.
    #[serde(default)]
    pub choices: Vec<InjectChoice>,
    /// What should follow.
    #[serde(default)]
    pub expects: Option<Expected>,
    /// Whether it has nothing to do with the attack and is meant to mislead.
    #[serde(default)]
    pub red_herring: bool,
}
