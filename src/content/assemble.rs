//! Puts files without errors together to a scenario ready to play.

use std::sync::Arc;

use super::files::Files;
use crate::model::{DataStore, Ix, NamedCond, Network, Scenario, System};

/// The scenario, if every file could be read. All references must have been resolved.
pub fn assemble(files: Files, mut network: Network, content_hash: String) -> Option<Scenario> {
    let Files { province, roles, orders, signals, plan, scenario, .. } = files;
    let (province, mut signals, mut plan, mut file) = (province?, signals?, plan?, scenario?);
    let stores = stores(&province.systems);
    network.systems = province.systems;
    network.accounts = province.accounts;
    network.backups = province.backups;
    network.sensors = province.sensors;
    tell_hosts_their_systems(&mut network);
    merge_conditions(&mut plan.conditions, std::mem::take(&mut file.conditions));
    signals.alerts.append(&mut file.alerts);
    signals.noise.append(&mut file.noise);
    Some(Scenario {
        province_name: province.name,
        content_hash,
        network: Arc::new(network),
        stores,
        roles: roles?.roles,
        orders: orders?.orders,
        plan,
        alerts: signals.alerts,
        noise: signals.noise,
        file,
    })
}

/// A condition of the scenario takes the place of the plan's with the same id; others follow.
fn merge_conditions(plan: &mut Vec<NamedCond>, own: Vec<NamedCond>) {
    for cond in own {
        match plan.iter_mut().find(|shared| shared.id == cond.id) {
            Some(shared) => *shared = cond,
            None => plan.push(cond),
        }
    }
}

fn stores(systems: &[System]) -> Vec<(Ix<System>, DataStore)> {
    let systems = systems.iter().enumerate();
    systems.flat_map(|(ix, system)| system.data.iter().map(move |store| (Ix::new(ix as u32), store.clone()))).collect()
}

fn tell_hosts_their_systems(network: &mut Network) {
    for (index, system) in network.systems.iter().enumerate() {
        let of_components = system.components.iter().flat_map(|component| &component.hosts);
        let of_stores = system.data.iter().map(|store| &store.host);
        for host in of_components.chain(of_stores) {
            if let Some(host) = network.hosts.get_mut(host.ix().us()) {
                let system = Ix::new(index as u32);
                if host.systems.last() != Some(&system) {
                    host.systems.push(system);
                }
            }
        }
    }
}
