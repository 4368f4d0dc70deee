//! A bad network between clients and host: bytes come late, in pieces, twice, in another order, changed, or not at
//! all, and lines are cut.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The network.
pub struct Proxy {
    at: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    to: Mutex<SocketAddr>,
    calm: AtomicBool,
    closed: AtomicBool,
    /// How often each kind of fault happened: cut, doubled, changed places, changed, delayed.
    faults: [AtomicU64; 5],
}

impl Proxy {
    /// A network in front of the host at `to`.
    pub fn start(to: SocketAddr, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            to: Mutex::new(to),
            calm: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            faults: Default::default(),
        });
        let all = Arc::clone(&shared);
        std::thread::spawn(move || {
            for (number, client) in listener.incoming().flatten().enumerate() {
                if all.closed.load(Ordering::Relaxed) {
                    return;
                }
                let to = *all.to.lock().unwrap();
                let Ok(host) = TcpStream::connect(to) else { continue };
                for (way, (from, to)) in
                    [(client.try_clone().unwrap(), host.try_clone().unwrap()), (host, client)].into_iter().enumerate()
                {
                    let all = Arc::clone(&all);
                    let rng = ChaCha8Rng::seed_from_u64(seed << 32 | (number * 2 + way) as u64);
                    std::thread::spawn(move || carry(from, to, &all, rng));
                }
            }
        });
        Self { at, shared }
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.at
    }

    /// The host has come back at another port.
    pub fn lead_to(&self, host: SocketAddr) {
        *self.shared.to.lock().unwrap() = host;
    }

    /// From now on the network is good.
    pub fn calm_down(&self) {
        self.shared.calm.store(true, Ordering::Relaxed);
    }

    /// How often each kind of fault happened.
    pub fn faults(&self) -> [u64; 5] {
        std::array::from_fn(|kind| self.shared.faults[kind].load(Ordering::Relaxed))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        TcpStream::connect(self.at).ok();
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, all: &Shared, mut rng: ChaCha8Rng) {
    let mut buffer = [0; 4_096];
    let mut held: Option<Vec<u8>> = None;
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => count,
        };
        let mut piece = buffer[..count].to_vec();
        let chance = rng.random_range(0..1_000_u32);
        let fault = |kind: usize| all.faults[kind].fetch_add(1, Ordering::Relaxed);
        let calm = all.calm.load(Ordering::Relaxed);
        let sent = match chance {
            _ if calm => write(&mut to, held.take(), &piece),
            0..4 => {
                fault(0);
                // Half of it still arrives.
                to.write_all(&piece[..count / 2]).ok();
                break;
            }
            4..7 => {
                fault(1);
                write(&mut to, held.take(), &piece) && to.write_all(&piece).is_ok()
            }
            7..10 if held.is_none() => {
                fault(2);
                held = Some(piece);
                true
            }
            10..13 => {
                fault(3);
                let place = rng.random_range(0..count);
                piece[place] ^= 1 << rng.random_range(0..8);
                write(&mut to, held.take(), &piece)
            }
            13..150 => {
                fault(4);
                std::thread::sleep(Duration::from_millis(rng.random_range(1..150)));
                write(&mut to, held.take(), &piece)
            }
            _ => write(&mut to, held.take(), &piece),
        };
        if !sent {
            break;
        }
    }
    from.shutdown(Shutdown::Both).ok();
    to.shutdown(Shutdown::Both).ok();
}

/// What was held back comes after what overtook it.
fn write(to: &mut TcpStream, held: Option<Vec<u8>>, piece: &[u8]) -> bool {
    to.write_all(piece).is_ok() && held.is_none_or(|held| to.write_all(&held).is_ok())
}
