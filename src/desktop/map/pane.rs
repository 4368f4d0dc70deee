//! The pane of the map: mouse and keys, names, legend, and how the systems do.

use std::sync::Arc;

use egui::{Key, Pos2, Rect, Response, RichText, Sense, TextWrapMode, Ui, UiBuilder, WidgetText, pos2, vec2};
use egui_phosphor::regular as icon;

use super::camera::{Flight, Outlook};
use super::knowledge::{Known, hosts_of, of_system};
use super::labels::Labels;
use super::layout::Layout;
use super::scene::{Scene, is_open, sign_of, site_points};
use super::shapes::Shape;
use super::show::{self, KnownFor, Truth};
use super::{DrawnFor, MapState};
use crate::desktop::kit::{Cmd, PanelCx, Selection};
use crate::model::{Host, Ix, System, SystemState, Table};
use crate::sim::Alert;

/// Points that one press of an arrow key moves.
const STEP_POINTS: f32 = 80.0;
/// Factor of one press of a zoom key.
const ZOOM_FACTOR: f32 = 1.4;
/// Seconds that something new pulses.
const PULSE_SECS: f64 = 2.4;
/// Points that a host has for itself after a flight to it.
const HOST_POINTS: f32 = 56.0;

/// The map of the province as the seat knows it. The drawing itself lies behind this pane.
pub fn map_pane_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, map: &mut MapState) {
    pane_ui(ui, cx, map, None, true);
}

/// The map of a run that is looked back on or directed: what the seat knows, and what is true.
pub fn film_pane_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, map: &mut MapState, truth: Truth<'_>) {
    pane_ui(ui, cx, map, Some(truth), true);
}

/// The truth alone, without the eyes of a seat: nothing is said of how the systems do.
pub fn truth_pane_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, map: &mut MapState, truth: Truth<'_>) {
    pane_ui(ui, cx, map, Some(truth), false);
}

/// The network alone, for everybody's eyes: nothing on it but names.
pub fn public_pane_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, map: &mut MapState) {
    let pane = ui.available_rect_before_wrap();
    ui.allocate_rect(pane, Sense::hover());
    let layout = map.learn(cx, None, ui.input(|input| input.time));
    let outlook = Outlook::of(layout.bounds.expand(20.0), pane.size());
    (map.outlook, map.pane) = (Some(outlook), Some(pane));
    map.redraw(cx, &layout, outlook, pane, ui);
    labels(cx, map, &layout, outlook, pane, None).paint(
        &ui.painter_at(pane),
        &|at| outlook.on_screen(pane, at),
        Vec::new(),
    );
}

fn labels<'a>(
    cx: &PanelCx<'a>,
    map: &'a MapState,
    layout: &'a Layout,
    outlook: Outlook,
    pane: Rect,
    hovered: Option<Selection>,
) -> Labels<'a> {
    Labels {
        network: &cx.scenario.network,
        layout,
        knowledge: &map.knowledge,
        theme: cx.theme,
        lang: cx.lang(),
        zoom: outlook.zoom,
        window: outlook.window(pane),
        selection: on_map(cx),
        hovered,
    }
}

fn pane_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, map: &mut MapState, truth: Option<Truth<'_>>, systems: bool) {
    let pane = ui.available_rect_before_wrap();
    let response = ui.allocate_rect(pane, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, cx.tr.t("shell-panel-map")));
    let layout = map.learn(cx, truth, ui.input(|input| input.time));
    let mut outlook = map.outlook.unwrap_or_else(|| Outlook::of(layout.bounds.expand(20.0), pane.size()));
    steer(ui, &response, &mut outlook, &layout, map, cx, pane);
    map.outlook = Some(outlook);
    map.pane = Some(pane);

    let hovered = response.hover_pos().and_then(|at| under(cx, &layout, outlook, pane, at));
    if response.clicked()
        && let Some(chosen) = hovered
    {
        cx.ask(Cmd::Select(chosen));
    }
    map.redraw(cx, &layout, outlook, pane, ui);
    let mut taken = if systems { systems_ui(ui, cx, pane) } else { Vec::new() };
    taken.push(buttons_ui(ui, cx, map, &layout, pane));
    taken.extend(legend_ui(ui, cx, map, pane));
    let labels = labels(cx, map, &layout, outlook, pane, hovered);
    labels.paint(&ui.painter_at(pane), &|at| outlook.on_screen(pane, at), taken);
    if let Some(hovered) = hovered {
        response.on_hover_ui_at_pointer(|ui| tooltip_ui(ui, cx, map, hovered));
    }
}

