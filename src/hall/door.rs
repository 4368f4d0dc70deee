//! A door for those who only look: takes connections, as many as there are places, and closes those on which nothing
//! moves, so that whoever opens many and says nothing keeps nobody out for long.

use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// How long nothing may move on a connection. A page is told something more often than that.
const STILL: Duration = Duration::from_secs(20);
/// How long to wait when no connection can be taken: out of files, most likely, and others must close first.
const NO_FILES: Duration = Duration::from_millis(100);

/// A door.
pub(super) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    /// Only for programs on this machine.
    here_only: bool,
}

impl Door {
    /// A door with so many places. Connections beyond them wait.
    pub fn new(listener: StdListener, places: usize, here_only: bool) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::from_std(listener)?, places: Arc::new(Semaphore::new(places)), here_only })
    }
}

impl Listener for Door {
    type Io = Visit;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Visit, SocketAddr) {
        loop {
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
                // Nobody closes the places.
                return std::future::pending().await;
            };
            match TcpListener::accept(&self.listener).await {
                Ok((_, address)) if self.here_only && !address.ip().to_canonical().is_loopback() => {
                    tracing::warn!(%address, "only for this machine");
                }
                Ok((socket, address)) => {
                    return (Visit { socket, still: Box::pin(sleep(STILL)), _place: place }, address);
                }
                Err(error) => {
                    tracing::error!(%error, "cannot accept");
                    sleep(NO_FILES).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that ends when nothing moves on it.
pub(super) struct Visit {
    socket: TcpStream,
    still: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

impl Visit {
    /// Passes on how an attempt to read or write went, unless nothing has moved for too long.
    fn watched<T>(&mut self, cx: &mut Context<'_>, went: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if went.is_ready() {
            self.still.as_mut().reset(Instant::now() + STILL);
            return went;
        }
        self.still.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Visit {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let went = Pin::new(&mut self.socket).poll_read(cx, into);
        self.watched(cx, went)
    }
}

impl AsyncWrite for Visit {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let went = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.watched(cx, went)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
