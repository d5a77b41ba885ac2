//! Days told by their distance from the reference: `drie weken geleden`, `over twee jaar`, `de komende vijf jaar`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::super::token::TokenKind;
use super::pack::Unit;
use super::point::{Found, Scope};
use super::{calendar, opening};
use crate::value::{DurationUnit, Grain, Hedge, Period};

impl Scope<'_> {
    /// `drie weken geleden`, `over twee jaar`, `binnen vijf jaar`, `de komende vijf jaar`
    pub(super) fn distance(&self, at: usize) -> Option<Found> {
        if !self.opens_amount(at, opening::DISTANCE) {
            return None;
        }
        self.memo.distances.get(at, || self.read_distance(at))
    }

    pub(super) fn read_distance(&self, at: usize) -> Option<Found> {
        let found = Found::new;
        let window = |days: Option<(jiff::civil::Date, jiff::civil::Date)>, grain| {
            days.map(|(a, b)| Period::between(a.min(b), a.max(b), grain))
        };
        let reference = |unit: Unit| {
            let period = self.context.reference?;
            (period.grain <= calendar::grain_of(unit)).then_some(period.from).flatten()
        };
        if let Some(date) = self.hedged_ago(at) {
            return Some(date);
        }
        if let Some((amounts, next)) = self.amounts(at) {
            let back = self.time.ago.at(self.words, next).map(|((), n)| (-1, n));
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            if let Some((n, known)) = self.then(at, next) {
                let day = reference(unit).filter(|_| known).and_then(|r| away(r, unit, &amounts, 1));
                return Some(found(day, next + n));
            }
            let (sign, n) = back.or_else(|| self.time.from_now.at(self.words, next).map(|((), n)| (1, n)))?;
            return Some(found(reference(unit).and_then(|r| away(r, unit, &amounts, sign)), next + n));
        }
        if let Some(((), n)) = self.time.ahead.at(self.words, at)
            && let Some((amounts, next)) = self.amounts(at + n)
            && !self.took(at, next)
            && !self.spread(at, next)
        {
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            return Some(found(reference(unit).and_then(|r| away(r, unit, &amounts, 1)), next));
        }
        if let Some(found) = self.range_ahead(at) {
            return Some(found);
        }
        if let Some((sign, count, unit, next)) = self.shift_between(at) {
            let days = reference(unit).and_then(|r| Some((r, calendar::step(r, unit, sign * count)?)));
            return Some(found(window(days, calendar::grain_of(unit).min(Grain::Year)), next));
        }
        for (phrases, sign, within) in
            [(&self.time.within, 1, true), (&self.time.coming, 1, false), (&self.time.past, -1, false)]
        {
            let Some(((), n)) = phrases.at(self.words, at) else { continue };
            if let Some(part) = self.first_units(at + n - 1) {
                return Some(part);
            }
            // `due to last a fortnight`
            if self.numerals.is_article(self.words.id(at + n)) && sign < 0 {
                continue;
            }
            let hedge = self.time.hedges.at(self.words, at + n).map_or(0, |(_, n)| n);
            let one = || self.one_unit(at, at + n);
            let Some((amounts, next)) = self.amounts(at + n + hedge).or_else(one) else {
                continue;
            };
            let (amounts, next) = self.without_another(at + n + hedge, amounts, next);
            // `was binnen een week bereikt`: how long it took
            let took = self.participle(next) && self.cued(at, next, false) == Some(false);
            if took && within {
                continue;
            }
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            if let [(count, Unit::Quarter)] = amounts.as_slice() {
                return Some(found(self.quarters(*count, sign), next));
            }
            let days = reference(unit).and_then(|r| Some((r, super::relative::steps(r, &amounts, sign)?)));
            return Some(found(window(days, calendar::grain_of(unit).min(Grain::Year)), next));
        }
        None
    }

    /// `twee jaar later`, `a week earlier`: counted from what was told before, and so from the reference
    /// only where the sentence points ahead; the words, and whether the reference is meant.
    fn then(&self, at: usize, next: usize) -> Option<(usize, bool)> {
        let later = self.time.then_after.at(self.words, next).map(|((), n)| (n, true));
        let (n, later) =
            later.or_else(|| self.time.then_before.at(self.words, next).map(|((), n)| (n, false)))?;
        let compared = self.time.than.contains(&self.words.id(next + n));
        // Alone in its line it is no more than that it was told.
        let alone = self.fills_line(at, next + n);
        (!compared).then(|| (n, later && !alone && self.cued(at, next + n, false) == Some(true)))
    }

    /// `ruim tien jaar geleden`, `more than a year ago`: a day in the past, or what lies before or behind it.
    fn hedged_ago(&self, at: usize) -> Option<Found> {
        let (hedge, n) = self.time.hedges.at(self.words, at)?;
        // `een goede week geleden`
        let one = || {
            let unit = self.time.units.get(self.words.id(at + n)).filter(|unit| **unit >= Unit::Day)?;
            self.numerals.is_article(self.words.id(at)).then(|| (vec![(1, *unit)], at + n + 1))
        };
        let (amounts, next) = self.amounts(at + n).or_else(one)?;
        let ((), ago) = self.time.ago.at(self.words, next)?;
        let unit = amounts.iter().map(|(_, u)| *u).min()?;
        let day = self.reference(calendar::grain_of(unit)).and_then(|r| away(r, unit, &amounts, -1));
        let period = day.and_then(|p| match hedge {
            Hedge::MoreThan | Hedge::AtLeast => Some(Period { from: None, ..p }),
            Hedge::LessThan | Hedge::AtMost => {
                Some(Period::between(p.from?, self.reference(Grain::Day)?, p.grain))
            }
            _ => Some(p),
        });
        Some(Found::new(period, next + ago))
    }

    /// `over drie tot vijf jaar`, `in three to five years`, `over zo'n tien jaar`: a stretch of days to come, or a day
    /// behind a hedge.
    fn range_ahead(&self, at: usize) -> Option<Found> {
        let ((), n) = self.time.ahead.at(self.words, at)?;
        let unit = |unit: DurationUnit| match unit {
            DurationUnit::Year => Some(Unit::Year),
            DurationUnit::Month => Some(Unit::Month),
            DurationUnit::Week => Some(Unit::Week),
            DurationUnit::Day => Some(Unit::Day),
            _ => None,
        };
        let whole = |v: Decimal| v.is_integer().then(|| v.to_i32()).flatten();
        if let Some((hedge, m)) = self.time.hedges.at(self.words, at + n) {
            let near = matches!(hedge, Hedge::About | Hedge::Circa | Hedge::Over | Hedge::Under);
            let (amounts, next) = self.amounts(at + n + m).filter(|_| near)?;
            let unit = amounts.iter().map(|(_, u)| *u).min()?;
            let away = self.reference(calendar::grain_of(unit)).and_then(|r| away(r, unit, &amounts, 1));
            return (!self.took(at, next) && !self.spread(at, next)).then(|| Found::new(away, next));
        }
        let (range, next) = self.duration_range(at + n)?;
        let (low, high, unit) = (whole(range.low?)?, whole(range.high?)?, unit(range.unit)?);
        if self.took(at, next) || self.spread(at, next) {
            return None;
        }
        let grain = calendar::grain_of(unit).min(Grain::Year);
        let period = self.reference(calendar::grain_of(unit)).and_then(|r| {
            Some(Period::between(calendar::step(r, unit, low)?, calendar::step(r, unit, high)?, grain))
        });
        Some(Found::new(period, next))
    }

    /// `over the next year`: one unit from or up to the reference, where the words before the phrase that
    /// begins at `start` make it a stretch.
    fn one_unit(&self, start: usize, at: usize) -> Option<(Vec<(i32, Unit)>, usize)> {
        let led = start > 0 && self.time.window_leads.contains(&self.words.id(start - 1));
        let unit = self.time.units.get(self.words.id(at)).copied().filter(|u| *u >= Unit::Day && led)?;
        let single = !self.time.plurals.contains(&self.words.id(at));
        let whole = self.time.fillers.contains(&self.words.id(start)) && self.filler(at + 1) == 0;
        let calendar = !matches!(unit, Unit::Weekend | Unit::Fortnight);
        (single && whole && calendar).then(|| (vec![(1, unit)], at + 1))
    }

    /// `the last three months and two days ago`: of the amounts up to `next` those of the window, where the
    /// rest is a distance of its own.
    fn without_another(
        &self,
        at: usize,
        amounts: Vec<(i32, Unit)>,
        next: usize,
    ) -> (Vec<(i32, Unit)>, usize) {
        let own = self.time.ago.at(self.words, next).is_some() && amounts.len() > 1;
        match (self.amount(at).filter(|_| own), amounts.first()) {
            (Some((.., end)), Some(first)) => (vec![*first], end),
            _ => (amounts, next),
        }
    }

    /// `3 next weeks`, `de twee komende jaren`: the shift, the number, the unit, one past its last token.
    fn shift_between(&self, at: usize) -> Option<(i32, i32, Unit, usize)> {
        let number = self.numerals.cardinal(self.words, at)?;
        let i = at + number.tokens;
        let sign = self.time.shifts.get(self.words.id(i)).copied().filter(|s| *s != 0)?;
        let several = self.time.plurals.contains(&self.words.id(i + 1));
        let unit =
            self.time.units.get(self.words.id(i + 1)).copied().filter(|u| several && *u >= Unit::Day)?;
        let count = number.value.to_i32().filter(|n| *n > 1 && number.value.is_integer())?;
        Some((sign, count, unit, i + 2))
    }

    /// Whether `in two years` says how long it took: behind a superlative, or where the sentence points back.
    fn took(&self, at: usize, next: usize) -> bool {
        let behind = at > 0 && self.time.long_after.contains(&self.words.id(at - 1));
        self.time.ahead_or_long.contains(&self.words.id(at))
            && (behind || self.points(at, next) == Some(false))
    }

    /// `8 miljard over vier jaar`, `verspreid over drie jaar`, `wordt over tien jaar afgeschreven`: whether the
    /// time from `at` to `next` is that over which something is spread, and no distance from the reference.
    fn spread(&self, at: usize, next: usize) -> bool {
        let inside = |i: &usize| {
            !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.') && !self.words.sign(*i, ',')
        };
        let led = at > 0 && self.time.spread_leads.contains(&self.words.id(at - 1));
        led || (next..next + 4).take_while(inside).any(|i| self.time.spread_verbs.contains(&self.words.id(i)))
    }

    /// So many whole quarters before or after that of the reference.
    fn quarters(&self, count: i32, sign: i32) -> Option<Period> {
        let reference = self.reference(Grain::Quarter)?;
        let near = calendar::unit_around(reference, Unit::Quarter, sign)?;
        let far = calendar::unit_around(reference, Unit::Quarter, sign.checked_mul(count)?)?;
        let (first, last) = if sign > 0 { (near, far) } else { (far, near) };
        Some(Period::between(first.from?, last.to?, Grain::Quarter))
    }
}

/// The day, month or year that lies so many units away, to the smallest of them.
fn away(reference: jiff::civil::Date, unit: Unit, amounts: &[(i32, Unit)], sign: i32) -> Option<Period> {
    let day = super::relative::steps(reference, amounts, sign)?;
    match unit {
        Unit::Year | Unit::Decade | Unit::Century => Some(Period { grain: Grain::Year, ..Period::day(day) }),
        Unit::Month | Unit::Quarter => Some(Period { grain: Grain::Month, ..Period::day(day) }),
        _ => Some(Period::day(day)),
    }
}
