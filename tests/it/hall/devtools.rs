//! A headless browser, driven over its DevTools protocol: enough to look at a page that changes by itself.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::{wait_for, web::get};

/// How long the browser may take to do something, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

/// A page in a browser of its own, which ends with this.
pub struct Page {
    child: Child,
    runtime: tokio::runtime::Runtime,
    wire: WebSocketStream<TcpStream>,
    calls: u64,
    _profile: tempfile::TempDir,
}

impl Page {
    /// Opens `url` in the browser that the environment names as `DIENTAP_CHROMIUM`; nothing when it names none.
    pub fn open(url: &str) -> Option<Self> {
        let chromium = PathBuf::from(std::env::var_os("DIENTAP_CHROMIUM")?);
        let profile = tempfile::tempdir().unwrap();
        let child = Command::new(&chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--hide-scrollbars", "--remote-debugging-port=0", "--remote-allow-origins=*"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let file = profile.path().join("DevToolsActivePort");
        let port = || std::fs::read_to_string(&file).ok()?.lines().next()?.parse::<u16>().ok();
        wait_for("the browser opens its door", PATIENCE, || port().is_some());
        let at = format!("127.0.0.1:{}", port().unwrap());
        let mut socket = None;
        wait_for("the browser has a page", PATIENCE, || {
            let (_, list) = get(&at, "/json/list");
            let pages: Value = serde_json::from_str(&list).unwrap_or_default();
            let pages = pages.as_array().cloned().unwrap_or_default();
            let page = pages.into_iter().find(|target| target["type"] == "page");
            socket = page.and_then(|page| Some(page["webSocketDebuggerUrl"].as_str()?.to_owned()));
            socket.is_some()
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let wire = runtime.block_on(async {
            let stream = TcpStream::connect(&at).await.unwrap();
            client_async(socket.unwrap(), stream).await.unwrap().0
        });
        let mut page = Self { child, runtime, wire, calls: 0, _profile: profile };
        page.go(url);
        Some(page)
    }

    /// Goes to `url`.
    pub fn go(&mut self, url: &str) {
        self.call("Page.navigate", &json!({ "url": url }));
        wait_for("the page is there", PATIENCE, || {
            self.js("document.readyState") == "complete" && self.js("location.href") == url
        });
    }

    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.calls += 1;
        let id = self.calls;
        let call = json!({ "id": id, "method": method, "params": params }).to_string();
        let wire = &mut self.wire;
        let answered = async {
            wire.send(Message::from(call)).await.unwrap();
            loop {
                let message = wire.next().await.unwrap().unwrap();
                let answer: Value = serde_json::from_str(message.to_text().unwrap_or_default()).unwrap_or_default();
                if answer["id"] == id {
                    return answer;
                }
            }
        };
        let answer = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, answered).await });
        let answer = answer.unwrap_or_else(|_| panic!("{method}: no answer within {PATIENCE:?}"));
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// What an expression of JavaScript is on the page.
    pub fn js(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true });
        let result = self.call("Runtime.evaluate", &params);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {result}");
        result["result"]["value"].clone()
    }

    /// What an expression is, as text.
    pub fn text(&mut self, expression: &str) -> String {
        self.js(expression).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an expression is true.
    pub fn wait(&mut self, expression: &str) {
        wait_for(expression, PATIENCE, || {
            std::thread::sleep(Duration::from_millis(100));
            self.js(expression) == true
        });
    }

    /// Gives the window a size.
    pub fn size(&mut self, width: u32, height: u32) {
        let mobile = width < 600;
        let params = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.call("Emulation.setDeviceMetricsOverride", &params);
    }

    /// Takes a picture into a file.
    pub fn picture(&mut self, to: &Path) {
        let data = self.call("Page.captureScreenshot", &json!({ "format": "png" }));
        std::fs::write(to, base64(data["data"].as_str().unwrap())).unwrap();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Bytes written in base 64.
fn base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values = text.bytes().filter_map(|sign| SIGNS.iter().position(|known| *known == sign));
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0, 0);
    for value in values {
        bits = (bits << 6 | value) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}
