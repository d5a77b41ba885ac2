//! What a reader has in mind when a sentence begins: the words before it, and what the article is about.

use super::article::Article;
use super::matching::Match;
use super::sentence::Sentence;
use super::voice::Lookup;
use crate::input::{BlockKind, Document};
use crate::rules::cues::CueSet;
use crate::rules::metric::PatternFields;
use crate::text::{Span, fold};

/// How far before its sentence, in bytes, a word of a pattern's context stands at most.
const IN_MIND: usize = 4_000;

/// In how many paragraphs at its beginning an article tells what it is about.
const LEADS: usize = 2;

/// A part of an article in which the words of cue sets are looked for once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Title,
    /// The headings, and the paragraphs that tell what it is about.
    Beginning,
    /// The block with an index.
    Block(usize),
}

/// Whether a word of the set stands in the sentence, before it in its paragraph, in the paragraph
/// before that, or in the title: what the reader has in mind when the sentence begins.
pub(super) fn in_context(article: &Article<'_>, sentence: &Sentence, set: &str, look: Lookup<'_>) -> bool {
    let holds = |number| sentence.in_context(number, || holds(article, sentence, (set, number), look));
    look.plan.and_then(|plan| plan.set_number(set)).is_some_and(holds)
}

/// Whether the article is about what the words of a set name: one of them stands in a heading or in one of its first
/// two paragraphs. What its title tells is in mind with every sentence.
pub(super) fn is_about(article: &Article<'_>, set: &str, look: Lookup<'_>) -> bool {
    let Some(number) = look.plan.and_then(|plan| plan.set_number(set)) else { return false };
    let Document { text, blocks, .. } = article.document;
    article.tells(Part::Beginning, number, || {
        let Some(set) = look.cues.get(set, look.language) else { return false };
        let heads = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Title | BlockKind::Heading));
        let leads = blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).take(LEADS);
        heads.chain(leads).any(|b| names(set, beginning(b.span.of(text))))
    })
}

/// Whether a word of the set stands in a text.
fn names(set: &CueSet, text: &str) -> bool {
    set.is_match(fold(text).as_bytes())
}

/// As much of a paragraph as tells what an article is about.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(IN_MIND)).unwrap_or(text)
}

fn holds(article: &Article<'_>, sentence: &Sentence, (set, number): (&str, usize), look: Lookup<'_>) -> bool {
    let Some(set) = look.cues.get(set, look.language) else { return false };
    let document = article.document;
    let titled = || {
        let title = document.meta.title.as_deref();
        article.tells(Part::Title, number, || title.is_some_and(|title| names(set, title)))
    };
    let start = mind(document, sentence, look);
    let block = |index: usize| document.blocks.get(index).map(|b| b.span);
    // Of a block it is asked once whether a word stands anywhere in it: most often none does.
    let tells = |index: usize, span: Span| {
        article.tells(Part::Block(index), number, || names(set, span.of(look.text)))
    };
    let so_far = |from: usize| names(set, Span::new(from, sentence.span.end).of(look.text));
    let own = block(sentence.block);
    let in_own = |from: usize| own.is_none_or(|span| tells(sentence.block, span)) && so_far(from);
    let own_start = own.map_or(start, |own| own.start);
    let before = sentence.block.checked_sub(1).and_then(|index| Some((index, block(index)?)));
    let near = match before.filter(|(_, span)| span.start == start) {
        Some((index, span)) => tells(index, span) || in_own(own_start),
        None if start >= own_start => in_own(start),
        None => so_far(start),
    };
    near || titled()
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
            from < value && names(set, Span::new(from, value).of(look.text))
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
