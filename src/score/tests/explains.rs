//! Explanations: groups, ratings, words.

use crate::i18n::Tr;
use crate::model::Lang;
use crate::score::{Rating, Reason, ShareKind, Words, render_text};
use crate::sim::Target;

use super::world::{Log, perfect, world};

#[test]
fn every_item_of_the_plan_names_its_events_rule_and_clause() {
    let scenario = world();
    let score = perfect(&scenario).score();
    let tr = Tr::new(Lang::En);
    let words = Words { scenario: &scenario, tr: &tr };
    for item in score.items_of(ShareKind::Steps) {
        assert!(!item.events.is_empty(), "{}", words.title(item));
        assert!(!item.src.is_empty(), "{}", words.title(item));
        assert!(!words.rule(item).is_empty(), "{}", words.title(item));
    }
    let rule = words.rule(score.step("W04").unwrap());
    assert_eq!(rule, "“Isolate host” completed on at least 80 % of the hosts that the attack touched");
}

#[test]
fn groups_hold_the_same_points_as_the_items() {
    let scenario = world();
    let score = perfect(&scenario).score();
    assert_eq!(score.groups.purposes.len(), 3, "all three are reported");
    let plan_items = score.items.iter().filter(|item| item.phase.is_some());
    let sum: i64 = plan_items.map(|item| item.got_micro).sum();
    assert_eq!(score.groups.phases.iter().map(|group| group.got_micro).sum::<i64>(), sum);
    let whole: i64 = score.groups.purposes.iter().map(|group| group.worth_micro).sum();
    assert_eq!(whole, 1_000_000);
}

#[test]
fn ratings_follow_order_and_time() {
    let scenario = world();
    let rate = |write: &dyn Fn(&mut Log<'_>)| {
        let mut log = Log::new(&scenario);
        log.touched(0, "ttthdl/web-01").detected(0);
        write(&mut log);
        log.ended(180);
        let score = log.score();
        let task = score.tasks.iter().find(|task| task.step.step == "W02").unwrap();
        (task.rating.unwrap(), task.reason.clone().unwrap())
    };
    let late = |mins| Reason::Late(crate::model::Span::mins(mins));
    let open = |log: &mut Log<'_>, mins| {
        log.done(mins, "SOC", "open-incident", Target::Nothing);
    };
    let isolate = |log: &mut Log<'_>, mins| {
        log.on(mins, "SOC", "isolate-host", "ttthdl/web-01");
    };
    let both = |first, then| {
        move |log: &mut Log<'_>| {
            open(log, first);
            isolate(log, then);
        }
    };
    assert_eq!(rate(&both(1, 30)), (Rating::P, Reason::InTime));
    assert_eq!(rate(&both(1, 45)), (Rating::S, late(15)));
    assert_eq!(rate(&both(1, 46)), (Rating::M, late(16)));
    assert_eq!(rate(&|log| isolate(log, 5)), (Rating::S, Reason::OutOfOrder));
    assert_eq!(rate(&|log| open(log, 5)), (Rating::U, Reason::NotDone));
}

#[test]
fn the_text_is_whole_in_both_languages() {
    let scenario = world();
    for (lang, passed) in [(Lang::Vi, "Kết quả: ĐẠT"), (Lang::En, "Result: PASSED")] {
        let tr = Tr::new(lang);
        let mut log = Log::new(&scenario);
        log.touched(5, "ttthdl/web-01").detected(6).mishap(7, crate::model::Mishap::EvidenceDestroyed);
        for score in [perfect(&scenario).score(), log.score()] {
            let text = render_text(&score, &scenario, &tr);
            assert!(!text.contains("score-"), "a message is missing: {text}");
            assert!(text.contains("DIỄN TẬP"));
        }
        assert!(render_text(&perfect(&scenario).score(), &scenario, &tr).contains(passed));
    }
}

#[test]
fn a_deadline_that_is_not_law_is_not_shown_as_law() {
    let scenario = world();
    let tr = Tr::new(Lang::En);
    let text = render_text(&perfect(&scenario).score(), &scenario, &tr);
    let line_after = |title: &str| text.lines().skip_while(|line| !line.contains(title)).nth(2).unwrap().to_owned();
    assert!(line_after("W02 in time").contains("not law"), "{text}");
    assert!(line_after("W03 in time").contains("(law)"), "{text}");
}

#[test]
fn results_serialise_with_ids() {
    let scenario = world();
    let json = serde_json::to_value(perfect(&scenario).score()).unwrap();
    assert_eq!(json["permille"], 1000);
    assert_eq!(json["items"][0]["subject"]["Step"]["step"], "W01");
    assert_eq!(json["items"][0]["role"], "SOC");
}
