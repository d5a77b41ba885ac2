//! Ranks: `derde`, `21e`, `twenty-first`.

use rust_decimal::Decimal;

use super::atoms::Sum;
use super::{Form, Number, Numerals, digits};
use crate::recognise::lexicon::Words;
use crate::recognise::token::TokenKind;

impl Numerals {
    /// The rank that starts at the token `at`: `derde`, `21e`, `eenentwintigste`, `twenty-first`.
    #[must_use]
    pub fn ordinal(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        words.ordinals.get(at, || self.read_ordinal(words, at))
    }

    fn read_ordinal(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        match words.token(at)?.kind {
            TokenKind::Number => self.ordinal_digits(words, at),
            TokenKind::Word => self.ordinal_words(words, at),
            TokenKind::Sign | TokenKind::Break => None,
        }
    }

    fn ordinal_digits(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let (value, decimals) = digits::read(words.token(at)?.text, self.decimal)?;
        let mark = words.sign(at + 1, 'º') || words.sign(at + 1, 'ª');
        let ending = words.is(at + 1, TokenKind::Word) && words.glued(at + 1) && {
            let word = words.folded(at + 1);
            self.ordinal_endings.iter().any(|e| e == word)
        };
        (decimals == 0 && (ending || mark)).then(|| Number {
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
            if let Some(rank) = self.ordinals.get(&words.id(next)) {
                let value = add_rank(&sum, *rank)?;
                let end = self.ends_token(words, next);
                return Some(Number {
                    value,
                    precision: Decimal::ONE,
                    tokens: next - at + 1,
                    end,
                    form: Form::Words,
                });
            }
            if let Some(value) = self.compound_rank(word, &sum) {
                let end = self.ends_token(words, next);
                return Some(Number {
                    value,
                    precision: Decimal::ONE,
                    tokens: next - at + 1,
                    end,
                    form: Form::Words,
                });
            }
            let (atoms, taken) = self.atoms.segment(word);
            if taken == 0 || taken < word.len() || !self.push_all(&mut sum, &atoms, word, taken, next > at) {
                return None;
            }
            next += 1 + usize::from(self.hyphen_within(words, next + 1, &sum));
            if !words.is(next, TokenKind::Word) {
                return None;
            }
        }
    }

    /// The rank that one word makes of a number and an ending: `eenentwintigste`, `honderdvijfde`.
    fn compound_rank(&self, word: &str, before: &Sum) -> Option<Decimal> {
        // `fortysecond`: a rank that is written against its ten.
        let (atoms, taken) = self.atoms.segment(word);
        if let Some(rank) = word.get(taken..).and_then(|rest| self.ordinal_words.get(rest))
            && taken > 0
        {
            let mut sum = before.clone();
            let fits =
                atoms.iter().all(|a| sum.push(*a)) && sum.complete() && (sum.wants_unit() || sum.is_large());
            return if fits { add_rank(&sum, *rank) } else { None };
        }
        for ending in &self.ordinal_endings {
            let Some(stem) = word.strip_suffix(ending.as_str()) else { continue };
            let (atoms, taken) = self.atoms.segment(stem);
            if taken == 0 || taken < stem.len() {
                continue;
            }
            let mut sum = before.clone();
            if atoms.iter().all(|a| sum.push(*a)) && sum.complete() {
                return Some(sum.value());
            }
        }
        None
    }
}

fn add_rank(sum: &Sum, rank: u32) -> Option<Decimal> {
    let before = sum.value();
    let room = before.is_zero()
        || rank < 10 && !before.is_zero() && (before % Decimal::TEN).is_zero()
        || sum.is_large();
    room.then(|| before + Decimal::from(rank))
}
