//! What came of it, beside the score: times, outages, losses, alerts and legal clocks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{
    Clock, DataStore, Host, Ix, Mishap, OrderKind, Ref, Scenario, SimTime, Span, System, SystemState, Verb,
};
use crate::sim::{Alert, FactKind, Target, What};

use super::fold::{Fold, Mark};

/// Times of the response. Each is missing as long as it has not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Times {
    /// The first step of the attack went through.
    pub attack_began: Option<SimTime>,
    /// The first true sign reached a seat (T0).
    pub detected: Option<SimTime>,
    /// The incident record was opened.
    pub opened: Option<SimTime>,
    /// The last step of the attack that went through, but not before T0; known once the attack or the run is over.
    pub contained: Option<SimTime>,
    /// Since then every system has been up, with the attack over.
    pub recovered: Option<SimTime>,
    /// From the first step to detection.
    pub to_detect: Option<Span>,
    /// From detection to the incident record.
    pub to_acknowledge: Option<Span>,
    /// From detection to containment.
    pub to_contain: Option<Span>,
    /// From detection to recovery.
    pub to_recover: Option<Span>,
}

/// How long a system was not fully there for its users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Downtime {
    /// Which.
    pub system: Ref<System>,
    /// It did not work.
    pub down: Span,
    /// It showed the maintenance page.
    pub maintenance: Span,
    /// It worked badly.
    pub degraded: Span,
    /// Weight of its availability, 0 to 10.
    pub weight: u8,
}

impl Downtime {
    /// Minutes without service times the weight; a minute of bad service counts half.
    pub fn weighted_minutes(&self) -> i64 {
        (2 * (self.down.0 + self.maintenance.0) + self.degraded.0) * i64::from(self.weight) / (2 * 60_000)
    }
}

/// Data that left the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leak {
    /// From which store.
    pub store: Ref<DataStore>,
    /// Records.
    pub records: u64,
    /// Persons they are about, in proportion.
    pub subjects: u64,
}

/// What became of the alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Alerts {
    /// Alerts of the attack.
    pub real: u32,
    /// Of these, taken up, verified or closed as real.
    pub real_handled: u32,
    /// Of these, closed as false.
    pub real_dismissed: u32,
    /// Alerts without an attack behind them.
    pub false_raised: u32,
    /// Of these, closed as false.
    pub false_cleared: u32,
    /// Of these, closed as real.
    pub false_believed: u32,
}

/// How a legal clock did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ClockState {
    /// Its condition never held, or nothing was ever detected.
    NotApplicable,
    /// Its condition may still come to hold.
    Waiting,
    /// It runs.
    Running,
    /// Stopped in time.
    Kept,
    /// Ran out, or was stopped late.
    Missed,
}

/// A legal clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockResult {
    /// Which.
    pub clock: Ref<Clock>,
    /// How it did.
    pub state: ClockState,
    /// When it runs out.
    pub due: Option<SimTime>,
    /// When it was stopped, and by which event.
    pub stopped: Option<(SimTime, u32)>,
}

/// Outcome measures at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Times of the response.
    pub times: Times,
    /// Systems that were not always up.
    pub downtime: Vec<Downtime>,
    /// All systems together, by the weight of their availability.
    pub weighted_downtime_minutes: i64,
    /// Data lost.
    pub leaks: Vec<Leak>,
    /// Records that left the network, all stores together.
    pub records_leaked: u64,
    /// Persons they are about.
    pub subjects_leaked: u64,
    /// Hosts that the attack touched.
    pub hosts_touched: u32,
    /// Hosts that were ever encrypted.
    pub hosts_encrypted: u32,
    /// Hosts whose content was ever altered.
    pub hosts_altered: u32,
    /// Pieces of evidence with traces of the attack that were secured.
    pub evidence_secured: u32,
    /// Mishaps, by kind.
    pub mishaps: Vec<(Mishap, u32)>,
    /// Alerts.
    pub alerts: Alerts,
    /// Legal clocks.
    pub clocks: Vec<ClockResult>,
}

impl Outcome {
    /// How often a mishap happened.
    pub fn mishap(&self, kind: Mishap) -> u32 {
        self.mishaps.iter().find(|(mishap, _)| *mishap == kind).map_or(0, |(_, times)| *times)
    }
}

#[derive(Clone, Debug, Default)]
struct SystemWatch {
    state: SystemState,
    since: SimTime,
    down_ms: i64,
    maintenance_ms: i64,
    degraded_ms: i64,
}

impl SystemWatch {
    /// Adds the time in the present state up to `at`.
    fn run_to(&mut self, at: SimTime) {
        let span = (at - self.since).0.max(0);
        match self.state {
            SystemState::Up => {}
            SystemState::Degraded => self.degraded_ms += span,
            SystemState::Maintenance => self.maintenance_ms += span,
            SystemState::Down => self.down_ms += span,
        }
        self.since = self.since.max(at);
    }
}

