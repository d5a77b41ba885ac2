//! Figures: numbers with their units, hedges, bounds and ranges.
//!
//! The grammar is generic over the words of a pack. It goes over the tokens once;
//! at each it looks for a sign of money or a number, then for a unit behind it, a
//! second number that makes it a range, and a hedge before or behind.

mod guard;
mod words;

use rust_decimal::Decimal;

use self::words::{FigureWords, Unit};
use super::lexicon::{Lexicon, WordSet, Words};
use super::mention::{Context, Mention, MentionValue};
use super::numeral::{Form, Number, Numerals};
use super::pack::FigurePack;
use super::token::TokenKind;
use crate::text::Span;
use crate::value::{Figure, Hedge, Quantity};

/// The figures of one language.
#[derive(Debug, Clone)]
pub struct FigureGrammar {
    words: FigureWords,
}

/// A number with its unit, before hedges and ranges.
#[derive(Debug, Clone)]
struct Core {
    /// The first token.
    start: usize,
    /// One past the last token.
    end: usize,
    /// Where it ends in the text.
    byte: usize,
    number: Number,
    unit: Option<Unit>,
}

impl FigureGrammar {
    /// The grammar of a pack; its words get ids in `lexicon`.
    #[must_use]
    pub fn new(pack: &FigurePack, lexicon: &mut Lexicon) -> Self {
        Self { words: FigureWords::new(pack, lexicon) }
    }

    /// The figures in `words`, in order and apart.
    #[must_use]
    pub fn find(&self, words: &Words<'_>, numerals: &Numerals, context: &Context) -> Vec<Mention> {
        let mut out: Vec<Mention> = Vec::new();
        let mut at = 0;
        let mut floor = 0;
        while at < words.tokens.len() {
            if !words.lead(at).figure {
                at += 1;
                continue;
            }
            let blocked = guard::skip(words, at, &self.words.labels);
            if blocked > 0 {
                at += blocked;
                floor = at;
                continue;
            }
            let found = self
                .special(words, numerals, at)
                .or_else(|| self.figure(words, numerals, (at, floor), context));
            match found {
                Some((mention, next)) => {
                    if let Some(mention) = mention {
                        let joined = out.last().and_then(|last| self.both_bounds(words, last, &mention));
                        if joined.is_some() {
                            out.pop();
                        }
                        out.push(joined.unwrap_or(mention));
                    }
                    at = next.max(at + 1);
                    floor = at;
                }
                None => at += 1,
            }
        }
        out
    }

    /// Words that are figures by themselves, and ranks.
    fn special(&self, words: &Words<'_>, numerals: &Numerals, at: usize) -> Option<(Option<Mention>, usize)> {
        let id = words.id(at);
        let token = words.token(at)?;
        let mention = |figure, end: usize| {
            let span = Span::new(token.span.start, words.token(end - 1)?.span.end);
            Some((Some(Mention { span, value: MentionValue::Figure(figure) }), end))
        };
        if let Some(((low, high), n)) = self.words.vague.at(words, at) {
            return mention(vague(*low, *high), at + n);
        }
        if let Some(factor) = self.words.factors.get(&id) {
            return mention(Figure::bare(Quantity::Factor, *factor, Decimal::new(1, 1)), at + 1);
        }
        if let Some(figure) = self.by_ending(words, numerals, at) {
            return mention(figure, at + 1);
        }
        let rank = numerals.ordinal(words, at)?;
        let longer =
            numerals.cardinal(words, at).is_some_and(|c| c.tokens > rank.tokens || c.form == Form::Part);
        if longer {
            return None;
        }
        let figure = Figure::bare(Quantity::Ordinal, rank.value, Decimal::ONE);
        mention(figure, at + rank.tokens)
    }

