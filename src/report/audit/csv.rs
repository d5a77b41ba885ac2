//! An audit as CSV (RFC 4180): a place a line.

use std::io;

use super::{Audit, Axis, Basis, FactAudit, Row, Spot};
use crate::claim::Certainty;
use crate::finding::ArticleView;
use crate::report::places::in_part;
use crate::value::Decimal;

const HEADER: [&str; 29] = [
    "published",
    "metric",
    "subject",
    "scope",
    "value",
    "nominal",
    "low",
    "high",
    "unit",
    "status",
    "speaker",
    "certainty",
    "negated",
    "marks",
    "article",
    "source",
    "title",
    "path",
    "line",
    "column",
    "start",
    "end",
    "quote",
    "sentence",
    "claim",
    "as_of",
    "klopt",
    "rules",
    "archive",
];

/// Writes a line for each place of each row, with the columns in a line of their own first. The last ones, the same
/// in every line, say what the audit rests on: a line that is copied elsewhere can be traced.
///
/// # Errors
/// Fails where `out` does.
pub fn write_audit_csv(out: &mut dyn io::Write, audit: &Audit) -> io::Result<()> {
    line(out, HEADER.iter().map(|name| (*name).to_owned()))?;
    for fact in &audit.facts {
        for row in &fact.rows {
            for spot in &row.places {
                if let Some(article) = audit.articles.get(spot.article) {
                    line(out, fields((fact, row), spot, article, &audit.basis).into_iter())?;
                }
            }
        }
    }
    Ok(())
}

fn fields(
    (fact, row): (&FactAudit, &Row),
    spot: &Spot,
    article: &ArticleView,
    basis: &Basis,
) -> [String; 29] {
    let number = |v: Option<Decimal>| v.map(|v| v.normalize().to_string()).unwrap_or_default();
    let scope: Vec<String> = fact.fact.scope.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let unit = match &row.axis {
        Axis::Figure(unit) => unit.as_deref().unwrap_or("").to_owned(),
        Axis::Date => "date".to_owned(),
        Axis::Duration => "d".to_owned(),
    };
    let (span, _) = in_part(spot.span, spot.in_title);
    let certainty = match row.certainty {
        Certainty::Asserted => "asserted",
        Certainty::Hedged => "hedged",
    };
    [
        article.published.clone().unwrap_or_default(),
        fact.fact.metric.to_string(),
        fact.fact.subject.to_string(),
        scope.join(";"),
        row.value.clone(),
        number(row.nominal),
        number(row.interval.low.at),
        number(row.interval.high.at),
        unit,
        super::json::status(row.status).to_owned(),
        row.speaker.clone().unwrap_or_default(),
        certainty.to_owned(),
        row.negated.to_string(),
        row.marks.join(";"),
        article.own_id().to_owned(),
        article.source.clone().unwrap_or_default(),
        article.title.clone().unwrap_or_default(),
        article.path.clone(),
        spot.line.to_string(),
        spot.column.to_string(),
        span.start.to_string(),
        span.end.to_string(),
        spot.quote.to_string(),
        article.excerpts.text(spot.sentence).split_whitespace().collect::<Vec<_>>().join(" "),
        spot.claim.to_string(),
        basis.day.map(|day| day.to_string()).unwrap_or_default(),
        basis.klopt.clone(),
        basis.rules.clone(),
        basis.archive.clone().unwrap_or_default(),
    ]
}

fn line(out: &mut dyn io::Write, fields: impl Iterator<Item = String>) -> io::Result<()> {
    let quoted: Vec<String> = fields.map(|f| quoted(&f)).collect();
    write!(out, "{}\r\n", quoted.join(","))
}

/// The field in quotes where it needs them. A field that a spreadsheet would take for a formula gets an
/// apostrophe: the texts of articles are nobody's formulas.
fn quoted(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '@', '\t'])
        || (field.starts_with('-') && field.parse::<Decimal>().is_err());
    let field = if is_formula { format!("'{field}") } else { field.to_owned() };
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_formulas_are_made_harmless() {
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(quoted("=SUM(A1)"), "'=SUM(A1)");
        assert_eq!((quoted("-5").as_str(), quoted("-x").as_str()), ("-5", "'-x"));
    }
}
