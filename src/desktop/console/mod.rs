//! A participant at work: the top bar, and under it the panels in a dock that can be rearranged.

mod dock;
mod layouts;
mod top_bar;

pub use layouts::{Place, Work};

use std::collections::BTreeMap;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use egui::{CentralPanel, Frame};
use egui_tiles::Tree;

use super::kit::{Cmd, PanelCx, PanelKind};
use super::map::MapState;
use super::notices::Notices;
use super::panels::{StepStatus, checklist};
use super::screens::{Draw, Screen, Wishes, whole_window};
use super::session::Session;
use super::settings::Settings;
use crate::model::{Ix, Role, Scenario, Table};
use crate::sim::{Refusal, Target, View};

/// Simulation time after which the plan is looked at again though nobody did anything.
const PLAN_LOOK_MS: i64 = 10_000;

/// The panels of each seat as they stand now. What the user has arranged is kept among the preferences.
#[derive(Resource, Default)]
pub struct Docks {
    trees: BTreeMap<Ix<Role>, Tree<PanelKind>>,
    /// The user has arranged the panels of a seat anew, and it is not kept yet.
    arranged: bool,
    /// A panel to be brought to the front with the next drawing.
    open: Option<PanelKind>,
    /// How the plan stands, and for which seat, views and time it was worked out.
    steps: (Option<(Ix<Role>, u64, u64, i64)>, Vec<StepStatus>),
    /// Why orders of the seat were refused, to be said in words with the next drawing.
    refused: Vec<Refusal>,
}

impl Docks {
    /// Brings a panel to the front.
    pub const fn open(&mut self, panel: PanelKind) {
        self.open = Some(panel);
    }

    /// Puts the panels of a seat back where they belong.
    pub fn reset(&mut self, role: Ix<Role>) {
        self.trees.remove(&role);
    }

    /// Another run: nobody has moved anything yet.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Works out how the plan stands, once for all panels. What time alone brings about is looked at now and then.
    fn work_out(&mut self, scenario: &Scenario, view: View<'_>) {
        let made_for = (view.seat.role, view.seat.version, view.team.version, view.now.0 / PLAN_LOOK_MS);
        if self.steps.0 != Some(made_for) {
            self.steps = (Some(made_for), checklist(scenario, view));
        }
    }

    /// Says in words why an order was refused.
    pub fn refused(&mut self, why: Refusal) {
        self.refused.push(why);
    }
}

/// Draws the screen while it is shown.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Docks>()
        .add_systems(EguiPrimaryContextPass, draw.in_set(Draw::Screen).run_if(in_state(Screen::Console)));
}

fn draw(
    mut contexts: EguiContexts,
    settings: Res<Settings>,
    session: Option<ResMut<Session>>,
    mut docks: ResMut<Docks>,
    mut map: ResMut<MapState>,
    mut notices: ResMut<Notices>,
    mut wishes: ResMut<Wishes>,
) {
    let (Some(mut session), Some(mut ui)) = (session, whole_window(&mut contexts)) else { return };
    let session = session.bypass_change_detection();
    let bar = top_bar::BarCx::of(session);
    let (scenario, role, mode) = (session.scenario().clone(), session.role(), session.mode());
    let (sight, ui_state) = session.sight_and_desk();
    let docks = docks.bypass_change_detection();
    docks.work_out(&scenario, sight.view());
    let Docks { trees, arranged, open, refused, steps: (_, steps) } = docks;
    let possible = |kind, target: Target| sight.possible(kind, target);
    let mut cx = PanelCx {
        scenario: &scenario,
        view: sight.view(),
        role,
        possible: &possible,
        steps,
        tr: &settings.tr,
        theme: &settings.theme,
        mode,
        ui_state,
        out: &mut wishes.0,
    };
    for why in refused.drain(..) {
        notices.problem(super::panels::refusal(&cx, &why));
    }
    top_bar::top_bar_ui(&mut ui, &mut cx, &bar, &settings, &notices);
    let seat = &scenario.roles.at(role).id;
    let tree = trees.entry(role).or_insert_with(|| {
        let kept = settings.prefs().layouts.get(seat).and_then(|text| Place::parse(text));
        kept.unwrap_or_else(|| Place::of(&scenario, role)).tree(role)
    });
    let dock = |ui: &mut egui::Ui| dock::dock_ui(ui, &mut cx, tree, &mut map);
    *arranged |= CentralPanel::default().frame(Frame::NONE).show(&mut ui, dock).inner;
    // While a border is dragged every frame arranges anew.
    if *arranged && !ui.input(|input| input.pointer.any_down()) {
        *arranged = false;
        let layout = Place::read(tree).and_then(|place| place.write());
        wishes.0.extend(layout.map(|layout| Cmd::KeepLayout(seat.clone(), layout)));
    }
    if let Some(panel) = open.take() {
        tree.make_active(|_, tile| matches!(tile, egui_tiles::Tile::Pane(kind) if *kind == panel));
    }
}
