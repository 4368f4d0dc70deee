//! The catalogue of orders: what members of the team can do.

use serde::{Deserialize, Serialize};

use super::criteria::MessageKind;
use super::forms::Form;
use super::ids::Ref;
use super::language::{Effect, Evidence, EvidenceSet};
use super::text::Text;
use super::{Role, SpanRange};

/// The group under which an order is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrderGroup {
    /// Triage and verification.
    Triage,
    /// Finding out.
    Analyse,
    /// Securing evidence.
    Secure,
    /// Containing.
    Contain,
    /// Removing the cause.
    Eradicate,
    /// Restoring.
    Recover,
    /// Leading: classify, convene, assign, decide.
    Lead,
    /// Talking within the team.
    Communicate,
    /// Reporting to authorities.
    Report,
    /// The public and the press.
    Public,
    /// Closing and learning.
    Close,
}

/// What an order is given on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TargetKind {
    /// Nothing in particular.
    Nothing,
    /// A host.
    Host,
    /// A zone.
    Zone,
    /// A site.
    Site,
    /// A system.
    System,
    /// An account.
    Account,
    /// A known indicator.
    Indicator,
    /// A backup.
    Backup,
    /// An alert in the queue.
    Alert,
    /// An inject received.
    Inject,
}

/// On which targets a role may give an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authority {
    /// On all.
    All,
    /// On what is at its own sites or belongs to systems it operates.
    Own,
}

/// What must hold for an order; each has its own sentence for the refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Need {
    /// The host is on.
    PoweredOn,
    /// The host is off.
    PoweredOff,
    /// The host is connected.
    Connected,
    /// The host or zone is cut off.
    Isolated,
    /// The host has an endpoint agent that works.
    Agent,
    /// The incident record is open.
    IncidentOpen,
    /// The incident has been classified.
    Classified,
    /// The team has been convened.
    Convened,
    /// The system shows its maintenance page.
    InMaintenance,
    /// The seat knows at least one indicator.
    SomeIndicator,
    /// This evidence of the target has been secured.
    Secured(Evidence),
    /// An order of this kind was completed on the same target.
    DoneHere(Ref<OrderKind>),
    /// An order of this kind was completed anywhere.
    DoneBefore(Ref<OrderKind>),
}

/// What the engine does when the order is complete, beside its effects.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Verb {
    /// Only the effects, reveals and secured evidence.
    #[default]
    Work,
    /// Takes an alert into work (the owner is the seat).
    TakeAlert,
    /// Finds out whether an alert is real: the verdict is shown to the seat, with facts if it is.
    VerifyAlert,
    /// Closes an alert with the verdict in the parameters.
    CloseAlert,
    /// Opens the incident record and fixes T0.
    OpenIncident,
    /// Sets the severity in the parameters.
    Classify,
    /// Convenes the team.
    Convene,
    /// Writes the facts in the parameters into the shared incident record.
    Record,
    /// A message to the roles in the parameters, with facts.
    Message(MessageKind),
    /// A report on this form.
    Report(Ref<Form>),
    /// A public statement with facts; unapproved when it was sent without `approval`.
    Statement,
    /// Answers an inject with the choice in the parameters.
    Answer,
    /// Searches hosts of the target for the indicators that the seat knows.
    Sweep,
    /// Finds the weaknesses of the hosts of the target.
    Scan,
    /// Tests the target system; the result is a fact.
    TestSystem,
    /// Opens the target system to its users again.
    Reopen,
    /// Closes the incident.
    CloseIncident,
}

/// What the seat must fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Param {
    /// Free text.
    Text,
    /// Roles to address.
    To,
    /// Facts known to the seat.
    Facts,
    /// A severity.
    Severity,
    /// Real or false.
    Verdict,
    /// A choice of the inject.
    Choice,
    /// A channel.
    Channel,
    /// Fields of the form.
    Fields,
}

/// Something the user confirms first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Care {
    /// It destroys evidence.
    DestroysEvidence,
    /// It cuts a service.
    CutsService,
}

/// A kind of order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderKind {
    /// Stable id.
    pub id: String,
    /// Name, as on the button.
    pub name: Text,
    /// What it does and costs, in a sentence.
    pub help: Text,
    /// Where it is listed.
    pub group: OrderGroup,
    /// What it is given on.
    pub target: TargetKind,
    /// Who may give it, on what.
    pub by: Vec<(Ref<Role>, Authority)>,
    /// How long it takes.
    pub takes: SpanRange,
    /// How many of the role's people it occupies.
    #[serde(default)]
    pub hands: u8,
    /// What must hold.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Role that must approve it, unless it gives the order itself.
    #[serde(default)]
    pub approval: Option<Ref<Role>>,
    /// What it does when complete.
    #[serde(default)]
    pub verb: Verb,
    /// What it changes.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// Facts with these traces on the target become known to the seat.
    #[serde(default)]
    pub reveals: EvidenceSet,
    /// How many percent of the facts in reach it finds.
    #[serde(default = "hundred")]
    pub finds_percent: u8,
    /// Evidence it secures, with a hash in the record.
    #[serde(default)]
    pub secures: EvidenceSet,
    /// How many percent of tries fail.
    #[serde(default)]
    pub fails_percent: u8,
    /// What must be filled in.
    #[serde(default)]
    pub params: Vec<Param>,
    /// What the user confirms first.
    #[serde(default)]
    pub care: Option<Care>,
}

const fn hundred() -> u8 {
    100
}
