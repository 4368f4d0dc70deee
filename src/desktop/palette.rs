//! The command palette (Ctrl+K), the keyboard, and the list of keys.
//!
//! ```text
//!  ┌───────────────────────────────┐
//!  │ what is looked for            │
//!  ├───────────────────────────────┤
//!  │ ▸ Sở Tài chính          site  │
//!  │   so-tai-chinh/pc-07    host  │
//!  │   Next theme     Ctrl+Shift+T │
//!  └───────────────────────────────┘
//! ```

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Align2, Area, Frame, Id, Key, Margin, Modifiers, Order, RichText, ScrollArea, TextEdit, Ui, vec2};
use egui_phosphor::regular as icon;
use unicode_normalization::UnicodeNormalization;

use super::actions::Action;
use super::kit::{Cmd, Selection, Theme};
use super::screens::{Draw, Screen, Wishes};
use super::session::Session;
use super::settings::Settings;
use crate::i18n::Tr;
use crate::model::{Scenario, Table};

/// Rows shown at most.
const ROWS_MAX: usize = 12;

/// What the palette and the list of keys remember.
#[derive(Resource, Default)]
pub struct Palette {
    open: bool,
    keys_open: bool,
    query: String,
    chosen: usize,
    places: Vec<Row>,
    /// For which scenario and language the places were listed.
    listed_for: Option<(String, crate::model::Lang)>,
}

impl Palette {
    /// Opens or closes the palette.
    pub fn toggle(&mut self) {
        self.open = !self.open;
        self.query.clear();
        self.chosen = 0;
    }

    /// Shows or hides the list of keys.
    pub const fn toggle_keys(&mut self) {
        self.keys_open = !self.keys_open;
    }
}

/// A line of the palette.
#[derive(Clone)]
struct Row {
    icon: &'static str,
    text: String,
    /// What it is, or its keys.
    detail: String,
    /// Its text without marks and capitals, for the search.
    folded: String,
    cmd: Cmd,
}

/// Reads the keys before a screen is drawn and draws the palette above it.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Palette>()
        .add_systems(EguiPrimaryContextPass, read_shortcuts.before(Draw::Screen))
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Above));
}

fn read_shortcuts(
    mut contexts: EguiContexts,
    screen: Res<State<Screen>>,
    settings: Res<Settings>,
    session: Option<Res<Session>>,
    mut palette: ResMut<Palette>,
    mut wishes: ResMut<Wishes>,
) {
    let Ok(context) = contexts.ctx_mut() else { return };
    let palette = palette.bypass_change_detection();
    let escape = (palette.open || palette.keys_open)
        && context.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if escape {
        (palette.open, palette.keys_open) = (false, false);
    }
    for action in Action::all() {
        let Some(keys) = action.shortcut() else { continue };
        if context.input_mut(|input| input.consume_shortcut(&keys)) {
            wishes.0.extend(action.cmd(*screen.get(), &settings, session.as_deref()));
        }
    }
}

fn draw(
    mut contexts: EguiContexts,
    screen: Res<State<Screen>>,
    settings: Res<Settings>,
    session: Option<Res<Session>>,
    mut palette: ResMut<Palette>,
    mut wishes: ResMut<Wishes>,
) {
    let Ok(context) = contexts.ctx_mut() else { return };
    let palette = palette.bypass_change_detection();
    let session = session.as_deref();
    if palette.keys_open {
        let keys = |ui: &mut Ui| keys_ui(ui, &settings);
        floating("keys", &settings, context, keys);
    }
    if !palette.open {
        return;
    }
    let run = session.filter(|_| *screen.get() == Screen::Console);
    palette.list_places(run.map(|session| &**session.scenario()), &settings.tr);
    let actions = Action::all().filter(|action| *action != Action::Palette);
    let commands: Vec<Row> = actions
        .filter_map(|action| {
            let cmd = action.cmd(*screen.get(), &settings, session)?;
            let keys = action.shortcut().map(|keys| context.format_shortcut(&keys)).unwrap_or_default();
            Some(Row::new(action.icon(), settings.tr.t(action.word()), keys, cmd))
        })
        .collect();
    let picked = floating("palette", &settings, context, |ui| palette_ui(ui, palette, &commands, &settings));
    if let Some(cmd) = picked {
        palette.toggle();
        wishes.0.push(cmd);
    }
}

