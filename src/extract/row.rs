//! What a figure says that follows another one in a row: as many more of the same, what it is compared with, or a part
//! of it that the metric tells apart.

use super::clauses::Role;
use super::full::{is_bare, stem};
use super::matching::Match;
use super::sentence::{Mark, Sentence};
use super::slots::entity;
use super::voice::Lookup;
use super::when::has_date;
use crate::claim::Status;
use crate::recognise::EntityForm;
use crate::rules::metric::{Metric, PatternFields};

/// How far apart two figures of such a row stand at most, in folded bytes.
const APART: usize = 140;
/// How much of what stands between them belongs to neither.
const LOOSE: usize = 45;
/// How far behind a part the word stands that tells it apart: `1,150,628 active soldiers`.
const NOUN: usize = 30;
/// How far before a level the word stands that leads in what it became.
const LEAD: usize = 8;

/// How a figure follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Compared,
    Joined,
    Included,
    /// In a clause that has a doer of its own and leaves the verb of the first out.
    Gapped,
}

/// The words that link two figures, by what they make of the second.
const LINKS: [(&str, Link); 3] =
    [("compared-with", Link::Compared), ("joined-by", Link::Joined), ("inclusion", Link::Included)];

/// What the pattern that fits a figure says of the one at `to`, which follows it.
pub(super) fn follows(
    sentence: &Sentence,
    look: Lookup<'_>,
    (metric, fields, known): (&Metric, &PatternFields, &Match),
    to: usize,
) -> Option<Match> {
    let from = known.value;
    if to <= from || to - from > APART {
        return None;
    }
    let doer = sentence.clauses(look).gapped(to).filter(|doer| *doer > from + 1 && *doer < to);
    let linked = link(sentence, look, (from, to));
    let (link, word) = linked.or_else(|| Some((Link::Gapped, doer.map(|doer| (doer, doer))?)))?;
    let between = sentence.slice(from + 1, word.0);
    let framed = |at: usize| known.start <= at && at < known.end;
    let loose = (from + 1..word.0).filter(|at| !framed(*at)).count();
    if between.iter().any(|b| matches!(b, b';' | b':' | b'"')) || loose > LOOSE {
        return None;
    }
    let named = |m: &&Mark| entity(m, look.mentions).is_some();
    let names = |low: usize, high: usize| {
        sentence.marks.iter().filter(named).filter(move |m| low < m.at && m.at < high)
    };
    let place = |m: &Mark| matches!(sentence.clauses(look).role(sentence, m.at), Role::Behind(_));
    let aside = |m: &Mark| link != Link::Included && place(m);
    let apart = |m: &Mark| !(framed(m.at) || sentence.describes(m, look) || aside(m));
    if names(from, word.0).any(apart) {
        return None;
    }
    let rest = sentence.slice(to + 1, sentence.folded.len());
    let tail = to
        + 1
        + rest.iter().position(|b| matches!(b, b',' | b';' | b':' | b')' | b'.')).unwrap_or(rest.len());
    let own = names(to, tail).find(|m| {
        m.at == to + 2 && entity(m, look.mentions).is_some_and(|e| e.form == EntityForm::Adjective)
    });
    if names(to, tail).any(|m| own.is_none_or(|own| own.at != m.at)) {
        return None;
    }
    let statuses = &metric.statuses;
    let fits = match link {
        // What it was before is known by when that was, where it is not known as previous.
        Link::Compared
            if !has_date(sentence, look, (word.1, tail)) && !statuses.contains(&Status::Previous) =>
        {
            false
        }
        Link::Compared | Link::Joined => is_bare(sentence, look, to) || same_noun(sentence, look, (from, to)),
        Link::Gapped => is_bare(sentence, look, to) && closes(sentence, look, to),
        Link::Included => fields.scope.is_empty() && told_apart(sentence, look, metric, (from, word.0, to)),
    };
    let mut slots = known.slots.clone();
    let own = own.map(|m| m.at).or(doer.filter(|_| link == Link::Gapped));
    if let Some(at) =
        own.filter(|at| sentence.mark_at(*at).is_some_and(|m| metric.subject.classes.has(m.byte)))
    {
        // `Romania hosts 1,148 soldiers, Poland 1,033`: where the first is no subject, neither is the second.
        let owned = slots.iter().any(|(name, _)| &**name == "subject");
        match slots.iter_mut().find(|(_, first)| link == Link::Gapped && !owned && *first < from) {
            Some((_, place)) => *place = at,
            None => {
                slots.retain(|(name, _)| &**name != "subject");
                slots.push(("subject".into(), at));
            }
        }
    }
    let distance = known.distance + (to - from);
    fits.then(|| Match { value: to, slots, distance, ..known.clone() })
}

/// The words right before the figure at `to` that link it to the one at `from`.
fn link(sentence: &Sentence, look: Lookup<'_>, (from, to): (usize, usize)) -> Option<(Link, (usize, usize))> {
    let last = |(set, link): (&str, Link)| Some((link, *look.all(set, sentence, (from + 1, to)).last()?));
    // `eased to 3.4 percent in May from 3.5 percent`: from what it was, behind what it became.
    let before = || {
        let at = from.checked_sub(LEAD)?;
        let led = look.all("onto", sentence, (at, from)).last().is_some_and(|w| w.1 + 1 >= from);
        last(("from", Link::Compared)).filter(|_| led)
    };
    let linked = LINKS.into_iter().filter_map(last).chain(before());
    let (link, word) = linked.max_by_key(|(_, word)| (word.1, word.1 - word.0))?;
    let words = look.all("list-word", sentence, (word.1, to));
    let letter = |at: &usize| sentence.folded.get(*at).is_some_and(|b| *b != b' ');
    let close = (word.1..to).filter(letter).all(|at| words.iter().any(|w| w.0 <= at && at < w.1));
    close.then_some((link, word))
}

/// Whether the stretch of the figure at `at` ends with it: at a sign or at `and`.
fn closes(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let rest = sentence.slice(at + 1, sentence.folded.len()).trim_ascii_start();
    let next = sentence.folded.len() - rest.len();
    let and = || look.all("and", sentence, (next, sentence.word_end(next))).iter().any(|w| w.0 == next);
    rest.first().is_none_or(|b| matches!(b, b',' | b'.' | b';' | b')' | b'!' | b'?' | b'"')) || and()
}

/// Whether two figures count the same by the nouns behind them.
fn same_noun(sentence: &Sentence, look: Lookup<'_>, (a, b): (usize, usize)) -> bool {
    let own = stem(sentence, look, a);
    own.is_some() && own == stem(sentence, look, b)
}

/// Whether the noun of a part gives a slot of the metric another value than the whole has.
fn told_apart(
    sentence: &Sentence,
    look: Lookup<'_>,
    metric: &Metric,
    (whole, word, part): (usize, usize, usize),
) -> bool {
    let sign = |b: &u8| matches!(b, b',' | b';' | b':' | b')' | b'.');
    let rest = sentence.slice(part + 1, part + 1 + NOUN);
    let until = part + 1 + rest.iter().position(sign).unwrap_or(rest.len());
    metric.scope.iter().any(|slot| {
        let of = |range: (usize, usize)| {
            slot.cues.iter().find(|(_, set)| look.has(set, sentence, range)).map(|(v, _)| v)
        };
        let own = of((part + 1, until));
        own.is_some() && own != of((whole + 1, word))
    })
}
