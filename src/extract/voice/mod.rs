//! Who says it: attribution by verbs of saying, `volgens`, `aldus`, a name with a colon, and quotation.

mod discourse;
mod names;
mod source;

use std::sync::Arc;

use super::plan::Plan;
use super::quotes::Quote;
use super::sentence::Sentence;
use crate::recognise::Mention;
use crate::rules::cues::Cues;
use discourse::Discourse;

/// A speaker that is not named, or not known: not the article's own voice, and no one's equal.
pub const UNNAMED: &str = "unnamed";

/// What attribution looks up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) text: &'a str,
    pub(super) mentions: &'a [Mention],
    pub(super) cues: &'a Cues,
    pub(super) language: &'a str,
    pub(super) plan: Option<&'a Plan<'a>>,
}

impl Lookup<'_> {
    /// Where words of a cue set stand in a stretch of folded bytes, counted from the start of the sentence.
    pub(super) fn all(&self, set: &str, sentence: &Sentence, range: (usize, usize)) -> Vec<(usize, usize)> {
        // The whole sentence is searched: what stands around a stretch decides where its words begin and end.
        self.within(set, sentence, range).collect()
    }

    fn within<'s>(
        &'s self,
        set: &str,
        sentence: &'s Sentence,
        range: (usize, usize),
    ) -> impl Iterator<Item = (usize, usize)> {
        let hits = self.plan.into_iter().flat_map(|plan| plan.cue_hits(set, sentence));
        hits.filter(move |(start, end)| range.0 <= *start && *end <= range.1)
    }

    /// Whether a word of a cue set stands in a stretch of folded bytes.
    pub(super) fn has(&self, set: &str, sentence: &Sentence, range: (usize, usize)) -> bool {
        self.within(set, sentence, range).next().is_some()
    }
}

/// What a cue of saying attributes: a stretch of a sentence to a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Where the cue stands: the verb, `volgens`, the colon.
    cue: (usize, usize),
    /// What it covers.
    covers: (usize, usize),
    /// Who says it.
    speaker: Arc<str>,
    /// Where the speaker's name stands, if the sentence names them.
    named: Option<usize>,
}

/// The speakers of one sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attribution {
    said: Vec<Said>,
    /// Who wants what the sentence tells of, where that is no speech.
    wishes: Vec<Said>,
}

impl Attribution {
    /// Where the names of those who speak stand.
    pub(super) fn names(&self) -> Vec<usize> {
        self.said.iter().filter_map(|s| s.named).collect()
    }

    /// Who wants what stands at the folded position `at`.
    pub(super) fn wisher(&self, at: usize) -> Option<Arc<str>> {
        let covering = self.wishes.iter().filter(|s| s.covers.0 <= at && at < s.covers.1);
        covering.max_by_key(|s| s.covers.0).map(|s| s.speaker.clone())
    }

    /// Who says what stands at the folded position `at`: the innermost that covers it; `None` is the article itself.
    pub(super) fn at(&self, at: usize) -> Option<Arc<str>> {
        let covering = self.said.iter().filter(|s| s.covers.0 <= at && at < s.covers.1);
        covering.max_by_key(|s| s.covers.0).map(|s| s.speaker.clone())
    }
}

/// A quotation with fewer words and nobody in its sentence who speaks is a turn of phrase.
const SPOKEN: usize = 4;

/// Who says what in each of the sentences of an article, which stand in order.
pub(super) fn attribute(sentences: &[Sentence], quotes: &[Quote], look: Lookup<'_>) -> Vec<Attribution> {
    let mut discourse = Discourse::default();
    let mut all = Vec::with_capacity(sentences.len());
    let mut before = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        discourse.enter(sentence.block);
        before.push(discourse.speaker(sentence.block));
        let inside: Vec<(usize, usize)> = quotes_in(sentence, quotes).collect();
        let said = source::said(sentence, &inside, look, &discourse);
        let wishes = source::wishes(sentence, &inside, look, &discourse);
        discourse.note(sentence, &said, look);
        all.push(Attribution { said, wishes });
    }
    let mut last: Option<(usize, Arc<str>)> = None;
    for quote in quotes {
        let first = sentences.partition_point(|s| s.span.end <= quote.span.start);
        let until = sentences.partition_point(|s| s.span.start < quote.span.end).max(first + 1);
        let (Some(range), Some(heard)) = (sentences.get(first..until), all.get(first..)) else { continue };
        let earlier = last.as_ref().filter(|(i, _)| quote.continues || recent(sentences, *i, first));
        let earlier = earlier.map(|(_, s)| s.clone());
        let noted = before.get(first).cloned().flatten();
        let known = if quote.continues { earlier.or(noted) } else { noted.or(earlier) };
        if let Some(speaker) = speaker_of(quote, range, heard, known, look.text) {
            for (i, sentence) in range.iter().enumerate() {
                let covers = (sentence.folded_at(quote.span.start), sentence.folded_at(quote.span.end));
                if let Some(attribution) = all.get_mut(first + i) {
                    attribution.said.push(Said {
                        cue: covers,
                        covers,
                        speaker: speaker.clone(),
                        named: None,
                    });
                }
            }
            last = Some((until - 1, speaker));
        }
    }
    all
}

/// Whether what was said in the sentence `then` may go on in the sentence `now`: in its paragraph or the next.
fn recent(sentences: &[Sentence], then: usize, now: usize) -> bool {
    matches!((sentences.get(then), sentences.get(now)), (Some(a), Some(b)) if b.block <= a.block + 1)
}

/// The folded stretches of a sentence that stand between quotation marks.
fn quotes_in<'q>(sentence: &'q Sentence, quotes: &'q [Quote]) -> impl Iterator<Item = (usize, usize)> + 'q {
    let from = quotes.partition_point(|q| q.span.end <= sentence.span.start);
    let all = quotes.iter().skip(from).take_while(|q| q.span.start < sentence.span.end);
    all.map(|q| (sentence.folded_at(q.span.start), sentence.folded_at(q.span.end)))
}

/// The speaker of a quotation that stands in `range`; `heard` is what is said there and after it, and `known`
/// who spoke before.
fn speaker_of(
    quote: &Quote,
    range: &[Sentence],
    heard: &[Attribution],
    known: Option<Arc<str>>,
    text: &str,
) -> Option<Arc<str>> {
    let (opens, closes) = (range.first()?, range.last()?);
    let (start, end) = (opens.folded_at(quote.span.start), closes.folded_at(quote.span.end));
    let (first, last) = (&heard.first()?.said, &heard.get(range.len() - 1)?.said);
    let trails = |s: &&Said| s.cue.0 >= end && joins(closes.slice(end, s.cue.0));
    let leads = |s: &&Said| s.cue.1 <= start;
    let follows = || {
        let next = heard.get(range.len())?.said.first()?;
        (next.cue.0 == 0).then_some(next)
    };
    let own = last
        .iter()
        .find(trails)
        .or_else(|| first.iter().rev().find(leads))
        .or_else(|| last.iter().find(|s| s.cue.0 >= end))
        .or_else(follows)
        .map(|s| s.speaker.clone());
    let words = quote.span.of(text).split_whitespace().count();
    if own.is_none() && words < SPOKEN && !quote.continues {
        return None;
    }
    Some(own.or(known).unwrap_or_else(|| UNNAMED.into()))
}

/// Whether nothing but marks stands between a quotation and what attributes it.
fn joins(between: &[u8]) -> bool {
    between.iter().all(|b| matches!(b, b' ' | b',' | b'"' | b'\'' | b'.' | b'-'))
}
