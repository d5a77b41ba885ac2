//! `klopt explain`.

use std::io::{self, Write as _};
use std::path::Path;

use super::insight_args::{ExplainPlaceArgs, InsightFormat};
use super::output::{Outcome, stdout};
use super::session::{Rules, fetch, given, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::engine::read_each;
use crate::extract::Extractor;
use crate::finding::Problem;
use crate::input::Document;
use crate::report::{write_explanations, write_explanations_json};

/// Tells why what stands at a place is a claim, or why it is none.
pub(super) fn run(args: &ExplainPlaceArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    let extractor = Extractor::new(&rules.set);
    let reader = rules.plain_reader().with_defaults(given(&args.given).defaults());
    let spot = &args.place;
    let look = |document: &Document| extractor.explain(document, spot.line, spot.column);
    let (all, problems) = read_each(&[Path::new(&spot.path)], |path| fetch(path), &reader, look);
    let all: Vec<_> = all.into_iter().flatten().collect();
    let mut problems = [&*settings.problems, &*rules.problems, &*problems].concat();
    if all.is_empty() && problems.is_empty() {
        let column = spot.column.map(|c| format!(", column {c}")).unwrap_or_default();
        let message = format!("there is no figure, date or duration at line {}{column}", spot.line);
        let help =
            "leave the column out to have every figure on the line; `klopt recognise` shows what is read";
        problems.push(Problem::error("explain/nothing", &spot.path, message).with_help(help));
    }
    let outcome = tell(&problems, terminal)?;
    let mut out = stdout();
    match args.format {
        InsightFormat::Human => write_explanations(&mut out, &all, (terminal.words(), terminal.out))?,
        InsightFormat::Json => write_explanations_json(&mut out, &all)?,
    }
    out.flush()?;
    Ok(outcome)
}
