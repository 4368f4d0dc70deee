//! The form of an order: what must be filled in, what it would cost, and the one button that gives it.
//! Used wherever an order is given; drafts are kept until they are sent or thrown away.

use std::collections::BTreeSet;

use egui::{TextEdit, Ui};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::{PanelCx, facts, fields, refusal, widgets, words};
use crate::desktop::kit::{Cmd, format};
use crate::model::{
    Care, Channel, Effect, Evidence, EvidenceSet, Host, Ix, OrderKind, Param, Severity, System, SystemState, Table,
    Verb,
};
use crate::sim::{Fact, Order, Params, RecordKind, Refusal, Target, limits};

/// Drafts kept; older ones go.
const DRAFTS_MAX: usize = 32;

/// Something half written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    kind: Ix<OrderKind>,
    target: Target,
    params: Params,
    /// Answers to the four questions of the classification.
    questions: [Option<bool>; 4],
}

/// Drafts of a seat, and the facts picked to be carried by the next order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FormsState {
    drafts: Vec<Draft>,
    /// What was sent or thrown away last, to take it back.
    last: Option<Draft>,
    /// Facts picked.
    pub picked: BTreeSet<Ix<Fact>>,
}

impl FormsState {
    /// Whether something is half written for the order.
    pub fn has_draft(&self, kind: Ix<OrderKind>, target: Target) -> bool {
        self.drafts.iter().any(|draft| draft.kind == kind && draft.target == target && !is_blank(&draft.params))
    }

    fn take(&mut self, kind: Ix<OrderKind>, target: Target) -> Draft {
        match self.drafts.iter().position(|draft| draft.kind == kind && draft.target == target) {
            Some(at) => self.drafts.remove(at),
            None => Draft { kind, target, params: Params::default(), questions: [None; 4] },
        }
    }

    fn keep(&mut self, draft: Draft) {
        if self.drafts.len() == DRAFTS_MAX {
            self.drafts.remove(0);
        }
        self.drafts.push(draft);
    }

    /// Fills in something before a form is opened.
    pub fn prefill(&mut self, kind: Ix<OrderKind>, target: Target, fill: impl FnOnce(&mut Params)) {
        let mut draft = self.take(kind, target);
        fill(&mut draft.params);
        self.keep(draft);
    }
}

/// What became of a form in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormOutcome {
    /// It stays open.
    Open,
    /// The order was asked for.
    Sent,
    /// It was put away; the draft is kept.
    Closed,
}

/// Whether nothing has been written yet; whom it goes to and how may be filled in beforehand.
fn is_blank(params: &Params) -> bool {
    let Params { text, to: _, facts: _, severity, verdict, choice, channel: _, fields } = params;
    text.is_empty() && severity.is_none() && verdict.is_none() && choice.is_none() && fields.is_empty()
}

/// Whether an order can be given with one click: nothing to fill in, nothing to confirm.
pub fn is_plain(kind: &OrderKind) -> bool {
    kind.params.is_empty() && kind.care.is_none()
}

/// The form of an order on a target.
pub fn order_form_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, kind: Ix<OrderKind>, target: Target) -> FormOutcome {
    let spec = cx.scenario.orders.at(kind);
    let mut draft = cx.ui_state.panels.forms.take(kind, target);
    ui.push_id(("order-form", kind.raw()), |ui| {
        ui.label(cx.theme.soft(cx.text(&spec.help)));
        for param in &spec.params {
            param_ui(ui, cx, &mut draft, *param);
        }
        if let Some(care) = spec.care {
            care_ui(ui, cx, spec, care, target);
        }
        buttons_ui(ui, cx, draft)
    })
    .inner
}

