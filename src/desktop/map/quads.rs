//! Rectangles with a sign and a colour: all that the map is drawn of, in one list.

use egui::{Color32, Pos2, Rect, Rgba, Vec2, vec2};

use super::shapes::Shape;

/// Rectangles, ready to become one mesh. Y points downwards here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quads {
    /// Corners.
    pub positions: Vec<[f32; 2]>,
    /// Their places in the texture.
    pub uvs: Vec<[f32; 2]>,
    /// Their colours: linear, not premultiplied.
    pub colors: Vec<[f32; 4]>,
}

impl Quads {
    /// A sign with its middle at `at`, `side` wide.
    pub fn sign(&mut self, shape: Shape, at: Pos2, side: f32, color: Color32) {
        let area = Rect::from_center_size(at, Vec2::splat(side));
        self.push([area.left_top(), area.right_top(), area.right_bottom(), area.left_bottom()], shape, color);
    }

    /// A filled rectangle.
    pub fn area(&mut self, area: Rect, color: Color32) {
        self.push([area.left_top(), area.right_top(), area.right_bottom(), area.left_bottom()], Shape::Solid, color);
    }

    /// The border of a rectangle, drawn inwards.
    pub fn border(&mut self, area: Rect, width: f32, color: Color32) {
        let (min, max) = (area.min, area.max);
        self.area(Rect::from_min_max(min, Pos2::new(max.x, min.y + width)), color);
        self.area(Rect::from_min_max(Pos2::new(min.x, max.y - width), max), color);
        self.area(Rect::from_min_max(Pos2::new(min.x, min.y + width), Pos2::new(min.x + width, max.y - width)), color);
        self.area(Rect::from_min_max(Pos2::new(max.x - width, min.y + width), Pos2::new(max.x, max.y - width)), color);
    }

    /// A line.
    pub fn line(&mut self, from: Pos2, to: Pos2, width: f32, color: Color32) {
        let along = to - from;
        let length = along.length();
        if length <= f32::EPSILON {
            return;
        }
        let side = vec2(-along.y, along.x) / length * (width / 2.0);
        self.push([from + side, to + side, to - side, from - side], Shape::Solid, color);
    }

    /// A broken line with strokes of `stroke`, at most as many as make sense to look at.
    pub fn broken_line(&mut self, from: Pos2, to: Pos2, width: f32, stroke: f32, color: Color32) {
        let along = to - from;
        let strokes = (along.length() / (2.0 * stroke)).clamp(1.0, 200.0).ceil();
        let part = along / (strokes * 2.0);
        for number in 0..strokes as u32 {
            let start = from + part * (number as f32 * 2.0);
            self.line(start, start + part, width, color);
        }
    }

    /// How many rectangles there are.
    pub fn len(&self) -> usize {
        self.positions.len() / 4
    }

    /// Corners of the triangles that make up the rectangles.
    pub fn indices(&self) -> Vec<u32> {
        (0..self.len() as u32).flat_map(|quad| [0, 1, 2, 0, 2, 3].map(|corner| quad * 4 + corner)).collect()
    }

    fn push(&mut self, corners: [Pos2; 4], shape: Shape, color: Color32) {
        let uv = shape.uv();
        let places = [uv.left_top(), uv.right_top(), uv.right_bottom(), uv.left_bottom()];
        let color = Rgba::from(color).to_rgba_unmultiplied();
        self.positions.extend(corners.map(|corner| [corner.x, corner.y]));
        self.uvs.extend(places.map(|place| [place.x, place.y]));
        self.colors.extend([color; 4]);
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn lines_and_signs_are_rectangles() {
        let mut quads = Quads::default();
        quads.line(pos2(0.0, 0.0), pos2(10.0, 0.0), 2.0, Color32::WHITE);
        quads.sign(Shape::Disc, pos2(5.0, 5.0), 4.0, Color32::BLACK);
        quads.line(pos2(3.0, 3.0), pos2(3.0, 3.0), 2.0, Color32::WHITE);
        assert_eq!(quads.len(), 2);
        assert_eq!(quads.positions[0], [0.0, 1.0]);
        assert_eq!(quads.positions[4..], [[3.0, 3.0], [7.0, 3.0], [7.0, 7.0], [3.0, 7.0]]);
        assert_eq!(quads.indices()[6..9], [4, 5, 6]);
    }

    #[test]
    fn a_broken_line_ends_before_its_end_and_never_grows_without_bound() {
        let mut quads = Quads::default();
        quads.broken_line(pos2(0.0, 0.0), pos2(100.0, 0.0), 1.0, 5.0, Color32::WHITE);
        assert_eq!(quads.len(), 10);
        let mut many = Quads::default();
        many.broken_line(pos2(0.0, 0.0), pos2(1e9, 0.0), 1.0, 1e-3, Color32::WHITE);
        assert_eq!(many.len(), 200);
    }
}
