//! Being built.
use crate::model::{Lang, Span};
use std::path::PathBuf;
/// Open.
#[derive(Debug, Clone)]
pub struct OpenRequest {
    pub lang: Lang,
    pub scenarios: PathBuf,
}
/// Picture.
#[derive(Debug, Clone)]
pub struct PictureRequest {
    pub screen: String,
    pub scenario: String,
    pub seed: u64,
    pub at: Span,
    pub width: u32,
    pub height: u32,
    pub lang: Lang,
    pub theme: String,
    pub out: PathBuf,
    pub scenarios: PathBuf,
}
/// Temporary.
pub fn temp() -> Result<(), String> {
    let a: Vec<String> = std::env::args().collect();
    let g = |name: &str, default: &str| {
        a.iter().position(|x| x == &format!("--{name}")).map_or(default.to_owned(), |i| a[i + 1].clone())
    };
    let lang = if g("lang", "vi") == "en" { Lang::En } else { Lang::Vi };
    let scenarios = PathBuf::from(g("scenarios", "scenarios"));
    if a.get(1).map(String::as_str) == Some("picture") {
        let size = g("size", "1366x768");
        let (w, h) = size.split_once('x').unwrap();
        crate::desktop::picture(&PictureRequest {
            screen: a[2].clone(),
            scenario: g("scenario", ""),
            seed: g("seed", "1").parse().unwrap(),
            at: Span::parse(&g("at", "0s")).unwrap(),
            width: w.parse().unwrap(),
            height: h.parse().unwrap(),
            lang,
            theme: g("theme", "dark"),
            out: g("out", "/tmp/p.png").into(),
            scenarios,
        })
    } else {
        crate::desktop::open(OpenRequest { lang, scenarios })
    }
}
