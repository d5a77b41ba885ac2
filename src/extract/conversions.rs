//! Amounts that the article converts into another unit.

use super::article::Article;
use super::sentence::Sentence;
use super::slots::figure;
use crate::recognise::MentionValue;
use crate::text::Span;
use crate::value::Figure;

/// The longest stretch between an amount and what it is converted to, in folded bytes.
const CONVERTED: usize = 34;

/// The amounts into which the article converts a figure: the next figure of the same quantity and
/// another unit, in brackets or behind a word such as `omgerekend`, right behind it.
pub(super) fn converted(article: &Article<'_>, own: &Figure, sentence: &Sentence, at: usize) -> Vec<Figure> {
    let asides: Vec<Figure> = asides(article, sentence, at).map(|(_, figure)| figure.clone()).collect();
    if !asides.is_empty() {
        return asides;
    }
    let Some(next) = sentence.marks.iter().find(|m| m.at > at) else { return Vec::new() };
    let Some(other) = figure(next, &article.mentions) else { return Vec::new() };
    let between = sentence.slice(at + 1, next.at);
    let bracket = between.len() <= 14 && between.contains(&b'(');
    let word =
        || between.len() <= CONVERTED && article.lookup().has("converted-to", sentence, (at + 1, next.at));
    // `26,6 miljard kroon, ruim 2,4 miljard euro.`
    let comma = || {
        let behind = sentence.slice(next.at + 1, sentence.folded.len()).first();
        between == b", " && behind.is_none_or(|b| matches!(b, b'.' | b',' | b';' | b')'))
    };
    let same = other.quantity == own.quantity && other.unit.is_some() && other.unit != own.unit;
    if same && (bracket || word() || comma()) { vec![other.clone()] } else { Vec::new() }
}

/// The amounts in brackets that convert the one at a folded position, with their places in the text.
pub(super) fn asides<'a>(
    article: &'a Article<'_>,
    sentence: &'a Sentence,
    at: usize,
) -> impl Iterator<Item = (Span, &'a Figure)> {
    sentence.asides.iter().filter(move |aside| aside.of == at).filter_map(|aside| {
        let mention = article.mentions.get(aside.mention)?;
        let MentionValue::Figure(figure) = &mention.value else { return None };
        Some((mention.span, figure))
    })
}

/// Whether the figure at the folded position `at` is one of `values` converted: it belongs to that claim.
pub(super) fn converts(article: &Article<'_>, sentence: &Sentence, values: &[usize], at: usize) -> bool {
    let Some(before) = sentence.marks.iter().rev().find(|m| m.at < at) else { return false };
    // What stands in brackets has no mark.
    values.contains(&before.at)
        && asides(article, sentence, before.at).next().is_none()
        && figure(before, &article.mentions)
            .is_some_and(|f| !converted(article, f, sentence, before.at).is_empty())
}
