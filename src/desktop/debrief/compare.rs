//! The teams of a hall beside each other: score, times, clocks and critical tasks, in the order of any column.

use egui::{Align, Button, Layout, ProgressBar, RichText, Ui};
use egui_extras::{Column as Width, TableBuilder};
use egui_phosphor::regular as icon;

use super::tasks::{mark_color, settled_look};
use crate::desktop::kit::{Theme, format};
use crate::i18n::Tr;
use crate::journal::Error;
use crate::live::{Figures, Mark, Settled};
use crate::model::{Calendar, Span};
use crate::score::{RunState, Words};

/// Height of a row.
const ROW: f32 = 28.0;

/// A team.
#[derive(Debug)]
pub struct TeamRow {
    /// Its name.
    pub name: String,
    /// Its figures, as far as there are any.
    pub counted: Counted,
}

/// How far the figures of a team are.
#[derive(Debug)]
pub enum Counted {
    /// They are being worked out.
    Waiting,
    /// They were not worked out because somebody stopped it.
    Left,
    /// They are there.
    Done(Box<Figures>),
    /// Its journal could not be read.
    Failed(Error),
}

impl Counted {
    fn figures(&self) -> Option<&Figures> {
        match self {
            Self::Done(figures) => Some(figures),
            Self::Waiting | Self::Left | Self::Failed(_) => None,
        }
    }
}

/// A column of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Name.
    Team,
    /// Score.
    Score,
    /// Whether it is passed.
    Passed,
    /// From the first step of the attack to detection.
    Detect,
    /// From detection to the incident record.
    Acknowledge,
    /// From detection to containment.
    Contain,
    /// From detection to recovery.
    Recover,
    /// Legal clocks that were missed.
    LateClocks,
    /// Critical tasks with this mark.
    Marked(Mark),
    /// Critical tasks on which an evaluator disagrees.
    Disputed,
}

impl Column {
    /// All of them with the keys of their heads and their least widths in steps of the grid.
    const ALL: [(Self, &'static str, u8); 13] = [
        (Self::Team, "debrief-col-team", 40),
        (Self::Score, "debrief-col-score", 20),
        (Self::Passed, "debrief-col-passed", 32),
        (Self::Detect, "debrief-col-detect", 30),
        (Self::Acknowledge, "debrief-col-acknowledge", 30),
        (Self::Contain, "debrief-col-contain", 30),
        (Self::Recover, "debrief-col-recover", 30),
        (Self::LateClocks, "debrief-col-clocks", 24),
        (Self::Marked(Mark::P), "P", 11),
        (Self::Marked(Mark::S), "S", 11),
        (Self::Marked(Mark::M), "M", 11),
        (Self::Marked(Mark::U), "U", 11),
        (Self::Disputed, "debrief-col-disputed", 24),
    ];

    /// What a team is ordered by.
    fn key(self, number: usize, figures: &Figures) -> Option<i64> {
        let span = |span: Option<Span>| span.map(|span| span.0);
        let tasks = &figures.tasks;
        match self {
            Self::Team => Some(number as i64),
            Self::Score => Some(figures.permille.into()),
            Self::Passed => Some(match (figures.state, figures.passed) {
                (RunState::Running, _) => 1,
                (_, passed) => 2 * i64::from(passed),
            }),
            Self::Detect => span(figures.times.to_detect),
            Self::Acknowledge => span(figures.times.to_acknowledge),
            Self::Contain => span(figures.times.to_contain),
            Self::Recover => span(figures.times.to_recover),
            Self::LateClocks => Some(figures.late_clocks.into()),
            Self::Marked(mark) => Some(tasks.marked(mark).into()),
            Self::Disputed => Some((tasks.overridden + tasks.differ).into()),
        }
    }
}

/// In which order the teams stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// By which column.
    pub by: Column,
    /// The greatest first.
    pub down: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { by: Column::Team, down: false }
    }
}

impl Sorting {
    /// After a click on the head of a column: that one, or the other way round.
    fn clicked(self, by: Column) -> Self {
        // Of score and verdict one wants the best first.
        let down = if self.by == by { !self.down } else { matches!(by, Column::Score | Column::Passed) };
        Self { by, down }
    }
}

/// The teams in order, by their numbers. Those without a value come last, whichever way it goes.
pub fn order(rows: &[TeamRow], sorting: Sorting) -> Vec<usize> {
    let key = |number: usize| match (sorting.by, rows[number].counted.figures()) {
        (Column::Team, _) => Some(number as i64),
        (by, figures) => figures.and_then(|figures| by.key(number, figures)),
    };
    let mut numbers: Vec<usize> = (0..rows.len()).collect();
    numbers.sort_by_key(|number| {
        let key = key(*number);
        (key.is_none(), key.map(|key| if sorting.down { -key } else { key }), *number)
    });
    numbers
}

/// What somebody wants at the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// To look back on the run of this team.
    Open(usize),
    /// To stop working out figures.
    Stop,
    /// To read all journals again.
    Again,
}

