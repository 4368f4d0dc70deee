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
