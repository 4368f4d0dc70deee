//! A bot on a seat: it looks at its desk when something changed or its own time has come, and gives orders
//! through the same door as everybody else.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use crate::model::{Ix, Role, SimTime, Span, SpanRange, Table};
use crate::sim::{AlertState, Input, Order, View};

use super::duties::may_be_recorded;
use super::knowledge::Knowledge;
use super::luck::Luck;
use super::mind::{Act, Desk, Key, Mind, Reason, Want};
use super::own::Own;
use super::random;
use super::skill::Skill;

/// How a bot plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Does nothing at all.
    DoNothing,
    /// Gives any orders on any targets.
    Random,
    /// Follows the response plan, at a skill from 0 to 1000.
    PlanFollower {
        /// 1000 is an idealised member, 0 an untrained one.
        skill_permille: u16,
    },
}

impl FromStr for Kind {
    type Err = String;

    /// Reads `do-nothing`, `random`, `plan-follower` and `plan-follower:0.5`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no stand-in; write do-nothing, random, plan-follower or plan-follower:0.5");
        match text.split_once(':').map_or((text, None), |(name, skill)| (name, Some(skill))) {
            ("do-nothing", None) => Ok(Self::DoNothing),
            ("random", None) => Ok(Self::Random),
            ("plan-follower", None) => Ok(Self::PlanFollower { skill_permille: 1_000 }),
            ("plan-follower", Some(skill)) => {
                let skill_permille = permille(skill).ok_or_else(wrong)?;
                Ok(Self::PlanFollower { skill_permille })
            }
            _ => Err(wrong()),
        }
    }
}

impl std::fmt::Display for Kind {
    /// The form that [`Kind::from_str`] reads.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::DoNothing => f.write_str("do-nothing"),
            Self::Random => f.write_str("random"),
            Self::PlanFollower { skill_permille } => {
                write!(f, "plan-follower:{}.{:03}", skill_permille / 1_000, skill_permille % 1_000)
            }
        }
    }
}

/// Reads a decimal number from 0 to 1 with up to three decimals as thousandths.
fn permille(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !(whole.to_owned() + part).chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    let whole: u16 = whole.parse().ok()?;
    let total = whole.checked_mul(1_000)?.checked_add(part)?;
    (total <= 1_000).then_some(total)
}

/// Hands that may wait in the queue beyond those at work.
const QUEUED_HANDS: u32 = 1;
/// Orders given at one look.
const ORDERS_AT_ONCE: usize = 4;
/// Pause between two looks: what changes within it is taken in together.
const PAUSE: Span = Span::secs(20);

/// A bot on a seat.
#[derive(Clone, Debug)]
pub struct Bot {
    kind: Kind,
    role: Ix<Role>,
    skill: Skill,
    luck: Luck,
    known: Knowledge,
    facts_read: usize,
    alerts_closed: usize,
    facts_settled: usize,
    own: Own,
    /// When what it wants will be acted on, if it is still wanted then.
    waiting: BTreeMap<Key, SimTime>,
    /// What was acted on or forgotten.
    settled: BTreeSet<Key>,
    wake: Option<SimTime>,
    looked: Option<SimTime>,
    seen: (u64, u64),
    orders_given: u64,
}

impl Bot {
    /// A bot of a kind for a seat, with its own luck under `seed`.
    pub fn new(kind: Kind, role: Ix<Role>, seed: u64) -> Self {
        let skill = match kind {
            Kind::PlanFollower { skill_permille } => Skill::new(skill_permille),
            Kind::DoNothing | Kind::Random => Skill::new(0),
        };
        Self {
            kind,
            role,
            skill,
            luck: Luck::new(seed, role.raw()),
            known: Knowledge::default(),
            facts_read: 0,
            alerts_closed: 0,
            facts_settled: 0,
            own: Own::default(),
            waiting: BTreeMap::new(),
            settled: BTreeSet::new(),
            wake: Some(SimTime::START),
            looked: None,
            seen: (u64::MAX, u64::MAX),
            orders_given: 0,
        }
    }

    /// How it plays.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// When it will look at its desk even if nothing changes before.
    pub const fn wake_at(&self) -> Option<SimTime> {
        self.wake
    }

    /// Whether it wants to look at its desk now. A change that comes right after a look is put off a little.
    pub fn has_cause(&mut self, view: &View<'_>) -> bool {
        if self.kind == Kind::DoNothing {
            self.wake = None;
            return false;
        }
        if self.wake.is_some_and(|wake| wake <= view.now) {
            return true;
        }
        let changed = self.seen != (view.seat.version, view.team.version);
        if !changed || self.kind == Kind::Random {
            return false;
        }
        let rested = self.looked.map_or(view.now, |looked| looked + PAUSE);
        if rested > view.now {
            self.wake = Some(self.wake.map_or(rested, |wake| wake.min(rested)));
        }
        rested <= view.now
    }

