//! One point or stretch of time: a day, a month, a part of a year, `vorige week`.

use jiff::civil::Date;

use super::super::memo::Memo;
use super::super::mention::Context;
use super::super::numeral::{Form, Numerals};
use super::super::token::TokenKind;
use super::super::words::Words;
use super::amount::Amount;
use super::calendar;
use super::month::nearest;
use super::opening;
use super::pack::Unit;
use super::words::TimeWords;
use crate::value::{Grain, Period};

/// The year from which a year of two digits counts where no reference is known.
const SOME_YEAR: i16 = 2030;

/// So many days that share their month are listed at most.
const MOST_DAYS: usize = 8;

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
    pub(super) ahead: Memo<u32>,
    points: Memo<Option<Found>>,
    day_months: Memo<Option<Found>>,
    pub(super) ends: Memo<Option<Found>>,
    pub(super) distances: Memo<Option<Found>>,
    pub(super) offsets: Memo<Option<Found>>,
    pub(super) amounts: Memo<Option<Amount>>,
}

/// A reader of points: what it needs, and how it reads.
pub(super) struct PointReader<'a> {
    /// Of these the first token has to open one.
    pub(super) opens: u32,
    /// Of these the first token or one behind it has to open one, if there are any.
    pub(super) needs: u32,
    pub(super) read: fn(&Scope<'a>, usize) -> Option<Found>,
}

const fn reader<'a>(opens: u32, needs: u32, read: fn(&Scope<'a>, usize) -> Option<Found>) -> PointReader<'a> {
    PointReader { opens, needs, read }
}

