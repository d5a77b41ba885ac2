//! A figure as it is written, and the interval that it stands for.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Bound, Interval};

/// How a figure is hedged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Hedge {
    /// Stated plainly, or as `precies`, `exactly`.
    #[default]
    Exact,
    /// `ongeveer`, `zo'n`, `rond`, `about`.
    About,
    /// `circa`: half as wide as `ongeveer`.
    Circa,
    /// `ruim`, `goed`, `just over`: a little more.
    Over,
    /// `bijna`, `krap`, `nearly`: a little less.
    Under,
    /// `meer dan`, `more than`.
    MoreThan,
    /// `minder dan`, `less than`.
    LessThan,
    /// `minstens`, `at least`.
    AtLeast,
    /// `hooguit`, `maximaal`, `up to`.
    AtMost,
    /// `tussen 2 en 5`, `3 tot 5`.
    Range,
    /// `tientallen`, `dozens`: no error by itself.
    Vague,
}

/// What a figure counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// A bare number or a count.
    Number,
    /// A rank: `eerste`, `21st`.
    Ordinal,
    /// A part of a hundred; unit `%`.
    Percent,
    /// A difference between percentages; unit `pp`.
    PercentagePoint,
    /// Money; the unit is an ISO 4217 code.
    Money,
    /// A physical measure; the unit is a UCUM code.
    Measure,
    /// How many times as much: `verdubbelen`, `drie keer zoveel`; the value is the factor (2, 3).
    Factor,
}

/// A figure as written: its digits, its bounds, its hedge, its unit.
///
/// A bare figure has `low == high == nominal`; what its rounding allows is the
/// matter of [`Figure::interval`]. A range or a bound has no `nominal`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each end of an interval has two independent properties")]
pub struct Figure {
    /// What it counts in.
    pub quantity: Quantity,
    /// The number that stands there, if it is one.
    pub nominal: Option<Decimal>,
    /// The lower end.
    pub low: Option<Decimal>,
    /// The upper end.
    pub high: Option<Decimal>,
    /// Whether `low` itself is left out.
    pub low_open: bool,
    /// Whether `high` itself is left out.
    pub high_open: bool,
    /// Whether the lower end may give way.
    pub low_soft: bool,
    /// Whether the upper end may give way.
    pub high_soft: bool,
    /// How it is hedged.
    pub hedge: Hedge,
    /// ISO 4217, UCUM, `%` or `pp`; none for a bare number.
    pub unit: Option<String>,
    /// Whether the unit was not written but assumed (a bare dollar).
    pub assumed: bool,
    /// The unit of precision of what is written, above 0: `1,2 miljoen` has 100 000.
    pub precision: Decimal,
}

/// How a metric wants a bare figure to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// The figure is meant to the digit.
    Exact,
    /// As precise as the digits that are written.
    Written,
    /// As written, with at least two significant digits; a count below 100 is exact.
    #[default]
    Rounded,
}

impl Figure {
    /// The bare figure `value`, precise to `precision`.
    #[must_use]
    pub fn bare(quantity: Quantity, value: Decimal, precision: Decimal) -> Self {
        Self {
            quantity,
            nominal: Some(value),
            low: Some(value),
            high: Some(value),
            low_open: false,
            high_open: false,
            low_soft: false,
            high_soft: false,
            hedge: Hedge::Exact,
            unit: None,
            assumed: false,
            precision,
        }
    }

    /// The same figure in the unit of another, assumed if that is.
    #[must_use]
    pub fn in_unit_of(mut self, other: &Self) -> Self {
        self.unit.clone_from(&other.unit);
        self.assumed = other.assumed;
        self
    }

    /// By how many percent something has grown that has become so many times as much: 2 is 100 percent; none if the figure
    /// is no factor.
    #[must_use]
    pub fn growth(&self) -> Option<Self> {
        (self.quantity == Quantity::Factor).then_some(())?;
        let percent =
            |factor: Decimal| Some((factor - Decimal::ONE).checked_mul(Decimal::ONE_HUNDRED)?.normalize());
        Some(Self {
            quantity: Quantity::Percent,
            nominal: self.nominal.and_then(percent),
            low: self.low.and_then(percent),
            high: self.high.and_then(percent),
            unit: Some("%".into()),
            precision: self.precision.checked_mul(Decimal::ONE_HUNDRED)?,
            ..self.clone()
        })
    }

