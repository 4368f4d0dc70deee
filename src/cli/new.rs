//! `new`: writes a small, complete scenario to build on.

use std::io::Write;
use std::path::Path;

use super::args::NewArgs;
use super::{Console, Failure, GOOD, Outcome};

/// The files of the template, with `@ID@`, `@TITLE@` and `@PROVINCE@` to be filled in.
const FILES: [(&str, &str); 2] = [
    ("scenario.ron", include_str!("../../assets/new/scenario.ron")),
    ("tests.ron", include_str!("../../assets/new/tests.ron")),
];

/// Writes the files into a new folder of the scenarios. What is there is never overwritten.
pub(super) fn new(args: &NewArgs, scenarios: &Path, console: &mut Console<'_>) -> Outcome {
    let tr = console.tr;
    let unusable = |key: &str, what: &str| Failure::unusable(tr.with(key, &[("what", what.to_owned().into())]));
    if !is_id(&args.id) {
        return Err(unusable("cli-new-bad-id", &args.id));
    }
    if !scenarios.join(&args.province).join("province.ron").is_file() {
        return Err(unusable("cli-new-no-province", &scenarios.join(&args.province).display().to_string()));
    }
    let folder = scenarios.join(&args.id);
    let shown = folder.display().to_string();
    // Fails when the folder is there, so that nothing in it can be lost.
    std::fs::create_dir(&folder).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => unusable("cli-new-exists", &shown),
        _ => cannot_write(&shown, &error, console),
    })?;
    let title = args.title.as_deref().unwrap_or(&args.id).replace('\\', "\\\\").replace('"', "\\\"");
    for (name, template) in FILES {
        let text = template.replace("@ID@", &args.id).replace("@PROVINCE@", &args.province).replace("@TITLE@", &title);
        let path = folder.join(name);
        let written = std::fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| cannot_write(&path.display().to_string(), &error, console))?;
    }
    console.line(&tr.with("cli-new-done", &[("folder", shown.into()), ("id", args.id.clone().into())]));
    Ok(GOOD)
}

fn cannot_write(path: &str, error: &std::io::Error, console: &Console<'_>) -> Failure {
    let args = [("path", path.to_owned().into()), ("message", error.to_string().into())];
    Failure::new(console.tr.with("cli-cannot-write", &args))
}

/// Lower-case words with hyphens, as `check` asks.
fn is_id(id: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.split('-').all(word)
}
