//! What facts come to: troubled hosts, accounts, indicators, tests. Made from a seat's own facts, or from
//! the findings in the shared record, and from nothing else.

use std::collections::BTreeMap;

use crate::model::{
    Account, AttackStep, Backup, DataStore, EvidenceSet, Foothold, Host, Implant, Indicator, Ix, Scenario, SimTime,
    System, Table, Vulnerability,
};
use crate::sim::{Alert, Fact, FactKind};

/// Something that is wrong with a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The adversary holds it.
    Held,
    /// An implant stands on it.
    Implanted,
    /// Its data are encrypted.
    Encrypted,
    /// Its content is altered.
    Altered,
    /// Its sensor is blind.
    Blind,
    /// It has a weakness that the attack uses.
    Weak,
    /// A step of the attack went through on it.
    Trace,
}

impl Mark {
    /// How many there are.
    pub const COUNT: usize = 7;
    /// All of them.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Held, Self::Implanted, Self::Encrypted, Self::Altered, Self::Blind, Self::Weak, Self::Trace];
}

/// Moments by mark.
pub type Moments = [Option<SimTime>; Mark::COUNT];

/// What is known to be wrong with a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// When the first of it became known.
    pub first: SimTime,
    /// When the newest of it became known.
    pub newest: SimTime,
    /// Since when the newest of it is true.
    pub since: SimTime,
    /// Since when the oldest of it is true.
    pub began: SimTime,
    /// When each kind of trouble was last learned of.
    pub learned: Moments,
    /// The highest level at which the adversary is known to hold it.
    pub held: Foothold,
    /// Where the traces are.
    pub evidence: EvidenceSet,
}

impl Trouble {
    /// Whether this kind of trouble is known.
    pub const fn has(&self, mark: Mark) -> bool {
        self.learned[mark as usize].is_some()
    }

    /// Whether the attack has been on the host, and did not only leave it its weakness.
    pub fn is_touched(&self) -> bool {
        Mark::ALL.into_iter().any(|mark| mark != Mark::Weak && self.has(mark))
    }
}

/// What is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// Hosts that the attack is known to have touched.
    pub hosts: BTreeMap<Ix<Host>, Trouble>,
    /// Accounts taken, and when that became known.
    pub accounts: BTreeMap<Ix<Account>, SimTime>,
    /// Records that left, by store.
    pub leaks: BTreeMap<Ix<DataStore>, u32>,
    /// Indicators of the attack; harmless ones are left out.
    pub indicators: BTreeMap<Ix<Indicator>, SimTime>,
    /// Backups tested: whether clean, and when that became known.
    pub backups: BTreeMap<Ix<Backup>, (bool, SimTime)>,
    /// Systems tested: whether passed, and when that became known.
    pub systems: BTreeMap<Ix<System>, (bool, SimTime)>,
    /// Alerts verified.
    pub alerts: BTreeMap<Ix<Alert>, bool>,
    /// Hosts on which a look found nothing, and when.
    pub clear: BTreeMap<Ix<Host>, SimTime>,
    /// Steps of the attack that left a known trace, with the host.
    pub traces: Vec<(Ix<AttackStep>, Ix<Host>)>,
    /// Implants known, with the host.
    pub implants: Vec<(Ix<Implant>, Ix<Host>)>,
    /// Weaknesses known to be used.
    pub weaknesses: Vec<(Ix<Vulnerability>, Ix<Host>)>,
    /// Since when the newest known trouble anywhere is true.
    pub newest_since: Option<SimTime>,
}

impl Knowledge {
    /// Takes in a fact that became known at `learned`.
    pub fn learn(&mut self, scenario: &Scenario, fact: &Fact, learned: SimTime) {
        match fact.kind {
            FactKind::Trace(step, host) => {
                self.traces.push((step, host));
                self.trouble(host, Mark::Trace, fact, learned);
            }
            FactKind::Held(host, level) => {
                self.trouble(host, Mark::Held, fact, learned);
                if let Some(trouble) = self.hosts.get_mut(&host) {
                    trouble.held = trouble.held.max(level);
                }
            }
            FactKind::Implanted(host, implant) => {
                self.implants.push((implant, host));
                self.trouble(host, Mark::Implanted, fact, learned);
            }
            FactKind::Encrypted(host) => self.trouble(host, Mark::Encrypted, fact, learned),
            FactKind::Altered(host) => self.trouble(host, Mark::Altered, fact, learned),
            FactKind::Blind(host) => self.trouble(host, Mark::Blind, fact, learned),
            FactKind::Weak(host, weakness) => {
                self.weaknesses.push((weakness, host));
                self.trouble(host, Mark::Weak, fact, learned);
            }
            FactKind::Taken(account) => {
                self.accounts.insert(account, learned);
            }
            FactKind::Leaked(store, records) => {
                let known = self.leaks.entry(store).or_default();
                *known = (*known).max(records);
                // What left a store was taken from the host that keeps it.
                let (_, store) = &scenario.stores[store.us()];
                self.trouble(store.host.ix(), Mark::Trace, fact, learned);
            }
            FactKind::Indicator(indicator) => {
                if !scenario.file.indicators.at(indicator).harmless {
                    self.indicators.entry(indicator).or_insert(learned);
                }
            }
            FactKind::Verified(alert, real) => {
                self.alerts.insert(alert, real);
            }
            FactKind::NothingFound(host) => {
                self.clear.insert(host, learned);
            }
            FactKind::BackupTested(backup, clean) => {
                self.backups.insert(backup, (clean, learned));
            }
            FactKind::SystemTested(system, passed) => {
                self.systems.insert(system, (passed, learned));
            }
        }
    }

    /// Whether anything of an attack is known. A weakness that nobody used is none.
    pub fn is_alarmed(&self) -> bool {
        self.hosts.values().any(Trouble::is_touched)
            || !self.accounts.is_empty()
            || !self.leaks.is_empty()
            || self.alerts.values().any(|real| *real)
    }

    fn trouble(&mut self, host: Ix<Host>, mark: Mark, fact: &Fact, learned: SimTime) {
        let trouble = self.hosts.entry(host).or_insert_with(|| Trouble {
            first: learned,
            newest: learned,
            since: fact.since,
            began: fact.since,
            learned: [None; Mark::COUNT],
            held: Foothold::None,
            evidence: EvidenceSet::NONE,
        });
        trouble.newest = trouble.newest.max(learned);
        trouble.since = trouble.since.max(fact.since);
        trouble.began = trouble.began.min(fact.since);
        trouble.evidence = trouble.evidence.union(fact.evidence);
        let slot = &mut trouble.learned[mark as usize];
        *slot = (*slot).max(Some(learned));
        self.newest_since = self.newest_since.max(Some(fact.since));
    }
}
