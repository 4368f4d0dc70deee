//! One broken file a rule: the small scenario with one replacement. What is to be underlined stands between
//! « and ».

use crate::content::{Diagnostic, LineColumn, Memory, Severity, fixture, load};

const PROVINCE: usize = 0;
const ROLES: usize = 1;
const ORDERS: usize = 2;
const SIGNALS: usize = 3;
const PLAN: usize = 4;
const PROCEDURE: usize = 5;
const SCENARIO: usize = 6;

/// Files of the small scenario with replacements.
struct Case {
    source: Memory,
    /// File, and where the underlined text begins and ends.
    marks: Vec<(String, LineColumn, LineColumn)>,
}

impl Case {
    fn new() -> Self {
        Self { source: fixture::source(), marks: Vec::new() }
    }

    /// With `new` for the first `old` in a file.
    fn with(mut self, file: usize, old: &str, new: &str) -> Self {
        let path = fixture::FILES[file].0;
        let text = String::from_utf8(self.source.files[path].clone()).unwrap();
        assert!(text.contains(old), "{path} has no {old:?}");
        let mut text = text.replacen(old, new, 1);
        while let Some(start) = text.find('«') {
            text = text.replacen('«', "", 1);
            let end = text.find('»').unwrap();
            text = text.replacen('»', "", 1);
            self.marks.push((path.to_owned(), LineColumn::of(&text, start), LineColumn::of(&text, end)));
        }
        self.source = self.source.with(path, text);
        self
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        load(&self.source, fixture::SCENARIO).diagnostics
    }

    /// Nothing if exactly these rules (with `?` for a warning) complain, each about its mark; else what did.
    fn complains(self, rules: &[&str]) -> Option<String> {
        let seen: Vec<_> = self
            .diagnostics()
            .into_iter()
            .map(|d| {
                let sign = if d.severity == Severity::Warning { "?" } else { "" };
                (format!("{}{sign}", d.rule), (d.file, d.start, d.end))
            })
            .collect();
        assert_eq!(rules.len(), self.marks.len(), "a mark for each complaint");
        let expected: Vec<_> = rules.iter().map(|rule| (*rule).to_owned()).zip(self.marks).collect();
        (seen != expected).then(|| {
            let outcome = load(&self.source, fixture::SCENARIO);
            let shown = outcome.render(&crate::i18n::Tr::new(crate::model::Lang::En), crate::content::Colour::Without);
            format!("expected {expected:#?}\nbut\n{shown}")
        })
    }
}

/// One replacement, one error.
fn error(rule: &str, file: usize, old: &str, new: &str) -> Option<String> {
    Case::new().with(file, old, new).complains(&[rule])
}

/// One replacement, one warning.
fn warning(rule: &str, file: usize, old: &str, new: &str) -> Option<String> {
    Case::new().with(file, old, new).complains(&[&format!("{rule}?")])
}

