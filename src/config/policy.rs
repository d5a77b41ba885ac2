//! What a newsroom makes of findings: other severities, those that it accepts, those that it knows.

use std::collections::BTreeSet;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Accepted, Config, Selection};
use crate::finding::{ArticleView, Finding, Problem, Severity, names};
use crate::value::Language;

/// What is left of the findings.
#[derive(Debug, Default)]
pub struct Policed {
    /// Those that stand.
    pub findings: Vec<Finding>,
    /// How many an article or the configuration accepts.
    pub suppressed: usize,
    /// How many the baseline knows.
    pub known: usize,
    /// Suppressions that suppress nothing, and baseline entries that no longer occur.
    pub unused: Vec<Problem>,
}

/// A selection with its pattern built.
struct Selector<'a> {
    of: &'a Selection,
    path: Option<Gitignore>,
}

impl<'a> Selector<'a> {
    fn new(of: &'a Selection) -> Self {
        Self { of, path: of.path.as_ref().map(|pattern| globs([pattern.as_str()])) }
    }

    fn selects(&self, finding: &Finding, article: &ArticleView, path: &str) -> bool {
        let fits = |pattern: &Option<String>, text: &str| pattern.as_ref().is_none_or(|p| names(p, text));
        let metric = finding.fact.as_ref().map_or("", |fact| &*fact.metric);
        fits(&self.of.rule, &finding.rule)
            && fits(&self.of.metric, metric)
            && fits(&self.of.source, article.source.as_deref().unwrap_or(""))
            && self.of.fingerprint.as_ref().is_none_or(|f| *f == finding.fingerprint)
            && self.path.as_ref().is_none_or(|pattern| matches(pattern, path))
    }
}

/// How findings are taken out, and what is told of it.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// The path of an article as the configuration counts it.
    pub path: &'a dyn Fn(&str) -> String,
    /// Whether all articles were read that a suppression may be about.
    pub whole: bool,
    /// The language in which suppressions that suppress nothing are told.
    pub language: &'a Language,
}

impl Telling<'_> {
    /// The words of its language.
    fn words<'w>(&self, nl: &'w str, en: &'w str) -> &'w str {
        if self.language.as_str() == "nl" { nl } else { en }
    }
}

/// What is wrong with a pattern of `.gitignore`.
///
/// # Errors
/// What its reader says.
pub(super) fn sound(pattern: &str) -> Result<(), String> {
    let mut builder = GitignoreBuilder::new("");
    builder.add_line(None, pattern).map(|_| ()).map_err(|error| error.to_string())
}

/// Patterns as `.gitignore` has them.
pub(super) fn globs<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for pattern in patterns {
        // One that cannot be read was told when the configuration was read, and matches nothing.
        let _ = builder.add_line(None, pattern);
    }
    builder.build().unwrap_or_else(|_unreadable| Gitignore::empty())
}

fn matches(globs: &Gitignore, path: &str) -> bool {
    let path = path.trim_start_matches("../").trim_start_matches('/');
    globs.matched_path_or_any_parents(path, false).is_ignore()
}

impl Config {
    /// Whether the article at `path`, counted from the folder of the configuration, is left out.
    pub fn excluder(&self) -> impl Fn(&str) -> bool + use<> {
        let patterns = self.exclude.as_ref().map(|set| globs(set.value.iter().map(String::as_str)));
        move |path| patterns.as_ref().is_some_and(|globs| matches(globs, path))
    }

    /// Gives findings the severities of the configuration.
    pub fn weigh(&self, findings: &mut [Finding], articles: &[ArticleView], path: &dyn Fn(&str) -> String) {
        if self.severities.is_empty() {
            return;
        }
        let rules: Vec<_> = self.severities.iter().map(|r| (Selector::new(&r.of), r.severity)).collect();
        for finding in findings {
            let Some(article) = articles.get(finding.primary.article) else { continue };
            let own = path(&article.path);
            let last = rules.iter().rev().find(|(of, _)| of.selects(finding, article, &own));
            if let Some((_, severity)) = last {
                finding.severity = *severity;
            }
        }
    }

    /// Takes out what is accepted in articles or here.
    #[must_use]
    pub fn suppress(
        &self,
        findings: Vec<Finding>,
        articles: &[ArticleView],
        telling: Telling<'_>,
    ) -> Policed {
        let mut out = Policed::default();
        let mut used: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut applied = vec![false; self.accepted.len()];
        let accepted: Vec<_> = self.accepted.iter().map(|accepted| Selector::new(&accepted.of)).collect();
        for finding in findings {
            let Some(article) = articles.get(finding.primary.article) else { continue };
            let own = (telling.path)(&article.path);
            let mut silenced = false;
            for (i, remark) in article.suppressions.iter().enumerate() {
                if remark.silences(&finding.rule, finding.primary.span) {
                    used.insert((finding.primary.article, i));
                    silenced = true;
                }
            }
            for (accepted, applied) in accepted.iter().zip(&mut applied) {
                if accepted.selects(&finding, article, &own) {
                    *applied = true;
                    silenced = true;
                }
            }
            if silenced || finding.severity == Severity::Off {
                out.suppressed += usize::from(silenced);
            } else {
                out.findings.push(finding);
            }
        }
        out.unused = unused_remarks(articles, &used, telling);
        if telling.whole {
            let idle = self.accepted.iter().zip(&applied).filter(|(_, applied)| !**applied);
            out.unused.extend(idle.map(|(accepted, _)| self.unused(accepted, telling)));
        }
        out
    }

    fn unused(&self, accepted: &Accepted, telling: Telling<'_>) -> Problem {
        let message =
            telling.words("deze uitzondering treft geen bevinding", "this suppression suppresses nothing");
        Problem::warning("suppress/unused", &self.path, message)
            .at(&self.text, accepted.place, telling.words("geen bevinding past", "no finding fits"))
            .with_help(telling.words("haal haar weg, of verbeter haar", "take it out, or mend what it says"))
    }
}

fn unused_remarks(
    articles: &[ArticleView],
    used: &BTreeSet<(usize, usize)>,
    telling: Telling<'_>,
) -> Vec<Problem> {
    let mut out = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        for (i, remark) in article.suppressions.iter().enumerate() {
            if !used.contains(&(index, i)) {
                let rules = remark.rules.join(", ");
                let line = remark.line;
                let message = if telling.language.as_str() == "nl" {
                    format!("regel {line}: de opmerking die {rules} negeert, treft geen bevinding")
                } else {
                    format!("line {line}: the remark that ignores {rules} silences nothing")
                };
                let help = telling.words(
                    "haal haar weg, of zet haar voor het cijfer waar ze over gaat",
                    "take it out, or put it before the figure that it is about",
                );
                out.push(Problem::warning("suppress/unused", &article.path, message).with_help(help));
            }
        }
    }
    out
}
