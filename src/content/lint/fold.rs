//! Folds a condition as far as it can be told without playing: does it never hold, hold always, or is it open?

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::reach::Reach;
use crate::content::words::Words;
use crate::model::{Cond, Path, PathStep, Scope, Span};

/// How deep named conditions are followed; what lies deeper is open.
const NAMES_DEEP: usize = 32;

/// What a condition comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It never holds, and this is why.
    Never(Culprit),
    /// It always holds.
    Always,
    /// That depends.
    Open,
}

/// The part of a condition that can never hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Culprit {
    /// Where it stands.
    pub path: Path,
    /// Why it never holds.
    pub reason: Words,
}

/// What is known without playing.
pub struct Known<'a> {
    cx: &'a Context<'a>,
    /// What can happen; without it only what holds in every scenario of the province is told.
    reach: Option<&'a Reach<'a>>,
    ends: Option<Span>,
    hosts_by_site: BTreeMap<&'a str, usize>,
    hosts_by_zone: BTreeMap<&'a str, usize>,
    named: RefCell<BTreeMap<&'a str, Verdict>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Never,
    Always,
    Open,
}

impl<'a> Known<'a> {
    /// What is known of every scenario of the province.
    pub fn of_province(cx: &'a Context<'a>) -> Self {
        let (mut hosts_by_site, mut hosts_by_zone) = (BTreeMap::new(), BTreeMap::new());
        for zone in cx.network.iter().flat_map(|network| &network.zones) {
            *hosts_by_zone.entry(zone.id.as_str()).or_default() += zone.hosts.len();
            if let Some(site) = cx.network.and_then(|network| network.sites.get(zone.site.us())) {
                *hosts_by_site.entry(site.id.as_str()).or_default() += zone.hosts.len();
            }
        }
        Self { cx, reach: None, ends: None, hosts_by_site, hosts_by_zone, named: RefCell::default() }
    }

    /// What is known of this scenario.
    pub fn of_scenario(cx: &'a Context<'a>, reach: &'a Reach<'a>) -> Self {
        let ends = cx.files.scenario.as_ref().map(|scenario| scenario.ends);
        Self { reach: Some(reach), ends, ..Self::of_province(cx) }
    }

    /// Folds `cond` at `path`. Parts that never hold beside others that can are added to `dead`.
    pub fn fold(&self, cond: &'a Cond, path: &mut Path, dead: &mut Vec<Culprit>) -> Fold {
        self.fold_in(cond, path, dead, 0)
    }

    fn fold_in(&self, cond: &'a Cond, path: &mut Path, dead: &mut Vec<Culprit>, names: usize) -> Fold {
        let never = |path: &Path, reason| Fold::Never(Culprit { path: path.clone(), reason });
        match cond {
            Cond::All(parts) => {
                let mut folded = self.fold_each(parts, path, dead, names);
                if let Some(at) = folded.iter().position(|fold| matches!(fold, Fold::Never(_))) {
                    return folded.swap_remove(at);
                }
                if folded.iter().all(|fold| *fold == Fold::Always) { Fold::Always } else { Fold::Open }
            }
            Cond::Any(parts) => {
                let folded = self.fold_each(parts, path, dead, names);
                if folded.contains(&Fold::Always) {
                    return Fold::Always;
                }
                let culprits = |fold| if let Fold::Never(culprit) = fold { Some(culprit) } else { None };
                let count = folded.len();
                let mut culprits: Vec<Culprit> = folded.into_iter().filter_map(culprits).collect();
                if culprits.len() < count {
                    dead.append(&mut culprits);
                    return Fold::Open;
                }
                match culprits.into_iter().next() {
                    Some(first) => Fold::Never(first),
                    None => never(path, Words::new("content-never-empty")),
                }
            }
            Cond::Not(part) => {
                path.push(PathStep::Index(0));
                // What is dead inside is alive outside.
                let inside = self.fold_in(part, path, &mut Vec::new(), names);
                path.pop();
                match inside {
                    Fold::Never(_) => Fold::Always,
                    Fold::Always => never(path, Words::new("content-never-not")),
                    Fold::Open => Fold::Open,
                }
            }
            // In another scenario another condition may have this name.
            Cond::Named(_) if self.reach.is_none() => Fold::Open,
            Cond::Named(name) => match self.named(&name.id, names) {
                Verdict::Never => never(path, Words::new("content-never-named").text("id", name.id.as_str())),
                Verdict::Always => Fold::Always,
                Verdict::Open => Fold::Open,
            },
            Cond::Always | Cond::Hosts { at_least: 0, .. } | Cond::HostsEver { at_least: 0, .. } => Fold::Always,
            Cond::After(span) if *span <= Span::ZERO => Fold::Always,
            leaf => match self.why_never(leaf) {
                Some(reason) => never(path, reason),
                None => Fold::Open,
            },
        }
    }

