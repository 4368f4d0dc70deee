//! Templates and counts of a province become single sites, zones, links and hosts. The same file always gives
//! the same network, index for index.

use std::collections::BTreeMap;
use std::net::Ipv6Addr;

use super::files::{FileKind, Finding, Report};
use super::lint::at;
use super::{names, size, spread, suggest};
use crate::model::{
    Host, HostSpec, Ix, Link, LinkSpec, Network, Province, Ref, ServiceSet, Site, SiteSpec, SiteTemplate, Text, Uplink,
    Zone,
};

/// A network as far as a province could be expanded.
#[derive(Clone, Debug, Default)]
pub struct Expanded {
    /// Sites, zones, hosts and links; systems, accounts, backups and sensors join after names are resolved.
    pub network: Network,
    /// Whether something was left out, so that an unknown site, zone or host is no news.
    pub incomplete: bool,
    /// Whether an end of a link was not found.
    pub has_loose_ends: bool,
}

/// Expands `province`. What cannot be expanded is left out with a diagnostic.
pub fn expand(province: &Province, report: &mut Report) -> Expanded {
    let mut templates = BTreeMap::new();
    for template in &province.templates {
        templates.entry(template.id.as_str()).or_insert(template);
    }
    if !size::fits(province, |spec| templates.get(spec.template.as_str()).copied(), report) {
        return Expanded { incomplete: true, ..Expanded::default() };
    }
    let mut expansion = Expansion {
        province,
        templates,
        report,
        network: Network { agencies: province.agencies.clone(), ..Network::default() },
        zone_ix: BTreeMap::new(),
        uplinks: Vec::new(),
        incomplete: false,
        has_loose_ends: false,
    };
    for (index, spec) in province.sites.iter().enumerate() {
        expansion.site_group(index, spec);
    }
    expansion.links();
    for (index, template) in province.templates.iter().enumerate() {
        check_local_links(index, template, expansion.report);
    }
    let Expansion { network, incomplete, has_loose_ends, .. } = expansion;
    Expanded { network, incomplete, has_loose_ends }
}

struct Expansion<'a> {
    province: &'a Province,
    templates: BTreeMap<&'a str, &'a SiteTemplate>,
    report: &'a mut Report,
    network: Network,
    zone_ix: BTreeMap<String, Ix<Zone>>,
    /// Uplinks of made sites: the zone and what it hangs on.
    uplinks: Vec<(Option<Ix<Zone>>, &'a Uplink)>,
    incomplete: bool,
    has_loose_ends: bool,
}

impl<'a> Expansion<'a> {
    fn site_group(&mut self, index: usize, spec: &'a SiteSpec) {
        let Some(template) = self.templates.get(spec.template.as_str()).copied() else {
            let known = self.province.templates.iter().map(|template| template.id.as_str());
            let near = suggest::nearest(&spec.template, known);
            let finding = names::unknown("content-kind-template", &spec.template, near);
            let path = at!(sites [index] template);
            self.report.add(finding, FileKind::Province, &path);
            self.incomplete = true;
            return;
        };
        for (number, uplink) in spec.uplinks.iter().enumerate() {
            if !template.zones.iter().any(|zone| zone.id == uplink.zone) {
                let path = at!(sites [index] uplinks [number] zone);
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
            let ends = (local.get(link.a.as_str()).copied(), local.get(link.b.as_str()).copied());
            self.link(ends, link.a_to_b.set(), link.b_to_a.set(), false);
        }
        for uplink in uplinks {
            self.uplinks.push((local.get(uplink.zone.as_str()).copied(), uplink));
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
            self.link((zone, self.zone(&uplink.to)), uplink.outward.set(), uplink.inward.set(), false);
        }
        for LinkSpec { standby, a, b, a_to_b, b_to_a } in &self.province.links {
            self.link((self.zone(a), self.zone(b)), a_to_b.set(), b_to_a.set(), *standby);
        }
    }

    fn zone(&self, name: &Ref<Zone>) -> Option<Ix<Zone>> {
        self.zone_ix.get(&name.id).copied()
    }

    fn link(
        &mut self,
        ends: (Option<Ix<Zone>>, Option<Ix<Zone>>),
        a_to_b: ServiceSet,
        b_to_a: ServiceSet,
        standby: bool,
    ) {
        match ends {
            (Some(a), Some(b)) => self.network.links.push(Link { a, b, a_to_b, b_to_a, standby }),
            _ => self.has_loose_ends = true,
        }
    }
}

/// Ends of links inside a template that are none of its zones.
fn check_local_links(index: usize, template: &SiteTemplate, report: &mut Report) {
    for (number, link) in template.links.iter().enumerate() {
        let ends =
            [(&link.a, at!(templates [index] links [number] a)), (&link.b, at!(templates [index] links [number] b))];
        for (end, path) in ends {
            if !template.zones.iter().any(|zone| zone.id == *end) {
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
