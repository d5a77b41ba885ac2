//! GitLab's code quality report: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::CheckReport;
use super::columns::{Unit, region};
use super::places;
use crate::finding::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes the findings as a JSON array. GitLab shows lines and no columns, and takes one issue for
/// a fingerprint: further findings with the same one get a number behind it.
///
/// # Errors
/// Fails where `out` does.
pub fn write_gitlab(out: &mut dyn io::Write, report: CheckReport<'_>) -> io::Result<()> {
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    let mut issues = Vec::with_capacity(report.findings.len());
    for finding in report.findings {
        let Some(article) = report.articles.get(finding.primary.article) else { continue };
        let region = region(&finding.primary, article, Unit::CodePoint);
        let count = seen.entry(&finding.fingerprint).or_default();
        *count += 1;
        let fingerprint = match count {
            1 => finding.fingerprint.clone(),
            n => format!("{}-{n}", finding.fingerprint),
        };
        issues.push(Issue {
            kind: "issue",
            description: places::whole(finding, report.articles),
            check_name: &finding.rule,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info | Severity::Off => "info",
            },
            location: Location {
                path: places::path(&article.path),
                lines: Lines { begin: region.line, end: region.end_line },
            },
        });
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}
