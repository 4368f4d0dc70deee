//! Who is let in: the first word of a connection, places at the gate, seats and their codes.

use super::book::Book;
use super::codes::{Code, holder_of};
use super::host::{ConnId, Host};
use super::limits::{GUESTS_MAX, GUESTS_PER_PEER_MAX};
use super::protocol::{Entrance, Hello, No, Tell, Token, Want, Welcome};
use super::rules::Standing;
use super::screen::Stage;
use super::sheet::known_as;
use super::store::{Log, Who};
use super::team::Team;
use crate::model::{Ix, Role};

impl<L: Log> Host<L> {
    /// Takes up the first thing that a client says.
    ///
    /// # Errors
    /// A wrong code, or too many of them.
    pub(super) fn hello(&mut self, id: ConnId, hello: &Hello, now_ms: u64) -> Result<(), No> {
        let Some(conn) = self.conns.get_mut(&id) else { return Ok(()) };
        conn.holder = holder_of(&hello.token);
        conn.name = hello.who();
        let (holder, peer, name) = (conn.holder, conn.peer, conn.name.clone());
        if let Some((team, role)) = self.seat_of(&holder) {
            self.sit_down(id, team, role, &No::Replaced);
            return Ok(());
        }
        // A machine that was away when its seat was taken over is told now, before it does anything elsewhere.
        let comes_back = matches!(hello.want, Want::Enter { .. } | Want::Return);
        if comes_back && self.teams.iter().any(|team| team.former.contains(&holder)) {
            if let Some(conn) = self.conns.get_mut(&id) {
                conn.close(No::TakenOver);
            }
            return Ok(());
        }
        self.codes.may_try(peer, now_ms)?;
        let is = |entrance, typed: &str| self.codes.is(self.code_for(entrance), typed);
        let standing = match &hello.want {
            Want::Enter { pin } if is(Entrance::Pin, pin) => Standing::AtGate,
            Want::Watch { pin } if is(Entrance::Pin, pin) => Standing::Observer,
            Want::Staff { code } if is(Entrance::Facilitators, code) => Standing::Facilitator,
            Want::Staff { code } if is(Entrance::Evaluators, code) => Standing::Evaluator,
            Want::TakeOver { code } => match self.seat_with_code(code) {
                Some((team, role)) => {
                    let taken = self.teams[usize::from(team)].seat_person(role, holder, name);
                    return taken.map(|()| self.sit_down(id, team, role, &No::TakenOver));
                }
                None => Standing::Stranger,
            },
            _ => Standing::Stranger,
        };
        if standing == Standing::Stranger {
            let by_seat = matches!(hello.want, Want::TakeOver { .. } | Want::Return);
            // Nobody knows the seats of a team whose journal is away.
            let may_know_later = by_seat && self.teams.iter().any(Team::is_away);
            if !(may_know_later && hello.want == Want::Return) {
                self.codes.count_wrong(peer, now_ms);
            }
            return Err(if may_know_later { No::Storage } else { No::WrongCode });
        }
        // Those without a seat leave room for those who have one.
        let is_guest = |standing| matches!(standing, Standing::AtGate | Standing::Observer);
        let guests = self.conns.values().filter(|conn| is_guest(conn.standing) && !conn.closing);
        let (all, of_peer) =
            guests.fold((0, 0), |(all, of_peer), conn| (all + 1, of_peer + usize::from(conn.peer == peer)));
        if is_guest(standing) && (all >= GUESTS_MAX || of_peer >= GUESTS_PER_PEER_MAX) {
            return Err(No::Full);
        }
        self.let_in(id, standing, None, &No::Replaced);
        Ok(())
    }

    fn seat_of(&self, holder: &[u8; 32]) -> Option<(u16, Ix<Role>)> {
        let of_team = |(number, team): (usize, &Team<L>)| Some((number as u16, team.seat_held_by(holder)?));
        self.teams.iter().enumerate().find_map(of_team)
    }

