//! The adversary: plays the scripted graph of steps. Whether a step finds its path is decided here, at its
//! beginning and again at its end, by the state of the world alone.

use super::effects::Actor;
use super::event::{Obstacle, What};
use super::exercise::{Due, Exercise};
use super::fact::FactKind;
use super::order::Target;
use super::world::{self, Progress};
use crate::model::{
    AttackStep, Cause, Effect, Evidence, EvidenceSet, Host, Ix, Next, Scenario, Service, SimTime, SpanRange, Table,
    Where,
};

/// How far "some hosts of a part of the network" is searched: beyond it the step makes do with what it found.
const CANDIDATES_MAX: usize = 4_096;

impl Exercise {
    /// Puts the implants and weaknesses in place that stand before the start.
    pub(super) fn plant_what_stands(&mut self) {
        let scenario = self.scenario.clone();
        for implant in scenario.file.implants.indices() {
            for (host, since) in &scenario.file.implants.at(implant).already_on {
                self.plant(host.ix(), implant, SimTime::after_start(*since));
            }
        }
        for (host, weakness) in self.index.weak.clone() {
            // Only a scan finds a weakness: it leaves no trace by itself.
            self.bear(FactKind::Weak(host, weakness), SimTime::START, EvidenceSet::NONE, &[host]);
        }
    }

    /// Starts the first steps.
    pub(super) fn begin_attack(&mut self) {
        let scenario = self.scenario.clone();
        for step in scenario.file.attack.indices() {
            if let Some(after) = scenario.file.attack.at(step).starts {
                self.start_step(step, after);
            }
        }
    }

    /// Makes a step be tried after a drawn time, unless it is under way already or was dropped.
    pub(super) fn start_step(&mut self, step: Ix<AttackStep>, after: SpanRange) {
        let state = &mut self.attack[step.us()];
        if matches!(state.progress, Progress::Waiting | Progress::Running | Progress::Stopped) {
            return;
        }
        state.progress = Progress::Waiting;
        state.tries = 0;
        state.runs = 0;
        state.occurrence += 1;
        let occurrence = state.occurrence;
        self.attack_live += 1;
        let after = self.draw("step-start", u64::from(step.raw()), occurrence).span(after);
        self.enqueue(self.now + after, Due::StepTry(step));
    }

    /// Makes the adversary drop a step for good.
    pub(super) fn stop_step(&mut self, step: Ix<AttackStep>) {
        self.leave(step, Progress::Stopped);
    }

    fn leave(&mut self, step: Ix<AttackStep>, progress: Progress) {
        let state = &mut self.attack[step.us()];
        if matches!(state.progress, Progress::Waiting | Progress::Running) {
            self.attack_live -= 1;
        }
        state.progress = progress;
        self.stirred = true;
    }

    /// Notes when the adversary has nothing left to do, or begins again.
    pub(super) fn update_attack_over(&mut self) {
        let over = self.attack_live == 0;
        if over && !self.attack_over {
            self.emit(What::AttackOver);
        }
        self.attack_over = over;
    }

    pub(super) fn try_step(&mut self, ix: Ix<AttackStep>) {
        if self.attack[ix.us()].progress != Progress::Waiting {
            return;
        }
        let scenario = self.scenario.clone();
        let step = scenario.file.attack.at(ix);
        self.attack[ix.us()].occurrence += 1;
        match self.find_path(&scenario, ix, step) {
            Ok((from, aims)) => {
                let state = &mut self.attack[ix.us()];
                state.progress = Progress::Running;
                state.from = from;
                state.aims = aims;
                let occurrence = state.occurrence;
                self.emit(What::StepBegan { step: ix });
                let takes = self.draw("step-takes", u64::from(ix.raw()), occurrence).span(step.takes);
                self.enqueue(self.now + takes, Due::StepEnd(ix, occurrence));
            }
            Err(by) => self.blocked(ix, step, by),
        }
    }

    pub(super) fn end_step(&mut self, ix: Ix<AttackStep>, occurrence: u64) {
        let state = &self.attack[ix.us()];
        if state.progress != Progress::Running || state.occurrence != occurrence {
            return;
        }
        let scenario = self.scenario.clone();
        let step = scenario.file.attack.at(ix);
        let (from, aims) = (state.from, state.aims.clone());
        let start = self.check_start(step, from);
        let reached: Vec<_> = match start {
            Ok(()) => aims.iter().copied().filter(|aim| self.check_aim(step, from, *aim).is_ok()).collect(),
            Err(_) => Vec::new(),
        };
        if reached.is_empty() {
            let by = start.err().or_else(|| aims.iter().find_map(|aim| self.check_aim(step, from, *aim).err()));
            return self.blocked(ix, step, by.unwrap_or(Obstacle::NoTarget));
        }
        self.succeed(ix, step, from, &reached);
    }