fn floating<R>(name: &str, settings: &Settings, context: &egui::Context, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = &settings.theme;
    let top = vec2(0.0, theme.steps(24));
    let area = Area::new(Id::new(name)).order(Order::Foreground).anchor(Align2::CENTER_TOP, top);
    area.show(context, |ui| {
        let frame = Frame::popup(ui.style()).inner_margin(Margin::same(12));
        frame
            .show(ui, |ui| {
                ui.set_width(theme.steps(140).min(context.viewport_rect().width() - theme.steps(16)));
                contents(ui)
            })
            .inner
    })
    .inner
}

impl Row {
    fn new(icon: &'static str, text: String, detail: String, cmd: Cmd) -> Self {
        Self { icon, folded: fold(&text), text, detail, cmd }
    }
}

impl Palette {
    fn list_places(&mut self, scenario: Option<&Scenario>, tr: &Tr) {
        let wanted = scenario.map(|scenario| (scenario.content_hash.clone(), tr.lang()));
        if self.listed_for != wanted {
            self.places = scenario.map_or_else(Vec::new, |scenario| places(scenario, tr));
            self.listed_for = wanted;
        }
    }
}

/// Everything on the map that can be flown to.
fn places(scenario: &Scenario, tr: &Tr) -> Vec<Row> {
    let network = &scenario.network;
    let fly = |icon, name: &str, more: &str, kind: &str, selection| {
        let mut row = Row::new(icon, name.to_owned(), tr.t(kind), Cmd::FlyTo(selection));
        row.folded = format!("{} {}", row.folded, fold(more));
        row
    };
    let lang = tr.lang();
    let systems = network.systems.indices().map(|ix| {
        let system = network.systems.at(ix);
        fly(icon::STACK, system.name.get(lang), &system.id, "shell-kind-system", Selection::System(ix))
    });
    let sites = network.sites.indices().map(|ix| {
        let site = network.sites.at(ix);
        fly(icon::BUILDINGS, site.name.get(lang), &site.id, "shell-kind-site", Selection::Site(ix))
    });
    let zones = network.zones.indices().map(|ix| {
        let zone = network.zones.at(ix);
        let name = format!("{} · {}", network.sites.at(zone.site).name.get(lang), zone.name.get(lang));
        fly(icon::BOUNDING_BOX, &name, &zone.id, "shell-kind-zone", Selection::Zone(ix))
    });
    let accounts = network.accounts.indices().map(|ix| {
        let account = network.accounts.at(ix);
        fly(icon::USER, account.name.get(lang), &account.id, "shell-kind-account", Selection::Account(ix))
    });
    let hosts = network.hosts.indices().map(|ix| {
        let host = network.hosts.at(ix);
        let more = format!("{} {}", host.fqdn, host.address);
        fly(icon::DESKTOP, &host.id, &more, "shell-kind-host", Selection::Host(ix))
    });
    systems.chain(sites).chain(zones).chain(accounts).chain(hosts).collect()
}

fn palette_ui(ui: &mut Ui, palette: &mut Palette, commands: &[Row], settings: &Settings) -> Option<Cmd> {
    let (theme, tr) = (&settings.theme, &settings.tr);
    let moved = [(Key::ArrowDown, 1), (Key::ArrowUp, -1)]
        .iter()
        .find(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)))
        .map_or(0, |(_, by)| *by);
    let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let edit = TextEdit::singleline(&mut palette.query)
        .hint_text(tr.t("shell-palette-hint"))
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 6));
    let edit = ui.add(edit);
    edit.request_focus();
    if edit.changed() {
        palette.chosen = 0;
    }
    let found = find(&palette.query, commands, &palette.places);
    if found.is_empty() {
        ui.label(theme.note(tr.t("shell-palette-nothing")));
        return None;
    }
    palette.chosen = palette.chosen.saturating_add_signed(moved).min(found.len() - 1);
    let mut picked = None;
    for (number, row) in found.iter().enumerate() {
        let response = row_ui(ui, theme, row, number == palette.chosen);
        if response.clicked() || entered && number == palette.chosen {
            picked = Some(row.cmd.clone());
        }
    }
    picked
}

