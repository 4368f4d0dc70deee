//! Where the map is looked at from.

use egui::{Pos2, Rect, Vec2};

/// Smallest and largest zoom, in points for one unit of the map.
const ZOOM: (f32, f32) = (0.2, 40.0);
/// Points along the top of the pane where the systems and the buttons stand.
const TOP: f32 = 72.0;
/// Points along the bottom of the pane where the legend stands.
const BOTTOM: f32 = 56.0;
/// Seconds that a flight takes.
const FLIGHT_SECS: f64 = 0.45;

/// What can be seen of the map, in which size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// What stands in the middle of the pane.
    pub centre: Pos2,
    /// Points for one unit of the map.
    pub zoom: f32,
}

impl Outlook {
    /// All of `area` in a pane of this size, between what stands along its top and its bottom.
    pub fn of(area: Rect, pane: Vec2) -> Self {
        let free = (pane.y - TOP - BOTTOM).max(pane.y / 2.0);
        let zoom = (pane.x / area.width().max(1.0)).min(free / area.height().max(1.0)).clamp(ZOOM.0, ZOOM.1);
        let lower = (TOP - BOTTOM) / 2.0 / zoom;
        Self { centre: area.center() - Vec2::new(0.0, lower), zoom }
    }

    /// Where a point of the screen is on the map.
    pub fn on_map(&self, pane: Rect, at: Pos2) -> Pos2 {
        self.centre + (at - pane.center()) / self.zoom
    }

    /// Where a point of the map is on the screen.
    pub fn on_screen(&self, pane: Rect, at: Pos2) -> Pos2 {
        pane.center() + (at - self.centre) * self.zoom
    }

    /// What of the map is in sight.
    pub fn window(&self, pane: Rect) -> Rect {
        Rect::from_center_size(self.centre, pane.size() / self.zoom)
    }

    /// Zooms so that what is under `fixed` stays there.
    pub fn zoom_at(&mut self, pane: Rect, fixed: Pos2, factor: f32) {
        let held = self.on_map(pane, fixed);
        self.zoom = (self.zoom * factor).clamp(ZOOM.0, ZOOM.1);
        self.centre += held - self.on_map(pane, fixed);
    }

    /// Moves by so many points of the screen, without losing the map out of sight.
    pub fn pan(&mut self, by: Vec2, bounds: Rect) {
        self.centre = bounds.clamp(self.centre - by / self.zoom);
    }
}

/// A movement of the outlook from one place to another.
#[derive(Clone, Copy, Debug)]
pub struct Flight {
    from: Outlook,
    to: Outlook,
    began: f64,
}

impl Flight {
    /// A flight that begins now, in seconds of any clock.
    pub const fn new(from: Outlook, to: Outlook, now: f64) -> Self {
        Self { from, to, began: now }
    }

    /// Where it has come to, and whether it goes on.
    pub fn at(&self, now: f64) -> (Outlook, bool) {
        let share = ((now - self.began) / FLIGHT_SECS).clamp(0.0, 1.0) as f32;
        let eased = share * share * (3.0 - 2.0 * share);
        // Zoom goes by equal factors. The middle goes the way on which its place on the screen moves evenly.
        let ratio = self.to.zoom / self.from.zoom;
        let zoom = self.from.zoom * (ratio.ln() * eased).exp();
        let way = if (ratio - 1.0).abs() < 1e-3 {
            eased
        } else {
            (1.0 - self.from.zoom / zoom) / (1.0 - self.from.zoom / self.to.zoom)
        };
        let centre = self.from.centre + (self.to.centre - self.from.centre) * way.clamp(0.0, 1.0);
        let now = if share >= 1.0 { self.to } else { Outlook { centre, zoom } };
        (now, share < 1.0)
    }
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    const PANE: Rect = Rect { min: pos2(100.0, 50.0), max: pos2(900.0, 650.0) };

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut outlook = Outlook::of(Rect::from_min_size(pos2(0.0, 0.0), vec2(1_600.0, 1_000.0)), PANE.size());
        let pointer = pos2(250.0, 600.0);
        let before = outlook.on_map(PANE, pointer);
        outlook.zoom_at(PANE, pointer, 3.0);
        let after = outlook.on_map(PANE, pointer);
        assert!(before.distance(after) < 0.01, "{before:?} {after:?}");
        assert!(outlook.on_screen(PANE, after).distance(pointer) < 0.01);
    }

    #[test]
    fn the_map_cannot_be_lost() {
        let bounds = Rect::from_min_size(pos2(0.0, 0.0), vec2(1_600.0, 1_000.0));
        let mut outlook = Outlook::of(bounds, PANE.size());
        outlook.pan(vec2(1e6, -1e6), bounds);
        assert!(bounds.contains(outlook.centre));
        outlook.zoom_at(PANE, PANE.center(), 1e9);
        assert!(outlook.zoom <= ZOOM.1);
    }

    #[test]
    fn a_flight_ends_where_it_should() {
        let from = Outlook { centre: pos2(0.0, 0.0), zoom: 0.5 };
        let to = Outlook { centre: pos2(800.0, 300.0), zoom: 12.0 };
        let flight = Flight::new(from, to, 10.0);
        assert_eq!(flight.at(10.0).0.zoom, 0.5);
        let (middle, goes_on) = flight.at(10.2);
        assert!(goes_on && middle.zoom > 0.5 && middle.zoom < 12.0);
        assert_eq!(flight.at(10.0 + FLIGHT_SECS), (to, false));
    }
}
