//! Lines dressed with what explains them: events, roles, clauses.

use crate::model::{Form, Ix, Purpose, Ref, RoleSpec, Scenario};

use super::fold::Fold;
use super::lines::{About, FULL, Line};
use super::outcome::{count, named};
use super::result::{Item, StepPlace, Subject};
use super::rules::{InjectRule, PenaltyAct, PenaltyRule, RootIx, StepRule};
use super::tally::{Points, Tally};
use crate::sim::ad_hoc_id;

/// All items of a tally.
pub(super) fn items(fold: &Fold, scenario: &Scenario, tally: &Tally) -> Vec<Item> {
    let dresser = Dresser { fold, scenario };
    tally.lines.iter().zip(&tally.points).map(|(line, points)| dresser.dress(line, *points)).collect()
}

/// The place of a step's rule in the plan.
pub(super) fn place(scenario: &Scenario, rule: &StepRule) -> StepPlace {
    let procedure = rule.procedures.first().copied().unwrap_or(Ix::new(0));
    let spec = &scenario.plan.procedures[procedure.us()];
    StepPlace { procedure: named(&spec.id, procedure), step: spec.steps[rule.index].id.clone(), index: rule.index }
}

struct Dresser<'a> {
    fold: &'a Fold,
    scenario: &'a Scenario,
}

