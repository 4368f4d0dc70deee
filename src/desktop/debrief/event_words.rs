//! What happened, as a sentence.

use crate::desktop::actions::rate_text;
use crate::desktop::kit::format;
use crate::i18n::Tr;
use crate::model::{AttackStep, Cause, Host, Inject, Ix, Scenario, Span, SystemState, Table};
use crate::score::Words;
use crate::sim::{Control, EndReason, Event, Obstacle, Target, What};

/// An event in words.
pub fn event_text(scenario: &Scenario, tr: &Tr, event: &Event) -> String {
    let say = Say { scenario, tr };
    match &event.what {
        What::Started | What::Ended(_) | What::Control(_) | What::CondChanged { .. } | What::FlagChanged { .. } => {
            say.run(&event.what)
        }
        What::StepBegan { .. }
        | What::StepDone { .. }
        | What::StepBlocked { .. }
        | What::StepGivenUp { .. }
        | What::AttackOver
        | What::Touched { .. }
        | What::FactBorn { .. }
        | What::SystemChanged { .. } => say.world(&event.what),
        What::AlertRaised { .. } | What::Unseen { .. } | What::Detected { .. } | What::Learned { .. } => {
            say.knowledge(&event.what)
        }
        What::OrderGiven { .. }
        | What::OrderRefused { .. }
        | What::ApprovalAsked { .. }
        | What::ApprovalDecided { .. }
        | What::OrderBegan { .. }
        | What::OrderDone { .. }
        | What::OrderFailed { .. }
        | What::OrderCancelled { .. }
        | What::Secured { .. }
        | What::Mishap { .. } => say.work(&event.what),
        _ => say.talk(&event.what),
    }
}

/// A step of the attack by its name.
pub fn step_name(scenario: &Scenario, tr: &Tr, step: Ix<AttackStep>) -> String {
    Say { scenario, tr }.step(step)
}

/// What stopped a step of the attack.
pub fn obstacle_text(scenario: &Scenario, tr: &Tr, by: Obstacle) -> String {
    Say { scenario, tr }.obstacle(by)
}

/// What a control of the direction does.
pub fn control_text(scenario: &Scenario, tr: &Tr, control: &Control) -> String {
    Say { scenario, tr }.control(control)
}

struct Say<'a> {
    scenario: &'a Scenario,
    tr: &'a Tr,
}