impl MapState {
    /// Takes in what the seat knows now, and gives where everything stands.
    fn learn(&mut self, cx: &PanelCx<'_>, truth: Option<Truth<'_>>, now: f64) -> Arc<Layout> {
        let hash = &cx.scenario.content_hash;
        let layout = match &self.layout {
            Some((made_for, layout)) if made_for == hash => Arc::clone(layout),
            _ => Arc::new(Layout::new(&cx.scenario.network)),
        };
        self.layout = Some((hash.clone(), Arc::clone(&layout)));
        let known_for = KnownFor::now(cx, truth);
        if self.known_for != Some(known_for) {
            let same_seat = self.known_for.is_some_and(|before| before.is_like(known_for));
            (self.knowledge, self.hidden) = show::knowledge(cx, truth);
            self.known_for = Some(known_for);
            let news: Vec<_> = self.knowledge.hosts.iter().map(|mark| mark.news).collect();
            let new = news.iter().zip(&self.news).enumerate().filter(|(_, (new, old))| new > old);
            if same_seat {
                self.pulses.extend(new.map(|(host, _)| (Ix::new(host as u32), now)));
            }
            self.news = news;
        }
        self.pulses.retain(|(_, began)| now - began < PULSE_SECS);
        layout
    }

    /// Makes the drawing anew when something that it depends on has changed.
    fn redraw(&mut self, cx: &PanelCx<'_>, layout: &Layout, outlook: Outlook, pane: Rect, ui: &Ui) {
        let window = outlook.window(pane);
        let selection = on_map(cx);
        let wanted = DrawnFor { known: self.known_for, outlook, window, selection, theme: cx.theme.kind };
        if !self.pulses.is_empty() {
            ui.ctx().request_repaint();
        } else if self.drawn.as_ref() == Some(&wanted) {
            return;
        }
        let now = ui.input(|input| input.time);
        let pulses: Vec<_> =
            self.pulses.iter().map(|(host, began)| (*host, ((now - began) / PULSE_SECS) as f32)).collect();
        let scene = Scene {
            network: &cx.scenario.network,
            layout,
            knowledge: &self.knowledge,
            hidden: self.hidden.as_ref(),
            theme: cx.theme,
            zoom: outlook.zoom,
            window,
            selection,
            pulses: &pulses,
        };
        self.quads = scene.quads();
        self.stale_mesh = true;
        // While something pulses every frame differs from the last.
        self.drawn = pulses.is_empty().then_some(wanted);
    }
}

/// Mouse, keys and flights.
fn steer(
    ui: &Ui,
    response: &Response,
    outlook: &mut Outlook,
    layout: &Layout,
    map: &mut MapState,
    cx: &PanelCx<'_>,
    pane: Rect,
) {
    let now = ui.input(|input| input.time);
    if let Some(area) = map.fly_to.take().and_then(|to| area_of(cx, layout, to, pane)) {
        map.flight = Some(Flight::new(*outlook, Outlook::of(area, pane.size()), now));
    }
    if let Some(flight) = map.flight {
        let (at, goes_on) = flight.at(now);
        *outlook = at;
        if goes_on {
            ui.ctx().request_repaint();
        } else {
            map.flight = None;
        }
    }
    if response.dragged() {
        map.flight = None;
        outlook.pan(response.drag_delta(), layout.bounds);
    }
    if let Some(pointer) = response.hover_pos() {
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = (scroll * 0.004).exp() * pinch;
        if (factor - 1.0).abs() > f32::EPSILON {
            map.flight = None;
            outlook.zoom_at(pane, pointer, factor);
        }
        if response.double_clicked() {
            let mut to = *outlook;
            to.zoom_at(pane, pointer, 4.0);
            map.flight = Some(Flight::new(*outlook, to, now));
        }
    }
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() {
        keys(ui, response, outlook, layout, map, pane);
    }
}

