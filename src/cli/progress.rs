//! A progress bar for long work, on a terminal alone.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// Work with fewer steps needs no bar.
const WORTHWHILE: usize = 50;

/// Nor does reading fewer bytes.
const WORTHWHILE_BYTES: u64 = 1 << 20;

/// How far the work is: how much is done, how much in a second, time left.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar of `steps`, hidden where standard error is no terminal.
    pub(super) fn new(steps: usize, terminal: &Terminal) -> Self {
        let template = "{bar:30} {pos}/{len}  {per_sec}  {eta} left";
        Self::shown(steps as u64, steps >= WORTHWHILE && !terminal.quiet, template)
    }

    /// A bar of so many bytes to read, hidden where standard error is no terminal.
    pub(super) fn bytes(all: u64, terminal: &Terminal) -> Self {
        let template = "{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
        Self::shown(all, all >= WORTHWHILE_BYTES && !terminal.quiet, template)
    }

    fn shown(length: u64, wanted: bool, template: &str) -> Self {
        let shown = wanted && std::io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length), target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// So many steps are to be done.
    pub(super) fn of(&self, steps: usize) {
        self.bar.set_length(steps as u64);
    }

    /// So many steps are done.
    pub(super) fn at(&self, done: usize) {
        self.bar.set_position(done as u64);
    }

    /// So many bytes more are read.
    pub(super) fn more(&self, bytes: usize) {
        self.bar.inc(bytes as u64);
    }

    /// Prints something without disturbing the bar.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the bar away.
    pub(super) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
