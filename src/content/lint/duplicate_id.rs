//! `duplicate-id`: nothing has two things of the same name, also not once templates and counts are expanded.

use std::collections::BTreeSet;

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::limits;
use crate::content::tree::{Body, Node};
use crate::content::words::Words;
use crate::model::Path;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (kind, tree) in cx.trees() {
        tree.walk(&mut |_, node| within_list(node, kind, found));
    }
    expanded_sites(cx, found);
    expanded_hosts(cx, found);
    data_stores(cx, found);
    shared_and_own(cx, found);
}

fn message(id: &str) -> Words {
    Words::new("content-duplicate-id").text("id", id)
}

fn within_list(node: &Node, kind: FileKind, found: &mut Found) {
    let Body::Items(items) = &node.body else { return };
    let mut seen = BTreeSet::new();
    for id in items.iter().filter_map(|item| item.field("id")) {
        let Some(text) = id.text().or(id.name.as_deref()) else { continue };
        if !seen.insert(text) {
            found.error_at(message(text), kind, id);
        }
    }
}

/// Reports the first name of `names` that an earlier entry (with another id in the file) has too.
fn expanded<'a>(
    entries: impl Iterator<Item = (&'a str, Option<u32>, Path)>,
    name: impl Fn(&str, u32) -> String,
    found: &mut Found,
) {
    let (mut seen, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut made = 0;
    for (id, count, path) in entries {
        // The same id twice is found in the list already.
        let is_new_id = ids.insert(id);
        let mut clash = None;
        for copy in 0..count.unwrap_or(1) {
            made += 1;
            if made > limits::HOSTS {
                return;
            }
            let name = if count.is_some() { name(id, copy + 1) } else { id.to_owned() };
            if seen.contains(&name) {
                clash.get_or_insert(name);
            } else {
                seen.insert(name);
            }
        }
        if let Some(name) = clash.filter(|_| is_new_id) {
            found.error(message(&name), FileKind::Province, path);
        }
    }
}

fn expanded_sites(cx: &Context<'_>, found: &mut Found) {
    let sites = cx.files.province.iter().flat_map(|province| &province.sites).enumerate();
    let sites = sites.map(|(n, site)| (site.id.as_str(), site.count, at!(sites [n] id)));
    expanded(sites, |id, copy| format!("{id}-{copy:03}"), found);
}

fn expanded_hosts(cx: &Context<'_>, found: &mut Found) {
    for (t, template) in cx.files.province.iter().flat_map(|province| &province.templates).enumerate() {
        let mut in_other_zones = BTreeSet::new();
        for (z, zone) in template.zones.iter().enumerate() {
            for (h, host) in zone.hosts.iter().enumerate() {
                if in_other_zones.contains(host.id.as_str()) {
                    found.error(message(&host.id), FileKind::Province, at!(templates [t] zones [z] hosts [h] id));
                }
            }
            in_other_zones.extend(zone.hosts.iter().map(|host| host.id.as_str()));
        }
        let hosts = template.zones.iter().enumerate().flat_map(|(z, zone)| {
            let hosts = zone.hosts.iter().enumerate();
            hosts.map(move |(h, host)| (host.id.as_str(), host.count, at!(templates [t] zones [z] hosts [h] id)))
        });
        expanded(hosts, |id, copy| format!("{id}-{copy:02}"), found);
    }
}

fn data_stores(cx: &Context<'_>, found: &mut Found) {
    let mut in_other_systems = BTreeSet::new();
    for (s, system) in cx.files.province.iter().flat_map(|province| &province.systems).enumerate() {
        for (d, store) in system.data.iter().enumerate() {
            if in_other_systems.contains(store.id.as_str()) {
                found.error(message(&store.id), FileKind::Province, at!(systems [s] data [d] id));
            }
        }
        in_other_systems.extend(system.data.iter().map(|store| store.id.as_str()));
    }
}

/// Alert rules and noise of the scenario join those of the province.
fn shared_and_own(cx: &Context<'_>, found: &mut Found) {
    let (Some(signals), Some(scenario)) = (&cx.files.signals, &cx.files.scenario) else { return };
    for (n, alert) in scenario.alerts.iter().enumerate() {
        if signals.alerts.iter().any(|shared| shared.id == alert.id) {
            found.error(message(&alert.id), FileKind::Scenario, at!(alerts [n] id));
        }
    }
    for (n, noise) in scenario.noise.iter().enumerate() {
        if signals.noise.iter().any(|shared| shared.id == noise.id) {
            found.error(message(&noise.id), FileKind::Scenario, at!(noise [n] id));
        }
    }
}
