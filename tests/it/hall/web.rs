//! The page of the hall for those who only look, and health and metrics for whoever runs it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use dientap::hall::Link;
use dientap::live::{DeskAct, Heard, Scope};
use dientap::model::SimTime;
use dientap::sim::Control;
use serde_json::Value;

use super::devtools::Page;
use super::{Process, SCENARIO, load_scenario, start_exercise, wait_for};
use crate::secrecy::secret_words;

/// A team's name that would run as a script if it went into the page as HTML.
const EVIL: &str = r#"<img src=x onerror="document.title='evil'"></script><script>document.title='evil'</script>"#;
const SOON: Duration = Duration::from_secs(20);

/// Head and body of the answer on `GET path`.
pub fn get(at: &str, path: &str) -> (String, String) {
    request(at, "GET", path)
}

pub fn request(at: &str, method: &str, path: &str) -> (String, String) {
    let mut answer = String::new();
    asked(at, method, path).read_to_string(&mut answer).ok();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    (head.to_ascii_lowercase(), body.to_owned())
}

fn asked(at: &str, method: &str, path: &str) -> TcpStream {
    let mut socket = TcpStream::connect(at).unwrap();
    socket.set_read_timeout(Some(SOON)).unwrap();
    write!(socket, "{method} {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").unwrap();
    socket
}

/// What the page is told, as it comes.
struct Told {
    socket: TcpStream,
    text: String,
}

impl Told {
    fn open(at: &str) -> Self {
        Self { socket: asked(at, "GET", "/board"), text: String::new() }
    }

    /// Reads until the last whole board is as it should be.
    fn wait(&mut self, what: &str, is: impl Fn(&Value) -> bool) {
        let began = Instant::now();
        let mut bytes = [0; 64 << 10];
        while !self.boards().last().is_some_and(|board| is(&board)) {
            assert!(began.elapsed() < SOON, "not told within {SOON:?}: {what}\n{}", self.text);
            let count = self.socket.read(&mut bytes).unwrap();
            assert!(count > 0, "the stream has ended before: {what}\n{}", self.text);
            self.text.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }

    fn boards(&self) -> impl Iterator<Item = Value> {
        // A board that is not whole yet does not parse.
        self.text.split("data: ").skip(1).filter_map(|part| serde_json::from_str(part.split("\n\n").next()?).ok())
    }
}

fn hall(dir: &Path, teams: &str, more: &[&str]) -> Process {
    let dir = dir.to_str().unwrap();
    let args = [SCENARIO, "--teams", teams, "--dir", dir, "--standin", "plan-follower", "--web", "127.0.0.1:0"];
    Process::start(&[&args, more].concat())
}

fn act(desk: &Link, act: DeskAct) {
    desk.news();
    desk.with(|client| client.direct(Scope::All, act)).unwrap();
    let mut answer = None;
    wait_for("the direction's act is answered", SOON, || {
        answer = desk.news().into_iter().find(|heard| matches!(heard, Heard::Answer(..)));
        answer.is_some()
    });
    assert!(matches!(&answer, Some(Heard::Answer(_, Ok(_)))), "{answer:?}");
}

fn announce(text: &str) -> DeskAct {
    DeskAct::Announce { to: None, text: text.to_owned() }
}

fn number(metrics: &str, name: &str) -> u64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(&format!("dientap_{name} ")));
    line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {metrics}"))
}

#[test]
fn the_page_is_served_safely_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let process = hall(&folder.path().join("hall"), "2", &["--name", EVIL]);
    let (at, inside) = (process.web.as_str(), process.metrics.as_str());
    let safe = [
        "content-security-policy: default-src 'none'; script-src 'self';",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
    ];
    let kinds = [
        ("/", "text/html"),
        ("/page.css", "text/css"),
        ("/page.js", "text/javascript"),
        ("/icon.svg", "image/svg+xml"),
        ("/board.json", "application/json"),
    ];
    for (path, kind) in kinds {
        let (head, body) = get(at, path);
        assert!(head.starts_with("http/1.1 200") && head.contains(&format!("content-type: {kind}")), "{path}: {head}");
        assert!(safe.iter().all(|line| head.contains(line)) && !body.is_empty(), "{path}: {head}");
        let (head, _) = request(at, "POST", path);
        assert!(head.starts_with("http/1.1 405"), "{path}: {head}");
    }
    assert!(get(at, "/../Cargo.toml").0.starts_with("http/1.1 404"));
    assert!(get(at, "/metrics").0.starts_with("http/1.1 404"), "the numbers are not for everybody");

    let (vi, en) = (get(at, "/").1, get(at, "/?lang=en").1);
    assert!(vi.contains("<html lang=\"vi\">") && vi.contains("DIỄN TẬP") && vi.contains("Thông báo"), "{vi}");
    assert!(en.contains("<html lang=\"en\">") && en.contains("EXERCISE") && en.contains("Announcements"), "{en}");
    assert_eq!(get(at, "/?lang=%22%3E%3Cscript%3E").1, vi, "what is asked for does not come back");
    assert!(!vi.contains("onerror") && !en.contains("onerror"), "names go to the page as data only");
    let board: Value = serde_json::from_str(&get(at, "/board.json").1).unwrap();
    assert_eq!(board["teams"][0]["name"], EVIL);

    assert_eq!(get(inside, "/health").1, "ok\n");
    let (head, metrics) = get(inside, "/metrics");
    assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    assert_eq!((number(&metrics, "teams"), number(&metrics, "pages")), (2, 0));
}

