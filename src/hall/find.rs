//! Halls on the same network find each other by mDNS. Typing an address always works.

use std::sync::mpsc::{Receiver, Sender, channel};

use mdns_sd::{ServiceDaemon, ServiceEvent, ServiceInfo};

use super::address::{Address, Fingerprint};
use crate::live::PROTOCOL_VERSION;

/// What halls are called on the network.
const SERVICE: &str = "_dientap._tcp.local.";
/// Text fields of an announcement.
const FINGERPRINT: &str = "fp";
const VERSION: &str = "v";
/// Halls listed at most.
const FOUND_MAX: usize = 32;

/// A hall that says it is there, as long as this lives.
pub struct Announcement(ServiceDaemon);

impl Announcement {
    /// Says on the network that a hall is there; none where the machine cannot.
    pub fn start(port: u16, fingerprint: Fingerprint, title: &str) -> Option<Self> {
        let daemon = ServiceDaemon::new().ok()?;
        let short = fingerprint.to_string().replace('-', "").to_lowercase();
        let (host, name) = (format!("dientap-{short}.local."), format!("{} {}", cut(title), &short[..4]));
        let fields = [(FINGERPRINT, fingerprint.to_string()), (VERSION, PROTOCOL_VERSION.to_string())];
        let info = ServiceInfo::new(SERVICE, &name, &host, "", port, &fields[..]).ok()?.enable_addr_auto();
        daemon.register(info).ok()?;
        Some(Self(daemon))
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        self.0.shutdown().ok();
    }
}

/// Names on the network are at most 63 bytes long.
fn cut(title: &str) -> &str {
    let mut end = title.len().min(48);
    while !title.is_char_boundary(end) {
        end -= 1;
    }
    &title[..end]
}

/// A hall on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// It speaks this program's protocol.
    pub fits: bool,
}

/// Looks for halls, as long as it lives.
pub struct Search {
    daemon: ServiceDaemon,
    found: Vec<(String, Found)>,
    news: Receiver<News>,
}

enum News {
    Here(String, Found),
    Gone(String),
}

impl Search {
    /// Starts to look; none where the machine cannot. `wake` is called when there is something new.
    pub fn start(wake: impl Fn() + Send + 'static) -> Option<Self> {
        let daemon = ServiceDaemon::new().ok()?;
        let events = daemon.browse(SERVICE).ok()?;
        let (tell, news) = channel();
        let body = move || {
            while let Ok(event) = events.recv() {
                if !pass_on(event, &tell) {
                    break;
                }
                wake();
            }
        };
        std::thread::Builder::new().name("hall-search".to_owned()).spawn(body).ok()?;
        Some(Self { daemon, found: Vec::new(), news })
    }

    /// The halls there are now.
    pub fn found(&mut self) -> impl Iterator<Item = &Found> {
        while let Ok(news) = self.news.try_recv() {
            let (News::Here(key, _) | News::Gone(key)) = &news;
            self.found.retain(|(known, _)| known != key);
            if let News::Here(key, found) = news
                && self.found.len() < FOUND_MAX
            {
                self.found.push((key, found));
            }
        }
        self.found.iter().map(|(_, found)| found)
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.daemon.shutdown().ok();
    }
}

/// Whether somebody still listens.
fn pass_on(event: ServiceEvent, tell: &Sender<News>) -> bool {
    let news = match event {
        ServiceEvent::ServiceResolved(info) => {
            let mut numbers: Vec<_> = info.addresses.iter().map(mdns_sd::ScopedIp::to_ip_addr).collect();
            // What people know how to read comes first.
            numbers.sort_by_key(|number| (number.is_loopback(), number.is_ipv6(), *number));
            let Some(host) = numbers.first().map(ToString::to_string) else { return true };
            let field = |name: &str| info.txt_properties.get_property_val_str(name).map(str::to_owned);
            let fingerprint = field(FINGERPRINT).and_then(|text| text.parse().ok());
            let found = Found {
                name: info.fullname.trim_end_matches(SERVICE).trim_end_matches('.').to_owned(),
                address: Address { host, port: info.port, fingerprint },
                fits: field(VERSION) == Some(PROTOCOL_VERSION.to_string()),
            };
            News::Here(info.fullname, found)
        }
        ServiceEvent::ServiceRemoved(_, name) => News::Gone(name),
        _ => return true,
    };
    tell.send(news).is_ok()
}
