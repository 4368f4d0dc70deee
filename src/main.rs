//! The program: see `dientap::cli`.

fn main() {
    if let Err(e) = dientap::cli::temp() {
        eprintln!("{e}");
        std::process::exit(1)
    }
}