#[test]
fn a_page_is_told_what_changes_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let process = hall(&folder.path().join("hall"), "3", &[]);
    let at = process.web.as_str();
    let mut told = Told::open(at);
    told.wait("the hall before the start", |board| board["teams"][2]["stage"] == "Lobby");
    assert!(told.text.starts_with("HTTP/1.1 200") && told.text.contains("content-type: text/event-stream"));

    let desk = start_exercise(&process);
    told.wait("the start", |board| board["teams"][0]["stage"] == "Running");
    act(&desk, announce("Thông báo thử"));
    told.wait("an announcement", |board| board["news"][0]["text"] == "Thông báo thử");
    act(&desk, DeskAct::Control(Control::Pause("Giải lao".to_owned())));
    told.wait("a pause", |board| board["paused"] == "Giải lao" && board["teams"][0]["rate_permille"] == 0);
    act(&desk, DeskAct::Control(Control::Resume));
    told.wait("the pause's end", |board| board["paused"].is_null());
    act(&desk, DeskAct::Control(Control::Jump(SimTime(3 * 3_600_000))));
    told.wait("a jump", |board| board["now"].as_i64() >= Some(3 * 3_600_000));

    let words = secret_words(&load_scenario(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")));
    let seen = [told.text, get(at, "/board.json").1, get(at, "/").1, get(at, "/?lang=en").1].concat();
    let given_away = |seen: &str| {
        let words = words.iter().filter(|word| seen.contains(*word)).cloned();
        let codes = [&process.pin, &process.facilitator];
        let codes =
            codes.into_iter().filter(|code| seen.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == *code));
        words.chain(codes.cloned()).collect::<Vec<_>>()
    };
    assert_eq!(given_away(&seen), Vec::<String>::new());
    // The search finds what it looks for.
    assert!(!words.is_empty());
    assert_eq!(given_away(&format!("{seen} {} \"{}\"", words[0], process.pin)).len(), 2);
}

#[test]
fn a_crowd_of_pages_is_turned_away_and_holds_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let process = hall(&folder.path().join("hall"), "2", &[]);
    let (at, inside) = (process.web.as_str(), process.metrics.as_str());
    let mut first = Told::open(at);
    first.wait("the hall", |board| board["teams"][1]["stage"] == "Lobby");
    // None of these ever reads.
    let crowd: Vec<_> = (1..300).map(|_| asked(at, "GET", "/board")).collect();
    let metrics = || get(inside, "/metrics").1;
    wait_for("300 pages are open", SOON, || number(&metrics(), "pages") == 300);
    let (head, _) = get(at, "/board");
    assert!(head.starts_with("http/1.1 503") && head.contains("retry-after"), "{head}");
    assert_eq!(number(&metrics(), "pages_turned_away_total"), 1);
    assert!(get(at, "/board.json").0.starts_with("http/1.1 200"), "whoever is turned away may ask");
    let desk = start_exercise(&process);
    act(&desk, announce("Vẫn nghe rõ"));
    first.wait("an announcement", |board| board["news"][0]["text"] == "Vẫn nghe rõ");
    assert_eq!(get(inside, "/health").1, "ok\n");
    drop(crowd);
    wait_for("closed pages are forgotten", SOON, || number(&metrics(), "pages") == 1);
}

