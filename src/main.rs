//! The `klopt` command.

/// An article makes and drops many small pieces, which takes this allocator half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    klopt::cli::run()
}
