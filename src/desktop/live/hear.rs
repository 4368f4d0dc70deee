//! Takes in what has come over the wire, and leads to the screen where it belongs.

use bevy::prelude::*;

use super::{Line, Live, words};
use crate::desktop::console::Docks;
use crate::desktop::map::MapState;
use crate::desktop::notices::Notices;
use crate::desktop::redraw::Redraw;
use crate::desktop::screens::Screen;
use crate::desktop::session::{Place, Remote, Session};
use crate::desktop::settings::Settings;
use crate::live::{Heard, No, Standing};

/// Hears before every drawing.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(PreUpdate, hear);
}

#[derive(bevy::ecs::system::SystemParam)]
struct Ears<'w, 's> {
    commands: Commands<'w, 's>,
    live: ResMut<'w, Live>,
    session: Option<ResMut<'w, Session>>,
    screen: Res<'w, State<Screen>>,
    next: ResMut<'w, NextState<Screen>>,
    settings: Res<'w, Settings>,
    docks: ResMut<'w, Docks>,
    map: ResMut<'w, MapState>,
    notices: ResMut<'w, Notices>,
    redraw: ResMut<'w, Redraw>,
}

fn hear(mut ears: Ears<'_, '_>) {
    if ears.live.line.is_none() {
        return ears.forget_seat();
    }
    ears.listen();
    ears.take_seat();
}

impl Ears<'_, '_> {
    /// Takes in the news of the wire.
    fn listen(&mut self) {
        let live = self.live.bypass_change_detection();
        let Some(line) = &mut live.line else { return };
        line.state = line.link.state();
        let news = line.link.news();
        let gone = line.link.with(|client| client.gone().cloned());
        for heard in news {
            match heard {
                Heard::Welcome(standing) => self.welcome(standing),
                Heard::Book => self.live.line.iter().for_each(Line::sit_as_wanted),
                Heard::Answer(_, Err(no)) => self.refused(&no),
                Heard::Refused(no) => {
                    if let Some(line) = &mut self.live.bypass_change_detection().line {
                        line.said = Some(no);
                    }
                }
                _ => {}
            }
        }
        if let Some(why) = gone {
            self.turned_out(why);
        }
    }

    fn welcome(&mut self, standing: Standing) {
        let live = self.live.bypass_change_detection();
        let Some(line) = &mut live.line else { return };
        let is_new = line.standing != Some(standing);
        (line.standing, line.said) = (Some(standing), None);
        line.sit_as_wanted();
        if is_new {
            self.redraw.now();
            match standing {
                Standing::Stranger => {}
                Standing::AtGate => self.next.set(Screen::Gate),
                // The seat is taken as soon as its first screen has come.
                Standing::Participant => {}
                // Whoever hosts stays on the page of the own hall, unless the desk was asked for.
                Standing::Facilitator if live.server.is_some() && !line.to_desk => {}
                Standing::Facilitator => self.next.set(Screen::Desk),
                Standing::Evaluator => self.next.set(Screen::Sheet),
                Standing::Observer => self.next.set(Screen::Hall),
            }
        }
    }

    /// The hall refuses what was asked for.
    fn refused(&mut self, no: &No) {
        let own_seat = self.session.as_ref().is_some_and(|session| session.remote().is_some());
        match no {
            No::Engine(why) if own_seat => self.docks.refused(why.clone()),
            no => {
                // The seats that it names are those of the hall, whatever is played here otherwise.
                let of_hall = |line: &Line| line.link.with(|client| client.scenario().cloned());
                let scenario = self.live.line.as_ref().and_then(of_hall);
                let scenario = scenario.or_else(|| self.session.as_ref().map(|session| session.scenario().clone()));
                self.notices.problem(words::no(&self.settings.tr, scenario.as_deref(), no));
            }
        }
        self.redraw.now();
    }

    /// The hall has ended it: somebody must do something first.
    fn turned_out(&mut self, why: No) {
        let live = self.live.bypass_change_detection();
        // The wrong code is only said; a seat that somebody else has is not come back to.
        live.leave();
        live.said = Some(why);
        self.forget_seat();
        self.next.set(Screen::Door);
        self.redraw.now();
    }

    fn forget_seat(&mut self) {
        if self.session.as_ref().is_some_and(|session| session.remote().is_some()) {
            self.commands.remove_resource::<Session>();
            if *self.screen.get() == Screen::Console {
                self.next.set(Screen::Door);
            }
        }
    }

    /// Nobody's seat is looked at any more.
    fn forget_look(&mut self) {
        if self.session.as_ref().is_some_and(|session| session.remote().is_some()) {
            self.commands.remove_resource::<Session>();
        }
    }

    /// Brings the seat up to date; sits down when there is a new one.
    fn take_seat(&mut self) {
        let live = self.live.bypass_change_detection();
        let Some(line) = &mut live.line else { return };
        let has_seat = match &mut self.session {
            Some(session) => session.bypass_change_detection().remote_mut().is_some_and(Remote::refresh),
            None => false,
        };
        let place = match line.standing {
            Some(Standing::Participant) => line
                .link
                .with(|client| client.welcome().and_then(|welcome| welcome.seat))
                .map(|seat| Place::Own(seat.0)),
            // Before the hall has turned to it, the screen is that of another seat.
            Some(Standing::Facilitator | Standing::Evaluator) => match line.look {
                look @ Some((team, Some(_))) if line.link.with(|client| client.screen().hall.look == look) => {
                    Some(Place::Looked(team))
                }
                _ => None,
            },
            _ => None,
        };
        let same = |session: &ResMut<Session>| session.remote().map(Remote::place) == place;
        if has_seat && self.session.as_ref().is_some_and(same) {
            return;
        }
        let Some(place) = place else {
            if line.look.is_none_or(|(_, role)| role.is_none()) {
                self.forget_look();
            }
            return;
        };
        let Some(remote) = Remote::of(&line.link, place) else { return };
        // A run of one's own waits in its journal.
        if let Some(session) = &mut self.session {
            session.bypass_change_detection().keep_desks().ok();
        }
        self.docks.forget();
        self.map.forget();
        self.commands.insert_resource(Session::Remote(Box::new(remote)));
        self.next.set(Screen::Console);
        self.redraw.now();
    }
}

impl Line {
    /// Takes the seat that was asked for on the way in, as soon as the roles are known.
    fn sit_as_wanted(&self) {
        let (Some(Standing::AtGate), Some((team, Some(id)))) = (self.standing, &self.wanted) else { return };
        self.link.with(|client| {
            let role = client.scenario().and_then(|scenario| scenario.role_named(id));
            if let Some(role) = role {
                client.choose(*team, Some(role));
            }
        });
    }
}