#[derive(Clone, Copy, Debug)]
struct AlertWatch {
    real: bool,
    looked_at: bool,
    verdict: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Triage {
    LooksAt,
    Closes,
}

/// Keeps what the outcome measures need.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    attack_began: Option<SimTime>,
    /// By attack step: whether it changes anything. Steps that only wait or look do not move containment.
    harms: Vec<bool>,
    last_harm: Option<SimTime>,
    /// Whether anything ever stood in the attack's way: without it nobody contained anything.
    was_blocked: bool,
    attack_over: Option<SimTime>,
    opened: Option<SimTime>,
    systems: Vec<SystemWatch>,
    all_up_since: Option<SimTime>,
    ever_not_up: bool,
    leaked: Vec<u64>,
    touched: BTreeSet<Ix<Host>>,
    encrypted: BTreeSet<Ix<Host>>,
    altered: BTreeSet<Ix<Host>>,
    evidence_secured: u32,
    mishaps: BTreeMap<Mishap, u32>,
    alerts: BTreeMap<Ix<Alert>, AlertWatch>,
    /// Orders on alerts, by index.
    triage: Vec<Option<Triage>>,
    /// Verdicts of closings on their way.
    closing: BTreeMap<u32, bool>,
}

impl Watch {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let triage = |kind: &OrderKind| match kind.verb {
            Verb::TakeAlert | Verb::VerifyAlert => Some(Triage::LooksAt),
            Verb::CloseAlert => Some(Triage::Closes),
            _ => None,
        };
        Self {
            attack_began: None,
            harms: scenario.file.attack.iter().map(|step| !step.effects.is_empty()).collect(),
            last_harm: None,
            was_blocked: false,
            attack_over: None,
            opened: None,
            systems: vec![SystemWatch::default(); scenario.network.systems.len()],
            all_up_since: Some(SimTime::START),
            ever_not_up: false,
            leaked: vec![0; scenario.stores.len()],
            touched: BTreeSet::new(),
            encrypted: BTreeSet::new(),
            altered: BTreeSet::new(),
            evidence_secured: 0,
            mishaps: BTreeMap::new(),
            alerts: BTreeMap::new(),
            triage: scenario.orders.iter().map(triage).collect(),
            closing: BTreeMap::new(),
        }
    }

    pub(super) fn push(&mut self, mark: Mark, what: &What) {
        match what {
            What::StepDone { step, .. } => {
                self.attack_began = self.attack_began.or(Some(mark.at));
                if self.harms.get(step.us()) == Some(&true) {
                    self.last_harm = Some(mark.at);
                }
            }
            What::StepBlocked { .. } => self.was_blocked = true,
            What::AttackOver => self.attack_over = Some(mark.at),
            What::StepBegan { .. } => self.attack_over = None,
            What::Opened { .. } => self.opened = self.opened.or(Some(mark.at)),
            What::Touched { host } => {
                self.touched.insert(*host);
            }
            What::FactBorn { fact, .. } => self.fact(fact.kind),
            What::SystemChanged { system, state } => self.system(*system, *state, mark.at),
            What::Secured { touched: true, .. } => self.evidence_secured += 1,
            What::Mishap { kind, .. } => *self.mishaps.entry(*kind).or_default() += 1,
            What::AlertRaised { id, real, .. } => {
                self.alerts.insert(*id, AlertWatch { real: *real, looked_at: false, verdict: None });
            }
            What::OrderGiven { work, kind, params, .. } if self.triage_of(*kind) == Some(Triage::Closes) => {
                self.closing.extend(params.verdict.map(|verdict| (work.raw(), verdict)));
            }
            What::OrderDone { work, kind, target: Target::Alert(alert), .. } => {
                self.alert(work.raw(), *kind, *alert);
            }
            _ => {}
        }
    }

    fn triage_of(&self, kind: Ix<OrderKind>) -> Option<Triage> {
        self.triage.get(kind.us()).copied().flatten()
    }

    fn alert(&mut self, work: u32, kind: Ix<OrderKind>, alert: Ix<Alert>) {
        let triage = self.triage_of(kind);
        let closing = self.closing.remove(&work);
        let Some(alert) = self.alerts.get_mut(&alert) else { return };
        match triage {
            Some(Triage::LooksAt) => alert.looked_at = true,
            Some(Triage::Closes) => alert.verdict = closing.or(alert.verdict),
            None => {}
        }
    }

    fn fact(&mut self, kind: FactKind) {
        match kind {
            FactKind::Encrypted(host) => {
                self.encrypted.insert(host);
            }
            FactKind::Altered(host) => {
                self.altered.insert(host);
            }
            FactKind::Leaked(store, records) => {
                // The fact tells all that has leaked of the store so far.
                if let Some(most) = self.leaked.get_mut(store.us()) {
                    *most = (*most).max(records.into());
                }
            }
            _ => {}
        }
    }

    fn system(&mut self, system: Ix<System>, state: SystemState, at: SimTime) {
        let Some(watch) = self.systems.get_mut(system.us()) else { return };
        watch.run_to(at);
        watch.state = state;
        let all_up = self.systems.iter().all(|watch| watch.state == SystemState::Up);
        self.ever_not_up |= !all_up;
        self.all_up_since = if all_up { self.all_up_since.or(Some(at)) } else { None };
    }

    fn times(&self, fold: &Fold) -> Times {
        let detected = fold.t0.map(|t0| t0.at);
        let ended = fold.ended.map(|(mark, _)| mark.at);
        let over = self.attack_over.or(ended);
        let last_harm = over.filter(|_| self.was_blocked).and(self.last_harm);
        let contained = last_harm.zip(detected).map(|(last, detected)| last.max(detected));
        let recovered = contained
            .zip(self.all_up_since)
            .map(|(contained, up)| if self.ever_not_up { contained.max(up) } else { contained });
        let from = |start: Option<SimTime>, end: Option<SimTime>| {
            start.zip(end).map(|(start, end)| Span((end - start).0.max(0)))
        };
        Times {
            attack_began: self.attack_began,
            detected,
            opened: self.opened,
            contained,
            recovered,
            to_detect: from(self.attack_began, detected),
            to_acknowledge: from(detected, self.opened),
            to_contain: from(detected, contained),
            to_recover: from(detected, recovered),
        }
    }

    fn downtime(&self, scenario: &Scenario, at: SimTime) -> Vec<Downtime> {
        let mut all = Vec::new();
        for ((number, watch), system) in (0..).zip(&self.systems).zip(&scenario.network.systems) {
            let mut watch = watch.clone();
            watch.run_to(at);
            if watch.down_ms + watch.maintenance_ms + watch.degraded_ms > 0 {
                all.push(Downtime {
                    system: named(&system.id, Ix::new(number)),
                    down: Span(watch.down_ms),
                    maintenance: Span(watch.maintenance_ms),
                    degraded: Span(watch.degraded_ms),
                    weight: system.weights.2,
                });
            }
        }
        all
    }

    fn leaks(&self, scenario: &Scenario) -> Vec<Leak> {
        let stores = (0..).zip(&self.leaked).zip(&scenario.stores).filter(|((_, records), _)| **records > 0);
        stores
            .map(|((number, leaked), (_, store))| {
                let records = (*leaked).min(store.records.into());
                let subjects = u64::from(store.subjects) * records / u64::from(store.records.max(1));
                Leak { store: named(&store.id, Ix::new(number)), records, subjects }
            })
            .collect()
    }

    fn alerts(&self) -> Alerts {
        let mut sum = Alerts::default();
        for alert in self.alerts.values() {
            let dismissed = alert.verdict == Some(false);
            let believed = alert.verdict == Some(true);
            if alert.real {
                sum.real += 1;
                sum.real_dismissed += u32::from(dismissed);
                sum.real_handled += u32::from(!dismissed && (alert.looked_at || believed));
            } else {
                sum.false_raised += 1;
                sum.false_cleared += u32::from(dismissed);
                sum.false_believed += u32::from(believed);
            }
        }
        sum
    }
}

