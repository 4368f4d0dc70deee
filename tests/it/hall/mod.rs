//! The live exercise on real sockets: the program as a host in a process of its own, clients on the wire.

#![allow(clippy::disallowed_methods, reason = "what is on a wire is waited for by the wall's clock")]

mod devtools;
mod disk;
mod faults;
mod intrusion;
mod load;
mod proxy;
mod web;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dientap::hall::{Address, Link, random};
use dientap::live::{Client, DeskAct, Heard, Hello, Scope, Want};
use dientap::model::{Ix, OrderKind, Role, Scenario};
use dientap::sim::{Order, Target};

/// The scenario of the proofs.
const SCENARIO: &str = "ransom-department";

/// Scenarios in which a message takes no time, so that what is measured is the way of it.
fn quick_scenarios(to: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for folder in ["tinh-mau", "tinh-mau/plan", SCENARIO] {
        let (from, to) = (from.join(folder), to.join(folder));
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    let orders = to.join("tinh-mau/orders.ron");
    let text = std::fs::read_to_string(&orders).unwrap();
    let (slow, quick) =
        (r#"takes: ("0s", "30s"), verb: Message(Inform)"#, r#"takes: ("0s", "0s"), verb: Message(Inform)"#);
    assert!(text.contains(slow), "the message order has changed");
    std::fs::write(orders, text.replace(slow, quick)).unwrap();
    to.to_owned()
}

/// The program as a host, in a process of its own that is killed with this.
struct Process {
    child: Child,
    address: Address,
    pin: String,
    facilitator: String,
    evaluator: String,
    /// Where the web page is, when there is one.
    web: String,
    /// Where health and metrics are.
    metrics: String,
}

impl Process {
    fn start(args: &[&str]) -> Self {
        Self::start_through(&[], args)
    }

    /// Starts it through another program, which is given the command as its last arguments.
    fn start_through(through: &[&str], args: &[&str]) -> Self {
        let web = if args.contains(&"--web") { None } else { Some("--no-web") };
        let bind: &[&str] = if args.contains(&"--bind") { &[] } else { &["--bind", "127.0.0.1:0"] };
        // A file that may not grow is an error for the program, not the end of it.
        let mut child = Command::new("sh")
            .args(["-c", r#"trap "" XFSZ; exec "$0" "$@""#])
            .args(through)
            .arg(env!("CARGO_BIN_EXE_dientap"))
            .args(["host", "--lang", "en", "--metrics", "0", "--quiet"])
            .args(bind)
            .args(web)
            .args(args)
            .env("DIENTAP_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut address, mut pin, mut facilitator, mut evaluator) = (None, None, None, None);
        let (mut web, mut metrics) = (String::new(), String::new());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(Ok(line)) = lines.next() {
            if let Some(code) = line.strip_prefix("PIN: ") {
                pin = Some(code.to_owned());
            } else if let Some(code) = line.strip_prefix("Code of facilitators (keep secret): ") {
                facilitator = Some(code.to_owned());
            } else if let Some(code) = line.strip_prefix("Code of evaluators (keep secret): ") {
                evaluator = Some(code.to_owned());
            } else if let Some(page) = line.strip_prefix("Read-only web page: http://") {
                page.clone_into(&mut web);
            } else if let Some(page) = line.split("http://").nth(1).and_then(|page| page.split("/health").next()) {
                page.clone_into(&mut metrics);
            } else if line.starts_with("  127.") {
                address = Some(line.parse().unwrap());
            } else if line.starts_with("Ctrl-C") {
                break;
            }
        }
        let all = address.zip(pin).zip(facilitator).zip(evaluator);
        let (((address, pin), facilitator), evaluator) = all.expect("the host did not open");
        // Whoever closes the pipe would end the host with its next word.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, pin, facilitator, evaluator, web, metrics }
    }

    /// Where it listens.
    fn socket(&self) -> std::net::SocketAddr {
        format!("{}:{}", self.address.host, self.address.port).parse().unwrap()
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Closes the hall as its user does.
    fn stop(&mut self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(self.child.wait().unwrap().success(), "the host closed cleanly");
    }

    /// Memory that it holds, in MiB.
    fn memory_mib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
        kib.unwrap_or(0_u64) / 1_024
    }

    /// Processor time that it has used.
    fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields = stat.rsplit(") ").next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn hello(want: Want) -> Hello {
    Hello { token: random().unwrap(), name: "Người thử".to_owned(), unit: "Đơn vị thử".to_owned(), want }
}

/// Waits until `is` holds, or says what did not come.
fn wait_for(what: &str, limit: Duration, mut is: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is() {
        assert!(began.elapsed() < limit, "not within {limit:?}: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A facilitator who starts the exercise.
fn start_exercise(process: &Process) -> Link {
    let client = Client::new(hello(Want::Staff { code: process.facilitator.clone() }), None);
    let desk = Link::start(process.address.clone(), client, None, || {}).unwrap();
    wait_for("the facilitator is in", Duration::from_secs(10), || desk.with(|client| client.welcome().is_some()));
    desk.with(|client| client.direct(Scope::All, DeskAct::Start { even_so: Some("thử tải".to_owned()) })).unwrap();
    let mut answered = None;
    wait_for("the exercise has started", Duration::from_secs(20), || {
        let news = desk.news();
        answered = answered.take().or(news.into_iter().find(|heard| matches!(heard, Heard::Answer(..))));
        answered.is_some()
    });
    assert!(matches!(&answered, Some(Heard::Answer(_, Ok(_)))), "{answered:?}");
    desk
}

/// A message to roles by telephone, the plan's first channel.
fn message(kind: Ix<OrderKind>, to: Vec<Ix<Role>>, text: String) -> Order {
    let mut order = Order::new(kind, Target::Nothing);
    (order.params.to, order.params.text, order.params.channel) = (to, text, Some(Ix::new(0)));
    order
}

fn load_scenario(folder: &Path) -> Arc<Scenario> {
    let folder = dientap::content::Folder::new(folder);
    Arc::new(dientap::content::load(&folder, SCENARIO).scenario.unwrap())
}
