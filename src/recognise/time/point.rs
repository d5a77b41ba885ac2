//! One point or stretch of time: a day, a month, a part of a year, `vorige week`.

use jiff::civil::Date;

use super::super::lexicon::{WordId, Words};
use super::super::mention::Context;
use super::super::numeral::{Form, Numerals};
use super::super::token::TokenKind;
use super::calendar;
use super::pack::{TimeWords, Unit};
use crate::value::{Country, Grain, Period};

/// A date that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// The period; all open where it is unresolved or does not exist.
    pub(super) period: Option<Period>,
    pub(super) weekday: Option<i8>,
    pub(super) impossible: bool,
    pub(super) assumed: bool,
    /// One past its last token.
    pub(super) next: usize,
}

impl Found {
    fn new(period: Option<Period>, next: usize) -> Self {
        Self { period, weekday: None, impossible: false, assumed: false, next }
    }
}

/// What points are read with.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) time: &'a TimeWords,
    pub(super) numerals: &'a Numerals,
    pub(super) context: &'a Context,
}

impl Scope<'_> {
    /// The reference, if it is precise to the given grain.
    fn reference(&self, grain: Grain) -> Option<Date> {
        let period = self.context.reference?;
        if period.grain <= grain { period.from } else { None }
    }

    fn filler(&self, at: usize) -> usize {
        (0..3).take_while(|i| self.time.fillers.contains(&self.words.id(at + i))).count()
    }

    fn month(&self, at: usize) -> Option<i8> {
        let month = *self.time.months.get(&self.words.id(at))?;
        self.written_as_name(at).then_some(month)
    }

    fn day_of_week(&self, at: usize) -> Option<i8> {
        let day = *self.time.weekdays.get(&self.words.id(at))?;
        self.written_as_name(at).then_some(day)
    }

    /// Whether a word that is also an ordinary word (`may`, `do`) is written as a name.
    fn written_as_name(&self, at: usize) -> bool {
        let capital = || self.words.token(at).is_some_and(|t| t.text.starts_with(char::is_uppercase));
        !self.time.capitalised.contains(&self.words.id(at)) || capital()
    }

    /// A full stop behind an abbreviation.
    fn stop(&self, at: usize) -> usize {
        let short = self.words.token(at - 1).is_some_and(|t| t.text.len() <= 4);
        let goes_on = self.words.is(at + 1, TokenKind::Number) || self.words.sign(at + 1, ',');
        usize::from(short && goes_on && self.words.sign(at, '.') && self.words.glued(at))
    }

    /// A day of a month, in digits or words, as a rank or not: the day and its tokens.
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let number = self.numerals.ordinal(self.words, at).or_else(|| {
            self.numerals.cardinal(self.words, at).filter(|n| n.form == Form::Digits && n.tokens == 1)
        })?;
        let plain = self.words.token(at).is_some_and(|t| t.kind != TokenKind::Number || t.text.len() <= 2);
        let day = i8::try_from(number.value.normalize()).ok().filter(|d| (1..=31).contains(d) && plain)?;
        Some((day, number.tokens))
    }

    /// A year in four digits, or two behind an apostrophe.
    pub(super) fn year(&self, at: usize) -> Option<(i16, usize)> {
        let token = self.words.token(at)?;
        if token.kind == TokenKind::Number && token.text.len() == 4 {
            let year: i16 = token.text.parse().ok().filter(|y| (1000..=2199).contains(y))?;
            // `2024-08` and `2.000` are something else; so is `2024%`.
            let unit = self.words.sign(at + 1, '%')
                || (self.words.glued(at + 1) && self.words.is(at + 1, TokenKind::Word));
            return (!unit).then_some((year, 1));
        }
        let short = matches!(token.text, "'" | "’")
            && self.words.glued(at + 1)
            && self.words.is(at + 1, TokenKind::Number);
        let two: i16 = self.words.token(at + 1).filter(|t| short && t.text.len() == 2)?.text.parse().ok()?;
        Some((if two < 50 { 2000 + two } else { 1900 + two }, 2))
    }

    /// The date that starts at `at`.
    pub(super) fn point(&self, at: usize) -> Option<Found> {
        let readers: [fn(&Self, usize) -> Option<Found>; 12] = [
            Self::iso,
            Self::numeric,
            Self::day_month,
            Self::month_day,
            Self::part,
            Self::month_year,
            Self::quarter,
            Self::season,
            Self::deictic,
            Self::shifted,
            Self::feast,
            Self::decade,
        ];
        let found = readers.iter().filter_map(|read| read(self, at));
        // The longest; of equals the first reader.
        found.reduce(|best, next| if next.next > best.next { next } else { best })
    }

    /// `2025-12-03`
    fn iso(&self, at: usize) -> Option<Found> {
        let w = self.words;
        let dash = |i: usize| w.sign(i, '-') && w.glued(i) && w.glued(i + 1);
        let four = w.token(at).is_some_and(|t| t.kind == TokenKind::Number && t.text.len() == 4);
        if !four || !dash(at + 1) || !dash(at + 3) {
            return None;
        }
        let number = |i: usize| w.token(i).filter(|t| t.text.len() == 2)?.text.parse::<i8>().ok();
        let (month, day) = (number(at + 2)?, number(at + 4)?);
        Some(full(self.year(at)?.0, month, day, at + 5))
    }

    /// `3-5-2024`, `03/05/2024`, `3.5.2024`
    fn numeric(&self, at: usize) -> Option<Found> {
        let w = self.words;
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
        let year = if year < 50 {
            2000 + year
        } else if year < 100 {
            1900 + year
        } else {
            year
        };
        let (a, b): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
        let month_first = match self.context.country.as_ref().map(Country::as_str) {
            Some("US" | "PH") => true,
            Some(_) => false,
            None => self.time.month_first,
        };
        let (month, day) = if (month_first && a <= 12) || b > 12 { (a, b) } else { (b, a) };
        let assumed = a <= 12 && b <= 12 && a != b;
        Some(Found { assumed, ..full(year, month, day, next) })
    }

    /// `dinsdag 2 december 2025`, `de 3e van mei`, `24 en 25 juni 2025`, `3 tot en met 5 mei`
    fn day_month(&self, at: usize) -> Option<Found> {
        let (weekday, mut i) = self.leading_weekday(at);
        if weekday.is_some() {
            i += self.filler(i).min(1);
        }
        let (first, n) = self.day(i)?;
        i += n;
        let mut last = first;
        if let Some(((), joined)) = self.time.day_joiners.at(self.words, i) {
            let j = i + joined + self.filler(i + joined).min(1);
            if let Some((second, n)) = self.day(j).filter(|(d, _)| *d > first)
                && self.month(j + n).is_some()
            {
                (last, i) = (second, j + n);
            }
        }
        i += self.filler(i).min(1);
        let month = self.month(i)?;
        i += 1;
        i += self.stop(i);
        Some(self.with_year(month, (first, last), i, weekday))
    }

    /// `Tuesday, December 2, 2025`, `December 2nd`, `June 24-25, 2025`
    fn month_day(&self, at: usize) -> Option<Found> {
        let (weekday, mut i) = self.leading_weekday(at);
        let month = self.month(i)?;
        i += 1;
        i += self.stop(i);
        i += self.filler(i).min(1);
        let (first, n) = self.day(i)?;
        i += n;
        let mut last = first;
        if let Some(((), joined)) = self.time.day_joiners.at(self.words, i)
            && let Some((second, n)) = self.day(i + joined).filter(|(d, _)| *d > first)
        {
            (last, i) = (second, i + joined + n);
        }
        Some(self.with_year(month, (first, last), i, weekday))
    }

    fn leading_weekday(&self, at: usize) -> (Option<i8>, usize) {
        match self.day_of_week(at) {
            Some(day) => {
                let i = at + 1 + self.stop(at + 1);
                (Some(day), i + usize::from(self.words.sign(i, ',')))
            }
            None => (None, at),
        }
    }

    /// The days of a month, with the year behind them or the nearest one.
    fn with_year(&self, month: i8, (first, last): (i8, i8), at: usize, weekday: Option<i8>) -> Found {
        let comma = usize::from(self.words.sign(at, ','));
        let of = self.filler(at + comma).min(1);
        let stretch = |year: i16| {
            let (from, to) = (Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
            Some(Period::between(from, to, Grain::Day))
        };
        if let Some((year, n)) = self.year(at + comma + of) {
            let period = stretch(year);
            let next = at + comma + of + n;
            return Found { impossible: period.is_none(), weekday, ..Found::new(period, next) };
        }
        let possible = first <= 29 || stretch(2024).is_some();
        let period = self.reference(Grain::Year).and_then(|r| calendar::nearest(r, stretch));
        Found { impossible: !possible, weekday, ..Found::new(period, at) }
    }

    /// `begin 2026`, `eind juni`, `halverwege vorige maand`, `medio mei 2024`
    fn part(&self, at: usize) -> Option<Found> {
        let (part, n) = self.time.parts.at(self.words, at)?;
        let i = at + n;
        let i = i + self.filler(i);
        let whole = self
            .month_year(i)
            .or_else(|| self.shifted(i))
            .or_else(|| self.season(i))
            .or_else(|| self.decade(i))
            .or_else(|| self.year(i).map(|(y, n)| Found::new(Period::year(y), i + n)))
            .or_else(|| self.unit_here(i))?;
        Some(Found { period: whole.period.and_then(|p| calendar::part(p, *part)), ..whole })
    }

    /// The unit in which the reference lies: `(het einde van) het jaar`.
    fn unit_here(&self, at: usize) -> Option<Found> {
        let unit = *self.time.units.get(&self.words.id(at))?;
        if unit < Unit::Week {
            return None;
        }
        let period = self.reference(calendar::grain_of(unit)).and_then(|d| calendar::unit_around(d, unit, 0));
        Some(Found::new(period, at + 1))
    }

    /// `mei 2024`, `maart`, `juni van dit jaar`
    fn month_year(&self, at: usize) -> Option<Found> {
        let month = self.month(at)?;
        let mut i = at + 1;
        i += self.stop(i);
        let comma = usize::from(self.words.sign(i, ','));
        let of = self.filler(i + comma).min(1);
        if let Some((year, n)) = self.year(i + comma + of) {
            return Some(Found::new(Period::month(year, month), i + comma + of + n));
        }
        if let Some(year) = self.shifted(i + of).filter(|f| f.period.is_some_and(|p| p.grain == Grain::Year))
            && let Some(from) = year.period.and_then(|p| p.from)
        {
            return Some(Found::new(Period::month(from.year(), month), year.next));
        }
        let near = |r| calendar::nearest(r, |y| Period::month(y, month));
        Some(Found::new(self.reference(Grain::Year).and_then(near), i))
    }

    /// `het eerste kwartaal van 2025`, `derde kwartaal`
    fn quarter(&self, at: usize) -> Option<Found> {
        let rank = self.numerals.ordinal(self.words, at)?;
        let i = at + rank.tokens;
        if self.time.units.get(&self.words.id(i)) != Some(&Unit::Quarter) {
            return None;
        }
        let number = i8::try_from(rank.value.normalize()).ok().filter(|n| (1..=4).contains(n))?;
        let of = self.filler(i + 1);
        if let Some((year, n)) = self.year(i + 1 + of) {
            return Some(Found::new(calendar::quarter(year, number), i + 1 + of + n));
        }
        if let Some(year) =
            self.shifted(i + 1 + of).filter(|f| f.period.is_some_and(|p| p.grain == Grain::Year))
        {
            let from = year.period.and_then(|p| p.from);
            return Some(Found::new(from.and_then(|d| calendar::quarter(d.year(), number)), year.next));
        }
        let here = self.reference(Grain::Year).and_then(|r| calendar::quarter(r.year(), number));
        Some(Found::new(here, i + 1))
    }

    /// `voorjaar 2024`, `de zomer van 2023`; without a year only behind a shift.
    fn season(&self, at: usize) -> Option<Found> {
        let season = *self.time.seasons.get(&self.words.id(at))?;
        let of = self.filler(at + 1);
        let (year, n) = self.year(at + 1 + of)?;
        Some(Found::new(calendar::season(year, season), at + 1 + of + n))
    }

    /// `gisteren`, `overmorgen`
    fn deictic(&self, at: usize) -> Option<Found> {
        let (days, n) = self.time.days.at(self.words, at)?;
        let day = self.reference(Grain::Day).and_then(|r| calendar::step(r, Unit::Day, *days));
        Some(Found::new(day.map(Period::day), at + n))
    }

    /// `vorige week`, `volgend jaar`, `afgelopen dinsdag`, `deze zomer`, `dit weekend`; a lone weekday.
    fn shifted(&self, at: usize) -> Option<Found> {
        let shift = self.time.shifts.get(&self.words.id(at)).copied();
        let i = at + usize::from(shift.is_some());
        let id: WordId = self.words.id(i);
        if let Some(day) = self.day_of_week(i) {
            let next = i + 1 + self.stop(i + 1);
            return Some(Found::new(
                self.reference(Grain::Day).and_then(|r| weekday_near(r, day, shift)),
                next,
            ));
        }
        let shift = shift?;
        if let Some(unit) = self.time.units.get(&id).copied().filter(|u| *u >= Unit::Day) {
            let reference = self.reference(calendar::grain_of(unit));
            return Some(Found::new(reference.and_then(|r| calendar::unit_around(r, unit, shift)), i + 1));
        }
        if let Some(season) = self.time.seasons.get(&id).copied() {
            let reference = self.reference(Grain::Month);
            let period = reference.and_then(|r| {
                let year = calendar::season(r.year(), season)?;
                let passed = year.to? < r;
                let ahead = year.from? > r;
                let step = match shift {
                    1 if passed => 1,
                    -1 if ahead || !passed => -1,
                    _ => 0,
                };
                calendar::season(r.year() + step, season)
            });
            return Some(Found::new(period, i + 1));
        }
        let month = self.month(i)?;
        let period = self.reference(Grain::Year).and_then(|r| {
            let this = Period::month(r.year(), month)?;
            match shift {
                1 if this.to? < r => Period::month(r.year() + 1, month),
                -1 if this.from? > r || this.to? >= r => Period::month(r.year() - 1, month),
                _ => Some(this),
            }
        });
        Some(Found::new(period, i + 1))
    }

    fn feast(&self, at: usize) -> Option<Found> {
        let fixed = self.time.feasts.at(self.words, at);
        let moving = self.time.easter_feasts.at(self.words, at);
        let (n, make): (usize, Box<dyn Fn(i16) -> Option<Period>>) = match (fixed, moving) {
            (Some((&(month, day), n)), _) => {
                (n, Box::new(move |y| Date::new(y, month, day).ok().map(Period::day)))
            }
            (None, Some((&days, n))) => {
                (n, Box::new(move |y| calendar::step(calendar::easter(y)?, Unit::Day, days).map(Period::day)))
            }
            (None, None) => return None,
        };
        if let Some((year, m)) = self.year(at + n) {
            return Some(Found::new(make(year), at + n + m));
        }
        Some(Found::new(self.reference(Grain::Year).and_then(|r| calendar::nearest(r, make)), at + n))
    }

    /// `de jaren negentig`, `de jaren 90`, `the 1990s`
    fn decade(&self, at: usize) -> Option<Found> {
        let w = self.words;
        if self.time.decade_words.contains(&w.id(at)) {
            let quote = usize::from(w.sign(at + 1, '\'') || w.sign(at + 1, '’'));
            let number = self.numerals.cardinal(w, at + 1 + quote)?;
            let tens = i32::try_from(number.value.normalize()).ok().filter(|t| t % 10 == 0)?;
            let start = match tens {
                10..=90 => {
                    if tens <= 20 {
                        2000 + tens
                    } else {
                        1900 + tens
                    }
                }
                1000..=2190 => tens,
                _ => return None,
            };
            return Some(Found::new(calendar::decade(start), at + 1 + quote + number.tokens));
        }
        let token = w
            .token(at)
            .filter(|t| t.kind == TokenKind::Number && t.text.len() == 4 && t.text.ends_with('0'))?;
        let s = w.folded(at + 1) == "s" && w.glued(at + 1);
        s.then(|| Found::new(token.text.parse().ok().and_then(calendar::decade), at + 2))
    }
}

fn full(year: i16, month: i8, day: i8, next: usize) -> Found {
    let period = Date::new(year, month, day).ok().map(Period::day);
    Found { impossible: period.is_none(), ..Found::new(period, next) }
}

/// The weekday nearest in the given direction. News tells what happened: without a word that points
/// ahead it is the last such day, the reference's own included; `deze` and `dit` stay within its week.
fn weekday_near(reference: Date, day: i8, shift: Option<i32>) -> Option<Period> {
    let today = calendar::weekday(reference);
    let back = i32::from((today - day).rem_euclid(7));
    let steps = match shift {
        None => -back,
        Some(0) => i32::from(day - today),
        Some(s) if s > 0 => {
            if back == 0 {
                7
            } else {
                7 - back
            }
        }
        Some(_) => {
            if back == 0 {
                -7
            } else {
                -back
            }
        }
    };
    calendar::step(reference, Unit::Day, steps).map(Period::day)
}
