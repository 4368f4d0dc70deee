//! What completed orders do beside their effects: what they secure, reveal, say and decide.

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::alert::{Alert, AlertState, Behind};
use super::effects::Actor;
use super::event::What;
use super::exercise::Exercise;
use super::fact::{FactKind, How};
use super::limits;
use super::order::{FieldValue, Order, Params, Refusal, Target};
use super::shared::Shared;
use super::view::{ClockView, Item, ItemKind, RecordKind};
use super::work::Work;
use super::world;
use crate::model::{
    Channel, EvidenceSet, FieldKind, Form, Host, Ix, MessageKind, Mishap, OrderKind, Param, Role, SimTime, Table, Verb,
};

/// Hosts on which one order secures evidence; a whole system's, not a whole province's.
const SECURED_HOSTS_MAX: usize = 32;

impl Exercise {
    /// Whether what is filled in is complete, within limits, and nothing the seat cannot know.
    pub(super) fn check_params(&self, role: Ix<Role>, order: &Order) -> Result<(), Refusal> {
        let params = &order.params;
        let lists = params.to.len().max(params.facts.len()).max(params.fields.len());
        if params.text.len() > limits::TEXT_BYTES_MAX || lists > limits::LIST_MAX {
            return Err(Refusal::TooLong);
        }
        if params.to.iter().any(|to| to.us() >= self.seats.len()) {
            return Err(Refusal::Unknown);
        }
        if params.facts.iter().any(|fact| !self.seats[role.us()].knows(*fact)) {
            return Err(Refusal::NotKnown);
        }
        if let Some(channel) = params.channel {
            self.check_channel(channel)?;
        }
        let spec = self.scenario.orders.at(order.kind);
        for param in &spec.params {
            let missing = match param {
                Param::Text => params.text.trim().is_empty(),
                Param::To => params.to.is_empty(),
                Param::Facts => params.facts.is_empty(),
                Param::Severity => params.severity.is_none(),
                Param::Verdict => params.verdict.is_none(),
                Param::Channel => params.channel.is_none(),
                Param::Choice => return self.check_choice(order),
                Param::Fields => match &spec.verb {
                    Verb::Report(form) => return self.check_fields(form.ix(), params),
                    _ => false,
                },
            };
            if missing {
                return Err(Refusal::Fill(*param));
            }
        }
        Ok(())
    }

    fn check_channel(&self, channel: Ix<Channel>) -> Result<(), Refusal> {
        let Some(spec) = self.scenario.plan.channels.get(channel.us()) else { return Err(Refusal::Unknown) };
        let state = spec.system.as_ref().map(|system| self.world.systems[system.ix().us()].state);
        match state {
            Some(crate::model::SystemState::Down | crate::model::SystemState::Maintenance) => {
                Err(Refusal::ChannelDown(channel))
            }
            _ => Ok(()),
        }
    }

    fn check_choice(&self, order: &Order) -> Result<(), Refusal> {
        let Target::Inject(inject) = order.target else { return Ok(()) };
        let choices = self.inject(inject).map_or(0, |inject| inject.choices.len());
        if self.answers[inject.us()].is_some() {
            return Err(Refusal::AlreadyDone);
        }
        match order.params.choice {
            Some(choice) if usize::from(choice) < choices.max(1) => Ok(()),
            Some(_) => Err(Refusal::Unknown),
            None if choices == 0 => Ok(()),
            None => Err(Refusal::Fill(Param::Choice)),
        }
    }

