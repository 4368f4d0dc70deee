//! The door: join a hall on the network, or open one on this machine.

use std::sync::Mutex;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{Button, CentralPanel, Frame, Label, Margin, RichText, ScrollArea, TextEdit, Ui, vec2};
use egui_phosphor::regular as icon;

use super::carry_out::at_door;
use super::{JoinWish, Live, LiveCmd, Wake};
use crate::cli::JoinRequest;
use crate::desktop::kit::{Cmd, Theme};
use crate::desktop::panels::{card, main_button, named};
use crate::desktop::screens::{Draw, Screen, Wishes, strip_ui, whole_window};
use crate::desktop::settings::Settings;
use crate::hall::{Address, BadAddress, Found, Search};
use crate::i18n::Tr;
use crate::live::{Standing, Want, limits};

/// Signs of the code of a seat.
const SEAT_CODE_SIGNS: usize = 10;

/// As what somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum As {
    /// To take a seat.
    #[default]
    Participant,
    /// To go on with a seat from another machine.
    TakeOver,
    /// To direct or to rate.
    Staff,
    /// To watch.
    Observer,
}

impl As {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Participant, Self::TakeOver, Self::Staff, Self::Observer];

    /// Key of its name among the words; with `-what` behind it the key of what it is for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Participant => "live-as-participant",
            Self::TakeOver => "live-as-take-over",
            Self::Staff => "live-as-staff",
            Self::Observer => "live-as-observer",
        }
    }

    /// Whether it needs the PIN; otherwise a code.
    const fn by_pin(self) -> bool {
        matches!(self, Self::Participant | Self::Observer)
    }
}

/// What is being typed at the door.
#[derive(Resource, Default)]
pub struct DoorForm {
    /// Where the hall is.
    pub address: String,
    /// As what.
    pub as_what: As,
    /// The PIN.
    pub pin: String,
    /// The code of a seat or of staff.
    pub code: String,
    /// Name of the person.
    pub name: String,
    /// Unit of the person.
    pub unit: String,
    /// The seat to take at once.
    pub seat: Option<(u16, Option<String>)>,
    /// Looks for halls on the network while the screen is shown.
    search: Option<Mutex<Search>>,
}

/// What is still missing or wrong, by the key of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No address.
    Address,
    /// What was typed is no address.
    BadAddress(BadAddress),
    /// The PIN has six digits.
    Pin,
    /// A code.
    Code,
    /// A name.
    Name,
}

impl Missing {
    const fn word(self) -> &'static str {
        match self {
            Self::Address => "live-missing-address",
            Self::BadAddress(BadAddress::Host) => "live-bad-address-host",
            Self::BadAddress(BadAddress::Port) => "live-bad-address-port",
            Self::BadAddress(BadAddress::Fingerprint) => "live-bad-address-fingerprint",
            Self::Pin => "live-missing-pin",
            Self::Code => "live-missing-code",
            Self::Name => "live-missing-name",
        }
    }
}

impl DoorForm {
    /// What was typed as a wish.
    ///
    /// # Errors
    /// The first thing that is missing.
    pub fn wish(&self) -> Result<JoinWish, Missing> {
        if self.address.trim().is_empty() {
            return Err(Missing::Address);
        }
        let address: Address = self.address.parse().map_err(Missing::BadAddress)?;
        let pin: String = self.pin.chars().filter(char::is_ascii_digit).collect();
        let code = self.code.trim().to_owned();
        if self.as_what.by_pin() && pin.len() != 6 {
            return Err(Missing::Pin);
        }
        if !self.as_what.by_pin() && code.is_empty() {
            return Err(Missing::Code);
        }
        let want = match self.as_what {
            As::Participant => Want::Enter { pin },
            As::TakeOver => Want::TakeOver { code },
            As::Staff => Want::Staff { code },
            As::Observer => Want::Watch { pin },
        };
        let name = self.name.trim().to_owned();
        if name.is_empty() && self.as_what != As::Observer {
            return Err(Missing::Name);
        }
        Ok(JoinWish { address, name, unit: self.unit.trim().to_owned(), want, seat: self.seat.clone() })
    }

    /// Shows what a search finds that has begun already.
    pub fn search_with(&mut self, search: Search) {
        self.search = Some(Mutex::new(search));
    }

    /// What was said on the command line.
    pub fn of(request: &JoinRequest) -> Self {
        let JoinRequest { address, pin, code, name, unit, team, seat } = request.clone();
        // The code of a seat is shorter than those of staff.
        let as_what = match &code {
            Some(code) if code.chars().filter(char::is_ascii_alphanumeric).count() <= SEAT_CODE_SIGNS => As::TakeOver,
            Some(_) => As::Staff,
            None => As::Participant,
        };
        Self {
            address: address.to_string(),
            as_what,
            pin: pin.unwrap_or_default(),
            code: code.unwrap_or_default(),
            name: name.unwrap_or_default(),
            unit: unit.unwrap_or_default(),
            seat: team.map(|team| (team, seat)),
            search: None,
        }
    }

