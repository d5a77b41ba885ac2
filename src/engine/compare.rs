//! Two claims beside each other: what keeps them from being compared, or what judging says of them.

use super::judged::verdicts;
use crate::claim::{Claim, ClaimValue, Comparison, Hindrance};
use crate::graph::{self, Reading, ReadingKey};
use crate::judge::{self, Bar};
use crate::rules::{Behaviour, Policy, RuleSet};
use crate::value::{Date, Relation};

/// Holds two claims against each other, as judging does.
#[must_use]
pub fn compare(a: &Claim, b: &Claim, rules: &RuleSet, as_of: Option<Date>) -> Comparison {
    let policy = |c: &Claim| rules.metric(&c.metric).map(|m| &m.policy);
    let rounding = |c: &Claim| policy(c).map(|p| p.rounding).unwrap_or_default();
    let intervals = [a, b].map(|c| c.value.interval(rounding(c)).normalised());
    let relation = match intervals[0].relation(&intervals[1]) {
        Relation::Within => "within",
        Relation::Overlaps => "overlaps",
        Relation::Doubtful => "doubtful",
        Relation::Disjoint => "disjoint",
    };
    let hindrances = hindrances([a, b], policy(a));
    Comparison {
        verdicts: if hindrances.is_empty() { judged([a, b], rules, as_of) } else { Vec::new() },
        intervals: [a, b].map(|c| match &c.value {
            ClaimValue::Date(period) => period.iso(),
            ClaimValue::Figure(_) | ClaimValue::Duration(_) => {
                c.value.interval(rounding(c)).normalised().to_string()
            }
        }),
        claims: [a.clone(), b.clone()],
        hindrances,
        relation,
    }
}

/// What keeps two claims from being compared.
fn hindrances([a, b]: [&Claim; 2], policy: Option<&Policy>) -> Vec<Hindrance> {
    if a.metric != b.metric {
        return vec![Hindrance::Metric];
    }
    let Some(policy) = policy else { return vec![Hindrance::Metric] };
    let mut out = about([a, b], policy);
    if !out.is_empty() {
        return out;
    }
    let read =
        |c: &Claim| graph::read(c, policy, policy.fact(c).is_some_and(|(_, guess)| guess)).into_iter().next();
    let (Some((one, first)), Some((two, second))) = (read(a), read(b)) else {
        return vec![Hindrance::PeriodUnknown];
    };
    let bars = [&one, &two].into_iter().filter_map(|key| judge::barred(key, policy));
    out.extend(bars.map(|bar| match bar {
        Bar::Denied => Hindrance::Denied,
        Bar::Hedged => Hindrance::Hedged,
        Bar::Unvoiced => Hindrance::Unvoiced,
        Bar::Previous => Hindrance::Previous,
        Bar::Vague => Hindrance::Vague,
    }));
    out.extend(apart(&one, &two, policy));
    let undated = first.day.is_none() || second.day.is_none();
    if undated && policy.behaviour != Behaviour::Event {
        out.push(Hindrance::Undated);
    }
    let gap = first.day.zip(second.day).map(|(x, y)| i64::from((y - x).get_days()).abs());
    let recurs = policy.fact(a).is_some_and(|(fact, _)| policy.may_recur(&fact));
    if recurs && gap.is_some_and(|days| days > policy.settles) {
        out.push(Hindrance::Occasions);
    }
    if one.assumed || two.assumed {
        out.push(Hindrance::Guess);
    }
    if a.publication.id == b.publication.id || a.publication.family == b.publication.family {
        out.push(Hindrance::OneText);
    }
    out.dedup();
    out
}

/// In what the facts of two claims of one metric differ, or are not known.
fn about([a, b]: [&Claim; 2], policy: &Policy) -> Vec<Hindrance> {
    let assumed = |name: &str| policy.assume.get(name);
    let mut out = Vec::new();
    let of = |known: Option<&std::sync::Arc<str>>, name: &str| known.or_else(|| assumed(name)).cloned();
    match (of(a.subject.as_ref(), "subject"), of(b.subject.as_ref(), "subject")) {
        (Some(x), Some(y)) if x != y => out.push(Hindrance::Subject),
        (Some(_), Some(_)) => {}
        _ => out.push(Hindrance::SubjectUnknown),
    }
    for (slot, value) in &a.scope {
        let other = b.scope.get(slot).and_then(Option::as_ref);
        match (of(value.as_ref(), slot), of(other, slot)) {
            (Some(x), Some(y)) if x != y => out.push(Hindrance::Scope(slot.clone())),
            (Some(_), Some(_)) => {}
            _ => out.push(Hindrance::ScopeUnknown(slot.clone())),
        }
    }
    out
}

/// In what two readings of one fact differ, so that they cannot be compared.
fn apart(a: &ReadingKey, b: &ReadingKey, policy: &Policy) -> Vec<Hindrance> {
    let wish = |k: &ReadingKey| judge::is_proposal(k, policy);
    let all = [
        (a.status != b.status, Hindrance::Status),
        (a.kind != b.kind, Hindrance::Kind),
        (a.unit != b.unit, Hindrance::Unit),
        (a.basis != b.basis, Hindrance::Basis),
        (a.period != b.period, Hindrance::Period),
        (wish(a) && wish(b) && a.voice != b.voice, Hindrance::Proposer),
    ];
    all.into_iter().filter_map(|(so, hindrance)| so.then_some(hindrance)).collect()
}

/// What judging the two alone says of one against the other.
fn judged(claims: [&Claim; 2], rules: &RuleSet, as_of: Option<Date>) -> Vec<&'static str> {
    let day = claims.iter().filter_map(|c| c.publication.published.and_then(|p| p.to)).max();
    let facts = graph::facts(&claims.map(Clone::clone), rules);
    let (Some(fact), Some(day)) = (facts.first(), as_of.or(day)) else { return Vec::new() };
    let readings: &[Reading] = &fact.readings;
    let mut out: Vec<&'static str> = verdicts(&fact.key, (readings, &[]), rules, day)
        .iter()
        .filter(|v| v.other.is_some() || readings.len() == 1)
        .map(|v| v.kind.name())
        .collect();
    if out.is_empty() && readings.len() == 1 {
        out.push("confirms");
    }
    out.sort_unstable();
    out.dedup();
    out
}
