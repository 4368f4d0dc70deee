//! Figures of lists of numbers.

use serde::Serialize;

use crate::model::Span;

/// How a list of numbers is spread. Quartiles are members of the list (nearest rank).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Smallest.
    pub min: u32,
    /// A quarter is not above it.
    pub lower_quartile: u32,
    /// Half is not above it.
    pub median: u32,
    /// Three quarters are not above it.
    pub upper_quartile: u32,
    /// Largest.
    pub max: u32,
    /// Mean.
    pub mean: f64,
}

impl Spread {
    /// The spread of `numbers`; none of an empty list.
    pub fn of(mut numbers: Vec<u32>) -> Option<Self> {
        numbers.sort_unstable();
        Some(Self {
            min: *numbers.first()?,
            lower_quartile: rank(&numbers, 1)?,
            median: rank(&numbers, 2)?,
            upper_quartile: rank(&numbers, 3)?,
            max: *numbers.last()?,
            mean: mean(&numbers)?,
        })
    }
}

/// Earliest, middle and latest of a list of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Times {
    /// Earliest.
    pub earliest: Span,
    /// Half are not later.
    pub median: Span,
    /// Latest.
    pub latest: Span,
}

impl Times {
    /// The times of a list; none of an empty one.
    pub fn of(mut times: Vec<Span>) -> Option<Self> {
        times.sort_unstable();
        Some(Self { earliest: *times.first()?, median: rank(&times, 2)?, latest: *times.last()? })
    }
}

/// The member of a sorted list at so many quarters of it.
fn rank<T: Copy>(sorted: &[T], quarters: usize) -> Option<T> {
    sorted.get((sorted.len() * quarters).div_ceil(4).saturating_sub(1)).copied()
}

fn mean(numbers: &[u32]) -> Option<f64> {
    let sum: u64 = numbers.iter().map(|number| u64::from(*number)).sum();
    (!numbers.is_empty()).then(|| sum as f64 / numbers.len() as f64)
}

/// How much of the spread of scores comes from luck and how much from skill, in squared thousandths of the
/// score. Luck: the variance of a team's scores over the seeds, averaged over the teams. Skill: the variance
/// of the teams' mean scores. Both divide by the number of members. Only teams that follow the plan count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LuckAndSkill {
    /// Variance by luck.
    pub luck_variance: f64,
    /// Variance by skill.
    pub skill_variance: f64,
    /// Luck's share of both together, from 0 to 1; 0 when all scores are equal.
    pub luck_share: f64,
}

impl LuckAndSkill {
    /// From the scores of each team; none with fewer than two teams that played.
    pub fn of(teams: &[Vec<u32>]) -> Option<Self> {
        let played: Vec<&Vec<u32>> = teams.iter().filter(|scores| !scores.is_empty()).collect();
        if played.len() < 2 {
            return None;
        }
        let floats = |scores: &[u32]| scores.iter().map(|score| f64::from(*score)).collect::<Vec<_>>();
        let within: Vec<f64> = played.iter().map(|scores| variance(&floats(scores))).collect();
        let means: Vec<f64> = played.iter().filter_map(|scores| mean(scores)).collect();
        let luck_variance = within.iter().sum::<f64>() / within.len() as f64;
        let skill_variance = variance(&means);
        let sum = luck_variance + skill_variance;
        let luck_share = if sum > 0.0 { luck_variance / sum } else { 0.0 };
        Some(Self { luck_variance, skill_variance, luck_share })
    }
}

fn variance(numbers: &[f64]) -> f64 {
    let count = numbers.len().max(1) as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    numbers.iter().map(|number| (number - mean) * (number - mean)).sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_members_of_the_list() {
        let spread = Spread::of(vec![40, 10, 30, 20]).unwrap();
        let quartiles = (spread.min, spread.lower_quartile, spread.median, spread.upper_quartile, spread.max);
        assert_eq!(quartiles, (10, 10, 20, 30, 40));
        assert!((spread.mean - 25.0).abs() < 1e-9);
        assert_eq!(Spread::of(vec![7]).map(|one| (one.min, one.median, one.max)), Some((7, 7, 7)));
        assert_eq!(Spread::of(Vec::new()), None);
    }

    #[test]
    fn luck_is_within_teams_and_skill_between_them() {
        let by_hand = LuckAndSkill::of(&[vec![0, 20], vec![100, 120]]).unwrap();
        assert!((by_hand.luck_variance - 100.0).abs() < 1e-9 && (by_hand.skill_variance - 2_500.0).abs() < 1e-9);
        assert!((by_hand.luck_share - 100.0 / 2_600.0).abs() < 1e-9);
        let only_luck = LuckAndSkill::of(&[vec![0, 100], vec![0, 100]]).unwrap();
        assert!((only_luck.luck_share - 1.0).abs() < 1e-9);
        assert_eq!(LuckAndSkill::of(&[vec![1, 2], Vec::new()]), None);
        assert!(LuckAndSkill::of(&[vec![5], vec![5]]).unwrap().luck_share.abs() < 1e-9);
    }
}