/// A resolved reference.
pub(super) fn named<T>(id: &str, ix: Ix<T>) -> Ref<T> {
    let mut name = Ref::new(id);
    name.resolve(ix);
    name
}

fn clock(fold: &Fold, clock: &Clock, ix: Ix<Clock>, now: SimTime, settled: bool) -> ClockResult {
    let from = fold.counts_from(fold.t0.map(|t0| t0.at), Some(clock.applies.ix()));
    let due = from.map(|from| from + clock.within);
    let reports = clock.stopped_by.iter().filter_map(|form| fold.forms.get(form.ix().us())?.first);
    let stopped = reports.min().map(|mark| (mark.at, mark.event));
    let state = match due {
        None if settled => ClockState::NotApplicable,
        None => ClockState::Waiting,
        Some(due) => match stopped {
            Some((at, _)) if at <= due => ClockState::Kept,
            Some(_) => ClockState::Missed,
            None if now > due => ClockState::Missed,
            None => ClockState::Running,
        },
    };
    ClockResult { clock: named(&clock.id, ix), state, due, stopped }
}

/// The outcome measures at `now`.
pub(super) fn outcome(fold: &Fold, scenario: &Scenario, now: SimTime, settled: bool) -> Outcome {
    let watch = &fold.watch;
    let until = fold.ended.map_or(now, |(mark, _)| mark.at.min(now));
    let downtime = watch.downtime(scenario, until);
    let leaks = watch.leaks(scenario);
    let clocks = (0..).zip(&scenario.plan.clocks);
    Outcome {
        times: watch.times(fold),
        weighted_downtime_minutes: downtime.iter().map(Downtime::weighted_minutes).sum(),
        downtime,
        records_leaked: leaks.iter().map(|leak| leak.records).sum(),
        subjects_leaked: leaks.iter().map(|leak| leak.subjects).sum(),
        leaks,
        hosts_touched: count(watch.touched.len()),
        hosts_encrypted: count(watch.encrypted.len()),
        hosts_altered: count(watch.altered.len()),
        evidence_secured: watch.evidence_secured,
        mishaps: watch.mishaps.iter().map(|(kind, times)| (*kind, *times)).collect(),
        alerts: watch.alerts(),
        clocks: clocks.map(|(number, each)| clock(fold, each, Ix::new(number), until, settled)).collect(),
    }
}

/// A count that fits the results.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
