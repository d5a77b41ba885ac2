//! Days told by their distance from another day, and what is left of a period.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive as _;

use super::pack::Unit;
use super::point::{Found, Scope};
use super::relative::steps;
use super::{calendar, opening};
use crate::value::{Grain, Hedge, Period};

/// What a distance from an anchor makes: the day itself, all days between, or all days beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Day,
    Between,
    Beyond,
    /// The days between, of which the last does not belong to them: `for three days from today`.
    Stretch,
}

impl Scope<'_> {
    /// `twee dagen na kerst`, `over 3 weken vanaf morgen`, `more than 2 weeks before Easter`, `de dag na 3 mei`
    pub(super) fn offset(&self, at: usize) -> Option<Found> {
        if !self.opens_amount(at, opening::OFFSET) {
            return None;
        }
        self.memo.offsets.get(at, || self.read_offset(at))
    }

    pub(super) fn read_offset(&self, at: usize) -> Option<Found> {
        let (span, start) = self.offset_lead(at);
        let (amounts, i) = self.amounts(start).or_else(|| self.one_day(start))?;
        let i = i + usize::from(span == Span::Stretch && self.words.sign(i, ','));
        let after = self.time.offset_after.at(self.words, i).map(|((), n)| (1, n));
        let (sign, n) = after.or_else(|| self.time.offset_before.at(self.words, i).map(|((), n)| (-1, n)))?;
        let anchor = self.point(i + n + self.filler(i + n))?;
        // `for a week from 20 December` plans, unless the sentence tells what happened.
        let plans = span == Span::Stretch && self.points(at, anchor.next) != Some(false);
        let anchor = if plans { self.coming(anchor) } else { anchor };
        let day = anchor.period.filter(|p| p.grain == Grain::Day && p.from == p.to).and_then(|p| p.from);
        if day.is_none() && anchor.period.is_some() {
            return None;
        }
        let period = day.and_then(|d| beside(d, steps(d, &amounts, sign)?, sign, span));
        Some(Found::new(period, anchor.next))
    }

    /// What stands before the distance, and where it begins.
    fn offset_lead(&self, at: usize) -> (Span, usize) {
        let hedge = |i: usize| self.time.hedges.at(self.words, i);
        let (span, i) = if let Some(((), n)) = self.time.within.at(self.words, at) {
            (Span::Between, at + n)
        } else if let Some(((), n)) = self.time.ahead.at(self.words, at) {
            (Span::Day, at + n)
        } else if at > 0 && self.time.stretch_leads.contains(&self.words.id(at - 1)) {
            (Span::Stretch, at)
        } else {
            (Span::Day, at)
        };
        match hedge(i) {
            Some((Hedge::MoreThan | Hedge::AtLeast | Hedge::Over, n)) if span == Span::Day => {
                (Span::Beyond, i + n)
            }
            Some((Hedge::LessThan | Hedge::AtMost, n)) => (Span::Between, i + n),
            Some((_, n)) => (span, i + n),
            None => (span, i),
        }
    }

    /// `de dag (na …)`, `the day (before …)`
    fn one_day(&self, at: usize) -> Option<(Vec<(i32, Unit)>, usize)> {
        let i = at + self.filler(at).min(1);
        (self.time.units.get(self.words.id(i)) == Some(&Unit::Day)).then(|| (vec![(1, Unit::Day)], i + 1))
    }

    /// `three Fridays ago`, `two Sundays from now`
    pub(super) fn weekdays_away(&self, at: usize) -> Option<Found> {
        let number = self.numerals.cardinal(self.words, at)?;
        let count = number.value.to_i32().filter(|n| (1..=52).contains(n) && number.value.is_integer())?;
        let i = at + number.tokens;
        let whole = self.words.token(i - 1).is_some_and(|t| t.text.len() == number.end);
        let day = self.day_of_week(i).filter(|_| whole)?;
        let back = self.time.ago.at(self.words, i + 1).map(|((), n)| (-1, n));
        let (sign, n) = back.or_else(|| self.time.from_now.at(self.words, i + 1).map(|((), n)| (1, n)))?;
        let first = self.reference(Grain::Day).and_then(|r| super::deictic::weekday_near(r, day, Some(sign)));
        let found = first.and_then(|p| calendar::step(p.from?, Unit::Week, sign * (count - 1)));
        Some(Found::new(found.map(Period::day), i + 1 + n))
    }

    /// `de derde dinsdag na kerst`: counted from the day behind it.
    pub(super) fn weekday_after(&self, at: usize) -> Option<Found> {
        let rank = self.numerals.ordinal(self.words, at)?;
        let count = rank.value.to_i32().filter(|n| (1..=52).contains(n))?;
        let i = at + rank.tokens;
        let day = self.day_of_week(i)?;
        let after = self.time.offset_after.at(self.words, i + 1).map(|((), n)| (1, n));
        let (sign, n) =
            after.or_else(|| self.time.offset_before.at(self.words, i + 1).map(|((), n)| (-1, n)))?;
        let anchor = self.point(i + 1 + n + self.filler(i + 1 + n))?;
        let from = match anchor.period {
            Some(p) if p.grain == Grain::Day && p.from == p.to => p.from,
            Some(_) => return None,
            None => None,
        };
        let first = from.and_then(|r| super::deictic::weekday_near(r, day, Some(sign)));
        let found = first.and_then(|p| calendar::step(p.from?, Unit::Week, sign * (count - 1)));
        Some(Found::new(found.map(Period::day), anchor.next))
    }

    /// `the closest Monday to May 3`
    pub(super) fn nearest_weekday(&self, at: usize) -> Option<Found> {
        if !self.time.nearest.contains(&self.words.id(at)) {
            return None;
        }
        let day = self.day_of_week(at + 1)?;
        let i = at + 2;
        let anchor = self.point(i + 1).filter(|_| self.time.nearest_to.contains(&self.words.id(i)))?;
        let anchor = self.pointing(at, anchor);
        let near = |p: Period| {
            let date = p.from.filter(|_| p.from == p.to)?;
            let ahead = i32::from((day - calendar::weekday(date)).rem_euclid(7));
            let days = if ahead > 3 { ahead - 7 } else { ahead };
            calendar::step(date, Unit::Day, days).map(Period::day)
        };
        Some(Found::new(anchor.period.and_then(near), anchor.next))
    }

    /// `de eerste zes maanden van 2025`, `the last three weeks of this year`
    pub(super) fn first_units(&self, at: usize) -> Option<Found> {
        let last = self.time.last.at(self.words, at).filter(|(n, _)| **n == -1).map(|(_, n)| n);
        let first = || {
            self.numerals
                .ordinal(self.words, at)
                .filter(|n| n.value == rust_decimal::Decimal::ONE)
                .map(|n| n.tokens)
        };
        let i = at + last.or_else(first)?;
        let (value, unit, next) = self.amount(i).filter(|(_, u, _)| *u >= Unit::Day)?;
        let count = value.to_i32().filter(|n| *n > 1 && value.is_integer())?;
        let of = self.filler(next);
        let whole = self.whole(next + of).filter(|_| of > 0)?;
        let make = |p: Period| {
            let (from, to) = (p.from?, p.to?);
            let (from, to) = if last.is_some() {
                (calendar::step(to.tomorrow().ok()?, unit, -count)?, to)
            } else {
                (from, calendar::step(from, unit, count)?.yesterday().ok()?)
            };
            (from >= p.from? && to <= p.to?).then(|| Period::between(from, to, calendar::grain_of(unit)))
        };
        Some(Found::new(whole.period.and_then(make), whole.next))
    }

    /// `by EOY`: a part of the unit of the reference, by its code.
    pub(super) fn period_code(&self, at: usize) -> Option<Found> {
        // `the EOY`
        let i = at + self.filler(at).min(1);
        let id = self.words.id(i);
        let code = *self.time.period_codes.get(id)?;
        let capitals = self.words.token(i)?.text.chars().all(char::is_uppercase);
        let meant = !self.time.lone_codes.contains(&id) || self.fills_line(i, i + 1);
        let make = |r: Date| {
            let whole = calendar::unit_around(r, code.unit, 0)?;
            code.part.map_or(Some(whole), |part| calendar::part(whole, part))
        };
        let reference = self.reference(calendar::grain_of(code.unit));
        (capitals && meant).then(|| Found::new(reference.and_then(make), i + 1))
    }

    /// `de rest van de week`, `later dit jaar`, `eerder deze maand`: what is left or over of a
    /// period, seen from the reference.
    pub(super) fn rest(&self, at: usize) -> Option<Found> {
        let rest = self.time.rest.at(self.words, at).map(|((), n)| (true, n));
        let (ahead, n) = rest.or_else(|| self.time.so_far.at(self.words, at).map(|((), n)| (false, n)))?;
        let i = at + n;
        let of = self.filler(i);
        let here = || self.unit_here(i + of).filter(|_| of > 0 || n > 1);
        let whole = self.shifted(i + of).or_else(here)?;
        let split = |p: Period| {
            let (from, to, day) = (p.from?, p.to?, self.reference(Grain::Day)?);
            if day < from || day > to {
                return None;
            }
            let (from, to) = if ahead { (day, to) } else { (from, day) };
            Some(Period::between(from, to, p.grain))
        };
        Some(Found::new(whole.period.and_then(split), whole.next))
    }
}

/// What lies between an anchor and the day so far from it, or beyond that day.
fn beside(anchor: Date, moved: Date, sign: i32, span: Span) -> Option<Period> {
    Some(match span {
        Span::Between => Period::between(anchor.min(moved), anchor.max(moved), Grain::Day),
        Span::Beyond if sign > 0 => Period::since(moved),
        Span::Beyond => Period { from: None, to: Some(moved), grain: Grain::Day },
        Span::Stretch if sign > 0 && moved > anchor => {
            Period::between(anchor, moved.yesterday().ok()?, Grain::Day)
        }
        Span::Day | Span::Stretch => Period::day(moved),
    })
}
