//! Values that stand in a row: what a pattern says of one of them holds for its neighbours.

use super::clauses::Role;
use super::delta::{Change, changes};
use super::fits::in_range;
use super::matching::Match;
use super::row::follows;
use super::ruled_out::RuledOut;
use super::sentence::{Mark, Sentence};
use super::slots::entity;
use super::voice::Lookup;
use crate::rules::RuleSet;
use crate::rules::class::Classes;

/// How many folded characters lie at most between two values of a row.
const STEP: usize = 45;

/// The matches of a sentence with those of the values that are listed with theirs and that no pattern fits
/// and no counter-pattern rules out: `1,3 procent in 2019 en 1,4 procent in 2020`, `België (1,3 procent), Spanje (1,28 procent)`.
pub(super) fn spread(
    mut matches: Vec<Match>,
    ruled_out: &RuledOut<'_, '_>,
    sentence: &Sentence,
    (rules, look): (&RuleSet, Lookup<'_>),
) -> Vec<Match> {
    let mut kinds: Vec<&str> = Vec::new();
    for kind in matches.iter().filter_map(|m| kind(sentence.mark_at(m.value)?)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let row = |own: &str| sentence.marks.iter().filter(|m| kind(m) == Some(own)).collect::<Vec<_>>();
    let rows: Vec<Vec<&Mark>> = kinds.into_iter().map(row).filter(|row| row.len() > 1).collect();
    if !rows.is_empty() {
        let changes = changes(sentence, look);
        for row in rows {
            spread_row(&mut matches, ruled_out, (sentence, &row, &changes), (rules, look));
        }
    }
    matches.sort_by_key(|m| m.value);
    matches
}

/// What kind of figure a mark stands for.
fn kind(mark: &Mark) -> Option<&'static str> {
    Classes::value_name(mark.byte)
}

/// The same for a row of figures of one kind.
fn spread_row(
    matches: &mut Vec<Match>,
    ruled_out: &RuledOut<'_, '_>,
    (sentence, row, changes): (&Sentence, &[&Mark], &[Change]),
    (rules, look): (&RuleSet, Lookup<'_>),
) {
    let steps: Vec<(&Mark, &Mark)> = row.iter().copied().zip(row.iter().copied().skip(1)).collect();
    let forward = steps.iter().map(|(a, b)| (*a, *b));
    let backward = steps.iter().rev().map(|(a, b)| (*b, *a));
    for (from, to) in forward.chain(backward) {
        if matches.iter().any(|m| m.value == to.at) {
            continue;
        }
        let Some(known) = matches.iter().find(|m| m.value == from.at) else { continue };
        let Some(metric) = rules.metrics.get(known.metric) else { continue };
        let patterns = metric.patterns.get(look.language);
        let Some(pattern) = patterns.and_then(|all| all.get(known.pattern)) else { continue };
        let fits = || look.mentions.get(to.mention).is_some_and(|m| in_range(m, (metric, &pattern.fields)));
        if !fits() || ruled_out.has(known.metric, to.at) {
            continue;
        }
        let levels = changes.iter().any(|c| {
            (c.from, c.to) == (Some(from.at), Some(to.at)) || (c.from, c.to) == (Some(to.at), Some(from.at))
        });
        // What a pattern settles by itself, it settles for its own value.
        let own =
            known.slots.iter().any(|(name, _)| &**name != "subject") || !pattern.fields.scope.is_empty();
        let open = levels || pattern.fields.subject.is_none();
        let joined = || levels || listed(sentence, look, (from.at, to.at), (known.start, known.end));
        let more = if !own && open && joined() {
            let distance = known.distance + from.at.abs_diff(to.at);
            Some(Match { value: to.at, slots: Vec::new(), distance, ..known.clone() })
        } else {
            follows(sentence, look, (metric, &pattern.fields, known), to.at)
        };
        matches.extend(more);
    }
}

/// Whether nothing but a list's own words, names, dates and signs stands between two values, or words of the
/// `frame` that makes the first what it is: `gaf 3,1 procent uit aan defensie in 2024 en 4 procent in 2025`.
fn listed(sentence: &Sentence, look: Lookup<'_>, (a, b): (usize, usize), frame: (usize, usize)) -> bool {
    let (from, to) = (a.min(b) + 1, a.max(b));
    let framed = |i: usize| frame.0 <= i && i < frame.1;
    let between = sentence.slice(from, to);
    if between.iter().any(|c| matches!(c, b';' | b':' | b'"')) {
        return false;
    }
    if (from..to).filter(|i| !framed(*i)).count() > STEP
        || of_their_own(sentence, look, (a, b))
        || is_named(sentence, look, (a, b))
    {
        return false;
    }
    // What follows the second may make it another thing: `3 procent aan onderwijs`.
    let behind = sentence.slice(b + 1, sentence.folded.len());
    let sign = |c: &u8| matches!(c, b',' | b'.' | b';' | b':' | b')' | b'"');
    let open = b > a && (from..to).any(framed);
    let tail = if open { behind.iter().position(sign).unwrap_or(behind.len()) } else { 0 };
    let until = to + 1 + tail;
    let words = look.all("list-word", sentence, (from, until));
    let letter = |i: &usize| sentence.folded.get(*i).is_some_and(u8::is_ascii_alphanumeric);
    let known = |i: usize| (i < to && framed(i)) || words.iter().any(|w| w.0 <= i && i < w.1);
    (from..until).filter(letter).all(known)
}

/// Whether each of two values has a name behind it, led in by the same word: `6.1% in Belgium, 3.4% in Austria`.
fn of_their_own(sentence: &Sentence, look: Lookup<'_>, (a, b): (usize, usize)) -> bool {
    let lead = |at: usize| {
        let next = sentence.marks.iter().find(|m| m.at > at)?;
        let words = sentence.slice(at + 1, next.at).trim_ascii();
        let words = words.strip_suffix(b" the").unwrap_or(words);
        let word = !words.is_empty() && words.iter().all(u8::is_ascii_alphabetic);
        entity(next, look.mentions).filter(|_| word).map(|_| words)
    };
    lead(a).is_some() && lead(a) == lead(b)
}

/// Whether a name that is no place stands right before the second of two values: `200 soldiers to Latvia, Canada 1,900`,
/// but `270 Dutch and in Latvia 540 Canadians`.
pub(super) fn is_named(sentence: &Sentence, look: Lookup<'_>, (a, b): (usize, usize)) -> bool {
    let name = b.checked_sub(2).filter(|at| a < *at).and_then(|at| sentence.mark_at(at));
    let state =
        |m: &Mark| entity(m, look.mentions).is_some_and(|e| matches!(&*e.kind, "country" | "alliance"));
    let behind = |m: &Mark| matches!(sentence.clauses(look).role(sentence, m.at), Role::Behind(_));
    name.is_some_and(|m| state(m) && !behind(m)) && sentence.slice(b - 1, b) == b" "
}
