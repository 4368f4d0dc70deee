//! The start: who is ready, who is waited for and why, and the reason of a start without them.

use egui::{Button, Label, RichText, ScrollArea, TextStyle, Ui};
use egui_phosphor::regular as icon;

use super::DeskCx;
use super::drawers::line_ui;
use crate::desktop::kit::format;
use crate::desktop::panels::main_button;
use crate::live::{DeskAct, Holder, Row, SeatRow, Stage};

/// Lines of names that are shown at once; the others are scrolled to.
const NAMES_LINES: f32 = 6.0;

/// The drawer. Whether it has done its work.
pub fn start_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let rows: Vec<&Row> = cx.in_scope().filter(|row| row.stage == Stage::Lobby).collect();
    let waiting: usize = rows.iter().map(|row| row.seats.iter().filter(|seat| waits(seat)).count()).sum();
    let started = ui.horizontal_wrapped(|ui| readiness_ui(ui, cx, &rows, waiting)).inner;
    if waiting == 0 {
        return started;
    }
    names_ui(ui, cx, &rows);
    ui.horizontal(|ui| even_so_ui(ui, cx)).inner
}

/// How many wait, a new check, and the start when nobody is waited for.
fn readiness_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, rows: &[&Row], waiting: usize) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.label(theme.strong(tr.with("live-ready-teams", &[("n", rows.len().into())])));
    let (sign, color, text) = match waiting {
        0 => (icon::CHECK_CIRCLE, theme.colors.low, tr.t("live-ready-all")),
        n => (icon::HOURGLASS, theme.colors.high, tr.with("live-ready-waits", &[("n", n.into())])),
    };
    ui.label(RichText::new(format!("{sign} {text}")).color(color));
    let odd = rows.iter().flat_map(|row| &row.seats).filter(|seat| is_odd(seat)).count();
    if odd > 0 {
        let text = tr.with("live-ready-odd", &[("n", odd.into())]);
        ui.label(RichText::new(format!("{} {text}", icon::WARNING)).color(theme.colors.medium));
    }
    if ui.button(format!("{} {}", icon::CHECKS, tr.t("live-check-ready"))).clicked() {
        cx.act(DeskAct::CheckReady);
    }
    let done = waiting == 0 && main_button(ui, theme, &tr.t("live-start-now"), !rows.is_empty()).clicked();
    if done {
        cx.act(DeskAct::Start { even_so: None });
    }
    done
}

/// The reason without which it does not start as long as somebody is waited for.
fn even_so_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) -> bool {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.label(theme.soft(tr.t("live-even-so")));
    line_ui(ui, cx, |form| &mut form.even_so, ("live-even-so", "live-even-so-hint"), theme.steps(90));
    let reason = cx.form.even_so.trim().to_owned();
    let button = Button::new(tr.t("live-start-even-so"));
    let why = tr.t("live-even-so-needed");
    let done = ui.add_enabled(!reason.is_empty(), button).on_disabled_hover_text(why).clicked();
    if done {
        cx.act(DeskAct::Start { even_so: Some(reason) });
    }
    done
}

/// Whether a seat waits: nobody has it, or its person has not answered the last check, or has answered it from a
/// machine that does not fit. The hall holds a start back for the same seats.
fn waits(seat: &SeatRow) -> bool {
    seat.holder == Holder::Nobody || (seat.holder == Holder::Person && (!seat.ready || is_odd(seat)))
}

/// Another version or a clock that is off.
fn is_odd(seat: &SeatRow) -> bool {
    let check = seat.care.as_ref().and_then(|care| care.check.as_ref());
    check.is_some_and(|check| !check.same_version || !check.clock_fits)
}

/// Who is waited for, team by team.
fn names_ui(ui: &mut Ui, cx: &DeskCx<'_>, rows: &[&Row]) {
    let height = NAMES_LINES * (ui.text_style_height(&TextStyle::Body) + ui.spacing().item_spacing.y);
    let area = ScrollArea::vertical().id_salt("start-names").max_height(height).min_scrolled_height(height);
    area.auto_shrink([false, true]).show(ui, |ui| {
        for row in rows {
            let seats: Vec<_> = row.seats.iter().filter(|seat| waits(seat)).map(|seat| seat_name(cx, seat)).collect();
            if !seats.is_empty() {
                ui.add(Label::new(cx.theme().soft(format!("{}: {}", row.name, seats.join(", ")))).wrap());
            }
        }
    });
}

/// Name of a seat that is waited for; of one that has answered, why it is waited for all the same.
fn seat_name(cx: &DeskCx<'_>, seat: &SeatRow) -> String {
    let name = format::role(cx.scenario(), cx.tr(), seat.role);
    match seat.holder {
        Holder::Person if seat.ready => cx.tr().with("live-ready-odd-seat", &[("seat", name.into())]),
        _ => name,
    }
}
