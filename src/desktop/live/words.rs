//! What halls say, in words, with the way out.

use std::collections::BTreeMap;

use crate::desktop::kit::format;
use crate::hall::LinkState;
use crate::i18n::Tr;
use crate::live::{Holder, No, Stage, Standing};
use crate::model::{Ix, Role, Scenario, Span};
use crate::sim::Refusal;
use egui_phosphor::regular as icon;

/// Why something is not possible, and what helps.
pub fn no(tr: &Tr, scenario: Option<&Scenario>, no: &No) -> String {
    match no {
        No::Version(host) => tr.with("live-no-version", &[("version", (*host).into())]),
        No::Malformed => tr.t("live-no-malformed"),
        No::TooLong => tr.t("live-no-too-long"),
        No::NotYours(_) => tr.t("live-no-not-yours"),
        No::NotNow(stage) => tr.with("live-no-not-now", &[("stage", tr.t(stage_word(*stage)).into())]),
        No::WrongCode => tr.t("live-no-wrong-code"),
        No::Wait(ms) => {
            let seconds = i64::try_from(ms.div_ceil(1_000)).unwrap_or(i64::MAX / 1_000);
            tr.with("live-no-wait", &[("span", format::span(tr, Span::secs(seconds)).into())])
        }
        No::Full => tr.t("live-no-full"),
        No::TooSlow => tr.t("live-no-too-slow"),
        No::Unknown => tr.t("live-no-unknown"),
        No::Taken => tr.t("live-no-taken"),
        No::TakenOver => tr.t("live-no-taken-over"),
        No::Replaced => tr.t("live-no-replaced"),
        No::CodeRenewed => tr.t("live-no-code-renewed"),
        No::SameName => tr.t("live-no-same-name"),
        No::StandIn => tr.t("live-no-stand-in"),
        No::NotReady(seats) => {
            let names = scenario.map(|scenario| seat_names(tr, scenario, seats)).unwrap_or_default();
            tr.with("live-no-not-ready", &[("seats", names.into()), ("n", seats.len().into())])
        }
        No::Stale => tr.t("live-no-stale"),
        No::Storage => tr.t("live-no-storage"),
        No::Engine(why) => engine(tr, why),
    }
}

/// Seats by name; of a seat that is named for several teams, how many of them.
fn seat_names(tr: &Tr, scenario: &Scenario, seats: &[Ix<Role>]) -> String {
    let mut counts: BTreeMap<Ix<Role>, usize> = BTreeMap::new();
    for role in seats {
        *counts.entry(*role).or_default() += 1;
    }
    let name = |(role, count): (&Ix<Role>, &usize)| match count {
        1 => format::role(scenario, tr, *role),
        count => format!("{} ×{count}", format::role(scenario, tr, *role)),
    };
    counts.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Why the exercise refuses an act of the direction. What it says to a seat's order the panels say.
fn engine(tr: &Tr, why: &Refusal) -> String {
    tr.t(match why {
        Refusal::Ended => "live-no-ended",
        Refusal::Paused => "live-no-paused",
        Refusal::Past(_) => "live-no-past",
        Refusal::AlreadyDone => "live-no-already",
        Refusal::TooLong => "live-no-too-long",
        _ => "live-no-engine",
    })
}

/// Key of the name of a stage.
pub const fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Lobby => "live-stage-lobby",
        Stage::Running => "live-stage-running",
        Stage::Paused => "live-stage-paused",
        Stage::Over => "live-stage-over",
    }
}

/// Sign of a stage.
pub const fn stage_icon(stage: Stage) -> &'static str {
    match stage {
        Stage::Lobby => icon::HOURGLASS,
        Stage::Running => icon::PLAY,
        Stage::Paused => icon::PAUSE,
        Stage::Over => icon::FLAG_CHECKERED,
    }
}

/// Key of the name of a standing.
pub const fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Stranger => "live-standing-stranger",
        Standing::AtGate => "live-standing-gate",
        Standing::Participant => "live-standing-participant",
        Standing::Facilitator => "live-standing-facilitator",
        Standing::Evaluator => "live-standing-evaluator",
        Standing::Observer => "live-standing-observer",
    }
}

/// Sign of who holds a seat, and the key of its name.
pub const fn holder(holder: Holder) -> (&'static str, &'static str) {
    match holder {
        Holder::Nobody => (icon::CHAIR, "live-holder-nobody"),
        Holder::Person => (icon::USER, "live-holder-person"),
        Holder::StandIn => (icon::ROBOT, "live-holder-stand-in"),
    }
}

/// Where a connection stands: sign and words.
pub fn link(tr: &Tr, state: &LinkState) -> (&'static str, String) {
    match state {
        LinkState::Connecting => (icon::WIFI_MEDIUM, tr.t("live-link-connecting")),
        LinkState::Online => (icon::WIFI_HIGH, tr.t("live-link-online")),
        LinkState::Lost(why) => (icon::WIFI_SLASH, tr.with("live-link-lost", &[("why", why.clone().into())])),
        LinkState::WrongHost(seen) => {
            (icon::WARNING, tr.with("live-link-wrong-host", &[("seen", seen.to_string().into())]))
        }
    }
}