    fn fold_each(&self, parts: &'a [Cond], path: &mut Path, dead: &mut Vec<Culprit>, names: usize) -> Vec<Fold> {
        let mut folded = Vec::with_capacity(parts.len());
        for (n, part) in parts.iter().enumerate() {
            path.extend([PathStep::Index(0), PathStep::Index(n)]);
            folded.push(self.fold_in(part, path, dead, names));
            path.truncate(path.len() - 2);
        }
        folded
    }

    /// Whether the condition with this name never holds.
    pub fn is_never(&self, id: &str) -> bool {
        self.named(id, 0) == Verdict::Never
    }

    fn named(&self, id: &str, names: usize) -> Verdict {
        if let Some(verdict) = self.named.borrow().get(id) {
            return *verdict;
        }
        let Some(cond) = self.cx.condition(id).filter(|_| names < NAMES_DEEP) else { return Verdict::Open };
        // Open while it is looked at, so that a circle ends.
        self.named.borrow_mut().insert(&cond.id, Verdict::Open);
        let verdict = match self.fold_in(&cond.when, &mut Path::new(), &mut Vec::new(), names + 1) {
            Fold::Never(_) => Verdict::Never,
            Fold::Always => Verdict::Always,
            Fold::Open => Verdict::Open,
        };
        self.named.borrow_mut().insert(&cond.id, verdict);
        verdict
    }

    /// Why a condition without others inside never holds.
    fn why_never(&self, leaf: &Cond) -> Option<Words> {
        match leaf {
            Cond::Never => Some(Words::new("content-never-literal")),
            Cond::Hosts { within, at_least, .. } | Cond::HostsEver { within, at_least, .. } => {
                let count = self.hosts_in(within)?;
                let message = Words::new("content-never-hosts").number("count", count).number("asked", *at_least);
                (count < *at_least as usize).then_some(message)
            }
            Cond::Leaked(store, asked) => {
                let stores = self.cx.files.province.iter().flat_map(|p| &p.systems).flat_map(|system| &system.data);
                let records = stores.into_iter().find(|known| known.id == store.id)?.records;
                let message = Words::new("content-never-records").number("count", records).number("asked", *asked);
                if records < *asked { Some(message) } else { self.why_never_here(leaf) }
            }
            Cond::Done { orders, .. } if orders.is_empty() => Some(Words::new("content-never-empty")),
            _ => self.why_never_here(leaf),
        }
    }

    /// Why it never holds in this scenario.
    fn why_never_here(&self, leaf: &Cond) -> Option<Words> {
        let reach = self.reach?;
        let missing = |set: &BTreeSet<&str>, id: &str, key| (!set.contains(id)).then(|| Words::new(key).text("id", id));
        match leaf {
            Cond::After(span) | Cond::SystemOutage(_, span) => {
                let ends = self.ends?;
                let message = Words::new("content-never-after").text("span", span.to_string());
                (*span > ends).then(|| message.text("ends", ends.to_string()))
            }
            Cond::Flag(flag) => missing(&reach.flags, &flag.id, "content-never-flag"),
            Cond::StepDone(step) | Cond::StepFailed(step) => missing(&reach.steps, &step.id, "content-never-step"),
            Cond::Implant { implant, .. } => missing(&reach.implants, &implant.id, "content-never-implant"),
            Cond::AccountTaken(account) | Cond::AccountUsable(account) => {
                missing(&reach.accounts, &account.id, "content-never-account")
            }
            Cond::Leaked(store, 1..) => missing(&reach.leaks, &store.id, "content-never-leaks"),
            Cond::Chosen(inject, choice) => {
                let injects = self.cx.files.scenario.iter().flat_map(|scenario| &scenario.injects);
                let count = injects.into_iter().find(|known| known.id == inject.id)?.choices.len();
                let message = Words::new("content-never-choice").text("id", inject.id.as_str());
                (usize::from(*choice) >= count).then(|| message.number("choice", *choice).number("count", count))
            }
            _ => None,
        }
    }

    /// How many hosts a part of the network has; none if that is not known.
    fn hosts_in(&self, scope: &Scope) -> Option<usize> {
        let province = self.cx.files.province.as_ref()?;
        let network = self.cx.network?;
        match scope {
            Scope::Anywhere => Some(network.hosts.len()),
            Scope::Site(site) => self.hosts_by_site.get(site.id.as_str()).copied(),
            Scope::Zone(zone) => self.hosts_by_zone.get(zone.id.as_str()).copied(),
            Scope::System(name) => {
                let system = province.systems.iter().find(|system| system.id == name.id)?;
                let of_components = system.components.iter().flat_map(|component| &component.hosts);
                let hosts = of_components.chain(system.data.iter().map(|store| &store.host));
                Some(hosts.map(|host| host.id.as_str()).collect::<BTreeSet<_>>().len())
            }
            Scope::Hosts(list) => Some(list.iter().map(|host| host.id.as_str()).collect::<BTreeSet<_>>().len()),
        }
    }
}
