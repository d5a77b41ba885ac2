//! One point or stretch of time: a day, a month, a part of a year, `vorige week`.

use jiff::civil::Date;

use super::super::lexicon::{WordId, Words};
use super::super::memo::Memo;
use super::super::mention::Context;
use super::super::numeral::{Form, Numerals};
use super::super::token::TokenKind;
use super::calendar;
use super::duration::Amount;
use super::pack::{TimeWords, Unit};
use crate::value::{Grain, Period};

/// A date that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// The period; all open where it is unresolved or does not exist.
    pub(super) period: Option<Period>,
    pub(super) weekday: Option<i8>,
    pub(super) impossible: bool,
    pub(super) assumed: bool,
    pub(super) loose: Loose,
    /// One past its last token.
    pub(super) next: usize,
}

/// What the words leave open, and the reference filled in: the other end of a range knows better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loose {
    None,
    /// The year.
    Year,
    /// The week; the weekday is known.
    Week(i8),
}

impl Found {
    pub(super) fn new(period: Option<Period>, next: usize) -> Self {
        Self { period, weekday: None, impossible: false, assumed: false, loose: Loose::None, next }
    }
}

/// What points are read with.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) time: &'a TimeWords,
    pub(super) numerals: &'a Numerals,
    pub(super) context: &'a Context,
    pub(super) memo: &'a PointMemo,
}

/// What was read at a place: ranges and bounds ask for the same points again and again.
#[derive(Debug, Default)]
pub(super) struct PointMemo {
    points: Memo<Option<Found>>,
    pub(super) ends: Memo<Option<Found>>,
    pub(super) distances: Memo<Option<Found>>,
    pub(super) amounts: Memo<Option<Amount>>,
}

