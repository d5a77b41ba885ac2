//! An audit as one JSON object.

use std::io;

use serde::Serialize;

use super::{Audit, Axis, Basis, FactAudit, Row};
use crate::claim::{Certainty, Status};
use crate::finding::{ArticleView, FactLabel, Finding};
use crate::report::places::in_part;
use crate::value::{Date, Decimal};

#[derive(Serialize)]
struct AuditJson<'a> {
    basis: BasisJson<'a>,
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
pub(in crate::report) struct BasisJson<'a> {
    klopt: &'a str,
    rules: &'a str,
    archive: Option<&'a str>,
    archived: Option<&'a str>,
    as_of: Option<Date>,
    published_until: Option<Date>,
    before_archive: bool,
}

#[derive(Serialize)]
struct FactJson<'a> {
    fact: &'a FactLabel,
    title: &'a str,
    claims: usize,
    rows: Vec<RowJson<'a>>,
    findings: Vec<crate::report::json::FindingJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    from: Option<Date>,
    to: Option<Date>,
    value: &'a str,
    kind: &'static str,
    unit: Option<&'a str>,
    nominal: Option<String>,
    low: Option<String>,
    high: Option<String>,
    status: Status,
    speaker: Option<&'a str>,
    certainty: Certainty,
    negated: bool,
    articles: usize,
    marks: &'a [&'static str],
    places: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    article: &'a str,
    path: &'a str,
    published: Option<&'a str>,
    source: Option<&'a str>,
    title: Option<&'a str>,
    start: usize,
    end: usize,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    line: usize,
    column: usize,
    quote: &'a str,
    sentence: &'a str,
    claim: &'a str,
}

/// Writes the audit as one JSON object. Spans are bytes of the file (of a JSON line: of its decoded text).
///
/// # Errors
/// Fails where `out` does.
pub fn write_audit_json(out: &mut dyn io::Write, audit: &Audit) -> io::Result<()> {
    let object = AuditJson {
        basis: basis(&audit.basis),
        facts: audit.facts.iter().map(|f| fact(f, &audit.articles)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

/// What a report rests on.
pub(in crate::report) fn basis(basis: &Basis) -> BasisJson<'_> {
    BasisJson {
        klopt: &basis.klopt,
        rules: &basis.rules,
        archive: basis.archive.as_deref(),
        archived: basis.archived.as_deref(),
        as_of: basis.day,
        published_until: basis.published_until,
        before_archive: basis.before_archive,
    }
}

fn fact<'a>(fact: &'a FactAudit, articles: &'a [ArticleView]) -> FactJson<'a> {
    let finding = |f: &'a Finding| crate::report::json::finding(f, articles);
    FactJson {
        fact: &fact.fact,
        title: &fact.title,
        claims: fact.claims,
        rows: fact.rows.iter().map(|r| row(r, articles)).collect(),
        findings: fact.findings.iter().map(finding).collect(),
    }
}

fn row<'a>(row: &'a Row, articles: &'a [ArticleView]) -> RowJson<'a> {
    let number = |v: Option<Decimal>| v.map(|v| v.normalize().to_string());
    let (kind, unit) = match &row.axis {
        Axis::Figure(unit) => ("figure", unit.as_deref()),
        Axis::Date => ("date", None),
        Axis::Duration => ("duration", None),
    };
    let place = |spot: &'a super::Spot| {
        let article = articles.get(spot.article)?;
        let (span, part) = in_part(spot.span, spot.in_title);
        Some(PlaceJson {
            article: article.own_id(),
            path: &article.path,
            published: article.published.as_deref(),
            source: article.source.as_deref(),
            title: article.title.as_deref(),
            start: span.start,
            end: span.end,
            part,
            line: spot.line,
            column: spot.column,
            quote: &spot.quote,
            sentence: article.excerpts.text(spot.sentence),
            claim: &spot.claim,
        })
    };
    RowJson {
        from: row.days.map(|(first, _)| first),
        to: row.days.map(|(_, last)| last),
        value: &row.value,
        kind,
        unit,
        nominal: number(row.nominal),
        low: number(row.interval.low.at),
        high: number(row.interval.high.at),
        status: row.status,
        speaker: row.speaker.as_deref(),
        certainty: row.certainty,
        negated: row.negated,
        articles: row.families,
        marks: &row.marks,
        places: row.places.iter().filter_map(place).collect(),
    }
}

/// The word for a status in machine formats.
pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Actual => "actual",
        Status::Target => "target",
        Status::Proposed => "proposed",
        Status::Pledged => "pledged",
        Status::Previous => "previous",
        Status::Forecast => "forecast",
    }
}
