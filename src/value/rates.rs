//! Exchange rates by day.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Bound, Decimal, Interval};

/// How many days a rate holds for that have none of their own: weekends and holidays.
const HOLDS: i64 = 14;

/// How far back an amount may have been converted: an article may rest on the rate of the month, or of the year,
/// that it tells of.
const BACK: i64 = 366;

/// What one unit of a base currency was worth in others, day by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates {
    /// By currency, ISO 4217; the base is not among them.
    columns: BTreeMap<Arc<str>, BTreeMap<Date, Decimal>>,
    base: Arc<str>,
}

impl Rates {
    /// A table of what one unit of `base` (ISO 4217) was worth.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self { columns: BTreeMap::new(), base: base.into() }
    }

    /// Notes that on a day one unit of the base was worth so many of `currency`, which has to be above nothing.
    pub fn note(&mut self, currency: &str, day: Date, worth: Decimal) {
        if worth > Decimal::ZERO {
            self.columns.entry(currency.into()).or_default().insert(day, worth);
        }
    }

    /// Whether there is no rate in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// What one unit of `from` was worth in `to` on a day, by the last rates of the fortnight before it.
    #[must_use]
    pub fn on(&self, from: &str, to: &str, day: Date) -> Option<Decimal> {
        let first = day.checked_sub(HOLDS.days()).ok()?;
        self.between(from, to, (first, day)).last()?
    }

    /// The least and the most that one unit of `from` was worth in `to` on any day from a year before `first` to
    /// `last`; none where no rate is known close to either end.
    #[must_use]
    pub fn around(&self, from: &str, to: &str, (first, last): (Date, Date)) -> Option<(Decimal, Decimal)> {
        let back = first.checked_sub(BACK.days()).ok()?;
        self.on(from, to, back)?;
        self.on(from, to, last)?;
        let rates = self.between(from, to, (back, last)).flatten();
        rates.fold(None, |ends: Option<(Decimal, Decimal)>, rate| {
            Some(ends.map_or((rate, rate), |(least, most)| (least.min(rate), most.max(rate))))
        })
    }

    /// What one unit of `from` was worth in `to`, on each day of a stretch that the table has for `to`, or for `from`
    /// where `to` is the base; none where it lacks the other.
    fn between(
        &self,
        from: &str,
        to: &str,
        (first, last): (Date, Date),
    ) -> impl Iterator<Item = Option<Decimal>> {
        let column = self.columns.get(if to == &*self.base { from } else { to });
        let days = column.into_iter().flat_map(move |days| days.range(first..=last));
        days.map(move |(day, _)| self.at(to, *day)?.checked_div(self.at(from, *day)?))
    }

    /// What the base was worth in a currency on that very day.
    fn at(&self, currency: &str, day: Date) -> Option<Decimal> {
        if currency == &*self.base {
            return Some(Decimal::ONE);
        }
        self.columns.get(currency)?.get(&day).copied()
    }

    /// What an amount in `from` may be in `to`, if it was converted at any rate from a year before the first of the
    /// `days` on; none where the rates are not known.
    #[must_use]
    pub fn convert(
        &self,
        amount: &Interval,
        (from, to): (&str, &str),
        days: (Date, Date),
    ) -> Option<Interval> {
        let (least, most) = self.around(from, to, days)?;
        let times = |bound: Bound, rate: Decimal| {
            Some(match bound.at {
                Some(at) => Bound { at: Some(at.checked_mul(rate)?.normalize()), ..bound }
                    .soft(bound.give.checked_mul(rate)?),
                None => bound,
            })
        };
        let amount = *amount;
        (amount.low.at.is_none_or(|low| low >= Decimal::ZERO))
            .then(|| Some(Interval { low: times(amount.low, least)?, high: times(amount.high, most)? }))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// A rate for the dollar on the first of each month, that rises by a cent each time; the krone stays.
    fn rates() -> Rates {
        let mut rates = Rates::new("EUR");
        let mut at = day("2023-12-01");
        for month in 0..26_i64 {
            rates.note("USD", at, Decimal::new(100 + month, 2));
            rates.note("DKK", at, dec("7.5"));
            at = at.saturating_add(1.month());
        }
        rates
    }

    #[test]
    fn a_rate_holds_for_a_fortnight_and_not_before_its_day() {
        let rates = rates();
        assert_eq!(rates.on("EUR", "USD", day("2023-12-10")), Some(dec("1.00")));
        assert_eq!(rates.on("USD", "DKK", day("2023-12-01")), Some(dec("7.5")));
        assert_eq!(rates.on("EUR", "USD", day("2023-11-30")), None);
        assert_eq!(rates.on("EUR", "USD", day("2023-12-20")), None);
        assert_eq!(rates.on("EUR", "GBP", day("2023-12-01")), None);
    }

    #[test]
    fn an_amount_is_worth_what_any_rate_of_the_year_before_makes_of_it() {
        let rates = rates();
        let days = (day("2025-01-01"), day("2025-01-10"));
        assert_eq!(rates.around("EUR", "USD", days), Some((dec("1.01"), dec("1.13"))));
        let million = Interval { low: Bound::closed(dec("100")), high: Bound::closed(dec("102")) };
        let euros = rates.convert(&million, ("USD", "EUR"), days).unwrap();
        assert_eq!(euros.low.at.unwrap().round_dp(2), dec("88.50"));
        assert_eq!(euros.high.at.unwrap().round_dp(2), dec("100.99"));
        assert_eq!(rates.convert(&million, ("USD", "EUR"), (day("2024-06-01"), day("2024-06-01"))), None);
    }
}
