//! Playing a run back: which moment comes next while it plays, the buttons and the keys.

use egui::{Key, Modifiers, RichText, Ui, WidgetInfo, WidgetType};
use egui_phosphor::regular as icon;

use super::{DebriefCx, lanes};
use crate::desktop::kit::format;
use crate::model::{SimTime, Span};

/// Speeds offered, in times of the exercise's own.
pub const RATES: [u32; 5] = [1, 2, 4, 8, 16];
/// A jump with the keys.
const JUMP: Span = Span::mins(5);
/// While it plays, a time in which nothing happens is cut when it is longer than this.
const QUIET: Span = Span::mins(10);
/// What is left of a quiet time, before the next thing happens.
const QUIET_LEFT: Span = Span(15_000);
/// Real time that one frame may play at most: after the machine has slept, it goes on where it was.
const FRAME_MAX_SECS: f64 = 1.0;
/// Real time between two frames while it plays.
const FRAME_SECS: f64 = 0.1;

/// Whether and how fast the run plays.
#[derive(Clone, Debug, PartialEq)]
pub struct Playback {
    /// It plays.
    pub playing: bool,
    /// How fast, one of [`RATES`].
    pub rate: u32,
    /// Long quiet times are cut short.
    pub skip_quiet: bool,
    /// When the last frame was played, in seconds of any clock.
    last: Option<f64>,
    /// What has been played and is not yet a whole millisecond, in milliseconds.
    carried: f64,
}

impl Default for Playback {
    fn default() -> Self {
        Self { playing: false, rate: 16, skip_quiet: true, last: None, carried: 0.0 }
    }
}

impl Playback {
    /// Starts to play at `at`, or stops. Gives where it starts: from the end it begins anew.
    pub fn toggle(&mut self, at: SimTime, end: SimTime) -> SimTime {
        self.playing = !self.playing;
        (self.last, self.carried) = (None, 0.0);
        if self.playing && at >= end { SimTime::START } else { at }
    }

    /// Plays on from `at`; `now` is in seconds of any clock, `moments` are those at which something happens, in
    /// order. Gives the moment that has come; stops at `end`.
    pub fn play(&mut self, at: SimTime, now: f64, end: SimTime, moments: impl IntoIterator<Item = SimTime>) -> SimTime {
        let real = self.last.replace(now).map_or(0.0, |last| (now - last).clamp(0.0, FRAME_MAX_SECS));
        if !self.playing {
            return at;
        }
        let played = real * 1_000.0 * f64::from(self.rate) + self.carried;
        self.carried = played.fract();
        let mut to = at + Span(played as i64);
        if self.skip_quiet {
            let next = moments.into_iter().find(|moment| *moment > to).unwrap_or(end);
            if next - to > QUIET {
                to = SimTime(next.0 - QUIET_LEFT.0);
            }
        }
        if to >= end {
            self.playing = false;
            return end;
        }
        to
    }

    /// The next speed up or down, as far as there is one.
    pub fn change_rate(&mut self, faster: bool) {
        let mut rates = RATES.into_iter();
        let next = if faster { rates.find(|r| *r > self.rate) } else { rates.rev().find(|r| *r < self.rate) };
        self.rate = next.unwrap_or(self.rate);
    }
}

/// Plays on, as far as real time has passed.
pub fn pass(ui: &Ui, cx: &mut DebriefCx<'_>) {
    if !cx.state.playback.playing {
        return;
    }
    let (at, end) = (lanes::now(cx), cx.run.end());
    let moments = cx.run.moments.iter().copied();
    cx.state.at = Some(cx.state.playback.play(at, ui.input(|input| input.time), end, moments));
    if cx.state.playback.playing {
        ui.ctx().request_repaint_after_secs(FRAME_SECS as f32);
    } else {
        ui.ctx().request_repaint();
    }
}

/// Buttons, clock, speed.
pub fn controls_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) {
    let at = lanes::now(cx);
    let play = if cx.state.playback.playing { (icon::PAUSE, "debrief-pause") } else { (icon::PLAY, "debrief-play") };
    for (sign, key, keys, act) in [
        (icon::SKIP_BACK, "debrief-to-start", "Home", Act::Start),
        (icon::CARET_LEFT, "debrief-earlier", "←", Act::Step(false)),
        (play.0, play.1, "Space", Act::Toggle),
        (icon::CARET_RIGHT, "debrief-later", "→", Act::Step(true)),
        (icon::SKIP_FORWARD, "debrief-to-end", "End", Act::End),
    ] {
        let name = cx.tr.t(key);
        let button = ui.button(RichText::new(sign).size(cx.theme.text.heading));
        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        if button.on_hover_text(format!("{name} ({keys})")).clicked() {
            act.carry_out(cx);
        }
    }
    let rate = format!("×{}", cx.state.playback.rate);
    let menu = ui.menu_button(cx.theme.mono(rate).color(cx.theme.colors.text), |ui| {
        for rate in RATES {
            ui.selectable_value(&mut cx.state.playback.rate, rate, format!("×{rate}"));
        }
    });
    menu.response.on_hover_text(format!("{} (+ −)", cx.tr.t("debrief-rate")));
    ui.label(cx.theme.mono(cx.clock(at)).size(cx.theme.text.heading).color(cx.theme.colors.text));
    ui.label(cx.theme.mono(format::elapsed(at)).color(cx.theme.colors.soft));
    let skip = ui.checkbox(&mut cx.state.playback.skip_quiet, cx.tr.t("debrief-skip-quiet"));
    skip.on_hover_text(cx.tr.t("debrief-skip-quiet-note"));
}