    /// `twintigtal`, `verviervoudiging`, `fivefold`: a number with an ending, in one word.
    fn by_ending(&self, words: &Words<'_>, numerals: &Numerals, at: usize) -> Option<Figure> {
        if !words.is(at, TokenKind::Word) {
            return None;
        }
        let number = numerals.cardinal(words, at).filter(|n| n.tokens == 1)?;
        let token = words.token(at)?;
        let rest = token.text.get(number.end..).filter(|r| !r.is_empty())?;
        let rest = crate::text::fold(rest);
        if self.words.rough_endings.contains(&rest) {
            let figure = Figure::bare(Quantity::Number, number.value, number.precision.max(Decimal::ONE));
            let about = figure.hedged(Hedge::About);
            return Some(Figure { hedge: Hedge::Vague, ..about });
        }
        let factor = self.words.factor_endings.contains(&rest);
        factor.then(|| Figure::bare(Quantity::Factor, number.value, Decimal::new(1, 1)))
    }

    fn figure(
        &self,
        words: &Words<'_>,
        numerals: &Numerals,
        (at, floor): (usize, usize),
        context: &Context,
    ) -> Option<(Option<Mention>, usize)> {
        let first = self.core(words, numerals, at)?;
        if guard::calibre(words, &first, &self.words.calibre_nouns) {
            return Some((None, first.end));
        }
        if let Some(range) = self.range(words, numerals, (&first, floor), context) {
            return Some(range);
        }
        if first.number.form == Form::Article && first.unit.is_none() && !self.counted_one(words, &first) {
            return None;
        }
        if self.pronoun(words, &first, floor) {
            return None;
        }
        let mut figure = self.value(&first.number, first.unit.as_ref(), context)?;
        let (mut start, mut next, mut byte) = (first.start, first.end, first.byte);
        if let Some((cents, end)) = self.cents(words, numerals, &first, context) {
            figure = Figure::bare(Quantity::Money, figure.nominal? + cents, Decimal::new(1, 2))
                .in_unit_of(&figure);
            next = end;
            byte = words.token(end - 1)?.span.end;
        }
        if start > floor && self.words.minus.contains(&words.id(start - 1)) {
            figure = negative(figure, '-');
            start -= 1;
        } else if let Some((sign, from)) = guard::sign_before(words, start, floor) {
            figure = negative(figure, sign);
            start = from;
        }
        let mut hedge = None;
        while let Some((h, n)) = self.words.hedges.before(words, start).filter(|(_, n)| start - n >= floor) {
            // The word next to the figure decides; one before it only belongs to it (`iets meer dan`).
            hedge = hedge.or(Some(*h));
            start -= n;
        }
        if hedge.is_none() && figure.quantity == Quantity::Number && self.capped(words, (start, floor), next)
        {
            hedge = Some(Hedge::AtMost);
            start -= 1;
        }
        // `above 1000 and below 1500`: what a number follows belongs to that number.
        let leads = |n: usize| {
            words.is(next + n, TokenKind::Number)
                || self.words.signs.at(words, next + n).is_some()
                || numerals.cardinal(words, next + n).is_some()
        };
        if let Some((h, n)) = self.words.trailing.at(words, next).filter(|(_, n)| !leads(*n)) {
            hedge = Some(*h);
            next += n;
            byte = words.token(next - 1)?.span.end;
        }
        if let Some(hedge) = hedge {
            figure = figure.hedged(hedge);
        }
        let span = Span::new(words.token(start)?.span.start, byte);
        Some((Some(Mention { span, value: MentionValue::Figure(figure) }), next))
    }

    /// Whether a cap stands before a count: a noun follows, and nothing before it grows to it.
    fn capped(&self, words: &Words<'_>, (start, floor): (usize, usize), next: usize) -> bool {
        let cap = start > floor && self.words.caps.contains(&words.id(start - 1));
        let noun = words.is(next, TokenKind::Word);
        cap && noun && !self.grows(words, (start.saturating_sub(9).max(floor), start))
    }

    /// Whether a word of growth stands in the range of tokens.
    fn grows(&self, words: &Words<'_>, (from, to): (usize, usize)) -> bool {
        let grows = |i: usize| self.words.growth.iter().any(|g| words.folded(i).starts_with(g.as_str()));
        (from..to).any(grows)
    }

