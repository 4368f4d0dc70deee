//! What is half written on a seat of a hall is kept by the hall too, so that another laptop has it: each form in a
//! slot of its own, and in one more what of the conversations has been read.

use std::time::Duration;

use crate::desktop::kit::UiState;
use crate::desktop::panels::{FormDraft, TalkState};
use crate::live::{Client, limits};

/// Slots for forms; one more is for the conversations.
const SLOTS: usize = limits::DRAFTS_MAX - 1;
/// The slot of the conversations.
const TALK: &str = "talk";
/// Milliseconds between two looks at what is half written: the host writes each change to disk.
const EVERY_MS: u64 = 2_000;

/// Which form stands in which slot, and its text as the hall has it.
#[derive(Debug, Default)]
pub struct Drafts {
    slots: Vec<Option<(FormDraft, String)>>,
    talk: String,
    since_ms: u64,
}

fn slot(number: usize) -> String {
    format!("form-{number:02}")
}

impl Drafts {
    /// Takes over what the hall keeps: on another laptop, or after a kill.
    pub fn restore(client: &Client, desk: &mut UiState) -> Self {
        let read = |number: usize| {
            let text = client.draft(&slot(number)).filter(|text| !text.is_empty())?;
            Some((ron::from_str::<FormDraft>(text).ok()?, text.to_owned()))
        };
        let slots: Vec<_> = (0..SLOTS).map(read).collect();
        for (draft, _) in slots.iter().flatten() {
            desk.panels.forms.restore(draft.clone());
        }
        let talk = client.draft(TALK).unwrap_or_default().to_owned();
        if let Ok(state) = ron::from_str::<TalkState>(&talk) {
            desk.panels.talk = state;
        }
        Self { slots, talk, since_ms: 0 }
    }

    /// Lets time pass. Whether it is time to look at what is half written.
    pub const fn is_due(&mut self, real_ms: u64) -> bool {
        self.since_ms += real_ms;
        self.since_ms >= EVERY_MS
    }

    /// How long until the hall is to be told of something; none when it knows all.
    pub fn waits(&self, desk: &UiState) -> Option<Duration> {
        let known = |draft: &FormDraft| self.slots.iter().flatten().any(|(kept, _)| kept == draft);
        let kept = self.slots.iter().flatten().count();
        let (mut new, mut written) = (false, 0);
        for draft in desk.panels.forms.written().take(SLOTS) {
            new |= !known(draft);
            written += 1;
        }
        (new || written < kept).then(|| Duration::from_millis(EVERY_MS.saturating_sub(self.since_ms)))
    }

    /// Hands the hall what has changed since it was last told.
    pub fn hand_over(&mut self, client: &mut Client, desk: &UiState) {
        self.since_ms = 0;
        let now: Vec<&FormDraft> = desk.panels.forms.written().collect();
        for (number, kept) in self.slots.iter_mut().enumerate() {
            if kept.as_ref().is_some_and(|(kept, _)| !now.iter().any(|draft| draft.is_of_form(kept))) {
                *kept = None;
                client.write_draft(&slot(number), "");
            }
        }
        for draft in now {
            let own = self.slots.iter().position(|kept| kept.as_ref().is_some_and(|(kept, _)| kept.is_of_form(draft)));
            let Some(number) = own.or_else(|| self.slots.iter().position(Option::is_none)) else { break };
            if self.slots[number].as_ref().is_some_and(|(kept, _)| kept == draft) {
                continue;
            }
            let Ok(text) = ron::to_string(draft) else { continue };
            if text.len() <= limits::DRAFT_BYTES_MAX {
                client.write_draft(&slot(number), &text);
                self.slots[number] = Some((draft.clone(), text));
            }
        }
        if let Ok(talk) = ron::to_string(&desk.panels.talk)
            && talk != self.talk
            && talk.len() <= limits::DRAFT_BYTES_MAX
        {
            client.write_draft(TALK, &talk);
            self.talk = talk;
        }
    }
}
