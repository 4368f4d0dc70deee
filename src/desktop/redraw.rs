//! When the next frame is drawn: after something happened, when the exercise clock shows another second, and
//! otherwise hardly ever. And how long drawing takes.
//!
//! The window sleeps until an event wakes it; what is due later wakes it through [`Alarm`]. Neither winit's own
//! waiting time nor the requests of `bevy_egui` serve for that: winit draws at once whenever its waiting time is
//! changed, and `bevy_egui` asks for a frame at once even where egui asks for one later.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use bevy::prelude::*;
use bevy::window::RequestRedraw;
use bevy::winit::{EventLoopProxyWrapper, UpdateMode, WinitSettings, WinitUserEvent};
use bevy_egui::{EguiContexts, EguiFullOutput, EguiPostUpdateSet};

use super::notices::Notices;
use super::screens::Screen;
use super::session::{Remote, Session};
use super::settings::Settings;

/// Nothing is drawn more often than this just because time passes.
const TICK_MIN: Duration = Duration::from_millis(250);
/// Something is drawn at least this often, whatever happens.
const IDLE: Duration = Duration::from_secs(60);
/// Frames after which letters newly made are seen.
const FRAMES_FOR_TEXTURES: u8 = 2;
/// Frames over which the time of drawing is averaged.
const FRAMES_MEASURED: usize = 120;

/// Whether and when to draw, and what drawing has cost.
#[derive(Resource, Default)]
pub struct Redraw {
    now: bool,
    /// Work beside the drawing was under way in this frame.
    busy: bool,
    /// Frames to be drawn in any case.
    again: u8,
    /// How long until the next frame.
    wait: Option<Duration>,
    began: Option<Instant>,
    frames: Vec<Duration>,
}

impl Redraw {
    /// Something has changed that has not been drawn yet.
    pub const fn now(&mut self) {
        self.now = true;
    }

    /// Something is being worked out beside the drawing that will be seen when it is there.
    pub const fn busy(&mut self) {
        (self.now, self.busy) = (true, true);
    }

    /// Whether something was being worked out in this frame.
    pub const fn is_busy(&self) -> bool {
        self.busy
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
    let mode = UpdateMode::reactive_low_power(IDLE);
    app.init_resource::<Redraw>()
        .insert_resource(WinitSettings { focused_mode: mode, unfocused_mode: mode })
        .add_systems(Startup, set_up_alarm)
        .add_systems(First, begin_frame)
        .add_systems(PreUpdate, let_time_pass.run_if(in_state(Screen::Console)))
        .add_systems(
            PostUpdate,
            (
                plan_next_frame.after(EguiPostUpdateSet::EndPass).before(EguiPostUpdateSet::ProcessOutput),
                ask_for_next_frame.after(EguiPostUpdateSet::ProcessOutput),
            ),
        )
        .add_systems(Last, end_frame);
}

/// Wakes the window at a moment; of several the one set last counts.
#[derive(Resource)]
struct Alarm(Sender<Instant>);

#[allow(clippy::disallowed_methods, reason = "waits by the wall")]
fn set_up_alarm(mut commands: Commands, wake: Res<EventLoopProxyWrapper>) {
    let (alarm, set) = channel::<Instant>();
    let wake = (**wake).clone();
    commands.insert_resource(Alarm(alarm));
    std::thread::spawn(move || {
        let mut due = None;
        loop {
            let wait = due.map_or(IDLE, |due: Instant| due.saturating_duration_since(Instant::now()));
            match set.recv_timeout(wait) {
                Ok(at) => due = Some(at),
                Err(RecvTimeoutError::Timeout) if due.take().is_some() => {
                    wake.send_event(WinitUserEvent::WakeUp).ok();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
}

#[allow(clippy::disallowed_methods, reason = "measures what a frame costs")]
fn begin_frame(mut redraw: ResMut<Redraw>) {
    (redraw.began, redraw.busy) = (Some(Instant::now()), false);
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
    mut contexts: EguiContexts,
) {
    // egui asks for a later frame where a tooltip opens or a text cursor blinks.
    let egui_waits = egui.iter().filter_map(|output| output.0.as_ref());
    // What was written with letters that had not been used before can be seen only when they have been sent to the
    // graphics card, which is after this frame has been drawn.
    if egui_waits.clone().any(|output| !output.textures_delta.is_empty()) {
        redraw.again = FRAMES_FOR_TEXTURES;
    }
    let egui_waits = egui_waits.flat_map(|output| output.viewport_output.values().map(|view| view.repaint_delay));
    let tick = session.filter(|_| *screen.get() == Screen::Console).and_then(|session| tick(&session));
    let wait = egui_waits.chain(tick).fold(IDLE, Duration::min);
    if wait.is_zero()
        && let Ok(context) = contexts.ctx_mut()
    {
        debug!("egui wants a frame at once: {:?}", context.repaint_causes());
    }
    redraw.wait = Some(wait);
}

#[allow(clippy::disallowed_methods, reason = "waits by the wall")]
fn ask_for_next_frame(
    mut redraw: ResMut<Redraw>,
    alarm: Option<Res<Alarm>>,
    mut requests: ResMut<Messages<RequestRedraw>>,
) {
    requests.clear();
    let wait = redraw.wait.take().unwrap_or(IDLE);
    let again = redraw.again > 0;
    redraw.again = redraw.again.saturating_sub(1);
    if std::mem::take(&mut redraw.now) || again || wait.is_zero() {
        requests.write(RequestRedraw);
    } else if wait < IDLE
        && let Some(alarm) = alarm
    {
        alarm.0.send(Instant::now() + wait).ok();
    }
}

/// How long until the exercise clock shows another second.
fn tick(session: &Session) -> Option<Duration> {
    if session.local().is_some_and(|local| local.jumping_to().is_some()) {
        return Some(Duration::ZERO);
    }
    let waits = session.remote().and_then(Remote::waits);
    if !session.runs() {
        return waits;
    }
    let now = session.now().0;
    let left_ms = 1_000 - now.rem_euclid(1_000) as u64;
    let real_micros = left_ms * 1_000_000 / u64::from(session.rate_permille());
    // One millisecond more, so that the second has come by then.
    let second = Duration::from_micros(real_micros).max(TICK_MIN) + Duration::from_millis(1);
    Some(waits.map_or(second, |waits| waits.min(second)))
}
