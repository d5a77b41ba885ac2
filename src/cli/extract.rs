//! `klopt extract`.

use std::io::{self, Write as _};

use super::args::{ExtractArgs, ExtractFormat};
use super::output::{Outcome, stderr, stdout};
use super::session::{Rules, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use super::timings::Timings;
use crate::report::{write_csv, write_jsonl, write_table};

/// Prints the claims of the articles.
pub(super) fn run(args: &ExtractArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let mut timings = Timings::start();
    let rules = Rules::open(&args.rules);
    timings.done("rules");
    let read = rules.read((&args.input, &args.cache), settings, terminal);
    let corpus = &read.corpus;
    timings.done("articles");
    let problems = [&*settings.problems, &*rules.problems, &*corpus.problems].concat();
    let outcome = tell(&problems, terminal)?;
    if args.verbose {
        read.write_verbose(&mut stderr())?;
    }
    let mut out = stdout();
    match args.format {
        ExtractFormat::Table => write_table(&mut out, &corpus.claims, terminal.words(), terminal.out)?,
        ExtractFormat::Csv => write_csv(&mut out, &corpus.claims)?,
        ExtractFormat::Jsonl => write_jsonl(&mut out, &corpus.claims)?,
    }
    out.flush()?;
    timings.done("claims");
    if args.timings {
        timings.write(&mut stderr())?;
    }
    Ok(outcome)
}
