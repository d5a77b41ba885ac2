//! Civil arithmetic: parts, seasons, feasts, and steps of a unit.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::pack::{Part, Season, Unit};
use crate::value::{Grain, Period};

/// More steps than this lead out of the calendar or mean nothing: the arithmetic has bounds of its own.
const MOST_STEPS: i32 = 30_000;

/// The period of the unit in which `day` lies, `steps` units on.
pub(super) fn unit_around(day: Date, unit: Unit, steps: i32) -> Option<Period> {
    if steps.abs() > MOST_STEPS {
        return None;
    }
    let monday = |d: Date| d.checked_sub(i32::from(d.weekday().to_monday_zero_offset()).days()).ok();
    match unit {
        Unit::Second | Unit::Minute | Unit::QuarterHour | Unit::Hour | Unit::Day => {
            Some(Period::day(day.checked_add(steps.days()).ok()?))
        }
        Unit::Workday => workdays(day, steps).map(Period::day),
        Unit::Week => {
            let start = monday(day)?.checked_add((7 * steps).days()).ok()?;
            Some(Period::between(start, start.checked_add(6.days()).ok()?, Grain::Week))
        }
        Unit::Fortnight => {
            let start = monday(day)?.checked_add((14 * steps).days()).ok()?;
            Some(Period::between(start, start.checked_add(13.days()).ok()?, Grain::Week))
        }
        Unit::Weekend => {
            let start = monday(day)?.checked_add((7 * steps + 5).days()).ok()?;
            Some(Period::between(start, start.checked_add(1.days()).ok()?, Grain::Week))
        }
        Unit::Month => {
            let first = day.first_of_month().checked_add(steps.months()).ok()?;
            Period::month(first.year(), first.month())
        }
        Unit::Quarter => {
            let month = (day.month() - 1) / 3 * 3 + 1;
            let first = Date::new(day.year(), month, 1).ok()?.checked_add((3 * steps).months()).ok()?;
            quarter(first.year(), (first.month() - 1) / 3 + 1)
        }
        Unit::HalfYear => {
            let now = i32::from(day.year()) * 2 + i32::from(day.month() > 6) + steps;
            let year = Period::year(i16::try_from(now.div_euclid(2)).ok()?)?;
            part(year, if now.rem_euclid(2) == 0 { Part::FirstHalf } else { Part::SecondHalf })
        }
        Unit::Year => Period::year(day.year().checked_add(i16::try_from(steps).ok()?)?),
        Unit::Decade => decade(i32::from(day.year()) / 10 * 10 + 10 * steps),
        Unit::Century => {
            let start = i16::try_from(i32::from(day.year()) / 100 * 100 + 100 * steps).ok()?;
            Some(Period { grain: Grain::Century, ..years(start, start.checked_add(99)?)? })
        }
    }
}

/// The day `steps` units from `day`.
pub(super) fn step(day: Date, unit: Unit, steps: i32) -> Option<Date> {
    if steps.checked_abs()? > MOST_STEPS {
        return None;
    }
    match unit {
        Unit::Second | Unit::Minute | Unit::QuarterHour | Unit::Hour => Some(day),
        Unit::Day => day.checked_add(steps.days()).ok(),
        Unit::Workday => workdays(day, steps),
        Unit::Week | Unit::Weekend => day.checked_add(steps.checked_mul(7)?.days()).ok(),
        Unit::Fortnight => day.checked_add(steps.checked_mul(14)?.days()).ok(),
        Unit::Month => day.checked_add(steps.months()).ok(),
        Unit::Quarter => day.checked_add(steps.checked_mul(3)?.months()).ok(),
        Unit::HalfYear => day.checked_add(steps.checked_mul(6)?.months()).ok(),
        Unit::Year => (steps.abs() < 9_999).then(|| day.checked_add(steps.years()).ok()).flatten(),
        Unit::Decade => (steps.abs() < 999).then(|| day.checked_add((10 * steps).years()).ok()).flatten(),
        Unit::Century => (steps.abs() < 99).then(|| day.checked_add((100 * steps).years()).ok()).flatten(),
    }
}

/// The weekend that a feast makes longer: the nearest one, with the days between.
pub(super) fn long_weekend(day: Date) -> Option<Period> {
    let days = match weekday(day) {
        1 => (-2, 0),
        2 => (-3, 0),
        n @ 3..=5 => (0, i32::from(7 - n)),
        6 => (0, 1),
        _ => (-1, 0),
    };
    let end = |steps: i32| day.checked_add(steps.days()).ok();
    Some(Period::between(end(days.0)?, end(days.1)?, Grain::Week))
}

/// The day so many working days on or back: Monday to Friday, whatever the feasts.
fn workdays(day: Date, steps: i32) -> Option<Date> {
    let sign = steps.signum();
    let idle = |d: Date| weekday(d) > 5;
    let mut found = day;
    while steps != 0 && idle(found) {
        found = found.checked_sub(sign.days()).ok()?;
    }
    found = found.checked_add((steps / 5 * 7).days()).ok()?;
    let mut left = (steps % 5).abs();
    while left > 0 {
        found = found.checked_add(sign.days()).ok()?;
        left -= i32::from(!idle(found));
    }
    Some(found)
}

