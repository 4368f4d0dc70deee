//! The conduct of orders: who may give them, approval, hands, time, completion.

use super::effects::Actor;
use super::event::{TargetTruth, What};
use super::exercise::{Due, Exercise};
use super::fact::FactKind;
use super::foresee::givable;
use super::foresee::is_small;
use super::index;
use super::limits;
use super::order::{Order, Params, Receipt, Refusal, Target};
use super::shared::Shared;
use super::view::{RecordKind, WorkView};
use super::work::{Work, WorkState};
use crate::model::{
    Authority, Effect, Facet, Foothold, Host, Ix, Mishap, Need, OrderKind, Role, Span, Table, TargetKind,
};

impl Exercise {
    /// Whether `role` could give this order on this target now; what is filled in is not looked at.
    ///
    /// # Errors
    /// The reason why not, which also says what would make it possible.
    pub fn possible(&self, role: Ix<Role>, kind: Ix<OrderKind>, target: Target) -> Result<(), Refusal> {
        let spec = givable(&self.scenario, &self.team, role, kind, target)?;
        self.check_target(role, target)?;
        self.check_authority(role, kind, target)?;
        for need in &spec.needs {
            if !self.met(need, role, target) {
                return Err(Refusal::Missing(need.clone()));
            }
        }
        Ok(())
    }

    fn check_target(&self, role: Ix<Role>, target: Target) -> Result<(), Refusal> {
        let network = &self.scenario.network;
        let seat = &self.seats[role.us()];
        let (exists, known) = match target {
            Target::Nothing => (true, true),
            Target::Host(ix) => (ix.us() < network.hosts.len(), true),
            Target::Zone(ix) => (ix.us() < network.zones.len() && !network.zones[ix.us()].internet, true),
            Target::Site(ix) => (ix.us() < network.sites.len(), true),
            Target::System(ix) => (ix.us() < network.systems.len(), true),
            Target::Account(ix) => (ix.us() < network.accounts.len(), true),
            Target::Backup(ix) => (ix.us() < self.world.backups.len(), true),
            Target::Indicator(ix) => {
                let known = seat.facts.iter().any(|known| known.fact.kind == FactKind::Indicator(ix));
                (ix.us() < self.scenario.file.indicators.len(), known)
            }
            Target::Alert(ix) => (ix.us() < self.alerts.len(), seat.alerts.iter().any(|alert| alert.id == ix)),
            Target::Inject(ix) => {
                let known = seat.items.iter().any(|item| item.what.inject() == Some(ix));
                (ix.us() < self.injects.len(), known)
            }
        };
        match (exists, known) {
            (true, true) => Ok(()),
            // A number that exists but is not known is refused like one that does not exist: no seat can
            // find out by trying how much there is that it does not know.
            (true, false) => Err(Refusal::NotKnown),
            (false, _) => match target.kind() {
                TargetKind::Indicator | TargetKind::Alert | TargetKind::Inject => Err(Refusal::NotKnown),
                _ => Err(Refusal::Unknown),
            },
        }
    }

    fn check_authority(&self, role: Ix<Role>, kind: Ix<OrderKind>, target: Target) -> Result<(), Refusal> {
        let target = match target {
            Target::Backup(backup) => Target::System(self.world.backups[backup.us()].system),
            _ => target,
        };
        let owns = |who: Ix<Role>| index::owns(&self.scenario, who, target, &|site| self.index.owns_site(who, site));
        let spec = self.scenario.orders.at(kind);
        index::check_authority(spec, role, &|who, authority| authority == Authority::All || owns(who))
    }

    fn met(&self, need: &Need, role: Ix<Role>, target: Target) -> bool {
        let hosts = self.hosts_of(target);
        let any = |is: &dyn Fn(Ix<Host>) -> bool| hosts.is_empty() || hosts.iter().any(|host| is(*host));
        match need {
            Need::PoweredOn => any(&|host| !self.world.host(host).off),
            Need::PoweredOff => any(&|host| self.world.host(host).off),
            Need::Connected => any(&|host| !self.world.host(host).cut),
            Need::Isolated => match target {
                Target::Zone(zone) => self.world.zone(zone).cut,
                Target::Site(site) => {
                    self.scenario.network.sites.at(site).zones.iter().any(|zone| self.world.zone(*zone).cut)
                }
                _ => any(&|host| self.world.is(&self.scenario, host, Facet::Isolated)),
            },
            Need::Agent => any(&|host| self.scenario.host(host).agent && !self.world.host(host).blind),
            Need::IncidentOpen => self.team.opened.is_some(),
            Need::Classified => self.team.severity.is_some(),
            Need::Convened => self.team.convened.is_some(),
            Need::InMaintenance => match target {
                Target::System(system) => self.world.systems[system.us()].maintenance,
                _ => true,
            },
            Need::SomeIndicator => {
                self.seats[role.us()].facts.iter().any(|known| matches!(known.fact.kind, FactKind::Indicator(_)))
            }
            Need::Secured(kind) => any(&|host| self.world.secured(host, *kind).is_some()),
            Need::DoneHere(kind) => {
                self.done.iter().any(|(done, _, on)| *done == kind.ix() && self.same_object(*on, target))
            }
            Need::DoneBefore(kind) => self.done.iter().any(|(done, _, _)| *done == kind.ix()),
        }
    }

