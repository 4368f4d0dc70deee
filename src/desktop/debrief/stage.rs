//! A hall played in one go, without wires: stand-ins on the seats, a facilitator who directs, two evaluators who do
//! not always agree. Its journals are those of a real hall. For pictures and tests.

use std::path::Path;
use std::sync::Arc;

use crate::hall::{HallFile, HallFolder};
use crate::i18n::Tr;
use crate::journal::Run;
use crate::live::{Ask, DeskAct, HallCodes, Hello, Host, Mark, Next, Scope, Secret, SheetAct, Stage, Want};
use crate::model::{Inject, InjectKind, Ix, Ref, Role, Scenario, SimTime, Span, Text};
use crate::score::score;
use crate::sim::{AdHoc, Control, Edit, InjectState, Setup, Wording};
use crate::standin::Kind;

/// How well the stand-ins follow the plan, team by team in turn, in thousandths.
const SKILLS: [u16; 4] = [1_000, 800, 600, 350];
/// Connections of the facilitator, of two evaluators and of a person on a seat.
const DESK: u64 = 1;
const SHEETS: [u64; 2] = [2, 3];
const SEAT: u64 = 4;
/// Real time between two ticks of the host.
const TICK_MS: u64 = 1_000;
/// Speed at which it is played, in thousandths.
const RATE_PERMILLE: u32 = 60_000;
/// Ticks after which it is given up.
const TICKS_MAX: u32 = 20_000;

/// Plays a hall of so many teams up to `until` and leaves its journals in `folder`.
///
/// # Errors
/// A sentence for the user.
pub fn play(
    folder: &Path,
    scenario: &Arc<Scenario>,
    (seed, teams): (u64, usize),
    until: SimTime,
    tr: &Tr,
) -> Result<HallFolder, String> {
    let setup = Setup::of(seed);
    let names = (1..=teams).map(|n| tr.with("live-team-number", &[("n", n.into())])).collect();
    let stand_in = |skill_permille| Kind::PlanFollower { skill_permille };
    let seats: Vec<Ix<Role>> = scenario.file.seats.iter().map(Ref::ix).collect();
    let bots: Vec<_> = seats.iter().map(|seat| (*seat, stand_in(SKILLS[0]))).collect();
    let file = HallFile::new(scenario, setup.clone(), names, &bots, crate::desktop::library::now());
    let folder = HallFolder::create(folder, file).map_err(|error| error.say(tr))?;
    let prepared = setup.prepare(Arc::clone(scenario));
    let mut openings = Vec::new();
    for (team, skill) in (0..teams).zip(SKILLS.into_iter().cycle()) {
        let mut opening = folder.team(team, &prepared).map_err(|error| error.say(tr))?;
        opening.stand_ins.iter_mut().for_each(|(_, kind)| *kind = stand_in(skill));
        openings.push(opening);
    }
    let host = Host::open(Secret([7; 32]), 0, openings);
    let mut crew = Crew { host, scenario: prepared, now_ms: 0, asked: 0, tr };
    crew.come();
    crew.begin();
    crew.direct_all(until);
    Ok(folder)
}

/// Those who run the exercise.
struct Crew<'a> {
    host: Host<Run>,
    scenario: Arc<Scenario>,
    now_ms: u64,
    /// Number of the last question with an id.
    asked: u64,
    tr: &'a Tr,
}

