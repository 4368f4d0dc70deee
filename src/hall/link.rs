//! A client's end of the wire: a thread that connects, connects again, and carries frames between the host and the
//! client, which the window or a stand-in shares with it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::address::{Address, Fingerprint};
use super::error::HallError;
use super::identity::{NAME, write_private};
use crate::live::{Client, Heard, limits};

/// How long a connection may take until it carries frames.
const SHAKE: Duration = Duration::from_secs(5);
/// Real time between two looks at the clock.
const TICK: Duration = Duration::from_millis(100);
/// News that nobody has fetched; older ones are dropped.
const NEWS_MAX: usize = 1_024;

/// Where a link stands.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum LinkState {
    /// It tries to connect for the first time.
    #[default]
    Connecting,
    /// It is connected.
    Online,
    /// The connection is lost and is being made again; why, in the words of the system.
    Lost(String),
    /// The host shows another certificate than was expected: this one.
    WrongHost(Fingerprint),
}

/// What link and thread share.
struct Shared {
    client: Mutex<Desk>,
    /// Somebody has asked for something.
    asked: Notify,
    wake: Box<dyn Fn() + Send + Sync>,
    /// Where the client is kept, so that it can be killed.
    file: Option<PathBuf>,
}

struct Desk {
    client: Client,
    news: Vec<Heard>,
    state: LinkState,
    /// The certificate that the host showed.
    seen: Option<Fingerprint>,
    closed: bool,
}

/// A client on the wire.
pub struct Link {
    shared: Arc<Shared>,
    runs: Runs,
}

/// Where a link runs.
enum Runs {
    /// On a thread of its own.
    Thread(Option<JoinHandle<()>>),
    /// Among others, which end with their runtime.
    Task,
}

/// A connection of a client.
pub type Wire = WebSocketStream<tokio_rustls::client::TlsStream<TcpStream>>;

impl Link {
    /// Connects `client` to the hall at `address`, and again whenever the connection is lost. `file` is where it is
    /// kept; `wake` is called after anything new.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(
        address: Address,
        client: Client,
        file: Option<PathBuf>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, HallError> {
        let desk = Desk { client, news: Vec::new(), state: LinkState::Connecting, seen: None, closed: false };
        let shared = Arc::new(Shared { client: Mutex::new(desk), asked: Notify::new(), wake: Box::new(wake), file });
        let thread = |error: std::io::Error| HallError::Thread(error.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(thread)?;
        let other = Arc::clone(&shared);
        let body = move || runtime.block_on(stay_connected(&address, &other));
        let thread = std::thread::Builder::new().name("hall-link".to_owned()).spawn(body).map_err(thread)?;
        Ok(Self { shared, runs: Runs::Thread(Some(thread)) })
    }

    /// As [`Self::start`], on a runtime that many links share.
    pub fn start_on(
        runtime: &tokio::runtime::Handle,
        address: Address,
        client: Client,
        file: Option<PathBuf>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let shared = Shared::new(client, file, wake);
        let other = Arc::clone(&shared);
        runtime.spawn(async move { stay_connected(&address, &other).await });
        Self { shared, runs: Runs::Task }
    }

    /// Does something with the client: reads its screen, asks for something. The thread waits meanwhile.
    pub fn with<T>(&self, act: impl FnOnce(&mut Client) -> T) -> T {
        let done = act(&mut self.shared.desk().client);
        self.shared.asked.notify_one();
        done
    }

    /// What has come since it was last asked.
    pub fn news(&self) -> Vec<Heard> {
        std::mem::take(&mut self.shared.desk().news)
    }

    /// Where it stands.
    pub fn state(&self) -> LinkState {
        self.shared.desk().state.clone()
    }

    /// The certificate that the host showed.
    pub fn seen(&self) -> Option<Fingerprint> {
        self.shared.desk().seen
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.shared.desk().closed = true;
        self.shared.asked.notify_one();
        if let Runs::Thread(thread) = &mut self.runs
            && let Some(thread) = thread.take()
        {
            thread.join().ok();
        }
    }
}

impl Shared {
    fn new(client: Client, file: Option<PathBuf>, wake: impl Fn() + Send + Sync + 'static) -> Arc<Self> {
        let desk = Desk { client, news: Vec::new(), state: LinkState::Connecting, seen: None, closed: false };
        Arc::new(Self { client: Mutex::new(desk), asked: Notify::new(), wake: Box::new(wake), file })
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        // Whoever panicked with the lock has left a whole client: it changes by whole messages.
        self.client.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: LinkState) {
        self.desk().state = state;
        (self.wake)();
    }
}

/// Milliseconds since the thread started.
struct Clock(Instant);

impl Clock {
    #[allow(clippy::disallowed_methods, reason = "a connection is given up by the wall's clock")]
    fn start() -> Self {
        Self(Instant::now())
    }

