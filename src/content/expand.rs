//! Templates and counts of a province become single sites, zones, links and hosts. The same file always gives
//! the same network, index for index.

use std::collections::BTreeMap;
use std::net::Ipv6Addr;

use super::files::{FileKind, Finding, Report};
use super::words::Words;
use super::{limits, names, spread, suggest};
use crate::model::{
    Host, HostSpec, Ix, Link, LinkSpec, Network, PathStep, Province, Ref, ServiceSet, Site, SiteSpec, SiteTemplate,
    Text, Uplink, Zone,
};

use PathStep::{Field, Index};

/// Expands `province`; systems, accounts, backups and sensors join after names are resolved. What cannot be
/// expanded is left out with a diagnostic.
pub fn expand(province: &Province, report: &mut Report) -> Network {
    let mut expansion = Expansion {
        province,
        report,
        network: Network { agencies: province.agencies.clone(), ..Network::default() },
        zone_ix: BTreeMap::new(),
        uplinks: Vec::new(),
    };
    if expansion.fits() {
        for (index, spec) in province.sites.iter().enumerate() {
            expansion.site_group(index, spec);
        }
        expansion.links();
        for (index, template) in province.templates.iter().enumerate() {
            check_local_links(index, template, expansion.report);
        }
    }
    expansion.network
}

struct Expansion<'a> {
    province: &'a Province,
    report: &'a mut Report,
    network: Network,
    zone_ix: BTreeMap<String, Ix<Zone>>,
    /// Uplinks of made sites: the zone and what it hangs on.
    uplinks: Vec<(Ix<Zone>, &'a Uplink)>,
}

impl<'a> Expansion<'a> {
    fn template_of(&self, spec: &SiteSpec) -> Option<&'a SiteTemplate> {
        self.province.templates.iter().find(|template| template.id == spec.template)
    }

    /// Whether the expanded province stays within the limits; counted before anything is made.
    fn fits(&mut self) -> bool {
        let (mut sites, mut zones, mut hosts, mut links) = (0, 0, 0, self.province.links.len());
        for spec in &self.province.sites {
            let copies = spec.count.unwrap_or(1) as usize;
            let Some(template) = self.template_of(spec) else { continue };
            let hosts_each = template.zones.iter().flat_map(|zone| &zone.hosts);
            let hosts_each = hosts_each.fold(0_usize, |sum, host| sum.saturating_add(host.count.unwrap_or(1) as usize));
            sites = copies.saturating_add(sites);
            zones = copies.saturating_mul(template.zones.len()).saturating_add(zones);
            hosts = copies.saturating_mul(hosts_each).saturating_add(hosts);
            let links_each = template.links.len() + spec.uplinks.len();
            links = copies.saturating_mul(links_each).saturating_add(links);
        }
        let all = [
            (sites, limits::SITES, "content-kind-site"),
            (zones, limits::ZONES, "content-kind-zone"),
            (hosts, limits::HOSTS, "content-kind-host"),
            (links, limits::LINKS, "content-kind-link"),
        ];
        for (count, limit, kind) in all {
            if count > limit {
                let message = Words::new("content-too-many").word("kind", kind).number("limit", limit);
                let message = message.number("count", count);
                self.report.add(Finding::error("limit", message), FileKind::Province, &[Field("sites")]);
            }
        }
        all.iter().all(|(count, limit, _)| count <= limit)
    }

    fn site_group(&mut self, index: usize, spec: &'a SiteSpec) {
        let Some(template) = self.template_of(spec) else {
            let known = self.province.templates.iter().map(|template| template.id.as_str());
            let near = suggest::nearest(&spec.template, known);
            let finding = names::unknown("content-kind-template", &spec.template, near);
            self.report.add(finding, FileKind::Province, &[Field("sites"), Index(index), Field("template")]);
            return;
        };
        for (number, uplink) in spec.uplinks.iter().enumerate() {
            if !template.zones.iter().any(|zone| zone.id == uplink.zone) {
                let path = [Field("sites"), Index(index), Field("uplinks"), Index(number), Field("zone")];
                self.report.add(unknown_local_zone(&uplink.zone, template), FileKind::Province, &path);
            }
        }
        // An unknown agency is reported where references are resolved.
        let agency = self.province.agencies.iter().position(|agency| agency.id == spec.agency.id).unwrap_or(0);
        let copies = spec.count.unwrap_or(1);
        for copy in 0..copies {
            let (id, name) = match spec.count {
                None => (spec.id.clone(), spec.name.clone()),
                Some(_) => (format!("{}-{:03}", spec.id, copy + 1), numbered(&spec.name, copy + 1)),
            };
            let place = spread::place(spec.place, copy, copies);
            let site = Site {
                id,
                name,
                agency: Ix::new(agency as u32),
                template: template.id.clone(),
                zones: Vec::new(),
                place,
            };
            self.site(site, copy, template, &spec.uplinks);
        }
    }

    fn site(&mut self, site: Site, copy: u32, template: &'a SiteTemplate, uplinks: &'a [Uplink]) {
        let site_ix = Ix::new(self.network.sites.len() as u32);
        let site_id = site.id.clone();
        self.network.sites.push(site);
        let mut local = BTreeMap::new();
        for spec in &template.zones {
            let zone = Ix::new(self.network.zones.len() as u32);
            let id = format!("{site_id}/{}", spec.id);
            self.zone_ix.entry(id.clone()).or_insert(zone);
            local.entry(spec.id.as_str()).or_insert(zone);
            let made = Zone { id, name: spec.name.clone(), site: site_ix, internet: spec.internet, hosts: Vec::new() };
            self.network.zones.push(made);
            if let Some(site) = self.network.sites.last_mut() {
                site.zones.push(zone);
            }
            for host in &spec.hosts {
                self.hosts(host, copy, zone, &site_id);
            }
        }
        for link in &template.links {
            if let (Some(a), Some(b)) = (local.get(link.a.as_str()), local.get(link.b.as_str())) {
                self.link(*a, *b, link.a_to_b.set(), link.b_to_a.set());
            }
        }
        for uplink in uplinks {
            if let Some(zone) = local.get(uplink.zone.as_str()) {
                self.uplinks.push((*zone, uplink));
            }
        }
    }

    fn hosts(&mut self, spec: &HostSpec, copy: u32, zone: Ix<Zone>, site_id: &str) {
        let count = spec.count.unwrap_or(1);
        for number in 0..count {
            let name = match spec.count {
                None => spec.id.clone(),
                Some(_) => format!("{}-{:02}", spec.id, number + 1),
            };
            let host = Ix::new(self.network.hosts.len() as u32);
            let Some(made) = self.network.zones.get_mut(zone.us()) else { return };
            made.hosts.push(host);
            let running_number = u64::from(copy) * u64::from(count) + u64::from(number);
            self.network.hosts.push(Host {
                id: format!("{site_id}/{name}"),
                fqdn: format!("{name}.{site_id}.{}.test", self.province.domain),
                address: address(made.site, zone, host),
                kind: spec.kind,
                os: spec.os.clone(),
                zone,
                site: made.site,
                services: spec.services,
                agent: has_agent(running_number, spec.agent_percent),
                systems: Vec::new(),
            });
        }
    }

    fn links(&mut self) {
        for (zone, uplink) in std::mem::take(&mut self.uplinks) {
            if let Some(to) = self.zone(&uplink.to) {
                self.link(zone, to, uplink.outward.set(), uplink.inward.set());
            }
        }
        for LinkSpec { a, b, a_to_b, b_to_a } in &self.province.links {
            if let (Some(a), Some(b)) = (self.zone(a), self.zone(b)) {
                self.link(a, b, a_to_b.set(), b_to_a.set());
            }
        }
    }

    fn zone(&self, name: &Ref<Zone>) -> Option<Ix<Zone>> {
        self.zone_ix.get(&name.id).copied()
    }

    fn link(&mut self, a: Ix<Zone>, b: Ix<Zone>, a_to_b: ServiceSet, b_to_a: ServiceSet) {
        self.network.links.push(Link { a, b, a_to_b, b_to_a });
    }
}