    fn succeed(&mut self, ix: Ix<AttackStep>, step: &AttackStep, from: Option<Ix<Host>>, reached: &[Ix<Host>]) {
        self.emit(What::StepDone { step: ix, from, hosts: reached.to_vec() });
        self.attack[ix.us()].done_ever = true;
        for host in reached {
            if !self.attack[ix.us()].reached.contains(host) {
                self.attack[ix.us()].reached.push(*host);
            }
        }
        let first = self.facts.len();
        let loads = |effect: &Effect| matches!(effect, Effect::Flood(_, 1..) | Effect::Overload(_, 1..));
        let fails = step.cause != Cause::Attack && !(step.evidence.is_empty() && step.effects.is_empty());
        if fails || step.effects.iter().any(loads) {
            reached.iter().for_each(|host| self.touch(*host));
        }
        for host in reached {
            for effect in &step.effects {
                self.affect(effect, Target::Host(*host), Actor::Adversary);
            }
            if !step.evidence.is_empty() {
                self.bear(FactKind::Trace(ix, *host), self.now, step.evidence, &[*host]);
            }
        }
        self.leave_steering_traces(step, from, reached);
        self.signal(ix, from, reached, first, false);
        for Next { step: next, after } in &step.then {
            self.start_step(next.ix(), *after);
        }
        self.repeat_or_rest(ix, step);
        self.stirred = true;
        self.shaken = true;
    }

    fn repeat_or_rest(&mut self, ix: Ix<AttackStep>, step: &AttackStep) {
        self.attack[ix.us()].runs += 1;
        let (runs, occurrence) = (self.attack[ix.us()].runs, self.attack[ix.us()].occurrence);
        match step.repeats {
            Some((pause, times)) if runs <= times => {
                self.attack[ix.us()].progress = Progress::Waiting;
                self.attack[ix.us()].tries = 0;
                let pause = self.draw("step-repeat", u64::from(ix.raw()), occurrence).span(pause);
                self.enqueue(self.now + pause, Due::StepTry(ix));
            }
            _ => self.leave(ix, Progress::Done),
        }
    }

    fn blocked(&mut self, ix: Ix<AttackStep>, step: &AttackStep, by: Obstacle) {
        self.emit(What::StepBlocked { step: ix, by });
        let from = self.attack[ix.us()].from;
        let aims = self.attack[ix.us()].aims.clone();
        self.signal(ix, from, &aims, self.facts.len(), true);
        let state = &mut self.attack[ix.us()];
        state.tries += 1;
        let occurrence = state.occurrence;
        if state.tries <= step.blocked.retries {
            if state.progress == Progress::Running {
                state.progress = Progress::Waiting;
            }
            let pause = self.draw("step-retry", u64::from(ix.raw()), occurrence).span(step.blocked.retry_after);
            self.enqueue(self.now + pause, Due::StepTry(ix));
            return;
        }
        if by == Obstacle::NoTarget && self.attack[ix.us()].runs > 0 {
            return self.leave(ix, Progress::Done);
        }
        self.attack[ix.us()].failed_ever = true;
        self.emit(What::StepGivenUp { step: ix });
        self.leave(ix, Progress::GivenUp);
        for Next { step: next, after } in &step.blocked.instead {
            self.start_step(next.ix(), *after);
        }
    }

    /// Where the step can come from and what it can reach from there.
    fn find_path(
        &mut self,
        scenario: &Scenario,
        ix: Ix<AttackStep>,
        step: &AttackStep,
    ) -> Result<(Option<Ix<Host>>, Vec<Ix<Host>>), Obstacle> {
        self.attack[ix.us()].from = None;
        self.attack[ix.us()].aims.clear();
        if !self.holds(&step.only_if) {
            return Err(Obstacle::Circumstances);
        }
        let mut obstacle = Obstacle::NoFoothold;
        for from in self.starts(ix, &step.from) {
            if let Err(by) = self.check_start(step, from) {
                obstacle = by;
                continue;
            }
            match self.aims(scenario, ix, step, from) {
                Ok(aims) => return Ok((from, aims)),
                Err(by) => obstacle = by,
            }
        }
        Err(obstacle)
    }

    /// Candidates for the start of a step, the best first; `None` is the outside world.
    fn starts(&self, ix: Ix<AttackStep>, from: &Where) -> Vec<Option<Ix<Host>>> {
        match from {
            Where::Internet => vec![None],
            Where::Host(host) => vec![Some(host.ix())],
            Where::TargetOf(step) => self.attack[step.ix().us()].reached.iter().copied().map(Some).collect(),
            Where::OneOf(_) | Where::Some { .. } => self.candidates(ix, from).into_iter().map(Some).collect(),
        }
    }

    /// Hosts that a selector names, in an order drawn by the seed alone.
    fn candidates(&self, ix: Ix<AttackStep>, select: &Where) -> Vec<Ix<Host>> {
        let mut hosts: Vec<Ix<Host>> = match select {
            Where::Internet => Vec::new(),
            Where::Host(host) => vec![host.ix()],
            Where::TargetOf(step) => return self.attack[step.ix().us()].reached.clone(),
            Where::OneOf(list) => list.iter().map(crate::model::Ref::ix).collect(),
            Where::Some { within, kind, .. } => {
                let hosts = world::hosts_in(&self.scenario, within).into_iter();
                hosts.filter(|host| kind.is_none_or(|kind| self.scenario.host(*host).kind == kind)).collect()
            }
        };
        hosts.truncate(CANDIDATES_MAX);
        let count = hosts.len();
        self.draw("step-order", u64::from(ix.raw()), 0).shuffle(&mut hosts, count);
        hosts
    }

