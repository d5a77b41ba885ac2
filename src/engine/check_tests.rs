//! Runs the mini-archives that check rules bring along.

use std::sync::Arc;

use super::metric_tests::{TestReport, document};
use super::{CheckOptions, Corpus, check, view};
use crate::extract::Extractor;
use crate::finding::{Finding, Problem};
use crate::rules::RuleSet;
use crate::rules::check_rule::{CheckRule, CheckTest};
use crate::value::Language;

/// Runs the tests of every check rule; `source` gives the text of a rule file.
#[must_use]
pub fn run(rules: &RuleSet, source: &dyn Fn(&str) -> Option<Arc<str>>) -> TestReport {
    let extractor = Extractor::new(rules);
    let mut report = TestReport::default();
    for rule in &rules.checks {
        for test in &rule.tests {
            report.ran += 1;
            if let Some(message) = failure(rules, &extractor, rule, test) {
                let problem =
                    Problem::error("rule/test", &rule.path, format!("a test of `{}` fails", rule.id));
                report.failures.push(match source(&rule.path) {
                    Some(text) => problem.at(&text, test.span, message),
                    None => problem.with_help(message),
                });
            }
        }
    }
    report
}

fn failure(rules: &RuleSet, extractor: &Extractor<'_>, rule: &CheckRule, test: &CheckTest) -> Option<String> {
    let mut corpus = Corpus::default();
    for (number, article) in test.articles.iter().enumerate() {
        let date = article.date.as_deref().unwrap_or("none");
        let document = match document(
            &format!("article-{:03}", number + 1),
            (article.title.as_deref(), &article.text),
            &article.language,
            date,
        ) {
            Ok(document) => document,
            Err(date) => return Some(format!("`{date}` is no date")),
        };
        let extraction = extractor.extract(&document);
        corpus.articles.push(view(&document, &extraction));
        corpus.publications.push(extraction.publication);
        corpus.claims.extend(extraction.claims);
        corpus.observations.extend(extraction.observations);
    }
    let options = CheckOptions { as_of: None, language: Language::new("en") };
    let findings = check(&corpus, rules, &options);
    let shown = |f: &Finding| (f.primary.article + 1, f.primary.quote.to_string());
    let got: Vec<(usize, String)> = findings.iter().filter(|f| f.rule == rule.id).map(shown).collect();
    (got != test.findings).then(|| format!("expected {}, found {}", list(&test.findings), list(&got)))
}

fn list(findings: &[(usize, String)]) -> String {
    let one = |(article, at): &(usize, String)| format!("`{at}` in article {article}");
    if findings.is_empty() {
        "nothing".to_owned()
    } else {
        findings.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}
