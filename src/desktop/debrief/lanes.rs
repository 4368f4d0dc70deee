//! One time-line for truth and team: the attack above, in a hall the direction, each seat below it, the plan's
//! deadlines at the bottom, with a hand that points at a moment.

use egui::{
    Align2, Color32, EventFilter, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

use super::{DebriefCx, chronicle, event_words};
use crate::desktop::kit::format;
use crate::model::{Ix, Role, SimTime, Span};
use crate::score::{Item, Status, Subject};
use crate::sim::{Event, What};

/// Height of a lane.
const LANE: f32 = 20.0;
/// Width of the names beside the lanes.
const NAMES: f32 = 216.0;
/// How near the pointer must be to a mark.
const NEAR: f32 = 8.0;

/// Whose lane a mark is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The adversary.
    Attack,
    /// Systems, alerts, injects: what everybody could notice.
    World,
    /// Those who direct and rate.
    Direction,
    /// A seat.
    Seat(Ix<Role>),
}

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A step of the attack went through.
    Hit,
    /// A step of the attack was stopped.
    Blocked,
    /// Something that could be noticed.
    Sign,
    /// Something a seat did.
    Act,
    /// Something that went wrong through what a seat did.
    Mishap,
    /// Something the direction did.
    Directed,
    /// A mark or an observation of an evaluator.
    Rated,
}

/// A mark in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: SimTime,
    /// Where.
    pub lane: Lane,
    /// Its look.
    pub kind: Kind,
    /// Number of the event; in the lane of the direction, of the entry in the chronicle.
    pub number: usize,
}

/// The marks of a log, in its order.
pub fn marks(events: &[Event]) -> Vec<Mark> {
    let mark = |(number, event): (usize, &Event)| {
        let (lane, kind) = match &event.what {
            What::StepDone { .. } => (Lane::Attack, Kind::Hit),
            What::StepBlocked { .. } | What::StepGivenUp { .. } | What::AttackOver => (Lane::Attack, Kind::Blocked),
            What::AlertRaised { real: true, .. } | What::Detected { .. } => (Lane::World, Kind::Sign),
            What::SystemChanged { .. } | What::InjectSent { .. } => (Lane::World, Kind::Sign),
            What::OrderDone { role, .. } => (Lane::Seat(*role), Kind::Act),
            What::ApprovalDecided { by, .. } => (Lane::Seat(*by), Kind::Act),
            What::Mishap { role, .. } => (Lane::Seat(*role), Kind::Mishap),
            _ => return None,
        };
        Some(Mark { at: event.at, lane, kind, number })
    };
    events.iter().enumerate().filter_map(mark).collect()
}

/// The scale of time across the lanes.
struct Scale {
    from: SimTime,
    span: Span,
    area: Rect,
}

impl Scale {
    fn x(&self, at: SimTime) -> f32 {
        let share = (at - self.from).0 as f64 / self.span.0.max(1) as f64;
        self.area.left() + (share * f64::from(self.area.width())) as f32
    }

    fn at(&self, x: f32) -> SimTime {
        let share = f64::from((x - self.area.left()) / self.area.width().max(1.0)).clamp(0.0, 1.0);
        self.from + Span((share * self.span.0 as f64) as i64)
    }

    fn shows(&self, at: SimTime) -> bool {
        at >= self.from && at <= self.from + self.span
    }
}

/// The lanes with their hand; gives what must have the focus for the keys to be heard.
pub fn lanes_pane_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>) -> egui::Id {
    let lanes = lanes(cx);
    let height = (lanes.len() as f32 + 2.0) * LANE;
    let shown = egui::ScrollArea::vertical().id_salt("lanes").auto_shrink(false).show(ui, |ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click_and_drag());
        lanes_ui(ui, cx, &lanes, rect, &response);
        response.id
    });
    shown.inner
}

/// How high all lanes are.
pub fn lanes_height(cx: &DebriefCx<'_>) -> f32 {
    (lanes(cx).len() as f32 + 2.0) * LANE
}

/// The moment pointed at.
pub fn now(cx: &DebriefCx<'_>) -> SimTime {
    cx.state.at.unwrap_or(SimTime::START)
}

/// What the marks mean.
pub fn legend_ui(ui: &mut Ui, cx: &DebriefCx<'_>) {
    for (kind, word) in [
        (Kind::Hit, "debrief-mark-hit"),
        (Kind::Blocked, "debrief-mark-blocked"),
        (Kind::Sign, "debrief-mark-sign"),
        (Kind::Act, "debrief-mark-act"),
        (Kind::Mishap, "debrief-mark-mishap"),
        (Kind::Directed, "debrief-mark-directed"),
        (Kind::Rated, "debrief-mark-rated"),
    ] {
        if matches!(kind, Kind::Directed | Kind::Rated) && cx.run.pins.is_empty() {
            continue;
        }
        let (rect, _) = ui.allocate_exact_size(vec2(10.0, LANE), Sense::hover());
        paint_mark(ui.painter(), cx, kind, rect.center());
        ui.label(cx.theme.note(cx.tr.t(word)));
    }
}