impl Say<'_> {
    fn with(&self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.tr.with(key, &args)
    }

    fn role(&self, role: Ix<crate::model::Role>) -> String {
        format::role(self.scenario, self.tr, role)
    }

    fn host(&self, host: Ix<Host>) -> String {
        self.scenario.host(host).id.clone()
    }

    fn inject(&self, inject: Ix<Inject>) -> String {
        let spec = self.scenario.file.injects.get(inject.us());
        // One that the direction made up has a number only.
        let number = || self.with("debrief-made-up", &[("n", (inject.raw() + 1).to_string())]);
        spec.map_or_else(number, |inject| inject.title.get(self.tr.lang()).to_owned())
    }

    fn step(&self, step: Ix<AttackStep>) -> String {
        let step = self.scenario.file.attack.at(step);
        let name = step.name.get(self.tr.lang());
        if step.technique.is_empty() { name.to_owned() } else { format!("{name} ({})", step.technique) }
    }

    /// The key for a step of the adversary, or the one for what goes wrong without one.
    fn by_cause(&self, step: Ix<AttackStep>, attack: &'static str, fault: &'static str) -> &'static str {
        if self.scenario.file.attack.at(step).cause == Cause::Attack { attack } else { fault }
    }

    fn order(&self, kind: Ix<crate::model::OrderKind>, target: Target) -> String {
        let name = self.scenario.orders.at(kind).name.get(self.tr.lang());
        match format::target(self.scenario, self.tr, target) {
            on if on.is_empty() => name.to_owned(),
            on => format!("{name} · {on}"),
        }
    }

    fn run(&self, what: &What) -> String {
        match what {
            What::Started => self.tr.t("debrief-event-started"),
            What::Ended(EndReason::Time) => self.tr.t("debrief-event-ended-time"),
            What::Ended(EndReason::Condition) => self.tr.t("debrief-event-ended-condition"),
            What::Ended(EndReason::Control) => self.tr.t("debrief-event-ended-control"),
            What::Control(control) => self.control(control),
            What::CondChanged { cond, holds } => {
                let name = self.scenario.plan.conditions.at(*cond).name.get(self.tr.lang()).to_owned();
                self.with(if *holds { "debrief-event-holds" } else { "debrief-event-holds-not" }, &[("cond", name)])
            }
            What::FlagChanged { flag, .. } => {
                let name = self.scenario.file.flags.at(*flag).name.get(self.tr.lang()).to_owned();
                self.with("debrief-event-flag", &[("flag", name)])
            }
            _ => String::new(),
        }
    }

    fn control(&self, control: &Control) -> String {
        match control {
            Control::Pause(reason) => self.with("debrief-event-pause", &[("reason", reason.clone())]),
            Control::Resume => self.tr.t("debrief-event-resume"),
            Control::Rate(permille) => {
                self.with("debrief-event-rate", &[("rate", rate_text(*permille, self.tr.lang()))])
            }
            Control::Jump(to) => {
                let to = format::day_clock(self.scenario.file.starts, *to);
                self.with("debrief-event-jump", &[("to", to)])
            }
            Control::Send(inject) => self.with("debrief-event-send", &[("inject", self.inject(*inject))]),
            Control::Hold(inject) => self.with("debrief-event-hold", &[("inject", self.inject(*inject))]),
            Control::Shift(inject, by) => {
                let key = if by.0 < 0 { "debrief-event-shift-earlier" } else { "debrief-event-shift-later" };
                let by = format::span(self.tr, Span(by.0.saturating_abs()));
                self.with(key, &[("inject", self.inject(*inject)), ("by", by)])
            }
            Control::Release(inject) => self.with("debrief-event-release", &[("inject", self.inject(*inject))]),
            Control::Skip(inject) => self.with("debrief-event-skip", &[("inject", self.inject(*inject))]),
            Control::ShiftAll(by) => {
                let key = if by.0 < 0 { "debrief-event-all-earlier" } else { "debrief-event-all-later" };
                self.with(key, &[("by", format::span(self.tr, Span(by.0.saturating_abs())))])
            }
            Control::Edit(inject, edit) => {
                let title = edit.words.title.get(self.tr.lang()).to_owned();
                self.with("debrief-event-edit", &[("inject", self.inject(*inject)), ("title", title)])
            }
            Control::AdHoc(ad_hoc) => {
                let title = ad_hoc.words.title.get(self.tr.lang()).to_owned();
                self.with("debrief-event-ad-hoc", &[("title", title)])
            }
            Control::End => self.tr.t("debrief-event-end"),
        }
    }

    fn world(&self, what: &What) -> String {
        match what {
            What::StepBegan { step } => {
                let key = self.by_cause(*step, "debrief-event-step-began", "debrief-event-fault-began");
                self.with(key, &[("step", self.step(*step))])
            }
            What::StepDone { step, hosts, .. } => {
                let hosts: Vec<String> = hosts.iter().take(4).map(|host| self.host(*host)).collect();
                let key = self.by_cause(*step, "debrief-event-step-done", "debrief-event-fault-done");
                self.with(key, &[("step", self.step(*step)), ("hosts", hosts.join(", "))])
            }
            What::StepBlocked { step, by } => {
                let key = self.by_cause(*step, "debrief-event-step-blocked", "debrief-event-fault-blocked");
                self.with(key, &[("step", self.step(*step)), ("by", self.obstacle(*by))])
            }
            What::StepGivenUp { step } => {
                let key = self.by_cause(*step, "debrief-event-step-given-up", "debrief-event-fault-given-up");
                self.with(key, &[("step", self.step(*step))])
            }
            What::AttackOver => self.tr.t("debrief-event-attack-over"),
            What::Touched { host } => self.with("debrief-event-touched", &[("host", self.host(*host))]),
            What::FactBorn { .. } => self.tr.t("debrief-event-fact"),
            What::SystemChanged { system, state } => {
                let system = self.scenario.network.systems.at(*system).name.get(self.tr.lang()).to_owned();
                let key = match state {
                    SystemState::Up => "debrief-event-system-up",
                    SystemState::Degraded => "debrief-event-system-degraded",
                    SystemState::Maintenance => "debrief-event-system-maintenance",
                    SystemState::Down => "debrief-event-system-down",
                };
                self.with(key, &[("system", system)])
            }
            _ => String::new(),
        }
    }

    fn obstacle(&self, by: Obstacle) -> String {
        let lang = self.tr.lang();
        let scenario = self.scenario;
        let host = |key: &str, host: Ix<Host>| self.with(key, &[("host", self.host(host))]);
        match by {
            Obstacle::NoFoothold => self.tr.t("debrief-obstacle-foothold"),
            Obstacle::Off(at) => host("debrief-obstacle-off", at),
            Obstacle::HostCut(at) => host("debrief-obstacle-host-cut", at),
            Obstacle::ZoneCut(zone) => {
                self.with("debrief-obstacle-zone-cut", &[("zone", format::zone(scenario, self.tr, zone))])
            }
            Obstacle::Filtered => self.tr.t("debrief-obstacle-filtered"),
            Obstacle::ServiceDown(at) => host("debrief-obstacle-service", at),
            Obstacle::Patched(hole) => {
                let hole = scenario.file.vulnerabilities.at(hole).name.get(lang).to_owned();
                self.with("debrief-obstacle-patched", &[("hole", hole)])
            }
            Obstacle::AccountLocked(account) => {
                let account = scenario.network.accounts.at(account).name.get(lang).to_owned();
                self.with("debrief-obstacle-account", &[("account", account)])
            }
            Obstacle::SteeringCut => self.tr.t("debrief-obstacle-steering"),
            Obstacle::Circumstances => self.tr.t("debrief-obstacle-circumstances"),
            Obstacle::NoTarget => self.tr.t("debrief-obstacle-target"),
        }
    }

    fn alert(&self, rule: Ix<crate::model::AlertRule>) -> String {
        self.scenario.alerts.at(rule).title.get(self.tr.lang()).to_owned()
    }

    fn knowledge(&self, what: &What) -> String {
        match what {
            What::AlertRaised { rule, host, real, .. } => {
                let key = if *real { "debrief-event-alert-real" } else { "debrief-event-alert-false" };
                self.with(key, &[("alert", self.alert(*rule)), ("host", self.host(*host))])
            }
            What::Unseen { rule, .. } => self.with("debrief-event-unseen", &[("alert", self.alert(*rule))]),
            What::Detected { role } => self.with("debrief-event-detected", &[("role", self.role(*role))]),
            What::Learned { role, .. } => self.with("debrief-event-learned", &[("role", self.role(*role))]),
            _ => String::new(),
        }
    }

    fn work(&self, what: &What) -> String {
        match what {
            What::OrderGiven { role, kind, target, .. } => {
                self.with("debrief-event-given", &[("role", self.role(*role)), ("order", self.order(*kind, *target))])
            }
            What::OrderRefused { role, kind, .. } => {
                let order = self.order(*kind, Target::Nothing);
                self.with("debrief-event-refused", &[("role", self.role(*role)), ("order", order)])
            }
            What::ApprovalAsked { of, .. } => self.with("debrief-event-asked", &[("role", self.role(*of))]),
            What::ApprovalDecided { by, approved, .. } => {
                let key = if *approved { "debrief-event-approved" } else { "debrief-event-denied" };
                self.with(key, &[("role", self.role(*by))])
            }
            What::OrderBegan { .. } => self.tr.t("debrief-event-began"),
            What::OrderDone { role, kind, target, .. } => {
                self.with("debrief-event-done", &[("role", self.role(*role)), ("order", self.order(*kind, *target))])
            }
            What::OrderFailed { .. } => self.tr.t("debrief-event-failed"),
            What::OrderCancelled { .. } => self.tr.t("debrief-event-cancelled"),
            What::Secured { role, host, touched, .. } => {
                let key = if *touched { "debrief-event-secured" } else { "debrief-event-secured-nothing" };
                self.with(key, &[("role", self.role(*role)), ("host", self.host(*host))])
            }
            What::Mishap { kind, role, .. } => {
                let words = Words { scenario: self.scenario, tr: self.tr };
                self.with("debrief-event-mishap", &[("what", words.mishap(*kind)), ("role", self.role(*role))])
            }
            _ => String::new(),
        }
    }

    fn talk(&self, what: &What) -> String {
        let lang = self.tr.lang();
        match what {
            What::Message { from, to, text, .. } => {
                let to: Vec<String> = to.iter().map(|role| self.role(*role)).collect();
                let args = [("from", self.role(*from)), ("to", to.join(", ")), ("text", text.to_string())];
                self.with("debrief-event-message", &args)
            }
            What::InjectSent { inject: ix } => self.with("debrief-event-inject", &[("inject", self.inject(*ix))]),
            What::InjectHeld { inject: ix } => self.with("debrief-event-inject-held", &[("inject", self.inject(*ix))]),
            What::InjectAnswered { inject: ix, role, .. } => {
                self.with("debrief-event-answered", &[("role", self.role(*role)), ("inject", self.inject(*ix))])
            }
            What::Reported { role, form, .. } => {
                let form = self.scenario.plan.forms.at(*form).name.get(lang).to_owned();
                self.with("debrief-event-reported", &[("role", self.role(*role)), ("form", form)])
            }
            What::Opened { role } => self.with("debrief-event-opened", &[("role", self.role(*role))]),
            What::Classified { role, severity, truth } => {
                let args = [
                    ("role", self.role(*role)),
                    ("level", format::severity(self.tr, *severity)),
                    ("truth", format::severity(self.tr, *truth)),
                ];
                self.with("debrief-event-classified", &args)
            }
            What::Convened { role } => self.with("debrief-event-convened", &[("role", self.role(*role))]),
            What::Closed { role } => self.with("debrief-event-closed", &[("role", self.role(*role))]),
            _ => String::new(),
        }
    }
}
