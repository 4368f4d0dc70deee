//! Goal: whoever says what it may not, or says it wrongly, is refused with a reason, learns nothing, and others
//! do not notice.
//! Method: the program hosts in its own process; strangers speak on the wire byte by byte, while a guest's message
//! is timed.

use std::net::{SocketAddr, TcpStream as StdStream};
use std::time::{Duration, Instant};

use dientap::hall::{Link, Wire, dial, random};
use dientap::live::{
    Ask, Client, Deed, DeskAct, Hello, No, PROTOCOL_VERSION, Scope, SheetAct, Stage, Standing, Tell, Want, limits,
};
use dientap::model::Ix;
use dientap::sim::{Control, Order, Target};
use futures_util::{SinkExt, StreamExt};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::Message;

use super::{Process, hello, start_exercise, wait_for};
use crate::stage::count;

/// A stranger's end of the wire.
struct Stranger<'r> {
    runtime: &'r Runtime,
    wire: Wire,
}

impl<'r> Stranger<'r> {
    fn new(runtime: &'r Runtime, process: &Process) -> Self {
        let (_, wire) = runtime.block_on(dial(&process.address));
        Self { runtime, wire: wire.unwrap() }
    }

    fn with(runtime: &'r Runtime, process: &Process, want: Want) -> Self {
        let mut stranger = Self::new(runtime, process);
        stranger.say(&Ask::Hello(hello(want)));
        stranger
    }

    fn send(&mut self, bytes: Vec<u8>) -> bool {
        self.runtime.block_on(self.wire.send(Message::from(bytes))).is_ok()
    }

    fn say(&mut self, ask: &Ask) {
        assert!(self.send(ask.to_frame().unwrap()));
    }

    /// The next word of the host that is no update; none when it has closed.
    fn hear(&mut self) -> Option<Tell> {
        self.runtime.block_on(async {
            loop {
                match tokio::time::timeout(Duration::from_secs(15), self.wire.next()).await.expect("a word in time") {
                    Some(Ok(Message::Binary(bytes))) => match Tell::from_frame(&bytes).unwrap() {
                        Tell::Update(_) => {}
                        tell => return Some(tell),
                    },
                    Some(Ok(_)) => {}
                    _ => return None,
                }
            }
        })
    }

    fn hear_welcome(&mut self) -> Standing {
        match self.hear() {
            Some(Tell::Welcome(welcome)) => welcome.standing,
            other => panic!("{other:?}"),
        }
    }

    fn hear_refusal(&mut self) -> No {
        match self.hear() {
            Some(Tell::Refused(no) | Tell::Goodbye(no) | Tell::Answer { answer: Err(no), .. }) => no,
            other => panic!("{other:?}"),
        }
    }
}

/// One of everything that can be asked.
fn everything() -> Vec<Ask> {
    let deed = |deed| Ask::Deed { id: 1, deed };
    let desk = |act| Ask::Desk { id: 1, scope: Scope::All, act };
    vec![
        Ask::Hello(hello(Want::Return)),
        Ask::Sit { team: 0, role: None },
        deed(Deed::Order(Order::new(Ix::new(0), Target::Nothing))),
        deed(Deed::Cancel(Ix::new(0))),
        deed(Deed::Decide(Ix::new(0), true)),
        Ask::Draft { slot: "a".to_owned(), rev: 1, text: "b".to_owned() },
        desk(DeskAct::CheckReady),
        desk(DeskAct::Start { even_so: Some("x".to_owned()) }),
        desk(DeskAct::Control(Control::End)),
        desk(DeskAct::Control(Control::Jump(dientap::model::SimTime(1)))),
        desk(DeskAct::Announce { to: None, text: "x".to_owned() }),
        desk(DeskAct::Swap { role: Ix::new(0), stand_in: None }),
        desk(DeskAct::Renew(dientap::live::Entrance::Facilitators)),
        Ask::Sheet { id: 1, team: 0, act: SheetAct::Remark("x".to_owned()) },
        Ask::Look { team: Some(0), role: None },
        Ask::Book,
        Ask::Opened { items: 1 },
    ]
}

/// Whether somebody of this standing may ask this at some time, written down apart from the program's own rule.
fn is_entitled(standing: Standing, ask: &Ask) -> bool {
    match ask {
        Ask::Hello(_) => standing == Standing::Stranger,
        Ask::Look { .. } => matches!(standing, Standing::Facilitator | Standing::Evaluator),
        Ask::Book => standing != Standing::Stranger,
        Ask::Opened { .. } => standing == Standing::Participant,
        Ask::Sit { .. } => standing == Standing::AtGate,
        Ask::Deed { .. } | Ask::Draft { .. } => standing == Standing::Participant,
        Ask::Desk { .. } => standing == Standing::Facilitator,
        Ask::Sheet { .. } => standing == Standing::Evaluator,
        _ => unreachable!(),
    }
}

struct Hall {
    process: Process,
    runtime: Runtime,
    folder: tempfile::TempDir,
}

