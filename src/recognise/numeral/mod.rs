//! Numbers, in digits and in words, of any language that a pack describes.

mod atoms;
mod digits;
mod parts;
mod ranks;
mod roman;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

pub(super) use self::atoms::Starts;
pub(super) use self::digits::read as read_digits;
pub(super) use self::parts::vulgar;

use self::atoms::{Atom, Atoms, Sum};
use super::lexicon::{Lexicon, WordId, WordMap, WordSet};
use super::pack::NumeralPack;
use super::token::TokenKind;
use super::words::Words;
use crate::text::fold;

/// What in digits may be a year and no count.
const YEARS: (Decimal, Decimal) =
    (Decimal::from_parts(1900, 0, 0, false, 0), Decimal::from_parts(2100, 0, 0, false, 0));

/// Whether one counts from the first to the second in a single step: by one, from ten on by five, and by tens,
/// hundreds and so on where both are round.
fn follows(low: Decimal, high: Decimal) -> bool {
    let (mut low, mut high) = (low, high);
    let round = |n: Decimal| !n.is_zero() && (n % Decimal::TEN).is_zero();
    while round(low) && round(high) {
        low /= Decimal::TEN;
        high /= Decimal::TEN;
    }
    let five = Decimal::from(5);
    let fives =
        low >= Decimal::TEN && (low % five).is_zero() && (high % five).is_zero() && high - low == five;
    low >= Decimal::ONE && low.is_integer() && (high - low == Decimal::ONE || fives)
}

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: Decimal,
    /// Its unit of precision.
    pub precision: Decimal,
    /// How many tokens it takes; a number that ends within a word takes the whole of it.
    pub tokens: usize,
    /// Where it ends in the text, in bytes from the start of its last token: within a compound
    /// (`vijf` in `vijfprocentsnorm`) before the end of the token.
    pub end: usize,
    /// How it is written.
    pub form: Form,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In digits alone.
    Digits,
    /// In digits with a word of scale, or in words.
    Words,
    /// A lone article that is also the number one.
    Article,
    /// A fraction or a part: `twee derde`, `half`.
    Part,
}

/// The numbers of one language.
#[derive(Debug, Clone)]
pub struct Numerals {
    atoms: Atoms,
    decimal: char,
    short_scales: FxHashMap<String, Decimal>,
    scales: WordMap<Decimal>,
    hundreds: WordSet,
    tight_scales: FxHashMap<String, Decimal>,
    plural_scales: WordSet,
    part_joiners: WordSet,
    shared: WordSet,
    parts: WordMap<Decimal>,
    denominators: WordMap<u64>,
    /// The same, folded, the longest first.
    denominator_words: Vec<(String, u64)>,
    ordinals: WordMap<u32>,
    collectives: WordMap<u32>,
    ordinal_words: FxHashMap<String, u32>,
    ordinal_endings: Vec<String>,
    articles: WordSet,
    joiners: WordSet,
    choices: WordSet,
    part_words: Vec<(String, Decimal)>,
    /// What joins a half to a number in one word: `en`, `eneen`.
    half_joiners: Vec<String>,
    points: WordSet,
    /// The units of time: a number before one begins anew behind a scale.
    time_units: WordSet,
}

