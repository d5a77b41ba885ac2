//! `forecast`: a value belongs to its speaker and its moment.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::classes::{NONE, classes};
use super::event::verdict;
use super::{Entry, Verdict, VerdictKind};
use crate::value::{Decimal, Relation};

/// The verdicts of a lane of forecasts.
pub(super) fn judge(lane: &[Entry], as_of: Date) -> Vec<Verdict> {
    let mut out = Vec::new();
    let mut last: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let (classes, of) = classes(lane);
    let strongest =
        classes.iter().max_by_key(|c| (c.families, std::cmp::Reverse(c.entries.first().copied())));
    for (at, entry) in lane.iter().enumerate() {
        let speaker = entry.speaker.as_deref();
        let alone = slip(lane, &of, at);
        let before = if alone.is_some() { last.get(&speaker).copied() } else { last.insert(speaker, at) };
        if let Some(usual) = alone {
            let found = verdict(lane, at, &usual, false);
            out.extend(found.map(|v| Verdict { kind: VerdictKind::Revises, ..v }));
        } else if let Some(before) = before.filter(|b| apart(lane, *b, at)) {
            let found = verdict(lane, at, &[before], false);
            out.extend(found.map(|v| Verdict { kind: VerdictKind::Revises, ..v }));
        } else if before.is_none()
            && let Some(strongest) = strongest
            && of.get(at).is_some_and(|c| *c != NONE)
            && strongest.entries.first().and_then(|i| of.get(*i)) != of.get(at)
        {
            let others: Vec<usize> =
                strongest.entries.iter().copied().filter(|i| *i < at || strongest.families > 1).collect();
            let found = if others.is_empty() { None } else { verdict(lane, at, &others, false) };
            out.extend(found.map(|v| Verdict { kind: VerdictKind::Disputes, ..v }));
        }
        if expired(entry, as_of) {
            out.push(Verdict {
                kind: VerdictKind::Expired,
                claim: entry.claim,
                against: Vec::new(),
                tie: false,
            });
        }
    }
    out
}

/// Where a speaker says one thing once and another, with which it does not agree, at least twice, also
/// afterwards: those others.
fn slip(lane: &[Entry], of: &[usize], at: usize) -> Option<Vec<usize>> {
    let speaker = &lane.get(at)?.speaker;
    let class = of.get(at)?;
    let own = lane.iter().zip(of).enumerate().filter(|(_, (e, _))| e.speaker == *speaker);
    let (same, others): (Vec<_>, Vec<_>) = own.partition(|(_, (_, c))| *c == class);
    let others: Vec<usize> = others.into_iter().map(|(i, _)| i).collect();
    let first = others.first().and_then(|i| of.get(*i));
    let united = others.len() > 1 && others.iter().all(|i| of.get(*i) == first);
    let after = others.last().is_some_and(|last| *last > at);
    (same.len() == 1 && united && after).then_some(others)
}

fn apart(lane: &[Entry], a: usize, b: usize) -> bool {
    match (lane.get(a), lane.get(b)) {
        (Some(a), Some(b)) => a.interval.relation(&b.interval) == Relation::Disjoint,
        _ => false,
    }
}

/// Whether the window had ended by the day of the report; windows count in days since 1 January 1970.
fn expired(entry: &Entry, as_of: Date) -> bool {
    let today: Decimal = (as_of - date(1970, 1, 1)).get_days().into();
    entry.interval.high.at.is_some_and(|end| end < today)
}
