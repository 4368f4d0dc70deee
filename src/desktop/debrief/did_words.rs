//! What those did who direct and rate, as a sentence.

use egui_phosphor::regular as icon;

use super::event_words::control_text;
use crate::desktop::kit::format;
use crate::desktop::live::words;
use crate::i18n::Tr;
use crate::live::{By, DeskAct, Done, Entrance, No, SheetAct};
use crate::model::Scenario;
use crate::score::Words;
use crate::sim::{Control, Refusal};
use crate::standin::Kind;

/// Puts entries of a chronicle into words.
#[derive(Clone, Copy)]
pub struct Did<'a> {
    /// What is played.
    pub scenario: &'a Scenario,
    /// The language.
    pub tr: &'a Tr,
}

impl Did<'_> {
    fn with(&self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.tr.with(key, &args)
    }

    /// Who did it.
    pub fn who(&self, who: &By) -> String {
        match who {
            By::Staff(name) => name.clone(),
            By::Seat(role, name) if name.is_empty() => format::role(self.scenario, self.tr, *role),
            By::Seat(role, name) => format!("{} · {name}", format::role(self.scenario, self.tr, *role)),
            By::Host => self.tr.t("debrief-did-host"),
        }
    }

    /// What was done.
    pub fn what(&self, done: &Done) -> String {
        match done {
            Done::Directed(act, _) => self.directed(act),
            Done::Rated(SheetAct::Rate { task, mark, note }) => {
                let mark = Words { scenario: self.scenario, tr: self.tr }.rating(*mark);
                let key = if note.is_empty() { "debrief-did-rated" } else { "debrief-did-rated-note" };
                self.with(key, &[("task", task.clone()), ("mark", mark), ("note", note.clone())])
            }
            Done::Rated(SheetAct::Remark(text)) => self.with("debrief-did-remark", &[("text", text.clone())]),
            Done::Looked(role) => {
                self.with("debrief-did-looked", &[("role", format::role(self.scenario, self.tr, *role))])
            }
            Done::SatDown { generation: ..=1 } => self.tr.t("debrief-did-sat"),
            Done::SatDown { generation } => self.with("debrief-did-sat-again", &[("n", generation.to_string())]),
            Done::Ready { version, clock_off_ms } => {
                let off = format!("{:+.1}", *clock_off_ms as f64 / 1_000.0);
                let off = if self.tr.lang() == crate::model::Lang::Vi { off.replace('.', ",") } else { off };
                self.with("debrief-did-ready", &[("version", version.clone()), ("off", off)])
            }
            Done::TakenUp => self.tr.t("debrief-did-taken-up"),
        }
    }

    fn directed(&self, act: &DeskAct) -> String {
        let role = |role| format::role(self.scenario, self.tr, role);
        match act {
            DeskAct::CheckReady => self.tr.t("debrief-did-check"),
            DeskAct::Start { even_so: None } => self.tr.t("debrief-did-start"),
            DeskAct::Start { even_so: Some(why) } => self.with("debrief-did-start-even-so", &[("why", why.clone())]),
            DeskAct::Control(control) => control_text(self.scenario, self.tr, control),
            DeskAct::Announce { to: None, text } => self.with("debrief-did-told", &[("text", text.clone())]),
            DeskAct::Announce { to: Some(to), text } => {
                self.with("debrief-did-told-seat", &[("role", role(*to)), ("text", text.clone())])
            }
            DeskAct::Swap { role: seat, stand_in: None } => {
                self.with("debrief-did-given-back", &[("role", role(*seat))])
            }
            DeskAct::Swap { role: seat, stand_in: Some(kind) } => {
                self.with("debrief-did-stand-in", &[("role", role(*seat)), ("kind", self.stand_in(kind))])
            }
            DeskAct::Renew(Entrance::Pin) => self.tr.t("debrief-did-pin"),
            DeskAct::Renew(Entrance::Facilitators) => self.tr.t("debrief-did-code-facilitators"),
            DeskAct::Renew(Entrance::Evaluators) => self.tr.t("debrief-did-code-evaluators"),
        }
    }

    /// A kind of stand-in by its name.
    fn stand_in(&self, name: &str) -> String {
        match name.parse() {
            Ok(Kind::DoNothing) => self.tr.t("debrief-stand-in-nothing"),
            Ok(Kind::Random) => self.tr.t("debrief-stand-in-random"),
            Ok(Kind::PlanFollower { skill_permille }) => {
                self.with("debrief-stand-in-plan", &[("percent", (skill_permille / 10).to_string())])
            }
            Err(_) => name.to_owned(),
        }
    }

    /// Why the exercise did not do it.
    pub fn refusal(&self, why: &Refusal) -> String {
        self.with("debrief-did-refused", &[("why", words::no(self.tr, Some(self.scenario), &No::Engine(why.clone())))])
    }
}

/// Sign of what was done.
pub const fn did_icon(done: &Done) -> &'static str {
    match done {
        Done::Directed(act, _) => match act {
            DeskAct::CheckReady => icon::LIST_CHECKS,
            DeskAct::Start { .. } => icon::FLAG,
            DeskAct::Control(control) => control_icon(control),
            DeskAct::Announce { .. } => icon::MEGAPHONE,
            DeskAct::Swap { stand_in: Some(_), .. } => icon::ROBOT,
            DeskAct::Swap { stand_in: None, .. } => icon::USER,
            DeskAct::Renew(_) => icon::KEY,
        },
        Done::Rated(SheetAct::Rate { .. }) => icon::MEDAL,
        Done::Rated(SheetAct::Remark(_)) => icon::PUSH_PIN,
        Done::Looked(_) => icon::EYE,
        Done::SatDown { .. } => icon::CHAIR,
        Done::Ready { .. } => icon::CHECKS,
        Done::TakenUp => icon::HARD_DRIVES,
    }
}

const fn control_icon(control: &Control) -> &'static str {
    match control {
        Control::Pause(_) => icon::PAUSE,
        Control::Resume => icon::PLAY,
        Control::Rate(_) => icon::GAUGE,
        Control::Jump(_) => icon::FAST_FORWARD,
        Control::Send(_) | Control::Release(_) => icon::PAPER_PLANE_TILT,
        Control::Hold(_) => icon::HAND_PALM,
        Control::Skip(_) => icon::SKIP_FORWARD,
        Control::Shift(..) | Control::ShiftAll(_) => icon::ARROWS_LEFT_RIGHT,
        Control::Edit(..) => icon::NOTE_PENCIL,
        Control::AdHoc(_) => icon::LIGHTNING,
        Control::End => icon::STOP,
    }
}
