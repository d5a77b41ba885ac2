//! Joins of an amount and a share: `2 procent, ruim 20 miljard` tells how much the whole is.
//!
//! An article that gives an amount and right beside it what share of a whole that is implies the whole. Those that are
//! implied within two years of each other have to be one, give or take a quarter: an economy grows, and both figures are
//! rounded. The sides are the wholes that the most independent articles imply, and the others; one sweep over their ends
//! finds them, so that n pairs cost n log n.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::join::{JoinSide, is_figure};
use super::verdict::Wholes;
use super::{Verdict, VerdictKind};
use crate::claim::Certainty;
use crate::graph::{Evidence, ReadingKey};
use crate::value::Decimal;

/// How far apart in its article, in bytes, an amount and the share that it is stand at most.
const BESIDE: usize = 160;

/// How many times as much as another a whole may be, in hundredths, and still be the same.
const SAME: Decimal = Decimal::from_parts(125, 0, 0, false, 2);

/// How many claims a verdict cites at most.
const CITED: usize = 5;

/// What has to be the same for two wholes to be one: the unit, and what shares are shares of.
type Alike<'r> = (Option<&'r Arc<str>>, Option<&'r Arc<str>>);

/// A figure that one article gives.
#[derive(Debug, Clone, Copy)]
struct Stated<'r> {
    reading: usize,
    number: usize,
    key: &'r ReadingKey,
    evidence: &'r Evidence,
}

/// An amount and the share that it is, and the whole between whose ends that puts it.
#[derive(Debug, Clone, Copy)]
struct Pair<'r> {
    amount: Stated<'r>,
    share: &'r Evidence,
    low: Decimal,
    high: Decimal,
}

impl Pair<'_> {
    fn year(&self) -> Option<i16> {
        self.amount.evidence.published.map(|(first, _)| first.year())
    }

    /// The middle of what the whole may be, in two digits.
    fn whole(&self) -> Decimal {
        let middle = self.low.saturating_add(self.high) / Decimal::TWO;
        middle.round_sf(2).unwrap_or(middle).normalize()
    }
}

/// The verdicts on amounts whose whole is another than that of others. `shares` are the facts that say what share of it
/// they are.
#[must_use]
pub fn judge_shares(amounts: JoinSide<'_>, shares: &[JoinSide<'_>]) -> Vec<Verdict> {
    let mut alike: BTreeMap<Alike<'_>, Vec<Pair<'_>>> = BTreeMap::new();
    for (pair, basis) in pairs(amounts, shares) {
        alike.entry((pair.amount.key.unit.as_ref(), basis)).or_default().push(pair);
    }
    let mut out = Vec::new();
    for pairs in alike.into_values() {
        let mut years: BTreeMap<i16, Vec<Pair<'_>>> = BTreeMap::new();
        for (year, pair) in pairs.iter().filter_map(|pair| Some((pair.year()?, *pair))) {
            years.entry(year).or_default().push(pair);
            // What was implied in a year is held against the next year's too.
            years.entry(year + 1).or_default().push(pair);
        }
        out.extend(years.into_values().flat_map(outliers));
    }
    out.sort_by_key(|v: &Verdict| (v.reading, v.stretch, v.about.clone()));
    out.dedup_by(|a, b| a.about == b.about);
    out
}

