//! Where the panels stand: at first by what the seat works with, later as it was left.

use egui_tiles::{Container, Linear, LinearDir, Tabs, Tile, TileId, Tiles, Tree};
use serde::{Deserialize, Serialize};

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

/// Version of the way in which arrangements are kept.
const VERSION: u8 = 1;
/// Containers within containers at most; a user cannot make more by hand in any sensible way.
const DEPTH_MAX: usize = 12;

/// Panels in their places. This, and not the dock's own tree, is what is kept between starts: it stays readable
/// when the dock changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Place {
    /// A panel.
    Panel(PanelKind),
    /// Tabs, and which of them is in front.
    Tabs(Vec<Place>, usize),
    /// Beside each other, each with its share in thousandths.
    Row(Vec<(u32, Place)>),
    /// Below each other, each with its share in thousandths.
    Column(Vec<(u32, Place)>),
}

/// An arrangement as it is written down.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u8,
    place: Place,
}

impl Place {
    /// The arrangement that `role` finds at first.
    pub fn of(scenario: &Scenario, role: Ix<Role>) -> Self {
        use PanelKind::{Alerts, Comms, Inspector, Map, Plan, Record, Reports, Timeline, Work as Jobs};
        let columns: [(u32, &[(u32, &[PanelKind])]); 3] = match Work::of(scenario, role) {
            Work::Alerts => [
                (270, &[(600, &[Alerts]), (400, &[Comms, Jobs])]),
                (450, &[(640, &[Map]), (360, &[Record, Timeline])]),
                (280, &[(550, &[Inspector]), (450, &[Plan, Reports])]),
            ],
            Work::Hosts => [
                (270, &[(450, &[Jobs, Alerts]), (550, &[Comms])]),
                (450, &[(640, &[Map]), (360, &[Record, Timeline])]),
                (280, &[(550, &[Inspector]), (450, &[Plan, Reports])]),
            ],
            Work::People => [
                (270, &[(600, &[Comms]), (400, &[Jobs, Alerts])]),
                (450, &[(600, &[Plan, Map]), (400, &[Record, Timeline])]),
                (280, &[(500, &[Inspector]), (500, &[Reports])]),
            ],
        };
        let tabs = |panels: &[PanelKind]| Self::Tabs(panels.iter().copied().map(Self::Panel).collect(), 0);
        let column = |rows: &[(u32, &[PanelKind])]| {
            Self::Column(rows.iter().map(|(share, panels)| (*share, tabs(panels))).collect())
        };
        Self::Row(columns.iter().map(|(share, rows)| (*share, column(rows))).collect())
    }

    /// The arrangement of a dock as it stands; none when it holds what cannot be kept.
    pub fn read(tree: &Tree<PanelKind>) -> Option<Self> {
        Self::read_tile(&tree.tiles, tree.root?, DEPTH_MAX)
    }

    fn read_tile(tiles: &Tiles<PanelKind>, id: TileId, depth: usize) -> Option<Self> {
        let within = |id: &TileId| Self::read_tile(tiles, *id, depth.checked_sub(1)?);
        Some(match tiles.get(id)? {
            Tile::Pane(panel) => Self::Panel(*panel),
            Tile::Container(Container::Tabs(tabs)) => {
                let front = tabs.children.iter().position(|child| Some(*child) == tabs.active);
                Self::Tabs(tabs.children.iter().map(within).collect::<Option<_>>()?, front.unwrap_or(0))
            }
            Tile::Container(Container::Linear(linear)) => {
                let all: f32 = linear.children.iter().map(|child| linear.shares[*child]).sum();
                let share = |id: &TileId| (linear.shares[*id] / all.max(f32::EPSILON) * 1_000.0).round() as u32;
                let parts = linear.children.iter().map(|child| Some((share(child).max(1), within(child)?)));
                let parts = parts.collect::<Option<_>>()?;
                if linear.dir == LinearDir::Horizontal { Self::Row(parts) } else { Self::Column(parts) }
            }
            Tile::Container(Container::Grid(_)) => return None,
        })
    }

    /// As text, to be kept.
    pub fn write(&self) -> Option<String> {
        ron::to_string(&Kept { version: VERSION, place: self.clone() }).ok()
    }

    /// Out of text; none when it is broken, of another version, or does not hold every panel once.
    pub fn parse(text: &str) -> Option<Self> {
        let kept: Kept = ron::from_str(text).ok()?;
        let mut panels = Vec::new();
        kept.place.list(&mut panels, DEPTH_MAX)?;
        panels.sort_unstable();
        (kept.version == VERSION && panels == PanelKind::ALL).then_some(kept.place)
    }

