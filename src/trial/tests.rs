//! Tests of the small scenario: what holds is met, what does not is named with what is so instead.

use std::sync::Arc;

use super::*;
use crate::content::{self, fixture};
use crate::i18n::Tr;
use crate::model::{CasesFile, Lang, Scenario};

/// The small scenario with these tests, and the problems of the file.
fn load(cases: &str) -> (Arc<Scenario>, Option<CasesFile>, Vec<(String, usize)>) {
    let text = format!("(\n    version: 1,\n    cases: [\n{cases}\n    ],\n)\n");
    let source = fixture::source().with("mat-cong/tests.ron", text);
    let (outcome, cases) = content::load_with_tests(&source, fixture::SCENARIO, &is_player);
    let tr = Tr::new(Lang::En);
    let said = |d: &content::Diagnostic| {
        format!("{}; {}", d.message.say(&tr), d.help.as_ref().map(|help| help.say(&tr)).unwrap_or_default())
    };
    let problems = outcome.diagnostics.iter().map(|d| (said(d), d.start.line)).collect();
    (Arc::new(outcome.scenario.expect("problems of the tests leave the scenario alone")), cases, problems)
}

/// What of a single test is not met, in English.
fn unmet(case: &str) -> Vec<String> {
    let (scenario, cases, problems) = load(case);
    assert_eq!(problems, [], "{case}");
    let case = &cases.unwrap().cases[0];
    play(&scenario, case).iter().map(|unmet| say(unmet, case, &scenario, &Tr::new(Lang::En))).collect()
}

const WHOLE: &str = r#"(
    name: "the team follows the plan", seed: 7, team: "plan-follower:1.0",
    expect: [
        Milestone(cond: "ATTACK_OVER", by: "3h"), Branch("get-in", Done), Step("W01", InTime), Passed(true),
        Score(60, 100), NotSent("goi-y"), NoMishap(EvidenceDestroyed),
    ],
)"#;

#[test]
fn what_holds_is_met() {
    assert_eq!(unmet(WHOLE), [""; 0]);
}

#[test]
fn what_does_not_hold_is_named_with_what_is_so() {
    let wrong = [
        ("Milestone(cond: \"TRANG_BI_DOI\", by: \"10m\")", "actual: at "),
        ("Milestone(cond: \"TRANG_BI_DOI\", not_before: \"3h\")", "actual: at "),
        ("Never(\"TRANG_BI_DOI\")", "never holds; actual: at "),
        ("Branch(\"get-in\", Failed)", "is given up; actual: goes through"),
        ("Branch(\"deface\", NotDone)", "does not go through; actual: goes through"),
        ("Step(\"W01\", Done)", "is done; actual: is not done"),
        ("NotSent(\"bao-chi-goi\")", "is not sent; actual: at "),
        ("Mishap(EvidenceDestroyed)", "actual: never"),
        ("Passed(true)", "the run is passed; actual: the run is not passed (0.0 %)"),
        ("Score(1, 100)", "a score from 1 to 100 %; actual: 0.0 %"),
    ];
    for (expect, said) in wrong {
        let case = format!("(name: \"nobody acts\", seed: 7, team: \"do-nothing\", expect: [{expect}])");
        let unmet = unmet(&case);
        assert!(unmet.len() == 1 && unmet[0].contains(said), "{expect}: {unmet:?}");
    }
}

#[test]
fn orders_of_a_test_change_the_run() {
    let case = |at: &str, became: &str| {
        format!(
            "(name: \"isolated\", seed: 7, team: \"do-nothing\", orders: [
                (at: \"{at}\", seat: \"VAN_HANH\", order: \"isolate-host\", target: Host(\"ttthdl/web-01\")),
            ], expect: [Branch(\"deface\", {became})])"
        )
    };
    assert_eq!(unmet(&case("16m", "NotDone")), [""; 0], "before the defacement it prevents it");
    assert_eq!(unmet(&case("2h", "Done")), [""; 0], "after it it does not");
    assert_eq!(unmet(&case("2h", "NotDone")).len(), 1);
}

#[test]
fn an_order_must_be_accepted_unless_it_must_be_refused() {
    let case = |refused: bool| {
        format!(
            "(name: \"no authority\", seed: 7, team: \"do-nothing\", until: \"10m\", orders: [
                (at: \"1m\", seat: \"VAN_HANH\", order: \"open-incident\", refused: {refused}),
            ], expect: [Passed(false)])"
        )
    };
    assert_eq!(unmet(&case(true)), [""; 0]);
    let said = unmet(&case(false));
    assert!(said.len() == 1 && said[0].contains("open-incident at 1m was refused"), "{said:?}");
}

#[test]
fn problems_are_told_with_their_line_and_the_way_out() {
    let case = |inside: &str| format!("(name: \"x\",\nseed: 1,\nteam: \"do-nothing\",\n{inside}\n)");
    let wrong = [
        ("expect: [Branch(\"get-inn\", Done)]", "get-in"),
        ("expect: [Step(\"W0\", Done)]", "W01"),
        ("expect: [Sent(\"bao-chi\")]", "bao-chi"),
        ("expect: [Passed(true)], seats: [(\"SOC\", \"plan-folower\")]", "no stand-in"),
        ("expect: [Passed(true)], seats: [(\"SOCC\", \"random\")]", "SOC"),
        ("expect: [Passed(true)], handicaps: [\"vang\"]", "vang"),
        ("expect: []", "can never fail"),
        ("expect: [Score(60, 20)]", "the smaller first"),
        ("expect: [Passed(true)], until: \"9h\"", "3h"),
        (
            "expect: [Passed(true)], orders: [(at: \"4h\", seat: \"SOC\", order: \"open-incident\")]",
            "order of their times",
        ),
        ("expect: [Passed(true)], orders: [(at: \"4m\", seat: \"SOC\", order: \"open-incidnt\")]", "open-incident"),
        ("expect: [Pass(true)]", "Passed"),
    ];
    for (inside, said) in wrong {
        let (_, cases, problems) = load(&case(inside));
        assert_eq!(cases, None, "{inside}");
        assert!(problems.iter().any(|(text, line)| text.contains(said) && *line == 7), "{inside}: {problems:?}");
    }
    let (_, cases, problems) = load(&format!("{WHOLE},\n{WHOLE}"));
    assert!(cases.is_none() && problems.len() == 1 && problems[0].0.contains("already"), "{problems:?}");
}

#[test]
fn a_scenario_without_tests_has_none_and_tests_change_nothing_of_it() {
    let (outcome, cases) = content::load_with_tests(&fixture::source(), fixture::SCENARIO, &is_player);
    assert!(cases.is_none() && outcome.diagnostics.is_empty());
    assert_eq!(load(WHOLE).0.content_hash, outcome.scenario.unwrap().content_hash);
}