impl Hall {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("hall");
        let process = Process::start(&[super::SCENARIO, "--teams", "2", "--dir", dir.to_str().unwrap()]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { process, runtime, folder }
    }

    fn enter(&self) -> Want {
        Want::Enter { pin: self.process.pin.clone() }
    }

    /// A guest on a seat, who is not to notice anything.
    fn guest(&self) -> Link {
        let client = Client::new(hello(self.enter()), Some((1, None)));
        let link = Link::start(self.process.address.clone(), client, None, || {}).unwrap();
        wait_for("the guest sits", Duration::from_secs(10), || link.with(|client| client.screen().seat.is_some()));
        link
    }
}

/// How long a guest waits for an answer.
fn answer_time(guest: &Link) -> Duration {
    let began = Instant::now();
    guest.with(|client| client.give(Deed::Cancel(Ix::new(9_999)))).unwrap();
    wait_for("an answer", Duration::from_secs(10), || guest.with(|client| client.pending()) == 0);
    began.elapsed()
}

#[test]
fn nobody_does_what_is_not_theirs() {
    let hall = Hall::open();
    let (process, runtime) = (&hall.process, &hall.runtime);
    let guest = hall.guest();
    let wants = |standing| match standing {
        Standing::Stranger => None,
        Standing::AtGate | Standing::Participant => Some(hall.enter()),
        Standing::Facilitator => Some(Want::Staff { code: process.facilitator.clone() }),
        Standing::Evaluator => Some(Want::Staff { code: process.evaluator.clone() }),
        Standing::Observer => Some(Want::Watch { pin: process.pin.clone() }),
    };
    for started in [false, true] {
        if started {
            drop(start_exercise(process));
        }
        let mut refused = 0;
        for standing in Standing::ALL {
            for ask in everything().iter().filter(|ask| !is_entitled(standing, ask)) {
                let mut stranger = Stranger::new(runtime, process);
                if let Some(want) = wants(standing) {
                    // The same client comes back to the same seat.
                    let token = if standing == Standing::Participant { [7; 16] } else { random().unwrap() };
                    stranger.say(&Ask::Hello(Hello { token, ..hello(want) }));
                    let let_in = stranger.hear_welcome();
                    if standing == Standing::Participant && let_in == Standing::AtGate {
                        stranger.say(&Ask::Sit { team: 0, role: None });
                        stranger.hear_welcome();
                    }
                }
                stranger.say(ask);
                assert_eq!(stranger.hear_refusal(), No::NotYours(standing), "{ask:?}");
                refused += 1;
            }
        }
        println!("{refused} questions refused");
    }
    // The direction before the start, and the seats after it, are told that it is not the time.
    let mut late = Stranger::with(runtime, process, Want::Staff { code: process.facilitator.clone() });
    assert!(matches!(late.hear(), Some(Tell::Welcome(_))));
    late.say(&Ask::Desk { id: 99, scope: Scope::All, act: DeskAct::CheckReady });
    assert_eq!(late.hear_refusal(), No::NotNow(Stage::Running));
    assert!(answer_time(&guest) < Duration::from_secs(5));
    assert!(hall.folder.path().join("hall/team-01.dtj").exists());
}

#[test]
fn codes_cannot_be_guessed() {
    let hall = Hall::open();
    let (process, runtime) = (&hall.process, &hall.runtime);
    let guest = hall.guest();
    let mut refusals = Vec::new();
    for guess in 0..12_u32 {
        let want = match guess % 4 {
            0 => Want::Enter { pin: format!("{guess:06}") },
            1 => Want::Staff { code: format!("{guess:016}") },
            2 => Want::TakeOver { code: format!("{guess:010}") },
            _ => Want::Return,
        };
        refusals.push(Stranger::with(runtime, process, want).hear_refusal());
    }
    assert!(refusals[..5].iter().all(|no| *no == No::WrongCode), "{refusals:?}");
    assert!(refusals[5..].iter().all(|no| matches!(no, No::Wait(ms) if *ms > 0)), "{refusals:?}");
    // Even the right code has to wait now; who is in stays in, and whoever has a seat gets it back.
    assert!(matches!(Stranger::with(runtime, process, hall.enter()).hear_refusal(), No::Wait(_)));
    drop(start_after_wait(process));
    assert!(answer_time(&guest) < Duration::from_secs(5));
}

/// A wait is for strangers of that address; the direction comes from another one of this machine.
fn start_after_wait(process: &Process) -> Link {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let address = dientap::hall::Address { host: "127.0.0.1".to_owned(), ..process.address.clone() };
    let client = Client::new(hello(Want::Staff { code: process.facilitator.clone() }), None);
    let link = Link::start(address, client, None, || {}).unwrap();
    wait_for("the wait is over", Duration::from_secs(90), || link.with(|client| client.welcome().is_some()));
    link.with(|client| client.direct(Scope::All, DeskAct::Start { even_so: Some("x".to_owned()) })).unwrap();
    wait_for("the start", Duration::from_secs(10), || link.with(|client| client.pending()) == 0);
    drop(runtime);
    link
}

