//! Limits on everything that comes in or grows.

use crate::model::Span;

/// Bytes of a free text.
pub const TEXT_BYTES_MAX: usize = 4_000;
/// Bytes of the title or sender of an inject of the direction.
pub const TITLE_BYTES_MAX: usize = 400;
/// Points of an inject of the direction.
pub const AD_HOC_POINTS_MAX: u32 = 100;
/// The longest time to do what an inject of the direction asks for.
pub const AD_HOC_WITHIN_MAX: Span = Span::hours(24);
/// Injects that the direction may add to a run.
pub const AD_HOC_MAX: usize = 200;
/// Roles, facts or systems named in one order.
pub const LIST_MAX: usize = 256;
/// Fields in a report.
pub const FIELDS_MAX: usize = 64;
/// Orders of one role that wait or run.
pub const OPEN_WORK_MAX: usize = 64;
/// Hosts named in the truth about a target.
pub const TRUTH_HOSTS_MAX: usize = 64;
/// Events of one run; beyond it the run ends.
pub const EVENTS_MAX: usize = 500_000;
/// Alerts of one run; beyond it noise is silent.
pub const ALERTS_MAX: usize = 50_000;
