//! The panels of the console: plain functions from what a seat sees to commands.
//!
//! Each file is one panel, or one part that several panels share: `words` (names and sentences),
//! `refusal` (why something is not possible), `checklist` (how the plan stands), `widgets`, `order_form`.

use serde::{Deserialize, Serialize};

mod alerts;
mod checklist;
mod clocks;
mod facts;
mod fields;

mod identity;
mod object;
mod order_form;
mod orders;
mod plan;
mod record;
mod refusal;
mod reports;
mod talk;
mod timeline;
mod widgets;
mod words;
mod work;

pub use alerts::{AlertsState, alerts_panel_ui};
pub use checklist::{StepState, StepStatus, checklist, is_for, served_by};
pub use clocks::clocks_strip_ui;
pub use object::{ObjectState, inspector_panel_ui};
pub use order_form::{Draft as FormDraft, FormsState};
pub use plan::{PlanState, plan_panel_ui};
pub use record::{RecordState, record_panel_ui};
pub use refusal::refusal;
pub use reports::{ReportsState, reports_panel_ui};
pub use talk::{TalkState, comms_panel_ui, unread};
pub use timeline::{TimelineState, timeline_panel_ui};
pub use widgets::{card, contains as text_contains, fold, main_button, named, pick, section, tag};
pub use words::{INJECT_KINDS, inject_icon, inject_kind};
pub use work::work_panel_ui;

use crate::desktop::kit::PanelCx;

/// What the panels of a seat's desk remember.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelsState {
    /// Hộp cảnh báo.
    pub alerts: AlertsState,
    /// Đối tượng.
    pub object: ObjectState,
    /// Drafts of orders, and the facts picked to be carried by the next one.
    pub forms: FormsState,
    /// Phương án.
    pub plan: PlanState,
    /// Liên lạc.
    pub talk: TalkState,
    /// Sổ sự cố.
    pub record: RecordState,
    /// Báo cáo.
    pub reports: ReportsState,
    /// Dòng thời gian.
    pub timeline: TimelineState,
}

#[cfg(test)]
pub(in crate::desktop) mod tests;
