//! `klopt check`.

use std::io::{self, Write as _};

use super::args::{CheckArgs, CheckFormat};
use super::output::{Outcome, stdout};
use super::session::{Rules, tell};
use super::terminal::Terminal;
use crate::engine::{self, CheckOptions};
use crate::finding::{Finding, Severity};
use crate::report::{CheckReport, write_findings, write_json, write_summary};

/// Checks the articles and reports.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    let corpus = rules.read(&args.input);
    let language = match args.format {
        CheckFormat::Human => terminal.language(),
        CheckFormat::Json => terminal.machine_language(),
    };
    let options = CheckOptions { as_of: args.as_of, language };
    let least = Severity::from(args.min_severity);
    let mut findings = engine::check(&corpus, &rules.set, &options);
    let fails = findings.iter().any(|f: &Finding| f.severity >= args.fail_on.into());
    findings.retain(|f| f.severity >= least);

    let problems = [rules.problems.as_slice(), corpus.problems.as_slice()].concat();
    let outcome = tell(&problems, terminal)?;
    let report = CheckReport { articles: &corpus.articles, claims: corpus.claims.len(), findings: &findings };
    let mut out = stdout();
    match args.format {
        CheckFormat::Json => write_json(&mut out, report)?,
        CheckFormat::Human => {
            write_findings(&mut out, report, terminal.words(), terminal.out)?;
            if !terminal.quiet {
                write_summary(&mut out, report, terminal.words())?;
            }
        }
    }
    out.flush()?;
    Ok(if fails { outcome.max(Outcome::Findings) } else { outcome })
}
