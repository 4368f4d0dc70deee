//! A report as a picture (SVG): how each team's scores are spread, and how often the best team and all teams
//! did each step of the plan.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::report::Report;
use crate::i18n::Tr;

/// Width of the picture and of the column of names, in pixels.
const WIDTH: i32 = 1_000;
const NAMES: i32 = 200;
/// Height of the row of a team and of a step.
const TEAM: i32 = 34;
const STEP: i32 = 20;
/// Height of a title.
const TITLE: i32 = 44;
/// Free space at the right.
const MARGIN: i32 = 60;

const INK: RGBColor = RGBColor(34, 34, 34);
const GREY: RGBColor = RGBColor(200, 200, 200);
const ALL: RGBColor = RGBColor(160, 190, 220);
const BEST: RGBColor = RGBColor(20, 90, 160);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// The picture as SVG text.
///
/// # Errors
/// What the drawing library says; writing to memory does not fail.
pub fn picture(report: &Report, tr: &Tr) -> Result<String, String> {
    let mut svg = String::new();
    let height = 2 * TITLE + TEAM * rows(report.teams.len()) + 2 * TITLE + STEP * rows(report.steps.len()) + TITLE;
    let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
    draw(report, tr, &SVGBackend::with_string(&mut svg, size).into_drawing_area())
        .map_err(|error| error.to_string())?;
    Ok(svg)
}

fn rows(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(0)
}

fn draw(report: &Report, tr: &Tr, area: &Area<'_>) -> Drawn {
    area.fill(&WHITE)?;
    let played = [("id", report.scenario.clone().into()), ("played", report.runs_played.into())];
    title(area, TITLE / 2, &tr.with("balance-picture-scores", &played))?;
    let mut top = 2 * TITLE;
    scale(area, top, TEAM * rows(report.teams.len()))?;
    for team in &report.teams {
        let middle = top + TEAM / 2;
        name(area, middle, &team.team)?;
        if let Some(spread) = team.score_permille {
            let at = |permille: u32| x(f64::from(permille) / 10.0);
            area.draw(&PathElement::new([(at(spread.min), middle), (at(spread.max), middle)], INK))?;
            let quartiles = [(at(spread.lower_quartile), middle - 9), (at(spread.upper_quartile), middle + 9)];
            area.draw(&Rectangle::new(quartiles, ALL.filled()))?;
            area.draw(&Rectangle::new(quartiles, INK))?;
            let median = at(spread.median);
            area.draw(&PathElement::new([(median, middle - 9), (median, middle + 9)], BEST.stroke_width(3)))?;
            area.draw(&Circle::new((x(spread.mean / 10.0), middle), 3, INK.filled()))?;
        }
        top += TEAM;
    }
    let best = report.best_team();
    let best_name = best.and_then(|best| report.teams.get(best)).map(|team| team.team.clone()).unwrap_or_default();
    title(area, top + TITLE, &tr.with("balance-picture-steps", &[("team", best_name.into())]))?;
    top += 2 * TITLE;
    scale(area, top, STEP * rows(report.steps.len()))?;
    for step in &report.steps {
        name(area, top + STEP / 2, &format!("{}/{}", step.procedure.id, step.step))?;
        let share = |done: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * done as f64 / of as f64 };
        let all = x(share(step.all.done, step.all.applied));
        area.draw(&Rectangle::new([(NAMES, top + 3), (all, top + STEP - 3)], ALL.filled()))?;
        if let Some(hits) = best.and_then(|best| step.teams.get(best)) {
            let best = x(share(hits.done, hits.applied));
            area.draw(&Rectangle::new([(NAMES, top + 8), (best, top + STEP - 8)], BEST.filled()))?;
        }
        top += STEP;
    }
    area.present()
}

/// Where so many percent are.
fn x(percent: f64) -> i32 {
    NAMES + (percent / 100.0 * f64::from(WIDTH - NAMES - MARGIN)).round() as i32
}

/// Lines at every fifth of the scale, with their percentages above.
fn scale(area: &Area<'_>, top: i32, height: i32) -> Drawn {
    let style = ("sans-serif", 12).into_font().color(&INK).pos(Pos::new(HPos::Center, VPos::Bottom));
    for percent in [0, 20, 40, 60, 80, 100] {
        let x = x(f64::from(percent));
        area.draw(&PathElement::new([(x, top), (x, top + height)], GREY))?;
        area.draw(&Text::new(format!("{percent} %"), (x, top - 4), style.clone()))?;
    }
    Ok(())
}

fn title(area: &Area<'_>, y: i32, text: &str) -> Drawn {
    let style = ("sans-serif", 16).into_font().color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
    area.draw(&Text::new(text.to_owned(), (20, y), style))
}

fn name(area: &Area<'_>, y: i32, text: &str) -> Drawn {
    let style = ("sans-serif", 13).into_font().color(&INK).pos(Pos::new(HPos::Right, VPos::Center));
    area.draw(&Text::new(text.to_owned(), (NAMES - 10, y), style))
}
