//! Liên lạc: conversations with the other seats, and what arrives from outside: letters, calls, the press.

use std::ops::Deref;

use egui::{Align, Layout, Panel, RichText, Ui};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};

use super::order_form::{self, FormOutcome};
use super::{PanelCx, refusal, widgets, words};
use crate::desktop::kit::{Cmd, PanelKind, Selection, format};
use crate::model::{Inject, InjectKind, Ix, MessageKind, OrderKind, Param, Ref, Role, Scenario, Table, Verb};
use crate::sim::{Fact, Item, ItemKind, Order, Shared, Target, WorkView};

/// Below this width the conversations are a list to unfold instead of a column.
const COLUMN_FROM: f32 = 460.0;

/// A conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Conversation {
    /// With another seat.
    With(Ix<Role>),
    /// With the world outside the team.
    Outside(InjectKind),
}

/// What the conversations remember.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TalkState {
    chosen: Option<Conversation>,
    /// How many items of each conversation have been read.
    read: Vec<(Conversation, usize)>,
    /// The kind of message being written.
    writing: Option<Ix<OrderKind>>,
}

impl TalkState {
    fn read(&self, of: Conversation) -> usize {
        self.read.iter().find(|(conversation, _)| *conversation == of).map_or(0, |(_, count)| *count)
    }

    /// How many of `items`, from the first on, have been opened on the desk of `role`.
    pub fn opened(&self, scenario: &Scenario, role: Ix<Role>, items: &[Shared<Item>]) -> usize {
        let mut seen: Vec<(Conversation, usize)> = Vec::new();
        for (number, item) in items.iter().enumerate() {
            for of in conversations_of(scenario, role, item) {
                let place = match seen.iter_mut().find(|(conversation, _)| *conversation == of) {
                    Some((_, count)) => {
                        *count += 1;
                        *count
                    }
                    None => {
                        seen.push((of, 1));
                        1
                    }
                };
                let own = matches!(&item.what, ItemKind::Message { from, .. } if *from == role);
                if place > self.read(of) && !own {
                    return number;
                }
            }
        }
        items.len()
    }

    fn mark_read(&mut self, of: Conversation, count: usize) {
        match self.read.iter_mut().find(|(conversation, _)| *conversation == of) {
            Some((_, read)) => *read = count,
            None => self.read.push((of, count)),
        }
    }
}

/// The conversations.
pub fn comms_panel_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    let list = conversations(cx);
    let chosen =
        cx.ui_state.panels.talk.chosen.or_else(|| list.iter().find(|talk| talk.unread > 0).map(|talk| talk.of));
    cx.ui_state.panels.talk.chosen = chosen;
    if ui.available_width() >= COLUMN_FROM {
        Panel::left("conversations").resizable(true).default_size(168.0).min_size(96.0).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| column_ui(ui, cx, &list, chosen));
        });
    } else {
        unfold_ui(ui, cx, &list, chosen);
    }
    let waiting = cx.view.seat.approvals.len();
    if waiting > 0 {
        let text = cx.tr.with("panels-talk-approvals", &[("n", waiting.into())]);
        if ui.button(format!("{} {text}", icon::SEAL_CHECK)).clicked() {
            cx.ask(Cmd::OpenPanel(PanelKind::Work));
        }
    }
    match chosen {
        None => widgets::empty(ui, cx.theme, &cx.tr.t("panels-talk-empty")),
        Some(of) => conversation_ui(ui, cx, of),
    }
}

/// A conversation as it stands.
struct Talk {
    of: Conversation,
    items: usize,
    unread: usize,
    /// Place of its last item among all, counted from 1.
    last: usize,
}

/// How many messages and injects lie unread.
pub fn unread(cx: &PanelCx<'_>) -> usize {
    conversations(cx).iter().map(|talk| talk.unread).sum()
}

/// All conversations, those with news first.
fn conversations(cx: &PanelCx<'_>) -> Vec<Talk> {
    let empty = |of| Talk { of, items: 0, unread: 0, last: 0 };
    let seats = cx.scenario.file.seats.iter().map(Ref::ix).filter(|seat| *seat != cx.role);
    let mut list: Vec<Talk> = seats.map(|seat| empty(Conversation::With(seat))).collect();
    for (index, item) in cx.view.seat.items.iter().enumerate() {
        for of in parts(cx, item) {
            let place = list.iter().position(|talk| talk.of == of).unwrap_or_else(|| {
                list.push(empty(of));
                list.len() - 1
            });
            let talk = &mut list[place];
            talk.unread += usize::from(talk.items >= cx.ui_state.panels.talk.read(of) && !is_own(cx, item));
            (talk.items, talk.last) = (talk.items + 1, index + 1);
        }
    }
    list.sort_by_key(|talk| (talk.unread == 0, std::cmp::Reverse(talk.last), talk.of));
    list
}

