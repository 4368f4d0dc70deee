//! What a thing is: the public description of the chosen host, zone, site, system, account, backup,
//! indicator, alert, inject or step.

use egui::Ui;

use super::{PanelCx, plan, widgets, words};
use crate::desktop::kit::{Selection, alert_icon, format};
use crate::model::{
    Account, Backup, Host, Indicator, Inject, Ix, Layer, PlanStep, Procedure, SimTime, Site, System, SystemState,
    Table, Zone,
};
use crate::sim::{Alert, Target};

/// Whether the map shows the thing.
pub const fn is_on_map(chosen: Selection) -> bool {
    matches!(
        chosen,
        Selection::Host(_) | Selection::Zone(_) | Selection::Site(_) | Selection::System(_) | Selection::Alert(_)
    )
}

/// Its name; for an alert what it says.
pub fn name(cx: &PanelCx<'_>, chosen: Selection) -> String {
    match chosen {
        Selection::Alert(ix) => match cx.view.seat.alerts.iter().find(|view| view.id == ix) {
            Some(view) => cx.text(&cx.scenario.alerts.at(view.rule).title).to_owned(),
            None => format::selection(cx.scenario, cx.tr, chosen),
        },
        other => format::selection(cx.scenario, cx.tr, other),
    }
}

/// The description of the chosen thing.
pub fn identity_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, chosen: Selection) {
    ui.add_space(cx.theme.steps(1));
    match chosen {
        Selection::Host(ix) => host_ui(ui, cx, ix),
        Selection::Zone(ix) => zone_ui(ui, cx, ix),
        Selection::Site(ix) => site_ui(ui, cx, ix),
        Selection::System(ix) => system_ui(ui, cx, ix),
        Selection::Account(ix) => account_ui(ui, cx, ix),
        Selection::Backup(ix) => backup_ui(ui, cx, ix),
        Selection::Indicator(ix) => indicator_ui(ui, cx, ix),
        Selection::Alert(ix) => alert_ui(ui, cx, ix),
        Selection::Inject(ix) => inject_ui(ui, cx, ix),
        Selection::Step(procedure, step) => step_ui(ui, cx, procedure, step),
    }
}

fn text(ui: &mut Ui, cx: &PanelCx<'_>, key: &str, value: &str) {
    widgets::pair_text(ui, cx.theme, &cx.tr.t(key), value);
}

fn links(ui: &mut Ui, cx: &mut PanelCx<'_>, key: &str, to: impl IntoIterator<Item = (Selection, String)>) {
    let theme = cx.theme;
    let to: Vec<_> = to.into_iter().collect();
    if !to.is_empty() {
        widgets::pair(ui, theme, &cx.tr.t(key), |ui| {
            for (selection, name) in to {
                widgets::link(ui, cx, selection, &name);
            }
        });
    }
}

fn system_link(cx: &PanelCx<'_>, ix: Ix<System>) -> (Selection, String) {
    let system = cx.scenario.network.systems.at(ix);
    let level = cx.tr.with("panels-level", &[("level", system.level.into())]);
    (Selection::System(ix), format!("{} · {level}", cx.text(&system.name)))
}

fn host_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<Host>) {
    let host = cx.scenario.host(ix);
    let cut = cx.view.team.cut_hosts.contains(&ix) || cx.view.team.cut_zones.contains(&host.zone);
    text(ui, cx, "panels-id-kind", &format!("{} · {}", cx.tr.t(words::host_kind(host.kind)), host.os));
    widgets::pair(ui, cx.theme, &cx.tr.t("panels-id-address"), |ui| {
        ui.label(cx.theme.mono(format!("{} · {}", host.fqdn, host.address)));
    });
    let (zone, site) = (host.zone, host.site);
    let where_it_is = [
        (Selection::Site(site), format::target(cx.scenario, cx.tr, Target::Site(site))),
        (Selection::Zone(zone), cx.text(&cx.scenario.network.zones.at(zone).name).to_owned()),
    ];
    links(ui, cx, "panels-id-where", where_it_is);
    let systems: Vec<_> = host.systems.iter().map(|system| system_link(cx, *system)).collect();
    links(ui, cx, "panels-id-systems", systems);
    let services: Vec<_> = host.services.iter().map(words::service).collect();
    if !services.is_empty() {
        text(ui, cx, "panels-id-services", &services.join(", "));
    }
    let agent = cx.tr.t(if host.agent { "panels-id-agent-yes" } else { "panels-id-agent-no" });
    text(ui, cx, "panels-id-agent", &agent);
    if cut {
        text(ui, cx, "panels-id-state", &cx.tr.t("panels-id-cut"));
    }
    let open = cx.view.seat.alerts.iter().filter(|alert| alert.host == ix).count();
    if open > 0 {
        text(ui, cx, "panels-id-alerts", &open.to_string());
    }
}

