//! `klopt rules explain` and `klopt rules docs`: the pages of the rules.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use super::args::RuleArgs;
use super::output::{Outcome, stdout};
use super::session::{Rules, tell};
use super::terminal::Terminal;
use crate::engine::{CheckOptions, check, check_tests};
use crate::extract::Extractor;
use crate::finding::{Problem, Severity};
use crate::report::{CheckReport, Layout, PageArticle, RulePage, Words, write_findings, write_rule_page};
use crate::rules::check_rule::{OBSERVATIONS, SEVERITIES, VERDICTS};
use crate::rules::check_test::CheckTest;
use crate::rules::metric::Metric;
use crate::rules::yaml::suggestion;
use crate::rules::{CheckRule, RuleSet};
use crate::value::Language;

/// How examples are laid out in a page.
const PAGE: Layout = Layout { width: 100, color: false, boxes: false };

/// Prints the page of one rule.
pub(super) fn explain(args: &RuleArgs, id: &str, terminal: &Terminal) -> io::Result<Outcome> {
    let mut rules = Rules::with_examples(args);
    let outcome = tell(&rules.problems, terminal)?;
    if let Some(metric) = rules.set.metric(id) {
        let mut out = stdout();
        write_metric(&mut out, metric, &rules.set, &terminal.language())?;
        out.flush()?;
        return Ok(outcome);
    }
    let Some(number) = rules.set.checks.iter().position(|c| &*c.id == id) else {
        let problem = Problem::error("rules/unknown-rule", id, format!("there is no rule `{id}`"));
        let metrics = rules.set.metrics.iter().map(|m| &*m.policy.metric);
        let known = rules.set.checks.iter().map(|c| &*c.id).chain(metrics);
        let help = suggestion(id, known, || "`klopt rules list` names them all".to_owned());
        tell(&[problem.with_help(help)], terminal)?;
        return Ok(Outcome::Unreadable);
    };
    let mut out = stdout();
    write_rule_page(&mut out, &page(&mut rules, number, &terminal.language()).unwrap_or_default())?;
    out.flush()?;
    Ok(outcome)
}

/// Tells about a metric, which has no page of its own: what it is, and which rules judge it.
fn write_metric(
    out: &mut dyn io::Write,
    metric: &Metric,
    rules: &RuleSet,
    language: &Language,
) -> io::Result<()> {
    let policy = &metric.policy;
    let id = &policy.metric;
    let title = policy.title.get(language.as_str()).or_else(|| policy.title.get("en"));
    let judges = |rule: &&CheckRule| {
        (rule.behaviours.is_empty() || rule.behaviours.contains(&policy.behaviour))
            && (rule.metrics.is_empty() || rule.metrics.iter().any(|m| **m == **id))
            && rule.join.is_none()
            && !rule.verdicts.iter().any(|verdict| OBSERVATIONS.contains(verdict))
    };
    let rules: Vec<&str> = rules.checks.iter().filter(judges).map(|rule| &*rule.id).collect();
    let languages: Vec<&str> = metric.patterns.keys().map(String::as_str).collect();
    writeln!(out, "`{id}` is a metric, and no rule: {}", title.map_or("", String::as_str))?;
    writeln!(out, "behaves as  {}", policy.behaviour.name())?;
    writeln!(out, "languages   {}", languages.join(", "))?;
    writeln!(out, "judged by   {}", rules.join(", "))?;
    writeln!(out, "`klopt rules explain {}` tells about one of these", rules.first().unwrap_or(&"RULE"))
}

