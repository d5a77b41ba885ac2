//! Verdicts and observations × rules → findings.

mod context;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::claim::{Claim, FactKey, Fingerprint, Observation};
use crate::finding::{FactLabel, Finding, Label, Severity};
use crate::judge::Verdict;
use crate::rules::{CheckRule, RuleSet};
use crate::value::Language;

use context::{Words, claim_context, observation_context};

/// How many of the claims that a finding stands against are shown.
const SHOWN: usize = 5;

/// What findings are made with.
#[derive(Debug, Clone, Copy)]
pub struct Checker<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// The language of the messages.
    pub language: &'a Language,
    /// The index of an article in the report, by its id.
    pub articles: &'a BTreeMap<Arc<str>, usize>,
}

impl Checker<'_> {
    /// The finding that a verdict on a fact gives; none if no rule wants it.
    #[must_use]
    pub fn verdict(&self, claims: &[Claim], fact: &FactKey, verdict: &Verdict) -> Option<Finding> {
        let claim = claims.get(verdict.claim)?;
        let metric = self.rules.metric(&fact.metric)?;
        let rule = self.rules.checks.iter().find(|r| {
            r.verdict == verdict.kind.name()
                && (r.behaviours.is_empty() || r.behaviours.contains(&metric.policy.behaviour))
                && (r.metrics.is_empty() || r.metrics.iter().any(|m| **m == *fact.metric))
        })?;
        let against = one_a_family(claims, &verdict.against, claim);
        let words = Words { rules: self.rules, language: self.language };
        let raw = claim_context(words, fact, claim, &against, verdict.tie, false);
        if rule.severity == Severity::Off || !rule.holds(&raw) {
            return None;
        }
        let context = claim_context(words, fact, claim, &against, verdict.tie, true);
        let related = against.iter().take(SHOWN).filter_map(|other| {
            let message = words.related(other);
            self.label(other, message)
        });
        let related: Vec<Label> = related.collect();
        let primary = self.label(claim, words.value(claim))?;
        let first = against.first().map(|c| words.plain(c)).unwrap_or_default();
        let fingerprint =
            Fingerprint::of([&*rule.id, &fact.id(), &words.plain(claim), &first, &claim.publication.id]);
        Some(self.finding(rule, verdict.kind.name(), context, fingerprint).with(
            Some(fact_label(fact)),
            primary,
            related,
        ))
    }

    /// The finding that an observation gives; none if no rule wants it.
    #[must_use]
    pub fn observation(&self, observation: &Observation) -> Option<Finding> {
        let name = observation.kind.name();
        let words = Words { rules: self.rules, language: self.language };
        let context = observation_context(words, observation);
        let of = observation.kind.metrics();
        let rule = self.rules.checks.iter().find(|r| {
            r.verdict == name
                && (r.metrics.is_empty() || of.iter().all(|m| r.metrics.iter().any(|r| **r == ***m)))
        })?;
        if rule.severity == Severity::Off || !rule.holds(&context) {
            return None;
        }
        let article = *self.articles.get(&observation.publication.id)?;
        let place = observation.place.as_ref();
        let primary = Label {
            article,
            span: place.map(|p| p.span).unwrap_or_default(),
            line: place.map_or(1, |p| p.line),
            column: place.map_or(1, |p| p.column),
            quote: place.map_or_else(|| "".into(), |p| p.quote.clone()),
            claim: None,
            message: String::new(),
        };
        let fingerprint = Fingerprint::of([&*rule.id, &*observation.publication.id, &*primary.quote]);
        let related = observation.related.iter().map(|place| Label {
            article,
            span: place.span,
            line: place.line,
            column: place.column,
            quote: place.quote.clone(),
            claim: None,
            message: place.quote.to_string(),
        });
        let related = related.collect();
        Some(self.finding(rule, name, context, fingerprint).with(None, primary, related))
    }

    fn label(&self, claim: &Claim, message: String) -> Option<Label> {
        Some(Label {
            article: *self.articles.get(&claim.publication.id)?,
            span: claim.place.span,
            line: claim.place.line,
            column: claim.place.column,
            quote: claim.place.quote.clone(),
            claim: Some(claim.id.clone()),
            message,
        })
    }

    fn finding(
        &self,
        rule: &CheckRule,
        verdict: &'static str,
        context: minijinja::Value,
        fingerprint: Fingerprint,
    ) -> Draft {
        let language = self.language.as_str();
        let title = rule.title.get(language).or_else(|| rule.title.get("en")).cloned().unwrap_or_default();
        Draft {
            message: rule.words("message", language, &context).unwrap_or_else(|| title.clone()),
            help: rule.words("help", language, &context),
            rule: rule.id.clone(),
            severity: rule.severity,
            title,
            verdict,
            fingerprint,
        }
    }
}

/// A finding without its places.
struct Draft {
    rule: Arc<str>,
    title: String,
    severity: Severity,
    verdict: &'static str,
    message: String,
    help: Option<String>,
    fingerprint: Fingerprint,
}

impl Draft {
    fn with(self, fact: Option<FactLabel>, primary: Label, related: Vec<Label>) -> Finding {
        Finding {
            rule: self.rule,
            title: self.title,
            severity: self.severity,
            verdict: self.verdict,
            message: self.message,
            help: self.help,
            fingerprint: self.fingerprint.as_str().to_owned(),
            fact,
            primary,
            related,
        }
    }
}

/// The claims at `indices`, one for each independent article, in their order.
fn one_a_family<'c>(claims: &'c [Claim], indices: &[usize], but: &Claim) -> Vec<&'c Claim> {
    let mut seen = rustc_hash::FxHashSet::default();
    let all = indices.iter().filter_map(|i| claims.get(*i));
    all.filter(|c| c.id != but.id && seen.insert(c.publication.family)).collect()
}

fn fact_label(fact: &FactKey) -> FactLabel {
    FactLabel {
        metric: fact.metric.clone(),
        subject: fact.subject.clone(),
        scope: fact.scope.iter().cloned().collect(),
    }
}