fn buttons_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, mut draft: Draft) -> FormOutcome {
    let (tr, spec) = (cx.tr, cx.scenario.orders.at(draft.kind));
    if spec.params.contains(&Param::Facts) {
        draft.params.facts = picked_facts(cx);
    }
    let missing = missing(cx, spec, &draft.params);
    let possible = (cx.possible)(draft.kind, draft.target);
    if let Err(why) = &possible {
        ui.label(format!("{} {}", icon::PROHIBIT, refusal(cx, why)));
    } else if !missing.is_empty() {
        let list = missing.iter().map(|why| refusal(cx, why)).collect::<Vec<_>>().join(" ");
        ui.label(cx.theme.soft(format!("{} {list}", icon::PENCIL_SIMPLE_LINE)));
    }
    if let Some(role) = spec.approval.as_ref().filter(|role| role.ix() != cx.role) {
        let role = format::role(cx.scenario, tr, role.ix());
        ui.label(cx.theme.soft(format!(
            "{} {}",
            icon::SEAL_CHECK,
            tr.with("panels-form-approval", &[("role", role.into())])
        )));
    }
    let mut outcome = FormOutcome::Open;
    let mut restored = None;
    ui.horizontal_wrapped(|ui| {
        let ready = possible.is_ok() && missing.is_empty();
        let word = tr.t(send_word(spec));
        let send = widgets::main_button(ui, cx.theme, &word, ready).clicked();
        if send {
            let order = Order { nonce: 0, kind: draft.kind, target: draft.target, params: draft.params.clone() };
            cx.ask(Cmd::GiveOrder(order));
            cx.ui_state.panels.forms.picked.clear();
            outcome = FormOutcome::Sent;
        } else if ui.button(tr.t("panels-form-close")).clicked() {
            outcome = FormOutcome::Closed;
        }
        let untouched = is_blank(&draft.params);
        let drop = !send && !untouched && ui.button(tr.t("panels-form-discard")).clicked();
        let last = cx.ui_state.panels.forms.last.as_ref();
        let undo = last.is_some_and(|last| last.kind == draft.kind && last.target == draft.target);
        if undo && untouched && !send && ui.button(tr.t("panels-form-undo")).clicked() {
            restored = cx.ui_state.panels.forms.last.take();
        } else if send || drop {
            cx.ui_state.panels.forms.last = Some(draft.clone());
            draft.params = Params::default();
        }
    });
    cx.ui_state.panels.forms.keep(restored.unwrap_or(draft));
    outcome
}

const fn send_word(spec: &OrderKind) -> &'static str {
    match (&spec.verb, spec.care) {
        (_, Some(_)) => "panels-form-do-anyway",
        (Verb::Message(_) | Verb::Report(_) | Verb::Statement | Verb::Answer, None) => "panels-form-send",
        (Verb::Record, None) => "panels-form-record",
        _ => "panels-form-do",
    }
}

/// What is still to be filled in.
fn missing(cx: &PanelCx<'_>, spec: &OrderKind, params: &Params) -> Vec<Refusal> {
    let mut missing = Vec::new();
    for param in &spec.params {
        let empty = match param {
            Param::Text => params.text.trim().is_empty(),
            Param::To => params.to.is_empty(),
            Param::Facts => params.facts.is_empty(),
            Param::Severity => params.severity.is_none(),
            Param::Verdict => params.verdict.is_none(),
            Param::Choice => params.choice.is_none(),
            Param::Channel => params.channel.is_none(),
            Param::Fields => false,
        };
        if empty {
            missing.push(Refusal::Fill(*param));
        }
    }
    if params.text.len() > limits::TEXT_BYTES_MAX {
        missing.push(Refusal::TooLong);
    }
    if let Verb::Report(form) = &spec.verb {
        missing.extend(fields::missing(cx.scenario.plan.forms.at(form.ix()), params).map(Refusal::FillField));
    }
    missing
}

fn picked_facts(cx: &PanelCx<'_>) -> Vec<Ix<Fact>> {
    let picked = &cx.ui_state.panels.forms.picked;
    cx.view.seat.facts.iter().map(|known| known.id).filter(|id| picked.contains(id)).collect()
}

fn param_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, draft: &mut Draft, param: Param) {
    let (tr, theme) = (cx.tr, cx.theme);
    let name = tr.t(refusal::param_name(param));
    if !matches!(param, Param::Fields) {
        ui.add_space(theme.steps(1));
        ui.label(theme.soft(&name));
    }
    match param {
        Param::Text => text_ui(ui, cx, &mut draft.params.text, &name),
        Param::To => to_ui(ui, cx, &mut draft.params),
        Param::Facts => picker_ui(ui, cx),
        Param::Severity => severity_ui(ui, cx, draft),
        Param::Verdict => {
            ui.horizontal_wrapped(|ui| {
                for real in [true, false] {
                    ui.radio_value(&mut draft.params.verdict, Some(real), tr.t(words::verdict(real)));
                }
            });
        }
        Param::Choice => choice_ui(ui, cx, draft),
        Param::Channel => channel_ui(ui, cx, &mut draft.params.channel),
        Param::Fields => {
            if let Verb::Report(form) = &cx.scenario.orders.at(draft.kind).verb {
                fields::fields_ui(ui, cx, form.ix(), &mut draft.params);
            }
        }
    }
}

