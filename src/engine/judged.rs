//! Claims to findings, step by step: readings of facts ([`crate::graph::facts`]), verdicts on them
//! ([`verdicts`]), and the findings that the rules make of those ([`findings`]).
//!
//! Each step sees only what it is given, so that the same code serves a folder of articles and an archive in
//! which the facts that an article touches are judged again from their readings.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Corpus;
use super::corrections::{self, Corrections, Left, TakenBack};
use super::joined;
use super::rated::Rated;
use crate::check::Checker;
use crate::claim::{Claim, FactKey, Fingerprint};
use crate::finding::{ArticleView, Finding};
use crate::graph::{self, EXACT, Fact, Graph, Member, Reading};
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

/// The verdicts on the readings of one fact; none for a metric that the rules don't know. `back` is what the front
/// matter of articles takes back, and is not among the readings any more.
#[must_use]
pub fn verdicts(
    fact: &FactKey,
    (readings, back): (&[Reading], &[TakenBack]),
    rules: &RuleSet,
    as_of: Date,
) -> Vec<Verdict> {
    let Some(policy) = rules.metric(&fact.metric).map(|m| m.policy.for_fact(fact)) else { return Vec::new() };
    let policy = &*policy;
    let left = Left::of(readings);
    let standing = left.as_ref().map_or(readings, |left| &left.readings);
    let found = match Rated::of(standing, &rules.rates) {
        Some(rated) => rated.told(judge::judge(&rated.readings, policy, as_of)),
        None => judge::judge(standing, policy, as_of),
    };
    let found = corrections::repeated(found, standing, (back, left.as_ref()), policy);
    match left {
        Some(left) => left.told(found),
        None => found,
    }
}

/// The claims that a verdict is about, by their members of its reading: one an article, and of a tie one alone.
#[must_use]
pub fn subjects<'m>(verdict: &Verdict, reading: &Reading, members: &'m [Member]) -> Vec<&'m Member> {
    let Some(stretch) = reading.timeline.stretches().get(verdict.stretch) else { return Vec::new() };
    let first = members.partition_point(|m| m.day < stretch.days.map(|(first, _)| first));
    let covered = members.iter().skip(first).take_while(|m| stretch.covers(m.day));
    let covered = covered.filter(|m| verdict.about.as_ref().is_none_or(|claim| *claim == m.evidence.claim));
    let mut seen = FxHashSet::default();
    let mut out: Vec<&Member> = covered.filter(|m| seen.insert(&m.evidence.article)).collect();
    if verdict.tie {
        out.truncate(1);
    }
    out
}

/// The day of a report on a corpus: `as_of`, else that of the latest article.
#[must_use]
pub fn day_of(corpus: &Corpus, as_of: Option<Date>) -> Option<Date> {
    as_of.or_else(|| corpus.publications.iter().filter_map(|p| p.published.and_then(|p| p.to)).max())
}

/// What the front matter of the articles of a corpus takes back, by the facts.
fn taken_back(corpus: &Corpus, rules: &RuleSet) -> BTreeMap<FactKey, Vec<TakenBack>> {
    let corrections = Corrections::of(&corpus.publications);
    let facts = if corrections.is_empty() { Vec::new() } else { graph::facts(&corpus.claims, rules) };
    let of = |fact: &Fact| {
        let policy = &rules.metric(&fact.key.metric)?.policy;
        let stated = corrections.statements(fact, &corpus.claims, policy);
        Some((fact.key.clone(), corrections.taken_back(&stated)))
    };
    facts.iter().filter_map(of).filter(|(_, back)| !back.is_empty()).collect()
}

/// What is claimed by now, the facts that it is about, and the verdicts on them, each with the index of its fact.
type Judged<'c> = (Cow<'c, [Claim]>, Vec<Fact>, Vec<(usize, Verdict)>);

fn judged<'c>(corpus: &'c Corpus, rules: &RuleSet, as_of: Option<Date>) -> Judged<'c> {
    let back = taken_back(corpus, rules);
    let taken = back.values().flatten().map(|one| one.carrier.evidence.claim.clone()).collect();
    let claims = corrections::without(&corpus.claims, &taken);
    let facts = graph::facts(&claims, rules);
    let Some(day) = day_of(corpus, as_of) else { return (claims, facts, Vec::new()) };
    let judge = |(i, fact): (usize, &Fact)| {
        let back = back.get(&fact.key).map_or(&[][..], Vec::as_slice);
        let found = verdicts(&fact.key, (&fact.readings, back), rules, day);
        found.into_iter().map(move |v| (i, v)).collect::<Vec<_>>()
    };
    let mut all: Vec<(usize, Verdict)> = facts.par_iter().enumerate().flat_map_iter(judge).collect();
    joined::doubt_parts(&facts, &mut all, rules);
    all.extend(joined::verdicts(&facts, &all, rules));
    count(&mut all, &facts);
    (claims, facts, all)
}

/// Counts the articles that give the value that a verdict stands against, where they are too many for its reading to
/// tell: here all of them are known.
fn count(verdicts: &mut [(usize, Verdict)], facts: &[Fact]) {
    let mut counted: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (fact, verdict) in verdicts.iter_mut().filter(|(_, v)| v.families > EXACT && !v.tie) {
        let Some((all, other)) = facts.get(*fact).zip(verdict.other) else { continue };
        let families = || {
            let members = all.members.get(other).into_iter().flatten();
            members.map(|m| m.evidence.family).collect::<FxHashSet<u64>>().len()
        };
        let number = *counted.entry((*fact, other)).or_insert_with(families);
        verdict.counted = Some(number).filter(|n| *n > EXACT);
    }
}

