//! Days of one month, and weekdays of one week, where the month or the week is named once:
//! `tussen 4 en 22 deze maand`, `november 19-20`, `volgende week tussen woensdag en vrijdag`.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::super::numeral::{Form, Number};
use super::pack::Unit;
use super::point::{Found, Loose, Scope};
use super::{calendar, relative};
use crate::value::{Grain, Period};

impl Scope<'_> {
    /// Two days that a word joins, with the word before them if there is one: `between 4 and 22`.
    fn day_pair(&self, at: usize) -> Option<((i8, i8), bool, usize)> {
        let lead = self.range_lead(at);
        let (first, n) = self.day(at + lead)?;
        let i = at + lead + n;
        let ((), joined) = self.time.day_joiners.at(self.words, i)?;
        let j = i + joined + self.filler(i + joined).min(1);
        let (second, n) = self.day(j).filter(|(d, _)| *d > first)?;
        Some(((first, second), lead > 0, j + n))
    }

    /// The tokens of a word before two ends: `tussen`, `from`.
    fn range_lead(&self, at: usize) -> usize {
        let ranges = self.time.ranges.iter().filter(|(_, needed, _)| *needed);
        let mut leads = ranges.filter_map(|(before, _, _)| Some(before.at(self.words, at)?.1));
        leads.next().unwrap_or(0)
    }

    /// A month by its distance: `deze maand`, `next month`.
    fn shifted_month(&self, at: usize) -> Option<Found> {
        let found = self.shifted(at)?;
        (self.time.units.get(self.words.id(found.next - 1)) == Some(&Unit::Month)).then_some(found)
    }

    /// `tussen 4 en 22 deze maand`, `4 till 23 of this month`
    pub(super) fn days_before_month(&self, at: usize) -> Option<Found> {
        let (days, _, i) = self.day_pair(at)?;
        let month = self.shifted_month(i + self.filler(i))?;
        Some(Found::new(month.period.and_then(|p| stretch(p, days)), month.next))
    }

    /// `deze maand tussen 4 en 22`, `November between 19 and 20`, `november 19-20`
    pub(super) fn days_behind_month(&self, at: usize) -> Option<Found> {
        let month = self.shifted_month(at).or_else(|| self.month_year(at))?;
        let (days, led, next) = self.day_pair(month.next)?;
        let tight = led || self.words.glued(next - 1);
        let ends = self.phrase_ends(next) || self.uncounted(next);
        (tight && ends).then(|| Found::new(month.period.and_then(|p| stretch(p, days)), next))
    }

    /// `15 november tot en met de 19e`: the second day takes the month of the first.
    pub(super) fn day_month_day(&self, at: usize) -> Option<Found> {
        let first = self.day_month(at).filter(|f| !f.impossible && f.loose == Loose::Year)?;
        let ((), joined) = self.time.day_joiners.at(self.words, first.next)?;
        let i = first.next + joined + self.filler(first.next + joined).min(1);
        let rank = self.numerals.ordinal(self.words, i)?;
        let (last, n) = self.day(i).filter(|_| self.phrase_ends(i + rank.tokens))?;
        let period = first.period.and_then(|p| {
            let from = p.from?;
            let to = Date::new(from.year(), from.month(), last).ok().filter(|to| *to > from)?;
            Some(Period::between(from, to, Grain::Day))
        });
        (period.is_some() || first.period.is_none()).then(|| Found::new(period, i + n))
    }

    /// `volgende week tussen woensdag en vrijdag`, `this week from Tue to Thu`
    pub(super) fn weekdays_of_week(&self, at: usize) -> Option<Found> {
        let week = self.week(at)?;
        for (before, needed, between) in &self.time.ranges {
            let Some(((), n)) = before.at(self.words, week.next).filter(|_| *needed) else { continue };
            let i = week.next + n;
            let Some(first) = self.day_of_week(i) else { continue };
            let i = i + 1 + self.stop(i + 1);
            let Some(((), n)) = between.at(self.words, i) else { continue };
            let Some(last) = self.day_of_week(i + n).filter(|d| *d > first) else { continue };
            let day = |d: i8| {
                let monday = week.period?.from?;
                calendar::step(monday, Unit::Day, i32::from(d - 1))
            };
            let period = day(first).and_then(|f| Some(Period::between(f, day(last)?, Grain::Day)));
            return Some(Found::new(period, i + n + 1));
        }
        None
    }

    /// `de week van 3 mei`, `the week commencing February 4`, `the weekend of Halloween`: the week or
    /// weekend that holds a day.
    pub(super) fn week_of(&self, at: usize) -> Option<Found> {
        let unit = self.time.units.get(self.words.id(at)).copied();
        let unit = unit.filter(|u| matches!(u, Unit::Week | Unit::Weekend))?;
        let named = self.time.week_of.at(self.words, at + 1).map_or(0, |((), n)| n);
        let of = named + self.filler(at + 1 + named);
        let day = self.point(at + 1 + of).filter(|_| of > 0)?;
        let whole = day.period.is_none_or(|p| p.grain == Grain::Day && p.from == p.to);
        let feast = self.feast_at(at + 1 + of).is_some() && unit == Unit::Weekend;
        let week = day.period.and_then(|p| {
            if feast { calendar::long_weekend(p.from?) } else { calendar::unit_around(p.from?, unit, 0) }
        });
        whole.then(|| Found::new(week, day.next))
    }

    /// `vrijdag (20 september)`, `this Friday (Jun-15)`: one day, told twice.
    pub(super) fn bracketed_day(&self, at: usize) -> Option<Found> {
        let i = at + usize::from(self.time.shifts.contains_key(self.words.id(at)));
        let weekday = self.day_of_week(i)?;
        let day = self.day_in_bracket(i + 1)?;
        Some(Found { weekday: Some(weekday), next: day.next + 1, ..day })
    }

    /// A day of a month that stands alone between brackets from `at` on.
    fn day_in_bracket(&self, at: usize) -> Option<Found> {
        if !self.words.sign(at, '(') {
            return None;
        }
        let day =
            self.day_month(at + 1).or_else(|| self.month_day(at + 1)).or_else(|| self.day_number(at + 1));
        day.filter(|d| self.words.sign(d.next, ')'))
    }

    /// `afgelopen 3 mei`, `next 6th of April`: the last or the next such day.
    pub(super) fn shifted_day(&self, at: usize) -> Option<Found> {
        let shift = self.time.shifts.get(self.words.id(at)).copied().filter(|s| *s != 0)?;
        let day = self.day_month(at + 1).or_else(|| self.month_day(at + 1))?;
        if day.loose != Loose::Year || day.impossible {
            return None;
        }
        let moved = |p: Period| {
            let (from, to, today) = (p.from?, p.to?, self.reference(Grain::Day)?);
            let years = if shift > 0 { i32::from(from <= today) } else { -i32::from(to >= today) };
            let year = |d: Date| Date::new(d.year() + i16::try_from(years).ok()?, d.month(), d.day()).ok();
            // The nearest such day lies at most half a year off, so one year moves it past the reference.
            Some(Period { from: Some(year(from)?), to: Some(year(to)?), ..p })
        };
        let behind = day.period.and_then(|p| Some((p, self.reference(Grain::Day)?)));
        let settled = behind.is_some_and(
            |(p, today)| {
                if shift > 0 { p.from > Some(today) } else { p.to < Some(today) }
            },
        );
        let period = if settled { day.period } else { day.period.and_then(moved) };
        Some(Found { period, loose: Loose::None, ..day })
    }

    /// Whether the word at `at` cannot be what a number before it counts.
    pub(super) fn uncounted(&self, at: usize) -> bool {
        self.time.never_counted.contains(&self.words.id(at))
    }

    /// `de 20e van volgende maand`, `zaterdag de tweede`, `op de 27e`, `the 18th`
    pub(super) fn day_of_month(&self, at: usize) -> Option<Found> {
        let (weekday, i) = self.leading_weekday(at);
        let article = self.filler(i).min(1);
        let led = article > 0 || (at > 0 && self.time.fillers.contains(&self.words.id(at - 1)));
        let i = i + article;
        let plain = || {
            let digits = self.numerals.cardinal(self.words, i).filter(|n| n.form == Form::Digits)?;
            // `the 20 of next month`, `20 ste van de volgende maand`
            let ending = usize::from(self.time.day_endings.contains(&self.words.id(i + digits.tokens)));
            Some(Number { tokens: digits.tokens + ending, ..digits })
        };
        let ranked = self.numerals.ordinal(self.words, i);
        let rank = ranked.or_else(plain)?;
        let day = i8::try_from(rank.value.normalize()).ok().filter(|d| (1..=31).contains(d))?;
        let next = i + rank.tokens;
        let of = self.filler(next);
        let ends = |m: &Found| ranked.is_some() || self.phrase_ends(m.next) || self.uncounted(m.next);
        if of > 0
            && weekday.is_none()
            && let Some(month) = self.shifted_month(next + of).or_else(|| self.unit_here(next + of))
            && self.time.units.get(self.words.id(month.next - 1)) == Some(&Unit::Month)
            && ends(&month)
        {
            let from = month.period.and_then(|p| p.from);
            let date = from.and_then(|d| Date::new(d.year(), d.month(), day).ok());
            return Some(Found::new(date.map(Period::day), month.next));
        }
        let rank = ranked?;
        let next = i + rank.tokens;
        let digits = self.words.token(i).is_some_and(|t| t.text.starts_with(|c: char| c.is_ascii_digit()));
        let cue = at > 0 && self.time.day_cues.contains(&self.words.id(at - 1));
        // Ranks below the teens are places in a row more often than days.
        let counts = digits || (cue && (day > 12 || self.fills_line(at, next)));
        let ends = self.phrase_ends(next) || ((cue || article > 0) && self.uncounted(next));
        if weekday.is_none() && !(led && counts && ends) {
            return None;
        }
        let ahead = weekday.is_none() && self.fills_line(at, next);
        let near = self.reference(Grain::Day).and_then(|r| {
            let next_month = || r.first_of_month().checked_add(1.months()).ok();
            let found = relative::nearest_day(r, day, weekday).filter(|d| !ahead || *d >= r);
            found.or_else(|| relative::nearest_day(next_month()?, day, weekday))
        });
        Some(Found { weekday, ..Found::new(near.map(Period::day), next) })
    }
}

/// Days of a month.
fn stretch(month: Period, (first, last): (i8, i8)) -> Option<Period> {
    let from = month.from?;
    let day = |d: i8| Date::new(from.year(), from.month(), d).ok();
    Some(Period::between(day(first)?, day(last)?, Grain::Day))
}