    /// A lower and an upper bound joined by a word, `boven de 1000 en onder de 1500`, as one range.
    fn both_bounds(&self, words: &Words<'_>, first: &Mention, second: &Mention) -> Option<Mention> {
        let (MentionValue::Figure(a), MentionValue::Figure(b)) = (&first.value, &second.value) else {
            return None;
        };
        let from = words.tokens.partition_point(|t| t.span.end <= first.span.end);
        let from = from + usize::from(words.sign(from, ','));
        let ((), n) = self.words.bound_joiners.at(words, from)?;
        let adjacent = words.token(from + n)?.span.start == second.span.start;
        let (low, high) = if a.low.is_some() { (a, b) } else { (b, a) };
        let bounds = low.high.is_none() && high.low.is_none() && low.low.is_some() && high.high.is_some();
        let same = a.quantity == b.quantity && (a.unit == b.unit || a.unit.is_none());
        if !adjacent || !bounds || !same || low.low >= high.high {
            return None;
        }
        let figure = Figure {
            low: low.low,
            low_open: low.low_open,
            hedge: Hedge::Range,
            unit: b.unit.clone(),
            ..high.clone()
        };
        Some(Mention { span: first.span.join(second.span), value: MentionValue::Figure(figure) })
    }

    /// The hundredths behind an amount: `3 euro en 50 cent`, `20 dollars 43`.
    fn cents(
        &self,
        words: &Words<'_>,
        numerals: &Numerals,
        core: &Core,
        context: &Context,
    ) -> Option<(Decimal, usize)> {
        let unit = core.unit.as_ref()?;
        let whole = core.number.value.fract().is_zero() && matches!(unit, Unit::Money(_) | Unit::Bare(_));
        if !whole {
            return None;
        }
        let joined = numerals.is_joiner(words.id(core.end));
        let number = numerals.cardinal(words, core.end + usize::from(joined))?;
        let small = number.value.fract().is_zero()
            && number.value < Decimal::ONE_HUNDRED
            && number.form != Form::Article;
        let end = core.end + usize::from(joined) + number.tokens;
        let cent = self.words.units.at(words, end).filter(|(u, _)| matches!(u, Unit::Cent(_)));
        let own = self.value(&core.number, Some(unit), context)?;
        let value = number.value * Decimal::new(1, 2);
        match cent {
            Some((_, n)) if small => Some((value, end + n)),
            // Without the word only a number that ends the phrase counts: not `5 euro 20 jaar geleden`.
            None if small && !joined && own.unit.is_some() && self.phrase_ends(words, end) => {
                Some((value, end))
            }
            _ => None,
        }
    }

    fn phrase_ends(&self, words: &Words<'_>, at: usize) -> bool {
        words.token(at).is_none_or(|t| matches!(t.kind, TokenKind::Sign | TokenKind::Break))
            && !words.sign(at, '%')
            && !words.sign(at, '-')
    }

    /// Whether a lone `one` stands for a thing and counts nothing: `which one`, `one of them`.
    fn pronoun(&self, words: &Words<'_>, core: &Core, floor: usize) -> bool {
        let one = core.unit.is_none()
            && core.end == core.start + 1
            && core.number.value == Decimal::ONE
            && words.is(core.start, TokenKind::Word);
        let after = core.start > floor && self.words.pronoun_after.contains(&words.id(core.start - 1));
        one && (after || self.words.pronoun_before.contains(&words.id(core.end)))
    }

    /// Whether a lone `een` is written as a number: with its accent, or before a word that counts it.
    fn counted_one(&self, words: &Words<'_>, core: &Core) -> bool {
        let accented = words.token(core.start).is_some_and(|t| !t.text.is_ascii());
        accented || self.words.counted.contains(&words.id(core.end))
    }

    /// The number at `at` with the unit before or behind it.
    fn core(&self, words: &Words<'_>, numerals: &Numerals, at: usize) -> Option<Core> {
        let written = |n: usize| (1..n).all(|i| words.glued(at + i));
        if let Some((unit, n)) = self
            .words
            .signs
            .at(words, at)
            .filter(|(unit, n)| written(*n) && self.words.in_capitals(words, at, unit))
        {
            let number = numerals
                .cardinal(words, at + n)
                .filter(|m| m.form != Form::Article && m.form != Form::Part)?;
            let end = at + n + number.tokens;
            let byte = words.token(end - 1)?.span.start + number.end;
            return Some(Core { start: at, end, byte, number, unit: Some(unit.clone()) });
        }
        let number = numerals.half_compound(words, at).or_else(|| numerals.cardinal(words, at))?;
        let last = words.token(at + number.tokens - 1)?;
        let byte = last.span.start + number.end;
        let core = Core { start: at, end: at + number.tokens, byte, number, unit: None };
        if number.end < last.text.len() {
            return self.in_compound(words, core);
        }
        Some(self.with_unit(words, numerals, core))
    }

