//! What figures in one list share: their currency, and the unit and the scale that only the last of them says.

use rust_decimal::Decimal;

use super::super::mention::{Mention, MentionValue};
use super::super::numeral::read_digits;
use super::super::token::TokenKind;
use super::Reader;
use crate::text::Span;
use crate::value::{Figure, Hedge, Quantity};

/// The least that is likely a year where it stands bare in a list.
const LEAST_YEAR: Decimal = Decimal::from_parts(1900, 0, 0, false, 0);

impl Reader<'_> {
    /// `260 miljard naar zorg en 300 miljard euro naar defensie`: amounts that a list joins are in one
    /// currency.
    pub(super) fn lend_currency(&self, out: &mut [Mention]) {
        for i in (0..out.len()).rev() {
            // `186 miljard zloty (43,6 miljard euro), tegen 158 miljard`: what brackets convert lends nothing.
            let before = i.checked_sub(1).map(|j| j - usize::from(j > 0 && self.bracketed(out, j)));
            let near = [i.checked_add(1), before].into_iter().flatten();
            let lent = near.filter_map(|j| Some((out.get(j)?, out.get(i)?))).find_map(|(money, bare)| {
                let (MentionValue::Figure(m), MentionValue::Figure(b)) = (&money.value, &bare.value) else {
                    return None;
                };
                let kinds =
                    m.quantity == Quantity::Money && b.quantity == Quantity::Number && b.unit.is_none();
                (kinds && self.shares_currency(bare.span, money.span))
                    .then(|| Figure { quantity: Quantity::Money, ..b.clone().in_unit_of(m) })
            });
            if let (Some(figure), Some(mention)) = (lent, out.get_mut(i)) {
                mention.value = MentionValue::Figure(figure);
            }
        }
    }

    /// Whether a mention stands by itself in brackets.
    fn bracketed(&self, out: &[Mention], at: usize) -> bool {
        let w = self.words;
        out.get(at).is_some_and(|m| {
            let first = w.tokens.partition_point(|t| t.span.start < m.span.start);
            first > 0 && w.sign(first - 1, '(')
        })
    }

    /// Whether an amount in millions or more without a unit or a noun, and one of money, stand in one list.
    fn shares_currency(&self, bare: Span, money: Span) -> bool {
        let w = self.words;
        let last = |s: Span| w.tokens.partition_point(|t| t.span.end < s.end);
        let first = |s: Span| w.tokens.partition_point(|t| t.span.start < s.start);
        let large = |id| self.numerals.scale_word(id).is_some_and(|s| s > Decimal::ONE_THOUSAND);
        let scaled = |s: Span| (first(s)..=last(s)).any(|i| large(w.id(i)));
        let next = last(bare) + 1;
        let free = !w.is(next, TokenKind::Word) || self.pack.no_nouns.contains(&w.id(next));
        let after = last(money) + 1;
        // Over a conversion in brackets.
        let after = if w.sign(after, '(') {
            (after..first(bare)).find(|i| w.sign(*i, ')')).map_or(after, |close| close + 1)
        } else {
            after
        };
        let between = if bare.start < money.start { next..first(money) } else { after..first(bare) };
        let ends = |i: usize| w.is(i, TokenKind::Break) || w.sign(i, '.') || w.sign(i, ';') || w.sign(i, '(');
        let joined = between.clone().any(|i| self.pack.amount_joiners.contains(&w.id(i)));
        large(w.id(last(bare)))
            && scaled(money)
            && free
            && joined
            && between.len() <= 9
            && !between.clone().any(ends)
    }

    /// `1,7 en 1,6 procent`, `2 en 3 miljard euro`, `1,7, 1,6 en 1,5 procent`: bare digits before a joiner have the unit
    /// and the scale of what it joins them to.
    pub(super) fn lend_units(&self, out: &mut [Mention]) {
        // Whether the next one was lent its unit too: only then a comma joins.
        let mut row = false;
        for i in (0..out.len().saturating_sub(1)).rev() {
            let (Some(bare), Some(next)) = (out.get(i), out.get(i + 1)) else { continue };
            let lent = self.lent_unit(bare, next, row);
            row = lent.is_some();
            if let (Some(figure), Some(mention)) = (lent, out.get_mut(i)) {
                mention.value = MentionValue::Figure(figure);
            }
        }
    }

    /// The figure of `bare` with what `next` lends it.
    fn lent_unit(&self, bare: &Mention, next: &Mention, row: bool) -> Option<Figure> {
        let (MentionValue::Figure(first), MentionValue::Figure(last)) = (&bare.value, &next.value) else {
            return None;
        };
        let (value, other) = (first.nominal?, last.nominal?);
        let counts =
            first.quantity == Quantity::Number && first.unit.is_none() && first.hedge == Hedge::Exact;
        let measured = matches!(
            last.quantity,
            Quantity::Percent | Quantity::PercentagePoint | Quantity::Money | Quantity::Measure
        );
        let small = value < LEAST_YEAR && value > Decimal::ZERO;
        if !counts || !measured || !small || !self.listed(bare.span, next.span, row) {
            return None;
        }
        // Only so near to each other the two are of one scale: not `800 en 1,2 miljard euro`.
        let scale = self.each(next.span, other)?;
        let value = value.checked_mul(scale)?;
        if value > other.checked_mul(Decimal::ONE_HUNDRED)? {
            return None;
        }
        let precision = first.precision.checked_mul(scale)?;
        Some(Figure::bare(last.quantity, value.normalize(), precision).in_unit_of(last))
    }

    /// Whether bare digits are joined to the figure behind them and to nothing else.
    fn listed(&self, bare: Span, next: Span, row: bool) -> bool {
        let w = self.words;
        let at = w.tokens.partition_point(|t| t.span.start < bare.start);
        let joiner = at + 1;
        let joined = self.numerals.is_joiner(w.id(joiner)) || (row && w.sign(joiner, ','));
        let alone = w.token(at).is_some_and(|t| t.span == bare && t.kind == TokenKind::Number);
        let digits = |i: usize| w.is(i, TokenKind::Number);
        let behind = w.token(joiner + 1).is_some_and(|t| t.span.start == next.start);
        alone && joined && behind && digits(joiner + 1)
    }

    /// How many of its unit the digits of a figure count in: 10⁹ in `3 miljard euro`, a hundredth in `50 cent`.
    fn each(&self, span: Span, nominal: Decimal) -> Option<Decimal> {
        let w = self.words;
        let first = w.tokens.partition_point(|t| t.span.start < span.start);
        let behind = w.tokens.get(first + 1..)?.iter().take_while(|t| t.span.end <= span.end);
        // `5 meter 20`, `12 500 euro`
        if behind.into_iter().any(|t| t.kind == TokenKind::Number) {
            return None;
        }
        let (digits, _) = read_digits(w.token(first)?.text, self.numerals.decimal())?;
        nominal.checked_div(digits)
    }
}
