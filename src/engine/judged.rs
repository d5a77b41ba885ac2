//! Claims to findings: graph, verdicts, rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::Corpus;
use crate::check::Checker;
use crate::finding::Finding;
use crate::graph::Graph;
use crate::judge::{self, Verdict};
use crate::rules::RuleSet;
use crate::value::Language;

/// What a check is made with.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The day of the report; without one it is that of the latest article.
    pub as_of: Option<Date>,
    /// The language of the messages.
    pub language: Language,
}

/// The graph of a corpus with the verdicts on its facts in it, and the verdicts by fact.
#[must_use]
pub fn judge(corpus: &Corpus, rules: &RuleSet, as_of: Option<Date>) -> (Graph, Vec<(usize, Verdict)>) {
    let mut graph = Graph::build(corpus.claims.clone());
    let latest = corpus.publications.iter().filter_map(|p| p.published.and_then(|p| p.to)).max();
    let Some(day) = as_of.or(latest) else { return (graph, Vec::new()) };
    let verdicts: Vec<(usize, Verdict)> = graph
        .facts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(i, fact)| {
            let policy = rules.metric(&fact.key.metric).map(|m| &m.policy);
            let found = policy.map(|p| judge::judge(&graph.claims, &fact.claims, p, day)).unwrap_or_default();
            found.into_iter().map(move |v| (i, v))
        })
        .collect();
    for (_, verdict) in &verdicts {
        if let Some(other) = verdict.against.first() {
            graph.add_verdict(verdict.kind.name(), verdict.claim, *other);
        }
    }
    (graph, verdicts)
}

/// The findings in a corpus, in the order of the articles and of the places in them.
#[must_use]
pub fn check(corpus: &Corpus, rules: &RuleSet, options: &CheckOptions) -> Vec<Finding> {
    let (graph, verdicts) = judge(corpus, rules, options.as_of);
    let ids = corpus.publications.iter().enumerate().map(|(i, p)| (p.id.clone(), i));
    let articles: BTreeMap<Arc<str>, usize> = ids.collect();
    let checker = Checker { rules, language: &options.language, articles: &articles };
    let judged = verdicts.iter().filter_map(|(fact, verdict)| {
        let key = &graph.facts.get(*fact)?.key;
        checker.verdict(&graph.claims, key, verdict)
    });
    let seen = corpus.observations.iter().filter_map(|o| checker.observation(o));
    let mut findings: Vec<Finding> = judged.chain(seen).collect();
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.primary.article, f.primary.span, f.rule.clone(), f.fingerprint.clone());
        key(a).cmp(&key(b))
    });
    findings
}
