//! What there is to type. Help texts stand in the message files under `cli-<subcommand>-<argument>`.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::hall::Address;
use crate::i18n::Tr;
use crate::model::{Lang, Span};
use crate::standin::Kind;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "dientap", version, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[arg(long, global = true, value_name = "DIR")]
    pub scenarios: Option<PathBuf>,
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(CheckArgs),
    Test(TestArgs),
    New(NewArgs),
    Run(RunArgs),
    Host(HostArgs),
    Join(JoinArgs),
    Balance(BalanceArgs),
    Verify(VerifyArgs),
    Score(ScoreArgs),
    Picture(PictureArgs),
    Frames(FramesArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    #[arg(value_name = "SCENARIO")]
    pub names: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    #[arg(value_name = "ID")]
    pub id: String,
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    #[arg(long, value_name = "PROVINCE", default_value = "tinh-mau")]
    pub province: String,
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    #[arg(long, value_name = "N")]
    pub seed: u64,
    #[arg(long, value_name = "KIND[:SKILL]", default_value = KIND_DEFAULT)]
    pub standin: Kind,
    #[arg(long, value_name = "ROLE=KIND[:SKILL]", value_parser = parse_seat)]
    pub seat: Vec<(String, Kind)>,
    #[arg(long, value_name = "ID")]
    pub profile: Option<String>,
    #[arg(long, value_name = "ID")]
    pub handicap: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub journal: PathBuf,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct HostArgs {
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub teams: usize,
    #[arg(long, value_name = "NAME")]
    pub name: Vec<String>,
    #[arg(long, value_name = "ADDR", default_value = "0.0.0.0:7443")]
    pub bind: SocketAddr,
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[arg(long, value_name = "DIR", conflicts_with_all = ["scenario", "dir"])]
    pub resume: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    #[arg(long, value_name = "KIND[:SKILL]")]
    pub standin: Option<Kind>,
    #[arg(long, value_name = "ID")]
    pub profile: Option<String>,
    #[arg(long, value_name = "ID")]
    pub handicap: Vec<String>,
    #[arg(long, value_name = "ADDR")]
    pub web: Option<SocketAddr>,
    #[arg(long)]
    pub no_web: bool,
    #[arg(long, value_name = "PORT")]
    pub metrics: Option<u16>,
    #[arg(long, value_name = "DIR")]
    pub backup: Option<PathBuf>,
    #[arg(long)]
    pub quiet: bool,
    #[arg(long)]
    pub log_json: bool,
}

#[derive(Debug, Args)]
pub(super) struct JoinArgs {
    #[arg(value_name = "ADDR")]
    pub address: Address,
    #[arg(long, value_name = "PIN")]
    pub pin: Option<String>,
    #[arg(long, value_name = "CODE", conflicts_with = "pin")]
    pub code: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub team: Option<u16>,
    #[arg(long, value_name = "ROLE")]
    pub seat: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct BalanceArgs {
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    #[arg(long, value_name = "N", default_value_t = 350)]
    pub runs: usize,
    #[arg(long, value_name = "FIRST", default_value_t = 1)]
    pub seed: u64,
    #[arg(long, value_name = "KIND[:SKILL]")]
    pub standin: Vec<Kind>,
    #[arg(long, value_name = "ID")]
    pub profile: Option<String>,
    #[arg(long, value_name = "ID")]
    pub handicap: Vec<String>,
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    #[arg(long)]
    pub json: bool,
    #[arg(long, value_name = "FILE.svg")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    #[arg(value_name = "JOURNAL")]
    pub journal: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    #[arg(value_name = "JOURNAL")]
    pub journal: PathBuf,
    #[arg(long)]
    pub json: bool,
}

/// A screen at a moment of a run that stand-ins have played.
#[derive(Debug, Args)]
pub(super) struct SceneArgs {
    #[arg(value_name = "SCREEN")]
    pub screen: String,
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: String,
    #[arg(long, value_name = "N")]
    pub seed: u64,
    #[arg(long, value_name = "TIME", value_parser = Span::parse, allow_hyphen_values = true)]
    pub at: Span,
    #[arg(long, value_name = "WxH", default_value = "1366x768")]
    pub size: Size,
    #[arg(long, value_enum, default_value_t = Theme::Dark)]
    pub theme: Theme,
}

#[derive(Debug, Args)]
pub(super) struct PictureArgs {
    #[command(flatten)]
    pub scene: SceneArgs,
    #[arg(long, value_name = "ID")]
    pub fly_to: Option<String>,
    #[arg(long, value_name = "FILE.png")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct FramesArgs {
    #[command(flatten)]
    pub scene: SceneArgs,
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub seconds: u32,
    #[arg(long)]
    pub still: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    Vi,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Vi => Self::Vi,
            LangArg::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Theme {
    Dark,
    Light,
    HighContrast,
}

impl Theme {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
        }
    }
}

/// The player that takes every seat unless told otherwise: one that follows the plan.
pub const KIND_DEFAULT: &str = "plan-follower";

fn parse_seat(text: &str) -> Result<(String, Kind), String> {
    let (role, player) = text.split_once('=').ok_or_else(|| "ROLE=KIND[:SKILL]".to_owned())?;
    Ok((role.to_owned(), player.parse()?))
}

/// A size in pixels, written `1366x768`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub width: u32,
    pub height: u32,
}

