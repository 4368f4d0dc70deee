//! Limits on everything that a connection can bring or cost.

/// Bytes of a frame from a client.
pub const FRAME_IN_MAX: usize = 64 << 10;
/// Bytes of a frame from the host.
pub const FRAME_OUT_MAX: usize = 16 << 20;
/// Bytes of a name, a unit, a slot of a draft or a kind of stand-in.
pub const NAME_BYTES_MAX: usize = 120;
/// Bytes of a code as typed.
pub const CODE_BYTES_MAX: usize = 40;
/// Bytes of a draft.
pub const DRAFT_BYTES_MAX: usize = 16 << 10;
/// Drafts that the host keeps for a seat.
pub const DRAFTS_MAX: usize = 16;
/// Entries of one list of a view.
pub const ENTRIES_MAX: usize = 500_000;
/// Answers remembered for one asker; a client has fewer open questions than that.
pub const ANSWERS_MAX: usize = 256;
/// How far a question's number may be ahead of those that the host has on disk: refusals are not.
pub const AHEAD_MAX: u64 = 1 << 32;
/// Questions of a client that wait for their answer.
pub const PENDING_MAX: usize = 64;
/// Messages that wait for one connection; beyond it they are dropped and a whole screen follows.
pub const QUEUE_MAX: usize = 64;
/// Connections of a host.
pub const CONNS_MAX: usize = 1_000;
/// Connections of one address that have not said who they are.
pub const STRANGERS_PER_PEER_MAX: usize = 32;
/// Connections that are let in and have no seat: at the gate, or watching.
pub const GUESTS_MAX: usize = 500;
/// Such connections of one address.
pub const GUESTS_PER_PEER_MAX: usize = 64;
/// Milliseconds in which a connection must say who it is.
pub const HELLO_MS: u64 = 10_000;
/// Wrong codes of one address in a window.
pub const WRONG_PER_PEER_MAX: u32 = 5;
/// Wrong codes of all addresses in a window.
pub const WRONG_MAX: u32 = 50;
/// The window, in milliseconds.
pub const WINDOW_MS: u64 = 60_000;
/// Milliseconds after which what was not acknowledged is sent again.
pub const RESEND_MS: u64 = 1_000;
/// Whole screens sent in a row to a client that acknowledges none; then the host waits to hear from it.
pub const UNHEARD_MAX: u32 = 3;
/// Milliseconds after which a book that has not come is asked for again: it is the largest frame there is.
pub const BOOK_RESEND_MS: u64 = 5_000;
/// Numbers of entries of one list of a scenario.
pub const ENTRY_MAX: u32 = 100_000;
/// Milliseconds after which an unchanged screen is sent for its time alone.
pub const HEARTBEAT_MS: u64 = 2_000;
/// Milliseconds of real time that can pass at once: a laptop that slept does not leap ahead.
pub const STEP_MS_MAX: u64 = 2_000;
/// Milliseconds of simulation time played in one step of a jump.
pub const JUMP_SLICE_MS: i64 = 5 * 60 * 1_000;
/// Speed in thousandths of real time.
pub const RATE_PERMILLE: std::ops::RangeInclusive<u32> = 500..=60_000;
/// By how many milliseconds a seat's clock may differ from the host's `[P]`.
pub const CLOCK_OFF_MS_MAX: u64 = 60_000;
/// Events shown as evidence of one critical task.
pub const EVIDENCE_MAX: usize = 8;
/// Observations that a team keeps of its evaluators.
pub const REMARKS_MAX: usize = 2_000;
/// Milliseconds after which the board of the teams is put together anew.
pub const BOARD_MS: u64 = 250;
/// Milliseconds between two looks of the staff at how the teams do.
pub const STAFF_MS: u64 = 1_000;
/// Times that somebody was turned away which the host keeps for its shell.
pub const TURNED_MAX: usize = 1_000;
/// Messages of the direction that a team keeps.
pub const NEWS_MAX: usize = 1_000;
