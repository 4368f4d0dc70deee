//! What is drawn of the map: sites from afar, zones and hosts from near, each with what is known of it.

use egui::{Color32, Pos2, Rect};

use super::knowledge::{HostMark, Knowledge, Known, SiteMark};
use super::layout::{Layout, Rank};
use super::quads::Quads;
use super::shapes::Shape;
use crate::desktop::kit::{Selection, Theme};
use crate::model::{Host, Ix, Network, Site, Table};

/// Points that a host must have for itself before the plan of its site is drawn instead of one sign.
pub const OPEN_CELL_POINTS: f32 = 7.0;

/// All that the drawing depends on.
pub struct Scene<'a> {
    /// The public network.
    pub network: &'a Network,
    /// Where everything stands.
    pub layout: &'a Layout,
    /// What the seat knows.
    pub knowledge: &'a Knowledge,
    /// Where the attack stood without the seat knowing; none while a run is played.
    pub hidden: Option<&'a Knowledge>,
    /// Colours.
    pub theme: &'a Theme,
    /// Points for one unit of the map.
    pub zoom: f32,
    /// What can be seen, in units of the map.
    pub window: Rect,
    /// What is chosen.
    pub selection: Option<Selection>,
    /// Hosts about which something new is known, and how far their pulse has gone, from 0 to 1.
    pub pulses: &'a [(Ix<Host>, f32)],
}

/// Whether the plan of a site is drawn at this zoom, and not one sign for it.
pub fn is_open(layout: &Layout, site: Ix<Site>, zoom: f32) -> bool {
    layout.sites[site.us()].cell * zoom >= OPEN_CELL_POINTS
}

/// Side of the sign of a site, in points.
pub const fn site_points(rank: Rank) -> f32 {
    match rank {
        Rank::Small => 14.0,
        Rank::Medium => 22.0,
        Rank::Large => 34.0,
    }
}

/// The shape and the colour that say what is known.
pub fn sign_of(known: Known, theme: &Theme) -> (Shape, Color32) {
    let c = &theme.colors;
    match known {
        Known::Normal => (Shape::Disc, c.normal),
        Known::Treated => (Shape::Tick, c.low),
        Known::Alert => (Shape::Triangle, c.alert),
        Known::Held => (Shape::Diamond, c.held),
        Known::Spoiled => (Shape::Crossed, c.spoiled),
    }
}

