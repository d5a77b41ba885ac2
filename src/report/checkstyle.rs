//! Checkstyle's XML, which many build servers read.

use std::io;

use super::CheckReport;
use super::columns::{Unit, region};
use super::indexed::Indexed;
use super::places::{self, escaped};
use crate::finding::Severity;

/// Writes the findings by file, in their order, and behind them what could not be read or is of no use. Columns count code points, as Checkstyle's do.
///
/// # Errors
/// Fails where `out` does.
pub fn write_checkstyle(out: &mut dyn io::Write, report: CheckReport<'_>) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<checkstyle version="8.0">"#)?;
    let path = |article: usize| report.articles.get(article).map(|a| places::path(&a.path));
    for findings in report.findings.chunk_by(|a, b| path(a.primary.article) == path(b.primary.article)) {
        let Some(name) = findings.first().and_then(|f| path(f.primary.article)) else { continue };
        writeln!(out, r#"  <file name="{}">"#, escaped(name))?;
        for finding in findings {
            let Some(article) = report.articles.get(finding.primary.article) else { continue };
            let region = region(&finding.primary, article, Unit::CodePoint);
            write!(out, r#"    <error line="{}""#, region.line)?;
            if let Some((start, _)) = region.columns {
                write!(out, r#" column="{start}""#)?;
            }
            said(out, finding.severity, &places::whole(finding, report.articles), &finding.rule)?;
        }
        writeln!(out, "  </file>")?;
    }
    let mut indexed = Indexed::default();
    for problems in report.problems.chunk_by(|a, b| a.path == b.path) {
        let Some(first) = problems.first() else { continue };
        writeln!(out, r#"  <file name="{}">"#, escaped(places::path(&first.path)))?;
        for problem in problems {
            write!(out, r#"    <error line="{}""#, indexed.line_of(problem).unwrap_or(1))?;
            said(out, problem.severity, &places::told(problem), problem.code)?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

/// The rest of an error, behind its place.
fn said(out: &mut dyn io::Write, severity: Severity, message: &str, code: &str) -> io::Result<()> {
    let severity = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "info",
    };
    let (message, code) = (escaped(message), escaped(code));
    writeln!(out, r#" severity="{severity}" message="{message}" source="klopt.{code}"/>"#)
}