fn zone_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<Zone>) {
    let zone = cx.scenario.network.zones.at(ix);
    let site = (Selection::Site(zone.site), format::target(cx.scenario, cx.tr, Target::Site(zone.site)));
    links(ui, cx, "panels-target-site", [site]);
    if cx.view.team.cut_zones.contains(&ix) {
        text(ui, cx, "panels-id-state", &cx.tr.t("panels-id-cut"));
    }
    hosts_ui(ui, cx, &zone.hosts);
}

fn site_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<Site>) {
    let site = cx.scenario.network.sites.at(ix);
    text(ui, cx, "panels-id-agency", cx.text(&cx.scenario.network.agencies.at(site.agency).name));
    let network = &cx.scenario.network;
    let zones: Vec<_> = site
        .zones
        .iter()
        .map(|zone| (Selection::Zone(*zone), cx.text(&network.zones.at(*zone).name).to_owned()))
        .collect();
    links(ui, cx, "panels-id-zones", zones);
    let hosts: Vec<Ix<Host>> =
        site.zones.iter().flat_map(|zone| network.zones.at(*zone).hosts.iter().copied()).collect();
    hosts_ui(ui, cx, &hosts);
}

/// Hosts, those that something is known of first; the others are only counted beyond a handful.
fn hosts_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, hosts: &[Ix<Host>]) {
    const SHOWN_MAX: usize = 12;
    let alerted = |host: &Ix<Host>| cx.view.seat.alerts.iter().any(|alert| alert.host == *host);
    let mut sorted: Vec<Ix<Host>> = hosts.to_vec();
    sorted.sort_by_key(|host| (!cx.view.knows_of(*host), !alerted(host)));
    let shown: Vec<_> = sorted
        .iter()
        .take(SHOWN_MAX)
        .map(|host| (Selection::Host(*host), cx.scenario.host(*host).id.clone()))
        .collect();
    links(ui, cx, "panels-id-hosts", shown);
    if let Some(more) = hosts.len().checked_sub(SHOWN_MAX).filter(|more| *more > 0) {
        ui.label(cx.theme.note(cx.tr.with("panels-id-more-hosts", &[("n", more.into())])));
    }
}