/// The lanes with anything in them: the attack, what could be noticed, then the seats in their order.
fn lanes(cx: &DebriefCx<'_>) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = cx.run.all_marks().map(|mark| mark.lane).collect();
    lanes.extend([Lane::Attack, Lane::World]);
    lanes.sort_unstable();
    lanes.dedup();
    lanes
}

fn lane_name(cx: &DebriefCx<'_>, lane: Lane) -> String {
    match lane {
        Lane::Attack => cx.tr.t("debrief-lane-attack"),
        Lane::World => cx.tr.t("debrief-lane-world"),
        Lane::Direction => cx.tr.t("debrief-lane-direction"),
        Lane::Seat(role) => format::role(&cx.run.scenario, cx.tr, role),
    }
}

fn lanes_ui(ui: &mut Ui, cx: &mut DebriefCx<'_>, lanes: &[Lane], rect: Rect, response: &Response) {
    let file = &cx.run.scenario.file;
    let whole = cx.state.whole || cx.run.end() < SimTime::after_start(file.active);
    let span = if whole { cx.run.end() - SimTime::START } else { file.active };
    let area = Rect::from_min_max(pos2(rect.left() + NAMES, rect.top() + LANE), rect.max);
    let scale = Scale { from: SimTime::START, span, area };
    let painter = ui.painter_at(rect);
    axis(&painter, cx, &scale, rect);
    for (row, lane) in lanes.iter().enumerate() {
        let y = area.top() + row as f32 * LANE;
        let fill = if *lane == Lane::Attack { cx.theme.colors.raised } else { Color32::TRANSPARENT };
        painter.rect_filled(Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), LANE)), 0.0, fill);
        name(&painter, cx, &lane_name(cx, *lane), pos2(rect.left(), y));
        painter.hline(rect.x_range(), y + LANE, Stroke::new(1.0, cx.theme.colors.line));
        for mark in cx.run.all_marks().filter(|mark| mark.lane == *lane && scale.shows(mark.at)) {
            paint_mark(&painter, cx, mark.kind, pos2(scale.x(mark.at), y + LANE / 2.0));
        }
    }
    let deadlines_y = area.top() + lanes.len() as f32 * LANE;
    name(&painter, cx, &cx.tr.t("debrief-lane-deadlines"), pos2(rect.left(), deadlines_y));
    for item in deadlines(cx) {
        if let Some(due) = item.due.filter(|due| scale.shows(*due)) {
            paint_deadline(&painter, cx, item, pos2(scale.x(due), deadlines_y + LANE / 2.0));
        }
    }
    if let Some(t0) = cx.run.score.t0.filter(|t0| scale.shows(*t0)) {
        vertical(&painter, cx, scale.x(t0), rect, cx.theme.colors.soft, "T0");
    }
    vertical(&painter, cx, scale.x(now(cx)), rect, cx.theme.colors.accent, "");
    hand_ui(ui, cx, &scale, response);
    hover_ui(cx, lanes, &scale, deadlines_y, response);
}

fn name(painter: &Painter, cx: &DebriefCx<'_>, text: &str, at: Pos2) {
    let font = FontId::proportional(cx.theme.text.small);
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, cx.theme.colors.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(NAMES - 12.0);
    let galley = painter.layout_job(job);
    painter.galley(pos2(at.x + 4.0, at.y + (LANE - galley.size().y) / 2.0), galley, cx.theme.colors.text);
}

fn vertical(painter: &Painter, cx: &DebriefCx<'_>, x: f32, rect: Rect, color: Color32, text: &str) {
    painter.vline(x, rect.y_range(), Stroke::new(1.0, color));
    let font = FontId::proportional(cx.theme.text.small);
    painter.text(pos2(x + 4.0, rect.bottom()), Align2::LEFT_BOTTOM, text, font, color);
}

/// Ticks at round times of day, as many as fit.
fn axis(painter: &Painter, cx: &DebriefCx<'_>, scale: &Scale, rect: Rect) {
    const STEPS_MINS: [i64; 10] = [5, 10, 15, 30, 60, 120, 240, 360, 720, 1_440];
    let room = (scale.area.width() / 56.0).max(1.0) as i64;
    let step = STEPS_MINS.into_iter().find(|mins| scale.span.as_mins() / mins <= room).unwrap_or(1_440 * 7);
    let font = FontId::monospace(cx.theme.text.small);
    let mut at = scale.from;
    while scale.shows(at) {
        let x = scale.x(at);
        painter.vline(x, rect.y_range(), Stroke::new(1.0, cx.theme.colors.line));
        let text = if step >= 720 { cx.clock(at) } else { format::clock_short(cx.run.scenario.file.starts, at) };
        painter.text(pos2(x + 2.0, rect.top() + 2.0), Align2::LEFT_TOP, text, font.clone(), cx.theme.colors.faint);
        at = at + Span::mins(step);
    }
}

