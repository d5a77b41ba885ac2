//! Joins across facts: for each rule that joins, the facts with one join key are judged together.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Fact;
use crate::judge::{JoinSide, Joined, Verdict, VerdictKind, judge_join, judge_shares};
use crate::rules::RuleSet;
use crate::rules::join::{Join, Relation, Side};

/// Verdicts of a fact by itself after which its value is held against no other fact.
const AMISS: [VerdictKind; 8] = [
    VerdictKind::Conflicts,
    VerdictKind::Slips,
    VerdictKind::Decreases,
    VerdictKind::Unexpected,
    VerdictKind::Disputes,
    VerdictKind::Stale,
    VerdictKind::Repeats,
    VerdictKind::Implausible,
];

/// The verdicts of the rules that join facts, each with the index of the fact that it is about. `alone` are the
/// verdicts on the facts by themselves.
#[must_use]
pub fn verdicts(facts: &[Fact], alone: &[(usize, Verdict)], rules: &RuleSet) -> Vec<(usize, Verdict)> {
    let mut amiss: Vec<BTreeSet<(usize, usize)>> = vec![BTreeSet::new(); facts.len()];
    for (fact, verdict) in alone.iter().filter(|(_, v)| AMISS.contains(&v.kind)) {
        if let Some(amiss) = amiss.get_mut(*fact) {
            amiss.insert((verdict.reading, verdict.stretch));
        }
    }
    let mut out = Vec::new();
    for (rule, join) in rules.checks.iter().filter_map(|r| Some((r, r.join.as_ref()?))) {
        let settles = rules.metric(&join.whole.metric).map_or(0, |m| m.policy.settles);
        for Group { whole, parts } in groups(facts, join) {
            let side = |n: usize| Some(JoinSide { readings: &facts.get(n)?.readings, amiss: amiss.get(n)? });
            let numbers: Vec<usize> = std::iter::once(whole).chain(parts.iter().copied().flatten()).collect();
            let sides: Vec<JoinSide<'_>> = numbers.iter().filter_map(|n| side(*n)).collect();
            let complete = parts.iter().all(Option::is_some);
            let found = match (join.relation, sides.split_first()) {
                (Relation::Share, Some((amounts, shares))) => {
                    judge_shares(*amounts, shares).into_iter().map(|v| (0, v)).collect()
                }
                (Relation::Sum, _) if complete => judge_join(&sides, Joined::Sum, settles),
                (Relation::AtMost, _) if complete => judge_join(&sides, Joined::AtMost, settles),
                (Relation::Ratio, _) if complete => judge_join(&sides, Joined::Ratio, settles),
                _ => Vec::new(),
            };
            for (side, verdict) in found {
                let join = Some(rule.id.clone());
                out.extend(numbers.get(side).map(|fact| (*fact, Verdict { join, ..verdict })));
            }
        }
    }
    out
}

/// Verdicts that accuse somebody of another value of a whole.
const OTHER: [VerdictKind; 3] = [VerdictKind::Conflicts, VerdictKind::Unexpected, VerdictKind::Stale];

/// Takes for doubtful what is held against a whole where one of the two values is that of a part of it: `the norm of 3.5
/// percent` may be short for the core of the norm, once somebody has told how much that is.
pub fn doubt_parts(facts: &[Fact], alone: &mut [(usize, Verdict)], rules: &RuleSet) {
    let mut parts_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let sums = rules.checks.iter().filter_map(|rule| rule.join.as_ref());
    for join in sums.filter(|join| join.relation == Relation::Sum) {
        for Group { whole, parts } in groups(facts, join) {
            parts_of.entry(whole).or_default().extend(parts.into_iter().flatten());
        }
    }
    for (fact, verdict) in alone.iter_mut().filter(|(_, v)| OTHER.contains(&v.kind)) {
        let (Some(whole), Some(parts)) = (facts.get(*fact), parts_of.get(fact)) else { continue };
        let of_part = |reading: usize| {
            whole.readings.get(reading).is_some_and(|own| {
                let mut all =
                    parts.iter().filter_map(|part| facts.get(*part)).flat_map(|part| &part.readings);
                all.any(|part| part.key.unit == own.key.unit && part.key.interval == own.key.interval)
            })
        };
        if of_part(verdict.reading) || verdict.other.is_some_and(of_part) {
            verdict.kind = VerdictKind::Doubtful;
        }
    }
}

/// Facts that belong together: a whole, and a fact for each part as far as there is one.
struct Group {
    whole: usize,
    parts: Vec<Option<usize>>,
}

/// The facts on one side by their subject and what the whole tells of the slots in common, and then by the others of
/// these, which the parts have in common among themselves.
type Index<'f> = BTreeMap<(&'f str, Vec<&'f str>), BTreeMap<Vec<&'f str>, usize>>;

/// The facts that a rule joins, in the order of the wholes.
fn groups(facts: &[Fact], join: &Join) -> Vec<Group> {
    let wholes =
        |side| facts.iter().enumerate().filter_map(move |(n, f)| Some((n, join.wanted(side, &f.key)?)));
    // All facts of a metric have the same slots.
    let Some((_, (_, slots))) = wholes(&join.whole).next() else { return Vec::new() };
    let told: Vec<bool> = slots.iter().map(Option::is_some).collect();
    let index = |side| {
        let mut out = Index::new();
        for (number, fact) in facts.iter().enumerate() {
            if let Some((subject, slots)) = join.key(side, &fact.key) {
                let of = |known: bool| slots.iter().zip(&told).filter(move |(_, told)| **told == known);
                let (known, rest) =
                    (of(true).map(|(s, _)| *s).collect(), of(false).map(|(s, _)| *s).collect());
                out.entry((subject, known)).or_default().insert(rest, number);
            }
        }
        out
    };
    let parts: Vec<(&Side, Index<'_>)> = join.parts.iter().map(|side| (side, index(side))).collect();
    let mut out = Vec::new();
    for (whole, _) in wholes(&join.whole) {
        let mut by_rest: BTreeMap<&Vec<&str>, Vec<Option<usize>>> = BTreeMap::new();
        for (number, (side, index)) in parts.iter().enumerate() {
            let wanted = facts.get(whole).and_then(|fact| join.wanted(side, &fact.key));
            let Some((subject, slots)) = wanted else { continue };
            let found = index.get(&(subject, slots.into_iter().flatten().collect()));
            for (rest, fact) in found.into_iter().flatten() {
                let of = by_rest.entry(rest).or_insert_with(|| vec![None; parts.len()]);
                if let Some(place) = of.get_mut(number) {
                    *place = Some(*fact);
                }
            }
        }
        out.extend(by_rest.into_values().map(|parts| Group { whole, parts }));
    }
    out
}
