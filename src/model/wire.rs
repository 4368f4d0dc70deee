//! A scenario as bytes, for a machine that has not its files. Unlike the files, the bytes carry what `content` made
//! of them: the expanded network, the procedures within the plan, and where each reference points.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::*;

/// Bytes are no scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoScenario;

/// The parts of a [`Scenario`]; a field that is left out does not compile.
#[derive(Serialize, Deserialize)]
struct Wire {
    province_name: Text,
    content_hash: String,
    network: Arc<Network>,
    stores: Vec<(Ix<System>, DataStore)>,
    roles: Vec<RoleSpec>,
    orders: Vec<OrderKind>,
    plan: Plan,
    /// Files hold them apart from the plan, which leaves them out.
    procedures: Vec<Procedure>,
    alerts: Vec<AlertRule>,
    noise: Vec<Noise>,
    file: ScenarioFile,
    /// Where each reference points, in the order of the walk; files hold names only.
    points_at: Vec<u32>,
}

/// A part of a scenario on its own as bytes carry it: what its references point at, without their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nameless<T> {
    part: T,
    points_at: Vec<u32>,
}

impl<T: Refs + Clone> Nameless<T> {
    /// Takes the names away.
    pub fn new(mut part: T) -> Self {
        let mut points_at = Vec::new();
        part.refs(&mut Path::new(), &mut |_, mut reference| {
            points_at.push(*reference.parts().1);
            reference.forget_name();
        });
        Self { part, points_at }
    }

    /// The part, with references that point where they did; none when it was damaged on its way.
    pub fn get(&self) -> Option<T> {
        let mut part = self.part.clone();
        let mut left = self.points_at.iter();
        let mut missing = false;
        part.refs(&mut Path::new(), &mut |_, mut reference| match left.next() {
            Some(ix) => *reference.parts().1 = *ix,
            None => missing = true,
        });
        (!missing && left.next().is_none()).then_some(part)
    }
}

impl Scenario {
    /// Calls `visit` for every reference in it. The paths start at its parts, which are no files of their own.
    pub fn each_ref(&mut self, visit: &mut Visit<'_>) {
        let network = Arc::make_mut(&mut self.network);
        let at = &mut Path::new();
        network.systems.refs(at, visit);
        network.accounts.refs(at, visit);
        network.backups.refs(at, visit);
        network.sensors.refs(at, visit);
        self.stores.iter_mut().for_each(|(_, store)| store.refs(at, visit));
        self.roles.refs(at, visit);
        self.orders.refs(at, visit);
        self.plan.refs(at, visit);
        self.noise.refs(at, visit);
        self.file.refs(at, visit);
    }

    /// Its bytes; none when it cannot be written, which does not happen to one that `content` made.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut all = self.clone();
        let mut points_at = Vec::new();
        all.each_ref(&mut |_, mut reference| points_at.push(*reference.parts().1));
        let Self { province_name, content_hash, network, stores, roles, orders, mut plan, alerts, noise, file } = all;
        let procedures = std::mem::take(&mut plan.procedures);
        let wire = Wire {
            province_name,
            content_hash,
            network,
            stores,
            roles,
            orders,
            plan,
            procedures,
            alerts,
            noise,
            file,
            points_at,
        };
        postcard::to_allocvec(&wire).ok()
    }

    /// Reads what [`Scenario::to_bytes`] wrote.
    ///
    /// # Errors
    /// When it is something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NoScenario> {
        let (wire, rest) = postcard::take_from_bytes::<Wire>(bytes).map_err(|_| NoScenario)?;
        let Wire {
            province_name,
            content_hash,
            network,
            stores,
            roles,
            orders,
            mut plan,
            procedures,
            alerts,
            noise,
            file,
            points_at,
        } = wire;
        plan.procedures = procedures;
        let mut scenario =
            Self { province_name, content_hash, network, stores, roles, orders, plan, alerts, noise, file };
        let mut left = points_at.into_iter();
        let mut missing = !rest.is_empty();
        scenario.each_ref(&mut |_, mut reference| match left.next() {
            Some(ix) => *reference.parts().1 = ix,
            None => missing = true,
        });
        if missing || left.next().is_some() { Err(NoScenario) } else { Ok(scenario) }
    }
}