/// Ends of links inside a template that are none of its zones.
fn check_local_links(index: usize, template: &SiteTemplate, report: &mut Report) {
    for (number, link) in template.links.iter().enumerate() {
        for (end, field) in [(&link.a, "a"), (&link.b, "b")] {
            if !template.zones.iter().any(|zone| zone.id == *end) {
                let path = [Field("templates"), Index(index), Field("links"), Index(number), Field(field)];
                report.add(unknown_local_zone(end, template), FileKind::Province, &path);
            }
        }
    }
}

fn unknown_local_zone(id: &str, template: &SiteTemplate) -> Finding {
    let near = suggest::nearest(id, template.zones.iter().map(|zone| zone.id.as_str()));
    names::unknown("content-kind-zone", id, near)
}

fn numbered(name: &Text, number: u32) -> Text {
    let number = number.to_string();
    Text { vi: name.vi.replace("{n}", &number), en: name.en.replace("{n}", &number) }
}

/// Whether the host with this number among its like has an agent: `percent` of any hundred in a row have.
fn has_agent(number: u64, percent: u8) -> bool {
    let with_agent = |hosts: u64| (hosts * u64::from(percent) + 50) / 100;
    with_agent(number + 1) > with_agent(number)
}

/// 2001:db8:site:zone::host; unique, because the host's own number is part of it.
fn address(site: Ix<Site>, zone: Ix<Zone>, host: Ix<Host>) -> Ipv6Addr {
    let group = |number: u32| (number & 0xffff) as u16;
    let host_number = host.raw() + 1;
    let (high, low) = (group(host_number >> 16), group(host_number));
    Ipv6Addr::new(0x2001, 0xdb8, group(site.raw() + 1), group(zone.raw() + 1), 0, 0, high, low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_are_spread_evenly_and_as_many_as_asked() {
        for percent in [0, 1, 33, 50, 85, 99, 100] {
            for start in [0, 7, 100, 1_234] {
                let with = (start..start + 100).filter(|n| has_agent(*n, percent)).count();
                assert_eq!(with, usize::from(percent), "{percent} % from {start}");
            }
        }
        assert!(has_agent(0, 50) && !has_agent(0, 49), "a single host follows the rounded share");
    }
}
