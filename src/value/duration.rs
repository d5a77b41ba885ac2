//! Lengths of time as they are written.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Hedge;

/// The units that a duration is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DurationUnit {
    /// A year; a decade is ten, a century a hundred.
    Year,
    /// A month; a quarter is three.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
}

/// A duration: amounts by unit, from the longest unit to the shortest, and bounds in the longest of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Duration {
    /// The amounts, longest unit first; for a range or a bound empty.
    pub parts: Vec<(DurationUnit, Decimal)>,
    /// The unit of `low` and `high`.
    pub unit: DurationUnit,
    /// The least it lasts, if it is a range or a lower bound.
    pub low: Option<Decimal>,
    /// The most it lasts, if it is a range or an upper bound.
    pub high: Option<Decimal>,
    /// How it is hedged.
    pub hedge: Hedge,
}

impl Duration {
    /// `amount` of one unit.
    #[must_use]
    pub fn of(amount: Decimal, unit: DurationUnit) -> Self {
        Self { parts: vec![(unit, amount)], unit, low: None, high: None, hedge: Hedge::Exact }
    }

    /// ISO 8601 with decimal fractions: `P5Y`, `PT1H30M`, `P0.5Y`; none for a range; of a bound the amount that it names.
    #[must_use]
    pub fn iso(&self) -> Option<String> {
        if self.parts.is_empty() { None } else { Some(iso(&self.parts)) }
    }

    /// Whether it is no longer than a month, which for that has 31 days; of a range its upper end counts.
    #[must_use]
    pub fn is_within_a_month(&self) -> bool {
        let Some((unit, most)) = self.parts.first().copied().or(self.high.map(|high| (self.unit, high)))
        else {
            return false;
        };
        let limit = match unit {
            DurationUnit::Year => 0,
            DurationUnit::Month => 1,
            DurationUnit::Week => 4,
            DurationUnit::Day => 31,
            DurationUnit::Hour | DurationUnit::Minute | DurationUnit::Second => 31 * 24,
        };
        most <= Decimal::from(limit)
    }

    /// The lower end in ISO 8601.
    #[must_use]
    pub fn low_iso(&self) -> Option<String> {
        self.low.map(|v| iso(&[(self.unit, v)]))
    }

    /// The upper end in ISO 8601.
    #[must_use]
    pub fn high_iso(&self) -> Option<String> {
        self.high.map(|v| iso(&[(self.unit, v)]))
    }
}

fn iso(parts: &[(DurationUnit, Decimal)]) -> String {
    let mut out = String::from("P");
    let mut in_time = false;
    for (unit, amount) in parts {
        let (letter, time) = match unit {
            DurationUnit::Year => ('Y', false),
            DurationUnit::Month => ('M', false),
            DurationUnit::Week => ('W', false),
            DurationUnit::Day => ('D', false),
            DurationUnit::Hour => ('H', true),
            DurationUnit::Minute => ('M', true),
            DurationUnit::Second => ('S', true),
        };
        if time && !in_time {
            out.push('T');
            in_time = true;
        }
        // Writing to a String cannot fail.
        let _ = write!(out, "{}{letter}", amount.normalize());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_has_a_time_part_only_where_needed() {
        let parts = vec![
            (DurationUnit::Day, 1.into()),
            (DurationUnit::Hour, 2.into()),
            (DurationUnit::Minute, 30.into()),
        ];
        let d = Duration { parts, ..Duration::of(1.into(), DurationUnit::Day) };
        assert_eq!(d.iso().as_deref(), Some("P1DT2H30M"));
        assert_eq!(Duration::of(Decimal::new(5, 1), DurationUnit::Year).iso().as_deref(), Some("P0.5Y"));
    }

    #[test]
    fn a_month_is_the_longest_within_a_month() {
        let within = |amount: i64, unit| Duration::of(amount.into(), unit).is_within_a_month();
        assert!(
            within(24, DurationUnit::Hour) && within(31, DurationUnit::Day) && within(1, DurationUnit::Month)
        );
        assert!(
            !within(32, DurationUnit::Day)
                && !within(2, DurationUnit::Month)
                && !within(1, DurationUnit::Year)
        );
        let open =
            Duration { parts: Vec::new(), low: Some(2.into()), ..Duration::of(2.into(), DurationUnit::Day) };
        assert!(!open.is_within_a_month());
    }
}
