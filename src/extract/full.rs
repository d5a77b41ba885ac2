//! A sentence as its reader fills it in: without what only comes between a figure and its verb, and with the noun that
//! a second figure counts too.
//!
//! `460 drones, including 12 of a new type, were shot down` says of the 460 what it would say without the aside, and
//! `Canada buys 88 jets and Germany 35` counts jets twice. Patterns are tried on the sentence as it stands and, for the
//! figures that none of them fits, once more on the one that is filled in.

use rust_decimal::Decimal;

use super::clauses::Doer;
use super::matching::Match;
use super::sentence::{Edit, Mark, Sentence, word_count};
use super::series::is_named;
use super::slots::{entity, figure};
use super::voice::Lookup;
use crate::rules::class::Classes;

/// How long an aside is at most, in folded bytes.
const ASIDE: usize = 120;
/// How many words stand between a figure and the noun that it counts at most: `88 new American fighter jets`.
const WORDS: usize = 3;
/// Figures that differ by more than this factor hardly count the same.
const ALIKE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// A sentence that is filled in, and where its parts stand in the one that is written.
#[derive(Debug)]
pub(super) struct Full {
    /// What patterns are tried on.
    pub(super) sentence: Sentence,
    /// For each byte of it the place in the sentence that is written.
    places: Vec<usize>,
    /// For each mark of it the folded position of the one that it is.
    marks: Vec<usize>,
    /// The figures that count what the one of another clause counts, each with that other.
    lent: Vec<(usize, usize)>,
    /// The figures of what is included, each with where that ends; but not of things, which are told apart by what they
    /// are.
    included: Vec<(usize, usize)>,
}

impl Full {
    /// The sentence filled in; none where nothing is left out and nothing comes between.
    pub(super) fn of(sentence: &Sentence, look: Lookup<'_>) -> Option<Self> {
        let asides = asides(sentence, look);
        let figures = |edit: &Edit| {
            let marks = sentence.marks.iter().filter(move |m| edit.from < m.at && m.at < edit.to);
            let parts =
                marks.filter(|m| figure(m, look.mentions).is_some() && !counts_things(sentence, look, m.at));
            parts.map(|m| (m.at, edit.to)).collect::<Vec<_>>()
        };
        let included =
            asides.iter().filter(|(_, included)| *included).flat_map(|(e, _)| figures(e)).collect();
        let mut edits: Vec<Edit> = asides.into_iter().map(|(edit, _)| edit).collect();
        let elided = elided(sentence, look);
        let lent =
            elided.iter().filter_map(|(edit, lends)| Some((edit.from.checked_sub(1)?, (*lends)?))).collect();
        edits.extend(elided.into_iter().map(|(edit, _)| edit));
        if edits.is_empty() {
            return None;
        }
        edits.sort_by_key(|edit| edit.from);
        edits.dedup_by(|next, last| next.from < last.to);
        let (sentence, places, marks) = sentence.edited(&edits);
        Some(Self { sentence, places, marks, lent, included })
    }

    /// Whether the words that make the value of a match what it is stand behind what it is included in: they tell of
    /// the whole, as in `27 residents, including four teachers, were killed`.
    pub(super) fn is_of_whole(&self, found: &Match) -> bool {
        self.included.iter().any(|(at, end)| *at == found.value && *end < found.end)
    }

    /// The figure of which the one at `at` borrows its noun.
    pub(super) fn lender(&self, at: usize) -> Option<usize> {
        self.lent.iter().find(|(borrows, _)| *borrows == at).map(|(_, lends)| *lends)
    }

