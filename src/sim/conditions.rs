//! The language of conditions, evaluated on the state; and what happens when answers change.

use super::event::What;
use super::exercise::{Exercise, InjectState};
use super::order::Target;
use super::world::{self, in_scope};
use crate::model::{
    Cond, Facet, Host, Ix, NamedCond, OrderKind, Ref, Role, Scope, Severity, SimTime, SystemState, Table, When,
};

impl Exercise {
    /// Whether a condition holds now.
    pub(super) fn holds(&self, cond: &Cond) -> bool {
        match cond {
            Cond::Always => true,
            Cond::Never => false,
            Cond::All(parts) => parts.iter().all(|part| self.holds(part)),
            Cond::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Cond::Not(part) => !self.holds(part),
            Cond::After(span) => self.now >= SimTime::after_start(*span),
            Cond::Named(named) => self.holds(&self.scenario.plan.conditions.at(named.ix()).when),
            Cond::Flag(flag) => self.world.flags[flag.ix().us()],
            Cond::StepDone(step) => self.attack[step.ix().us()].done_ever,
            Cond::StepFailed(step) => self.attack[step.ix().us()].failed_ever,
            Cond::InjectSent(inject) => matches!(self.injects[inject.ix().us()], InjectState::Sent(_)),
            Cond::Hosts { within, are, at_least } => {
                self.enough(within, *at_least, |host| self.world.is(&self.scenario, host, *are))
            }
            Cond::HostsEver { within, were, at_least } => {
                self.enough(within, *at_least, |host| self.world.host(host).ever & 1 << *were as u8 != 0)
            }
            Cond::Implant { implant, within } => {
                let bit = world::implant_bit(implant.ix());
                self.enough(within, 1, |host| self.world.host(host).implants & bit != 0)
            }
            Cond::SystemIs(system, state) => self.world.systems[system.ix().us()].state == *state,
            Cond::SystemOutage(system, span) => self.world.outage(system.ix(), self.now) >= *span,
            Cond::AccountUsable(account) => self.world.usable(account.ix()),
            Cond::AccountTaken(account) => self.world.accounts[account.ix().us()].taken_ever,
            Cond::Leaked(store, records) => self.world.leaked[store.ix().us()] >= *records,
            Cond::SeverityAtLeast(severity) => self.severity >= *severity,
            Cond::ClassifiedAtLeast(severity) => self.team.severity.is_some_and(|given| given >= *severity),
            Cond::IncidentOpen => self.team.opened.is_some(),
            Cond::AttackOver => self.attack_over,
            Cond::Done { orders, by, on } => self.was_done(orders, by, on.as_ref()),
            Cond::Reported(form) => self.reported[form.ix().us()].is_some(),
            Cond::Chosen(inject, choice) => self.answers[inject.ix().us()].is_some_and(|(_, taken)| taken == *choice),
            Cond::Knows { role, about } => self.seats[role.ix().us()].facts.iter().any(|known| {
                known.fact.kind.is_of_attack()
                    && known.fact.kind.host().is_some_and(|host| in_scope(&self.scenario, host, about))
            }),
        }
    }

    fn enough(&self, within: &Scope, at_least: u32, is: impl Fn(Ix<Host>) -> bool) -> bool {
        let mut found = 0;
        for host in &self.world.changed {
            if is(*host) && in_scope(&self.scenario, *host, within) {
                found += 1;
                if found >= at_least {
                    return true;
                }
            }
        }
        at_least == 0
    }

    fn was_done(&self, orders: &[Ref<OrderKind>], by: &[Ref<Role>], on: Option<&Scope>) -> bool {
        self.done.iter().any(|(kind, role, target)| {
            orders.iter().any(|order| order.ix() == *kind)
                && (by.is_empty() || by.iter().any(|named| named.ix() == *role))
                && on.is_none_or(|scope| self.target_in_scope(*target, scope))
        })
    }

    fn target_in_scope(&self, target: Target, scope: &Scope) -> bool {
        match (target, scope) {
            (Target::Zone(zone), Scope::Zone(named)) => zone == named.ix(),
            (Target::Zone(zone), Scope::Site(named)) => self.scenario.network.zones.at(zone).site == named.ix(),
            (Target::Site(site), Scope::Site(named)) => site == named.ix(),
            (Target::System(system), Scope::System(named)) => system == named.ix(),
            (Target::Backup(backup), Scope::System(named)) => {
                self.world.backups.get(backup.us()).is_some_and(|backup| backup.system == named.ix())
            }
            (Target::Account(account), Scope::System(named)) => {
                let account = self.scenario.network.accounts.at(account);
                account.system.as_ref().is_some_and(|system| system.ix() == named.ix())
            }
            _ => self.hosts_of(target).into_iter().any(|host| in_scope(&self.scenario, host, scope)),
        }
    }

    /// Brings everything that follows from the state up to date: systems, severity, named conditions,
    /// injects that wait for a condition, the end of the run. Runs until nothing changes any more; the
    /// number of rounds is limited, so that conditions which undo each other cannot hang a run.
    pub(super) fn settle(&mut self) {
        const ROUNDS_MAX: u32 = 16;
        for _ in 0..ROUNDS_MAX {
            if self.ended() || !(self.stirred || self.shaken) {
                return;
            }
            if std::mem::take(&mut self.shaken) {
                self.update_systems();
                self.stirred = true;
            }
            self.stirred = false;
            self.update_attack_over();
            self.update_severity();
            self.update_conditions();
            self.update_injects();
            let scenario = self.scenario.clone();
            if self.holds(&scenario.file.ends_when) {
                self.end(super::event::EndReason::Condition);
            }
        }
    }

