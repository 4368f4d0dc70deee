//! The command line as a user meets it, run in this process.

use std::path::PathBuf;

use super::*;
use crate::content::fixture;
use crate::model::Lang;

/// A folder with the small scenario.
struct Place {
    folder: tempfile::TempDir,
}

/// What a command gave.
struct Said {
    status: u8,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in fixture::FILES {
            let path = folder.path().join("scenarios").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `dientap` with these words; `@name` stands for a path in the folder.
    fn run(&self, lang: Lang, words: &str) -> Said {
        let scenarios = format!("--scenarios={}", self.path("scenarios").display());
        let word = |word: &str| match word.strip_prefix('@') {
            Some(name) => self.path(name).into_os_string(),
            None => OsString::from(word),
        };
        let lang_arg = if lang == Lang::Vi { "--lang=vi" } else { "--lang=en" };
        let args: Vec<OsString> =
            ["dientap"].into_iter().chain(words.split_whitespace()).chain([&*scenarios, lang_arg]).map(word).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = run(&args, &Tr::new(lang), &mut out, &mut err);
        Said { status, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
    }
}

fn words_in(command: &clap::Command) -> Vec<String> {
    let own = command.get_about().into_iter().map(ToString::to_string);
    let args = command.get_arguments().filter_map(|arg| arg.get_help().map(ToString::to_string));
    own.chain(args).chain(command.get_subcommands().flat_map(words_in)).collect()
}

#[test]
fn every_command_and_option_has_words_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        let words = words_in(&args::command(&Tr::new(lang)));
        assert!(words.len() > 30, "{}", words.len());
        for word in words {
            assert!(!word.starts_with("cli-"), "`{word}` has no words in {lang:?}");
        }
    }
}

#[test]
fn help_is_in_the_language_asked_for() {
    let place = Place::new();
    let help = place.run(Lang::En, "run --help");
    assert_eq!((help.status, help.err.as_str()), (GOOD, ""));
    assert!(help.out.contains("Usage") && help.out.contains("Lets stand-ins play"), "{}", help.out);
    let help = place.run(Lang::Vi, "--help");
    assert!(help.out.contains("Cách dùng") && help.out.contains("DIỄN TẬP"), "{}", help.out);
    assert!(!help.out.contains("Usage") && !help.out.contains("Print help"), "{}", help.out);
}

#[test]
fn a_command_that_is_not_understood_is_answered_with_the_way_out() {
    let place = Place::new();
    for (words, expected) in [
        ("fly", "there is no command fly"),
        ("run mat-cong --seed 1 --jurnal x", "there is no option --jurnal"),
        ("run mat-cong --journal x", "--seed"),
        ("run mat-cong --journal x --seed many", "the value many"),
        ("run mat-cong --journal @x --seed 1 --standin nobody", "plan-follower:0.5"),
        ("run mat-cong --journal @x --seed 1 --seat KING=random", "no seat KING. Its seats: DOI_TRUONG"),
        ("run nowhere --journal @x --seed 1", "There are: mat-cong"),
        ("picture desk --scenario mat-cong --seed 1 --at 5 --out x.png", "write a time as in"),
        ("check @nowhere", "there is no scenario at"),
    ] {
        let said = place.run(Lang::En, words);
        assert_eq!((said.status, said.out.as_str()), (UNUSABLE, ""), "{words}");
        assert!(said.err.contains(expected), "{words}: {}", said.err);
    }
}

#[test]
fn check_finds_a_defect_says_where_and_exits_with_1() {
    let place = Place::new();
    let good = place.run(Lang::En, "check");
    assert_eq!(good.status, GOOD, "{}", good.out);
    assert!(good.out.contains("Checked 1 scenario: 0 errors"), "{}", good.out);

    let file = place.path("scenarios/mat-cong/scenario.ron");
    let text = std::fs::read_to_string(&file).unwrap().replacen("\"webshell\"", "\"webshel\"", 1);
    std::fs::write(&file, text).unwrap();
    for words in ["check", "check @scenarios", "check @scenarios/mat-cong", "check @scenarios/mat-cong/scenario.ron"] {
        let bad = place.run(Lang::En, words);
        assert_eq!(bad.status, BAD, "{words}");
        assert!(bad.out.contains("scenario.ron:") && bad.out.contains("webshel"), "{words}: {}", bad.out);
    }
    let json = place.run(Lang::En, "check --format json");
    assert_eq!(json.status, BAD);
    let problems: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert!(!problems.as_array().unwrap().is_empty());
}

