//! What is not met, in words: expected and actual.

use super::judge::{Actual, Unmet};
use crate::i18n::Tr;
use crate::model::{BranchIs, Case, Expect, Mishap, Scenario, SimTime, Span, StepIs};
use crate::score::{Status, Words};

/// A sentence that says what was expected and what is so.
pub fn say(unmet: &Unmet, case: &Case, scenario: &Scenario, tr: &Tr) -> String {
    let words = Sentences { scenario, tr };
    let order = |number: usize| case.orders.get(number).map(|order| (order.order.id.clone(), order.at.to_string()));
    match &unmet.actual {
        Actual::NoPlayer => tr.t("trial-no-player"),
        Actual::Refused(number, why) => {
            let (id, at) = order(*number).unwrap_or_default();
            tr.with("trial-refused", &[("order", id.into()), ("at", at.into()), ("why", format!("{why:?}").into())])
        }
        Actual::Accepted(number) => {
            let (id, at) = order(*number).unwrap_or_default();
            tr.with("trial-accepted", &[("order", id.into()), ("at", at.into())])
        }
        actual => {
            let expected = unmet.number.and_then(|number| case.expect.get(number));
            let expected = expected.map(|expect| words.expected(expect)).unwrap_or_default();
            tr.with("trial-unmet", &[("expected", expected.into()), ("actual", words.actual(actual).into())])
        }
    }
}

struct Sentences<'a> {
    scenario: &'a Scenario,
    tr: &'a Tr,
}

impl Sentences<'_> {
    fn about(&self, key: &str, id: &str) -> String {
        self.tr.with(key, &[("id", id.to_owned().into())])
    }

    fn mishap(&self, mishap: Mishap) -> String {
        Words { scenario: self.scenario, tr: self.tr }.mishap(mishap)
    }

    fn expected(&self, expect: &Expect) -> String {
        match expect {
            Expect::Milestone { cond, by, not_before } => {
                let time = |key: &str, time: &Option<Span>| {
                    time.map(|time| self.about(key, &time.to_string())).unwrap_or_default()
                };
                let holds = self.about("trial-milestone", &cond.id);
                holds + &time("trial-by", by) + &time("trial-not-before", not_before)
            }
            Expect::Never(cond) => self.about("trial-never-holds", &cond.id),
            Expect::Branch(step, wanted) => {
                let became = self.tr.t(branch_key(*wanted));
                self.tr.with("trial-branch", &[("id", step.id.clone().into()), ("became", became.into())])
            }
            Expect::Step(id, wanted) => {
                let became = self.tr.t(step_key(*wanted));
                self.tr.with("trial-step", &[("id", id.clone().into()), ("became", became.into())])
            }
            Expect::Sent(inject) => self.about("trial-sent", &inject.id),
            Expect::NotSent(inject) => self.about("trial-not-sent", &inject.id),
            Expect::Mishap(mishap) => self.about("trial-mishap", &self.mishap(*mishap)),
            Expect::NoMishap(mishap) => self.about("trial-no-mishap", &self.mishap(*mishap)),
            Expect::Passed(wanted) => self.tr.t(passed_key(*wanted)),
            Expect::Score(from, to) => {
                self.tr.with("trial-score", &[("from", from.to_string().into()), ("to", to.to_string().into())])
            }
        }
    }

    fn actual(&self, actual: &Actual) -> String {
        match actual {
            Actual::At(None) => self.tr.t("trial-never"),
            Actual::At(Some(at)) => self.about("trial-at", &time(*at)),
            Actual::Branch(became) => self.tr.t(branch_key(*became)),
            Actual::Step(status, at) => {
                let at = at.map(|at| format!(" ({})", time(at))).unwrap_or_default();
                self.tr.t(status_key(*status)) + &at
            }
            Actual::Passed(passed, permille) => format!("{} ({})", self.tr.t(passed_key(*passed)), percent(*permille)),
            Actual::Score(permille) => percent(*permille),
            // These are said as a whole.
            Actual::NoPlayer | Actual::Refused(..) | Actual::Accepted(_) => String::new(),
        }
    }
}

/// A moment to the second, as it is written in a test.
fn time(at: SimTime) -> String {
    Span(at.0 / 1_000 * 1_000).to_string()
}

fn percent(permille: u32) -> String {
    format!("{}.{} %", permille / 10, permille % 10)
}

const fn passed_key(passed: bool) -> &'static str {
    if passed { "trial-passed" } else { "trial-not-passed" }
}

const fn branch_key(became: BranchIs) -> &'static str {
    match became {
        BranchIs::Done => "trial-branch-done",
        BranchIs::Failed => "trial-branch-failed",
        BranchIs::NotBegun => "trial-branch-not-begun",
        BranchIs::NotDone => "trial-branch-not-done",
    }
}

const fn step_key(wanted: StepIs) -> &'static str {
    match wanted {
        StepIs::Done => "trial-step-done",
        StepIs::InTime => "trial-step-in-time",
        StepIs::Late => "trial-step-late",
        StepIs::Missed => "trial-step-missed",
        StepIs::NotApplicable => "trial-step-not-applicable",
    }
}

const fn status_key(status: Status) -> &'static str {
    match status {
        Status::NotApplicable => "trial-step-not-applicable",
        Status::Late => "trial-step-late",
        Status::OutOfOrder => "trial-step-out-of-order",
        Status::Missed | Status::Open => "trial-step-missed",
        Status::Done | Status::Incurred | Status::Clear => "trial-step-in-time",
    }
}
