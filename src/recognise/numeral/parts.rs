//! Parts of numbers: halves, quarters, fractions, dozens.

use rust_decimal::Decimal;

use super::atoms::Atom;
use super::{Form, Number, Numerals, folded_end};
use crate::recognise::token::TokenKind;
use crate::recognise::words::Words;

impl Numerals {
    /// `half miljard`, `anderhalf miljoen`, `een kwart miljard`, `half a million`, `driekwart`.
    pub(super) fn mixed_part(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let article =
            usize::from(self.articles.contains(&words.id(at)) && self.parts.contains_key(words.id(at + 1)));
        if let Some(share) = self.share(words, at) {
            return Some(share);
        }
        let part = *self.parts.get(words.id(at + article))?;
        let number = Number {
            value: part,
            precision: Decimal::new(1, part.scale()),
            tokens: article + 1,
            end: self.ends_token(words, at + article),
            form: Form::Part,
        };
        // `half a dozen`
        let skip = usize::from(self.articles.contains(&words.id(at + number.tokens)));
        if let Some(each) = self.collectives.get(words.id(at + number.tokens + skip)) {
            return Some(Number {
                value: part * Decimal::from(*each),
                precision: Decimal::ONE,
                tokens: number.tokens + skip + 1,
                end: self.ends_token(words, at + number.tokens + skip),
                form: Form::Words,
            });
        }
        Some(self.of_a_scale(words, at, number).unwrap_or(number))
    }

    /// Whether an article stands at `at` before a part below one: `een half`.
    pub(super) fn opens_part(&self, words: &Words<'_>, at: usize) -> bool {
        let part = self.parts.get(words.id(at + 1)).is_some_and(|p| *p < Decimal::ONE);
        part && self.articles.contains(&words.id(at))
    }

    /// `½`, `¾ miljoen`: a fraction in one sign.
    pub(super) fn fraction_sign(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let token = words.token(at).filter(|t| t.kind == TokenKind::Sign)?;
        let (over, under) = vulgar(token.text.chars().next()?)?;
        let value = Decimal::from(over) / Decimal::from(under);
        let precision = Decimal::new(1, value.scale().min(2));
        Some(Number { value, precision, tokens: 1, end: token.text.len(), form: Form::Part })
    }

    /// A part with the scale that it is a part of: `half miljard`, `a quarter of a million`.
    fn of_a_scale(&self, words: &Words<'_>, at: usize, part: Number) -> Option<Number> {
        let next = at + part.tokens;
        let of = usize::from(self.part_joiners.contains(&words.id(next)));
        let article = usize::from(self.articles.contains(&words.id(next + of)));
        let scaled = |skip: usize| self.scaled(words, at, Number { tokens: part.tokens + skip, ..part });
        // `the number of quarters of millions`: without an article no joiner leads to a scale.
        scaled(0).or_else(|| if article > 0 { scaled(of + article) } else { None })
    }

    /// `a fifth of`, `een miljoenste`: an article makes a denominator a part where something follows that it
    /// is a part of, or where nobody counts ranks so far.
    fn share(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let denominator = *self.denominators.get(words.id(at + 1))?;
        let fits = self.shared.contains(&words.id(at + 2)) || denominator >= LARGE;
        self.lone_share(words, at).filter(|_| fits)
    }

    /// `een derde`, whatever follows.
    #[must_use]
    pub fn lone_share(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let article = self.articles.contains(&words.id(at)) && !self.parts.contains_key(words.id(at + 1));
        let under = *self.denominators.get(words.id(at + 1)).filter(|_| article)?;
        Some(Number {
            value: Decimal::ONE / Decimal::from(under),
            precision: Decimal::new(1, 2),
            tokens: 2,
            end: self.ends_token(words, at + 1),
            form: Form::Part,
        })
    }

