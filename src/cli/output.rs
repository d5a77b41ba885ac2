//! The streams and the exit status.

use std::io::{self, Write as _};
use std::process::ExitCode;

/// How a command ended; the later variant wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// There are findings.
    Findings,
    /// Usage, rules or input that could not be read.
    Unreadable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Unreadable => Self::from(2),
        }
    }
}

/// Standard output, buffered: flush it before the command ends.
pub(super) fn stdout() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes one line to standard error.
pub(super) fn complain(message: &str) {
    // There is nobody left to tell that this failed.
    let _ = writeln!(io::stderr().lock(), "klopt: {message}");
}

/// Standard error.
pub(super) fn stderr() -> io::StderrLock<'static> {
    io::stderr().lock()
}
