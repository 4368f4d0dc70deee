//! The plan as a checklist, judged only by what the team shares: what looks done, what waits for what, and
//! until when. Stand-ins work by it and the plan panel shows it; the score judges by the truth instead.

use crate::model::{
    Channel, Criterion, Form, Ix, MessageKind, OnWhat, OrderKind, PlanStep, Procedure, Ref, Role, Scenario, SimTime,
    Span, Table, Verb,
};
use crate::sim::{Target, TeamView};

use super::belief::Belief;
use super::places::{covers, holds_account, hosts_of, reaches_into};
use super::public::{Deed, Public};
use super::training::{Lesson, Training};

/// A step of the trained procedures and where it stands, as far as the team can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepStatus {
    /// The first trained procedure that has the step.
    pub procedure: Ix<Procedure>,
    /// Its place in that procedure.
    pub number: usize,
    /// Who should do it.
    pub role: Ix<Role>,
    /// Whether its condition seems to hold.
    pub applies: bool,
    /// Since when it looks done.
    pub done: Option<SimTime>,
    /// Steps it needs that apply and do not look done, as places in the checklist.
    pub waits_for: Vec<usize>,
    /// From when on its deadline counts, once that is known.
    pub since: Option<SimTime>,
    /// Until when it should be done, once that is known.
    pub due: Option<SimTime>,
}

impl StepStatus {
    /// The step in the plan.
    pub fn step<'s>(&self, scenario: &'s Scenario) -> &'s PlanStep {
        &scenario.plan.procedures.at(self.procedure).steps[self.number]
    }
}

/// The checklist of all steps, or of those of one role. Places in `waits_for` count in the list of all steps.
pub fn checklist(scenario: &Scenario, team: &TeamView, role: Option<Ix<Role>>) -> Vec<StepStatus> {
    let training = Training::new(scenario);
    let mut public = Public::default();
    public.read(scenario, &training, team);
    let now = team.record.last().map_or(SimTime::START, |entry| entry.at);
    let mut all = Vec::new();
    judge(&training, &public.belief(scenario, team, now), &mut all);
    all.retain(|status| role.is_none_or(|role| status.role == role));
    all
}

impl Public {
    /// What the team as a whole believes.
    pub fn belief<'a>(&'a self, scenario: &'a Scenario, team: &'a TeamView, now: SimTime) -> Belief<'a> {
        Belief { scenario, public: self, team, known: &self.found, now, whose: None }
    }
}

/// Judges every step into `list`, which is empty or holds the judgement of an earlier moment. What looked
/// done then stays done, as in the score.
pub(super) fn judge(training: &Training, belief: &Belief<'_>, list: &mut Vec<StepStatus>) {
    if list.is_empty() {
        let blank = |(place, lesson): (usize, &Lesson)| StepStatus {
            procedure: lesson.procedure,
            number: lesson.number,
            role: training.step(belief.scenario, place).role.ix(),
            applies: false,
            done: None,
            waits_for: Vec::new(),
            since: None,
            due: None,
        };
        list.extend(training.lessons.iter().enumerate().map(blank));
    }
    for (place, status) in list.iter_mut().enumerate() {
        let step = training.step(belief.scenario, place);
        let (team, scenario) = (belief.team, belief.scenario);
        let of = &training.lessons[place].procedures;
        let has_begun = of.iter().any(|procedure| team.has_begun(scenario, *procedure));
        status.applies = has_begun && step.cond.as_ref().is_none_or(|cond| belief.holds_named(cond.ix()));
        let start = of.iter().filter_map(|procedure| team.start_of(scenario, *procedure)).min();
        let cond = step.cond.as_ref().filter(|_| status.applies && step.due_min.is_some());
        let told = cond.and_then(|cond| team.told_since(scenario, &scenario.plan.conditions.at(cond.ix()).when));
        status.since = start.map(|start| told.map_or(start, |told| start.max(told)));
        status.due = step.due_min.zip(status.since).map(|(minutes, since)| since + Span::mins(i64::from(minutes)));
        status.done = status.done.or_else(|| belief.looks_done(&step.judge));
    }
    for (place, lesson) in training.lessons.iter().enumerate() {
        let open = |need: &usize| list[*need].applies && list[*need].done.is_none();
        let waits_for = lesson.needs.iter().copied().filter(open).collect();
        list[place].waits_for = waits_for;
    }
}

