//! The same items in groups: the three purposes, roles, phases, procedures, agencies.

use egui::{ProgressBar, Ui};
use serde::{Deserialize, Serialize};

use super::DebriefCx;
use crate::score::{Group, Groups};

/// How items are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum GroupBy {
    /// By role.
    #[default]
    Role,
    /// By phase.
    Phase,
    /// By procedure.
    Procedure,
    /// By agency.
    Agency,
    /// By the three purposes of the exercise.
    Purpose,
}

impl GroupBy {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Purpose, "debrief-by-purpose"),
        (Self::Role, "debrief-by-role"),
        (Self::Phase, "debrief-by-phase"),
        (Self::Procedure, "debrief-by-procedure"),
        (Self::Agency, "debrief-by-agency"),
    ];

    /// The groups of a score.
    pub fn of(self, groups: &Groups) -> &[Group] {
        match self {
            Self::Purpose => &groups.purposes,
            Self::Role => &groups.roles,
            Self::Phase => &groups.phases,
            Self::Procedure => &groups.procedures,
            Self::Agency => &groups.agencies,
        }
    }
}

/// The three purposes, always, and below them the groups chosen. A click on one shows its items alone.
pub fn groups_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let (run, tr, theme) = (cx.run, cx.tr, cx.theme);
    ui.label(theme.strong(tr.t("debrief-by-purpose")));
    for (place, group) in run.score.groups.purposes.iter().enumerate() {
        group_ui(ui, cx, GroupBy::Purpose, place, group);
    }
    ui.add_space(theme.steps(2));
    ui.horizontal_wrapped(|ui| {
        for (by, key) in GroupBy::ALL.into_iter().skip(1) {
            if ui.selectable_label(cx.state.group_by == by, tr.t(key)).clicked() {
                cx.state.group_by = by;
                cx.state.group = None;
            }
        }
    });
    let by = if cx.state.group_by == GroupBy::Purpose { GroupBy::Role } else { cx.state.group_by };
    for (place, group) in by.of(&run.score.groups).iter().enumerate() {
        group_ui(ui, cx, by, place, group);
    }
}

fn group_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, by: GroupBy, place: usize, group: &Group) {
    let words = cx.words();
    let chosen = cx.state.group_by == by && cx.state.group == Some(place);
    ui.push_id((by as u8, place), |ui| {
        let name = words.group(group);
        if ui.add(egui::Button::selectable(chosen, &name).wrap()).clicked() {
            cx.state.group = (!chosen).then_some(place);
            cx.state.group_by = by;
        }
        let got = words.points(group.got_micro);
        let worth = words.points(group.worth_micro);
        let percent = group.percent().unwrap_or(0).clamp(0, 100);
        let text = cx.tr.with("debrief-of", &[("got", got.into()), ("worth", worth.into())]);
        let bar = ProgressBar::new(percent as f32 / 100.0).desired_height(cx.theme.steps(4));
        ui.add(bar.text(cx.theme.note(text).color(cx.theme.colors.text)).fill(cx.theme.tint(0.45)));
    });
}
