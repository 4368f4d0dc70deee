//! Names on the map: few, the important ones first, none over another.

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, pos2, vec2};

use super::knowledge::{Knowledge, Known};
use super::layout::{Layout, Rank};
use super::scene::{is_open, site_points};
use crate::desktop::kit::{Selection, Theme, bold};
use crate::model::{Host, Ix, Lang, Network, Site, Table};

/// Names drawn at most.
const LABELS_MAX: usize = 60;
/// Room between names, in points.
const NAME_GAP: egui::Vec2 = vec2(6.0, 1.0);
/// Names looked at, at most.
const CANDIDATES_MAX: usize = 400;
/// Points that a host must have for itself before its name is written.
const HOST_NAME_POINTS: f32 = 44.0;
/// Points that a commune must have for itself before its name is written though nothing is known of it.
const SMALL_NAME_ZOOM: f32 = 1.1;

/// A name that may be drawn.
struct Label {
    /// More important ones are drawn first.
    weight: u32,
    text: String,
    /// Where it may go, the best place first.
    places: Vec<(Pos2, Align2)>,
    color: Color32,
    strong: bool,
    /// Whether it is written even over signs where there is no free place.
    keeps: bool,
    /// Longer names are cut to this width, in points.
    width: f32,
}

/// What names depend on.
pub struct Labels<'a> {
    /// The public network.
    pub network: &'a Network,
    /// Where everything stands.
    pub layout: &'a Layout,
    /// What the seat knows.
    pub knowledge: &'a Knowledge,
    /// Colours.
    pub theme: &'a Theme,
    /// Language of the names.
    pub lang: Lang,
    /// Points for one unit of the map.
    pub zoom: f32,
    /// What is in sight, in units of the map.
    pub window: Rect,
    /// What is chosen.
    pub selection: Option<Selection>,
    /// What the pointer is over.
    pub hovered: Option<Selection>,
}

