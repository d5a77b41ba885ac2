//! Slips: the same digits in another unit, of another magnitude, or with two of them swapped.

use std::collections::BTreeMap;

use super::classes::Classes;
use super::lane::{Lane, LaneKey};
use super::{Slip, Verdict, VerdictKind};
use crate::claim::day_number;
use crate::graph::{Reading, ReadingKey, ValueKind};
use crate::value::{Decimal, Interval};
use rust_decimal::prelude::ToPrimitive as _;

/// Names the contradictions that are mere slips of the keyboard; not where neither side has a majority.
pub(super) fn name(readings: &[Reading], verdicts: &mut [Verdict]) {
    for verdict in verdicts {
        let wrong = matches!(verdict.kind, VerdictKind::Conflicts | VerdictKind::Unexpected);
        let pair = readings.get(verdict.reading).zip(verdict.other.and_then(|o| readings.get(o)));
        if let Some((own, other)) = pair.filter(|_| wrong && !verdict.tie && verdict.families > 1)
            && let Some(slip) = of(&own.key, &other.key)
        {
            (verdict.kind, verdict.slip) = (VerdictKind::Slips, Some(slip));
        }
    }
}

/// The slip that makes one value, or the day by which it is due, of another.
fn of(a: &ReadingKey, b: &ReadingKey) -> Option<Slip> {
    let days = |interval: &Interval| [interval.low.at, interval.high.at];
    if a.kind == ValueKind::Date && year_swapped(days(&a.interval), days(&b.interval)) {
        return Some(Slip::Digits);
    }
    let due = |key: &ReadingKey| key.due.map(|due| [due.from, due.to].map(|day| day.map(day_number)));
    if let (Some(mine), Some(other)) = (due(a), due(b))
        && a.interval == b.interval
        && year_swapped(mine, other)
    {
        return Some(Slip::Digits);
    }
    if a.kind != ValueKind::Figure {
        return None;
    }
    let (a, b) = (a.nominal?, b.nominal?);
    let (low, high) = if a.abs() < b.abs() { (a, b) } else { (b, a) };
    let thousand = Decimal::ONE_THOUSAND;
    let powers = [thousand, thousand * thousand, thousand * thousand * thousand];
    if !low.is_zero() && powers.iter().any(|p| low.checked_mul(*p) == Some(high)) {
        return Some(Slip::Magnitude);
    }
    swapped(&a.normalize().to_string(), &b.normalize().to_string()).then_some(Slip::Digits)
}

/// Whether two spans of days, in days since 1 January 1970, are one with two neighbouring digits of a year swapped.
fn year_swapped(a: [Option<Decimal>; 2], b: [Option<Decimal>; 2]) -> bool {
    let date = |day: Decimal| {
        let span = jiff::Span::new().try_days(day.to_i64()?).ok()?;
        jiff::civil::date(1970, 1, 1).checked_add(span).ok()
    };
    let alike = |(a, b): (Option<Decimal>, Option<Decimal>)| {
        let Some((a, b)) = a.zip(b).and_then(|(a, b)| date(a).zip(date(b))) else { return a == b };
        // The last day of February is another one in another year.
        let same_day = a.month() == b.month() && (a.day() == b.day() || a.month() == 2);
        same_day && (a.year() == b.year() || swapped(&a.year().to_string(), &b.year().to_string()))
    };
    a != b && a.into_iter().zip(b).all(alike)
}

/// Whether the two differ in one pair of neighbouring digits that have changed places. Two digits alone are
/// too few to tell a slip from another number.
fn swapped(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let significant = a.iter().filter(|c| c.is_ascii_digit()).count();
    if a.len() != b.len() || significant < 3 {
        return false;
    }
    let differ: Vec<usize> = (0..a.len()).filter(|i| a.get(*i) != b.get(*i)).collect();
    let digit = |s: &[u8], i: usize| s.get(i).copied().filter(u8::is_ascii_digit);
    match differ.as_slice() {
        [i, j] => {
            *j == *i + 1
                && digit(a, *i).is_some()
                && digit(a, *i) == digit(b, *j)
                && digit(a, *j) == digit(b, *i)
        }
        _ => false,
    }
}

/// The same digits in another unit than most give them in: lanes that differ in their unit alone.
pub(super) fn across_units(lanes: &[Lane<'_>]) -> Vec<Verdict> {
    let mut groups: BTreeMap<LaneKey, Vec<&Lane<'_>>> = BTreeMap::new();
    for lane in lanes.iter().filter(|l| l.key.kind == ValueKind::Figure && l.key.unit.is_some()) {
        groups.entry(LaneKey { unit: None, ..lane.key.clone() }).or_default().push(lane);
    }
    groups.values().filter(|g| g.len() > 1).flat_map(|g| in_group(g)).collect()
}

fn in_group(lanes: &[&Lane<'_>]) -> Vec<Verdict> {
    // How many independent articles give each number in each unit, and where first.
    let mut numbers: BTreeMap<Decimal, Vec<(usize, usize, usize)>> = BTreeMap::new();
    for (number, lane) in lanes.iter().enumerate() {
        let classes = Classes::of(lane);
        for class in &classes.all {
            let written = class
                .entries
                .iter()
                .filter(|i| lane.entry(**i).is_some_and(|e| !e.key.converted && !e.key.assumed));
            let first = written.clone().find_map(|i| Some((*i, lane.entry(*i)?.key.nominal?)));
            if let Some((at, nominal)) = first {
                numbers.entry(nominal).or_default().push((class.families(), number, at));
            }
        }
    }
    let mut out = Vec::new();
    for mut units in numbers.into_values().filter(|u| u.len() > 1) {
        units.sort_unstable();
        let Some((most, lane, at)) = units.pop() else { continue };
        let Some(usual) = lanes.get(lane).and_then(|l| l.entry(at)) else { continue };
        for (_, lane, at) in units.into_iter().filter(|(n, ..)| *n < most) {
            let Some(entry) = lanes.get(lane).and_then(|l| l.entry(at)) else { continue };
            let verdict = entry.verdict(VerdictKind::Slips, Some(usual.reading));
            let verdict = verdict.citing(usual.stretch.evidence.iter(), most);
            out.push(Verdict { slip: Some(Slip::Unit), ..verdict });
        }
    }
    out
}
