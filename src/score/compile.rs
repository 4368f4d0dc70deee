//! From a scenario to the rules it is judged by.

use std::collections::BTreeMap;

use crate::model::{Criterion, DueBasis, Form, Ix, Mishap, Procedure, Scenario, Span};

use super::added::UNITS_PER_POINT;
use super::rules::{FormRule, InjectRule, Layout, PenaltyAct, PenaltyRule, Rules, StepRule};

/// What a mishap costs that no trained procedure lists among its penalties `[P]`.
pub(super) const ALWAYS_COST_PERMILLE: u64 = 30;
/// Mishaps that cost points in every scenario.
const ALWAYS_COUNTED: [Mishap; 2] = [Mishap::EvidenceDestroyed, Mishap::NeedlessCut];

/// The rules of a scenario.
pub(super) fn compile(scenario: &Scenario) -> Rules {
    let mut layout = Layout::new(scenario);
    let mut trained: Vec<Ix<Procedure>> = Vec::new();
    for procedure in &scenario.file.procedures {
        if !trained.contains(&procedure.ix()) {
            trained.push(procedure.ix());
        }
    }
    steps(&mut layout, scenario, &trained);
    injects(&mut layout, scenario);
    penalties(&mut layout, scenario, &trained);
    layout.rules
}

/// Steps of all procedures trained; one with the same id in two of them counts once.
fn steps(layout: &mut Layout, scenario: &Scenario, trained: &[Ix<Procedure>]) {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut forms: BTreeMap<Vec<Ix<Form>>, Vec<usize>> = BTreeMap::new();
    for procedure in trained {
        for (index, step) in scenario.plan.procedures[procedure.us()].steps.iter().enumerate() {
            if let Some(place) = places.get(step.id.as_str()) {
                layout.rules.steps[*place].procedures.push(*procedure);
                continue;
            }
            let place = layout.rules.steps.len();
            places.insert(&step.id, place);
            let legal = matches!(step.due_basis, DueBasis::Law | DueBasis::Ngay);
            let root = layout.root(&step.judge, None);
            for demand in reports_asked(&step.judge) {
                forms.entry(demand).or_default().push(place);
            }
            layout.rules.steps.push(StepRule {
                begins: Vec::new(),
                procedures: vec![*procedure],
                index,
                root,
                needs: Vec::new(),
                cond: step.cond.as_ref().map(crate::model::Ref::ix),
                due: step.due_min.filter(|_| step.due_basis != DueBasis::NoClock).map(|min| Span::mins(min.into())),
                due_weight: if legal { scenario.plan.shares.legal_factor.into() } else { 1 },
                weight: step.weight.into(),
            });
        }
    }
    // Only now, because a step may stand before one it needs.
    for rule in &mut layout.rules.steps {
        let Some(procedure) = rule.procedures.first() else { continue };
        let step = &scenario.plan.procedures[procedure.us()].steps[rule.index];
        let own = rule.procedures.iter().map(|procedure| scenario.begins_with(*procedure));
        rule.begins = own.collect::<Option<_>>().unwrap_or_default();
        rule.needs = step.needs.iter().filter_map(|id| places.get(id.as_str()).copied()).collect();
    }
    layout.rules.forms = forms.into_iter().map(|(forms, steps)| FormRule { forms, steps }).collect();
}

/// The reports without which the criterion is not met, each with the forms that will do.
fn reports_asked(criterion: &Criterion) -> Vec<Vec<Ix<Form>>> {
    match criterion {
        Criterion::Report { form, .. } => vec![vec![form.ix()]],
        Criterion::All(parts) => parts.iter().flat_map(reports_asked).collect(),
        Criterion::Any(parts) => {
            let each: Vec<_> = parts.iter().map(reports_asked).collect();
            if each.is_empty() || each.iter().any(Vec::is_empty) {
                return Vec::new();
            }
            let mut forms: Vec<_> = each.into_iter().flatten().flatten().collect();
            forms.sort();
            forms.dedup();
            vec![forms]
        }
        _ => Vec::new(),
    }
}

fn injects(layout: &mut Layout, scenario: &Scenario) {
    for (number, inject) in (0..).zip(&scenario.file.injects) {
        let Some(expected) = inject.expects.as_ref().filter(|expected| expected.points > 0) else { continue };
        let inject = Ix::new(number);
        let root = layout.root(&expected.by, Some(inject));
        let units = u64::from(expected.points) * UNITS_PER_POINT;
        layout.rules.injects.push(InjectRule { inject, root, within: expected.within, units, made_up: None });
    }
}

fn penalties(layout: &mut Layout, scenario: &Scenario, trained: &[Ix<Procedure>]) {
    let mut listed: Vec<(&str, &Criterion)> = Vec::new();
    for procedure in trained {
        for (index, penalty) in scenario.plan.procedures[procedure.us()].penalties.iter().enumerate() {
            // The same act in two procedures costs once.
            if listed.contains(&(&penalty.id, &penalty.when)) {
                continue;
            }
            listed.push((&penalty.id, &penalty.when));
            let root = layout.root(&penalty.when, None);
            let act = PenaltyAct::OfPlan(*procedure, index);
            layout.rules.penalties.push(PenaltyRule { act, root, cost_permille: penalty.cost_permille.into() });
        }
    }
    for mishap in ALWAYS_COUNTED {
        if !listed.iter().any(|(_, when)| speaks_of(when, mishap)) {
            let root = layout.root(&Criterion::Mishap(mishap), None);
            let act = PenaltyAct::Always(mishap);
            layout.rules.penalties.push(PenaltyRule { act, root, cost_permille: ALWAYS_COST_PERMILLE });
        }
    }
}

/// Whether the mishap alone meets the criterion.
fn speaks_of(criterion: &Criterion, mishap: Mishap) -> bool {
    match criterion {
        Criterion::Mishap(kind) => *kind == mishap,
        Criterion::Any(parts) => parts.iter().any(|part| speaks_of(part, mishap)),
        _ => false,
    }
}
