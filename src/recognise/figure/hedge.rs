//! Hedges and bounds around one figure.

use rust_decimal::Decimal;

use super::super::token::TokenKind;
use super::core::Core;
use super::words::Unit;
use super::{Read, Reader};
use crate::value::{Hedge, Quantity};

/// The UCUM code of a year, in which ages are told.
const YEARS_OF_AGE: &str = "a";

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
        if hedge == Some(Hedge::MoreThan) && self.is_topic(&core) {
            hedge = None;
        } else {
            start = from;
        }
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
        let aged =
            self.pack.age_bounds.at(self.words, next).filter(|_| core.unit.is_none() && hedge.is_none());
        if let Some((bound, n)) = aged {
            let years = Unit::Measure(YEARS_OF_AGE.to_owned(), Decimal::ONE);
            figure = self.value(&core.number, Some(&years))?.hedged(*bound);
            let byte = self.words.token(next + n - 1)?.span.end;
            return Some((self.mention(figure, start, byte), next + n));
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
        let figure = match hedge {
            Some(hedge) => figure.hedged(hedge),
            None => figure,
        };
        Some((self.mention(figure, start, byte), next))
    }

    /// The hedge before the token `start`, and where the words for it begin.
    pub(super) fn hedge_before(&self, start: usize, floor: usize) -> (Option<Hedge>, usize) {
        let (mut hedge, mut start) = (None, start);
        // `over a million`: before a bare scale the article belongs to its hedge.
        if let Some(article) = start.checked_sub(1).filter(|at| *at > floor)
            && self.numerals.scale_word(self.words.id(start)).is_some()
            && self.numerals.is_article(self.words.id(article))
            && self.pack.hedges.before(self.words, article).is_some()
        {
            start = article;
        }
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
        match (hedge, self.quoted_hedge(start, floor)) {
            (None, Some((hedge, from))) => (Some(hedge), from),
            _ => (hedge, start),
        }
    }

    /// `“up to” 12`: a hedge in quotation marks, and where these begin.
    fn quoted_hedge(&self, start: usize, floor: usize) -> Option<(Hedge, usize)> {
        let mark = |at: usize, marks: [char; 5]| marks.iter().any(|m| self.words.sign(at, *m));
        let end = start.checked_sub(1).filter(|at| mark(*at, ['”', '"', '’', '\'', '“']))?;
        let (hedge, n) = self.pack.hedges.before(self.words, end)?;
        let from = end.checked_sub(n + 1).filter(|at| *at >= floor)?;
        mark(from, ['“', '"', '‘', '\'', '„']).then_some((*hedge, from))
    }

    /// `het gaat over de 28 lidstaten`: a bound that tells what something is about.
    fn is_topic(&self, core: &Core) -> bool {
        let Some(((), n)) = self.pack.topics.before(self.words, core.start) else { return false };
        let from = core.start - n;
        let inside = |i: &usize| !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.');
        let cue = |i: usize| self.pack.topic_cues.contains(&self.words.id(i));
        core.unit.is_none() && (from.saturating_sub(8)..from).rev().take_while(inside).any(cue)
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
        let grows = |i: usize| self.pack.growth.iter().any(|stem| self.begins_with(i, stem));
        (from..to).any(grows)
    }

    /// Whether the words from the token `at` on are those of `stem`, the last of them as far as it goes: `af te bouw`.
    fn begins_with(&self, at: usize, stem: &str) -> bool {
        let last = stem.split(' ').count() - 1;
        stem.split(' ').enumerate().all(|(i, part)| {
            let word = self.words.folded(at + i);
            if i == last { word.starts_with(part) } else { word == part }
        })
    }
}
