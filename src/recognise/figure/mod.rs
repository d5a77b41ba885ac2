//! Figures: numbers with their units, hedges, bounds and ranges.
//!
//! The grammar is generic over the words of a pack. It goes over the tokens once;
//! at each it looks for a sign of money or a number (`core`), for what its unit makes
//! of it (`value`), for a second number that makes it a range (`range`), and for a
//! hedge before or behind (`hedge`). `guard` and `beside` know what only looks like a figure.

mod beside;
mod core;
mod guard;
mod hedge;
mod lend;
mod range;
mod value;
mod words;

use rust_decimal::Decimal;

use self::core::Core;
use self::words::{FigureWords, Unit};
use super::lexicon::Lexicon;
use super::mention::{Context, Mention, MentionValue};
use super::numeral::{Form, Numerals};
use super::pack::FigurePack;
use super::token::TokenKind;
use super::words::Words;
use crate::text::Span;
use crate::value::{Figure, Hedge, Quantity};

/// The figures of one language.
#[derive(Debug, Clone)]
pub struct FigureGrammar {
    pack: FigureWords,
}

/// The grammar over one text.
#[derive(Clone, Copy)]
struct Reader<'a> {
    words: &'a Words<'a>,
    numerals: &'a Numerals,
    context: &'a Context,
    pack: &'a FigureWords,
}

/// What was read at a place, and the token to go on at; without a mention what stands there is no figure.
type Read = (Option<Mention>, usize);

impl FigureGrammar {
    /// The grammar of a pack; its words get ids in `lexicon`.
    #[must_use]
    pub fn new(pack: &FigurePack, lexicon: &mut Lexicon) -> Self {
        Self { pack: FigureWords::new(pack, lexicon) }
    }

    /// The figures in `words`, in order and apart.
    #[must_use]
    pub fn find(&self, words: &Words<'_>, numerals: &Numerals, context: &Context) -> Vec<Mention> {
        Reader { words, numerals, context, pack: &self.pack }.all()
    }
}

