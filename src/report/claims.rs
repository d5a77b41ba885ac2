//! The claims as JSON Lines.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::Serialize;

use super::places::in_part;
use crate::claim::{Certainty, Claim, ClaimFigure, ClaimValue, Delta, Status};
use crate::value::{Date, Decimal, Duration, Figure, Grain, Hedge, Period, Quantity};

/// Whether a flag that is false can be left out.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn off(flag: &bool) -> bool {
    !flag
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    id: &'a str,
    article: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    metric: &'a str,
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "off")]
    subject_assumed: bool,
    scope: &'a BTreeMap<Arc<str>, Option<Arc<str>>>,
    value: ValueJson<'a>,
    status: Status,
    speaker: Option<&'a str>,
    certainty: Certainty,
    negated: bool,
    #[serde(skip_serializing_if = "off")]
    marked_new: bool,
    period: PeriodJson,
    published: Option<PeriodJson>,
    start: usize,
    end: usize,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    line: usize,
    column: usize,
    quote: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a Delta>,
}

#[derive(Serialize)]
struct PeriodJson {
    from: Option<Date>,
    to: Option<Date>,
}

/// Each value is written with its `kind` first.
enum ValueJson<'a> {
    Figure(Box<FigureJson<'a>>),
    Date(DateJson),
    Duration(DurationJson),
}

impl Serialize for ValueJson<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Figure(figure) => figure.serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
            Self::Duration(duration) => duration.serialize(serializer),
        }
    }
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each end of an interval has two independent properties")]
struct FigureJson<'a> {
    kind: &'static str,
    nominal: Option<String>,
    low: Option<String>,
    high: Option<String>,
    unit: Option<&'a str>,
    of: Option<&'a str>,
    hedge: Hedge,
    due: Option<String>,
    #[serde(skip_serializing_if = "off")]
    low_open: bool,
    #[serde(skip_serializing_if = "off")]
    high_open: bool,
    #[serde(skip_serializing_if = "off")]
    low_soft: bool,
    #[serde(skip_serializing_if = "off")]
    high_soft: bool,
    #[serde(skip_serializing_if = "off")]
    assumed: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    converted: Vec<ConvertedJson<'a>>,
}

#[derive(Serialize)]
struct ConvertedJson<'a> {
    nominal: Option<String>,
    low: Option<String>,
    high: Option<String>,
    unit: Option<&'a str>,
}

#[derive(Serialize)]
struct DateJson {
    kind: &'static str,
    from: Option<Date>,
    to: Option<Date>,
    grain: Grain,
}

#[derive(Serialize)]
struct DurationJson {
    kind: &'static str,
    iso: Option<String>,
    low: Option<String>,
    high: Option<String>,
    hedge: Hedge,
}

/// Writes a claim a line. Spans are bytes of the file (of a JSON line: of its decoded
/// text), columns count code points, an open end or an unknown is null.
///
/// # Errors
/// Fails where `out` does.
pub fn write_jsonl<'a>(
    out: &mut dyn io::Write,
    claims: impl IntoIterator<Item = &'a Claim>,
) -> io::Result<()> {
    for claim in claims {
        serde_json::to_writer(&mut *out, &line(claim))?;
        writeln!(out)?;
    }
    Ok(())
}

/// The object that [`write_jsonl`] writes for a claim.
pub(super) fn as_json(claim: &Claim) -> io::Result<serde_json::Value> {
    Ok(serde_json::to_value(line(claim))?)
}

fn line(claim: &Claim) -> ClaimJson<'_> {
    let publication = &claim.publication;
    let (span, part) = in_part(claim.place.span, claim.place.title);
    ClaimJson {
        id: &claim.id,
        article: publication.own_id(),
        path: &publication.path,
        title: publication.title.as_deref(),
        metric: &claim.metric,
        subject: claim.subject.as_deref(),
        subject_assumed: claim.grounds.guess_subject(),
        scope: &claim.scope,
        value: value(&claim.value),
        status: claim.status,
        speaker: claim.speaker.as_deref(),
        certainty: claim.certainty,
        negated: claim.negated,
        marked_new: claim.marked_new,
        period: period(&claim.period),
        published: publication.published.as_ref().map(period),
        start: span.start,
        end: span.end,
        part,
        line: claim.place.line,
        column: claim.place.column,
        quote: &claim.place.quote,
        change: claim.change.as_ref(),
    }
}

fn period(period: &Period) -> PeriodJson {
    PeriodJson { from: period.from, to: period.to }
}

fn decimal(value: Option<Decimal>) -> Option<String> {
    value.map(|v| v.normalize().to_string())
}

fn value(value: &ClaimValue) -> ValueJson<'_> {
    match value {
        ClaimValue::Figure(f) => ValueJson::Figure(Box::new(figure(f))),
        ClaimValue::Date(p) => {
            ValueJson::Date(DateJson { kind: "date", from: p.from, to: p.to, grain: p.grain })
        }
        ClaimValue::Duration(d) => ValueJson::Duration(duration(d)),
    }
}

/// The kind of value, as the contract names it.
fn kind(claim: &ClaimFigure) -> &'static str {
    match claim.figure.quantity {
        Quantity::Number if claim.counts => "count",
        Quantity::Number | Quantity::Ordinal => "number",
        Quantity::Percent => "percent",
        Quantity::PercentagePoint => "percentage-point",
        Quantity::Money => "money",
        Quantity::Measure => "measure",
        Quantity::Factor => "factor",
    }
}

fn figure(claim: &ClaimFigure) -> FigureJson<'_> {
    let f = &claim.figure;
    FigureJson {
        kind: kind(claim),
        nominal: decimal(f.nominal),
        low: decimal(f.low),
        high: decimal(f.high),
        unit: f.unit.as_deref(),
        of: claim.of.as_deref(),
        hedge: f.hedge,
        due: claim.due.as_ref().map(Period::iso),
        low_open: f.low_open,
        high_open: f.high_open,
        low_soft: f.low_soft,
        high_soft: f.high_soft,
        assumed: f.assumed,
        converted: claim.converted.iter().map(converted).collect(),
    }
}

fn converted(figure: &Figure) -> ConvertedJson<'_> {
    ConvertedJson {
        nominal: decimal(figure.nominal),
        low: decimal(figure.low),
        high: decimal(figure.high),
        unit: figure.unit.as_deref(),
    }
}

/// A duration that is not a range has its whole length as both ends.
fn duration(d: &Duration) -> DurationJson {
    let iso = d.iso();
    let (low, high) = match &iso {
        Some(whole) => (Some(whole.clone()), Some(whole.clone())),
        None => (d.low_iso(), d.high_iso()),
    };
    DurationJson { kind: "duration", iso, low, high, hedge: d.hedge }
}
