//! Classes: values of a lane that agree, found by one sweep over the interval ends.

use rustc_hash::FxHashSet;

use super::Entry;
use crate::value::{Bound, Decimal, Relation};

/// The entries of a lane that agree with each other, directly or through one in between.
#[derive(Debug, Clone, Default)]
pub(super) struct Class {
    /// Positions in the lane, in the order of time.
    pub(super) entries: Vec<usize>,
    /// How many independent articles carry it.
    pub(super) families: usize,
}

/// The classes of a lane, in the order of their first entry; and the class of each entry.
pub(super) fn classes(lane: &[Entry]) -> (Vec<Class>, Vec<usize>) {
    let mut order: Vec<usize> = (0..lane.len()).collect();
    let low = |i: &usize| lane.get(*i).map(|e| lower(&e.interval.low));
    order.sort_by_key(|i| (low(i), *i));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut reach: Option<usize> = None;
    for i in order {
        let Some(entry) = lane.get(i) else { continue };
        // An interval that reaches furthest decides whether the next one still agrees.
        let agrees = reach.and_then(|r| lane.get(r)).is_some_and(|r| {
            matches!(
                r.interval.relation(&entry.interval),
                Relation::Within | Relation::Overlaps | Relation::Doubtful
            )
        });
        if agrees {
            if let Some(group) = groups.last_mut() {
                group.push(i);
            }
        } else {
            groups.push(vec![i]);
        }
        let further = reach
            .and_then(|r| lane.get(r))
            .is_none_or(|r| !agrees || upper(&entry.interval.high) > upper(&r.interval.high));
        if further {
            reach = Some(i);
        }
    }
    number(lane, groups)
}

fn number(lane: &[Entry], mut groups: Vec<Vec<usize>>) -> (Vec<Class>, Vec<usize>) {
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_by_key(|g| g.first().copied());
    let mut of = vec![0; lane.len()];
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