fn is_own(cx: &PanelCx<'_>, item: &Item) -> bool {
    matches!(&item.what, ItemKind::Message { from, .. } if *from == cx.role)
}

/// The conversations that an item belongs to.
fn parts(cx: &PanelCx<'_>, item: &Item) -> Vec<Conversation> {
    conversations_of(cx.scenario, cx.role, item)
}

fn conversations_of(scenario: &Scenario, own: Ix<Role>, item: &Item) -> Vec<Conversation> {
    match &item.what {
        ItemKind::Message { from, to, .. } if *from == own => {
            to.iter().filter(|role| **role != own).map(|role| Conversation::With(*role)).collect()
        }
        ItemKind::Message { from, .. } => vec![Conversation::With(*from)],
        what @ (ItemKind::Inject { .. } | ItemKind::Worded { .. }) => {
            what.inject_kind(scenario).map(Conversation::Outside).into_iter().collect()
        }
    }
}

fn name(cx: &PanelCx<'_>, of: Conversation) -> String {
    match of {
        Conversation::With(role) => format::role(cx.scenario, cx.tr, role),
        Conversation::Outside(kind) => format!("{} {}", words::inject_icon(kind), cx.tr.t(words::inject_kind(kind))),
    }
}

fn choose(cx: &mut PanelCx<'_>, of: Conversation) {
    cx.ui_state.panels.talk.chosen = Some(of);
    address(cx, of);
}

/// Addresses what is being written to the conversation, unless it is already.
fn address(cx: &mut PanelCx<'_>, of: Conversation) {
    let (Conversation::With(role), Some(kind)) = (of, cx.ui_state.panels.talk.writing) else { return };
    cx.ui_state.panels.forms.prefill(kind, Target::Nothing, |params| {
        if !params.to.contains(&role) {
            params.to = vec![role];
        }
    });
}

fn column_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, list: &[Talk], chosen: Option<Conversation>) {
    for Talk { of, unread, .. } in list {
        let name = name(cx, *of);
        let text = if *unread > 0 { cx.theme.strong(format!("{name} ({unread})")) } else { RichText::new(&name) };
        let response = ui.add(egui::Button::selectable(chosen == Some(*of), text).wrap());
        if *unread > 0 {
            widgets::named(
                &response,
                &cx.tr.with("panels-talk-unread", &[("name", name.into()), ("n", (*unread).into())]),
            );
        }
        if response.clicked() {
            choose(cx, *of);
        }
    }
}

fn unfold_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, list: &[Talk], chosen: Option<Conversation>) {
    let label = |cx: &PanelCx<'_>, of: Conversation, unread: usize| match unread {
        0 => name(cx, of),
        n => format!("{} ({n})", name(cx, of)),
    };
    let mut wanted = chosen;
    let choices: Vec<_> = list.iter().map(|talk| (Some(talk.of), label(cx, talk.of, talk.unread))).collect();
    // What came elsewhere while this conversation is open is not to be missed.
    let elsewhere = list.iter().filter(|talk| talk.unread > 0 && Some(talk.of) != chosen);
    let (news, next) = (elsewhere.clone().map(|talk| talk.unread).sum::<usize>(), elsewhere.map(|talk| talk.of).next());
    ui.horizontal(|ui| {
        let room = if news > 0 { 112.0 } else { 16.0 };
        let width = (ui.available_width() - room).clamp(80.0, 280.0);
        if widgets::pick(ui, &cx.tr.t("panels-talk-choose"), width, &mut wanted, choices)
            && let Some(of) = wanted
        {
            choose(cx, of);
        }
        if let Some(of) = next {
            let text = format!("{} {}", icon::ENVELOPE_SIMPLE, cx.tr.with("panels-talk-news", &[("n", news.into())]));
            let button = ui.button(cx.theme.strong(text).color(cx.theme.colors.accent));
            if button.on_hover_text(name(cx, of)).clicked() {
                choose(cx, of);
            }
        }
    });
}

