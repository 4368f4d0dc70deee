//! What a bot fills in with an order at the moment it gives it, out of what it knows then.

use std::collections::BTreeMap;

use crate::model::{
    AttackStep, Cause, Channel, Cond, Field, FieldKind, Form, ImplantKind, Ix, MessageKind, OrderKind, Param,
    Procedure, Ref, Role, Severity, Span, Table, Truth, Verb,
};
use crate::sim::{Fact, FieldValue, Params, Target, limits};

use super::duties::is_worth_recording;
use super::knowledge::Mark;
use super::mind::{Give, Mind, Reason};

/// An attack is called contained when nothing new has been known to happen for this long.
const QUIET: Span = Span::hours(3);
/// And not contained when something happened this short a time ago.
const FRESH: Span = Span::mins(30);
/// Facts that a message carries at most.
const FACTS_TOLD: usize = 64;

impl Mind<'_> {
    /// The parameters of an order.
    pub fn fill(&self, reason: Reason, kind: Ix<OrderKind>, target: Target, give: &Give) -> Params {
        let spec = self.scenario().orders.at(kind);
        let mut params = Params { choice: give.choice, verdict: give.verdict, ..Params::default() };
        for param in &spec.params {
            match param {
                Param::Text => params.text = self.words(reason, kind),
                Param::To => params.to = self.addressees(&spec.verb, give),
                Param::Facts => params.facts = self.facts_to_tell(&spec.verb),
                Param::Severity => params.severity = Some(self.belief().severity_by_rules()),
                Param::Verdict => params.verdict = Some(give.verdict.unwrap_or(true)),
                Param::Choice => params.choice = Some(give.choice.unwrap_or_default()),
                Param::Channel => params.channel = self.safe_channel(),
                Param::Fields => {
                    if let Verb::Report(form) = &spec.verb {
                        params.fields = self.fields(reason, form.ix());
                    }
                }
            }
        }
        if give.with_facts && params.facts.is_empty() {
            params.facts = self.facts_to_tell(&spec.verb);
        }
        let _ = target;
        params
    }

    /// What the bot says: the words of the step it does, or the name of the order.
    fn words(&self, reason: Reason, kind: Ix<OrderKind>) -> String {
        match reason {
            Reason::Step(place) => self.desk.training.step(self.scenario(), place as usize).what.vi.clone(),
            _ => self.order_name(kind).to_owned(),
        }
    }

    fn addressees(&self, verb: &Verb, give: &Give) -> Vec<Ix<Role>> {
        if !give.to.is_empty() {
            return give.to.clone();
        }
        let scenario = self.scenario();
        let above = scenario.roles.at(self.me).reports_to.as_ref().map(Ref::ix);
        let above = above.filter(|role| scenario.has_seat(*role));
        let to = match verb {
            Verb::Message(MessageKind::Brief | MessageKind::Request) => above.into_iter().collect(),
            // Those who report what users see: seats with sites of their own.
            Verb::Message(MessageKind::Acknowledge) => {
                let local = |role: &Ix<Role>| {
                    *role != self.me && scenario.has_seat(*role) && self.desk.training.is_local(*role)
                };
                scenario.roles.indices().filter(local).collect()
            }
            _ => Vec::new(),
        };
        if to.is_empty() { self.technical_seats() } else { to }
    }

    /// Facts of the attack, the newest first; for the record those that are not in it yet.
    fn facts_to_tell(&self, verb: &Verb) -> Vec<Ix<Fact>> {
        let facts = self.desk.view.seat.facts.iter().rev().filter(|known| is_worth_recording(known.fact.kind));
        if *verb == Verb::Record {
            let public = &self.desk.public;
            facts.filter(|known| !public.is_recorded(known.id)).map(|known| known.id).take(limits::LIST_MAX).collect()
        } else {
            facts.map(|known| known.id).take(FACTS_TOLD).collect()
        }
    }

    /// A channel that does not run on a system of the province.
    fn safe_channel(&self) -> Option<Ix<Channel>> {
        let channels = &self.scenario().plan.channels;
        channels.indices().find(|ix| channels.at(*ix).system.is_none())
    }

    fn fields(&self, reason: Reason, form: Ix<Form>) -> BTreeMap<String, FieldValue> {
        let form = self.scenario().plan.forms.at(form);
        form.fields.iter().map(|field| (field.id.clone(), self.field(reason, field))).collect()
    }

    /// What the seat can honestly say.
    fn field(&self, reason: Reason, field: &Field) -> FieldValue {
        let value = match &field.truth {
            Truth::Filled => None,
            Truth::DetectedAt(_) => self.desk.view.team.t0.map(FieldValue::Time),
            Truth::Severity => Some(FieldValue::Severity(self.severity_to_report())),
            Truth::Group => self.group(),
            Truth::Cause => self.cause(&field.kind),
            Truth::TouchedSystems => self.touched_systems(),
            Truth::TouchedHosts(_) => {
                let hosts = self.known.hosts.values().filter(|trouble| trouble.is_touched()).count();
                (hosts > 0).then_some(FieldValue::Count(hosts as u32))
            }
            Truth::PersonalDataLeaked => (self.subjects() > 0).then_some(FieldValue::YesNo(true)),
            Truth::Subjects(_) => Some(self.subjects()).filter(|count| *count > 0).map(FieldValue::Count),
            Truth::Contained => self.contained().map(FieldValue::YesNo),
            Truth::Holds(cond) => Some(FieldValue::YesNo(self.holds(cond))),
        };
        value.unwrap_or_else(|| self.plain(reason, &field.kind))
    }

    fn holds(&self, cond: &Cond) -> bool {
        self.belief().holds(cond)
    }

    fn severity_to_report(&self) -> Severity {
        let belief = self.belief();
        belief.severity_by_rules().max(self.desk.view.team.severity.unwrap_or(Severity::M4))
    }

    /// The group of incidents of the procedure that began last; where none has, of the first that waits for nothing
    /// of its own.
    fn group(&self) -> Option<FieldValue> {
        let scenario = self.scenario();
        let named = || scenario.file.procedures.iter().map(Ref::ix);
        let team = self.desk.view.team;
        let begun = named().rev().filter_map(|procedure| Some((team.start_of(scenario, procedure)?, procedure)));
        // Of several that began together the first: the last of the list read backwards.
        let latest = begun.max_by_key(|(at, _)| *at).map(|(_, procedure)| procedure);
        let waits = |procedure: &Ix<Procedure>| scenario.begins_with(*procedure).is_some();
        let procedure = latest.or_else(|| named().find(|procedure| !waits(procedure))).or_else(|| named().next())?;
        self.known.is_alarmed().then(|| FieldValue::One(scenario.plan.procedures.at(procedure).group.clone()))
    }

    /// The cause, concluded from the trace of how the adversary first came in.
    fn cause(&self, kind: &FieldKind) -> Option<FieldValue> {
        let FieldKind::One(choices) = kind else { return None };
        let steps = &self.scenario().file.attack;
        let traces = self.known.traces.iter().map(|(step, _)| steps.at(*step));
        // A web shell on a host with a known weakness tells the way in as plainly as a trace of it.
        let webshell = self
            .known
            .implants
            .iter()
            .any(|(implant, _)| self.scenario().file.implants.at(*implant).kind == ImplantKind::Webshell);
        let causes = traces.filter_map(cause_of).chain(webshell.then_some((1, "lo-hong-web")));
        let offered = causes.filter(|(_, id)| choices.iter().any(|choice| choice.id == *id));
        offered.min_by_key(|(rank, _)| *rank).map(|(_, id)| FieldValue::One(id.to_owned()))
    }

    fn touched_systems(&self) -> Option<FieldValue> {
        let mut systems: Vec<_> = Vec::new();
        for (host, trouble) in &self.known.hosts {
            if trouble.is_touched() {
                systems.extend(self.scenario().host(*host).systems.iter().copied());
            }
        }
        systems.sort_unstable();
        systems.dedup();
        (!systems.is_empty()).then_some(FieldValue::Systems(systems))
    }

    /// Persons whose data are known to have left, in the proportion of the records.
    fn subjects(&self) -> u32 {
        let leaks = self.known.leaks.iter().map(|(store, records)| {
            let (_, spec) = &self.scenario().stores[store.us()];
            u64::from(spec.subjects) * u64::from(*records) / u64::from(spec.records.max(1))
        });
        leaks.sum::<u64>().min(u64::from(u32::MAX)) as u32
    }

    /// Whether the attack is contained: only said when it is plain either way.
    fn contained(&self) -> Option<bool> {
        let since = self.known.newest_since?;
        let belief = self.belief();
        let open = self.known.hosts.keys().any(|host| {
            let held = belief.stands(*host, Mark::Held) || belief.stands(*host, Mark::Implanted);
            held && !self.desk.view.team.cut_hosts.contains(host)
        });
        let quiet_for = self.now() - since;
        if !open && quiet_for > QUIET {
            Some(true)
        } else if open && quiet_for < FRESH {
            Some(false)
        } else {
            None
        }
    }

    /// A field that nothing is compared with, or about which nothing is known.
    fn plain(&self, reason: Reason, kind: &FieldKind) -> FieldValue {
        match kind {
            FieldKind::Text => {
                let words = match reason {
                    Reason::Step(place) => self.desk.training.step(self.scenario(), place as usize).what.vi.clone(),
                    _ => self.scenario().roles.at(self.me).name.vi.clone(),
                };
                FieldValue::Text(words)
            }
            FieldKind::Time => FieldValue::Time(self.now()),
            _ => FieldValue::Unknown,
        }
    }
}

/// The cause that a trace of a step stands for in the plan's forms, and how much it says: of an attack by the
/// technique of first access, of anything else by what it was.
fn cause_of(step: &AttackStep) -> Option<(u8, &'static str)> {
    match step.cause {
        Cause::Failure => return Some((0, "thiet-bi")),
        Cause::Mistake => return Some((0, "loi-van-hanh")),
        Cause::Attack => {}
    }
    let technique = step.technique.split('.').next().unwrap_or_default();
    match technique {
        "T1190" => Some((0, "lo-hong-web")),
        "T1566" | "T1189" | "T1598" | "T0865" | "T0817" => Some((0, "thu-gia-mao")),
        "T1195" | "T1199" | "T0862" | "T0864" => Some((0, "nha-cung-cap")),
        "T1091" | "T1200" | "T0847" => Some((0, "usb")),
        "T1498" | "T1499" => Some((0, "qua-tai")),
        "T1133" | "T0822" | "T0883" => Some((2, "dich-vu-mo")),
        "T1110" => Some((3, "mat-khau-lo")),
        "T1078" => Some((4, "mat-khau-lo")),
        _ => None,
    }
}
