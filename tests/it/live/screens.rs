//! What the screens of clients show: what each seat may know, and what the host has.

use std::collections::BTreeSet;

use dientap::live::{Asked, Holder, Note, SeatRow, SheetAct, Stage, Standing, Team, Trace};
use dientap::sim::View;

use super::disk::{Disks, marker};
use super::world::{Actor, World};
use crate::secrecy::leaks;

impl<D: Disks> World<D> {
    /// What the views that clients have give away.
    pub fn look_for_leaks(&mut self) {
        for (team, learned) in self.learned.iter_mut().enumerate() {
            learned.read(self.host.teams()[team].exercise());
        }
        for actor in self.actors.iter().filter(|actor| actor.current && actor.standing == Standing::Participant) {
            let screen = actor.client.screen();
            let (Some(seat), Some(team)) = (&screen.seat, &screen.team) else { continue };
            let exercise = self.host.teams()[actor.team].exercise();
            let view = View { now: screen.now, seat, team };
            let found = leaks(exercise, seat.role, &view, &self.learned[actor.team], &self.words);
            assert_eq!(found, Vec::<String>::new());
            let others: BTreeSet<_> = (0..self.teams).filter(|other| *other != actor.team).map(marker).collect();
            let text = serde_json::to_string(screen).unwrap();
            assert!(others.iter().all(|other| !text.contains(other)), "another team's data on a screen");
            assert!(screen.board.is_empty());
        }
    }

    /// What staff see is what the run, its journal and its score say.
    fn compare_staff(&self, actor: &Actor) {
        let screen = actor.client.screen();
        let is_staff = matches!(actor.standing, Standing::Facilitator | Standing::Evaluator);
        assert!(screen.board.iter().all(|row| row.care.is_some() == is_staff));
        assert!(screen.desk.is_none() || is_staff);
        let (Some(desk), true) = (&screen.desk, is_staff) else { return };
        let host = &self.host.teams()[usize::from(desk.team)];
        let exercise = host.exercise();
        let states: Vec<_> = desk.injects.iter().map(|row| (row.inject, row.state)).collect();
        assert_eq!(states, exercise.injects().collect::<Vec<_>>());
        let score = dientap::score::score(exercise.scenario(), exercise.events(), exercise.now());
        let care = screen.board[usize::from(desk.team)].care.as_ref().unwrap();
        let shown = (care.score_permille, care.as_it_stands_permille);
        assert_eq!(shown, (score.permille, score.as_it_stands_permille));
        assert_eq!(desk.tasks.len(), score.tasks.len());
        let said = self.disks.traces(usize::from(desk.team)).into_iter().filter_map(|trace| match trace {
            Trace::Note(Note::Asked { what: Asked::Sheet(_, act), .. }) => Some(act),
            _ => None,
        });
        let said: Vec<SheetAct> = said.collect();
        let remarks = said.iter().filter(|act| matches!(act, SheetAct::Remark(_))).count();
        assert_eq!(desk.remarks.len(), remarks);
        let rated = said.len() > remarks;
        assert_eq!(desk.tasks.iter().any(|task| !task.given.is_empty()), rated);
    }

    /// Every client has what the host has for it.
    pub fn compare_screens(&self) {
        for (number, actor) in self.actors.iter().enumerate() {
            let (client, host) = (&actor.client, &self.host.teams()[actor.team]);
            assert_eq!(client.gone(), None, "client {number} is gone");
            assert_eq!(client.pending(), 0, "client {number} has questions without answers: {:?}", client.kept());
            let screen = client.screen();
            match actor.standing {
                Standing::Participant => {
                    let Some((_, role)) = client.welcome().unwrap().seat else {
                        // Whoever did not get through before the end has no seat, and nobody else has it.
                        let has = (host.stage(), self.host.seat_of_token(&actor.token));
                        assert_eq!(has, (Stage::Over, None), "client {number}");
                        continue;
                    };
                    let view = host.exercise().view(role);
                    assert_eq!(screen.seat.as_deref(), Some(view.seat), "client {number}");
                    assert_eq!(screen.team.as_deref(), Some(view.team), "client {number}");
                    assert_eq!((screen.now, screen.hall.stage), (view.now, host.stage()), "client {number}");
                    let is_there = |row: &SeatRow| row.online != (row.holder == Holder::Nobody);
                    assert!(screen.hall.seats.iter().all(is_there), "client {number}");
                    let empty = screen.hall.seats.iter().any(|row| row.holder == Holder::Nobody);
                    assert!(!empty || host.stage() == Stage::Over, "client {number}");
                    self.compare_copies(number, host.exercise());
                }
                _ => {
                    self.compare_staff(actor);
                    let stages: Vec<Stage> = screen.board.iter().map(|row| row.stage).collect();
                    let truth: Vec<Stage> = self.host.teams().iter().map(Team::stage).collect();
                    assert_eq!(stages, truth, "client {number}");
                }
            }
        }
    }
}