    fn found(&self) -> Vec<Found> {
        let search = self.search.as_ref().and_then(|search| search.lock().ok());
        search.map(|mut search| search.found().cloned().collect()).unwrap_or_default()
    }
}

/// Draws the screen while it is shown, and looks for halls meanwhile.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<DoorForm>()
        .add_systems(OnEnter(Screen::Door), come)
        .add_systems(OnExit(Screen::Door), |mut form: ResMut<DoorForm>| form.search = None)
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Door)));
}

fn come(mut form: ResMut<DoorForm>, settings: Res<Settings>, wake: Option<Res<Wake>>, live: Res<Live>) {
    let form = &mut *form;
    if let Some(last) = &settings.prefs().last_hall {
        let fields = [(&mut form.address, &last.address), (&mut form.name, &last.name), (&mut form.unit, &last.unit)];
        for (here, last) in fields.into_iter().filter(|(here, _)| here.is_empty()) {
            here.clone_from(last);
        }
    }
    // A picture shows what the form was given.
    if form.search.is_none()
        && live.data.is_some()
        && let Some(wake) = wake
    {
        let wake = wake.clone();
        form.search = Search::start(move || wake.call()).map(Mutex::new);
    }
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    live: Res<Live>,
    mut form: ResMut<DoorForm>,
    mut wishes: ResMut<Wishes>,
) {
    let Some(mut ui) = whole_window(&mut contexts) else { return };
    let (theme, tr) = (&settings.theme, &settings.tr);
    strip_ui(&mut ui, &settings, &tr.t("shell-door-live"), false, &mut wishes.0);
    let form = form.bypass_change_detection();
    let found = form.found();
    let line = live.line.as_ref();
    let state = DoorState {
        waits: line.is_some_and(|line| line.standing.is_none()),
        inside: live.standing(),
        hosts: live.server.is_some(),
        said: at_door(&live, tr),
        hall: line.map(|line| line.address.to_string()).unwrap_or_default(),
    };
    let frame = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(16));
    CentralPanel::default().frame(frame).show(&mut ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            door_ui(ui, theme, tr, form, &found, &state, &mut wishes.0);
        });
    });
}

/// Where this machine stands before it is in.
#[derive(Clone, Debug, Default)]
pub struct DoorState {
    /// It is on its way in.
    pub waits: bool,
    /// It is in, as this.
    pub inside: Option<Standing>,
    /// It hosts a hall.
    pub hosts: bool,
    /// What was said last, and whether it is a problem.
    pub said: Option<(bool, String)>,
    /// The hall it goes to.
    pub hall: String,
}

/// The two ways: into a hall, and to a hall of one's own.
pub fn door_ui(
    ui: &mut Ui,
    theme: &Theme,
    tr: &Tr,
    form: &mut DoorForm,
    found: &[Found],
    state: &DoorState,
    out: &mut Vec<Cmd>,
) {
    let gap = theme.steps(6);
    let width = theme.steps(250).min(ui.available_width());
    let side = (ui.available_width() - width) / 2.0;
    ui.horizontal_top(|ui| {
        ui.add_space(side);
        ui.spacing_mut().item_spacing.x = gap;
        let spacing = theme.steps(2);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.x = spacing;
            ui.set_width((width - gap) * 0.58);
            ui.label(theme.title(tr.t("live-join")));
            ui.label(theme.soft(tr.t("live-join-what")));
            ui.add_space(theme.steps(3));
            said_ui(ui, theme, state);
            if state.waits || state.inside.is_some() {
                inside_ui(ui, theme, tr, state, out);
            } else {
                form_ui(ui, theme, tr, form, out);
            }
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.x = spacing;
            ui.set_width((width - gap) * 0.42);
            found_ui(ui, theme, tr, form, found);
            ui.add_space(theme.steps(6));
            host_ui(ui, theme, tr, state, out);
        });
    });
}

fn said_ui(ui: &mut Ui, theme: &Theme, state: &DoorState) {
    let Some((problem, text)) = &state.said else { return };
    let (sign, color) = if *problem { (icon::WARNING, theme.colors.high) } else { (icon::INFO, theme.colors.info) };
    ui.horizontal_top(|ui| {
        ui.label(RichText::new(sign).color(color));
        ui.add(Label::new(text).wrap());
    });
    ui.add_space(theme.steps(2));
}