    fn seat_with_code(&self, typed: &str) -> Option<(u16, Ix<Role>)> {
        let seats = self.teams.iter().enumerate().flat_map(|(number, team)| {
            team.seats.iter().map(move |(role, seat)| (number as u16, *role, seat.generation))
        });
        let mut held = seats.filter(|(_, _, generation)| *generation > 0);
        let found = held.find(|(team, role, generation)| self.codes.is(Code::Seat(*team, *role, *generation), typed));
        found.map(|(team, role, _)| (team, role))
    }

    /// Gives somebody at the gate a free seat.
    ///
    /// # Errors
    /// No such seat, none free, the exercise over, or nothing can be written down.
    pub(super) fn sit(&mut self, id: ConnId, number: u16, role: Option<Ix<Role>>) -> Result<(), No> {
        let conn = self.conns.get(&id).ok_or(No::Unknown)?;
        let (holder, name) = (conn.holder, conn.name.clone());
        let team = self.teams.get_mut(usize::from(number)).ok_or(No::Unknown)?;
        let free = |role: &Ix<Role>| team.seats.get(role).is_some_and(|seat| seat.holder.is_none());
        let role = match role {
            Some(role) if !team.seats.contains_key(&role) => return Err(No::Unknown),
            Some(role) => Some(role).filter(free),
            None => team.seats.keys().copied().find(free),
        };
        let role = role.ok_or(No::Taken)?;
        if team.stage() == Stage::Over {
            return Err(No::NotNow(Stage::Over));
        }
        team.seat_person(role, holder, name)?;
        self.sit_down(id, number, role, &No::TakenOver);
        Ok(())
    }

    fn sit_down(&mut self, id: ConnId, team: u16, role: Ix<Role>, to_others: &No) {
        self.let_in(id, Standing::Participant, Some((team, role)), to_others);
    }

    /// Lets a connection in. Whoever has the same token, the same seat or, as an evaluator, the same name is told why
    /// it has its place not any more.
    fn let_in(&mut self, id: ConnId, standing: Standing, seat: Option<(u16, Ix<Role>)>, to_others: &No) {
        let Some((holder, name)) = self.conns.get(&id).map(|conn| (conn.holder, known_as(&conn.name))) else { return };
        let others = self.conns.iter_mut().filter(|(other, _)| **other != id);
        for conn in others.map(|(_, conn)| conn) {
            let is_other_evaluator = standing == Standing::Evaluator && conn.standing == standing;
            if (conn.standing != Standing::Stranger && conn.holder == holder) || (seat.is_some() && conn.seat == seat) {
                conn.close(to_others.clone());
            } else if is_other_evaluator && known_as(&conn.name) == name {
                conn.close(No::SameName);
            }
        }
        let Some(conn) = self.conns.get_mut(&id) else { return };
        (conn.standing, conn.seat) = (standing, seat);
        let who = seat.map_or(Who::Staff(conn.staff()), |(_, role)| Who::Seat(role));
        let own = seat.and_then(|(team, _)| self.teams.get(usize::from(team)));
        let Some(first) = self.teams.first() else { return };
        let scenario = first.scenario();
        let welcome = Welcome {
            standing,
            seat,
            next_id: match own {
                Some(team) => team.next_id(who),
                None => self.teams.iter().map(|team| team.next_id(who)).max().unwrap_or(1),
            },
            scenario: scenario.file.id.clone(),
            content_hash: scenario.content_hash.clone(),
            book: self.shelf.book(standing).map(Book::id),
            code: seat.and_then(|(team, role)| self.seat_code(team, role)),
            drafts: seat.zip(own).map(|((_, role), team)| team.drafts(role)).unwrap_or_default(),
        };
        self.tell(id, Tell::Welcome(welcome));
        self.count_online();
    }

    /// What a seat's client must end up with; for proofs.
    pub fn seat_of_token(&self, token: &Token) -> Option<(u16, Ix<Role>)> {
        self.seat_of(&holder_of(token))
    }
}
