//! The command line. `args` says what there is to type, each other file carries one subcommand out.

mod args;
mod balance;
mod check;
mod complain;
mod desk;
mod found;
mod host;
mod new;
mod play;
mod test;
mod verify;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

pub use args::KIND_DEFAULT;
pub use desk::{Frames, FramesRequest, JoinRequest, OpenRequest, PictureRequest, SceneRequest, Spread};

use crate::i18n::Tr;
use args::{Cli, Command};

/// Everything well.
const GOOD: u8 = 0;
/// The thing asked about is not as it should be, or something failed.
const BAD: u8 = 1;
/// The command cannot be carried out as it was given or not on this machine.
const UNUSABLE: u8 = 2;

/// What a failed subcommand says, already in the user's language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    said: String,
    status: u8,
}

impl Failure {
    /// A failure with exit status 1.
    fn new(said: impl Into<String>) -> Self {
        Self { said: said.into(), status: BAD }
    }

    /// Asked for something that cannot be done so: exit status 2.
    fn unusable(said: impl Into<String>) -> Self {
        Self { said: said.into(), status: UNUSABLE }
    }
}

/// What a subcommand gives: its exit status, or what to say.
type Outcome = Result<u8, Failure>;

/// What a subcommand works with.
struct Console<'a> {
    tr: &'a Tr,
    out: &'a mut dyn Write,
}

impl Console<'_> {
    /// Prints a line. A closed pipe (`| head`) ends the output, not the work.
    fn line(&mut self, text: &str) {
        writeln!(self.out, "{text}").ok();
    }
}

/// Runs the program with these arguments (the first is its name).
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let tr = Tr::new(args::wanted_lang(&args));
    let (out, err) = (&mut std::io::stdout(), &mut std::io::stderr());
    ExitCode::from(run(&args, &tr, out, err))
}

fn run(args: &[OsString], tr: &Tr, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let cli = match args::parse(args, tr) {
        Ok(cli) => cli,
        Err(error) => return complain::about(&error, tr, out, err),
    };
    match carry_out(cli, &mut Console { tr, out }) {
        Ok(status) => status,
        Err(Failure { said, status }) => {
            writeln!(err, "{}", tr.with("cli-failure", &[("said", said.into())])).ok();
            status
        }
    }
}

fn carry_out(cli: Cli, console: &mut Console<'_>) -> Outcome {
    let scenarios = cli.scenarios.unwrap_or_else(found::scenarios_folder);
    match cli.command {
        None => desk::open(scenarios, None, console),
        Some(Command::Check(args)) => check::check(&args, &scenarios, console),
        Some(Command::Test(args)) => test::test(&args, &scenarios, console),
        Some(Command::New(args)) => new::new(&args, &scenarios, console),
        Some(Command::Run(args)) => play::run(&args, &scenarios, console),
        Some(Command::Host(args)) => host::host(&args, &scenarios, console),
        Some(Command::Join(args)) => desk::open(scenarios, Some(desk::join(args)), console),
        Some(Command::Balance(args)) => balance::balance(&args, &scenarios, console),
        Some(Command::Verify(args)) => verify::verify(&args, &scenarios, console),
        Some(Command::Score(args)) => verify::score(&args, &scenarios, console),
        Some(Command::Picture(args)) => desk::picture(args, &scenarios, console),
        Some(Command::Frames(args)) => desk::frames(args, &scenarios, console),
    }
}

#[cfg(test)]
mod tests;