    /// The negative of the figure: what is more than 2 becomes less than −2.
    #[must_use]
    pub fn negative(self) -> Self {
        let hedge = match self.hedge {
            Hedge::Over => Hedge::Under,
            Hedge::Under => Hedge::Over,
            Hedge::MoreThan => Hedge::LessThan,
            Hedge::LessThan => Hedge::MoreThan,
            Hedge::AtLeast => Hedge::AtMost,
            Hedge::AtMost => Hedge::AtLeast,
            Hedge::Exact | Hedge::About | Hedge::Circa | Hedge::Range | Hedge::Vague => self.hedge,
        };
        let minus = |v: Option<Decimal>| v.map(|v| -v);
        Self {
            nominal: minus(self.nominal),
            low: minus(self.high),
            high: minus(self.low),
            low_open: self.high_open,
            high_open: self.low_open,
            low_soft: self.high_soft,
            high_soft: self.low_soft,
            hedge,
            ..self
        }
    }

    /// The same figure under `hedge`, with the ends that design fixes for each hedge:
    /// `h` is a tenth of the value, and at least its precision.
    ///
    /// A range or a vague count keeps its own ends.
    #[must_use]
    pub fn hedged(mut self, hedge: Hedge) -> Self {
        let (Some(v), Some(h)) = (self.nominal, self.slack()) else {
            self.hedge = hedge;
            return self;
        };
        self.hedge = hedge;
        match hedge {
            // Who writes `precies` leaves nothing to be rounded.
            Hedge::Exact => self.precision = Decimal::ZERO,
            Hedge::Range | Hedge::Vague => {}
            Hedge::About => self.set_soft(v.saturating_sub(h), v.saturating_add(h)),
            Hedge::Circa => {
                let half = h / Decimal::TWO;
                self.set_soft(v.saturating_sub(half), v.saturating_add(half));
            }
            Hedge::Over => {
                (self.low, self.high, self.high_open) = (Some(v), Some(v.saturating_add(h)), true);
                self.high_soft = true;
            }
            Hedge::Under => {
                (self.low, self.high, self.high_open) = (Some(v.saturating_sub(h)), Some(v), true);
                self.low_soft = true;
            }
            Hedge::MoreThan => self.set_bound(Some(v), None, true),
            Hedge::LessThan => self.set_bound(None, Some(v), true),
            Hedge::AtLeast => self.set_bound(Some(v), None, false),
            Hedge::AtMost => self.set_bound(None, Some(v), false),
        }
        self
    }

    fn set_soft(&mut self, low: Decimal, high: Decimal) {
        (self.low, self.high) = (Some(low), Some(high));
        (self.low_soft, self.high_soft) = (true, true);
    }

    fn set_bound(&mut self, low: Option<Decimal>, high: Option<Decimal>, open: bool) {
        self.nominal = None;
        (self.low_open, self.high_open) = (open && low.is_some(), open && high.is_some());
        (self.low, self.high) = (low, high);
    }

    /// The number that tells its size: the one that stands there, else its lower or its upper end.
    #[must_use]
    pub fn worth(&self) -> Option<Decimal> {
        self.nominal.or(self.low).or(self.high)
    }

    /// Whether the larger of the two figures is at most `factor` times the smaller.
    #[must_use]
    pub fn is_of_size(&self, other: &Self, factor: Decimal) -> bool {
        self.worth()
            .zip(other.worth())
            .is_some_and(|(a, b)| a.min(b).checked_mul(factor).is_none_or(|most| a.max(b) <= most))
    }

    /// The width `h` of a hedge: a tenth of the value, and at least its precision.
    #[must_use]
    pub fn slack(&self) -> Option<Decimal> {
        let v = self.worth()?;
        Some((v.abs() / Decimal::TEN).max(self.precision.min(second_digit(v))))
    }

    /// Whether the figure is a count below a hundred, which nobody rounds.
    fn is_small_count(&self, v: Decimal) -> bool {
        self.quantity == Quantity::Number && v.abs() < Decimal::ONE_HUNDRED && v.fract().is_zero()
    }

