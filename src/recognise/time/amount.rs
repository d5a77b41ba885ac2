//! Numbers of units of time: `vijf jaar`, `anderhalf uur`, `driedaags`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::super::lexicon::Phrases;
use super::super::numeral::{Form, Number};
use super::super::token::TokenKind;
use super::opening;
use super::pack::Unit;
use super::point::Scope;

/// A number of one unit: the amount, the unit, one past its last token.
pub(super) type Amount = (Decimal, Unit, usize);

/// How many amounts may stand in a row, so that a long row takes no longer than its length.
const MOST_AMOUNTS: usize = 8;

impl Scope<'_> {
    /// `vijf jaar`, `anderhalf uur`, `een half jaar`, `24 uur`
    pub(super) fn amount(&self, at: usize) -> Option<Amount> {
        if !self.opens_amount(at, opening::AMOUNT) {
            return None;
        }
        self.memo.amounts.get(at, || self.read_amount(at))
    }

    pub(super) fn read_amount(&self, at: usize) -> Option<Amount> {
        if let Some((few, n)) = self.time.few.at(self.words, at) {
            let unit = *self.time.units.get(self.words.id(at + n))?;
            return Some(((*few).into(), unit, at + n + 1));
        }
        if self.time.whole.contains(&self.words.id(at)) {
            let i = at + 1 + self.dash(at + 1);
            let unit = *self.time.units.get(self.words.id(i))?;
            return Some((Decimal::ONE, unit, i + 1));
        }
        if let Some(amount) = self.unit_or_number(at) {
            return Some(amount);
        }
        // `a quarter of a million` is a number.
        let number = || self.numerals.cardinal(self.words, at).is_some_and(|n| n.tokens > 2);
        if let Some(unit) = self.article_unit(at).filter(|_| !number()) {
            return Some((Decimal::ONE, unit, at + 2));
        }
        if let Some(amount) = self.counted_quarters(at) {
            return Some(amount);
        }
        if let Some(amount) = self.adjective_amount(at) {
            return Some(amount);
        }
        let number =
            self.numerals.half_compound(self.words, at).or_else(|| self.numerals.cardinal(self.words, at))?;
        let mut next = at + number.tokens;
        let last = self.words.token(next - 1)?;
        if number.end < last.text.len() {
            return None;
        }
        if self.words.sign(next, '-') && self.words.glued(next) && self.words.glued(next + 1) {
            next += 1;
        }
        // `half a year`, `half an hour`; `the quarter a year ago` is one of the year
        let half = number.form == Form::Part && number.value == Decimal::new(5, 1);
        if half && self.numerals.is_article(self.words.id(next)) {
            next += 1;
        }
        next += self.of_a_unit(next, &number);
        // `drie volle dagen`, `two consecutive years`
        next += usize::from(self.time.unit_adjectives.contains(&self.words.id(next)));
        let working = self.time.working.contains(&self.words.id(next));
        next += usize::from(working);
        let unit = *self.time.units.get(self.words.id(next))?;
        let unit = if working && unit == Unit::Day { Unit::Workday } else { unit };
        let letter = self.time.letter_units.contains(&self.words.id(next));
        (!letter || last.kind == TokenKind::Number).then_some((number.value, unit, next + 1))
    }

    /// `the previous three quarters`: behind a shift they are quarters of a year, no fourths.
    fn counted_quarters(&self, at: usize) -> Option<Amount> {
        let unit = self.time.units.get(self.words.id(at + 1)).filter(|u| **u == Unit::Quarter)?;
        self.time.coming.before(self.words, at).or_else(|| self.time.past.before(self.words, at))?;
        let count = self.numerals.word_value(self.words.folded(at)).filter(|n| *n > Decimal::ONE)?;
        Some((count, *unit, at + 2))
    }

    /// `driedaagse`, `14-daags`, `vijfjarig contract`
    fn adjective_amount(&self, at: usize) -> Option<Amount> {
        if self.time.adjective_units.is_empty() {
            return None;
        }
        let dashed = self.words.sign(at + 1, '-') && self.words.glued(at + 1) && self.words.glued(at + 2);
        let word = if dashed { at + 2 } else { at };
        let text = self.words.is(word, TokenKind::Word).then(|| self.words.folded(word))?;
        // `24-uursstaking`
        let begins =
            |(start, _): &&(String, Unit)| text.starts_with(start.as_str()) && text.len() > start.len();
        if dashed && let Some((_, unit)) = self.time.compound_units.iter().find(begins) {
            let value = self.numerals.cardinal(self.words, at).filter(|n| n.tokens == 1)?.value;
            return Some((value, *unit, word + 1));
        }
        let (stem, unit, age) = self
            .time
            .adjective_units
            .iter()
            .filter_map(|(w, unit, age)| Some((text.strip_suffix(w.as_str())?, *unit, *age)))
            .min_by_key(|(stem, ..)| stem.len())?;
        let value = match (dashed, stem.is_empty()) {
            (true, true) => self.numerals.cardinal(self.words, at).filter(|n| n.tokens == 1)?.value,
            (false, false) => self.numerals.word_value(stem)?,
            _ => return None,
        };
        let noun = if self.words.is(word + 1, TokenKind::Word) { self.words.folded(word + 1) } else { "" };
        let lasts = self.time.lasting.iter().any(|n| noun.ends_with(n.as_str()));
        (!age || lasts).then_some((value, unit, word + 1))
    }

    /// `three quarters of an hour`, `een kwart van een eeuw`: the tokens between a part and its unit.
    fn of_a_unit(&self, at: usize, number: &Number) -> usize {
        if number.value.is_integer() || !self.numerals.is_share_word(self.words.id(at)) {
            return 0;
        }
        1 + usize::from(self.numerals.is_article(self.words.id(at + 1)))
    }

    /// `een maand of drie`
    pub(super) fn unit_or_number(&self, at: usize) -> Option<Amount> {
        let unit = *self.time.units.get(self.words.id(at + 1))?;
        if !self.numerals.is_article(self.words.id(at)) || !self.time.unit_or.contains(&self.words.id(at + 2))
        {
            return None;
        }
        let number = self.numerals.cardinal(self.words, at + 3).filter(|n| n.value > Decimal::ONE)?;
        let next = at + 3 + number.tokens;
        (!self.time.units.contains_key(self.words.id(next))).then_some((number.value, unit, next))
    }

    /// `a month` where the article counts.
    fn article_unit(&self, at: usize) -> Option<Unit> {
        let unit = *self.time.units.get(self.words.id(at + 1))?;
        let leads = &self.time.article_leads;
        let led = leads.is_empty() || (at > 0 && leads.contains(&self.words.id(at - 1)));
        let behind = |p: &Phrases<()>| p.at(self.words, at + 2).is_some();
        let counts = led
            || self.fills_line(at, at + 2)
            || self.and_a_half(at + 2).is_some()
            || behind(&self.time.ago)
            || behind(&self.time.from_now)
            || behind(&self.time.then_before)
            || behind(&self.time.then_after)
            || self.time.trailing.at(self.words, at + 2).is_some()
            || self.and_smaller(at + 2, unit);
        // `in a second vote`
        let rank = unit == Unit::Second
            && self.numerals.ordinal(self.words, at + 1).is_some()
            && !(self.phrase_ends(at + 2) || self.uncounted(at + 2));
        // `een min van 3 procent`
        let letter = self.time.letter_units.contains(&self.words.id(at + 1));
        (self.numerals.is_article(self.words.id(at)) && counts && !rank && !letter).then_some(unit)
    }

    /// Whether a number of a smaller unit follows: `an hour and 45 minutes`.
    fn and_smaller(&self, at: usize, unit: Unit) -> bool {
        let number = |i: usize| self.numerals.cardinal(self.words, i).map(|n| i + n.tokens);
        let smaller = |i: usize| self.time.units.get(self.words.id(i)).is_some_and(|u| *u < unit);
        self.numerals.is_joiner(self.words.id(at)) && number(at + 1).is_some_and(smaller)
    }

    /// `… and a half` behind one unit: the part, and one past its last token.
    pub(super) fn and_a_half(&self, at: usize) -> Option<(Decimal, usize)> {
        if !self.numerals.is_joiner(self.words.id(at)) {
            return None;
        }
        let article = usize::from(self.numerals.is_article(self.words.id(at + 1)));
        let part = |i: usize| self.numerals.cardinal(self.words, i).filter(|n| n.form == Form::Part);
        let (part, next) = part(at + 1)
            .map(|n| (n.value, at + 1 + n.tokens))
            .or_else(|| part(at + 1 + article).map(|n| (n.value, at + 1 + article + n.tokens)))?;
        let more = self.time.units.contains_key(self.words.id(next));
        (part < Decimal::ONE && !more).then_some((part, next))
    }

    /// Whole numbers of units in a row, from days on: `1 maand, 2 jaar en 21 dagen`.
    pub(super) fn amounts(&self, at: usize) -> Option<(Vec<(i32, Unit)>, usize)> {
        let mut all = Vec::new();
        let mut next = at;
        while all.len() < MOST_AMOUNTS {
            let comma = usize::from(!all.is_empty() && self.words.sign(next, ','));
            let i = next + comma;
            let i = i + usize::from(!all.is_empty() && self.numerals.is_joiner(self.words.id(i)));
            let Some((value, unit, end)) = self.amount(i).filter(|(_, u, _)| *u >= Unit::Day) else { break };
            let half = if all.is_empty() { self.and_a_half(end) } else { None };
            let (value, end) = half.map_or((value, end), |(part, next)| (value + part, next));
            let (value, unit) = whole_units(value, unit);
            all.push((value.is_integer().then(|| value.to_i32()).flatten()?, unit));
            next = end;
        }
        (!all.is_empty()).then_some((all, next))
    }
}

/// A part of a unit in whole smaller ones: half a year is six months, half a century fifty years. Of a
/// month or a week the days are taken that it has on average, down to a whole day.
fn whole_units(value: Decimal, unit: Unit) -> (Decimal, Unit) {
    let (each, smaller) = match unit {
        Unit::Century => (100, Unit::Year),
        Unit::Decade => (10, Unit::Year),
        Unit::Year => (12, Unit::Month),
        Unit::Month => (30, Unit::Day),
        Unit::Week => (7, Unit::Day),
        _ => return (value, unit),
    };
    if value.is_integer() {
        return (value, unit);
    }
    let whole = value.checked_mul(Decimal::from(each)).unwrap_or_default();
    (if smaller == Unit::Day { whole.trunc() } else { whole }, smaller)
}
