//! What a reader has in mind when a sentence begins: the words before it, and what the article is about.

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use super::article::Article;
use super::asked::Asked;
use super::matching::Match;
use super::plan::Planned;
use super::scan::Things;
use super::sentence::Sentence;
use crate::input::{BlockKind, Document};
use crate::rules::metric::PatternFields;
use crate::text::Span;

/// How far before its sentence, in bytes, a word of a pattern's context stands at most.
const IN_MIND: usize = 4_000;

/// In how many paragraphs at its beginning an article tells what it is about.
const LEADS: usize = 2;

/// The cue sets of which a word stands in parts of an article, each looked for when it is asked of.
#[derive(Debug, Default)]
pub(super) struct Looked {
    title: OnceCell<Things>,
    beginning: OnceCell<Things>,
    /// For each block the ends of stretches from its start on, in order, and what stands in them.
    blocks: RefCell<FxHashMap<usize, Vec<(usize, Things)>>>,
}

impl Looked {
    /// Adds the sets of which a word stands in the block with an index before `end`.
    fn add_until(
        &self,
        (document, asked): (&Document, &Asked<'_>),
        (index, end): (usize, usize),
        to: &mut Things,
    ) {
        let mut blocks = self.blocks.borrow_mut();
        let known = blocks.entry(index).or_default();
        let number = known.partition_point(|(until, _)| *until < end);
        if let Some((_, things)) = known.get(number).filter(|(until, _)| *until == end) {
            return to.add_all(things);
        }
        // No word goes on from one sentence into the next.
        let start = document.blocks.get(index).map_or(end, |block| block.span.start);
        let (from, so_far) = number
            .checked_sub(1)
            .and_then(|i| known.get(i))
            .map_or((start, None), |(end, things)| (*end, Some(things)));
        let mut things = asked.within(Span::new(from.min(end), end).of(&document.text));
        so_far.into_iter().for_each(|so_far| things.add_all(so_far));
        to.add_all(&things);
        known.insert(number, (end, things));
    }
}

/// Whether a word of the set stands in the sentence, before it in its paragraph, in the paragraph
/// before that, or in the title: what the reader has in mind when the sentence begins.
pub(super) fn in_context(article: &Article<'_>, sentence: &Sentence, set: &str) -> bool {
    let Some(asked) = article.plan.map(|plan| &plan.asked) else { return false };
    asked.number(set).is_some_and(|number| mind(article, sentence, asked).has(number))
}

/// The first cue set of which no word is where a pattern with these fields wants one.
pub(super) fn missing_context<'f>(
    article: &Article<'_>,
    sentence: &Sentence,
    planned: &Planned<'_>,
    fields: &'f PatternFields,
) -> Option<&'f String> {
    let needs = &planned.in_mind;
    if needs.context.is_empty() && needs.topic.is_empty() {
        return None;
    }
    let asked = &article.plan?.asked;
    let near = mind(article, sentence, asked);
    let lacks = |number: &usize| !near.has(*number);
    // What its title tells is in mind with every sentence.
    let about = || article.looked.beginning.get_or_init(|| beginning(article, asked));
    let missing = needs.context.iter().position(lacks).and_then(|i| fields.context.get(i));
    let off_topic = || needs.topic.iter().position(|set| lacks(set) && !about().has(*set));
    missing.or_else(|| fields.topic.get(off_topic()?))
}

/// Whether of all that a pattern with these fields wants in mind a word stands in the sentence itself; one that tells a slot
/// has words of its own for what it needs no more than near by.
pub(super) fn is_told_here(article: &Article<'_>, sentence: &Sentence, fields: &PatternFields) -> bool {
    let near = fields.context.iter().filter(|_| fields.scope.is_empty());
    let all = || near.clone().chain(&fields.topic);
    let Some(asked) = article.plan.map(|plan| &plan.asked).filter(|_| all().next().is_some()) else {
        return true;
    };
    let here = asked.within(sentence.span.of(&article.document.text));
    all().filter_map(|set| asked.number(set)).all(|number| here.has(number))
}

/// The sets of which a word stands where an article tells what it is about: its headings and its first two paragraphs.
fn beginning(article: &Article<'_>, asked: &Asked<'_>) -> Things {
    let Document { text, blocks, .. } = article.document;
    let mut paragraphs = 0;
    let mut all = asked.none();
    for (index, block) in blocks.iter().enumerate() {
        let lead = block.kind == BlockKind::Paragraph && paragraphs < LEADS;
        paragraphs += usize::from(lead);
        if lead || matches!(block.kind, BlockKind::Title | BlockKind::Heading) {
            let end = block.span.end.min(text.floor_char_boundary(block.span.start + IN_MIND));
            article.looked.add_until((article.document, asked), (index, end), &mut all);
        }
    }
    all
}

/// The sets of which a reader has a word in mind when the sentence ends.
fn mind<'s>(article: &Article<'_>, sentence: &'s Sentence, asked: &Asked<'_>) -> &'s Things {
    sentence.in_mind(|| {
        let (document, looked) = (article.document, &article.looked);
        let title =
            || document.meta.title.as_deref().map_or_else(|| asked.none(), |title| asked.within(title));
        let mut all = looked.title.get_or_init(title).clone();
        let (start, end) = (mind_start(document, sentence), sentence.span.end);
        let block = |index: usize| document.blocks.get(index).map(|block| block.span);
        let own = block(sentence.block);
        let before = sentence.block.checked_sub(1).and_then(|index| Some((index, block(index)?)));
        match before.filter(|(_, span)| span.start == start) {
            Some((index, span)) => looked.add_until((document, asked), (index, span.end), &mut all),
            // What stands farther off is not in mind.
            None if own.is_none_or(|own| own.start != start) => {
                all.add_all(&asked.within(Span::new(start, end).of(&document.text)));
                return all;
            }
            None => {}
        }
        looked.add_until((document, asked), (sentence.block, end), &mut all);
        all
    })
}

/// Where in the text begins what the reader has in mind when the sentence begins.
fn mind_start(document: &Document, sentence: &Sentence) -> usize {
    let first = document.blocks.get(sentence.block.saturating_sub(1));
    let start = first.map_or(sentence.span.start, |b| b.span.start.min(sentence.span.start));
    start.max(document.text.ceil_char_boundary(sentence.span.start.saturating_sub(IN_MIND)))
}

/// How far into what the reader has in mind, before the value of a match, a word of its context starts last; none where
/// it needs no context, its beginning where no word stands there.
pub(super) fn topic(
    article: &Article<'_>,
    sentence: &Sentence,
    (found, fields): (&Match, &PatternFields),
) -> Option<usize> {
    let asked = &article.plan?.asked;
    let value = sentence.text_offset(found.value);
    let before = Span::new(mind_start(article.document, sentence).min(value), value);
    let text = before.of(&article.document.text);
    (!fields.context.is_empty()).then(|| asked.last(&fields.context, text).unwrap_or(0))
}
