//! Verdicts and observations × rules → findings.

mod context;
mod conversion;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::claim::{Claim, FactKey, Fingerprint, Observation, ObservationKind};
use crate::finding::{FactLabel, Finding, Label, Severity};
use crate::judge::Verdict;
use crate::rules::{CheckRule, RuleSet};
use crate::value::Language;

use context::{Sides, Words, claim_context, observation_context};

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
    /// Whether a rule may want a verdict of this kind on a fact.
    #[must_use]
    pub fn wants(&self, fact: &FactKey, verdict: &Verdict) -> bool {
        self.rules_for(fact, verdict).next().is_some()
    }

    /// The rules that are about such a verdict, the last of the pack first: a user's before the shipped ones.
    fn rules_for<'r>(&'r self, fact: &'r FactKey, verdict: &Verdict) -> impl Iterator<Item = &'r CheckRule> {
        let behaviour = self.rules.metric(&fact.metric).map(|m| m.policy.behaviour);
        let name = verdict.kind.name();
        self.rules.checks.iter().rev().filter(move |r| {
            r.verdicts.contains(&name)
                && r.join.as_ref().map(|_| &r.id) == verdict.join.as_ref()
                && (r.behaviours.is_empty() || behaviour.is_some_and(|b| r.behaviours.contains(&b)))
                && (r.metrics.is_empty() || r.metrics.iter().any(|m| **m == *fact.metric))
        })
    }

    /// The finding that a verdict gives on one of the claims that it is about, against those given; none if no
    /// rule wants it. The first rule whose condition holds decides; one that is off gives a finding of that
    /// severity, which a configuration may raise.
    #[must_use]
    pub fn verdict(
        &self,
        fact: &FactKey,
        verdict: &Verdict,
        claim: &Claim,
        against: &[&Claim],
    ) -> Option<Finding> {
        let words = Words { rules: self.rules, language: self.language };
        let sides = Sides { fact, verdict, claim, against };
        let raw = OnceCell::new();
        let raw = || raw.get_or_init(|| claim_context(words, sides, false));
        let rule = self.rules_for(fact, verdict).find(|r| !r.is_conditional() || r.holds(raw()))?;
        let context = claim_context(words, sides, true);
        let related = against.iter().take(SHOWN).filter_map(|other| self.label(other, words.related(other)));
        let related: Vec<Label> = related.collect();
        let primary = self.label(claim, words.value(claim))?;
        let first = against.first().map(|c| words.plain(c)).unwrap_or_default();
        let article = claim.publication.name();
        let fingerprint = Fingerprint::of([&*rule.id, article, &fact.id(), &words.plain(claim), &first]);
        Some(self.finding(rule, verdict.kind.name(), context, fingerprint).with(
            Some(self.fact_label(fact)),
            primary,
            related,
        ))
    }

    /// The finding that an observation gives; none if no rule wants it.
    #[must_use]
    pub fn observation(&self, observation: &Observation) -> Option<Finding> {
        let name = observation.kind.name();
        let conversion = matches!(observation.kind, ObservationKind::Conversion { .. });
        if conversion && conversion::wrong(observation, self.rules).is_none() {
            return None;
        }
        let words = Words { rules: self.rules, language: self.language };
        let of = observation.kind.metrics();
        let raw = observation_context(words, observation, false);
        let rule = self.rules.checks.iter().rev().find(|r| {
            r.verdicts.contains(&name)
                && (r.metrics.is_empty() || of.iter().all(|m| r.metrics.iter().any(|r| **r == ***m)))
                && r.holds(&raw)
        })?;
        let context = observation_context(words, observation, true);
        let article = *self.articles.get(&observation.publication.id)?;
        let place = observation.place.as_ref();
        let primary = Label {
            article,
            span: place.map(|p| p.span).unwrap_or_default(),
            line: place.map_or(1, |p| p.line),
            column: place.map_or(1, |p| p.column),
            quote: place.map_or_else(|| "".into(), |p| p.quote.clone()),
            title: place.and_then(|p| p.title),
            claim: None,
            message: String::new(),
        };
        let publication = &observation.publication;
        let fingerprint = Fingerprint::of([&*rule.id, publication.name(), &primary.quote]);
        let related = observation.related.iter().map(|place| Label {
            article,
            span: place.span,
            line: place.line,
            column: place.column,
            quote: place.quote.clone(),
            title: place.title,
            claim: None,
            message: place.quote.to_string(),
        });
        let related = related.collect();
        Some(self.finding(rule, name, context, fingerprint).with(None, primary, related))
    }

    /// The value of a claim in words, with its due date.
    #[must_use]
    pub fn value(&self, claim: &Claim) -> String {
        Words { rules: self.rules, language: self.language }.value(claim)
    }

    /// Who says a claim, in words; none is the article's own voice.
    #[must_use]
    pub fn speaker(&self, claim: &Claim) -> Option<String> {
        claim.speaker.as_ref()?;
        Some(Words { rules: self.rules, language: self.language }.speaker(claim))
    }

    /// A fact in words: what is measured, of whom, and each scope slot with its value.
    #[must_use]
    pub fn fact(&self, fact: &FactKey) -> (String, String, Vec<(String, String)>) {
        let words = Words { rules: self.rules, language: self.language };
        let scope = fact.scope.iter().map(|(name, value)| (name.to_string(), words.entity(value)));
        (words.title(&fact.metric), words.entity(&fact.subject), scope.collect())
    }

    /// What a claim is about, in words: what is measured, of whom, and the scope; `?` and none are unknown.
    #[must_use]
    pub fn about(&self, claim: &Claim) -> (String, Option<String>, Vec<String>) {
        let words = Words { rules: self.rules, language: self.language };
        let scope = claim.scope.values();
        let scope = scope.map(|v| v.as_ref().map_or_else(|| "?".to_owned(), |v| words.entity(v))).collect();
        (words.title(&claim.metric), claim.subject.as_ref().map(|s| words.entity(s)), scope)
    }

    /// The fact as findings carry it.
    #[must_use]
    pub fn fact_label(&self, fact: &FactKey) -> FactLabel {
        let (title, subject, scope) = self.fact(fact);
        let parts = [title, subject].into_iter().chain(scope.into_iter().map(|(_, value)| value));
        FactLabel {
            metric: fact.metric.clone(),
            subject: fact.subject.clone(),
            scope: fact.scope.iter().cloned().collect(),
            name: parts.collect::<Vec<_>>().join(" · "),
        }
    }

    fn label(&self, claim: &Claim, message: String) -> Option<Label> {
        Some(Label {
            article: *self.articles.get(&claim.publication.id)?,
            span: claim.place.span,
            line: claim.place.line,
            column: claim.place.column,
            quote: claim.place.quote.clone(),
            title: claim.place.title,
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
