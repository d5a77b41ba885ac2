//! Checkstyle's XML, which many build servers read.

use std::io;

use super::CheckReport;
use super::columns::{Unit, region};
use super::places::{self, escaped};
use crate::finding::Severity;

/// Writes the findings by file, in their order. Columns count code points, as Checkstyle's do.
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
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Off => "info",
            };
            let message = escaped(&places::whole(finding, report.articles));
            writeln!(
                out,
                r#" severity="{severity}" message="{message}" source="klopt.{}"/>"#,
                escaped(&finding.rule)
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
