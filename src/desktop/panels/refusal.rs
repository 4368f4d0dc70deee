//! Why something is not possible, as a sentence that also says what would make it possible.

use super::{PanelCx, words};
use crate::desktop::kit::format;
use crate::model::{Ix, Need, Param, Role, Table, TargetKind};
use crate::sim::{Refusal, limits};

/// A refusal in words: why, and what would make it possible.
pub fn refusal(cx: &PanelCx<'_>, why: &Refusal) -> String {
    let tr = cx.tr;
    match why {
        Refusal::Ended => tr.t("panels-refusal-ended"),
        Refusal::Paused => match &cx.view.team.paused {
            Some(reason) if !reason.is_empty() => {
                tr.with("panels-refusal-paused-because", &[("reason", reason.as_str().into())])
            }
            _ => tr.t("panels-refusal-paused"),
        },
        Refusal::Past(now) => {
            let now = format::clock(cx.scenario.file.starts, *now);
            tr.with("panels-refusal-past", &[("now", now.into())])
        }
        Refusal::Unknown => tr.t("panels-refusal-unknown"),
        Refusal::NoSeat => tr.t("panels-refusal-no-seat"),
        Refusal::NoAuthority(roles) => tr.with("panels-refusal-authority", &[("roles", role_list(cx, roles).into())]),
        Refusal::NotOwn(roles) if roles.is_empty() => tr.t("panels-refusal-not-own-nobody"),
        Refusal::NotOwn(roles) => tr.with("panels-refusal-not-own", &[("roles", role_list(cx, roles).into())]),
        Refusal::WrongTarget(kind) => tr.with("panels-refusal-target", &[("kind", tr.t(target_kind(*kind)).into())]),
        Refusal::NotKnown => tr.t("panels-refusal-not-known"),
        Refusal::Missing(need) => missing(cx, need),
        Refusal::Fill(param) => tr.with("panels-refusal-fill", &[("what", tr.t(param_name(*param)).into())]),
        Refusal::FillField(id) => tr.with("panels-refusal-fill", &[("what", field_name(cx, id).into())]),
        Refusal::WrongField(id) => tr.with("panels-refusal-wrong-field", &[("what", field_name(cx, id).into())]),
        Refusal::ChannelDown(channel) => {
            let name = cx.text(&cx.scenario.plan.channels.at(*channel).name);
            tr.with("panels-refusal-channel", &[("channel", name.into())])
        }
        Refusal::AlreadyRunning(work) => running(cx, *work),
        Refusal::AlreadyDone => tr.t("panels-refusal-done"),
        Refusal::TooLong => tr.with("panels-refusal-long", &[("n", limits::TEXT_BYTES_MAX.into())]),
        Refusal::QueueFull => tr.with("panels-refusal-queue", &[("n", limits::OPEN_WORK_MAX.into())]),
    }
}

/// Names of roles, those with a seat in this exercise; when none has one, all with a note.
pub fn role_list(cx: &PanelCx<'_>, roles: &[Ix<Role>]) -> String {
    let names = |wanted: &[Ix<Role>]| {
        wanted.iter().map(|role| format::role(cx.scenario, cx.tr, *role)).collect::<Vec<_>>().join(", ")
    };
    let seated: Vec<Ix<Role>> = roles.iter().copied().filter(|role| cx.scenario.has_seat(*role)).collect();
    match (roles.is_empty(), seated.is_empty()) {
        (true, _) => cx.tr.t("panels-nobody"),
        (false, true) => cx.tr.with("panels-not-seated", &[("roles", names(roles).into())]),
        (false, false) => names(&seated),
    }
}

/// Key of the name of a kind of target.
pub const fn target_kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Nothing => "panels-target-nothing",
        TargetKind::Host => "panels-target-host",
        TargetKind::Zone => "panels-target-zone",
        TargetKind::Site => "panels-target-site",
        TargetKind::System => "panels-target-system",
        TargetKind::Account => "panels-target-account",
        TargetKind::Indicator => "panels-target-indicator",
        TargetKind::Backup => "panels-target-backup",
        TargetKind::Alert => "panels-target-alert",
        TargetKind::Inject => "panels-target-inject",
    }
}

/// Key of the name of what is to be filled in.
pub const fn param_name(param: Param) -> &'static str {
    match param {
        Param::Text => "panels-param-text",
        Param::To => "panels-param-to",
        Param::Facts => "panels-param-facts",
        Param::Severity => "panels-param-severity",
        Param::Verdict => "panels-param-verdict",
        Param::Choice => "panels-param-choice",
        Param::Channel => "panels-param-channel",
        Param::Fields => "panels-param-fields",
    }
}

fn missing(cx: &PanelCx<'_>, need: &Need) -> String {
    let tr = cx.tr;
    let order = |ix| cx.text(&cx.scenario.orders.at(ix).name).to_owned();
    match need {
        Need::PoweredOn => tr.t("panels-need-powered-on"),
        Need::PoweredOff => tr.t("panels-need-powered-off"),
        Need::Connected => tr.t("panels-need-connected"),
        Need::Isolated => tr.t("panels-need-isolated"),
        Need::Agent => tr.t("panels-need-agent"),
        Need::IncidentOpen => tr.t("panels-need-incident"),
        Need::Classified => tr.t("panels-need-classified"),
        Need::Convened => tr.t("panels-need-convened"),
        Need::InMaintenance => tr.t("panels-need-maintenance"),
        Need::SomeIndicator => tr.t("panels-need-indicator"),
        Need::Secured(kind) => tr.with("panels-need-secured", &[("what", tr.t(words::evidence(*kind)).into())]),
        Need::DoneHere(kind) => tr.with("panels-need-done-here", &[("order", order(kind.ix()).into())]),
        Need::DoneBefore(kind) => tr.with("panels-need-done-before", &[("order", order(kind.ix()).into())]),
    }
}

/// The same order is already under way: where, and for how long yet.
fn running(cx: &PanelCx<'_>, work: Ix<crate::sim::Work>) -> String {
    let own = cx.view.seat.work.iter().find(|own| own.id == work);
    match own.and_then(|own| own.work.ends) {
        Some(ends) if ends > cx.view.now => {
            cx.tr.with("panels-refusal-running-left", &[("left", format::span(cx.tr, ends - cx.view.now).into())])
        }
        _ => cx.tr.t("panels-refusal-running"),
    }
}

/// The label of a form's field, whichever form it is of.
fn field_name(cx: &PanelCx<'_>, id: &str) -> String {
    let fields = cx.scenario.plan.forms.iter().flat_map(|form| &form.fields);
    fields
        .into_iter()
        .find(|field| field.id == id)
        .map_or_else(|| id.to_owned(), |field| cx.text(&field.name).to_owned())
}