    /// Looks at its desk and gives what orders it wants to give now.
    pub fn think(&mut self, desk: &Desk<'_>) -> Vec<Input> {
        self.seen = (desk.view.seat.version, desk.view.team.version);
        self.looked = Some(desk.view.now);
        self.wake = None;
        if desk.view.team.ended.is_some() || desk.view.team.paused.is_some() {
            return Vec::new();
        }
        match self.kind {
            Kind::DoNothing => Vec::new(),
            Kind::Random => {
                self.wake = Some(desk.view.now + random::pace(desk, self.luck, self.orders_given));
                self.orders_given += 1;
                random::order(desk, self.role, self.luck, self.orders_given).into_iter().collect()
            }
            Kind::PlanFollower { .. } => self.follow(desk),
        }
    }

    /// Learns that an order was not possible, so as not to try it again at once.
    pub fn refused(&mut self, input: &Input, at: SimTime) {
        if let Input::Order(_, order) = input {
            self.own.refused(order.kind, order.target, at);
        }
    }

    fn follow(&mut self, desk: &Desk<'_>) -> Vec<Input> {
        self.read(desk);
        let mut mind = Mind {
            desk,
            me: self.role,
            known: &self.known,
            own: &self.own,
            careful: self.skill.is_careful(self.luck),
            touched: OnceCell::new(),
            settled: &self.settled,
            wants: Vec::new(),
            wanted: BTreeSet::new(),
            look_again: None,
        };
        mind.want_duties(self.alerts_closed, self.facts_settled);
        mind.want_plan_steps();
        mind.want_to_give_back();
        let mut wants = std::mem::take(&mut mind.wants);
        wants.sort_unstable_by_key(|want| (want.urgency, want.key));
        let hands = u32::from(desk.scenario.roles.at(self.role).hands) + QUEUED_HANDS;
        let mut free = hands.saturating_sub(self.own.hands_wanted);
        let mut wake = mind.look_again;
        let mut inputs = Vec::new();
        let mut settled = Vec::new();
        for want in &wants {
            let known = self.waiting.get(&want.key).copied();
            let Some(due) = known.or_else(|| moment_for(desk, self.role, self.skill, self.luck, want)) else {
                settled.push(want.key);
                continue;
            };
            if known.is_none() {
                self.waiting.insert(want.key, due);
            }
            let needed = hands_of(desk, want);
            if due > desk.view.now || inputs.len() >= ORDERS_AT_ONCE {
                let again = due.max(desk.view.now + PAUSE);
                wake = Some(wake.map_or(again, |wake| wake.min(again)));
            } else if needed <= free || needed > hands && free == hands {
                free = free.saturating_sub(needed);
                inputs.push(self.skill.carry_out(&mind, self.luck, want));
                settled.push(want.key);
            }
        }
        for key in &settled {
            self.waiting.remove(key);
        }
        self.settled.extend(settled);
        self.wake = wake;
        inputs
    }

    /// Takes in what is new on its desk.
    fn read(&mut self, desk: &Desk<'_>) {
        let seat = desk.view.seat;
        for known in seat.facts.get(self.facts_read..).unwrap_or_default() {
            self.known.learn(desk.scenario, &known.fact, known.learned);
        }
        self.facts_read = seat.facts.len();
        self.own.read(desk.scenario, &seat.work);
        while seat.alerts.get(self.alerts_closed).is_some_and(|alert| alert.state == AlertState::Closed) {
            self.alerts_closed += 1;
        }
        while seat.facts.get(self.facts_settled).is_some_and(|known| !may_be_recorded(known, desk.public)) {
            self.facts_settled += 1;
        }
    }
}

/// When a want will be acted on; never when it is forgotten.
fn moment_for(desk: &Desk<'_>, role: Ix<Role>, skill: Skill, luck: Luck, want: &Want) -> Option<SimTime> {
    if skill.forgets(luck, &want.key) {
        return None;
    }
    let reaction = desk.scenario.roles.at(role).reaction;
    let delay = skill.delay(luck, &want.key, reaction);
    // One look at the desk is enough to read alerts and to approve; the rest of the reaction is for work.
    let quick = matches!(want.key.reason, Reason::Approval | Reason::Open | Reason::Alert);
    let delay = if quick { Span(delay.0 / 2) } else { delay };
    Some(desk.view.now.max(want.not_before) + delay)
}

fn hands_of(desk: &Desk<'_>, want: &Want) -> u32 {
    match &want.act {
        Act::Order(kind, ..) => u32::from(desk.scenario.orders.at(*kind).hands),
        Act::Decide(..) => 0,
    }
}

/// An order as an input.
pub(super) fn input(role: Ix<Role>, order: Order) -> Input {
    Input::Order(role, order)
}

/// A pause drawn from a range.
pub(super) fn pause(luck: Luck, purpose: &str, key: u64, range: SpanRange) -> Span {
    let width = (range.1.0 - range.0.0).max(0) as u64;
    Span(range.0.0 + luck.below(purpose, key, width + 1) as i64)
}
