//! What lies on a member's desk beside the plan: approvals, alerts, injects, what others should know, and
//! what can be given back to the users.

use crate::model::{Criterion, Inject, Ix, MessageKind, OrderKind, Ref, Role, SimTime, Span, Table, Verb};
use crate::sim::{AlertState, AlertView, FactKind, How, Item, ItemKind, KnownFact, Shared, Target, WorkState};

use super::errands::Errand;
use super::mind::{Act, Give, Key, Mind, Reason, Want};
use super::own::Sent;
use super::public::Public;

/// How long the first reader of an alert, the first addressee of an inject or the first in charge gets
/// before the next one steps in.
const YIELD: Span = Span::mins(10);
/// How long findings are gathered before they are written down.
const GATHER: Span = Span::mins(2);
/// What somebody told is left to the teller to write down for this long.
const LEAVE_TO_TELLER: Span = Span::mins(20);

impl Mind<'_> {
    /// What the desk makes it want. `first_alert` is the first alert of the queue that may still be open,
    /// `first_fact` the first fact that may still have to be written down.
    pub fn want_duties(&mut self, first_alert: usize, first_fact: usize) {
        self.want_approvals();
        self.want_record_open();
        self.want_answers();
        for alert in self.desk.view.seat.alerts.get(first_alert..).unwrap_or_default() {
            self.want_triage(alert);
        }
        self.want_findings_known(first_fact);
        self.want_replies();
    }

    fn want_approvals(&mut self) {
        for waiting in &self.desk.view.seat.approvals {
            if waiting.work.state == WorkState::WaitsFor(self.me) {
                let key = Key {
                    reason: Reason::Approval,
                    kind: waiting.work.kind.raw(),
                    target: waiting.work.target,
                    turn: waiting.id.raw(),
                };
                if !self.settled.contains(&key) {
                    let act = Act::Decide(waiting.id, true);
                    self.wants.push(Want { key, urgency: 0, not_before: SimTime::START, act });
                }
            }
        }
    }

    /// The record is opened as soon as something real is known; others than the first in charge wait a
    /// little for him.
    fn want_record_open(&mut self) {
        if self.desk.view.team.opened.is_some() || !self.known.is_alarmed() {
            return;
        }
        let Some(kind) = self.kind_with(Target::Nothing, |verb| *verb == Verb::OpenIncident) else { return };
        let facts = &self.desk.view.seat.facts;
        let first =
            facts.iter().find(|known| self.is_alarming(known.fact.kind)).map_or(self.now(), |known| known.learned);
        let not_before = first + Span(YIELD.0 / 12 * self.rank_in(kind));
        self.want_at(Reason::Open, 1, not_before, kind, Target::Nothing, 0, Give::default());
    }

    fn is_alarming(&self, fact: FactKind) -> bool {
        match fact {
            FactKind::Verified(_, real) => real,
            FactKind::Weak(..) | FactKind::Indicator(_) => false,
            fact => fact.is_of_attack(),
        }
    }

    /// The place of this seat among those who may give an order.
    fn rank_in(&self, kind: Ix<OrderKind>) -> i64 {
        let scenario = self.scenario();
        let seated =
            scenario.orders.at(kind).by.iter().map(|(role, _)| role.ix()).filter(|role| scenario.has_seat(*role));
        seated.take_while(|role| *role != self.me).count() as i64
    }

    fn kind_with(&self, target: Target, fits: impl Fn(&Verb) -> bool) -> Option<Ix<OrderKind>> {
        self.kind_that(target, |mind, kind| fits(&mind.scenario().orders.at(kind).verb))
    }

    /// An alert is taken, verified, and closed with what was found.
    fn want_triage(&mut self, alert: &AlertView) {
        if alert.state == AlertState::Closed || alert.owner.is_some_and(|owner| owner != self.me) {
            return;
        }
        let scenario = self.scenario();
        let readers = scenario.network.sensors.at(alert.sensor).seen_by.iter().map(Ref::ix);
        let rank = readers.filter(|role| scenario.has_seat(*role)).take_while(|role| *role != self.me).count();
        let not_before = alert.at + Span(YIELD.0 * rank as i64);
        let target = Target::Alert(alert.id);
        let grave = i64::from(4 - scenario.alerts.at(alert.rule).severity as u8);
        let near = i64::from(!self.known.hosts.contains_key(&alert.host));
        let urgency = 100 + (grave * 2 + near) * 1_000_000 + alert.at.0 / 60_000;
        let give = Give { verdict: alert.verdict, ..Give::default() };
        let [take, verify, close] = self.desk.training.alert_work;
        let work = match alert.state {
            AlertState::New => [take, verify],
            AlertState::Taken => [verify, None],
            _ => [close, None],
        };
        for kind in work.into_iter().flatten() {
            if self.may(kind, target) {
                self.want_at(Reason::Alert, urgency, not_before, kind, target, 0, give.clone());
            }
        }
    }

    fn want_answers(&mut self) {
        let scenario = self.scenario();
        for item in &self.desk.view.seat.items {
            let Some(inject) = item.what.inject() else { continue };
            let Some(spec) = self.desk.inject(inject) else { continue };
            let answered = item.what.answered();
            let expected =
                spec.expects.as_ref().filter(|expected| self.now() < item.at + expected.within + expected.within);
            // Most of what lies on a desk is settled: nothing more is worked out about it.
            if answered.is_some() && expected.is_none() {
                continue;
            }
            let addressed = spec.to.iter().map(Ref::ix).filter(|role| scenario.has_seat(*role));
            let rank = addressed.take_while(|role| *role != self.me).count();
            let not_before = item.at + Span(YIELD.0 * rank as i64);
            let wants_answer = !spec.choices.is_empty()
                || spec.expects.as_ref().is_some_and(|expected| asks_answer(&expected.by, inject));
            let target = Target::Inject(inject);
            if answered.is_none()
                && wants_answer
                && let Some(kind) = self.kind_with(target, |verb| *verb == Verb::Answer)
            {
                let give = Give { choice: best_choice(spec, inject), ..Give::default() };
                self.want_at(Reason::Inject, 10, not_before, kind, target, 0, give);
            }
            if let Some(expected) = expected {
                let first: Vec<Ix<Role>> = spec.to.iter().map(Ref::ix).collect();
                let errand = Errand {
                    reason: Reason::Expected(inject.raw()),
                    first: &first,
                    urgency: 1_000 + (item.at + expected.within).0,
                    not_before: item.at,
                    since: Some(item.at),
                };
                self.pursue(errand, &expected.by);
            }
        }
    }

    /// Findings that nobody has written down yet go into the record; as long as there is none they are
    /// told to those who can open it and to the technical seats.
    fn want_findings_known(&mut self, first_fact: usize) {
        let open = self.desk.view.team.opened.is_some();
        let Some((oldest, count)) = self.unrecorded(first_fact) else { return };
        let turn = self.desk.view.seat.facts.len() as u32;
        if open {
            if let Some(kind) = self.kind_with(Target::Nothing, |verb| *verb == Verb::Record)
                && self.own.open_of(kind) == 0
            {
                self.want_at(Reason::Record, 20, oldest + GATHER, kind, Target::Nothing, turn, Give::default());
            }
            return;
        }
        let kind = self.kind_with(Target::Nothing, |verb| *verb == Verb::Message(MessageKind::Inform));
        let kind = kind.and_then(|_| {
            self.kind_that(Target::Nothing, |mind, kind| {
                let spec = mind.scenario().orders.at(kind);
                spec.verb == Verb::Message(MessageKind::Inform) && spec.params.contains(&crate::model::Param::Facts)
            })
        });
        if let Some(kind) = kind
            && count > 0
        {
            let to = self.technical_seats();
            let told = self.own.sent.iter().any(|sent| sent.facts && sent.at >= oldest);
            if !told {
                self.want_at(
                    Reason::Share,
                    20,
                    oldest + GATHER,
                    kind,
                    Target::Nothing,
                    turn,
                    Give { to, with_facts: true, ..Give::default() },
                );
            }
        }
    }

    /// When the oldest finding that this seat should write down was made, and how many there are.
    fn unrecorded(&self, first_fact: usize) -> Option<(SimTime, usize)> {
        let facts = self.desk.view.seat.facts.iter().skip(first_fact);
        let mine = facts.filter(|known| {
            let told = matches!(known.how, How::Told(_)) && self.now() < known.learned + LEAVE_TO_TELLER;
            !told && may_be_recorded(known, self.desk.public)
        });
        let (mut oldest, mut count) = (None::<SimTime>, 0);
        for known in mine {
            oldest = Some(oldest.map_or(known.learned, |other| other.min(known.learned)));
            count += 1;
        }
        oldest.map(|oldest| (oldest, count))
    }

    /// Seats that do technical work, and the one this seat reports to.
    pub fn technical_seats(&self) -> Vec<Ix<Role>> {
        let mut seats = self.desk.training.technical.clone();
        let above = self.scenario().roles.at(self.me).reports_to.as_ref().map(Ref::ix);
        seats.extend(above.filter(|role| self.scenario().has_seat(*role) && !seats.contains(role)));
        seats.retain(|role| *role != self.me);
        seats
    }

    /// Tasks and requests are confirmed.
    fn want_replies(&mut self) {
        let sent = &self.own.sent;
        let waits = |(place, item): (usize, &Shared<Item>)| {
            let ItemKind::Message { from, kind, .. } = &item.what else { return None };
            let asks = matches!(kind, MessageKind::Request | MessageKind::Instruct) && *from != self.me;
            let confirms =
                |sent: &Sent| sent.kind == MessageKind::Acknowledge && sent.at >= item.at && sent.to.contains(from);
            (asks && !sent.iter().any(confirms)).then_some((place, *from))
        };
        let waiting: Vec<_> = self.desk.view.seat.items.iter().enumerate().filter_map(waits).collect();
        if waiting.is_empty() {
            return;
        }
        let Some(kind) = self.kind_that(Target::Nothing, |mind, kind| {
            let spec = mind.scenario().orders.at(kind);
            spec.verb == Verb::Message(MessageKind::Acknowledge) && !spec.params.contains(&crate::model::Param::Text)
        }) else {
            return;
        };
        for (place, from) in waiting {
            let give = Give { to: vec![from], ..Give::default() };
            self.want_at(Reason::Reply, 30, SimTime::START, kind, Target::Nothing, place as u32, give);
        }
    }
}

