//! Hedges and bounds around one figure.

use rust_decimal::Decimal;

use super::super::lexicon::WordSet;
use super::super::token::TokenKind;
use super::core::Core;
use super::words::Unit;
use super::{Read, Reader, guard};
use crate::value::{Figure, Hedge, Quantity};

/// The UCUM code of a year, in which ages are told.
const YEARS_OF_AGE: &str = "a";

/// The UCUM codes of lengths, of which there may be so much of something: `2 meter water`.
const LENGTHS: [&str; 5] = ["mm", "cm", "dm", "m", "km"];

/// So many tokens before a cap are looked at for what grows to it.
const GROWTH_REACH: usize = 9;

/// So many tokens behind a cap are: the verb of a Dutch clause stands at its end.
const GROWTH_BEHIND: usize = 3;

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
        let topic = hedge == Some(Hedge::MoreThan) && self.is_topic(&core);
        if topic || (hedge == Some(Hedge::LessThan) && self.is_among(&core)) {
            hedge = None;
        } else if self.is_yardstick(hedge, &core) || self.is_level(&core, figure.quantity) {
            (hedge, start) = (None, core.start);
        } else {
            start = from;
        }
        if hedge.is_none()
            && matches!(figure.quantity, Quantity::Number | Quantity::Money)
            && let Some(((), n)) =
                self.pack.equal.before(self.words, start).filter(|((), n)| start - n >= floor)
        {
            start -= n;
        }
        if hedge.is_none()
            && let Some((bound, from)) = self.bound_of_unit(&figure, (start, floor), next)
        {
            (hedge, start) = (Some(bound), from);
        }
        let capped = matches!(figure.quantity, Quantity::Number | Quantity::Money | Quantity::Measure);
        if hedge.is_none() && capped && self.capped((start, floor), next, figure.unit.is_some()) {
            hedge = Some(Hedge::AtMost);
            start -= 1;
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

    /// The hedge before the token `start`, and where the words for it begin. The article of a part may stand
    /// between: `ruim de helft`.
    pub(super) fn hedge_before(&self, start: usize, floor: usize) -> (Option<Hedge>, usize) {
        let next = self.adjacent_hedge(start, floor);
        let article = start.checked_sub(1).filter(|at| {
            *at > floor
                && self.pack.definite.contains(&self.words.id(*at))
                && self.numerals.is_part(self.words.id(start))
        });
        match article.map(|at| self.adjacent_hedge(at, floor)) {
            Some((Some(hedge), from)) if from < next.1 => (Some(hedge), from),
            _ => next,
        }
    }

    fn adjacent_hedge(&self, start: usize, floor: usize) -> (Option<Hedge>, usize) {
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

    /// `onder 2 procent`, `boven 3.000 dollar`, `vanaf 35 euro`: a word that bounds what has a unit, and where it
    /// stands; a number of things stands among them (`onder 500 ondervraagden`), and something lies below a layer
    /// (`onder 2 meter water`).
    fn bound_of_unit(
        &self,
        figure: &Figure,
        (start, floor): (usize, usize),
        next: usize,
    ) -> Option<(Hedge, usize)> {
        let (bound, n) =
            self.pack.unit_bounds.before(self.words, start).filter(|(_, n)| start - n >= floor)?;
        let money = figure.quantity == Quantity::Money;
        let share = matches!(figure.quantity, Quantity::Percent | Quantity::PercentagePoint);
        let length = figure.unit.as_deref().is_some_and(|unit| LENGTHS.contains(&unit));
        let measure = figure.quantity == Quantity::Measure && !(length && self.noun_at(next));
        let fits = if *bound == Hedge::AtLeast { money } else { money || share || measure };
        fits.then_some((*bound, start - n))
    }

    /// `het gaat over de 28 lidstaten`: a bound that tells what something is about. It does so behind a word of
    /// speaking; in a language that lists the words behind which it is a bound, wherever none of them stands.
    fn is_topic(&self, core: &Core) -> bool {
        let Some(((), n)) = self.pack.topics.before(self.words, core.start) else { return false };
        let from = core.start - n;
        let inside = |i: &usize| !self.words.is(*i, TokenKind::Break) && !self.words.sign(*i, '.');
        let passed = |i: usize| self.pack.passing.contains(&self.words.id(i));
        if (core.end..core.end + 6).take_while(inside).any(passed) {
            return false;
        }
        if self.describes(core) {
            return true;
        }
        let before = from.checked_sub(1).filter(inside).map_or(0, |i| self.words.id(i));
        // `Over de 100 euro krijgt u rente`, but `Over de 27 lidstaten is veel te zeggen`
        if from.checked_sub(1).is_none_or(|i| !inside(&i)) {
            // `Over de helft van de leden is weg`
            let part = self.numerals.is_part(self.words.id(core.start));
            return core.unit.is_none() && !part && !self.pack.bound_leads.is_empty();
        }
        if self.pack.bound_leads.contains(&before) {
            return false;
        }
        let cue = |i: usize| self.pack.topic_cues.contains(&self.words.id(i));
        !self.pack.bound_leads.is_empty()
            || self.pack.topic_leads.contains(&before)
            || (from.saturating_sub(8)..from).rev().take_while(inside).any(cue)
    }

    /// `Onder de 26 gewonden zijn drie kinderen`: what opens a sentence before a number of things tells who is among
    /// them, and bounds nothing.
    fn is_among(&self, core: &Core) -> bool {
        let Some(((), n)) = self.pack.among.before(self.words, core.start) else { return false };
        let from = core.start - n;
        core.unit.is_none() && self.noun_at(core.end) && self.in_sentence(from, 1) == from
    }

    /// `minder dan de 180 die er nu zijn`: a figure that is known already, and what another is held against.
    fn is_yardstick(&self, hedge: Option<Hedge>, core: &Core) -> bool {
        let bounded = matches!(hedge, Some(Hedge::MoreThan | Hedge::LessThan));
        let known =
            core.start.checked_sub(1).is_some_and(|at| self.pack.definite.contains(&self.words.id(at)));
        bounded && known && self.pack.relatives.contains(&self.words.id(core.end))
    }

    /// Whether what looks like an upper bound is how high something rises: `goes up to 5%`, `push it up to 7%`.
    fn is_level(&self, core: &Core, quantity: Quantity) -> bool {
        let before =
            self.pack.levels.before(self.words, core.start).filter(|_| quantity != Quantity::Measure);
        let Some(at) = before.and_then(|((), n)| core.start.checked_sub(n + 1)) else { return false };
        let is = |set: &WordSet, at: usize| set.contains(&self.words.id(at));
        let object = is(&self.pack.level_objects, at);
        is(&self.pack.level_leads, at) || (object && at > 0 && is(&self.pack.level_pushes, at - 1))
    }

    /// Whether a measure only describes what follows: `de 27 kilometer brede zeestraat`, `de 5%-norm`.
    fn describes(&self, core: &Core) -> bool {
        let compound = guard::is_dash(self.words, core.end)
            && self.words.glued(core.end)
            && self.words.glued(core.end + 1)
            && self.words.is(core.end + 1, TokenKind::Word);
        core.word_is_more(self.words)
            || compound
            || (core.unit.is_some() && self.pack.attributes.contains(&self.words.id(core.end)))
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

    /// Whether a cap stands before a figure: a noun or a unit follows, and nothing before it in its sentence
    /// grows to it.
    fn capped(&self, (start, floor): (usize, usize), next: usize, unit: bool) -> bool {
        let cap = start > floor && self.pack.caps.contains(&self.words.id(start - 1));
        if !cap || !(unit || self.words.is(next, TokenKind::Word)) {
            return false;
        }
        let near = self.in_sentence(start, GROWTH_REACH)..start;
        // `van 40 in 2020 tot 50`, and not `een taakstraf van 40 uur en een boete tot 500 euro`
        let joins = |at: &usize| self.words.sign(*at, ',') || self.numerals.is_joiner(self.words.id(*at));
        let from =
            |at: usize| self.pack.ranges.iter().any(|r| r.change && r.before.at(self.words, at).is_some());
        // `dat aantal tot 72 opgetrokken`
        let ends = |i: &usize| !self.words.sign(*i, '.') && !self.words.sign(*i, ',');
        let behind = (next..next + GROWTH_BEHIND).take_while(ends).last().map_or(next, |last| last + 1);
        // `een bereik van tot 300 kilometer`
        let before = near.clone().rev().skip(2);
        !self.grows((near.start, near.end))
            && !self.grown((next, behind))
            && !before.take_while(|at| !joins(at)).any(from)
    }

    /// The first of at most so many tokens before `at` that stand in its sentence.
    pub(super) fn in_sentence(&self, at: usize, reach: usize) -> usize {
        let ends = |i: &usize| {
            self.words.is(*i, TokenKind::Break)
                || ['.', '!', '?', ';'].iter().any(|c| self.words.sign(*i, *c))
        };
        let first = at.saturating_sub(reach);
        (first..at).rev().find(ends).map_or(first, |end| end + 1)
    }

    /// Whether a word of growth stands in the range of tokens, and none that makes it a spread: `loopt uiteen`.
    pub(super) fn grows(&self, (from, to): (usize, usize)) -> bool {
        self.any_begins((from, to), &self.pack.growth)
            && !(from..to).any(|i| self.pack.spreading.contains(&self.words.id(i)))
    }

    /// Whether a verb that closes a clause in the range of tokens tells that something grows to what stands before it.
    fn grown(&self, range: (usize, usize)) -> bool {
        self.any_begins(range, &self.pack.grown)
    }

    fn any_begins(&self, (from, to): (usize, usize), stems: &[Vec<String>]) -> bool {
        (from..to).any(|i| {
            let word = self.words.folded(i);
            stems.iter().any(|stem| self.begins_with(i, word, stem))
        })
    }

    /// Whether the words from the token `at` on, the first of which is `word`, are those of `stem`, the last of them
    /// as far as it goes: `af te bouw`.
    fn begins_with(&self, at: usize, word: &str, stem: &[String]) -> bool {
        let Some((last, whole)) = stem.split_last() else { return false };
        if whole.is_empty() {
            return word.starts_with(last.as_str());
        }
        let all = whole.iter().enumerate().all(|(i, part)| self.words.folded(at + i) == part);
        all && self.words.folded(at + whole.len()).starts_with(last.as_str())
    }
}
