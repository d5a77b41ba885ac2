//! Amounts of one fact in several currencies: at the rates of the newsroom's table they can be held against each
//! other.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::graph::{Reading, ReadingKey};
use crate::judge::Verdict;
use crate::value::{Date, Rates};

/// The readings of a fact, and behind them what those in other currencies than most come to in that of most.
pub(super) struct Rated {
    pub(super) readings: Vec<Reading>,
    /// How many the fact has by itself.
    own: usize,
    /// The reading and the stretch that each of the others stands for.
    of: Vec<(usize, usize)>,
}

impl Rated {
    /// None where there is nothing to convert: no rates, or one currency alone.
    pub(super) fn of(readings: &[Reading], rates: &Rates) -> Option<Self> {
        if rates.is_empty() {
            return None;
        }
        let common = common(readings)?;
        // What an article converts itself needs no table.
        let there = readings.iter().filter(|r| r.key.converted && r.key.unit.as_ref() == Some(&common));
        let evidence = there.flat_map(|r| r.timeline.stretches()).flat_map(|s| &s.evidence);
        let converted: BTreeSet<&str> = evidence.map(|e| &*e.claim).collect();
        let (mut all, mut of) = (readings.to_vec(), Vec::new());
        for (number, reading) in readings.iter().enumerate() {
            let Some(unit) = amount_in(reading).filter(|unit| **unit != common) else { continue };
            for (at, stretch) in reading.timeline.stretches().iter().enumerate() {
                let known = stretch.evidence.iter().any(|e| converted.contains(&*e.claim));
                let Some(days) = stretch.days.filter(|_| !known) else { continue };
                let days = told_of(&reading.key, days);
                let Some(interval) = rates.convert(&reading.key.interval, (unit, &common), days) else {
                    continue;
                };
                let unit = Some(common.clone());
                let key =
                    ReadingKey { unit, interval, nominal: None, converted: true, ..reading.key.clone() };
                all.push(Reading { key, timeline: stretch.clone().into() });
                of.push((number, at));
            }
        }
        (!of.is_empty()).then_some(Self { readings: all, own: readings.len(), of })
    }

    /// Verdicts as they are of the fact's own readings.
    pub(super) fn told(&self, verdicts: Vec<Verdict>) -> Vec<Verdict> {
        let origin = |reading: usize| reading.checked_sub(self.own).and_then(|n| self.of.get(n).copied());
        let own = |mut verdict: Verdict| {
            if let Some((reading, stretch)) = origin(verdict.reading) {
                (verdict.reading, verdict.stretch) = (reading, stretch);
            }
            if let Some((reading, _)) = verdict.other.and_then(origin) {
                verdict.other = Some(reading);
            }
            verdict
        };
        let mut out: Vec<Verdict> = verdicts.into_iter().map(own).collect();
        // Those of the readings as they are written come first, and win.
        out.sort_by_key(|v| (v.reading, v.stretch, v.kind));
        out.dedup_by_key(|v| (v.reading, v.stretch, v.kind));
        out
    }
}

/// The days that an amount may have been converted on: those of its articles, and the period that it is of.
fn told_of(key: &ReadingKey, (first, last): (Date, Date)) -> (Date, Date) {
    let period = key.period.and_then(|p| p.from);
    (period.map_or(first, |from| from.min(first)), last)
}

/// The currency of an amount as it is written.
fn amount_in(reading: &Reading) -> Option<&Arc<str>> {
    let unit = reading.key.unit.as_ref().filter(|_| !reading.key.converted)?;
    (unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase())).then_some(unit)
}

/// The currency that most articles name the amount in; none where all name one.
fn common(readings: &[Reading]) -> Option<Arc<str>> {
    let mut families: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
    for (unit, reading) in readings.iter().filter_map(|r| Some((amount_in(r)?, r))) {
        *families.entry(unit).or_default() += reading.families();
    }
    if families.len() < 2 {
        return None;
    }
    families
        .into_iter()
        .min_by_key(|(unit, count)| (Reverse(*count), **unit != "EUR".into(), *unit))
        .map(|(u, _)| u.clone())
}
