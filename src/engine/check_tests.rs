//! Runs the mini-archives that check rules bring along.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::metric_tests::{TestReport, document};
use super::{CheckOptions, Corpus, check, view};
use crate::extract::Extractor;
use crate::finding::{Finding, Problem, Severity};
use crate::input::Document;
use crate::rules::RuleSet;
use crate::rules::check_rule::CheckRule;
use crate::rules::check_test::{CheckTest, TestArticle, TestFinding};
use crate::value::{Language, Period};

/// Runs the tests of every check rule; `source` gives the text of a rule file.
#[must_use]
pub fn run(rules: &mut RuleSet, source: &dyn Fn(&str) -> Option<Arc<str>>) -> TestReport {
    let mut report = TestReport::default();
    let read: Vec<(usize, CheckTest, Read)> = {
        let (rules, extractor) = (&*rules, Extractor::new(rules));
        let of = |(number, rule): (usize, &CheckRule)| {
            let read = |test: &CheckTest| (number, test.clone(), corpus(&extractor, test));
            rule.tests.iter().map(read).collect::<Vec<_>>()
        };
        rules.checks.iter().enumerate().flat_map(of).collect()
    };
    for (number, test, read) in read {
        report.ran += 1;
        let judge = |rules: &RuleSet| {
            let rule = rules.checks.get(number)?;
            let message = failure(rules, rule, (&test, &read))?;
            let problem = Problem::error("rule/test", &rule.path, format!("a test of `{}` fails", rule.id));
            Some(match source(&rule.path) {
                Some(text) => problem.at(&text, test.span, message),
                None => problem.with_help(message),
            })
        };
        report.failures.extend(rules.rated(test.rates.clone(), judge));
    }
    report
}

/// The articles of a test, and for each of the corpus the number that the test gives it.
type Read = (Corpus, Vec<usize>);

/// A finding as far as tests state it: the rule, the number of the article, the words, and those held against.
type Seen<'s> = (&'s str, usize, &'s str, Vec<&'s str>);

fn failure(
    rules: &RuleSet,
    rule: &CheckRule,
    (test, (corpus, numbers)): (&CheckTest, &Read),
) -> Option<String> {
    let options = CheckOptions { as_of: test.as_of, language: Language::new("en") };
    let mut all = check(corpus, rules, &options);
    all.retain(|f| f.severity != Severity::Off);
    // What a newsroom switched off no test has to find.
    let off = |id: &str| rules.checks.iter().any(|r| *r.id == *id && r.severity == Severity::Off);
    let expected: Vec<&TestFinding> =
        test.findings.iter().filter(|f| f.rule.as_deref().is_none_or(|id| !off(id))).collect();
    let named: BTreeSet<&str> =
        expected.iter().filter_map(|f| f.rule.as_deref()).chain([&*rule.id]).collect();
    let seen = |f: &'_ Finding| -> Option<(String, usize, String, Vec<String>)> {
        let number = *numbers.get(f.primary.article)?;
        let against = f.related.iter().map(|l| l.quote.to_string()).collect();
        Some((f.rule.to_string(), number, f.primary.quote.to_string(), against))
    };
    let got: Vec<_> = all.iter().filter(|f| named.contains(&*f.rule)).filter_map(seen).collect();
    let fits = got.len() == expected.len()
        && got.iter().zip(&expected).all(|((id, article, at, against), wanted)| {
            wanted.rule.as_deref().unwrap_or(&rule.id) == id
                && (wanted.article, &wanted.at) == (*article, at)
                && wanted.against.as_ref().is_none_or(|a| against.contains(a))
        });
    if fits {
        return None;
    }
    let wanted = expected.iter().map(|f| {
        let against = f.against.iter().map(String::as_str).collect();
        (f.rule.as_deref().unwrap_or(&rule.id), f.article, &*f.at, against)
    });
    let got = got.iter().map(|(id, article, at, against)| {
        (&**id, *article, &**at, against.iter().map(String::as_str).collect())
    });
    Some(format!("expected {}, found {}", list(wanted, &rule.id), list(got, &rule.id)))
}

/// The articles of a test, and for each of the corpus the number that the test gives it. Their ids are in the
/// order of the test, which is then that of their findings.
#[must_use]
pub fn corpus(extractor: &Extractor<'_>, test: &CheckTest) -> Read {
    let mut corpus = Corpus::default();
    let mut numbers = Vec::new();
    for (number, article) in test.articles.iter().enumerate() {
        for time in 0..article.times {
            let document = article_of(article, (number + 1, time));
            let extraction = extractor.extract(&document);
            corpus.articles.push(view(&document, &extraction));
            corpus.publications.push(extraction.publication);
            corpus.claims.extend(extraction.claims);
            corpus.observations.extend(extraction.observations);
            numbers.push(number + 1);
        }
    }
    (corpus, numbers)
}

/// An article of a test; one that is repeated is so on the days that follow, and each time it is another text.
fn article_of(article: &TestArticle, (number, time): (usize, usize)) -> Document {
    let id = article.id.clone().filter(|_| time == 0);
    let later = i64::try_from(time).unwrap_or(0);
    let day = article.date.and_then(|d| d.checked_add(jiff::Span::new().days(later)).ok());
    let text = if time == 0 { article.text.clone() } else { format!("{}\n\n({})", article.text, time + 1) };
    let name =
        format!("article-{number:03}{}", if time == 0 { String::new() } else { format!("-{time:03}") });
    let mut document = document(
        &id.unwrap_or(name),
        (article.title.as_deref(), &text),
        &article.language,
        day.map(Period::day),
    );
    document.meta.source.clone_from(&article.source);
    document.meta.corrects.clone_from(&article.corrects);
    document.meta.retracts.clone_from(&article.retracts);
    document
}

fn list<'s>(findings: impl Iterator<Item = Seen<'s>>, own: &str) -> String {
    let one = |(rule, article, at, against): Seen<'_>| {
        let rule = if rule == own { String::new() } else { format!("{rule} at ") };
        let against =
            if against.is_empty() { String::new() } else { format!(" against `{}`", against.join("`, `")) };
        format!("{rule}`{at}` in article {article}{against}")
    };
    let all: Vec<String> = findings.map(one).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
}
