//! What a seat knows of every host and site, as the map shows it. Made from the seat's view and the public
//! network only; the truth has no way in but where a run is looked back on, through [`Knowledge::truth`].

use crate::model::{AlertSeverity, Effect, Host, Ix, Network, Ref, Scenario, SimTime, Site, Table};
use crate::sim::{AlertState, Fact, FactKind, HostTruth, RecordKind, Target, View};

/// What is known of a host, from the best to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Known {
    /// Nothing is known against it.
    #[default]
    Normal,
    /// The attack was on it; an order that removes it has been completed since.
    Treated,
    /// An alert that is not settled points at it.
    Alert,
    /// The attack is or was on it.
    Held,
    /// Its data are encrypted or its content is altered.
    Spoiled,
}

impl Known {
    /// All of them, gravest first, as the legend lists them.
    pub const ALL: [Self; 5] = [Self::Spoiled, Self::Held, Self::Alert, Self::Treated, Self::Normal];

    /// Key of its name among the words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "shell-map-normal",
            Self::Treated => "shell-map-treated",
            Self::Alert => "shell-map-alert",
            Self::Held => "shell-map-held",
            Self::Spoiled => "shell-map-spoiled",
        }
    }
}

/// What the map shows of a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostMark {
    /// What is known of it.
    pub known: Known,
    /// The gravest of the alerts at it that are not settled.
    pub severity: Option<AlertSeverity>,
    /// The team has cut it off.
    pub cut: bool,
    /// The team has turned it off.
    pub off: bool,
    /// It belongs to a system that shows its maintenance page.
    pub maintenance: bool,
    /// When the seat last learned something about it.
    pub news: Option<SimTime>,
    treated: Option<SimTime>,
}

/// What the map shows of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteMark {
    /// The gravest that is known of its hosts.
    pub known: Known,
    /// How many of its hosts that is known of.
    pub hosts: u32,
    /// The team has cut off every zone of it.
    pub cut: bool,
    /// The team has cut off some of its hosts or zones.
    pub some_cut: bool,
    /// Some of its hosts belong to a system that shows its maintenance page.
    pub maintenance: bool,
    /// When the seat last learned something about it.
    pub news: Option<SimTime>,
}

/// What a seat knows of the network.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// Hosts, by index.
    pub hosts: Vec<HostMark>,
    /// Sites, by index.
    pub sites: Vec<SiteMark>,
    /// Whether each zone is cut off, by index.
    pub cut_zones: Vec<bool>,
}

impl Knowledge {
    /// What the seat of `view` knows.
    pub fn new(scenario: &Scenario, view: View<'_>) -> Self {
        let network = &scenario.network;
        let mut knowledge = Self {
            hosts: vec![HostMark::default(); network.hosts.len()],
            sites: Vec::new(),
            cut_zones: vec![false; network.zones.len()],
        };
        knowledge.read_record(scenario, view);
        knowledge.read_facts(scenario, view);
        knowledge.read_alerts(scenario, view);
        knowledge.read_cuts(network, view);
        knowledge.sites = network.sites.indices().map(|site| knowledge.site(network, site)).collect();
        knowledge
    }

    /// How the network really is by the `truth` about each host: what the adversary holds, what is encrypted or altered,
    /// and what has been and is clean again. For debrief and direction alone.
    pub fn truth(scenario: &Scenario, truth: &dyn Fn(Ix<Host>) -> HostTruth, view: View<'_>) -> Self {
        let network = &scenario.network;
        let mark = |host| {
            let truth = truth(host);
            let known = match truth {
                _ if truth.encrypted || truth.altered => Known::Spoiled,
                _ if truth.held => Known::Held,
                _ if truth.touched => Known::Treated,
                _ => Known::Normal,
            };
            HostMark { known, off: truth.off, cut: truth.cut, ..HostMark::default() }
        };
        let mut knowledge = Self {
            hosts: network.hosts.indices().map(mark).collect(),
            sites: Vec::new(),
            cut_zones: vec![false; network.zones.len()],
        };
        knowledge.read_cuts(network, view);
        knowledge.sites = network.sites.indices().map(|site| knowledge.site(network, site)).collect();
        knowledge
    }

    /// Where the attack stood by the `truth` while the seat took the host for well: those marks alone.
    pub fn hidden_from(&self, truth: &Self, network: &Network) -> Self {
        let mut hidden = truth.clone();
        for (host, known) in hidden.hosts.iter_mut().zip(&self.hosts) {
            let unknown = host.known > Known::Treated && !matches!(known.known, Known::Held | Known::Spoiled);
            *host = HostMark { known: if unknown { host.known } else { Known::Normal }, ..HostMark::default() };
        }
        hidden.sites = network.sites.indices().map(|site| hidden.site(network, site)).collect();
        hidden
    }