/// What is stated on a side as a fact, by the article and the place in it.
fn stated(side: JoinSide<'_>) -> BTreeMap<(&str, usize), Stated<'_>> {
    let mut out = BTreeMap::new();
    for (reading, r) in side.readings.iter().enumerate() {
        if !is_figure(&r.key) || r.key.certainty != Certainty::Asserted {
            continue;
        }
        for (number, stretch) in r.timeline.stretches().iter().enumerate() {
            let amiss = side.amiss.contains(&(reading, number));
            for evidence in stretch.evidence.iter().filter(|_| !amiss) {
                let stated = Stated { reading, number, key: &r.key, evidence };
                out.insert((&*evidence.article, evidence.place), stated);
            }
        }
    }
    out
}

/// The only one of a side that an article gives beside a place; none where there are several.
fn only_beside<'m, 'r>(
    all: &'m BTreeMap<(&'r str, usize), Stated<'r>>,
    (article, place): (&'r str, usize),
) -> Option<&'m Stated<'r>> {
    let range = (article, place.saturating_sub(BESIDE))..=(article, place.saturating_add(BESIDE));
    let mut near = all.range(range).map(|(_, stated)| stated);
    near.next().filter(|_| near.next().is_none())
}

/// The amounts beside which an article gives one share, and they alone beside it; with what it is a share of.
fn pairs<'r>(amounts: JoinSide<'r>, shares: &[JoinSide<'r>]) -> Vec<(Pair<'r>, Option<&'r Arc<str>>)> {
    let amounts = stated(amounts);
    let mut all: BTreeMap<(&str, usize), Stated<'r>> = BTreeMap::new();
    for side in shares {
        all.extend(stated(*side));
    }
    let pair = |(place, amount): (&(&'r str, usize), &Stated<'r>)| {
        let share = only_beside(&all, *place)?;
        let back = only_beside(&amounts, (&share.evidence.article, share.evidence.place))?;
        let same = back.evidence.claim == amount.evidence.claim && of_one(amount.key, share.key);
        let (low, high) = whole(amount.key, share.key).filter(|_| same)?;
        let pair = Pair { amount: *amount, share: share.evidence, low, high };
        Some((pair, share.key.basis.as_ref()))
    };
    amounts.iter().filter_map(pair).collect()
}

/// Whether an amount and a share are said by one voice of one period.
fn of_one(amount: &ReadingKey, share: &ReadingKey) -> bool {
    amount.voice == share.voice && share.period.is_none_or(|period| amount.period == Some(period))
}

/// The least and the most that the whole of an amount may be, of which it is a share in percent.
fn whole(amount: &ReadingKey, share: &ReadingKey) -> Option<(Decimal, Decimal)> {
    let over = |a: Decimal, s: Decimal| {
        (s > Decimal::ZERO).then(|| a.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(s)).flatten()
    };
    // What soft ends give way is a part of the quarter by which wholes may differ.
    let low = over(amount.interval.low.at?, share.interval.high.at?)?;
    let high = over(amount.interval.high.at?, share.interval.low.at?)?;
    (low > Decimal::ZERO).then_some((low, high))
}

/// Whether two wholes cannot be one.
fn apart(a: &Pair<'_>, b: &Pair<'_>) -> bool {
    let above = |a: &Pair<'_>, b: &Pair<'_>| b.high.checked_mul(SAME).is_some_and(|most| a.low > most);
    above(a, b) || above(b, a)
}

/// The verdicts on the wholes that are not that of most; where no side has most, on the one that came last.
fn outliers(mut pairs: Vec<Pair<'_>>) -> Vec<Verdict> {
    pairs.sort_by_key(|p| (p.high, p.low, p.amount.evidence.clone()));
    let mut classes: Vec<Vec<Pair<'_>>> = Vec::new();
    for pair in pairs {
        match classes.last_mut().filter(|c| c.first().is_some_and(|head| !apart(head, &pair))) {
            Some(class) => class.push(pair),
            None => classes.push(vec![pair]),
        }
    }
    for class in &mut classes {
        class.sort_by(|a, b| a.amount.evidence.cmp(b.amount.evidence));
    }
    // In the order in which they first came up.
    classes.sort_by(|a, b| a.first().map(|p| p.amount.evidence).cmp(&b.first().map(|p| p.amount.evidence)));
    let families =
        |class: &[Pair<'_>]| class.iter().map(|p| p.amount.evidence.family).collect::<BTreeSet<_>>().len();
    let Some(most) = classes.iter().map(|c| families(c)).max().filter(|_| classes.len() > 1) else {
        return Vec::new();
    };
    let leading: Vec<&Vec<Pair<'_>>> = classes.iter().filter(|c| families(c) == most).collect();
    let (Some(first), tie) = (leading.first(), leading.len() > 1) else { return Vec::new() };
    let mut out = Vec::new();
    if let Some(last) = leading.last().and_then(|c| c.first()).filter(|_| tie) {
        out.extend(verdict(last, first, (most, tie)));
    }
    let others = classes.iter().filter(|c| families(c) < most).flatten();
    out.extend(others.filter_map(|pair| verdict(pair, first, (most, false))));
    out
}

/// The verdict on an amount whose whole is not that of others; none where they share a text, or may be one after all.
fn verdict(pair: &Pair<'_>, others: &[Pair<'_>], (families, tie): (usize, bool)) -> Option<Verdict> {
    let other = others.iter().find(|o| o.amount.evidence.family != pair.amount.evidence.family)?;
    if !others.iter().all(|other| apart(pair, other)) {
        return None;
    }
    let cited = others.iter().flat_map(|o| [o.amount.evidence, o.share]);
    let cited = std::iter::once(pair.share).chain(cited).take(CITED);
    let verdict = Verdict::alone(VerdictKind::Implies, pair.amount.reading, pair.amount.number);
    let wholes = Some(Wholes { here: pair.whole(), there: other.whole() });
    let about = Some(pair.amount.evidence.claim.clone());
    Some(Verdict { tie, wholes, about, ..verdict }.citing(cited, families))
}
