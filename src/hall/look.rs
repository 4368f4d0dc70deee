//! What those see who only look: the web page of the hall for a big screen or a telephone, and health and metrics
//! for whoever runs it.

use std::convert::Infallible;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::unfold;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;

use super::board::Board;
use super::door::Door;
use super::metrics::Metrics;
use crate::i18n::Tr;
use crate::model::Lang;

const HTML: &str = include_str!("../../assets/web/page.html");
const STYLE: &str = include_str!("../../assets/web/page.css");
const SCRIPT: &str = include_str!("../../assets/web/page.js");
const ICON: &str = include_str!("../../assets/web/icon.svg");

/// Pages that are told what changes: every telephone of a hall. Others may ask now and then.
const PAGES_MAX: usize = 300;
/// Connections to the page's door; those to be told and those that fetch something. Files are left for the seats.
const VISITS_MAX: usize = 400;
/// Connections to the door of health and metrics.
const PROBES_MAX: usize = 16;
/// Real time after which pages are told the board again although nothing but time has passed: they let time pass
/// by themselves and take 10 s of silence for a lost connection.
const TELL_AGAIN: Duration = Duration::from_secs(4);

/// Nothing from elsewhere, nothing inline, in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const SAFE: [(HeaderName, HeaderValue); 5] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    // A browser would hold its connections in reserve, and a hall full of telephones all places with them.
    (CONNECTION, HeaderValue::from_static("close")),
];

/// Messages that the script of the page uses.
const WORDS: [&str; 18] = [
    "hall-page-connecting",
    "hall-page-lost",
    "hall-page-elapsed",
    "hall-page-tally",
    "hall-page-no-news",
    "hall-page-stage-lobby",
    "hall-page-stage-running",
    "hall-page-stage-paused",
    "hall-page-stage-over",
    "shell-theme-dark",
    "shell-theme-light",
    "shell-weekday-0",
    "shell-weekday-1",
    "shell-weekday-2",
    "shell-weekday-3",
    "shell-weekday-4",
    "shell-weekday-5",
    "shell-weekday-6",
];
/// What the script puts into them.
const GAPS: [&str; 5] = ["elapsed", "active", "percent", "running", "teams"];

/// What the page's door knows.
#[derive(Clone)]
struct Hall {
    board: watch::Receiver<Arc<Board>>,
    /// The board in JSON, as pages are told it.
    told: watch::Receiver<Arc<str>>,
    places: Arc<Semaphore>,
    metrics: Arc<Metrics>,
    /// The page in Vietnamese and English.
    pages: [Arc<str>; 2],
}

/// Serves the page of the hall.
pub(super) async fn serve_page(listener: StdListener, board: watch::Receiver<Arc<Board>>, metrics: Arc<Metrics>) {
    let (tell_in, told) = watch::channel(Arc::from(""));
    let telling = tokio::spawn(tell(board.clone(), tell_in));
    let places = Arc::new(Semaphore::new(PAGES_MAX));
    let pages = [Lang::Vi, Lang::En].map(|lang| page(&Tr::new(lang)).into());
    let file = |kind: &'static str, text: &'static str| get(move || async move { ([(CONTENT_TYPE, kind)], text) });
    let router = Router::new()
        .route("/", get(page_of))
        .route("/page.css", file("text/css; charset=utf-8", STYLE))
        .route("/page.js", file("text/javascript; charset=utf-8", SCRIPT))
        .route("/icon.svg", file("image/svg+xml", ICON))
        .route("/board.json", get(board_now))
        .route("/board", get(board_as_it_changes))
        .with_state(Hall { board, told, places, metrics, pages });
    serve(listener, VISITS_MAX, false, router).await;
    telling.abort();
}

/// Serves `/health` and `/metrics` to programs on this machine.
pub(super) async fn serve_metrics(listener: StdListener, metrics: Arc<Metrics>) {
    let router = Router::new().route("/health", get(health)).route("/metrics", get(numbers)).with_state(metrics);
    serve(listener, PROBES_MAX, true, router).await;
}

async fn serve(listener: StdListener, places: usize, here_only: bool, router: Router) {
    let safe = |mut response: Response| async move {
        response.headers_mut().extend(SAFE.map(|(name, value)| (Some(name), value)));
        response
    };
    match Door::new(listener, places, here_only) {
        Ok(door) => axum::serve(door, router.layer(map_response(safe))).await.unwrap_or_default(),
        Err(error) => tracing::error!(%error, "cannot serve those who look"),
    }
}

async fn health(State(metrics): State<Arc<Metrics>>) -> Response {
    match metrics.trouble(metrics.uptime()) {
        None => "ok\n".into_response(),
        Some(trouble) => (StatusCode::SERVICE_UNAVAILABLE, trouble).into_response(),
    }
}

async fn numbers(State(metrics): State<Arc<Metrics>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.text())
}

async fn page_of(State(hall): State<Hall>, RawQuery(query): RawQuery) -> impl IntoResponse {
    let asked = query.unwrap_or_default();
    let english = asked.split('&').any(|part| part == "lang=en");
    let page = hall.pages[usize::from(english)].to_string();
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], page)
}

async fn board_now(State(hall): State<Hall>) -> impl IntoResponse {
    let board = Arc::clone(&hall.board.borrow());
    ([(CONTENT_TYPE, "application/json")], json(&board))
}

