//! Two figures that are the ends of one.

use rust_decimal::Decimal;

use super::super::mention::{Mention, MentionValue};
use super::super::numeral::{Form, Number};
use super::super::token::{Token, TokenKind};
use super::core::Core;
use super::words::{Range, Unit};
use super::{Read, Reader, guard};
use crate::value::{Figure, Hedge, Quantity};

/// Bare numbers that are likely years beside an amount of [`AMOUNTS`] or more.
const YEARS: (Decimal, Decimal) =
    (Decimal::from_parts(1900, 0, 0, false, 0), Decimal::from_parts(2100, 0, 0, false, 0));
/// Amounts that no range reaches from a number as small as a year.
const AMOUNTS: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// So many tokens before the word for a change are looked at for what changes.
const CHANGE_REACH: usize = 7;
/// No range reaches from one amount to so many times as much where both are written out.
const MOST_SPREAD: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

impl Reader<'_> {
    /// A second number behind the first that makes them a range.
    pub(super) fn range(&self, first: &Core, floor: usize) -> Option<Read> {
        for range in &self.pack.ranges {
            let before =
                range.before.before(self.words, first.start).filter(|((), n)| first.start - n >= floor);
            if range.needs_before && before.is_none() {
                continue;
            }
            if before.is_some_and(|((), n)| range.change && self.measures_change(first.start - n)) {
                continue;
            }
            // `de vijf- en zesduizend`: a hyphen that hangs stands for what the second says.
            let hangs = self.words.sign(first.end, '-')
                && self.words.glued(first.end)
                && !self.words.glued(first.end + 1);
            let end = first.end + usize::from(hangs);
            let Some(((), between)) = range.between.at(self.words, end) else { continue };
            let at = end + between;
            // `tussen 2 en ongeveer 7 liter`: the hedge says no more than the range.
            let rough = self
                .pack
                .hedges
                .at(self.words, at)
                .filter(|(h, _)| matches!(h, Hedge::About | Hedge::Circa | Hedge::AtMost));
            let at = at + rough.map_or(0, |(_, n)| n);
            if self.no_figure(at) > 0 && !guard::is_dash(self.words, first.end) {
                continue;
            }
            let Some(second) = self.core_or_signed(at).filter(|s| s.number.form != Form::Article) else {
                continue;
            };
            let second = if range.needs_before && !range.change { self.further(second) } else { second };
            // `daalde 12,5% tot 83 mln`: only a sign before the first counts for both.
            let lost = second.unit.is_none() && first.unit.as_ref().is_some_and(|u| !u.is_money());
            if lost && !range.needs_before {
                continue;
            }
            if !range.needs_before && self.change_and_level(first, &second, floor) {
                continue;
            }
            let start = first.start - before.map_or(0, |((), n)| n);
            if let Some(figure) = self.join(first, &second, floor) {
                let (_, from) = self.hedge_before(start, floor);
                return Some((self.mention(figure, from, second.byte), second.end));
            }
            if guard::is_dash(self.words, first.end) && first.unit.is_none() && second.unit.is_none() {
                // A score, or numbers that are no figure: `3-1`.
                return Some((None, second.end));
            }
        }
        None
    }

    /// `rose by $1.3 billion to $13.5 billion`: how much something changed and where it went, each with a unit of its
    /// own, where something grows. Behind the verb itself the level is many times the change.
    fn change_and_level(&self, first: &Core, second: &Core, floor: usize) -> bool {
        let own = first.unit.is_some() && second.unit.is_some();
        let lends = second.number.form == Form::Words && first.number.form != Form::Words;
        let (_, start) = self.hedge_before(first.start, floor);
        let Some(lead) = start.checked_sub(1).filter(|_| own && !lends) else { return false };
        if self.pack.change_leads.contains(&self.words.id(lead)) {
            let before = self.in_sentence(lead, CHANGE_REACH)..lead;
            let ends = |i: usize| self.words.sign(i, '.') || self.words.is(i, TokenKind::Break);
            let behind = (second.end..second.end + 4).position(ends).unwrap_or(4);
            return self.grows((before.start, before.end)) || self.grows((second.end, second.end + behind));
        }
        let least = first.number.value.abs().checked_mul(MOST_SPREAD);
        self.grows((lead, start)) && least.is_some_and(|least| least <= second.number.value.abs())
    }

    /// The upper end of a range that is a range itself: `tussen de 10.000 en 12.500 tot 13.000`.
    fn further(&self, end: Core) -> Core {
        let plain = self.pack.ranges.iter().filter(|r| !r.needs_before);
        let mut last = plain.filter_map(|range| {
            let ((), n) = range.between.at(self.words, end.end)?;
            let last = self.core(end.end + n).filter(|_| self.no_figure(end.end + n) == 0)?;
            let near =
                |v: Decimal| end.number.value < v && v <= end.number.value.saturating_mul(Decimal::TWO);
            (near(last.number.value) && (end.unit.is_none() || end.unit == last.unit)).then_some(last)
        });
        match last.next() {
            Some(last) => Core { start: end.start, signed: end.signed, ..last },
            None => end,
        }
    }

    /// `vijf- tot zesduizend`, `5- tot 6.000`: a first number that leaves its ending to the second.
    pub(super) fn suspended(&self, first: &Core, floor: usize) -> Option<Read> {
        let hyphen = self.words.token(first.end)?;
        let next = self.words.token(first.end + 1)?;
        if first.unit.is_some() || !hyphen.is_sign('-') || hyphen.spaced || !next.spaced {
            return None;
        }
        let ((), between) = self.pack.suspended.at(self.words, first.end + 1)?;
        let second = self.core(first.end + 1 + between)?;
        let ending = ending_of(second.number.value, first.number.value)?;
        let whole = first.clone().scaled(ending)?;
        let start = self.opener(first.start, floor);
        let figure = self.join(&whole, &second, floor)?;
        let (_, from) = self.hedge_before(start, floor);
        Some((self.mention(figure, from, second.byte), second.end))
    }

    /// `de 15- en 16-jarige jongens`: a number that leaves its measure to the next.
    pub(super) fn of_the_next(&self, first: &Core) -> Option<Core> {
        let hyphen =
            self.words.token(first.end).filter(|t| t.is_sign('-') && !t.spaced && first.unit.is_none())?;
        let next = first.end + 1;
        let joined = hyphen.span.end < self.words.token(next)?.span.start
            && self.numerals.is_joiner(self.words.id(next));
        let second = self.core(next + 1).filter(|_| joined)?;
        let tied = guard::is_dash(self.words, second.start + 1);
        let unit = second.unit.filter(|unit| tied && matches!(unit, Unit::Measure(..)))?;
        Some(Core { unit: Some(unit), ..first.clone() })
    }

    /// Where the word begins that opens a range of two numbers, if one stands before `at`: `tussen`.
    fn opener(&self, at: usize, floor: usize) -> usize {
        let opened = |range: &Range| {
            let ((), n) = range.before.before(self.words, at).filter(|_| range.needs_before)?;
            at.checked_sub(n).filter(|start| *start >= floor)
        };
        self.pack.ranges.iter().find_map(opened).unwrap_or(at)
    }

    /// `acht of negen`, `two or three million`: a number and the next one are a range.
    pub(super) fn choice(&self, first: &Core, floor: usize) -> Option<Read> {
        let at = first.end + 1;
        if !self.numerals.is_next(self.words, &first.number, first.end) || self.no_figure(at) > 0 {
            return None;
        }
        let second = self.core(at).filter(|s| s.unit.is_some() || first.unit.is_none())?;
        let figure = self.join(first, &second, floor)?;
        let (_, from) = self.hedge_before(first.start, floor);
        Some((self.mention(figure, from, second.byte), second.end))
    }

    /// `een` in `een of twee`, which by itself counts nothing.
    pub(super) fn one_of_two(&self, at: usize) -> Option<Core> {
        let number = self.numerals.article(self.words, at)?;
        let byte = self.words.token(at)?.span.end;
        let core = Core { start: at, end: at + 1, byte, number, unit: None, signed: false };
        self.numerals.is_next(self.words, &number, core.end).then_some(core)
    }

    /// `van 4,1 naar 3,9 procent`, `rose from 800 to 950 euros`: where something came from, with the unit
    /// and the scale of where it went. Two such levels are no range.
    pub(super) fn level(&self, first: &Core, floor: usize) -> Option<Core> {
        // `van ruim 2 naar 5 procent`
        let (_, hedged) = self.hedge_before(first.start, floor);
        let opened = |r: &Range| {
            let ((), n) = r.before.before(self.words, hedged).filter(|_| r.change)?;
            hedged.checked_sub(n).filter(|start| *start >= floor)
        };
        let (range, start) = self.pack.ranges.iter().find_map(|r| Some((r, opened(r)?)))?;
        let grows = || self.grows((self.in_sentence(start, 7), start));
        let apart = range.levels.at(self.words, first.end);
        // `een stijging van 5 tot 6 procent`
        if apart.is_none() && self.measures_change(start) {
            return None;
        }
        let ((), n) = apart.or_else(|| range.between.at(self.words, first.end))?;
        let at = first.end + n;
        let at = at + self.pack.hedges.at(self.words, at).map_or(0, |(_, n)| n);
        let second = self.core_or_signed(at).filter(|s| s.number.form != Form::Article)?;
        // `is van 200 tot 300 euro gestegen`
        let ends = |i: usize| self.words.sign(i, '.') || self.words.is(i, TokenKind::Break);
        let behind = (second.end..second.end + 4).position(ends).unwrap_or(4);
        let grows = || grows() || self.grows((second.end, second.end + behind));
        let falls = || {
            let lent = self.lent(first, &second);
            lent.number.value > second.number.value && lent.unit == second.unit && !first.signed
        };
        (apart.is_some() || grows() || falls()).then(|| self.lent(first, &second))
    }

    /// Whether a noun stands before `at` that tells how much something changes: `een stijging van 5 tot 6
    /// procent` is a range.
    fn measures_change(&self, at: usize) -> bool {
        at > 0 && self.pack.change_nouns.contains(&self.words.id(at - 1))
    }

    /// The first of two levels with what the second says for both.
    fn lent(&self, first: &Core, second: &Core) -> Core {
        let unit = first.unit.clone().or_else(|| second.unit.clone());
        let scale = scale_of(second.number);
        let digits = first.number.form == Form::Digits && first.number.value < Decimal::ONE_THOUSAND;
        let value = first.number.value.checked_mul(scale);
        // `van 800 naar 1,2 miljoen`: so far apart the first may mean itself.
        let near = value
            .filter(|v| second.number.value.checked_mul(Decimal::ONE_HUNDRED).is_some_and(|most| *v <= most));
        let number = match near {
            Some(value) if digits && first.unit.is_none() => {
                Number { value, precision: first.number.precision.saturating_mul(scale), ..first.number }
            }
            _ => first.number,
        };
        Core { number, unit, ..first.clone() }
    }

    /// `tussen de tiende en de vijftiende`: places between two ranks.
    pub(super) fn ranks(&self, at: usize, floor: usize) -> Option<Read> {
        let first = self.numerals.ordinal(self.words, at)?;
        let end = at + first.tokens;
        for range in self.pack.ranges.iter().filter(|r| r.needs_before && !r.change) {
            let Some(((), n)) = range.before.before(self.words, at).filter(|((), n)| at - n >= floor) else {
                continue;
            };
            let Some(((), between)) = range.between.at(self.words, end) else { continue };
            let Some(second) = self.numerals.ordinal(self.words, end + between) else { continue };
            if first.value >= second.value {
                continue;
            }
            let next = end + between + second.tokens;
            let high = Figure::bare(Quantity::Number, second.value, Decimal::ONE);
            let figure = Figure { nominal: None, low: Some(first.value), hedge: Hedge::Range, ..high };
            let byte = self.words.token(next - 1)?.span.end;
            return Some((self.mention(figure, at - n, byte), next));
        }
        None
    }

    /// The range of two cores, the second lending the first its unit and its scale.
    fn join(&self, first: &Core, second: &Core, floor: usize) -> Option<Figure> {
        let unit = second.unit.as_ref().or(first.unit.as_ref());
        if first.unit.is_some() && second.unit.is_some() && first.unit != second.unit {
            return None;
        }
        let with = |core: &Core| Core { unit: unit.cloned(), ..core.clone() };
        let high = self.worth(&Core { end: second.end, ..with(second) }, floor)?;
        let mut low = self.worth(&Core { end: second.end, ..with(first) }, floor)?;
        let lends = second.number.form == Form::Words && first.number.form != Form::Words
            || first.number.value < Decimal::ONE_THOUSAND;
        // `$1-2bn`, `$1 to $2bn`: the sign stands before both, or before each.
        let signed = first.unit.as_ref().is_some_and(Unit::is_money)
            && self.words.is(first.end - 1, TokenKind::Number);
        if lends && (first.unit.is_none() || second.unit.is_none() || signed) {
            let scale = scale_of(second.number);
            let scaled = low.nominal?.checked_mul(scale)?;
            if scale > Decimal::ONE && scaled < high.nominal? {
                low =
                    Figure::bare(low.quantity, scaled, low.precision.saturating_mul(scale)).in_unit_of(&low);
            }
        }
        if let Some(number) = self.thousands_left_out(first, second) {
            low = self.worth(&Core { end: second.end, number, ..with(first) }, floor)?;
        }
        let (mut a, mut b) = (low.nominal?, high.nominal?);
        // `-5 tot -10 graden`
        if a > b && b < Decimal::ZERO {
            (a, b) = (b, a);
        }
        // `groeide van 11 miljard in 2020 tot 22 miljard`: a year is no end of a range of amounts.
        let year = first.unit.is_none() && YEARS.0 <= a && a <= YEARS.1 && a.is_integer();
        if a >= b || (year && b >= AMOUNTS) {
            return None;
        }
        let precision = low.precision.min(high.precision);
        Some(Figure { nominal: None, low: Some(a), high: Some(b), hedge: Hedge::Range, precision, ..high })
    }

    /// `10 tot 15.000`, `20 à 25.000`: a first number that leaves its thousands to the second, for nobody estimates
    /// so widely as from 10 to 15,000.
    fn thousands_left_out(&self, first: &Core, second: &Core) -> Option<Number> {
        let digits = first.number.form == Form::Digits && second.number.form == Form::Digits;
        let thousands = |v: Decimal| (v % Decimal::ONE_THOUSAND).is_zero();
        let grouped = |t: &Token<'_>| t.kind == TokenKind::Number && t.text.contains(['.', ',', '’', '\'']);
        let tokens = self.words.tokens.get(second.start..second.end)?;
        let written = second.number.tokens > 1 || tokens.iter().any(grouped);
        let (low, high) = (first.number.value, second.number.value);
        let plain = digits && first.unit.is_none() && low.is_integer() && low < Decimal::ONE_THOUSAND;
        let value = low.checked_mul(Decimal::ONE_THOUSAND)?;
        let near = value < high && high < value.checked_mul(Decimal::from(5))?;
        let precision = first.number.precision.checked_mul(Decimal::ONE_THOUSAND)?;
        (plain && thousands(high) && written && near).then_some(Number { value, precision, ..first.number })
    }

    /// A lower and an upper bound joined by a word, `boven de 1000 en onder de 1500`, as one range.
    pub(super) fn both_bounds(&self, first: &Mention, second: &Mention) -> Option<Mention> {
        let (MentionValue::Figure(a), MentionValue::Figure(b)) = (&first.value, &second.value) else {
            return None;
        };
        let from = self.words.tokens.partition_point(|t| t.span.end <= first.span.end);
        let from = from + usize::from(self.words.sign(from, ','));
        let ((), n) = self.pack.bound_joiners.at(self.words, from)?;
        let adjacent = self.words.token(from + n)?.span.start == second.span.start;
        let (low, high) = if a.low.is_some() { (a, b) } else { (b, a) };
        let bounds = low.high.is_none() && high.low.is_none() && low.low.is_some() && high.high.is_some();
        let lent = a.quantity == Quantity::Number && a.unit.is_none();
        let same = (a.quantity == b.quantity && a.unit == b.unit) || lent;
        if !adjacent || !bounds || !same || low.low >= high.high {
            return None;
        }
        let figure = Figure {
            low: low.low,
            low_open: low.low_open,
            hedge: Hedge::Range,
            unit: b.unit.clone(),
            quantity: b.quantity,
            assumed: b.assumed,
            ..high.clone()
        };
        Some(Mention { span: first.span.join(second.span), value: MentionValue::Figure(figure) })
    }
}

/// What the ending of `second` multiplies `first` by, the largest that keeps it the smaller: 1,000 for 5 and 6,000,
/// 100,000 for 3 and 400,000.
fn ending_of(second: Decimal, first: Decimal) -> Option<Decimal> {
    let mut best = None;
    let mut ending = Decimal::ONE_HUNDRED;
    while ending <= second && (second % ending).is_zero() {
        if first.checked_mul(ending).is_some_and(|low| low < second) {
            best = Some(ending);
        }
        ending = ending.checked_mul(Decimal::TEN)?;
    }
    best
}

/// The scale that a number in words was written with: 10⁹ for `5 miljard`.
fn scale_of(number: Number) -> Decimal {
    let mut scale = Decimal::ONE_THOUSAND;
    let mut best = Decimal::ONE;
    if number.form != Form::Words {
        return best;
    }
    while scale <= number.value {
        best = scale;
        scale = scale.saturating_mul(Decimal::ONE_THOUSAND);
    }
    best
}

impl Unit {
    /// Whether it is money of any kind.
    pub(super) fn is_money(&self) -> bool {
        matches!(self, Self::Money(_) | Self::Bare(_) | Self::Cent(_) | Self::Scaled(..))
    }
}
