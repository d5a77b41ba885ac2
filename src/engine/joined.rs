//! Joins across facts: for each rule that joins, the facts with one join key are judged together.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Fact;
use crate::judge::{JoinSide, Joined, Verdict, VerdictKind, judge_join};
use crate::rules::RuleSet;
use crate::rules::join::{Join, Relation};

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
pub(super) fn verdicts(facts: &[Fact], alone: &[(usize, Verdict)], rules: &RuleSet) -> Vec<(usize, Verdict)> {
    let mut amiss: Vec<BTreeSet<(usize, usize)>> = vec![BTreeSet::new(); facts.len()];
    for (fact, verdict) in alone.iter().filter(|(_, v)| AMISS.contains(&v.kind)) {
        if let Some(amiss) = amiss.get_mut(*fact) {
            amiss.insert((verdict.reading, verdict.stretch));
        }
    }
    let mut out = Vec::new();
    for (rule, join) in rules.checks.iter().filter_map(|r| Some((r, r.join.as_ref()?))) {
        let settles = rules.metric(&join.whole.metric).map_or(0, |m| m.policy.settles);
        let relation = match join.relation {
            Relation::Sum => Joined::Sum,
            Relation::AtMost => Joined::AtMost,
        };
        for numbers in by_key(facts, join) {
            let side =
                |n: &usize| Some(JoinSide { readings: &facts.get(*n)?.readings, amiss: amiss.get(*n)? });
            let Some(sides) = numbers.iter().map(side).collect::<Option<Vec<_>>>() else { continue };
            for (side, verdict) in judge_join(&sides, relation, settles) {
                let join = Some(rule.id.clone());
                out.extend(numbers.get(side).map(|fact| (*fact, Verdict { join, ..verdict })));
            }
        }
    }
    out
}

/// For each join key the facts on its sides, the whole first; keys that lack a side are left out.
fn by_key(facts: &[Fact], join: &Join) -> Vec<Vec<usize>> {
    let mut keys: BTreeMap<Vec<&str>, Vec<Option<usize>>> = BTreeMap::new();
    let sides = join.sides().count();
    for (number, fact) in facts.iter().enumerate() {
        for (side, of) in join.sides().enumerate() {
            if let Some(key) = join.key(of, &fact.key)
                && let Some(place) = keys.entry(key).or_insert_with(|| vec![None; sides]).get_mut(side)
            {
                *place = Some(number);
            }
        }
    }
    keys.into_values().filter_map(|sides| sides.into_iter().collect()).collect()
}