/// Something a key or a button does.
#[derive(Clone, Copy)]
enum Act {
    Toggle,
    Step(bool),
    By(Span),
    Start,
    End,
    Rate(bool),
}

impl Act {
    fn carry_out(self, cx: &mut DebriefCx<'_>) {
        let (at, end) = (lanes::now(cx), cx.run.end());
        match self {
            Self::Toggle => cx.state.at = Some(cx.state.playback.toggle(at, end)),
            Self::Step(forward) => step(cx, forward),
            Self::By(span) => cx.state.at = Some((at + span).clamp(SimTime::START, end)),
            Self::Start => cx.state.at = Some(SimTime::START),
            Self::End => cx.state.at = Some(end),
            Self::Rate(faster) => cx.state.playback.change_rate(faster),
        }
    }
}

/// Moves the hand to the next mark, or to the one before.
fn step(cx: &mut DebriefCx<'_>, forward: bool) {
    let at = lanes::now(cx);
    let moments = cx.run.moments.iter().copied();
    let next = if forward { moments.filter(|m| *m > at).min() } else { moments.filter(|m| *m < at).max() };
    cx.state.at = next.or(cx.state.at);
}

/// The keys. They are heard while nothing else has the focus; `lanes` is what may have it.
pub fn keys(ui: &Ui, cx: &mut DebriefCx<'_>, lanes: egui::Id) {
    if ui.memory(egui::Memory::focused).is_some_and(|focused| focused != lanes) {
        return;
    }
    let back = Span(-JUMP.0);
    // Those with Shift come first: egui lets a key with more modifiers than asked for pass as well.
    for (modifiers, key, act) in [
        (Modifiers::SHIFT, Key::ArrowLeft, Act::By(back)),
        (Modifiers::SHIFT, Key::ArrowRight, Act::By(JUMP)),
        (Modifiers::NONE, Key::PageUp, Act::By(back)),
        (Modifiers::NONE, Key::PageDown, Act::By(JUMP)),
        (Modifiers::NONE, Key::ArrowLeft, Act::Step(false)),
        (Modifiers::NONE, Key::ArrowRight, Act::Step(true)),
        (Modifiers::NONE, Key::Space, Act::Toggle),
        (Modifiers::NONE, Key::Home, Act::Start),
        (Modifiers::NONE, Key::End, Act::End),
        (Modifiers::NONE, Key::Plus, Act::Rate(true)),
        (Modifiers::NONE, Key::Equals, Act::Rate(true)),
        (Modifiers::NONE, Key::Minus, Act::Rate(false)),
    ] {
        if ui.input_mut(|input| input.consume_key(modifiers, key)) {
            act.carry_out(cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: SimTime = SimTime(3 * 3_600_000);

    fn secs(at: SimTime) -> i64 {
        at.0 / 1_000
    }

    #[test]
    fn it_plays_at_its_rate_without_losing_parts_of_milliseconds() {
        for rate in RATES {
            let mut playback = Playback { rate, skip_quiet: false, ..Playback::default() };
            let mut at = playback.toggle(SimTime::START, END);
            // Thirty frames a second for ten seconds; a third of a hundredth is no whole millisecond.
            for frame in 0..=300 {
                at = playback.play(at, 100.0 + f64::from(frame) / 30.0, END, []);
            }
            assert!((at.0 - 10_000 * i64::from(rate)).abs() <= 1, "×{rate}: {at:?}");
        }
    }

    #[test]
    fn after_a_sleep_it_goes_on_where_it_was() {
        let mut playback = Playback { rate: 1, skip_quiet: false, ..Playback::default() };
        let at = playback.toggle(SimTime::START, END);
        let at = playback.play(at, 5.0, END, []);
        let at = playback.play(at, 9_000.0, END, []);
        assert_eq!(secs(at), 1);
    }

    #[test]
    fn it_stops_at_the_end_and_begins_anew_from_there() {
        let mut playback = Playback { skip_quiet: false, ..Playback::default() };
        let near = SimTime(END.0 - 1_000);
        let at = playback.toggle(near, END);
        assert_eq!(at, near);
        playback.play(at, 0.0, END, []);
        assert_eq!(playback.play(at, 1.0, END, []), END);
        assert!(!playback.playing);
        assert_eq!(playback.toggle(END, END), SimTime::START);
    }

    #[test]
    fn a_long_quiet_time_is_cut_to_just_before_the_next_thing() {
        let mut playback = Playback::default();
        let at = playback.toggle(SimTime::START, END);
        let next = SimTime(2 * 3_600_000);
        let at = playback.play(at, 0.0, END, [SimTime(0), next]);
        assert_eq!(at, SimTime(next.0 - QUIET_LEFT.0));
        // From there on it plays as ever.
        assert_eq!(playback.play(at, 0.5, END, [SimTime(0), next]), SimTime(at.0 + 8_000));
    }
}