impl Belief<'_> {
    /// Whether a named condition seems to hold.
    pub fn holds_named(&self, cond: Ix<crate::model::NamedCond>) -> bool {
        self.holds(&self.scenario.plan.conditions.at(cond).when)
    }

    /// Since when a criterion looks fulfilled.
    pub fn looks_done(&self, criterion: &Criterion) -> Option<SimTime> {
        match criterion {
            Criterion::Order { kinds, by, on, at_least } => self.orders_done(kinds, by, on, *at_least),
            Criterion::Report { form, by, .. } => self.reported(form.ix(), by),
            Criterion::Message { from, kinds, .. } => self.message_sent(from, kinds),
            Criterion::Answer { inject, .. } => self.first_deed(
                &[],
                |kind| self.scenario.orders.at(kind).verb == Verb::Answer,
                |deed| deed.target == Target::Inject(inject.ix()),
            ),
            Criterion::Classified { by, .. } => {
                let fits = |role: Ix<Role>| by.is_empty() || by.iter().any(|other| other.ix() == role);
                self.public.classified.iter().find(|(_, role, _)| fits(*role)).map(|(at, ..)| *at)
            }
            Criterion::Becomes(cond) => self.holds_named(cond.ix()).then_some(self.now),
            Criterion::Mishap(_) => None,
            Criterion::Through(channels) => self.sent_through(channels),
            Criterion::All(all) => {
                all.iter().map(|part| self.looks_done(part)).try_fold(SimTime::START, |last, at| Some(last.max(at?)))
            }
            Criterion::Any(any) => any.iter().filter_map(|part| self.looks_done(part)).min(),
        }
    }

    fn orders_done(&self, kinds: &[Ref<OrderKind>], by: &[Ref<Role>], on: &OnWhat, at_least: u32) -> Option<SimTime> {
        if let OnWhat::TouchedPercent(percent) = on {
            return self.touched_share_done(kinds, by, *percent);
        }
        let mut times: Vec<SimTime> =
            self.deeds(kinds, by).filter(|deed| self.fits(deed.target, on)).map(|deed| deed.at).collect();
        times.sort_unstable();
        times.get((at_least.max(1) - 1) as usize).copied()
    }

    fn deeds<'b>(&'b self, kinds: &'b [Ref<OrderKind>], by: &'b [Ref<Role>]) -> impl Iterator<Item = &'b Deed> {
        let fits = |role: Ix<Role>| by.is_empty() || by.iter().any(|other| other.ix() == role);
        kinds.iter().flat_map(|kind| self.public.deeds(kind.ix())).filter(move |deed| fits(deed.role))
    }

    /// Whether a target seems to be what a criterion asks for. As long as nothing is known that could tell,
    /// it does.
    pub(super) fn fits(&self, target: Target, on: &OnWhat) -> bool {
        match on {
            OnWhat::Anything => true,
            OnWhat::Touched | OnWhat::TouchedPercent(_) => {
                let known = &self.known.hosts;
                match target {
                    Target::Alert(alert) => {
                        let settled = self.team.settled.iter().find(|(id, _)| *id == alert);
                        settled.map(|(_, real)| *real).or(self.known.alerts.get(&alert).copied()).unwrap_or(false)
                    }
                    _ if known.is_empty() => true,
                    _ => {
                        known.iter().any(|(host, trouble)| trouble.is_touched() && covers(self.scenario, target, *host))
                    }
                }
            }
            OnWhat::TakenAccount => match target {
                Target::Account(account) => {
                    self.known.accounts.is_empty() || self.known.accounts.contains_key(&account)
                }
                // Credentials and sessions of a whole system or site.
                _ => {
                    self.known.accounts.is_empty()
                        || self.known.accounts.keys().any(|account| holds_account(self.scenario, target, *account))
                }
            },
            OnWhat::CleanBackup => {
                matches!(target, Target::Backup(backup) if self.known.backups.get(&backup).is_none_or(|(clean, _)| *clean))
            }
            OnWhat::TrueIndicator => match target {
                Target::Indicator(indicator) => {
                    self.known.indicators.is_empty() || self.known.indicators.contains_key(&indicator)
                }
                _ => true,
            },
            OnWhat::Within(scope) => reaches_into(self.scenario, target, scope),
        }
    }

    /// Orders on at least this share of the hosts known to be touched.
    fn touched_share_done(&self, kinds: &[Ref<OrderKind>], by: &[Ref<Role>], percent: u8) -> Option<SimTime> {
        let mut reached: Vec<(usize, SimTime)> = Vec::new();
        for deed in self.deeds(kinds, by) {
            for host in hosts_of(self.scenario, deed.target) {
                if self.known.hosts.get(&host).is_some_and(super::knowledge::Trouble::is_touched)
                    && reached.iter().all(|(other, _)| *other != host.us())
                {
                    reached.push((host.us(), deed.at));
                }
            }
        }
        let touched = self.known.hosts.values().filter(|trouble| trouble.is_touched()).count();
        let enough = reached.len() * 100 >= touched * usize::from(percent) && !reached.is_empty();
        if enough { reached.iter().map(|(_, at)| *at).max() } else { None }
    }

    fn reported(&self, form: Ix<Form>, by: &[Ref<Role>]) -> Option<SimTime> {
        let fits = |role: Ix<Role>| by.is_empty() || by.iter().any(|other| other.ix() == role);
        let reports = self.team.reports.iter();
        reports.filter(|report| report.form == form && fits(report.role)).map(|report| report.at).min()
    }

    fn message_sent(&self, from: &[Ref<Role>], kinds: &[MessageKind]) -> Option<SimTime> {
        let is_kind = |kind: Ix<OrderKind>| match self.scenario.orders.at(kind).verb {
            Verb::Message(kind) => kinds.is_empty() || kinds.contains(&kind),
            _ => false,
        };
        self.first_deed(from, is_kind, |_| true)
    }

    fn first_deed(
        &self,
        by: &[Ref<Role>],
        kind_fits: impl Fn(Ix<OrderKind>) -> bool,
        fits: impl Fn(&Deed) -> bool,
    ) -> Option<SimTime> {
        let by_fits = |deed: &&Deed| by.is_empty() || by.iter().any(|role| role.ix() == deed.role);
        let kinds = self.scenario.orders.indices().filter(|kind| kind_fits(*kind));
        kinds
            .flat_map(|kind| self.public.deeds(kind))
            .filter(by_fits)
            .filter(|deed| fits(deed))
            .map(|deed| deed.at)
            .min()
    }

    fn sent_through(&self, channels: &[Ref<Channel>]) -> Option<SimTime> {
        let fits = |channel: Option<Ix<Channel>>| channels.iter().any(|other| Some(other.ix()) == channel);
        self.team.reports.iter().filter(|report| fits(report.channel)).map(|report| report.at).min()
    }
}
