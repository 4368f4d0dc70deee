//! `role-idle`: a seat that nothing is for: no inject goes to it, no step of a trained procedure is its own, no
//! sensor shows it alerts and no order waits for its approval. Whoever sits there watches for the whole exercise.

use super::{Context, Found, at};
use crate::content::files::FileKind;
use crate::content::words::Words;

pub fn check(cx: &Context<'_>, found: &mut Found) {
    let (Some(scenario), Some(plan)) = (&cx.files.scenario, &cx.files.plan) else { return };
    let (Some(province), Some(orders)) = (&cx.files.province, &cx.files.orders) else { return };
    let trained =
        plan.procedures.iter().filter(|known| scenario.procedures.iter().any(|procedure| procedure.id == known.id));
    let steps: Vec<_> = trained.flat_map(|procedure| &procedure.steps).collect();
    for (n, seat) in scenario.seats.iter().enumerate() {
        let has_inject = scenario.injects.iter().any(|inject| inject.to.iter().any(|role| role.id == seat.id));
        let has_step = steps.iter().any(|step| step.role.id == seat.id);
        let has_alerts = province.sensors.iter().any(|sensor| sensor.seen_by.iter().any(|role| role.id == seat.id));
        let approves = orders.orders.iter().any(|order| order.approval.as_ref().is_some_and(|role| role.id == seat.id));
        if !(has_inject || has_step || has_alerts || approves) {
            let message = Words::new("content-role-idle").text("role", seat.id.as_str());
            found.warning(message, FileKind::Scenario, at!(seats[n]));
            found.help(Words::new("content-role-idle-help"));
        }
    }
}
