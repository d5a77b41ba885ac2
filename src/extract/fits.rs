//! Whether a match can stand: its value in range, no word near that rules it out, its context there.

use rust_decimal::Decimal;

use super::article::Article;
use super::full::is_bare;
use super::matching::Match;
use super::onward::{ends_here, stands_by_itself};
use super::sentence::Sentence;
use super::voice::Lookup;
use crate::input::{BlockKind, Document};
use crate::recognise::{Mention, MentionValue};
use crate::rules::metric::{Metric, PatternFields};
use crate::text::{Span, fold};

/// How many folded characters around a match a word that rules it out may stand.
const AROUND: usize = 40;

/// How far before its sentence, in bytes, a word of a pattern's context stands at most.
const IN_MIND: usize = 4_000;

/// In how many paragraphs at its beginning an article tells what it is about.
const LEADS: usize = 2;

/// Whether the match of a pattern with these fields can be a claim of `metric`.
pub(super) fn fits(
    article: &Article<'_>,
    sentence: &Sentence,
    found: &Match,
    (metric, fields): (&Metric, &PatternFields),
    look: Lookup<'_>,
) -> bool {
    let Some(mention) = sentence.mark_at(found.value).and_then(|m| look.mentions.get(m.mention)) else {
        return false;
    };
    let plausible = fields.never || in_range(mention, (metric, fields));
    plausible
        && (!fields.bare || by_itself(sentence, look, found.value))
        && unless(sentence, found, metric, look).is_none()
        && missing_context(article, sentence, fields, look).is_none()
}

/// Whether nothing stands behind a value that it counts: its clause ends, or a word that is no noun goes on.
pub(super) fn by_itself(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    stands_by_itself(sentence, look, at) || is_bare(sentence, look, at) || ends_here(sentence, look, at)
}

/// Whether a value lies in the ranges of a metric and of a pattern of it.
pub(super) fn in_range(mention: &Mention, (metric, fields): (&Metric, &PatternFields)) -> bool {
    within(mention, metric.range) && within(mention, fields.range)
}

/// The first cue set of which no word is where the pattern wants one.
pub(super) fn missing_context<'f>(
    article: &Article<'_>,
    sentence: &Sentence,
    fields: &'f PatternFields,
    look: Lookup<'_>,
) -> Option<&'f String> {
    let near = |set: &str| in_context(article.document, sentence, set, look);
    let missing = fields.context.iter().find(|set| !near(set));
    missing.or_else(|| fields.topic.iter().find(|set| !near(set) && !is_about(article, set, look)))
}

/// The first cue set that rules a match out by a word near it.
pub(super) fn unless<'m>(
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

/// Whether a word of the set stands in the sentence, before it in its paragraph, in the paragraph
/// before that, or in the title: what the reader has in mind when the sentence begins.
pub(super) fn in_context(document: &Document, sentence: &Sentence, set: &str, look: Lookup<'_>) -> bool {
    let number = look.plan.and_then(|plan| plan.set_number(set));
    number.is_some_and(|number| sentence.in_context(number, || holds(document, sentence, set, look)))
}

/// Whether the article is about what the words of a set name: one of them stands in its title, in one of its first two
/// paragraphs or in a heading.
fn is_about(article: &Article<'_>, set: &str, look: Lookup<'_>) -> bool {
    let Some(number) = look.plan.and_then(|plan| plan.set_number(set)) else { return false };
    let told = || {
        let Some(set) = look.cues.get(set, look.language) else { return false };
        let holds = |text: &str| set.is_match(fold(text).as_bytes());
        let document = article.document;
        let heads =
            document.blocks.iter().filter(|b| matches!(b.kind, BlockKind::Title | BlockKind::Heading));
        let leads = document.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).take(LEADS);
        let mut blocks = heads.chain(leads).map(|b| b.span.of(&document.text));
        document.meta.title.as_deref().is_some_and(holds) || blocks.any(|text| holds(beginning(text)))
    };
    *article.topics.borrow_mut().entry(number).or_insert_with(told)
}

/// As much of a paragraph as tells what an article is about.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(IN_MIND)).unwrap_or(text)
}

fn holds(document: &Document, sentence: &Sentence, set: &str, look: Lookup<'_>) -> bool {
    let Some(set) = look.cues.get(set, look.language) else { return false };
    let holds = |text: &str| set.is_match(fold(text).as_bytes());
    holds(Span::new(mind(document, sentence, look), sentence.span.end).of(look.text))
        || document.meta.title.as_deref().is_some_and(holds)
}

/// Where in the text begins what the reader has in mind when the sentence begins.
fn mind(document: &Document, sentence: &Sentence, look: Lookup<'_>) -> usize {
    let first = document.blocks.get(sentence.block.saturating_sub(1));
    let start = first.map_or(sentence.span.start, |b| b.span.start.min(sentence.span.start));
    start.max(look.text.ceil_char_boundary(sentence.span.start.saturating_sub(IN_MIND)))
}

/// Where in the text, before the value of a match, a word of its context stands last; none where it needs no context,
/// the start of what the reader has in mind where no word stands there.
pub(super) fn topic(
    document: &Document,
    sentence: &Sentence,
    (found, fields): (&Match, &PatternFields),
    look: Lookup<'_>,
) -> Option<usize> {
    let start = mind(document, sentence, look);
    let value = sentence.text_offset(found.value);
    let last = |set: &String| {
        let set = look.cues.get(set, look.language)?;
        let holds = |from: usize| {
            let from = look.text.ceil_char_boundary(from);
            from < value && set.is_match(fold(Span::new(from, value).of(look.text)).as_bytes())
        };
        // The nearer to the value what is looked at begins, the less it holds: the last word is found by halving.
        let (mut low, mut high) = (start, value);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if holds(middle) { low = middle } else { high = middle }
        }
        Some(low)
    };
    fields.context.iter().filter_map(last).max()
}
