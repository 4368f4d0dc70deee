//! The panels driven by their labels, as a screen reader or a keyboard would, on a real exercise.

use std::sync::Arc;

use egui::Ui;
use egui_kittest::Harness;

use super::*;
use crate::content;
use crate::desktop::kit::harness::sit;
use crate::desktop::kit::{Cmd, Mode, Selection, Theme, ThemeKind, UiState};
use crate::i18n::Tr;
use crate::model::{Ix, Lang, OrderKind, Role, Scenario, SimTime, Span, Table};
use crate::sim::{Exercise, Input, Order, Receipt, Refusal, Setup, Target};

mod alerts;
mod object;
mod rest;
mod talk;
mod words;

/// Orders that the small scenario of the loader's tests does not have.
const MORE_ORDERS: &str = include_str!("orders.ron");

/// The small scenario with more orders.
pub fn scenario() -> Arc<Scenario> {
    let files = content::fixture::FILES.iter().fold(content::Memory::default(), |source, (path, text)| {
        if path.ends_with("/orders.ron") {
            let end = text.rfind("],").unwrap();
            source.with(path, format!("{}{MORE_ORDERS}{}", &text[..end], &text[end..]))
        } else {
            source.with(path, *text)
        }
    });
    let outcome = content::load(&files, content::fixture::SCENARIO);
    assert_eq!(outcome.diagnostics, [], "the fixture has problems");
    Arc::new(outcome.scenario.unwrap())
}

type PanelFn = fn(&mut Ui, &mut PanelCx<'_>);

/// A seat at a desk with one panel.
pub struct Desk {
    pub exercise: Exercise,
    pub role: Ix<Role>,
    pub ui_state: UiState,
    pub out: Vec<Cmd>,
    pub mode: Mode,
    tr: Tr,
    theme: Theme,
    panel: PanelFn,
}

impl Desk {
    /// The desk of `role` in the small scenario, in English, at its start.
    pub fn new(role: &str, panel: PanelFn) -> Self {
        let exercise = Exercise::new(scenario(), &Setup::of(7));
        let role = exercise.scenario().role_named(role).unwrap();
        Self {
            exercise,
            role,
            ui_state: UiState::default(),
            out: Vec::new(),
            mode: Mode::Practice,
            tr: Tr::new(Lang::En),
            theme: Theme::load(ThemeKind::Dark).unwrap(),
            panel,
        }
    }

    pub fn in_vietnamese(mut self) -> Self {
        self.tr = Tr::new(Lang::Vi);
        self
    }

    pub fn in_mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Lets minutes pass until `until` holds, three hours at most.
    pub fn wait(mut self, until: impl Fn(&Self) -> bool) -> Self {
        for minute in 0..180 {
            if until(&self) {
                return self;
            }
            self.exercise.advance(SimTime::after_start(Span::mins(minute)));
        }
        panic!("what was waited for did not happen");
    }

    /// Waits for the first alert of this seat.
    pub fn wait_for_alert(self) -> Self {
        self.wait(|desk| !desk.exercise.view(desk.role).seat.alerts.is_empty())
    }

    pub fn kind(&self, order: &str) -> Ix<OrderKind> {
        self.exercise.scenario().order_named(order).unwrap()
    }

    pub fn role_named(&self, role: &str) -> Ix<Role> {
        self.exercise.scenario().role_named(role).unwrap()
    }

    pub fn host(&self, id: &str) -> Ix<crate::model::Host> {
        let hosts = &self.exercise.scenario().network.hosts;
        hosts.indices().find(|ix| hosts.at(*ix).id == id).unwrap()
    }

    /// Gives an order as `role`, past the panels.
    pub fn order(
        &mut self,
        role: &str,
        kind: &str,
        target: Target,
        fill: impl FnOnce(&mut Order),
    ) -> Result<Receipt, Refusal> {
        let mut order = Order::new(self.kind(kind), target);
        fill(&mut order);
        let input = Input::Order(self.role_named(role), order);
        self.exercise.apply(self.exercise.now(), &input)
    }

    /// The same with nothing filled in, and done before it returns.
    pub fn done(mut self, role: &str, kind: &str, target: Target) -> Self {
        self.order(role, kind, target, |_| {}).unwrap();
        self.exercise.advance(self.exercise.now() + Span::mins(60));
        self
    }

    pub fn select(mut self, selection: Selection) -> Self {
        self.ui_state.select(selection);
        self
    }

    /// Carries out what the panel asked for, as the window does.
    pub fn apply(&mut self) {
        for cmd in std::mem::take(&mut self.out) {
            match cmd {
                Cmd::Select(selection) | Cmd::FlyTo(selection) => self.ui_state.select(selection),
                Cmd::GiveOrder(order) => {
                    self.exercise.apply(self.exercise.now(), &Input::Order(self.role, order)).unwrap();
                }
                Cmd::Decide(work, approve) => {
                    self.exercise.apply(self.exercise.now(), &Input::Decide(self.role, work, approve)).unwrap();
                }
                Cmd::CancelWork(work) => {
                    self.exercise.apply(self.exercise.now(), &Input::Cancel(self.role, work)).unwrap();
                }
                _ => {}
            }
        }
    }

    fn ui(&mut self, ui: &mut Ui) {
        let role = self.role;
        let exercise = &self.exercise;
        let possible = |kind: Ix<OrderKind>, target: Target| exercise.possible(role, kind, target);
        let steps = checklist(exercise.scenario(), exercise.view(role));
        let mut cx = PanelCx {
            steps: &steps,
            scenario: exercise.scenario(),
            view: exercise.view(role),
            role,
            possible: &possible,
            tr: &self.tr,
            theme: &self.theme,
            mode: self.mode,
            ui_state: &mut self.ui_state,
            out: &mut self.out,
        };
        (self.panel)(ui, &mut cx);
    }

    /// The desk on a screen of this size.
    pub fn sit(self, width: f32, height: f32) -> Harness<'static, Self> {
        let mut harness = sit(&self.theme.clone(), [width, height], self, |ui, desk| desk.ui(ui));
        harness.state_mut().out.clear();
        harness
    }
}

/// The orders that were asked for.
pub fn orders(harness: &Harness<'_, Desk>) -> Vec<Order> {
    let given = harness.state().out.iter().filter_map(|cmd| match cmd {
        Cmd::GiveOrder(order) => Some(order.clone()),
        _ => None,
    });
    given.collect()
}
