//! `cumulative`: a total that only grows, in the order of the days that it speaks of.
//!
//! The outliers are the fewest independent statements whose removal leaves a row that never falls: a longest
//! non-decreasing subsequence, over intervals. A row of intervals can rise if the highest lower end so far
//! never lies above an upper end, so that end is all that has to be known of a row. For each value of it the
//! heaviest row is kept in a tree with sums over ranges; n statements cost n log n.

use std::cmp::Reverse;

use super::lane::{Entry, Lane};
use super::{Verdict, VerdictKind};
use crate::value::{Date, Decimal, Interval};

/// For how many days after an attack its victims are still counted, so that a toll rises within a day.
const STILL_COUNTED: i32 = 3;

/// The verdicts of a lane whose value only grows, of all or of what came of an event of that day.
pub(super) fn judge(lane: &Lane<'_>, event: Option<Date>) -> Vec<Verdict> {
    let counted = |day: Option<Date>| {
        event.zip(day).is_some_and(|(event, day)| (day - event).get_days() <= STILL_COUNTED)
    };
    // Of one day the higher comes first, for then no row holds two that differ, unless it rises within the day.
    let place = |e: &Entry<'_>| {
        let floor = floor(&e.interval);
        if counted(e.day()) { (floor, Reverse(None)) } else { (None, Reverse(floor)) }
    };
    let mut order: Vec<&Entry<'_>> = lane.entries.iter().collect();
    order.sort_by_key(|e| (e.day(), place(e), e.reading));
    let kept = rising(&order);
    let mut out = Vec::new();
    let mut before: Option<&Entry<'_>> = None;
    let mut next = following(&order, &kept);
    next.reverse();
    for (entry, kept) in order.iter().zip(kept) {
        let after = next.pop().flatten();
        if !kept {
            out.extend(outlier(entry, before, after));
            continue;
        }
        if let Some(last) = before.filter(|l| above(&entry.interval, &l.interval) && !of_one(l, entry)) {
            let cited = last.stretch.evidence.iter().take(1);
            out.push(entry.verdict(VerdictKind::Changes, Some(last.reading)).citing(cited, 1));
        }
        before = Some(entry);
    }
    out
}

/// Whether one article gives both: what it says twice it means twice.
fn of_one(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let mut pairs = a.stretch.evidence.iter().flat_map(|x| b.stretch.evidence.iter().map(move |y| (x, y)));
    pairs.all(|(x, y)| x.article == y.article)
}

/// For each entry the next one behind it that is kept.
fn following<'e>(order: &[&'e Entry<'e>], kept: &[bool]) -> Vec<Option<&'e Entry<'e>>> {
    let mut next = None;
    let mut out: Vec<Option<&Entry<'_>>> = Vec::with_capacity(order.len());
    for (entry, kept) in order.iter().zip(kept).rev() {
        out.push(next);
        if *kept {
            next = Some(*entry);
        }
    }
    out.reverse();
    out
}

/// The verdict on an entry that does not fit the row, against its neighbours in it.
fn outlier(entry: &Entry<'_>, before: Option<&Entry<'_>>, after: Option<&Entry<'_>>) -> Option<Verdict> {
    let same_day = |o: &&Entry<'_>| o.day() == entry.day();
    let apart = |o: &&Entry<'_>| above(&o.interval, &entry.interval) || above(&entry.interval, &o.interval);
    let (kind, other) =
        if let Some(other) = [before, after].into_iter().flatten().find(|o| same_day(o) && apart(o)) {
            (VerdictKind::Conflicts, other)
        } else if let Some(other) = before.filter(|b| above(&b.interval, &entry.interval)) {
            (VerdictKind::Decreases, other)
        } else {
            (VerdictKind::Conflicts, after?)
        };
    let disputed = !entry.voice().same(other.voice());
    let kind = if entry.key.assumed || other.key.assumed {
        VerdictKind::Doubtful
    } else if disputed {
        VerdictKind::Disputes
    } else {
        kind
    };
    let families = other.stretch.families.count();
    let verdict = entry.verdict(kind, Some(other.reading)).citing(other.stretch.evidence.iter(), families);
    let tie =
        kind == VerdictKind::Conflicts && same_day(&other) && families == entry.stretch.families.count();
    Some(Verdict { tie, ..verdict })
}