fn system_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<System>) {
    let (scenario, tr) = (cx.scenario, cx.tr);
    let system = scenario.network.systems.at(ix);
    let state = cx.view.team.systems.get(ix.us()).copied().unwrap_or(SystemState::Up);
    text(ui, cx, "panels-id-state", &tr.t(words::system_state(state)));
    let level = tr.with("panels-level", &[("level", system.level.into())]);
    let public = tr.t(if system.public { "panels-id-public" } else { "panels-id-internal" });
    text(ui, cx, "panels-id-level", &format!("{level} · {public}"));
    text(ui, cx, "panels-id-owner", cx.text(&scenario.network.agencies.at(system.owner.ix()).name));
    text(ui, cx, "panels-id-operator", &format::role(scenario, tr, system.operator.ix()));
    text(ui, cx, "panels-id-users", &format::count(cx.tr.lang(), system.daily_users.into()));
    for store in &system.data {
        let key = match (store.subjects > 0, store.sensitive) {
            (true, true) => "panels-id-data-sensitive",
            (true, false) => "panels-id-data-personal",
            (false, _) => "panels-id-data-plain",
        };
        let args = [
            ("name", cx.text(&store.name).into()),
            ("records", store.records.into()),
            ("subjects", store.subjects.into()),
        ];
        text(ui, cx, "panels-id-data", &tr.with(key, &args));
    }
    let hosts: Vec<_> = system
        .components
        .iter()
        .flat_map(|part| &part.hosts)
        .map(|host| (Selection::Host(host.ix()), scenario.host(host.ix()).id.clone()))
        .collect();
    links(ui, cx, "panels-id-hosts", hosts);
    let needs: Vec<_> = system.needs.iter().map(|need| system_link(cx, need.ix())).collect();
    links(ui, cx, "panels-id-needs", needs);
    let backups = &scenario.network.backups;
    let own = backups
        .indices()
        .filter(|backup| backups.at(*backup).system.ix() == ix)
        .map(|backup| (Selection::Backup(backup), backups.at(backup).id.clone()));
    let during = cx.view.team.backups.iter().filter(|backup| backup.system == ix).map(|backup| {
        let name = format::target(scenario, cx.tr, Target::Backup(backup.id));
        (Selection::Backup(backup.id), format!("{name} · {}", format::day_clock(scenario.file.starts, backup.taken)))
    });
    let own: Vec<_> = own.chain(during).collect();
    links(ui, cx, "panels-id-backups", own);
    let accounts = &scenario.network.accounts;
    let own: Vec<_> = accounts
        .indices()
        .filter(|account| accounts.at(*account).system.as_ref().is_some_and(|system| system.ix() == ix))
        .map(|account| (Selection::Account(account), cx.text(&accounts.at(account).name).to_owned()))
        .collect();
    links(ui, cx, "panels-id-accounts", own);
}

fn account_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<Account>) {
    let account = cx.scenario.network.accounts.at(ix);
    let site = account.site.ix();
    let site = (Selection::Site(site), format::target(cx.scenario, cx.tr, Target::Site(site)));
    links(ui, cx, "panels-target-site", [site]);
    let system: Vec<_> = account.system.iter().map(|system| system_link(cx, system.ix())).collect();
    links(ui, cx, "panels-target-system", system);
    let rights = cx.tr.t(if account.admin { "panels-id-admin" } else { "panels-id-ordinary" });
    text(ui, cx, "panels-id-rights", &rights);
}

fn backup_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<Backup>) {
    let starts = cx.scenario.file.starts;
    let Some(backup) = cx.scenario.network.backups.get(ix.us()) else {
        let Some(backup) = cx.view.team.backups.iter().find(|backup| backup.id == ix) else { return };
        let system = system_link(cx, backup.system);
        links(ui, cx, "panels-target-system", [system]);
        let taken = format::day_clock(starts, backup.taken);
        text(ui, cx, "panels-id-taken", &format!("{taken} · {}", cx.tr.t("panels-id-taken-during")));
        if let Some(by) = backup.by {
            text(ui, cx, "panels-id-taken-by", &format::role(cx.scenario, cx.tr, by));
        }
        return;
    };
    let system = system_link(cx, backup.system.ix());
    links(ui, cx, "panels-target-system", [system]);
    let taken = format::day_clock(starts, SimTime::after_start(backup.taken));
    text(ui, cx, "panels-id-taken", &taken);
    text(ui, cx, "panels-id-kept", &cx.tr.t(words::backup_kind(backup.kind)));
    let store = (Selection::Host(backup.store.ix()), cx.scenario.host(backup.store.ix()).id.clone());
    links(ui, cx, "panels-id-store", [store]);
}

fn indicator_ui(ui: &mut Ui, cx: &PanelCx<'_>, ix: Ix<Indicator>) {
    let indicator = cx.scenario.file.indicators.at(ix);
    text(ui, cx, "panels-id-kind", &cx.tr.t(words::indicator_kind(indicator.kind)));
    widgets::pair(ui, cx.theme, &cx.tr.t("panels-id-value"), |ui| {
        ui.label(cx.theme.mono(&indicator.value));
    });
}

