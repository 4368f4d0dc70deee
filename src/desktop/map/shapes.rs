//! The signs of the map, drawn into one small texture: what is known is told by shape as well as by colour.

use egui::{Rect, Vec2, pos2, vec2};

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Nothing known against it.
    Disc,
    /// Treated: a disc with a tick cut out.
    Tick,
    /// An alert.
    Triangle,
    /// In the adversary's hands.
    Diamond,
    /// Encrypted or altered: a square with a cross cut out.
    Crossed,
    /// Off: a hollow disc.
    Hollow,
    /// Cut off: a broken ring around the rest.
    BrokenRing,
    /// Under maintenance: a small square with a bar.
    Bar,
    /// Chosen: four corners.
    Corners,
    /// Something new: a thin ring.
    Ring,
    /// The outside world: rings within each other.
    World,
    /// Filled all over: lines and boxes.
    Solid,
}

impl Shape {
    /// All of them, by their place in the texture.
    pub const ALL: [Self; 12] = [
        Self::Disc,
        Self::Tick,
        Self::Triangle,
        Self::Diamond,
        Self::Crossed,
        Self::Hollow,
        Self::BrokenRing,
        Self::Bar,
        Self::Corners,
        Self::Ring,
        Self::World,
        Self::Solid,
    ];

    /// Where it is in the texture, in shares of its size.
    pub fn uv(self) -> Rect {
        let (column, row) = (self as usize % COLUMNS, self as usize / COLUMNS);
        let cell = vec2(1.0 / COLUMNS as f32, 1.0 / ROWS as f32);
        let rect = Rect::from_min_size(pos2(column as f32 * cell.x, row as f32 * cell.y), cell);
        // What is solid is taken from the middle of its cell, so that no neighbour shines in.
        if self == Self::Solid { Rect::from_center_size(rect.center(), cell * 0.2) } else { rect }
    }

    /// How far `at` lies outside the shape, in shares of half a cell; negative inside.
    fn distance(self, at: Vec2) -> f32 {
        let (x, y) = (at.x.abs(), at.y.abs());
        let radius = at.length();
        let square = x.max(y);
        let ring = |r: f32, half_width: f32| (radius - r).abs() - half_width;
        match self {
            Self::Disc => radius - 0.62,
            Self::Tick => (radius - 0.66).max(-tick(at)),
            Self::Triangle => {
                let edge = 0.866 * x + 0.5 * (-at.y) - 0.43;
                (edge.max(at.y - 0.55)) * 1.0
            }
            Self::Diamond => (x + y - 0.86) * 0.707,
            Self::Crossed => (square - 0.62).max(-(((x - y).abs() * 0.707 - 0.13).max(square - 0.46))),
            Self::Hollow => ring(0.54, 0.1),
            Self::BrokenRing => ring(0.84, 0.075).max(0.16 - x.min(y)),
            Self::Bar => (square - 0.5).max(-((y - 0.12).max(x - 0.34))),
            Self::Corners => (square - 0.9).max(0.74 - square).max(0.5 - x.min(y)),
            Self::Ring => ring(0.86, 0.06),
            Self::World => ring(0.8, 0.07).min(ring(0.48, 0.07)).min(radius - 0.2),
            Self::Solid => -1.0,
        }
    }
}

/// How far `at` lies outside a tick.
fn tick(at: Vec2) -> f32 {
    let stroke = |from: Vec2, to: Vec2| {
        let (along, off) = (to - from, at - from);
        let share = (off.dot(along) / along.length_sq()).clamp(0.0, 1.0);
        (off - along * share).length() - 0.1
    };
    let knee = vec2(-0.08, 0.26);
    stroke(vec2(-0.34, 0.0), knee).min(stroke(knee, vec2(0.34, -0.26)))
}

const COLUMNS: usize = 4;
const ROWS: usize = 3;
/// Side of a cell in pixels.
const CELL_PX: usize = 48;
/// Size of the texture in pixels.
pub const TEXTURE_PX: (usize, usize) = (COLUMNS * CELL_PX, ROWS * CELL_PX);

/// The texture: white, with the signs in its alpha channel, four bytes a pixel.
pub fn texture() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(TEXTURE_PX.0 * TEXTURE_PX.1 * 4);
    for y in 0..TEXTURE_PX.1 {
        for x in 0..TEXTURE_PX.0 {
            let shape = Shape::ALL[y / CELL_PX * COLUMNS + x / CELL_PX];
            let share = |n: usize| ((n % CELL_PX) as f32 + 0.5) / CELL_PX as f32 * 2.0 - 1.0;
            // Half a pixel on each side of the edge is blurred.
            let pixels_outside = shape.distance(vec2(share(x), share(y))) * CELL_PX as f32 / 2.0;
            let cover = (0.5 - pixels_outside).clamp(0.0, 1.0);
            bytes.extend([255, 255, 255, (cover * 255.0).round() as u8]);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_stays_in_its_cell_and_looks_like_no_other() {
        let bytes = texture();
        let cell = |shape: Shape| -> Vec<u8> {
            let (column, row) = (shape as usize % COLUMNS, shape as usize / COLUMNS);
            let pixel = |x: usize, y: usize| bytes[((row * CELL_PX + y) * TEXTURE_PX.0 + column * CELL_PX + x) * 4 + 3];
            (0..CELL_PX).flat_map(|y| (0..CELL_PX).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect()
        };
        for shape in Shape::ALL {
            let own = cell(shape);
            let inked = own.iter().filter(|alpha| **alpha > 127).count();
            assert!(inked > 100, "{shape:?} has only {inked} pixels");
            if shape != Shape::Solid {
                let border = |n: &usize| n.is_multiple_of(CELL_PX) || n / CELL_PX == 0;
                assert!(own.iter().enumerate().all(|(n, alpha)| !border(&n) || *alpha == 0), "{shape:?} is cut off");
            }
            for other in Shape::ALL.into_iter().filter(|other| *other > shape) {
                let different = own.iter().zip(cell(other)).filter(|(a, b)| a.abs_diff(*b) > 100).count();
                assert!(different > 120, "{shape:?} and {other:?} differ in only {different} pixels");
            }
        }
    }
}
