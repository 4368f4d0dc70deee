//! What came of it: times, outages, losses, alerts and legal clocks.

use egui::{Grid, ScrollArea, Ui};
use egui_phosphor::regular as icon;

use super::DebriefCx;
use crate::desktop::kit::format;
use crate::model::{SimTime, Span, Table};
use crate::score::ClockState;

/// The outcome page.
pub fn outcome_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        times_ui(ui, cx);
        losses_ui(ui, cx);
        downtime_ui(ui, cx);
        alerts_ui(ui, cx);
        clocks_ui(ui, cx);
    });
}

fn head(ui: &mut Ui, cx: &DebriefCx<'_>, key: &str) {
    ui.add_space(cx.theme.steps(3));
    ui.label(cx.theme.heading(cx.tr.t(key)));
}

fn row(ui: &mut Ui, cx: &DebriefCx<'_>, name: &str, value: &str) {
    ui.label(cx.theme.soft(name));
    ui.label(value);
    ui.end_row();
}

fn times_ui(ui: &mut Ui, cx: &DebriefCx<'_>) {
    let (tr, words, times) = (cx.tr, cx.words(), cx.run.score.outcome.times);
    head(ui, cx, "debrief-times");
    let moment = |at: Option<SimTime>| at.map_or_else(|| tr.t("debrief-never"), |at| cx.clock(at));
    let lasted = |span: Option<Span>, at: Option<SimTime>| match (span, at) {
        (Some(span), Some(at)) => format!("{} ({})", words.span(span), cx.clock(at)),
        _ => tr.t("debrief-never"),
    };
    Grid::new("times").num_columns(2).show(ui, |ui| {
        row(ui, cx, &tr.t("debrief-attack-began"), &moment(times.attack_began));
        row(ui, cx, &tr.t("score-detect"), &lasted(times.to_detect, times.detected));
        row(ui, cx, &tr.t("score-acknowledge"), &lasted(times.to_acknowledge, times.opened));
        row(ui, cx, &tr.t("score-contain"), &lasted(times.to_contain, times.contained));
        row(ui, cx, &tr.t("score-recover"), &lasted(times.to_recover, times.recovered));
    });
}

fn losses_ui(ui: &mut Ui, cx: &DebriefCx<'_>) {
    let (tr, words, outcome) = (cx.tr, cx.words(), &cx.run.score.outcome);
    head(ui, cx, "debrief-losses");
    let hosts = [
        ("touched", outcome.hosts_touched.into()),
        ("encrypted", outcome.hosts_encrypted.into()),
        ("altered", outcome.hosts_altered.into()),
    ];
    ui.label(tr.with("score-hosts", &hosts));
    let count = |n| format::count(tr.lang(), n);
    let leaked =
        [("records", count(outcome.records_leaked).into()), ("subjects", count(outcome.subjects_leaked).into())];
    ui.label(tr.with("score-leaked", &leaked));
    for leak in &outcome.leaks {
        let store = cx.run.scenario.stores.get(leak.store.ix().us());
        let name = store.map_or(leak.store.id.as_str(), |(_, store)| store.name.get(tr.lang()));
        let (records, subjects) = (count(leak.records), count(leak.subjects));
        let args = [("store", name.into()), ("records", records.into()), ("subjects", subjects.into())];
        ui.label(cx.theme.soft(tr.with("debrief-leak", &args)));
    }
    for (mishap, times) in outcome.mishaps.iter().filter(|(_, times)| *times > 0) {
        let text = tr.with("score-mishap", &[("what", words.mishap(*mishap).into()), ("times", (*times).into())]);
        ui.label(format!("{} {text}", icon::WARNING));
    }
}

fn downtime_ui(ui: &mut Ui, cx: &DebriefCx<'_>) {
    let (tr, words, outcome) = (cx.tr, cx.words(), &cx.run.score.outcome);
    head(ui, cx, "debrief-downtime");
    let minutes = |n: i64| format::count(tr.lang(), n.unsigned_abs());
    ui.label(tr.with("score-downtime", &[("minutes", minutes(outcome.weighted_downtime_minutes).into())]));
    if outcome.downtime.is_empty() {
        ui.label(cx.theme.soft(tr.t("debrief-always-up")));
        return;
    }
    Grid::new("downtime").num_columns(5).striped(true).show(ui, |ui| {
        for key in ["debrief-system", "debrief-down", "debrief-maintenance", "debrief-degraded", "debrief-weighted"] {
            ui.label(cx.theme.note(tr.t(key)));
        }
        ui.end_row();
        for down in &outcome.downtime {
            let system = cx.run.scenario.network.systems.at(down.system.ix());
            ui.label(system.name.get(tr.lang()));
            for span in [down.down, down.maintenance, down.degraded] {
                ui.label(if span == Span::ZERO { "–".to_owned() } else { words.span(span) });
            }
            ui.label(minutes(down.weighted_minutes()));
            ui.end_row();
        }
    });
}

fn alerts_ui(ui: &mut Ui, cx: &DebriefCx<'_>) {
    let (tr, alerts) = (cx.tr, cx.run.score.outcome.alerts);
    head(ui, cx, "debrief-alerts");
    let real = [
        ("real", alerts.real.into()),
        ("handled", alerts.real_handled.into()),
        ("dismissed", alerts.real_dismissed.into()),
    ];
    ui.label(tr.with("score-alerts-real", &real));
    let false_ = [
        ("raised", alerts.false_raised.into()),
        ("cleared", alerts.false_cleared.into()),
        ("believed", alerts.false_believed.into()),
    ];
    ui.label(tr.with("score-alerts-false", &false_));
}

fn clocks_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (tr, words, run) = (cx.tr, cx.words(), cx.run);
    head(ui, cx, "debrief-clocks");
    for result in &run.score.outcome.clocks {
        let clock = run.scenario.plan.clocks.at(result.clock.ix());
        let sign = match result.state {
            ClockState::Kept => icon::CHECK_CIRCLE,
            ClockState::Missed => icon::X_CIRCLE,
            _ => icon::TIMER,
        };
        let due = result.due.map_or_else(|| tr.t("debrief-never"), |due| cx.clock(due));
        let args = [
            ("name", clock.name.get(tr.lang()).into()),
            ("state", words.clock_state(result.state).into()),
            ("due", due.into()),
            ("src", clock.src.join("; ").into()),
        ];
        let text = format!("{sign} {}", tr.with("score-clock", &args));
        match result.stopped {
            Some((at, _)) => {
                if ui.add(egui::Button::new(text).frame(false).wrap()).clicked() {
                    cx.go_to(at);
                }
            }
            None => {
                ui.label(text);
            }
        }
    }
}
