//! The mini-archives that check rules bring along.

use jiff::ToSpan as _;

use super::fields::{self, TEST, TEST_ARTICLE, TEST_FINDING, TEST_RATES};
use super::yaml::{Node, Reader};
use crate::text::SourceSpan;
use crate::value::{Date, Rates};

/// A mini-archive and what has to be found in it.
#[derive(Debug, Clone)]
pub struct CheckTest {
    /// The articles.
    pub articles: Vec<TestArticle>,
    /// What has to be found of the rule, and of the other rules that are named, and nothing else of those.
    pub findings: Vec<TestFinding>,
    /// The day of the report; that of the latest article unless it is given.
    pub as_of: Option<Date>,
    /// The exchange rates that the newsroom goes by.
    pub rates: Rates,
    /// Where it stands.
    pub span: SourceSpan,
}

/// An article of a test.
#[derive(Debug, Clone)]
pub struct TestArticle {
    /// Its id: `article-001` and so on unless it is given.
    pub id: Option<String>,
    /// The day, if it has one.
    pub date: Option<Date>,
    /// The language code.
    pub language: String,
    /// The headline, if it has one.
    pub title: Option<String>,
    /// The text.
    pub text: String,
    /// The publication.
    pub source: Option<String>,
    /// Ids of articles that it corrects.
    pub corrects: Vec<String>,
    /// Ids of articles that it retracts.
    pub retracts: Vec<String>,
    /// How many more articles say the same, each with a first sentence of its own.
    pub times: usize,
}

/// A finding of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFinding {
    /// The rule; none is that of the test.
    pub rule: Option<String>,
    /// The number of the article, from 1.
    pub article: usize,
    /// The text of the place.
    pub at: String,
    /// The text of a place that it has to be held against.
    pub against: Option<String>,
}

/// How often a test may repeat an article.
const MOST: usize = 100;

/// Reads the tests of a rule, with every mistake.
pub(super) fn read(r: &mut Reader<'_>, node: &Node) -> Vec<CheckTest> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &fields::names(TEST));
        let articles = fields.require(r, "articles").map(|n| articles(r, n)).unwrap_or_default();
        if let Some(node) = fields.get("articles").filter(|_| articles.is_empty()) {
            let help = "write `articles: [{ date: 2025-06-25, text: … }]`";
            r.complain("rule/value", node.span, "a test needs articles", help);
        }
        let findings =
            fields.require(r, "findings").map(|n| findings(r, n, articles.len())).unwrap_or_default();
        let as_of = fields.get("as_of").and_then(|n| r.parsed(n, "a day such as 2025-06-25"));
        let rates = fields.get("rates").map(|n| rates(r, n)).unwrap_or_default();
        out.push(CheckTest { articles, findings, as_of, rates, span: item.span });
    }
    out
}

/// Rates that stay the same from one day to another.
fn rates(r: &mut Reader<'_>, node: &Node) -> Rates {
    let mut out = Rates::new("EUR");
    let fields = r.map(node, &fields::names(TEST_RATES));
    let day = |r: &mut Reader<'_>, key| {
        fields.require(r, key).and_then(|n| r.parsed::<Date>(n, "a day such as 2025-06-25"))
    };
    let (from, to) = (day(r, "from"), day(r, "to"));
    let Some((from, to)) = from.zip(to) else { return out };
    let entries = fields.require(r, "euro").map(|n| r.entries(n)).unwrap_or_default();
    for (currency, worth) in entries {
        let (Some(currency), Some(worth)) =
            (r.text(currency), r.parsed(worth, "what a euro was worth, as 1.10"))
        else {
            continue;
        };
        let days = from.series(7.days()).take_while(|day| *day <= to).chain([to]);
        days.for_each(|day| out.note(currency, day, worth));
    }
    out
}

fn articles(r: &mut Reader<'_>, node: &Node) -> Vec<TestArticle> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &fields::names(TEST_ARTICLE));
        let text = fields.require(r, "text").and_then(|n| r.text(n)).unwrap_or_default().to_owned();
        let optional = |r: &mut Reader<'_>, key| fields.get(key).and_then(|n| r.text(n)).map(str::to_owned);
        let ids = |r: &mut Reader<'_>, key| {
            let items = fields.get(key).map(|n| r.items(n)).unwrap_or_default();
            items.iter().filter_map(|n| r.text(n)).map(str::to_owned).collect()
        };
        let times = fields.get("times").and_then(|n| r.parsed(n, "a whole number")).unwrap_or(1);
        if let Some(node) = fields.get("times").filter(|_| times == 0 || times > MOST) {
            r.complain(
                "rule/value",
                node.span,
                format!("`{times}` is no number of articles"),
                format!("write 1 to {MOST}"),
            );
        }
        out.push(TestArticle {
            id: optional(r, "id"),
            date: fields.get("date").and_then(|n| r.parsed(n, "a day such as 2025-06-25")),
            language: optional(r, "lang").unwrap_or_else(|| "nl".to_owned()),
            title: optional(r, "title"),
            text,
            source: optional(r, "source"),
            corrects: ids(r, "corrects"),
            retracts: ids(r, "retracts"),
            times: times.clamp(1, MOST),
        });
    }
    out
}

fn findings(r: &mut Reader<'_>, node: &Node, articles: usize) -> Vec<TestFinding> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &fields::names(TEST_FINDING));
        let place = fields.require(r, "article");
        let article: Option<usize> = place.and_then(|n| r.parsed(n, "the number of an article"));
        let absent = article.filter(|n| articles > 0 && (*n == 0 || *n > articles));
        if let Some((node, number)) = place.zip(absent) {
            let message = format!("there is no article {number}");
            r.complain(
                "rule/value",
                node.span,
                message,
                format!("the articles of this test are 1 to {articles}"),
            );
        }
        out.push(TestFinding {
            rule: fields.get("rule").and_then(|n| r.text(n)).map(str::to_owned),
            article: article.unwrap_or(0),
            at: fields.require(r, "at").and_then(|n| r.text(n)).unwrap_or_default().to_owned(),
            against: fields.get("against").and_then(|n| r.text(n)).map(str::to_owned),
        });
    }
    out
}
