//! Months, quarters and seasons, with their year or as they lie to the reference.

use jiff::civil::Date;

use super::super::token::TokenKind;
use super::calendar;
use super::pack::{Part, Unit};
use super::point::{Found, Loose, Scope};
use crate::value::{Grain, Period};

/// For so many days after its end a month stays the one that is meant.
const JUST_ENDED: i32 = 45;

impl Scope<'_> {
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
        let named = self.time.units.get(self.words.id(at)) == Some(&Unit::Month);
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
        // `May said`: at the start of a sentence the capital says nothing.
        let opens = at == 0 || self.words.is(at - 1, TokenKind::Break) || self.words.sign(at - 1, '.');
        // `June Carter`, `April Jansen`
        let cued = at > 0 && !opens && (self.time.year_cues.contains(&self.words.id(at - 1)));
        if !named && !cued && self.first_name(at) {
            return None;
        }
        if !named && opens && self.time.capitalised.contains(&self.words.id(at)) && !self.phrase_ends(i) {
            return None;
        }
        let capital = |i: usize| self.words.token(i).is_some_and(|t| t.text.starts_with(char::is_uppercase));
        // `Jan`, `Dec`: an abbreviation by itself may be anything.
        let short = self.time.short_months.contains(&self.words.id(at)) && !named;
        // `Jan kwam te laat`: where months are written small, a lone one with a capital is a name.
        let name = self.time.small_months && short && capital(at) && i == at + 1;
        if name && !self.beside_month(at, i) && !self.fills_line(at, i) {
            return None;
        }
        let led = led
            || self.fills_line(at, i)
            || (at > 0 && self.time.year_cues.contains(&self.words.id(at - 1)))
            || i > at + 1
            || self.beside_month(at, i);
        if short && !led {
            return None;
        }
        // `in januari stijgt de prijs`: the present tense tells nothing of a month.
        let points = self.cued(at, i, false);
        let near = |r: Date| self.month_near(r, month, points);
        let period = self.reference(Grain::Year).and_then(near);
        Some(Found { loose: Loose::Year, ..Found::new(period, i) })
    }

    /// Whether a name of a month is a person's: a capital, and another unknown word with a
    /// capital or an age behind it.
    fn first_name(&self, at: usize) -> bool {
        let capital = |i: usize| {
            let word = self.words.token(i).filter(|t| t.kind == TokenKind::Word);
            word.is_some_and(|t| t.text.starts_with(char::is_uppercase))
        };
        // `Jan (34)`
        let aged = self.words.sign(at + 1, '(')
            && self.digits(at + 2).is_some_and(|d| d.len() <= 2)
            && self.words.sign(at + 3, ')');
        capital(at) && (aged || (capital(at + 1) && self.words.id(at + 1) == 0))
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
            // A month that has just ended is meant itself: `het gaat beter dan in januari`.
            Some(true) if (reference - to).get_days() > JUST_ENDED => {
                Period::month(reference.year() + 1, month)
            }
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
        let shift = *self.time.shifts.get(self.words.id(at))?;
        if self.time.units.get(self.words.id(at + 1)) != Some(&Unit::Year) {
            return None;
        }
        let i = at + 2 + self.filler(at + 2).min(1);
        let month = self.month(i)?;
        let year = self.reference(Grain::Year).and_then(|r| r.year().checked_add(i16::try_from(shift).ok()?));
        Some(Found::new(year.and_then(|y| Period::month(y, month)), i + 1))
    }

    /// `het eerste kwartaal van 2025`, `derde kwartaal`, `het tweede halfjaar`
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        let rank = self.numerals.ordinal(self.words, at)?;
        let i = at + rank.tokens;
        // `the third-quarter results`, `the third- quarter`
        let i = i + usize::from(self.words.sign(i, '-') && self.words.glued(i));
        let most = match self.time.units.get(self.words.id(i))? {
            Unit::Quarter => 4,
            Unit::HalfYear => 2,
            _ => return None,
        };
        let number = i8::try_from(rank.value.normalize()).ok().filter(|n| (1..=most).contains(n))?;
        let make = |year: i16| match (most, number) {
            (4, _) => calendar::quarter(year, number),
            (_, 1) => calendar::part(Period::year(year)?, Part::FirstHalf),
            _ => calendar::part(Period::year(year)?, Part::SecondHalf),
        };
        if let Some((year, next)) = self.year_behind(i + 1) {
            return Some(Found::new(year.and_then(make), next));
        }
        // `voor het derde kwartaal op rij`
        if self.time.in_a_row.at(self.words, i + 1).is_some() {
            return None;
        }
        let ahead = self.cued(at, i + 1, false) == Some(true);
        let here = self.reference(Grain::Quarter).and_then(|r| told(r, ahead, make));
        let year = || self.reference(Grain::Year).and_then(|r| make(r.year()));
        Some(Found::new(here.or_else(year), i + 1))
    }

    /// `voorjaar 2024`, `de zomer van vorig jaar`, `na de zomer`: by itself only behind an article or a part.
    pub(super) fn season(&self, at: usize) -> Option<Found> {
        let season = *self.time.seasons.get(self.words.id(at))?;
        if let Some((year, next)) = self.year_behind(at + 1) {
            return Some(Found::new(year.and_then(|y| calendar::season(y, season)), next));
        }
        let word = |i: usize| self.words.id(i);
        let inner = at >= 2 && self.words.is(at - 2, TokenKind::Word) && word(at - 2) > 0;
        let article = inner && self.time.fillers.contains(&word(at - 1));
        let part = at >= 1 && self.time.parts.before(self.words, at).is_some();
        let bound = at >= 1 && self.time.bounds.before(self.words, at).is_some();
        let whole = at >= 1 && self.time.whole.contains(&word(at - 1));
        let led = part || bound || whole || (article && !self.time.shifts.contains_key(word(at - 1)));
        let alone = self.time.seasons_alone || self.phrase_ends(at + 1) || self.uncounted(at + 1);
        let of = self.time.fillers.contains(&word(at + 1));
        if !led || !alone || of {
            return None;
        }
        let points = self.points(at, at + 1);
        let period =
            self.reference(Grain::Month).and_then(|r| nearest(r, points, |y| calendar::season(y, season)));
        Some(Found { loose: Loose::Year, ..Found::new(period, at + 1) })
    }
}

/// Of the same stretch in the years around the reference the last that has begun, because news tells of
/// what was; the first that has not ended where the words beside it point ahead.
fn told(reference: Date, ahead: bool, make: impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let years = if ahead { [0, 1] } else { [0, -1] };
    let mut all = years.iter().filter_map(|d| make(reference.year().checked_add(*d)?));
    all.find(|p| if ahead { p.to >= Some(reference) } else { p.from <= Some(reference) })
}

/// Of the same stretch in the years around the reference the nearest, unless that is far from it and
/// the words beside it point the other way.
pub(super) fn nearest(
    reference: Date,
    points: Option<bool>,
    make: impl Fn(i16) -> Option<Period>,
) -> Option<Period> {
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
