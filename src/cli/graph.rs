//! `klopt graph`.

use std::io::{self, Write as _};

use super::args::{GraphArgs, GraphFormat};
use super::output::{Outcome, stdout};
use super::session::{Rules, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::engine;
use crate::graph::Format;

/// Prints the graph of the articles.
pub(super) fn run(args: &GraphArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    let corpus = rules.read((&args.input, &args.cache), settings, terminal).corpus;
    let problems = [&*settings.problems, &*rules.problems, &*corpus.problems].concat();
    let outcome = tell(&problems, terminal)?;
    let (graph, _) = engine::judge(&corpus, &rules.set, args.as_of);
    let format = match args.format {
        GraphFormat::Dot => Format::Dot,
        GraphFormat::Json => Format::Json,
    };
    let mut out = stdout();
    out.write_all(graph.export(format).as_bytes())?;
    out.flush()?;
    Ok(outcome)
}
