//! Injects that the direction made up while the run went on: how they are judged, and what they are worth.
//!
//! Their points come out of what of the share nobody has earned yet, in proportion to their own: what is earned
//! stays earned, so the floor does not fall, and a share that is earned in full has nothing left to give. What was
//! done before such an inject was made up does not answer it `[P]`.

use std::sync::Arc;

use super::fold::Fold;
use super::lines::{self, Moment};
use super::rules::{InjectRule, Leaf, Node, Roles, Rules, Test};
use crate::model::{Inject, Ix, SimTime};
use crate::sim::{AdHoc, WantedDeed};

/// Units of a line for each point of an inject: fine enough to divide them.
pub(super) const UNITS_PER_POINT: u64 = 1 << 20;

impl Fold {
    /// Takes in an inject that was made up at `now`.
    pub(super) fn add(&mut self, ad_hoc: &AdHoc, now: SimTime) {
        let inject = Ix::new(self.sent.len() as u32);
        self.sent.push(None);
        let Some(wanted) = ad_hoc.wanted.as_ref().filter(|wanted| wanted.points > 0) else { return };
        let Some(deed) = &wanted.by else { return };
        let units = self.make_room(u64::from(wanted.points) * UNITS_PER_POINT, now);
        let rules = Arc::make_mut(&mut self.rules);
        let root = lay_out(rules, deed, inject);
        let made_up = Some(Arc::new(ad_hoc.clone()));
        rules.injects.push(InjectRule { inject, root, within: wanted.within, units, made_up });
        self.grow();
    }

    /// Makes room for a line of so many units among those that have not been earned; how many it gets.
    fn make_room(&mut self, wanted: u64, now: SimTime) -> u64 {
        let moment = Moment { now, settled: false, out_of_order_percent: 0 };
        let rules = self.rules.injects.iter().enumerate();
        let open: Vec<bool> = rules.map(|(n, rule)| lines::inject(self, moment, n, rule).credit == 0).collect();
        let rules = Arc::make_mut(&mut self.rules);
        let of_open = || open.iter().enumerate().filter(|(_, open)| **open).map(|(n, _)| n);
        let left: u64 = of_open().map(|n| rules.injects[n].units).sum();
        let mut kept = 0;
        for n in of_open().collect::<Vec<_>>() {
            let units = &mut rules.injects[n].units;
            *units = scaled(*units, left, left.saturating_add(wanted));
            kept += *units;
        }
        left - kept
    }
}

fn scaled(units: u64, by: u64, of: u64) -> u64 {
    u64::try_from(u128::from(units) * u128::from(by) / u128::from(of.max(1))).unwrap_or(u64::MAX)
}

/// Lays out the test of a deed; gives its root.
fn lay_out(rules: &mut Rules, deed: &WantedDeed, inject: Ix<Inject>) -> usize {
    let (root, leaf) = (rules.roots.len(), rules.leaves.len());
    let roles = |named: &[_]| Roles::new(named.iter().copied(), &rules.deputies);
    let index = &mut rules.index;
    let test = match deed {
        WantedDeed::Order { kinds, by } => {
            for kind in kinds {
                if let Some(leaves) = index.orders.get_mut(kind.us()).filter(|leaves| leaves.last() != Some(&leaf)) {
                    leaves.push(leaf);
                }
            }
            Test::Order { by: roles(by), on: super::rules::On::Anything }
        }
        WantedDeed::Report { form, by } => {
            if let Some(leaves) = index.forms.get_mut(form.us()) {
                leaves.push(leaf);
            }
            Test::Report { by: roles(by), min_right_percent: 0 }
        }
        WantedDeed::Message { from, to } => {
            index.messages.push(leaf);
            Test::Message { from: roles(from), to: roles(to), kinds: Vec::new(), with_fact: false }
        }
    };
    rules.roots.push(Node::Leaf(leaf));
    rules.leaves.push(Leaf { root, test, at_least: 1, after: Some(inject) });
    root
}
