//! What the arguments, the configuration and articles refer to, and that there is none of: with such a name nothing
//! is checked, and nothing would say so.

use super::session::Rules;
use super::settings::Settings;
use crate::config::{Set, unknown_in_remarks};
use crate::engine::Corpus;
use crate::finding::{ArticleView, Problem, Reference};
use crate::rules::RuleSet;
use crate::value::{Country, Language};
use rustc_hash::FxHashSet;

/// The language and the country that are given for all articles, where there are no rules for the one and no such
/// country.
pub(super) fn given(
    (language, country): (Option<&str>, Option<&str>),
    settings: &Settings,
    rules: &Rules,
) -> Vec<Problem> {
    let mut out = Vec::new();
    let config = &settings.config;
    let strange = |code: &&str| !rules.page.knows(Language::new(code).as_str());
    if let Some(code) = language.filter(strange) {
        let message = format!("there are no rules for the language `{code}`: nothing in it is checked");
        let help =
            format!("known: {}; without one the language of each article is detected", rules.page.names());
        out.push(told(
            "input/unknown-language",
            ("--lang", code),
            (config.language.as_ref(), settings),
            message,
            help,
        ));
    }
    let strange = |code: &&str| rules.set.vocabulary.country(&Country::new(code)).is_none();
    if let Some(code) = country.filter(strange) {
        let message = format!("there is no country with the code `{code}`");
        let help = "give one of two letters, as ISO 3166 has it: NL, BE, US".to_owned();
        out.push(told(
            "input/unknown-country",
            ("--country", code),
            (config.country.as_ref(), settings),
            message,
            help,
        ));
    }
    out
}

/// A warning about a value, at the line of the configuration that gives it, else about the argument.
fn told(
    code: &'static str,
    (argument, value): (&str, &str),
    (set, settings): (Option<&Set<String>>, &Settings),
    message: String,
    help: String,
) -> Problem {
    let line = set.filter(|set| set.value == value).map(|set| set.line);
    let (path, message) = match line {
        Some(line) => (settings.config.path.as_str(), format!("line {line}: {message}")),
        None => (argument, message),
    };
    Problem::warning(code, path, message).with_help(help)
}

/// The rules and metrics that are named and not there.
pub(super) fn names(settings: &Settings, rules: &RuleSet, corpus: &Corpus) -> Vec<Problem> {
    let checks: Vec<&str> = rules.checks.iter().map(|rule| &*rule.id).collect();
    let metrics: Vec<&str> = rules.metrics.iter().map(|metric| &*metric.policy.metric).collect();
    let mut out = settings.config.unknown_names(&checks, &metrics);
    out.extend(unknown_in_remarks(&corpus.articles, &checks));
    out
}

/// The articles that others say they correct or retract, and that are not among those that were read.
pub(super) fn elsewhere(corpus: &Corpus) -> Vec<(&ArticleView, &Reference)> {
    let known: FxHashSet<&str> = corpus.articles.iter().map(ArticleView::own_id).collect();
    let all = corpus.articles.iter().flat_map(|a| a.references.iter().map(move |reference| (a, reference)));
    all.filter(|(_, reference)| !known.contains(reference.id.as_str())).collect()
}
