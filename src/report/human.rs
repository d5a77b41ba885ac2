//! Findings and problems for people, drawn by miette.

use std::io;

use rayon::prelude::*;

use super::audit::write_basis;
use super::chain::write_chain;
use super::diagnostic::Shown;
use super::indexed::Indexed;
use super::{CheckReport, Layout, Words};
use crate::finding::{Finding, Problem, Severity};

/// How many findings are drawn, on all threads, before they are written: what is drawn has to be kept.
const AT_ONCE: usize = 256;

/// Writes every finding: its rule, message and help, and the places in their articles.
///
/// # Errors
/// Fails where `out` does.
pub fn write_findings(
    out: &mut dyn io::Write,
    report: CheckReport<'_>,
    words: Words,
    layout: Layout,
) -> io::Result<()> {
    let draw = |finding: &Finding| Shown::finding(finding, report.articles, words, layout).render(layout);
    for some in report.findings.chunks(AT_ONCE) {
        let drawn: Vec<String> = some.par_iter().map(draw).collect();
        for (finding, text) in some.iter().zip(drawn) {
            writeln!(out, "{text}")?;
            if let Some(chain) = report.chain(finding) {
                write_chain(out, chain, words)?;
            }
        }
    }
    Ok(())
}

/// Writes every problem at its place.
///
/// # Errors
/// Fails where `out` does.
pub fn write_problems(
    out: &mut dyn io::Write,
    problems: &[Problem],
    words: Words,
    layout: Layout,
) -> io::Result<()> {
    let mut indexed = Indexed::default();
    for problem in problems {
        writeln!(out, "{}", Shown::problem(problem, words, layout, &mut indexed).render(layout))?;
    }
    Ok(())
}

/// Writes one line: `3 errors, 2 warnings, 1 info in 26 articles, 214 claims`, a second one where there are more
/// findings than are shown, and what a report against an archive rests on.
///
/// # Errors
/// Fails where `out` does.
pub fn write_summary(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    let scope = words.scope(report.read().len(), report.claims);
    writeln!(out, "{} {scope}", counts(report, words))?;
    if report.more() > 0 {
        writeln!(out, "{}", words.more(report.more()))?;
    }
    match report.basis.filter(|basis| basis.archive.is_some()) {
        Some(basis) => write_basis(out, basis, words),
        None => Ok(()),
    }
}

/// The findings by severity, the gravest first; severities without findings are left out.
pub(super) fn counts(report: CheckReport<'_>, words: Words) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (report.count(severity), severity))
        .filter(|&(n, _)| n > 0)
        .map(|(n, severity)| words.count(n, severity))
        .collect();
    if parts.is_empty() { words.nothing().to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
