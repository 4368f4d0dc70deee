//! Facts as the seat knows them: listed with their evidence, and picked to be carried by an order.

use egui::Ui;
use egui_phosphor::regular as icon;

use super::{PanelCx, widgets, words};
use crate::desktop::kit::format;
use crate::model::{Ix, Table};
use crate::sim::{Fact, FactKind, KnownFact, Target};

/// Facts with a box to pick each.
pub fn facts_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, facts: &[&KnownFact]) {
    for known in facts {
        fact_ui(ui, cx, known);
    }
}

fn fact_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, known: &KnownFact) {
    let theme = cx.theme;
    let text = words::fact(cx, &known.fact);
    ui.horizontal_top(|ui| {
        let mut picked = cx.ui_state.panels.forms.picked.contains(&known.id);
        let tick = ui.checkbox(&mut picked, "");
        widgets::named(&tick, &cx.tr.with("panels-fact-pick", &[("fact", text.as_str().into())]));
        if tick.changed() {
            pick(cx, known.id, picked);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let sign = if known.fact.kind.is_of_attack() { icon::WARNING_CIRCLE } else { icon::CHECK };
            ui.label(format!("{sign} {text}"));
            ui.label(theme.note(origin(cx, known)));
        });
    });
}

/// Since when a fact is true, when and how it was learned, where its traces are.
pub fn origin(cx: &PanelCx<'_>, known: &KnownFact) -> String {
    let starts = cx.scenario.file.starts;
    let mut parts = vec![cx.tr.with(
        "panels-fact-learned",
        &[
            ("since", format::day_clock(starts, known.fact.since).into()),
            ("learned", format::clock_short(starts, known.learned).into()),
            ("how", words::how(cx, known.how).into()),
        ],
    )];
    if !known.fact.evidence.is_empty() {
        let list = words::evidence_list(cx, known.fact.evidence);
        parts.push(cx.tr.with("panels-fact-evidence", &[("list", list.into())]));
    }
    parts.join(" · ")
}

/// Picks a fact to be carried, or drops it.
pub fn pick(cx: &mut PanelCx<'_>, fact: Ix<Fact>, picked: bool) {
    let set = &mut cx.ui_state.panels.forms.picked;
    if picked {
        set.insert(fact);
    } else {
        set.remove(&fact);
    }
}

/// Whether a fact speaks of the target or of something inside it.
pub fn is_about(cx: &PanelCx<'_>, kind: FactKind, target: Target) -> bool {
    let scenario = cx.scenario;
    let by_host =
        |fits: &dyn Fn(&crate::model::Host) -> bool| kind.host().is_some_and(|host| fits(scenario.host(host)));
    match target {
        Target::Nothing | Target::Inject(_) => false,
        Target::Host(host) => kind.host() == Some(host),
        Target::Zone(zone) => by_host(&|host| host.zone == zone),
        Target::Site(site) => by_host(&|host| host.site == site),
        Target::System(system) => {
            by_host(&|host| host.systems.contains(&system))
                || matches!(kind, FactKind::SystemTested(of, _) if of == system)
                || matches!(kind, FactKind::Leaked(store, _) if scenario.stores.at(store_row(store)).0 == system)
        }
        Target::Account(account) => kind == FactKind::Taken(account),
        Target::Indicator(indicator) => kind == FactKind::Indicator(indicator),
        Target::Backup(backup) => matches!(kind, FactKind::BackupTested(of, _) if of == backup),
        Target::Alert(alert) => {
            let host = cx.view.seat.alerts.iter().find(|view| view.id == alert).map(|view| view.host);
            matches!(kind, FactKind::Verified(of, _) if of == alert) || (host.is_some() && kind.host() == host)
        }
    }
}

/// The row of a store in the scenario's table of stores with their systems.
const fn store_row(store: Ix<crate::model::DataStore>) -> Ix<(Ix<crate::model::System>, crate::model::DataStore)> {
    Ix::new(store.raw())
}