impl<'a> Scope<'a> {
    /// All readers of points.
    pub(super) const READERS: &'a [PointReader<'a>] = {
        use opening::{
            ANYTHING, CODE, DAY, DAYS, DECADE, DIGITS, FEAST, FILLER, LAST, MONTH, MONTH_YEAR, NEAREST,
            NUMBER, OFFSET, PART, RANGE, RANK, REST, SEASON, SHIFT, SHIFTED, UNIT, WEEKDAY, YEAR, YEAR_NAME,
        };
        &[
            reader(NEAREST, WEEKDAY, Self::nearest_weekday),
            reader(SHIFTED, WEEKDAY, Self::bracketed_day),
            reader(UNIT, ANYTHING, Self::early_year),
            reader(FILLER | CODE, CODE, Self::period_code),
            reader(YEAR, ANYTHING, Self::season_years),
            reader(RANK, WEEKDAY, Self::ranked_weekday),
            reader(SHIFT, MONTH, Self::shifted_day),
            reader(WEEKDAY | UNIT, SHIFT, Self::next_but_one),
            reader(SHIFTED, UNIT, Self::nth_behind),
            reader(UNIT, ANYTHING, Self::week_of),
            reader(SHIFT, WEEKDAY, Self::weekdays_of_week),
            reader(DAY | RANGE, UNIT, Self::days_before_month),
            reader(MONTH_YEAR, MONTH | UNIT, Self::days_behind_month),
            reader(DAY | WEEKDAY, MONTH, Self::day_month_day),
            reader(NUMBER, WEEKDAY, Self::weekdays_away),
            reader(RANK, WEEKDAY, Self::weekday_after),
            reader(RANK | LAST, UNIT, Self::first_units),
            reader(SHIFT | YEAR_NAME, YEAR_NAME, Self::named_year),
            reader(DIGITS, ANYTHING, Self::year_of_era),
            reader(DIGITS | MONTH, ANYTHING, Self::day_number),
            reader(DIGITS, ANYTHING, Self::compact),
            reader(YEAR, MONTH, Self::iso_named),
            reader(SHIFTED, WEEKDAY, Self::weekday_of_week),
            reader(RANK | LAST, WEEKDAY | UNIT, Self::nth),
            reader(UNIT, ANYTHING, Self::week_number),
            reader(YEAR | CODE, CODE, Self::quarter_code),
            reader(RANK, UNIT, Self::century),
            reader(DAY | WEEKDAY | FILLER, RANK | UNIT, Self::day_of_month),
            reader(OFFSET, UNIT, Self::offset),
            reader(REST, ANYTHING, Self::rest),
            reader(DIGITS, ANYTHING, Self::month_number),
            reader(DIGITS, ANYTHING, Self::split_year),
            reader(DIGITS, ANYTHING, Self::iso),
            reader(DIGITS | WEEKDAY, ANYTHING, Self::numeric),
            reader(DAY | WEEKDAY, MONTH, Self::day_month),
            reader(MONTH | WEEKDAY, MONTH, Self::month_day),
            reader(PART, ANYTHING, Self::part),
            reader(MONTH_YEAR, MONTH, Self::month_year),
            reader(RANK, UNIT, Self::quarter),
            reader(SEASON, ANYTHING, Self::season),
            reader(DAYS, ANYTHING, Self::deictic),
            reader(SHIFTED, ANYTHING, Self::shifted),
            reader(SHIFT | FEAST, ANYTHING, Self::feast),
            reader(YEAR | DECADE, ANYTHING, Self::decade),
        ]
    };
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
        let month = *self.time.months.get(self.words.id(at))?;
        self.written_as_name(at).then_some(month)
    }

    pub(super) fn day_of_week(&self, at: usize) -> Option<i8> {
        let day = *self.time.weekdays.get(self.words.id(at))?;
        self.written_as_name(at).then_some(day)
    }

    /// Whether a word that is also an ordinary word (`may`, `do`) is written as a name.
    pub(super) fn written_as_name(&self, at: usize) -> bool {
        let capital = || self.words.token(at).is_some_and(|t| t.text.starts_with(char::is_uppercase));
        // `in may` can be nothing else.
        let cued = || {
            at > 0
                && self.time.months.contains_key(self.words.id(at))
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
        Some((self.full_year(two), 2))
    }

    /// The year of two digits: of this century up to ten years from the reference, else of the last.
    pub(super) fn full_year(&self, two: i16) -> i16 {
        let this = self.reference(Grain::Year).map_or(SOME_YEAR, Date::year);
        if 2000 + two <= this + 10 { 2000 + two } else { 1900 + two }
    }

    /// The date that starts at `at`.
    pub(super) fn point(&self, at: usize) -> Option<Found> {
        self.memo.points.get(at, || self.read_point(at))
    }

    pub(super) fn read_point(&self, at: usize) -> Option<Found> {
        if !self.words.leads_time(at) {
            return None;
        }
        let (openings, ahead) = (self.openings(at), self.ahead(at));
        let able = Self::READERS.iter().filter(|r| openings & r.opens != 0 && ahead & r.needs != 0);
        let found = able.filter_map(|reader| (reader.read)(self, at));
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
        // `Goede Vrijdag-akkoorden`
        if self.words.sign(next, '-') && self.words.glued(next) && self.words.glued(next + 1) {
            return self.words.is(next + 1, TokenKind::Word);
        }
        at > 0
            && self.time.fillers.contains(&self.words.id(at - 1))
            && !self.time.year_cues.contains(&self.words.id(at - 1))
            && !self.words.is(next, TokenKind::Break)
            && !self.time.day_cues.contains(&self.words.id(at - 1))
            && capital(at)
            && capital(next)
            && !self.time.months.contains_key(self.words.id(next))
    }

    /// `dinsdag 2 december 2025`, `de 3e van mei`, `24 en 25 juni 2025`, `3 tot en met 5 mei`
    pub(super) fn day_month(&self, at: usize) -> Option<Found> {
        self.memo.day_months.get(at, || self.read_day_month(at))
    }

    fn read_day_month(&self, at: usize) -> Option<Found> {
        let (weekday, mut i) = self.leading_weekday(at);
        if weekday.is_some() {
            i += self.filler(i).min(1);
        }
        let (first, n) = self.day(i).or_else(|| self.day_in_words(i))?;
        i += n;
        let (last, next) = self.more_days(first, i).unwrap_or((first, i));
        i = next;
        i += self.filler(i).min(1) + self.dash(i);
        // `16. Nov. 2016`
        i += usize::from(self.words.sign(i, '.') && self.words.glued(i) && self.month_name(i + 1).is_some());
        let month = self.month_name(i)?;
        i += 1;
        i += self.stop(i);
        // `31-Oct-74`, but `de 4 mei-herdenking`
        i += if self.words.is(i + 1, TokenKind::Number) { self.dash(i) } else { 0 };
        Some(self.with_year(month, (first, last), at, i, weekday))
    }

    /// `9 en 10` in `8, 9 en 10 juli`, `en zondag 15` in `zaterdag 14 en zondag 15 juni`: the last of the days that
    /// follow the day before `at` and share its month, and one past it.
    fn more_days(&self, first: i8, at: usize) -> Option<(i8, usize)> {
        let (mut last, mut i) = (first, at);
        for _ in 0..MOST_DAYS {
            let joiner = self.time.day_joiners.at(self.words, i).map(|((), n)| n);
            let comma = usize::from(self.words.sign(i, ','));
            let j = i + joiner.unwrap_or(comma);
            if j == i {
                return None;
            }
            let weekday = usize::from(self.day_of_week(j).is_some());
            let j = j + weekday + self.filler(j + weekday).min(1);
            let (day, n) = self.day(j).filter(|(day, _)| *day > last)?;
            (last, i) = (day, j + n);
            if self.month_name(i + self.filler(i).min(1)).is_some() {
                return joiner.map(|_| (last, i));
            }
        }
        None
    }

    /// A month beside a day: no other word is meant, with a capital or without, but where a sentence goes on behind a
    /// verb that is written like one (`those under 12 may enter`).
    pub(super) fn month_name(&self, at: usize) -> Option<i8> {
        let month = *self.time.months.get(self.words.id(at))?;
        let small = |i: usize| self.words.token(i).is_some_and(|t| t.text.starts_with(char::is_lowercase));
        let verb = || small(at) && small(at + 1) && self.words.id(at + 1) == 0;
        (!self.time.capitalised.contains(&self.words.id(at)) || !verb()).then_some(month)
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
            || (self.words.sign(i + 1, '-') && self.month_name(i + 2).is_some())
            || self.year(i + 1).is_some();
        let words = || self.day_in_words(i).filter(|_| self.time.month_first);
        let (first, n) = self.day(i).filter(|_| ranked).or_else(words)?;
        i += n;
        let mut last = first;
        if let Some(listed) = self.days_listed(first, i) {
            (last, i) = listed;
        } else if let Some(((), joined)) = self.time.day_joiners.at(self.words, i)
            && let Some((second, n)) = self.day(i + joined).filter(|(d, _)| *d > first)
        {
            (last, i) = (second, i + joined + n);
        }
        Some(self.with_year(month, (first, last), at, i, weekday))
    }

    /// `, 9 and 10` in `June 8, 9 and 10`: the last of the days that follow one behind its month, and one past it.
    fn days_listed(&self, first: i8, at: usize) -> Option<(i8, usize)> {
        let (mut last, mut i) = (first, at);
        for _ in 0..MOST_DAYS {
            let joiner = self.time.day_joiners.at(self.words, i).map(|((), n)| n).filter(|_| i > at);
            let comma = usize::from(self.words.sign(i, ','));
            let (day, n) = self.day(i + joiner.unwrap_or(comma)).filter(|(day, _)| *day > last)?;
            (last, i) = (day, i + joiner.unwrap_or(comma) + n);
            if joiner.is_some() {
                return (self.phrase_ends(i) || self.uncounted(i)).then_some((last, i));
            }
            if comma == 0 {
                return None;
            }
        }
        None
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
        let period = self.reference(Grain::Year).and_then(|r| {
            let near = nearest(r, points, stretch)?;
            // `Op 20 augustus ontplofte de fabriek`
            let ahead = near.from.is_some_and(|from| from > r) && self.past_verb(at);
            if ahead { stretch(near.from?.year().checked_sub(1)?) } else { Some(near) }
        });
        Found { impossible: !possible, weekday, loose: Loose::Year, ..Found::new(period, at) }
    }

    /// `begin 2026`, `eind juni`, `halverwege vorige maand`, `medio mei 2024`
    pub(super) fn part(&self, at: usize) -> Option<Found> {
        let (part, n) = self.time.parts.at(self.words, at)?;
        let i = at + n;
        // `the end of around next week`
        let i = i + self.time.hedges.at(self.words, i).map_or(0, |(_, n)| n);
        let i = i + self.filler(i);
        let unit = self.time.units.contains_key(self.words.id(i));
        // `half jaar` and `eind jaar` lack the article that makes the year this one.
        let here = |w: &Found| unit && w.next == i + 1;
        let whole = self.whole(i).filter(|w| !here(w) || i > at + n || self.ends_in_filler(at + n))?;
        Some(Found { period: whole.period.and_then(|p| calendar::part(p, *part)), ..whole })
    }

    pub(super) fn ends_in_filler(&self, at: usize) -> bool {
        at > 0 && self.time.fillers.contains(&self.words.id(at - 1))
    }

    /// The unit in which the reference lies: `(het einde van) het jaar`.
    pub(super) fn unit_here(&self, at: usize) -> Option<Found> {
        let unit = *self.time.units.get(self.words.id(at))?;
        if unit < Unit::Week {
            return None;
        }
        let period = self.reference(calendar::grain_of(unit)).and_then(|d| calendar::unit_around(d, unit, 0));
        Some(Found::new(period, at + 1))
    }
}
