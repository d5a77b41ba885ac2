//! Joins across facts: parts and their whole, for one join key at a time.
//!
//! One sweep over the days on which something is said of the whole or the parts. A value is in force from the day
//! it is first given until it is older than the whole takes to settle. On each day on which a value comes in, the
//! whole and its parts are held against each other, each with all that anyone says of it at the time: where two
//! totals go about, because one takes over from the other or is still being argued about, parts that fit either
//! are right. n statements cost n log n.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::lane::is_vague;
use super::{Verdict, VerdictKind};
use crate::claim::{Certainty, Status};
use crate::graph::{Reading, ReadingKey, Stretch, ValueKind, Voice};
use crate::value::{Bound, Decimal, Interval, Relation};

/// How the parts have to stand to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// Together they come to it.
    Sum,
    /// None of them is more than it.
    AtMost,
    /// The first of two, over the second, is it.
    Ratio,
}

/// What is said of one side of a join: its readings, and which stretches of them are amiss by themselves.
#[derive(Debug, Clone, Copy)]
pub struct JoinSide<'r> {
    /// The readings of its fact.
    pub readings: &'r [Reading],
    /// Stretches that another verdict is about, by reading and number: they are stated of no whole or part.
    pub amiss: &'r BTreeSet<(usize, usize)>,
}

/// What has to be the same for a part to be one of a whole, besides its status.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Alike<'r> {
    unit: Option<&'r Arc<str>>,
    basis: Option<&'r Arc<str>>,
}

#[derive(Debug, Clone, Copy)]
struct Said<'r> {
    side: usize,
    reading: usize,
    number: usize,
    key: &'r ReadingKey,
    stretch: &'r Stretch,
    /// Whether another verdict is about it.
    amiss: bool,
    /// The first and the last day on which it is given.
    days: (Date, Date),
}

/// The verdicts on the sides of a join, the whole being the first of them: each with the side that it is about.
/// `settles` is in days.
#[must_use]
pub fn judge_join<'r>(sides: &[JoinSide<'r>], relation: Joined, settles: i64) -> Vec<(usize, Verdict)> {
    let mut groups: BTreeMap<Alike<'r>, Vec<Said<'r>>> = BTreeMap::new();
    for (side, of) in sides.iter().enumerate() {
        for (reading, Reading { key, timeline }) in of.readings.iter().enumerate() {
            let stretches = timeline.stretches().iter().enumerate();
            let entry = |(number, stretch): (usize, &'r Stretch)| {
                let amiss = of.amiss.contains(&(reading, number));
                Some(Said { side, reading, number, key, stretch, amiss, days: stretch.days? })
            };
            if is_figure(key) {
                let alike = Alike { unit: key.unit.as_ref(), basis: key.basis.as_ref() };
                groups.entry(alike).or_default().extend(stretches.filter_map(entry));
            }
        }
    }
    let in_group = |mut all: Vec<Said<'_>>| {
        all.sort_by_key(|s| (s.days, s.side, s.reading, s.number));
        let statuses: BTreeSet<Status> = all.iter().filter(|s| is_stated(s)).map(|s| s.key.status).collect();
        let sweep = |status| Sweep::new(&all, sides.len(), settles).run(status, relation);
        statuses.into_iter().flat_map(sweep).collect::<Vec<_>>()
    };
    groups.into_values().flat_map(in_group).collect()
}

/// Whether a reading is a figure that is said of now, by anyone.
pub(super) fn is_figure(key: &ReadingKey) -> bool {
    let written = key.kind == ValueKind::Figure && !key.assumed && !key.converted && !is_vague(key);
    written && !key.negated && key.status != Status::Previous
}

/// Whether the newsroom itself states it, on a day that has its place among others: an article of which only the
/// month is known could be from before a change and from after it.
fn is_stated(said: &Said<'_>) -> bool {
    let key = said.key;
    let own = key.certainty == Certainty::Asserted && key.voice == Voice::Own;
    own && key.status != Status::Proposed && !said.amiss && said.stretch.surely >= Some(said.days.1)
}

/// What is in force of one side, by the places of the statements in their group.
#[derive(Debug, Clone, Default)]
struct Standing {
    lows: BTreeSet<(Option<Decimal>, usize)>,
    /// An end that is not there is the highest.
    highs: BTreeSet<(bool, Option<Decimal>, usize)>,
    /// What the newsroom stated last, in the status that is looked at.
    stated: Option<usize>,
}

/// A walk through the statements of a group in the order of time.
#[derive(Debug)]
struct Sweep<'s, 'r> {
    all: &'s [Said<'r>],
    sides: Vec<Standing>,
    settles: i64,
    /// The statements in the order of their last days, and how many of them are out of force.
    ends: Vec<usize>,
    ended: usize,
}