    fn update_severity(&mut self) {
        let scenario = self.scenario.clone();
        for (severity, cond) in &scenario.plan.severity {
            if *severity > self.severity && self.holds(cond) {
                self.severity = *severity;
                self.stirred = true;
            }
        }
    }

    fn update_conditions(&mut self) {
        let scenario = self.scenario.clone();
        for cond in scenario.plan.conditions.indices() {
            let holds = self.holds(&scenario.plan.conditions.at(cond).when);
            if holds != self.conds[cond.us()] {
                self.conds[cond.us()] = holds;
                self.stirred = true;
                self.emit(What::CondChanged { cond, holds });
                if holds {
                    self.begin_procedures(cond);
                }
            }
        }
    }

    /// Tells the team which procedures apply from now on.
    fn begin_procedures(&mut self, cond: Ix<NamedCond>) {
        for (procedure, when) in &self.scenario.file.begins {
            let is_new = self.team.begun.iter().all(|(begun, _)| *begun != procedure.ix());
            if when.ix() == cond && is_new {
                self.team.begun.push((procedure.ix(), self.now));
                self.team.version += 1;
            }
        }
    }

    fn update_injects(&mut self) {
        let scenario = self.scenario.clone();
        for inject in scenario.file.injects.indices() {
            if self.injects[inject.us()] != InjectState::Waiting {
                continue;
            }
            if let When::Once(cond, delay) = &scenario.file.injects.at(inject).when
                && self.holds(cond)
            {
                let delay = self.draw("inject", u64::from(inject.raw()), 0).span(*delay);
                self.schedule_inject(inject, self.now + delay);
            }
        }
    }

    fn update_systems(&mut self) {
        for system in self.scenario.network.systems.indices() {
            let state = self.system_state(system);
            let status = &mut self.world.systems[system.us()];
            if state == status.state {
                continue;
            }
            status.state = state;
            match (state, status.down_since) {
                (SystemState::Up, Some(since)) => {
                    status.outage = status.outage + (self.now - since);
                    status.down_since = None;
                }
                (SystemState::Up, None) | (_, Some(_)) => {}
                (_, None) => {
                    status.down_since = Some(self.now);
                    self.look_at_outage(system);
                }
            }
            self.team.systems[system.us()] = state;
            self.team.version += 1;
            self.emit(What::SystemChanged { system, state });
        }
    }

    /// Looks again when the outage that just began reaches a length that some condition asks for.
    fn look_at_outage(&mut self, system: Ix<crate::model::System>) {
        let before = self.world.systems[system.us()].outage;
        let index = self.index.clone();
        for span in index.outages.get(&system).into_iter().flatten() {
            if *span > before {
                self.enqueue(
                    self.now + (SimTime::after_start(*span) - SimTime::after_start(before)),
                    super::exercise::Due::Look,
                );
            }
        }
    }

    fn system_state(&mut self, system: Ix<crate::model::System>) -> SystemState {
        let status = self.world.systems[system.us()];
        if status.maintenance {
            return SystemState::Maintenance;
        }
        if !self.components_work(system) {
            return SystemState::Down;
        }
        let needs = &self.scenario.network.systems.at(system).needs;
        let missing = needs.iter().any(|needed| self.world.systems[needed.ix().us()].state == SystemState::Down);
        match status.load_percent() {
            200.. => SystemState::Down,
            100.. => SystemState::Degraded,
            _ if missing => SystemState::Degraded,
            _ => SystemState::Up,
        }
    }

    /// Whether enough hosts of every component work and are reached: from the users' zone, or from the
    /// component before it (components are listed from the users inward).
    pub(super) fn components_work(&mut self, system: Ix<crate::model::System>) -> bool {
        let scenario = self.scenario.clone();
        let system = scenario.network.systems.at(system);
        let mut from = vec![system.users.ix()];
        for component in &system.components {
            let mut working = 0;
            let mut zones = Vec::new();
            for host in &component.hosts {
                let host = host.ix();
                let zone = scenario.host(host).zone;
                let reached = self.serves(host)
                    && from.iter().any(|start| {
                        self.paths.reach(&self.index.graph, &self.world, *start, zone, component.service).is_ok()
                    });
                if reached {
                    working += 1;
                    zones.push(zone);
                }
            }
            if working < component.need {
                return false;
            }
            zones.push(system.users.ix());
            from = zones;
        }
        true
    }

    fn serves(&self, host: Ix<Host>) -> bool {
        let state = self.world.host(host);
        !(state.off || state.cut || state.stopped || state.encrypted || state.bare)
    }

    /// Whether any host that the adversary holds can still act.
    pub(super) fn contained(&self) -> bool {
        self.attack_over
            || (self.attack_live == 0
                && !self.world.changed.iter().any(|host| {
                    self.world.is(&self.scenario, *host, Facet::Held)
                        && !self.world.is(&self.scenario, *host, Facet::Isolated)
                        && !self.world.host(*host).off
                }))
    }

    /// The severity the team should have chosen.
    pub(super) fn severity_truth(&self) -> Severity {
        self.severity
    }
}
