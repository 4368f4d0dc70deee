//! Loading as a whole.

use std::collections::BTreeSet;

use super::*;
use crate::model::{Cond, Effect, Table};

fn replaced(file: usize, old: &str, new: &str) -> Memory {
    let (path, text) = fixture::FILES[file];
    assert!(text.contains(old), "{path} has no {old:?}");
    fixture::source().with(path, text.replacen(old, new, 1))
}

fn rules(outcome: &Outcome) -> Vec<(&str, &str)> {
    outcome.diagnostics.iter().map(|d| (d.file.as_str(), d.rule)).collect()
}

#[test]
fn the_small_scenario_loads_without_a_problem() {
    let scenario = fixture::tiny();
    let ids: Vec<&str> = scenario.network.hosts.iter().map(|host| host.id.as_str()).collect();
    let hosts = ["ttthdl/web-01", "ttthdl/db-01", "ttthdl/backup-01", "ttthdl/siem-01", "xa-001/pc-01", "xa-002/pc-01"];
    assert_eq!(ids, hosts);
    let sites: Vec<&str> = scenario.network.sites.iter().map(|site| site.name.vi.as_str()).collect();
    assert_eq!(sites, ["Internet", "Trung tâm tích hợp dữ liệu", "Xã số 1", "Xã số 2"]);
    let zones: Vec<&str> = scenario.network.zones.iter().map(|zone| zone.id.as_str()).collect();
    assert_eq!(zones, ["internet/world", "ttthdl/dmz", "ttthdl/inner", "xa-001/lan", "xa-002/lan"]);
    assert!(scenario.network.zones[0].internet);
    assert_eq!(scenario.network.links.len(), 5);
}

#[test]
fn hosts_know_their_place_their_systems_and_their_agents() {
    let scenario = fixture::tiny();
    let web = &scenario.network.hosts[0];
    assert_eq!(web.fqdn, "web-01.ttthdl.tinhnho.test");
    assert_eq!(scenario.network.zones.at(web.zone).id, "ttthdl/dmz");
    assert_eq!(scenario.network.sites.at(web.site).id, "ttthdl");
    let of_portal: Vec<&str> =
        scenario.network.hosts.iter().filter(|h| !h.systems.is_empty()).map(|h| h.id.as_str()).collect();
    assert_eq!(of_portal, ["ttthdl/web-01", "ttthdl/db-01"]);
    assert_eq!(scenario.network.hosts[1].systems.len(), 1, "its component and its data are of one system");
    let agents: Vec<bool> = scenario.network.hosts.iter().map(|host| host.agent).collect();
    assert_eq!(agents, [true, true, false, false, true, false], "every second commune has an agent");
}

#[test]
fn addresses_are_unique_and_from_the_documentation_range() {
    let source = replaced(0, "count: 1,", "count: 700,");
    let scenario = load(&source, fixture::SCENARIO).scenario.unwrap();
    let addresses: BTreeSet<_> = scenario.network.hosts.iter().map(|host| host.address).collect();
    assert_eq!(addresses.len(), 4 + 2 * 700);
    assert!(addresses.iter().all(|address| address.segments()[..2] == [0x2001, 0xdb8]));
    assert_eq!(scenario.network.hosts[4].id, "xa-001/pc-01");
    assert_eq!(scenario.network.hosts[4 + 699].id, "xa-001/pc-700");
}

#[test]
fn references_point_at_their_things() {
    let scenario = fixture::tiny();
    let step = &scenario.file.attack[1];
    let Effect::Leak(store, 20) = &step.effects[1] else { panic!("{:?}", step.effects) };
    assert_eq!(scenario.stores[store.ix().us()].1.id, "cong-dan");
    assert_eq!(scenario.network.systems.at(scenario.stores[0].0).id, "cong-ttdt");
    assert_eq!(scenario.roles.at(scenario.file.seats[1].ix()).id, "SOC");
    assert_eq!(scenario.plan.conditions.at(scenario.file.pass.must[0].ix()).id, "ATTACK_OVER");
}

