//! Whether a match can stand: its value in range, no word near that rules it out.

use rust_decimal::Decimal;

use super::full::is_bare;
use super::matching::Match;
use super::onward::{ends_here, stands_by_itself};
use super::sentence::Sentence;
use super::voice::Lookup;
use crate::recognise::{Mention, MentionValue};
use crate::rules::metric::{Metric, PatternFields};

/// How many folded characters around a match a word that rules it out may stand.
const AROUND: usize = 40;

/// Why a match is no claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal<'m> {
    /// Its value is out of range.
    Range,
    /// A word of this cue set stands near.
    Unless(&'m str),
    /// What the value counts stands behind it.
    Bare,
}

/// Why the match of a pattern with these fields can be no claim of `metric`, whatever is in mind; none where it can.
pub(super) fn refusal<'m>(
    sentence: &Sentence,
    found: &Match,
    (metric, fields): (&'m Metric, &'m PatternFields),
    look: Lookup<'_>,
) -> Option<Refusal<'m>> {
    let mention = sentence.mark_at(found.value).and_then(|m| look.mentions.get(m.mention));
    if !mention.is_some_and(|m| fields.never || in_range(m, (metric, fields))) {
        return Some(Refusal::Range);
    }
    if let Some(set) = unless(sentence, found, metric, look) {
        return Some(Refusal::Unless(set));
    }
    if fields.bare && !by_itself(sentence, look, found.value) {
        return Some(Refusal::Bare);
    }
    None
}

/// Whether nothing stands behind a value that it counts: its clause ends, or a word that is no noun goes on.
fn by_itself(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let alone = || {
        stands_by_itself(sentence, look, at) || is_bare(sentence, look, at) || ends_here(sentence, look, at)
    };
    sentence.is_alone(at, alone)
}

/// Whether a value lies in the range of a pattern, or of its metric where it has none of its own.
pub(super) fn in_range(mention: &Mention, (metric, fields): (&Metric, &PatternFields)) -> bool {
    within(mention, fields.range.or(metric.range))
}

/// The first cue set that rules a match out by a word near it.
fn unless<'m>(
    sentence: &Sentence,
    found: &Match,
    metric: &'m Metric,
    look: Lookup<'_>,
) -> Option<&'m String> {
    let low = found.start.saturating_sub(AROUND);
    let high = (found.end + AROUND).min(sentence.folded.len());
    metric.unless.iter().find(|set| look.has(set, sentence, (low, high)))
}

/// Whether the value lies in the range, ends included; dates and durations always do.
pub(super) fn within(mention: &Mention, range: Option<(Decimal, Decimal)>) -> bool {
    let (MentionValue::Figure(f), Some((low, high))) = (&mention.value, range) else { return true };
    let inside = |v: Option<Decimal>| v.is_none_or(|v| low <= v && v <= high);
    inside(f.low) && inside(f.high)
}
