//! A picture of the program as it is: the same app, a window of exact size, a number of frames, one
//! screenshot.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::window::RequestRedraw;

use super::map::MapState;
use super::redraw::Redraw;
use super::session::Session;

/// Frames drawn before the picture is taken: fonts, sizes and the map's textures settle within a few.
const FRAMES_BEFORE: u32 = 12;
/// Frames after which the attempt is given up.
const FRAMES_MAX: u32 = 600;
/// Fewer different colours than this, and the picture is blank.
const COLORS_MIN: usize = 8;

/// What became of the picture.
pub type Verdict = Arc<Mutex<Option<Result<(), String>>>>;

/// Takes one picture into `out` and ends the program; `verdict` then says what became of it.
pub(super) struct PicturePlugin {
    pub out: PathBuf,
    /// The map flies to what is chosen before the picture is taken.
    pub fly_to: bool,
    pub verdict: Verdict,
}

#[derive(Resource)]
struct Camera {
    out: PathBuf,
    verdict: Verdict,
    frames: u32,
    taken: bool,
}

impl Plugin for PicturePlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Camera {
            out: self.out.clone(),
            verdict: Arc::clone(&self.verdict),
            frames: 0,
            taken: false,
        })
        .add_systems(Last, wait_and_shoot);
        if self.fly_to {
            app.add_systems(PostStartup, fly);
        }
    }
}

fn fly(session: Option<ResMut<Session>>, mut map: ResMut<MapState>) {
    if let Some(selection) = session.and_then(|mut session| session.desk().selection) {
        map.fly_to(selection);
    }
}

fn wait_and_shoot(
    mut camera: ResMut<Camera>,
    map: Res<MapState>,
    mut commands: Commands,
    redraw: Res<Redraw>,
    mut requests: MessageWriter<RequestRedraw>,
    mut exit: MessageWriter<AppExit>,
) {
    requests.write(RequestRedraw);
    if redraw.is_busy() && !camera.taken {
        return;
    }
    camera.frames += 1;
    if camera.frames >= FRAMES_BEFORE && !camera.taken && !map.is_flying() {
        camera.taken = true;
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
