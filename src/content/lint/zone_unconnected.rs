//! `zone-unconnected`: a zone without any link takes part in nothing.

use std::collections::BTreeSet;

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::Table;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let (Some(network), Some(province)) = (cx.network, &cx.files.province) else { return };
    if !cx.knows_all_links {
        return;
    }
    let linked: BTreeSet<_> = network.links.iter().flat_map(|link| [link.a, link.b]).collect();
    let mut reported = BTreeSet::new();
    for zone in network.zones.indices().filter(|zone| !linked.contains(zone)) {
        let zone = network.zones.at(zone);
        let site = network.sites.at(zone.site);
        let local_id = zone.id.rsplit('/').next().unwrap_or_default();
        let template = province.templates.iter().position(|template| template.id == site.template);
        let place = template.and_then(|t| {
            let zones = province.templates.get(t)?.zones.iter();
            Some((t, zones.into_iter().position(|spec| spec.id == local_id)?))
        });
        let Some((t, z)) = place else { continue };
        if reported.insert((t, z)) {
            let message = Words::new("content-zone-unconnected").text("zone", zone.id.as_str());
            found.warning(message, FileKind::Province, at!(templates [t] zones [z] id));
        }
    }
}
