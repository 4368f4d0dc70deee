//! Names and sentences for what the model and the simulation speak of: layers, states, facts.

use super::PanelCx;
use crate::desktop::kit::format;
use crate::model::{
    AlertSeverity, BackupKind, DueBasis, Duty, Evidence, EvidenceSet, Foothold, HostKind, ImplantKind, IndicatorKind,
    InjectKind, Layer, MessageKind, OrderGroup, Phase, Service, SystemState, Table,
};
use crate::sim::{AlertState, Fact, FactKind, How, WorkState};

/// Key of a layer's name.
pub const fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Network => "panels-layer-network",
        Layer::Application => "panels-layer-application",
        Layer::Database => "panels-layer-database",
        Layer::Endpoint => "panels-layer-endpoint",
        Layer::Mail => "panels-layer-mail",
        Layer::Person => "panels-layer-person",
        Layer::National => "panels-layer-national",
        Layer::Carrier => "panels-layer-carrier",
    }
}

/// All layers, in order.
pub const LAYERS: [Layer; 8] = [
    Layer::Network,
    Layer::Application,
    Layer::Database,
    Layer::Endpoint,
    Layer::Mail,
    Layer::Person,
    Layer::National,
    Layer::Carrier,
];

/// Key of the name of an alert's severity.
pub const fn alert_severity(severity: AlertSeverity) -> &'static str {
    match severity {
        AlertSeverity::Info => "panels-alert-info",
        AlertSeverity::Low => "panels-alert-low",
        AlertSeverity::Medium => "panels-alert-medium",
        AlertSeverity::High => "panels-alert-high",
        AlertSeverity::Critical => "panels-alert-critical",
    }
}

/// All severities of alerts, gravest first.
pub const ALERT_SEVERITIES: [AlertSeverity; 5] =
    [AlertSeverity::Critical, AlertSeverity::High, AlertSeverity::Medium, AlertSeverity::Low, AlertSeverity::Info];

/// Key of the name of an alert's state.
pub const fn alert_state(state: AlertState) -> &'static str {
    match state {
        AlertState::New => "panels-state-new",
        AlertState::Taken => "panels-state-taken",
        AlertState::Verified => "panels-state-verified",
        AlertState::Closed => "panels-state-closed",
    }
}

/// Key of a verdict on an alert.
pub const fn verdict(real: bool) -> &'static str {
    if real { "panels-verdict-real" } else { "panels-verdict-false" }
}

/// Key of the name of a kind of host.
pub const fn host_kind(kind: HostKind) -> &'static str {
    match kind {
        HostKind::Workstation => "panels-host-workstation",
        HostKind::Server => "panels-host-server",
        HostKind::Hypervisor => "panels-host-hypervisor",
        HostKind::NetworkDevice => "panels-host-network",
        HostKind::SecurityAppliance => "panels-host-security",
        HostKind::BackupStore => "panels-host-backup",
        HostKind::Industrial => "panels-host-industrial",
    }
}

/// Name of a service, the same in both languages.
pub const fn service(service: Service) -> &'static str {
    match service {
        Service::Web => "Web",
        Service::WebAdmin => "Web admin",
        Service::Api => "API",
        Service::Ssh => "SSH",
        Service::Rdp => "RDP",
        Service::Smb => "SMB",
        Service::WinRm => "WinRM",
        Service::Directory => "LDAP/Kerberos",
        Service::Db => "SQL",
        Service::Mail => "SMTP/IMAP",
        Service::Dns => "DNS",
        Service::Vpn => "VPN",
        Service::Backup => "Backup",
        Service::Agent => "Agent",
        Service::Hypervisor => "Hypervisor",
        Service::Ics => "ICS",
    }
}

/// Key of the name of a system's state.
pub const fn system_state(state: SystemState) -> &'static str {
    match state {
        SystemState::Up => "panels-system-up",
        SystemState::Degraded => "panels-system-degraded",
        SystemState::Maintenance => "panels-system-maintenance",
        SystemState::Down => "panels-system-down",
    }
}

/// Key of the name of how a backup is kept.
pub const fn backup_kind(kind: BackupKind) -> &'static str {
    match kind {
        BackupKind::Online => "panels-backup-online",
        BackupKind::Offline => "panels-backup-offline",
        BackupKind::Immutable => "panels-backup-immutable",
    }
}

/// Key of the name of a kind of indicator.
pub const fn indicator_kind(kind: IndicatorKind) -> &'static str {
    match kind {
        IndicatorKind::Address => "panels-indicator-address",
        IndicatorKind::Domain => "panels-indicator-domain",
        IndicatorKind::Hash => "panels-indicator-hash",
        IndicatorKind::Sender => "panels-indicator-sender",
        IndicatorKind::Url => "panels-indicator-url",
    }
}