fn keys(ui: &Ui, response: &Response, outlook: &mut Outlook, layout: &Layout, map: &mut MapState, pane: Rect) {
    // Arrows move the map while it has the focus; Tab leaves it.
    let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input(|input| input.key_pressed(key) && !input.modifiers.command);
    let ways = [
        (Key::ArrowLeft, vec2(STEP_POINTS, 0.0)),
        (Key::ArrowRight, vec2(-STEP_POINTS, 0.0)),
        (Key::ArrowUp, vec2(0.0, STEP_POINTS)),
        (Key::ArrowDown, vec2(0.0, -STEP_POINTS)),
    ];
    for (key, by) in ways {
        if pressed(key) {
            outlook.pan(by, layout.bounds);
        }
    }
    if pressed(Key::Plus) || pressed(Key::Equals) {
        outlook.zoom_at(pane, pane.center(), ZOOM_FACTOR);
    }
    if pressed(Key::Minus) {
        outlook.zoom_at(pane, pane.center(), 1.0 / ZOOM_FACTOR);
    }
    if pressed(Key::Home) || pressed(Key::Num0) {
        map.flight = None;
        *outlook = Outlook::of(layout.bounds.expand(20.0), pane.size());
    }
}

/// What is marked on the map as chosen: for an alert the host that it points at.
fn on_map(cx: &PanelCx<'_>) -> Option<Selection> {
    match cx.ui_state.selection? {
        Selection::Alert(alert) => Some(Selection::Host(alert_host(cx, alert)?)),
        other => Some(other),
    }
}

/// The host that an alert of the seat points at.
fn alert_host(cx: &PanelCx<'_>, alert: Ix<Alert>) -> Option<Ix<Host>> {
    cx.view.seat.alerts.iter().find(|seen| seen.id == alert).map(|seen| seen.host)
}

/// What is under a point of the screen.
fn under(cx: &PanelCx<'_>, layout: &Layout, outlook: Outlook, pane: Rect, at: Pos2) -> Option<Selection> {
    let at = outlook.on_map(pane, at);
    let network = &cx.scenario.network;
    if let Some(site) = layout.site_over(at).filter(|site| is_open(layout, *site, outlook.zoom)) {
        let inside = layout.host_at(network, at).map(Selection::Host);
        return inside.or_else(|| layout.zone_at(at).map(Selection::Zone)).or(Some(Selection::Site(site)));
    }
    let site = layout.site_near(at, 20.0 / outlook.zoom)?;
    let plan = &layout.sites[site.us()];
    let reach = site_points(plan.rank) * 0.75 / outlook.zoom;
    let hit = !is_open(layout, site, outlook.zoom) && plan.centre.distance(at) <= reach;
    hit.then_some(Selection::Site(site))
}

/// What of the map shows something best.
fn area_of(cx: &PanelCx<'_>, layout: &Layout, selection: Selection, pane: Rect) -> Option<Rect> {
    let network = &cx.scenario.network;
    let around_host = |host: Ix<Host>| {
        let cell = layout.sites[network.hosts.at(host).site.us()].cell;
        Rect::from_center_size(layout.hosts[host.us()], pane.size() * (cell / HOST_POINTS))
    };
    Some(match selection {
        Selection::Host(host) => around_host(host),
        Selection::Zone(zone) => layout.zones[zone.us()].scale_from_center(1.3),
        Selection::Site(site) => layout.sites[site.us()].area.scale_from_center(1.25),
        Selection::Alert(alert) => around_host(alert_host(cx, alert)?),
        Selection::Account(account) => {
            layout.sites[network.accounts.at(account).site.ix().us()].area.scale_from_center(1.25)
        }
        Selection::System(_) | Selection::Backup(_) => {
            let hosts = hosts_of(network, of_system(cx.view, selection.target()));
            let sites = hosts.iter().map(|host| layout.sites[network.hosts.at(*host).site.us()].area);
            sites.reduce(Rect::union)?.scale_from_center(1.25)
        }
        Selection::Indicator(_) | Selection::Inject(_) | Selection::Step(_, _) => return None,
    })
}