    /// A number that ends within its word: it counts only if a unit goes on (`vijfprocentsnorm`).
    fn in_compound(&self, words: &Words<'_>, core: Core) -> Option<Core> {
        let last = words.token(core.end - 1)?;
        let rest = last.text.get(core.number.end..)?;
        let (unit, len) = self.stem(rest)?;
        Some(Core { byte: core.byte + len, unit: Some(unit), ..core })
    }

    /// The unit that `text` starts with, as the first part of a compound, and its bytes.
    fn stem(&self, text: &str) -> Option<(Unit, usize)> {
        let folded = crate::text::fold(text);
        let (stem, unit) =
            self.words.unit_stems.iter().find(|(stem, _)| folded.starts_with(stem.as_str()))?;
        text.is_char_boundary(stem.len()).then(|| (unit.clone(), stem.len()))
    }

    fn with_unit(&self, words: &Words<'_>, numerals: &Numerals, core: Core) -> Core {
        let behind = self.words.units.at(words, core.end);
        if let Some((unit, n)) = behind.filter(|(unit, _)| self.words.in_capitals(words, core.end, unit)) {
            let end = core.end + n;
            let byte = words.token(end - 1).map_or(core.byte, |t| t.span.end);
            return Core { end, byte, unit: Some(unit.clone()), ..core };
        }
        // `half a percentage point`
        let article = core.number.form == Form::Part && numerals.is_article(words.id(core.end));
        if article && let Some((unit, n)) = self.words.units.at(words, core.end + 1) {
            let end = core.end + 1 + n;
            let byte = words.token(end - 1).map_or(core.byte, |t| t.span.end);
            return Core { end, byte, unit: Some(unit.clone()), ..core };
        }
        // `vijf-procentdoel`, `100-euro`: a hyphen, then a unit that may start a compound.
        let hyphen = words.sign(core.end, '-') && words.glued(core.end) && words.glued(core.end + 1);
        if !hyphen {
            return core;
        }
        if let Some((unit, n)) = self.words.units.at(words, core.end + 1) {
            let end = core.end + 1 + n;
            let byte = words.token(end - 1).map_or(core.byte, |t| t.span.end);
            return Core { end, byte, unit: Some(unit.clone()), ..core };
        }
        match words.token(core.end + 1).and_then(|t| Some((self.stem(t.text)?, t.span.start))) {
            Some(((unit, len), start)) => {
                Core { end: core.end + 2, byte: start + len, unit: Some(unit), ..core }
            }
            None => core,
        }
    }

    /// A second number behind the first that makes them a range.
    fn range(
        &self,
        words: &Words<'_>,
        numerals: &Numerals,
        (first, floor): (&Core, usize),
        context: &Context,
    ) -> Option<(Option<Mention>, usize)> {
        for range in &self.words.ranges {
            let before = range.before.before(words, first.start).filter(|((), n)| first.start - n >= floor);
            if range.needs_before && before.is_none() {
                continue;
            }
            if range.change && self.grows(words, (first.start.saturating_sub(8).max(floor), first.start)) {
                continue;
            }
            let Some(((), between)) = range.between.at(words, first.end) else { continue };
            let at = first.end + between;
            // `tussen 2 en ongeveer 7 liter`: the hedge says no more than the range.
            let rough =
                self.words.hedges.at(words, at).filter(|(h, _)| matches!(h, Hedge::About | Hedge::Circa));
            let at = at + rough.map_or(0, |(_, n)| n);
            if guard::skip(words, at, &WordSet::default()) > 0 && !guard::is_dash(words, first.end) {
                continue;
            }
            let Some(second) = self.core(words, numerals, at) else { continue };
            if second.number.form == Form::Article {
                continue;
            }
            let start = first.start - before.map_or(0, |((), n)| n);
            if let Some(figure) = self.join(first, &second, context) {
                let mut from = start;
                while let Some((_, n)) =
                    self.words.hedges.before(words, from).filter(|(_, n)| from - n >= floor)
                {
                    from -= n;
                }
                let span = Span::new(words.token(from)?.span.start, second.byte);
                return Some((Some(Mention { span, value: MentionValue::Figure(figure) }), second.end));
            }
            if guard::is_dash(words, first.end) && first.unit.is_none() && second.unit.is_none() {
                // A score, or numbers that are no figure: `3-1`.
                return Some((None, second.end));
            }
        }
        None
    }

