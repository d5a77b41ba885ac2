//! The `klopt` command.

fn main() -> std::process::ExitCode {
    klopt::cli::run()
}