    fn now(&self) -> u64 {
        // A client takes 0 for never.
        self.0.elapsed().as_millis() as u64 + 1
    }
}

async fn stay_connected(address: &Address, shared: &Shared) {
    let clock = Clock::start();
    // Without a fingerprint the first host is taken at its word, and from then on no other.
    let mut address = address.clone();
    loop {
        let (closed, wants) = {
            let desk = shared.desk();
            (desk.closed, desk.client.wants_connection(clock.now()))
        };
        if closed {
            return;
        }
        if !wants {
            timeout(TICK, shared.asked.notified()).await.ok();
            continue;
        }
        let (seen, wire) = timeout(SHAKE, dial(&address)).await.unwrap_or_else(|_| (None, Err("timeout".to_owned())));
        shared.desk().seen = seen;
        let why = match wire {
            Ok(wire) => {
                address.fingerprint = address.fingerprint.or(seen);
                shared.desk().client.connected(clock.now());
                shared.set(LinkState::Online);
                carry(wire, shared, &clock).await
            }
            Err(why) => why,
        };
        shared.desk().client.disconnected(clock.now());
        match (address.fingerprint, seen) {
            (Some(expected), Some(seen)) if expected != seen => shared.set(LinkState::WrongHost(seen)),
            _ => shared.set(LinkState::Lost(why)),
        }
    }
}

/// Connects to the hall at `address`. Gives the certificate that the host showed, if it came so far, and the
/// connection, or why there is none in the words of the system.
pub async fn dial(address: &Address) -> (Option<Fingerprint>, Result<Wire, String>) {
    let verifier = Arc::new(Pinned::new(address.fingerprint));
    let wire = shake_hands(address, &verifier).await.map_err(|error| error.to_string());
    let seen = *verifier.seen.lock().unwrap_or_else(PoisonError::into_inner);
    (seen, wire)
}

async fn shake_hands(address: &Address, verifier: &Arc<Pinned>) -> Result<Wire, Box<dyn std::error::Error>> {
    let socket = TcpStream::connect((address.host.as_str(), address.port)).await?;
    socket.set_nodelay(true).ok();
    let config = ClientConfig::builder_with_provider(Arc::clone(&verifier.provider))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(verifier) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    let secured = TlsConnector::from(Arc::new(config)).connect(ServerName::try_from(NAME)?, socket).await?;
    let limits = WebSocketConfig::default()
        .max_message_size(Some(limits::FRAME_OUT_MAX))
        .max_frame_size(Some(limits::FRAME_OUT_MAX));
    Ok(client_async_with_config(format!("wss://{NAME}/"), secured, Some(limits)).await?.0)
}

/// Carries frames until the connection ends; says why it did.
async fn carry(mut wire: Wire, shared: &Shared, clock: &Clock) -> String {
    let mut kept = None;
    loop {
        loop {
            // What is asked for is kept before it is sent: a client that is killed asks again under the same id.
            let next = {
                let mut desk = shared.desk();
                keep(&desk.client, &mut kept, shared);
                if desk.closed {
                    break;
                }
                desk.client.set_clock(super::unix_ms());
                desk.client.next(clock.now())
            };
            let Some(frame) = next else { break };
            if let Err(error) = wire.send(Message::from(frame)).await {
                return error.to_string();
            }
        }
        if shared.desk().closed {
            timeout(SHAKE, wire.close(None)).await.ok();
            return String::new();
        }
        tokio::select! {
            message = wire.next() => match message {
                Some(Ok(Message::Binary(bytes))) => {
                    let mut desk = shared.desk();
                    match desk.client.received(&bytes, clock.now()) {
                        Ok(Heard::Nothing) => {}
                        Ok(heard) => {
                            // A screen is looked at, not counted.
                            if heard != Heard::Screen && desk.news.len() < NEWS_MAX {
                                desk.news.push(heard);
                            }
                            drop(desk);
                            (shared.wake)();
                        }
                        Err(bad) => return format!("{bad:?}"),
                    }
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Err(error)) => return error.to_string(),
                _ => return "closed".to_owned(),
            },
            () = shared.asked.notified() => {}
            () = tokio::time::sleep(TICK) => {
                if shared.desk().client.gives_up(clock.now()) {
                    return "silence".to_owned();
                }
            }
        }
    }
}

/// Writes the client down when something of it that counts has changed.
fn keep(client: &Client, kept: &mut Option<crate::live::Kept>, shared: &Shared) {
    let Some(file) = &shared.file else { return };
    let now = client.kept();
    if kept.as_ref() == Some(&now) {
        return;
    }
    if let Err(error) = write_private(file, &now.to_bytes()) {
        tracing::warn!(%error, "the client cannot be kept");
    }
    *kept = Some(now);
}

/// Trusts the one certificate whose fingerprint is expected; any when none is, and remembers it.
#[derive(Debug)]
struct Pinned {
    expected: Option<Fingerprint>,
    seen: Mutex<Option<Fingerprint>>,
    provider: Arc<CryptoProvider>,
}

impl Pinned {
    fn new(expected: Option<Fingerprint>) -> Self {
        Self { expected, seen: Mutex::new(None), provider: Arc::new(ring::default_provider()) }
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown = Fingerprint::of(end_entity);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
        match self.expected {
            Some(expected) if expected != shown => {
                Err(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
            }
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
