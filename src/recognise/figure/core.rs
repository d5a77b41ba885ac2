//! A number with the unit before or behind it.

use rust_decimal::Decimal;

use super::super::numeral::{Form, Number};
use super::super::token::TokenKind;
use super::super::words::Words;
use super::words::{Compound, Unit, UnitWord};
use super::{Reader, guard};
use crate::value::{Figure, Quantity};

/// A number with its unit, before hedges and ranges.
#[derive(Debug, Clone)]
pub(super) struct Core {
    /// The first token.
    pub(super) start: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// Where it ends in the text.
    pub(super) byte: usize,
    pub(super) number: Number,
    pub(super) unit: Option<Unit>,
    /// Whether a sign or a word for it stands before it.
    pub(super) signed: bool,
}

impl Core {
    /// Whether the unit is only the start of a longer word or of a compound: `een meter-hoog`.
    pub(super) fn word_is_more(&self, words: &Words<'_>) -> bool {
        words.token(self.end - 1).is_some_and(|t| t.span.end > self.byte)
    }

    fn with(self, unit: Unit, end: usize, words: &Words<'_>) -> Self {
        let byte = words.token(end - 1).map_or(self.byte, |t| t.span.end);
        Self { unit: Some(unit), end, byte, ..self }
    }

    pub(super) fn scaled(self, scale: Decimal) -> Option<Self> {
        let number = Number {
            value: self.number.value.checked_mul(scale)?,
            precision: self.number.precision.checked_mul(scale)?,
            form: Form::Words,
            ..self.number
        };
        Some(Self { number, ..self })
    }
}