    fn check_fields(&self, form: Ix<Form>, params: &Params) -> Result<(), Refusal> {
        let form = self.scenario.plan.forms.at(form);
        if let Some(unknown) = params.fields.keys().find(|id| !form.fields.iter().any(|field| field.id == **id)) {
            return Err(Refusal::WrongField(unknown.clone()));
        }
        for field in &form.fields {
            match params.fields.get(&field.id) {
                None if field.required => return Err(Refusal::FillField(field.id.clone())),
                Some(value) if !self.fits(value, &field.kind) => return Err(Refusal::WrongField(field.id.clone())),
                Some(FieldValue::Text(text)) if field.required && text.trim().is_empty() => {
                    return Err(Refusal::FillField(field.id.clone()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn fits(&self, value: &FieldValue, kind: &FieldKind) -> bool {
        match (value, kind) {
            (FieldValue::Text(text), FieldKind::Text) => text.len() <= limits::TEXT_BYTES_MAX,
            (FieldValue::One(id), FieldKind::One(choices)) => choices.iter().any(|choice| choice.id == *id),
            (FieldValue::Systems(systems), FieldKind::Systems) => {
                systems.len() <= limits::LIST_MAX
                    && systems.iter().all(|ix| ix.us() < self.scenario.network.systems.len())
            }
            (FieldValue::Unknown, kind) => *kind != FieldKind::Text,
            (FieldValue::Time(_), FieldKind::Time)
            | (FieldValue::Severity(_), FieldKind::Severity)
            | (FieldValue::YesNo(_), FieldKind::YesNo)
            | (FieldValue::Count(_), FieldKind::Count) => true,
            _ => false,
        }
    }

    /// Secures evidence on the hosts of a target.
    pub(super) fn secure(&mut self, role: Ix<Role>, spec: &OrderKind, target: Target) {
        if spec.secures.is_empty() {
            return;
        }
        let mut hosts = self.hosts_of(target);
        hosts.sort_by_key(|host| (!self.world.host(*host).touched, *host));
        for host in hosts.into_iter().take(SECURED_HOSTS_MAX) {
            for kind in spec.secures.iter() {
                if kind == crate::model::Evidence::Memory && self.world.host(host).off {
                    continue;
                }
                self.world.secure(host, kind, self.now);
                let touched = self.world.host(host).touched;
                self.emit(What::Secured { role, host, evidence: kind, touched });
                let hash = image_hash(&self.scenario.host(host).id, kind as u8, self.now);
                self.record(role, RecordKind::Secured(host, kind, hash));
            }
        }
    }

    /// What an order finds out on its target.
    pub(super) fn reveal(&mut self, id: Ix<Work>, role: Ix<Role>, spec: &OrderKind, target: Target) {
        if spec.reveals.is_empty() {
            return;
        }
        let hosts = match target {
            Target::Nothing => self.hosts_known_to(role),
            _ => self.hosts_of(target),
        };
        for host in &hosts {
            if self.world.host(*host).touched || self.facts_at.contains_key(host) {
                self.reveal_on(id, role, spec, *host);
            }
        }
        if let Target::Host(host) = target {
            let knows = self.view(role).knows_of(host);
            if !knows {
                let fact = self.bear(FactKind::NothingFound(host), self.now, EvidenceSet::NONE, &[]);
                self.learn(role, fact, How::Found(id));
            }
        }
    }

    fn reveal_on(&mut self, id: Ix<Work>, role: Ix<Role>, spec: &OrderKind, host: Ix<Host>) {
        let kind = self.work(id).kind;
        let earlier = self.done.iter().filter(|(done, by, _)| *done == kind && *by == role).count() as u64;
        for (place, fact) in self.readable_facts(host, spec.reveals).into_iter().enumerate() {
            let what = u64::from(kind.raw()) << 40 | u64::from(host.raw()) << 8 | (place as u64 & 0xff);
            if self.draw("reveal", what, earlier).percent(spec.finds_percent.into()) {
                self.learn(role, fact, How::Found(id));
            }
        }
    }

    fn hosts_known_to(&self, role: Ix<Role>) -> Vec<Ix<Host>> {
        let facts = self.seats[role.us()].facts.iter();
        let mut hosts: Vec<Ix<Host>> =
            facts.filter(|known| known.fact.kind.is_of_attack()).filter_map(|known| known.fact.kind.host()).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts
    }

    /// What the verb of a completed order does.
    pub(super) fn carry_out(&mut self, id: Ix<Work>, role: Ix<Role>, verb: &Verb, target: Target, params: &Params) {
        let actor = Actor::Role(role, Some(id));
        match verb {
            Verb::Work => {}
            Verb::TakeAlert | Verb::VerifyAlert | Verb::CloseAlert => {
                if let Target::Alert(alert) = target {
                    self.handle_alert(id, role, verb, alert, params);
                }
            }
            Verb::OpenIncident => self.open_incident(role, &params.text),
            Verb::Classify => self.classify(role, params),
            Verb::Convene => {
                if self.team.convened.is_none() {
                    self.team.convened = Some(self.now);
                    self.team.version += 1;
                }
                self.emit(What::Convened { role });
            }
            Verb::Record => self.record_findings(role, params),
            Verb::Message(kind) => self.send_message(id, role, *kind, params),
            Verb::Report(form) => self.send_report(id, role, form.ix(), params),
            Verb::Statement => {
                if self.work(id).approved_by.is_none() {
                    self.mishap(Mishap::UnapprovedStatement, actor, None);
                }
                self.note_channel(params.channel, actor);
            }
            Verb::Answer => {
                if let Target::Inject(inject) = target
                    && self.answers[inject.us()].is_none()
                {
                    self.answer(role, inject, params.choice.unwrap_or_default());
                }
            }
            Verb::Sweep => self.sweep(id, role, target),
            Verb::Scan => self.scan(id, role, target),
            Verb::TestSystem => self.test_system(id, role, target),
            // The effects of the order open the system again.
            Verb::Reopen => {}
            Verb::CloseIncident => {
                self.team.closed = Some(self.now);
                self.record(role, RecordKind::Closed);
                self.emit(What::Closed { role });
            }
        }
    }

    fn handle_alert(&mut self, id: Ix<Work>, role: Ix<Role>, verb: &Verb, alert: Ix<Alert>, params: &Params) {
        let real = self.alerts[alert.us()].behind == Behind::Attack;
        match verb {
            Verb::TakeAlert => self.update_alert(alert, |alert| {
                alert.owner = Some(role);
                if alert.state == AlertState::New {
                    alert.state = AlertState::Taken;
                }
            }),
            Verb::VerifyAlert => {
                self.update_alert(alert, |alert| {
                    alert.owner = alert.owner.or(Some(role));
                    alert.verified = true;
                    if alert.state != AlertState::Closed {
                        alert.state = AlertState::Verified;
                        alert.verdict = Some(real);
                    }
                });
                let host = self.alerts[alert.us()].host;
                let fact = self.bear(FactKind::Verified(alert, real), self.now, EvidenceSet::NONE, &[]);
                self.learn(role, fact, How::Found(id));
                for fact in self.alerts[alert.us()].facts.clone() {
                    let Some(known) = self.facts.get(fact.us()).copied() else { continue };
                    let readable = known.evidence.iter().any(|kind| self.world.readable(host, kind, known.since));
                    if readable {
                        self.learn(role, fact, How::Found(id));
                    }
                }
            }
            _ => {
                let verdict = params.verdict.unwrap_or_default();
                self.update_alert(alert, |alert| {
                    alert.state = AlertState::Closed;
                    alert.verdict = Some(verdict);
                });
                self.team.settled.push((alert, verdict));
                self.team.version += 1;
                if real && !verdict {
                    let host = self.alerts[alert.us()].host;
                    self.mishap(Mishap::TrueAlertDismissed, Actor::Role(role, Some(id)), Some(host));
                }
            }
        }
    }

    fn open_incident(&mut self, role: Ix<Role>, text: &str) {
        if self.team.opened.is_none() {
            self.team.opened = Some(self.now);
            self.team.t0 = Some(self.detected.unwrap_or(self.now));
            self.record(role, RecordKind::Opened(text.to_owned()));
            self.emit(What::Opened { role });
            self.update_clocks();
        }
    }

    fn classify(&mut self, role: Ix<Role>, params: &Params) {
        let Some(severity) = params.severity else { return };
        self.team.severity = Some(severity);
        self.record(role, RecordKind::Classified(severity));
        let truth = self.severity_truth();
        self.emit(What::Classified { role, severity, truth });
        self.update_clocks();
    }

    fn record_findings(&mut self, role: Ix<Role>, params: &Params) {
        if !params.text.is_empty() {
            self.record(role, RecordKind::Note(params.text.clone()));
        }
        for id in &params.facts {
            let fact = self.facts[id.us()];
            self.record(role, RecordKind::Finding(fact, *id));
            for reader in self.scenario.roles.indices() {
                self.learn(reader, *id, How::Record);
            }
        }
        self.update_clocks();
    }

    /// Which legal clocks run, by what the team itself has said.
    pub(super) fn update_clocks(&mut self) {
        let Some(t0) = self.team.t0 else { return };
        let scenario = self.scenario.clone();
        for clock in scenario.plan.clocks.indices() {
            let spec = scenario.plan.clocks.at(clock);
            let stopped = spec.stopped_by.iter().filter_map(|form| self.reported[form.ix().us()]).min();
            let running = self.team.clocks.iter().position(|view| view.clock == clock);
            match running {
                Some(place) => self.team.clocks[place].stopped = stopped,
                None => {
                    let applies = &scenario.plan.conditions.at(spec.applies.ix()).when;
                    let since = self.team.told_since(&scenario, applies);
                    let due = since.map(|since| t0.max(since) + spec.within);
                    self.team.clocks.extend(due.map(|due| ClockView { clock, due, stopped }));
                }
            }
        }
        self.team.version += 1;
    }

    fn send_message(&mut self, id: Ix<Work>, from: Ix<Role>, kind: MessageKind, params: &Params) {
        // Who is named twice gets it once.
        let named: BTreeSet<_> = params.to.iter().copied().collect();
        let to: Arc<[_]> =
            if named.len() == params.to.len() { params.to.as_slice().into() } else { named.into_iter().collect() };
        let (text, channel): (Arc<str>, _) = (params.text.as_str().into(), params.channel);
        let (facts, receivers, said) = (params.facts.clone(), Arc::clone(&to), Arc::clone(&text));
        let message = ItemKind::Message { from, to: receivers, kind, text: said, facts, channel };
        let attack_facts = params.facts.iter().filter(|fact| self.facts[fact.us()].kind.is_of_attack()).count() as u32;
        let item = Shared::from(Item { at: self.now, what: message });
        self.seats[from.us()].items.push(item.clone());
        self.seats[from.us()].version += 1;
        for role in to.iter() {
            if *role == from {
                continue;
            }
            self.seats[role.us()].items.push(item.clone());
            self.seats[role.us()].version += 1;
            for fact in &params.facts {
                self.learn(*role, *fact, How::Told(from));
            }
        }
        self.note_channel(channel, Actor::Role(from, Some(id)));
        self.emit(What::Message { from, to, kind, text, attack_facts, channel });
    }

    /// What goes through a channel whose system the adversary holds, he reads.
    pub(super) fn note_channel(&mut self, channel: Option<Ix<Channel>>, actor: Actor) {
        let Some(system) = channel.and_then(|ix| self.scenario.plan.channels.at(ix).system.as_ref()) else { return };
        if self.still_held(Target::System(system.ix())) {
            self.mishap(Mishap::CompromisedChannel, actor, None);
        }
    }

    /// Searches hosts with a working agent for the indicators that the seat knows.
    fn sweep(&mut self, id: Ix<Work>, role: Ix<Role>, target: Target) {
        let known: Vec<_> = self.seats[role.us()]
            .facts
            .iter()
            .filter_map(|known| match known.fact.kind {
                FactKind::Indicator(indicator) => Some(indicator),
                _ => None,
            })
            .collect();
        let anywhere = target == Target::Nothing;
        let scope = self.hosts_of(target);
        for host in self.world.changed.clone() {
            let state = *self.world.host(host);
            let seen = (anywhere || scope.contains(&host)) && self.scenario.host(host).agent && !state.blind;
            if !seen || state.off || state.implants == 0 {
                continue;
            }
            let betrayed = world::bits(state.implants).any(|bit| {
                let indicators = &self.scenario.file.implants[bit].indicators;
                indicators.iter().any(|indicator| known.contains(&indicator.ix()))
            });
            if betrayed {
                let facts = self.facts_at.get(&host).cloned().unwrap_or_default();
                for fact in facts {
                    if matches!(self.facts[fact.us()].kind, FactKind::Implanted(..)) {
                        self.learn(role, fact, How::Found(id));
                    }
                }
            }
        }
    }

    fn scan(&mut self, id: Ix<Work>, role: Ix<Role>, target: Target) {
        for host in self.hosts_of(target) {
            let patched = self.world.host(host).patched;
            for fact in self.facts_at.get(&host).cloned().unwrap_or_default() {
                if let FactKind::Weak(_, weakness) = self.facts[fact.us()].kind
                    && patched & world::weakness_bit(weakness) == 0
                {
                    self.learn(role, fact, How::Found(id));
                }
            }
        }
    }

    fn test_system(&mut self, id: Ix<Work>, role: Ix<Role>, target: Target) {
        let Target::System(system) = target else { return };
        let sound = self.system_sound(system);
        if sound {
            self.world.systems[system.us()].tested = Some(self.now);
        }
        let fact = self.bear(FactKind::SystemTested(system, sound), self.now, EvidenceSet::NONE, &[]);
        self.learn(role, fact, How::Found(id));
        let known = self.facts[fact.us()];
        self.record(role, RecordKind::Finding(known, fact));
        for reader in self.scenario.roles.indices() {
            self.learn(reader, fact, How::Record);
        }
    }
}

/// The stand-in for the hash of an image: a SHA-256 over what was secured, shortened for the screen.
fn image_hash(host: &str, kind: u8, at: SimTime) -> String {
    let digest = Sha256::digest(format!("DIEN TAP|{host}|{kind}|{}", at.0));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