/// Writes the pages of all rules into a folder, and an index.
pub(super) fn docs(args: &RuleArgs, folder: &Path, terminal: &Terminal) -> io::Result<Outcome> {
    let mut rules = Rules::with_examples(args);
    let outcome = tell(&rules.problems, terminal)?;
    let language = terminal.machine_language();
    let mut index = String::from("# The rules\n\n| rule | severity | finds |\n| --- | --- | --- |\n");
    for number in 0..rules.set.checks.len() {
        let Some(page) = page(&mut rules, number, &language) else { continue };
        let name = format!("{}.md", page.id.replace('/', "-"));
        // Writing to a String cannot fail.
        let _ = writeln!(index, "| [{}]({name}) | {} | {} |", page.id, page.severity, page.title);
        let mut text = Vec::new();
        write_rule_page(&mut text, &page)?;
        if let Err(problem) = write(folder, &name, &text) {
            tell(&[*problem], terminal)?;
            return Ok(Outcome::Unreadable);
        }
    }
    if let Err(problem) = write(folder, "README.md", index.as_bytes()) {
        tell(&[*problem], terminal)?;
        return Ok(Outcome::Unreadable);
    }
    Ok(outcome)
}

fn write(folder: &Path, name: &str, text: &[u8]) -> Result<(), Box<Problem>> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text)).map_err(|error| {
        let message = format!("this page cannot be written: {error}");
        Box::new(Problem::error("rules/unwritable", &path.display().to_string(), message))
    })
}

fn page(rules: &mut Rules, number: usize, language: &Language) -> Option<RulePage> {
    let rule = rules.set.checks.get(number)?;
    let example = rule.tests.iter().find(|t| t.findings.iter().any(|f| f.rule.is_none())).cloned();
    let id = rule.id.clone();
    let shown = example.map(|test| {
        let rates = test.rates.clone();
        (articles(&test), rules.set.rated(rates, |rules| output(rules, &id, &test, language)))
    });
    let rule = rules.set.checks.get(number)?;
    let text = |texts| CheckRule::text(texts, language.as_str()).unwrap_or("").to_owned();
    let meaning =
        |verdict: &str| VERDICTS.iter().find(|(v, _)| *v == verdict).map_or("", |(_, m)| *m).to_owned();
    let behaviours = rule.behaviours.iter().map(|b| format!("metrics that behave as `{}`", b.name()));
    let metrics = rule.metrics.iter().map(|m| format!("`{m}`"));
    let counter = rule.tests.iter().find(|t| t.findings.is_empty());
    Some(RulePage {
        id: rule.id.to_string(),
        title: text(&rule.title),
        severity: severity_name(rule.severity).to_owned(),
        verdicts: rule.verdicts.iter().map(|v| ((*v).to_owned(), meaning(v))).collect(),
        only: behaviours.chain(metrics).collect(),
        condition: rule.condition.clone(),
        about: text(&rule.about),
        why: text(&rule.why),
        silence: CheckRule::text(&rule.silence, language.as_str()).map(str::to_owned),
        example: shown,
        counter: counter.map(articles),
    })
}

fn severity_name(severity: Severity) -> &'static str {
    SEVERITIES.iter().find(|(_, s)| *s == severity).map_or("", |(name, _)| name)
}

fn articles(test: &CheckTest) -> Vec<PageArticle> {
    let article = |a: &crate::rules::check_test::TestArticle| PageArticle {
        date: a.date.map(|d| d.to_string()),
        times: a.times,
        title: a.title.clone(),
        text: a.text.clone(),
    };
    test.articles.iter().map(article).collect()
}

/// What klopt prints of an example's articles for the rule.
fn output(rules: &RuleSet, rule: &str, test: &CheckTest, language: &Language) -> String {
    let (corpus, _) = check_tests::corpus(&Extractor::new(rules), test);
    let options = CheckOptions { as_of: test.as_of, language: language.clone() };
    let mut findings = check(&corpus, rules, &options);
    findings.retain(|f| &*f.rule == rule);
    let report = CheckReport {
        articles: &corpus.articles,
        claims: corpus.claims.len(),
        findings: &findings,
        ..CheckReport::default()
    };
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = write_findings(&mut out, report, Words::of(language), PAGE);
    String::from_utf8_lossy(&out).into_owned()
}
