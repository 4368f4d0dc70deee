//! Goal: whatever is killed at whatever moment, and whatever the network does, no accepted order is lost or done
//! twice, every team's journal verifies and plays as if alone, and every seat comes back by itself.
//! Method: host and two of the clients are processes that are killed at random moments (`DIENTAP_HALL_KILLS`); all
//! clients reach the host through a bad network. The journals are the judge of what the clients were told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use dientap::hall::{Address, Link};
use dientap::journal::{read_file, verify};
use dientap::live::{Asked, Client, Deed, Heard, Kept, Note, Trace, Want, Who, trail};
use dientap::model::{Ix, OrderKind, Ref, Role, Scenario};
use dientap::sim::{Exercise, Receipt, Setup};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::proxy::Proxy;
use super::{Process, hello, load_scenario, message, start_exercise, wait_for};
use crate::stage::count;

const CHILD: &str = "DIENTAP_HALL_CHILD";
const TEAMS: usize = 2;
/// Seats of a team that clients of this process hold; one more is held by a process of its own.
const SEATS: usize = 3;
const SPEAK_EVERY: Duration = Duration::from_millis(120);

type Told = BTreeMap<u64, Receipt>;

/// A client that speaks and writes down what it was told.
struct Speaker {
    link: Arc<Mutex<Link>>,
    to: Vec<Ix<Role>>,
    kind: Ix<OrderKind>,
    spoken: u64,
}

impl Speaker {
    fn turn(&mut self) -> Vec<(u64, Receipt)> {
        self.spoken += 1;
        let order = message(self.kind, self.to.clone(), format!("#{}", self.spoken));
        let link = self.link.lock().unwrap();
        link.with(|client| client.screen().seat.is_some().then(|| client.give(Deed::Order(order))));
        let accepted = |heard| match heard {
            Heard::Answer(id, Ok(receipt)) => Some((id, receipt)),
            _ => None,
        };
        link.news().into_iter().filter_map(accepted).collect()
    }
}

/// A client in a process of its own: the same as the others, and killed now and then.
struct ChildClient {
    spec: String,
    child: Option<Child>,
    told: Arc<Mutex<Told>>,
}

