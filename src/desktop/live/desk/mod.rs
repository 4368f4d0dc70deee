//! The facilitator's desk: the teams at the left, of the one looked at its seats, its injects and its truth, and at the
//! door who was turned away. What needs words opens under the bar; nothing ever hides the clock.

mod attention;
mod bar;
mod confirm;
mod doors;
mod drawers;
mod inject_form;
mod jump;
mod msel;
mod seats;
mod start;
mod teams;
mod tell;
mod truth;

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{CentralPanel, Frame, Margin, ScrollArea, Ui};
use egui_phosphor::regular as icon;

pub use attention::{care_flag, pace_mark};
pub use bar::strips_ui;
pub use drawers::Drawer;
pub use inject_form::InjectForm;
pub use teams::team_row_ui;

use super::{Live, LiveCmd};
use crate::desktop::kit::{Cmd, Theme, UiState};
use crate::desktop::map::MapState;
use crate::desktop::screens::{Draw, Screen, Wishes, whole_window};
use crate::desktop::settings::Settings;
use crate::i18n::Tr;
use crate::live::{Desk, DeskAct, Entrance, Hall, Row, Scope, Stage};
use crate::model::{Calendar, Ix, Role, Scenario, SimTime, Span};
use crate::sim::{SeatView, TeamView};

/// Clocks of teams that are no further apart show the same moment.
const CLOCKS_APART: Span = Span::secs(1);

/// Whom a message is for: the whole hall without it, a team, or one of its seats.
pub type Receiver = Option<(u16, Option<Ix<Role>>)>;

/// A page of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tab {
    /// The seats of the team looked at.
    #[default]
    Seats,
    /// Its injects.
    Msel,
    /// How its network really is.
    Truth,
    /// Who was turned away at the door.
    Doors,
}

impl Tab {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Seats, Self::Msel, Self::Truth, Self::Doors];

    /// Key of its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seats => "live-tab-seats",
            Self::Msel => "live-tab-msel",
            Self::Truth => "live-tab-truth",
            Self::Doors => "live-tab-doors",
        }
    }

    /// Its sign.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Seats => icon::CHAIR,
            Self::Msel => icon::LIST_NUMBERS,
            Self::Truth => icon::MAP_TRIFOLD,
            Self::Doors => icon::SHIELD_WARNING,
        }
    }

    /// A page by its name, for pictures.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "seats" => Self::Seats,
            "msel" => Self::Msel,
            "truth" => Self::Truth,
            "doors" => Self::Doors,
            _ => return None,
        })
    }
}

/// What the desk remembers.
#[derive(Resource, Default)]
pub struct DeskForm {
    /// Page shown.
    pub tab: Tab,
    /// The team looked at.
    pub team: u16,
    /// What is done is done to the team looked at alone; otherwise to all.
    pub alone: bool,
    /// The code that is shown, of those that others may not see.
    pub shown_code: Option<Entrance>,
    /// What is open under the bar.
    pub drawer: Option<Drawer>,
    /// It has just been opened: what is typed goes into its field.
    pub drawer_is_new: bool,
    /// Reason of a pause.
    pub reason: String,
    /// Why it starts although somebody is not ready.
    pub even_so: String,
    /// What is being told.
    pub tell: String,
    /// To whom; whatever else is done here is for whom the bar says.
    pub tell_to: Receiver,
    /// Only injects that have not been sent.
    pub open_only: bool,
    /// An inject being made up or worded anew.
    pub inject: Option<InjectForm>,
    /// The last that was written and is not open any more: sent, closed or put aside for another.
    pub kept: Option<InjectForm>,
    /// Text to be copied into the scenario.
    pub promoted: Option<String>,
    /// What is chosen on the map.
    pub map_desk: UiState,
}

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<DeskForm>()
        .add_systems(OnEnter(Screen::Desk), come)
        .add_systems(OnExit(Screen::Desk), |mut map: ResMut<MapState>| map.forget())
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Desk)));
}

