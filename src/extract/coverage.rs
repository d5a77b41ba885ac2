//! Which figures, dates and durations of an article no claim has.

use std::fmt::Write as _;
use std::sync::Arc;

use super::Extractor;
use super::article::Article;
use super::conversions::converts;
use super::sentence::{Mark, Sentence};
use super::telling::Told;
use crate::claim::{ClaimValue, Coverage, Missed};
use crate::input::Document;
use crate::recognise::{Mention, MentionValue};
use crate::rules::class::Classes;
use crate::text::Span;
use crate::value::Period;

/// A word of at most so many letters says little by itself: the next one belongs to a shape too.
const SMALL_WORD: usize = 3;

impl Extractor<'_> {
    /// What of the article's figures became claims, and what did not. An article in a language without rules has
    /// no coverage at all: nothing is claimed and nothing missed.
    #[must_use]
    pub fn coverage(&self, document: &Document) -> Coverage {
        let article = self.article(document);
        let mut coverage =
            Coverage { publication: article.publication.clone(), claimed: 0, missed: Vec::new() };
        let Some(plan) = article.plan else { return coverage };
        let sentences = self.sentences(&article);
        let told = self.told(&article, &sentences, plan);
        for (number, sentence) in sentences.iter().enumerate() {
            let own: Vec<&Told> = told.iter().filter(|t| t.sentence == number).collect();
            for (mark, kind) in figures(sentence) {
                if is_used(&article, sentence, mark, &own) {
                    coverage.claimed += 1;
                } else if let Some(mention) = article.mentions.get(mark.mention) {
                    coverage.missed.push(Missed {
                        place: article.place(mention.span, sentence.span),
                        kind: kind.into(),
                        shape: shape(sentence, mark, &self.rules.classes).into(),
                        sentence: words(&article, sentence),
                        within: within(sentence, mention),
                    });
                }
            }
        }
        coverage
    }
}

/// The figures, dates and durations of a sentence with the names of their kinds.
pub(super) fn figures(sentence: &Sentence) -> impl Iterator<Item = (&Mark, &'static str)> {
    sentence.marks.iter().filter_map(|mark| Some((mark, Classes::value_name(mark.byte)?)))
}

/// The sentence as a reader reads it.
pub(super) fn words(article: &Article<'_>, sentence: &Sentence) -> Arc<str> {
    sentence.span.of(&article.document.text).into()
}

/// Where a mention stands in its sentence.
pub(super) fn within(sentence: &Sentence, mention: &Mention) -> Span {
    let from = sentence.span.start;
    Span::new(mention.span.start.saturating_sub(from), mention.span.end.saturating_sub(from))
}

/// Whether a claim of the sentence has the figure: as its value, as that value converted, or as its time.
fn is_used(article: &Article<'_>, sentence: &Sentence, mark: &Mark, told: &[&Told]) -> bool {
    let values: Vec<usize> = told.iter().map(|t| t.value).collect();
    values.contains(&mark.at)
        || converts(article, sentence, &values, mark.at)
        || dated(article, mark, told).is_some()
}

/// The claim of which the date `mark` is the period or the due date.
pub(super) fn dated<'t>(article: &Article<'_>, mark: &Mark, told: &[&'t Told]) -> Option<&'t Told> {
    let MentionValue::Date(date) = &article.mentions.get(mark.mention)?.value else { return None };
    let ends = |period: &Period| period.to == date.period.to && period.grain == date.period.grain;
    let due = |t: &Told| match &t.claim.value {
        ClaimValue::Figure(f) => f.due,
        ClaimValue::Date(_) | ClaimValue::Duration(_) => None,
    };
    told.iter().copied().find(|t| t.claim.period == date.period || due(t).is_some_and(|d| ends(&d)))
}

/// The figure with the word before it and the word or two behind, mentions as placeholders.
fn shape(sentence: &Sentence, mark: &Mark, classes: &Classes) -> String {
    let before = sentence.slice(0, mark.at);
    let before = match before.trim_ascii_end().rsplit(|b| *b == b' ').next() {
        Some(word) if !ends_clause(word) => token(word, classes),
        _ => None,
    };
    let mut behind = Vec::new();
    for word in sentence.slice(mark.at + 1, sentence.folded.len()).split(|b| *b == b' ') {
        let apart = word.first().is_some_and(|b| b.is_ascii_punctuation() && *b != b'-');
        let Some(text) = token(word, classes).filter(|_| !apart) else {
            if word.is_empty() {
                continue;
            }
            break;
        };
        let more = text.len() <= SMALL_WORD && behind.is_empty() && !ends_clause(word);
        behind.push(text);
        if !more {
            break;
        }
    }
    let figure = format!("{{{}}}", classes.name(mark.byte).unwrap_or("entity"));
    before.into_iter().chain([figure]).chain(behind).collect::<Vec<_>>().join(" ")
}

fn ends_clause(word: &[u8]) -> bool {
    word.last().is_some_and(|b| matches!(b, b',' | b';' | b':' | b'.' | b'!' | b'?' | b')' | b'"'))
}

/// A word without its punctuation, mentions as placeholders; none where nothing is left.
fn token(word: &[u8], classes: &Classes) -> Option<String> {
    let mut out = String::new();
    for byte in word {
        match classes.name(*byte) {
            Some(name) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "{{{name}}}");
            }
            None if byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'\'' => {
                out.push(char::from(*byte));
            }
            None => {}
        }
    }
    let out = out.trim_matches(['-', '\'']);
    (!out.is_empty()).then(|| out.to_owned())
}
