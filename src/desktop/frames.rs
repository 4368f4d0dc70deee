//! What drawing costs: frames and processor time over some seconds, of a screen at work or standing still.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};
use bevy_egui::EguiContexts;

use super::map::MapState;
use super::redraw::Redraw;
use super::stage::Stage;
use crate::cli::{Frames, Spread};
use crate::model::{Host, Ix};
use crate::sim::Control;

/// Seconds before the measurement, in which fonts, textures and pipelines are made.
const WARM_UP: Duration = Duration::from_secs(4);
/// Speed of the exercise while it is measured at work, in thousandths of real time.
const RATE_PERMILLE: u32 = 8_000;

/// What became of the measurement.
pub type Verdict = Arc<Mutex<Option<Frames>>>;

/// Brings the run on the stage to rest, or lets it go on.
pub(super) fn prepare(stage: &mut Stage, still: bool) -> Result<(), String> {
    let Some(session) = stage.session() else { return Ok(()) };
    let control = if still { Control::Pause("–".to_owned()) } else { Control::Rate(RATE_PERMILLE) };
    session.control(control).map_err(|error| error.to_string())?.ok();
    Ok(())
}

/// Measures and ends the program; `verdict` then says what was measured.
pub(super) struct FramesPlugin {
    pub seconds: u32,
    pub still: bool,
    pub verdict: Verdict,
}

/// The measurement: two marks that a thread of its own sets by waking the window, and the frames between them.
#[derive(Resource)]
struct Stopwatch {
    seconds: u32,
    marks: Arc<Mutex<u32>>,
    /// Processor times of the main thread and of the program at the first mark.
    began: Option<(Duration, Duration)>,
    /// Processor time of the main thread when the present frame began.
    frame_began: Duration,
    /// Processor time of each frame: up to its last system, and with the renderer's part on the main thread.
    frames: Vec<(Duration, Duration)>,
    /// Processor time of the last frame up to its last system.
    own: Duration,
    verdict: Verdict,
}

impl Plugin for FramesPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Stopwatch {
            seconds: self.seconds,
            marks: Arc::new(Mutex::new(0)),
            began: None,
            frame_began: Duration::ZERO,
            frames: Vec::new(),
            own: Duration::ZERO,
            verdict: Arc::clone(&self.verdict),
        })
        .add_systems(Startup, set_marks)
        .add_systems(First, count)
        .add_systems(Last, stop);
        if !self.still {
            app.add_systems(Update, keep_moving);
        }
    }
}

/// Wakes the window at both ends of the measurement. Nothing else of it touches the loop, so that a window at
/// rest stays at rest.
fn set_marks(stopwatch: Res<Stopwatch>, wake: Res<EventLoopProxyWrapper>) {
    let (wake, marks) = ((**wake).clone(), Arc::clone(&stopwatch.marks));
    let measured = Duration::from_secs(u64::from(stopwatch.seconds));
    std::thread::spawn(move || {
        for wait in [WARM_UP, measured] {
            std::thread::sleep(wait);
            if let Ok(mut marks) = marks.lock() {
                *marks += 1;
            }
            wake.send_event(WinitUserEvent::WakeUp).ok();
        }
    });
}

fn count(mut stopwatch: ResMut<Stopwatch>, mut exit: MessageWriter<AppExit>) {
    let (main, process) = (main_time(), process_time());
    let marks = stopwatch.marks.lock().map_or(0, |marks| *marks);
    let frame = (stopwatch.own, main.saturating_sub(stopwatch.frame_began));
    match (marks, stopwatch.began) {
        (0, _) => {}
        (1, None) => stopwatch.began = Some((main, process)),
        (1, Some(_)) => stopwatch.frames.push(frame),
        (_, began) => {
            stopwatch.frames.push(frame);
            let (main_began, process_began) = began.unwrap_or_default();
            // The frame that the first mark itself asked for is none that the window wanted.
            let frames = stopwatch.frames.split_off(1);
            let verdict = Frames {
                drawn: frames.len(),
                own: Spread::of(frames.iter().map(|(own, _)| *own).collect()),
                all: Spread::of(frames.iter().map(|(_, all)| *all).collect()),
                main_thread: main.saturating_sub(main_began),
                process: process.saturating_sub(process_began),
            };
            if let Ok(mut place) = stopwatch.verdict.lock() {
                *place = Some(verdict);
            }
            exit.write(AppExit::Success);
        }
    }
    stopwatch.frame_began = main_time();
}

fn stop(mut stopwatch: ResMut<Stopwatch>) {
    stopwatch.own = main_time().saturating_sub(stopwatch.frame_began);
}

fn main_time() -> Duration {
    processor_time("/proc/thread-self/schedstat")
}

/// Something on the map pulses all the time, so that every frame draws it anew.
fn keep_moving(mut map: ResMut<MapState>, mut contexts: EguiContexts, mut redraw: ResMut<Redraw>) {
    let Ok(context) = contexts.ctx_mut() else { return };
    let now = context.input(|input| input.time);
    map.bypass_change_detection().pulse(Ix::<Host>::new(0), now);
    redraw.now();
}

/// Processor time of a thread, as Linux counts it; nothing elsewhere.
fn processor_time(file: &str) -> Duration {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

/// Processor time of all threads of the program that are still there.
fn process_time() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    threads.map(|thread| processor_time(&thread.path().join("schedstat").to_string_lossy())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn work_takes_processor_time_and_sleep_takes_none() {
        let took = |work: &dyn Fn()| {
            let before = main_time();
            work();
            main_time() - before
        };
        let worked = took(&|| {
            let mut sum = 0_u64;
            for n in 0..30_000_000_u64 {
                sum = std::hint::black_box(sum ^ n);
            }
        });
        let slept = took(&|| std::thread::sleep(Duration::from_millis(60)));
        assert!(worked > slept, "{worked:?} {slept:?}");
        assert!(slept < Duration::from_millis(20), "{slept:?}");
    }
}
