//! The findings as one JSON object, or one a line.

use std::io::{self, Write as _};
use std::sync::Arc;

use serde::Serialize;

use super::CheckReport;
use super::audit::{BasisJson, basis};
use super::indexed::Indexed;
use super::places::in_part;
use crate::finding::{ArticleView, Chain, FactLabel, Finding, Label, Problem, Severity};

#[derive(Serialize)]
struct ReportJson<'a> {
    articles: usize,
    claims: usize,
    findings: Vec<FindingJson<'a>>,
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<BasisJson<'a>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
const fn is_none(more: &usize) -> bool {
    *more == 0
}

/// What could not be read, or is of no use: a suppression without a finding, a baseline entry that is gone.
#[derive(Serialize)]
struct ProblemJson<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    line: Option<usize>,
}

fn problems(all: &[Problem]) -> Vec<ProblemJson<'_>> {
    let mut indexed = Indexed::default();
    let mut out = Vec::with_capacity(all.len());
    for problem in all {
        out.push(ProblemJson {
            code: problem.code,
            severity: problem.severity,
            message: &problem.message,
            help: problem.help.as_deref(),
            path: &problem.path,
            line: indexed.line_of(problem),
        });
    }
    out
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    rule: &'a str,
    severity: Severity,
    verdict: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    fingerprint: &'a str,
    fact: Option<&'a FactLabel>,
    primary: PlaceJson<'a>,
    related: Vec<RelatedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<&'a Chain>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    path: &'a str,
    article: &'a str,
    start: usize,
    end: usize,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    line: usize,
    column: usize,
    quote: &'a str,
    claim: Option<&'a Arc<str>>,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    path: &'a str,
    article: &'a str,
    start: usize,
    end: usize,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    line: usize,
    column: usize,
    quote: &'a str,
    claim: Option<&'a Arc<str>>,
    message: &'a str,
}

/// Writes the report as one JSON object. Spans are bytes of the file (of a JSON line: of its
/// decoded text), lines and columns count from 1, columns in code points. `more` counts findings that
/// are not among those shown, and is left out if there are none, as are `problems`, which is what could not be read
/// or is of no use; `basis` says what a report against an archive rests on.
///
/// # Errors
/// Fails where `out` does.
pub fn write_json(out: &mut dyn io::Write, report: CheckReport<'_>) -> io::Result<()> {
    let object = ReportJson {
        articles: report.read().len(),
        claims: report.claims,
        findings: report.findings.iter().map(|f| explained(f, report)).collect(),
        more: report.more(),
        problems: problems(report.problems),
        basis: report.basis.filter(|basis| basis.archive.is_some()).map(basis),
    };
    // The serialiser writes in small pieces; they are gathered where no call has to be looked up for each.
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer_pretty(&mut out, &object)?;
    writeln!(out)?;
    out.flush()
}

/// Writes a JSON object a finding, one a line, each as it stands in the report of [`write_json`].
///
/// # Errors
/// Fails where `out` does.
pub fn write_finding_lines(out: &mut dyn io::Write, report: CheckReport<'_>) -> io::Result<()> {
    for one in report.findings {
        serde_json::to_writer(&mut *out, &explained(one, report))?;
        writeln!(out)?;
    }
    Ok(())
}

/// A finding as the contract has it.
pub(super) fn finding<'a>(finding: &'a Finding, articles: &'a [ArticleView]) -> FindingJson<'a> {
    FindingJson {
        rule: &finding.rule,
        severity: finding.severity,
        verdict: finding.verdict,
        message: &finding.message,
        help: finding.help.as_deref(),
        fingerprint: &finding.fingerprint,
        fact: finding.fact.as_ref(),
        primary: place(&finding.primary, articles),
        related: finding.related.iter().map(|label| related(label, articles)).collect(),
        explain: None,
    }
}

/// The same with how it came about, where that is asked for.
fn explained<'a>(one: &'a Finding, report: CheckReport<'a>) -> FindingJson<'a> {
    FindingJson { explain: report.chain(one), ..finding(one, report.articles) }
}

fn place<'a>(label: &'a Label, articles: &'a [ArticleView]) -> PlaceJson<'a> {
    let article = articles.get(label.article);
    let (span, part) = in_part(label.span, label.title);
    PlaceJson {
        path: article.map_or("", |a| &a.path),
        article: article.map_or("", ArticleView::own_id),
        start: span.start,
        end: span.end,
        part,
        line: label.line,
        column: label.column,
        quote: &label.quote,
        claim: label.claim.as_ref(),
    }
}

fn related<'a>(label: &'a Label, articles: &'a [ArticleView]) -> RelatedJson<'a> {
    let PlaceJson { path, article, start, end, part, line, column, quote, claim } = place(label, articles);
    RelatedJson { path, article, start, end, part, line, column, quote, claim, message: &label.message }
}
