//! `no-target`: an attack step that goes nowhere, or needs a service that no host it goes for offers.

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::{Host, Network, Scope, Where};

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let (Some(network), Some(scenario)) = (cx.network, &cx.files.scenario) else { return };
    for (n, step) in scenario.attack.iter().enumerate() {
        let Some(targets) = targets(cx, network, &step.to) else { continue };
        let (message, path) = if targets.is_empty() {
            ("content-no-target", at!(attack [n] to))
        } else if step.via.is_some_and(|via| !targets.iter().any(|host| host.services.has(via))) {
            ("content-no-target-service", at!(attack [n] via))
        } else {
            continue;
        };
        found.error(Words::new(message).text("id", step.id.as_str()), FileKind::Scenario, path);
    }
}

/// The hosts that a step may go for, as far as they are known without playing.
fn targets<'a>(cx: &Context<'a>, network: &'a Network, to: &Where) -> Option<Vec<&'a Host>> {
    match to {
        Where::Internet => Some(Vec::new()),
        Where::Host(host) => find(cx, [host.id.as_str()].into_iter()),
        Where::OneOf(hosts) => find(cx, hosts.iter().map(|host| host.id.as_str())),
        Where::TargetOf(_) => None,
        Where::Some { count: 0, .. } => Some(Vec::new()),
        Where::Some { within, kind, .. } => {
            let hosts = within_scope(cx, network, within)?.into_iter();
            Some(hosts.filter(|host| kind.is_none_or(|kind| host.kind == kind)).collect())
        }
    }
}

fn within_scope<'a>(cx: &Context<'a>, network: &'a Network, scope: &Scope) -> Option<Vec<&'a Host>> {
    let in_zones = |matches: &dyn Fn(&str) -> bool| {
        let zones = network.zones.iter().filter(|zone| matches(&zone.id));
        zones.flat_map(|zone| &zone.hosts).filter_map(|host| network.hosts.get(host.us())).collect()
    };
    match scope {
        Scope::Anywhere => Some(network.hosts.iter().collect()),
        Scope::Zone(name) => Some(in_zones(&|zone| zone == name.id)),
        Scope::Site(name) => {
            Some(in_zones(&|zone| zone.strip_prefix(name.id.as_str()).is_some_and(|rest| rest.starts_with('/'))))
        }
        Scope::System(name) => {
            let mut systems = cx.files.province.iter().flat_map(|province| &province.systems);
            let system = systems.find(|system| system.id == name.id)?;
            let of_components = system.components.iter().flat_map(|component| &component.hosts);
            let hosts = of_components.chain(system.data.iter().map(|store| &store.host));
            find(cx, hosts.map(|host| host.id.as_str()))
        }
        Scope::Hosts(hosts) => find(cx, hosts.iter().map(|host| host.id.as_str())),
    }
}

/// The hosts with these ids; none if one is unknown, which is told elsewhere.
fn find<'a, 'b>(cx: &Context<'a>, mut ids: impl Iterator<Item = &'b str>) -> Option<Vec<&'a Host>> {
    ids.try_fold(Vec::new(), |mut hosts, id| {
        hosts.push(*cx.hosts.get(id)?);
        Some(hosts)
    })
}
