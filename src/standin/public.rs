//! The incident record as a member reads it: the same entries, in order of what is asked of them. Made from
//! [`TeamView`] alone, so it holds nothing that a seat may not know.

use std::collections::BTreeMap;

use crate::model::{EvidenceSet, Host, Ix, OrderKind, Role, Scenario, Severity, SimTime, Span, System, SystemState};
use crate::sim::{Fact, RecordEntry, RecordKind, Target, TeamView};

use super::knowledge::{Knowledge, Mark, Moments};
use super::places::hosts_of;
use super::training::Training;

/// A completed order in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: SimTime,
    /// Who.
    pub role: Ix<Role>,
    /// On what.
    pub target: Target,
}

/// How often and when last an order was completed on a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// How often.
    pub times: u32,
    /// When last.
    pub last: SimTime,
}

/// The record, read up to its present end.
#[derive(Clone, Debug, Default)]
pub struct Public {
    read: usize,
    deeds: Vec<Vec<Deed>>,
    /// By order kind.
    repeats: Vec<BTreeMap<Target, Repeats>>,
    secured: BTreeMap<Ix<Host>, EvidenceSet>,
    cured: BTreeMap<Ix<Host>, Moments>,
    outages: Vec<Outage>,
    backups_taken: Vec<Ix<System>>,
    /// By number of a fact: whether it is written down.
    recorded: Vec<bool>,
    /// What the facts written down come to.
    pub found: Knowledge,
    /// Classifications so far.
    pub classified: Vec<(SimTime, Ix<Role>, Severity)>,
    /// When a cure or a restoration was last completed anywhere.
    pub last_cure: Option<SimTime>,
}

/// How long a system has been out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outage {
    since: Option<SimTime>,
    before: Span,
}

impl Public {
    /// Whether a fact stands in the shared record.
    pub fn is_recorded(&self, fact: Ix<Fact>) -> bool {
        self.recorded.get(fact.us()) == Some(&true)
    }

    /// Notes that a fact stands in the shared record; whether that is new.
    fn note_recorded(&mut self, fact: Ix<Fact>) -> bool {
        if self.recorded.len() <= fact.us() {
            self.recorded.resize(fact.us() + 1, false);
        }
        !std::mem::replace(&mut self.recorded[fact.us()], true)
    }

    /// Reads what is new in the record.
    pub fn read(&mut self, scenario: &Scenario, training: &Training, team: &TeamView) {
        self.deeds.resize(scenario.orders.len(), Vec::new());
        self.repeats.resize(scenario.orders.len(), BTreeMap::new());
        for entry in team.record.get(self.read..).unwrap_or_default() {
            self.take_in(scenario, training, entry);
        }
        self.read = team.record.len();
    }

    /// Looks at how the systems do at `now`, to know for how long each has been out.
    pub fn watch(&mut self, team: &TeamView, now: SimTime) {
        self.outages.resize(team.systems.len(), Outage::default());
        for (outage, state) in self.outages.iter_mut().zip(&team.systems) {
            match (outage.since, *state == SystemState::Up) {
                (None, false) => outage.since = Some(now),
                (Some(since), true) => *outage = Outage { since: None, before: outage.before + (now - since) },
                _ => {}
            }
        }
    }

    fn take_in(&mut self, scenario: &Scenario, training: &Training, entry: &RecordEntry) {
        match &entry.what {
            RecordKind::Done(kind, target) => {
                let deed = Deed { at: entry.at, role: entry.role, target: *target };
                self.deeds[kind.us()].push(deed);
                let repeats = self.repeats[kind.us()].entry(*target).or_insert(Repeats { times: 0, last: entry.at });
                repeats.times += 1;
                repeats.last = entry.at;
                self.note_cure(scenario, training, *kind, deed);
            }
            RecordKind::Finding(fact, id) => {
                if self.note_recorded(*id) {
                    self.found.learn(scenario, fact, entry.at);
                }
            }
            RecordKind::Secured(host, evidence, _) => {
                let secured = self.secured.entry(*host).or_default();
                *secured = secured.union(EvidenceSet::of(*evidence));
            }
            RecordKind::Classified(severity) => self.classified.push((entry.at, entry.role, *severity)),
            RecordKind::Opened(_) | RecordKind::Reported(_) | RecordKind::Note(_) | RecordKind::Closed => {}
        }
    }

    fn note_cure(&mut self, scenario: &Scenario, training: &Training, kind: Ix<OrderKind>, deed: Deed) {
        let good_for = training.good_for(kind);
        if let (true, Target::System(system)) = (good_for.backs_up, deed.target) {
            self.backups_taken.push(system);
        }
        if !good_for.is_cure() {
            return;
        }
        self.last_cure = Some(deed.at);
        for host in hosts_of(scenario, self.as_system(scenario, deed.target)) {
            let cured = self.cured.entry(host).or_default();
            for mark in Mark::ALL.into_iter().filter(|mark| good_for.cures(*mark)) {
                cured[mark as usize] = Some(deed.at);
            }
        }
    }

    /// A backup's system in place of the backup, also of one taken during the exercise.
    fn as_system(&self, scenario: &Scenario, target: Target) -> Target {
        match target {
            Target::Backup(backup) => self.system_of(scenario, backup.us()).map_or(target, Target::System),
            _ => target,
        }
    }

    fn system_of(&self, scenario: &Scenario, backup: usize) -> Option<Ix<System>> {
        let before = &scenario.network.backups;
        before
            .get(backup)
            .map_or_else(|| self.backups_taken.get(backup - before.len()).copied(), |backup| Some(backup.system.ix()))
    }

    /// Completed orders of a kind, oldest first.
    pub fn deeds(&self, kind: Ix<OrderKind>) -> &[Deed] {
        self.deeds.get(kind.us()).map_or(&[], Vec::as_slice)
    }

    /// How often and when last an order was completed on a target.
    pub fn repeats(&self, kind: Ix<OrderKind>, target: Target) -> Option<Repeats> {
        self.repeats.get(kind.us())?.get(&target).copied()
    }

    /// Evidence of a host that has been secured.
    pub fn secured(&self, host: Ix<Host>) -> EvidenceSet {
        self.secured.get(&host).copied().unwrap_or_default()
    }

    /// When this kind of trouble was last cured on a host.
    pub fn cured(&self, host: Ix<Host>, mark: Mark) -> Option<SimTime> {
        self.cured.get(&host).and_then(|cured| cured[mark as usize])
    }

    /// When a system that is out will have been out for so long.
    pub fn will_be_out(&self, system: Ix<System>, span: Span) -> Option<SimTime> {
        let outage = self.outages.get(system.us())?;
        Some(outage.since? + Span(span.0 - outage.before.0))
    }

    /// How long a system has been out up to `now`, all its outages together.
    pub fn outage(&self, system: Ix<System>, now: SimTime) -> Span {
        let outage = self.outages.get(system.us()).copied().unwrap_or_default();
        outage.since.map_or(outage.before, |since| outage.before + (now - since))
    }
}
