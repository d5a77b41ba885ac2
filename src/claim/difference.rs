//! Two versions of an article: which of their claims came, went and changed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Claim;
use crate::value::Period;

/// A part of a claim in which two versions of it can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// What the metric is of.
    Subject,
    /// What else tells the fact apart.
    Scope,
    /// The value.
    Value,
    /// In what sense.
    Status,
    /// Who says so.
    Speaker,
    /// How firmly.
    Certainty,
    /// Whether it is denied.
    Negated,
    /// What it speaks of.
    Period,
}

/// What became of a claim. Claims are counted by their places in the two lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Came(usize),
    /// It is no longer made.
    Went(usize),
    /// It is made otherwise: the old one, the new one, and what differs.
    Changed(usize, usize, Vec<Part>),
}

/// What became of the claims of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Those that came, went and changed: in the order of the new version, what went last.
    pub changes: Vec<Change>,
    /// How many say the same as before, wherever they stand.
    pub same: usize,
}

impl Difference {
    /// What became of the claims `old` of an article in the claims `new` of another version of it.
    ///
    /// Claims that say the same are one, wherever they stand. Of the others, those about one fact in one sense
    /// and voice are taken for one claim that changed, then those about one fact, then those of one metric with
    /// the same value; always in the order of the text.
    #[must_use]
    pub fn between(old: &[&Claim], new: &[&Claim]) -> Self {
        let mut left = Unpaired { old: (0..old.len()).collect(), new: (0..new.len()).collect() };
        let same = left.pair(old, new, all_of);
        let mut changes: Vec<Change> = [in_one_voice, fact_of, value_of]
            .into_iter()
            .flat_map(|key| left.pair(old, new, key))
            .filter_map(|(a, b)| Some(Change::Changed(a, b, parts(old.get(a)?, new.get(b)?))))
            .collect();
        changes.extend(left.new.into_iter().map(Change::Came));
        changes.sort_by_key(|change| match change {
            Change::Came(new) | Change::Changed(_, new, _) => *new,
            Change::Went(_) => usize::MAX,
        });
        changes.extend(left.old.into_iter().map(Change::Went));
        Self { changes, same: same.len() }
    }
}

/// The claims of both versions that are not paired yet, in the order of the text.
struct Unpaired {
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Unpaired {
    /// Pairs claims with the same key, the first with the first.
    fn pair(&mut self, old: &[&Claim], new: &[&Claim], key: fn(&Claim) -> String) -> Vec<(usize, usize)> {
        let mut waiting: BTreeMap<String, std::collections::VecDeque<usize>> = BTreeMap::new();
        for &index in &self.old {
            if let Some(claim) = old.get(index) {
                waiting.entry(key(claim)).or_default().push_back(index);
            }
        }
        let mut pairs = Vec::new();
        self.new.retain(|&index| {
            let first = new.get(index).and_then(|claim| waiting.get_mut(&key(claim))?.pop_front());
            pairs.extend(first.map(|first| (first, index)));
            first.is_none()
        });
        self.old = waiting.into_values().flatten().collect();
        self.old.sort_unstable();
        pairs
    }
}

/// All that a claim says, as a key.
fn all_of(claim: &Claim) -> String {
    format!("{} {:?} {:?} {:?}", in_one_voice(claim), claim.value, claim.negated, spoken_of(claim))
}

fn in_one_voice(claim: &Claim) -> String {
    format!("{} {:?} {:?} {:?}", fact_of(claim), claim.status, claim.speaker, claim.certainty)
}

fn fact_of(claim: &Claim) -> String {
    format!("{} {:?} {:?}", claim.metric, claim.subject, claim.scope)
}

fn value_of(claim: &Claim) -> String {
    format!("{} {:?}", claim.metric, claim.value)
}

/// The period of a claim; none where it begins with its article, which another version may have another day for.
fn spoken_of(claim: &Claim) -> Option<Period> {
    let published = claim.publication.published.and_then(|p| p.from);
    let assumed = claim.period.to.is_none() && claim.period.from == published;
    (!assumed).then_some(claim.period)
}

fn parts(old: &Claim, new: &Claim) -> Vec<Part> {
    let differ = [
        (Part::Subject, old.subject != new.subject),
        (Part::Scope, old.scope != new.scope),
        (Part::Value, old.value != new.value),
        (Part::Status, old.status != new.status),
        (Part::Speaker, old.speaker != new.speaker),
        (Part::Certainty, old.certainty != new.certainty),
        (Part::Negated, old.negated != new.negated),
        (Part::Period, spoken_of(old) != spoken_of(new)),
    ];
    differ.into_iter().filter_map(|(part, differs)| differs.then_some(part)).collect()
}
