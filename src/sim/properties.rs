//! Properties of the engine under inputs that no user would send: nothing panics, books balance, and the
//! same inputs give the same state.

use std::sync::Arc;

use proptest::prelude::*;

use super::world::Progress;
use super::*;
use crate::content::fixture;
use crate::model::{Ix, Severity, SimTime, Span};

/// An input with numbers in and beyond the range of the fixture's tables.
fn input() -> impl Strategy<Value = Input> {
    let target = prop_oneof![
        Just(Target::Nothing),
        (0_u32..8).prop_map(|n| Target::Host(Ix::new(n))),
        (0_u32..8).prop_map(|n| Target::Zone(Ix::new(n))),
        (0_u32..6).prop_map(|n| Target::Site(Ix::new(n))),
        (0_u32..3).prop_map(|n| Target::System(Ix::new(n))),
        (0_u32..3).prop_map(|n| Target::Account(Ix::new(n))),
        (0_u32..3).prop_map(|n| Target::Backup(Ix::new(n))),
        (0_u32..3).prop_map(|n| Target::Indicator(Ix::new(n))),
        (0_u32..9).prop_map(|n| Target::Alert(Ix::new(n))),
        (0_u32..4).prop_map(|n| Target::Inject(Ix::new(n))),
    ];
    let params = (
        ".{0,8}",
        proptest::collection::vec(0_u32..5, 0..3),
        proptest::collection::vec(0_u32..30, 0..3),
        proptest::option::of(0_usize..4),
        proptest::option::of(any::<bool>()),
        proptest::option::of(0_u8..4),
        proptest::option::of(0_u32..2),
    )
        .prop_map(|(text, to, facts, severity, verdict, choice, channel)| Params {
            text,
            to: to.into_iter().map(Ix::new).collect(),
            facts: facts.into_iter().map(Ix::new).collect(),
            severity: severity.map(|n| Severity::ALL[n]),
            verdict,
            choice,
            channel: channel.map(Ix::new),
            fields: [("t0".to_owned(), FieldValue::Time(SimTime(0)))].into(),
        });
    let order = (0_u64..4, 0_u32..13, target, params).prop_map(|(nonce, kind, target, params)| Order {
        nonce,
        kind: Ix::new(kind),
        target,
        params,
    });
    prop_oneof![
        8 => (0_u32..5, order).prop_map(|(role, order)| Input::Order(Ix::new(role), order)),
        1 => (0_u32..5, 0_u32..20).prop_map(|(role, work)| Input::Cancel(Ix::new(role), Ix::new(work))),
        1 => (0_u32..5, 0_u32..20, any::<bool>())
            .prop_map(|(role, work, yes)| Input::Decide(Ix::new(role), Ix::new(work), yes)),
        1 => prop_oneof![
            (0_u32..4).prop_map(|n| Control::Send(Ix::new(n))),
            (0_u32..4).prop_map(|n| Control::Hold(Ix::new(n))),
            (0_u32..4, -90_i64..90).prop_map(|(n, mins)| Control::Shift(Ix::new(n), Span::mins(mins))),
            Just(Control::Resume),
        ]
        .prop_map(Input::Control),
    ]
}

fn play(seed: u64, inputs: &[(i64, Input)]) -> Exercise {
    let mut exercise = Exercise::new(Arc::new(fixture::tiny()), &Setup::of(seed));
    for (pause_secs, input) in inputs {
        let at = exercise.now() + Span::secs(*pause_secs);
        let _refused = exercise.apply(at, input);
        check_books(&exercise);
    }
    exercise
}

/// What must hold at every moment.
fn check_books(exercise: &Exercise) {
    let scenario = exercise.scenario();
    for (role, spec) in scenario.roles.iter().enumerate() {
        assert!(exercise.busy[role] <= u32::from(spec.hands), "more hands busy than there are");
        let open = exercise.work.iter().filter(|held| held.work.role.us() == role && held.work.state.is_open()).count();
        assert_eq!(exercise.open[role].len(), open, "open work is counted");
    }
    let live = |progress| matches!(progress, Progress::Waiting | Progress::Running);
    let steps = exercise.attack.iter().filter(|state| live(state.progress)).count();
    assert_eq!(exercise.attack_live as usize, steps, "live steps are counted");
    assert!(exercise.events.windows(2).all(|pair| pair[0].at <= pair[1].at), "the log is in order");
    for (number, state) in exercise.world.hosts.iter().enumerate() {
        let untouched = world::HostState::default();
        assert!(state.listed || *state == untouched, "host {number} changed without being listed");
    }
    for seat in &exercise.seats {
        assert!(seat.facts.iter().all(|known| exercise.facts[known.id.us()] == known.fact), "knowledge is true");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_inputs_keep_the_books_and_replay_alike(
        seed in 0_u64..1_000,
        inputs in proptest::collection::vec((0_i64..600, input()), 0..60),
    ) {
        let first = play(seed, &inputs);
        let second = play(seed, &inputs);
        prop_assert_eq!(first.state_hash(), second.state_hash());
        prop_assert_eq!(first.events(), second.events());
    }

    #[test]
    fn refused_inputs_leave_no_trace_but_their_log_entry(
        seed in 0_u64..100,
        inputs in proptest::collection::vec((0_i64..600, input()), 0..40),
    ) {
        let mut exercise = Exercise::new(Arc::new(fixture::tiny()), &Setup::of(seed));
        for (pause_secs, input) in &inputs {
            let at = exercise.now() + Span::secs(*pause_secs);
            exercise.advance(at);
            let before = exercise.clone();
            if exercise.apply(at, input).is_err() {
                let logged = exercise.events().len() - before.events().len();
                prop_assert!(logged <= 1);
                prop_assert_eq!(exercise.work.len(), before.work.len());
                prop_assert_eq!(&exercise.seats, &before.seats);
                prop_assert_eq!(&exercise.team, &before.team);
            }
        }
    }
}