/// How the systems do, along the top; gives the areas that names keep off.
fn systems_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, pane: Rect) -> Vec<Rect> {
    let theme = cx.theme;
    let states = &cx.view.team.systems;
    let well = states.iter().filter(|state| **state == SystemState::Up).count();
    let area = Rect::from_min_max(pane.min + vec2(8.0, 8.0), pos2(pane.max.x - 160.0, pane.min.y + 80.0));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area));
    ui.set_clip_rect(pane);
    ui.spacing_mut().item_spacing = vec2(theme.steps(1), theme.steps(1));
    let mut drawn = Vec::new();
    ui.horizontal_wrapped(|ui| {
        let text = cx.tr.with("shell-map-systems", &[("well", well.into()), ("all", states.len().into())]);
        let list = |ui: &mut Ui, cx: &mut PanelCx<'_>| {
            for system in cx.scenario.network.systems.indices() {
                system_ui(ui, cx, system, cx.view.team.systems[system.us()]);
            }
        };
        let text = theme.note(format!("{} {text}", icon::STACK)).color(theme.colors.soft);
        drawn.push(ui.menu_button(text, |ui| list(ui, cx)).response.rect);
        let mut more = 0;
        for system in cx.scenario.network.systems.indices() {
            let state = states[system.us()];
            if state == SystemState::Up {
                continue;
            }
            // A second line at most, so that the map is not covered; the rest stands in the list.
            if ui.cursor().min.y > area.min.y {
                more += 1;
            } else {
                drawn.push(system_ui(ui, cx, system, state).rect);
            }
        }
        if more > 0 {
            let text = theme.note(format!("+{more}")).color(theme.colors.critical);
            drawn.push(ui.menu_button(text, |ui| list(ui, cx)).response.rect);
        }
    });
    drawn
}

fn system_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, system: Ix<System>, state: SystemState) -> Response {
    let c = &cx.theme.colors;
    let (sign, color, word) = match state {
        SystemState::Up => (icon::CHECK_CIRCLE, c.low, "shell-system-up"),
        SystemState::Degraded => (icon::WARNING, c.high, "shell-system-degraded"),
        SystemState::Maintenance => (icon::WRENCH, c.maintenance, "shell-system-maintenance"),
        SystemState::Down => (icon::X_CIRCLE, c.critical, "shell-system-down"),
    };
    let name = cx.text(&cx.scenario.network.systems.at(system).name);
    let said = format!("{name} · {}", cx.tr.t(word));
    let text = RichText::new(format!("{sign} {said}")).color(color).size(cx.theme.text.small);
    // One line each: a name too long for the pane is cut, not broken.
    let width = ui.max_rect().width() - 2.0 * ui.spacing().button_padding.x;
    let line = WidgetText::from(text).into_galley(ui, Some(TextWrapMode::Truncate), width, egui::TextStyle::Button);
    let response = ui.button(line);
    let response = if response.rect.width() + 1.0 < width { response } else { response.on_hover_text(said) };
    if response.clicked() {
        cx.ask(Cmd::FlyTo(Selection::System(system)));
    }
    response
}

fn buttons_ui(ui: &mut Ui, cx: &mut PanelCx<'_>, map: &mut MapState, layout: &Layout, pane: Rect) -> Rect {
    let size = vec2(148.0, 32.0);
    let area = Rect::from_min_size(pos2(pane.max.x - size.x - 8.0, pane.min.y + 8.0), size);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area).layout(egui::Layout::right_to_left(egui::Align::Center)));
    ui.set_clip_rect(pane);
    ui.spacing_mut().item_spacing.x = cx.theme.steps(1);
    let mut button = |sign: &str, word: &str| {
        let name = cx.tr.t(word);
        let response = ui.button(sign).on_hover_text(&name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &name));
        response.clicked()
    };
    let Some(outlook) = &mut map.outlook else { return area };
    if button(icon::INFO, "shell-map-legend") {
        map.legend_hidden = !map.legend_hidden;
    }
    if button(icon::FRAME_CORNERS, "shell-map-fit") {
        *outlook = Outlook::of(layout.bounds.expand(20.0), pane.size());
    }
    if button(icon::PLUS, "shell-map-zoom-in") {
        outlook.zoom_at(pane, pane.center(), ZOOM_FACTOR);
    }
    if button(icon::MINUS, "shell-map-zoom-out") {
        outlook.zoom_at(pane, pane.center(), 1.0 / ZOOM_FACTOR);
    }
    area
}