    /// Whether a figure that borrows its noun from the one at `lender` has a name right before it. Such a row tells by
    /// its names whose each figure is, which a pattern that asks for nobody does not.
    pub(super) fn lends_to_named(&self, lender: usize, (sentence, look): (&Sentence, Lookup<'_>)) -> bool {
        self.lent.iter().any(|(at, lends)| *lends == lender && is_named(sentence, look, (lender, *at)))
    }

    /// The match as it stands in the sentence that is written.
    pub(super) fn written(&self, found: Match) -> Option<Match> {
        let mark = |at: usize| {
            let number = self.sentence.marks.binary_search_by_key(&at, |m| m.at).ok()?;
            self.marks.get(number).copied()
        };
        let place = |at: usize| self.places.get(at).copied();
        let slots = found.slots.iter().map(|(name, at)| Some((name.clone(), mark(*at)?)));
        Some(Match {
            value: mark(found.value)?,
            slots: slots.collect::<Option<_>>()?,
            start: place(found.start)?,
            end: place(found.end.checked_sub(1)?)? + 1,
            ..found
        })
    }
}

/// The counted noun behind the figure at `at`, from its start to its end: a name of a thing, or a word of a set, with
/// few words in between.
pub(super) fn noun(sentence: &Sentence, look: Lookup<'_>, at: usize) -> Option<(usize, usize)> {
    let rest = sentence.slice(at + 1, sentence.folded.len());
    let other = |m: &Mark| entity(m, look.mentions).is_none();
    let next = sentence.marks.iter().skip_while(|m| m.at <= at);
    // Names of whose they are may stand in between: `130 British soldiers`.
    let things = next.clone().take_while(|m| !other(m)).find(|m| is_thing(m, look));
    let limit = next.clone().find(|m| other(m)).map_or(sentence.folded.len(), |m| m.at);
    let sign = rest.iter().position(|b| matches!(b, b',' | b';' | b':' | b'(' | b')' | b'"'));
    let limit = sign.map_or(limit, |i| limit.min(at + 1 + i));
    let thing = things.map(|m| (m.at, sentence.word_end(m.at + 1).max(m.at + 1)));
    let word = || look.all("counted-noun", sentence, (at + 1, limit)).first().copied();
    let found = thing.filter(|t| t.1 <= limit).into_iter().chain(word()).min()?;
    let between = sentence.slice(at + 1, found.0);
    let words = word_count(between);
    let verb = || ["finite", "verb"].iter().any(|set| look.has(set, sentence, (at + 1, found.0)));
    // `32 NATO-landen`: the whole of the compound.
    let start = at + 1 + between.iter().rposition(|b| *b == b' ').map_or(0, |i| i + 1);
    (words <= WORDS && between.first() == Some(&b' ') && !verb()).then_some((start, found.1))
}

/// How many letters of a noun make it the same: `soldier`, `soldiers`.
const STEM: usize = 5;

/// The letters of the counted noun behind the figure at `at` by which it is the same as another.
pub(super) fn stem<'s>(sentence: &'s Sentence, look: Lookup<'_>, at: usize) -> Option<&'s [u8]> {
    noun(sentence, look, at).map(|(start, end)| sentence.slice(start, end.min(start + STEM)))
}

/// Whether the noun behind the figure at `at` is the name of a thing.
fn counts_things(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let noun = noun(sentence, look, at).and_then(|(start, _)| sentence.mark_at(start));
    noun.is_some_and(|m| is_thing(m, look))
}

/// Whether a name is of a thing that is counted.
fn is_thing(mark: &Mark, look: Lookup<'_>) -> bool {
    entity(mark, look.mentions).is_some_and(|e| matches!(&*e.kind, "weapon" | "drone"))
}

/// Whether nothing that it could count stands behind the figure at `at`: the end, a sign, a date, or a word that is no
/// noun.
pub(super) fn is_bare(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let rest = sentence.slice(at + 1, sentence.folded.len());
    let from = at + 1 + rest.iter().take_while(|b| **b == b' ').count();
    match sentence.folded.get(from) {
        None | Some(b',' | b'.' | b';' | b':' | b')' | b'!' | b'?' | b'"') => true,
        Some(byte) if Classes::value_name(*byte) == Some("date") => true,
        Some(letter) if letter.is_ascii_alphabetic() && from > at + 1 => {
            let end = sentence.word_end(from);
            let starts = |hit: &(usize, usize)| hit.0 == from && hit.1 >= end;
            look.all("uncounted", sentence, (from, sentence.folded.len())).iter().any(starts)
        }
        Some(_) => false,
    }
}

/// What only comes between: brackets, and what is included between two commas or dashes, where a verb goes on behind it.
/// Each with whether it is what is included.
fn asides(sentence: &Sentence, look: Lookup<'_>) -> Vec<(Edit, bool)> {
    let end = sentence.folded.len();
    let included = look.all("inclusion", sentence, (0, end));
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(open) = sentence.slice(from, end).iter().position(|b| *b == b'(').map(|i| from + i) {
        from = open + 1;
        let inside = sentence.slice(from, from + ASIDE);
        let Some(close) = inside.iter().position(|b| matches!(b, b'(' | b')')).map(|i| from + i) else {
            continue;
        };
        let goes_on = sentence.slice(close + 1, end).iter().any(u8::is_ascii_alphabetic);
        if sentence.folded.get(close) == Some(&b')') && goes_on {
            let edit = Edit { from: opening(sentence, open), to: close + 1, copy: (0, 0) };
            out.push((edit, included.iter().any(|word| word.0 == open + 1)));
            from = close + 1;
        }
    }
    let between = included.into_iter().filter_map(|word| included_between(sentence, look, word));
    out.extend(between.map(|edit| (edit, true)));
    out
}

/// Where the space begins that stands before `at`.
fn opening(sentence: &Sentence, at: usize) -> usize {
    at - sentence.slice(0, at).iter().rev().take_while(|b| **b == b' ').count()
}

/// What the word of inclusion at `word` opens, between two commas or dashes.
fn included_between(sentence: &Sentence, look: Lookup<'_>, word: (usize, usize)) -> Option<Edit> {
    let before = opening(sentence, word.0).checked_sub(1)?;
    let sign = *sentence.folded.get(before).filter(|b| matches!(b, b',' | b'-'))?;
    let from = if sign == b'-' {
        before - sentence.slice(0, before).iter().rev().take_while(|b| **b == b'-').count()
    } else {
        before
    };
    let inside = sentence.slice(word.1, word.1 + ASIDE);
    let ends = inside.iter().enumerate().filter(|(_, b)| **b == sign).map(|(i, _)| word.1 + i);
    let to = ends.map(|at| at + 1).find(|at| goes_on(sentence, look, *at))?;
    Some(Edit { from: opening(sentence, from), to, copy: (0, 0) })
}

/// Whether the first word from `at` on is a verb.
fn goes_on(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let blank = sentence.slice(at, sentence.folded.len()).iter().take_while(|b| **b == b' ').count();
    let (start, end) = (at + blank, sentence.word_end(at + blank));
    blank > 0
        && ["finite", "verb"].iter().any(|set| look.all(set, sentence, (start, end)).contains(&(start, end)))
}

/// The nouns that are left out behind figures that count what another figure of the sentence counts, each with that
/// figure where it is not the whole of which the first is a part.
fn elided(sentence: &Sentence, look: Lookup<'_>) -> Vec<(Edit, Option<usize>)> {
    let counts: Vec<&Mark> =
        sentence.marks.iter().filter(|m| Classes::value_name(m.byte) == Some("count")).collect();
    if counts.len() < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    // The last figure so far with its noun.
    let mut known: Option<(usize, (usize, usize))> = None;
    for (mark, next) in counts.iter().zip(counts.iter().skip(1).map(Some).chain([None])) {
        if let Some(own) = noun(sentence, look, mark.at) {
            known = Some((mark.at, own));
            continue;
        }
        let part = next.filter(|next| part_of(sentence, look, (mark.at, next.at)));
        let whole = part.and_then(|next| noun(sentence, look, next.at)).map(|noun| (noun, None));
        let row = known.and_then(|(at, noun)| Some((noun, in_row(sentence, look, (at, mark.at))?)));
        let row = row.map(|(noun, by_itself)| (noun, known.filter(|_| by_itself).map(|(at, _)| at)));
        if let Some(((start, end), lends)) = whole.or(row) {
            let edit = Edit { from: mark.at + 1, to: mark.at + 1, copy: (start.saturating_sub(1), end) };
            out.push((edit, lends));
        }
    }
    out
}

/// Whether the figure at `part` is so many of those at `whole`: `21 of the 28`, `21 van de 28`.
fn part_of(sentence: &Sentence, look: Lookup<'_>, (part, whole): (usize, usize)) -> bool {
    let (from, to) = (part + 2, opening(sentence, whole));
    let worth = |at: usize| figure(sentence.mark_at(at)?, look.mentions)?.nominal;
    let less = || worth(part).zip(worth(whole)).is_some_and(|(part, whole)| part <= whole);
    look.all("part-of", sentence, (from, to)).contains(&(from, to)) && less()
}

/// Whether the bare figure at `to` counts what the one at `from` counts: it is of its size and stands in a clause with a
/// doer of its own, behind that of the other, or a word says so: `and Germany 35`, `and Germany wants to buy 35`,
/// `haalde er 35 neer`. If so, whether it does by its clause alone.
fn in_row(sentence: &Sentence, look: Lookup<'_>, (from, to): (usize, usize)) -> Option<bool> {
    let clauses = sentence.clauses(look);
    let (start, end) = clauses.around(to);
    let doer = match clauses.doer(to) {
        Doer::Name(doer) => Some(doer),
        Doer::Carried | Doer::Other | Doer::Unknown => None,
    };
    let inside = |doer: usize| start <= doer && doer < to && to < end && from < start;
    let own = doer.is_some_and(inside) && !clauses.is_relative(to);
    let state = || {
        let name = doer.and_then(|doer| sentence.mark_at(doer)).and_then(|m| entity(m, look.mentions));
        name.is_some_and(|e| matches!(&*e.kind, "country" | "alliance" | "place" | "region"))
    };
    let worth = |at: usize| {
        let figure = figure(sentence.mark_at(at)?, look.mentions)?;
        figure.nominal.or(figure.high).or(figure.low)
    };
    let alike = || {
        let near = |(a, b): (Decimal, Decimal)| {
            let most = a.max(b);
            a.min(b).checked_mul(ALIKE).is_none_or(|least| most <= least)
        };
        worth(from).zip(worth(to)).is_some_and(near)
    };
    let partitive = || {
        let words = look.all("partitive", sentence, (from + 1, to));
        words.last().is_some_and(|w| sentence.slice(w.1, to).iter().all(|b| *b == b' '))
    };
    let word = partitive();
    let counts = (word || (own && state())) && alike() && is_bare(sentence, look, to);
    counts.then_some(!word)
}