fn conversation_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, of: Conversation) {
    let seat = cx.view.seat;
    let items: Vec<&Item> = seat.items.iter().map(Deref::deref).filter(|item| parts(cx, item).contains(&of)).collect();
    cx.ui_state.panels.talk.mark_read(of, items.len());
    if let Conversation::With(role) = of {
        // Nothing to read leaves room to write.
        let share = if items.is_empty() { 0.8 } else { 0.5 };
        let height = (ui.available_height() * share).clamp(120.0, 360.0);
        Panel::bottom("compose").resizable(true).default_size(height).min_size(64.0).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| compose_ui(ui, cx, role));
        });
    }
    egui::ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
        if items.is_empty() {
            widgets::empty(ui, cx.theme, &cx.tr.t("panels-talk-none"));
        }
        for (index, item) in items.into_iter().enumerate() {
            ui.push_id(index, |ui| match &item.what {
                ItemKind::Message { .. } => message_ui(ui, cx, item),
                ItemKind::Inject { inject, answered } | ItemKind::Worded { inject, answered, .. } => {
                    inject_ui(ui, cx, item, *inject, *answered);
                }
            });
        }
    });
}

fn message_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, item: &Item) {
    let ItemKind::Message { from, to, kind, text, facts, channel } = &item.what else { return };
    let own = *from == cx.role;
    let theme = cx.theme;
    widgets::card(ui, theme, false, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme.mono(format::clock_short(cx.scenario.file.starts, item.at)));
            let who = if own { cx.tr.t("panels-talk-me") } else { format::role(cx.scenario, cx.tr, *from) };
            ui.label(theme.strong(who));
            widgets::tag(ui, theme, &cx.tr.t(words::message_kind(*kind)), theme.colors.soft);
            if let Some(channel) = channel {
                ui.label(theme.note(cx.text(&cx.scenario.plan.channels.at(*channel).name)));
            }
            if to.len() > 1 {
                let names: Vec<_> = to.iter().map(|role| format::role(cx.scenario, cx.tr, *role)).collect();
                ui.label(theme.note(format!("→ {}", names.join(", "))));
            }
        });
        if !text.is_empty() {
            ui.label(&**text);
        }
        carried_ui(ui, cx, facts);
        if !own && matches!(kind, MessageKind::Request | MessageKind::Instruct) {
            acknowledge_ui(ui, cx, *from, item);
        }
    });
}

/// The facts that a message carries.
fn carried_ui(ui: &mut Ui, cx: &PanelCx<'_>, facts: &[Ix<Fact>]) {
    for fact in facts {
        match cx.view.seat.facts.iter().find(|known| known.id == *fact) {
            Some(known) => ui.label(format!("{} {}", icon::PAPERCLIP, words::fact(cx, &known.fact))),
            None => ui.label(cx.theme.soft(format!("{} {}", icon::PAPERCLIP, cx.tr.t("panels-talk-fact")))),
        };
    }
}

/// One click to confirm a request or task, until it was confirmed.
fn acknowledge_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, from: Ix<Role>, item: &Item) {
    let orders = &cx.scenario.orders;
    let Some(kind) = orders.indices().find(|ix| orders.at(*ix).verb == Verb::Message(MessageKind::Acknowledge)) else {
        return;
    };
    let confirmed = cx.view.seat.items.iter().any(|later| {
        later.at >= item.at
            && matches!(&later.what, ItemKind::Message { from: by, to, kind: MessageKind::Acknowledge, .. }
                if *by == cx.role && to.contains(&from))
    });
    if confirmed || (cx.possible)(kind, Target::Nothing).is_err() {
        return;
    }
    if ui.button(format!("{} {}", icon::CHECK, cx.tr.t("panels-talk-acknowledge"))).clicked() {
        let mut order = Order::new(kind, Target::Nothing);
        order.params.to = vec![from];
        order.params.text = cx.tr.t("panels-talk-acknowledged");
        if orders.at(kind).params.contains(&Param::Channel) {
            order.params.channel = match &item.what {
                ItemKind::Message { channel, .. } => *channel,
                ItemKind::Inject { .. } | ItemKind::Worded { .. } => None,
            };
        }
        cx.ask(Cmd::GiveOrder(order));
    }
}

fn inject_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, item: &Item, ix: Ix<Inject>, answered: Option<(Ix<Role>, u8)>) {
    let Some(inject) = item.what.words(cx.scenario) else { return };
    let (theme, tr) = (cx.theme, cx.tr);
    widgets::card(ui, theme, answered.is_none() && !cx.choices(ix).is_empty(), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme.mono(format::clock_short(cx.scenario.file.starts, item.at)));
            ui.label(format!("{} {}", words::inject_icon(inject.kind), cx.text(&inject.from)));
        });
        let title = egui::Button::new(theme.strong(cx.text(&inject.title))).frame(false).wrap();
        if ui.add(title).clicked() {
            cx.ask(Cmd::Select(Selection::Inject(ix)));
        }
        ui.label(cx.text(&inject.body));
        match answered {
            Some((role, choice)) => {
                let said =
                    cx.choices(ix).get(usize::from(choice)).map(|choice| cx.text(&choice.text)).unwrap_or_default();
                let role = format::role(cx.scenario, tr, role);
                let text = tr.with("panels-inject-answered", &[("role", role.into()), ("choice", said.into())]);
                ui.label(theme.soft(format!("{} {text}", icon::CHECK)));
            }
            None => choices_ui(ui, cx, ix),
        }
    });
}