/// The board now and whenever it changes, as Server-Sent Events. A page that is slow to take one gets the newest next.
async fn board_as_it_changes(State(hall): State<Hall>) -> Response {
    let Ok(place) = Arc::clone(&hall.places).try_acquire_owned() else {
        hall.metrics.pages_turned_away.add(1);
        return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")], "full\n").into_response();
    };
    let mut told = hall.told;
    told.mark_changed();
    let page = OpenPage::new(hall.metrics, place);
    let events = unfold((told, page), |(mut told, page)| async move {
        told.changed().await.ok()?;
        let event = Event::default().event("board").data(&**told.borrow_and_update());
        Some((Ok::<_, Infallible>(event), (told, page)))
    });
    Sse::new(events).into_response()
}

/// A page that is told what changes, counted as long as it is.
struct OpenPage {
    metrics: Arc<Metrics>,
    _place: OwnedSemaphorePermit,
}

impl OpenPage {
    fn new(metrics: Arc<Metrics>, place: OwnedSemaphorePermit) -> Self {
        metrics.pages.add(1);
        Self { metrics, _place: place }
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        self.metrics.pages.take(1);
    }
}

/// Writes the board down once for all pages: at once when something has changed, and now and then when only time has
/// passed.
async fn tell(mut board: watch::Receiver<Arc<Board>>, told: watch::Sender<Arc<str>>) {
    loop {
        let now = Arc::clone(&board.borrow_and_update());
        told.send_replace(json(&now).into());
        let known = now.without_time();
        let changed = board.wait_for(|board| board.without_time() != known);
        if let Ok(Err(_)) = timeout(TELL_AGAIN, changed).await {
            return;
        }
    }
}

fn json(board: &Board) -> String {
    // A board has no keys that JSON could not hold.
    serde_json::to_string(board).unwrap_or_default()
}

/// The page in the language of `tr`: `{{key}}` stands for the message of that name, `{{words}}` for those that the
/// script uses.
fn page(tr: &Tr) -> String {
    let mut page = String::new();
    for (number, part) in HTML.split("{{").enumerate() {
        match part.split_once("}}").filter(|_| number > 0) {
            Some((key, rest)) => {
                page.push_str(&match key {
                    "lang" => lang(tr.lang()).to_owned(),
                    "other-lang" if tr.lang() == Lang::Vi => lang(Lang::En).to_owned(),
                    "other-lang" => lang(Lang::Vi).to_owned(),
                    "words" => words(tr),
                    key => escaped(&tr.t(key)),
                });
                page.push_str(rest);
            }
            None => page.push_str(part),
        }
    }
    page
}

const fn lang(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

/// The words of the script as JSON that can stand in HTML; what it puts into them reads `{name}`.
fn words(tr: &Tr) -> String {
    let gaps: Vec<_> = GAPS.iter().map(|gap| (*gap, format!("{{{gap}}}").into())).collect();
    let words: serde_json::Map<_, _> =
        WORDS.iter().map(|key| ((*key).to_owned(), tr.with(key, &gaps).into())).collect();
    serde_json::Value::from(words).to_string().replace('<', "\\u003c")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{IpAddr, SocketAddr, TcpStream};

    use super::*;
    use crate::hall::places;

    #[test]
    fn the_page_is_whole_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            let page = page(&Tr::new(lang));
            assert!(!page.contains("{{") && !page.contains("}}"), "{page}");
            // A key that has no message stands for itself.
            assert!(!page.contains(">hall-") && !page.contains(":\"hall-") && !page.contains(":\"shell-"), "{page}");
            for gap in GAPS {
                assert!(page.contains(&format!("{{{gap}}}")), "{gap} is in no message");
            }
        }
        assert_eq!(escaped("<b a=\"&\">"), "&lt;b a=&quot;&amp;&quot;&gt;");
    }

    #[test]
    fn the_script_and_the_style_use_nothing_from_elsewhere() {
        for text in [HTML, STYLE, SCRIPT] {
            let links = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!links.contains("http:") && !links.contains("https:") && !links.contains("//cdn"), "{links}");
            for inline in ["style=", "onclick", "onerror=", "innerHTML", "document.write", "eval("] {
                assert!(!text.contains(inline), "{inline}");
            }
        }
    }

    /// What comes back on `GET path` from `at`; nothing when the connection is closed.
    fn asked(at: SocketAddr, path: &str) -> String {
        let mut socket = TcpStream::connect(at).unwrap();
        write!(socket, "GET {path} HTTP/1.1\r\nHost: hall\r\n\r\n").ok();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).ok();
        answer
    }

    #[test]
    fn health_and_metrics_are_for_this_machine() {
        let listener = StdListener::bind("0.0.0.0:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.spawn(serve_metrics(listener, Arc::default()));
        for number in places(IpAddr::from([0, 0, 0, 0])) {
            let answer = asked(SocketAddr::new(number, port), "/metrics");
            assert_eq!(answer.contains("dientap_uptime_seconds"), number.is_loopback(), "{number}: {answer}");
        }
        assert!(asked(SocketAddr::from(([127, 0, 0, 1], port)), "/health").starts_with("HTTP/1.1 200"));
    }
}
