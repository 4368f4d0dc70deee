//! Places of a group of sites on the map: a sunflower around the group's place, in whole numbers.

/// Fixed-point one.
const ONE: i64 = 1 << 30;
/// Cosine and sine of the golden angle (137.508°), in [`ONE`]s.
const GOLDEN: (i64, i64) = (-791_743_804, 725_302_181);
/// Distance between neighbours, in thousandths of the map.
const STEP: i64 = 42;
/// The map's border that stays free.
const BORDER: i32 = 20;

/// The place of the site number `copy` (from 0) of a group of `copies` around `centre`. The middle of a large
/// group stays free for what stands there.
pub fn place(centre: (i32, i32), copy: u32, copies: u32) -> (i32, i32) {
    if copies <= 1 {
        return centre;
    }
    let free = i64::from(copies) / 12;
    let radius = ((i64::from(copy) + free) * STEP * STEP).isqrt();
    let (cos, sin) = turned(copy);
    let at = |middle: i32, part: i64| {
        let offset = (radius * part + ONE / 2).div_euclid(ONE);
        (i64::from(middle) + offset).clamp(i64::from(BORDER), i64::from(1_000 - BORDER)) as i32
    };
    (at(centre.0, cos), at(centre.1, sin))
}

/// Cosine and sine of `times` golden angles.
fn turned(times: u32) -> (i64, i64) {
    let (mut result, mut power, mut left) = ((ONE, 0), GOLDEN, times);
    while left > 0 {
        if left & 1 == 1 {
            result = product(result, power);
        }
        power = product(power, power);
        left >>= 1;
    }
    result
}

/// Product of complex numbers.
fn product((a, b): (i64, i64), (c, d): (i64, i64)) -> (i64, i64) {
    let scaled = |n: i64| (n + ONE / 2).div_euclid(ONE);
    (scaled(a * c - b * d), scaled(a * d + b * c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_communes_keep_their_distance_and_stay_on_the_map() {
        let places: Vec<_> = (0..102).map(|copy| place((500, 500), copy, 102)).collect();
        for (index, a) in places.iter().enumerate() {
            assert!((BORDER..=1_000 - BORDER).contains(&a.0) && (BORDER..=1_000 - BORDER).contains(&a.1));
            for b in &places[..index] {
                let apart = (a.0 - b.0).pow(2) + (a.1 - b.1).pow(2);
                assert!(apart >= 50 * 50, "{a:?} and {b:?} touch");
            }
        }
    }

    #[test]
    fn turning_keeps_its_length_even_after_many_turns() {
        for times in [1, 2, 101, 4_999] {
            let (cos, sin) = turned(times);
            let off = (cos * cos + sin * sin) / ONE - ONE;
            assert!(off.abs() < ONE / 100_000, "{times}: {off}");
        }
    }
}
