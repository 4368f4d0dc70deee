//! The engine of a host: the one thread that owns the teams. Connections bring it frames and take frames away; it
//! waits for none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

use super::board::Board;
use super::error::HallError;
use super::folder::HallFolder;
use super::metrics::Metrics;
use super::trouble::{Troubles, take_up};
use super::wire::Event;
use crate::journal::Run;
use crate::live::{ConnId, HallCodes, Host, Next, Secret};
use crate::model::Scenario;

/// Real time between two looks at the clock.
const TICK: Duration = Duration::from_millis(50);
/// Real time between two boards for those who watch.
const BOARD_EVERY: Duration = Duration::from_millis(500);
/// Real time between two tries to take up a team whose journal could not be written.
const REOPEN_EVERY: Duration = Duration::from_secs(5);
/// Frames taken up in one turn, before others get theirs.
const TURN_MAX: usize = 256;

/// Journals put on disk at the same time.
const COMMITS_AT_ONCE: usize = 8;
/// A turn that people may notice.
const SLOW_TURN: Duration = Duration::from_millis(100);

/// A connection as the engine knows it.
struct Line {
    out: mpsc::Sender<Vec<u8>>,
    address: SocketAddr,
    peer: u64,
    /// Nothing of it is on its way.
    free: bool,
}

/// What the engine shows to the rest of its program.
pub(super) struct Shown {
    board: watch::Sender<Arc<Board>>,
    codes: watch::Sender<HallCodes>,
    troubles: watch::Sender<Arc<Troubles>>,
}

/// Where the rest of the program sees it.
pub(super) struct Seen {
    pub board: watch::Receiver<Arc<Board>>,
    pub codes: watch::Receiver<HallCodes>,
    pub troubles: watch::Receiver<Arc<Troubles>>,
}

impl Shown {
    /// Nothing yet; and where it will be seen.
    pub fn new() -> (Self, Seen) {
        let (board, board_seen) = watch::channel(Arc::default());
        let (codes, codes_seen) = watch::channel(HallCodes::default());
        let (troubles, troubles_seen) = watch::channel(Arc::default());
        (Self { board, codes, troubles }, Seen { board: board_seen, codes: codes_seen, troubles: troubles_seen })
    }

    fn update(&self, board: Board, codes: HallCodes) {
        self.board.send_if_modified(|shown| {
            let is_new = **shown != board;
            if is_new {
                *shown = Arc::new(board);
            }
            is_new
        });
        self.codes.send_if_modified(|shown| {
            let is_new = *shown != codes;
            *shown = codes;
            is_new
        });
    }
}

/// The engine.
pub(super) struct Engine {
    host: Host<Run>,
    scenario: Arc<Scenario>,
    folder: HallFolder,
    lines: BTreeMap<ConnId, Line>,
    /// Teams about which something may have changed, and connections to look at besides.
    touched: (BTreeSet<u16>, BTreeSet<ConnId>),
    metrics: Arc<Metrics>,
    shown: Shown,
    board_at: u64,
    reopen_at: u64,
    started: Instant,
}

impl Engine {
    /// The engine of the hall in `folder`, with every team as its journal gives it back.
    #[allow(clippy::disallowed_methods, reason = "the host lets simulation time follow the wall")]
    pub fn open(
        folder: HallFolder,
        scenario: Arc<Scenario>,
        secret: Secret,
        metrics: Arc<Metrics>,
        shown: Shown,
    ) -> Result<Self, HallError> {
        let count = folder.file().teams.len();
        let (mut teams, mut troubles) = (Vec::with_capacity(count), Troubles::new());
        for team in 0..count {
            match take_up(&folder, team, &scenario) {
                Ok(opening) => teams.push(opening),
                // Nobody could play.
                Err(trouble) if troubles.len() + 1 == count => return Err(trouble.into_error()),
                Err(trouble) => {
                    tracing::error!(team = team + 1, %trouble, "journal cannot be taken up");
                    troubles.insert(team as u16, *trouble);
                    teams.push(folder.stopped_team(team, &scenario));
                }
            }
        }
        let host = Host::open(secret, 0, teams);
        shown.codes.send_replace(host.hall_codes());
        shown.troubles.send_replace(Arc::new(troubles));
        metrics.teams.set(count as u64);
        let (lines, touched) = (BTreeMap::new(), <(BTreeSet<_>, BTreeSet<_>)>::default());
        let started = Instant::now();
        Ok(Self { host, scenario, folder, lines, touched, metrics, shown, board_at: 0, reopen_at: 0, started })
    }

    fn now(&self) -> u64 {
        self.started.elapsed().as_millis() as u64
    }