    /// Whether two targets are about the same thing: equal, or a backup and its system.
    fn same_object(&self, a: Target, b: Target) -> bool {
        let system = |target| match target {
            Target::Backup(backup) => self.world.backups.get(backup.us()).map(|backup| backup.system),
            Target::System(system) => Some(system),
            _ => None,
        };
        a == b || system(a).is_some_and(|of| system(b) == Some(of))
    }

    /// A seat gives an order.
    pub(super) fn order(&mut self, role: Ix<Role>, order: &Order) -> Result<Receipt, Refusal> {
        let key = (role, order.nonce);
        if order.nonce != 0
            && let Some(receipt) = self.nonces.get(&key)
        {
            return Ok(*receipt);
        }
        let checked = self
            .possible(role, order.kind, order.target)
            .and_then(|()| self.check_params(role, order))
            .and_then(|()| self.check_open(role, order));
        match checked {
            Ok(()) => {
                let receipt = Receipt::Work(self.accept(role, order));
                if order.nonce != 0 {
                    self.nonces.insert(key, receipt);
                }
                Ok(receipt)
            }
            Err(why) => {
                if role.us() < self.seats.len() && order.kind.us() < self.scenario.orders.len() {
                    self.emit(What::OrderRefused { role, kind: order.kind, why: why.clone() });
                }
                Err(why)
            }
        }
    }

    fn check_open(&self, role: Ix<Role>, order: &Order) -> Result<(), Refusal> {
        let open = &self.open[role.us()];
        if open.len() >= limits::OPEN_WORK_MAX {
            return Err(Refusal::QueueFull);
        }
        let same = open.iter().find(|id| {
            let work = self.work(**id);
            work.kind == order.kind && work.target == order.target && *work.params == order.params
        });
        same.map_or(Ok(()), |id| Err(Refusal::AlreadyRunning(*id)))
    }

    fn accept(&mut self, role: Ix<Role>, order: &Order) -> Ix<Work> {
        let id = Ix::new(self.work.len() as u32);
        let Order { kind, target, params, .. } = order;
        let params = Shared::from(params.clone());
        let (kind, target) = (*kind, *target);
        let approver = self.scenario.orders.at(kind).approval.as_ref().map(crate::model::Ref::ix);
        let waits = approver.filter(|by| *by != role && self.scenario.has_seat(*by));
        let state = waits.map_or(WorkState::Queued, WorkState::WaitsFor);
        let approved_by = if waits.is_none() { approver } else { None };
        let work = Work {
            role,
            kind,
            target,
            params: params.clone(),
            approved_by,
            ordered: self.now,
            began: None,
            ends: None,
            state,
        };
        let view = Shared::from(WorkView { id, work });
        self.seats[role.us()].work.push(view.clone());
        self.seats[role.us()].version += 1;
        self.work.push(view.clone());
        self.open[role.us()].push(id);
        self.emit(What::OrderGiven { work: id, role, kind, target, params });
        if let Some(of) = waits {
            self.emit(What::ApprovalAsked { work: id, of });
            self.seats[of.us()].approvals.push(view);
            self.seats[of.us()].version += 1;
        } else {
            self.begin_next(role);
        }
        id
    }

    /// A role approves or denies an order that waits for it.
    pub(super) fn decide(&mut self, role: Ix<Role>, id: Ix<Work>, approved: bool) -> Result<Receipt, Refusal> {
        let Some(WorkView { work, .. }) = self.work.get(id.us()).map(|held| &**held) else {
            return Err(Refusal::Unknown);
        };
        if work.state != WorkState::WaitsFor(role) {
            return Err(Refusal::Unknown);
        }
        let of = work.role;
        self.emit(What::ApprovalDecided { work: id, by: role, approved });
        self.seats[role.us()].approvals.retain(|waiting| waiting.id != id);
        self.seats[role.us()].version += 1;
        self.change_work(id, |work| {
            work.approved_by = approved.then_some(role);
            work.state = if approved { WorkState::Queued } else { WorkState::Denied(role) };
        });
        self.begin_next(of);
        Ok(Receipt::Done)
    }

