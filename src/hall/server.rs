//! The host of a hall: a thread for the connections, a thread for the engine, and doors for those who only look.

use std::net::{IpAddr, SocketAddr, TcpListener as StdListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;

use super::address::Address;
use super::board::Board;
use super::engine::{Engine, Seen, Shown};
use super::error::HallError;
use super::find::Announcement;
use super::folder::HallFolder;
use super::identity::Identity;
use super::metrics::Metrics;
use super::trouble::Troubles;
use super::wire::{Event, peer_of, serve};
use super::{look, places};
use crate::live::HallCodes;
use crate::model::Scenario;

/// Frames that wait for the engine, from all connections. Beyond it connections wait.
const EVENTS_MAX: usize = 1_024;
/// Real time between two backups.
const BACKUP_EVERY: Duration = Duration::from_secs(60);

/// How a hall is opened.
#[derive(Clone, Debug)]
pub struct Doors {
    /// Where clients connect.
    pub bind: SocketAddr,
    /// Where the web page is served, if anywhere.
    pub web: Option<SocketAddr>,
    /// Where health and metrics are served, if anywhere; on this machine only.
    pub metrics: Option<SocketAddr>,
    /// Where copies of the hall's folder go while it runs, if anywhere.
    pub backup: Option<PathBuf>,
    /// Whether the hall says on the network that it is there.
    pub announce: bool,
}

/// What those who open the hall tell those who come.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Where to connect, the addresses that others reach first.
    pub addresses: Vec<Address>,
    /// Addresses of the web page.
    pub web: Vec<String>,
    /// Address of health and metrics, for this machine.
    pub metrics: Option<String>,
}

/// A hall that is open.
pub struct Server {
    invitation: Invitation,
    seen: Seen,
    metrics: Arc<Metrics>,
    stop: Option<mpsc::Sender<()>>,
    engine: Option<JoinHandle<()>>,
    wires: Option<Runtime>,
    folder: HallFolder,
    backup: Option<PathBuf>,
    _announcement: Option<Announcement>,
}

impl Server {
    /// Opens the hall in `folder`, a new one or one that was closed or killed. `scenario` is as its files have it.
    ///
    /// # Errors
    /// When the folder, the addresses or the scenario's files are not as they should be.
    pub fn open(folder: HallFolder, scenario: Arc<Scenario>, doors: &Doors) -> Result<Self, HallError> {
        let file = folder.file();
        if file.content_hash != scenario.content_hash {
            return Err(HallError::OtherScenario(file.scenario.clone()));
        }
        let same =
            |to: &PathBuf| to.canonicalize().is_ok_and(|to| folder.path().canonicalize().is_ok_and(|own| own == to));
        if let Some(to) = doors.backup.as_ref().filter(|to| same(to)) {
            // A copy over the journal would take its name from the file that is being written.
            return Err(HallError::BackupOfItself(to.clone()));
        }
        let title = scenario.file.title.vi.clone();
        let scenario = file.setup.prepare(scenario);
        let identity = Identity::open(folder.path())?;
        let metrics = Arc::new(Metrics::default());
        let (shown, seen) = Shown::new();
        let engine = Engine::open(folder.clone(), scenario, identity.secret, Arc::clone(&metrics), shown)?;
        let listener = listen(doors.bind)?;
        let web = doors.web.map(listen).transpose()?;
        let probe = doors.metrics.map(listen).transpose()?;

        let bound = |listener: &StdListener| listener.local_addr().unwrap_or(doors.bind);
        let fingerprint = Some(identity.fingerprint());
        let at = bound(&listener);
        let invitation = Invitation {
            addresses: places(at.ip())
                .map(|host| Address { host: host.to_string(), port: at.port(), fingerprint })
                .collect(),
            web: web.iter().map(bound).flat_map(pages).collect(),
            metrics: probe.as_ref().map(|probe| format!("http://{}", bound(probe))),
        };
        let (events, inbox) = mpsc::channel(EVENTS_MAX);
        let wires = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("hall-wires")
            .enable_all()
            .build()
            .map_err(|error| HallError::Thread(error.to_string()))?;
        let tls = TlsAcceptor::from(identity.server_config()?);
        wires.spawn(accept(listener, tls, events, Arc::clone(&metrics)));
        if let Some(web) = web {
            wires.spawn(look::serve_page(web, seen.board.clone(), Arc::clone(&metrics)));
        }
        if let Some(probe) = probe {
            wires.spawn(look::serve_metrics(probe, Arc::clone(&metrics)));
        }
        if let Some(to) = doors.backup.clone() {
            wires.spawn(keep_backing_up(folder.clone(), to, Arc::clone(&metrics)));
        }
        let announcement = doors.announce.then(|| Announcement::start(at.port(), identity.fingerprint(), &title));
        let (stop, stopped) = mpsc::channel(1);
        let engine = run(engine, inbox, stopped)?;
        Ok(Self {
            invitation,
            seen,
            metrics,
            stop: Some(stop),
            engine: Some(engine),
            wires: Some(wires),
            folder,
            backup: doors.backup.clone(),
            _announcement: announcement.flatten(),
        })
    }