impl Labels<'_> {
    /// Draws the names; `on_screen` says where a point of the map is. Names keep off the `taken` areas.
    pub fn paint(&self, painter: &Painter, on_screen: &dyn Fn(Pos2) -> Pos2, taken: Vec<Rect>) {
        let mut labels = self.candidates();
        labels.sort_by_key(|label| std::cmp::Reverse(label.weight));
        let signs = self.signs(on_screen);
        let mut written = taken;
        let clip = painter.clip_rect();
        let mut drawn = 0;
        for label in labels.iter().take(CANDIDATES_MAX) {
            let galley = self.layout_text(painter, label);
            let places = label.places.iter();
            let areas = places.map(|(at, anchor)| anchor.anchor_size(on_screen(*at), galley.size()));
            let areas: Vec<Rect> = areas.filter(|area| clip.contains_rect(*area)).collect();
            let off =
                |area: &Rect, others: &[Rect]| !others.iter().any(|other| other.intersects(area.expand2(NAME_GAP)));
            let free = areas.iter().find(|area| off(area, &written) && off(area, &signs));
            // What matters keeps its name even over signs; never over another name.
            let crowded = || areas.iter().find(|area| label.keeps && off(area, &written));
            let Some(&area) = free.or_else(crowded) else { continue };
            painter.rect_filled(area.expand2(vec2(3.0, 0.0)), 2.0, self.theme.colors.window);
            painter.galley(area.min, galley, label.color);
            written.push(area);
            drawn += 1;
            if drawn == LABELS_MAX {
                return;
            }
        }
    }

    /// Where the signs of agencies stand, and of communes in trouble: names keep off them. The other communes are too
    /// many to keep off.
    fn signs(&self, on_screen: &dyn Fn(Pos2) -> Pos2) -> Vec<Rect> {
        let sites = self.network.sites.indices().filter(|site| !is_open(self.layout, *site, self.zoom));
        let sign = |site: Ix<Site>| {
            let plan = &self.layout.sites[site.us()];
            let trouble = self.knowledge.sites[site.us()].known > Known::Treated;
            // The signs of trouble fill their square, the others are small circles in it.
            let side = site_points(plan.rank) * if trouble { 0.95 } else { 0.7 };
            (trouble || plan.rank > Rank::Small)
                .then(|| Rect::from_center_size(on_screen(plan.centre), egui::Vec2::splat(side)))
        };
        sites.filter_map(sign).collect()
    }

    fn layout_text(&self, painter: &Painter, label: &Label) -> Arc<Galley> {
        let family = if label.strong { bold() } else { egui::FontFamily::Proportional };
        let font = FontId::new(self.theme.text.small, family);
        let mut job = egui::text::LayoutJob::simple_singleline(label.text.clone(), font, label.color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(label.width);
        painter.layout_job(job)
    }

    fn candidates(&self) -> Vec<Label> {
        let mut labels = Vec::new();
        for site in self.network.sites.indices() {
            let plan = &self.layout.sites[site.us()];
            if !self.window.intersects(plan.area) && !self.window.contains(plan.centre) {
                continue;
            }
            if is_open(self.layout, site, self.zoom) {
                self.plan(site, &mut labels);
            } else {
                labels.extend(self.site(site));
            }
        }
        labels
    }

    fn site(&self, site: Ix<Site>) -> Option<Label> {
        let c = &self.theme.colors;
        let plan = &self.layout.sites[site.us()];
        let mark = self.knowledge.sites[site.us()];
        let wanted = self.selection == Some(Selection::Site(site)) || self.hovered == Some(Selection::Site(site));
        let trouble = mark.known > Known::Treated;
        let quiet = plan.rank == Rank::Small && self.zoom < SMALL_NAME_ZOOM;
        if quiet && !wanted && !trouble {
            return None;
        }
        let name = self.network.sites.at(site).name.get(self.lang);
        let text = if mark.hosts > 1 && trouble { format!("{name} · {}", mark.hosts) } else { name.to_owned() };
        let weight = 1_000 * u32::from(wanted) + 100 * u32::from(trouble) * mark.known as u32 + 10 * plan.rank as u32;
        let off = site_points(plan.rank) / self.zoom * 0.62;
        Some(Label {
            weight: weight + 1,
            text,
            places: vec![
                (plan.centre + vec2(0.0, off), Align2::CENTER_TOP),
                (plan.centre - vec2(0.0, off), Align2::CENTER_BOTTOM),
                (plan.centre + vec2(off, 0.0), Align2::LEFT_CENTER),
                (plan.centre - vec2(off, 0.0), Align2::RIGHT_CENTER),
            ],
            color: if trouble || wanted || plan.rank == Rank::Large { c.text } else { c.soft },
            strong: wanted || trouble,
            keeps: wanted || trouble || plan.rank == Rank::Large,
            width: self.theme.text.small * if wanted { 27.0 } else { 12.5 },
        })
    }

    fn plan(&self, site: Ix<Site>, labels: &mut Vec<Label>) {
        let c = &self.theme.colors;
        let plan = &self.layout.sites[site.us()];
        let cell = plan.cell * self.zoom;
        let top = plan.area.center_top();
        labels.push(Label {
            weight: 500 + 10 * plan.rank as u32,
            text: self.network.sites.at(site).name.get(self.lang).to_owned(),
            // The name of a large plan stays in sight while any of the plan is.
            places: vec![(
                pos2(top.x, top.y.max(self.window.min.y + 20.0 / self.zoom).min(plan.area.max.y)),
                Align2::CENTER_BOTTOM,
            )],
            color: c.text,
            strong: true,
            keeps: true,
            width: (plan.area.width() * self.zoom).max(120.0),
        });
        for zone in &self.network.sites.at(site).zones {
            let area = self.layout.zones[zone.us()];
            if !self.window.intersects(area) {
                continue;
            }
            if cell >= 12.0 {
                labels.push(Label {
                    weight: 400,
                    text: self.network.zones.at(*zone).name.get(self.lang).to_owned(),
                    places: vec![(area.left_top() + vec2(4.0, 2.0) / self.zoom, Align2::LEFT_TOP)],
                    color: c.soft,
                    strong: false,
                    keeps: false,
                    width: area.width() * self.zoom - 8.0,
                });
            }
            labels.extend(self.network.zones.at(*zone).hosts.iter().filter_map(|host| self.host(*host, plan.cell)));
        }
    }

    fn host(&self, host: Ix<Host>, cell: f32) -> Option<Label> {
        let c = &self.theme.colors;
        let at = self.layout.hosts[host.us()];
        let known = self.knowledge.hosts[host.us()].known;
        let wanted = self.selection == Some(Selection::Host(host)) || self.hovered == Some(Selection::Host(host));
        let trouble = known > Known::Treated;
        let points = cell * self.zoom;
        if !self.window.contains(at) || !(wanted || points >= HOST_NAME_POINTS || trouble && points >= 16.0) {
            return None;
        }
        let id = &self.network.hosts.at(host).id;
        let name = id.split_once('/').map_or(id.as_str(), |(_, name)| name);
        Some(Label {
            weight: 1_000 * u32::from(wanted) + 300 * u32::from(trouble) + 20 * known as u32,
            text: name.to_owned(),
            places: vec![(at + vec2(0.0, (cell * 0.36).min(13.0 / self.zoom)), Align2::CENTER_TOP)],
            color: if trouble || wanted { c.text } else { c.soft },
            strong: wanted,
            keeps: wanted,
            width: points.max(90.0),
        })
    }
}
