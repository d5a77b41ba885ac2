//! How findings came about: the steps from a mention to the rule.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Corpus;
use super::judged::{judge, subjects};
use crate::claim::{Certainty, Claim, ClaimValue, FactKey};
use crate::finding::{
    Chain, ChainClaim, ChainPlace, ChainReading, ChainRole, ChainVerdict, FactLabel, Finding,
};
use crate::graph::{Fact, Member, Reading, ReadingKey, ValueKind, Voice};
use crate::judge::Verdict;
use crate::rules::RuleSet;

/// How many readings of a fact a chain shows.
const READINGS: usize = 8;
/// How many claims of a reading.
const CLAIMS: usize = 4;

/// The chains of the findings that rest on a verdict, by the fingerprint of the finding. `findings` are those of a
/// check of `corpus` with these rules, as on the same day.
#[must_use]
pub fn chains(
    corpus: &Corpus,
    rules: &RuleSet,
    as_of: Option<Date>,
    findings: &[Finding],
) -> BTreeMap<String, Chain> {
    let (graph, verdicts) = judge(corpus, rules, as_of);
    let claims: BTreeMap<&str, &Claim> = graph.claims.iter().map(|c| (&*c.id, c)).collect();
    let judged = verdicts.iter().filter_map(|(fact, verdict)| Some((graph.facts.get(*fact)?, verdict)));
    explained(findings, judged, &claims)
}

/// The chains of findings that rest on verdicts on facts, by the fingerprint of the finding. The claims that they tell
/// of are those of the members of the readings, as far as `claims` has them by their ids.
pub fn explained<'f>(
    findings: &[Finding],
    judged: impl Iterator<Item = (&'f Fact, &'f Verdict)>,
    claims: &BTreeMap<&str, &Claim>,
) -> BTreeMap<String, Chain> {
    let mut by_fact: BTreeMap<&FactKey, Vec<(&Fact, &Verdict)>> = BTreeMap::new();
    for (fact, verdict) in judged {
        by_fact.entry(&fact.key).or_default().push((fact, verdict));
    }
    let of = |finding: &Finding| {
        let id = finding.primary.claim.as_ref()?;
        let about = |(fact, v): &&(&Fact, &Verdict)| {
            let reading = fact.readings.get(v.reading).zip(fact.members.get(v.reading));
            let found = reading.map(|(r, m)| subjects(v, r, m)).unwrap_or_default();
            v.kind.name() == finding.verdict && found.iter().any(|m| m.evidence.claim == *id)
        };
        let (fact, verdict) = by_fact.get(&fact_key(finding.fact.as_ref()?))?.iter().find(about)?;
        let claim = claims.get(&**id)?;
        Some((finding.fingerprint.clone(), chain(claims, fact, (claim, verdict), finding)))
    };
    findings.iter().filter_map(of).collect()
}

/// The key of the fact that a finding names.
#[must_use]
pub fn fact_key(label: &FactLabel) -> FactKey {
    let scope = label.scope.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    FactKey { metric: label.metric.clone(), subject: label.subject.clone(), scope }
}

fn chain(
    claims: &BTreeMap<&str, &Claim>,
    fact: &Fact,
    (claim, verdict): (&Claim, &Verdict),
    finding: &Finding,
) -> Chain {
    let role = |index: usize| {
        let cited = |m: &Member| verdict.against.iter().any(|e| e.claim == m.evidence.claim);
        if index == verdict.reading {
            ChainRole::Own
        } else if Some(index) == verdict.other || fact.members.get(index).is_some_and(|m| m.iter().any(cited))
        {
            ChainRole::Against
        } else {
            ChainRole::Other
        }
    };
    let mut order: Vec<(ChainRole, usize)> = (0..fact.readings.len()).map(|i| (role(i), i)).collect();
    order.sort_unstable();
    let shown = order.iter().take(READINGS).filter_map(|(role, index)| {
        let (reading, members) = (fact.readings.get(*index)?, fact.members.get(*index)?);
        Some(step(claims, reading, members, *role))
    });
    Chain {
        claim: ChainClaim {
            id: claim.id.clone(),
            mention: claim.place.quote.clone(),
            metric: claim.metric.clone(),
            subject: claim.subject.clone(),
            scope: claim.scope.clone(),
            pattern: claim.pattern.clone(),
            period: claim.period.iso(),
            published: claim.publication.published.map(|p| p.iso()),
        },
        fact: fact.key.id(),
        readings: shown.collect(),
        more: order.len().saturating_sub(READINGS),
        verdict: ChainVerdict {
            kind: verdict.kind.name(),
            articles: verdict.counted.unwrap_or(verdict.families),
            tie: verdict.tie,
        },
        rule: finding.rule.clone(),
    }
}

fn step(
    claims: &BTreeMap<&str, &Claim>,
    reading: &Reading,
    members: &[Member],
    role: ChainRole,
) -> ChainReading {
    let of = |member: &Member| claims.get(&*member.evidence.claim).copied();
    let place = |claim: &Claim| ChainPlace {
        path: claim.publication.path.clone(),
        line: claim.place.line,
        column: claim.place.column,
        quote: claim.place.quote.clone(),
        published: claim.publication.published.map(|p| p.iso()),
        claim: claim.id.clone(),
    };
    let key = &reading.key;
    let dates = members.first().and_then(of).and_then(|claim| match &claim.value {
        ClaimValue::Date(period) => Some(period.iso()),
        ClaimValue::Figure(_) | ClaimValue::Duration(_) => None,
    });
    let interval = dates.filter(|_| key.kind == ValueKind::Date).unwrap_or_else(|| key.interval.to_string());
    ChainReading {
        role,
        interval: key.due.map_or(interval.clone(), |due| format!("{interval} ({})", due.iso())),
        unit: key.unit.clone(),
        status: key.status.word(),
        speaker: match &key.voice {
            Voice::Own => None,
            Voice::Named(id) => Some(id.clone()),
            Voice::Unnamed => Some("?".into()),
        },
        but: but(key),
        articles: reading.families(),
        days: reading.days().map(|(first, last)| (first.to_string(), last.to_string())),
        claims: members.iter().take(CLAIMS).filter_map(of).map(place).collect(),
        more: members.len().saturating_sub(CLAIMS),
    }
}

/// What keeps a reading from being held against others with certainty.
fn but(key: &ReadingKey) -> Vec<&'static str> {
    let all = [
        (key.negated, "denied"),
        (key.certainty == Certainty::Hedged, "hedged"),
        (key.assumed, "guess"),
        (key.leans > 0, "leans"),
        (key.converted, "converted"),
    ];
    all.into_iter().filter_map(|(so, word)| so.then_some(word)).collect()
}