/// The graph of a corpus with the verdicts on its facts in it, and the verdicts with the index of their fact.
#[must_use]
pub fn judge(corpus: &Corpus, rules: &RuleSet, as_of: Option<Date>) -> (Graph, Vec<(usize, Verdict)>) {
    let (claims, facts, all) = judged(corpus, rules, as_of);
    let mut graph = Graph::build(claims.into_owned(), facts);
    let mut edges = FxHashSet::default();
    for (fact, verdict) in &all {
        let edge = (*fact, verdict.kind.name(), verdict.reading, verdict.other);
        if edges.insert(edge) {
            graph.add_verdict(edge.1, edge.0, edge.2, edge.3);
        }
    }
    (graph, all)
}

/// The findings that verdicts on a fact give. `claims` has the claims that the verdicts cite, by their ids.
#[must_use]
pub fn findings(
    checker: &Checker<'_>,
    fact: &Fact,
    verdict: &Verdict,
    claims: &BTreeMap<&str, &Claim>,
) -> Vec<Finding> {
    if !checker.wants(&fact.key, verdict) {
        return Vec::new();
    }
    let (Some(reading), Some(members)) =
        (fact.readings.get(verdict.reading), fact.members.get(verdict.reading))
    else {
        return Vec::new();
    };
    let found = |member: &Member| {
        let claim = claims.get(&*member.evidence.claim)?;
        let cited = verdict.against.iter().filter(|e| e.claim != claim.id);
        let against: Vec<&Claim> = cited.filter_map(|e| claims.get(&*e.claim).copied()).collect();
        checker.verdict(&fact.key, verdict, claim, &against)
    };
    subjects(verdict, reading, members).into_iter().filter_map(found).collect()
}

/// The findings in a corpus, in the order of the articles and of the places in them; those of rules that are
/// off too, for a configuration to raise or drop.
#[must_use]
pub fn check(corpus: &Corpus, rules: &RuleSet, options: &CheckOptions) -> Vec<Finding> {
    let (_, facts, verdicts) = judged(corpus, rules, options.as_of);
    let ids = corpus.publications.iter().enumerate().map(|(i, p)| (p.id.clone(), i));
    let articles: BTreeMap<Arc<str>, usize> = ids.collect();
    let checker = Checker { rules, language: &options.language, articles: &articles };
    // What was taken back is about no fact any more, and may be cited.
    let claims: BTreeMap<&str, &Claim> = corpus.claims.iter().map(|c| (&*c.id, c)).collect();
    let judged = verdicts.par_iter().flat_map_iter(|(fact, verdict)| {
        facts.get(*fact).map(|f| findings(&checker, f, verdict, &claims)).unwrap_or_default()
    });
    let mut all: Vec<Finding> = judged.collect();
    drop((facts, verdicts, claims));
    all.extend(corpus.observations.iter().filter_map(|o| checker.observation(o)));
    tidy(&mut all, &corpus.articles);
    all
}

/// Puts findings in the order of the articles and their places, drops what is said twice, and makes the
/// fingerprints of those that say the same of one article, or of articles of one name, differ.
pub fn tidy(findings: &mut Vec<Finding>, articles: &[ArticleView]) {
    for finding in findings.iter_mut().filter(|f| f.primary.quote.is_empty()) {
        // What is said of a record as a whole stands where the record does.
        let record = articles.get(finding.primary.article).and_then(|article| article.record);
        finding.primary.line = record.unwrap_or(finding.primary.line);
    }
    let order = |a: &Finding, b: &Finding| {
        let place = |f: &Finding| (f.primary.article, f.primary.span);
        let rest = |f: &Finding, g: &Finding| {
            (&f.rule, &f.fact, &f.fingerprint).cmp(&(&g.rule, &g.fact, &g.fingerprint))
        };
        place(a).cmp(&place(b)).then_with(|| rest(a, b))
    };
    findings.sort_by(order);
    findings.dedup_by(|a, b| {
        let same = (a.primary.article, a.primary.span) == (b.primary.article, b.primary.span);
        same && (&a.rule, &a.fact) == (&b.rule, &b.fact)
    });
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, finding) in findings.iter().enumerate() {
        same.entry(finding.fingerprint.clone()).or_default().push(i);
    }
    for (fingerprint, mut places) in same.into_iter().filter(|(_, p)| p.len() > 1) {
        // In the order of time, so that an article that is added later takes no other's number.
        places.sort_by_key(|i| {
            let label = findings.get(*i).map(|f| &f.primary);
            let article = label.and_then(|l| articles.get(l.article));
            (article.map(|a| (a.published.clone(), a.id.clone())), label.map(|l| l.span))
        });
        for (number, place) in places.into_iter().enumerate().skip(1) {
            if let Some(finding) = findings.get_mut(place) {
                let number = (number + 1).to_string();
                let unique = Fingerprint::of([fingerprint.as_str(), &number]);
                unique.as_str().clone_into(&mut finding.fingerprint);
            }
        }
    }
}
