//! Detection: signs of steps become alerts by coverage, tuning, latency and chance; false alerts run along.

use super::alert::{Alert, AlertState, AlertView, Behind};
use super::chance::name_hash;
use super::event::What;
use super::exercise::{Due, Exercise, PendingAlert};
use super::fact::Fact;
use super::limits;
use super::world;
use crate::model::{AttackStep, Host, Ix, Layer, Noise, Role, Sensor, SimTime, Table};

/// How many percent closer a watched zone is looked at.
const WATCHED_PERCENT: u32 = 20;
/// Hosts of one step that give off signs; a wave over a hundred hosts does not raise a hundred alerts.
const SIGNALLING_HOSTS_MAX: usize = 4;

impl Exercise {
    /// A step gives off its signs. Facts from `first_fact` on are what it left behind.
    pub(super) fn signal(
        &mut self,
        ix: Ix<AttackStep>,
        from: Option<Ix<Host>>,
        aims: &[Ix<Host>],
        first_fact: usize,
        blocked: bool,
    ) {
        let scenario = self.scenario.clone();
        let occurrence = self.attack[ix.us()].occurrence;
        for (number, signal) in scenario.file.attack.at(ix).signals.iter().enumerate() {
            if blocked && !signal.when_blocked {
                continue;
            }
            let places: Vec<Ix<Host>> = match (signal.at_source, from) {
                (true, Some(host)) => vec![host],
                _ => aims.iter().copied().take(SIGNALLING_HOSTS_MAX).collect(),
            };
            for host in places {
                let what = u64::from(ix.raw()) << 32 | (number as u64) << 24 | u64::from(host.raw());
                let mut draw = self.draw("signal", what, occurrence);
                let chance = draw.below(10_000);
                let taken = self.watcher(signal.layer, host).filter(|sensor| {
                    let tuning = self.tuning_percent(*sensor, host);
                    chance < u64::from(signal.strength_percent) * u64::from(tuning)
                });
                let Some(sensor) = taken else {
                    self.emit(What::Unseen { step: ix, rule: signal.alert.ix() });
                    continue;
                };
                let wait = draw.span(scenario.network.sensors.at(sensor).latency) + draw.span(signal.delay);
                let facts = self.facts_behind(host, first_fact);
                let pending = PendingAlert { rule: signal.alert.ix(), host, sensor, noise: None, facts };
                self.enqueue(self.now + wait, Due::Alert(pending));
            }
        }
    }

    fn facts_behind(&self, host: Ix<Host>, first: usize) -> Vec<Ix<Fact>> {
        let here = self.facts_at.get(&host).into_iter().flatten().copied();
        here.filter(|id| id.us() >= first).collect()
    }

    fn tuning_percent(&self, sensor: Ix<Sensor>, host: Ix<Host>) -> u32 {
        let watched = self.world.zone(self.scenario.host(host).zone).watched;
        let tuning = u32::from(self.scenario.network.sensors.at(sensor).tuning_percent);
        (tuning + if watched { WATCHED_PERCENT } else { 0 }).min(100)
    }

    /// The sensor of a layer that sees a host now: it covers the host, and its own host works.
    fn watcher(&self, layer: Layer, host: Ix<Host>) -> Option<Ix<Sensor>> {
        let sensors = self.index.sensors.get(&layer)?;
        let spec = self.scenario.host(host);
        let agent_lost = layer == Layer::Endpoint && (!spec.agent || self.world.host(host).blind);
        let works = |sensor: &Sensor| {
            let runs_on = sensor.host.as_ref().map(crate::model::Ref::ix);
            let alive = runs_on.is_none_or(|on| {
                let state = self.world.host(on);
                !(state.off || state.cut || state.blind || state.encrypted || state.bare || state.stopped)
            });
            let covers = sensor.zones.is_empty() || sensor.zones.iter().any(|zone| zone.ix() == spec.zone);
            alive && covers
        };
        if agent_lost {
            return None;
        }
        sensors.iter().copied().find(|ix| works(self.scenario.network.sensors.at(*ix)))
    }

