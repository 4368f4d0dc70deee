//! When the next frame is drawn: after something happened, when the exercise clock shows another second, and
//! otherwise hardly ever. And how long drawing takes.

use std::time::{Duration, Instant};

use bevy::prelude::*;
use bevy::window::RequestRedraw;
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::{EguiFullOutput, EguiPostUpdateSet};

use super::notices::Notices;
use super::screens::Screen;
use super::session::Session;
use super::settings::Settings;

/// Nothing is drawn more often than this just because time passes.
const TICK_MIN: Duration = Duration::from_millis(250);
/// Something is drawn at least this often, whatever happens.
const IDLE: Duration = Duration::from_secs(60);
/// Frames over which the time of drawing is averaged.
const FRAMES_MEASURED: usize = 120;

/// Whether and when to draw, and what drawing has cost.
#[derive(Resource, Default)]
pub struct Redraw {
    now: bool,
    began: Option<Instant>,
    frames: Vec<Duration>,
}

impl Redraw {
    /// Something has changed that has not been drawn yet.
    pub const fn now(&mut self) {
        self.now = true;
    }

    /// Time that the last frames took on the main thread, without waiting: middle, and the slowest of twenty.
    pub fn frame_times(&self) -> Option<(Duration, Duration)> {
        let mut frames = self.frames.clone();
        frames.sort_unstable();
        Some((*frames.get(frames.len() / 2)?, *frames.get(frames.len() * 19 / 20)?))
    }
}

/// Lets simulation time pass before, and plans the next frame after the drawing.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Redraw>()
        .insert_resource(WinitSettings { focused_mode: low_power(IDLE), unfocused_mode: low_power(IDLE) })
        .add_systems(First, begin_frame)
        .add_systems(PreUpdate, let_time_pass.run_if(in_state(Screen::Console)))
        .add_systems(
            PostUpdate,
            plan_next_frame.after(EguiPostUpdateSet::EndPass).before(EguiPostUpdateSet::ProcessOutput),
        )
        .add_systems(Last, end_frame);
}

fn low_power(wait: Duration) -> UpdateMode {
    UpdateMode::reactive_low_power(wait)
}

#[allow(clippy::disallowed_methods, reason = "measures what a frame costs")]
fn begin_frame(mut redraw: ResMut<Redraw>) {
    redraw.began = Some(Instant::now());
}

fn end_frame(mut redraw: ResMut<Redraw>) {
    let Some(began) = redraw.began else { return };
    if redraw.frames.len() == FRAMES_MEASURED {
        redraw.frames.remove(0);
    }
    redraw.frames.push(began.elapsed());
}

fn let_time_pass(
    time: Res<Time<Real>>,
    session: Option<ResMut<Session>>,
    settings: Res<Settings>,
    mut notices: ResMut<Notices>,
) {
    let Some(mut session) = session else { return };
    if let Err(error) = session.pass(time.delta()) {
        notices.problem(error.say(&settings.tr));
    }
}

fn plan_next_frame(
    mut redraw: ResMut<Redraw>,
    screen: Res<State<Screen>>,
    session: Option<Res<Session>>,
    egui: Query<&EguiFullOutput>,
    mut winit: ResMut<WinitSettings>,
    mut request: MessageWriter<RequestRedraw>,
) {
    // egui asks for a later frame where a tooltip opens or a text cursor blinks.
    let egui_waits = egui.iter().filter_map(|output| output.0.as_ref());
    let egui_waits = egui_waits.flat_map(|output| output.viewport_output.values().map(|view| view.repaint_delay));
    let tick = session.filter(|_| *screen.get() == Screen::Console).and_then(|session| tick(&session));
    let wait = egui_waits.chain(tick).fold(IDLE, Duration::min);
    let mode = low_power(wait.max(Duration::from_millis(1)));
    if winit.focused_mode != mode {
        winit.focused_mode = mode;
        winit.unfocused_mode = mode;
    }
    if std::mem::take(&mut redraw.now) || wait.is_zero() {
        request.write(RequestRedraw);
    }
}

/// How long until the exercise clock shows another second.
fn tick(session: &Session) -> Option<Duration> {
    if session.jumping_to().is_some() {
        return Some(Duration::ZERO);
    }
    if !session.runs() {
        return None;
    }
    let now = session.exercise().now().0;
    let left_ms = 1_000 - now.rem_euclid(1_000) as u64;
    let real_micros = left_ms * 1_000_000 / u64::from(session.rate_permille());
    // One millisecond more, so that the second has come by then.
    Some(Duration::from_micros(real_micros).max(TICK_MIN) + Duration::from_millis(1))
}