/// What the comparison is given to draw itself.
pub struct CompareCx<'a> {
    /// The teams.
    pub rows: &'a [TeamRow],
    /// When the fictional day began.
    pub starts: Calendar,
    /// Words.
    pub words: Words<'a>,
    /// Colours and sizes.
    pub theme: &'a Theme,
}

impl CompareCx<'_> {
    const fn tr(&self) -> &Tr {
        self.words.tr
    }
}

/// The comparison.
pub fn compare_ui(ui: &mut Ui, cx: &CompareCx<'_>, sorting: &mut Sorting) -> Option<Act> {
    let mut act = progress_ui(ui, cx);
    ui.add_space(cx.theme.steps(1));
    egui::ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        let side_by_side = Layout::left_to_right(Align::Center);
        let mut table =
            TableBuilder::new(ui).id_salt("compare").striped(true).auto_shrink(false).cell_layout(side_by_side);
        for (column, _, steps) in Column::ALL {
            let width = cx.theme.steps(steps);
            table = table.column(match column {
                Column::Team => Width::remainder().at_least(width).clip(true),
                _ => Width::exact(width).clip(true),
            });
        }
        let numbers = order(cx.rows, *sorting);
        let table = table.header(ROW, |mut row| {
            for (column, key, _) in Column::ALL {
                row.col(|ui| head_ui(ui, cx, column, key, sorting));
            }
        });
        table.body(|body| {
            body.rows(ROW, numbers.len(), |mut row| {
                let number = numbers[row.index()];
                for (column, ..) in Column::ALL {
                    row.col(|ui| act = cell_ui(ui, cx, column, number).or(act));
                }
            });
        });
    });
    act
}

/// How far the work is, and what stops it or begins it anew.
fn progress_ui(ui: &mut Ui, cx: &CompareCx<'_>) -> Option<Act> {
    let (tr, theme) = (cx.tr(), cx.theme);
    let waiting = cx.rows.iter().filter(|row| matches!(row.counted, Counted::Waiting)).count();
    let done = cx.rows.len() - waiting;
    ui.horizontal_wrapped(|ui| {
        if waiting > 0 {
            let text = tr.with("debrief-counting", &[("n", done.into()), ("of", cx.rows.len().into())]);
            let share = done as f32 / cx.rows.len().max(1) as f32;
            ui.add(ProgressBar::new(share).desired_width(theme.steps(60)).text(text));
            return ui.button(format!("{} {}", icon::X, tr.t("debrief-stop-counting"))).clicked().then_some(Act::Stop);
        }
        let again = format!("{} {}", icon::ARROWS_CLOCKWISE, tr.t("debrief-count-again"));
        let again = ui.button(again).on_hover_text(tr.t("debrief-count-again-note")).clicked();
        ui.label(theme.note(tr.t("debrief-compare-note")));
        again.then_some(Act::Again)
    })
    .inner
}

fn head_ui(ui: &mut Ui, cx: &CompareCx<'_>, column: Column, key: &str, sorting: &mut Sorting) {
    let name = match column {
        Column::Marked(_) => key.to_owned(),
        _ => cx.tr().t(key),
    };
    let caret = match (sorting.by == column, sorting.down) {
        (false, _) => "",
        (true, true) => icon::CARET_DOWN,
        (true, false) => icon::CARET_UP,
    };
    let color = match column {
        Column::Marked(mark) => mark_color(cx.theme, mark),
        _ => cx.theme.colors.soft,
    };
    let hover = match column {
        Column::Marked(mark) => cx.words.rating(mark),
        _ => cx.tr().t(&format!("{key}-note")),
    };
    let text = cx.theme.strong(format!("{name}{caret}")).color(color);
    if ui.add(Button::new(text).frame(false).truncate()).on_hover_text(hover).clicked() {
        *sorting = sorting.clicked(column);
    }
}

fn cell_ui(ui: &mut Ui, cx: &CompareCx<'_>, column: Column, number: usize) -> Option<Act> {
    let row = cx.rows.get(number)?;
    if column == Column::Team {
        let text = RichText::new(format!("{} {}", icon::CHART_LINE, row.name)).color(cx.theme.colors.accent);
        let button = ui.add(Button::new(text).frame(false).truncate());
        return button.on_hover_text(cx.tr().t("debrief-open-team")).clicked().then_some(Act::Open(number));
    }
    match &row.counted {
        Counted::Done(figures) => figure_ui(ui, cx, column, figures),
        _ if column != Column::Passed => {}
        Counted::Waiting => drop(ui.label(cx.theme.soft(icon::HOURGLASS))),
        Counted::Left => drop(ui.label(cx.theme.soft(cx.tr().t("debrief-not-counted")))),
        Counted::Failed(error) => {
            let text = RichText::new(format!("{} {}", icon::WARNING, cx.tr().t("debrief-unreadable")));
            ui.label(text.color(cx.theme.colors.critical)).on_hover_text(error.say(cx.tr()));
        }
    }
    None
}

