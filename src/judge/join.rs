//! Joins across facts: parts and their whole, for one join key at a time.
//!
//! All that is said of the whole and the parts is gone through in the order of time, each side's value being the
//! one given last. At the end of each day on which one of them is given, the values are held against each other,
//! if none of them is older than the whole takes to settle. n statements cost n log n.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::lane::is_vague;
use super::{Verdict, VerdictKind};
use crate::claim::{Certainty, Status};
use crate::graph::{Reading, Stretch, ValueKind, Voice};
use crate::value::{Bound, Decimal, Interval, Period, Relation};

/// How the parts have to stand to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// Together they come to it.
    Sum,
    /// None of them is more than it.
    AtMost,
}

/// What is said of one side of a join: its readings, and which stretches of them are amiss by themselves.
#[derive(Debug, Clone, Copy)]
pub struct JoinSide<'r> {
    /// The readings of its fact.
    pub readings: &'r [Reading],
    /// Stretches that another verdict is about, by reading and number: they are held against nothing.
    pub amiss: &'r BTreeSet<(usize, usize)>,
}

/// What has to be the same for a part to be one of a whole.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Alike<'r> {
    status: Status,
    unit: Option<&'r Arc<str>>,
    basis: Option<&'r Arc<str>>,
}

#[derive(Debug, Clone, Copy)]
struct Said<'r> {
    side: usize,
    reading: usize,
    number: usize,
    interval: Interval,
    period: Option<Period>,
    stretch: &'r Stretch,
    day: Date,
}

/// The verdicts on the sides of a join, the whole being the first of them: each with the side that it is about.
/// `settles` is in days.
#[must_use]
pub fn judge_join<'r>(sides: &[JoinSide<'r>], relation: Joined, settles: i64) -> Vec<(usize, Verdict)> {
    let mut groups: BTreeMap<Alike<'r>, Vec<Said<'r>>> = BTreeMap::new();
    for (side, of) in sides.iter().enumerate() {
        for (reading, said) in of.readings.iter().enumerate().filter(|(_, r)| counts(r)) {
            let key = &said.key;
            let stretches = said.timeline.stretches().iter().enumerate();
            let sound =
                stretches.filter(|(number, s)| !of.amiss.contains(&(reading, *number)) && is_ordered(s));
            let entry = |(number, stretch): (usize, &'r Stretch)| {
                let (interval, period, day) = (key.interval, key.period, stretch.days?.1);
                Some(Said { side, reading, number, interval, period, stretch, day })
            };
            let alike = Alike { status: key.status, unit: key.unit.as_ref(), basis: key.basis.as_ref() };
            groups.entry(alike).or_default().extend(sound.filter_map(entry));
        }
    }
    groups.into_values().flat_map(|group| in_group(group, sides.len(), relation, settles)).collect()
}

/// Whether a reading is a figure that the newsroom states.
fn counts(reading: &Reading) -> bool {
    let key = &reading.key;
    let stated = key.certainty == Certainty::Asserted && !key.negated && key.voice == Voice::Own;
    let now = !matches!(key.status, Status::Previous | Status::Proposed);
    stated && now && key.kind == ValueKind::Figure && !key.assumed && !key.converted && !is_vague(key)
}

/// Whether a stretch has its place among days: one of an article of which only the month is known could be from
/// before a change and from after it.
fn is_ordered(stretch: &Stretch) -> bool {
    stretch.surely >= stretch.days.map(|(_, last)| last)
}

/// Whether one of the sides is given as new after another was last given: then that one may be out of date.
fn is_overtaken(all: &[Said<'_>]) -> bool {
    let oldest = all.iter().map(|s| s.day).min();
    all.iter().any(|s| s.stretch.marked && Some(s.day) > oldest)
}

fn in_group(mut all: Vec<Said<'_>>, sides: usize, relation: Joined, settles: i64) -> Vec<(usize, Verdict)> {
    all.sort_by_key(|s| (s.day, s.side, s.reading, s.number));
    let mut last: Vec<Option<Said<'_>>> = vec![None; sides];
    let mut told = BTreeSet::new();
    let mut out = Vec::new();
    for day in all.chunk_by(|a, b| a.day == b.day) {
        for said in day {
            if let Some(place) = last.get_mut(said.side) {
                *place = Some(*said);
            }
        }
        let Some(today) = day.first() else { continue };
        let age = |s: &Said<'_>| i64::from((today.day - s.day).get_days());
        let fresh: Option<Vec<Said<'_>>> = last.iter().map(|s| s.filter(|s| age(s) <= settles)).collect();
        let fresh = fresh.filter(|all| !is_overtaken(all));
        let Some((whole, parts)) = fresh.as_deref().and_then(<[_]>::split_first) else { continue };
        let one_period = parts.iter().all(|p| whole.period.is_none() || p.period == whole.period);
        let wrong = if one_period { amiss(whole, parts, relation) } else { None };
        let values: Vec<usize> = std::iter::once(whole).chain(parts).map(|s| s.reading).collect();
        if let Some(kind) = wrong.filter(|_| told.insert(values)) {
            // The whole is told of where it is given today, else the part that is.
            let about = std::iter::once(whole).chain(parts).find(|s| s.day == today.day).unwrap_or(whole);
            let others = std::iter::once(whole).chain(parts).filter(|s| s.side != about.side);
            let cited = others.filter_map(|s| s.stretch.evidence.last());
            let verdict = Verdict::alone(kind, about.reading, about.number).citing(cited, parts.len());
            out.push((about.side, Verdict { tie: true, ..verdict }));
        }
    }
    out
}

/// What is wrong with a whole and its parts.
fn amiss(whole: &Said<'_>, parts: &[Said<'_>], relation: Joined) -> Option<VerdictKind> {
    match relation {
        Joined::Sum => {
            let sum = parts.iter().fold(Interval::point(Decimal::ZERO), |sum, p| plus(&sum, &p.interval));
            (sum.relation(&whole.interval) == Relation::Disjoint).then_some(VerdictKind::Parts)
        }
        Joined::AtMost => {
            let above = |p: &Said<'_>| p.interval.low.at > whole.interval.high.at;
            let more = |p: &Said<'_>| {
                whole.interval.high.at.is_some()
                    && above(p)
                    && p.interval.relation(&whole.interval) == Relation::Disjoint
            };
            parts.iter().any(more).then_some(VerdictKind::Exceeds)
        }
    }
}

/// The interval that the sum of two figures lies in.
fn plus(a: &Interval, b: &Interval) -> Interval {
    let end = |a: &Bound, b: &Bound| Bound {
        at: a.at.zip(b.at).and_then(|(a, b)| a.checked_add(b)),
        open: a.open || b.open,
        give: a.give.saturating_add(b.give),
    };
    Interval { low: end(&a.low, &b.low), high: end(&a.high, &b.high) }
}
