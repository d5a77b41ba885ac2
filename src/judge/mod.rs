//! Readings × policy → verdicts. Pure: it sees the readings of one fact and nothing else.
//!
//! Readings that can be compared stand in one lane (`lane`), stretch by stretch in the order of time; in a
//! lane values whose intervals overlap form classes (`classes`); how a class stands to the others is the
//! matter of the metric's behaviour, a file each. Nothing compares pairs: a lane is sorted once and swept
//! once, so that n readings cost n log n.

mod classes;
mod cumulative;
mod event;
mod forecast;
mod join;
mod lane;
mod share;
mod slip;
mod state;
mod verdict;

use std::ops::Range;

use jiff::civil::Date;

use crate::graph::Reading;
use crate::rules::{Behaviour, Policy};
use crate::value::{Decimal, Relation};

use classes::Classes;
use lane::Lane;
use state::Settling;

pub use join::{JoinSide, Joined, judge_join};
pub use lane::{Bar, barred, is_proposal};
pub use share::judge_shares;
pub use verdict::{Correction, Slip, Verdict, VerdictKind, Wholes};

/// Judges the readings of one fact. `as_of` is the day of the report. The verdicts come in the order of the
/// readings; which order the claims came in does not matter.
#[must_use]
pub fn judge(readings: &[Reading], policy: &Policy, as_of: Date) -> Vec<Verdict> {
    let mut out = Vec::new();
    let lanes = lane::lanes(readings, policy);
    let mut held = Vec::new();
    for lane in &lanes {
        let classes = Classes::of(lane);
        out.extend(agreements(lane, &classes));
        match policy.behaviour {
            Behaviour::State => {
                let former = state::former(readings, lane);
                let (verdicts, superseded) = state::judge(lane, classes, Settling::of(policy), former);
                out.extend(verdicts);
                held.push((lane, superseded));
            }
            Behaviour::Event if policy.recurs => {
                for lane in event::occasions(lane, policy.settles) {
                    let classes = Classes::of(&lane);
                    let verdicts = event::judge(&lane, &classes).into_iter();
                    let kind = |v: &Verdict| match one_time(readings, v) {
                        VerdictKind::Conflicts if event::in_other_weeks(&lane, &classes, v) => {
                            VerdictKind::Doubtful
                        }
                        kind => kind,
                    };
                    out.extend(verdicts.map(|v| Verdict { kind: kind(&v), ..v }));
                }
            }
            Behaviour::Event if policy.adds => {
                let verdicts = event::judge(lane, &classes).into_iter();
                let more = |v: &Verdict| event::may_be_more(lane, &classes, v, readings, policy.settles);
                out.extend(
                    verdicts.map(|v| if more(&v) { Verdict { kind: VerdictKind::Doubtful, ..v } } else { v }),
                );
            }
            Behaviour::Event => out.extend(event::judge(lane, &classes)),
            Behaviour::Period => out.extend(event::judge_period(lane, &classes, policy.settles)),
            Behaviour::Cumulative => out.extend(cumulative::judge(lane, policy.event)),
            Behaviour::Forecast => out.extend(forecast::judge(lane, &classes, as_of)),
        }
        for due in lane::dues(lane) {
            let classes = Classes::of(&due);
            out.extend(state::judge(&due, classes, Settling::of(policy), Vec::new()).0);
        }
    }
    out.extend(state::previous(readings, &held));
    slip::name(readings, &mut out);
    out.iter_mut().filter(|v| rests_on_a_guess(readings, v)).for_each(|v| v.kind = VerdictKind::Doubtful);
    out.iter_mut().filter(|v| leans(readings, v)).for_each(|v| v.kind = VerdictKind::Doubtful);
    out.extend(slip::across_units(&lanes));
    out.extend(implausible(readings, policy));
    out.sort_by_key(|v| (v.reading, v.stretch, v.kind));
    out.dedup_by_key(|v| (v.reading, v.stretch, v.kind));
    out
}

/// Whether what differs, or what it differs from, is only taken to be of this fact.
fn rests_on_a_guess(readings: &[Reading], verdict: &Verdict) -> bool {
    let guess = |reading: usize| readings.get(reading).is_some_and(|r| r.key.assumed);
    let agrees = matches!(verdict.kind, VerdictKind::Confirms | VerdictKind::Compatible);
    !agrees && (guess(verdict.reading) || verdict.other.is_some_and(guess))
}

