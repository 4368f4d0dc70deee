//! Limits on everything that comes in or grows.

/// Bytes of a free text.
pub const TEXT_BYTES_MAX: usize = 4_000;
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
