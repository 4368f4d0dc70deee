//! Goal: a hall of 35 teams with 210 seats and 40 watchers works on one small machine: every order is answered, and
//! what one seat says is on every screen entitled to it within a tenth of a second.
//! Method: the program hosts in its own process; all clients are on the wire in this one. Each seat says something
//! to all other seats of its team; every screen is watched for it. Afterwards each team's journal is played again
//! alone. Memory grows by what is kept of each message and by nothing else: a host started anew from the same journals,
//! with the same clients, holds as much. `DIENTAP_LOAD_BREAK=1` shortens the pause between two messages until the hall
//! does not keep up.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::{Duration, Instant};

use dientap::hall::{Link, LinkState};
use dientap::journal::verify;
use dientap::live::{Client, Deed, Heard, Want};
use dientap::model::{Ix, Ref, Role, Scenario};
use dientap::sim::{ItemKind, Setup};

use super::{Process, hello, load_scenario, message, quick_scenarios, start_exercise, wait_for};
use crate::stage::count;

const SEATS: usize = 6;

/// Bytes that a message may cost at most for as long as the hall is open: in the records, the log of its team and on
/// six desks.
const KEPT_BYTES_MAX: u64 = 2_048;

/// What memory may grow by besides: buffers that are made once, and what the stand-ins do.
const SLACK_BYTES: u64 = 16 << 20;

/// What a host that has worked may hold more than one started anew, in MiB: answers kept against repetition, room in
/// lists that grow.
const LEFT_OVER_MIB_MAX: u64 = 8;

/// What was said, when, and on how many screens it is.
#[derive(Default)]
struct Words {
    began: OnceLock<Instant>,
    said: Mutex<BTreeMap<u64, (u64, usize)>>,
    delays_us: Mutex<Vec<u64>>,
    next: AtomicU64,
}

impl Words {
    fn now_us(&self) -> u64 {
        self.began.get_or_init(Instant::now).elapsed().as_micros() as u64
    }

    fn say(&self, screens: usize) -> u64 {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.said.lock().unwrap().insert(number, (self.now_us(), screens));
        number
    }

    fn seen(&self, number: u64) {
        let now = self.now_us();
        let mut said = self.said.lock().unwrap();
        let Some((at, left)) = said.get_mut(&number) else { return };
        self.delays_us.lock().unwrap().push(now - *at);
        *left -= 1;
        if *left == 0 {
            said.remove(&number);
        }
    }
}

/// A seat on the wire.
struct Guest {
    link: Link,
    team: usize,
    role: Ix<Role>,
    read: Mutex<usize>,
    asked: AtomicU64,
    answered: AtomicU64,
    refused: AtomicU64,
}

impl Guest {
    /// Looks for new words on the screen.
    fn look(&self, words: &Words) {
        for heard in self.link.news() {
            if let Heard::Answer(_, answer) = heard {
                self.answered.fetch_add(1, Ordering::Relaxed);
                self.refused.fetch_add(u64::from(answer.is_err()), Ordering::Relaxed);
            }
        }
        let mut read = self.read.lock().unwrap();
        let new = self.link.with(|client| {
            let Some(seat) = client.screen().seat.clone() else { return Vec::new() };
            let from = std::mem::replace(&mut *read, seat.items.len()).min(seat.items.len());
            let word = |kind: &ItemKind| match kind {
                ItemKind::Message { text, .. } => text.strip_prefix('#')?.parse().ok(),
                _ => None,
            };
            seat.items[from..].iter().filter_map(|item| word(&item.what)).collect::<Vec<u64>>()
        });
        new.into_iter().for_each(|number| words.seen(number));
    }
}

#[derive(Debug)]
#[allow(dead_code, reason = "all of them are printed")]
struct Figures {
    deeds: u64,
    unanswered: u64,
    refused: u64,
    screens: usize,
    missing: usize,
    p50_ms: f64,
    p99_ms: f64,
    most_ms: f64,
}

/// A hall with everybody in it.
struct Crowd {
    process: Process,
    guests: Vec<Arc<Guest>>,
    words: Arc<Words>,
    kind: Ix<dientap::model::OrderKind>,
    /// Watchers and the facilitator.
    others: Vec<Link>,
    _runtime: tokio::runtime::Runtime,
    scenario: Arc<Scenario>,
    folder: tempfile::TempDir,
}