impl Scene<'_> {
    /// Everything that is in sight.
    pub fn quads(&self) -> Quads {
        let mut quads = Quads::default();
        self.links(&mut quads);
        for site in self.network.sites.indices() {
            let plan = &self.layout.sites[site.us()];
            let reach = self.points(site_points(plan.rank));
            if !self.window.intersects(plan.area.expand(reach)) {
                continue;
            }
            if is_open(self.layout, site, self.zoom) {
                self.plan(site, &mut quads);
            } else {
                self.site(site, &mut quads);
            }
        }
        self.pulses(&mut quads);
        quads
    }

    /// So many points, in units of the map.
    fn points(&self, points: f32) -> f32 {
        points / self.zoom
    }

    fn links(&self, quads: &mut Quads) {
        let c = &self.theme.colors;
        for link in &self.network.links {
            let (a, b) = (self.network.zones.at(link.a), self.network.zones.at(link.b));
            let cut = self.knowledge.cut_zones[link.a.us()] || self.knowledge.cut_zones[link.b.us()];
            let inside = a.site == b.site;
            if inside && !is_open(self.layout, a.site, self.zoom) {
                continue;
            }
            // Every commune hangs on the Internet too; from afar those lines would hide all others.
            let outward = (a.internet || b.internet) && !cut && !self.is_lit(a.site) && !self.is_lit(b.site);
            if outward && [a.site, b.site].iter().any(|site| self.layout.sites[site.us()].rank == Rank::Small) {
                continue;
            }
            let (from, to) = (self.end(link.a), self.end(link.b));
            if !self.window.intersects(Rect::from_two_pos(from, to)) {
                continue;
            }
            let lit = !inside && (self.is_lit(a.site) || self.is_lit(b.site));
            let width = self.points(if lit || inside { 2.0 } else { 1.2 });
            match (cut, lit) {
                (true, _) => quads.broken_line(from, to, self.points(1.6), self.points(4.0), c.isolated),
                (false, true) => quads.line(from, to, width, c.accent.gamma_multiply(0.7)),
                (false, false) => quads.line(from, to, width, c.link),
            }
        }
    }

    /// Where a link to `zone` ends: at the zone when its site is open, else at the sign of the site.
    fn end(&self, zone: Ix<crate::model::Zone>) -> Pos2 {
        let site = self.network.zones.at(zone).site;
        if is_open(self.layout, site, self.zoom) {
            self.layout.zones[zone.us()].center()
        } else {
            self.layout.sites[site.us()].centre
        }
    }

    /// Whether the links of a site stand out. Those of the outside world do not: there are too many.
    fn is_lit(&self, site: Ix<Site>) -> bool {
        self.chosen_site() == Some(site) && !self.is_outside(site)
    }

    fn is_outside(&self, site: Ix<Site>) -> bool {
        self.network.sites.at(site).zones.iter().any(|zone| self.network.zones.at(*zone).internet)
    }

    fn chosen_site(&self) -> Option<Ix<Site>> {
        match self.selection? {
            Selection::Site(site) => Some(site),
            Selection::Zone(zone) => Some(self.network.zones.at(zone).site),
            Selection::Host(host) => Some(self.network.hosts.at(host).site),
            _ => None,
        }
    }

    fn site(&self, site: Ix<Site>, quads: &mut Quads) {
        let c = &self.theme.colors;
        let plan = &self.layout.sites[site.us()];
        let mark: SiteMark = self.knowledge.sites[site.us()];
        let side = self.points(site_points(plan.rank));
        let outside = self.is_outside(site);
        let (shape, color) = match sign_of(mark.known, self.theme) {
            (Shape::Disc, color) if outside => (Shape::World, color),
            sign => sign,
        };
        // What is known to be wrong is drawn a little larger than what stands around it.
        let side = if mark.known > Known::Treated { side * 1.25 } else { side };
        quads.sign(shape, plan.centre, side, color);
        if mark.cut {
            quads.sign(Shape::BrokenRing, plan.centre, side * 1.35, c.isolated);
        } else if mark.some_cut {
            quads.sign(Shape::BrokenRing, plan.centre, side * 1.35, c.isolated.gamma_multiply(0.6));
        }
        if mark.maintenance {
            let corner = plan.centre + egui::vec2(side, -side) * 0.4;
            quads.sign(Shape::Bar, corner, self.points(13.0), c.maintenance);
        }
        if let Some(hidden) = self.hidden {
            self.hidden(hidden.sites[site.us()].known, plan.centre, side, quads);
        }
        if self.chosen_site() == Some(site) {
            quads.sign(Shape::Corners, plan.centre, side * 1.5, c.accent);
        }
    }

    fn plan(&self, site: Ix<Site>, quads: &mut Quads) {
        let c = &self.theme.colors;
        let plan = &self.layout.sites[site.us()];
        quads.area(plan.area, c.panel.gamma_multiply(0.6));
        let chosen = self.selection == Some(Selection::Site(site));
        let (border, color) = if chosen { (2.0, c.accent) } else { (1.0, c.line) };
        quads.border(plan.area, self.points(border), color);
        for zone in &self.network.sites.at(site).zones {
            let area = self.layout.zones[zone.us()];
            if !self.window.intersects(area) {
                continue;
            }
            quads.area(area, c.panel);
            let chosen = self.selection == Some(Selection::Zone(*zone));
            let (border, color) = match (chosen, self.knowledge.cut_zones[zone.us()]) {
                (true, _) => (2.0, c.accent),
                (false, true) => (2.0, c.isolated),
                (false, false) => (1.0, c.link),
            };
            quads.border(area, self.points(border), color);
            for host in &self.network.zones.at(*zone).hosts {
                self.host(*host, plan.cell, quads);
            }
        }
    }

    fn host(&self, host: Ix<Host>, cell: f32, quads: &mut Quads) {
        let c = &self.theme.colors;
        let at = self.layout.hosts[host.us()];
        let mark: HostMark = self.knowledge.hosts[host.us()];
        let side = (cell * 0.62).min(self.points(24.0));
        let (shape, color) = match sign_of(mark.known, self.theme) {
            (Shape::Disc, _) if mark.off => (Shape::Hollow, c.off),
            sign => sign,
        };
        quads.sign(shape, at, side, color);
        if mark.off && shape != Shape::Hollow {
            quads.sign(Shape::Hollow, at + egui::vec2(side, side) * 0.4, side * 0.6, c.off);
        }
        if mark.cut {
            quads.sign(Shape::BrokenRing, at, side * 1.3, c.isolated);
        }
        if mark.maintenance {
            quads.sign(Shape::Bar, at + egui::vec2(side, -side) * 0.42, side * 0.55, c.maintenance);
        }
        if let Some(hidden) = self.hidden {
            self.hidden(hidden.hosts[host.us()].known, at, side, quads);
        }
        if self.selection == Some(Selection::Host(host)) {
            quads.sign(Shape::Corners, at, side * 1.5, c.accent);
        }
    }

    /// Where the attack stood without the seat knowing: a ring around what it took for well, and beside it the sign
    /// of what was true.
    fn hidden(&self, truth: Known, at: Pos2, side: f32, quads: &mut Quads) {
        if truth <= Known::Treated {
            return;
        }
        let (shape, color) = sign_of(truth, self.theme);
        quads.sign(Shape::Ring, at, side * 1.7, color);
        quads.sign(shape, at + egui::vec2(side, -side) * 0.55, side * 0.7, color);
    }

    fn pulses(&self, quads: &mut Quads) {
        for (host, gone) in self.pulses {
            let site = self.network.hosts.at(*host).site;
            let plan = &self.layout.sites[site.us()];
            let (at, side) = if is_open(self.layout, site, self.zoom) {
                (self.layout.hosts[host.us()], plan.cell)
            } else {
                (plan.centre, self.points(site_points(plan.rank)))
            };
            let (_, color) = sign_of(self.knowledge.hosts[host.us()].known, self.theme);
            quads.sign(Shape::Ring, at, side * (1.0 + 2.0 * gone), color.gamma_multiply(1.0 - gone));
        }
    }
}