    fn check_start(&mut self, step: &AttackStep, from: Option<Ix<Host>>) -> Result<(), Obstacle> {
        if let Some(account) = &step.account
            && !self.world.usable(account.ix())
        {
            return Err(Obstacle::AccountLocked(account.ix()));
        }
        let Some(from) = from else {
            return match &step.steered_by {
                Some(server) if self.world.blocked[server.ix().us()] => Err(Obstacle::SteeringCut),
                _ => Ok(()),
            };
        };
        let state = self.world.host(from);
        if state.off {
            return Err(Obstacle::Off(from));
        }
        if state.cut && step.via.is_some() {
            return Err(Obstacle::HostCut(from));
        }
        if self.world.held(&self.scenario, from) < step.needs {
            return Err(Obstacle::NoFoothold);
        }
        let Some(server) = &step.steered_by else { return Ok(()) };
        let Some(internet) = self.index.graph.internet else { return Err(Obstacle::SteeringCut) };
        let zone = self.scenario.host(from).zone;
        let out = self.paths.reach(&self.index.graph, &self.world, zone, internet, Service::Web);
        if state.cut || self.world.blocked[server.ix().us()] || out.is_err() {
            return Err(Obstacle::SteeringCut);
        }
        Ok(())
    }

    fn aims(
        &mut self,
        scenario: &Scenario,
        ix: Ix<AttackStep>,
        step: &AttackStep,
        from: Option<Ix<Host>>,
    ) -> Result<Vec<Ix<Host>>, Obstacle> {
        let (count, fresh) = match &step.to {
            Where::Some { count, .. } => (*count as usize, true),
            Where::TargetOf(_) => (usize::MAX, false),
            _ => (1, false),
        };
        let mut obstacle = Obstacle::NoTarget;
        let mut aims = Vec::new();
        for aim in self.candidates(ix, &step.to) {
            if fresh && (Some(aim) == from || self.attack[ix.us()].reached.contains(&aim)) {
                continue;
            }
            match self.check_aim(step, from, aim) {
                Ok(()) => aims.push(aim),
                Err(by) => obstacle = by,
            }
            if aims.len() >= count {
                break;
            }
        }
        debug_assert!(aims.iter().all(|aim| aim.us() < scenario.network.hosts.len()));
        if aims.is_empty() { Err(obstacle) } else { Ok(aims) }
    }

    fn check_aim(&mut self, step: &AttackStep, from: Option<Ix<Host>>, aim: Ix<Host>) -> Result<(), Obstacle> {
        let state = *self.world.host(aim);
        if state.off {
            return Err(Obstacle::Off(aim));
        }
        if let Some(weakness) = &step.exploits
            && state.patched & world::weakness_bit(weakness.ix()) != 0
        {
            return Err(Obstacle::Patched(weakness.ix()));
        }
        let Some(service) = step.via else {
            // Work on the host itself: it must still be held.
            let lost = from == Some(aim) && self.world.held(&self.scenario, aim) < step.needs;
            return if lost { Err(Obstacle::NoFoothold) } else { Ok(()) };
        };
        if from == Some(aim) {
            return Ok(());
        }
        if state.cut {
            return Err(Obstacle::HostCut(aim));
        }
        if state.stopped || state.bare || !self.scenario.host(aim).services.has(service) {
            return Err(Obstacle::ServiceDown(aim));
        }
        let start = from.map_or(self.index.graph.internet, |host| Some(self.scenario.host(host).zone));
        let Some(start) = start else { return Err(Obstacle::Filtered) };
        if from.is_none() && self.behind_maintenance(aim, service) {
            return Err(Obstacle::Filtered);
        }
        let zone = self.scenario.host(aim).zone;
        self.paths.reach(&self.index.graph, &self.world, start, zone, service)
    }

    /// The maintenance page answers in the place of a system: from the Internet its hosts are not reached
    /// over the services it fronts.
    fn behind_maintenance(&self, host: Ix<Host>, service: Service) -> bool {
        matches!(service, Service::Web | Service::Api)
            && self.scenario.host(host).systems.iter().any(|system| self.world.systems[system.us()].maintenance)
    }

    /// The adversary's server leaves traces where a step is steered.
    fn leave_steering_traces(&mut self, step: &AttackStep, from: Option<Ix<Host>>, reached: &[Ix<Host>]) {
        let Some(server) = &step.steered_by else { return };
        let at: Vec<Ix<Host>> = from.into_iter().chain(reached.iter().copied()).collect();
        let evidence = EvidenceSet::from(vec![Evidence::Traffic, Evidence::Logs, Evidence::Memory]);
        self.bear(FactKind::Indicator(server.ix()), self.now, evidence, &at);
    }
}
