//! Where everything stands on the map: sites by their place in the province, zones and hosts in the plan of
//! their site. Made once per scenario, from the public network only. X grows to the right, Y downwards.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::model::{Host, Ix, Network, Site, Table, Zone};

/// Size of the province, in units of the map.
pub const PROVINCE: Vec2 = vec2(1_600.0, 1_000.0);
/// Distance between hosts where there is room, in units of the map.
const CELL: f32 = 4.0;
/// Cells of a plan that stay free around each zone, beside its name above it.
const ZONE_MARGIN: f32 = 0.6;
/// Cells that a zone's name takes.
const ZONE_HEAD: f32 = 1.0;
/// How much of the distance to its neighbour the plan of a site may take.
const FOOTPRINT_SHARE: f32 = 0.8;
/// More sites than this of one template are drawn small.
const GROUP_MIN: usize = 20;
/// A site with so many zones is drawn large.
const LARGE_ZONES: usize = 5;

/// How important a site looks from afar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// One of many alike.
    Small,
    /// An agency.
    Medium,
    /// A data centre.
    Large,
}

/// The plan of a site.
#[derive(Clone, Debug)]
pub struct SitePlan {
    /// Its middle.
    pub centre: Pos2,
    /// What it covers.
    pub area: Rect,
    /// Distance between two of its hosts.
    pub cell: f32,
    /// How important it looks.
    pub rank: Rank,
}

/// Where everything stands.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Sites, by index.
    pub sites: Vec<SitePlan>,
    /// What each zone covers, by index.
    pub zones: Vec<Rect>,
    /// Hosts, by index.
    pub hosts: Vec<Pos2>,
    /// What all sites cover.
    pub bounds: Rect,
}

impl Layout {
    /// The layout of `network`.
    pub fn new(network: &Network) -> Self {
        let centres: Vec<Pos2> = network.sites.iter().map(|site| spread(site.place)).collect();
        let mut layout = Self {
            sites: Vec::with_capacity(centres.len()),
            zones: vec![Rect::NOTHING; network.zones.len()],
            hosts: vec![Pos2::ZERO; network.hosts.len()],
            bounds: Rect::NOTHING,
        };
        for (index, site) in network.sites.indices().enumerate() {
            let room = room_around(&centres, index) * FOOTPRINT_SHARE;
            layout.place_site(network, site, centres[index], room);
        }
        layout.bounds = layout.sites.iter().fold(Rect::NOTHING, |all, site| all.union(site.area));
        layout
    }

    fn place_site(&mut self, network: &Network, site: Ix<Site>, centre: Pos2, room: Vec2) {
        let spec = network.sites.at(site);
        let blocks: Vec<Block> = spec.zones.iter().map(|zone| Block::new(network, *zone)).collect();
        let rows = rows_of(&blocks);
        let width = rows.iter().map(|row| row.iter().map(|block| block.size.x).sum()).fold(0.0, f32::max);
        let height: f32 = rows.iter().map(|row| row.iter().map(|block| block.size.y).fold(0.0, f32::max)).sum();
        let cells = vec2(width, height).max(Vec2::splat(1.0));
        let cell = CELL.min(room.x / cells.x).min(room.y / cells.y);
        let area = Rect::from_center_size(centre, cells * cell);
        let mut top = area.min.y;
        for row in &rows {
            let row_height = row.iter().map(|block| block.size.y).fold(0.0, f32::max) * cell;
            let mut left = area.min.x;
            for block in row {
                // Zones of a row share the width that the widest row leaves them.
                let share = area.width() * block.size.x / row.iter().map(|block| block.size.x).sum::<f32>();
                self.place_zone(network, block, Rect::from_min_size(pos2(left, top), vec2(share, row_height)), cell);
                left += share;
            }
            top += row_height;
        }
        let alike = network.sites.iter().filter(|other| other.template == spec.template).count();
        let rank = match () {
            () if alike > GROUP_MIN => Rank::Small,
            () if spec.zones.len() >= LARGE_ZONES => Rank::Large,
            () => Rank::Medium,
        };
        self.sites.push(SitePlan { centre, area, cell, rank });
    }

    fn place_zone(&mut self, network: &Network, block: &Block, area: Rect, cell: f32) {
        let inner = area.shrink(ZONE_MARGIN * cell * 0.5);
        self.zones[block.zone.us()] = inner;
        let grid = vec2(block.columns as f32, block.lines as f32) * cell;
        let first = pos2(
            inner.center().x - grid.x / 2.0,
            inner.min.y + ZONE_HEAD * cell + (inner.height() - ZONE_HEAD * cell - grid.y) / 2.0,
        );
        for (number, host) in network.zones.at(block.zone).hosts.iter().enumerate() {
            let (column, line) = (number % block.columns, number / block.columns);
            self.hosts[host.us()] = first + vec2(column as f32 + 0.5, line as f32 + 0.5) * cell;
        }
    }

    /// The host whose mark is nearest to `at`, within one cell of its site.
    pub fn host_at(&self, network: &Network, at: Pos2) -> Option<Ix<Host>> {
        let site = self.site_over(at)?;
        let hosts = network.sites.at(site).zones.iter().flat_map(|zone| &network.zones.at(*zone).hosts);
        let near = hosts.map(|host| (self.hosts[host.us()].distance_sq(at), *host));
        let (distance, host) = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (distance.sqrt() <= self.sites[site.us()].cell * 0.6).then_some(host)
    }