fn text_ui(ui: &mut Ui, cx: &PanelCx<'_>, text: &mut String, name: &str) {
    let response = ui.add(TextEdit::multiline(text).desired_rows(2).desired_width(f32::INFINITY));
    widgets::named(&response, name);
    let left = limits::TEXT_BYTES_MAX.saturating_sub(text.len());
    if left < 400 {
        ui.label(cx.theme.note(cx.tr.with("panels-form-left", &[("n", left.into())])));
    }
}

fn to_ui(ui: &mut Ui, cx: &PanelCx<'_>, params: &mut Params) {
    let scenario = cx.scenario;
    ui.horizontal_wrapped(|ui| {
        for seat in scenario.file.seats.iter().map(crate::model::Ref::ix).filter(|seat| *seat != cx.role) {
            let mut chosen = params.to.contains(&seat);
            let name = format::role(scenario, cx.tr, seat);
            if ui.toggle_value(&mut chosen, name).on_hover_text(cx.text(&scenario.roles.at(seat).duties)).changed() {
                params.to.retain(|role| *role != seat);
                params.to.extend(chosen.then_some(seat));
            }
        }
    });
}

/// The facts known to the seat, newest first, to pick from.
fn picker_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let known: Vec<_> = cx.view.seat.facts.iter().rev().collect();
    if known.is_empty() {
        widgets::empty(ui, cx.theme, &cx.tr.t("panels-facts-empty"));
        return;
    }
    egui::ScrollArea::vertical().id_salt("fact-picker").max_height(160.0).show(ui, |ui| {
        facts::facts_ui(ui, cx, &known);
    });
}

/// The four questions of the classification, the level they suggest, and the choice.
fn severity_ui(ui: &mut Ui, cx: &PanelCx<'_>, draft: &mut Draft) {
    let (tr, theme) = (cx.tr, cx.theme);
    for (index, answer) in draft.questions.iter_mut().enumerate() {
        ui.horizontal_wrapped(|ui| {
            ui.label(tr.t(QUESTIONS[index]));
            for (word, value) in [("panels-yes", Some(true)), ("panels-no", Some(false)), ("panels-unclear", None)] {
                let response = ui.selectable_value(answer, value, tr.t(word));
                widgets::named(&response, &format!("{} {}", tr.t(QUESTIONS[index]), tr.t(word)));
            }
        });
    }
    if let Some(level) = suggested(draft.questions) {
        let level = format::severity(tr, level);
        ui.label(theme.soft(tr.with("panels-classify-hint", &[("level", level.into())])));
    }
    ui.horizontal_wrapped(|ui| {
        for level in Severity::ALL.into_iter().rev() {
            ui.radio_value(&mut draft.params.severity, Some(level), format::severity(tr, level));
        }
    });
}

const QUESTIONS: [&str; 4] =
    ["panels-classify-level", "panels-classify-personal", "panels-classify-security", "panels-classify-outage"];

/// The level that the answers suggest `[P]`: a sign of harm to national security or a serious interruption
/// is M1, a level 3 system or personal data M2, otherwise M3; in doubt nothing is said.
const fn suggested(answers: [Option<bool>; 4]) -> Option<Severity> {
    match answers {
        [_, _, Some(true), _] | [_, _, _, Some(true)] => Some(Severity::M1),
        [Some(true), _, Some(false), Some(false)] | [_, Some(true), Some(false), Some(false)] => Some(Severity::M2),
        [Some(false), Some(false), Some(false), Some(false)] => Some(Severity::M3),
        _ => None,
    }
}

fn choice_ui(ui: &mut Ui, cx: &PanelCx<'_>, draft: &mut Draft) {
    let Target::Inject(inject) = draft.target else { return };
    for (index, choice) in
        cx.scenario.file.injects.get(inject.us()).into_iter().flat_map(|inject| &inject.choices).enumerate()
    {
        let Ok(index) = u8::try_from(index) else { break };
        ui.radio_value(&mut draft.params.choice, Some(index), cx.text(&choice.text));
    }
}

