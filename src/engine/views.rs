//! What reports show of articles and rules.

use crate::extract::Extraction;
use crate::finding::{ArticleView, Excerpts, Reference, RuleView};
use crate::input::Document;
use crate::rules::RuleSet;
use crate::text::{LineIndex, SourceSpan};
use crate::value::{Language, Period};

/// What reports show of an article: of its text, the lines that something stands in.
#[must_use]
pub fn view(document: &Document, extraction: &Extraction) -> ArticleView {
    let claims = extraction.claims.iter().map(|claim| claim.place.span);
    let seen = extraction.observations.iter().flat_map(|o| {
        let places = o.place.iter().chain(&o.related).map(|p| p.span);
        places.chain(o.place.is_none().then(SourceSpan::default))
    });
    ArticleView {
        path: document.path.clone(),
        id: document.id.as_str().into(),
        called: None,
        title: document.meta.title.clone(),
        published: document.meta.published.as_ref().map(Period::iso),
        source: document.meta.source.clone(),
        excerpts: Excerpts::around(&document.source, claims.chain(seen)),
        record: document.record,
        suppressions: document.meta.suppressions.clone(),
        references: references(document),
    }
}

/// The articles that one corrects or retracts, with the lines that say so.
#[must_use]
pub fn references(document: &Document) -> Vec<Reference> {
    let all = &document.meta.references;
    if all.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(&document.source);
    let of = |(id, span): &(String, SourceSpan)| Reference {
        id: id.clone(),
        line: document.position(&lines, span.start).line,
    };
    all.iter().map(of).collect()
}

/// What reports show of the check rules in force, in their order.
#[must_use]
pub fn rule_views(rules: &RuleSet, language: &Language) -> Vec<RuleView> {
    let words = |by_language: &std::collections::BTreeMap<String, String>| {
        by_language.get(language.as_str()).or_else(|| by_language.get("en")).cloned().unwrap_or_default()
    };
    let view = |rule: &crate::rules::CheckRule| RuleView {
        id: rule.id.clone(),
        title: words(&rule.title),
        about: words(&rule.about).trim().to_owned(),
        why: words(&rule.why).trim().to_owned(),
        silence: words(&rule.silence).trim().to_owned(),
        severity: rule.severity,
    };
    rules.checks.iter().map(view).collect()
}
