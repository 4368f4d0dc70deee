//! `not-documentation-address`: nobody's real address is ever shown as the adversary's. Addresses come from
//! RFC 5737 and RFC 3849, names end in `.test` or `.example`.

use std::net::IpAddr;

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;
use crate::model::IndicatorKind;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    for (n, indicator) in cx.files.scenario.iter().flat_map(|scenario| &scenario.indicators).enumerate() {
        let value = (indicator.value.as_str(), at!(indicators [n] value));
        let others = indicator.others.iter().enumerate();
        let others = others.map(|(other, value)| (value.as_str(), at!(indicators [n] others [other])));
        for (value, path) in std::iter::once(value).chain(others) {
            if !is_good(indicator.kind, value) {
                let message = Words::new("content-not-documentation-address").text("value", value);
                found.error(message, FileKind::Scenario, path);
                found.help(Words::new("content-not-documentation-address-help"));
            }
        }
    }
}

fn is_good(kind: IndicatorKind, value: &str) -> bool {
    match kind {
        IndicatorKind::Hash => true,
        IndicatorKind::Address => is_documentation_address(value),
        IndicatorKind::Domain => is_reserved_name(value),
        IndicatorKind::Sender => is_reserved_name(value.rsplit('@').next().unwrap_or_default()),
        IndicatorKind::Url => is_good_host(host_of_url(value)),
    }
}

/// `host` of `scheme://user@host:port/path`.
fn host_of_url(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn is_good_host(host: &str) -> bool {
    is_reserved_name(host) || is_documentation_address(host)
}

fn is_documentation_address(text: &str) -> bool {
    match text.parse() {
        Ok(IpAddr::V4(address)) => {
            matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _])
        }
        Ok(IpAddr::V6(address)) => matches!(address.segments(), [0x2001, 0xdb8, ..]),
        Err(_) => false,
    }
}

/// Whether a name can belong to nobody.
pub fn is_reserved_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends = |end: &str| name == end || name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    ["test", "example", "example.com", "example.net", "example.org"].into_iter().any(ends)
}