fn come(mut map: ResMut<MapState>, form: Res<DeskForm>, mut live: ResMut<Live>) {
    map.forget();
    if let Some(line) = &mut live.bypass_change_detection().line
        && line.look.is_none()
    {
        let at = Some((form.team, None));
        line.look = at;
        line.link.with(|client| client.look(at));
    }
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    live: Res<Live>,
    mut form: ResMut<DeskForm>,
    mut map: ResMut<MapState>,
    mut wishes: ResMut<Wishes>,
) {
    let (Some(line), Some(mut ui)) = (&live.line, whole_window(&mut contexts)) else { return };
    let seen = line.link.with(|client| {
        let screen = client.screen();
        let views = screen.seat.clone().zip(screen.team.clone());
        Some(Seen {
            scenario: Arc::clone(client.scenario()?),
            board: screen.board.clone(),
            hall: screen.hall.clone(),
            desk: screen.desk.clone(),
            views,
            trouble: line.trouble(client, &settings.tr),
        })
    });
    let Some(seen) = seen else { return };
    let mut cx = DeskCx {
        seen: &seen,
        settings: &settings,
        link: line.state(),
        hosts: live.server.is_some(),
        form: form.bypass_change_detection(),
        out: &mut wishes.0,
    };
    desk_ui(&mut ui, &mut cx, Some(map.bypass_change_detection()));
}

/// What came over the wire.
pub struct Seen {
    /// What is played, the whole of it.
    pub scenario: Arc<Scenario>,
    /// The teams.
    pub board: Arc<Vec<Row>>,
    /// The hall.
    pub hall: Hall,
    /// The team looked at.
    pub desk: Option<Arc<Desk>>,
    /// The views of the seat looked at.
    pub views: Option<(Arc<SeatView>, Arc<TeamView>)>,
    /// What the hall could not write down yet, in words.
    pub trouble: Option<String>,
}

/// What the parts of the desk are given.
pub struct DeskCx<'a> {
    /// What came over the wire.
    pub seen: &'a Seen,
    /// Words and look.
    pub settings: &'a Settings,
    /// Where the connection stands.
    pub link: &'a crate::hall::LinkState,
    /// This machine hosts the hall.
    pub hosts: bool,
    /// What the desk remembers.
    pub form: &'a mut DeskForm,
    /// Where wishes go.
    pub out: &'a mut Vec<Cmd>,
}

impl<'a> DeskCx<'a> {
    /// Colours and sizes.
    pub const fn theme(&self) -> &'a Theme {
        &self.settings.theme
    }

    /// Words.
    pub const fn tr(&self) -> &'a Tr {
        &self.settings.tr
    }

    /// What is played.
    pub fn scenario(&self) -> &'a Scenario {
        &self.seen.scenario
    }

    /// Fictional calendar at the start.
    pub fn starts(&self) -> Calendar {
        self.seen.scenario.file.starts
    }

    /// The team looked at.
    pub fn row(&self) -> Option<&'a Row> {
        let team = self.form.team;
        self.seen.board.iter().find(|row| row.team == team).or_else(|| self.seen.board.first())
    }

    /// What is seen of the team looked at, once it has come.
    pub fn desk(&self) -> Option<&'a Desk> {
        self.seen.desk.as_deref().filter(|desk| desk.team == self.form.team)
    }

    /// The moment of the team looked at.
    pub fn now(&self) -> SimTime {
        self.row().map_or(SimTime::START, |row| row.now)
    }

    /// The teams that what is done is for.
    pub const fn scope(&self) -> Scope {
        if self.form.alone { Scope::Team(self.form.team) } else { Scope::All }
    }

    /// The teams in [`Self::scope`].
    pub fn in_scope(&self) -> impl Iterator<Item = &'a Row> {
        let scope = self.scope();
        self.seen.board.iter().filter(move |row| scope == Scope::All || scope == Scope::Team(row.team))
    }

    /// How many teams are in [`Self::scope`].
    pub fn scope_size(&self) -> usize {
        self.in_scope().count()
    }

    /// The teams in [`Self::scope`] in words.
    pub fn scope_text(&self) -> String {
        match self.scope() {
            Scope::All => self.tr().with("live-scope-all-n", &[("n", self.scope_size().into())]),
            Scope::Team(_) => self.row().map(|row| row.name.clone()).unwrap_or_default(),
        }
    }

    /// Does something to the teams in the scope.
    pub fn act(&mut self, act: DeskAct) {
        let scope = self.scope();
        self.out.push(Cmd::Live(LiveCmd::Direct(scope, act)));
    }

    /// Does something to the team looked at.
    pub fn act_here(&mut self, act: DeskAct) {
        let scope = Scope::Team(self.form.team);
        self.out.push(Cmd::Live(LiveCmd::Direct(scope, act)));
    }

    /// Does something at a moment that is counted from now to the teams in the scope that it `is_for`. Teams whose
    /// clocks have come apart do it each by its own; otherwise, and when nobody is left out, it is one act for all.
    pub fn act_by_clock(&mut self, is_for: impl Fn(&Row) -> bool, act: impl Fn(SimTime) -> Option<DeskAct>) {
        let teams: Vec<&Row> = self.in_scope().filter(|row| is_for(row)).collect();
        let latest = teams.iter().map(|row| row.now).max().unwrap_or_default();
        let agree = clocks_agree(&teams);
        let own = |row: &&Row| Some((row.team, act(if agree { latest } else { row.now })?));
        let acts: Vec<(u16, DeskAct)> = teams.iter().filter_map(own).collect();
        // The hall does not mind teams that have come to their end.
        let nobody_left_out = self.in_scope().all(|row| row.stage == Stage::Over || is_for(row));
        let same = acts.windows(2).all(|pair| pair[0].1 == pair[1].1);
        if let (true, Some((_, act))) = (nobody_left_out && same, acts.first()) {
            return self.act(act.clone());
        }
        for (team, act) in acts {
            self.out.push(Cmd::Live(LiveCmd::Direct(Scope::Team(team), act)));
        }
    }
}

