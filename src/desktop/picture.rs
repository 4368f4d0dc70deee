//! A picture of the program as it is: the same app, a window of exact size, a number of frames, one
//! screenshot.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::window::RequestRedraw;

use super::debrief_screen::DebriefRun;
use super::kit::{Mode, Selection};
use super::library::Library;
use super::redraw::Redraw;
use super::screens::Screen;
use super::session::{RunSetup, Session};
use crate::cli::PictureRequest;
use crate::i18n::Tr;
use crate::model::{Ref, SimTime};
use crate::sim::Setup;
use crate::standin::Kind;

/// Frames drawn before the picture is taken: fonts, sizes and the map's textures settle within a few.
const FRAMES_BEFORE: u32 = 12;
/// Frames after which the attempt is given up.
const FRAMES_MAX: u32 = 600;
/// Fewer different colours than this, and the picture is blank.
const COLORS_MIN: usize = 8;

/// The roles from whose seats the console is drawn where nothing else is said, the first that has a seat.
const VIEWPOINTS: [&str; 2] = ["SOC", "VAN_HANH"];

/// What a picture is taken of.
pub(super) struct Stage {
    screen: Screen,
    session: Option<Session>,
}

impl Stage {
    /// Reads the name of the screen (`home`, `lobby`, `records`, `console`, `console:VAN_HANH`, `debrief`) and
    /// plays the scenario up to its moment, with stand-ins on every seat.
    pub(super) fn set(request: &PictureRequest, library: &Library, tr: &Tr) -> Result<Self, String> {
        let (name, role) = match request.screen.split_once(':') {
            Some((name, role)) => (name, Some(role)),
            None => (request.screen.as_str(), None),
        };
        let screen = match name {
            "home" => Screen::Home,
            "lobby" => Screen::Lobby,
            "records" => Screen::Records,
            "console" => Screen::Console,
            "debrief" => Screen::Debrief,
            _ => return Err(tr.with("shell-no-screen", &[("name", name.to_owned().into())])),
        };
        let session = match screen {
            Screen::Console | Screen::Debrief => Some(Self::play(request, library, role, tr)?),
            Screen::Home | Screen::Lobby | Screen::Records => None,
        };
        Ok(Self { screen, session })
    }

    fn play(request: &PictureRequest, library: &Library, role: Option<&str>, tr: &Tr) -> Result<Session, String> {
        let no_scenario = || tr.with("shell-no-such-scenario", &[("name", request.scenario.clone().into())]);
        let scenario = library.scenario(&request.scenario).ok_or_else(no_scenario)?;
        let seat = |id: &str| scenario.role_named(id).filter(|role| scenario.has_seat(*role));
        let wanted = match role {
            Some(role) => seat(role),
            None => VIEWPOINTS.into_iter().find_map(seat).or_else(|| scenario.file.seats.first().map(Ref::ix)),
        };
        let role = wanted
            .ok_or_else(|| tr.with("shell-no-such-seat", &[("name", role.unwrap_or_default().to_owned().into())]))?;
        let bot = Kind::PlanFollower { skill_permille: 1_000 };
        let setup = RunSetup {
            scenario: Arc::clone(scenario),
            people: vec![role],
            standins: scenario.file.seats.iter().map(|seat| (seat.ix(), bot)).collect(),
            setup: Setup::of(request.seed),
            rate_permille: 1_000,
            mode: Mode::Guided,
            journal: None,
            started: String::new(),
        };
        let mut session = Session::start(setup).map_err(|error| error.say(tr))?;
        session.play_to(SimTime::after_start(request.at)).map_err(|error| error.say(tr))?;
        session.freeze();
        let seen = session.view().seat;
        let newest_fact = seen.facts.iter().rev().find_map(|known| known.fact.kind.host());
        let newest_alert = seen.alerts.last().map(|alert| alert.host);
        if let Some(host) = newest_fact.or(newest_alert) {
            session.desk().select(Selection::Host(host));
        }
        Ok(session)
    }

    /// Puts it on the app's screen.
    pub(super) fn enter(self, app: &mut App) {
        match (self.screen, self.session) {
            (Screen::Debrief, Some(session)) => {
                app.insert_resource(DebriefRun::of_session(&session));
            }
            (_, Some(session)) => {
                app.insert_resource(session);
            }
            (_, None) => {}
        }
        app.insert_state(self.screen);
    }
}

/// What became of the picture.
pub type Verdict = Arc<Mutex<Option<Result<(), String>>>>;

/// Takes one picture into `out` and ends the program; `verdict` then says what became of it.
pub(super) struct PicturePlugin {
    pub out: PathBuf,
    pub verdict: Verdict,
}

#[derive(Resource)]
struct Camera {
    out: PathBuf,
    verdict: Verdict,
    frames: u32,
}

impl Plugin for PicturePlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Camera { out: self.out.clone(), verdict: Arc::clone(&self.verdict), frames: 0 })
            .add_systems(Last, wait_and_shoot);
    }
}

fn wait_and_shoot(
    mut camera: ResMut<Camera>,
    mut commands: Commands,
    mut redraw: MessageWriter<RequestRedraw>,
    mut exit: MessageWriter<AppExit>,
) {
    camera.frames += 1;
    redraw.write(RequestRedraw);
    if camera.frames == FRAMES_BEFORE {
        commands.spawn(Screenshot::primary_window()).observe(develop);
    }
    if camera.frames > FRAMES_MAX {
        settle(&camera.verdict, Err("no picture came back from the graphics card".to_owned()));
        exit.write(AppExit::error());
    }
}

fn develop(shot: On<ScreenshotCaptured>, camera: Res<Camera>, redraw: Res<Redraw>, mut exit: MessageWriter<AppExit>) {
    if let Some((middle, slow)) = redraw.frame_times() {
        info!("a frame takes {middle:.1?} of the main thread, one of twenty more than {slow:.1?}");
    }
    settle(&camera.verdict, write_picture(&shot.image, &camera.out));
    exit.write(AppExit::Success);
}

fn settle(verdict: &Verdict, result: Result<(), String>) {
    if let Ok(mut verdict) = verdict.lock() {
        *verdict = Some(result);
    }
}

/// Writes `image` to `out` unless it is blank.
fn write_picture(image: &Image, out: &std::path::Path) -> Result<(), String> {
    let picture = image.clone().try_into_dynamic().map_err(|error| error.to_string())?.to_rgb8();
    let colors = colors_in(picture.as_raw());
    if colors < COLORS_MIN {
        return Err(format!("the picture is blank: {colors} colours"));
    }
    picture.save(out).map_err(|error| format!("{}: {error}", out.display()))
}

/// How many different colours there are in RGB bytes, counted up to the number that matters.
fn colors_in(rgb: &[u8]) -> usize {
    let mut seen: Vec<&[u8]> = Vec::new();
    for pixel in rgb.chunks_exact(3) {
        if !seen.contains(&pixel) {
            seen.push(pixel);
            if seen.len() >= COLORS_MIN {
                break;
            }
        }
    }
    seen.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_picture_is_refused() {
        assert_eq!(colors_in(&[7; 300]), 1);
        let many: Vec<u8> = (0..=90).collect();
        assert_eq!(colors_in(&many), COLORS_MIN);
    }
}
