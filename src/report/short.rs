//! One line a finding: `path:line:column: severity[rule] message`, which editors and terminals
//! make a link. Columns count code points. Programs read the line too, so that the severity is in their words.

use std::io;

use super::CheckReport;
use super::Words;
use super::crop;

/// Writes a line for each finding.
///
/// # Errors
/// Fails where `out` does.
pub fn write_short(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    for finding in report.findings {
        let Some(article) = report.articles.get(finding.primary.article) else { continue };
        let path = crop::clean(&article.path);
        let place = format!("{path}:{}:{}", finding.primary.line, finding.primary.column);
        let severity = words.severity(finding.severity);
        let message = crop::clean(&finding.message);
        writeln!(out, "{place}: {severity}[{}] {message}", finding.rule)?;
    }
    Ok(())
}