impl Crew<'_> {
    fn say(&mut self, conn: u64, ask: &Ask) {
        if let Some(frame) = ask.to_frame() {
            self.host.received(conn, &frame, self.now_ms);
        }
        while let Next::Frame(_) = self.host.next(conn, self.now_ms) {}
    }

    /// Everybody comes; one person takes a seat of the first team.
    fn come(&mut self) {
        let HallCodes { pin, facilitators, evaluators } = self.host.hall_codes();
        let wants = [
            (DESK, Want::Staff { code: facilitators }),
            (SHEETS[0], Want::Staff { code: evaluators.clone() }),
            (SHEETS[1], Want::Staff { code: evaluators }),
            (SEAT, Want::Enter { pin }),
        ];
        for (conn, want) in wants {
            let name = match conn {
                DESK => self.tr.t("live-host-name"),
                _ => self.tr.with("live-picture-person", &[("n", conn.into())]),
            };
            let hello = Hello { token: [conn as u8; 16], name, unit: String::new(), want };
            self.host.connected(conn, conn, self.now_ms).ok();
            self.say(conn, &Ask::Hello(hello));
        }
        let seat = self.scenario.file.seats.first().map(Ref::ix);
        self.say(SEAT, &Ask::Sit { team: 0, role: seat });
    }

    fn begin(&mut self) {
        self.direct(Scope::All, DeskAct::CheckReady);
        let version = env!("CARGO_PKG_VERSION").to_owned();
        self.say(SEAT, &Ask::Ready { test: 1, version, clock_ms: 400 });
        self.direct(Scope::All, DeskAct::Start { even_so: Some(self.tr.t("live-picture-even-so")) });
        self.direct(Scope::All, DeskAct::Announce { to: None, text: self.tr.t("live-picture-news") });
        // The person leaves the seat to a stand-in.
        if let Some(role) = self.scenario.file.seats.first().map(Ref::ix) {
            let stand_in = Some(Kind::PlanFollower { skill_permille: SKILLS[1] }.to_string());
            self.direct(Scope::Team(0), DeskAct::Swap { role, stand_in });
        }
        self.control(Control::Rate(RATE_PERMILLE));
    }

    /// A whole exercise with what a facilitator does in it, as far as `until`.
    fn direct_all(&mut self, until: SimTime) {
        let part = |tenths: i64| SimTime(self.scenario.file.active.0 * tenths / 10).min(until);
        let moments: Vec<SimTime> = (1..=9).map(part).collect();
        let acts: [fn(&mut Self); 9] = [
            Self::shift_and_hold,
            Self::send_and_reword,
            |crew| crew.remark(SHEETS[0], "live-picture-remark"),
            Self::break_off,
            Self::make_up,
            |crew| crew.rate(0..2),
            |crew| crew.rate(0..6),
            Self::look,
            |crew| crew.remark(SHEETS[1], "live-picture-note"),
        ];
        for (moment, act) in moments.into_iter().zip(acts) {
            if moment < until {
                self.pass(moment);
                act(self);
            }
        }
        self.pass(until);
        // After the end marks are settled.
        self.rate(0..9);
    }

    /// Lets every team play up to a moment.
    fn pass(&mut self, to: SimTime) {
        for _ in 0..TICKS_MAX {
            let there = |team: &crate::live::Team<Run>| team.exercise().now() >= to || team.stage() == Stage::Over;
            if self.host.teams().iter().all(there) {
                return;
            }
            self.now_ms += TICK_MS;
            self.host.tick(self.now_ms);
        }
    }

    fn direct(&mut self, scope: Scope, act: DeskAct) {
        self.asked += 1;
        self.say(DESK, &Ask::Desk { id: self.asked, scope, act });
    }

    fn control(&mut self, control: Control) {
        self.direct(Scope::All, DeskAct::Control(control));
    }

    /// Injects of the first team that have not been sent.
    fn waiting(&self) -> Vec<Ix<Inject>> {
        let Some(team) = self.host.teams().first() else { return Vec::new() };
        let waits = |state| matches!(state, InjectState::Waiting | InjectState::Due(_));
        team.exercise().injects().filter(|(_, state)| waits(*state)).map(|(inject, _)| inject).collect()
    }

    fn shift_and_hold(&mut self) {
        let waiting = self.waiting();
        if let Some(inject) = waiting.first() {
            self.control(Control::Shift(*inject, Span::mins(10)));
        }
        if let Some(inject) = waiting.get(1) {
            self.control(Control::Hold(*inject));
            self.control(Control::Release(*inject));
        }
        if let Some(inject) = waiting.last().filter(|_| waiting.len() > 2) {
            self.control(Control::Skip(*inject));
        }
        if let Some(inject) = waiting.get(2) {
            self.reword(*inject);
        }
    }

    fn break_off(&mut self) {
        self.control(Control::Pause(self.tr.t("debrief-picture-break")));
        self.control(Control::Resume);
        self.control(Control::Rate(RATE_PERMILLE));
    }

    fn make_up(&mut self) {
        let text = |key: &str| Text { vi: self.tr.t(key), en: self.tr.t(key) };
        let words = |title| Wording {
            kind: InjectKind::Call,
            from: text("debrief-picture-from"),
            title: text(title),
            body: text("debrief-picture-body"),
        };
        let to: Vec<_> = self.scenario.file.seats.iter().map(Ref::ix).take(2).collect();
        let later = self.host.teams().first().map(|team| team.exercise().now() + Span::mins(5));
        for (title, at) in [("debrief-picture-title", None), ("debrief-picture-later-title", later)] {
            self.control(Control::AdHoc(Box::new(AdHoc { words: words(title), to: to.clone(), at, wanted: None })));
        }
        self.control(Control::Shift(Ix::new(self.scenario.file.injects.len() as u32 + 1), Span::mins(5)));
    }

    /// Sends an inject, and words it anew after that, which the exercise refuses.
    fn send_and_reword(&mut self) {
        let inject = self.waiting().first().copied().unwrap_or(Ix::new(0));
        self.control(Control::Send(inject));
        self.reword(inject);
    }

    fn reword(&mut self, inject: Ix<Inject>) {
        let Some(spec) = self.scenario.file.injects.get(inject.us()) else { return };
        let edit = Edit { words: Wording::of(spec), to: spec.to.iter().map(Ref::ix).collect() };
        self.control(Control::Edit(inject, Box::new(edit)));
    }

    fn look(&mut self) {
        let role = self.scenario.file.seats.last().map(Ref::ix);
        self.say(DESK, &Ask::Look { team: Some(0), role });
        self.control(Control::ShiftAll(Span::mins(-5)));
    }

    fn remark(&mut self, evaluator: u64, key: &str) {
        self.asked += 1;
        let act = SheetAct::Remark(self.tr.t(key));
        self.say(evaluator, &Ask::Sheet { id: self.asked, team: 0, act });
    }

    /// The evaluators rate those of these tasks for which a mark is proposed: every third is overridden, on every
    /// third they differ, every third is confirmed.
    fn rate(&mut self, numbers: std::ops::Range<usize>) {
        for team in 0..self.host.teams().len() {
            let exercise = self.host.teams()[team].exercise();
            let tasks = score(exercise.scenario(), exercise.events(), exercise.now()).tasks;
            let rated = tasks.into_iter().filter_map(|task| Some((task.step.step, task.rating?)));
            let some: Vec<_> = rated.enumerate().skip(numbers.start).take(numbers.len()).collect();
            for (number, (task, proposed)) in some {
                let other = if proposed == Mark::M { Mark::S } else { Mark::M };
                let [one, two] = match number % 3 {
                    0 => [other, other],
                    1 => [proposed, other],
                    _ => [proposed, proposed],
                };
                self.give(SHEETS[0], team, &task, (one, proposed));
                self.give(SHEETS[1], team, &task, (two, proposed));
            }
        }
    }

    fn give(&mut self, evaluator: u64, team: usize, task: &str, (mark, proposed): (Mark, Mark)) {
        self.asked += 1;
        let note = if mark == proposed { String::new() } else { self.tr.t("live-picture-note") };
        let act = SheetAct::Rate { task: task.to_owned(), mark, note };
        self.say(evaluator, &Ask::Sheet { id: self.asked, team: team as u16, act });
    }
}