impl<'s, 'r> Sweep<'s, 'r> {
    fn new(all: &'s [Said<'r>], sides: usize, settles: i64) -> Self {
        let mut ends: Vec<usize> = (0..all.len()).collect();
        ends.sort_by_key(|i| all.get(*i).map(|s| s.days.1));
        Self { all, sides: vec![Standing::default(); sides], settles, ends, ended: 0 }
    }

    fn run(mut self, status: Status, relation: Joined) -> Vec<(usize, Verdict)> {
        let (mut told, mut out, mut next) = (BTreeSet::new(), Vec::new(), 0);
        let all = self.all;
        for day in all.chunk_by(|a, b| a.days.0 == b.days.0) {
            let Some(today) = day.first().map(|s| s.days.0) else { continue };
            for (said, place) in day.iter().zip(next..) {
                self.begin(said, place, status);
            }
            next += day.len();
            self.end(today);
            let Some(stated) = self.stated() else { continue };
            let Some((whole, parts)) = stated.split_first() else { continue };
            if may_belong(whole, parts)
                && let Some(kind) = self.amiss(relation)
                && told.insert(stated.iter().map(|s| s.reading).collect::<Vec<_>>())
            {
                out.extend(verdict(kind, &stated, today));
            }
        }
        out
    }

    fn begin(&mut self, said: &Said<'_>, place: usize, status: Status) {
        let Some(side) = self.sides.get_mut(said.side) else { return };
        let Interval { low, high } = said.key.interval;
        side.lows.insert((low.at, place));
        side.highs.insert((high.at.is_none(), high.at, place));
        if is_stated(said) && said.key.status == status {
            side.stated = Some(place);
        }
    }

    /// Takes out what is too old today.
    fn end(&mut self, today: Date) {
        let all = self.all;
        while let Some(place) = self.ends.get(self.ended).copied()
            && let Some(said) = all.get(place)
            && i64::from((today - said.days.1).get_days()) > self.settles
        {
            self.ended += 1;
            let Some(side) = self.sides.get_mut(said.side) else { continue };
            let Interval { low, high } = said.key.interval;
            side.lows.remove(&(low.at, place));
            side.highs.remove(&(high.at.is_none(), high.at, place));
            side.stated = side.stated.filter(|s| *s != place);
        }
    }

    /// What the newsroom stated last of each side.
    fn stated(&self) -> Option<Vec<Said<'r>>> {
        self.sides.iter().map(|s| self.all.get(s.stated?).copied()).collect()
    }

    /// From the least to the most that anyone says of a side.
    fn span(&self, side: &Standing) -> Option<Interval> {
        let low = self.all.get(side.lows.first()?.1)?.key.interval.low;
        let high = self.all.get(side.highs.last()?.2)?.key.interval.high;
        Some(Interval { low, high })
    }

    /// What is wrong with the whole and its parts.
    fn amiss(&self, relation: Joined) -> Option<VerdictKind> {
        let spans: Vec<Interval> = self.sides.iter().map(|s| self.span(s)).collect::<Option<_>>()?;
        let (whole, parts) = spans.split_first()?;
        amiss(whole, parts, relation)
    }
}

/// Whether the parts may be those of this whole: they speak of its period, and none of these is given as new after
/// another was last given, which may then be out of date.
fn may_belong(whole: &Said<'_>, parts: &[Said<'_>]) -> bool {
    let all = || std::iter::once(whole).chain(parts);
    let oldest = all().map(|s| s.days.1).min();
    let overtaken = all().any(|s| s.stretch.marked && Some(s.days.0) > oldest);
    let period = whole.key.period;
    !overtaken && parts.iter().all(|p| period.is_none() || p.key.period == period)
}

/// The verdict on the whole where it is given today, else on the part that is.
fn verdict(kind: VerdictKind, stated: &[Said<'_>], today: Date) -> Option<(usize, Verdict)> {
    let about = stated.iter().find(|s| s.days.0 == today).or(stated.first())?;
    let others = || stated.iter().filter(|s| s.side != about.side);
    let cited = others().filter_map(|s| s.stretch.evidence.last());
    let verdict = Verdict::alone(kind, about.reading, about.number).citing(cited, others().count());
    Some((about.side, Verdict { tie: true, ..verdict }))
}

/// What is wrong with a whole and its parts.
fn amiss(whole: &Interval, parts: &[Interval], relation: Joined) -> Option<VerdictKind> {
    match relation {
        Joined::Sum => {
            let sum = parts.iter().fold(Interval::point(Decimal::ZERO), |sum, p| plus(&sum, p));
            (sum.relation(whole) == Relation::Disjoint).then_some(VerdictKind::Parts)
        }
        Joined::AtMost => {
            let above = |p: &Interval| whole.high.at.is_some() && p.low.at > whole.high.at;
            let more = |p: &Interval| above(p) && p.relation(whole) == Relation::Disjoint;
            parts.iter().any(more).then_some(VerdictKind::Exceeds)
        }
        Joined::Ratio => {
            let (above, below) = parts.first().zip(parts.get(1))?;
            (over(above, below)?.relation(whole) == Relation::Disjoint).then_some(VerdictKind::Parts)
        }
    }
}

/// What one figure over another may be, a fifth of it more or less: two levels in words are seldom of one day. None
/// where the second may be nothing.
fn over(a: &Interval, b: &Interval) -> Option<Interval> {
    let end = |a: &Bound, b: &Bound| {
        let at = a.at.zip(b.at).and_then(|(a, b)| a.checked_div(b));
        let give = at.map_or(Decimal::ZERO, |at| at.abs() / Decimal::from(5));
        let soft = a.give > Decimal::ZERO || b.give > Decimal::ZERO;
        Bound { at, open: a.open || b.open, give: if soft { give.saturating_add(give) } else { give } }
    };
    let positive = b.low.at.is_some_and(|low| low > b.low.give);
    positive.then(|| Interval { low: end(&a.low, &b.high), high: end(&a.high, &b.low) })
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
