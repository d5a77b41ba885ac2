//! Intervals with open or closed, hard or soft ends.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One end of an interval. The order is for keys of maps and means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bound {
    /// Where it lies; `None` reaches to infinity.
    pub at: Option<Decimal>,
    /// Whether the point itself is left out.
    pub open: bool,
    /// How far a soft end may give way, at least 0; 0 for a hard end.
    pub give: Decimal,
}

impl Bound {
    /// An end that the interval does not have.
    pub const INFINITE: Self = Self { at: None, open: true, give: Decimal::ZERO };

    /// A hard end that belongs to the interval.
    #[must_use]
    pub const fn closed(at: Decimal) -> Self {
        Self { at: Some(at), open: false, give: Decimal::ZERO }
    }

    /// A hard end that does not belong to the interval.
    #[must_use]
    pub const fn open(at: Decimal) -> Self {
        Self { at: Some(at), open: true, give: Decimal::ZERO }
    }

    /// The same end, that may give way by `give`.
    #[must_use]
    pub const fn soft(mut self, give: Decimal) -> Self {
        self.give = give;
        self
    }
}

/// How two intervals stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Equal, or one within the other.
    Within,
    /// They share points, and neither holds the other.
    Overlaps,
    /// Disjoint only through a soft end, or touching in a point that one leaves out.
    Doubtful,
    /// Disjoint on hard ends.
    Disjoint,
}

/// A convex set of exact numbers. The order is for keys of maps and means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: Bound,
    /// The upper end.
    pub high: Bound,
}

/// `[245, 255)`, a soft end with a `~`, an end that is not there as `..`; a single number stands for itself.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { low, high } = self;
        if low == high && low.at.is_some() {
            return low.fmt(f);
        }
        let sign = |bound: &Bound, open: char, closed: char| if bound.open { open } else { closed };
        write!(f, "{}{low}, {high}{}", sign(low, '(', '['), sign(high, ')', ']'))
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) if self.give > Decimal::ZERO => write!(f, "~{}", at.normalize()),
            Some(at) => write!(f, "{}", at.normalize()),
            None => f.write_str(".."),
        }
    }
}

impl Interval {
    /// The set of one number.
    #[must_use]
    pub const fn point(at: Decimal) -> Self {
        Self { low: Bound::closed(at), high: Bound::closed(at) }
    }

    /// Whether `inner` lies within `self`, soft ends taken as they stand.
    #[must_use]
    pub fn holds(&self, inner: &Self) -> bool {
        low_reaches(&self.low, &inner.low) && high_reaches(&self.high, &inner.high)
    }

    /// Whether the number lies in the interval.
    #[must_use]
    pub fn has(&self, point: Decimal) -> bool {
        self.holds(&Self::point(point))
    }

    /// The same interval with its decimals in one form, so that equal intervals are written alike.
    #[must_use]
    pub fn normalised(self) -> Self {
        let bound = |b: Bound| Bound { at: b.at.map(|d| d.normalize()), give: b.give.normalize(), ..b };
        Self { low: bound(self.low), high: bound(self.high) }
    }

    /// How the two stand to each other. Symmetric.
    #[must_use]
    pub fn relation(&self, other: &Self) -> Relation {
        if self.holds(other) || other.holds(self) {
            return Relation::Within;
        }
        match gap(&self.high, &other.low).max(gap(&other.high, &self.low)) {
            Gap::None => Relation::Overlaps,
            Gap::Soft => Relation::Doubtful,
            Gap::Hard => Relation::Disjoint,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Soft,
    Hard,
}

/// What lies between an upper end and the lower end of another interval.
fn gap(high: &Bound, low: &Bound) -> Gap {
    let (Some(top), Some(bottom)) = (high.at, low.at) else { return Gap::None };
    if top > bottom || (top == bottom && !high.open && !low.open) {
        return Gap::None;
    }
    if top == bottom {
        return Gap::Soft;
    }
    let give = high.give.saturating_add(low.give);
    if give > Decimal::ZERO && top.saturating_add(give) >= bottom { Gap::Soft } else { Gap::Hard }
}

fn low_reaches(outer: &Bound, inner: &Bound) -> bool {
    match (outer.at, inner.at) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(o), Some(i)) => o < i || (o == i && (!outer.open || inner.open)),
    }
}

fn high_reaches(outer: &Bound, inner: &Bound) -> bool {
    match (outer.at, inner.at) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(o), Some(i)) => o > i || (o == i && (!outer.open || inner.open)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(low: i64, high: i64) -> Interval {
        Interval { low: Bound::closed(low.into()), high: Bound::closed(high.into()) }
    }

    #[test]
    fn touching_bounds_are_doubtful() {
        let more_than_30 = Interval { low: Bound::open(30.into()), high: Bound::INFINITE };
        assert_eq!(more_than_30.relation(&Interval::point(30.into())), Relation::Doubtful);
        assert_eq!(more_than_30.relation(&Interval::point(29.into())), Relation::Disjoint);
        assert_eq!(more_than_30.relation(&Interval::point(31.into())), Relation::Within);
    }

    #[test]
    fn a_soft_end_gives_way_once() {
        let almost_30 =
            Interval { low: Bound::closed(27.into()).soft(3.into()), high: Bound::open(30.into()) };
        assert_eq!(almost_30.relation(&Interval::point(25.into())), Relation::Doubtful);
        assert_eq!(almost_30.relation(&Interval::point(5.into())), Relation::Disjoint);
        assert_eq!(closed(1, 3).relation(&closed(2, 5)), Relation::Overlaps);
        assert_eq!(closed(1, 9).relation(&closed(2, 5)), Relation::Within);
    }
}