    /// The interval that the figure stands for when a metric takes bare figures as `rounding`.
    #[must_use]
    pub fn interval(&self, rounding: Rounding) -> Interval {
        let Some(v) = self.nominal.filter(|_| self.hedge == Hedge::Exact) else {
            return self.stated();
        };
        let u = match rounding {
            Rounding::Exact => return Interval::point(v),
            Rounding::Rounded if self.is_small_count(v) => return Interval::point(v),
            Rounding::Written => self.precision,
            Rounding::Rounded => self.precision.min(second_digit(v)),
        };
        let half = u / Decimal::TWO;
        Interval { low: Bound::closed(v.saturating_sub(half)), high: Bound::open(v.saturating_add(half)) }
    }

    /// The ends as stated.
    fn stated(&self) -> Interval {
        let give = self.slack().unwrap_or_default();
        let end = |at, open, soft| Bound { at, open, give: if soft { give } else { Decimal::ZERO } };
        Interval {
            low: end(self.low, self.low_open, self.low_soft),
            high: end(self.high, self.high_open, self.high_soft),
        }
    }
}

/// The place value of the second significant digit of `v`: 10 for 500, 0.1 for 2.
fn second_digit(v: Decimal) -> Decimal {
    let mut unit = Decimal::ONE;
    let v = v.abs().round_dp_with_strategy(27, RoundingStrategy::ToZero);
    if v.is_zero() {
        return unit;
    }
    while unit > v {
        unit /= Decimal::TEN;
    }
    while v >= unit.saturating_mul(Decimal::TEN) && unit < Decimal::MAX / Decimal::TEN {
        unit *= Decimal::TEN;
    }
    unit / Decimal::TEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Relation;

    fn money(v: i64, precision: i64) -> Figure {
        Figure::bare(Quantity::Money, v.into(), precision.into())
    }

    fn percent(text: &str) -> Figure {
        let v: Decimal = text.parse().unwrap();
        Figure::bare(Quantity::Percent, v, Decimal::new(1, v.scale()))
    }

    fn relation(a: &Figure, b: &Figure) -> Relation {
        a.interval(Rounding::Rounded).relation(&b.interval(Rounding::Rounded))
    }

    #[test]
    fn round_figures_have_two_significant_digits() {
        assert_eq!(
            relation(&money(250, 10), &Figure { precision: Decimal::new(1, 1), ..money(2468, 1) }),
            Relation::Disjoint
        );
        let precise = Figure::bare(Quantity::Money, Decimal::new(2468, 1), Decimal::new(1, 1));
        assert_eq!(relation(&money(250, 10), &precise), Relation::Within);
        assert_eq!(relation(&money(500, 100), &money(540, 10)), Relation::Disjoint);
        assert_eq!(relation(&percent("2"), &percent("1.96")), Relation::Within);
        assert_eq!(relation(&percent("2"), &percent("1.86")), Relation::Disjoint);
    }

    #[test]
    fn hedges_keep_or_lose_the_nominal() {
        let about = money(100, 10).hedged(Hedge::About);
        assert_eq!(
            (about.nominal, about.low, about.high),
            (Some(100.into()), Some(90.into()), Some(110.into()))
        );
        let more = money(100, 10).hedged(Hedge::MoreThan);
        assert_eq!((more.nominal, more.low, more.high, more.low_open), (None, Some(100.into()), None, true));
        let most = money(12, 1).hedged(Hedge::AtMost);
        assert_eq!((most.nominal, most.low, most.high, most.high_open), (None, None, Some(12.into()), false));
    }

    #[test]
    fn exactly_leaves_nothing_to_be_rounded() {
        let exactly = money(250, 10).hedged(Hedge::Exact);
        assert_eq!(relation(&exactly, &money(251, 1)), Relation::Disjoint);
        assert_eq!(relation(&money(250, 10), &money(251, 1)), Relation::Within);
    }

    #[test]
    fn almost_thirty_conflicts_with_five() {
        let almost = Figure::bare(Quantity::Number, 30.into(), 1.into()).hedged(Hedge::Under);
        let five = Figure::bare(Quantity::Number, 5.into(), 1.into());
        assert_eq!(relation(&almost, &five), Relation::Disjoint);
    }
}
