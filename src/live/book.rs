//! The book: the scenario as somebody's standing entitles to it. Staff get the whole of it; everybody else what any
//! member of the team may know before the exercise. What a seat comes across later it learns (`learned`).

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::rules::Standing;
use crate::model::{
    AnyRef, Cond, Criterion, Field, Form, Incident, Ix, NamedCond, NoScenario, Pass, Penalty, Plan, PlanStep,
    Procedure, Scenario, ScenarioFile, Truth,
};

/// By what two books are told apart: the first half of the SHA-256 of the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BookId(pub [u8; 16]);

/// A scenario on its way to a client. Copies share the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    id: BookId,
    bytes: Bytes,
}

impl Book {
    /// What anybody may know of a scenario before the exercise: the network, the roles, the catalogue of orders, the
    /// plan, and what the lobby shows of the exercise. Of the plan's named conditions it holds only the names of those
    /// that steps wait for: what the team's record makes of a condition is learned.
    pub fn for_seats(full: &Scenario) -> Scenario {
        let named: BTreeSet<Ix<NamedCond>> = waited_for(&full.plan).collect();
        let mut book = Scenario {
            province_name: full.province_name.clone(),
            content_hash: full.content_hash.clone(),
            network: Arc::clone(&full.network),
            stores: full.stores.clone(),
            roles: full.roles.clone(),
            orders: full.orders.clone(),
            plan: public_plan(&full.plan, &named),
            alerts: Vec::new(),
            noise: Vec::new(),
            file: public_file(&full.file),
        };
        book.each_ref(&mut |_, mut reference| {
            let is_secret = match &reference {
                AnyRef::Step(_)
                | AnyRef::Implant(_)
                | AnyRef::Indicator(_)
                | AnyRef::Vulnerability(_)
                | AnyRef::Flag(_)
                | AnyRef::Inject(_)
                | AnyRef::Alert(_) => true,
                AnyRef::Cond(cond) => !named.contains(&cond.ix()),
                _ => false,
            };
            if is_secret {
                reference.forget_name();
            }
        });
        book
    }

    /// A scenario ready to be sent; none when it cannot be written.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let bytes = scenario.to_bytes()?;
        Some(Self { id: id_of(&bytes), bytes: Bytes(bytes.into()) })
    }

    /// By what it is told apart.
    pub const fn id(&self) -> BookId {
        self.id
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.bytes.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.bytes.0.is_empty()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(&self) -> Result<Scenario, NoScenario> {
        if id_of(&self.bytes.0) == self.id { Scenario::from_bytes(&self.bytes.0) } else { Err(NoScenario) }
    }
}

fn id_of(bytes: &[u8]) -> BookId {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    let mut id = BookId::default();
    id.0.copy_from_slice(&hash[..16]);
    id
}

/// Conditions whose names the plan shows.
fn waited_for(plan: &Plan) -> impl Iterator<Item = Ix<NamedCond>> {
    plan.procedures.iter().flat_map(|procedure| &procedure.steps).filter_map(|step| Some(step.cond.as_ref()?.ix()))
}

/// The plan as on paper. What only the engine and the score read is left out.
fn public_plan(plan: &Plan, named: &BTreeSet<Ix<NamedCond>>) -> Plan {
    let Plan { version, phases, severity, profiles: _, conditions, clocks, channels, forms, shares, procedures } = plan;
    let condition = |(number, cond): (usize, &NamedCond)| {
        let cond = if named.contains(&Ix::new(number as u32)) { cond.clone() } else { NamedCond::default() };
        NamedCond { when: Cond::Never, ..cond }
    };
    Plan {
        version: *version,
        phases: phases.clone(),
        severity: severity.clone(),
        profiles: Vec::new(),
        conditions: conditions.iter().enumerate().map(condition).collect(),
        clocks: clocks.clone(),
        channels: channels.clone(),
        forms: forms.iter().map(public_form).collect(),
        shares: *shares,
        procedures: procedures.iter().map(public_procedure).collect(),
    }
}