    /// The range of two cores, the second lending the first its unit and its scale.
    fn join(&self, first: &Core, second: &Core, context: &Context) -> Option<Figure> {
        let unit = second.unit.as_ref().or(first.unit.as_ref());
        if first.unit.is_some() && second.unit.is_some() && first.unit != second.unit {
            return None;
        }
        let high = self.value(&second.number, unit, context)?;
        let mut low = self.value(&first.number, unit, context)?;
        let lends = second.number.form == Form::Words && first.number.form != Form::Words
            || first.number.value < Decimal::ONE_THOUSAND;
        // `$1-2bn`: the sign stands before both.
        if lends && (first.unit.is_none() || second.unit.is_none()) {
            let scale = scale_of(second.number);
            let scaled = low.nominal?.checked_mul(scale)?;
            if scale > Decimal::ONE && scaled < high.nominal? {
                low =
                    Figure::bare(low.quantity, scaled, low.precision.saturating_mul(scale)).in_unit_of(&low);
            }
        }
        if low.nominal? >= high.nominal? {
            return None;
        }
        let precision = low.precision.min(high.precision);
        Some(Figure { nominal: None, low: low.nominal, hedge: Hedge::Range, precision, ..high })
    }

    fn value(&self, number: &Number, unit: Option<&Unit>, context: &Context) -> Option<Figure> {
        let bare = |quantity| Figure::bare(quantity, number.value.normalize(), number.precision);
        let cent = Decimal::new(1, 2);
        Some(match unit {
            None => bare(Quantity::Number),
            Some(Unit::Percent) => Figure { unit: Some("%".to_owned()), ..bare(Quantity::Percent) },
            Some(Unit::PercentagePoint) => {
                Figure { unit: Some("pp".to_owned()), ..bare(Quantity::PercentagePoint) }
            }
            Some(Unit::BasisPoint) => {
                let (value, precision) = (number.value * cent, number.precision * cent);
                Figure {
                    unit: Some("pp".to_owned()),
                    ..Figure::bare(Quantity::PercentagePoint, value, precision)
                }
            }
            Some(Unit::Money(i)) => self.money(bare(Quantity::Money), *i, false)?,
            Some(Unit::Cent(i)) => {
                let (value, precision) = (number.value * cent, number.precision * cent);
                self.money(Figure::bare(Quantity::Money, value, precision), *i, false)?
            }
            Some(Unit::Bare(word)) => {
                let code = self.words.bare(*word, context.country.as_ref())?.code.clone();
                Figure { unit: Some(code), assumed: true, ..bare(Quantity::Money) }
            }
            Some(Unit::Measure(code)) => Figure { unit: Some(code.clone()), ..bare(Quantity::Measure) },
            Some(Unit::Times) => bare(Quantity::Factor),
        })
    }

    fn money(&self, figure: Figure, currency: usize, assumed: bool) -> Option<Figure> {
        let code = self.words.currencies.get(currency)?.code.clone();
        Some(Figure { unit: Some(code), assumed, ..figure })
    }
}

fn vague(low: Decimal, high: Decimal) -> Figure {
    Figure {
        nominal: None,
        low: Some(low),
        high: Some(high),
        low_soft: true,
        high_soft: true,
        hedge: Hedge::Vague,
        ..Figure::bare(Quantity::Number, low, low)
    }
}

fn negative(figure: Figure, sign: char) -> Figure {
    if sign == '+' {
        return figure;
    }
    let flip = |v: Option<Decimal>| v.map(|v| -v);
    Figure { nominal: flip(figure.nominal), low: flip(figure.high), high: flip(figure.low), ..figure }
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