/// All ways in which injects arrive.
pub const INJECT_KINDS: [InjectKind; 8] = [
    InjectKind::Letter,
    InjectKind::Call,
    InjectKind::Press,
    InjectKind::Social,
    InjectKind::Citizen,
    InjectKind::Leader,
    InjectKind::Technical,
    InjectKind::Hint,
];

/// Key of the name of how an inject arrives.
pub const fn inject_kind(kind: InjectKind) -> &'static str {
    match kind {
        InjectKind::Letter => "panels-inject-letter",
        InjectKind::Call => "panels-inject-call",
        InjectKind::Press => "panels-inject-press",
        InjectKind::Social => "panels-inject-social",
        InjectKind::Citizen => "panels-inject-citizen",
        InjectKind::Leader => "panels-inject-leader",
        InjectKind::Technical => "panels-inject-technical",
        InjectKind::Hint => "panels-inject-hint",
    }
}

/// Icon of how an inject arrives.
pub const fn inject_icon(kind: InjectKind) -> &'static str {
    use egui_phosphor::regular as icon;
    match kind {
        InjectKind::Letter => icon::ENVELOPE_SIMPLE,
        InjectKind::Call => icon::PHONE,
        InjectKind::Press => icon::NEWSPAPER,
        InjectKind::Social => icon::SHARE_NETWORK,
        InjectKind::Citizen => icon::USER,
        InjectKind::Leader => icon::BUILDINGS,
        InjectKind::Technical => icon::WRENCH,
        InjectKind::Hint => icon::LIGHTBULB,
    }
}

/// Key of the name of a kind of message.
pub const fn message_kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Inform => "panels-message-inform",
        MessageKind::Request => "panels-message-request",
        MessageKind::Acknowledge => "panels-message-acknowledge",
        MessageKind::Instruct => "panels-message-instruct",
        MessageKind::Brief => "panels-message-brief",
    }
}

/// Key of the name of a group of orders.
pub const fn order_group(group: OrderGroup) -> &'static str {
    match group {
        OrderGroup::Triage => "panels-group-triage",
        OrderGroup::Analyse => "panels-group-analyse",
        OrderGroup::Secure => "panels-group-secure",
        OrderGroup::Contain => "panels-group-contain",
        OrderGroup::Eradicate => "panels-group-eradicate",
        OrderGroup::Recover => "panels-group-recover",
        OrderGroup::Lead => "panels-group-lead",
        OrderGroup::Communicate => "panels-group-communicate",
        OrderGroup::Report => "panels-group-report",
        OrderGroup::Public => "panels-group-public",
        OrderGroup::Close => "panels-group-close",
    }
}

/// Key of the name of where work stands.
pub const fn work_state(state: WorkState) -> &'static str {
    match state {
        WorkState::WaitsFor(_) => "panels-work-waits",
        WorkState::Queued => "panels-work-queued",
        WorkState::Running => "panels-work-running",
        WorkState::Done => "panels-work-done",
        WorkState::Failed => "panels-work-failed",
        WorkState::Denied(_) => "panels-work-denied",
        WorkState::Cancelled => "panels-work-cancelled",
    }
}

/// Key of the name of a kind of evidence.
pub const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Screen => "panels-evidence-screen",
        Evidence::Memory => "panels-evidence-memory",
        Evidence::Logs => "panels-evidence-logs",
        Evidence::Disk => "panels-evidence-disk",
        Evidence::Traffic => "panels-evidence-traffic",
    }
}

/// Key of what kind of duty a step is.
pub const fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::Law => "panels-duty-law",
        Duty::Model => "panels-duty-model",
        Duty::Legacy => "panels-duty-legacy",
        Duty::SeedPlan => "panels-duty-seed",
        Duty::Practice => "panels-duty-practice",
        Duty::Proposed => "panels-duty-proposed",
    }
}

/// Key of where a deadline comes from. Only what a legal text says in figures is called law.
pub const fn due_basis(basis: DueBasis) -> &'static str {
    match basis {
        DueBasis::Law => "panels-due-law",
        DueBasis::Ngay => "panels-due-ngay",
        DueBasis::Plan => "panels-due-plan",
        DueBasis::NoClock => "panels-due-none",
    }
}

/// Kinds of evidence as a list: `bộ nhớ, nhật ký`.
pub fn evidence_list(cx: &PanelCx<'_>, set: EvidenceSet) -> String {
    set.iter().map(|kind| cx.tr.t(evidence(kind))).collect::<Vec<_>>().join(", ")
}

/// Name of a phase with its number.
pub fn phase(cx: &PanelCx<'_>, phase: Phase) -> String {
    let name = cx.scenario.plan.phases.iter().find(|named| named.id == phase).map(|named| cx.text(&named.name));
    match name {
        Some(name) => format!("{phase:?} · {name}"),
        None => format!("{phase:?}"),
    }
}