fn alert_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<Alert>) {
    let Some(alert) = cx.view.seat.alerts.iter().find(|view| view.id == ix) else {
        widgets::empty(ui, cx.theme, &cx.tr.t("panels-id-alert-unseen"));
        return;
    };
    let (scenario, tr) = (cx.scenario, cx.tr);
    let rule = scenario.alerts.at(alert.rule);
    widgets::pair(ui, cx.theme, &tr.t("panels-col-severity"), |ui| {
        let word = tr.t(words::alert_severity(rule.severity));
        ui.colored_label(cx.theme.alert_color(rule.severity), format!("{} {word}", alert_icon(rule.severity)));
    });
    let sensor = cx.text(&scenario.network.sensors.at(alert.sensor).name);
    let from = match rule.layer {
        Layer::Person => sensor.to_owned(),
        layer => format!("{sensor} · {}", tr.t(words::layer(layer))),
    };
    text(ui, cx, "panels-alert-from", &from);
    text(ui, cx, "panels-id-when", &format::day_clock(scenario.file.starts, alert.at));
    links(ui, cx, "panels-target-host", [(Selection::Host(alert.host), scenario.host(alert.host).id.clone())]);
    text(ui, cx, "panels-id-state", &tr.t(words::alert_state(alert.state)));
    if let Some(owner) = alert.owner {
        text(ui, cx, "panels-col-owner", &format::role(scenario, tr, owner));
    }
    if let Some(real) = alert.verdict {
        text(ui, cx, "panels-id-verdict", &tr.t(words::verdict(real)));
    }
    if let Some(cause) = alert.cause {
        text(ui, cx, "panels-alert-cause", cx.text(&scenario.noise.at(cause).cause));
    }
}

fn inject_ui(ui: &mut Ui, cx: &PanelCx<'_>, ix: Ix<Inject>) {
    // An inject that has not arrived must not be shown, whatever led here.
    let Some(item) = cx.view.seat.items.iter().find(|item| item.what.inject() == Some(ix)) else { return };
    let Some(inject) = item.what.words(cx.scenario) else { return };
    let kind = format!("{} {}", words::inject_icon(inject.kind), cx.tr.t(words::inject_kind(inject.kind)));
    text(ui, cx, "panels-id-kind", &kind);
    text(ui, cx, "panels-id-from", cx.text(&inject.from));
    text(ui, cx, "panels-id-when", &format::day_clock(cx.scenario.file.starts, item.at));
    ui.add_space(cx.theme.steps(1));
    ui.label(cx.text(&inject.body));
}

fn step_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, procedure: Ix<Procedure>, ix: Ix<PlanStep>) {
    let Some(step) = cx.scenario.plan.procedures.at(procedure).steps.get(ix.us()) else { return };
    text(ui, cx, "panels-id-procedure", cx.text(&cx.scenario.plan.procedures.at(procedure).name));
    text(ui, cx, "panels-id-phase", &words::phase(cx, step.phase));
    text(ui, cx, "panels-id-role", &format::role(cx.scenario, cx.tr, step.role.ix()));
    text(ui, cx, "panels-id-produce", cx.text(&step.evidence));
    text(ui, cx, "panels-id-due", &plan::due_text(cx, step));
    text(ui, cx, "panels-id-duty", &cx.tr.t(words::duty(step.duty)));
    text(ui, cx, "panels-id-source", &step.src.join("; "));
    if !step.needs.is_empty() {
        text(ui, cx, "panels-id-after", &step.needs.join(", "));
    }
    if let Some(cond) = &step.cond {
        text(ui, cx, "panels-id-cond", cx.text(&cx.scenario.plan.conditions.at(cond.ix()).name));
    }
    if cx.mode != crate::desktop::kit::Mode::Exam
        && let Some(status) = cx.steps.iter().find(|s| s.procedure == procedure && s.index == ix.us())
    {
        text(ui, cx, "panels-id-state", &plan::state_text(cx, status));
    }
}
