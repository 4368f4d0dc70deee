//! What the host counts while it runs, and how it is read: Prometheus text.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// A number that several threads change.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds to it.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// Sets it.
    pub fn set(&self, to: u64) {
        self.0.store(to, Ordering::Relaxed);
    }

    /// What it is.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What the host counts.
#[derive(Debug, Default)]
pub struct Metrics {
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
    /// Milliseconds since the start when the engine last took a turn.
    pub turn_at_ms: Count,
    /// Backups made.
    pub backups: Count,
    /// Backups that failed.
    pub backups_failed: Count,
}

impl Metrics {
    /// The numbers in Prometheus' text format.
    pub fn text(&self) -> String {
        let rows: [(&str, &str, &str, &Count); 14] = [
            ("connections", "gauge", "Open connections", &self.connections),
            ("handshakes_unfinished_total", "counter", "Connections without a handshake", &self.unfinished),
            ("turned_away_total", "counter", "Connections beyond the limits", &self.turned_away),
            ("frames_in_total", "counter", "Frames from clients", &self.frames_in),
            ("frames_out_total", "counter", "Frames to clients", &self.frames_out),
            ("bytes_in_total", "counter", "Bytes from clients", &self.bytes_in),
            ("bytes_out_total", "counter", "Bytes to clients", &self.bytes_out),
            ("teams", "gauge", "Teams", &self.teams),
            ("teams_in_trouble", "gauge", "Teams whose journal cannot be written", &self.teams_in_trouble),
            ("engine_busy_microseconds_total", "counter", "Time the engine worked", &self.busy_us),
            ("engine_longest_turn_microseconds", "gauge", "Longest turn of the engine", &self.longest_turn_us),
            ("engine_turn_at_milliseconds", "gauge", "Last turn of the engine since the start", &self.turn_at_ms),
            ("backups_total", "counter", "Backups made", &self.backups),
            ("backups_failed_total", "counter", "Backups that failed", &self.backups_failed),
        ];
        let mut text = String::new();
        for (name, kind, help, count) in rows {
            let value = count.get();
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
}
