//! Hedges and bounds around one figure.

use super::super::token::TokenKind;
use super::core::Core;
use super::{Read, Reader};
use crate::value::{Hedge, Quantity};

impl Reader<'_> {
    /// The figure of `core` with the hedges before and behind it.
    pub(super) fn hedged(&self, core: Core, floor: usize) -> Option<Read> {
        let mut figure = self.worth(&core, floor)?;
        let (mut start, mut next, mut byte) = (core.start, core.end, core.byte);
        if let Some((whole, end)) = self.cents(&core) {
            (figure, next) = (whole, end);
            byte = self.words.token(end - 1)?.span.end;
        }
        let (mut hedge, from) = self.hedge_before(start, floor);
        start = from;
        let money = figure.quantity == Quantity::Money;
        if hedge.is_none() && matches!(figure.quantity, Quantity::Number | Quantity::Money) {
            if let Some(((), n)) =
                self.pack.equal.before(self.words, start).filter(|((), n)| start - n >= floor)
            {
                start -= n;
            } else if self.capped((start, floor), next, money) {
                hedge = Some(Hedge::AtMost);
                start -= 1;
            }
        }
        let behind = self.pack.trailing.at(self.words, next).filter(|(_, n)| !self.leads_on(next, *n));
        let mut closes = false;
        if let Some((h, n)) = behind {
            // `meer dan 5000 of gelijk aan`: an exact end closes the bound.
            closes = *h == Hedge::Exact;
            hedge = if closes { hedge } else { Some(*h) };
            next += n;
            byte = self.words.token(next - 1)?.span.end;
        }
        let hedge = match hedge {
            Some(Hedge::MoreThan) if closes => Some(Hedge::AtLeast),
            Some(Hedge::LessThan) if closes => Some(Hedge::AtMost),
            other => other,
        };
        let figure = hedge.map_or(figure.clone(), |hedge| figure.hedged(hedge));
        Some((self.mention(figure, start, byte), next))
    }

    /// The hedge before the token `start`, and where the words for it begin.
    pub(super) fn hedge_before(&self, start: usize, floor: usize) -> (Option<Hedge>, usize) {
        let (mut hedge, mut start) = (None, start);
        while let Some((h, n)) =
            self.pack.hedges.before(self.words, start).filter(|(_, n)| start - n >= floor)
        {
            // `<>`, `=<`: a row of signs is no bound.
            let sign = |at: usize| self.words.is(at, TokenKind::Sign);
            if sign(start - n) && start - n > floor && sign(start - n - 1) && self.words.glued(start - n) {
                break;
            }
            // The word next to the figure decides; one before it only belongs to it (`iets meer dan`).
            hedge = hedge.or(Some(*h));
            start -= n;
        }
        (hedge, start)
    }

    /// Whether the `n` words at `next` lead on to another figure: `boven 1000 en onder 1500`,
    /// `200 of hoger dan 190`.
    fn leads_on(&self, next: usize, n: usize) -> bool {
        let end = next + n;
        let number = |at: usize| {
            self.words.is(at, TokenKind::Number)
                || self.pack.signs.at(self.words, at).is_some()
                || self.numerals.cardinal(self.words, at).is_some()
        };
        let longer = |at: usize| {
            self.pack.hedges.at(self.words, at).is_some_and(|(_, m)| at + m > end && number(at + m))
        };
        number(end) || (next + 1..end).any(longer)
    }

    /// Whether a cap stands before a count: a noun follows, and nothing before it grows to it.
    fn capped(&self, (start, floor): (usize, usize), next: usize, money: bool) -> bool {
        let cap = start > floor && self.pack.caps.contains(&self.words.id(start - 1));
        let noun = self.words.is(next, TokenKind::Word) || money;
        let near = start.saturating_sub(9)..start;
        let from =
            |at: usize| self.pack.ranges.iter().any(|r| r.change && r.before.at(self.words, at).is_some());
        cap && noun && !self.grows((near.start, near.end)) && !near.clone().any(from)
    }

    /// Whether a word of growth stands in the range of tokens.
    pub(super) fn grows(&self, (from, to): (usize, usize)) -> bool {
        let grows = |i: usize| self.pack.growth.iter().any(|g| self.words.folded(i).starts_with(g.as_str()));
        (from..to).any(grows)
    }
}
