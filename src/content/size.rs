//! How large a province becomes when it is expanded; counted before anything is made.

use super::files::{FileKind, Finding, Report};
use super::limits;
use super::words::Words;
use crate::model::{PathStep, Province, SiteSpec, SiteTemplate};

/// Counts of what a site or a whole province expands to. All sums saturate.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    sites: usize,
    zones: usize,
    hosts: usize,
    links: usize,
    bytes: usize,
}

impl Size {
    /// Size of one site of a template.
    fn of_site(spec: &SiteSpec, template: &SiteTemplate, domain: &str) -> Self {
        // Numbers and separators that names get.
        const EXTRA: usize = 32;
        let site_name = spec.id.len() + EXTRA;
        let mut size = Self { sites: 1, links: template.links.len() + spec.uplinks.len(), ..Self::default() };
        size.bytes = site_name + spec.template.len() + 2 * (spec.name.vi.len() + spec.name.en.len());
        for zone in &template.zones {
            size.zones += 1;
            size.bytes += site_name + zone.id.len() + zone.name.vi.len() + zone.name.en.len();
            for host in &zone.hosts {
                let count = host.count.unwrap_or(1) as usize;
                let each = 2 * (site_name + host.id.len() + EXTRA) + domain.len() + host.os.len();
                size.hosts = size.hosts.saturating_add(count);
                size.bytes = size.bytes.saturating_add(each.saturating_mul(count));
            }
        }
        size
    }

    fn add(&mut self, other: &Self, times: usize) {
        for (sum, part) in [
            (&mut self.sites, other.sites),
            (&mut self.zones, other.zones),
            (&mut self.hosts, other.hosts),
            (&mut self.links, other.links),
            (&mut self.bytes, other.bytes),
        ] {
            *sum = sum.saturating_add(part.saturating_mul(times));
        }
    }
}

/// Whether `province` stays within the limits when it is expanded; if not, the report says which it breaks.
pub fn fits<'a>(
    province: &'a Province,
    template_of: impl Fn(&SiteSpec) -> Option<&'a SiteTemplate>,
    report: &mut Report,
) -> bool {
    let mut sum = Size { links: province.links.len(), ..Size::default() };
    for spec in &province.sites {
        if let Some(template) = template_of(spec) {
            sum.add(&Size::of_site(spec, template, &province.domain), spec.count.unwrap_or(1) as usize);
        }
    }
    let all = [
        (sum.sites, limits::SITES, "content-kind-site"),
        (sum.zones, limits::ZONES, "content-kind-zone"),
        (sum.hosts, limits::HOSTS, "content-kind-host"),
        (sum.links, limits::LINKS, "content-kind-link"),
        (sum.bytes, limits::EXPANDED_BYTES, "content-kind-byte"),
    ];
    for (count, limit, kind) in all {
        if count > limit {
            let message = Words::new("content-too-many").word("kind", kind).number("limit", limit);
            let message = message.number("count", count);
            report.add(Finding::error("limit", message), FileKind::Province, &[PathStep::Field("sites")]);
        }
    }
    all.iter().all(|(count, limit, _)| count <= limit)
}