    /// Orders of the team that remove the attack from hosts, or turn them off and on.
    fn read_record(&mut self, scenario: &Scenario, view: View<'_>) {
        for entry in &view.team.record {
            let RecordKind::Done(kind, target) = entry.what else { continue };
            for effect in &scenario.orders.at(kind).effects {
                for host in hosts_of(&scenario.network, of_system(view, target)) {
                    let mark = &mut self.hosts[host.us()];
                    match effect {
                        Effect::PowerOff => mark.off = true,
                        Effect::PowerOn => mark.off = false,
                        Effect::RemoveImplants | Effect::Reimage | Effect::Restore | Effect::Unalter => {
                            mark.treated = Some(entry.at);
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    fn read_facts(&mut self, scenario: &Scenario, view: View<'_>) {
        for known in &view.seat.facts {
            self.read_fact(scenario, &known.fact, known.learned);
        }
    }

    /// Takes in a fact that came to be known at `learned`.
    fn read_fact(&mut self, scenario: &Scenario, fact: &Fact, learned: SimTime) {
        let kind = fact.kind;
        let leaked_from = match kind {
            FactKind::Leaked(store, _) => scenario.stores.get(store.us()).map(|(_, store)| store.host.ix()),
            _ => None,
        };
        let Some(host) = kind.host().or(leaked_from) else { return };
        let mark = &mut self.hosts[host.us()];
        mark.news = mark.news.max(Some(learned));
        if !kind.is_of_attack() {
            return;
        }
        let gravity = match kind {
            _ if mark.treated >= Some(learned) => Known::Treated,
            FactKind::Encrypted(_) | FactKind::Altered(_) => Known::Spoiled,
            _ => Known::Held,
        };
        mark.known = mark.known.max(gravity);
    }

    fn read_alerts(&mut self, scenario: &Scenario, view: View<'_>) {
        for alert in &view.seat.alerts {
            let settled = alert.state == AlertState::Closed
                || alert.verdict == Some(false)
                || view.team.settled.iter().any(|(id, real)| *id == alert.id && !real);
            let mark = &mut self.hosts[alert.host.us()];
            if settled || mark.treated >= Some(alert.at) {
                continue;
            }
            mark.known = mark.known.max(Known::Alert);
            mark.severity = mark.severity.max(Some(scenario.alerts.at(alert.rule).severity));
            mark.news = mark.news.max(Some(alert.at));
        }
    }

    fn read_cuts(&mut self, network: &Network, view: View<'_>) {
        for zone in &view.team.cut_zones {
            self.cut_zones[zone.us()] = true;
            for host in &network.zones.at(*zone).hosts {
                self.hosts[host.us()].cut = true;
            }
        }
        for host in &view.team.cut_hosts {
            self.hosts[host.us()].cut = true;
        }
        for system in &view.team.maintenance {
            for host in hosts_of(network, Target::System(*system)) {
                self.hosts[host.us()].maintenance = true;
            }
        }
    }

    fn site(&self, network: &Network, site: Ix<Site>) -> SiteMark {
        let zones = &network.sites.at(site).zones;
        let mut mark = SiteMark { cut: !zones.is_empty(), ..SiteMark::default() };
        for zone in zones {
            mark.cut &= self.cut_zones[zone.us()];
            for host in &network.zones.at(*zone).hosts {
                let host = self.hosts[host.us()];
                if host.known > mark.known {
                    (mark.known, mark.hosts) = (host.known, 0);
                }
                mark.hosts += u32::from(host.known == mark.known);
                mark.some_cut |= host.cut;
                mark.maintenance |= host.maintenance;
                mark.news = mark.news.max(host.news);
            }
        }
        mark
    }
}

/// A backup taken during the exercise stands for its system; the network knows only those from before.
pub fn of_system(view: View<'_>, target: Target) -> Target {
    let Target::Backup(backup) = target else { return target };
    let taken = view.team.backups.iter().find(|taken| taken.id == backup);
    taken.map_or(target, |taken| Target::System(taken.system))
}

/// Hosts that an order on `target` acts on. For backups taken during the exercise see [`of_system`].
pub fn hosts_of(network: &Network, target: Target) -> Vec<Ix<Host>> {
    let of_system = |system| -> Vec<Ix<Host>> {
        let components = &network.systems.at(system).components;
        components.iter().flat_map(|component| component.hosts.iter().map(Ref::ix)).collect()
    };
    match target {
        Target::Host(host) => vec![host],
        Target::Zone(zone) => network.zones.at(zone).hosts.clone(),
        Target::Site(site) => {
            network.sites.at(site).zones.iter().flat_map(|zone| network.zones.at(*zone).hosts.clone()).collect()
        }
        Target::System(system) => of_system(system),
        Target::Backup(backup) => {
            network.backups.get(backup.us()).map_or_else(Vec::new, |backup| of_system(backup.system.ix()))
        }
        Target::Nothing | Target::Account(_) | Target::Indicator(_) | Target::Alert(_) | Target::Inject(_) => {
            Vec::new()
        }
    }
}
