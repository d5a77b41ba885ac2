//! What a number and its unit are worth.

use rust_decimal::Decimal;

use super::super::numeral::{Form, Number};
use super::super::pack::MoneyLot;
use super::super::token::TokenKind;
use super::core::Core;
use super::words::Unit;
use super::{Reader, guard};
use crate::value::{Figure, Quantity};

impl Reader<'_> {
    /// The figure of a number and its unit.
    pub(super) fn value(&self, number: &Number, unit: Option<&Unit>) -> Option<Figure> {
        let bare = |quantity| Figure::bare(quantity, number.value.normalize(), number.precision);
        let times = |quantity, factor: Decimal| {
            let value = number.value.checked_mul(factor)?.normalize();
            Some(Figure::bare(quantity, value, number.precision.checked_mul(factor)?))
        };
        let named = |figure: Figure, unit: &str| Figure { unit: Some(unit.to_owned()), ..figure };
        Some(match unit {
            None => bare(Quantity::Number),
            Some(Unit::Percent) => named(bare(Quantity::Percent), "%"),
            Some(Unit::PercentagePoint) => named(bare(Quantity::PercentagePoint), "pp"),
            Some(Unit::BasisPoint) => named(times(Quantity::PercentagePoint, Decimal::new(1, 2))?, "pp"),
            Some(Unit::Money(i)) => named(bare(Quantity::Money), self.pack.code(*i)?),
            Some(Unit::Cent(i)) => named(times(Quantity::Money, Decimal::new(1, 2))?, self.pack.code(*i)?),
            Some(Unit::Scaled(i, scale)) => named(times(Quantity::Money, *scale)?, self.pack.code(*i)?),
            Some(Unit::Bare(word)) => {
                let code = &self.pack.bare(*word, self.context.country.as_ref())?.code;
                Figure { assumed: true, ..named(bare(Quantity::Money), code) }
            }
            Some(Unit::Measure(code, factor)) => named(times(Quantity::Measure, *factor)?, code),
            Some(Unit::Times) => bare(Quantity::Factor),
        })
    }

    /// The figure of a core; a word that is money and a weight (`pond`, `pounds`) is a weight where
    /// the words around it weigh something, and a number behind `factor` is one.
    pub(super) fn worth(&self, core: &Core, floor: usize) -> Option<Figure> {
        if let Some(Unit::Bare(word)) = &core.unit
            && let Some(code) = self.pack.weights.get(*word)
            && self.weighs(core)
        {
            return self.value(&core.number, Some(&Unit::Measure(code.clone(), Decimal::ONE)));
        }
        if let Some(lot) = self.lot(core) {
            let bare = Figure::bare(
                Quantity::Money,
                core.number.value.checked_mul(lot.times)?.normalize(),
                core.number.precision.checked_mul(lot.times)?,
            );
            return Some(Figure { unit: Some(lot.currency.clone()), assumed: true, ..bare });
        }
        let factor = core.unit.is_none()
            && core.start > floor
            && self.pack.factor_words.before(self.words, core.start).is_some();
        self.value(&core.number, if factor { Some(&Unit::Times) } else { core.unit.as_ref() })
    }

    /// `de woning kost 4,5 ton`: a word for a mass that is money, where the words around it pay and
    /// nothing behind it is weighed.
    fn lot(&self, core: &Core) -> Option<&MoneyLot> {
        let last = core.end.checked_sub(1)?;
        let lot = self.pack.lots.get(self.words.id(last))?;
        let measure = matches!(core.unit, Some(Unit::Measure(..))) && last > core.start;
        let inside = |i: &usize| !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.');
        let cue = |i: usize| {
            let word = self.words.folded(i);
            self.pack.lot_cues.iter().any(|cue| word.starts_with(cue.as_str()))
        };
        let pays = (core.start.saturating_sub(6)..core.start).rev().take_while(inside).any(cue)
            || (core.end..core.end + 2).take_while(inside).any(cue);
        let weighed = self.words.is(core.end, TokenKind::Word)
            && !cue(core.end)
            && !self.pack.no_nouns.contains(&self.words.id(core.end));
        (measure && pays && !weighed && !self.weighs(core)).then_some(lot)
    }

    /// Whether a word of weight stands near, in the same sentence.
    fn weighs(&self, core: &Core) -> bool {
        let ends = |i: &usize| {
            self.words.sign(*i, '.') || self.words.sign(*i, ';') || self.words.is(*i, TokenKind::Break)
        };
        let cue = |i: usize| {
            let word = self.words.folded(i);
            self.pack.weight_cues.iter().any(|cue| word.starts_with(cue.as_str()))
        };
        let behind = core.end..(core.end + 8).min(self.words.tokens.len());
        (core.start.saturating_sub(14)..core.start).rev().take_while(|i| !ends(i)).any(cue)
            || behind.take_while(|i| !ends(i)).any(cue)
    }

    /// The hundredths behind an amount, `3 euro en 50 cent`, `20 dollars 43`: the amount with them, and
    /// the token behind them.
    pub(super) fn cents(&self, core: &Core) -> Option<(Figure, usize)> {
        let unit = core.unit.as_ref()?;
        if !core.number.value.is_integer() || !matches!(unit, Unit::Money(_) | Unit::Bare(_)) {
            return None;
        }
        let joined = self.numerals.is_joiner(self.words.id(core.end));
        let at = core.end + usize::from(joined);
        let number = self.numerals.cardinal(self.words, at)?;
        let small =
            number.value.is_integer() && number.value < Decimal::ONE_HUNDRED && number.form != Form::Article;
        let end = at + number.tokens;
        let cent = self.unit_at(end).filter(|(u, _)| matches!(u, Unit::Cent(_)));
        let lone = if joined {
            // `US$3 and fourteen`
            self.words.token(end).is_none_or(|t| t.is_sign('.'))
        } else {
            // Without the word only a number that ends the phrase counts (not `5 euro 20 jaar geleden`), or one of
            // tens with no noun behind it: `10 euro 50 voor een kind`.
            let tens = number.value >= Decimal::TEN && self.pack.no_nouns.contains(&self.words.id(end));
            self.phrase_ends(end) || tens
        };
        let end = match cent {
            Some((_, n)) if small => end + n,
            None if small && lone && core.number.form != Form::Article => end,
            _ => return None,
        };
        let own = self.value(&core.number, Some(unit))?;
        let sum = own.nominal? + number.value * Decimal::new(1, 2);
        Some((Figure::bare(Quantity::Money, sum, Decimal::new(1, 2)).in_unit_of(&own), end))
    }

    fn phrase_ends(&self, at: usize) -> bool {
        let ends = self.words.token(at).is_none_or(|t| matches!(t.kind, TokenKind::Sign | TokenKind::Break));
        let goes_on = self.words.sign(at, '%') || guard::is_dash(self.words, at);
        ends && !goes_on && self.unit_at(at).is_none() && self.pack.signs.at(self.words, at).is_none()
    }
}