impl Dresser<'_> {
    fn dress(&self, line: &Line, points: Points) -> Item {
        let rules = &self.fold.rules;
        match line.about {
            About::Step(n) => {
                let rule = &rules.steps[n];
                let mut item = self.item(line, points, Subject::Step(place(self.scenario, rule)));
                self.explain_step(&mut item, rule);
                item.what = rules.plan_step(self.scenario, rule).map(|step| step.what.clone());
                let missing = line.done_before.iter().map(|need| place(self.scenario, &rules.steps[*need]).step);
                item.done_before = missing.collect();
                self.prove(item, rule.root)
            }
            About::Deadline(n) => {
                let rule = &rules.steps[n];
                let mut item = self.item(line, points, Subject::Deadline(place(self.scenario, rule)));
                self.explain_step(&mut item, rule);
                item.what = rules.plan_step(self.scenario, rule).map(|step| step.what.clone());
                self.prove(item, rule.root)
            }
            About::Report(n) => self.report(line, points, &rules.forms[n].forms, &rules.forms[n].steps),
            About::Evidence { secured, touched, asked } => self.evidence(line, points, (secured, touched, asked)),
            About::Inject(n) => self.inject(line, points, &rules.injects[n]),
            About::Penalty(n) => self.penalty(line, points, &rules.penalties[n]),
        }
    }

    /// An item with what the line alone says.
    fn item(&self, line: &Line, points: Points, subject: Subject) -> Item {
        Item {
            subject,
            share: line.share,
            what: None,
            status: line.status,
            pending: line.pending,
            worth_micro: points.worth,
            got_micro: points.got,
            credit_percent: u32::try_from(line.credit.min(FULL)).unwrap_or(0),
            events: Vec::new(),
            by: Vec::new(),
            at: line.met.map(|mark| mark.at),
            due: line.due,
            due_basis: None,
            duty: None,
            done_before: Vec::new(),
            role: None,
            agency: None,
            procedures: Vec::new(),
            phase: None,
            purpose: None,
            src: Vec::new(),
        }
    }

    fn explain_step(&self, item: &mut Item, rule: &StepRule) {
        let Some(step) = self.fold.rules.plan_step(self.scenario, rule) else { return };
        self.assign(item, step.role.ix());
        item.due_basis = step.due_min.map(|_| step.due_basis);
        item.duty = Some(step.duty);
        item.phase = Some(step.phase);
        item.purpose = Some(step.purpose);
        item.src.clone_from(&step.src);
        let plan = &self.scenario.plan.procedures;
        item.procedures = rule.procedures.iter().map(|ix| named(&plan[ix.us()].id, *ix)).collect();
    }

    fn assign(&self, item: &mut Item, role: Ix<RoleSpec>) {
        let Some(spec) = self.scenario.roles.get(role.us()) else { return };
        item.role = Some(named(&spec.id, role));
        item.agency = Some(spec.agency.clone());
    }

    fn prove(&self, mut item: Item, root: RootIx) -> Item {
        let (events, roles) = self.fold.proof(root);
        item.events = events;
        item.by = roles.into_iter().filter_map(|role| self.role(role)).collect();
        item
    }

    fn role(&self, role: Ix<RoleSpec>) -> Option<Ref<RoleSpec>> {
        self.scenario.roles.get(role.us()).map(|spec| named(&spec.id, role))
    }

    fn report(&self, line: &Line, points: Points, forms: &[Ix<Form>], steps: &[usize]) -> Item {
        let specs = || forms.iter().map(|form| (&self.scenario.plan.forms[form.us()], *form));
        let subject = Subject::Report(specs().map(|(spec, form)| named(&spec.id, form)).collect());
        let mut item = self.item(line, points, subject);
        if let Some(step) = steps.first() {
            self.explain_step(&mut item, &self.fold.rules.steps[*step]);
        }
        (item.due_basis, item.duty) = (None, None);
        item.what = specs().next().map(|(spec, _)| spec.name.clone());
        item.src = specs().flat_map(|(spec, _)| spec.src.iter().cloned()).collect();
        item.events = line.met.iter().map(|mark| mark.event).collect();
        item
    }

    fn evidence(&self, line: &Line, points: Points, (secured, touched, asked): (usize, usize, usize)) -> Item {
        let subject = Subject::Evidence { secured: count(secured), touched: count(touched), asked: count(asked) };
        let mut item = self.item(line, points, subject);
        item.purpose = Some(Purpose::Skills);
        let hosts = self.fold.secured.iter().filter(|(host, _)| self.fold.touched.contains(host));
        item.events = hosts.map(|(_, mark)| mark.event).collect();
        item.events.sort_unstable();
        item
    }

    /// The people addressed are whom an inject puts to the test.
    fn inject(&self, line: &Line, points: Points, rule: &InjectRule) -> Item {
        let of_scenario = self.scenario.file.injects.get(rule.inject.us());
        let id = of_scenario.map_or_else(|| ad_hoc_id(rule.inject), |inject| inject.id.clone());
        let mut item = self.item(line, points, Subject::Inject(named(&id, rule.inject)));
        let (first, action) = match &rule.made_up {
            Some(ad_hoc) => (ad_hoc.to.first().copied(), ad_hoc.wanted.as_ref().map(|wanted| &wanted.action)),
            None => (
                of_scenario.and_then(|inject| inject.to.first()).map(Ref::ix),
                of_scenario.and_then(|inject| inject.expects.as_ref()).map(|expected| &expected.action),
            ),
        };
        if let Some(role) = first {
            self.assign(&mut item, role);
        }
        item.what = action.cloned();
        item.purpose = Some(Purpose::People);
        self.prove(item, rule.root)
    }

    fn penalty(&self, line: &Line, points: Points, rule: &PenaltyRule) -> Item {
        let subject = match rule.act {
            PenaltyAct::Always(mishap) => Subject::Mishap(mishap),
            PenaltyAct::OfPlan(procedure, index) => {
                let spec = &self.scenario.plan.procedures[procedure.us()];
                let penalty = spec.penalties[index].id.clone();
                Subject::Penalty { procedure: named(&spec.id, procedure), penalty, index }
            }
        };
        let mut item = self.item(line, points, subject);
        if let Some(penalty) = self.fold.rules.plan_penalty(self.scenario, rule) {
            item.what = Some(penalty.what.clone());
            item.src.clone_from(&penalty.src);
        }
        if let Subject::Penalty { procedure, .. } = &item.subject {
            item.procedures = vec![procedure.clone()];
        }
        self.prove(item, rule.root)
    }
}
