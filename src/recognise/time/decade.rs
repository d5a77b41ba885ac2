//! Decades, centuries, and years in words.

use jiff::civil::Date;

use super::super::numeral::Form;
use super::super::token::TokenKind;
use super::calendar;
use super::pack::Unit;
use super::point::{Found, Scope};
use crate::value::{Grain, Period};

impl Scope<'_> {
    /// `the '40s`, `the 70's`, `the mid-90s`: a decade by its tens.
    pub(super) fn short_decade(&self, at: usize, quote: impl Fn(usize) -> bool) -> Option<Found> {
        let w = self.words;
        let lead = usize::from(quote(at) && w.glued(at + 1));
        let tens: i32 =
            self.digits(at + lead).filter(|d| d.len() == 2)?.parse().ok().filter(|t| t % 10 == 0)?;
        let i = at + lead + 1;
        let i = i + usize::from(lead == 0 && quote(i) && w.glued(i));
        let ends = self.time.decade_endings.contains(&w.id(i)) && w.glued(i);
        let meant = i > at + 1 || self.bare_decade(at);
        (ends && meant).then(|| Found::new(calendar::decade(century_of(tens)), i + 1))
    }

    /// `the 90s`, `the mid-90s`: without an apostrophe only behind an article or the word for a part, where
    /// nobody's age and no temperature is told.
    fn bare_decade(&self, at: usize) -> bool {
        let part = self.time.parts.before(self.words, at).map_or(0, |(_, n)| n);
        let led = part > 0 || self.ends_in_filler(at);
        let start = at - part;
        let other = |i: usize| self.time.decade_others.contains(&self.words.id(i)) || self.words.sign(i, '°');
        let near = (start.saturating_sub(8)..start).rev();
        led && !near.take_while(|i| !self.words.is(*i, TokenKind::Break)).any(other)
    }

    /// `de jaren negentig`, `de jaren 90`, `the 1990s`
    pub(super) fn decade(&self, at: usize) -> Option<Found> {
        let w = self.words;
        if self.time.decade_words.contains(&w.id(at)) {
            let quote = usize::from(w.sign(at + 1, '\'') || w.sign(at + 1, '’'));
            let spoken = || self.year_in_words(at + 1).map(|(year, n)| (year.into(), n));
            let plain = self.numerals.cardinal(w, at + 1 + quote);
            let plain = plain.and_then(|n| Some((i32::try_from(n.value.normalize()).ok()?, n.tokens)));
            let (tens, tokens) = plain.or_else(spoken).filter(|(t, _)| t % 10 == 0)?;
            let start = match tens {
                0..=90 => century_of(tens),
                1000..=2190 => tens,
                _ => return None,
            };
            return Some(Found::new(calendar::decade(start), at + 1 + quote + tokens));
        }
        if let Some((start, n)) = self.time.decade_names.at(w, at) {
            return Some(Found::new(calendar::decade(*start), at + n));
        }
        let quote = |i: usize| w.sign(i, '\'') || w.sign(i, '’') || w.sign(i, '‘');
        if let Some(found) = self.short_decade(at, quote) {
            return Some(found);
        }
        let token = w
            .token(at)
            .filter(|t| t.kind == TokenKind::Number && t.text.len() == 4 && t.text.ends_with('0'))?;
        let ends = self.time.decade_endings.contains(&w.id(at + 1));
        let s = ends && (w.glued(at + 1) || self.phrase_ends(at + 2));
        s.then(|| Found::new(token.text.parse().ok().and_then(calendar::decade), at + 2))
    }

    /// `de 21e eeuw`, `the 19th century`, as people count them: from its round year on.
    pub(super) fn century(&self, at: usize) -> Option<Found> {
        let rank = self.numerals.ordinal(self.words, at)?;
        let i = at + rank.tokens;
        let i = i + self.dash(i);
        if self.time.units.get(self.words.id(i)) != Some(&Unit::Century) {
            return None;
        }
        let start = i16::try_from(rank.value.normalize()).ok().filter(|n| (1..=22).contains(n))?;
        let from = (start - 1) * 100;
        let years = calendar::years(from.max(1), from + 99);
        Some(Found::new(years.map(|p| Period { grain: Grain::Century, ..p }), i + 1))
    }

    /// A year in words: `tweeduizend veertien`, `two thousand and sixteen`, `nineteen ninety`, `nineteen
    /// zero one`, `negentienzeventig`.
    pub(super) fn year_in_words(&self, at: usize) -> Option<(i16, usize)> {
        if let Some(year) = self.numerals.year_word(self.words, at) {
            return Some((year, 1));
        }
        let words = |at: usize| self.numerals.cardinal(self.words, at).filter(|n| n.form == Form::Words);
        let number = words(at)?;
        let value = i16::try_from(number.value.normalize()).ok()?;
        if (1900..=2199).contains(&value) {
            return Some((value, number.tokens));
        }
        let pair = words(at + number.tokens).filter(|_| matches!(value, 18..=20))?;
        let tens = i16::try_from(pair.value.normalize()).ok().filter(|t| (0..=99).contains(t))?;
        let next = at + number.tokens + pair.tokens;
        let zero = tens == 0 && number.tokens == 1;
        let article = || self.numerals.article(self.words, next);
        if let Some(unit) = words(next).or_else(article).filter(|_| zero) {
            let unit = i16::try_from(unit.value.normalize()).ok().filter(|u| (1..=9).contains(u))?;
            return Some((value * 100 + unit, next + 1 - at));
        }
        (tens >= 10).then_some((value * 100 + tens, next - at))
    }

    /// `schooljaar 2024-2025`, `fiscal year 2008`, `dit boekjaar`: a year that begins in its own month.
    pub(super) fn named_year(&self, at: usize) -> Option<Found> {
        let shift = self.time.shifts.get(self.words.id(at)).copied();
        let i = at + usize::from(shift.is_some());
        let (first, n) = self.time.year_names.at(self.words, i)?;
        if let Some(split) = self.split_year(i + n).or_else(|| self.two_years(i + n)) {
            let start = split.period.and_then(|p| p.from);
            return Some(Found::new(start.and_then(|d| year_from(d.year(), *first)), split.next));
        }
        // `FY25`
        let short = || self.short_year(i + n).filter(|_| self.words.folded(i).len() == 2);
        if let Some((year, years)) = self.year(i + n).or_else(short) {
            return Some(Found::new(year_from(year, *first), i + n + years));
        }
        let shift = i16::try_from(shift?).ok()?;
        let year = self.reference(Grain::Month).and_then(|r| {
            let begun = if r.month() >= *first { r.year() } else { r.year().checked_sub(1)? };
            year_from(begun.checked_add(shift)?, *first)
        });
        Some(Found::new(year, i + n))
    }

    /// `2024/2025`: a season over the turn of a year.
    pub(super) fn season_years(&self, at: usize) -> Option<Found> {
        self.two_years(at).filter(|_| self.words.sign(at + 1, '/') && !self.dashed(at + 3))
    }

    /// `2024-2025`: two years in a row.
    fn two_years(&self, at: usize) -> Option<Found> {
        let (first, n) = self.year(at)?;
        let i = at + n + self.dash(at + n);
        let (second, m) = self.year(i).filter(|_| i > at + n)?;
        (second == first.checked_add(1)?).then(|| Found::new(calendar::years(first, second), i + m))
    }

    /// `het jaar 247`, `Year two hundred`: a year of three digits, where nothing is counted.
    pub(super) fn early_year(&self, at: usize) -> Option<Found> {
        let unit = self.time.units.get(self.words.id(at)) == Some(&Unit::Year);
        if !unit || self.time.plurals.contains(&self.words.id(at)) {
            return None;
        }
        // `last year 247`, `a year 247`, `per jaar 247` count.
        let before = at.checked_sub(1).map_or(0, |i| self.words.id(i));
        let counts = self.time.shifts.contains_key(before)
            || self.time.every.contains(&before)
            || self.time.whole.contains(&before)
            || self.time.weak_year_cues.contains(&before)
            || self.numerals.is_article(before);
        let apart = || {
            let number = self.numerals.cardinal(self.words, at - 1).is_some();
            let rank = self.numerals.ordinal(self.words, at - 1).is_some();
            self.words.is(at - 1, TokenKind::Word) && !counts && !number && !rank
        };
        let opens = at == 0 || self.words.is(at - 1, TokenKind::Break) || self.ends_in_filler(at) || apart();
        let number = self.numerals.cardinal(self.words, at + 1)?;
        let next = at + 1 + number.tokens;
        let year = i16::try_from(number.value.normalize()).ok().filter(|y| (100..=999).contains(y))?;
        (opens && self.phrase_ends(next)).then(|| Found::new(Period::year(year), next))
    }

    /// `2014 AD`, `80 na Christus`
    pub(super) fn year_of_era(&self, at: usize) -> Option<Found> {
        let year: i16 = self.digits(at)?.parse().ok().filter(|y| (1..=2199).contains(y))?;
        let ((), n) = self.time.eras.at(self.words, at + 1)?;
        Some(Found::new(Period::year(year), at + 1 + n))
    }
}

/// The twelve months from a month of a year on.
fn year_from(year: i16, month: i8) -> Option<Period> {
    if month == 1 {
        return Period::year(year);
    }
    let from = Date::new(year, month, 1).ok()?;
    let to = Date::new(year.checked_add(1)?, month, 1).ok()?.yesterday().ok()?;
    Some(Period::between(from, to, Grain::Year))
}

/// The century of a decade that is written without it: the twenties and earlier are of this one.
const fn century_of(tens: i32) -> i32 {
    if tens <= 20 { 2000 + tens } else { 1900 + tens }
}