fn row_ui(ui: &mut Ui, theme: &Theme, row: &Row, chosen: bool) -> egui::Response {
    let text = RichText::new(format!("{}  {}", row.icon, row.text));
    let detail = theme.note(&row.detail);
    let button = egui::Button::selectable(chosen, (text, egui::Atom::grow(), detail))
        .min_size(vec2(ui.available_width(), 0.0))
        .truncate();
    ui.add(button)
}

fn keys_ui(ui: &mut Ui, settings: &Settings) {
    let (theme, tr) = (&settings.theme, &settings.tr);
    ui.label(theme.heading(tr.t("shell-keys")));
    ScrollArea::vertical().max_height(theme.steps(110)).show(ui, |ui| {
        egui::Grid::new("keys").num_columns(2).striped(true).spacing(vec2(theme.steps(6), theme.steps(1))).show(
            ui,
            |ui| {
                for action in Action::all() {
                    let Some(keys) = action.shortcut() else { continue };
                    ui.label(theme.mono(ui.ctx().format_shortcut(&keys)));
                    ui.label(tr.t(action.word()));
                    ui.end_row();
                }
                for (keys, word) in [("↑ ↓ ← →  + −", "shell-keys-map"), ("Esc", "shell-keys-escape")] {
                    ui.label(theme.mono(keys));
                    ui.label(tr.t(word));
                    ui.end_row();
                }
            },
        );
    });
}

/// Text without tone marks, hooks and capitals: what is typed without them is found as well.
fn fold(text: &str) -> String {
    let plain = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// The lines that hold every word of `query`, the best first.
fn find(query: &str, commands: &[Row], places: &[Row]) -> Vec<Row> {
    let query = fold(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    let rank = |row: &Row| -> Option<(u32, usize)> {
        let score = words.iter().map(|word| match row.folded.find(word)? {
            0 => Some(0),
            at if !row.folded[..at].ends_with(char::is_alphanumeric) => Some(1),
            _ => Some(2),
        });
        Some((score.sum::<Option<u32>>()?, row.folded.len()))
    };
    let mut found: Vec<_> = commands.iter().chain(places).filter_map(|row| rank(row).map(|rank| (rank, row))).collect();
    if !words.is_empty() {
        found.sort_by_key(|(rank, _)| *rank);
    }
    found.into_iter().take(ROWS_MAX).map(|(_, row)| row.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::fixture;
    use crate::model::Lang;

    #[test]
    fn places_are_found_without_tone_marks() {
        let scenario = fixture::tiny();
        let rows = places(&scenario, &Tr::new(Lang::Vi));
        let first = |query: &str| find(query, &[], &rows).first().map(|row| row.text.clone());
        assert_eq!(first("trung tam tich hop").as_deref(), Some("Trung tâm tích hợp dữ liệu"));
        assert_eq!(first("TÍCH HỢP dữ").as_deref(), Some("Trung tâm tích hợp dữ liệu"));
        assert!(first("web-01").is_some_and(|text| text.ends_with("web-01")));
        assert_eq!(first("không có gì như thế"), None);
    }

    #[test]
    fn a_name_that_begins_with_what_is_typed_comes_first() {
        let row = |text: &str| Row::new("", text.to_owned(), String::new(), Cmd::Home);
        let rows = [row("xsoc"), row("Đội SOC"), row("SOC")];
        let found: Vec<_> = find("soc", &rows, &[]).into_iter().map(|row| row.text).collect();
        assert_eq!(found, ["SOC", "Đội SOC", "xsoc"]);
        assert_eq!(find("", &rows, &[]).len(), 3);
    }
}