/// The side of a picture at most, which every graphics driver can draw.
const SIDE_MAX: u32 = 8_192;

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "1366x768".to_owned();
        let (width, height) = text.split_once('x').ok_or_else(wrong)?;
        let side = |text: &str| text.parse().ok().filter(|side| (64..=SIDE_MAX).contains(side)).ok_or_else(wrong);
        Ok(Self { width: side(width)?, height: side(height)? })
    }
}

/// The language asked for with `--lang`, before anything else is read, so that complaints are in it too.
pub(super) fn wanted_lang(args: &[OsString]) -> Lang {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let after = |pair: &[&str]| (pair[0] == "--lang").then(|| pair[1].to_owned());
    let found = words.windows(2).find_map(after);
    let found = found.or_else(|| words.iter().find_map(|word| word.strip_prefix("--lang=").map(str::to_owned)));
    match found.as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Vi,
    }
}

/// Reads the command line; help and complaints are in the language of `tr`.
pub(super) fn parse(args: &[OsString], tr: &Tr) -> Result<Cli, clap::Error> {
    let mut command = command(tr);
    let matches = command.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// The command line with its words.
pub(super) fn command(tr: &Tr) -> clap::Command {
    let mut command = with_words(Cli::command(), "cli", tr).subcommand_help_heading(heading(tr, "cli-commands"));
    command.build();
    // `build` adds --help and --version everywhere, which want words too.
    own_words(command, tr)
}

/// A heading of the help. The command line is built once and clap wants its headings to live as long.
fn heading(tr: &Tr, key: &str) -> &'static str {
    tr.t(key).leak()
}

fn template(tr: &Tr) -> String {
    format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}", tr.t("cli-usage"))
}

fn with_words(command: clap::Command, prefix: &str, tr: &Tr) -> clap::Command {
    let key = |name: &str| format!("{prefix}-{name}").replace('_', "-");
    let about = tr.t(&key("about"));
    command
        .about(about)
        .help_template(template(tr))
        .mut_args(|arg| {
            let heading = heading(tr, if arg.is_positional() { "cli-arguments" } else { "cli-options" });
            let help = tr.t(&key(arg.get_id().as_str()));
            let arg = arg.help(help).help_heading(heading);
            // The words say what may be given; what clap would add is English.
            let valued = arg.get_action().takes_values();
            if valued { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        })
        .mut_subcommands(|sub| {
            let prefix = format!("{prefix}-{}", sub.get_name());
            with_words(sub, &prefix, tr)
        })
}

fn own_words(command: clap::Command, tr: &Tr) -> clap::Command {
    command
        .mut_args(|arg| {
            let own = match arg.get_id().as_str() {
                "help" => Some("cli-help"),
                "version" => Some("cli-version"),
                _ => None,
            };
            match own {
                Some(key) => arg.help(tr.t(key)).help_heading(heading(tr, "cli-options")),
                None => arg,
            }
        })
        .mut_subcommands(|sub| own_words(sub, tr))
}