impl Reader<'_> {
    fn all(&self) -> Vec<Mention> {
        let mut out: Vec<Mention> = Vec::new();
        let mut at = 0;
        let mut floor = 0;
        loop {
            at = self.words.next_figure(at);
            if at >= self.words.tokens.len() {
                break;
            }
            let blocked = self.no_figure(at);
            if blocked > 0 {
                at += blocked;
                floor = at;
                continue;
            }
            let listed = self.listed_in_token(at);
            if !listed.is_empty() {
                out.extend(listed);
                at += 1;
                floor = at;
                continue;
            }
            match self.special(at, floor).or_else(|| self.figure(at, floor)) {
                Some((mention, next)) => {
                    self.push(&mut out, mention);
                    at = next.max(at + 1);
                    floor = at;
                }
                None => at += 1,
            }
        }
        self.lend_currency(&mut out);
        self.lend_units(&mut out);
        out
    }

    /// Adds a mention, joined with the last one where the two are the bounds of one range.
    fn push(&self, out: &mut Vec<Mention>, mention: Option<Mention>) {
        let Some(mention) = mention else { return };
        let joined = out.last().and_then(|last| self.both_bounds(last, &mention));
        if joined.is_some() {
            out.pop();
        }
        out.push(joined.unwrap_or(mention));
    }

    /// The mention of `figure` from the token `start` to the byte `end`.
    fn mention(&self, figure: Figure, start: usize, end: usize) -> Option<Mention> {
        let span = Span::new(self.words.token(start)?.span.start, end);
        Some(Mention { span, value: MentionValue::Figure(figure) })
    }

    /// Words that are figures by themselves, and ranks.
    fn special(&self, at: usize, floor: usize) -> Option<Read> {
        let whole = |figure, end: usize| {
            let byte = self.words.token(end - 1)?.span.end;
            Some((self.mention(figure, at, byte), end))
        };
        if let Some(read) = self.vague(at) {
            return Some(read);
        }
        let factor = self.pack.factors.at(self.words, at);
        let factor = factor.map(|(times, n)| (Figure::bare(Quantity::Factor, *times, Decimal::new(1, 1)), n));
        if let Some((figure, n)) = factor.or_else(|| Some((self.by_ending(at)?, 1))) {
            let (hedge, from) = self.hedge_of_word(&figure, at, floor);
            let byte = self.words.token(at + n - 1)?.span.end;
            let figure = hedge.map_or(figure.clone(), |hedge| figure.hedged(hedge));
            return Some((self.mention(figure, from, byte), at + n));
        }
        if let Some(range) = self.ranks(at, floor) {
            return Some(range);
        }
        let rank = self.numerals.ordinal(self.words, at)?;
        let longer = self
            .numerals
            .cardinal(self.words, at)
            .is_some_and(|c| c.tokens > rank.tokens || c.form == Form::Part);
        if longer {
            return None;
        }
        whole(Figure::bare(Quantity::Ordinal, rank.value, Decimal::ONE), at + rank.tokens)
    }

    /// The hedge of a factor in one word, and where it begins: `meer dan verdubbeld`, `nearly tripled`. A word that
    /// beside a verb says how sure it is (`zeker`) says nothing of how much.
    fn hedge_of_word(&self, figure: &Figure, at: usize, floor: usize) -> (Option<Hedge>, usize) {
        let sure = at > floor && self.pack.assurances.contains(&self.words.id(at - 1));
        if figure.quantity == Quantity::Factor && !sure { self.hedge_before(at, floor) } else { (None, at) }
    }

    /// `tientallen`, `enkele duizenden euro's`, `hundreds of miles`: a vague count, with its unit.
    fn vague(&self, at: usize) -> Option<Read> {
        let named = |at: usize| self.pack.vague.at(self.words, at).map(|((low, high), n)| (*low, *high, n));
        // `enkele tienduizenden` says no more than `tienduizenden`.
        let some = || {
            let ((), n) = self.pack.few.at(self.words, at)?;
            named(at + n).map(|(low, high, m)| (low, high, n + m))
        };
        let listed = named(at).or_else(some);
        let (low, high, n) = listed.or_else(|| self.few(at))?;
        let figure = Figure {
            nominal: None,
            low: Some(low),
            high: Some(high),
            low_soft: true,
            high_soft: true,
            hedge: Hedge::Vague,
            ..Figure::bare(Quantity::Number, low, low)
        };
        let end = at + n;
        let joined = self.pack.vague_joiners.at(self.words, end).map_or(0, |((), n)| n);
        let unit = self.unit_at(end + joined).filter(|(unit, _)| !matches!(unit, Unit::Times));
        let (figure, end) = match unit {
            Some((unit, n)) => (self.counted_in(figure, &unit)?, end + joined + n),
            None => (figure, end),
        };
        let byte = self.words.token(end - 1)?.span.end;
        Some((self.mention(figure, at, byte), end))
    }

    /// `enkele honderden`, `a few thousand`, `een paar miljoen`: two to ten of a scale.
    fn few(&self, at: usize) -> Option<(Decimal, Decimal, usize)> {
        let ((), n) = self.pack.few.at(self.words, at)?;
        let scale = self.numerals.scale_word(self.words.id(at + n))?;
        let (low, high) = (scale.checked_mul(Decimal::TWO)?, scale.checked_mul(Decimal::TEN)?);
        Some((low, high - Decimal::ONE, n + 1))
    }

    /// `twintigtal`, `verviervoudiging`, `fivefold`: a number with an ending, in one word.
    fn by_ending(&self, at: usize) -> Option<Figure> {
        if !self.words.is(at, TokenKind::Word) {
            return None;
        }
        let number = self.numerals.cardinal(self.words, at).filter(|n| n.tokens == 1)?;
        let token = self.words.token(at)?;
        let rest = token.text.get(number.end..).filter(|r| !r.is_empty())?;
        let rest = crate::text::fold(rest);
        if self.pack.rough_endings.contains(&rest) {
            let figure = Figure::bare(Quantity::Number, number.value, number.precision.max(Decimal::ONE));
            // `een drietal`: nobody rounds to three.
            if number.value < Decimal::TEN {
                return Some(figure);
            }
            let about = figure.hedged(Hedge::About);
            return Some(Figure { hedge: Hedge::Vague, ..about });
        }
        let factor = self.pack.factor_endings.contains(&rest);
        factor.then(|| Figure::bare(Quantity::Factor, number.value, Decimal::new(1, 1)))
    }

    /// `22,24,26`: a list without white space, which no grouping explains.
    fn listed_in_token(&self, at: usize) -> Vec<Mention> {
        let Some(token) = self.words.token(at).filter(|t| t.kind == TokenKind::Number) else {
            return Vec::new();
        };
        let parts: Vec<&str> = token.text.split(',').collect();
        let small = parts.iter().all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
        if parts.len() < 3 || !small {
            return Vec::new();
        }
        let mut start = token.span.start;
        let mut out = Vec::new();
        for part in parts {
            let span = Span::new(start, start + part.len());
            start = span.end + 1;
            if let Ok(value) = part.parse::<Decimal>() {
                let figure = Figure::bare(Quantity::Number, value, Decimal::ONE);
                out.push(Mention { span, value: MentionValue::Figure(figure) });
            }
        }
        out
    }

    /// The figure at `at`: a range, or a number with its hedges.
    fn figure(&self, at: usize, floor: usize) -> Option<Read> {
        if let Some(read) = self.unit_or_so_many(at) {
            return Some(read);
        }
        let first = self.core(at).or_else(|| self.one_of_two(at))?;
        // `een paar landen`: a few, and no pair.
        let some = self.pack.few.at(self.words, at).is_some_and(|((), n)| first.end == at + n);
        if some && first.number.value == Decimal::TWO {
            return Some((None, first.end));
        }
        if guard::calibre(self.words, &first, &self.pack.calibre_nouns) {
            return Some((None, first.end));
        }
        let first = self.signed(first, floor);
        if let Some(level) = self.level(&first, floor) {
            return self.hedged(level, floor);
        }
        if let Some(range) = self.suspended(&first, floor).or_else(|| self.range(&first, floor)) {
            return Some(range);
        }
        if let Some(range) = self.choice(&first, floor) {
            return Some(range);
        }
        if let Some(rough) = self.rough(&first) {
            return Some(rough);
        }
        let first = self.of_the_next(&first).unwrap_or(first);
        if !self.counts(&first, floor) {
            return None;
        }
        self.hedged(first, floor)
    }

    /// `een 40.000-tal`: digits with the ending that makes them rough.
    fn rough(&self, core: &Core) -> Option<Read> {
        let ending = core.end + 1;
        let joined = self.words.sign(core.end, '-') && self.words.glued(core.end) && self.words.glued(ending);
        let rough = || self.pack.rough_endings.iter().any(|e| self.words.folded(ending) == e);
        if core.unit.is_some() || !joined || !rough() {
            return None;
        }
        let number = core.number;
        let figure = Figure::bare(Quantity::Number, number.value, number.precision.max(Decimal::ONE));
        let figure = Figure { hedge: Hedge::Vague, ..figure.hedged(Hedge::About) };
        let byte = self.words.token(ending)?.span.end;
        Some((self.mention(figure, core.start, byte), ending + 1))
    }

    /// `een graad of 7`, `een euro of tien`: about so many of a unit.
    fn unit_or_so_many(&self, at: usize) -> Option<Read> {
        let unit = self.numerals.is_article(self.words.id(at)).then(|| self.unit_at(at + 1)).flatten();
        let (unit, n) = unit.filter(|(u, _)| u.is_money() || matches!(u, Unit::Measure(..)))?;
        let joiner = at + 1 + n;
        let number = self
            .pack
            .unit_or
            .contains(&self.words.id(joiner))
            .then(|| self.numerals.cardinal(self.words, joiner + 1).filter(|n| n.value > Decimal::ONE));
        let number = number.flatten()?;
        let end = joiner + 1 + number.tokens;
        if self.unit_at(end).is_some() || self.words.sign(end, '%') {
            return None;
        }
        let byte = self.words.token(end - 1)?.span.end;
        let core = Core { start: at, end, byte, number, unit: Some(unit), signed: false };
        let figure = self.worth(&core, at)?.hedged(Hedge::About);
        Some((self.mention(figure, at, byte), end))
    }

    /// Whether the number counts something: a lone article or pronoun does not.
    fn counts(&self, core: &Core, floor: usize) -> bool {
        if core.number.form == Form::Article && !self.counted_one(core, floor) {
            return false;
        }
        !self.pronoun(core, floor) && !self.idle_part(core, floor)
    }

    /// Whether a lone `one` stands for a thing and counts nothing: `which one`, `one of them`.
    fn pronoun(&self, core: &Core, floor: usize) -> bool {
        let one = core.unit.is_none()
            && core.end == core.start + 1
            && core.number.value == Decimal::ONE
            && self.words.is(core.start, TokenKind::Word);
        let after = core.start > floor && self.pack.pronoun_after.contains(&self.words.id(core.start - 1));
        one && (after || self.pack.pronoun_before.contains(&self.words.id(core.end)))
    }

    /// Whether a part in one word is a name of its own: `de tweede helft`, `the third quarter`.
    fn idle_part(&self, core: &Core, floor: usize) -> bool {
        let part = core.number.form == Form::Part && core.unit.is_none() && core.end == core.start + 1;
        let Some(before) = core.start.checked_sub(1).filter(|at| *at >= floor.saturating_sub(1)) else {
            return false;
        };
        part && (self.numerals.ordinal(self.words, before).is_some()
            || self.pack.pronoun_after.contains(&self.words.id(before))
            || (before > 0 && self.numerals.ordinal(self.words, before - 1).is_some_and(|o| o.tokens == 2)))
    }

    /// Whether a lone `een` is written as a number: with its accent, behind a minus, before a unit or
    /// a word that counts it. A unit behind another figure makes a rate: `€ 2 a litre`.
    fn counted_one(&self, core: &Core, floor: usize) -> bool {
        let accented = self.words.token(core.start).is_some_and(|t| !t.text.is_ascii());
        if accented || core.signed || self.pack.counted.contains(&self.words.id(core.end)) {
            return true;
        }
        let before = core.start.checked_sub(1).and_then(|at| self.words.token(at));
        let rate = core.start == floor && floor > 0 && before.is_some_and(|t| t.kind != TokenKind::Break);
        core.unit.is_some() && !rate && !core.word_is_more(self.words)
    }
}
