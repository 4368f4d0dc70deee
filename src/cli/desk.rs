//! The doors to the window: opening it, taking a picture of one of its screens, measuring what drawing costs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::{FramesArgs, JoinArgs, PictureArgs, SceneArgs};
use super::found::{self, Found};
use super::{Console, Failure, Outcome};
#[cfg(feature = "desktop")]
use crate::desktop;
use crate::hall::Address;
use crate::i18n::Tr;
use crate::model::{Lang, Span};

/// How to open the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    /// Language at first.
    pub lang: Lang,
    /// Folder of the scenarios.
    pub scenarios: PathBuf,
    /// The hall to join at once.
    pub join: Option<JoinRequest>,
}

/// Which hall to join, as far as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// Where the hall is.
    pub address: Address,
    /// Its PIN.
    pub pin: Option<String>,
    /// A code of a seat, of facilitators or of evaluators instead.
    pub code: Option<String>,
    /// Name of the person.
    pub name: Option<String>,
    /// Unit of the person.
    pub unit: Option<String>,
    /// Team, counted from 0.
    pub team: Option<u16>,
    /// Id of the role whose seat is wanted.
    pub seat: Option<String>,
}

/// What was typed, as the window takes it.
pub(super) fn join(args: JoinArgs) -> JoinRequest {
    let JoinArgs { address, pin, code, name, unit, team, seat } = args;
    JoinRequest { address, pin, code, name, unit, team: team.map(|number| number - 1), seat }
}

/// Which screen to show, at which moment of a run that stand-ins have played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SceneRequest {
    /// Name of the screen.
    pub screen: String,
    /// Scenario, by its id.
    pub scenario: String,
    /// Seed of the run.
    pub seed: u64,
    /// Moment of the run.
    pub at: Span,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Language.
    pub lang: Lang,
    /// `dark`, `light` or `high-contrast`.
    pub theme: String,
    /// Folder of the scenarios.
    pub scenarios: PathBuf,
}

/// Which picture to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRequest {
    /// Of what.
    pub scene: SceneRequest,
    /// What the map shows from near, by its id: a site, a zone, a system or a host.
    pub fly_to: Option<String>,
    /// File to write.
    pub out: PathBuf,
}

/// Which frames to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FramesRequest {
    /// Of what.
    pub scene: SceneRequest,
    /// For how many seconds.
    pub seconds: u32,
    /// The exercise is paused; otherwise it goes on and the map pulses all the time.
    pub still: bool,
}

/// Times of many frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Spread {
    /// The middle one.
    pub middle: Duration,
    /// Exceeded by one frame in twenty.
    pub slow: Duration,
}

impl Spread {
    /// Of these times, in any order.
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |part: usize| times.get(times.len() * part / 20).copied().unwrap_or_default();
        Self { middle: at(10), slow: at(19) }
    }
}

/// What drawing cost, in processor time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frames {
    /// Frames drawn.
    pub drawn: usize,
    /// Main thread, a frame, up to its last system: the exercise, the panels, the map.
    pub own: Spread,
    /// Main thread, a frame, with what it hands to the graphics driver and the window.
    pub all: Spread,
    /// Main thread in all.
    pub main_thread: Duration,
    /// The whole program, a software renderer included.
    pub process: Duration,
}

/// Opens the app, or says in both languages what the program can do without it.
pub(super) fn open(scenarios: PathBuf, join: Option<JoinRequest>, console: &mut Console<'_>) -> Outcome {
    if !can_draw() {
        let both = [Lang::Vi, Lang::En].map(|lang| Tr::new(lang).t(reason_key()));
        return Err(Failure::unusable(both.join("\n\n")));
    }
    open_window(OpenRequest { lang: console.tr.lang(), scenarios, join })
}

/// Takes a picture of a screen.
pub(super) fn picture(args: PictureArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    if !can_draw() {
        return Err(Failure::unusable(console.tr.t(reason_key())));
    }
    let PictureArgs { scene, fly_to, out } = args;
    take_picture(&PictureRequest { scene: scene_of(scene, scenarios, console)?, fly_to, out })
}

/// Measures what drawing a screen costs, and says it.
pub(super) fn frames(args: FramesArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    if !can_draw() {
        return Err(Failure::unusable(console.tr.t(reason_key())));
    }
    let FramesArgs { scene, seconds, still } = args;
    let frames = measure(&FramesRequest { scene: scene_of(scene, scenarios, console)?, seconds, still })?;
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1_000.0);
    let said = console.tr.with(
        "cli-frames-said",
        &[
            ("drawn", frames.drawn.to_string().into()),
            ("seconds", seconds.to_string().into()),
            ("own", ms(frames.own.middle).into()),
            ("own-slow", ms(frames.own.slow).into()),
            ("all", ms(frames.all.middle).into()),
            ("all-slow", ms(frames.all.slow).into()),
            ("main", ms(frames.main_thread).into()),
            ("process", ms(frames.process).into()),
        ],
    );
    console.line(&said);
    Ok(super::GOOD)
}

fn scene_of(args: SceneArgs, scenarios: &Path, console: &mut Console<'_>) -> Result<SceneRequest, Failure> {
    let SceneArgs { screen, scenario, seed, at, size, theme } = args;
    let Found { root: scenarios, id: scenario } = found::find(&scenario, scenarios, console)?;
    let lang = console.tr.lang();
    let theme = theme.name().to_owned();
    let (width, height) = (size.width, size.height);
    Ok(SceneRequest { screen, scenario, seed, at, width, height, lang, theme, scenarios })
}

/// Whether this build has the window and this machine somewhere to draw it.
fn can_draw() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(feature = "desktop") && (!cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY"))
}

const fn reason_key() -> &'static str {
    if cfg!(feature = "desktop") { "cli-no-display" } else { "cli-no-desktop" }
}

#[cfg(feature = "desktop")]
fn open_window(request: OpenRequest) -> Outcome {
    desktop::open(request).map(|()| super::GOOD).map_err(Failure::new)
}

#[cfg(feature = "desktop")]
fn take_picture(request: &PictureRequest) -> Outcome {
    desktop::picture(request).map(|()| super::GOOD).map_err(Failure::new)
}

#[cfg(feature = "desktop")]
fn measure(request: &FramesRequest) -> Result<Frames, Failure> {
    desktop::frames(request).map_err(Failure::new)
}

#[cfg(not(feature = "desktop"))]
fn open_window(_: OpenRequest) -> Outcome {
    Err(Failure::unusable(String::new()))
}

#[cfg(not(feature = "desktop"))]
fn take_picture(_: &PictureRequest) -> Outcome {
    Err(Failure::unusable(String::new()))
}

#[cfg(not(feature = "desktop"))]
fn measure(_: &FramesRequest) -> Result<Frames, Failure> {
    Err(Failure::unusable(String::new()))
}