#[test]
fn a_run_is_played_verified_and_scored() {
    let place = Place::new();
    let played = place.run(Lang::En, "run mat-cong --seed 4 --standin plan-follower --journal @run.dtj --json");
    assert_eq!(played.status, GOOD, "{}", played.err);
    let summary: serde_json::Value = serde_json::from_str(&played.out).unwrap();
    for key in [
        "scenario",
        "seed",
        "state_hash",
        "passed",
        "score_percent",
        "events",
        "orders",
        "sim_ms",
        "wall_ms",
        "outcomes",
    ] {
        assert!(!summary[key].is_null(), "`{key}` is missing: {summary}");
    }
    assert!(summary["orders"].as_u64() > Some(0), "{summary}");

    let verified = place.run(Lang::En, "verify @run.dtj");
    assert_eq!(verified.status, GOOD, "{}", verified.err);
    assert!(verified.out.contains("The run is finished"), "{}", verified.out);
    let score = place.run(Lang::En, "score @run.dtj --json");
    let score: serde_json::Value = serde_json::from_str(&score.out).unwrap();
    assert_eq!(score["permille"].as_f64().unwrap() / 10.0, summary["score_percent"].as_f64().unwrap());

    let again = place.run(Lang::En, "run mat-cong --seed 4 --journal @again.dtj --json");
    let again: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(again["state_hash"], summary["state_hash"]);

    let over = place.run(Lang::En, "run mat-cong --seed 4 --journal @run.dtj");
    assert_eq!(over.status, BAD);
    assert!(over.err.contains("a journal is never overwritten"), "{}", over.err);
}

#[test]
fn a_damaged_journal_is_named_with_record_and_byte() {
    let place = Place::new();
    let played = place.run(Lang::En, "run mat-cong --seed 4 --standin random --journal @run.dtj");
    assert_eq!(played.status, GOOD, "{}", played.err);
    let mut bytes = std::fs::read(place.path("run.dtj")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(place.path("run.dtj"), bytes).unwrap();
    for words in ["verify @run.dtj", "score @run.dtj"] {
        let said = place.run(Lang::En, words);
        assert_eq!((said.status, said.out.as_str()), (BAD, ""));
        assert!(said.err.contains("Record ") && said.err.contains(" at byte "), "{}", said.err);
    }
    let gone = place.run(Lang::Vi, "verify @gone.dtj");
    assert_eq!(gone.status, BAD);
    assert!(gone.err.contains("gone.dtj"), "{}", gone.err);
}

#[test]
fn a_changed_scenario_is_noticed_when_its_journal_is_verified() {
    let place = Place::new();
    place.run(Lang::En, "run mat-cong --seed 4 --standin do-nothing --journal @run.dtj");
    let file = place.path("scenarios/mat-cong/scenario.ron");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text + "\n").unwrap();
    let said = place.run(Lang::En, "verify @run.dtj");
    assert_eq!(said.status, BAD);
    assert!(said.err.contains("Get back the scenario as it was"), "{}", said.err);
}

/// Where there is no window, the program says in both languages what it can do.
#[cfg(not(feature = "desktop"))]
#[test]
fn without_a_window_both_languages_say_what_there_is() {
    let place = Place::new();
    let said = place.run(Lang::Vi, "");
    assert_eq!(said.status, UNUSABLE);
    assert!(said.err.contains("Vẫn dùng được dòng lệnh") && said.err.contains("The command line still works"));
    let said = place.run(Lang::En, "picture desk --scenario mat-cong --seed 1 --at 5m --out x.png");
    assert_eq!(said.status, UNUSABLE);
    assert!(said.err.contains("built without the app"), "{}", said.err);
}

