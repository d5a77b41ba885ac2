//! Classes: values of a lane that agree, found by one sweep over the interval ends.

use rustc_hash::FxHashSet;

use super::Entry;
use crate::value::{Bound, Decimal, Relation};

/// The class of what fits two classes.
pub(super) const NONE: usize = usize::MAX;

/// The entries of a lane that agree with each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    /// Positions in the lane, in the order of time.
    pub(super) entries: Vec<usize>,
    /// How many independent articles carry it.
    pub(super) families: usize,
}

/// The classes of a lane, in the order of their first entry; and the class of each entry.
///
/// The intervals are gone through by their upper ends. The first of a class stands for it: what overlaps
/// it, or is doubtful against it, holds the same point, and agrees. What overlaps two classes that
/// exclude each other is compatible with both and in neither: its class is [`NONE`].
pub(super) fn classes(lane: &[Entry]) -> (Vec<Class>, Vec<usize>) {
    let mut order: Vec<usize> = (0..lane.len()).collect();
    let ends = |i: &usize| lane.get(*i).map(|e| (upper(&e.interval.high), lower(&e.interval.low)));
    order.sort_by_key(|i| (ends(i), *i));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut first: Option<usize> = None;
    let mut before: Option<usize> = None;
    for i in order {
        let Some(entry) = lane.get(i) else { continue };
        let with = |other: Option<usize>| {
            let other = other.and_then(|f| lane.get(f));
            other.is_some_and(|f| f.interval.relation(&entry.interval) != Relation::Disjoint)
        };
        if with(before) && with(first) {
            continue;
        }
        match groups.last_mut().filter(|_| with(first)) {
            Some(group) => group.push(i),
            None => {
                groups.push(vec![i]);
                (before, first) = (first, Some(i));
            }
        }
    }
    number(lane, groups)
}

fn number(lane: &[Entry], mut groups: Vec<Vec<usize>>) -> (Vec<Class>, Vec<usize>) {
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_by_key(|g| g.first().copied());
    let mut of = vec![NONE; lane.len()];
    let mut out = Vec::with_capacity(groups.len());
    for (class, entries) in groups.into_iter().enumerate() {
        let mut families = FxHashSet::default();
        for &i in &entries {
            if let (Some(slot), Some(entry)) = (of.get_mut(i), lane.get(i)) {
                *slot = class;
                families.insert(entry.family);
            }
        }
        out.push(Class { families: families.len(), entries });
    }
    (out, of)
}

/// A key that orders lower ends: an open infinity first.
fn lower(bound: &Bound) -> (bool, Option<Decimal>) {
    (bound.at.is_some(), bound.at)
}

/// A key that orders upper ends: an open infinity last.
fn upper(bound: &Bound) -> (bool, Option<Decimal>) {
    (bound.at.is_none(), bound.at)
}