/// On the way in, or in already.
fn inside_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, state: &DoorState, out: &mut Vec<Cmd>) {
    card(ui, theme, true, |ui| {
        let text = match state.inside {
            None => tr.with("live-on-the-way", &[("address", state.hall.clone().into())]),
            Some(standing) => {
                let standing = tr.t(super::words::standing_word(standing));
                tr.with("live-inside", &[("address", state.hall.clone().into()), ("standing", standing.into())])
            }
        };
        ui.add(Label::new(theme.strong(text)).wrap());
        ui.add_space(theme.steps(2));
        ui.horizontal(|ui| {
            if state.inside.is_some() && main_button(ui, theme, &tr.t("live-go-in"), true).clicked() {
                out.push(Cmd::Live(LiveCmd::Place));
            }
            let word = if state.inside.is_some() { "live-leave" } else { "live-cancel" };
            if ui.button(format!("{} {}", icon::SIGN_OUT, tr.t(word))).clicked() {
                out.push(Cmd::Live(LiveCmd::Leave));
            }
        });
    });
}

fn form_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, form: &mut DoorForm, out: &mut Vec<Cmd>) {
    let wide = theme.steps(96).min(ui.available_width());
    let mut enter = field_ui(ui, theme, (&tr.t("live-address"), &tr.t("live-address-hint")), &mut form.address, wide);
    ui.add_space(theme.steps(2));
    ui.label(theme.soft(tr.t("live-as")));
    ui.horizontal_wrapped(|ui| {
        for as_what in As::ALL {
            ui.selectable_value(&mut form.as_what, as_what, tr.t(as_what.word()));
        }
    });
    ui.add(Label::new(theme.note(tr.t(&format!("{}-what", form.as_what.word())))).wrap());
    ui.add_space(theme.steps(2));
    if form.as_what.by_pin() {
        enter |= field_ui(ui, theme, (&tr.t("live-pin"), "000 000"), &mut form.pin, theme.steps(32));
    } else {
        enter |= field_ui(ui, theme, (&tr.t("live-code"), ""), &mut form.code, theme.steps(64));
    }
    enter |= field_ui(ui, theme, (&tr.t("live-name"), &tr.t("live-name-hint")), &mut form.name, wide);
    enter |= field_ui(ui, theme, (&tr.t("live-unit"), &tr.t("live-unit-hint")), &mut form.unit, wide);
    for text in [&mut form.name, &mut form.unit] {
        cut(text, limits::NAME_BYTES_MAX);
    }
    cut(&mut form.code, limits::CODE_BYTES_MAX);
    ui.add_space(theme.steps(3));
    let wish = form.wish();
    ui.horizontal(|ui| {
        let text = format!("{} {}", icon::SIGN_IN, tr.t("live-enter"));
        let clicked = main_button(ui, theme, &text, wish.is_ok()).clicked();
        match wish {
            Ok(wish) if clicked || enter => out.push(Cmd::Live(LiveCmd::Join(Box::new(wish)))),
            Ok(_) => {}
            Err(missing) => {
                ui.label(theme.soft(tr.t(missing.word())));
            }
        }
    });
}

/// A field under its name. Whether Enter was pressed in it.
fn field_ui(ui: &mut Ui, theme: &Theme, (name, hint): (&str, &str), text: &mut String, width: f32) -> bool {
    ui.add_space(theme.steps(1));
    ui.label(theme.soft(name));
    let hint = RichText::new(hint).color(theme.colors.faint);
    let response = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(width).margin(vec2(8.0, 6.0)));
    named(&response, name);
    response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// No longer than the hall takes, without cutting a letter.
fn cut(text: &mut String, max: usize) {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

/// Halls on the same network.
fn found_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, form: &mut DoorForm, found: &[Found]) {
    ui.label(theme.heading(tr.t("live-found")));
    if found.is_empty() {
        ui.add(Label::new(theme.soft(tr.t("live-found-none"))).wrap());
    }
    for hall in found {
        let chosen = form.address == hall.address.to_string();
        let text = format!("{} {}", icon::BROADCAST, hall.name);
        let button = Button::selectable(chosen, theme.strong(text)).wrap();
        let response = ui.add_enabled(hall.fits, button).on_disabled_hover_text(tr.t("live-found-other-version"));
        if response.clicked() {
            form.address = hall.address.to_string();
        }
        ui.label(theme.mono(format!("{}:{}", hall.address.host, hall.address.port)).color(theme.colors.faint));
    }
}

fn host_ui(ui: &mut Ui, theme: &Theme, tr: &Tr, state: &DoorState, out: &mut Vec<Cmd>) {
    ui.label(theme.heading(tr.t("live-host")));
    ui.add(Label::new(theme.soft(tr.t("live-host-what"))).wrap());
    ui.add_space(theme.steps(2));
    let (word, cmd) =
        if state.hosts { ("live-host-page", LiveCmd::Page) } else { ("live-host-set-up", LiveCmd::SetUp) };
    if ui.button(format!("{} {}", icon::HOUSE_LINE, tr.t(word))).clicked() {
        out.push(Cmd::Live(cmd));
    }
}