    /// What to tell those who come.
    pub const fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// The codes that are valid now.
    pub fn codes(&self) -> HallCodes {
        self.seen.codes.borrow().clone()
    }

    /// What everybody may see now.
    pub fn board(&self) -> Arc<Board> {
        Arc::clone(&self.seen.board.borrow())
    }

    /// Teams that cannot go on now, and why.
    pub fn troubles(&self) -> Arc<Troubles> {
        Arc::clone(&self.seen.troubles.borrow())
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The hall's folder.
    pub const fn folder(&self) -> &HallFolder {
        &self.folder
    }

    /// Whether the engine has come to an end by itself, which it should not.
    pub fn has_failed(&self) -> bool {
        self.engine.as_ref().is_some_and(JoinHandle::is_finished)
    }

    /// Closes the hall: takes nothing more, and backs up what it has.
    pub fn close(mut self) {
        self.shut();
        if let Some(Err(error)) = self.backup.take().map(|to| self.folder.back_up(&to)) {
            tracing::error!(%error, "last backup failed");
        }
    }

    fn shut(&mut self) {
        self.stop.take();
        if let Some(engine) = self.engine.take() {
            engine.join().ok();
        }
        if let Some(wires) = self.wires.take() {
            wires.shutdown_timeout(Duration::from_secs(2));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shut();
    }
}

fn listen(at: SocketAddr) -> Result<StdListener, HallError> {
    let failed = |error: std::io::Error| HallError::Listen { address: at.to_string(), why: error.to_string() };
    let listener = StdListener::bind(at).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

fn pages(at: SocketAddr) -> Vec<String> {
    places(at.ip()).map(|host| format!("http://{}", SocketAddr::new(host, at.port()))).collect()
}

fn run(engine: Engine, inbox: mpsc::Receiver<Event>, stopped: mpsc::Receiver<()>) -> Result<JoinHandle<()>, HallError> {
    let thread = |error: std::io::Error| HallError::Thread(error.to_string());
    let runtime = Builder::new_current_thread().enable_time().build().map_err(thread)?;
    let body = move || runtime.block_on(engine.run(inbox, stopped));
    std::thread::Builder::new().name("hall-engine".to_owned()).spawn(body).map_err(thread)
}

/// Takes connections as they come. Those that have not shaken hands yet hold a place, of which one address has a
/// few, so that whoever opens a thousand and says nothing keeps nobody else out.
async fn accept(listener: StdListener, tls: TlsAcceptor, events: mpsc::Sender<Event>, metrics: Arc<Metrics>) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    let mut places = std::collections::BTreeMap::<u64, Arc<Semaphore>>::new();
    loop {
        let (socket, address) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of files, most likely: others must close first.
                tracing::error!(%error, "cannot accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let peer = peer_of(address.ip());
        if places.len() > PEERS_MAX {
            places.retain(|_, free| free.available_permits() < UNFINISHED_PER_PEER_MAX);
        }
        let free = places.entry(peer).or_insert_with(|| Arc::new(Semaphore::new(UNFINISHED_PER_PEER_MAX)));
        let Ok(place) = Arc::clone(free).try_acquire_owned() else {
            metrics.turned_away.add(1);
            tracing::warn!(%address, "too many unfinished connections");
            continue;
        };
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(serve(socket, address, id, tls.clone(), events.clone(), Arc::clone(&metrics), place));
    }
}

/// Connections of one address that have not finished their handshake.
const UNFINISHED_PER_PEER_MAX: usize = 64;
/// Addresses whose unfinished connections are counted before those without any are forgotten.
const PEERS_MAX: usize = 1_024;

async fn keep_backing_up(folder: HallFolder, to: PathBuf, metrics: Arc<Metrics>) {
    loop {
        tokio::time::sleep(BACKUP_EVERY).await;
        let (folder, to) = (folder.clone(), to.clone());
        match tokio::task::spawn_blocking(move || folder.back_up(&to)).await {
            Ok(Ok(())) => metrics.backups.add(1),
            Ok(Err(error)) => {
                metrics.backups_failed.add(1);
                tracing::error!(%error, "backup failed");
            }
            Err(_) => return,
        }
    }
}

/// The numbers of this machine that others reach it by, those of `bound` when it is one.
pub(super) fn own_numbers(bound: IpAddr) -> Vec<IpAddr> {
    if !bound.is_unspecified() {
        return vec![bound];
    }
    let mut own: Vec<IpAddr> =
        if_addrs::get_if_addrs().unwrap_or_default().iter().map(if_addrs::Interface::ip).collect();
    own.retain(|number| bound.is_ipv6() || number.is_ipv4());
    own.retain(|number| !matches!(number, IpAddr::V6(number) if number.is_unicast_link_local()));
    own.sort_by_key(|number| (number.is_loopback(), number.is_ipv6(), *number));
    own
}