/// Whether a fact that a seat knows is still to be written down. What is not never will be.
pub(super) fn may_be_recorded(known: &KnownFact, public: &Public) -> bool {
    known.how != How::Record && is_worth_recording(known.fact.kind) && !public.is_recorded(known.id)
}

/// Whether a fact belongs into the record: signs of the attack and results that others wait for.
pub(super) fn is_worth_recording(fact: FactKind) -> bool {
    fact.is_of_attack() || matches!(fact, FactKind::BackupTested(..))
}

/// Whether a criterion asks for an answer to this inject.
fn asks_answer(criterion: &Criterion, inject: Ix<Inject>) -> bool {
    match criterion {
        Criterion::Answer { inject: of, .. } => of.ix() == inject,
        Criterion::All(parts) | Criterion::Any(parts) => parts.iter().any(|part| asks_answer(part, inject)),
        _ => false,
    }
}

/// What the plan's training calls the right answer.
fn best_choice(spec: &Inject, inject: Ix<Inject>) -> Option<u8> {
    let expected = spec.expects.as_ref().and_then(|expected| right_choice(&expected.by, inject));
    expected.or(if spec.choices.is_empty() { None } else { Some(0) })
}

/// The first choice that a criterion accepts.
fn right_choice(criterion: &Criterion, inject: Ix<Inject>) -> Option<u8> {
    match criterion {
        Criterion::Answer { inject: of, choices } if of.ix() == inject => choices.first().copied(),
        Criterion::All(parts) | Criterion::Any(parts) => parts.iter().find_map(|part| right_choice(part, inject)),
        _ => None,
    }
}