/// Whether all of `a` lies above all of `b`.
fn above(a: &Interval, b: &Interval) -> bool {
    floor(a) > Some(ceiling(b))
}

/// The lowest that a value may be; nothing is below it.
fn floor(interval: &Interval) -> Option<Decimal> {
    interval.low.at.map(|at| at.saturating_sub(interval.low.give))
}

/// The highest that a value may be: [`Decimal::MAX`] for no end.
fn ceiling(interval: &Interval) -> Decimal {
    interval.high.at.map_or(Decimal::MAX, |at| at.saturating_add(interval.high.give))
}

/// Which entries belong to the heaviest rising row.
fn rising(order: &[&Entry<'_>]) -> Vec<bool> {
    let mut ends: Vec<Option<Decimal>> = order.iter().map(|e| floor(&e.interval)).collect();
    ends.sort_unstable();
    ends.dedup();
    let place = |at: &Option<Decimal>| ends.partition_point(|e| e < at);
    let reach = |at: &Option<Decimal>| ends.partition_point(|e| e <= at);
    let mut tree = Tree::new(ends.len());
    let mut rows: Vec<(usize, usize, usize)> = Vec::with_capacity(order.len());
    for entry in order {
        let weight = entry.stretch.families.count();
        let (own, to) = (place(&floor(&entry.interval)), reach(&Some(ceiling(&entry.interval))));
        let (best, from) = tree.best(0, own + 1);
        tree.add(own + 1, to, weight);
        tree.raise(own, best + weight);
        rows.push((own, to, from));
    }
    let mut at = tree.best(0, ends.len()).1;
    let mut kept: Vec<bool> = Vec::with_capacity(order.len());
    for (own, to, from) in rows.into_iter().rev() {
        let here = own == at;
        kept.push(here || (own < at && at < to));
        if here {
            at = from;
        }
    }
    kept.reverse();
    kept
}

/// The heaviest rows by the place of their highest lower end: maxima over ranges, additions to ranges.
struct Tree {
    size: usize,
    /// The maximum below each node, and the highest place that has it.
    best: Vec<(usize, usize)>,
    /// What is still to be added to all below a node.
    more: Vec<usize>,
}

impl Tree {
    fn new(places: usize) -> Self {
        let size = places.next_power_of_two().max(1);
        let mut best = vec![(0, 0); 2 * size];
        for (i, node) in best.iter_mut().enumerate().skip(size) {
            *node = (0, i - size);
        }
        let mut tree = Self { size, best, more: vec![0; 2 * size] };
        for node in (1..size).rev() {
            tree.pull(node);
        }
        tree
    }

    fn get(&self, node: usize) -> (usize, usize) {
        self.best.get(node).copied().unwrap_or((0, 0))
    }

    fn pull(&mut self, node: usize) {
        let (value, at) = self.get(2 * node).max(self.get(2 * node + 1));
        let more = self.more.get(node).copied().unwrap_or(0);
        if let Some(best) = self.best.get_mut(node) {
            *best = (value + more, at);
        }
    }

    /// The heaviest of the places from `low` up to but not including `high`.
    fn best(&self, low: usize, high: usize) -> (usize, usize) {
        self.search(1, (0, self.size), (low, high)).unwrap_or((0, low))
    }

    fn search(&self, node: usize, span: (usize, usize), wanted: (usize, usize)) -> Option<(usize, usize)> {
        if span.1 <= wanted.0 || wanted.1 <= span.0 {
            return None;
        }
        if wanted.0 <= span.0 && span.1 <= wanted.1 {
            return Some(self.get(node));
        }
        let middle = usize::midpoint(span.0, span.1);
        let left = self.search(2 * node, (span.0, middle), wanted);
        let right = self.search(2 * node + 1, (middle, span.1), wanted);
        let more = self.more.get(node).copied().unwrap_or(0);
        left.max(right).map(|(value, at)| (value + more, at))
    }

    /// Adds a weight to the rows at the places from `low` up to but not including `high`.
    fn add(&mut self, low: usize, high: usize, weight: usize) {
        self.spread(1, (0, self.size), (low, high), weight);
    }

    fn spread(&mut self, node: usize, span: (usize, usize), wanted: (usize, usize), weight: usize) {
        if span.1 <= wanted.0 || wanted.1 <= span.0 {
            return;
        }
        if wanted.0 <= span.0 && span.1 <= wanted.1 {
            if let (Some(best), Some(more)) = (self.best.get_mut(node), self.more.get_mut(node)) {
                best.0 += weight;
                *more += weight;
            }
            return;
        }
        let middle = usize::midpoint(span.0, span.1);
        self.spread(2 * node, (span.0, middle), wanted, weight);
        self.spread(2 * node + 1, (middle, span.1), wanted, weight);
        self.pull(node);
    }

    /// Makes the row at a place at least as heavy as `value`.
    fn raise(&mut self, at: usize, value: usize) {
        let now = self.best(at, at + 1).0;
        self.add(at, at + 1, value.saturating_sub(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest rising row by trying every subset.
    fn brute(rows: &[(i64, i64)]) -> usize {
        let fits = |mask: usize| {
            let mut low = i64::MIN;
            (0..rows.len()).filter(|i| mask >> i & 1 == 1).all(|i| {
                let ok = low <= rows[i].1;
                low = low.max(rows[i].0);
                ok
            })
        };
        (0..1usize << rows.len()).filter(|m| fits(*m)).map(|m| m.count_ones() as usize).max().unwrap_or(0)
    }

    fn tree(rows: &[(i64, i64)]) -> Vec<bool> {
        use crate::claim::{Certainty, Status};
        use crate::graph::{Carrier, Evidence, Reading, ReadingKey, ValueKind, Voice};
        use crate::value::Bound;
        let day = jiff::civil::date(2024, 1, 1);
        let readings: Vec<Reading> = rows
            .iter()
            .enumerate()
            .map(|(i, (low, high))| {
                let key = ReadingKey {
                    status: Status::Actual,
                    kind: ValueKind::Figure,
                    unit: None,
                    basis: None,
                    period: None,
                    interval: Interval {
                        low: Bound::closed((*low).into()),
                        high: Bound::closed((*high).into()),
                    },
                    nominal: None,
                    due: None,
                    voice: Voice::Own,
                    certainty: Certainty::Asserted,
                    negated: false,
                    taken_back: false,
                    converted: false,
                    assumed: false,
                    leans: 0,
                };
                let mut reading = Reading::new(key);
                let day = day.checked_add(jiff::Span::new().days(i64::try_from(i).unwrap())).unwrap();
                reading.timeline.absorb(&Carrier {
                    day: Some(day),
                    evidence: Evidence {
                        published: Some((day, day)),
                        article: i.to_string().into(),
                        place: 0,
                        claim: i.to_string().into(),
                        family: i as u64,
                    },
                    marked: false,
                    ahead: false,
                    yardstick: false,
                });
                reading
            })
            .collect();
        let entries: Vec<Entry<'_>> = readings
            .iter()
            .enumerate()
            .map(|(reading, r)| Entry {
                reading,
                number: 0,
                key: &r.key,
                interval: r.key.interval,
                stretch: &r.timeline.stretches()[0],
            })
            .collect();
        rising(&entries.iter().collect::<Vec<_>>())
    }

    proptest::proptest! {
        #[test]
        fn no_longer_rising_row_exists(rows in proptest::collection::vec((0i64..12, 0i64..4), 0..11)) {
            let rows: Vec<(i64, i64)> = rows.into_iter().map(|(low, width)| (low, low + width)).collect();
            let kept = tree(&rows);
            proptest::prop_assert_eq!(kept.iter().filter(|k| **k).count(), brute(&rows));
            let mut low = i64::MIN;
            for (row, _) in rows.iter().zip(&kept).filter(|(_, k)| **k) {
                proptest::prop_assert!(low <= row.1);
                low = low.max(row.0);
            }
        }
    }

    #[test]
    fn the_one_that_falls_is_the_outlier() {
        assert_eq!(tree(&[(10, 10), (500, 500), (20, 20), (30, 30)]), [true, false, true, true]);
        assert_eq!(tree(&[(10, 10), (20, 20), (5, 5), (30, 30)]), [true, true, false, true]);
        assert_eq!(tree(&[(100, 100), (90, 90)]), [true, false]);
    }
}
