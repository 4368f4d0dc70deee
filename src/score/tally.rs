//! Points out of lines, in whole millionths of the score, so that every total is the sum of its parts.

use crate::model::{Scenario, ScoreShares};

use super::fold::Fold;
use super::lines::{FULL, Line, Moment, lines};
use super::result::{Share, ShareKind, WHOLE_MICRO};

/// Points that a line can bring and brings, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Points {
    pub worth: i64,
    pub got: i64,
}

/// Lines with their points, shares and the total.
pub(super) struct Tally {
    pub lines: Vec<Line>,
    pub points: Vec<Points>,
    pub shares: Vec<Share>,
    /// Sum of the shares; below zero when penalties outweigh all else.
    pub total_micro: i64,
}

impl Tally {
    pub(super) fn new(fold: &Fold, scenario: &Scenario, at: Moment) -> Self {
        let lines = lines(fold, at);
        let worths = worths(&lines, &scenario.plan.shares);
        let mut points = vec![Points::default(); lines.len()];
        let mut shares = Vec::new();
        for kind in ShareKind::ALL {
            let items: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].share == kind).collect();
            let worth = worths.iter().find(|(share, _)| *share == kind).map_or(0, |(_, worth)| *worth);
            let got_micro = match kind {
                ShareKind::Penalties => cost(&lines, &items, &mut points),
                _ => apportion(&lines, &items, worth, &mut points),
            };
            shares.push(Share { kind, worth_micro: worth, got_micro, items });
        }
        let total_micro = shares.iter().map(|share| share.got_micro).sum();
        Self { lines, points, shares, total_micro }
    }

    /// The total in thousandths, 0 to 1000.
    pub(super) fn permille(&self) -> u32 {
        let permille = self.total_micro.clamp(0, WHOLE_MICRO) / (WHOLE_MICRO / 1_000);
        u32::try_from(permille).unwrap_or(0)
    }
}

fn units(lines: &[Line], kind: ShareKind) -> u64 {
    lines.iter().filter(|line| line.share == kind).map(|line| line.units).sum()
}

/// What each share can bring. What a share in which nothing applies would bring goes to the steps.
fn worths(lines: &[Line], shares: &ScoreShares) -> [(ShareKind, i64); 4] {
    let ScoreShares { steps, deadlines, evidence, communication, .. } = *shares;
    let sum: i64 = [steps, deadlines, evidence, communication].into_iter().map(i64::from).sum();
    let worth = |kind, share: u32| match units(lines, kind) {
        0 => 0,
        _ => WHOLE_MICRO * i64::from(share) / sum.max(1),
    };
    let others = [
        (ShareKind::Deadlines, worth(ShareKind::Deadlines, deadlines)),
        (ShareKind::Evidence, worth(ShareKind::Evidence, evidence)),
        (ShareKind::Communication, worth(ShareKind::Communication, communication)),
    ];
    let rest = WHOLE_MICRO - others.iter().map(|(_, worth)| worth).sum::<i64>();
    let [a, b, c] = others;
    [(ShareKind::Steps, rest), a, b, c]
}

/// Gives each line its part of what the share can bring and brings. Parts are differences of rounded running
/// sums, so that they add up to the share exactly.
fn apportion(lines: &[Line], items: &[usize], worth: i64, points: &mut [Points]) -> i64 {
    let all: u64 = items.iter().map(|n| lines[*n].units).sum();
    let part = |units: u64, per_unit: u64| {
        let whole = u128::from(all) * u128::from(per_unit);
        let part = u128::from(worth.unsigned_abs()) * u128::from(units) / whole.max(1);
        i64::try_from(part).unwrap_or(i64::MAX)
    };
    let (mut units, mut credits, mut sum) = (0, 0, Points::default());
    for n in items {
        units += lines[*n].units;
        credits += lines[*n].units * lines[*n].credit;
        let (worth, got) = (part(units, 1), part(credits, FULL));
        points[*n] = Points { worth: worth - sum.worth, got: got - sum.got };
        sum = Points { worth, got };
    }
    sum.got
}

/// Charges each penalty that is not spared.
fn cost(lines: &[Line], items: &[usize], points: &mut [Points]) -> i64 {
    let mut sum = 0;
    for n in items {
        let line = &lines[*n];
        let permille = if line.credit == FULL { 0 } else { i64::try_from(line.units).unwrap_or(0).min(1_000) };
        points[*n].got = -permille * (WHOLE_MICRO / 1_000);
        sum += points[*n].got;
    }
    sum
}
