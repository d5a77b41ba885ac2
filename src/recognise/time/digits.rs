//! Dates in digits: `2025-12-03`, `3-5-2024`, `11/2016`, `1939-45`.

use jiff::civil::Date;

use super::super::token::TokenKind;
use super::calendar;
use super::point::{Found, Loose, Scope};
use crate::value::{Country, Grain, Period};

impl Scope<'_> {
    /// `2025-12-03`
    pub(super) fn iso(&self, at: usize) -> Option<Found> {
        let w = self.words;
        let dash = |i: usize| w.sign(i, '-') && w.glued(i) && w.glued(i + 1);
        let four = w.token(at).is_some_and(|t| t.kind == TokenKind::Number && t.text.len() == 4);
        let number = |i: usize| w.token(i).filter(|t| t.text.len() == 2)?.text.parse::<i8>().ok();
        // `on 2016 10 16`
        let cued = four && at > 0 && self.time.day_cues.contains(&w.id(at - 1));
        if let (true, Some(month), Some(day)) = (cued, number(at + 1), number(at + 2))
            && self.phrase_ends(at + 3)
        {
            return Some(full(self.year(at)?.0, month, day, at + 3));
        }
        if !four || !dash(at + 1) || !dash(at + 3) {
            return None;
        }
        let (month, day) = (number(at + 2)?, number(at + 4)?);
        Some(full(self.year(at)?.0, month, day, at + 5))
    }

    /// `2019-sep-1`, `2019/aug/01`
    pub(super) fn iso_named(&self, at: usize) -> Option<Found> {
        let (year, n) = self.year(at).filter(|_| self.dash(at + 1) == 1 && self.dash(at + 3) == 1)?;
        let month = self.month_name(at + n + 1)?;
        let day = self.digits(at + n + 3)?.parse().ok().filter(|d| (1..=31).contains(d))?;
        Some(full(year, month, day, at + n + 4))
    }

    /// `3-5-2024`, `03/05/2024`, `3.5.2024`
    pub(super) fn numeric(&self, at: usize) -> Option<Found> {
        let w = self.words;
        let (weekday, at) = self.leading_weekday(at);
        let token = w.token(at).filter(|t| t.kind == TokenKind::Number)?;
        let (parts, next): (Vec<&str>, usize) = if token.text.matches('.').count() == 2 {
            (token.text.split('.').collect(), at + 1)
        } else {
            let sign = ['-', '/'].into_iter().find(|c| w.sign(at + 1, *c) && w.sign(at + 3, *c))?;
            let glued = (1..=4).all(|i| w.glued(at + i)) && sign != ' ';
            let parts = [at, at + 2, at + 4].iter().filter_map(|i| w.token(*i)).map(|t| t.text).collect();
            if glued { (parts, at + 5) } else { return None }
        };
        let [first, second, year] = parts.as_slice() else { return None };
        if first.len() > 2 || second.len() > 2 || !matches!(year.len(), 2 | 4) {
            return None;
        }
        let year: i16 = year.parse().ok()?;
        let year = if year < 100 { century(year) } else { year };
        let (a, b): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
        let month_first = self.month_first();
        let (month, day) = if (month_first && a <= 12) || b > 12 { (a, b) } else { (b, a) };
        let assumed = a <= 12 && b <= 12 && a != b;
        Some(Found { weekday, assumed, ..full(year, month, day, next) })
    }

    /// `11-2016`, `2015/3`, `2016 - 11`: a month in digits.
    pub(super) fn month_number(&self, at: usize) -> Option<Found> {
        let w = self.words;
        let sign = ['-', '/'].into_iter().find(|c| w.sign(at + 1, *c))?;
        let tight = w.glued(at + 1) && w.glued(at + 2);
        let further = (w.sign(at + 3, sign) || w.sign(at + 3, '-')) && w.glued(at + 3);
        let (first, second) = (self.digits(at)?, self.digits(at + 2)?);
        // `2016 - 11`: with space around the sign only a whole month of two digits that counts nothing.
        let padded = first.len().min(second.len()) == 2;
        let loose = padded && (self.phrase_ends(at + 3) || self.uncounted(at + 3));
        if !(tight || loose || (sign == '/' && !w.glued(at + 1))) || further || self.percent(at + 3) {
            return None;
        }
        let (year, month) = match (first.len(), second.len()) {
            (4, 1 | 2) => (first, second),
            (1 | 2, 4) => (second, first),
            _ => return None,
        };
        let year: i16 = year.parse().ok().filter(|y| (1900..=2199).contains(y))?;
        let month: i8 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
        Some(Found::new(Period::month(year, month), at + 3))
    }

    /// `1939-45`, `2023/24`: the second year by its last two digits.
    pub(super) fn split_year(&self, at: usize) -> Option<Found> {
        let sign =
            self.words.sign(at + 1, '-') || self.words.sign(at + 1, '–') || self.words.sign(at + 1, '/');
        let tight = self.words.glued(at + 1) && self.words.glued(at + 2);
        let first: i16 = self.digits(at).filter(|d| d.len() == 4 && sign && tight)?.parse().ok()?;
        let last: i16 = self.digits(at + 2).filter(|d| d.len() == 2)?.parse().ok()?;
        let follows = last == (first + 1) % 100;
        let later = last > 12 && last > first % 100;
        let century = first / 100 * 100 + if last < first % 100 { 100 } else { 0 };
        let fits = (1800..=2199).contains(&first) && (follows || later) && !self.dashed(at + 3);
        fits.then(|| Found::new(calendar::years(first, century + last), at + 3))
    }

    pub(super) fn dashed(&self, at: usize) -> bool {
        (self.words.sign(at, '-') || self.words.sign(at, '/')) && self.words.glued(at)
    }

    pub(super) fn percent(&self, at: usize) -> bool {
        self.words.sign(at, '%')
    }

    /// Whether digits at `at` or before `next` belong to a longer number with dashes, as a phone number's do.
    pub(super) fn in_number(&self, at: usize, next: usize) -> bool {
        let w = self.words;
        let before =
            at >= 2 && w.is(at, TokenKind::Number) && w.glued(at) && w.sign(at - 1, '-') && w.glued(at - 1);
        let behind = next > 0 && w.is(next - 1, TokenKind::Number) && w.sign(next, '-') && w.glued(next);
        (before && w.is(at - 2, TokenKind::Number))
            || (behind && w.glued(next + 1) && w.is(next + 1, TokenKind::Number))
    }

    /// The tokens of a clock time: `15:50`, `15:50:06`.
    pub(super) fn clock(&self, at: usize) -> usize {
        let two = |i: usize| self.digits(i).is_some_and(|d| d.len() <= 2);
        let colon = |i: usize| self.words.sign(i, ':') && self.words.glued(i) && self.words.glued(i + 1);
        match (two(at) && colon(at + 1) && two(at + 2), colon(at + 3) && two(at + 4)) {
            (true, true) => 5,
            (true, false) => 3,
            _ => 0,
        }
    }

    /// The last two digits of a year: `74` in `31-Oct-74`.
    pub(super) fn short_year(&self, at: usize) -> Option<(i16, usize)> {
        let two: i16 = self.digits(at).filter(|d| d.len() == 2 && self.words.glued(at))?.parse().ok()?;
        Some((century(two), 1))
    }

    /// `op 22-04`, `12-08, 2015`, `Oct/2`, `Sep-23-2020`: day and month without a year, or with the year apart.
    pub(super) fn day_number(&self, at: usize) -> Option<Found> {
        let w = self.words;
        let joined = |i: usize| (w.sign(i, '-') || w.sign(i, '/')) && w.glued(i) && w.glued(i + 1);
        if !joined(at + 1) {
            return None;
        }
        let number = |i: usize| self.digits(i).filter(|d| d.len() <= 2)?.parse::<i8>().ok();
        if let Some(month) = self.month_name(at) {
            let day = number(at + 2).filter(|d| (1..=31).contains(d))?;
            if joined(at + 3) {
                let (year, n) = self.year(at + 4)?;
                return Some(full(year, month, day, at + 4 + n));
            }
            return Some(self.without_year(month, day, at + 3));
        }
        let (a, b) = (number(at)?, number(at + 2)?);
        let paired = self.day_number_pair(at);
        if (joined(at + 3) && !paired)
            || self.percent(at + 3)
            || w.glued(at + 3) && w.is(at + 3, TokenKind::Word)
        {
            return None;
        }
        let (month, day) = if (self.month_first() && a <= 12) || b > 12 { (a, b) } else { (b, a) };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let assumed = a <= 12 && b <= 12 && a != b;
        if let Some((year, n)) = self.year(at + 4).filter(|_| w.sign(at + 3, ',')) {
            return Some(Found { assumed, ..full(year, month, day, at + 4 + n) });
        }
        // Two small numbers are a score before they are a date.
        let padded =
            self.digits(at).is_some_and(|d| d.starts_with('0')) || self.digits(at + 2)?.starts_with('0');
        let lone = w.sign(at + 1, '/') && a > 12 && self.fills_line(at, at + 3);
        let lone = lone || paired;
        let cue = lone || (at > 0 && self.time.day_cues.contains(&w.id(at - 1)));
        let cue = cue && self.time.never_dates.at(w, at).is_none();
        let far = paired || padded || a > 12 || w.sign(at + 1, '/');
        (cue && far).then(|| Found { assumed, ..self.without_year(month, day, at + 3) })
    }

    /// Whether two days in digits with a dash between them begin at `at`, or end there: `29/2-1/3`, or with
    /// the year behind the second `1-5 - 7-5-2020`.
    fn day_number_pair(&self, at: usize) -> bool {
        let w = self.words;
        let small = |i: usize, most: i8| {
            self.digits(i).and_then(|d| d.parse::<i8>().ok()).is_some_and(|n| (1..=most).contains(&n))
        };
        let sign = |i: usize| (w.sign(i, '/') || w.sign(i, '-')) && w.glued(i) && w.glued(i + 1);
        let pair = |i: usize| small(i, 31) && sign(i + 1) && small(i + 2, 12);
        let dated = |i: usize| {
            let year = (w.sign(i, '/') || w.sign(i, '-') || w.sign(i, ',')) && self.year(i + 1).is_some();
            year || (w.sign(at + 1, '/') && !w.glued(i))
        };
        let joined = w.sign(at + 3, '-') && pair(at + 4);
        pair(at) && joined && dated(at + 7)
    }

    fn without_year(&self, month: i8, day: i8, next: usize) -> Found {
        let stretch = |year: i16| Some(Period::day(Date::new(year, month, day).ok()?));
        let near = self.reference(Grain::Year).and_then(|r| calendar::nearest(r, stretch));
        let possible = Date::new(2024, month, day).is_ok();
        Found { impossible: !possible, loose: Loose::Year, ..Found::new(near, next) }
    }

    /// `20161016`, behind a word that a date follows or at the end of a phrase.
    pub(super) fn compact(&self, at: usize) -> Option<Found> {
        let text = self.words.token(at)?.text;
        let cue = at > 0 && self.time.day_cues.contains(&self.words.id(at - 1));
        if text.len() != 8 || !(cue || self.phrase_ends(at + 1)) || !text.bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let part = |range: std::ops::Range<usize>| text.get(range);
        let year: i16 = part(0..4)?.parse().ok().filter(|y| (1900..=2199).contains(y))?;
        let date = Date::new(year, part(4..6)?.parse().ok()?, part(6..8)?.parse().ok()?).ok()?;
        Some(Found::new(Some(Period::day(date)), at + 1))
    }

    /// Whether a date in digits puts the month first.
    fn month_first(&self) -> bool {
        match self.context.country.as_ref().map(Country::as_str) {
            Some("US" | "PH") => true,
            Some(_) => false,
            None => self.time.month_first,
        }
    }
}

/// A year by its last two digits.
const fn century(two: i16) -> i16 {
    if two < 50 { 2000 + two } else { 1900 + two }
}

pub(super) fn full(year: i16, month: i8, day: i8, next: usize) -> Found {
    let period = Date::new(year, month, day).ok().map(Period::day);
    Found { impossible: period.is_none(), ..Found::new(period, next) }
}