impl Numerals {
    /// The numbers of a pack; its words get ids in `lexicon`.
    #[must_use]
    pub fn new(pack: &NumeralPack, lexicon: &mut Lexicon) -> Self {
        let words = [&pack.units, &pack.teens, &pack.tens];
        words.iter().flat_map(|m| m.keys()).chain(&pack.hundred).for_each(|w| {
            lexicon.intern(w);
        });
        let short = pack.short_scales.iter().map(|(w, v)| (fold(w), *v)).collect();
        pack.short_scales.keys().chain(pack.tight_scales.keys()).for_each(|w| {
            lexicon.intern(w);
        });
        let mut endings: Vec<String> = pack.ordinal_endings.iter().map(|e| fold(e)).collect();
        endings.sort_by_key(|e| std::cmp::Reverse(e.len()));
        let mut part_words: Vec<(String, Decimal)> = pack.parts.iter().map(|(w, v)| (fold(w), *v)).collect();
        part_words.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        let mut denominator_words: Vec<(String, u64)> =
            pack.denominators.iter().map(|(w, v)| (fold(w), *v)).collect();
        denominator_words.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        let with_article =
            pack.joiners.iter().flat_map(|j| pack.articles.iter().map(move |a| format!("{j}{a}")));
        let half_joiners = with_article.chain(pack.joiners.iter().cloned()).map(|j| fold(&j)).collect();
        Self {
            atoms: Atoms::new(pack),
            decimal: pack.decimal,
            short_scales: short,
            scales: pack.scales.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect(),
            hundreds: pack.hundred.iter().map(|w| lexicon.intern(w)).collect(),
            tight_scales: pack.tight_scales.iter().map(|(w, v)| (fold(w), *v)).collect(),
            plural_scales: pack.plural_scales.iter().map(|w| lexicon.intern(w)).collect(),
            part_joiners: pack.part_joiners.iter().map(|w| lexicon.intern(w)).collect(),
            shared: pack.shared.iter().map(|w| lexicon.intern(w)).collect(),
            parts: pack.parts.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect(),
            denominators: pack.denominators.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect(),
            denominator_words,
            ordinals: pack.ordinals.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect(),
            collectives: pack.collectives.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect(),
            ordinal_words: pack.ordinals.iter().map(|(w, v)| (fold(w), *v)).collect(),
            ordinal_endings: endings,
            articles: pack.articles.iter().map(|w| lexicon.intern(w)).collect(),
            joiners: pack.joiners.iter().map(|w| lexicon.intern(w)).collect(),
            choices: pack.choices.iter().map(|w| lexicon.intern(w)).collect(),
            part_words,
            points: pack.points.iter().map(|w| lexicon.intern(w)).collect(),
            half_joiners,
            time_units: WordSet::default(),
        }
    }