    /// `twee en een half miljoen`, `forty-two and a third`, `3 million and a quarter`: a part behind a joiner.
    pub(super) fn and_a_part(&self, words: &Words<'_>, at: usize, core: Number) -> Number {
        let next = at + core.tokens;
        if core.form == Form::Part || !self.joiners.contains(&words.id(next)) {
            return core;
        }
        let Some(part) = self.part_at(words, next + 1) else { return core };
        let whole =
            Number { tokens: core.tokens + 1 + part.tokens, end: part.end, form: Form::Words, ..core };
        let scale = self.scale_word(words.id(next - 1)).filter(|s| *s >= Decimal::ONE_THOUSAND);
        let sum = match (scale, self.scaled(words, at, Number { value: part.value, ..whole })) {
            // `one billion and a half million`
            (Some(last), Some(scaled)) if scaled.value < last => {
                core.value.checked_add(scaled.value).map(|value| Number { value, ..scaled })
            }
            (None, Some(_)) => {
                let value = core.value + part.value;
                self.scaled(words, at, Number { value, precision: part.precision, ..whole })
            }
            (Some(last), None) if !self.shared.contains(&words.id(at + whole.tokens)) => part
                .value
                .checked_mul(last)
                .and_then(|v| core.value.checked_add(v))
                .map(|value| Number { value, precision: last * part.precision, ..whole }),
            (None, None) => core.value.checked_add(part.value).map(|value| Number {
                value,
                precision: part.precision,
                ..whole
            }),
            _ => None,
        };
        sum.unwrap_or(core)
    }

    /// The part below one that starts at `at`: `een half`, `a third`, `two thirds`.
    fn part_at(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let article = usize::from(self.articles.contains(&words.id(at)));
        let part = |value: Decimal, precision, tokens| Number {
            value,
            precision,
            tokens,
            end: self.ends_token(words, at + tokens - 1),
            form: Form::Part,
        };
        if let Some(value) = self.parts.get(words.id(at + article)).filter(|p| **p < Decimal::ONE) {
            return Some(part(*value, Decimal::new(1, value.scale()), article + 1));
        }
        let (over, n) = match article {
            1 => (Decimal::ONE, 1),
            _ => self.in_words(words, at).map(|n| (n.value, n.tokens))?,
        };
        let under = Decimal::from(*self.denominators.get(words.id(at + n))?);
        // `twee en een derde is onderweg`: a rank, if a word goes on.
        let free = article == 0 || !words.is(at + n + 1, TokenKind::Word);
        (free && over < under).then(|| part(over / under, Decimal::new(1, 2), n + 1))
    }

    /// `twee derde`, `three quarters`, `one hundred and three quarters`, `two thirds of a million`.
    pub(super) fn fraction(&self, words: &Words<'_>, at: usize, core: Number) -> Number {
        let dash = words.sign(at + core.tokens, '-');
        let hyphen = usize::from(dash && words.glued(at + core.tokens) == words.glued(at + core.tokens + 1));
        let next = at + core.tokens + hyphen;
        let Some(denominator) = self.denominators.get(words.id(next)) else { return core };
        let (base, over) = self.split_joined(words, at, core).unwrap_or((Decimal::ZERO, core.value));
        let under = Decimal::from(*denominator);
        let small = over.is_integer() && over > Decimal::ZERO && over < Decimal::ONE_HUNDRED;
        // `een derde verdachte`: behind an article a rank, where a word goes on.
        let counted = core.form == Form::Article && words.is(next + 1, TokenKind::Word);
        let rank = (*denominator >= LARGE && over > Decimal::ONE)
            || (counted && !self.shared.contains(&words.id(next + 1)));
        if core.form == Form::Digits || core.form == Form::Part || !small || over >= under || rank {
            return core;
        }
        let part = Number {
            value: over / under,
            precision: Decimal::new(1, 2),
            tokens: next - at + 1,
            end: self.ends_token(words, next),
            form: Form::Part,
        };
        let part = self.of_a_scale(words, at, part).unwrap_or(part);
        match base.checked_add(part.value) {
            Some(value) => Number { value, ..part },
            None => core,
        }
    }

    /// What stands before and behind the last joiner of a number in words: `honderd en drie`.
    fn split_joined(&self, words: &Words<'_>, at: usize, core: Number) -> Option<(Decimal, Decimal)> {
        let last = at + core.tokens - 1;
        let joined = core.tokens > 2 && self.joiners.contains(&words.id(last - 1));
        let rest = self.in_words(words, last).filter(|n| joined && n.tokens == 1)?.value;
        let base = core.value.checked_sub(rest)?;
        (base >= Decimal::ONE_HUNDRED).then_some((base, rest))
    }

    /// `twee dozijn`, `a dozen`, `driehonderd en twee dozijn`.
    pub(super) fn collective(&self, words: &Words<'_>, at: usize, core: Number) -> Number {
        let next = at + core.tokens;
        let Some(each) = self.collectives.get(words.id(next)) else { return core };
        let (base, count) = self.split_joined(words, at, core).unwrap_or((Decimal::ZERO, core.value));
        let value = count.checked_mul((*each).into()).and_then(|v| v.checked_add(base));
        match value {
            Some(value) => Number {
                value,
                precision: Decimal::ONE,
                tokens: core.tokens + 1,
                end: self.ends_token(words, next),
                form: Form::Words,
            },
            None => core,
        }
    }