impl Reader<'_> {
    /// The number at `at` with the unit before or behind it.
    pub(super) fn core(&self, at: usize) -> Option<Core> {
        if let Some(core) = self.behind_sign(at).or_else(|| self.tight_compound(at)) {
            return Some(core);
        }
        let numerals = self.numerals;
        let number = numerals
            .half_compound(self.words, at)
            .or_else(|| numerals.part_compound(self.words, at))
            .or_else(|| self.hedged_share(at))
            .or_else(|| numerals.cardinal(self.words, at))
            .or_else(|| numerals.article(self.words, at).filter(|_| self.one_unit(at + 1)))?;
        let last = self.words.token(at + number.tokens - 1)?;
        let byte = last.span.start + number.end;
        let core = Core { start: at, end: at + number.tokens, byte, number, unit: None, signed: false };
        if number.end < last.text.len() {
            return self.in_compound(core);
        }
        if let Some(ratio) = self.ratio(&core) {
            return Some(ratio);
        }
        if core.number.form == Form::Digits && self.pieces(core.end) {
            let byte = self.words.token(core.end)?.span.end;
            return Some(Core { end: core.end + 1, byte, ..core });
        }
        Some(self.compound_measure(self.with_unit(self.spelt_twice(core))))
    }

    /// `bijna een derde stemde tegen`: behind a hedge what may be a rank is a share.
    fn hedged_share(&self, at: usize) -> Option<Number> {
        self.pack.hedges.before(self.words, at)?;
        self.numerals.lone_share(self.words, at)
    }

    /// Whether a word for a unit stands at `at` that no number of its own follows.
    fn one_unit(&self, at: usize) -> bool {
        self.words.is(at, TokenKind::Word)
            && self.unit_at(at).is_some_and(|(_, n)| self.numerals.cardinal(self.words, at + n).is_none())
    }

    /// `€ 5`, `US$3`, `EUR 20 mln`: money before its amount.
    fn behind_sign(&self, at: usize) -> Option<Core> {
        let written = |loose: bool, n: usize| loose || (1..n).all(|i| self.words.glued(at + i));
        let (sign, n) =
            self.pack.signs.every(self.words, at).find(|(sign, n)| {
                written(sign.loose, *n) && self.pack.in_capitals(self.words, at, &sign.unit)
            })?;
        let negative = usize::from(guard::is_dash(self.words, at + n) && self.words.glued(at + n + 1));
        let from = at + n + negative;
        let number = self
            .numerals
            .cardinal(self.words, from)
            .filter(|m| m.form != Form::Article && m.form != Form::Part)?;
        let number = self.numerals.tightly_scaled(self.words, from, number).unwrap_or(number);
        let end = from + number.tokens;
        let byte = self.words.token(end - 1)?.span.start + number.end;
        let number = if negative > 0 { Number { value: -number.value, ..number } } else { number };
        let core = Core { start: at, end, byte, number, unit: Some(sign.unit.clone()), signed: negative > 0 };
        // `$50 Canadian`, `US$ 5 dollars`: the word says the same once more.
        match self.unit_at(end) {
            Some((unit, n)) if unit == sign.unit => Some(core.with(unit, end + n, self.words)),
            _ => Some(core),
        }
    }

    /// The unit that starts at `at`, and how many tokens it has.
    pub(super) fn unit_at(&self, at: usize) -> Option<(Unit, usize)> {
        if self.closes_quote(at) {
            return None;
        }
        let mut all = self.pack.units.every(self.words, at);
        let (word, n) = all.find(|(word, n)| self.is_unit(at, word, *n))?;
        let own = self.pack.measure_in(self.context.country.as_ref(), self.words, at, n);
        Some((own.unwrap_or_else(|| word.unit.clone()), n))
    }

    fn is_unit(&self, at: usize, word: &UnitWord, n: usize) -> bool {
        // Digits and signs inside a unit are written without white space: `m2`, `km/h`.
        let whole = (1..n).all(|i| self.words.glued(at + i) || !self.words.is(at + i, TokenKind::Number));
        let next = at + n;
        let more = self.words.glued(next)
            && (self.words.is(next, TokenKind::Number)
                || (guard::is_dash(self.words, next)
                    && self.words.is(next + 1, TokenKind::Number)
                    && self.words.glued(next + 1)
                    && word.letters == 1
                    // `0,5%-1,5%`: a sign is no letter of a name.
                    && !self.words.is(at, TokenKind::Sign)));
        let case = word.exact.as_deref().is_none_or(|w| self.words.token(at).is_some_and(|t| t.text == w));
        whole && !more && case && self.pack.in_capitals(self.words, at, &word.unit)
    }

    /// Whether the quotation mark at `at` closes a quotation and is no sign of inches.
    fn closes_quote(&self, at: usize) -> bool {
        let quote = |i: usize| self.words.sign(i, '"') || self.words.sign(i, '\'');
        if !quote(at) {
            return false;
        }
        let from = at.saturating_sub(200);
        let line = (from..at).rev().take_while(|i| !self.words.is(*i, TokenKind::Break));
        line.filter(|i| self.words.sign(*i, '"') || self.words.sign(*i, '“')).count() % 2 == 1
    }

    /// A number that ends within its word: it counts only if a unit goes on (`vijfprocentsnorm`) or a noun that is
    /// counted (`twintigpuntenplan`, `tweederdemeerderheid`).
    fn in_compound(&self, core: Core) -> Option<Core> {
        let last = self.words.token(core.end - 1)?;
        let rest = last.text.get(core.number.end..)?;
        if let Some((unit, len)) = self.pack.stem(rest) {
            return Some(Core { byte: core.byte + len, unit: Some(unit), ..core });
        }
        let rest = crate::text::fold(rest);
        self.pack.count_stems.iter().any(|stem| rest.starts_with(stem.as_str())).then_some(core)
    }

    /// `forty-five (45)`: digits in brackets that say the same once more.
    fn spelt_twice(&self, core: Core) -> Core {
        let w = self.words;
        let same = core.number.form == Form::Words
            && w.sign(core.end, '(')
            && w.sign(core.end + 2, ')')
            && self
                .numerals
                .cardinal(w, core.end + 1)
                .is_some_and(|n| n.tokens == 1 && n.value == core.number.value);
        let byte = w.token(core.end + 2).map(|t| t.span.end).filter(|_| same);
        match byte {
            Some(byte) => Core { end: core.end + 3, byte, ..core },
            None => core,
        }
    }

    fn with_unit(&self, core: Core) -> Core {
        // `4,- euro`: whole euros, without cents.
        let whole = self.words.sign(core.end, ',')
            && guard::is_dash(self.words, core.end + 1)
            && self.words.glued(core.end)
            && self.words.glued(core.end + 1);
        if whole && let Some((unit, n)) = self.unit_at(core.end + 2).filter(|(unit, _)| unit.is_money()) {
            let end = core.end + 2 + n;
            return core.with(unit, end, self.words);
        }
        if let Some((unit, n)) = self.unit_at(core.end) {
            let tight = self.reads_tight(&core, n).and_then(|number| self.rescaled(&core, number));
            return tight
                .unwrap_or_else(|| self.money_then_scale(core.clone().with(unit, core.end + n, self.words)));
        }
        let tight = self.numerals.tightly_scaled(self.words, core.start, core.number);
        if let Some(scaled) = tight.and_then(|number| self.rescaled(&core, number)) {
            let unit = self.unit_at(scaled.end);
            if unit.is_some() || self.noun_at(scaled.end) {
                return match unit {
                    Some((unit, n)) => scaled.clone().with(unit, scaled.end + n, self.words),
                    None => scaled,
                };
            }
        }
        // `half a percentage point`
        let article = core.number.form == Form::Part && self.numerals.is_article(self.words.id(core.end));
        if article && let Some((unit, n)) = self.unit_at(core.end + 1) {
            return core.clone().with(unit, core.end + 1 + n, self.words);
        }
        // `a quarter of a percentage point`
        let of = core.number.form == Form::Part
            && self.numerals.is_part_joiner(self.words.id(core.end))
            && self.numerals.is_article(self.words.id(core.end + 1));
        if of && let Some((unit @ Unit::PercentagePoint, n)) = self.unit_at(core.end + 2) {
            return core.clone().with(unit, core.end + 2 + n, self.words);
        }
        // `20 (kg)`, `20 [kg]`
        if let Some((unit, end)) = self.bracketed_unit(core.end) {
            return core.with(unit, end, self.words);
        }
        self.hyphenated(self.spaced_compound(core))
    }

    /// `5 procentnorm`: a compound that begins with a percentage, written apart from its number.
    fn spaced_compound(&self, core: Core) -> Core {
        let stem = self.words.token(core.end).filter(|t| t.kind == TokenKind::Word && t.spaced);
        match stem.and_then(|t| Some((self.pack.stem(t.text)?, t.span.start))) {
            Some(((unit @ (Unit::Percent | Unit::PercentagePoint), len), start)) => {
                Core { end: core.end + 1, byte: start + len, unit: Some(unit), ..core }
            }
            _ => core,
        }
    }

    /// A letter that is a unit or a scale (`1.3m people`, `1.8m tall`): the scale, where a noun follows
    /// that it counts.
    fn reads_tight(&self, core: &Core, unit: usize) -> Option<Number> {
        let number = self.numerals.tightly_scaled(self.words, core.start, core.number)?;
        let next = core.end + unit;
        let money = self.unit_at(next).is_some_and(|(u, _)| u.is_money());
        (unit == 1 && (money || self.noun_at(next))).then_some(number)
    }

    fn rescaled(&self, core: &Core, number: Number) -> Option<Core> {
        let end = core.start + number.tokens;
        let byte = self.words.token(end - 1)?.span.start + number.end;
        let core = Core { end, byte, number, unit: None, ..core.clone() };
        Some(match self.unit_at(end) {
            Some((unit, n)) => core.with(unit, end + n, self.words),
            None => core,
        })
    }

    /// Whether a word that can be counted stands at `at`: no function word, no name.
    pub(super) fn noun_at(&self, at: usize) -> bool {
        self.words.token(at).is_some_and(|t| {
            t.kind == TokenKind::Word
                && t.spaced
                && t.text.len() > 2
                && t.text.starts_with(char::is_lowercase)
                && !self.pack.no_nouns.contains(&self.words.id(at))
        })
    }

    /// `75 USD million`: the scale behind the currency.
    fn money_then_scale(&self, core: Core) -> Core {
        let plain = core.number.form == Form::Digits && core.unit.as_ref().is_some_and(Unit::is_money);
        let scale = self.numerals.scale_word(self.words.id(core.end)).filter(|_| plain);
        let end = core.end + 1;
        match scale.and_then(|s| core.clone().scaled(s)) {
            Some(scaled) => {
                Core { end, byte: self.words.token(end - 1).map_or(core.byte, |t| t.span.end), ..scaled }
            }
            None => core,
        }
    }

    fn bracketed_unit(&self, at: usize) -> Option<(Unit, usize)> {
        let pairs = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
        let close = pairs.iter().find(|(open, _)| self.words.sign(at, *open))?.1;
        let (unit, n) = self.unit_at(at + 1)?;
        let measure = matches!(unit, Unit::Measure(..) | Unit::Percent);
        (measure && self.words.sign(at + 1 + n, close)).then_some((unit, at + 2 + n))
    }

    /// `vijf-procentdoel`, `100-euro`: a hyphen, then a unit that may start a compound.
    fn hyphenated(&self, core: Core) -> Core {
        let w = self.words;
        if !(w.sign(core.end, '-') && w.glued(core.end) && w.glued(core.end + 1)) {
            return core;
        }
        if let Some((unit, n)) = self.unit_at(core.end + 1) {
            let end = core.end + 1 + n;
            return core.with(unit, end, w);
        }
        match w.token(core.end + 1).and_then(|t| Some((self.pack.stem(t.text)?, t.span.start))) {
            Some(((unit, len), start)) => {
                Core { end: core.end + 2, byte: start + len, unit: Some(unit), ..core }
            }
            None => core,
        }
    }

    /// `5 ft 2 in`, `7 feet and 10 inches`, `2 km en 300 meter`: two measures that add up.
    fn compound_measure(&self, core: Core) -> Core {
        let Some(Unit::Measure(big, _)) = &core.unit else { return core };
        let w = self.words;
        let Some(rule) = self.pack.compounds.iter().find(|c| c.big == *big) else { return core };
        // `6-foot-4`, `6-foot-4-inch`
        let hyphen = |i: usize| w.sign(i, '-') && w.glued(i) && w.glued(i + 1);
        let tied = hyphen(core.end) && hyphen(core.end - 2);
        let joined = usize::from(tied || self.numerals.is_joiner(w.id(core.end)) || w.sign(core.end, ','));
        let Some(number) = self.numerals.cardinal(w, core.end + joined) else { return core };
        let next = core.end + joined + number.tokens;
        let next = next + usize::from(tied && hyphen(next) && self.unit_at(next + 1).is_some());
        let small = self.unit_at(next).and_then(|(unit, n)| match unit {
            Unit::Measure(code, _) => Some((code, n)),
            _ => None,
        });
        let same =
            |c: &&Compound| c.big == rule.big && small.as_ref().is_some_and(|(code, _)| c.small == *code);
        // `5 ft 2 in`: a word that is this measure only here.
        let lent = |c: &&Compound| c.big == rule.big && c.words.contains(&w.id(next));
        // `2 meter 10`: two digits that need no word.
        let bare = |c: &&Compound| {
            let two = c.bare && joined == 0 && self.two_digits(&number, next);
            c.big == rule.big && small.is_none() && (two || (tied && number.form == Form::Digits))
        };
        let mut rules = self.pack.compounds.iter();
        let Some(rule) = rules.find(|c| same(c) || lent(c) || bare(c)) else { return core };
        let n = small.as_ref().map_or(usize::from(!bare(&rule)), |(_, n)| *n);
        let less = number.value < rule.each && number.form != Form::Article;
        let sum = if rule.in_big {
            core.number.value.checked_add(number.value / rule.each).map(|v| (v, rule.big.clone()))
        } else {
            core.number.value.checked_mul(rule.each).map(|v| (v + number.value, rule.small.clone()))
        };
        match sum.filter(|_| less && core.number.value.is_integer()) {
            Some((value, code)) => {
                let number = Number { value, precision: number.precision, ..core.number };
                Core { number, ..core }.with(Unit::Measure(code, Decimal::ONE), next + n, w)
            }
            None => core,
        }
    }

    /// `1m80`: a measure with its hundredths right behind its letter.
    pub(super) fn tight_compound(&self, at: usize) -> Option<Core> {
        let w = self.words;
        let whole = w.token(at).filter(|t| t.kind == TokenKind::Number && t.text.len() == 1)?;
        let tight = w.glued(at + 1) && w.is(at + 1, TokenKind::Word) && w.glued(at + 2);
        let part = w.token(at + 2).filter(|t| tight && t.kind == TokenKind::Number && t.text.len() == 2)?;
        let rule = self.pack.compounds.iter().find(|c| {
            let big = self.pack.units.every(w, at + 1).any(|(word, n)| {
                n == 1
                    && word.exact.as_deref().is_none_or(|e| w.token(at + 1).is_some_and(|t| t.text == e))
                    && matches!(&word.unit, Unit::Measure(code, _) if *code == c.big)
            });
            c.bare && big
        })?;
        let (whole, small): (Decimal, Decimal) = (whole.text.parse().ok()?, part.text.parse().ok()?);
        let number = Number {
            value: whole.checked_mul(rule.each)?.checked_add(small)?,
            precision: Decimal::ONE,
            tokens: 3,
            end: part.text.len(),
            form: Form::Digits,
        };
        let free = !(w.glued(at + 3) && w.is(at + 3, TokenKind::Word));
        free.then(|| Core {
            start: at,
            end: at + 3,
            byte: part.span.end,
            number,
            unit: Some(Unit::Measure(rule.small.clone(), Decimal::ONE)),
            signed: false,
        })
    }

    /// Whether a number of two digits stands before `next`, and nothing there that it counts.
    fn two_digits(&self, number: &Number, next: usize) -> bool {
        let two = number.form == Form::Digits && number.end == 2
            || number.form == Form::Words && number.value >= Decimal::TEN;
        let free = !self.words.is(next, TokenKind::Word) || self.pack.no_nouns.contains(&self.words.id(next));
        two && number.tokens == 1 && free && !self.words.sign(next, '%') && !guard::is_dash(self.words, next)
    }

    /// `een op de drie`, `two in five`: a share written as two counts.
    fn ratio(&self, core: &Core) -> Option<Core> {
        let w = self.words;
        let whole = |n: &Number| n.value.is_integer() && n.value > Decimal::ZERO && n.form != Form::Part;
        if !whole(&core.number) {
            return None;
        }
        let always = self.pack.ratios.at(w, core.end);
        let (((), n), lone) = match always {
            Some(found) => (found, false),
            None => (self.pack.lone_ratios.at(w, core.end)?, true),
        };
        let at = core.end + n;
        let under = self.numerals.cardinal(w, at).filter(whole)?;
        let end = at + under.tokens;
        let text = w.token(at).map_or("", |t| t.text);
        let year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let ends = w.token(end - 1)?.text.len() == under.end;
        let counted = self.unit_at(end).is_some() || self.numerals.is_scale(w.id(end));
        let free = self.pack.no_nouns.contains(&w.id(end)) || !w.is(end, TokenKind::Word);
        let apart = !lone || (free && !guard::is_dash(w, end));
        let date = self.pack.not_shared.contains(&w.id(end));
        let two =
            !free && self.pack.counted_ratios.at(w, core.end).is_some() && is_count(&core.number, &under);
        if core.number.value >= under.value || year || !ends || counted || !apart || date || two {
            return None;
        }
        let number = Number {
            value: core.number.value.checked_div(under.value)?,
            precision: Decimal::new(1, 2),
            tokens: end - core.start,
            end: under.end,
            form: Form::Part,
        };
        let byte = w.token(end - 1)?.span.end;
        Some(Core { end, byte, number, ..core.clone() })
    }

    /// The core with the sign, or the word for it, that stands before it: `-5`, `min vijf`.
    pub(super) fn signed(&self, core: Core, floor: usize) -> Core {
        let start = core.start;
        let word = start > floor && self.pack.minus.contains(&self.words.id(start - 1));
        let sign = guard::sign_before(self.words, start, floor);
        let (minus, from) = match sign {
            _ if word => (true, start - 1),
            Some((sign, from)) => (sign == '-', from),
            None => return core,
        };
        let value = if minus { -core.number.value } else { core.number.value };
        Core { start: from, number: Number { value, ..core.number }, signed: true, ..core }
    }

    /// The second core of a range, which may have a sign of its own.
    pub(super) fn core_or_signed(&self, at: usize) -> Option<Core> {
        if let Some(core) = self.core(at) {
            return Some(core);
        }
        let sign = self.words.sign(at, '-') || self.words.sign(at, '−') || self.words.sign(at, '+');
        let opens = self.pack.minus.contains(&self.words.id(at)) || (sign && self.words.glued(at + 1));
        opens.then(|| self.core(at + 1)).flatten().map(|core| self.signed(core, at))
    }

    /// The vague `figure` in a unit.
    pub(super) fn counted_in(&self, figure: Figure, unit: &Unit) -> Option<Figure> {
        let one =
            Number { value: Decimal::ONE, precision: Decimal::ONE, tokens: 1, end: 0, form: Form::Digits };
        let each = self.value(&one, Some(unit))?;
        let times = |v: Option<Decimal>| v.and_then(|v| v.checked_mul(each.nominal?));
        let quantity = each.quantity;
        debug_assert_ne!(quantity, Quantity::Ordinal);
        Some(Figure {
            quantity,
            low: times(figure.low),
            high: times(figure.high),
            ..figure.in_unit_of(&each)
        })
    }
}

/// The measure, its spelling, and how many letters it has.
impl UnitWord {
    /// A unit by its word in the pack. A lone letter is meant as it is written: `g` is no `G`.
    pub(super) fn new(word: &str, unit: Unit) -> Self {
        let letters = word.chars().count();
        let exact = (letters == 1 && word.chars().all(char::is_alphabetic)).then(|| word.to_owned());
        Self { unit, exact, letters }
    }
}

/// Whether a number of others is one of so many and no share of them: shares are told of ten, of twenty or of a hundred.
fn is_count(part: &Number, whole: &Number) -> bool {
    let round = |n: &Decimal| whole.value.checked_rem(*n).is_some_and(|rest| rest.is_zero());
    let share = whole.value <= Decimal::TEN || round(&Decimal::ONE_HUNDRED);
    whole.form == Form::Digits && !share && (part.value > Decimal::TEN || !round(&Decimal::TEN))
}