fn figure_ui(ui: &mut Ui, cx: &CompareCx<'_>, column: Column, figures: &Figures) {
    let (tr, theme) = (cx.tr(), cx.theme);
    let span = |ui: &mut Ui, span: Option<Span>| {
        let text = span.map_or_else(|| theme.soft("–"), |span| RichText::new(format::span(tr, span)));
        right(ui, |ui| drop(ui.label(text)));
    };
    let count = |ui: &mut Ui, count: u32| {
        let text = theme.mono(count.to_string());
        right(ui, |ui| drop(ui.label(if count == 0 { text.color(theme.colors.faint) } else { text })));
    };
    match column {
        Column::Team => {}
        Column::Score => {
            let points = cx.words.points(i64::from(figures.permille) * 1_000);
            let text = if figures.state == RunState::Running { format!("≥ {points}") } else { points };
            let stands = cx.words.points(i64::from(figures.as_it_stands_permille) * 1_000);
            let hover = tr.with("debrief-as-it-stands", &[("points", stands.into())]);
            right(ui, |ui| drop(ui.label(theme.mono(text).color(theme.colors.text)).on_hover_text(hover)));
        }
        Column::Passed => passed_ui(ui, cx, figures),
        Column::Detect => span(ui, figures.times.to_detect),
        Column::Acknowledge => span(ui, figures.times.to_acknowledge),
        Column::Contain => span(ui, figures.times.to_contain),
        Column::Recover => span(ui, figures.times.to_recover),
        Column::LateClocks => {
            let late = figures.late_clocks;
            let mark = if late > 0 { format!("{} {late}", icon::TIMER) } else { late.to_string() };
            let color = if late > 0 { theme.colors.critical } else { theme.colors.faint };
            right(ui, |ui| drop(ui.label(RichText::new(mark).color(color))));
        }
        Column::Marked(mark) => count(ui, figures.tasks.marked(mark)),
        Column::Disputed => disputed_ui(ui, cx, figures),
    }
}

fn right(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(8.0);
        add(ui);
    });
}

fn passed_ui(ui: &mut Ui, cx: &CompareCx<'_>, figures: &Figures) {
    let (tr, c) = (cx.tr(), &cx.theme.colors);
    let (sign, color, text) = match (figures.state, figures.passed) {
        (RunState::Running, _) => {
            let at = format::clock_short(cx.starts, figures.now);
            (icon::HOURGLASS, c.soft, tr.with("debrief-until", &[("at", at.into())]))
        }
        (_, true) => (icon::CHECK_CIRCLE, c.low, tr.t("debrief-passed")),
        (_, false) => (icon::X_CIRCLE, c.critical, tr.t("debrief-failed")),
    };
    ui.label(RichText::new(sign).color(color));
    ui.label(text);
}

/// Tasks whose mark evaluators overrode, and those on which they differ.
fn disputed_ui(ui: &mut Ui, cx: &CompareCx<'_>, figures: &Figures) {
    let tasks = &figures.tasks;
    for (settled, count) in [(Settled::Overridden(Mark::P), tasks.overridden), (Settled::Differs, tasks.differ)] {
        if count > 0 {
            let (sign, color, word) = settled_look(cx.theme, settled);
            let label = ui.label(RichText::new(format!("{sign} {count}")).color(color));
            label.on_hover_text(cx.tr().t(word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Tasks;
    use crate::model::SimTime;
    use crate::score::Times;

    fn team(permille: u32, contain: Option<i64>) -> TeamRow {
        let times = Times { to_contain: contain.map(Span::mins), ..Times::default() };
        let figures = Figures {
            now: SimTime::START,
            state: RunState::Complete,
            permille,
            as_it_stands_permille: permille,
            passed: permille > 500,
            times,
            late_clocks: 0,
            tasks: Tasks::default(),
        };
        TeamRow { name: String::new(), counted: Counted::Done(Box::new(figures)) }
    }

    #[test]
    fn teams_stand_in_the_order_of_a_column_and_those_without_a_value_last() {
        let waiting = TeamRow { name: String::new(), counted: Counted::Waiting };
        let rows = [waiting, team(400, Some(30)), team(900, None), team(400, Some(10))];
        let by = |by, down| order(&rows, Sorting { by, down });
        assert_eq!(by(Column::Team, false), [0, 1, 2, 3]);
        assert_eq!(by(Column::Team, true), [3, 2, 1, 0]);
        assert_eq!(by(Column::Score, true), [2, 1, 3, 0]);
        assert_eq!(by(Column::Score, false), [1, 3, 2, 0]);
        assert_eq!(by(Column::Contain, false), [3, 1, 0, 2]);
        assert_eq!(by(Column::Contain, true), [1, 3, 0, 2]);
    }

    #[test]
    fn a_second_click_on_a_head_turns_the_order() {
        let once = Sorting::default().clicked(Column::Score);
        assert_eq!(once, Sorting { by: Column::Score, down: true });
        assert_eq!(once.clicked(Column::Score), Sorting { by: Column::Score, down: false });
        assert_eq!(once.clicked(Column::Contain), Sorting { by: Column::Contain, down: false });
    }
}