impl Crowd {
    fn gather(teams: usize, watchers: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scenarios = quick_scenarios(&folder.path().join("scenarios"));
        let scenario = load_scenario(&scenarios);
        let dir = folder.path().join("hall");
        let (dir, scenarios) = (dir.to_str().unwrap(), scenarios.to_str().unwrap());
        let process = Process::start(&[
            super::SCENARIO,
            "--teams",
            &teams.to_string(),
            "--dir",
            dir,
            "--scenarios",
            scenarios,
            "--standin",
            "plan-follower",
        ]);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let words = Arc::new(Words::default());
        let seats: Vec<Ix<Role>> = scenario.file.seats.iter().map(Ref::ix).take(SEATS).collect();
        let mut guests = Vec::new();
        for team in 0..teams {
            let first = guests.len();
            for role in &seats {
                let client =
                    Client::new(hello(Want::Enter { pin: process.pin.clone() }), Some((team as u16, Some(*role))));
                let words = Arc::clone(&words);
                guests.push(Arc::new_cyclic(|own: &Weak<Guest>| {
                    let own = own.clone();
                    let wake = move || {
                        if let Some(own) = own.upgrade() {
                            own.look(&words);
                        }
                    };
                    Guest {
                        link: Link::start_on(runtime.handle(), process.address.clone(), client, None, wake),
                        team,
                        role: *role,
                        read: Mutex::default(),
                        asked: AtomicU64::default(),
                        answered: AtomicU64::default(),
                        refused: AtomicU64::default(),
                    }
                }));
            }
            // One address has few places for those who have not said who they are.
            wait_for("a team sits", Duration::from_secs(30), || {
                guests[first..].iter().all(|guest| guest.link.with(|client| client.screen().seat.is_some()))
            });
        }
        let watcher = |_| {
            let client = Client::new(hello(Want::Watch { pin: process.pin.clone() }), None);
            Link::start_on(runtime.handle(), process.address.clone(), client, None, || {})
        };
        let mut all_watchers: Vec<Link> = Vec::new();
        while all_watchers.len() < watchers {
            let more = (watchers - all_watchers.len()).min(10);
            all_watchers.extend((0..more).map(watcher));
            wait_for("watchers see the hall", Duration::from_secs(30), || {
                all_watchers.iter().all(|link| link.with(|client| client.screen().board.len() == teams))
            });
        }
        let kind = scenario.order_named("message").unwrap();
        let mut others = all_watchers;
        others.push(start_exercise(&process));
        Self { process, guests, words, kind, others, _runtime: runtime, scenario, folder }
    }

    /// Closes the hall and opens it anew where it was; everybody comes back without anyone's help.
    fn restart(&mut self) {
        let (hall, scenarios) = (self.folder.path().join("hall"), self.folder.path().join("scenarios"));
        let (hall, scenarios) = (hall.to_str().unwrap(), scenarios.to_str().unwrap());
        let socket = self.process.socket().to_string();
        self.process.stop();
        self.process = Process::start(&["--resume", hall, "--scenarios", scenarios, "--bind", &socket]);
        let links = || self.guests.iter().map(|guest| &guest.link).chain(&self.others);
        wait_for("everybody is back", Duration::from_secs(120), || {
            links().all(|link| link.state() == LinkState::Online)
        });
    }

    /// Closes the hall; every team's journal is whole and plays alone as it was played among the others.
    fn close(mut self, teams: usize) {
        self.process.stop();
        let scenario = Setup::of(1).prepare(Arc::clone(&self.scenario));
        for team in 1..=teams {
            let journal = self.folder.path().join(format!("hall/team-{team:02}.dtj"));
            verify(&journal, &scenario).unwrap_or_else(|error| panic!("{}: {error}", journal.display()));
        }
    }

    /// Lets every seat speak every `pause`, for `length`.
    fn speak(&self, pause: Duration, length: Duration) -> (Figures, Vec<u64>) {
        let words = &self.words;
        words.delays_us.lock().unwrap().clear();
        words.said.lock().unwrap().clear();
        let counted = |count: fn(&Guest) -> &AtomicU64| {
            self.guests.iter().map(|guest| count(guest).load(Ordering::Relaxed)).sum::<u64>()
        };
        let before = (counted(|guest| &guest.asked), counted(|guest| &guest.answered), counted(|guest| &guest.refused));
        let began = Instant::now();
        let step = pause / self.guests.len() as u32;
        let mut turn = 0_u32;
        while began.elapsed() < length {
            let due = step * turn;
            if let Some(wait) = due.checked_sub(began.elapsed()) {
                std::thread::sleep(wait);
            }
            let guest = &self.guests[turn as usize % self.guests.len()];
            turn += 1;
            let others: Vec<_> =
                self.guests.iter().filter(|other| other.team == guest.team && other.role != guest.role).collect();
            let to = others.iter().map(|other| other.role).collect();
            let number = words.say(SEATS);
            let order = message(self.kind, to, format!("#{number}"));
            let given = guest.link.with(|client| client.give(Deed::Order(order)));
            if given.is_some() {
                guest.asked.fetch_add(1, Ordering::Relaxed);
            } else {
                // Too many wait for their answer: the hall does not keep up.
                words.said.lock().unwrap().remove(&number);
            }
        }
        let settle = Instant::now();
        while settle.elapsed() < Duration::from_secs(10) && !words.said.lock().unwrap().is_empty() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut delays = std::mem::take(&mut *words.delays_us.lock().unwrap());
        delays.sort_unstable();
        let deeds = counted(|guest| &guest.asked) - before.0;
        let figures = Figures {
            deeds,
            unanswered: deeds - (counted(|guest| &guest.answered) - before.1),
            refused: counted(|guest| &guest.refused) - before.2,
            screens: delays.len(),
            missing: words.said.lock().unwrap().values().map(|(_, left)| left).sum(),
            p50_ms: ms_at(&delays, 500),
            p99_ms: ms_at(&delays, 990),
            most_ms: ms_at(&delays, 1_000),
        };
        (figures, delays)
    }
}

