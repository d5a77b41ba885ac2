//! Feasts: on a fixed day, by their distance from Easter, or as the nth weekday of a month.

use super::calendar;
use super::month::nearest;
use super::pack::{Feast, FeastDay, Unit};
use super::point::{Found, Loose, Scope};
use crate::value::{Country, Date, Grain, Period};

impl Scope<'_> {
    /// `kerst`, `Goede Vrijdag 2018`, `Prinsjesdag`, `vorige Pasen`
    pub(super) fn feast(&self, at: usize) -> Option<Found> {
        let shift = self.time.shifts.get(self.words.id(at)).copied();
        let i = at + usize::from(shift.is_some());
        let (feast, n) = self.feast_at(i)?;
        if !self.written_as_name(i) || self.title(i, i + n) {
            return None;
        }
        let next = i + n;
        if let Some(found) = self.feast_weekend(feast, next) {
            return Some(found);
        }
        if let Some((year, end)) = self.year_behind(next) {
            return Some(Found::new(year.and_then(|y| self.in_year(feast, y)), end));
        }
        // News says of a feast that was which one it means.
        let points = || self.points(at, next).filter(|ahead| *ahead);
        let period = self.reference(Grain::Year).and_then(|r| match shift {
            None | Some(0) => nearest(r, points(), |y| self.in_year(feast, y)),
            Some(s) => {
                let all = (-1..=1).filter_map(|d| self.in_year(feast, r.year().checked_add(d)?));
                let ahead = |p: &Period| p.from.is_some_and(|f| f > r);
                let back = |p: &Period| p.from.is_some_and(|f| f < r);
                let mut all = all.filter(|p| if s > 0 { ahead(p) } else { back(p) });
                if s > 0 { all.next() } else { all.next_back() }
            }
        });
        let loose = if shift.is_none() { Loose::Year } else { Loose::None };
        Some(Found { loose, ..Found::new(period, next) })
    }

    /// The feast whose name begins at `at`, and its tokens: that of the publication's country before that of all.
    pub(super) fn feast_at(&self, at: usize) -> Option<(Feast, usize)> {
        let country = self.context.country.as_ref().map(Country::as_str);
        let own = country.and_then(|c| self.time.country_feasts.get(c)?.at(self.words, at));
        own.or_else(|| self.time.feasts.at(self.words, at)).map(|(feast, n)| (*feast, n))
    }

    /// `Labor Day weekend`, `Thanksgiving 2023 weekend`: the weekend with the feast beside it.
    fn feast_weekend(&self, feast: Feast, at: usize) -> Option<Found> {
        let behind = self.year_behind(at);
        let i = behind.map_or(at, |(_, next)| next);
        if self.time.units.get(self.words.id(i)) != Some(&Unit::Weekend) {
            return None;
        }
        // `Labor Day weekend 2025`
        let (behind, next) = match (behind, self.year_behind(i + 1)) {
            (None, Some((year, next))) => (Some((year, next)), next),
            _ => (behind, i + 1),
        };
        let near = |r| calendar::nearest(r, |y| self.in_year(feast, y));
        let day = match behind {
            Some((year, _)) => year.and_then(|y| self.in_year(feast, y)),
            None => self.reference(Grain::Year).and_then(near),
        };
        Some(Found::new(day.and_then(|p| calendar::long_weekend(p.from?)), next))
    }

    /// The feast that begins in a year.
    fn in_year(&self, feast: Feast, year: i16) -> Option<Period> {
        let first = self.first_day(feast.day, year)?;
        let last = calendar::step(first, Unit::Day, i32::from(feast.days) - 1)?;
        Some(if first == last { Period::day(first) } else { Period::between(first, last, Grain::Day) })
    }

    fn first_day(&self, feast: FeastDay, year: i16) -> Option<Date> {
        match feast {
            FeastDay::Fixed { month, day, moved } => {
                let date = Date::new(year, month, day).ok()?;
                let shift = moved.filter(|(weekday, _)| calendar::weekday(date) == *weekday);
                calendar::step(date, Unit::Day, shift.map_or(0, |(_, days)| i32::from(days)))
            }
            FeastDay::Easter(days) => calendar::step(calendar::easter(year)?, Unit::Day, days),
            FeastDay::Nth { month, nth, weekday, plus } => {
                let first = Date::new(year, month, 1).ok()?;
                let day = if nth < 0 {
                    let last = first.last_of_month();
                    let back = i32::from((calendar::weekday(last) - weekday).rem_euclid(7));
                    calendar::step(last, Unit::Day, -back)?
                } else {
                    let ahead = i32::from((weekday - calendar::weekday(first)).rem_euclid(7));
                    calendar::step(first, Unit::Day, ahead + 7 * (i32::from(nth) - 1))?
                };
                calendar::step(day, Unit::Day, i32::from(plus))
            }
            FeastDay::Listed(list) => {
                self.time.listed_feasts.get(list)?.iter().find(|day| day.year() == year).copied()
            }
        }
    }
}
