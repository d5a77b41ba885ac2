//! `klopt coverage`.

use std::io::{self, Write as _};

use super::insight_args::{CoverageArgs, InsightFormat};
use super::output::{Outcome, stdout};
use super::session::{Rules, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::extract::Extractor;
use crate::report::{write_coverage, write_coverage_json};

/// Prints what no metric claims.
pub(super) fn run(args: &CoverageArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    let extractor = Extractor::new(&rules.set);
    let (articles, problems) = rules.look_at(&args.input, settings, |document| extractor.coverage(document));
    let outcome = tell(&[&*settings.problems, &*rules.problems, &*problems].concat(), terminal)?;
    let mut out = stdout();
    match args.format {
        InsightFormat::Human => {
            write_coverage(&mut out, &articles, args.examples, (terminal.words(), terminal.out))?;
        }
        InsightFormat::Json => write_coverage_json(&mut out, &articles)?,
    }
    out.flush()?;
    Ok(outcome)
}