fn public_form(form: &Form) -> Form {
    let field = |field: &Field| Field { truth: Truth::Filled, ..field.clone() };
    Form { fields: form.fields.iter().map(field).collect(), ..form.clone() }
}

fn public_procedure(procedure: &Procedure) -> Procedure {
    let penalty = |penalty: &Penalty| Penalty { when: Criterion::Any(Vec::new()), ..penalty.clone() };
    Procedure { penalties: procedure.penalties.iter().map(penalty).collect(), ..procedure.clone() }
}

/// What the lobby shows of an exercise. A new field is secret until somebody decides here.
fn public_file(file: &ScenarioFile) -> ScenarioFile {
    ScenarioFile {
        version: file.version,
        id: file.id.clone(),
        province: file.province.clone(),
        title: file.title.clone(),
        summary: file.summary.clone(),
        objectives: file.objectives.clone(),
        level: file.level,
        active: file.active,
        ends: file.ends,
        ends_when: Cond::Never,
        moves: file.moves.clone(),
        starts: file.starts,
        procedures: file.procedures.clone(),
        begins: file.begins.clone(),
        seats: file.seats.clone(),
        incident: Incident { group: String::new(), cause: String::new(), by_variant: Vec::new() },
        flags: Vec::new(),
        variants: Vec::new(),
        handicaps: Vec::new(),
        starts_with: Vec::new(),
        conditions: Vec::new(),
        implants: Vec::new(),
        indicators: Vec::new(),
        vulnerabilities: Vec::new(),
        alerts: Vec::new(),
        noise: Vec::new(),
        attack: Vec::new(),
        injects: Vec::new(),
        pass: Pass { score_percent: file.pass.score_percent, must: Vec::new() },
    }
}

/// Conditions that the panels of a seat ask for: those that steps wait for, that their judgement and the rules of
/// severity name.
pub(super) fn asked_for(plan: &Plan) -> BTreeSet<Ix<NamedCond>> {
    let mut asked: BTreeSet<_> = waited_for(plan).collect();
    let steps = plan.procedures.iter().flat_map(|procedure| &procedure.steps);
    steps.for_each(|step: &PlanStep| named_in_criterion(&step.judge, &mut asked));
    plan.severity.iter().for_each(|(_, cond)| named_in_cond(cond, &mut asked));
    asked
}

fn named_in_criterion(criterion: &Criterion, found: &mut BTreeSet<Ix<NamedCond>>) {
    match criterion {
        Criterion::Becomes(cond) => drop(found.insert(cond.ix())),
        Criterion::All(parts) | Criterion::Any(parts) => {
            parts.iter().for_each(|part| named_in_criterion(part, found));
        }
        _ => {}
    }
}

fn named_in_cond(cond: &Cond, found: &mut BTreeSet<Ix<NamedCond>>) {
    match cond {
        Cond::Named(named) => drop(found.insert(named.ix())),
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| named_in_cond(part, found)),
        Cond::Not(part) => named_in_cond(part, found),
        _ => {}
    }
}

/// The books of a hall: one for staff, one for everybody else.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    whole: Option<Book>,
    for_seats: Option<Book>,
}

impl Shelf {
    /// The books of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self { whole: Book::of(scenario), for_seats: Book::of(&Book::for_seats(scenario)) }
    }

    /// The book for a standing.
    pub const fn book(&self, standing: Standing) -> Option<&Book> {
        match standing {
            Standing::Stranger => None,
            Standing::AtGate | Standing::Participant | Standing::Observer => self.for_seats.as_ref(),
            Standing::Facilitator | Standing::Evaluator => self.whole.as_ref(),
        }
    }
}

/// Bytes that are written and read in one piece.
#[derive(Clone, PartialEq, Eq)]
struct Bytes(Arc<[u8]>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(BytesVisitor)
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.into()))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
        Ok(Bytes(bytes.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bytes, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        Ok(Bytes(bytes.into()))
    }
}