impl ChildClient {
    fn start(&mut self) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "hall::faults::child", "--nocapture", "--test-threads=1"])
            .env(CHILD, &self.spec)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (out, told) = (child.stdout.take().unwrap(), Arc::clone(&self.told));
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let Some((_, said)) = line.split_once("told ") else { continue };
                let mut numbers = said.split(' ').filter_map(|number| number.parse().ok());
                if let (Some(id), Some(work)) = (numbers.next(), numbers.next()) {
                    told.lock().unwrap().insert(id, Receipt::Work(Ix::new(work as u32)));
                }
            }
        });
        self.child = Some(child);
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for ChildClient {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Not a test of its own: what a client in a process of its own does.
#[test]
fn child() {
    let Ok(spec) = std::env::var(CHILD) else { return };
    let [address, pin, team, role, file] = spec.splitn(5, ' ').collect::<Vec<_>>()[..] else { panic!("{spec}") };
    let file = PathBuf::from(file);
    let (team, role): (u16, u32) = (team.parse().unwrap(), role.parse().unwrap());
    let address: Address = address.parse().unwrap();
    let link = connect(&address, pin, team, Ix::new(role), Some(file));
    let scenario = scenario();
    let kind = scenario.order_named("message").unwrap();
    let mut speaker =
        Speaker { link: Arc::new(Mutex::new(link)), to: others(&scenario, Ix::new(role)), kind, spoken: 0 };
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(600) {
        for (id, receipt) in speaker.turn() {
            if let Receipt::Work(work) = receipt {
                println!("told {id} {}", work.raw());
            }
        }
        std::thread::sleep(SPEAK_EVERY);
    }
}

/// A client, as it was kept when it was killed if it was.
fn connect(address: &Address, pin: &str, team: u16, role: Ix<Role>, file: Option<PathBuf>) -> Link {
    let kept = file.as_ref().and_then(|file| std::fs::read(file).ok());
    let kept = kept.and_then(|bytes| Kept::from_bytes(&bytes));
    let sit = Some((team, Some(role)));
    let client = match kept {
        Some(kept) => Client::restore(kept, sit),
        None => Client::new(hello(Want::Enter { pin: pin.to_owned() }), sit),
    };
    Link::start(address.clone(), client, file, || {}).unwrap()
}

fn scenario() -> Arc<Scenario> {
    load_scenario(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"))
}

fn seats(scenario: &Scenario) -> Vec<Ix<Role>> {
    scenario.file.seats.iter().map(Ref::ix).take(SEATS + 1).collect()
}

fn others(scenario: &Scenario, role: Ix<Role>) -> Vec<Ix<Role>> {
    seats(scenario).into_iter().filter(|other| *other != role).collect()
}

#[test]
fn nothing_is_lost_or_doubled_whatever_is_killed() {
    let kills = count("DIENTAP_HALL_KILLS", 6);
    let mut rng = ChaCha8Rng::seed_from_u64(kills);
    let folder = tempfile::tempdir().unwrap();
    let (scenario, dir) = (scenario(), folder.path().join("hall"));
    let dir_text = dir.to_str().unwrap().to_owned();
    let new = [super::SCENARIO, "--teams", "2", "--dir", &dir_text, "--standin", "plan-follower:0.5"];
    let mut host = Process::start(&new);
    let proxy = Proxy::start(host.socket(), 1);
    let through = Address { port: proxy.address().port(), ..host.address.clone() };
    let roles = seats(&scenario);
    let kind = scenario.order_named("message").unwrap();

    let mut speakers: Vec<(usize, Ix<Role>, Speaker, Told)> = Vec::new();
    let mut children = Vec::new();
    for team in 0..TEAMS {
        for role in &roles[..SEATS] {
            let link = connect(&through, &host.pin, team as u16, *role, None);
            let speaker = Speaker { link: Arc::new(Mutex::new(link)), to: others(&scenario, *role), kind, spoken: 0 };
            speakers.push((team, *role, speaker, Told::new()));
        }
        let file = folder.path().join(format!("client-{team}"));
        let spec = format!("{through} {} {team} {} {}", host.pin, roles[SEATS].raw(), file.display());
        children.push(ChildClient { spec, child: None, told: Arc::default() });
    }
    children.iter_mut().for_each(ChildClient::start);
    wait_for("everybody sits", Duration::from_secs(60), || {
        speakers.iter().all(|(_, _, speaker, _)| is_seated(speaker))
    });
    let desk = start_exercise(&host);
    let (mut host_kills, mut client_kills) = (0, 0);
    for _ in 0..kills {
        let until = Instant::now() + Duration::from_millis(rng.random_range(100..1_500));
        while Instant::now() < until {
            speak(&mut speakers);
        }
        if rng.random_bool(0.6) {
            host.kill();
            host_kills += 1;
            let resumed = Process::start(&["--resume", &dir_text]);
            proxy.lead_to(resumed.socket());
            host = resumed;
        } else {
            let child = &mut children[rng.random_range(0..TEAMS)];
            child.kill();
            client_kills += 1;
            child.start();
        }
    }
    drop(desk);
    proxy.calm_down();
    let calm = Instant::now();
    while calm.elapsed() < Duration::from_secs(5) {
        speak(&mut speakers);
    }
    wait_for("every seat has come back and has every answer", Duration::from_secs(60), || {
        let late: Vec<_> = speakers
            .iter_mut()
            .map(|(_, _, speaker, told)| {
                let link = speaker.link.lock().unwrap();
                for heard in link.news() {
                    if let Heard::Answer(id, Ok(receipt)) = heard {
                        told.insert(id, receipt);
                    }
                }
                link.with(|client| client.pending())
            })
            .collect();
        late.iter().all(|pending| *pending == 0) && speakers.iter().all(|(_, _, speaker, _)| is_seated(speaker))
    });
    children.iter_mut().for_each(ChildClient::kill);
    host.stop();
    let mut sums = (0, 0);
    for (team, child) in children.iter().enumerate() {
        let mut told: BTreeMap<(Ix<Role>, u64), Receipt> = BTreeMap::new();
        for (_, role, _, said) in speakers.iter().filter(|(of, ..)| *of == team) {
            told.extend(said.iter().map(|(id, receipt)| ((*role, *id), *receipt)));
        }
        told.extend(child.told.lock().unwrap().iter().map(|(id, receipt)| ((roles[SEATS], *id), *receipt)));
        sums = (sums.0 + told.len(), sums.1 + judge(&dir.join(format!("team-{:02}.dtj", team + 1)), &scenario, &told));
    }
    let faults = proxy.faults();
    println!(
        "{host_kills} kills of the host, {client_kills} of clients; {} answers told, {} deeds in the journals; \
         cut, doubled, swapped, changed, delayed: {faults:?}",
        sums.0, sums.1
    );
    assert!(sums.0 > 0 && faults.iter().sum::<u64>() > 0);
}

fn is_seated(speaker: &Speaker) -> bool {
    speaker.link.lock().unwrap().with(|client| client.screen().seat.is_some())
}

fn speak(speakers: &mut [(usize, Ix<Role>, Speaker, Told)]) {
    for (_, _, speaker, told) in &mut *speakers {
        told.extend(speaker.turn());
    }
    std::thread::sleep(SPEAK_EVERY);
}

/// Compares what clients were told with what a team's journal holds; gives the number of deeds in it.
fn judge(journal: &Path, scenario: &Arc<Scenario>, told: &BTreeMap<(Ix<Role>, u64), Receipt>) -> usize {
    let setup = Setup::of(1);
    let scenario = setup.prepare(Arc::clone(scenario));
    verify(journal, &scenario).unwrap_or_else(|error| panic!("{}: {error}", journal.display()));
    let traces = trail(&read_file(journal).unwrap()).unwrap();
    let mut alone = Exercise::new(Arc::clone(&scenario), &setup);
    let mut done: BTreeMap<(Ix<Role>, u64), Vec<_>> = BTreeMap::new();
    let mut asked = None;
    for trace in &traces {
        match trace {
            Trace::Note(Note::Asked { who: Who::Seat(role), id, what: Asked::Deed, .. }) => asked = Some((*role, *id)),
            Trace::Note(_) => asked = None,
            Trace::Input(at, input, answer) => {
                assert_eq!(alone.apply(*at, input), *answer, "plays as if alone");
                if let Some(key) = asked.take() {
                    done.entry(key).or_default().push(answer.clone());
                }
            }
        }
    }
    for (key, answers) in &done {
        assert_eq!(answers.len(), 1, "{key:?} was done twice");
    }
    for (key, receipt) in told {
        assert_eq!(done.get(key), Some(&vec![Ok(*receipt)]), "{key:?} was accepted and is not in the journal");
    }
    done.len()
}
