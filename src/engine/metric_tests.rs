//! Runs the examples and counter-examples that metrics bring along.

use std::sync::Arc;

use crate::claim::{Certainty, Claim, ClaimValue};
use crate::extract::Extractor;
use crate::finding::Problem;
use crate::input::{Block, BlockKind, Document, Metadata};
use crate::rules::RuleSet;
use crate::rules::metric::{Metric, MetricTest, status_name};
use crate::text::{OffsetMap, Span};
use crate::value::{Country, Date, Decimal, Figure, Language, Period};

/// The day on which a test's article is published unless it says otherwise.
const DEFAULT_DATE: &str = "2025-06-01";

/// How many tests ran, and what each failure is, at its place in the rule file.
#[derive(Debug, Default)]
pub struct TestReport {
    /// The tests that ran.
    pub ran: usize,
    /// The failures.
    pub failures: Vec<Problem>,
}

/// Runs the tests of every metric of `rules`; `source` gives the text of a rule file.
#[must_use]
pub fn run(rules: &RuleSet, source: &dyn Fn(&str) -> Option<Arc<str>>) -> TestReport {
    let extractor = Extractor::new(rules);
    let mut report = TestReport::default();
    for metric in &rules.metrics {
        for test in &metric.tests {
            report.ran += 1;
            if let Some(message) = failure(&extractor, metric, test) {
                let title = format!("a test of `{}` fails", metric.policy.metric);
                let problem = Problem::error("rule/test", &metric.path, title);
                report.failures.push(match source(&metric.path) {
                    Some(text) => problem.at(&text, test.span, message),
                    None => problem.with_help(message),
                });
            }
        }
    }
    report
}

/// What is wrong with a test; none if it passes.
fn failure(extractor: &Extractor<'_>, metric: &Metric, test: &MetricTest) -> Option<String> {
    let date = test.date.as_deref().unwrap_or(DEFAULT_DATE);
    let published = match date {
        "none" => None,
        date => match date.parse::<Date>() {
            Ok(day) => Some(Period::day(day)),
            Err(error) => return Some(format!("`{date}` is no date: {error}")),
        },
    };
    let mut document = document("test", (test.title.as_deref(), &test.text), &test.language, published);
    document.meta.country = test.country.as_deref().map(Country::new);
    let claims = extractor.extract(&document).claims;
    let own: Vec<&Claim> = claims.iter().filter(|c| c.metric == metric.policy.metric).collect();
    if own.len() != test.claims.len() {
        let got: Vec<String> = own.iter().map(|c| format!("`{}`", c.place.quote)).collect();
        let got = if got.is_empty() { "none".to_owned() } else { got.join(", ") };
        return Some(format!("{} claims expected, {} found: {got}", test.claims.len(), own.len()));
    }
    for (claim, wanted) in own.iter().zip(&test.claims) {
        for (field, value) in wanted {
            let got = field_of(claim, field);
            if got != *value {
                return Some(format!("`{}`: {field} is {got}, expected {value}", claim.place.quote));
            }
        }
    }
    None
}

/// An article whose paragraphs are parted by blank lines, with or without a headline.
pub(super) fn document(
    id: &str,
    (title, body): (Option<&str>, &str),
    language: &str,
    published: Option<Period>,
) -> Document {
    let title = title.unwrap_or("");
    let text: Arc<str> = format!("{title}\n{}", body.trim_end()).trim_start_matches('\n').into();
    let heading = Block { kind: BlockKind::Title, span: Span::new(0, title.len()) };
    let start = if title.is_empty() { 0 } else { title.len() + 1 };
    let mut blocks = if title.is_empty() { Vec::new() } else { vec![heading] };
    let mut at = start;
    for paragraph in text.get(start..).unwrap_or("").split("\n\n") {
        let span = Span::new(at, at + paragraph.len());
        blocks.push(Block { kind: BlockKind::Paragraph, span });
        at = span.end + "\n\n".len();
    }
    Document {
        id: id.to_owned(),
        path: id.to_owned(),
        source: text.clone(),
        titled: None,
        record: None,
        blocks,
        text,
        map: OffsetMap::identity(),
        meta: Metadata { published, language: Some(Language::new(language)), ..Metadata::default() },
    }
}

/// A field of a claim as tests write it; `none` where it has nothing.
#[must_use]
pub fn field_of(claim: &Claim, field: &str) -> String {
    let none = || "none".to_owned();
    let text = |v: Option<&Arc<str>>| v.map_or_else(none, ToString::to_string);
    if let Some(slot) = field.strip_prefix("scope.") {
        return text(claim.scope.get(slot).and_then(Option::as_ref));
    }
    match field {
        "value" => value(&claim.value),
        "at" => claim.place.quote.to_string(),
        "subject" => text(claim.subject.as_ref().filter(|_| !claim.grounds.guess_subject())),
        "guess" => text(claim.subject.as_ref().filter(|_| claim.grounds.guess_subject())),
        "speaker" => text(claim.speaker.as_ref()),
        "status" => status_name(claim.status).to_owned(),
        "certainty" => match claim.certainty {
            Certainty::Asserted => "asserted".to_owned(),
            Certainty::Hedged => "hedged".to_owned(),
        },
        "negated" => claim.negated.to_string(),
        "new" => claim.marked_new.to_string(),
        "period" => claim.period.iso(),
        "unit" => claim.value.unit().map_or_else(none, str::to_owned),
        _ => figure_field(claim, field).unwrap_or_else(none),
    }
}

fn figure_field(claim: &Claim, field: &str) -> Option<String> {
    let ClaimValue::Figure(f) = &claim.value else { return None };
    match field {
        "of" => f.of.clone(),
        "due" => f.due.map(|p| p.iso()),
        "hedge" => serde_json::to_value(f.figure.hedge).ok()?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn value(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Figure(f) => figure(&f.figure),
        ClaimValue::Date(period) => period.iso(),
        ClaimValue::Duration(d) => d.iso().unwrap_or_else(|| {
            format!("{}/{}", d.low_iso().unwrap_or_default(), d.high_iso().unwrap_or_default())
        }),
    }
}

/// The nominal, else both ends: `2/5`, `../12`.
fn figure(figure: &Figure) -> String {
    let end = |v: Option<Decimal>| v.map_or_else(|| "..".to_owned(), |v| v.normalize().to_string());
    match figure.nominal {
        Some(v) => v.normalize().to_string(),
        None => format!("{}/{}", end(figure.low), end(figure.high)),
    }
}