    /// Runs until `stop` closes. Everything accepted is on disk then, as it is at any other moment.
    pub async fn run(mut self, mut events: mpsc::Receiver<Event>, mut stop: mpsc::Receiver<()>) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Vec::new();
        loop {
            let ticked = tokio::select! {
                _ = stop.recv() => break,
                _ = tick.tick() => true,
                count = events.recv_many(&mut batch, TURN_MAX) => {
                    if count == 0 {
                        break;
                    }
                    false
                }
            };
            let began = self.started.elapsed();
            for event in batch.drain(..) {
                self.take(event);
            }
            if ticked {
                self.tick();
            }
            self.make_safe();
            self.send_what_is_due(ticked);
            self.measure(began);
        }
        tracing::info!("the engine has stopped");
    }

    fn measure(&self, began: Duration) {
        let ended = self.started.elapsed();
        let took = ended.saturating_sub(began).as_micros() as u64;
        self.metrics.busy_us.add(took);
        self.metrics.turn_at_ms.set(self.metrics.uptime().as_millis() as u64);
        self.metrics.longest_turn_us.raise(took);
        if took >= SLOW_TURN.as_micros() as u64 {
            tracing::warn!(ms = took / 1_000, "slow turn: is the disk or the processor busy?");
        }
    }

    fn take(&mut self, event: Event) {
        let now = self.now();
        match event {
            Event::Opened { id, peer, address, out } => match self.host.connected(id, peer, now) {
                Ok(()) => {
                    self.lines.insert(id, Line { out, address, peer, free: true });
                    tracing::debug!(id, %address, "connected");
                }
                // The host has noted it.
                Err(_) => self.metrics.turned_away.add(1),
            },
            Event::Frame(id, bytes) => {
                let before = self.host.team_of(id);
                self.host.received(id, &bytes, now);
                self.touched.1.insert(id);
                self.touched.0.extend(before.or_else(|| self.host.team_of(id)));
            }
            Event::Free(id) => {
                if let Some(line) = self.lines.get_mut(&id) {
                    line.free = true;
                    self.touched.1.insert(id);
                }
            }
            Event::Closed(id) => {
                self.touched.0.extend(self.host.team_of(id));
                self.host.disconnected(id);
                self.lines.remove(&id);
            }
        }
        self.metrics.connections.set(self.lines.len() as u64);
    }

    fn tick(&mut self) {
        let now = self.now();
        self.host.set_clock(super::unix_ms());
        self.host.tick(now);
        for away in self.host.turned_away() {
            let address = self.lines.values().find(|line| line.peer == away.peer).map(|line| line.address.ip());
            tracing::warn!(offence = ?away.offence, ?address, "turned away");
        }
        if now >= self.reopen_at {
            self.reopen_at = now + REOPEN_EVERY.as_millis() as u64;
            self.take_up_again();
        }
        if now >= self.board_at && !self.shown.board.is_closed() {
            self.board_at = now + BOARD_EVERY.as_millis() as u64;
            self.shown.update(Board::of(&mut self.host), self.host.hall_codes());
        }
    }

    /// Tries again to take up teams whose journal could not be read or written: a full disk may have room again, a
    /// file may have been put back.
    fn take_up_again(&mut self) {
        let broken = self.host.teams().iter().enumerate().filter(|(_, team)| team.is_broken());
        let broken: Vec<usize> = broken.map(|(number, _)| number).collect();
        self.metrics.teams_in_trouble.set(broken.len() as u64);
        let before = Arc::clone(&self.shown.troubles.borrow());
        let mut troubles = Troubles::new();
        for number in broken {
            let team = number as u16;
            let mut known = before.get(&team).cloned();
            if let Some(trouble) = known.take_if(|trouble| !trouble.may_be_over()) {
                troubles.insert(team, trouble);
                continue;
            }
            match take_up(&self.folder, number, &self.scenario) {
                Ok(opening) => {
                    tracing::info!(team = number + 1, "journal taken up again");
                    self.host.reopen(team, opening);
                }
                Err(trouble) => {
                    tracing::error!(team = number + 1, %trouble, "journal cannot be taken up");
                    troubles.insert(team, *trouble);
                }
            }
        }
        if *before != troubles {
            self.shown.troubles.send_replace(Arc::new(troubles));
        }
    }

    /// Puts on disk what somebody will be told about, for all teams at once: one slow disk is waited for once, not
    /// once a message.
    fn make_safe(&mut self) {
        let mut logs = self.host.unsafe_logs();
        if logs.is_empty() {
            return;
        }
        let commit = |part: &mut [(u16, &mut Run)]| {
            part.iter_mut().map(|(team, log)| (*team, log.commit().is_ok())).collect::<Vec<_>>()
        };
        let began = self.started.elapsed();
        let size = logs.len().div_ceil(COMMITS_AT_ONCE);
        let results = match logs.as_mut_slice() {
            [one] => commit(std::slice::from_mut(one)),
            all => std::thread::scope(|scope| {
                let parts: Vec<_> = all.chunks_mut(size).map(|part| scope.spawn(move || commit(part))).collect();
                // A commit does not panic; if one did, its teams would be tried again.
                parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
            }),
        };
        self.host.committed(&results);
        let waited = self.started.elapsed().saturating_sub(began).as_micros() as u64;
        self.metrics.disk_us.add(waited);
        self.metrics.longest_disk_us.raise(waited);
    }

    /// Sends what is due: to the members of the teams where something happened and, with every tick, to all.
    fn send_what_is_due(&mut self, to_all: bool) {
        let (teams, conns) = std::mem::take(&mut self.touched);
        let now = self.now();
        let mut done = Vec::new();
        for (id, line) in &mut self.lines {
            let concerned =
                to_all || conns.contains(id) || self.host.team_of(*id).is_some_and(|team| teams.contains(&team));
            if !concerned || !line.free {
                continue;
            }
            match self.host.next(*id, now) {
                Next::Frame(frame) => line.free = line.out.try_send(frame).is_err(),
                Next::Idle => {}
                Next::Close => done.push(*id),
            }
        }
        for id in done {
            self.touched.0.extend(self.host.team_of(id));
            self.host.disconnected(id);
            // Without its sender the connection sends what it has and closes.
            if let Some(line) = self.lines.remove(&id) {
                tracing::info!(id, address = %line.address, "closed");
            }
        }
    }
}
