//! Compares a run with what its test expects.

use crate::model::{AttackStep, BranchIs, Case, Expect, Inject, Ix, Mishap, NamedCond, SimTime, Span, StepIs};
use crate::score::{Score, Status};
use crate::sim::{Exercise, Refusal, What};

/// What is so instead of what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actual {
    /// A player of the test is no stand-in.
    NoPlayer,
    /// The order with this number was refused.
    Refused(usize, Refusal),
    /// The order with this number was accepted, though it must be refused.
    Accepted(usize),
    /// When it came to hold, was sent or came about; never if absent.
    At(Option<SimTime>),
    /// What became of the step of the attack.
    Branch(BranchIs),
    /// What became of the step of the plan, and when it was done.
    Step(Status, Option<SimTime>),
    /// Whether the run was passed, and its score in thousandths.
    Passed(bool, u32),
    /// The score, in thousandths.
    Score(u32),
}

/// An expectation that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// Its place among the expectations; none for what concerns an order.
    pub number: Option<usize>,
    /// What is so.
    pub actual: Actual,
}

/// The expectations of `case` that a run that was played does not meet.
pub fn unmet(exercise: &Exercise, score: &Score, case: &Case) -> Vec<Unmet> {
    let run = Run { exercise, score };
    let against = case.expect.iter().enumerate().map(|(number, expect)| (number, run.against(expect)));
    against.filter_map(|(number, actual)| Some(Unmet { number: Some(number), actual: actual? })).collect()
}

struct Run<'a> {
    exercise: &'a Exercise,
    score: &'a Score,
}

impl Run<'_> {
    /// What speaks against an expectation; nothing when it is met.
    fn against(&self, expect: &Expect) -> Option<Actual> {
        let (met, actual) = match expect {
            Expect::Milestone { cond, by, not_before } => {
                let held = self.held(cond.ix());
                let after =
                    |at: SimTime, limit: Option<Span>| limit.is_none_or(|limit| at >= SimTime::after_start(limit));
                let before = |at: SimTime| by.is_none_or(|by| at <= SimTime::after_start(by));
                (held.is_some_and(|at| after(at, *not_before) && before(at)), Actual::At(held))
            }
            Expect::Never(cond) => {
                let held = self.held(cond.ix());
                (held.is_none(), Actual::At(held))
            }
            Expect::Branch(step, wanted) => {
                let became = self.branch(step.ix());
                let met = became == *wanted || *wanted == BranchIs::NotDone && became != BranchIs::Done;
                (met, Actual::Branch(became))
            }
            Expect::Step(id, wanted) => self.step(id, *wanted),
            Expect::Sent(inject) => {
                let sent = self.sent(inject.ix());
                (sent.is_some(), Actual::At(sent))
            }
            Expect::NotSent(inject) => {
                let sent = self.sent(inject.ix());
                (sent.is_none(), Actual::At(sent))
            }
            Expect::Mishap(mishap) => {
                let at = self.mishap(*mishap);
                (at.is_some(), Actual::At(at))
            }
            Expect::NoMishap(mishap) => {
                let at = self.mishap(*mishap);
                (at.is_none(), Actual::At(at))
            }
            Expect::Passed(wanted) => {
                let passed = self.score.verdict.passed;
                (passed == *wanted, Actual::Passed(passed, self.score.permille))
            }
            Expect::Score(from, to) => {
                let range = u32::from(*from) * 10..=u32::from(*to) * 10;
                (range.contains(&self.score.permille), Actual::Score(self.score.permille))
            }
        };
        (!met).then_some(actual)
    }

    /// When the first event that fits happened.
    fn first(&self, fits: impl Fn(&What) -> bool) -> Option<SimTime> {
        self.exercise.events().iter().find(|event| fits(&event.what)).map(|event| event.at)
    }

    fn held(&self, cond: Ix<NamedCond>) -> Option<SimTime> {
        self.first(|what| *what == What::CondChanged { cond, holds: true })
    }

    fn sent(&self, inject: Ix<Inject>) -> Option<SimTime> {
        self.first(|what| *what == What::InjectSent { inject })
    }

    fn mishap(&self, mishap: Mishap) -> Option<SimTime> {
        self.first(|what| matches!(what, What::Mishap { kind, .. } if *kind == mishap))
    }

    fn branch(&self, of: Ix<AttackStep>) -> BranchIs {
        let any = |fits: &dyn Fn(&What) -> bool| self.first(fits).is_some();
        if any(&|what| matches!(what, What::StepDone { step, .. } if *step == of)) {
            BranchIs::Done
        } else if any(&|what| *what == What::StepGivenUp { step: of }) {
            BranchIs::Failed
        } else if any(&|what| *what == What::StepBegan { step: of }) {
            BranchIs::NotDone
        } else {
            BranchIs::NotBegun
        }
    }

    fn step(&self, id: &str, wanted: StepIs) -> (bool, Actual) {
        let Some(item) = self.score.step(id) else {
            return (wanted == StepIs::NotApplicable, Actual::Step(Status::NotApplicable, None));
        };
        let done = matches!(item.status, Status::Done | Status::Late | Status::OutOfOrder);
        let met = match wanted {
            StepIs::Done => done,
            StepIs::InTime => item.status == Status::Done,
            StepIs::Late => item.at.zip(item.due).is_some_and(|(at, due)| done && at > due),
            StepIs::Missed => matches!(item.status, Status::Missed | Status::Open),
            StepIs::NotApplicable => item.status == Status::NotApplicable,
        };
        (met, Actual::Step(item.status, item.at))
    }
}