/// Whether the clocks of some teams show the same moment.
fn clocks_agree(rows: &[&Row]) -> bool {
    let clocks = || rows.iter().map(|row| row.now);
    clocks().min().zip(clocks().max()).is_none_or(|(first, last)| last - first <= CLOCKS_APART)
}

/// The desk.
pub fn desk_ui(ui: &mut Ui, cx: &mut DeskCx<'_>, map: Option<&mut MapState>) {
    let theme = cx.theme();
    let panel = Frame::new().fill(theme.colors.panel).inner_margin(Margin::symmetric(12, 6));
    let plain = Frame::new().fill(theme.colors.window).inner_margin(Margin::same(8));
    egui::Panel::top("desk-bar").frame(panel).show(ui, |ui| bar::bar_ui(ui, cx));
    strips_ui(ui, cx);
    if cx.form.drawer.is_some() {
        let frame = Frame::new().fill(theme.colors.raised).inner_margin(Margin::symmetric(12, 8));
        egui::Panel::top("desk-drawer").frame(frame).show(ui, |ui| drawers::drawer_ui(ui, cx));
    }
    egui::Panel::left("desk-teams").frame(plain).default_size(theme.steps(96)).resizable(true).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| teams::teams_ui(ui, cx));
    });
    egui::Panel::top("desk-tabs").frame(plain).show(ui, |ui| tabs_ui(ui, cx));
    let ground = if cx.form.tab == Tab::Truth { Frame::NONE } else { panel };
    CentralPanel::default().frame(ground).show(ui, |ui| match cx.form.tab {
        Tab::Seats => drop(ScrollArea::vertical().auto_shrink(false).show(ui, |ui| seats::seats_ui(ui, cx))),
        Tab::Msel => msel::msel_ui(ui, cx),
        Tab::Truth => truth::truth_ui(ui, cx, map),
        Tab::Doors => drop(ScrollArea::vertical().auto_shrink(false).show(ui, |ui| doors::doors_ui(ui, cx))),
    });
}

fn tabs_ui(ui: &mut Ui, cx: &mut DeskCx<'_>) {
    let (theme, tr) = (cx.theme(), cx.tr());
    ui.horizontal(|ui| {
        if let Some(row) = cx.row() {
            ui.label(theme.heading(&row.name));
            ui.separator();
        }
        let turned: u64 = cx.seen.hall.turned.iter().map(|turned| turned.count).sum();
        for tab in Tab::ALL {
            let text = match (tab, turned) {
                (Tab::Doors, 1..) => format!("{} {} ({turned})", tab.icon(), tr.t(tab.word())),
                _ => format!("{} {}", tab.icon(), tr.t(tab.word())),
            };
            ui.selectable_value(&mut cx.form.tab, tab, text);
        }
    });
}

#[cfg(test)]
mod tests;
