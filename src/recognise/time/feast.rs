//! Feasts: on a fixed day, by their distance from Easter, or as the nth weekday of a month.

use super::calendar;
use super::pack::{FeastDay, Unit};
use super::point::{Found, Scope};
use crate::value::{Date, Grain, Period};

impl Scope<'_> {
    /// `kerst`, `Goede Vrijdag 2018`, `Prinsjesdag`, `vorige Pasen`
    pub(super) fn feast(&self, at: usize) -> Option<Found> {
        let shift = self.time.shifts.get(self.words.id(at)).copied();
        let i = at + usize::from(shift.is_some());
        let (feast, n) = self.time.feasts.at(self.words, i)?;
        if !self.written_as_name(i) || self.title(i, i + n) {
            return None;
        }
        let next = i + n;
        if let Some(found) = self.feast_weekend(*feast, next) {
            return Some(found);
        }
        if let Some((year, end)) = self.year_behind(next) {
            return Some(Found::new(year.and_then(|y| day_of(*feast, y)), end));
        }
        let period = self.reference(Grain::Year).and_then(|r| match shift {
            None | Some(0) => calendar::nearest(r, |y| day_of(*feast, y)),
            Some(s) => {
                let all = (-1..=1).filter_map(|d| day_of(*feast, r.year().checked_add(d)?));
                let ahead = |p: &Period| p.from.is_some_and(|f| f > r);
                let back = |p: &Period| p.from.is_some_and(|f| f < r);
                let mut all = all.filter(|p| if s > 0 { ahead(p) } else { back(p) });
                if s > 0 { all.next() } else { all.next_back() }
            }
        });
        Some(Found::new(period, next))
    }
}

impl Scope<'_> {
    /// `Labor Day weekend`, `Thanksgiving 2023 weekend`: the weekend with the feast beside it.
    fn feast_weekend(&self, feast: FeastDay, at: usize) -> Option<Found> {
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
        let near = |r| calendar::nearest(r, |y| day_of(feast, y));
        let day = match behind {
            Some((year, _)) => year.and_then(|y| day_of(feast, y)),
            None => self.reference(Grain::Year).and_then(near),
        };
        Some(Found::new(day.and_then(|p| calendar::long_weekend(p.from?)), next))
    }
}

/// The feast in a year.
fn day_of(feast: FeastDay, year: i16) -> Option<Period> {
    match feast {
        FeastDay::Fixed { month, day } => Date::new(year, month, day).ok().map(Period::day),
        FeastDay::Easter(days) => calendar::step(calendar::easter(year)?, Unit::Day, days).map(Period::day),
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
            calendar::step(day, Unit::Day, i32::from(plus)).map(Period::day)
        }
    }
}