/// How many times as much as another, in hundredths, a figure may be that leans on words near by, and be taken to be of
/// the same: where one article gives the other, where several do, and where more than one thing of it leans.
const NEAR: [Decimal; 3] = [
    Decimal::from_parts(150, 0, 0, false, 2),
    Decimal::from_parts(200, 0, 0, false, 2),
    Decimal::from_parts(125, 0, 0, false, 2),
];

/// Whether a verdict accuses somebody on the strength of words that stand near a figure and not in its sentence: by these
/// alone figures that lie far apart are of two things, unless all that differs is their noughts.
fn leans(readings: &[Reading], verdict: &Verdict) -> bool {
    let accuses = matches!(
        verdict.kind,
        VerdictKind::Conflicts | VerdictKind::Unexpected | VerdictKind::Stale | VerdictKind::Decreases
    );
    let (Some(own), Some(other)) =
        (readings.get(verdict.reading), verdict.other.and_then(|o| readings.get(o)))
    else {
        return false;
    };
    let several = verdict.families > 1;
    let near = || match own.key.nominal.zip(other.key.nominal).filter(|(a, b)| a != b) {
        Some((a, b)) => {
            let apart = times(a, b);
            let [one, more, unsure] = NEAR;
            let reach = match (own.key.leans, other.key.leans) {
                (0 | 1, 0) if several => more,
                (0 | 1, 0 | 1) => one,
                _ => unsure,
            };
            apart <= reach || is_noughts(apart)
        }
        None => several,
    };
    accuses && own.key.leans.max(other.key.leans) > 0 && !near()
}

/// How many times as much the one of two figures is as the other.
fn times(a: Decimal, b: Decimal) -> Decimal {
    let (a, b) = (a.abs(), b.abs());
    a.max(b).checked_div(a.min(b)).unwrap_or(Decimal::ONE)
}

/// Whether two figures that lie so far apart differ in their noughts alone.
fn is_noughts(apart: Decimal) -> bool {
    (1..=9).any(|n| Decimal::from(10_i64.pow(n)) == apart)
}

/// How many times as much a figure may be as another of the same occasion.
const SAME_ORDER: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// What a verdict on an event that may happen again is: a figure of another order is of another occasion, unless all
/// that differs is its noughts.
fn one_time(readings: &[Reading], verdict: &Verdict) -> VerdictKind {
    let nominal = |reading: usize| readings.get(reading).and_then(|r| r.key.nominal);
    let (Some(a), Some(b)) = (nominal(verdict.reading), verdict.other.and_then(nominal)) else {
        return verdict.kind;
    };
    let apart = times(a, b);
    if verdict.kind == VerdictKind::Conflicts && apart > SAME_ORDER && !is_noughts(apart) {
        return VerdictKind::Doubtful;
    }
    verdict.kind
}

/// How each reading of a class stands to the one of it that the most articles carry.
fn agreements(lane: &Lane<'_>, classes: &Classes<'_>) -> Vec<Verdict> {
    let mut out = Vec::new();
    for class in &classes.all {
        let strongest = class
            .entries
            .iter()
            .copied()
            .max_by_key(|i| (lane.entry(*i).map(|e| e.stretch.families.count()), std::cmp::Reverse(*i)));
        let Some(best) = strongest.and_then(|i| lane.entry(i)) else { continue };
        let mut seen = rustc_hash::FxHashSet::default();
        for entry in class.entries.iter().filter_map(|i| lane.entry(*i)) {
            if entry.reading == best.reading || !seen.insert(entry.reading) {
                continue;
            }
            let kind = match entry.interval.relation(&best.interval) {
                Relation::Within => VerdictKind::Confirms,
                Relation::Overlaps => VerdictKind::Compatible,
                Relation::Doubtful | Relation::Disjoint => VerdictKind::Doubtful,
            };
            out.push(entry.verdict(kind, Some(best.reading)).citing(best.stretch.evidence.iter().take(1), 1));
        }
    }
    out
}

/// Figures that lie outside what the metric holds for possible.
fn implausible<'r>(readings: &'r [Reading], policy: &'r Policy) -> impl Iterator<Item = Verdict> + 'r {
    let range = policy.plausible;
    let outside = move |r: &Reading| {
        let (Some((low, high)), Some(value)) = (range, r.key.nominal) else { return false };
        !r.key.negated && !r.key.converted && (value < low || value > high)
    };
    let found = readings.iter().enumerate().filter(move |(_, r)| outside(r));
    found.flat_map(|(i, r)| {
        let stretches: Range<usize> = 0..r.timeline.stretches().len();
        stretches.map(move |stretch| Verdict::alone(VerdictKind::Implausible, i, stretch))
    })
}
