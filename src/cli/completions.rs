//! `klopt completions`.

use std::io::{self, Write as _};

use clap::CommandFactory as _;

use super::args::{Arguments, CompletionArgs};
use super::output::{Outcome, stdout};

/// Prints the completion script of a shell.
pub(super) fn run(args: &CompletionArgs) -> io::Result<Outcome> {
    // clap_complete panics where its writer fails, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "klopt", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Clean)
}
