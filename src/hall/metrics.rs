//! What the host counts while it runs, and how it is read: Prometheus text.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Real time without a turn of the engine after which something is wrong.
const NO_TURN: Duration = Duration::from_secs(5);

/// A number that several threads change.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds to it.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// Takes away from it.
    pub fn take(&self, less: u64) {
        self.0.fetch_sub(less, Ordering::Relaxed);
    }

    /// Sets it.
    pub fn set(&self, to: u64) {
        self.0.store(to, Ordering::Relaxed);
    }

    /// Sets it to `to` when that is more.
    pub fn raise(&self, to: u64) {
        self.0.fetch_max(to, Ordering::Relaxed);
    }

    /// What it is.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// When counting began.
#[derive(Debug)]
struct Began(Instant);

impl Default for Began {
    #[allow(clippy::disallowed_methods, reason = "a host is up by the wall's clock")]
    fn default() -> Self {
        Self(Instant::now())
    }
}

/// What the host counts.
#[derive(Debug, Default)]
pub struct Metrics {
    began: Began,
    /// Connections that can carry frames.
    pub connections: Count,
    /// Connections that never got so far.
    pub unfinished: Count,
    /// Connections turned away because there were too many.
    pub turned_away: Count,
    /// Frames from clients.
    pub frames_in: Count,
    /// Frames to clients.
    pub frames_out: Count,
    /// Bytes from clients.
    pub bytes_in: Count,
    /// Bytes to clients.
    pub bytes_out: Count,
    /// Teams.
    pub teams: Count,
    /// Teams whose journal cannot be written.
    pub teams_in_trouble: Count,
    /// Microseconds that the engine worked.
    pub busy_us: Count,
    /// Microseconds that the engine's longest turn took since the start.
    pub longest_turn_us: Count,
    /// Microseconds that the engine waited for the disk.
    pub disk_us: Count,
    /// Microseconds of its longest wait for the disk since the start.
    pub longest_disk_us: Count,
    /// Milliseconds since the start when the engine last took a turn.
    pub turn_at_ms: Count,
    /// Backups made.
    pub backups: Count,
    /// Backups that failed.
    pub backups_failed: Count,
    /// Web pages that are told what changes.
    pub pages: Count,
    /// Web pages beyond the limit, which must ask.
    pub pages_turned_away: Count,
}

impl Metrics {
    /// Real time since counting began.
    pub fn uptime(&self) -> Duration {
        self.began.0.elapsed()
    }

    /// What is wrong at `uptime`, a line each; nothing when all is well.
    pub fn trouble(&self, uptime: Duration) -> Option<String> {
        let still = uptime.saturating_sub(Duration::from_millis(self.turn_at_ms.get()));
        let engine = (still > NO_TURN).then(|| format!("the engine has taken no turn for {} s\n", still.as_secs()));
        let teams = self.teams_in_trouble.get();
        let teams = (teams > 0).then(|| format!("teams whose journal cannot be written: {teams}\n"));
        let all = [engine, teams].into_iter().flatten().collect::<String>();
        (!all.is_empty()).then_some(all)
    }

    /// The numbers in Prometheus' text format.
    pub fn text(&self) -> String {
        let rows: [(&str, &str, &str, u64); 19] = [
            ("uptime_seconds", "gauge", "Time since the start", self.uptime().as_secs()),
            ("connections", "gauge", "Open connections", self.connections.get()),
            ("handshakes_unfinished_total", "counter", "Connections without a handshake", self.unfinished.get()),
            ("turned_away_total", "counter", "Connections beyond the limits", self.turned_away.get()),
            ("frames_in_total", "counter", "Frames from clients", self.frames_in.get()),
            ("frames_out_total", "counter", "Frames to clients", self.frames_out.get()),
            ("bytes_in_total", "counter", "Bytes from clients", self.bytes_in.get()),
            ("bytes_out_total", "counter", "Bytes to clients", self.bytes_out.get()),
            ("teams", "gauge", "Teams", self.teams.get()),
            ("teams_in_trouble", "gauge", "Teams whose journal cannot be written", self.teams_in_trouble.get()),
            ("engine_busy_microseconds_total", "counter", "Time the engine worked", self.busy_us.get()),
            ("engine_longest_turn_microseconds", "gauge", "Longest turn of the engine", self.longest_turn_us.get()),
            ("disk_microseconds_total", "counter", "Time the engine waited for the disk", self.disk_us.get()),
            ("disk_longest_microseconds", "gauge", "Longest wait for the disk", self.longest_disk_us.get()),
            ("engine_turn_at_milliseconds", "gauge", "Last turn of the engine since the start", self.turn_at_ms.get()),
            ("backups_total", "counter", "Backups made", self.backups.get()),
            ("backups_failed_total", "counter", "Backups that failed", self.backups_failed.get()),
            ("pages", "gauge", "Web pages that are told what changes", self.pages.get()),
            ("pages_turned_away_total", "counter", "Web pages beyond the limit", self.pages_turned_away.get()),
        ];
        let mut text = String::new();
        for (name, kind, help, value) in rows {
            // Writing to a string does not fail.
            write!(text, "# HELP dientap_{name} {help}\n# TYPE dientap_{name} {kind}\ndientap_{name} {value}\n").ok();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_help_type_and_value() {
        let metrics = Metrics::default();
        metrics.frames_in.add(3);
        let text = metrics.text();
        assert!(text.contains("\ndientap_frames_in_total 3\n"));
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (name, value) = line.split_once(' ').unwrap();
            assert!(text.contains(&format!("# TYPE {name} ")) && value.parse::<u64>().is_ok(), "{line}");
        }
    }

    #[test]
    fn a_standing_engine_and_a_broken_journal_are_trouble() {
        let metrics = Metrics::default();
        metrics.turn_at_ms.set(60_000);
        assert_eq!(metrics.trouble(Duration::from_secs(65)), None);
        let trouble = metrics.trouble(Duration::from_millis(66_100)).unwrap();
        assert_eq!(trouble, "the engine has taken no turn for 6 s\n");
        metrics.teams_in_trouble.set(2);
        assert_eq!(metrics.trouble(Duration::from_secs(60)).unwrap(), "teams whose journal cannot be written: 2\n");
    }
}
