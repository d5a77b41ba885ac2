//! Days and weeks told by their place in something longer: `volgende week dinsdag`,
//! `de derde dinsdag van september`, `week 31`, `twee dagen na kerst`.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::super::token::TokenKind;
use super::calendar;
use super::pack::{Part, Unit};
use super::point::{Found, Loose, Scope};
use crate::value::{Grain, Period};

impl Scope<'_> {
    /// `volgende week (op) dinsdag`, `dinsdag deze week`, `dinsdag over een week`
    pub(super) fn weekday_of_week(&self, at: usize) -> Option<Found> {
        if let Some(day) = self.day_of_week(at) {
            let i = at + 1 + self.stop(at + 1);
            let i = i + self.filler(i).min(1);
            if let Some(week) = self.week(i) {
                return Some(in_week(week, day));
            }
            let ((), n) = self.time.ahead.at(self.words, i)?;
            let (value, unit, next) = self.amount(i + n)?;
            let weeks = i32::try_from(value.normalize()).ok().filter(|_| unit == Unit::Week)?;
            let first =
                self.reference(Grain::Day).and_then(|r| super::deictic::weekday_near(r, day, Some(2)));
            let from = first.and_then(|p| calendar::step(p.from?, Unit::Week, weeks));
            return Some(Found::new(from.map(Period::day), next));
        }
        let week = self.week(at)?;
        let i = week.next + self.filler(week.next).min(1);
        let day = self.day_of_week(i)?;
        Some(Found { next: i + 1 + self.stop(i + 1), ..in_week(week, day) })
    }

    /// A week with a word that shifts it: `vorige week`, `this week`.
    pub(super) fn week(&self, at: usize) -> Option<Found> {
        let shift = *self.time.shifts.get(self.words.id(at))?;
        if self.time.units.get(self.words.id(at + 1)) != Some(&Unit::Week) {
            return None;
        }
        let week = self.reference(Grain::Week).and_then(|r| calendar::unit_around(r, Unit::Week, shift));
        Some(Found::new(week, at + 2))
    }

    /// `de week na de volgende`, `the Wednesday after next`: one further than the next.
    pub(super) fn next_but_one(&self, at: usize) -> Option<Found> {
        let day = self.day_of_week(at);
        let unit = self.time.units.get(self.words.id(at)).copied();
        if day.is_none() && !matches!(unit, Some(Unit::Week | Unit::Weekend | Unit::Month | Unit::Year)) {
            return None;
        }
        let ((), n) = self.time.offset_after.at(self.words, at + 1)?;
        let i = at + 1 + n;
        let i = i + self.filler(i).min(1);
        let ends = self.phrase_ends(i + 1) || self.uncounted(i + 1) || self.filler(i + 1) > 0;
        if self.time.shifts.get(self.words.id(i)) != Some(&1) || !ends {
            return None;
        }
        let period = match (day, unit) {
            (Some(day), _) => self.reference(Grain::Day).and_then(|r| {
                let next = super::deictic::weekday_near(r, day, Some(2))?;
                calendar::step(next.from?, Unit::Week, 1).map(Period::day)
            }),
            (None, Some(unit)) => {
                let reference = self.reference(calendar::grain_of(unit));
                reference.and_then(|r| calendar::unit_around(r, unit, 2))
            }
            (None, None) => None,
        };
        Some(Found::new(period, i + 1))
    }

    /// `de zesde zondag`: nobody says of what, so it stays open; `de derde zondag op rij` is no date at all.
    pub(super) fn ranked_weekday(&self, at: usize) -> Option<Found> {
        let rank = self.numerals.ordinal(self.words, at)?;
        let i = at + rank.tokens;
        let next = i + 1;
        let ends = self.phrase_ends(next) || self.uncounted(next);
        let open = self.day_of_week(i).is_some() && ends && self.time.in_a_row.at(self.words, next).is_none();
        open.then(|| Found::new(None, next))
    }

    /// `volgend jaar de derde week`: what is counted in a period that stands before it.
    pub(super) fn nth_behind(&self, at: usize) -> Option<Found> {
        let whole = self.shifted(at)?;
        let i = whole.next + self.filler(whole.next).min(1);
        let rank = self.numerals.ordinal(self.words, i).filter(|_| i > whole.next)?;
        let number = i32::try_from(rank.value.normalize()).ok().filter(|n| (1..=53).contains(n))?;
        let next = i + rank.tokens;
        let unit = self.time.units.get(self.words.id(next)).copied()?;
        let longer = self.time.units.get(self.words.id(whole.next - 1)).is_some_and(|u| *u > unit);
        if !longer || !matches!(unit, Unit::Week | Unit::Weekend | Unit::Month | Unit::Quarter) {
            return None;
        }
        Some(Found::new(whole.period.and_then(|p| nth_unit(p, unit, number)), next + 1))
    }

    /// A year with a word that shifts it: `vorig jaar`, `this year`.
    pub(super) fn shifted_year(&self, at: usize) -> Option<(Option<i16>, usize)> {
        let shift = *self.time.shifts.get(self.words.id(at))?;
        if self.time.units.get(self.words.id(at + 1)) != Some(&Unit::Year) {
            return None;
        }
        let year = self.reference(Grain::Year).and_then(|r| r.year().checked_add(i16::try_from(shift).ok()?));
        Some((year, at + 2))
    }

    /// The year behind something that lies in it, in digits, words or shifted; the words between are
    /// left out if no year follows.
    pub(super) fn year_behind(&self, at: usize) -> Option<(Option<i16>, usize)> {
        let i = at + usize::from(self.words.sign(at, ',')) + self.dash(at);
        let i = i + self.filler(i);
        let written = self.year(i).or_else(|| self.year_in_words(i));
        written.map(|(y, n)| (Some(y), i + n)).or_else(|| self.shifted_year(i))
    }

    /// The longer period that a part or a rank is taken of.
    pub(super) fn whole(&self, at: usize) -> Option<Found> {
        self.month_year(at)
            .or_else(|| self.quarter(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.season(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.century(at))
            .or_else(|| self.calendar_year(at))
            .or_else(|| self.unit_here(at))
    }

    /// A year in digits or words, `het jaar` before it or not.
    pub(super) fn calendar_year(&self, at: usize) -> Option<Found> {
        let named = usize::from(self.time.units.get(self.words.id(at)) == Some(&Unit::Year));
        let (year, n) = self.year(at + named).or_else(|| self.year_in_words(at + named))?;
        Some(Found::new(Period::year(year), at + named + n))
    }

    /// `derde dinsdag in september`, `laatste dag van oktober 2015`, `the first week of 2027`
    pub(super) fn nth(&self, at: usize) -> Option<Found> {
        let (rank, i) = match self.numerals.ordinal(self.words, at) {
            Some(n) => (i32::try_from(n.value.normalize()).ok().filter(|n| *n <= 400)?, at + n.tokens),
            None => (-1, at),
        };
        // `the third last week` counts from the end.
        let (rank, i) = self.time.last.at(self.words, at).map_or((rank, i), |(rank, n)| (*rank, at + n));
        if i == at {
            return None;
        }
        let day = self.day_of_week(i);
        let unit = self.time.units.get(self.words.id(i)).copied();
        if day.is_none()
            && !matches!(
                unit,
                Some(
                    Unit::Day
                        | Unit::Workday
                        | Unit::Week
                        | Unit::Weekend
                        | Unit::Month
                        | Unit::Quarter
                        | Unit::Year
                )
            )
        {
            return None;
        }
        let of = self.filler(i + 1);
        let shifted = self.time.shifts.contains_key(self.words.id(i + 1));
        let month = || self.month_of(i + 1 + of, of > 0);
        let whole = self.whole(i + 1 + of).or_else(month).filter(|_| of > 0 || shifted)?;
        let whole = self.pointing(at, whole);
        // `de laatste maanden van 2022`: how many is not said.
        let several = self.time.plurals.contains(&self.words.id(i));
        let make = |p: Period| match (day, unit) {
            _ if several && rank == 1 => calendar::part(p, Part::Start),
            _ if several && rank == -1 => calendar::part(p, Part::End),
            _ if several => None,
            (Some(day), _) => nth_weekday(p, day, rank),
            (None, Some(unit)) => nth_unit(p, unit, rank),
            (None, None) => None,
        };
        Some(Found::new(whole.period.and_then(make), whole.next))
    }

    /// A period without a year as the words beside the whole phrase point, from `at` on.
    pub(super) fn pointing(&self, at: usize, found: Found) -> Found {
        if self.points(at, found.next) == Some(true) { self.coming(found) } else { found }
    }

    /// The next of what has no year of its own.
    pub(super) fn coming(&self, found: Found) -> Found {
        let passed = |p: Period| p.to.is_some_and(|to| self.reference(Grain::Day).is_some_and(|r| to < r));
        if found.loose != Loose::Year {
            return found;
        }
        let ahead = |p: Period| {
            let (from, to) = (p.from?.checked_add(1.years()).ok()?, p.to?.checked_add(1.years()).ok()?);
            let to = if p.to? == p.to?.last_of_month() { to.last_of_month() } else { to };
            Some(Period { from: Some(from), to: Some(to), ..p })
        };
        let period = found.period.and_then(|p| if passed(p) { ahead(p) } else { Some(p) });
        Found { period, ..found }
    }

    /// `week 31`, `week 5 van 2026`: weeks as ISO 8601 counts them.
    pub(super) fn week_number(&self, at: usize) -> Option<Found> {
        if self.time.units.get(self.words.id(at)) != Some(&Unit::Week) {
            return None;
        }
        let number: i32 = self.digits(at + 1)?.parse().ok().filter(|n| (1..=53).contains(n))?;
        // `per week 32 uur`
        if self.counts_something(at + 2) {
            return None;
        }
        let here = || (self.reference(Grain::Year).map(Date::year), at + 2);
        let (year, next) = self.year_behind(at + 2).unwrap_or_else(here);
        let week = year.and_then(Period::year).and_then(|y| nth_unit(y, Unit::Week, number));
        Some(Found::new(week, next))
    }

    /// `Q1 2016`, `K3 van dit jaar`, `2019 Q2`, `H1 2024`: quarters and halves by their letter.
    pub(super) fn quarter_code(&self, at: usize) -> Option<Found> {
        let before = self.year(at).map(|(y, n)| (y, at + n + self.dash(at + n)));
        let i = before.map_or(at, |(_, i)| i);
        let half = self.time.half_codes.contains(&self.words.id(i));
        if !(half || self.time.quarter_codes.contains(&self.words.id(i))) || !self.words.glued(i + 1) {
            return None;
        }
        let most = if half { 2 } else { 4 };
        let number: i8 = self.digits(i + 1)?.parse().ok().filter(|n| (1..=most).contains(n))?;
        let here = || (self.reference(Grain::Year).map(Date::year), i + 2);
        let behind = before.map(|(y, _)| (Some(y), i + 2)).or_else(|| self.year_behind(i + 2));
        // A lone `H1` may be a motorway or a heading.
        if half && behind.is_none() {
            return None;
        }
        // `de K2-tank`, but `Q2-cijfers`
        let compound = self.dash(i + 2) > 0 && self.words.is(i + 3, TokenKind::Word);
        let word = self.words.folded(i + 3);
        if behind.is_none() && compound && !self.time.purposes.iter().any(|p| word.ends_with(p.as_str())) {
            return None;
        }
        let (year, next) = behind.unwrap_or_else(here);
        let part = if number == 1 { Part::FirstHalf } else { Part::SecondHalf };
        let period = year.and_then(|y| {
            if half { calendar::part(Period::year(y)?, part) } else { calendar::quarter(y, number) }
        });
        Some(Found::new(period, next))
    }

    pub(super) fn phrase_ends(&self, at: usize) -> bool {
        self.words.token(at).is_none_or(|t| matches!(t.kind, TokenKind::Sign | TokenKind::Break))
            && !self.words.sign(at, '-')
            && !self.words.sign(at, '%')
    }

    /// The digits at `at`, if they are nothing but digits.
    pub(super) fn digits(&self, at: usize) -> Option<&str> {
        let text = self.words.token(at)?.text;
        (text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
    }

    /// One token if a dash or a stroke joins what stands on both sides.
    pub(super) fn dash(&self, at: usize) -> usize {
        let sign = self.words.sign(at, '-') || self.words.sign(at, '/');
        usize::from(sign && self.words.glued(at) && self.words.glued(at + 1))
    }
}

/// The day of a week.
fn in_week(week: Found, day: i8) -> Found {
    let date = week.period.and_then(|p| p.from?.checked_add(i32::from(day - 1).days()).ok());
    Found { period: date.map(Period::day), ..week }
}

/// The day so many amounts away.
pub(super) fn steps(from: Date, amounts: &[(i32, Unit)], sign: i32) -> Option<Date> {
    amounts.iter().try_fold(from, |day, (n, unit)| calendar::step(day, *unit, sign * n))
}

/// The nth weekday of a period; -1 is the last.
fn nth_weekday(of: Period, day: i8, rank: i32) -> Option<Period> {
    let (from, to) = (of.from?, of.to?);
    let found = if rank < 0 {
        let back = i32::from((calendar::weekday(to) - day).rem_euclid(7)) + 7 * (-1 - rank);
        to.checked_sub(back.days()).ok()?
    } else {
        let ahead = i32::from((day - calendar::weekday(from)).rem_euclid(7));
        from.checked_add((ahead + 7 * (rank - 1)).days()).ok()?
    };
    (found >= from && found <= to).then(|| Period::day(found))
}

/// The nth unit of a period; -1 is the last. A week belongs to the period that holds its Thursday (ISO 8601).
fn nth_unit(of: Period, unit: Unit, rank: i32) -> Option<Period> {
    let (from, to) = (of.from?, of.to?);
    let (anchor, steps) = match (unit, rank < 0) {
        (Unit::Week, false) => (from.checked_add(3.days()).ok()?, rank - 1),
        (Unit::Week, true) => (to.checked_sub(3.days()).ok()?, rank + 1),
        (Unit::Weekend, _) => {
            let saturday = nth_weekday(of, 6, rank)?.from?;
            return Some(Period::between(saturday, saturday.tomorrow().ok()?, Grain::Week));
        }
        (Unit::Workday, false) => (from.yesterday().ok()?, rank),
        (Unit::Workday, true) => (to.tomorrow().ok()?, rank),
        (_, false) => (from, rank - 1),
        (_, true) => (to, rank + 1),
    };
    let found = calendar::unit_around(anchor, unit, steps)?;
    (found.from? <= to && found.to? >= from).then_some(found)
}

/// The day `day` of the month that lies nearest to the reference, on the weekday if one is given.
pub(super) fn nearest_day(reference: Date, day: i8, weekday: Option<i8>) -> Option<Date> {
    let months = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5];
    let dates = months.iter().filter_map(|m| {
        let month = reference.first_of_month().checked_add(m.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    });
    let mut fits = dates.filter(|d| weekday.is_none_or(|w| calendar::weekday(*d) == w));
    fits.next()
}
