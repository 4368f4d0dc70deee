//! Jumps to a later moment, and the end. None of them can be taken back, so each asks once more.

use egui::{Label, Ui};
use egui_phosphor::regular as icon;

use super::confirm::confirm_ui;
use super::{DeskCx, clocks_agree};
use crate::desktop::kit::format;
use crate::live::{DeskAct, Row, Stage};
use crate::model::{SimTime, Span};
use crate::sim::Control;

/// How far ahead.
#[derive(Clone, Copy)]
enum Leap {
    /// By so much.
    By(Span),
    /// To a moment of the scenario.
    To(SimTime),
}

impl Leap {
    /// Whether a team can take it: its time has begun, is not over, and the moment lies ahead.
    fn is_for(self, row: &Row) -> bool {
        let plays = matches!(row.stage, Stage::Running | Stage::Paused);
        match self {
            Self::By(_) => plays,
            Self::To(at) => plays && row.now < at,
        }
    }

    /// Where it leads a team whose clock shows `now`.
    fn target(self, now: SimTime) -> SimTime {
        match self {
            Self::By(span) => now + span,
            Self::To(at) => at,
        }
    }
}

/// The drawer. Whether it has done its work.
pub fn jump_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.add(Label::new(theme.note(tr.t("shell-jump-note"))).wrap());
    let mut done = false;
    ui.horizontal_wrapped(|ui| {
        for span in [Span::mins(5), Span::mins(15), Span::hours(1)] {
            let text = tr.with("shell-jump-by", &[("span", format::span(tr, span).into())]);
            done |= leap_ui(ui, cx, text, Leap::By(span));
        }
        for next in &cx.scenario().file.moves {
            let at = SimTime::after_start(next.to);
            let text = format!("{} · {}", format::day_clock(cx.starts(), at), next.name.get(tr.lang()));
            done |= leap_ui(ui, cx, text, Leap::To(at));
        }
        ui.separator();
        let text = format!("{} {}", icon::FLAG_CHECKERED, tr.t("live-end"));
        if confirm_ui(ui, theme, text, &tr.t("live-end-note"), &tr.t("live-end-now")) {
            cx.act(DeskAct::Control(Control::End));
            done = true;
        }
    });
    done
}

/// One jump, as long as a team in the scope can take it. Whether it was taken.
fn leap_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, text: String, leap: Leap) -> bool {
    let rows: Vec<&Row> = cx.in_scope().filter(|row| leap.is_for(row)).collect();
    if rows.is_empty() {
        return false;
    }
    let done = confirm_ui(ui, cx.theme(), text, &note(cx, &rows, leap), &cx.tr().t("live-jump-now"));
    if done {
        let jump = |now| Some(DeskAct::Control(Control::Jump(leap.target(now))));
        cx.act_by_clock(|row| leap.is_for(row), jump);
    }
    done
}

/// Who jumps, and where to.
fn note(cx: &DeskCx<'_>, rows: &[&Row], leap: Leap) -> String {
    let tr = cx.tr();
    let teams = match rows {
        [one] => one.name.clone(),
        many => tr.with("live-teams-n", &[("n", many.len().into())]),
    };
    match leap {
        Leap::By(span) if !clocks_agree(rows) => {
            tr.with("live-jump-by-note", &[("teams", teams.into()), ("span", format::span(tr, span).into())])
        }
        _ => {
            let latest = rows.iter().map(|row| row.now).max().unwrap_or_default();
            let at = format::day_clock(cx.starts(), leap.target(latest));
            tr.with("live-jump-to-note", &[("teams", teams.into()), ("at", at.into())])
        }
    }
}