/// A disk that is full, as the process sees it: no file may grow beyond a limit.
#[test]
fn a_journal_that_cannot_be_written_is_bad_health() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("hall");
    let dir = dir.to_str().unwrap();
    let limit = r#"ulimit -f 64; exec "$0" "$@""#;
    let process =
        Process::start_through(&["bash", "-c", limit], &[SCENARIO, "--dir", dir, "--standin", "plan-follower"]);
    let inside = process.metrics.as_str();
    assert_eq!(get(inside, "/health").1, "ok\n");
    let desk = start_exercise(&process);
    desk.with(|client| client.direct(Scope::All, DeskAct::Control(Control::Jump(SimTime(4 * 3_600_000))))).unwrap();
    wait_for("health says what is wrong", 3 * SOON, || {
        let (head, body) = get(inside, "/health");
        head.starts_with("http/1.1 503") && body == "teams whose journal cannot be written: 1\n"
    });
}

/// The page in a real browser: it changes without being loaded again, outlives the host and lets no name act as HTML.
/// Only where the environment names a browser (`DIENTAP_CHROMIUM`); `DIENTAP_PICTURES` is a folder for pictures.
#[test]
fn a_browser_shows_the_hall_live() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("hall");
    let process = hall(&dir, "12", &["--name", "Đội 1 – Sở Tài chính", "--name", EVIL]);
    let web = process.web.clone();
    let url = |lang: &str| format!("http://{web}/?lang={lang}");
    let Some(mut page) = Page::open(&url("vi")) else {
        println!("DIENTAP_CHROMIUM names no browser: left out");
        return;
    };
    // Gone as soon as the page is loaded again.
    page.js("window.loaded = 1");
    page.wait("document.querySelectorAll('#teams li').length === 12");
    assert_eq!(page.text("document.querySelector('#teams li:nth-child(2) strong').textContent"), EVIL);
    page.wait("document.getElementById('state').textContent === 'Chưa bắt đầu'");
    let desk = start_exercise(&process);
    page.wait("document.getElementById('state').textContent === 'Đang diễn ra'");
    let clock = page.text("document.getElementById('clock').textContent");
    page.wait(&format!("document.getElementById('clock').textContent > '{clock}'"));
    act(&desk, DeskAct::Control(Control::Jump(SimTime(90 * 60_000))));
    page.wait("document.getElementById('elapsed').textContent.includes(' 1:30:')");
    act(&desk, announce("Đề nghị các đội kiểm tra lại đầu mối liên lạc trong phương án."));
    act(&desk, announce("<b>Họp báo</b> giả định sau 10 phút nữa, người phát ngôn của các đội chuẩn bị."));
    page.wait("document.querySelector('#news li span')?.textContent.startsWith('<b>Họp báo</b>')");
    pictures(&mut page, "running", &url);
    page.go(&url("vi"));
    page.js("window.loaded = 2");
    act(&desk, DeskAct::Control(Control::Pause("Nghỉ giải lao 15 phút".to_owned())));
    page.wait("!document.getElementById('pause').hidden");
    assert_eq!(page.text("document.getElementById('reason').textContent"), "Nghỉ giải lao 15 phút");
    pictures(&mut page, "paused", &url);
    page.go(&url("vi"));
    page.js("window.loaded = 3");
    page.wait("document.getElementById('lost').hidden");

    // The host is killed and taken up again; the page says so and finds it by itself.
    drop((desk, process));
    page.wait("!document.getElementById('lost').hidden");
    pictures(&mut page, "lost", &|_| String::new());
    let _process = Process::start(&["--resume", dir.to_str().unwrap(), "--web", &web]);
    page.wait("document.getElementById('lost').hidden");
    assert_eq!(page.text("document.getElementById('reason').textContent"), "Nghỉ giải lao 15 phút");
    assert_eq!(page.js("window.loaded"), 3, "the page was loaded again");
    assert!(page.text("document.title").starts_with("DIỄN TẬP"), "a name acted as a script");
}

/// Pictures of the page on a laptop, a projector and a telephone, in the languages that `url` has, light and dark.
fn pictures(page: &mut Page, name: &str, url: &dyn Fn(&str) -> String) {
    let Some(to) = std::env::var_os("DIENTAP_PICTURES") else { return };
    std::fs::create_dir_all(&to).unwrap();
    for lang in ["vi", "en"] {
        if url(lang).is_empty() && lang == "en" {
            return;
        }
        if !url(lang).is_empty() {
            page.go(&url(lang));
            page.wait("document.querySelectorAll('#teams li').length === 12");
        }
        for (width, height) in [(1366, 768), (1920, 1080), (360, 740)] {
            for theme in ["light", "dark"] {
                page.size(width, height);
                page.js(&format!("document.documentElement.dataset.theme = '{theme}'"));
                page.picture(&Path::new(&to).join(format!("{name}-{width}-{lang}-{theme}.png")));
                assert_eq!(
                    page.js("document.documentElement.scrollWidth <= innerWidth"),
                    true,
                    "{name} {width} {lang}"
                );
            }
        }
    }
}