    /// The zone that covers `at`.
    pub fn zone_at(&self, at: Pos2) -> Option<Ix<Zone>> {
        self.zones.iter().position(|area| area.contains(at)).map(|index| Ix::new(index as u32))
    }

    /// The site whose plan covers `at`.
    pub fn site_over(&self, at: Pos2) -> Option<Ix<Site>> {
        self.sites.iter().position(|site| site.area.contains(at)).map(|index| Ix::new(index as u32))
    }

    /// The site whose middle is nearest to `at`, within `reach`.
    pub fn site_near(&self, at: Pos2, reach: f32) -> Option<Ix<Site>> {
        let near = self.sites.iter().enumerate().map(|(index, site)| (site.centre.distance_sq(at), index));
        let (distance, index) = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (distance.sqrt() <= reach).then(|| Ix::new(index as u32))
    }
}

/// A place in thousandths, in units of the map. What lies close around the middle of the province, where
/// the agencies are, is drawn further apart than the country around it.
fn spread((x, y): (i32, i32)) -> Pos2 {
    let from_middle = vec2(x as f32 - 500.0, y as f32 - 500.0) / 500.0;
    let radius = from_middle.length();
    let factor = if radius > 0.0 { (0.35 * radius + 0.65 * radius.sqrt()) / radius } else { 1.0 };
    // Corners would be drawn towards the middle; they keep their place.
    let factor = if radius > 1.0 { 1.0 } else { factor };
    (from_middle * factor * 0.5 * PROVINCE + PROVINCE * 0.5).to_pos2()
}

/// How wide and high something around the site `index` may be without touching its neighbours.
fn room_around(centres: &[Pos2], index: usize) -> Vec2 {
    let others = centres.iter().enumerate().filter(|(other, _)| *other != index);
    // Two rectangles of the province's proportions touch when their middles are nearer than this.
    let nearest = others
        .map(|(_, other)| {
            let apart = *other - centres[index];
            (apart.x.abs() / PROVINCE.x).max(apart.y.abs() / PROVINCE.y)
        })
        .fold(0.25, f32::min);
    PROVINCE * nearest
}

/// A zone in cells: its name, its hosts and the space around.
struct Block {
    zone: Ix<Zone>,
    columns: usize,
    lines: usize,
    size: Vec2,
}

impl Block {
    fn new(network: &Network, zone: Ix<Zone>) -> Self {
        let hosts = network.zones.at(zone).hosts.len().max(1);
        // About twice as wide as high: names under the hosts need width.
        let columns = (1..=hosts).find(|columns| columns * columns >= hosts * 2).unwrap_or(hosts);
        let lines = hosts.div_ceil(columns);
        let size = vec2(columns as f32, lines as f32 + ZONE_HEAD) + Vec2::splat(2.0 * ZONE_MARGIN);
        Self { zone, columns, lines, size: size.max(vec2(4.0, 0.0)) }
    }
}

/// Zones in rows, so that the whole is about as wide as the province is.
fn rows_of(blocks: &[Block]) -> Vec<Vec<&Block>> {
    let area: f32 = blocks.iter().map(|block| block.size.x * block.size.y).sum();
    let widest = blocks.iter().map(|block| block.size.x).fold(0.0, f32::max);
    let width = (area * PROVINCE.x / PROVINCE.y).sqrt().max(widest);
    let mut rows: Vec<Vec<&Block>> = Vec::new();
    let mut used = f32::INFINITY;
    for block in blocks {
        if used + block.size.x > width * 1.1 {
            rows.push(Vec::new());
            used = 0.0;
        }
        used += block.size.x;
        if let Some(row) = rows.last_mut() {
            row.push(block);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixture;

    #[test]
    fn every_host_stands_in_its_zone_and_every_zone_in_its_site() {
        let scenario = fixture::tiny();
        let network = &scenario.network;
        let layout = Layout::new(network);
        for host in network.hosts.indices() {
            let zone = network.hosts.at(host).zone;
            let (at, area) = (layout.hosts[host.us()], layout.zones[zone.us()]);
            assert!(area.contains(at), "{} at {at:?} is outside {area:?}", network.hosts.at(host).id);
            assert_eq!(layout.host_at(network, at), Some(host));
            let site = &layout.sites[network.zones.at(zone).site.us()];
            assert!(site.area.expand(0.01).contains_rect(area), "{:?} {area:?}", site.area);
        }
    }

    #[test]
    fn plans_of_sites_do_not_touch() {
        let scenario = fixture::tiny();
        let layout = Layout::new(&scenario.network);
        for (index, a) in layout.sites.iter().enumerate() {
            for b in &layout.sites[..index] {
                assert!(!a.area.intersects(b.area), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn the_middle_of_the_province_has_more_room() {
        let near = spread((536, 500)).x - spread((500, 500)).x;
        let far = spread((936, 500)).x - spread((900, 500)).x;
        assert!(near > 2.0 * far, "{near} {far}");
        assert_eq!(spread((1_000, 1_000)), PROVINCE.to_pos2());
    }
}