    /// The same numbers, to which these units of time are known: `3 miljoen twee jaar later` is three million,
    /// and two years.
    #[must_use]
    pub fn with_time_units<'u>(self, units: impl Iterator<Item = &'u String>, lexicon: &mut Lexicon) -> Self {
        Self { time_units: units.map(|word| lexicon.intern(word)).collect(), ..self }
    }

    /// The number that starts at the token `at`, with its scales and fractions.
    #[must_use]
    pub fn cardinal(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        words.cardinals.get(at, || self.read_cardinal(words, at))
    }

    fn read_cardinal(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let core = match words.token(at)?.kind {
            TokenKind::Number => self
                .slashed(words, at)
                .or_else(|| self.mixed_digits(words, at))
                .or_else(|| self.in_digits(words, at)),
            TokenKind::Word => self
                .mixed_part(words, at)
                .or_else(|| self.in_words(words, at))
                .or_else(|| self.lone_collective(words, at)),
            TokenKind::Sign => self.bare_decimals(words, at).or_else(|| {
                let part = self.fraction_sign(words, at)?;
                Some(self.scaled(words, at, part).unwrap_or(part))
            }),
            TokenKind::Break => None,
        }?;
        let core = self.spoken_decimals(words, at, core);
        let core = self.collective(words, at, core);
        Some(self.fraction(words, at, self.and_a_part(words, at, core)))
    }

    /// `.77`, `,5`: decimals without a whole part, with white space or a sign before them.
    fn bare_decimals(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let sign = words.sign(at, '.') || words.sign(at, self.decimal);
        let digits = words.token(at + 1).filter(|t| t.kind == TokenKind::Number && !t.spaced)?.text;
        let lone = !words.glued(at) || words.is(at.checked_sub(1)?, TokenKind::Sign);
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        let (value, decimals) =
            digits::read(&format!("0.{digits}"), '.').filter(|_| sign && lone && plain)?;
        let number = Number {
            value,
            precision: digits::precision(value, decimals),
            tokens: 2,
            end: self.ends_token(words, at + 1),
            form: Form::Digits,
        };
        Some(self.scaled(words, at, number).unwrap_or(number))
    }

    /// `two point five million`, `nine point nought four`: decimals said digit by digit.
    fn spoken_decimals(&self, words: &Words<'_>, at: usize, core: Number) -> Number {
        let whole = core.value.is_integer() && core.value < Decimal::ONE_THOUSAND;
        if core.form == Form::Part || !whole || !self.points.contains(&words.id(at + core.tokens)) {
            return core;
        }
        let mut next = at + core.tokens + 1;
        let mut scale = 0;
        let mut value = core.value;
        while scale < 9
            && let Some(digit) = self.spoken_digit(words, next, core.form)
        {
            scale += 1;
            value += Decimal::new(digit.into(), scale);
            next += 1;
        }
        if scale == 0 {
            return core;
        }
        let number = Number {
            value,
            precision: Decimal::new(1, scale),
            tokens: next - at,
            end: self.ends_token(words, next - 1),
            form: Form::Words,
        };
        self.scaled(words, at, number).unwrap_or(number)
    }

    /// A digit behind the word for the decimal sign: in words, or where the whole is in digits one of them.
    fn spoken_digit(&self, words: &Words<'_>, at: usize, form: Form) -> Option<u32> {
        let token = words.token(at)?;
        match token.kind {
            TokenKind::Number if form == Form::Digits && token.text.len() == 1 => token.text.parse().ok(),
            TokenKind::Word if form == Form::Words => match self.atoms.first(words.folded(at)) {
                Some((taken, Atom::Unit(digit))) if taken == words.folded(at).len() => Some(digit),
                _ => None,
            },
            _ => None,
        }
    }

    /// `10 1/2`, `4¾`: a whole number and a fraction in digits or in one sign.
    fn mixed_digits(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let whole = self.digits_alone(words, at)?;
        let spaced = words.token(at + 1).is_some_and(|t| t.spaced);
        let slashed = self.slashed(words, at + 1).filter(|_| spaced);
        let part = slashed.or_else(|| self.fraction_sign(words, at + 1))?;
        let number =
            Number { value: whole + part.value, tokens: 1 + part.tokens, form: Form::Digits, ..part };
        Some(self.scaled(words, at, number).unwrap_or(number))
    }

    fn digits_alone(&self, words: &Words<'_>, at: usize) -> Option<Decimal> {
        let text = words.token(at)?.text;
        let plain = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    }

    fn ends_token(&self, words: &Words<'_>, at: usize) -> usize {
        words.token(at).map_or(0, |t| t.text.len())
    }

    /// Digits, groups of three behind white space, and a scale behind them.
    fn in_digits(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let text = words.token(at)?.text;
        let (mut value, mut decimals) = digits::read(text, self.decimal)?;
        let mut tokens = 1;
        if text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0') {
            while let Some(group) =
                words.token(at + tokens).filter(|t| t.kind == TokenKind::Number && t.spaced)
            {
                let (whole, part) = group.text.split_once(self.decimal).unwrap_or((group.text, ""));
                if whole.len() != 3 || !whole.bytes().all(|b| b.is_ascii_digit()) {
                    break;
                }
                let (group, places) = digits::read(&format!("{whole}.{part}0"), '.')?;
                value = value.checked_mul(1000.into())?.checked_add(group)?;
                decimals = if part.is_empty() { 0 } else { places - 1 };
                tokens += 1;
            }
        }
        let value = value.normalize();
        let mut number = Number {
            value,
            precision: digits::precision(value, decimals),
            tokens,
            end: self.ends_token(words, at + tokens - 1),
            form: Form::Digits,
        };
        while let Some(scaled) = self.scaled(words, at, number) {
            number = scaled;
        }
        while let Some(longer) = self.continued(words, at, number) {
            number = longer;
        }
        Some(number)
    }

    /// `4 thousand 3 hundred and 21`, `2 miljard 300 miljoen`: a lesser scale behind a scale, and what
    /// is below a hundred behind a joiner.
    fn continued(&self, words: &Words<'_>, at: usize, number: Number) -> Option<Number> {
        let next = at + number.tokens;
        let last = self.scale_word(words.id(next - 1)).filter(|_| number.form == Form::Words)?;
        let whole = |i: usize| {
            let text = words.token(i).filter(|t| t.kind == TokenKind::Number)?.text;
            digits::read(text, self.decimal).filter(|(v, d)| *d == 0 && !v.is_zero()).map(|(v, _)| v)
        };
        let grown = |value: Decimal, least: Decimal, tokens: usize| {
            let end = self.ends_token(words, at + tokens - 1);
            Some(Number { value: number.value.checked_add(value)?, precision: least, tokens, end, ..number })
        };
        if last == Decimal::ONE_HUNDRED && self.joiners.contains(&words.id(next)) {
            let rest = whole(next + 1).filter(|v| *v < last)?;
            let lone = self.scale_word(words.id(next + 2)).is_none();
            return lone.then(|| grown(rest, Decimal::ONE, number.tokens + 2)).flatten();
        }
        let scale = self.scale_word(words.id(next + 1)).filter(|s| *s < last)?;
        let value = whole(next)?.checked_mul(scale).filter(|v| *v < last)?;
        grown(value, scale, number.tokens + 2)
    }

    /// The scale that the word is, a hundred and plurals too.
    #[must_use]
    pub fn scale_word(&self, id: WordId) -> Option<Decimal> {
        let hundred = id != 0 && self.hundreds.contains(&id);
        if hundred { Some(Decimal::ONE_HUNDRED) } else { self.scales.get(id).copied() }
    }

    /// The number with the letter behind it taken as a scale: `5m`, `1.2bn`.
    #[must_use]
    pub fn tightly_scaled(&self, words: &Words<'_>, at: usize, number: Number) -> Option<Number> {
        let next = at + number.tokens;
        let scale = self.tight_scales.get(words.folded(next)).filter(|_| words.glued(next))?;
        let plain = number.form == Form::Digits && !words.is(next + 1, TokenKind::Number);
        Some(Number {
            value: number.value.checked_mul(*scale).filter(|_| plain)?,
            precision: number.precision.checked_mul(*scale)?,
            tokens: number.tokens + 1,
            end: self.ends_token(words, next),
            form: Form::Words,
        })
    }

    /// The article at `at` as the number one.
    #[must_use]
    pub fn article(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        self.articles.contains(&words.id(at)).then(|| Number {
            value: Decimal::ONE,
            precision: Decimal::ONE,
            tokens: 1,
            end: self.ends_token(words, at),
            form: Form::Article,
        })
    }

    /// `2/10`: two small numbers with a slash, the first the smaller; not a date or a season (`2024/25`).
    fn slashed(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        let slash =
            words.sign(at + 1, '/') && words.glued(at + 1) && words.glued(at + 2) && !words.sign(at + 3, '/');
        let part =
            |i: usize| words.token(i).filter(|t| t.text.len() <= 3).and_then(|t| t.text.parse::<u32>().ok());
        // `2/1000`: a round thousand is no year.
        let round = |i: usize| {
            let text = words.token(i).map_or("", |t| t.text);
            let zeros = text.strip_prefix('1')?;
            let fits = (3..=6).contains(&zeros.len()) && zeros.bytes().all(|b| b == b'0');
            fits.then(|| text.parse::<u32>().ok()).flatten()
        };
        let (over, under) = (part(at)?, part(at + 2).or_else(|| round(at + 2))?);
        (slash && over > 0 && over < under).then(|| Number {
            value: Decimal::from(over) / Decimal::from(under),
            precision: Decimal::new(1, 2),
            tokens: 3,
            end: self.ends_token(words, at + 2),
            form: Form::Part,
        })
    }

    /// The number with the word of scale that follows it.
    fn scaled(&self, words: &Words<'_>, at: usize, number: Number) -> Option<Number> {
        let next = at + number.tokens;
        let (next, skipped) = if words.sign(next, '-') && words.glued(next) && words.glued(next + 1) {
            (next + 1, 1)
        } else {
            (next, 0)
        };
        if !words.is(next, TokenKind::Word) {
            return None;
        }
        let short = self.short_scales.get(words.folded(next));
        // A single letter is a scale only right behind its digits: `200k`, not `200 k`.
        let short = short.filter(|_| words.folded(next).len() > 1 || words.glued(next));
        let scale = self.scale_word(words.id(next)).or(short.copied())?;
        let stop = usize::from(
            short.is_some() && words.sign(next + 1, '.') && words.glued(next + 1) && {
                words.is(next + 2, TokenKind::Word)
                    && words.token(next + 2).is_some_and(|t| t.text.starts_with(char::is_lowercase))
            },
        );
        Some(Number {
            value: number.value.checked_mul(scale)?,
            precision: number.precision.checked_mul(scale)?,
            tokens: number.tokens + skipped + 1 + stop,
            end: self.ends_token(words, next + stop),
            form: Form::Words,
        })
    }

    /// A number in words, over as many tokens as it has.
    fn in_words(&self, words: &Words<'_>, at: usize) -> Option<Number> {
        if self.plural_scales.contains(&words.id(at)) {
            return None;
        }
        let mut sum = Sum::new(&self.atoms);
        let mut best: Option<Number> = None;
        let mut next = at;
        while words.is(next, TokenKind::Word) {
            // `drie miljoen en een half`: the article belongs to the part.
            if next > at && (self.opens_part(words, next) || self.opens_time(words, next)) {
                break;
            }
            let word = words.folded(next);
            let Some((grown, taken)) = self.with_word(&sum, word, next > at) else { break };
            sum = grown;
            let whole = taken == word.len();
            if sum.complete() {
                let end = if whole { self.ends_token(words, next) } else { folded_end(words, next, taken)? };
                let (value, precision) = (sum.value(), sum.least());
                let form = if next == at && self.articles.contains(&words.id(at)) {
                    Form::Article
                } else {
                    Form::Words
                };
                best = Some(Number { value, precision, tokens: next - at + 1, end, form });
            }
            if !whole {
                break;
            }
            next += 1 + usize::from(self.hyphen_within(words, next + 1, &sum));
        }
        best
    }

    /// `miljoen twee jaar later`: whether the word at `at`, behind a scale, counts units of time.
    fn opens_time(&self, words: &Words<'_>, at: usize) -> bool {
        let small = || self.word_value(words.folded(at)).is_some_and(|n| n < Decimal::ONE_THOUSAND);
        self.is_scale(words.id(at - 1)) && self.time_units.contains(&words.id(at + 1)) && small()
    }

    /// `twenty-five`, `two-hundred`: a hyphen within the number; with white space around it only where
    /// nothing but a unit may follow (`fifty - two`).
    fn hyphen_within(&self, words: &Words<'_>, at: usize, sum: &Sum) -> bool {
        let dash = words.sign(at, '-') || words.sign(at, '—');
        let written = words.sign(at, '-') && words.glued(at) && words.glued(at + 1);
        let unit =
            || self.atoms.first(words.folded(at + 1)).is_some_and(|(_, a)| matches!(a, Atom::Unit(1..)));
        let rank = || self.ordinals.get(words.id(at + 1)).is_some_and(|rank| *rank < 10);
        written || (dash && sum.wants_unit() && (unit() || rank()))
    }

    /// The sum with the parts of one word, and the bytes that they take; a word that is only the start of a compound
    /// must be one that can stand alone, and joins nothing before it.
    fn with_word(&self, sum: &Sum, word: &str, joined: bool) -> Option<(Sum, usize)> {
        let (grown, taken) = self.atoms.add(sum, word)?;
        // Inside one word a joiner has to be followed by its ten.
        let begins = || (!joined || sum.is_large()) && !grown.dangling();
        (taken > 0 && (taken == word.len() || begins())).then_some((grown, taken))
    }

    /// The sign between a whole number and its decimals.
    #[must_use]
    pub const fn decimal(&self) -> char {
        self.decimal
    }

    /// Whether a word leads from a part to what it is a part of: `van`, `of`.
    #[must_use]
    pub fn is_share_word(&self, id: WordId) -> bool {
        id != 0 && self.shared.contains(&id)
    }

    /// Whether the word stands between a part and what it is a part of: `van`.
    #[must_use]
    pub fn is_part_joiner(&self, id: WordId) -> bool {
        self.part_joiners.contains(&id)
    }

    /// Whether the word is a scale: `miljoen`.
    #[must_use]
    pub fn is_scale(&self, id: WordId) -> bool {
        id != 0 && self.scales.contains_key(id)
    }

    /// What a number in words may begin with.
    #[must_use]
    pub(super) const fn starts(&self) -> &Starts {
        self.atoms.starts()
    }

    /// Whether the folded word starts like a number in words; what joins numbers starts none.
    #[must_use]
    pub fn starts_number(&self, word: &str) -> bool {
        self.atoms.first(word).is_some_and(|(_, atom)| atom != Atom::Joiner)
    }

    /// Whether a number and whether a rank may begin with a known word, `word` when it is folded.
    #[must_use]
    pub(super) fn opens(&self, id: WordId, word: &str) -> (bool, bool) {
        let starts = self.starts_number(word);
        let counts =
            self.articles.contains(&id) || self.parts.contains_key(id) || self.collectives.contains_key(id);
        (starts || counts, starts || self.ordinals.contains_key(id))
    }

    /// Whether the word is a part: `kwart`.
    #[must_use]
    pub fn is_part(&self, id: WordId) -> bool {
        id != 0 && self.parts.contains_key(id)
    }

    /// Whether the word joins parts of a number.
    #[must_use]
    pub fn is_joiner(&self, id: WordId) -> bool {
        self.joiners.contains(&id)
    }

    /// Whether a word of choice stands at `at` and behind it the number that comes next after `first`: `of negen`
    /// behind `acht`, `of veertig` behind `dertig`. Two years are a choice of two.
    #[must_use]
    pub fn is_next(&self, words: &Words<'_>, first: &Number, at: usize) -> bool {
        if !self.choices.contains(&words.id(at)) || first.form == Form::Part {
            return false;
        }
        let Some(second) = self.cardinal(words, at + 1).filter(|n| n.form != Form::Part) else {
            return false;
        };
        let year = |n: &Number| n.form == Form::Digits && (YEARS.0..=YEARS.1).contains(&n.value);
        let (low, mut high) = (first.value, second.value);
        // `twee of drie miljoen`
        if second.form == Form::Words && first.form != Form::Article {
            while low < Decimal::ONE_THOUSAND && high >= Decimal::ONE_THOUSAND {
                high /= Decimal::ONE_THOUSAND;
            }
        }
        !year(first) && follows(low, high)
    }

    /// Whether `sign` stands between the whole and the part of a number.
    #[must_use]
    pub const fn is_decimal_sign(&self, sign: char) -> bool {
        self.decimal == sign
    }

    /// Whether the word is an article that is also the number one.
    #[must_use]
    pub fn is_article(&self, id: WordId) -> bool {
        self.articles.contains(&id)
    }
}

/// The byte of the token at which its first `folded` folded bytes end.
pub(super) fn folded_end(words: &Words<'_>, at: usize, folded: usize) -> Option<usize> {
    let mut seen = Vec::new();
    for (i, c) in words.token(at)?.text.char_indices() {
        if seen.len() >= folded {
            return Some(i);
        }
        crate::text::fold_into(c.encode_utf8(&mut [0; 4]), &mut seen);
    }
    None
}
