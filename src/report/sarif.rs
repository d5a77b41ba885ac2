//! SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::io;

use serde_json::{Value, json};

use super::columns::{Unit, region};
use super::indexed::Indexed;
use super::places;
use super::rule_page::silencing;
use super::{CheckReport, Words};
use crate::finding::{ArticleView, Finding, Label, Problem, RuleView, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name of klopt's fingerprint. The number goes up when fingerprints are built otherwise.
const FINGERPRINT: &str = "klopt/v1";

/// Writes the report as a log of one run. Columns count UTF-16 code units.
///
/// # Errors
/// Fails where `out` does.
pub fn write_sarif(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    let failed = report.problems.iter().any(|p| p.severity == Severity::Error);
    let mut indexed = Indexed::default();
    let mut notifications: Vec<Value> =
        report.problems.iter().map(|problem| notification(problem, &mut indexed)).collect();
    if report.more() > 0 {
        notifications.push(json!({
            "descriptor": { "id": "report/cut" },
            "level": "note",
            "message": { "text": words.more(report.more()) },
        }));
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "klopt",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": report.rules.iter().map(rule).collect::<Vec<Value>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "invocations": [{
                "executionSuccessful": !failed,
                "toolExecutionNotifications": notifications,
            }],
            "results": report.findings.iter().map(|f| result(f, report)).collect::<Vec<Value>>(),
            "properties": { "articles": report.read().len(), "claims": report.claims, "more": report.more() },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

fn rule(rule: &RuleView) -> Value {
    let about = if rule.about.is_empty() { &rule.title } else { &rule.about };
    let why = if rule.why.is_empty() { String::new() } else { format!("\n\n{}", rule.why) };
    let silence = format!("{}\n\n{}", rule.silence, silencing(&rule.id));
    let (why, silence) = (why.as_str(), silence.trim());
    json!({
        "id": &*rule.id,
        "name": name(&rule.id),
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": about },
        "help": {
            "text": format!("{about}{why}\n\n{silence}"),
            "markdown": format!("**{}**\n\n{about}{why}\n\n{silence}\n", rule.title),
        },
        "defaultConfiguration": {
            "enabled": rule.severity != Severity::Off,
            "level": level(rule.severity),
        },
    })
}

/// The id in the shape that SARIF asks of a name: `figure/unit-slip` is `FigureUnitSlip`.
fn name(id: &str) -> String {
    let mut out = String::new();
    for word in id.split(|c: char| !c.is_alphanumeric()) {
        let mut chars = word.chars();
        out.extend(chars.next().map(char::to_uppercase).into_iter().flatten());
        out.push_str(chars.as_str());
    }
    out
}

fn result(finding: &Finding, report: CheckReport<'_>) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = (1..).zip(&finding.related).filter_map(|(id, label)| {
        let message = if label.message.is_empty() { &*label.quote } else { label.message.as_str() };
        Some(json!({
            "id": id,
            "message": { "text": message },
            "physicalLocation": location(label, report.articles)?,
        }))
    });
    let mut out = json!({
        "ruleId": &*finding.rule,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": location(&finding.primary, report.articles)
            .map(|l| json!({ "physicalLocation": l })).into_iter().collect::<Vec<Value>>(),
        "relatedLocations": related.collect::<Vec<Value>>(),
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
        "properties": { "verdict": finding.verdict, "fact": finding.fact },
    });
    let index = report.rules.iter().position(|rule| rule.id == finding.rule);
    if let (Some(index), Some(fields)) = (index, out.as_object_mut()) {
        fields.insert("ruleIndex".to_owned(), index.into());
    }
    out
}

fn location(label: &Label, articles: &[ArticleView]) -> Option<Value> {
    let article = articles.get(label.article)?;
    let at = region(label, article, Unit::Utf16);
    let mut region = json!({ "startLine": at.line, "endLine": at.end_line });
    if let (Some((start, end)), Some(fields)) = (at.columns, region.as_object_mut()) {
        fields.insert("startColumn".to_owned(), start.into());
        fields.insert("endColumn".to_owned(), end.into());
        fields.insert("snippet".to_owned(), json!({ "text": &*label.quote }));
    }
    Some(json!({ "artifactLocation": artifact(&article.path), "region": region }))
}

fn artifact(path: &str) -> Value {
    let uri = places::uri(path);
    if uri.starts_with("file:") {
        json!({ "uri": uri })
    } else {
        json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
    }
}

/// What could not be read.
fn notification(problem: &Problem, indexed: &mut Indexed) -> Value {
    let mut place = json!({ "artifactLocation": artifact(&problem.path) });
    if let (Some(line), Some(fields)) = (indexed.line_of(problem), place.as_object_mut()) {
        fields.insert("region".to_owned(), json!({ "startLine": line }));
    }
    json!({
        "descriptor": { "id": problem.code },
        "level": level(problem.severity),
        "message": { "text": places::told(problem) },
        "locations": [{ "physicalLocation": place }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_shape_that_is_asked() {
        assert_eq!(name("figure/unit-slip"), "FigureUnitSlip");
    }
}
