//! Values that an article tells apart, by something that klopt does not know.
//!
//! `35 landen doen mee, 26 van hen zegden troepen toe`: who gives one fact two values in one breath knows that they
//! are two. What tells them apart was not understood, so neither of them is held against what others say of the
//! fact with any certainty.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::sentences::Sentences;
use super::telling::Told;
use crate::claim::{Claim, FactKey, Status};
use crate::rules::{Behaviour, RuleSet};
use crate::value::{Interval, Period};

/// What values have in common that would contradict each other, and the sentence or paragraph that they stand in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    fact: FactKey,
    status: Status,
    speaker: Option<Arc<str>>,
    unit: Option<String>,
    period: Option<Period>,
    place: usize,
}

/// Claims by what they have in common, each with its value.
type Groups = BTreeMap<Alike, Vec<(usize, Interval)>>;

/// Marks the claims of a sentence that give one fact different values, and those of a paragraph that gives each of
/// its values once: where one is repeated and another is not, that one may be a slip.
pub(super) fn mark(told: &mut [Told], sentences: &Sentences<'_>, rules: &RuleSet) {
    let (mut of_sentences, mut of_blocks) = (Groups::new(), Groups::new());
    for (index, of) in told.iter().enumerate().filter(|_| told.len() > 1) {
        let Some((alike, value)) = stated(&of.claim, rules) else { continue };
        let Some(block) = sentences.block(of.sentence) else { continue };
        let block = Alike { place: block, ..alike.clone() };
        of_sentences.entry(Alike { place: of.sentence, ..alike }).or_default().push((index, value));
        of_blocks.entry(block).or_default().push((index, value));
    }
    let once = |all: &&Vec<(usize, Interval)>| {
        all.iter().map(|(_, v)| v).collect::<BTreeSet<_>>().len() == all.len()
    };
    let found: Vec<usize> =
        of_sentences.values().chain(of_blocks.values().filter(once)).flat_map(|all| disjoint(all)).collect();
    for index in found {
        if let Some(of) = told.get_mut(index) {
            of.claim.apart = true;
        }
    }
}

/// The claims whose values another of them contradicts.
fn disjoint(all: &[(usize, Interval)]) -> Vec<usize> {
    let ends = |high: bool| all.iter().filter_map(move |(_, v)| if high { v.high.at } else { v.low.at });
    let (Some(highest), Some(lowest)) = (ends(false).max(), ends(true).min()) else { return Vec::new() };
    let other =
        |v: &Interval| v.high.at.is_some_and(|end| end < highest) || v.low.at.is_some_and(|end| end > lowest);
    all.iter().filter(|(_, v)| other(v)).map(|(index, _)| *index).collect()
}

/// What a claim states, and its value; none where it denies it, or is about no fact.
fn stated(claim: &Claim, rules: &RuleSet) -> Option<(Alike, Interval)> {
    let policy = &rules.metric(&claim.metric)?.policy;
    let (fact, _) = policy.fact(claim).filter(|_| !claim.negated)?;
    let alike = Alike {
        fact,
        status: claim.status,
        speaker: claim.speaker.clone(),
        unit: claim.value.unit().map(str::to_owned),
        period: Some(claim.period).filter(|_| policy.behaviour == Behaviour::Period),
        place: 0,
    };
    Some((alike, claim.value.interval(policy.rounding)))
}
