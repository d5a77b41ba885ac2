//! The Reviewdog Diagnostic Format: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io;

use serde_json::{Value, json};

use super::CheckReport;
use super::columns::{Unit, region};
use super::indexed::Indexed;
use super::places;
use crate::finding::{ArticleView, Finding, Label, Problem, Severity};

/// Writes the findings as one `DiagnosticResult`, and behind them what could not be read or is of no use. Columns count bytes, and the end is exclusive.
///
/// # Errors
/// Fails where `out` does.
pub fn write_rdjson(out: &mut dyn io::Write, report: CheckReport<'_>) -> io::Result<()> {
    let findings = report.findings.iter().filter_map(|f| diagnostic(f, report.articles));
    let mut indexed = Indexed::default();
    let problems = report.problems.iter().map(|p| problem(p, &mut indexed));
    let result = json!({
        "source": { "name": "klopt" },
        "diagnostics": findings.chain(problems).collect::<Vec<Value>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &result)?;
    writeln!(out)
}

fn diagnostic(finding: &Finding, articles: &[ArticleView]) -> Option<Value> {
    let related = finding.related.iter().filter_map(|label| {
        let message = if label.message.is_empty() { &*label.quote } else { label.message.as_str() };
        Some(json!({ "message": message, "location": location(label, articles)? }))
    });
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    Some(json!({
        "message": message,
        "location": location(&finding.primary, articles)?,
        "severity": severity(finding.severity),
        "code": { "value": &*finding.rule },
        "relatedLocations": related.collect::<Vec<Value>>(),
    }))
}

fn problem(problem: &Problem, indexed: &mut Indexed) -> Value {
    let mut location = json!({ "path": places::path(&problem.path) });
    if let (Some(line), Some(fields)) = (indexed.line_of(problem), location.as_object_mut()) {
        fields.insert("range".to_owned(), json!({ "start": { "line": line } }));
    }
    json!({
        "message": places::told(problem),
        "location": location,
        "severity": severity(problem.severity),
        "code": { "value": problem.code },
    })
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Off => "INFO",
    }
}

fn location(label: &Label, articles: &[ArticleView]) -> Option<Value> {
    let article = articles.get(label.article)?;
    let region = region(label, article, Unit::Byte);
    let range = match region.columns {
        Some((start, end)) => json!({
            "start": { "line": region.line, "column": start },
            "end": { "line": region.end_line, "column": end },
        }),
        None => json!({ "start": { "line": region.line } }),
    };
    Some(json!({ "path": places::path(&article.path), "range": range }))
}