    /// `dozen people`, `a dozen`
    pub(super) fn lone_collective(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let article = usize::from(self.articles.contains(&words.id(at)));
        let each = self.collectives.get(words.id(at + article)).filter(|each| **each > 2)?;
        Some(Number {
            value: (*each).into(),
            precision: Decimal::ONE,
            tokens: article + 1,
            end: self.ends_token(words, at + article),
            form: Form::Words,
        })
    }

    /// `two-and-a-half`: a number with a part, tied to what it counts.
    fn tied_half(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let tied = |i: usize| words.sign(i, '-') && words.glued(i) && words.glued(i + 1);
        let joined = tied(at + 1) && tied(at + 3) && self.joiners.contains(&words.id(at + 2));
        let article = joined && self.articles.contains(&words.id(at + 4)) && tied(at + 5);
        let last = at + if article { 6 } else { 4 };
        let value = *self.parts.get(words.id(last)).filter(|part| joined && **part < Decimal::ONE)?;
        let whole = self.in_words(words, at).filter(|n| n.tokens == 1)?;
        Some(Number {
            value: whole.value.checked_add(value)?,
            precision: Decimal::new(1, value.scale()),
            tokens: last + 1 - at,
            end: self.ends_token(words, last),
            form: Form::Words,
        })
    }

    /// A number in one word that ends in a part: `tweeenhalf`, `vierenhalve`, `drieëneenhalf`, `two-and-a-half`.
    #[must_use]
    pub fn half_compound(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let word = words.is(at, TokenKind::Word).then(|| words.folded(at))?;
        let found = self.part_words.iter().find_map(|(w, v)| Some((word.strip_suffix(w.as_str())?, *v)));
        let Some((part, value)) = found else { return self.tied_half(words, at) };
        let stem =
            self.half_joiners.iter().find_map(|j| part.strip_suffix(j.as_str())).filter(|s| !s.is_empty())?;
        let sum = self.atoms.whole(stem).filter(|_| value < Decimal::ONE)?;
        let number = Number {
            value: sum.value() + value,
            precision: Decimal::new(1, value.scale()),
            tokens: 1,
            end: self.ends_token(words, at),
            form: Form::Words,
        };
        Some(self.scaled(words, at, number).unwrap_or(number))
    }

    /// A part written in one word, by itself or before what it is a part of: `eenderde`, `tweederdemeerderheid`.
    #[must_use]
    pub fn part_compound(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let word = words.is(at, TokenKind::Word).then(|| words.folded(at))?;
        let (taken, over) = match self.atoms.first(word)? {
            (taken, Atom::Unit(over)) if over > 0 => (taken, u64::from(over)),
            _ => return None,
        };
        let rest = word.get(taken..)?;
        let (part, under) = self.denominator_words.iter().find(|(w, _)| rest.starts_with(w.as_str()))?;
        let end = folded_end(words, at, taken + part.len());
        (over < *under).then(|| Number {
            value: Decimal::from(over) / Decimal::from(*under),
            precision: Decimal::new(1, 2),
            tokens: 1,
            end: end.unwrap_or_else(|| self.ends_token(words, at)),
            form: Form::Part,
        })
    }

    /// The value of a folded word that is a number and nothing else.
    #[must_use]
    pub fn word_value(&self, word: &str) -> Option<Decimal> {
        self.atoms.whole(word).map(|sum| sum.value())
    }

    /// A year that one word tells as its century and its year: `negentienzeventig`.
    #[must_use]
    pub fn year_word(&self, words: &Words<'_>, at: usize) -> Option<i16> {
        let word = words.folded(at);
        let (taken, first) = self.atoms.first(word)?;
        let century = match first {
            Atom::Teen(v) if v >= 16 => v,
            Atom::Ten(20) => 20,
            _ => return None,
        };
        let sum = self.atoms.whole(word.get(taken..)?).filter(|sum| !sum.is_large())?;
        let year = i16::try_from(sum.value().normalize()).ok().filter(|y| (10..=99).contains(y))?;
        Some(i16::try_from(century).ok()? * 100 + year)
    }
}

/// Over and under of a fraction that Unicode has one sign for.
pub(in crate::recognise) fn vulgar(sign: char) -> Option<(u32, u32)> {
    Some(match sign {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅒' => (1, 10),
        _ => return None,
    })
}

/// From here on nobody counts ranks: `een miljoenste` is a part.
const LARGE: u64 = 1_000_000;