    /// The false alerts' generators begin.
    pub(super) fn begin_noise(&mut self) {
        let scenario = self.scenario.clone();
        for noise in scenario.noise.indices() {
            let spec = scenario.noise.at(noise);
            let first = self.draw("noise-wait", name_hash(&spec.id), 0).span(spec.every);
            self.enqueue(SimTime::after_start(spec.from) + first, Due::Noise(noise, 1));
        }
    }

    pub(super) fn make_noise(&mut self, ix: Ix<Noise>, count: u64) {
        let scenario = self.scenario.clone();
        let noise = scenario.noise.at(ix);
        if self.now > SimTime::after_start(noise.until) || self.alerts.len() >= limits::ALERTS_MAX {
            return;
        }
        let hosts = world::hosts_in(&scenario, &noise.within);
        let rule = scenario.alerts.at(noise.alert.ix());
        if !hosts.is_empty() {
            let host = hosts[self.draw("noise-host", name_hash(&noise.id), count).below(hosts.len() as u64) as usize];
            if let Some(sensor) = self.watcher(rule.layer, host) {
                let pending = PendingAlert { rule: noise.alert.ix(), host, sensor, noise: Some(ix), facts: Vec::new() };
                self.raise(pending);
            }
        }
        let wait = self.draw("noise-wait", name_hash(&noise.id), count).span(noise.every);
        self.enqueue(self.now + wait.max(crate::model::Span::secs(1)), Due::Noise(ix, count + 1));
    }

    /// An alert reaches its queues.
    pub(super) fn raise(&mut self, pending: PendingAlert) {
        if self.alerts.len() >= limits::ALERTS_MAX {
            return;
        }
        let PendingAlert { rule, host, sensor, noise, facts } = pending;
        let id = Ix::new(self.alerts.len() as u32);
        let behind = noise.map_or(Behind::Attack, Behind::Noise);
        let real = noise.is_none();
        self.alerts.push(Alert {
            rule,
            host,
            sensor,
            at: self.now,
            behind,
            facts,
            state: AlertState::New,
            owner: None,
            verdict: None,
            verified: false,
        });
        self.emit(What::AlertRaised { id, rule, host, sensor, real });
        for role in self.readers(sensor, host) {
            let view = AlertView {
                id,
                rule,
                host,
                sensor,
                at: self.now,
                state: AlertState::New,
                owner: None,
                verdict: None,
                cause: None,
            };
            self.seats[role.us()].alerts.push(view);
            self.seats[role.us()].version += 1;
            if real {
                self.detect(role);
            }
        }
    }

    /// Seats whose queue a sensor's alerts on a host go to: what people see goes to those who have a site of
    /// their own only for their own site.
    fn readers(&self, sensor: Ix<Sensor>, host: Ix<Host>) -> Vec<Ix<Role>> {
        let spec = self.scenario.network.sensors.at(sensor);
        let site = self.scenario.host(host).site;
        let roles = spec.seen_by.iter().map(crate::model::Ref::ix);
        roles
            .filter(|role| self.scenario.has_seat(*role))
            .filter(|role| {
                spec.layer != Layer::Person || !self.index.is_local(*role) || self.index.owns_site(*role, site)
            })
            .collect()
    }

    /// Changes an alert and shows the change to every seat that has it in its queue.
    pub(super) fn update_alert(&mut self, id: Ix<Alert>, change: impl Fn(&mut Alert)) {
        change(&mut self.alerts[id.us()]);
        let alert = &self.alerts[id.us()];
        let cause = match (alert.verified, alert.behind) {
            (true, Behind::Noise(noise)) => Some(noise),
            _ => None,
        };
        for seat in &mut self.seats {
            // Alerts are pushed in the order of their numbers.
            if let Ok(place) = seat.alerts.binary_search_by_key(&id, |view| view.id) {
                let view = &mut seat.alerts[place];
                view.state = alert.state;
                view.owner = alert.owner;
                view.verdict = alert.verdict;
                view.cause = cause;
                seat.version += 1;
            }
        }
    }
}
