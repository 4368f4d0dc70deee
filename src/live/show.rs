//! What each connection may see.

use std::sync::Arc;

use super::codes::Code;
use super::host::{ConnId, Host};
use super::limits::BOARD_MS;
use super::rules::Standing;
use super::screen::{Hall, Holder, News, Row, Screen, SeatRow};
use super::store::Log;
use super::team::Team;
use crate::model::{Ix, Phase, Role, SimTime};

/// A board that was put together: its moment, in the host's milliseconds, and the count of what moved it.
pub(super) type Board = (u64, u64, Arc<Vec<Row>>);

impl<L: Log> Host<L> {
    pub(super) fn seat_code(&self, team: u16, role: Ix<Role>) -> Option<String> {
        let seat = self.teams.get(usize::from(team))?.seats.get(&role)?;
        seat.holder.map(|_| self.codes.text(Code::Seat(team, role, seat.generation)))
    }

    /// What a connection may see now; none while there is nothing that is sure.
    pub(super) fn screen(&mut self, id: ConnId) -> Option<Screen> {
        let conn = self.conns.get(&id)?;
        let (standing, seat, look) = (conn.standing, conn.seat, conn.look);
        let mut screen = Screen::default();
        match standing {
            Standing::Stranger => return None,
            Standing::Participant => {
                let (number, role) = seat?;
                let seats = self.seat_rows(number);
                let team = self.teams.get_mut(usize::from(number)).filter(|team| !team.is_broken())?;
                screen.hall = Hall {
                    stage: team.stage(),
                    rate_permille: team.rate_permille,
                    test: team.test,
                    stand_in: team.seats.get(&role).is_some_and(|seat| seat.stand_in),
                    news: team.news_for(Some(role)),
                    seats,
                    opened: team.seats.get(&role).map_or(0, |seat| seat.opened),
                    ..Hall::default()
                };
                screen.learned = team.learned(role);
                self.show_seat(&mut screen, number, role);
            }
            Standing::AtGate => screen.board = self.board(standing),
            Standing::Observer => {
                screen.board = self.board(standing);
                screen.hall.news = self.told();
                screen.hall.paused = self.paused();
            }
            Standing::Evaluator | Standing::Facilitator => {
                screen.board = self.board(standing);
                screen.hall.news = self.told();
                screen.hall.paused = self.paused();
                screen.hall.look = look;
                if standing == Standing::Facilitator {
                    screen.hall.codes = Some(self.hall_codes());
                    screen.hall.turned = self.gate.counts();
                }
                if let Some((team, role)) = look {
                    self.show_team(&mut screen, team, role);
                }
            }
        }
        Some(screen)
    }

    /// What the direction told everybody, looked up again when something was done for the hall.
    fn told(&mut self) -> Vec<News> {
        if self.told.0 != self.moved {
            self.told = (self.moved, self.announcements());
        }
        self.told.1.clone()
    }

    /// The reason of a pause of all teams.
    pub fn paused(&self) -> Option<String> {
        let reasons = self.teams.iter().filter(|team| !team.is_away()).map(Team::paused);
        let reasons: Option<Vec<&str>> = reasons.collect();
        reasons.and_then(|reasons| reasons.first().map(|reason| (*reason).to_owned()))
    }

    fn show_seat(&mut self, screen: &mut Screen, team: u16, role: Ix<Role>) {
        if let Some(team) = self.teams.get_mut(usize::from(team)).filter(|team| !team.is_broken()) {
            let (seat, shared) = team.shot(role);
            (screen.now, screen.seat, screen.team) = (team.exercise().now(), Some(seat), Some(shared));
        }
    }

    /// The team that staff look at, and the seat whose view was taken.
    fn show_team(&mut self, screen: &mut Screen, number: u16, role: Option<Ix<Role>>) {
        let (online, now) = (&self.online, self.now);
        if let Some(team) = self.teams.get_mut(usize::from(number)).filter(|team| !team.is_broken()) {
            screen.now = team.exercise().now();
            screen.hall.stage = team.stage();
            screen.hall.rate_permille = team.rate_permille;
            screen.hall.test = team.test;
            // Whoever takes the view of a seat sees what was told there.
            if role.is_some() {
                screen.hall.news = team.news_for(role);
            }
            screen.desk = Some(team.desk(number, online, now));
        }
        if let Some(role) = role {
            self.show_seat(screen, number, role);
        }
    }

    pub(super) fn seat_rows(&self, number: u16) -> Vec<SeatRow> {
        self.teams.get(usize::from(number)).map(|team| team.seat_rows(number, &self.online)).unwrap_or_default()
    }

    /// The teams as somebody of this standing may see them; put together anew when somebody came, went or acted for
    /// the hall, and otherwise so often as [`BOARD_MS`] says.
    pub(super) fn board(&mut self, standing: Standing) -> Arc<Vec<Row>> {
        match self.boards.get(&standing) {
            Some((at, moved, board)) if *moved == self.moved && self.now.saturating_sub(*at) < BOARD_MS => {
                return Arc::clone(board);
            }
            _ => {}
        }
        let rows = (0..self.teams.len() as u16).map(|team| self.row(team, standing)).collect();
        let board = Arc::new(rows);
        self.boards.insert(standing, (self.now, self.moved, Arc::clone(&board)));
        board
    }

    /// A team as somebody outside of it may see it: whoever has no seat yet sees where there is one, observers how
    /// far each team is, staff everything.
    fn row(&mut self, number: u16, standing: Standing) -> Row {
        let (mut seats, mut care) = (self.seat_rows(number), None);
        match standing {
            Standing::Observer => seats.clear(),
            Standing::AtGate => seats.iter_mut().for_each(|row| {
                let holder = std::mem::replace(&mut row.holder, Holder::Nobody);
                *row = SeatRow::empty(row.role, holder);
            }),
            Standing::Facilitator | Standing::Evaluator => {
                let cares = self.teams[usize::from(number)].cares(number, &self.online, self.now);
                for row in &mut seats {
                    row.care = cares.seats.get(&row.role).cloned().map(Box::new);
                    row.code = self.seat_code(number, row.role).filter(|_| standing == Standing::Facilitator);
                }
                care = Some(Box::new(cares.team));
            }
            Standing::Stranger | Standing::Participant => {}
        }
        let team: &Team<L> = &self.teams[usize::from(number)];
        let (now, phase) = match standing {
            Standing::AtGate => (SimTime::START, Phase::P0),
            _ => (team.exercise().now(), team.exercise().view(Ix::new(0)).team.phase),
        };
        // Whoever is to sit down there must know; whoever only looks need not.
        let trouble = team.is_broken() && (care.is_some() || standing == Standing::AtGate);
        Row { team: number, name: team.name.clone(), stage: team.stage(), now, phase, trouble, seats, care }
    }
}