/// The grain of a date that is so many units away.
pub(super) const fn grain_of(unit: Unit) -> Grain {
    match unit {
        Unit::Second
        | Unit::Minute
        | Unit::QuarterHour
        | Unit::Hour
        | Unit::Day
        | Unit::Workday
        | Unit::Week
        | Unit::Fortnight
        | Unit::Weekend => Grain::Day,
        Unit::Month => Grain::Month,
        Unit::Quarter => Grain::Quarter,
        Unit::HalfYear | Unit::Year => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century => Grain::Century,
    }
}

pub(super) fn years(from: i16, to: i16) -> Option<Period> {
    Some(Period::between(Date::new(from, 1, 1).ok()?, Date::new(to, 12, 31).ok()?, Grain::Year))
}

pub(super) fn decade(start: i32) -> Option<Period> {
    let start = i16::try_from(start).ok()?;
    Some(Period { grain: Grain::Decade, ..years(start, start.checked_add(9)?)? })
}

/// Quarter 1 to 4 of a year.
pub(super) fn quarter(year: i16, number: i8) -> Option<Period> {
    let from = Date::new(year, (number - 1) * 3 + 1, 1).ok()?;
    let to = Date::new(year, number * 3, 1).ok()?.last_of_month();
    Some(Period::between(from, to, Grain::Quarter))
}

/// The season of a year, in whole months as weather services count them; winter starts in December of that year.
pub(super) fn season(year: i16, season: Season) -> Option<Period> {
    let (first, last, next) = match season {
        Season::Spring => (3, 5, 0),
        Season::Summer => (6, 8, 0),
        Season::Autumn => (9, 11, 0),
        Season::Winter => (12, 2, 1),
    };
    let to = Date::new(year.checked_add(next)?, last, 1).ok()?.last_of_month();
    Some(Period::between(Date::new(year, first, 1).ok()?, to, Grain::Quarter))
}

/// A part of a period: thirds of a month or a year, or halves.
pub(super) fn part(of: Period, part: Part) -> Option<Period> {
    let (from, to) = (of.from?, of.to?);
    // `early Wednesday`
    if from == to {
        return Some(of);
    }
    if of.grain == Grain::Decade {
        return decade_part(from.year(), part);
    }
    let months = i32::from(to.year() - from.year()) * 12 + i32::from(to.month() - from.month()) + 1;
    if months >= 3 {
        let (start, len) = match part {
            Part::Start => (0, months / 3),
            Part::Middle => (months / 3, months / 3),
            Part::End => (months - months / 3, months / 3),
            Part::FirstHalf => (0, months / 2),
            Part::SecondHalf => (months / 2, months - months / 2),
        };
        let first = from.checked_add(start.months()).ok()?;
        let last = first.checked_add((len - 1).months()).ok()?.last_of_month();
        return Some(Period::between(first, last, if months > 12 { Grain::Year } else { Grain::Month }));
    }
    let days = (to - from).get_days() + 1;
    // Ten days of a month; three of a week.
    let third = if days > 27 { 10 } else { (days + 2) / 3 };
    let (start, len) = match part {
        Part::Start => (0, third),
        Part::Middle if days > 27 => (third, third),
        Part::Middle => (days / 3, third),
        Part::End if days > 27 => (2 * third, days - 2 * third),
        Part::End => (days - third, third),
        Part::FirstHalf => (0, days / 2),
        Part::SecondHalf => (days / 2, days - days / 2),
    };
    let first = from.checked_add(start.days()).ok()?;
    Some(Period::between(first, first.checked_add((len.max(1) - 1).days()).ok()?, Grain::Week))
}

/// A part of ten years: `begin jaren zestig` is 1960 to 1963, the mid-1960s 1964 to 1966, the late 1967 to 1969.
fn decade_part(start: i16, part: Part) -> Option<Period> {
    let (first, last) = match part {
        Part::Start => (0, 3),
        Part::Middle => (4, 6),
        Part::End => (7, 9),
        Part::FirstHalf => (0, 4),
        Part::SecondHalf => (5, 9),
    };
    years(start.checked_add(first)?, start.checked_add(last)?)
}

/// Easter Sunday of a year of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher.
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Of the same day or month in the year before, this and the next, the one nearest to `reference`.
pub(super) fn nearest(reference: Date, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let candidates = (-1..=1).filter_map(|d| make(reference.year().checked_add(d)?));
    candidates.min_by_key(|p| {
        let inside = p.from.is_some_and(|f| f <= reference) && p.to.is_some_and(|t| t >= reference);
        let gap = |d: Option<Date>| d.map_or(i32::MAX, |d| (d - reference).get_days().abs());
        if inside { 0 } else { gap(p.from).min(gap(p.to)) }
    })
}

/// The day that a test or a message may count from.
#[cfg(test)]
pub(super) const fn sample() -> Date {
    date(2025, 12, 2)
}

/// Day zero of the weekday arithmetic: a Monday.
const MONDAY: Date = date(2024, 1, 1);

/// The weekday (1 to 7) of a day.
pub(super) fn weekday(day: Date) -> i8 {
    i8::try_from((day - MONDAY).get_days().rem_euclid(7) + 1).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_and_weekdays_are_right() {
        assert_eq!(easter(2025), Some(date(2025, 4, 20)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(weekday(sample()), 2);
        // From Tuesday 2 December 2025, and from the Saturday behind it.
        assert_eq!(workdays(sample(), 4), Some(date(2025, 12, 8)));
        assert_eq!(workdays(sample(), -2), Some(date(2025, 11, 28)));
        assert_eq!(workdays(date(2025, 12, 6), 5), Some(date(2025, 12, 12)));
    }
}
