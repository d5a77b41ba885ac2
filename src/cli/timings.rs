//! How long each stage takes, for `--timings`.

use std::io::{self, Write};
use std::time::{Duration, Instant};

/// The stages so far.
#[derive(Debug)]
pub(super) struct Timings {
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

#[expect(clippy::disallowed_methods, reason = "the clock is read here, for people, and decides nothing")]
fn now() -> Instant {
    Instant::now()
}

impl Timings {
    /// Begins to count.
    pub(super) fn start() -> Self {
        Self { last: now(), stages: Vec::new() }
    }

    /// The stage `name` is done.
    pub(super) fn done(&mut self, name: &'static str) {
        let at = now();
        self.stages.push((name, at.duration_since(self.last)));
        self.last = at;
    }

    /// Writes a line for each stage and one for all, in milliseconds.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let all = ("total", self.stages.iter().map(|(_, time)| *time).sum());
        for (name, time) in self.stages.iter().chain([&all]) {
            let micros = time.as_micros();
            writeln!(out, "{name:>10} {:>8}.{:03} ms", micros / 1_000, micros % 1_000)?;
        }
        Ok(())
    }
}