    fn list(&self, panels: &mut Vec<PanelKind>, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match self {
            Self::Panel(panel) => panels.push(*panel),
            Self::Tabs(parts, _) => parts.iter().try_for_each(|part| part.list(panels, depth))?,
            Self::Row(parts) | Self::Column(parts) => {
                parts.iter().try_for_each(|(_, part)| part.list(panels, depth))?;
            }
        }
        Some(())
    }

    /// The dock of `role` in this arrangement.
    pub fn tree(&self, role: Ix<Role>) -> Tree<PanelKind> {
        let mut tiles = Tiles::default();
        let root = self.tile(&mut tiles);
        Tree::new(egui::Id::new(("dock", role.raw())), root, tiles)
    }

    fn tile(&self, tiles: &mut Tiles<PanelKind>) -> TileId {
        match self {
            Self::Panel(panel) => tiles.insert_pane(*panel),
            Self::Tabs(parts, front) => {
                let parts: Vec<TileId> = parts.iter().map(|part| part.tile(tiles)).collect();
                let front = parts.get(*front).or(parts.first()).copied();
                let mut tabs = Tabs::new(parts);
                tabs.active = front;
                tiles.insert_container(Container::Tabs(tabs))
            }
            Self::Row(parts) => Self::linear(tiles, LinearDir::Horizontal, parts),
            Self::Column(parts) => Self::linear(tiles, LinearDir::Vertical, parts),
        }
    }

    fn linear(tiles: &mut Tiles<PanelKind>, dir: LinearDir, parts: &[(u32, Self)]) -> TileId {
        let parts: Vec<(u32, TileId)> = parts.iter().map(|(share, part)| (*share, part.tile(tiles))).collect();
        let mut linear = Linear::new(dir, parts.iter().map(|(_, tile)| *tile).collect());
        for (share, tile) in parts {
            linear.shares.set_share(tile, share as f32 / 1_000.0);
        }
        tiles.insert_container(Container::Linear(linear))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixture;
    use crate::model::Table;

    #[test]
    fn every_seat_has_every_panel_once_and_finds_them_again() {
        let scenario = fixture::tiny();
        for role in scenario.roles.indices() {
            let place = Place::of(&scenario, role);
            let text = place.write().unwrap();
            assert_eq!(Place::parse(&text), Some(place.clone()), "{}", scenario.roles.at(role).id);
            assert_eq!(Place::read(&place.tree(role)), Some(place));
        }
    }

    #[test]
    fn what_was_moved_is_found_where_it_was_left() {
        let scenario = fixture::tiny();
        let role = scenario.role_named("SOC").unwrap();
        let mut tree = Place::of(&scenario, role).tree(role);
        tree.make_active(|_, tile| matches!(tile, Tile::Pane(PanelKind::Reports)));
        let moved = Place::read(&tree).unwrap();
        assert_ne!(moved, Place::of(&scenario, role));
        let again = Place::parse(&moved.write().unwrap()).unwrap().tree(role);
        let in_front = |tree: &Tree<PanelKind>| -> Vec<PanelKind> {
            let panes = tree.active_tiles().into_iter().filter_map(|id| tree.tiles.get_pane(&id).copied());
            let mut panes: Vec<_> = panes.collect();
            panes.sort_unstable();
            panes
        };
        assert!(in_front(&again).contains(&PanelKind::Reports));
        assert_eq!(in_front(&again), in_front(&tree));
    }

    #[test]
    fn what_is_broken_or_of_another_version_is_refused() {
        let scenario = fixture::tiny();
        let whole = Place::of(&scenario, scenario.role_named("SOC").unwrap()).write().unwrap();
        let deep = format!("(version:1,place:{}Panel(Map){})", "Row([(1,".repeat(40), ")])".repeat(40));
        for broken in [
            "",
            "(version:1",
            &whole[..whole.len() / 2],
            &whole.replace("version:1", "version:2"),
            &whole.replace("Map", "Alerts"),
            &whole.replace("Panel(Reports)", ""),
            "(version:1,place:Tabs([],7))",
            &deep,
        ] {
            assert_eq!(Place::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn who_watches_sensors_works_with_alerts() {
        let scenario = fixture::tiny();
        assert_eq!(Work::of(&scenario, scenario.role_named("SOC").unwrap()), Work::Alerts);
    }
}
