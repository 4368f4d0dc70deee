//! The program: see `dientap::cli`.

fn main() {}
