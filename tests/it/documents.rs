//! Goal: everything that the provincial documents name takes part in some exercise: every system is harmed or
//! used, every role has work, and the means that plans ask for are put to use.
//! Method: each shipped scenario is played twice, once by a team that does nothing and once by one that follows
//! the plan; what happened in those runs is collected and asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use dientap::model::{Cause, Scenario, Table};
use dientap::sim::{Exercise, Setup, Target, What};
use dientap::standin::{Cast, Kind, play_to_end};

use super::stage;

/// What happened in all runs together, by ids.
#[derive(Default)]
struct Seen {
    /// Systems that were not up, or one of whose hosts was touched.
    harmed: BTreeSet<String>,
    /// Orders completed.
    orders: BTreeSet<String>,
    /// Orders completed on hosts, zones or systems of these sites.
    worked_at: BTreeSet<String>,
    /// Sites with touched hosts.
    touched_sites: BTreeSet<String>,
    /// Roles that completed an order.
    roles: BTreeSet<String>,
    /// Forms sent.
    forms: BTreeSet<String>,
    /// Kinds of injects sent.
    injects: BTreeSet<String>,
    /// Layers that raised an alert.
    layers: BTreeSet<String>,
    /// Causes of steps that succeeded.
    causes: BTreeSet<Cause>,
}

impl Seen {
    fn add(&mut self, exercise: &Exercise) {
        let scenario: &Scenario = exercise.scenario();
        let network = &scenario.network;
        for event in exercise.events() {
            match &event.what {
                What::SystemChanged { system, .. } => drop(self.harmed.insert(network.systems.at(*system).id.clone())),
                What::Touched { host } => {
                    let host = scenario.host(*host);
                    self.touched_sites.insert(network.sites.at(host.site).id.clone());
                    self.harmed.extend(host.systems.iter().map(|system| network.systems.at(*system).id.clone()));
                }
                What::OrderDone { role, kind, target, .. } => {
                    self.orders.insert(scenario.orders.at(*kind).id.clone());
                    self.roles.insert(scenario.roles.at(*role).id.clone());
                    let site = match target {
                        Target::Host(host) => Some(scenario.host(*host).site),
                        Target::Zone(zone) => Some(network.zones.at(*zone).site),
                        Target::Site(site) => Some(*site),
                        _ => None,
                    };
                    self.worked_at.extend(site.map(|site| network.sites.at(site).id.clone()));
                }
                What::Reported { form, .. } => drop(self.forms.insert(scenario.plan.forms.at(*form).id.clone())),
                What::InjectSent { inject } => {
                    self.injects.insert(format!("{:?}", scenario.file.injects.at(*inject).kind));
                }
                What::StepDone { step, .. } => drop(self.causes.insert(scenario.file.attack.at(*step).cause)),
                What::AlertRaised { rule, .. } => {
                    self.layers.insert(format!("{:?}", scenario.alerts.at(*rule).layer));
                }
                _ => {}
            }
        }
    }
}

fn seen() -> (Seen, Vec<Arc<Scenario>>) {
    let scenarios = stage::real();
    let mut seen = Seen::default();
    for scenario in &scenarios {
        for kind in [Kind::DoNothing, Kind::PlanFollower { skill_permille: 1_000 }] {
            let mut exercise = Exercise::new(Arc::clone(scenario), &Setup::of(5));
            let Ok(()) = play_to_end(&mut exercise, Cast::of_bots(scenario, kind, 5));
            seen.add(&exercise);
        }
    }
    (seen, scenarios)
}

fn missing<'a>(asked: impl IntoIterator<Item = &'a str>, seen: &BTreeSet<String>) -> Vec<&'a str> {
    asked.into_iter().filter(|id| !seen.contains(*id)).collect()
}

#[test]
fn everything_the_documents_name_takes_part() {
    let (seen, scenarios) = seen();
    let province = &scenarios[0];
    let systems = province.network.systems.iter().map(|system| system.id.as_str());
    assert_eq!(missing(systems, &seen.harmed), [""; 0], "systems that nothing ever happens to");
    let roles = province.roles.iter().map(|role| role.id.as_str());
    assert_eq!(missing(roles, &seen.roles), [""; 0], "roles without any work");
    // What the plans ask every agency to have and use: forensic tools, vulnerability scans, backup and restore, level
    // dossiers, warnings from and samples to the national centre, suppliers, carriers, the hotline, the press.
    let means = [
        "capture-memory",
        "image-disk",
        "export-logs",
        "scan-vulnerabilities",
        "backup-now",
        "restore-system",
        "check-level-dossier",
        "send-sample",
        "request-coordination",
        "request-monitoring",
        "request-support",
        "carrier-scrubbing",
        "check-sensors",
        "open-hotline",
        "public-statement",
        "notify-affected",
        "convene-team",
        "readiness-check",
        "lessons-meeting",
        "close-incident",
    ];
    assert_eq!(missing(means, &seen.orders), [""; 0], "orders that no team ever needs");
    let sites = ["ttthdl", "thuy-dien", "so-tai-chinh", "bchqs"];
    let both: BTreeSet<String> = seen.touched_sites.union(&seen.worked_at).cloned().collect();
    assert_eq!(missing(sites, &both), [""; 0], "sites where nothing happens");
    assert!(seen.touched_sites.iter().any(|site| site.starts_with("xa-")), "a commune's workstation");
    let forms = ["bao-cao-ngay", "bao-cao-24h", "bao-cao-72h", "bao-cao-cap-nhat", "bao-cao-ket-thuc", "mau-08-dlcn"];
    assert_eq!(missing(forms, &seen.forms), [""; 0], "forms that nobody sends");
    let injects = ["Letter", "Call", "Press", "Social", "Citizen", "Leader", "Technical"];
    assert_eq!(missing(injects, &seen.injects), [""; 0], "injects of a kind that never comes");
    let layers = ["Network", "Application", "Database", "Endpoint", "Mail", "Person", "National", "Carrier"];
    assert_eq!(missing(layers, &seen.layers), [""; 0], "layers that never report");
    assert_eq!(seen.causes.len(), 3, "attacks, failures and mistakes: {:?}", seen.causes);
}
