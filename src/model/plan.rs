//! The response plan as data: procedures, steps, deadlines, severity, forbidden acts, each with its source.

use serde::{Deserialize, Serialize};

use super::criteria::Criterion;
use super::forms::{Channel, Clock, Form};
use super::ids::Ref;
use super::language::Cond;
use super::text::Text;
use super::{Role, Span};

/// Severity of an incident; the thresholds are data (`severity` of the plan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// M4, sự kiện: blocked automatically.
    M4,
    /// M3, trung bình.
    M3,
    /// M2, nghiêm trọng.
    M2,
    /// M1, đặc biệt nghiêm trọng.
    M1,
}

impl Severity {
    /// From the lightest to the gravest.
    pub const ALL: [Self; 4] = [Self::M4, Self::M3, Self::M2, Self::M1];
}

/// A phase of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// Chuẩn bị.
    P0,
    /// Phát hiện, tiếp nhận.
    P1,
    /// Phân loại, báo cáo, huy động.
    P2,
    /// Ứng cứu ban đầu, ngăn chặn.
    P3,
    /// Xử lý, gỡ bỏ, khôi phục.
    P4,
    /// Báo cáo, phát ngôn, hậu quả.
    P5,
    /// Tổng kết.
    P6,
}

/// A phase with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseName {
    /// Which.
    pub id: Phase,
    /// Its name.
    pub name: Text,
}

/// Where a deadline comes from. Only `Law` may be shown as law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DueBasis {
    /// The figure stands in a legal text.
    Law,
    /// The legal text says "at once"; the minutes are a default of the exercise.
    Ngay,
    /// A default of the exercise.
    Plan,
    /// No deadline.
    NoClock,
}

/// What kind of duty a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Duty {
    /// A binding text imposes it in general.
    Law,
    /// Only NĐ 333/2026 Đ9, written for systems important to national security.
    Model,
    /// Only QĐ 05/2017.
    Legacy,
    /// Only the provincial plans.
    SeedPlan,
    /// Technical practice.
    Practice,
    /// Proposed for the exercise.
    Proposed,
}

/// Which of the three purposes of the provincial plan a step serves most `[S0]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Purpose {
    /// Năng lực: is each person able.
    People,
    /// Quy trình, phương án: does the plan work.
    Plan,
    /// Kỹ năng: did skills grow.
    Skills,
}

/// A condition with a name, watched by the engine all the time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedCond {
    /// Stable id: `M1`, `DLCN`, `vuot_kha_nang`.
    pub id: String,
    /// What it means.
    pub name: Text,
    /// When it holds.
    pub when: Cond,
}

/// A step of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanStep {
    /// Id, unique within the procedure: `K01`, `W03`.
    pub id: String,
    /// Phase.
    pub phase: Phase,
    /// Role that should do it.
    pub role: Ref<Role>,
    /// What to do.
    pub what: Text,
    /// What must be produced.
    pub evidence: Text,
    /// Minutes allowed, from T0 or the start of the procedure; from when `cond` first held, if that came later.
    #[serde(default)]
    pub due_min: Option<u32>,
    /// Where the deadline comes from.
    pub due_basis: DueBasis,
    /// What kind of duty it is.
    pub duty: Duty,
    /// Steps of the same procedure that come first.
    #[serde(default)]
    pub needs: Vec<String>,
    /// 1 minor, 2 major, 3 critical `[P]`.
    pub weight: u32,
    /// When it applies; always if absent.
    #[serde(default)]
    pub cond: Option<Ref<NamedCond>>,
    /// Sources with their tags: `NĐ 331/2026 Đ31.2.d [V]`.
    pub src: Vec<String>,
    /// Which purpose it serves most.
    pub purpose: Purpose,
    /// What in the log shows that it was done.
    pub judge: Criterion,
}