fn channel_ui(ui: &mut Ui, cx: &PanelCx<'_>, chosen: &mut Option<Ix<Channel>>) {
    let channels = &cx.scenario.plan.channels;
    ui.horizontal_wrapped(|ui| {
        for ix in channels.indices() {
            let channel = channels.at(ix);
            let state = channel.system.as_ref().and_then(|system| cx.view.team.systems.get(system.ix().us()));
            let works = matches!(state, None | Some(SystemState::Up | SystemState::Degraded));
            let name = cx.text(&channel.name);
            let response = ui.add_enabled_ui(works, |ui| ui.radio_value(chosen, Some(ix), name)).inner;
            if !works {
                response.on_disabled_hover_text(refusal(cx, &Refusal::ChannelDown(ix)));
            } else if let Some(system) = &channel.system {
                let system = cx.text(&cx.scenario.network.systems.at(system.ix()).name);
                response.on_hover_text(cx.tr.with("panels-channel-runs-on", &[("system", system.into())]));
            }
        }
    });
}

/// What would be lost, for orders that destroy evidence or cut a service.
fn care_ui(ui: &mut Ui, cx: &PanelCx<'_>, spec: &OrderKind, care: Care, target: Target) {
    let (tr, theme) = (cx.tr, cx.theme);
    ui.add_space(theme.steps(1));
    let text = match care {
        Care::DestroysEvidence => {
            let lost = lost_evidence(spec).without(secured(cx, target));
            if lost.is_empty() {
                tr.t("panels-care-evidence-secured")
            } else {
                let list = words::evidence_list(cx, lost);
                let on = format::target(cx.scenario, tr, target);
                tr.with("panels-care-evidence", &[("list", list.into()), ("target", on.into())])
            }
        }
        Care::CutsService => match cut_systems(cx, target) {
            cut if cut.is_empty() => tr.t("panels-care-service-local"),
            cut => {
                let users: u32 = cut.iter().map(|system| cx.scenario.network.systems.at(*system).daily_users).sum();
                let names = cut.iter().map(|system| cx.text(&cx.scenario.network.systems.at(*system).name));
                let names = names.collect::<Vec<_>>().join(", ");
                tr.with("panels-care-service", &[("systems", names.into()), ("users", users.into())])
            }
        },
    };
    widgets::card(ui, theme, true, |ui| ui.label(format!("{} {text}", icon::WARNING)));
}

/// The evidence that the effects of an order would destroy.
fn lost_evidence(spec: &OrderKind) -> EvidenceSet {
    let volatile = EvidenceSet::of(Evidence::Memory);
    spec.effects.iter().fold(EvidenceSet::NONE, |lost, effect| {
        lost.union(match effect {
            Effect::PowerOff | Effect::Reboot => volatile,
            Effect::ClearLogs => EvidenceSet::of(Evidence::Logs),
            Effect::Unalter => EvidenceSet::of(Evidence::Screen),
            Effect::RemoveImplants | Effect::Restore => EvidenceSet::of(Evidence::Disk),
            Effect::Reimage => volatile.union(EvidenceSet::of(Evidence::Logs)).union(EvidenceSet::of(Evidence::Disk)),
            _ => EvidenceSet::NONE,
        })
    })
}

/// What has been secured on every host of the target, by the shared record.
fn secured(cx: &PanelCx<'_>, target: Target) -> EvidenceSet {
    let hosts = hosts_of(cx, target);
    let on = |host: &Ix<Host>| {
        cx.view.team.record.iter().fold(EvidenceSet::NONE, |set, entry| match &entry.what {
            RecordKind::Secured(of, kind, _) if of == host => set.union(EvidenceSet::of(*kind)),
            _ => set,
        })
    };
    hosts.iter().map(on).reduce(EvidenceSet::both).unwrap_or(EvidenceSet::NONE)
}

fn cut_systems(cx: &PanelCx<'_>, target: Target) -> BTreeSet<Ix<System>> {
    let of_hosts = hosts_of(cx, target);
    let systems = of_hosts.iter().flat_map(|host| cx.scenario.host(*host).systems.iter().copied());
    let own = if let Target::System(system) = target { Some(system) } else { None };
    systems.chain(own).collect()
}

/// The hosts that a target covers.
fn hosts_of(cx: &PanelCx<'_>, target: Target) -> Vec<Ix<Host>> {
    let network = &cx.scenario.network;
    match target {
        Target::Host(host) => vec![host],
        Target::Zone(zone) => network.zones.at(zone).hosts.clone(),
        Target::Site(site) => {
            network.sites.at(site).zones.iter().flat_map(|zone| network.zones.at(*zone).hosts.clone()).collect()
        }
        Target::System(system) => {
            network.hosts.indices().filter(|host| cx.scenario.host(*host).systems.contains(&system)).collect()
        }
        _ => Vec::new(),
    }
}