    /// A seat cancels its own order.
    pub(super) fn cancel(&mut self, role: Ix<Role>, id: Ix<Work>) -> Result<Receipt, Refusal> {
        let Some(held) = self.work.get(id.us()).filter(|held| held.work.role == role) else {
            return Err(Refusal::Unknown);
        };
        match held.work.state {
            WorkState::Running => self.free_hands(id),
            WorkState::WaitsFor(of) => {
                self.seats[of.us()].approvals.retain(|waiting| waiting.id != id);
                self.seats[of.us()].version += 1;
            }
            WorkState::Queued => {}
            _ => return Err(Refusal::AlreadyDone),
        }
        self.set_work_state(id, WorkState::Cancelled);
        self.emit(What::OrderCancelled { work: id });
        self.begin_next(role);
        Ok(Receipt::Done)
    }

    /// A piece of work; `id` is the number of one that was accepted.
    pub(super) fn work(&self, id: Ix<Work>) -> &Work {
        &self.work[id.us()].work
    }

    fn set_work_state(&mut self, id: Ix<Work>, state: WorkState) {
        self.change_work(id, |work| work.state = state);
    }

    /// Changes a piece of work, and what its seat sees of it.
    fn change_work(&mut self, id: Ix<Work>, change: impl FnOnce(&mut Work)) {
        let held = &mut self.work[id.us()];
        change(&mut held.make_mut().work);
        let Work { role, state, .. } = held.work;
        if !state.is_open() {
            self.open[role.us()].retain(|open| *open != id);
        }
        let seat = &mut self.seats[role.us()];
        // Work is pushed in the order of its numbers.
        if let Ok(place) = seat.work.binary_search_by_key(&id, |view| view.id) {
            seat.work[place] = held.clone();
            seat.version += 1;
        }
    }

    fn hands(&self, id: Ix<Work>) -> u32 {
        let work = self.work(id);
        let wanted = self.scenario.orders.at(work.kind).hands;
        u32::from(wanted.min(self.scenario.roles.at(work.role).hands))
    }

    fn free_hands(&mut self, id: Ix<Work>) {
        let (role, hands) = (self.work(id).role, self.hands(id));
        self.busy[role.us()] -= hands;
    }

    /// Begins queued work of a role as far as it has hands free, in the order it was given.
    fn begin_next(&mut self, role: Ix<Role>) {
        let all = u32::from(self.scenario.roles.at(role).hands);
        for id in self.open[role.us()].clone() {
            let hands = self.hands(id);
            if self.work(id).state != WorkState::Queued || self.busy[role.us()] + hands > all {
                continue;
            }
            self.busy[role.us()] += hands;
            let kind = self.work(id).kind;
            let takes = self.scenario.orders.at(kind).takes;
            let occurrence = self.occurrence(id);
            let takes = self.draw("order-takes", self.order_key(id), occurrence).span(takes).max(Span(1));
            let now = self.now;
            self.change_work(id, |work| {
                (work.began, work.ends, work.state) = (Some(now), Some(now + takes), WorkState::Running);
            });
            self.emit(What::OrderBegan { work: id });
            self.enqueue(self.now + takes, Due::WorkEnd(id));
        }
    }

    /// The key of chance of a piece of work: what is done on what, whoever does it.
    fn order_key(&self, id: Ix<Work>) -> u64 {
        let work = self.work(id);
        let (tag, number) = work.target.key();
        u64::from(work.kind.raw()) << 40 | tag << 32 | u64::from(number)
    }

    /// How often the same was completed or failed before.
    fn occurrence(&self, id: Ix<Work>) -> u64 {
        let Work { kind, target, .. } = *self.work(id);
        let before = self.work[..id.us()].iter().rev().take(512).map(|held| &held.work);
        before.filter(|work| work.kind == kind && work.target == target).count() as u64
    }