impl Scope<'_> {
    /// The reference, if it is precise to the given grain.
    pub(super) fn reference(&self, grain: Grain) -> Option<Date> {
        let period = self.context.reference?;
        if period.grain <= grain { period.from } else { None }
    }

    pub(super) fn filler(&self, at: usize) -> usize {
        (0..3).take_while(|i| self.time.fillers.contains(&self.words.id(at + i))).count()
    }

    pub(super) fn month(&self, at: usize) -> Option<i8> {
        let month = *self.time.months.get(&self.words.id(at))?;
        self.written_as_name(at).then_some(month)
    }

    pub(super) fn day_of_week(&self, at: usize) -> Option<i8> {
        let day = *self.time.weekdays.get(&self.words.id(at))?;
        self.written_as_name(at).then_some(day)
    }

    /// Whether a word that is also an ordinary word (`may`, `do`) is written as a name.
    pub(super) fn written_as_name(&self, at: usize) -> bool {
        let capital = || self.words.token(at).is_some_and(|t| t.text.starts_with(char::is_uppercase));
        // `in may` can be nothing else.
        let cued = || {
            at > 0
                && self.time.months.contains_key(&self.words.id(at))
                && self.phrase_ends(at + 1)
                && self.time.year_cues.contains(&self.words.id(at - 1))
        };
        !self.time.capitalised.contains(&self.words.id(at)) || capital() || cued()
    }

    /// A full stop behind an abbreviation.
    pub(super) fn stop(&self, at: usize) -> usize {
        let short = self.words.token(at - 1).is_some_and(|t| t.text.len() <= 4);
        let small = |t: &super::super::token::Token<'_>| {
            t.kind == TokenKind::Word && t.text.starts_with(char::is_lowercase)
        };
        let goes_on = self.words.is(at + 1, TokenKind::Number)
            || self.words.sign(at + 1, ',')
            || self.words.token(at + 1).is_some_and(small);
        usize::from(short && goes_on && self.words.sign(at, '.') && self.words.glued(at))
    }

    /// A day of a month, in digits or words, as a rank or not: the day and its tokens.
    pub(super) fn day(&self, at: usize) -> Option<(i8, usize)> {
        // `$12 December`
        let paid = at > 0 && ['$', '€', '£'].iter().any(|c| self.words.sign(at - 1, *c));
        if paid {
            return None;
        }
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
        self.memo.points.get(at, || self.read_point(at))
    }

    pub(super) fn read_point(&self, at: usize) -> Option<Found> {
        let readers: [fn(&Self, usize) -> Option<Found>; 35] = [
            Self::week_of,
            Self::weekdays_of_week,
            Self::days_before_month,
            Self::days_behind_month,
            Self::day_month_day,
            Self::weekdays_away,
            Self::weekday_after,
            Self::first_units,
            Self::named_year,
            Self::year_of_era,
            Self::day_number,
            Self::compact,
            Self::iso_named,
            Self::weekday_of_week,
            Self::nth,
            Self::week_number,
            Self::quarter_code,
            Self::century,
            Self::day_of_month,
            Self::offset,
            Self::rest,
            Self::month_number,
            Self::split_year,
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

    /// Whether a day's name from `at` to `next` is part of a longer one: `the Sunday Times`, `the Good
    /// Friday Agreement`.
    pub(super) fn title(&self, at: usize, next: usize) -> bool {
        let capital = |i: usize| {
            self.words
                .token(i)
                .is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(char::is_uppercase))
        };
        at > 0
            && self.time.fillers.contains(&self.words.id(at - 1))
            && !self.time.year_cues.contains(&self.words.id(at - 1))
            && !self.words.is(next, TokenKind::Break)
            && self.words.folded(at - 1) != "on"
            && capital(at)
            && capital(next)
            && !self.time.months.contains_key(&self.words.id(next))
    }

    /// `dinsdag 2 december 2025`, `de 3e van mei`, `24 en 25 juni 2025`, `3 tot en met 5 mei`
    pub(super) fn day_month(&self, at: usize) -> Option<Found> {
        let (weekday, mut i) = self.leading_weekday(at);
        if weekday.is_some() {
            i += self.filler(i).min(1);
        }
        let (first, n) = self.day(i).or_else(|| self.day_in_words(i))?;
        i += n;
        let mut last = first;
        if let Some(((), joined)) = self.time.day_joiners.at(self.words, i) {
            let j = i + joined + self.filler(i + joined).min(1);
            if let Some((second, n)) = self.day(j).filter(|(d, _)| *d > first)
                && self.month_name(j + n + self.filler(j + n).min(1)).is_some()
            {
                (last, i) = (second, j + n);
            }
        }
        i += self.filler(i).min(1) + self.dash(i);
        // `16. Nov. 2016`
        i += usize::from(self.words.sign(i, '.') && self.words.glued(i) && self.month_name(i + 1).is_some());
        let month = self.month_name(i)?;
        i += 1;
        i += self.stop(i) + self.dash(i);
        Some(self.with_year(month, (first, last), at, i, weekday))
    }

    /// A month beside a day: no other word is meant, with a capital or without.
    pub(super) fn month_name(&self, at: usize) -> Option<i8> {
        self.time.months.get(&self.words.id(at)).copied()
    }

    /// A day beside a month: words count too.
    pub(super) fn day_in_words(&self, at: usize) -> Option<(i8, usize)> {
        let number = self.numerals.cardinal(self.words, at).filter(|n| n.form == Form::Words)?;
        let day = i8::try_from(number.value.normalize()).ok().filter(|d| (2..=31).contains(d))?;
        Some((day, number.tokens))
    }

    /// `Tuesday, December 2, 2025`, `December 2nd`, `June 24-25, 2025`
    pub(super) fn month_day(&self, at: usize) -> Option<Found> {
        let (weekday, mut i) = self.leading_weekday(at);
        let month = self.month_name(i)?;
        i += 1;
        i += self.stop(i);
        i += self.filler(i).min(1);
        // `mei 27 doden`: in a language that puts the day first, only a rank stands behind its month.
        let ranked = self.time.month_first
            || weekday.is_some()
            || self.numerals.ordinal(self.words, i).is_some()
            || self.phrase_ends(i + 1)
            || self.year(i + 1).is_some();
        let words = || self.day_in_words(i).filter(|_| self.time.month_first);
        let (first, n) = self.day(i).filter(|_| ranked).or_else(words)?;
        i += n;
        let mut last = first;
        if let Some(((), joined)) = self.time.day_joiners.at(self.words, i)
            && let Some((second, n)) = self.day(i + joined).filter(|(d, _)| *d > first)
        {
            (last, i) = (second, i + joined + n);
        }
        Some(self.with_year(month, (first, last), at, i, weekday))
    }

    pub(super) fn leading_weekday(&self, at: usize) -> (Option<i8>, usize) {
        match self.day_of_week(at) {
            Some(day) => {
                let i = at + 1 + self.stop(at + 1);
                (Some(day), i + usize::from(self.words.sign(i, ',')))
            }
            None => (None, at),
        }
    }

    /// The days of a month, with the year behind them or the nearest one.
    fn with_year(
        &self,
        month: i8,
        (first, last): (i8, i8),
        start: usize,
        at: usize,
        weekday: Option<i8>,
    ) -> Found {
        let comma = usize::from(self.words.sign(at, ','));
        let of = self.filler(at + comma).min(1);
        let stretch = |year: i16| {
            let (from, to) = (Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
            Some(Period::between(from, to, Grain::Day))
        };
        let i = at + comma + of;
        let short = || self.short_year(i).filter(|_| self.words.sign(at - 1, '-') && of + comma == 0);
        let written = self.year(i).or_else(|| self.year_in_words(i)).or_else(short);
        // `Oct 26 15:50:06 2016`
        let clock = self.clock(at);
        let written = written.or_else(|| {
            let (year, n) = self.year(at + clock).filter(|_| clock > 0)?;
            Some((year, n + clock))
        });
        if let Some((year, n)) = written {
            let period = stretch(year);
            let next = at + comma + of + n;
            return Found { impossible: period.is_none(), weekday, ..Found::new(period, next) };
        }
        let possible = first <= 29 || stretch(2024).is_some();
        let points = self.points(start, at);
        let period = self.reference(Grain::Year).and_then(|r| nearest(r, points, stretch));
        Found { impossible: !possible, weekday, loose: Loose::Year, ..Found::new(period, at) }
    }

    /// `begin 2026`, `eind juni`, `halverwege vorige maand`, `medio mei 2024`
    pub(super) fn part(&self, at: usize) -> Option<Found> {
        let (part, n) = self.time.parts.at(self.words, at)?;
        let i = at + n;
        let i = i + self.filler(i);
        let unit = self.time.units.contains_key(&self.words.id(i));
        // `half jaar` and `eind jaar` lack the article that makes the year this one.
        let whole = self.whole(i).filter(|_| !unit || i > at + n || self.ends_in_filler(at + n))?;
        Some(Found { period: whole.period.and_then(|p| calendar::part(p, *part)), ..whole })
    }

    pub(super) fn ends_in_filler(&self, at: usize) -> bool {
        at > 0 && self.time.fillers.contains(&self.words.id(at - 1))
    }

    /// The unit in which the reference lies: `(het einde van) het jaar`.
    pub(super) fn unit_here(&self, at: usize) -> Option<Found> {
        let unit = *self.time.units.get(&self.words.id(at))?;
        if unit < Unit::Week {
            return None;
        }
        let period = self.reference(calendar::grain_of(unit)).and_then(|d| calendar::unit_around(d, unit, 0));
        Some(Found::new(period, at + 1))
    }

    /// `mei 2024`, `maart`, `juni van dit jaar`
    pub(super) fn month_year(&self, at: usize) -> Option<Found> {
        self.month_of(at, false)
    }

    /// A month with its year, or without it the one that is meant; `led` where an abbreviation by itself
    /// can be nothing else.
    pub(super) fn month_of(&self, at: usize, led: bool) -> Option<Found> {
        if let Some(found) = self.month_behind_year(at) {
            return Some(found);
        }
        // `maand juli`, `the month of June`
        let named = self.time.units.get(&self.words.id(at)) == Some(&Unit::Month);
        let at = if named { at + 1 + self.filler(at + 1).min(1) } else { at };
        let month = self.month(at)?;
        let mut i = at + 1;
        i += self.stop(i);
        let comma = usize::from(self.words.sign(i, ',')) + self.dash(i);
        let of = self.filler(i + comma).min(1);
        if let Some((year, n)) = self.year(i + comma + of).or_else(|| self.year_in_words(i + comma + of)) {
            return Some(Found::new(Period::month(year, month), i + comma + of + n));
        }
        if let Some((year, next)) = self.shifted_year(i + of) {
            return Some(Found::new(year.and_then(|y| Period::month(y, month)), next));
        }
        // `Jan`, `Dec`: an abbreviation by itself may be anything.
        let short = self.time.short_months.contains(&self.words.id(at)) && !named;
        let led = led
            || at == 0
            || self.time.year_cues.contains(&self.words.id(at - 1))
            || i > at + 1
            || self.beside_month(at, i);
        if short && !led && !(at == 0 && self.words.token(i).is_none()) {
            return None;
        }
        let points = self.points(at, i);
        let near = |r: Date| self.month_near(r, month, points);
        let period = self.reference(Grain::Year).and_then(near);
        Some(Found { loose: Loose::Year, ..Found::new(period, i) })
    }

    /// Whether a month from `at` to `next` is one end of a range of months.
    fn beside_month(&self, at: usize, next: usize) -> bool {
        let mut joiners = self.time.ranges.iter().map(|(_, _, between)| between);
        joiners.any(|between| {
            let behind =
                between.at(self.words, next).is_some_and(|((), n)| self.month_name(next + n).is_some());
            let before = between.before(self.words, at);
            behind || before.is_some_and(|((), n)| at > n && self.month_name(at - n - 1).is_some())
        })
    }

    /// The month without a year: the nearest one, unless the words beside it point one way.
    pub(super) fn month_near(&self, reference: Date, month: i8, points: Option<bool>) -> Option<Period> {
        let this = Period::month(reference.year(), month)?;
        let (from, to) = (this.from?, this.to?);
        match points {
            Some(true) if to < reference => Period::month(reference.year() + 1, month),
            Some(false) if from > reference => Period::month(reference.year() - 1, month),
            Some(_) => Some(this),
            None => calendar::nearest(reference, |y| Period::month(y, month)),
        }
    }

    /// `2016 juni`, `volgend jaar maart`
    pub(super) fn month_behind_year(&self, at: usize) -> Option<Found> {
        if let Some((year, n)) = self.year(at) {
            let month = self.month(at + n)?;
            let day = self.words.is(at + n + 1, TokenKind::Number);
            return (!day).then(|| Found::new(Period::month(year, month), at + n + 1));
        }
        let shift = *self.time.shifts.get(&self.words.id(at))?;
        if self.time.units.get(&self.words.id(at + 1)) != Some(&Unit::Year) {
            return None;
        }
        let i = at + 2 + self.filler(at + 2).min(1);
        let month = self.month(i)?;
        let year = self.reference(Grain::Year).and_then(|r| r.year().checked_add(i16::try_from(shift).ok()?));
        Some(Found::new(year.and_then(|y| Period::month(y, month)), i + 1))
    }

    /// `het eerste kwartaal van 2025`, `derde kwartaal`
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        let rank = self.numerals.ordinal(self.words, at)?;
        let i = at + rank.tokens;
        let i = i + self.dash(i);
        if self.time.units.get(&self.words.id(i)) != Some(&Unit::Quarter) {
            return None;
        }
        let number = i8::try_from(rank.value.normalize()).ok().filter(|n| (1..=4).contains(n))?;
        if let Some((year, next)) = self.year_behind(i + 1) {
            return Some(Found::new(year.and_then(|y| calendar::quarter(y, number)), next));
        }
        let here = self.reference(Grain::Year).and_then(|r| calendar::quarter(r.year(), number));
        Some(Found::new(here, i + 1))
    }

    /// `voorjaar 2024`, `de zomer van vorig jaar`, `na de zomer`: by itself only behind an article or a part.
    pub(super) fn season(&self, at: usize) -> Option<Found> {
        let season = *self.time.seasons.get(&self.words.id(at))?;
        if let Some((year, next)) = self.year_behind(at + 1) {
            return Some(Found::new(year.and_then(|y| calendar::season(y, season)), next));
        }
        let word = |i: usize| self.words.id(i);
        let article = at >= 2 && self.time.fillers.contains(&word(at - 1)) && word(at - 2) > 0;
        let part = at >= 1 && self.time.parts.before(self.words, at).is_some();
        let led = part || (article && !self.time.shifts.contains_key(&word(at - 1)));
        let alone = self.phrase_ends(at + 1) || self.uncounted(at + 1);
        let of = self.time.fillers.contains(&word(at + 1));
        if !led || !alone || of {
            return None;
        }
        let points = self.points(at, at + 1);
        let period =
            self.reference(Grain::Month).and_then(|r| nearest(r, points, |y| calendar::season(y, season)));
        Some(Found { loose: Loose::Year, ..Found::new(period, at + 1) })
    }

    /// `gisteren`, `overmorgen`
    pub(super) fn deictic(&self, at: usize) -> Option<Found> {
        let (days, n) = self.time.days.at(self.words, at)?;
        let day = self.reference(Grain::Day).and_then(|r| calendar::step(r, Unit::Day, *days));
        Some(Found::new(day.map(Period::day), at + n))
    }

    /// `vorige week`, `volgend jaar`, `afgelopen dinsdag`, `deze zomer`, `dit weekend`; a lone weekday.
    pub(super) fn shifted(&self, at: usize) -> Option<Found> {
        let shift = self.time.shifts.get(&self.words.id(at)).copied();
        let i = at + usize::from(shift.is_some());
        let id: WordId = self.words.id(i);
        if let Some(day) = self.day_of_week(i).filter(|_| shift.is_some() || !self.title(i, i + 1)) {
            let next = i + 1 + self.stop(i + 1);
            // On the day itself `maandag` is today, whichever way the words point.
            let loose = if shift.is_none() { Loose::Week(day) } else { Loose::None };
            let shift = shift.or_else(|| self.points(at, next).filter(|ahead| *ahead).map(|_| 2));
            let period = self.reference(Grain::Day).and_then(|r| weekday_near(r, day, shift));
            return Some(Found { loose, ..Found::new(period, next) });
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

    /// Where the words beside a lone weekday point: the nearest before it in its sentence decides, else
    /// the nearest behind it. News tells what happened, so nothing at all is the past.
    pub(super) fn points(&self, at: usize, next: usize) -> Option<bool> {
        let stops = |i: &usize| {
            !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.') && !self.words.sign(*i, ';')
        };
        let cue = |i: usize| {
            let id = self.words.id(i);
            let ahead = self.time.ahead_cues.contains(&id).then_some(true);
            ahead.or_else(|| self.time.past_cues.contains(&id).then_some(false))
        };
        let before = (at.saturating_sub(12)..at).rev().take_while(stops).find_map(cue);
        let behind = || (next..next + 6).take_while(stops).find_map(cue);
        before.or_else(behind).or_else(|| self.fills_line(at, next).then_some(true))
    }

    /// Whether nothing else stands in its line: so an agenda names the days to come.
    fn fills_line(&self, at: usize, next: usize) -> bool {
        let edge = |i: usize| self.words.token(i).is_none() || self.words.is(i, TokenKind::Break);
        let stop = usize::from(self.words.sign(next, '.') || self.words.sign(next, ':'));
        let led =
            (0..2).take_while(|i| at > *i && self.time.fillers.contains(&self.words.id(at - 1 - i))).count();
        (at == led || edge(at - led - 1)) && edge(next + stop)
    }
}

/// The weekday nearest in the given direction. News tells what happened: without a word that points
/// ahead it is the last such day, the reference's own included; `deze` and `dit` stay within its week.
pub(super) fn weekday_near(reference: Date, day: i8, shift: Option<i32>) -> Option<Period> {
    let today = calendar::weekday(reference);
    let back = i32::from((today - day).rem_euclid(7));
    let steps = match shift {
        None => -back,
        Some(0) => i32::from(day - today),
        Some(2) if back == 0 => 0,
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

/// Of the same stretch in the years around the reference the nearest, unless that is far from it and
/// the words beside it point the other way.
fn nearest(reference: Date, points: Option<bool>, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
    const FAR: i32 = 90;
    let near = calendar::nearest(reference, &make)?;
    let (from, to) = (near.from?, near.to?);
    let behind = (reference - to).get_days() > FAR;
    let ahead = (from - reference).get_days() > FAR;
    let other = match points {
        Some(true) if behind => make(from.year().checked_add(1)?),
        Some(false) if ahead => make(from.year().checked_sub(1)?),
        _ => None,
    };
    other.or(Some(near))
}
