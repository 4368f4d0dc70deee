//! Limits on what is read. A file beyond one of them is refused with a sentence; nothing here is reached by
//! a province of ordinary size.

/// Size of one file in bytes.
pub const FILE_BYTES: u64 = 4 * 1024 * 1024;
/// Brackets inside brackets. Readers recurse once or twice a bracket, so this bounds the stack.
pub const DEPTH: usize = 64;
/// Elements of one list.
pub const LIST: usize = 20_000;
/// Brackets and commas of one file: what its syntax tree grows with.
pub const PARTS: usize = 400_000;
/// Bytes of all names and texts of an expanded province.
pub const EXPANDED_BYTES: usize = 64 * 1024 * 1024;
/// Known names compared with unknown ones to find suggestions, for all unknown ones together.
pub const COMPARISONS: usize = 500_000;
/// Length of a name that is compared.
pub const COMPARED_LENGTH: usize = 100;
/// Sites of a province.
pub const SITES: usize = 5_000;
/// Zones of a province.
pub const ZONES: usize = 20_000;
/// Hosts of a province.
pub const HOSTS: usize = 50_000;
/// Links of a province.
pub const LINKS: usize = 50_000;
/// Procedures of one scenario.
pub const PROCEDURES: usize = 50;
/// Conditions inside conditions, counted through named ones.
pub const CONDITION_DEPTH: usize = 64;
/// Problems reported for one scenario; the rest is dropped.
pub const DIAGNOSTICS: usize = 500;
