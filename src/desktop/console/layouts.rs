//! Where the panels stand at first: by what the seat works with.

use egui_tiles::{Container, Linear, LinearDir, TileId, Tiles, Tree};

use crate::desktop::kit::PanelKind;
use crate::model::{Ix, Layer, Role, Scenario, TargetKind};

/// What a seat works with most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Alerts of technical sensors.
    Alerts,
    /// Hosts.
    Hosts,
    /// People: reports, approvals, the plan.
    People,
}

impl Work {
    /// What `role` works with, by the sensors it sees and the orders it may give.
    pub fn of(scenario: &Scenario, role: Ix<Role>) -> Self {
        let sees = scenario.network.sensors.iter().any(|sensor| {
            let technical =
                matches!(sensor.layer, Layer::Network | Layer::Application | Layer::Database | Layer::Endpoint);
            technical && sensor.seen_by.iter().any(|by| by.ix() == role)
        });
        let on_hosts = scenario
            .orders
            .iter()
            .any(|order| order.target == TargetKind::Host && order.by.iter().any(|(by, _)| by.ix() == role));
        match (sees, on_hosts) {
            (true, _) => Self::Alerts,
            (false, true) => Self::Hosts,
            (false, false) => Self::People,
        }
    }
}

/// The arrangement for `role`.
pub fn tree(scenario: &Scenario, role: Ix<Role>) -> Tree<PanelKind> {
    use PanelKind::{Alerts, Comms, Inspector, Map, Plan, Record, Reports, Timeline, Work as Jobs};
    let columns: [(f32, &[(f32, &[PanelKind])]); 3] = match Work::of(scenario, role) {
        Work::Alerts => [
            (0.27, &[(0.6, &[Alerts]), (0.4, &[Comms, Jobs])]),
            (0.45, &[(0.64, &[Map]), (0.36, &[Record, Timeline])]),
            (0.28, &[(0.55, &[Inspector]), (0.45, &[Plan, Reports])]),
        ],
        Work::Hosts => [
            (0.27, &[(0.45, &[Jobs, Alerts]), (0.55, &[Comms])]),
            (0.45, &[(0.64, &[Map]), (0.36, &[Record, Timeline])]),
            (0.28, &[(0.55, &[Inspector]), (0.45, &[Plan, Reports])]),
        ],
        Work::People => [
            (0.27, &[(0.6, &[Comms]), (0.4, &[Jobs, Alerts])]),
            (0.45, &[(0.6, &[Plan, Map]), (0.4, &[Record, Timeline])]),
            (0.28, &[(0.5, &[Inspector]), (0.5, &[Reports])]),
        ],
    };
    let mut tiles = Tiles::default();
    let columns = columns.map(|(share, rows)| {
        let rows: Vec<_> = rows
            .iter()
            .map(|(share, panels)| {
                let panes: Vec<TileId> = panels.iter().map(|panel| tiles.insert_pane(*panel)).collect();
                (*share, tiles.insert_tab_tile(panes))
            })
            .collect();
        (share, linear(&mut tiles, LinearDir::Vertical, &rows))
    });
    let root = linear(&mut tiles, LinearDir::Horizontal, &columns);
    Tree::new(egui::Id::new(("dock", role.raw())), root, tiles)
}

fn linear(tiles: &mut Tiles<PanelKind>, dir: LinearDir, parts: &[(f32, TileId)]) -> TileId {
    let mut linear = Linear::new(dir, parts.iter().map(|(_, tile)| *tile).collect());
    for (share, tile) in parts {
        linear.shares.set_share(*tile, *share);
    }
    tiles.insert_container(Container::Linear(linear))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixture;
    use crate::model::Table;

    #[test]
    fn every_seat_has_every_panel_once() {
        let scenario = fixture::tiny();
        for role in scenario.roles.indices() {
            let tree = tree(&scenario, role);
            for kind in PanelKind::ALL {
                let found =
                    tree.tiles.tiles().filter(|tile| matches!(tile, egui_tiles::Tile::Pane(pane) if *pane == kind));
                assert_eq!(found.count(), 1, "{kind:?} for {}", scenario.roles.at(role).id);
            }
        }
    }

    #[test]
    fn who_watches_sensors_works_with_alerts() {
        let scenario = fixture::tiny();
        assert_eq!(Work::of(&scenario, scenario.role_named("SOC").unwrap()), Work::Alerts);
    }
}
