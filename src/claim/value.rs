//! The value of a claim.

use crate::value::{Duration, Figure, Interval, Period, Rounding};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A figure with what it is a part of and when it falls due.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClaimFigure {
    /// The figure.
    pub figure: Figure,
    /// What a share is a share of: `gdp`, `budget`.
    pub of: Option<String>,
    /// By when it has to be reached.
    pub due: Option<Period>,
    /// The same amount in other units, as the article converts it (`omgerekend`, brackets).
    pub converted: Vec<Figure>,
    /// Whether it counts things (`26 landen`) rather than being a bare number.
    pub counts: bool,
}

/// What a claim states.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimValue {
    /// A count, number, share, amount, measure or factor.
    Figure(ClaimFigure),
    /// A date or a window of time.
    Date(Period),
    /// A length of time.
    Duration(Duration),
}

impl ClaimValue {
    /// The interval that judging compares: of a figure under `rounding`, of a date in days
    /// since 1 January 1970, of a duration in days of which a year has 365.2425.
    #[must_use]
    pub fn interval(&self, rounding: Rounding) -> Interval {
        match self {
            Self::Figure(f) => f.figure.interval(rounding),
            Self::Date(p) => period_interval(p),
            Self::Duration(d) => duration_interval(d),
        }
    }

    /// The unit: ISO 4217, UCUM, `%`, `pp`; none for counts, dates and bare numbers.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Figure(f) => f.figure.unit.as_deref(),
            Self::Date(_) | Self::Duration(_) => None,
        }
    }
}

/// Days since 1 January 1970 of the civil calendar: how intervals count dates.
#[must_use]
pub fn day_number(date: jiff::civil::Date) -> Decimal {
    let epoch = jiff::civil::date(1970, 1, 1);
    (date - epoch).get_days().into()
}

/// A day that is told by how far off it is, `over een maand`, is as coarse as the unit it is told in: it stands for that
/// unit around it.
fn period_interval(period: &Period) -> Interval {
    use crate::value::Bound;
    let off = match period.grain {
        grain if period.from == period.to => grain.days() / 2,
        _ => 0,
    };
    let end = |day: Option<jiff::civil::Date>, off: i64| {
        day.map_or(Bound::INFINITE, |d| Bound::closed(day_number(d).saturating_add(off.into())))
    };
    Interval { low: end(period.from, -off), high: end(period.to, off) }
}

fn duration_interval(duration: &Duration) -> Interval {
    use crate::value::{Bound, DurationUnit};
    let days = |unit| match unit {
        DurationUnit::Year => Decimal::new(3_652_425, 4),
        DurationUnit::Month => Decimal::new(30_436_875, 6),
        DurationUnit::Week => Decimal::from(7),
        DurationUnit::Day => Decimal::ONE,
        DurationUnit::Hour => Decimal::ONE / Decimal::from(24),
        DurationUnit::Minute => Decimal::ONE / Decimal::from(1_440),
        DurationUnit::Second => Decimal::ONE / Decimal::from(86_400),
    };
    if duration.parts.is_empty() {
        let end = |v: Option<Decimal>| {
            v.map_or(Bound::INFINITE, |v| Bound::closed(v.saturating_mul(days(duration.unit))))
        };
        return Interval { low: end(duration.low), high: end(duration.high) };
    }
    let sum = |total: Decimal, (unit, amount): &(DurationUnit, Decimal)| {
        total.saturating_add(amount.saturating_mul(days(*unit)))
    };
    Interval::point(duration.parts.iter().fold(Decimal::ZERO, sum))
}
