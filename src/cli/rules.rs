//! `klopt rules`.

use std::io::{self, Write as _};
use std::sync::Arc;

use super::args::RuleArgs;
use super::output::{Outcome, stdout};
use super::rule_docs;
use super::rules_args::RulesCommand;
use super::session::{Rules, tell};
use super::terminal::Terminal;
use crate::engine::{check_tests, metric_tests};
use crate::report::{write_listing, write_words};
use crate::rules::CheckRule;
use crate::rules::metric::Metric;
use crate::rules::pack_files;
use crate::value::Language;

/// Runs the tests of the rules, or lists them.
pub(super) fn run(command: &RulesCommand, terminal: &Terminal) -> io::Result<Outcome> {
    match command {
        RulesCommand::Test(args) => test(args, terminal),
        RulesCommand::List(args) => list(args, terminal),
        RulesCommand::Explain(args) => rule_docs::explain(&args.rules, &args.id, terminal),
        RulesCommand::Schema => schema(),
        RulesCommand::Docs(args) => rule_docs::docs(&args.rules, &args.folder, terminal),
    }
}

fn test(args: &RuleArgs, terminal: &Terminal) -> io::Result<Outcome> {
    let mut rules = Rules::with_examples(args);
    let shipped = pack_files::shipped();
    let files = std::mem::take(&mut rules.files);
    let source = |path: &str| -> Option<Arc<str>> {
        files.iter().chain(&shipped).find(|file| file.path == path).map(|file| file.text.clone())
    };
    let mut outcome = tell(&rules.problems, terminal)?;
    let mut report = metric_tests::run(&rules.set, &source);
    let checks = check_tests::run(&mut rules.set, &source);
    report.ran += checks.ran;
    report.failures.extend(checks.failures);
    if !report.failures.is_empty() {
        tell(&report.failures, terminal)?;
        outcome = outcome.max(Outcome::Findings);
    }
    let mut out = stdout();
    let passed = report.ran.saturating_sub(report.failures.len());
    writeln!(out, "{passed} of {} rule tests pass", report.ran)?;
    out.flush()?;
    Ok(outcome)
}

fn schema() -> io::Result<Outcome> {
    let mut out = stdout();
    writeln!(out, "{:#}", crate::rules::schema::schema())?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn list(args: &RuleArgs, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(args);
    let outcome = tell(&rules.problems, terminal)?;
    let language = terminal.language();
    let metrics: Vec<[String; 4]> = rules.set.metrics.iter().map(|m| metric_row(m, &language)).collect();
    let mut out = stdout();
    write_listing(&mut out, "metrics", &metrics, terminal.out)?;
    let checks: Vec<[String; 4]> = rules.set.checks.iter().map(|c| check_row(c, &language)).collect();
    writeln!(out)?;
    write_listing(&mut out, "rules", &checks, terminal.out)?;
    let placeholders: Vec<String> = rules.set.classes.names().map(|n| format!("{{{n}}}")).collect();
    writeln!(out)?;
    write_words(&mut out, "placeholders of patterns", &placeholders, terminal.out)?;
    let cues: Vec<String> = rules.set.cues.names().map(|n| format!("{{~{n}}}")).collect();
    writeln!(out)?;
    write_words(&mut out, "cue-word sets", &cues, terminal.out)?;
    out.flush()?;
    Ok(outcome)
}

/// Id, behaviour, languages and title.
fn metric_row(metric: &Metric, language: &Language) -> [String; 4] {
    let policy = &metric.policy;
    let title = policy.title.get(language.as_str()).or_else(|| policy.title.get("en"));
    let languages: Vec<&str> = metric.patterns.keys().map(String::as_str).collect();
    [
        policy.metric.to_string(),
        format!("{:?}", policy.behaviour).to_lowercase(),
        languages.join(" "),
        title.cloned().unwrap_or_default(),
    ]
}

/// Id, severity, verdict and title.
fn check_row(rule: &CheckRule, language: &Language) -> [String; 4] {
    let title = rule.title.get(language.as_str()).or_else(|| rule.title.get("en"));
    let severity = format!("{:?}", rule.severity).to_lowercase();
    [rule.id.to_string(), severity, rule.verdicts.join(" "), title.cloned().unwrap_or_default()]
}