/// So many thousandths of the delays, which are sorted, are at most this long.
fn ms_at(delays_us: &[u64], permille: usize) -> f64 {
    let at = delays_us.get(delays_us.len() * permille / 1_000).or(delays_us.last());
    at.map_or(f64::NAN, |us| *us as f64 / 1_000.0)
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { deeds, unanswered, refused, screens, missing, p50_ms, p99_ms, most_ms } = self;
        write!(
            f,
            "{deeds} messages, {unanswered} unanswered, {refused} refused, on {screens} screens, {missing} missing; \
             p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms, at most {most_ms:.1} ms"
        )
    }
}

#[test]
fn a_full_hall_keeps_up() {
    let teams = count("DIENTAP_LOAD_TEAMS", 3) as usize;
    let mut crowd = Crowd::gather(teams, count("DIENTAP_LOAD_WATCHERS", 4) as usize);
    let pause = Duration::from_millis(count("DIENTAP_LOAD_PAUSE_MS", 1_000));
    let length = Duration::from_secs(count("DIENTAP_LOAD_SECONDS", 5));
    let (began, cpu) = (Instant::now(), crowd.process.cpu());
    let mut memory = vec![crowd.process.memory_mib()];
    let (mut said, mut delays) = (0, Vec::new());
    // In parts, so that growth shows.
    for part in 0..4 {
        let (figures, of_part) = crowd.speak(pause, length / 4);
        delays.extend(of_part);
        memory.push(crowd.process.memory_mib());
        println!("part {part}: {figures}; host {} MiB", memory[memory.len() - 1]);
        assert_eq!((figures.unanswered, figures.refused, figures.missing), (0, 0, 0), "{figures:?}");
        said += figures.deeds;
        assert!(figures.deeds > 0 && figures.screens as u64 == figures.deeds * SEATS as u64, "{figures:?}");
    }
    delays.sort_unstable();
    println!("all of it: p50 {:.1} ms, p99 {:.1} ms", ms_at(&delays, 500), ms_at(&delays, 990));
    // What is said is kept; while nobody says anything nothing grows.
    let before = crowd.process.memory_mib();
    let (all, kept) = ((before - memory[0]) << 20, said * KEPT_BYTES_MAX);
    println!("{} bytes more a message", all / said);
    assert!(all <= kept + SLACK_BYTES, "{all} bytes more for {said} messages");
    std::thread::sleep(length / 4);
    let grown = crowd.process.memory_mib().saturating_sub(before);
    println!("while nobody speaks: {grown} MiB more");
    assert!(grown < 8, "{grown} MiB more for nothing");
    let share = (crowd.process.cpu() - cpu).as_secs_f64() / began.elapsed().as_secs_f64();
    println!("{} connections, memory {memory:?} MiB, {:.0} % of a core", crowd.guests.len() + 4, share * 100.0);
    assert!(memory.iter().all(|mib| *mib < 1_024), "{memory:?} MiB");
    if std::env::var_os("DIENTAP_LOAD_BREAK").is_some() {
        find_the_end(&crowd, pause);
    }
    show_what_is_left_over(&mut crowd, length / 8);
    crowd.close(teams);
}

/// What grew is the record and nothing else: a host that takes up the same hall holds as much.
fn show_what_is_left_over(crowd: &mut Crowd, settle: Duration) {
    let worked = crowd.process.memory_mib();
    crowd.restart();
    std::thread::sleep(settle);
    let anew = crowd.process.memory_mib();
    println!("a host that worked: {worked} MiB, started anew from the same journals: {anew} MiB");
    assert!(worked <= anew + LEFT_OVER_MIB_MAX, "{worked} MiB of a host that worked, {anew} MiB of one started anew");
}

/// Halves the pause until messages take longer than a second or are not answered.
fn find_the_end(crowd: &Crowd, mut pause: Duration) {
    while pause > Duration::from_millis(2) {
        pause /= 2;
        let cpu = crowd.process.cpu();
        let (figures, _) = crowd.speak(pause, Duration::from_secs(20));
        let used = (crowd.process.cpu() - cpu).as_secs_f64() / 20.0;
        let memory = crowd.process.memory_mib();
        println!("pause {pause:?}: {figures}; {:.0} % of a core, {memory} MiB", used * 100.0);
        if figures.unanswered > 0 || figures.missing > 0 || figures.p99_ms > 1_000.0 {
            println!("the hall does not keep up with a message a seat every {pause:?}");
            return;
        }
    }
}