/// How a fact came to be known.
pub fn how(cx: &PanelCx<'_>, how: How) -> String {
    match how {
        How::Seen => cx.tr.t("panels-how-seen"),
        How::Found(work) => match cx.view.seat.work.iter().find(|own| own.id == work) {
            Some(own) => {
                let order = cx.text(&cx.scenario.orders.at(own.work.kind).name).to_owned();
                cx.tr.with("panels-how-found-with", &[("order", order.into())])
            }
            None => cx.tr.t("panels-how-found"),
        },
        How::Told(role) => cx.tr.with("panels-how-told", &[("role", format::role(cx.scenario, cx.tr, role).into())]),
        How::Record => cx.tr.t("panels-how-record"),
        How::Heard => cx.tr.t("panels-how-heard"),
    }
}

/// What a fact says, as a sentence.
pub fn fact(cx: &PanelCx<'_>, fact: &Fact) -> String {
    let scenario = cx.scenario;
    let tr = cx.tr;
    let host = |ix| scenario.host(ix).id.clone();
    let say = |key: &str, host: String| tr.with(key, &[("host", host.into())]);
    match fact.kind {
        FactKind::Trace(step, at) => {
            let step = scenario.file.attack.at(step);
            // Failures and mistakes are no technique of an adversary.
            let key = if step.technique.is_empty() { "panels-fact-trace-plain" } else { "panels-fact-trace" };
            tr.with(
                key,
                &[
                    ("host", host(at).into()),
                    ("what", cx.text(&step.name).into()),
                    ("technique", step.technique.as_str().into()),
                ],
            )
        }
        FactKind::Held(at, Foothold::Admin) => say("panels-fact-held-admin", host(at)),
        FactKind::Held(at, _) => say("panels-fact-held-user", host(at)),
        FactKind::Implanted(at, implant) => {
            let implant = scenario.file.implants.at(implant);
            tr.with(
                "panels-fact-implanted",
                &[
                    ("host", host(at).into()),
                    ("implant", cx.text(&implant.name).into()),
                    ("kind", tr.t(implant_kind(implant.kind)).into()),
                ],
            )
        }
        FactKind::Encrypted(at) => say("panels-fact-encrypted", host(at)),
        FactKind::Altered(at) => say("panels-fact-altered", host(at)),
        FactKind::Blind(at) => say("panels-fact-blind", host(at)),
        FactKind::NothingFound(at) => say("panels-fact-nothing", host(at)),
        FactKind::Weak(at, weakness) => {
            let weakness = cx.text(&scenario.file.vulnerabilities.at(weakness).name);
            tr.with("panels-fact-weak", &[("host", host(at).into()), ("weakness", weakness.into())])
        }
        FactKind::Taken(account) => {
            let account = cx.text(&scenario.network.accounts.at(account).name);
            tr.with("panels-fact-taken", &[("account", account.into())])
        }
        FactKind::Leaked(store, records) => {
            let store = scenario.stores.get(store.us()).map_or("", |(_, store)| cx.text(&store.name));
            tr.with("panels-fact-leaked", &[("store", store.into()), ("n", records.into())])
        }
        FactKind::Indicator(indicator) => {
            let indicator = scenario.file.indicators.at(indicator);
            let kind = tr.t(indicator_kind(indicator.kind));
            tr.with("panels-fact-indicator", &[("kind", kind.into()), ("value", indicator.value.as_str().into())])
        }
        FactKind::Verified(alert, real) => {
            let key = if real { "panels-fact-alert-real" } else { "panels-fact-alert-false" };
            tr.with(key, &[("n", (alert.raw() + 1).into())])
        }
        FactKind::BackupTested(backup, clean) => {
            let name = format::target(scenario, tr, crate::sim::Target::Backup(backup));
            let key = if clean { "panels-fact-backup-clean" } else { "panels-fact-backup-bad" };
            tr.with(key, &[("backup", name.into())])
        }
        FactKind::SystemTested(system, passed) => {
            let key = if passed { "panels-fact-system-passed" } else { "panels-fact-system-failed" };
            tr.with(key, &[("system", cx.text(&scenario.network.systems.at(system).name).into())])
        }
    }
}

const fn implant_kind(kind: ImplantKind) -> &'static str {
    match kind {
        ImplantKind::Webshell => "panels-implant-webshell",
        ImplantKind::Beacon => "panels-implant-beacon",
        ImplantKind::Persistence => "panels-implant-persistence",
        ImplantKind::Ransomware => "panels-implant-ransomware",
        ImplantKind::Tool => "panels-implant-tool",
        ImplantKind::Damage => "panels-implant-damage",
    }
}
