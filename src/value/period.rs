//! Civil periods: dates with a grain, open and half-open stretches of time.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How finely a date is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grain {
    /// One day.
    Day,
    /// A week, from Monday, or a weekend.
    Week,
    /// A month.
    Month,
    /// A quarter, or a season.
    Quarter,
    /// A year, or half of one.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl Grain {
    /// How many days it takes, more or less.
    #[must_use]
    pub const fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 91,
            Self::Year => 365,
            Self::Decade => 3_652,
            Self::Century => 36_524,
        }
    }
}

/// A stretch of civil time. Both ends are days that belong to it; `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// The first day; none where it reaches back without end.
    pub from: Option<Date>,
    /// The last day; none where it reaches on without end.
    pub to: Option<Date>,
    /// How finely it is stated.
    pub grain: Grain,
}

impl Period {
    /// One day.
    #[must_use]
    pub const fn day(date: Date) -> Self {
        Self { from: Some(date), to: Some(date), grain: Grain::Day }
    }

    /// From one day to another, both included.
    #[must_use]
    pub const fn between(from: Date, to: Date, grain: Grain) -> Self {
        Self { from: Some(from), to: Some(to), grain }
    }

    /// The whole of a year of the civil calendar (1 to 9999).
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        let from = Date::new(year, 1, 1).ok()?;
        Some(Self::between(from, from.last_of_year(), Grain::Year))
    }

    /// The whole of a month (1 to 12) of a year.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let from = Date::new(year, month, 1).ok()?;
        Some(Self::between(from, from.last_of_month(), Grain::Month))
    }

    /// From a day on, without end.
    #[must_use]
    pub const fn since(from: Date) -> Self {
        Self { from: Some(from), to: None, grain: Grain::Day }
    }

    /// All time.
    #[must_use]
    pub const fn always() -> Self {
        Self { from: None, to: None, grain: Grain::Day }
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let before =
            |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(e), Some(s)) if e < s);
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// Whether `inner` lies wholly within.
    #[must_use]
    pub fn contains(&self, inner: &Self) -> bool {
        let low = match (self.from, inner.from) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(a), Some(b)) => a <= b,
        };
        let high = match (self.to, inner.to) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(a), Some(b)) => a >= b,
        };
        low && high
    }

    /// The date as short as its grain allows (ISO 8601): `2030`, `2025-06`, `2025-06-25`,
    /// `2027/2031`; an open end is `..`.
    #[must_use]
    pub fn iso(&self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if *self == Self::between(from, to, self.grain) => {
                let (a, b) = (self.shown(from), self.shown_end(to));
                if a == b { a } else { format!("{a}/{b}") }
            }
            (from, to) => format!(
                "{}/{}",
                from.map_or_else(|| "..".to_owned(), |d| self.shown(d)),
                to.map_or_else(|| "..".to_owned(), |d| self.shown_end(d))
            ),
        }
    }

    fn shown(&self, day: Date) -> String {
        match self.grain {
            Grain::Year | Grain::Decade | Grain::Century if day.day_of_year() == 1 => {
                format!("{:04}", day.year())
            }
            Grain::Month | Grain::Quarter if day.day() == 1 => {
                format!("{:04}-{:02}", day.year(), day.month())
            }
            _ => day.to_string(),
        }
    }

    fn shown_end(&self, day: Date) -> String {
        match self.grain {
            Grain::Year | Grain::Decade | Grain::Century if day == day.last_of_year() => {
                format!("{:04}", day.year())
            }
            Grain::Month | Grain::Quarter if day == day.last_of_month() => {
                format!("{:04}-{:02}", day.year(), day.month())
            }
            _ => day.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn iso_is_as_short_as_the_grain() {
        assert_eq!(Period::year(2030).unwrap().iso(), "2030");
        assert_eq!(Period::month(2025, 6).unwrap().iso(), "2025-06");
        assert_eq!(Period::day(date(2025, 6, 25)).iso(), "2025-06-25");
        assert_eq!(Period::between(date(2027, 1, 1), date(2031, 12, 31), Grain::Year).iso(), "2027/2031");
        assert_eq!(Period::since(date(2014, 1, 1)).iso(), "2014-01-01/..");
    }

    #[test]
    fn open_ends_overlap() {
        let since = Period::since(date(2025, 6, 25));
        assert!(since.overlaps(&Period::year(2030).unwrap()));
        assert!(!since.overlaps(&Period::year(2024).unwrap()));
        assert!(Period::always().contains(&since));
        assert!(!since.contains(&Period::always()));
    }
}
