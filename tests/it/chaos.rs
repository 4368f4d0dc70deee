//! A player without a plan: random inputs, legal ones as a seat could give them, and a few that are not.

#![allow(dead_code, reason = "the proofs and the benchmarks use different parts")]

use std::collections::BTreeMap;

use dientap::model::{FieldKind, Form, Ix, Param, Role, Scenario, Severity, SimTime, Span, Table, TargetKind, Verb};
use dientap::sim::{Control, Exercise, FactKind, FieldValue, Input, Order, Params, Target};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Draws inputs from a seed.
pub struct Chaos {
    rng: ChaCha8Rng,
}

impl Chaos {
    /// A player with this seed.
    pub fn new(seed: u64) -> Self {
        Self { rng: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// The next input and its moment: mostly orders that are possible now, some that are not.
    pub fn input(&mut self, exercise: &Exercise) -> (SimTime, Input) {
        let at = exercise.now() + Span(self.rng.random_range(0..300_000));
        let role = self.seat(exercise.scenario());
        let input = match self.rng.random_range(0..100) {
            0..70 => match self.legal_order(exercise, role) {
                Some(order) => Input::Order(role, order),
                None => Input::Control(Control::Rate(1_000)),
            },
            70..80 => Input::Order(role, self.wild_order()),
            80..90 => self.decision(exercise, role),
            90..95 => Input::Cancel(role, Ix::new(self.rng.random_range(0..200))),
            _ => Input::Control(self.control(exercise)),
        };
        (at, input)
    }

    /// A seat of the scenario.
    pub fn seat(&mut self, scenario: &Scenario) -> Ix<Role> {
        scenario.file.seats[self.rng.random_range(0..scenario.file.seats.len())].ix()
    }

    /// An order that `role` could give now, filled in; none when nothing was found in a few tries.
    pub fn legal_order(&mut self, exercise: &Exercise, role: Ix<Role>) -> Option<Order> {
        let scenario = exercise.scenario();
        for _ in 0..40 {
            let kind = Ix::new(self.rng.random_range(0..scenario.orders.len() as u32));
            let target = self.target(exercise, role, scenario.orders.at(kind).target)?;
            if exercise.possible(role, kind, target).is_ok() {
                let nonce = self.rng.next_u64();
                let params = self.params(exercise, role, kind, target);
                return Some(Order { nonce, kind, target, params });
            }
        }
        None
    }

    fn target(&mut self, exercise: &Exercise, role: Ix<Role>, kind: TargetKind) -> Option<Target> {
        let (network, seat) = (&exercise.scenario().network, exercise.view(role).seat);
        let known: Vec<FactKind> = seat.facts.iter().map(|known| known.fact.kind).collect();
        let known_host = known.iter().filter_map(|fact| fact.host()).next_back();
        Some(match kind {
            TargetKind::Nothing => Target::Nothing,
            TargetKind::Host => match known_host {
                Some(host) if self.rng.random_bool(0.5) => Target::Host(host),
                _ => Target::Host(self.one(network.hosts.len())?),
            },
            TargetKind::Zone => Target::Zone(self.one(network.zones.len())?),
            TargetKind::Site => Target::Site(self.one(network.sites.len())?),
            TargetKind::System => Target::System(self.one(network.systems.len())?),
            TargetKind::Account => Target::Account(self.one(network.accounts.len())?),
            TargetKind::Backup => Target::Backup(self.one(network.backups.len() + 2)?),
            TargetKind::Indicator => {
                let known = known.into_iter().filter_map(|fact| match fact {
                    FactKind::Indicator(indicator) => Some(Target::Indicator(indicator)),
                    _ => None,
                });
                self.one_of(known.collect()).unwrap_or(Target::Indicator(Ix::new(0)))
            }
            TargetKind::Alert => {
                let alerts = seat.alerts.iter().map(|alert| Target::Alert(alert.id)).collect();
                self.one_of(alerts).unwrap_or(Target::Alert(Ix::new(0)))
            }
            TargetKind::Inject => {
                let injects = seat.items.iter().filter_map(|item| item.what.inject()).map(Target::Inject);
                self.one_of(injects.collect()).unwrap_or(Target::Inject(Ix::new(0)))
            }
        })
    }

    fn params(
        &mut self,
        exercise: &Exercise,
        role: Ix<Role>,
        kind: Ix<dientap::model::OrderKind>,
        target: Target,
    ) -> Params {
        let (scenario, seat) = (exercise.scenario(), exercise.view(role).seat);
        let spec = scenario.orders.at(kind);
        let mut params = Params::default();
        for param in &spec.params {
            match param {
                Param::Text => params.text = format!("ghi chú {}", self.rng.random_range(0..1_000)),
                Param::To => params.to = vec![self.seat(scenario)],
                Param::Facts => {
                    params.facts = seat.facts.iter().rev().take(3).map(|known| known.id).collect();
                }
                Param::Severity => params.severity = Some(self.severity()),
                Param::Verdict => params.verdict = Some(self.rng.random()),
                Param::Choice => {
                    let choices = match target {
                        Target::Inject(inject) => {
                            scenario.file.injects.get(inject.us()).map(|inject| inject.choices.len())
                        }
                        _ => None,
                    };
                    params.choice =
                        choices.filter(|count| *count > 0).map(|count| self.rng.random_range(0..count) as u8);
                }
                Param::Channel => params.channel = self.one(scenario.plan.channels.len()),
                Param::Fields => {
                    if let Verb::Report(form) = &spec.verb {
                        params.fields = self.fields(exercise, scenario.plan.forms.at(form.ix()));
                    }
                }
            }
        }
        params
    }

    fn fields(&mut self, exercise: &Exercise, form: &Form) -> BTreeMap<String, FieldValue> {
        let mut fields = BTreeMap::new();
        for field in &form.fields {
            let value = match &field.kind {
                _ if self.rng.random_bool(0.2) => FieldValue::Unknown,
                FieldKind::Text => FieldValue::Text("chưa rõ".to_owned()),
                FieldKind::Time => FieldValue::Time(exercise.now()),
                FieldKind::Severity => FieldValue::Severity(self.severity()),
                FieldKind::YesNo => FieldValue::YesNo(self.rng.random()),
                FieldKind::Count => FieldValue::Count(self.rng.random_range(0..500)),
                FieldKind::One(choices) => {
                    let ids = choices.iter().map(|choice| choice.id.clone()).collect();
                    self.one_of(ids).map_or(FieldValue::Unknown, FieldValue::One)
                }
                FieldKind::Systems => {
                    let systems = exercise.scenario().network.systems.len();
                    FieldValue::Systems(self.one(systems).into_iter().collect())
                }
            };
            fields.insert(field.id.clone(), value);
        }
        fields
    }

    /// Numbers that may or may not mean something.
    fn wild_order(&mut self) -> Order {
        let number = Ix::<()>::new(self.rng.random_range(0..120)).raw();
        let target = match self.rng.random_range(0..6) {
            0 => Target::Host(Ix::new(number * 50)),
            1 => Target::Alert(Ix::new(number)),
            2 => Target::Backup(Ix::new(u32::MAX - 1)),
            3 => Target::Inject(Ix::new(number)),
            4 => Target::Account(Ix::new(number)),
            _ => Target::Nothing,
        };
        let mut order = Order::new(Ix::new(number), target);
        order.params.to = vec![Ix::new(number)];
        order.params.facts = vec![Ix::new(number * 3)];
        order
    }

    /// Approves or denies what waits for the role, else something that does not.
    fn decision(&mut self, exercise: &Exercise, role: Ix<Role>) -> Input {
        let waiting = exercise.view(role).seat.approvals.iter().map(|work| work.id).collect();
        let work = self.one_of(waiting).unwrap_or(Ix::new(self.rng.random_range(0..100)));
        Input::Decide(role, work, self.rng.random_bool(0.7))
    }

    /// A control that leaves the run going.
    fn control(&mut self, exercise: &Exercise) -> Control {
        let inject = Ix::new(self.rng.random_range(0..exercise.scenario().file.injects.len().max(1) as u32));
        match self.rng.random_range(0..6) {
            0 => Control::Send(inject),
            1 => Control::Hold(inject),
            2 => Control::Shift(inject, Span::mins(self.rng.random_range(-10..30))),
            3 => Control::Pause("tạm dừng".to_owned()),
            4 => Control::Jump(exercise.now() + Span::mins(self.rng.random_range(1..15))),
            _ => Control::Resume,
        }
    }

    fn severity(&mut self) -> Severity {
        [Severity::M1, Severity::M2, Severity::M3, Severity::M4][self.rng.random_range(0..4)]
    }

    fn one<T>(&mut self, count: usize) -> Option<Ix<T>> {
        (count > 0).then(|| Ix::new(self.rng.random_range(0..count as u32)))
    }

    fn one_of<T>(&mut self, mut list: Vec<T>) -> Option<T> {
        if list.is_empty() { None } else { Some(list.swap_remove(self.rng.random_range(0..list.len()))) }
    }
}

/// Plays `inputs` random inputs with `seed`; gives them as they were applied, and the exercise.
pub fn play(exercise: &mut Exercise, seed: u64, inputs: usize) -> Vec<(SimTime, Input)> {
    let mut chaos = Chaos::new(seed);
    let mut given = Vec::new();
    while given.len() < inputs && !exercise.ended() {
        let (at, input) = chaos.input(exercise);
        exercise.apply(at, &input).ok();
        given.push((at, input));
        if exercise.view(Ix::new(0)).team.paused.is_some() {
            let resume = Input::Control(Control::Resume);
            exercise.apply(exercise.now(), &resume).ok();
            given.push((exercise.now(), resume));
        }
    }
    given
}