/// What the signs mean, along the bottom.
fn legend_ui(ui: &mut Ui, cx: &PanelCx<'_>, map: &MapState, pane: Rect) -> Option<Rect> {
    let texture = map.texture.filter(|_| !map.legend_hidden)?;
    let theme = cx.theme;
    let c = &theme.colors;
    let known = Known::ALL.map(|known| (sign_of(known, theme), known.word()));
    let hidden = map.hidden.is_some().then_some(((Shape::Ring, c.held), "debrief-map-hidden"));
    let more = [
        ((Shape::BrokenRing, c.isolated), "shell-map-cut"),
        ((Shape::Bar, c.maintenance), "shell-map-maintenance"),
        ((Shape::Hollow, c.off), "shell-map-off"),
    ];
    let (margin, gap, sign) = (vec2(8.0, 4.0), theme.steps(3), 14.0);
    let names: Vec<_> = known
        .into_iter()
        .chain(hidden)
        .chain(more)
        .map(|(sign, word)| {
            let font = egui::FontId::proportional(theme.text.small);
            (sign, ui.painter().layout_no_wrap(cx.tr.t(word), font, c.soft))
        })
        .collect();
    // Lines are filled from the left; the whole stands at the bottom.
    let width = pane.width() - 2.0 * (8.0 + margin.x);
    let mut at = egui::Vec2::ZERO;
    let mut widest = 0.0_f32;
    let line = names.first().map_or(sign, |(_, name)| name.size().y.max(sign)) + 4.0;
    let places: Vec<_> = names
        .iter()
        .map(|(_, name)| {
            let wide = sign + 4.0 + name.size().x;
            if at.x > 0.0 && at.x + wide > width {
                at = vec2(0.0, at.y + line);
            }
            let place = at;
            widest = widest.max(at.x + wide);
            at.x += wide + gap;
            place
        })
        .collect();
    let size = vec2(widest, at.y + line) + 2.0 * margin;
    let area = Rect::from_min_size(pos2(pane.min.x + 8.0, pane.max.y - size.y - 8.0), size);
    let painter = ui.painter_at(pane);
    painter.rect_filled(area, theme.radius, c.panel);
    for (((shape, color), name), place) in names.into_iter().zip(places) {
        let left = area.min + margin + place;
        let middle = left.y + line / 2.0;
        let square = Rect::from_center_size(pos2(left.x + sign / 2.0, middle), egui::Vec2::splat(sign));
        painter.image(texture, square, shape.uv(), color);
        painter.galley(pos2(left.x + sign + 4.0, middle - name.size().y / 2.0), name, c.soft);
    }
    Some(area)
}

/// What is under the pointer.
fn tooltip_ui(ui: &mut Ui, cx: &PanelCx<'_>, map: &MapState, hovered: Selection) {
    let (theme, tr) = (cx.theme, cx.tr);
    let (network, knowledge) = (&cx.scenario.network, &map.knowledge);
    let hidden_ui = |ui: &mut Ui, truth: Option<Known>| {
        if let Some(truth) = truth.filter(|truth| *truth > Known::Treated) {
            let text = tr.with("debrief-map-truth", &[("truth", tr.t(truth.word()).into())]);
            ui.label(RichText::new(text).color(sign_of(truth, theme).1));
        }
    };
    ui.set_max_width(theme.steps(80));
    ui.label(theme.strong(crate::desktop::kit::format::selection(cx.scenario, tr, hovered)));
    match hovered {
        Selection::Host(host) => {
            let truth_of_host = map.hidden.as_ref().map(|hidden| hidden.hosts[host.us()].known);
            let (host, mark) = (network.hosts.at(host), knowledge.hosts[host.us()]);
            ui.label(theme.soft(tr.t(mark.known.word())));
            hidden_ui(ui, truth_of_host);
            ui.label(theme.mono(host.address.to_string()));
            ui.label(theme.note(&host.os));
        }
        Selection::Site(site) => {
            let mark = knowledge.sites[site.us()];
            let hosts: usize =
                network.sites.at(site).zones.iter().map(|zone| network.zones.at(*zone).hosts.len()).sum();
            ui.label(theme.soft(tr.t(mark.known.word())));
            hidden_ui(ui, map.hidden.as_ref().map(|hidden| hidden.sites[site.us()].known));
            ui.label(theme.note(tr.with("shell-map-hosts", &[("n", hosts.into())])));
        }
        Selection::Zone(zone) => {
            let hosts = network.zones.at(zone).hosts.len();
            ui.label(theme.note(tr.with("shell-map-hosts", &[("n", hosts.into())])));
        }
        _ => {}
    }
}