/// An act that costs points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Penalty {
    /// Id, unique within the procedure.
    pub id: String,
    /// What it is.
    pub what: Text,
    /// What in the log shows it.
    pub when: Criterion,
    /// Tenths of a percent of the total that it costs, once.
    pub cost_permille: u32,
    /// Sources with their tags.
    pub src: Vec<String>,
}

/// A procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Stable id: `DEFACE`, `RANSOM`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What sets it off.
    pub trigger: Text,
    /// Group of incidents.
    pub group: String,
    /// Steps in order.
    pub steps: Vec<PlanStep>,
    /// Forbidden acts.
    #[serde(default)]
    pub penalties: Vec<Penalty>,
}

/// A set of rules in force, as its difference from the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleProfile {
    /// Stable id: `2026`, `legacy`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Severity rules that take the place of the plan's, if any.
    #[serde(default)]
    pub severity: Vec<(Severity, Cond)>,
    /// Ids of steps, in any procedure, that do not exist under these rules.
    #[serde(default)]
    pub without_steps: Vec<String>,
    /// Steps that take their place in every procedure that had one of them.
    #[serde(default)]
    pub steps: Vec<PlanStep>,
    /// Ids of legal clocks that do not run.
    #[serde(default)]
    pub without_clocks: Vec<String>,
    /// Legal clocks that run besides.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// Sources with their tags.
    pub src: Vec<String>,
}

/// How the score is put together, in thousandths of the whole `[P]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreShares {
    /// Steps done, by weight.
    pub steps: u32,
    /// Deadlines kept.
    pub deadlines: u32,
    /// Quality of evidence and reports.
    pub evidence: u32,
    /// Communication: injects answered as expected.
    pub communication: u32,
    /// How many times a legal deadline counts against one of the exercise.
    pub legal_factor: u32,
    /// Percentage of a step's credit that is left when it was done before a step it needs.
    pub out_of_order_percent: u32,
}

/// `plan.ron`: the response plan of the province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the file format.
    pub version: u32,
    /// Names of the phases.
    pub phases: Vec<PhaseName>,
    /// Severity rules from the gravest on; the first that ever held is the truth.
    pub severity: Vec<(Severity, Cond)>,
    /// Rule profiles; the first is the default. None when the plan knows but one set of rules.
    #[serde(default)]
    pub profiles: Vec<RuleProfile>,
    /// Conditions that steps and clocks name.
    pub conditions: Vec<NamedCond>,
    /// Legal clocks.
    pub clocks: Vec<Clock>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// Report forms.
    pub forms: Vec<Form>,
    /// How the score is put together.
    pub shares: ScoreShares,
    /// Procedures: those that the scenario names, each from its [`ProcedureFile`].
    #[serde(skip)]
    pub procedures: Vec<Procedure>,
}

/// `plan/ID.ron`: a procedure of the plan, with the named conditions that only it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureFile {
    /// Version of the file format.
    pub version: u32,
    /// Conditions that join those of the plan.
    #[serde(default)]
    pub conditions: Vec<NamedCond>,
    /// The procedure.
    pub procedure: Procedure,
}

/// A role of the team: one seat of the exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    /// Stable id: `SOC`, `VAN_HANH`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it is for, in two sentences.
    pub duties: Text,
    /// Agency it sits in.
    pub agency: Ref<super::Agency>,
    /// Sites that are its own.
    #[serde(default)]
    pub sites: Vec<Ref<super::Site>>,
    /// Ids of site templates; every site made from one of them is its own (the communes).
    #[serde(default)]
    pub templates: Vec<String>,
    /// How many people it has: work that it can do at the same time.
    pub hands: u8,
    /// Role it reports to.
    #[serde(default)]
    pub reports_to: Option<Ref<Role>>,
    /// Roles that may do its steps in its place without loss.
    #[serde(default)]
    pub deputies: Vec<Ref<Role>>,
    /// How long an untrained person takes to react to something new; a stand-in's pace.
    pub reaction: Span,
}