    pub(super) fn complete(&mut self, id: Ix<Work>) {
        if self.work(id).state != WorkState::Running || self.work(id).ends != Some(self.now) {
            return;
        }
        self.free_hands(id);
        let Work { role, kind, target, params, approved_by, .. } = self.work(id).clone();
        let scenario = self.scenario.clone();
        let spec = scenario.orders.at(kind);
        let still = spec.needs.iter().all(|need| self.met(need, role, target));
        let fails =
            self.draw("order-fails", self.order_key(id), self.occurrence(id)).percent(spec.fails_percent.into());
        if !still || fails || self.cannot_succeed(target, spec) {
            self.set_work_state(id, WorkState::Failed);
            self.emit(What::OrderFailed { work: id });
        } else {
            self.set_work_state(id, WorkState::Done);
            let truth = self.truth_about(target);
            self.note_needless_cut(spec, target, Actor::Role(role, Some(id)));
            self.emit(What::OrderDone { work: id, role, kind, target, truth, approved_by });
            self.done.push((kind, role, target));
            self.finish(id, role, spec, target, &params);
        }
        self.stirred = true;
        self.begin_next(role);
    }

    /// A backup that the attack has encrypted cannot be restored.
    fn cannot_succeed(&self, target: Target, spec: &OrderKind) -> bool {
        match target {
            Target::Backup(backup) if spec.effects.contains(&Effect::Restore) => {
                self.world.backups[backup.us()].spoiled
            }
            _ => false,
        }
    }

    fn finish(&mut self, id: Ix<Work>, role: Ix<Role>, spec: &OrderKind, target: Target, params: &Params) {
        let kind = self.work(id).kind;
        let phase = self.index.phase_of[kind.us()];
        if let Some(phase) = phase {
            self.team.phase = self.team.phase.max(phase);
        }
        if !is_small(&spec.verb) || phase.is_some() {
            self.record(role, RecordKind::Done(kind, target));
        }
        self.secure(role, spec, target);
        self.reveal(id, role, spec, target);
        self.carry_out(id, role, &spec.verb, target, params);
        for effect in &spec.effects {
            self.affect(effect, target, Actor::Role(role, Some(id)));
        }
    }

    /// The truth about a target.
    pub(super) fn truth_about(&self, target: Target) -> TargetTruth {
        let mut hosts = self.hosts_of(target);
        hosts.sort_by_key(|host| (!self.world.host(*host).touched, *host));
        hosts.truncate(limits::TRUTH_HOSTS_MAX);
        let mut truth = TargetTruth {
            touched: hosts.first().is_some_and(|host| self.world.host(*host).touched),
            hosts: hosts.into(),
            ..TargetTruth::default()
        };
        match target {
            Target::Account(account) => truth.taken = self.world.accounts[account.us()].taken_ever,
            Target::System(system) => {
                let accounts = &self.scenario.network.accounts;
                truth.taken = accounts.indices().any(|ix| {
                    accounts.at(ix).system.as_ref().is_some_and(|of| of.ix() == system)
                        && self.world.accounts[ix.us()].taken_ever
                });
            }
            Target::Backup(backup) => {
                truth.clean_backup =
                    self.world.backups.get(backup.us()).is_some_and(super::world::BackupState::is_clean);
            }
            Target::Indicator(indicator) => {
                truth.true_indicator = !self.scenario.file.indicators.at(indicator).harmless;
            }
            Target::Alert(alert) => {
                let alert = &self.alerts[alert.us()];
                truth.touched = alert.behind == super::alert::Behind::Attack;
            }
            _ => {}
        }
        truth
    }

    /// A cut is needless where the attack has not been: for a host its zone, for a zone its site.
    fn note_needless_cut(&mut self, spec: &OrderKind, target: Target, actor: Actor) {
        let cuts = spec.effects.iter().any(|effect| {
            matches!(
                effect,
                Effect::Isolate
                    | Effect::IsolateZone
                    | Effect::StopServices
                    | Effect::PowerOff
                    | Effect::Maintenance(true)
            )
        });
        if !cuts {
            return;
        }
        let touched_where = |near: &dyn Fn(Ix<Host>) -> bool| {
            self.world.changed.iter().any(|host| self.world.host(*host).touched && near(*host))
        };
        let scenario = &self.scenario;
        let needed = match target {
            Target::Host(host) => touched_where(&|other| scenario.host(other).zone == scenario.host(host).zone),
            Target::Zone(zone) => {
                let site = scenario.network.zones.at(zone).site;
                touched_where(&|other| scenario.host(other).site == site)
            }
            Target::Site(site) => touched_where(&|other| scenario.host(other).site == site),
            Target::System(system) => touched_where(&|other| scenario.host(other).systems.contains(&system)),
            _ => true,
        };
        if !needed {
            let host = self.hosts_of(target).first().copied();
            self.mishap(Mishap::NeedlessCut, actor, host);
        }
    }

    /// Hosts of a target on which the adversary still has something.
    pub(super) fn still_held(&self, target: Target) -> bool {
        self.hosts_of(target).iter().any(|host| self.world.held(&self.scenario, *host) > Foothold::None)
    }
}
