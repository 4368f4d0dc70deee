//! The program: see `dientap::cli`.

fn main() -> std::process::ExitCode {
    dientap::cli::main(std::env::args_os())
}
