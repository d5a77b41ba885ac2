//! Rules and metrics that a configuration or an article names, and that there are none of.

use super::Config;
use crate::finding::{ArticleView, Problem, names};
use crate::rules::yaml::suggestion;
use crate::text::SourceSpan;

/// A rule or a metric, as the configuration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// `rule` or `metric`.
    pub what: &'static str,
    /// The name, or the beginning of one with a `*`.
    pub name: String,
    /// Where it stands.
    pub place: SourceSpan,
}

fn unknown(known: &[&str], name: &str) -> bool {
    !known.iter().any(|one| names(name, one))
}

fn help(known: &[&str], name: &str) -> String {
    suggestion(name, known.iter().copied(), || "`klopt rules list` names them all".to_owned())
}

impl Config {
    /// What is named here and not among `rules` and `metrics`: it selects no finding, and silently.
    #[must_use]
    pub fn unknown_names(&self, rules: &[&str], metrics: &[&str]) -> Vec<Problem> {
        let of = |what: &str| if what == "rule" { rules } else { metrics };
        let strangers = self.named.iter().filter(|named| unknown(of(named.what), &named.name));
        let tell = |named: &Named| {
            let message = format!("there is no {} `{}`: this selects nothing", named.what, named.name);
            Problem::warning("config/unknown-name", &self.path, message)
                .at(&self.text, named.place, "here")
                .with_help(help(of(named.what), &named.name))
        };
        strangers.map(tell).collect()
    }
}

/// What remarks in articles name and is not among `rules`.
#[must_use]
pub fn unknown_in_remarks(articles: &[ArticleView], rules: &[&str]) -> Vec<Problem> {
    let mut out = Vec::new();
    for article in articles {
        for remark in &article.suppressions {
            for name in remark.rules.iter().filter(|name| unknown(rules, name)) {
                let message =
                    format!("line {}: there is no rule `{name}` that this remark could ignore", remark.line);
                let problem = Problem::warning("suppress/unknown-rule", &article.path, message);
                out.push(problem.with_help(help(rules, name)));
            }
        }
    }
    out
}
