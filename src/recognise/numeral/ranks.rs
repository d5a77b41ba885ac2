//! Ranks: `derde`, `21e`, `twenty-first`.

use std::ops::Range;

use rust_decimal::Decimal;

use super::atoms::Sum;
use super::{Form, Number, Numerals, digits, roman};
use crate::recognise::token::TokenKind;
use crate::recognise::words::Words;

impl Numerals {
    /// The rank that starts at the token `at`: `derde`, `21e`, `eenentwintigste`, `twenty-first`.
    #[must_use]
    pub fn ordinal(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        words.ordinals.get(at, || self.read_ordinal(words, at))
    }

    fn read_ordinal(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        match words.token(at)?.kind {
            TokenKind::Number => self.ordinal_digits(words, at),
            TokenKind::Word => self.roman_rank(words, at).or_else(|| self.ordinal_words(words, at)),
            TokenKind::Sign | TokenKind::Break => None,
        }
    }

    /// The rank `value` in words, over the tokens.
    fn rank(&self, words: &Words<'_>, tokens: Range<usize>, value: Decimal) -> Number {
        Number {
            value,
            precision: Decimal::ONE,
            tokens: tokens.len(),
            end: self.ends_token(words, tokens.end - 1),
            form: Form::Words,
        }
    }

    /// `XXe`, `XIXde`: a Roman numeral that its ending makes a rank.
    fn roman_rank(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let value = self.roman_with_ending(words.token(at)?.text)?;
        Some(self.rank(words, at..at + 1, value.into()))
    }

    /// The number of a word in Roman capitals with the ending of a rank behind them.
    pub(in crate::recognise) fn roman_with_ending(&self, text: &str) -> Option<u32> {
        let capitals = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let (numeral, ending) = text.split_at_checked(capitals).filter(|_| capitals >= 2)?;
        let ranks = self.ordinal_endings.iter().any(|e| e == ending);
        ranks.then(|| roman::read(numeral)).flatten()
    }

    fn ordinal_digits(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let mark = words.sign(at + 1, 'º') || words.sign(at + 1, 'ª');
        let ending = words.is(at + 1, TokenKind::Word) && words.glued(at + 1) && {
            let word = words.folded(at + 1);
            self.ordinal_endings.iter().any(|e| e == word)
        };
        if !ending && !mark {
            return None;
        }
        let (value, decimals) = digits::read(words.token(at)?.text, self.decimal)?;
        (decimals == 0).then(|| Number {
            value,
            precision: Decimal::ONE,
            tokens: 2,
            end: self.ends_token(words, at + 1),
            form: Form::Digits,
        })
    }

    /// A cardinal whose last part is a rank, in one word or several.
    fn ordinal_words(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let mut sum = Sum::new(&self.atoms);
        let mut next = at;
        loop {
            let word = words.folded(next);
            let rank = match self.ordinals.get(words.id(next)) {
                Some(rank) => Some(add_rank(&sum, *rank)?),
                None => self.compound_rank(word, &sum),
            };
            if let Some(value) = rank {
                return Some(self.rank(words, at..next + 1, value));
            }
            let (grown, taken) = self.with_word(&sum, word, next > at)?;
            if taken < word.len() {
                return None;
            }
            sum = grown;
            next += 1 + usize::from(self.hyphen_within(words, next + 1, &sum));
            if !words.is(next, TokenKind::Word) {
                return None;
            }
        }
    }

    /// The rank that one word makes of a number and an ending: `eenentwintigste`, `honderdvijfde`.
    fn compound_rank(&self, word: &str, before: &Sum) -> Option<Decimal> {
        // `fortysecond`: a rank that is written against its ten.
        let taken = self.atoms.taken(word);
        if let Some(rank) = word.get(taken..).and_then(|rest| self.ordinal_words.get(rest))
            && taken > 0
        {
            let (sum, _) = self.atoms.add(before, word)?;
            let fits = sum.complete() && (sum.wants_unit() || sum.is_large());
            return if fits { add_rank(&sum, *rank) } else { None };
        }
        let stems = self.ordinal_endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
        stems.filter(|stem| !stem.is_empty()).find_map(|stem| {
            let (sum, taken) = self.atoms.add(before, stem)?;
            (taken == stem.len() && sum.complete()).then(|| sum.value())
        })
    }
}

fn add_rank(sum: &Sum, rank: u32) -> Option<Decimal> {
    let before = sum.value();
    let room = before.is_zero()
        || rank < 10 && !before.is_zero() && (before % Decimal::TEN).is_zero()
        || sum.is_large();
    room.then(|| before + Decimal::from(rank))
}
