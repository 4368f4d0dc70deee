//! The legal clocks that run, for the top bar.

use egui::{Label, Ui};
use egui_phosphor::regular as icon;

use super::{PanelCx, widgets};
use crate::desktop::kit::{Cmd, PanelKind, format};
use crate::model::{Span, Table};
use crate::sim::ClockView;

/// From here on a clock is shown in bold.
const SOON: Span = Span::mins(15);

/// The legal clocks, side by side; nothing while none runs.
pub fn clocks_strip_ui(ui: &mut Ui, cx: &mut PanelCx<'_>) {
    for clock in &cx.view.team.clocks {
        ui.push_id(("clock", clock.clock.raw()), |ui| clock_ui(ui, cx, clock));
    }
}

fn clock_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, running: &ClockView) {
    let clock = cx.scenario.plan.clocks.at(running.clock);
    let (tr, theme) = (cx.tr, cx.theme);
    let name = cx.text(&clock.name);
    let left = running.due - running.stopped.unwrap_or(cx.view.now);
    let late = left.0 < 0;
    let (sign, state, said) = match running.stopped {
        Some(at) => {
            let at = format::clock_short(cx.scenario.file.starts, at);
            let key = if late { "panels-clock-stopped-late" } else { "panels-clock-stopped" };
            (
                if late { icon::CLOCK_COUNTDOWN } else { icon::CHECK_CIRCLE },
                at.clone(),
                tr.with(key, &[("at", at.into())]),
            )
        }
        None if late => {
            let by = format::hms(Span(-left.0));
            (icon::CLOCK_COUNTDOWN, format!("−{by}"), tr.with("panels-clock-late", &[("by", by.into())]))
        }
        None => {
            let left = format::hms(left);
            (icon::TIMER, left.clone(), tr.with("panels-clock-left", &[("left", left.into())]))
        }
    };
    let color = match running.stopped {
        _ if late => theme.colors.critical,
        Some(_) => theme.colors.soft,
        None => theme.colors.text,
    };
    let mut figures = theme.mono(state).color(color);
    if running.stopped.is_none() && left <= SOON {
        figures = figures.strong();
    }
    let text = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme.steps(1);
        ui.add(Label::new(theme.soft(format!("{sign} {name}"))).selectable(false));
        ui.add(Label::new(figures).selectable(false));
    });
    let response = text.response.interact(egui::Sense::click());
    widgets::named(&response, &format!("{name}: {said}"));
    let due = format::day_clock(cx.scenario.file.starts, running.due);
    let source = clock.src.join("; ");
    let hint = tr.with("panels-clock-hint", &[("due", due.into()), ("source", source.into())]);
    if response.on_hover_text(format!("{said}\n{hint}")).clicked() {
        cx.ask(Cmd::OpenPanel(PanelKind::Reports));
    }
}
