//! GitLab's code quality report: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::CheckReport;
use super::columns::{Unit, region};
use super::indexed::Indexed;
use super::places;
use crate::claim::Fingerprint;
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

/// Writes the findings as a JSON array, and behind them what could not be read or is of no use. GitLab shows lines and no columns, and takes one issue for
/// a fingerprint: further findings with the same one get a number behind it.
///
/// # Errors
/// Fails where `out` does.
pub fn write_gitlab(out: &mut dyn io::Write, report: CheckReport<'_>) -> io::Result<()> {
    let mut once = Once::default();
    let mut issues = Vec::with_capacity(report.findings.len());
    for finding in report.findings {
        let Some(article) = report.articles.get(finding.primary.article) else { continue };
        let region = region(&finding.primary, article, Unit::CodePoint);
        issues.push(Issue {
            kind: "issue",
            description: places::whole(finding, report.articles),
            check_name: &finding.rule,
            fingerprint: once.of(&finding.fingerprint),
            severity: severity(finding.severity),
            location: Location {
                path: places::path(&article.path),
                lines: Lines { begin: region.line, end: region.end_line },
            },
        });
    }
    let mut indexed = Indexed::default();
    for problem in report.problems {
        let (path, line) = (places::path(&problem.path), indexed.line_of(problem).unwrap_or(1));
        issues.push(Issue {
            kind: "issue",
            description: places::told(problem),
            check_name: problem.code,
            fingerprint: once.of(Fingerprint::of([problem.code, path, &problem.message]).as_str()),
            severity: severity(problem.severity),
            location: Location { path, lines: Lines { begin: line, end: line } },
        });
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

/// Fingerprints that occur once: a number stands behind those that do not.
#[derive(Default)]
struct Once(FxHashMap<String, usize>);

impl Once {
    fn of(&mut self, fingerprint: &str) -> String {
        let count = self.0.entry(fingerprint.to_owned()).or_default();
        *count += 1;
        if *count == 1 { fingerprint.to_owned() } else { format!("{fingerprint}-{count}") }
    }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Off => "info",
    }
}
