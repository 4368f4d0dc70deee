//! One connection on the wire: TLS 1.3 and WebSocket on a socket of the host. Each is a task of its own that knows
//! nothing of the exercise: it carries frames to the engine, one at a time, and frames of the engine out.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{self, Bytes, Message};
use tokio_tungstenite::{WebSocketStream, accept_async_with_config};

use super::metrics::Metrics;
use crate::live::{ConnId, limits};

/// How long a connection may take until it can carry frames.
const SHAKE: Duration = Duration::from_secs(10);
/// How long a connection may say nothing: an open client acknowledges what it is sent at least every two seconds.
const SILENCE: Duration = Duration::from_secs(30);
/// How long one frame may take to be sent. Whoever reads nothing for so long is gone.
const SEND: Duration = Duration::from_secs(30);
/// How long a connection may take to end, and how much it may still bring.
const FAREWELL: Duration = Duration::from_secs(5);
const REST_MAX: u64 = 1 << 20;
/// Frames that a connection may bring at once, and in a second. A person's client needs a tenth of it.
const BURST: u32 = 100;
const FRAMES_PER_SECOND: u32 = 50;
/// Bytes that a connection may bring at once, and in a second: what it brings is kept in the journal.
const BURST_BYTES: i64 = 1 << 20;
const BYTES_PER_SECOND: i64 = 32 << 10;

/// Bytes that are read at once. Each connection keeps room for so much.
const READ: usize = 4 << 10;
/// Bytes that are sent at once; a longer frame goes out in pieces. Each connection keeps room for its longest piece, and
/// a book is a hundred times as long as what follows it.
const PIECE: usize = 16 << 10;

/// What a connection tells the engine.
pub(super) enum Event {
    /// It can carry frames.
    Opened { id: ConnId, peer: u64, address: SocketAddr, out: mpsc::Sender<Vec<u8>> },
    /// It brought a frame.
    Frame(ConnId, Vec<u8>),
    /// The last frame is out.
    Free(ConnId),
    /// It is gone.
    Closed(ConnId),
}

/// The number by which limits know where a connection comes from. The machines of a hall share a network, so all
/// of an IPv6 number counts.
pub(super) fn peer_of(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(number) => u64::from(u32::from(number)),
        IpAddr::V6(number) => {
            let number = u128::from(number);
            ((number >> 64) ^ number) as u64 | 1 << 63
        }
    }
}

/// Limits of the WebSocket layer: what is longer than a client may send is refused before it is read whole.
fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .max_message_size(Some(limits::FRAME_IN_MAX + 1))
        .max_frame_size(Some(limits::FRAME_IN_MAX + 1))
        .read_buffer_size(READ)
        .write_buffer_size(0)
}

type Wire = WebSocketStream<tokio_rustls::server::TlsStream<TcpStream>>;

/// Sends a frame of the engine as one message, in pieces.
async fn send(wire: &mut Wire, frame: Vec<u8>) -> Result<(), tungstenite::Error> {
    let mut rest = Bytes::from(frame);
    let mut code = Data::Binary;
    while rest.len() > PIECE {
        let piece = Frame::message(rest.split_to(PIECE), OpCode::Data(code), false);
        wire.feed(Message::Frame(piece)).await?;
        code = Data::Continue;
    }
    wire.send(Message::Frame(Frame::message(rest, OpCode::Data(code), true))).await
}

/// Carries a connection from its first byte to its end.
pub(super) async fn serve(
    socket: TcpStream,
    address: SocketAddr,
    id: ConnId,
    tls: TlsAcceptor,
    events: mpsc::Sender<Event>,
    metrics: Arc<Metrics>,
    place: tokio::sync::OwnedSemaphorePermit,
) {
    socket.set_nodelay(true).ok();
    let shake = async {
        let secured = tls.accept(socket).await.ok()?;
        accept_async_with_config(secured, Some(config())).await.ok()
    };
    let Ok(Some(wire)) = timeout(SHAKE, shake).await else {
        metrics.unfinished.add(1);
        tracing::info!(%address, "handshake not finished");
        return;
    };
    // The place was for the handshake; from here on the engine counts.
    drop(place);
    let (out, frames) = mpsc::channel(1);
    let opened = Event::Opened { id, peer: peer_of(address.ip()), address, out };
    if events.send(opened).await.is_ok() {
        carry(wire, id, frames, &events, &metrics).await;
        events.send(Event::Closed(id)).await.ok();
    }
}

async fn carry(
    mut wire: Wire,
    id: ConnId,
    mut frames: mpsc::Receiver<Vec<u8>>,
    events: &mpsc::Sender<Event>,
    metrics: &Metrics,
) {
    let (mut allowance, mut bytes_left) = (BURST, BURST_BYTES);
    let mut refill = tokio::time::interval(Duration::from_secs(1) / FRAMES_PER_SECOND);
    refill.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut heard = tokio::time::Instant::now();
    // Nothing can be read any more; the reason is still to be sent.
    let mut deaf = false;
    loop {
        tokio::select! {
            frame = frames.recv() => {
                // The engine has let go of the connection.
                let Some(frame) = frame else { break };
                metrics.bytes_out.add(frame.len() as u64);
                metrics.frames_out.add(1);
                if !matches!(timeout(SEND, send(&mut wire, frame)).await, Ok(Ok(()))) {
                    return;
                }
                if events.send(Event::Free(id)).await.is_err() {
                    break;
                }
            }
            message = wire.next(), if allowance > 0 && bytes_left > 0 && !deaf => {
                heard = tokio::time::Instant::now();
                let bytes = match message {
                    Some(Ok(Message::Binary(bytes))) => Vec::from(bytes),
                    // Text is no frame of ours: the engine refuses it as it refuses any other bytes.
                    Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => { allowance -= 1; continue }
                    // Too long for the layer below: the engine says so.
                    Some(Err(tungstenite::Error::Capacity(_))) => {
                        deaf = true;
                        vec![0; limits::FRAME_IN_MAX + 1]
                    }
                    _ => return,
                };
                allowance -= 1;
                bytes_left -= bytes.len() as i64;
                metrics.bytes_in.add(bytes.len() as u64);
                metrics.frames_in.add(1);
                if events.send(Event::Frame(id, bytes)).await.is_err() {
                    break;
                }
            }
            _ = refill.tick() => {
                allowance = BURST.min(allowance + 1);
                bytes_left = BURST_BYTES.min(bytes_left + BYTES_PER_SECOND / i64::from(FRAMES_PER_SECOND));
                if heard.elapsed() > SILENCE {
                    break;
                }
            }
        }
    }
    let farewell = async {
        wire.close(None).await.ok();
        // A socket that is closed with unread bytes takes back what was sent last.
        let mut rest = wire.get_mut().take(REST_MAX);
        tokio::io::copy(&mut rest, &mut tokio::io::sink()).await.ok();
    };
    timeout(FAREWELL, farewell).await.ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_peer_however_it_is_written() {
        let peer = |text: &str| peer_of(text.parse().unwrap());
        assert_eq!(peer("192.0.2.7"), peer("::ffff:192.0.2.7"));
        assert_ne!(peer("192.0.2.7"), peer("192.0.2.8"));
        assert_ne!(peer("2001:db8::1"), peer("2001:db8::2"));
    }
}
