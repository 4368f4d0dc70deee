//! The score in words: names of what an item is about, criteria as sentences, amounts and times.

use crate::i18n::Tr;
use crate::model::{
    Criterion, DueBasis, Duty, MessageKind, Mishap, OnWhat, Ref, Role, Scenario, Scope, SimTime, Span, Text,
};

use super::compile::ALWAYS_COST_PERMILLE;
use super::outcome::ClockState;
use super::result::{Group, Item, Rating, Reason, ShareKind, Status, Subject, WHOLE_MICRO};

/// Puts parts of a score of a scenario into the words of a language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The scenario that was scored.
    pub scenario: &'a Scenario,
    /// The language.
    pub tr: &'a Tr,
}

impl Words<'_> {
    pub(super) fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.tr.lang())
    }

    /// What an item is about, with the id of its step, report, inject or penalty.
    pub fn title(&self, item: &Item) -> String {
        let what = item.what.as_ref().map(|text| self.text(text).to_owned()).unwrap_or_default();
        let (key, id) = match &item.subject {
            Subject::Step(place) => ("score-item-step", place.step.clone()),
            Subject::Deadline(place) => ("score-item-deadline", place.step.clone()),
            Subject::Report(forms) => ("score-item-report", ids(forms)),
            Subject::Inject(inject) => ("score-item-inject", inject.id.clone()),
            Subject::Penalty { penalty, .. } => ("score-item-penalty", penalty.clone()),
            Subject::Mishap(mishap) => return self.mishap(*mishap),
            Subject::Evidence { secured, touched, asked } => {
                let args = [("secured", (*secured).into()), ("touched", (*touched).into()), ("asked", (*asked).into())];
                return self.tr.with("score-item-evidence", &args);
            }
        };
        self.tr.with(key, &[("id", id.into()), ("what", what.into())])
    }

    /// The rule by which an item is judged.
    pub fn rule(&self, item: &Item) -> String {
        match &item.subject {
            Subject::Step(place) | Subject::Deadline(place) => {
                place.find(self.scenario).map(|step| self.criterion(&step.judge)).unwrap_or_default()
            }
            Subject::Report(_) => self.tr.t("score-rule-best-report"),
            Subject::Evidence { .. } => self.tr.t("score-rule-evidence"),
            Subject::Inject(inject) => {
                let inject = self.scenario.file.injects.get(inject.ix().us());
                let Some(expected) = inject.and_then(|inject| inject.expects.as_ref()) else { return String::new() };
                let rule = self.criterion(&expected.by);
                let args = [("rule", rule.into()), ("within", self.span(expected.within).into())];
                self.tr.with("score-rule-inject", &args)
            }
            Subject::Penalty { procedure, index, .. } => {
                let penalty = self.scenario.plan.procedures.get(procedure.ix().us());
                let penalty = penalty.and_then(|procedure| procedure.penalties.get(*index));
                penalty.map(|penalty| self.criterion(&penalty.when)).unwrap_or_default()
            }
            Subject::Mishap(mishap) => {
                let cost = points_text(i64::try_from(ALWAYS_COST_PERMILLE).unwrap_or(0) * WHOLE_MICRO / 1_000, self.tr);
                self.tr.with("score-rule-always", &[("what", self.mishap(*mishap).into()), ("points", cost.into())])
            }
        }
    }

    /// A criterion as a sentence.
    pub fn criterion(&self, criterion: &Criterion) -> String {
        let t = |key: &str| self.tr.t(key);
        let mut parts = Vec::new();
        match criterion {
            Criterion::Order { kinds, by, on, at_least } => {
                let names =
                    kinds.iter().map(|kind| format!("“{}”", self.text(&self.scenario.orders[kind.ix().us()].name)));
                parts.push(self.tr.with("score-rule-order", &[("orders", self.any_of(names).into())]));
                parts.extend(self.by("score-rule-by", by));
                parts.extend(self.on(on));
                if *at_least > 1 {
                    parts.push(self.tr.with("score-rule-times", &[("n", (*at_least).into())]));
                }
            }
            Criterion::Report { form, by, min_right_percent } => {
                let form = self.text(&self.scenario.plan.forms[form.ix().us()].name).to_owned();
                parts.push(self.tr.with("score-rule-report", &[("form", form.into())]));
                parts.extend(self.by("score-rule-by", by));
                if *min_right_percent > 0 {
                    parts.push(self.tr.with("score-rule-right", &[("percent", (*min_right_percent).into())]));
                }
            }
            Criterion::Message { from, to, kinds, with_fact } => {
                let names = kinds.iter().map(|kind| t(message_key(*kind)));
                let kinds = if kinds.is_empty() { t("score-message-any") } else { self.any_of(names) };
                parts.push(self.tr.with("score-rule-message", &[("kinds", kinds.into())]));
                parts.extend(self.by("score-rule-from", from));
                parts.extend(self.by("score-rule-to", to));
                parts.extend(with_fact.then(|| t("score-rule-with-fact")));
            }
            Criterion::Answer { inject, choices } => {
                let inject = &self.scenario.file.injects[inject.ix().us()];
                let title = self.text(&inject.title).to_owned();
                parts.push(self.tr.with("score-rule-answer", &[("inject", title.into())]));
                let chosen = choices.iter().filter_map(|choice| inject.choices.get(usize::from(*choice)));
                let chosen: Vec<_> = chosen.map(|choice| format!("“{}”", self.text(&choice.text))).collect();
                if !chosen.is_empty() {
                    parts.push(self.tr.with("score-rule-choice", &[("choice", self.any_of(chosen).into())]));
                }
            }
            Criterion::Classified { by, upwards } => {
                parts.push(t(if *upwards { "score-rule-classified-upwards" } else { "score-rule-classified" }));
                parts.extend(self.by("score-rule-by", by));
            }
            Criterion::Becomes(cond) => {
                let name = self.text(&self.scenario.plan.conditions[cond.ix().us()].name).to_owned();
                parts.push(self.tr.with("score-rule-becomes", &[("cond", name.into())]));
            }
            Criterion::Mishap(mishap) => parts.push(self.mishap(*mishap)),
            Criterion::Through(channels) => {
                let names = channels.iter().map(|ix| self.text(&self.scenario.plan.channels[ix.ix().us()].name));
                let names = self.any_of(names.map(str::to_owned));
                parts.push(self.tr.with("score-rule-through", &[("channels", names.into())]));
            }
            Criterion::All(each) => return self.joined(each, "score-rule-and"),
            Criterion::Any(each) => return self.joined(each, "score-rule-or"),
        }
        parts.join(" ")
    }

    fn joined(&self, each: &[Criterion], key: &str) -> String {
        let nested = |part: &Criterion| match part {
            Criterion::All(_) | Criterion::Any(_) => format!("({})", self.criterion(part)),
            _ => self.criterion(part),
        };
        let between = format!("; {} ", self.tr.t(key));
        each.iter().map(nested).collect::<Vec<_>>().join(&between)
    }

    /// `a, b or c`.
    fn any_of(&self, names: impl IntoIterator<Item = String>) -> String {
        let mut names: Vec<_> = names.into_iter().collect();
        let Some(last) = names.pop() else { return String::new() };
        if names.is_empty() { last } else { format!("{} {} {last}", names.join(", "), self.tr.t("score-rule-or")) }
    }

    fn by(&self, key: &str, roles: &[Ref<Role>]) -> Option<String> {
        let names = self.any_of(roles.iter().map(|role| self.role(role)));
        (!roles.is_empty()).then(|| self.tr.with(key, &[("roles", names.into())]))
    }

    fn on(&self, on: &OnWhat) -> Option<String> {
        Some(match on {
            OnWhat::Anything => return None,
            OnWhat::Touched => self.tr.t("score-rule-on-touched"),
            OnWhat::TouchedPercent(percent) => self.tr.with("score-rule-on-percent", &[("percent", (*percent).into())]),
            OnWhat::TakenAccount => self.tr.t("score-rule-on-taken-account"),
            OnWhat::CleanBackup => self.tr.t("score-rule-on-clean-backup"),
            OnWhat::TrueIndicator => self.tr.t("score-rule-on-true-indicator"),
            OnWhat::Within(scope) => self.tr.with("score-rule-on-within", &[("scope", self.scope(scope).into())]),
        })
    }

    fn scope(&self, scope: &Scope) -> String {
        let network = &self.scenario.network;
        match scope {
            Scope::Anywhere => self.tr.t("score-scope-anywhere"),
            Scope::Site(site) => self.text(&network.sites[site.ix().us()].name).to_owned(),
            Scope::Zone(zone) => self.text(&network.zones[zone.ix().us()].name).to_owned(),
            Scope::System(system) => self.text(&network.systems[system.ix().us()].name).to_owned(),
            Scope::Hosts(hosts) => hosts.iter().map(|host| host.id.as_str()).collect::<Vec<_>>().join(", "),
        }
    }

    /// A status.
    pub fn status(&self, item: &Item) -> String {
        match item.status {
            Status::Open if item.share == ShareKind::Penalties => self.tr.t("score-status-possible"),
            Status::Done if item.share == ShareKind::Deadlines => self.tr.t("score-status-kept"),
            status => self.step_status(status),
        }
    }

    /// The status of a step of the plan.
    pub fn step_status(&self, status: Status) -> String {
        let key = match status {
            Status::NotApplicable => "score-status-not-applicable",
            Status::Open => "score-status-open",
            Status::Done => "score-status-done",
            Status::Late => "score-status-late",
            Status::OutOfOrder => "score-status-out-of-order",
            Status::Missed => "score-status-missed",
            Status::Incurred => "score-status-incurred",
            Status::Clear => "score-status-clear",
        };
        self.tr.t(key)
    }

    /// A share.
    pub fn share(&self, kind: ShareKind) -> String {
        self.tr.t(match kind {
            ShareKind::Steps => "score-share-steps",
            ShareKind::Deadlines => "score-share-deadlines",
            ShareKind::Evidence => "score-share-evidence",
            ShareKind::Communication => "score-share-communication",
            ShareKind::Penalties => "score-share-penalties",
        })
    }

    /// A group; purposes have the product's words.
    pub fn group(&self, group: &Group) -> String {
        match &group.name {
            Some(name) => self.text(name).to_owned(),
            None => self.tr.t(&format!("score-purpose-{}", group.id)),
        }
    }

    /// A mishap.
    pub fn mishap(&self, mishap: Mishap) -> String {
        self.tr.t(match mishap {
            Mishap::EvidenceDestroyed => "score-mishap-evidence-destroyed",
            Mishap::InfectedRestore => "score-mishap-infected-restore",
            Mishap::BackupExposed => "score-mishap-backup-exposed",
            Mishap::InfectedReconnect => "score-mishap-infected-reconnect",
            Mishap::ReopenedUntested => "score-mishap-reopened-untested",
            Mishap::NeedlessCut => "score-mishap-needless-cut",
            Mishap::CompromisedChannel => "score-mishap-compromised-channel",
            Mishap::FalseStatement => "score-mishap-false-statement",
            Mishap::UnapprovedStatement => "score-mishap-unapproved-statement",
            Mishap::TrueAlertDismissed => "score-mishap-true-alert-dismissed",
        })
    }

    /// Where a deadline comes from; only law is called law.
    pub fn basis(&self, basis: DueBasis) -> String {
        self.tr.t(match basis {
            DueBasis::Law => "score-basis-law",
            DueBasis::Ngay => "score-basis-ngay",
            DueBasis::Plan => "score-basis-plan",
            DueBasis::NoClock => "score-basis-none",
        })
    }

    /// A proposed rating.
    pub fn rating(&self, rating: Rating) -> String {
        self.tr.t(match rating {
            Rating::P => "score-rating-p",
            Rating::S => "score-rating-s",
            Rating::M => "score-rating-m",
            Rating::U => "score-rating-u",
        })
    }

    /// Why a rating is proposed, in a line; `before` are the steps that should have come first.
    pub fn reason(&self, reason: &Reason, before: &[String]) -> String {
        let steps = before.join(", ");
        let late = |late: &Span| ("late", self.span(*late).into());
        match reason {
            Reason::InOrder => self.tr.t("score-reason-in-order"),
            Reason::InTime => self.tr.t("score-reason-in-time"),
            Reason::Late(by) => self.tr.with("score-reason-late", &[late(by)]),
            Reason::OutOfOrder => self.tr.with("score-reason-out-of-order", &[("steps", steps.into())]),
            Reason::LateAndOutOfOrder(by) => {
                self.tr.with("score-reason-late-out-of-order", &[late(by), ("steps", steps.into())])
            }
            Reason::NotDone => self.tr.t("score-reason-not-done"),
        }
    }

    /// How a legal clock did.
    pub fn clock_state(&self, state: ClockState) -> String {
        self.tr.t(match state {
            ClockState::NotApplicable => "score-clock-not-applicable",
            ClockState::Waiting => "score-clock-waiting",
            ClockState::Running => "score-clock-running",
            ClockState::Kept => "score-clock-kept",
            ClockState::Missed => "score-clock-missed",
        })
    }

    /// Points out of a hundred, from millionths of the whole.
    pub fn points(&self, micro: i64) -> String {
        points_text(micro, self.tr)
    }

    /// A moment on the fictional calendar.
    pub fn moment(&self, at: SimTime) -> String {
        let p = self.scenario.file.starts.at(at);
        format!("{:02}:{:02} {:02}/{:02}", p.hour, p.minute, p.day, p.month)
    }

    /// A length of time by its two largest units.
    pub fn span(&self, span: Span) -> String {
        let units = [
            (86_400_000, "score-days"),
            (3_600_000, "score-hours"),
            (60_000, "score-minutes"),
            (1_000, "score-seconds"),
        ];
        let mut left = span.0.abs();
        let mut parts = Vec::new();
        for (unit, key) in units {
            // Small units only matter beside the next larger one.
            if left >= unit && parts.len() < 2 {
                parts.push(self.tr.with(key, &[("n", (left / unit).into())]));
            }
            left %= unit;
        }
        if parts.is_empty() { self.tr.with("score-seconds", &[("n", 0.into())]) } else { parts.join(" ") }
    }

    /// The name of a role.
    pub fn role(&self, role: &Ref<Role>) -> String {
        let spec = self.scenario.roles.get(role.ix().us());
        spec.map_or(role.id.as_str(), |spec| self.text(&spec.name)).to_owned()
    }

    /// What kind of duty a step is; only a duty of law is called one.
    pub fn duty(&self, duty: Duty) -> String {
        self.tr.t(match duty {
            Duty::Law => "score-duty-law",
            Duty::Model => "score-duty-model",
            Duty::Legacy => "score-duty-legacy",
            Duty::SeedPlan => "score-duty-seed-plan",
            Duty::Practice => "score-duty-practice",
            Duty::Proposed => "score-duty-proposed",
        })
    }
}

fn ids<T>(refs: &[Ref<T>]) -> String {
    refs.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ")
}

const fn message_key(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Inform => "score-message-inform",
        MessageKind::Request => "score-message-request",
        MessageKind::Acknowledge => "score-message-acknowledge",
        MessageKind::Instruct => "score-message-instruct",
        MessageKind::Brief => "score-message-brief",
    }
}

/// Points out of a hundred with two decimals.
fn points_text(micro: i64, tr: &Tr) -> String {
    let unit = WHOLE_MICRO / 10_000;
    let hundredths = (micro.abs() + unit / 2) / unit;
    let sign = if micro < 0 && hundredths > 0 { "−" } else { "" };
    let mark = tr.t("score-decimal-mark");
    format!("{sign}{}{mark}{:02}", hundredths / 100, hundredths % 100)
}