/// A folder with the real province and nothing else.
fn province() -> Place {
    let place = Place { folder: tempfile::tempdir().unwrap() };
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tinh-mau");
    copy(&from, &place.path("scenarios/tinh-mau"));
    place
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).unwrap();
        }
    }
}

#[test]
fn a_new_scenario_can_be_checked_tested_and_played_at_once() {
    let place = province();
    let made = place.run(Lang::En, "new thu-nghiem --title \"Thử\"");
    assert_eq!((made.status, made.err.as_str()), (GOOD, ""), "{}", made.out);
    let checked = place.run(Lang::En, "check");
    assert!(checked.status == GOOD && checked.out.contains("0 errors, 0 warnings"), "{}", checked.out);
    let tested = place.run(Lang::En, "test");
    assert!(tested.status == GOOD && tested.out.contains("Played 4 tests: 0 failed"), "{}", tested.out);
    let played = place.run(Lang::En, "run thu-nghiem --seed 3 --journal @run.dtj --json");
    let summary: serde_json::Value = serde_json::from_str(&played.out).unwrap();
    assert_eq!(summary["passed"], true, "{summary}");
    let nothing = place.run(Lang::En, "run thu-nghiem --seed 3 --standin do-nothing --journal @nothing.dtj --json");
    let summary: serde_json::Value = serde_json::from_str(&nothing.out).unwrap();
    assert_eq!(summary["passed"], false, "{summary}");
}

#[test]
fn a_new_scenario_overwrites_nothing() {
    let place = province();
    std::fs::create_dir(place.path("scenarios/co-san")).unwrap();
    for (words, expected) in [
        ("new co-san", "nothing is overwritten"),
        ("new Co_San", "lower-case letters"),
        ("new ../x", "lower-case letters"),
        ("new moi --province tinh-khac", "there is no province at"),
    ] {
        let said = place.run(Lang::En, words);
        assert_eq!((said.status, said.out.as_str()), (UNUSABLE, ""), "{words}");
        assert!(said.err.contains(expected), "{words}: {}", said.err);
    }
    let folders: Vec<_> = std::fs::read_dir(place.path("scenarios")).unwrap().collect();
    assert_eq!(folders.len(), 2, "{folders:?}");
}

#[test]
fn a_test_that_fails_says_what_was_expected_and_what_is_so() {
    let place = Place::new();
    let write = |passed: bool| {
        let text = format!(
            "(version: 1, cases: [(name: \"nobody acts\", seed: 1, team: \"do-nothing\", expect: [Passed({passed})])])"
        );
        std::fs::write(place.path("scenarios/mat-cong/tests.ron"), text).unwrap();
        place.run(Lang::En, "test mat-cong")
    };
    let good = write(false);
    assert!(good.status == GOOD && good.out.contains("good: nobody acts"), "{}", good.out);
    let bad = write(true);
    assert_eq!(bad.status, BAD);
    assert!(bad.out.contains("expected: the run is passed; actual: the run is not passed"), "{}", bad.out);
}

#[test]
fn balance_prints_a_table_json_or_a_picture() {
    let place = Place::new();
    let table = place.run(Lang::En, "balance mat-cong --runs 4 --standin do-nothing --standin plan-follower:0.5");
    assert!(table.status == GOOD && table.out.contains("plan-follower:0.5"), "{}", table.out);
    let json = place.run(Lang::En, "balance mat-cong --runs 4 --threads 1 --json --out @picture.svg");
    let figures: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(figures["runs_played"], 4);
    assert!(std::fs::read_to_string(place.path("picture.svg")).unwrap().starts_with("<svg"));
    let png = place.run(Lang::En, "balance mat-cong --runs 4 --out @picture.png");
    assert!(png.status == UNUSABLE && png.err.contains(".svg"), "{}", png.err);
}