#[test]
fn conditions_of_the_scenario_take_the_place_of_the_plans_or_follow() {
    let source = replaced(
        6,
        "    conditions: [",
        "    conditions: [(id: \"M12\", name: (vi: \"x\", en: \"x\"), when: IncidentOpen),",
    );
    let scenario = load(&source, fixture::SCENARIO).scenario.unwrap();
    let ids: Vec<&str> = scenario.plan.conditions.iter().map(|cond| cond.id.as_str()).collect();
    assert_eq!(ids, ["M12", "ATTACK_OVER", "TRANG_BI_DOI"]);
    assert_eq!(scenario.plan.conditions[0].when, Cond::IncidentOpen);
    let step = &scenario.plan.procedures[0].steps[2];
    assert_eq!(step.cond.as_ref().unwrap().ix().us(), 0);
    assert!(scenario.file.conditions.is_empty());
}

#[test]
fn alerts_and_noise_of_the_scenario_join_the_shared_ones() {
    let own = "alerts: [(id: \"rieng\", title: (vi: \"x\", en: \"x\"), severity: Low, layer: Mail)],
        noise: [(id: \"on-rieng\", alert: \"rieng\", every: (\"1h\", \"1h\"), within: Anywhere, until: \"2h\",
            cause: (vi: \"x\", en: \"x\"))],
        attack: [";
    let scenario = load(&replaced(6, "attack: [", own), fixture::SCENARIO).scenario.unwrap();
    assert_eq!(scenario.alerts.len(), 3);
    assert_eq!(scenario.alerts.at(scenario.noise[1].alert.ix()).id, "rieng");
    assert!(scenario.file.alerts.is_empty() && scenario.file.noise.is_empty());
}

#[test]
fn a_procedure_comes_from_its_own_file_and_brings_its_conditions() {
    let own = "(\n    version: 1, conditions: [(id: \"RIENG\", name: (vi: \"x\", en: \"x\"), when: IncidentOpen)],";
    let scenario = load(&replaced(5, "(\n    version: 1,", own), fixture::SCENARIO).scenario.unwrap();
    assert!(scenario.plan.conditions.iter().any(|cond| cond.id == "RIENG"));
    let broken = own.replace("IncidentOpen", "Named(\"M21\")");
    let outcome = load(&replaced(5, "(\n    version: 1,", &broken), fixture::SCENARIO);
    assert_eq!(rules(&outcome), [("tinh-nho/plan/deface.ron", "unknown-reference")]);
    let mut without = fixture::source();
    without.files.remove(fixture::FILES[5].0);
    assert_eq!(rules(&load(&without, fixture::SCENARIO)), [("tinh-nho/plan/deface.ron", "ron")]);
}

#[test]
fn the_same_files_give_the_same_scenario_and_any_change_another_hash() {
    let (first, second) = (fixture::tiny(), fixture::tiny());
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
    assert_eq!(first.content_hash.len(), 64);
    let changed = load(&replaced(3, "20m", "21m"), fixture::SCENARIO).scenario.unwrap();
    assert_ne!(first.content_hash, changed.content_hash);
}

#[test]
fn a_broken_file_does_not_hide_the_problems_of_others() {
    let (path, text) = fixture::FILES[4];
    let source = replaced(6, "\"T1213\"", "\"1213\"").with(path, text.replacen("channels: [", "channels: ", 1));
    let outcome = load(&source, fixture::SCENARIO);
    assert_eq!(rules(&outcome), [("tinh-nho/plan.ron", "ron"), ("mat-cong/scenario.ron", "attack-id")]);
    assert!(outcome.scenario.is_none());
}

#[test]
fn a_broken_scenario_still_says_which_province_to_check() {
    let source = replaced(6, "level: Basic", "level: ");
    let (path, text) = fixture::FILES[0];
    let outcome = load(&source.with(path, text.replacen("level: 3", "level: 9", 1)), fixture::SCENARIO);
    let found = [("tinh-nho/province.ron", "level-out-of-range"), ("mat-cong/scenario.ron", "ron")];
    assert_eq!(rules(&outcome), found);
}

#[test]
fn missing_and_unreadable_files_are_told() {
    let mut source = fixture::source();
    source.files.remove("tinh-nho/orders.ron");
    let source = source.with("tinh-nho/signals.ron", vec![b'(', 0xff, b')']);
    let source = source.with("tinh-nho/roles.ron", vec![b' '; limits::FILE_BYTES as usize + 1]);
    let outcome = load(&source, fixture::SCENARIO);
    let files = ["tinh-nho/roles.ron", "tinh-nho/orders.ron", "tinh-nho/signals.ron"];
    assert_eq!(rules(&outcome), files.map(|file| (file, "ron")));
    assert_eq!(outcome.diagnostics[2].start, LineColumn { line: 1, column: 2 });
    assert_eq!(rules(&load(&source, "khong-co")), [("khong-co/scenario.ron", "ron")]);
}

#[test]
fn a_file_of_version_0_is_read_and_its_problems_shown_where_they_stand() {
    let (path, text) = fixture::FILES[6];
    let old = text.replacen("version: 1", "version: 0", 1).replacen("summary:", "description:", 1);
    assert_eq!(load(&fixture::source().with(path, old.as_str()), fixture::SCENARIO).diagnostics, []);
    let old = old.replacen("en: \"An ordinary morning at the data centre.\"", "en: \"\"", 1);
    let outcome = load(&fixture::source().with(path, old.as_str()), fixture::SCENARIO);
    assert_eq!(rules(&outcome), [("mat-cong/scenario.ron", "translation-missing")]);
    assert_eq!(&old[outcome.diagnostics[0].range.clone()], "\"\"");
}

#[test]
fn nesting_is_refused_before_it_can_hurt() {
    for open in ["(", "[", "{", "Some(", "All([", "Not(", "/*", "r#\"", "(a:"] {
        let outcome = load(&fixture::source().with("tinh-nho/plan.ron", open.repeat(300_000)), fixture::SCENARIO);
        assert_eq!(rules(&outcome), [("tinh-nho/plan.ron", "ron")], "{open}");
    }
    // As deep as the limit allows is read on an ordinary stack.
    let deep = limits::DEPTH - 4;
    let cond = format!("{}IncidentOpen{}", "Not(".repeat(deep), ")".repeat(deep));
    let outcome = load(&replaced(4, "when: AttackOver", &format!("when: {cond}")), fixture::SCENARIO);
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn a_province_too_large_is_counted_but_not_built() {
    for (old, new) in [("count: 2,", "count: 4_000_000_000,"), ("count: 1,", "count: 4_000_000_000,")] {
        let outcome = load(&replaced(0, old, new), fixture::SCENARIO);
        assert!(outcome.diagnostics.iter().all(|d| d.rule == "limit"), "{:?}", rules(&outcome));
        assert!(outcome.scenario.is_none() && !outcome.diagnostics.is_empty());
    }
    let long_name = format!("id: \"{}\", count: 20_000,", "x".repeat(100_000));
    let outcome =
        load(&replaced(0, "id: \"pc\",\n                            count: 1,", &long_name), fixture::SCENARIO);
    assert_eq!(rules(&outcome), [("tinh-nho/province.ron", "limit")]);
}

#[test]
fn a_folder_gives_its_scenarios_and_nothing_outside_it() {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in fixture::FILES {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let folder = Folder::new(root.path());
    assert_eq!(scenarios(&folder), [fixture::SCENARIO]);
    assert_eq!(scenarios(&fixture::source()), [fixture::SCENARIO]);
    assert!(load(&folder, fixture::SCENARIO).scenario.is_some());
    let (around, name) = Folder::around(&root.path().join("mat-cong/scenario.ron")).unwrap();
    assert!(load(&around, &name).scenario.is_some());
    let inside = Folder::new(root.path().join("mat-cong"));
    assert_eq!(inside.read("../tinh-nho/plan.ron"), Err(ReadError::Missing));
    assert!(inside.read("scenario.ron").is_ok());
}

#[test]
fn the_whole_text_of_the_fixture_has_known_places() {
    for (path, text) in fixture::FILES {
        assert!(tree::is_whole(text), "{path}");
    }
}

#[test]
fn the_shipped_scenarios_have_no_problem() {
    let shipped = Folder::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"));
    let names = scenarios(&shipped);
    assert!(!names.is_empty());
    for name in names {
        assert_eq!(load(&shipped, &name).diagnostics, [], "{name}");
    }
}