/// The answers to an inject, each one click away unless the order wants more filled in.
fn choices_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, ix: Ix<Inject>) {
    let orders = &cx.scenario.orders;
    let Some(kind) = orders.indices().find(|order| orders.at(*order).verb == Verb::Answer) else { return };
    let target = Target::Inject(ix);
    let scenario = cx.scenario;
    let choices = scenario.file.injects.get(ix.us()).map(|inject| inject.choices.as_slice()).unwrap_or_default();
    if choices.is_empty() {
        return;
    }
    // One answer is enough: while it is on its way, no other is offered.
    let on_its_way =
        |view: &&Shared<WorkView>| view.work.kind == kind && view.work.target == target && view.work.state.is_open();
    if let Some(WorkView { work, .. }) = cx.view.seat.work.iter().find(on_its_way).map(Deref::deref) {
        let said = work.params.choice.and_then(|choice| choices.get(usize::from(choice)));
        let said = said.map(|choice| cx.text(&choice.text)).unwrap_or_default().to_owned();
        let text = cx.tr.with("panels-inject-answering", &[("choice", said.into())]);
        ui.label(cx.theme.soft(format!("{} {text}", icon::HOURGLASS)));
        return;
    }
    let possible = (cx.possible)(kind, target);
    let more = orders.at(kind).params.iter().any(|param| *param != Param::Choice);
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        for (index, choice) in choices.iter().enumerate() {
            let Ok(index) = u8::try_from(index) else { break };
            let button = egui::Button::new(cx.text(&choice.text)).wrap();
            let response = ui.add_enabled(possible.is_ok(), button);
            if response.clicked() && more {
                cx.ui_state.panels.forms.prefill(kind, target, |params| params.choice = Some(index));
                cx.ui_state.panels.object.open = Some((kind, target));
            } else if response.clicked() {
                let mut order = Order::new(kind, target);
                order.params.choice = Some(index);
                cx.ask(Cmd::GiveOrder(order));
            }
        }
    });
    if let Err(why) = &possible {
        ui.label(cx.theme.soft(format!("{} {}", icon::LOCK_SIMPLE, refusal(cx, why))));
    } else if more && cx.ui_state.panels.object.open == Some((kind, target)) {
        let outcome = order_form::order_form_ui(ui, cx, kind, target);
        if outcome != FormOutcome::Open {
            cx.ui_state.panels.object.open = None;
        }
    }
}

/// Something to write: the kind of message, and its form.
fn compose_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, to: Ix<Role>) {
    let orders = &cx.scenario.orders;
    let may = |ix: &Ix<OrderKind>| {
        let spec = orders.at(*ix);
        matches!(spec.verb, Verb::Message(_)) && spec.by.iter().any(|(role, _)| role.ix() == cx.role)
    };
    let kinds: Vec<Ix<OrderKind>> = orders.indices().filter(may).collect();
    let Some(first) = kinds.first() else {
        widgets::empty(ui, cx.theme, &cx.tr.t("panels-talk-mute"));
        return;
    };
    let plain = kinds.iter().find(|ix| orders.at(**ix).verb == Verb::Message(MessageKind::Inform)).unwrap_or(first);
    let mut kind = cx.ui_state.panels.talk.writing.filter(|kind| kinds.contains(kind)).unwrap_or(*plain);
    let width = (ui.available_width() - 48.0).clamp(80.0, 280.0);
    let names = kinds.iter().map(|kind| (*kind, cx.text(&orders.at(*kind).name).to_owned()));
    ui.horizontal(|ui| {
        widgets::pick(ui, &cx.tr.t("panels-talk-kind"), width, &mut kind, names);
        ui.label(cx.theme.soft(icon::INFO)).on_hover_text(cx.text(&orders.at(kind).help));
    });
    if cx.ui_state.panels.talk.writing != Some(kind) {
        cx.ui_state.panels.talk.writing = Some(kind);
        address(cx, Conversation::With(to));
    }
    if order_form::order_form_ui(ui, cx, kind, Target::Nothing) == FormOutcome::Sent {
        address(cx, Conversation::With(to));
    }
}