#[track_caller]
fn all_as_expected<const N: usize>(cases: [Option<String>; N]) {
    let wrong: Vec<String> = cases.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_listed_once_and_tested_here() {
    let tests = include_str!("tests.rs");
    for (n, rule) in super::RULES.iter().enumerate() {
        assert!(super::RULES[..n].iter().all(|other| other.id != rule.id), "{} stands twice", rule.id);
        assert!(tests.contains(&format!("\"{}", rule.id)), "{} has no case here", rule.id);
    }
}

#[test]
fn syntax_and_types() {
    all_as_expected([
        error("ron", SCENARIO, "level: Basic", "level: «Basi»"),
        error("ron", SCENARIO, "level: Basic", "«levl»: Basic"),
        error("ron", SCENARIO, "active: \"2h\",", "active: \"2h\" «ends_early»: 2"),
        error("ron", SCENARIO, "active: \"2h\"", "active: «\"2x\"»"),
        error("ron", PROCEDURE, "weight: 2", "weight: «x»"),
        error(
            "ron",
            PROVINCE,
            "(id: \"web\", hosts: [\"ttthdl/web-01\"], service: Web)",
            "«(»id: \"web\", service: Web)",
        ),
        error("ron", ROLES, "version: 1", "version: «7»"),
        error("ron", ORDERS, "takes: (\"3m\", \"6m\")", "takes: (\"3m\", «3»)"),
    ]);
}

#[test]
fn references() {
    let cond = "within: Hosts([\"ttthdl/web-01\"])";
    all_as_expected([
        error("unknown-reference", SCENARIO, "steered_by: \"c2-address\"", "steered_by: «\"c2-adress\"»"),
        error("unknown-reference", SCENARIO, cond, "within: Hosts([\"ttthdl/db-01\", «\"web-01\"»])"),
        error("unknown-reference", PROCEDURE, "needs: [\"W01\"]", "needs: [«\"W1\"»]"),
        error("unknown-reference", PROVINCE, "template: \"xa\"", "template: «\"phuong\"»"),
        error("unknown-reference", PROVINCE, "zone: \"lan\"", "zone: «\"wan\"»"),
        error("unknown-reference", PROVINCE, "(a: \"dmz\", b: \"inner\"", "(a: «\"dnz\"», b: \"inner\""),
        error("unknown-reference", ROLES, "templates: [\"xa\"]", "templates: [«\"xã\"»]"),
        error("unknown-reference", SCENARIO, "cause: \"lo-hong\"", "cause: «\"lo-hon\"»"),
        error("unknown-reference", SIGNALS, "alert: \"web-exploit\"", "alert: «\"web-exploits\"»"),
    ]);
}

#[test]
fn duplicate_ids() {
    let rule = "duplicate-id";
    let flag = "(id: \"bao-chi-biet\", name: (vi: \"Báo chí đã biết\", en: \"The press knows\")),";
    let host = "(id: \"db-01\", kind: Server,";
    all_as_expected([
        error(
            "duplicate-id",
            SCENARIO,
            flag,
            &format!("{flag} {}", flag.replace("\"bao-chi-biet\"", "«\"bao-chi-biet\"»")),
        ),
        error(rule, PROCEDURE, "id: \"W02\"", "id: «\"W01\"»"),
        error(rule, PLAN, "id: P2,", "id: «P1»,"),
        // The same host twice in a site, through a count.
        error(
            rule,
            PROVINCE,
            host,
            "(id: \"db\", kind: Server, count: 1, os: \"L\", services: [Db]), (id: «\"db-01\"», kind: Server,",
        ),
        error(rule, PROVINCE, "id: \"backup-01\",", "id: \"backup-01\", kind: Server, os: \"L\"), (id: «\"web-01\"»,"),
        error(
            rule,
            PROVINCE,
            "    ],\n    links: [\n        (a: \"xa-001",
            "        (id: «\"xa-002\"», name: (vi: \"x\", en: \"x\"), agency: \"ubnd-xa\", template: \"internet\", uplinks: [(zone: \"world\", to: \"internet/world\", outward: All, inward: All)], place: (1, 1)),\n    ],\n    links: [\n        (a: \"xa-001",
        ),
        error(
            rule,
            SCENARIO,
            "attack: [",
            "alerts: [(id: «\"web-exploit\"», title: (vi: \"x\", en: \"x\"), severity: Low, layer: Mail)], attack: [",
        ),
    ]);
}

#[test]
fn names_and_texts() {
    let flag = "id: \"bao-chi-biet\", name";
    let text = "(vi: \"Báo chí đã biết\", en: \"The press knows\")";
    let id = "bad-id";
    all_as_expected([
        Case::new()
            .with(SCENARIO, flag, "id: «\"Bao_chi\"», name")
            .with(SCENARIO, "SetFlag(\"bao-chi-biet\")", "SetFlag(\"Bao_chi\")")
            .complains(&["bad-id"]),
        error(id, SCENARIO, "id: \"mat-cong\"", "id: «\"mat-dien\"»"),
        error(id, PROVINCE, "domain: \"tinhnho\"", "domain: «\"tinhnho.vn\"»"),
        error(id, PROCEDURE, "id: \"X01\"", "id: «\"0 X\"»"),
        error("translation-missing", SCENARIO, text, "(vi: «\"\"», en: \"The press knows\")"),
        warning("translation-missing", SCENARIO, text, "(vi: \"Báo chí đã biết\", en: «\" \"»)"),
        warning("translation-missing", SCENARIO, text, "(vi: «\"Báo chí đã biết\"»)"),
    ]);
}

#[test]
fn numbers() {
    let range = "range-backwards";
    let percent = "percent-over-100";
    let level = "level-out-of-range";
    all_as_expected([
        error("range-backwards", ORDERS, "takes: (\"3m\", \"6m\")", "takes: «(»\"3h\", \"6m\")"),
        error(range, SCENARIO, "At((\"1h\", \"1h\"))", "At(«(»\"-1m\", \"1h\"))"),
        error(range, SIGNALS, "until: \"3h\"", "from: \"4h\", until: «\"3h\"»"),
        error(range, SCENARIO, "active: \"2h\"", "active: «\"4h\"»"),
        error("percent-over-100", ORDERS, "finds_percent: 80", "finds_percent: «180»"),
        error(percent, SCENARIO, "Leak(\"cong-dan\", 20)", "Leak(\"cong-dan\", «101»)"),
        error(percent, PROCEDURE, "cost_permille: 50", "cost_permille: «1001»"),
        error("level-out-of-range", PROVINCE, "level: 3", "level: «6»"),
        error(level, PROVINCE, "weights: (4, 8, 7)", "weights: (4, «11», 7)"),
        error(
            level,
            PROVINCE,
            "hosts: [\"ttthdl/web-01\"], service: Web",
            "hosts: [\"ttthdl/web-01\"], need: «2», service: Web",
        ),
        error(level, PROVINCE, "place: (500, 400)", "place: (500, «-1»)"),
        error(level, SCENARIO, "choices: [0]", "choices: [0, «2»]"),
        error(level, PROCEDURE, "weight: 2", "weight: «0»"),
        error(level, PLAN, "shares: (steps: 500", "shares: «(»steps: 600"),
    ]);
}

#[test]
fn sources_techniques_and_addresses() {
    let source = "source-tag-missing";
    let address = "not-documentation-address";
    let src = "src: [\"NĐ 331/2026 Đ31 [V]\"]";
    let indicator = "kind: Address, value: \"203.0.113.7\"";
    all_as_expected([
        error("source-tag-missing", PLAN, src, "src: [\"NĐ 331/2026 Đ31 [X1]\", «\"sổ tay [Q]\"»]"),
        error(source, PLAN, src, "src: «[»]"),
        error("attack-id", SCENARIO, "\"T1213\"", "«\"1213\"»"),
        error("attack-id", SCENARIO, "\"T1491.002\"", "«\"T1491.2\"»"),
        error("not-documentation-address", SCENARIO, indicator, "kind: Address, value: «\"8.8.8.8\"»"),
        error(address, SCENARIO, indicator, "kind: Domain, value: «\"abc.com\"»"),
        error(address, SCENARIO, indicator, "kind: Sender, value: «\"a@contest\"»"),
        error(address, SCENARIO, indicator, "kind: Url, value: «\"https://x.test:80@bad.net/\"»"),
    ]);
    for good in [
        "kind: Address, value: \"2001:db8::1\"",
        "kind: Domain, value: \"c2.dien-tap.test\"",
        "kind: Sender, value: \"ke-toan@mau.example\"",
        "kind: Url, value: \"http://[2001:db8::7]:8080/a\"",
        "kind: Hash, value: \"0f3c\"",
    ] {
        all_as_expected([Case::new().with(SCENARIO, indicator, good).complains(&[])]);
    }
}

#[test]
fn what_is_cut_off_or_goes_in_circles() {
    let uplink = "uplinks: [(zone: \"lan\", to: \"internet/world\", outward: Only([Web, Dns]), inward: Nothing)],";
    all_as_expected([
        Case::new()
            .with(PROVINCE, "id: \"lan\",", "id: «\"lan\"»,")
            .with(PROVINCE, uplink, "")
            .complains(&["zone-unconnected?"]),
        Case::new()
            .with(PROCEDURE, "due_basis: NoClock,", "due_basis: NoClock, needs: «[»\"W03\"],")
            .complains(&["cycle"]),
        error("cycle", PLAN, "when: SeverityAtLeast(M2)", "when: «Any»([SeverityAtLeast(M2), Named(\"M12\")])"),
        error("cycle", PROVINCE, "public: true", "public: true, needs: «[»\"cong-ttdt\"]"),
        error("cycle", ROLES, "hands: 1,", "hands: 1, reports_to: «\"VAN_HANH\"»,"),
    ]);
}

#[test]
fn steps_need_somewhere_to_go() {
    let to = "to: Host(\"ttthdl/db-01\")";
    all_as_expected([
        error("no-target", SCENARIO, to, "to: «Internet»"),
        error("no-target", SCENARIO, to, "to: «OneOf»([])"),
        error("no-target", SCENARIO, to, "to: «Some»(within: Zone(\"xa-001/lan\"), kind: Server, count: 1)"),
        error("no-target", SCENARIO, "via: Db", "via: «Rdp»"),
        Case::new().with(SCENARIO, to, "to: Some(within: System(\"cong-ttdt\"), count: 2)").complains(&[]),
    ]);
}

#[test]
fn what_can_never_happen() {
    let step = "unreachable-step";
    let never = "condition-never-holds";
    let deface = "                (step: \"deface\", after: (\"30m\", \"40m\")),\n";
    let altered = "HostsEver(within: Hosts([\"ttthdl/web-01\"]), were: Altered, at_least: 1)";
    let ends = "ends_when: All([Named(\"ATTACK_OVER\"), ";
    let hint = "only_if: Not(IncidentOpen)";
    let when = "when: At((\"1h\", \"1h\"))";
    all_as_expected([
        Case::new()
            .with(SCENARIO, deface, "")
            .with(SCENARIO, "id: \"deface\"", "id: «\"deface\"»")
            .complains(&["unreachable-step"]),
        // A step that only follows itself.
        Case::new()
            .with(SCENARIO, deface, "")
            .with(SCENARIO, "id: \"deface\"", "id: «\"deface\"»")
            .with(SCENARIO, "effects: [Alter]", "effects: [Alter, StartStep(\"deface\")]")
            .complains(&[step]),
        Case::new()
            .with(SCENARIO, altered, "«HostsEver»(within: Hosts([\"ttthdl/web-01\"]), were: Altered, at_least: 2)")
            .with(SCENARIO, "Once(Named(\"TRANG_BI_DOI\")", "Once(«Named»(\"TRANG_BI_DOI\")")
            .complains(&["condition-never-holds", "unreachable-inject"]),
        error("condition-never-holds", SCENARIO, ends, &format!("{ends}«After»(\"4h\"), ")),
        error(never, SCENARIO, ends, &format!("{ends}«Never», ")),
        warning(never, SCENARIO, ends, &format!("{ends}Any([«Never», StepDone(\"to-db\")]), ")),
        error(never, SCENARIO, ends, &format!("{ends}«Not»(Always), ")),
        error(never, SCENARIO, ends, &format!("{ends}«SystemOutage»(\"cong-ttdt\", \"5h\"), ")),
        error(never, SCENARIO, ends, &format!("{ends}«Chosen»(\"bao-chi-goi\", 2), ")),
        error(
            never,
            PLAN,
            "Leaked(\"cong-dan\", 1000)])),",
            "Leaked(\"cong-dan\", 1)])), (M2, «Leaked»(\"cong-dan\", 12001)),",
        ),
        warning(never, PLAN, "Leaked(\"cong-dan\", 1000)", "«Leaked»(\"cong-dan\", 12001)"),
        Case::new()
            .with(SCENARIO, "effects: [SetFlag(\"bao-chi-biet\")],", "")
            .with(SCENARIO, hint, "only_if: «Flag»(\"bao-chi-biet\")")
            .complains(&["unreachable-inject"]),
        error("unreachable-inject", SCENARIO, when, "when: At(«(»\"5h\", \"6h\"))"),
        Case::new()
            .with(SCENARIO, "when: Once(Named(\"TRANG_BI_DOI\"), (\"10m\", \"15m\"))", "when: «Manual»")
            .complains(&["unreachable-inject?"]),
        Case::new().with(SCENARIO, when, "when: Manual").complains(&[]),
        // A named condition that never holds takes with it who asks for it.
        Case::new()
            .with(SCENARIO, "TRANG_BI_DOI\",", "ATTACK_OVER\",")
            .with(SCENARIO, altered, "Never")
            .with(SCENARIO, "Once(Named(\"TRANG_BI_DOI\")", "Once(Not(IncidentOpen)")
            .with(SCENARIO, "All([Named(\"ATTACK_OVER\")", "All([«Named»(\"ATTACK_OVER\")")
            .with(SCENARIO, "must: [\"ATTACK_OVER\"]", "must: [«\"ATTACK_OVER\"»]")
            .complains(&[never, never]),
    ]);
}

#[test]
fn who_does_it_and_in_time() {
    let judge = "Order(kinds: [\"open-incident\"], by: [\"SOC\"])";
    let seats = "seats: [\"DOI_TRUONG\", \"SOC\", \"VAN_HANH\"]";
    let nobody = "nobody-may-order";
    all_as_expected([
        error("plan-step-unjudged", PROCEDURE, judge, "«Order»(kinds: [])"),
        error("plan-step-unjudged", PROCEDURE, judge, &format!("Any([{judge}, «All»([])])")),
        error("nobody-may-order", PROCEDURE, judge, "Order(kinds: «[»\"open-incident\"], by: [\"VAN_HANH\"])"),
        error(nobody, ORDERS, "by: [(\"SOC\", All)],", "by: «[»],"),
        error(nobody, SCENARIO, "Reported(\"bao-cao-24h\")", "Done(orders: «[»\"classify\"], by: [\"SOC\"])"),
        error("deadline-too-short", PROCEDURE, "due_min: 1440", "due_min: «9»"),
        error("deadline-too-short", PROCEDURE, "due_min: 30", "due_min: «0»"),
        Case::new()
            .with(SCENARIO, seats, "seats: [\"DOI_TRUONG\", \"VAN_HANH\"]")
            .with(SCENARIO, "procedures: [\"DEFACE\"]", "procedures: [«\"DEFACE\"»]")
            .with(SCENARIO, "to: [\"SOC\"]", "to: «[»\"SOC\"]")
            .complains(&["seat-missing?", "seat-missing?"]),
    ]);
}

#[test]
fn what_decides_nothing_or_misleads_without_saying_so() {
    let choices = "choices: [\n";
    let deface_signal = "            signals: [(layer: Person, alert: \"page-changed\", strength_percent: 100)],\n";
    let hint = "            only_if: Not(IncidentOpen),\n";
    all_as_expected([
        Case::new()
            .with(SCENARIO, "choices: [0]", "choices: []")
            .with(SCENARIO, choices, "choices: «[»\n")
            .complains(&["cosmetic-branch?"]),
        Case::new()
            .with(SCENARIO, "            effects: [Alter],\n", "")
            .with(SCENARIO, deface_signal, "")
            .with(SCENARIO, "            evidence: [Screen, Disk],\n", "")
            .with(SCENARIO, "id: \"deface\"", "id: «\"deface\"»")
            .complains(&["cosmetic-branch?"]),
        Case::new()
            .with(SCENARIO, hint, "")
            .with(SCENARIO, "kind: Hint", "kind: Technical")
            .with(SCENARIO, "id: \"goi-y\"", "id: «\"goi-y\"»")
            .complains(&["red-herring-unmarked?"]),
        Case::new().with(SCENARIO, hint, "            red_herring: true,\n").complains(&[]),
    ]);
}

#[test]
fn too_much_or_nothing_for_a_role() {
    let press = "when: Once(Named(\"TRANG_BI_DOI\"), (\"10m\", \"15m\"))";
    let soc = "sites: [\"ttthdl\"],\n            hands: 2";
    let crowded = |press_at: &str, second: &str| {
        Case::new()
            .with(SCENARIO, "to: [\"DOI_TRUONG\"]", "to: [\"SOC\"]")
            .with(SCENARIO, press, &format!("when: At({press_at})"))
            .with(SCENARIO, "when: At((\"1h\", \"1h\"))", second)
    };
    let due = |last: &str| {
        Case::new()
            .with(ROLES, soc, "sites: [\"ttthdl\"],\n            hands: 1")
            .with(PROCEDURE, "due_basis: NoClock", "due_min: 28, due_basis: Plan")
            .with(PROCEDURE, "role: \"DOI_TRUONG\"", "role: \"SOC\"")
            .with(PROCEDURE, "cond: \"M12\",", "")
            .with(PROCEDURE, "due_min: 1440", last)
    };
    let new_role = "    roles: [\n        (id: \"KHACH\", name: (vi: \"Khách\", en: \"Guest\"), \
        duties: (vi: \"Xem.\", en: \"Watches.\"), agency: \"so-khcn\", hands: 1, reaction: \"2m\"),";
    all_as_expected([
        crowded("(\"59m20s\", \"59m40s\")", "when: «At»((\"1h\", \"1h\"))").complains(&["injects-crowded?"]),
        crowded("(\"58m\", \"59m\")", "when: At((\"1h\", \"1h\"))").complains(&[]),
        due("due_min: «31»").complains(&["role-overload?"]),
        due("due_min: 33").complains(&[]),
        Case::new()
            .with(ROLES, "    roles: [", new_role)
            .with(SCENARIO, "seats: [", "seats: [«\"KHACH\"», ")
            .complains(&["role-idle?"]),
    ]);
}

#[test]
fn criteria_that_nothing_can_meet_and_conditions_that_nobody_can_follow() {
    let judge = |on: &str| format!("Order(kinds: [\"isolate-host\"], on: {on})");
    let nested = |inner: &str, mark: &str| format!("{mark}({}{inner}{}", "Not(".repeat(39), ")".repeat(40));
    let two = |mark: &str| {
        let name = "name: (vi: \"x\", en: \"x\")";
        let (first, second) = (nested("IncidentOpen", "Not"), nested("Named(\"SAU_1\")", mark));
        format!("    conditions: [(id: \"SAU_1\", {name}, when: {first}), (id: \"SAU_2\", {name}, when: {second}),")
    };
    all_as_expected([
        error("unsatisfiable", PROCEDURE, &judge("Touched"), &judge("«TakenAccount»")),
        error("unsatisfiable", PROCEDURE, &judge("Touched"), &judge("«CleanBackup»")),
        error("condition-too-deep", SCENARIO, "    conditions: [", &two("«Not»")),
    ]);
}

#[test]
fn law_needs_a_text_and_nobody_real_is_named() {
    let src = "src: [\"NĐ 331/2026 Đ31 [V]\"]";
    let text = "\"Hãy xem nhật ký máy chủ web.\"";
    all_as_expected([
        error("law-unsourced", PROCEDURE, src, "src: «[»\"NĐ 331/2026 Đ31 [M 80%]\"]"),
        error("law-unsourced", PLAN, src, "src: «[»\"Đề xuất [P]\", \"Kịch bản tỉnh [S0]\"]"),
        Case::new().with(PROCEDURE, src, "src: [\"Đề xuất [P]\", \"NĐ 331/2026 Đ31 [X-2]\"]").complains(&[]),
        error("real-person", SCENARIO, text, "«\"Hãy gọi 0912 345 678.\"»"),
        error("real-person", SCENARIO, text, "«\"Hãy gửi tới truc@trung-tam.vn.\"»"),
        error("real-person", SCENARIO, text, "«\"Hãy hỏi ông Nguyễn Hải.\"»"),
        Case::new().with(SCENARIO, text, "\"Gửi tới truc@ttthdl.tinh-mau.test, hỏi bà trưởng phòng.\"").complains(&[]),
    ]);
}