#[test]
fn frames_that_are_none_end_the_connection_with_a_reason() {
    let hall = Hall::open();
    let (process, runtime) = (&hall.process, &hall.runtime);
    let guest = hall.guest();
    drop(start_exercise(process));
    let whole = Ask::Hello(hello(hall.enter())).to_frame().unwrap();
    let mut old = whole.clone();
    old[0] = PROTOCOL_VERSION - 1;
    let long = vec![PROTOCOL_VERSION; limits::FRAME_IN_MAX + 10];
    let cases = [
        (old, No::Version(PROTOCOL_VERSION)),
        (long, No::TooLong),
        (whole[..whole.len() - 1].to_vec(), No::Malformed),
        (Vec::new(), No::Malformed),
    ];
    for (bytes, reason) in cases {
        let mut stranger = Stranger::new(runtime, process);
        stranger.send(bytes);
        assert_eq!(stranger.hear(), Some(Tell::Goodbye(reason)));
        assert_eq!(stranger.hear(), None, "closed");
    }
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let frames = count("DIENTAP_WIRE_FRAMES", 200);
    let mut slowest = Duration::ZERO;
    for number in 0..frames {
        let mut bytes = everything()[number as usize % everything().len()].to_frame().unwrap();
        for _ in 0..rng.random_range(1..4) {
            let place = rng.random_range(0..bytes.len());
            bytes[place] = rng.random();
        }
        let mut stranger = Stranger::new(runtime, process);
        stranger.send(bytes);
        if number % 20 == 0 {
            slowest = slowest.max(answer_time(&guest));
        }
    }
    println!("{frames} changed frames on the wire; a guest waited {slowest:?} at most");
    assert!(answer_time(&guest) < Duration::from_secs(5));
}

#[test]
fn a_thousand_silent_connections_keep_nobody_out() {
    let hall = Hall::open();
    let guest = hall.guest();
    drop(start_exercise(&hall.process));
    let to: SocketAddr = hall.process.socket();
    let silent: Vec<StdStream> = (0..1_000).filter_map(|_| StdStream::connect(to).ok()).collect();
    let began = Instant::now();
    let mut slowest = Duration::ZERO;
    while began.elapsed() < Duration::from_secs(count("DIENTAP_SILENT_SECONDS", 2)) {
        slowest = slowest.max(answer_time(&guest));
    }
    println!("{} silent connections; a guest waited {slowest:?} at most", silent.len());
    assert!(silent.len() > 900);
    // Those whose handshake never comes are let go; then their address may come in again.
    let mut second = None;
    wait_for("another guest comes in", Duration::from_secs(40), || {
        let client = Client::new(hello(hall.enter()), Some((0, None)));
        let link =
            second.get_or_insert_with(|| Link::start(hall.process.address.clone(), client, None, || {}).unwrap());
        std::thread::sleep(Duration::from_millis(100));
        link.with(|client| client.screen().seat.is_some())
    });
}

#[test]
fn a_client_that_takes_nothing_delays_nobody() {
    let hall = Hall::open();
    let (process, runtime) = (&hall.process, &hall.runtime);
    let guest = hall.guest();
    let watch = || {
        let mut stalled = Stranger::with(runtime, process, Want::Watch { pin: process.pin.clone() });
        stalled.hear_welcome();
        stalled
    };
    // From here on none of them reads a byte.
    let stalled: Vec<_> = (0..20).map(|_| watch()).collect();
    let desk = start_exercise(process);
    desk.with(|client| client.direct(Scope::All, DeskAct::Control(Control::Rate(60_000)))).unwrap();
    let slowest = (0..200).map(|_| answer_time(&guest)).max().unwrap();
    println!("{} stalled clients; a guest waited {slowest:?} at most", stalled.len());
}

#[test]
fn a_stale_token_has_no_seat() {
    let hall = Hall::open();
    let (process, runtime) = (&hall.process, &hall.runtime);
    let mut first = Stranger::new(runtime, process);
    let own = Hello { token: random().unwrap(), ..hello(hall.enter()) };
    first.say(&Ask::Hello(own.clone()));
    first.hear();
    first.say(&Ask::Sit { team: 0, role: None });
    let Some(Tell::Welcome(welcome)) = first.hear() else { panic!("a seat") };
    let code = welcome.code.unwrap();
    let mut second = Stranger::with(runtime, process, Want::TakeOver { code });
    assert!(matches!(second.hear(), Some(Tell::Welcome(taken)) if taken.seat == welcome.seat));
    assert_eq!(first.hear(), Some(Tell::Goodbye(No::TakenOver)), "the old machine is told");
    // The old token has nothing any more, and whoever comes back with it is told why.
    let mut back = Stranger::new(runtime, process);
    back.say(&Ask::Hello(Hello { want: Want::Return, ..own }));
    assert_eq!(back.hear(), Some(Tell::Goodbye(No::TakenOver)));
    let mut nobody = Stranger::with(runtime, process, Want::Return);
    assert_eq!(nobody.hear_refusal(), No::WrongCode);
}
