//! Paths through the network: whether a service gets from one zone to another as the firewalls stand now.

use std::collections::{BTreeMap, VecDeque};

use super::event::Obstacle;
use super::world::World;
use crate::model::{Ix, Scenario, Service, ServiceSet, Zone};

/// The links of each zone, worked out once for a scenario.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    /// By zone: neighbour and what passes to it.
    ways: Vec<Vec<(Ix<Zone>, ServiceSet)>>,
    /// The outside world.
    pub internet: Option<Ix<Zone>>,
}

impl Graph {
    /// The graph of a scenario's network.
    pub fn new(scenario: &Scenario) -> Self {
        use crate::model::Table;
        let network = &scenario.network;
        let mut ways = vec![Vec::new(); network.zones.len()];
        for link in &network.links {
            ways[link.a.us()].push((link.b, link.a_to_b));
            ways[link.b.us()].push((link.a, link.b_to_a));
        }
        let internet = network.zones.indices().find(|zone| network.zones.at(*zone).internet);
        Self { ways, internet }
    }

    /// Whether `service` gets from `from` to `to`; what stands in the way otherwise.
    fn search(&self, world: &World, from: Ix<Zone>, to: Ix<Zone>, service: Service) -> Result<(), Obstacle> {
        if from == to {
            return Ok(());
        }
        let mut cut = None;
        let mut seen = vec![false; self.ways.len()];
        let mut next = VecDeque::from([from]);
        seen[from.us()] = true;
        while let Some(zone) = next.pop_front() {
            let here = world.zone(zone);
            if here.cut {
                cut = cut.or(Some(zone));
                continue;
            }
            if here.blocked.has(service) {
                continue;
            }
            for (neighbour, allowed) in &self.ways[zone.us()] {
                let there = world.zone(*neighbour);
                if world.is_line_cut(zone, *neighbour) {
                    continue;
                }
                if seen[neighbour.us()] || !allowed.has(service) || there.blocked.has(service) {
                    continue;
                }
                if there.cut {
                    cut = cut.or(Some(*neighbour));
                    continue;
                }
                if *neighbour == to {
                    return Ok(());
                }
                seen[neighbour.us()] = true;
                next.push_back(*neighbour);
            }
        }
        Err(cut.map_or(Obstacle::Filtered, Obstacle::ZoneCut))
    }
}

/// Answers already worked out; forgotten whenever a zone changes. No part of the state.
#[derive(Clone, Debug, Default)]
pub(super) struct PathCache(BTreeMap<(Ix<Zone>, Ix<Zone>, Service), Result<(), Obstacle>>);

impl PathCache {
    /// Forgets all answers.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// See [`Graph::search`].
    pub fn reach(
        &mut self,
        graph: &Graph,
        world: &World,
        from: Ix<Zone>,
        to: Ix<Zone>,
        service: Service,
    ) -> Result<(), Obstacle> {
        *self.0.entry((from, to, service)).or_insert_with(|| graph.search(world, from, to, service))
    }
}