fn paint_mark(painter: &Painter, cx: &DebriefCx<'_>, kind: Kind, at: Pos2) {
    let c = &cx.theme.colors;
    let r = 5.0;
    match kind {
        Kind::Hit => {
            let points = vec![at - vec2(0.0, r), at + vec2(r, 0.0), at + vec2(0.0, r), at - vec2(r, 0.0)];
            painter.add(Shape::convex_polygon(points, c.held, Stroke::NONE));
        }
        Kind::Blocked => {
            let stroke = Stroke::new(2.0, c.soft);
            painter.line_segment([at - vec2(4.0, 4.0), at + vec2(4.0, 4.0)], stroke);
            painter.line_segment([at + vec2(-4.0, 4.0), at + vec2(4.0, -4.0)], stroke);
        }
        Kind::Sign => {
            painter.circle_stroke(at, 4.0, Stroke::new(1.5, c.soft));
        }
        Kind::Act => {
            painter.circle_filled(at, 4.0, c.accent);
        }
        Kind::Mishap => {
            let points = vec![at - vec2(0.0, r), at + vec2(r, r), at + vec2(-r, r)];
            painter.add(Shape::convex_polygon(points, c.critical, Stroke::NONE));
        }
        Kind::Directed => {
            let points = vec![at + vec2(-r, -r), at + vec2(r, -r), at + vec2(0.0, r)];
            painter.add(Shape::convex_polygon(points, c.high, Stroke::NONE));
        }
        // A pin with its head up.
        Kind::Rated => {
            painter.line_segment([at, at + vec2(0.0, 2.0 * r)], Stroke::new(1.5, c.text));
            painter.circle_filled(at - vec2(0.0, 2.0), 3.5, c.text);
        }
    }
}

/// The deadlines of the plan that applied.
fn deadlines<'r>(cx: &DebriefCx<'r>) -> impl Iterator<Item = &'r Item> + use<'r> {
    let is_deadline = |item: &&Item| {
        matches!(item.subject, Subject::Deadline(_)) && item.status != Status::NotApplicable && item.due.is_some()
    };
    cx.run.score.items.iter().filter(is_deadline)
}

/// A filled square for a deadline kept, an empty one for a deadline missed.
fn paint_deadline(painter: &Painter, cx: &DebriefCx<'_>, item: &Item, at: Pos2) {
    let square = Rect::from_center_size(at, vec2(8.0, 8.0));
    if item.status == Status::Done {
        painter.rect_filled(square, 0.0, cx.theme.colors.soft);
    } else {
        let stroke = Stroke::new(1.5, cx.theme.colors.critical);
        painter.rect_stroke(square, 0.0, stroke, egui::StrokeKind::Inside);
    }
}

/// Pointing at a moment with the pointer. The keys are those of the playback.
fn hand_ui(ui: &Ui, cx: &mut DebriefCx<'_>, scale: &Scale, response: &Response) {
    let at = cx.clock(now(cx));
    let told = cx.tr.with("debrief-hand", &[("at", at.into())]);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, true, &told));
    if let Some(pointer) = response.interact_pointer_pos() {
        cx.state.at = Some(scale.at(pointer.x));
        response.request_focus();
    }
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.ctx().memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
}

/// What the mark or deadline under the pointer is.
fn hover_ui(cx: &DebriefCx<'_>, lanes: &[Lane], scale: &Scale, deadlines_y: f32, response: &Response) {
    let Some(pointer) = response.hover_pos() else { return };
    let near = |at: SimTime| (scale.x(at) - pointer.x).abs() <= NEAR;
    let mut lines: Vec<String> = Vec::new();
    if pointer.y >= deadlines_y {
        let words = cx.words();
        let near = deadlines(cx).filter(|item| item.due.is_some_and(near));
        lines.extend(near.map(|item| format!("{} · {}", words.title(item), words.status(item))));
    } else {
        let row = ((pointer.y - scale.area.top()) / LANE).floor();
        let lane = if row >= 0.0 { lanes.get(row as usize) } else { None };
        let near = cx.run.all_marks().filter(|mark| Some(&mark.lane) == lane && near(mark.at));
        lines.extend(near.map(|mark| mark_line(cx, mark)));
    }
    lines.truncate(6);
    if !lines.is_empty() {
        response.clone().on_hover_text_at_pointer(lines.join("\n"));
    }
}

/// What a mark stands for, with its time of day.
fn mark_line(cx: &DebriefCx<'_>, mark: &Mark) -> String {
    match cx.run.direction.chronicle.get(mark.number) {
        Some(entry) if mark.lane == Lane::Direction => chronicle::line(cx, entry),
        _ => line(cx, mark.number),
    }
}

/// An event in words, with its time of day.
pub fn line(cx: &DebriefCx<'_>, number: usize) -> String {
    let Some(event) = cx.run.events.get(number) else { return String::new() };
    let starts = cx.run.scenario.file.starts;
    let text = event_words::event_text(&cx.run.scenario, cx.tr, event);
    format!("{} · {text}", format::clock(starts, event.at))
}
