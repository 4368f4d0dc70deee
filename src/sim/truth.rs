//! The truth, for debrief and direction: what no seat may see as long as the exercise runs.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::exercise::{Exercise, InjectState};
use crate::model::{AttackStep, DataStore, Facet, Foothold, Host, Inject, Ix, Role, Scenario, Severity};

pub use super::world::Progress;

/// How a host really is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostTruth {
    /// The attack, or what else went wrong, reached it at any time.
    pub touched: bool,
    /// The adversary holds it.
    pub held: bool,
    /// How firmly, by itself: without what an implant gives back.
    pub foothold: Foothold,
    /// Implants stand on it.
    pub implanted: bool,
    /// Its data are encrypted.
    pub encrypted: bool,
    /// Its content is altered.
    pub altered: bool,
    /// Its sensor is blind.
    pub blind: bool,
    /// It is off.
    pub off: bool,
    /// It is cut off, alone or with its zone.
    pub cut: bool,
}

impl Exercise {
    /// The truth about a host.
    pub fn host_truth(&self, host: Ix<Host>) -> HostTruth {
        let state = self.world.host(host);
        HostTruth {
            touched: state.touched,
            held: self.world.is(&self.scenario, host, Facet::Held),
            foothold: state.foothold,
            implanted: state.implants != 0,
            encrypted: state.encrypted,
            altered: state.altered,
            blind: state.blind,
            off: state.off,
            cut: self.world.is(&self.scenario, host, Facet::Isolated),
        }
    }

    /// Hosts that the attack, or what else went wrong, reached at any time.
    pub fn touched_hosts(&self) -> Vec<Ix<Host>> {
        let changed = self.world.changed.iter().copied();
        let mut touched: Vec<_> = changed.filter(|host| self.world.host(*host).touched).collect();
        touched.sort_unstable();
        touched
    }

    /// Severity by the plan's rules, of all that happened so far.
    pub fn true_severity(&self) -> Severity {
        self.severity
    }

    /// How far a step of the attack has come.
    pub fn attack_progress(&self, step: Ix<AttackStep>) -> Progress {
        self.attack.get(step.us()).map_or(Progress::Idle, |state| state.progress)
    }

    /// How many records of each data store have left the network, where any have.
    pub fn leaked(&self) -> impl Iterator<Item = (Ix<DataStore>, u32)> {
        (0..).map(Ix::new).zip(self.world.leaked.iter().copied()).filter(|(_, records)| *records > 0)
    }

    /// Where each inject stands: those of the scenario, then the ad-hoc ones.
    pub fn injects(&self) -> impl Iterator<Item = (Ix<Inject>, InjectState)> {
        (0..).map(Ix::new).zip(self.injects.iter().copied())
    }

    /// An inject as it stands: of the scenario, worded anew, or ad hoc.
    pub fn inject(&self, inject: Ix<Inject>) -> Option<&Inject> {
        inject_as_it_stands(&self.scenario, &self.reworded, inject)
    }

    /// The injects that the direction worded anew or made up.
    pub const fn reworded(&self) -> &BTreeMap<Ix<Inject>, Arc<Inject>> {
        &self.reworded
    }

    /// Who took which choice of an inject.
    pub fn inject_answer(&self, inject: Ix<Inject>) -> Option<(Ix<Role>, u8)> {
        self.answers.get(inject.us()).copied().flatten()
    }

    /// How many people of a role have nothing to do.
    pub fn hands_left(&self, role: Ix<Role>) -> u32 {
        let all = self.scenario.roles.get(role.us()).map_or(0, |spec| u32::from(spec.hands));
        all.saturating_sub(self.busy.get(role.us()).copied().unwrap_or(0))
    }
}

/// An inject as it stands when the direction has worded these anew or made them up.
pub fn inject_as_it_stands<'a>(
    scenario: &'a Scenario,
    reworded: &'a BTreeMap<Ix<Inject>, Arc<Inject>>,
    inject: Ix<Inject>,
) -> Option<&'a Inject> {
    reworded.get(&inject).map(|inject| &**inject).or_else(|| scenario.file.injects.get(inject.us()))
}
