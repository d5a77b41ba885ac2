//! Workflow commands, which GitHub Actions shows beside the lines of a pull request:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use std::fmt::Write as _;
use std::io;

use super::columns::{Unit, region};
use super::indexed::Indexed;
use super::places;
use super::{CheckReport, Words};
use crate::finding::{ArticleView, Finding, Severity};

/// Writes a command for each finding. Columns count UTF-16 code units, as GitHub's pages do; they are
/// left out of a place over several lines, for which GitHub takes none.
///
/// # Errors
/// Fails where `out` does.
pub fn write_github(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    for finding in report.findings {
        let Some(article) = report.articles.get(finding.primary.article) else { continue };
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Off => "notice",
        };
        let title = property(&format!("{} ({})", finding.title, finding.rule));
        let message = data(&places::whole(finding, report.articles));
        writeln!(out, "::{command} {},title={title}::{message}", position(finding, article))?;
    }
    let mut indexed = Indexed::default();
    for problem in report.problems {
        let command = if problem.severity == Severity::Error { "error" } else { "warning" };
        let file = property(places::path(&problem.path));
        let line = indexed.line_of(problem).map(|line| format!(",line={line}")).unwrap_or_default();
        let message = data(&places::told(problem));
        writeln!(out, "::{command} file={file}{line},title={}::{message}", property(problem.code))?;
    }
    if report.more() > 0 {
        writeln!(out, "::notice title=klopt::{}", data(&words.more(report.more())))?;
    }
    Ok(())
}

fn position(finding: &Finding, article: &ArticleView) -> String {
    let region = region(&finding.primary, article, Unit::Utf16);
    let file = property(places::path(&article.path));
    let mut out = format!("file={file},line={},endLine={}", region.line, region.end_line);
    if let Some((start, end)) = region.columns.filter(|_| region.line == region.end_line) {
        // GitHub's last column is inclusive. Writing to a String cannot fail.
        let _ = write!(out, ",col={start},endColumn={}", end.saturating_sub(1).max(start));
    }
    out
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
